"""Of which reports somebody wants to be told by email."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from careleavers.forms.base import Form
from reporting.rules.report_mail import MailedReport


class ReportMailForm(Form):
    mark_optional = False

    reports = forms.MultipleChoiceField(label="Which do you want?", required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, reports: Sequence[MailedReport], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["reports"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(each.code, f"{each.words}, {each.rhythm.words}") for each in reports]
