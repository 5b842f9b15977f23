"""Photos and files in a form: looked at by what is in them, pictures made again without what a phone hides in them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from io import BytesIO
from threading import Lock
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.datastructures import MultiValueDict
from PIL import Image, ImageOps

from careleavers.actions.documents import NewFile
from careleavers.forms.base import Form
from careleavers.rules import uploads
from careleavers.rules.uploads import LEFT_OUT, MediaType

CHOOSE_AGAIN = "Choose the photo or file again: a browser forgets it when a page has to be shown again"
QUALITY = 85  # of a JPEG, in percent
SCALED_WELL = ("RGB", "RGBA", "L", "LA", "CMYK")  # the modes that Pillow makes smaller without losing lines
# In a process, so that several photos at once do not take the memory of all of it.
ONE_AT_A_TIME = Lock()
FINE_GREY = ("I", "I;16", "I;16B")  # the modes of a scan in 65,536 shades of grey
# Pillow refuses twice this by itself, before anything is unfolded.
Image.MAX_IMAGE_PIXELS = uploads.MOST_PIXELS


class Unfit(Exception):
    """The file is not kept; the message says why, to be read after its name."""


def read_file(sent: UploadedFile[Any]) -> NewFile:
    """What is kept of a file that was sent. Unfit where nothing may be."""
    if (sent.size or 0) > uploads.MOST_BYTES:
        raise Unfit(uploads.TOO_LARGE)
    sent.seek(0)
    content = sent.read()
    if not content:
        raise Unfit(uploads.EMPTY)
    if uploads.is_picture(content):
        return _new_file(sent, MediaType.JPEG, made_again(content))
    if not uploads.is_pdf(content):
        raise Unfit(uploads.NOT_A_KIND)
    if wrong := uploads.why_not_pdf(content):
        raise Unfit(wrong)
    return _new_file(sent, MediaType.PDF, content)


def _new_file(sent: UploadedFile[Any], media_type: MediaType, content: bytes) -> NewFile:
    return NewFile(uploads.kept_name(sent.name or "", media_type), media_type, content)


def made_again(content: bytes) -> bytes:
    """The picture as a new JPEG: upright, of a size that can be read, and without what was in the file beside it, such
    as the place where it was taken. Unfit where it cannot be read, or would unfold to more than there is room for.
    """
    try:
        with ONE_AT_A_TIME, Image.open(BytesIO(content), formats=("JPEG", "PNG")) as picture:
            if picture.width * picture.height > uploads.most_pixels(content):
                raise Unfit(uploads.TOO_MANY_PIXELS)
            made = BytesIO()
            _made_small(picture).save(made, "JPEG", quality=QUALITY)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Unfit(uploads.TOO_MANY_PIXELS)
    except Unfit:
        raise
    except Exception:  # a decoder may raise anything at bytes that were made to hurt it
        raise Unfit(uploads.UNREADABLE)
    return made.getvalue()


def _made_small(picture: Image.Image) -> Image.Image:
    """Made small first: each copy of a picture of full size takes a hundred megabytes."""
    largest = (uploads.LONGEST_SIDE, uploads.LONGEST_SIDE)
    picture.draft("RGB", largest)
    if picture.mode in FINE_GREY:  # Pillow would make all but the darkest of its shades white
        picture = picture.convert("I").point(lambda shade: shade * (1 / 257)).convert("L")
    small = picture if picture.mode in SCALED_WELL else _on_white(picture)
    small.thumbnail(largest)
    upright = _on_white(ImageOps.exif_transpose(small))
    upright.info.clear()  # a comment would be written again
    return upright


def _on_white(picture: Image.Image) -> Image.Image:
    """Without transparency, which a JPEG does not have: a scan with a clear background stays black on white."""
    if not picture.has_transparency_data:
        return picture.convert("RGB")
    layer = picture.convert("RGBA")
    paper = Image.new("RGB", layer.size, "white")
    paper.paste(layer, mask=layer)
    return paper


class FilesInput(forms.FileInput):
    """Several files at once. What to offer, the camera among it, is left to the phone."""

    allow_multiple_selected = True

    def __init__(self) -> None:
        super().__init__({"multiple": True, "accept": ".jpg,.jpeg,.png,.pdf,image/jpeg,image/png,application/pdf"})

    def value_from_datadict(self, data: Mapping[str, Any], files: MultiValueDict[str, Any], name: str) -> Any:
        """The files; the name's LEFT_OUT where they did not come along."""
        sent = files.getlist(name) if isinstance(files, MultiValueDict) else []
        return LEFT_OUT if not sent and f"{name}{LEFT_OUT}" in data else sent


class FilesField(forms.Field):
    """Up to five photos or files, as a list of NewFile. One that may not be kept is refused with its name."""

    widget = FilesInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)

    def clean(self, value: Any) -> list[NewFile]:
        if value == LEFT_OUT:
            raise ValidationError(CHOOSE_AGAIN)
        sent: Sequence[UploadedFile[Any]] = value or []
        if len(sent) > uploads.MOST_FILES:
            raise ValidationError(f"Choose at most {uploads.MOST_FILES} at once: these are {len(sent)}")
        if len(sent) > 1 and sum(each.size or 0 for each in sent) > uploads.MOST_BYTES_TOGETHER:
            most = uploads.MOST_BYTES_TOGETHER // uploads.MEGABYTE
            raise ValidationError(f"These are too large together: the most is {most} MB. Choose fewer")
        kept, wrong = [], []
        for each in sent:
            try:
                kept.append(read_file(each))
            except Unfit as unfit:
                wrong.append(f"“{each.name}” {unfit}")
        if wrong:
            raise ValidationError(wrong)
        return kept


class WithFiles(Form):
    """A form that may bring photos or files: in a tag with `enctype="multipart/form-data"`."""

    documents = FilesField(
        label="Photos or files",
        help_text=f"JPEG, PNG or PDF, up to {uploads.MOST_BYTES // uploads.MEGABYTE} MB each. "
        "A draft does not keep them: choose them just before you save.",
    )

    def need_files(self, label: str) -> None:
        """They are what the form is for."""
        documents = self.fields["documents"]
        documents.required, documents.label = True, label
        documents.help_text = (
            f"JPEG, PNG or PDF, up to {uploads.MOST_BYTES // uploads.MEGABYTE} MB each and five at once."
        )

    def ask_for_files_again(self) -> None:
        """Say so where the form is shown again: what was chosen is not in it any more."""
        if self.files and not self.errors.get("documents"):
            self.add_error("documents", CHOOSE_AGAIN)


class TakeOutForm(Form):
    """Why a photo or file is taken out of the record."""

    reason = forms.CharField(label="Why does it have to go?", max_length=200)


def files_in(files: MultiValueDict[str, UploadedFile[Any]]) -> dict[str, list[str]]:
    """By field, the SHA-256 of each file as it was sent, in hexadecimal: what makes two forms the same."""
    found: dict[str, list[str]] = {}
    for name, sent in files.lists():
        for each in sent:
            each.seek(0)
            found.setdefault(name, []).append(hashlib.sha256(each.read()).hexdigest())
            each.seek(0)
    return found
