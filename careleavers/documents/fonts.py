"""The fonts that letters are set in, and which characters they have.

A character that no font has would print as nothing or as a box, in somebody's name: letters with one are put on hold.
"""

import re
import unicodedata
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from fontTools.ttLib import TTFont


class Family(NamedTuple):
    """Where a package keeps the files of a family: the folder below it, and which of the files there."""

    package: str
    folder: str = "files"
    files: str = "*.ttf"


# In the order of typst/base.typ, which asks them one after another; a test holds the two lists together.
FAMILIES = {
    "Atkinson Hyperlegible": Family("fontpkg_atkinson_hyperlegible"),
    "Noto Sans": Family("fontpkg_noto_sans"),
    "Noto Sans Arabic": Family("fontpkg_noto_sans_arabic"),
    "Noto Sans Ethiopic": Family("justmytype_intl_africa", "fonts/ofl/notosansethiopic"),
    "Noto Sans Bengali": Family("justmytype_intl_south_asia", "fonts/ofl/notosansbengali"),
    "Noto Sans Tamil": Family("justmytype_intl_south_asia", "fonts/ofl/notosanstamil"),
    "Noto Sans SC": Family("pylopdf_fonts_zh_cn", ".", "NotoSansSC-*.otf"),
}


@cache
def folders() -> tuple[Path, ...]:
    """Where the font files are, one folder for each family."""
    return tuple(_folder(family) for family in FAMILIES.values())


def unprintable(text: str) -> str:
    """The characters of the text that no font here has, each once, in order; white space is always printable."""
    composed = unicodedata.normalize("NFC", text)
    return "".join(dict.fromkeys(each for each in composed if not each.isspace() and not _is_printable(ord(each))))


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
    first, *others = FAMILIES
    total = 0.0
    for word in re.split(r"(\s+)", composed):
        families = [first] if all(ord(each) in _regular_widths(first) for each in word) else others
        total += sum(_width(ord(each), families) for each in word)
    return total * size


def _width(point: int, families: list[str]) -> float:
    """Of a character in the first of the families that has it: a large font is not opened for a name in English."""
    return next((widths[point] for widths in map(_regular_widths, families) if point in widths), 1.0)


@cache
def _regular_widths(family: str) -> dict[int, float]:
    """The width of every character of the family's upright regular type, which of a variable font is the default, as
    a share of the type's size."""
    return _widths(next(file for file in _files(FAMILIES[family]) if not re.search("Bold|Italic", file.name)))


def _widths(file: Path) -> dict[int, float]:
    with TTFont(file) as font:
        advances, units = font["hmtx"], font["head"].unitsPerEm
        return {point: advances[glyph][0] / units for point, glyph in (font.getBestCmap() or {}).items()}


def _is_printable(point: int) -> bool:
    return any(point in _characters(family) for family in FAMILIES)


@cache
def _characters(family: str) -> frozenset[int]:
    return frozenset().union(*map(coverage, _files(FAMILIES[family])))


def coverage(file: Path) -> frozenset[int]:
    """The code points that a font maps to a glyph, by the best of its Unicode character maps."""
    with TTFont(file, lazy=True) as font:
        return frozenset(font.getBestCmap() or ())


def _files(family: Family) -> list[Path]:
    return sorted(_folder(family).glob(family.files))


def _folder(family: Family) -> Path:
    spec = find_spec(family.package)
    if spec is None or not spec.submodule_search_locations:
        raise RuntimeError(f"The font package {family.package} is not installed: run make setup.")
    return Path(spec.submodule_search_locations[0]) / family.folder
