"""What may be the picture of a signature on letters, and how large it is printed. Pure."""

from __future__ import annotations

from careleavers.rules.uploads import MEGABYTE

MOST_BYTES = 5 * MEGABYTE  # of the file as it is sent
# What is kept: enough for the largest print, 60 mm by 12 mm, at 380 dots an inch.
KEPT_WIDTH, KEPT_HEIGHT = 900, 180
LEAST_WIDTH, LEAST_HEIGHT = 150, 30  # pixels of the ink: below that its edges are steps on paper
INK = 128  # shades darker than the paper of 256: fainter marks are dust and the shadow of a fold
DARKEST_PAPER = 140  # of 255: what is darker is no white paper, and the ink cannot be told from it
MOST_TALL = 1.5  # times as high as wide: what is taller is a page, or lies on its side

NOT_A_PICTURE = (
    "is neither a PNG nor a JPEG picture. Scan the signature, or take a photo of it, and save it as one of those. "
    "Drawings such as SVG are not taken: they can hold programs"
)
EMPTY = "is empty: choose it again, or another one"
TOO_LARGE = f"is too large: the most is {MOST_BYTES // MEGABYTE} MB. Cut away what is not the signature"
UNREADABLE = "cannot be read as a picture: scan the signature again"
TOO_DARK = "has no white paper behind the signature: scan it in black or blue ink on white paper"
BLANK = "shows no signature: scan it in black or blue ink on white paper"
TOO_SMALL = f"is too small to print sharply: the signature has to be at least {LEAST_WIDTH} pixels wide"
TOO_TALL = "is taller than a signature: turn it upright, and cut away what is not the signature"


def why_not_ink(width: int, height: int) -> str | None:
    """What is wrong with what was found on the paper, by its size in pixels; None where nothing is."""
    if width < LEAST_WIDTH or height < LEAST_HEIGHT:
        return TOO_SMALL
    return TOO_TALL if height > MOST_TALL * width else None
