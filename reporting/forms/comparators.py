"""Loading what DfE publishes."""

from __future__ import annotations

from typing import Any

from django import forms

from careleavers.forms.base import Form
from careleavers.rules.uploads import MOST_BYTES, TOO_LARGE


class PublishedFileForm(Form):
    file = forms.FileField(
        label="A data set of DfE's, as CSV",
        help_text="Activity, or accommodation suitability, of care leavers by local authority.",
        allow_empty_file=True,
        error_messages={"required": "Choose the file that you downloaded", "invalid": "Choose the file again"},
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if (file.size or 0) > MOST_BYTES:
            raise forms.ValidationError(f"“{file.name}” {TOO_LARGE.partition(',')[0]}")
        return file
