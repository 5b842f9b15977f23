"""The picture of a signature, as it is sent: looked at by what is in it, and made again. These forms never save."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from careleavers.forms.base import Form
from careleavers.forms.uploads import Unfit, made_again
from careleavers.rules.uploads import UNREADABLE, is_picture
from offers.documents.signatures import NoSignature, SignaturePicture, signature_on
from offers.rules import signatures


class SignatureForm(Form):
    """The file as SignaturePicture."""

    file = forms.FileField(
        label="A scan or photo of the signature",
        help_text="In black or blue ink on white paper, as PNG or JPEG. Only the ink is kept, in black.",
        widget=forms.FileInput({"accept": ".png,.jpg,.jpeg,image/png,image/jpeg"}),
        error_messages={"empty": "This file is empty: choose it again, or another one"},
    )

    def clean_file(self) -> SignaturePicture:
        sent: UploadedFile[Any] = self.cleaned_data["file"]
        try:
            return signature_on(_opened(sent))
        except (NoSignature, Unfit) as wrong:
            said = signatures.UNREADABLE if str(wrong) == UNREADABLE else wrong
            raise ValidationError(f"“{sent.name}” {said}") from wrong


def _opened(sent: UploadedFile[Any]) -> bytes:
    """The picture upright on white, without whatever else was in the file. Unfit where it may not be opened."""
    if (sent.size or 0) > signatures.MOST_BYTES:
        raise Unfit(signatures.TOO_LARGE)
    content = sent.read()
    if not is_picture(content):
        raise Unfit(signatures.NOT_A_PICTURE)
    return made_again(content)
