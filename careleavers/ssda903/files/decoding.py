"""Bytes to text, in the encodings that a council's Excel and case-management systems produce, a piece at a time."""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

WORKBOOK_SIGNATURES = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  # .xlsx and .ods; .xls
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_NOT_IN_CAPITALS = re.compile(r"\b[A-Z0-9]*[a-z]\w*")
PIECE = 1 << 18  # characters or bytes that are in memory at a time, so that no file is too large


@dataclass
class FileText:
    """The text of one file, which can be gone through again and again. OSError where the file cannot be read.

    `readable`: every byte was understood; what was not is U+FFFD in the text. `has_quotes`: a quotation mark is in it.
    `first`: its first character that is no space. `spellings`: words not in capitals, by the word in capitals, where
    they are asked for (`notes_spellings`).
    """

    open_file: Callable[[], BinaryIO]
    notes_spellings: bool = True
    is_workbook: bool = False
    readable: bool = True
    has_quotes: bool = False
    first: str = ""
    spellings: dict[str, str] = field(default_factory=dict)
    _mark: bytes = b""
    _encoding: str = "utf-8"

    def __post_init__(self) -> None:
        with self.open_file() as file:
            start = file.read(200)
        self.is_workbook = start.startswith(WORKBOOK_SIGNATURES)
        if self.is_workbook:
            return
        self._mark, self._encoding = next(
            ((mark, name) for mark, name in _MARKS if start.startswith(mark)), (b"", self._guess(start))
        )
        for piece in self.pieces():
            self.readable = self.readable and "\ufffd" not in piece
            self.has_quotes = self.has_quotes or '"' in piece
            self.first = self.first or piece.lstrip()[:1]
            if self.notes_spellings and not piece.isupper():
                self.spellings.update((word.upper(), word) for word in _NOT_IN_CAPITALS.findall(piece))

    def pieces(self) -> Iterator[str]:
        """Whole lines, each ending in "\\n" however the file ends its lines."""
        with self.open_file() as file:
            file.seek(len(self._mark))
            with io.TextIOWrapper(file, self._encoding, errors="replace") as text:
                while lines := text.readlines(PIECE):
                    yield "".join(lines)

    def blocks(self) -> Iterator[list[str]]:
        """The lines in capitals and without their ends, many at a time."""
        for piece in self.pieces():
            yield piece.removesuffix("\n").upper().split("\n")

    def lines(self) -> Iterator[str]:
        for block in self.blocks():
            yield from block

    def _guess(self, start: bytes) -> str:
        if start[1::2].count(0) > len(start) // 4:
            return "utf-16-le"
        if start[0::2].count(0) > len(start) // 4:
            return "utf-16-be"
        decoder = codecs.getincrementaldecoder("utf-8")()
        try:
            with self.open_file() as file:
                while piece := file.read(PIECE):
                    decoder.decode(piece)
                decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return "cp1252"
        return "utf-8"
