"""The fonts that letters are set in, and which characters they have.

A character that no font has would print as nothing or as a box, in somebody's name: letters with one are put on hold.
"""

import re
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


def cannot_print(text: str) -> str | None:
    """A sentence that says which characters no font here has, or None."""
    letters = unprintable(text)
    return f"Our fonts cannot print {letters}: write it in other letters." if letters else None


def width(text: str, size: float) -> float:
    """How wide the text is on one line, in points, when it is set in regular type of a size in points.

    Kerning and ligatures are left out: what is printed is at most a few hundredths wider or narrower. As in
    typst/base.typ, a word with a character that the first family lacks is set whole in the others.
    """
    composed = unicodedata.normalize("NFC", text)
    first, *others = _regular_widths()
    total = 0.0
    for word in re.split(r"(\s+)", composed):
        families = [first] if all(ord(each) in first for each in word) else others
        total += sum(next((widths[ord(each)] for widths in families if ord(each) in widths), 1.0) for each in word)
    return total * size


@cache
def _regular_widths() -> tuple[dict[int, float], ...]:
    """For each family the width of every character of its regular type, as a share of the type's size."""
    return tuple(_widths(_regular(folder)) for folder in folders())


def _regular(folder: Path) -> Path:
    """The file of the upright regular type: of a variable font it is the default."""
    return next(file for file in sorted(folder.glob("*.ttf")) if not re.search("Bold|Italic", file.name))


def _widths(file: Path) -> dict[int, float]:
    with TTFont(file) as font:
        advances, units = font["hmtx"], font["head"].unitsPerEm
        return {point: advances[glyph][0] / units for point, glyph in (font.getBestCmap() or {}).items()}


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
