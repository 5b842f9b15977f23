"""The picture of a signature: made again from what was sent, and handed to the typesetter."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from typing import Any
from uuid import UUID

from PIL import Image

from offers.models import LetterSignature
from offers.rules import signatures
from offers.rules.signatures import KEPT_HEIGHT, KEPT_WIDTH

WHITE, SHADES = 255, 16


class NoSignature(ValueError):
    """There is no signature that can be printed; the message says why, to be read after the file's name."""


@dataclass(frozen=True)
class SignaturePicture:
    """What is kept: a PNG in shades of grey, cut to the ink, and its size in pixels."""

    png: bytes
    width: int
    height: int

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.png).hexdigest()


def signature_on(scan: bytes) -> SignaturePicture:
    """The signature on a scan that may be opened: black on white, cut to its ink. NoSignature where there is none."""
    with Image.open(BytesIO(scan)) as opened:
        grey = opened.convert("L")
    shades = grey.histogram()
    paper = max(range(len(shades)), key=shades.__getitem__)  # most of a scan is paper
    if paper < signatures.DARKEST_PAPER:
        raise NoSignature(signatures.TOO_DARK)
    on_white = grey.point(lambda shade: min(WHITE, round(shade * WHITE / paper)))
    ink = on_white.point(lambda shade: WHITE if shade <= WHITE - signatures.INK else 0).getbbox()
    if ink is None:
        raise NoSignature(signatures.BLANK)
    if wrong := signatures.why_not_ink(ink[2] - ink[0], ink[3] - ink[1]):
        raise NoSignature(wrong)
    cut = on_white.crop(ink)
    cut.thumbnail((KEPT_WIDTH, KEPT_HEIGHT), Image.Resampling.LANCZOS)
    kept, png = cut.quantize(SHADES), BytesIO()
    kept.save(png, "PNG", optimize=True)
    return SignaturePicture(png.getvalue(), kept.width, kept.height)


@lru_cache(maxsize=4)
def _printed(called: str) -> tuple[bytes, float]:
    """The bytes of a version, which never change, and how many times as wide as high it is."""
    row = LetterSignature.objects.get(pk=UUID(called))
    return bytes(row.picture), row.width / row.height


def for_typst(called: set[str]) -> dict[str, dict[str, Any]]:
    """The pictures that letters name. "" names none."""
    found = {each: _printed(each) for each in called if each}
    return {each: {"png": png, "ratio": ratio} for each, (png, ratio) in found.items()}
