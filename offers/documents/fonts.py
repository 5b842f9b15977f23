"""The fonts that letters are set in, and which characters they have.

A character that no font has would print as nothing or as a box, in somebody's name: letters with one are put on hold.
"""

import unicodedata
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from fontTools.ttLib import TTFont

FAMILIES = {
    "Atkinson Hyperlegible": "fontpkg_atkinson_hyperlegible",
    "Noto Sans": "fontpkg_noto_sans",
    "Noto Sans Arabic": "fontpkg_noto_sans_arabic",
}


@cache
def folders() -> tuple[Path, ...]:
    """Where the font files are, one folder for each family."""
    return tuple(_folder(package) for package in FAMILIES.values())


def unprintable(text: str) -> str:
    """The characters of the text that no font here has, each once, in order; white space is always printable."""
    composed = unicodedata.normalize("NFC", text)
    known = _characters()
    return "".join(dict.fromkeys(each for each in composed if not each.isspace() and ord(each) not in known))


@cache
def _characters() -> frozenset[int]:
    return frozenset().union(*(coverage(file) for folder in folders() for file in sorted(folder.glob("*.ttf"))))


def coverage(file: Path) -> frozenset[int]:
    """The code points that a font maps to a glyph, by the best of its Unicode character maps."""
    with TTFont(file, lazy=True) as font:
        return frozenset(font.getBestCmap() or ())


def _folder(package: str) -> Path:
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise RuntimeError(f"The font package {package} is not installed: run make setup.")
    return Path(spec.submodule_search_locations[0]) / "files"
