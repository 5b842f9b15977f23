"""Photographs of paper, for the files of the demo council."""

from __future__ import annotations

from io import BytesIO

from PIL.Image import Image


def as_jpeg(page: Image) -> bytes:
    """As a phone sends it."""
    photo = BytesIO()
    page.save(photo, "JPEG", quality=70)
    return photo.getvalue()
