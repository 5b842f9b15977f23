"""What may be put into a record as a photo or file, by what is in it and never by its name.

Pictures come from phones and scanners as JPEG or PNG; letters and forms as PDF. Anything else is refused.
"""

from __future__ import annotations

import re
from enum import StrEnum

MEGABYTE = 1024 * 1024
MOST_FILES = 5  # with one form
MOST_BYTES = 15 * MEGABYTE  # of one file, as it is sent
MOST_BYTES_TOGETHER = 30 * MEGABYTE  # of all files of one form
# Of a picture: a few hundred bytes can unfold to more than a machine has room for. A JPEG is read no larger than it is
# kept; a PNG has to be read whole.
MOST_PIXELS = 40_000_000
MOST_PIXELS_OF_PNG = 16_000_000
LONGEST_SIDE = 2_400  # pixels that a picture is kept with: enough to read a page of a form
LONGEST_NAME = 80
UNNAMED = "file"
LEFT_OUT = "_left_out"  # after a field's name: its files did not come along when the form was sent again

# How a file of each kind begins; a PDF also ends with a mark, or it has not arrived whole.
JPEG_BEGINS = b"\xff\xd8\xff"
PNG_BEGINS = b"\x89PNG\r\n\x1a\n"
PDF_BEGINS = b"%PDF-"
PDF_ENDS = b"%%EOF"
PDF_END_WITHIN = 1024  # bytes before the end (ISO 32000-1 annex H, implementation note 18)

NOT_A_KIND = "is neither a picture nor a PDF: choose a JPEG or PNG picture, or save it as a PDF first"
EMPTY = "is empty: choose it again, or another one"
CUT_SHORT = "has not arrived whole: choose it again"
UNREADABLE = "cannot be read as a picture: take the photo again, or save it as a PDF"
TOO_LARGE = f"is too large: the most is {MOST_BYTES // MEGABYTE} MB. Choose a smaller one, or take a photo of it"
# What is said of a file in quarantine.
BEING_SCANNED = "The virus scanner is looking at it: it can be opened in a moment."
SCANNER_SILENT = (
    "The virus scanner does not answer, so nobody can open it yet. It is kept and tried again by itself: you need not "
    "send it again."
)
TOO_MANY_PIXELS = "has too many pixels: take the photo again at an ordinary size"


class MediaType(StrEnum):
    """What a file is kept as, by its name on the internet (RFC 6838)."""

    JPEG = "image/jpeg"
    PDF = "application/pdf"


ENDINGS = {MediaType.JPEG: ".jpg", MediaType.PDF: ".pdf"}


def infected(found: str) -> str:
    """What is said of a file in which the scanner found something, by its own name for that."""
    return f"The virus scanner found {found} in it. Nobody can open it."


def is_picture(content: bytes) -> bool:
    return content.startswith((JPEG_BEGINS, PNG_BEGINS))


def most_pixels(content: bytes) -> int:
    return MOST_PIXELS_OF_PNG if content.startswith(PNG_BEGINS) else MOST_PIXELS


def is_pdf(content: bytes) -> bool:
    return content.startswith(PDF_BEGINS)


def why_not_pdf(content: bytes) -> str | None:
    """What is wrong with a file that begins as a PDF, or None. It is not opened: whoever reads it has a reader."""
    return None if PDF_ENDS in content[-PDF_END_WITHIN:] else CUT_SHORT


def kept_name(given: str, media_type: MediaType) -> str:
    """What the file is called, without its folder and with the ending of what it is: "C:\\Scans\\Letter.PNG" is
    "Letter.jpg". Characters that no screen shows, or that turn the reading direction, are left out.
    """
    name = re.split(r"[/\\]", given)[-1]
    stem = name.rpartition(".")[0] or name
    shown = " ".join("".join(letter for letter in stem if letter.isprintable()).split())
    return (shown[:LONGEST_NAME].strip(" .") or UNNAMED) + ENDINGS[media_type]


def size_words(size: int) -> str:
    """A size as people say it: "640 KB", "1.2 MB"."""
    if size < MEGABYTE:
        return f"{max(round(size / 1024), 1)} KB"
    return f"{size / MEGABYTE:.1f} MB"
