"""The fonts that letters are set in, and which characters they have.

A character that no font has would print as nothing or as a box, in somebody's name: letters with one are put on hold.
"""

import struct
import unicodedata
from functools import cache
from importlib.util import find_spec
from pathlib import Path

FAMILIES = {
    "Atkinson Hyperlegible": "fontpkg_atkinson_hyperlegible",
    "Noto Sans": "fontpkg_noto_sans",
    "Noto Sans Arabic": "fontpkg_noto_sans_arabic",
}
UNICODE_TABLES = {(0, 3), (0, 4), (0, 6), (3, 1), (3, 10)}  # platform and encoding of a font's character maps


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
    """The code points that a TrueType font maps to a glyph (its cmap table, formats 4 and 12)."""
    font = file.read_bytes()
    (tables,) = struct.unpack_from(">H", font, 4)
    records = (struct.unpack_from(">4sLLL", font, 12 + 16 * index) for index in range(tables))
    start = next(offset for tag, _, offset, _ in records if tag == b"cmap")
    (maps,) = struct.unpack_from(">H", font, start + 2)
    points: set[int] = set()
    for index in range(maps):
        platform, encoding, offset = struct.unpack_from(">HHL", font, start + 4 + 8 * index)
        if (platform, encoding) in UNICODE_TABLES:
            points |= _mapped(font, start + offset)
    return frozenset(points)


def _mapped(font: bytes, at: int) -> set[int]:
    (form,) = struct.unpack_from(">H", font, at)
    if form == 12:
        (groups,) = struct.unpack_from(">L", font, at + 12)
        runs = (struct.unpack_from(">LLL", font, at + 16 + 12 * index) for index in range(groups))
        return {point for first, last, _ in runs for point in range(first, last + 1)}
    if form == 4:
        return _mapped_in_segments(font, at)
    return set()


def _mapped_in_segments(font: bytes, at: int) -> set[int]:
    (doubled,) = struct.unpack_from(">H", font, at + 6)
    count = doubled // 2
    ends = struct.unpack_from(f">{count}H", font, at + 14)
    starts = struct.unpack_from(f">{count}H", font, at + 16 + doubled)
    deltas = struct.unpack_from(f">{count}H", font, at + 16 + 2 * doubled)
    ranges_at = at + 16 + 3 * doubled
    ranges = struct.unpack_from(f">{count}H", font, ranges_at)
    points = set()
    for index in range(count):
        for point in range(starts[index], min(ends[index], 0xFFFE) + 1):
            glyph = point
            if ranges[index]:
                place = ranges_at + 2 * index + ranges[index] + 2 * (point - starts[index])
                (glyph,) = struct.unpack_from(">H", font, place)
            if (glyph or not ranges[index]) and (glyph + deltas[index]) & 0xFFFF:
                points.add(point)
    return points


def _folder(package: str) -> Path:
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise RuntimeError(f"The font package {package} is not installed: run make setup.")
    return Path(spec.submodule_search_locations[0]) / "files"
