"""Forms over rows that several people may change."""

from __future__ import annotations

from datetime import date
from typing import Any, cast

from django import forms
from django.http import QueryDict

from careleavers.actions.revisions import EditConflict
from careleavers.forms.base import Form
from careleavers.forms.fields import DateInput
from careleavers.rules import words


class RevisedForm(Form):
    """A form that changes a row. It sends the revision of the row that it was opened on.

    A subclass says with `initial_of` what the form asks of a row. A form without a revision counts as opened on the
    first one, so that it can save only what nobody has changed yet.
    """

    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, row: Any = None, **kwargs: Any) -> None:
        if row is not None:
            kwargs["initial"] = self.initial_of(row) | {"revision": row.revision} | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        if row is None:
            del self.fields["revision"]

    @classmethod
    def initial_of(cls, row: Any) -> dict[str, Any]:
        """The row as this form shows it, by field. Also called with a row of the history."""
        return {name: getattr(row, name) for name in cls.base_fields if hasattr(row, name)}

    def clean_revision(self) -> int:
        return self.cleaned_data["revision"] or 1

    def show_conflict(self, conflict: EditConflict) -> None:
        """Take over what only the other writer changed, keep what only this one changed, and ask where both did."""
        before = self.initial_of(conflict.before) if conflict.before else {}
        theirs = self.initial_of(conflict.current)
        answers = cast(QueryDict, self.data).copy()
        answers[self.add_prefix("revision")] = str(conflict.current.revision)
        for name, field in self.fields.items():
            if name not in theirs or before.get(name, self) == theirs[name]:
                continue
            mine = self[name].data
            if not field.has_changed(theirs[name], mine):
                continue
            if name in before and not field.has_changed(before[name], mine):
                set_answer(answers, self[name], theirs[name])
            else:
                self.add_error(name, f"Somebody else wrote “{answer_words(field, theirs[name])}”. Yours is in the box.")
        self.data = answers
        self.add_error(None, str(conflict))


def set_answer(answers: QueryDict, box: forms.BoundField, value: Any) -> None:
    """Put a value into the answers as the box would have sent it."""
    widget, name = box.field.widget, box.html_name
    if isinstance(widget, forms.CheckboxInput):
        answers.pop(name, None)
        if value:
            answers[name] = "on"
    elif isinstance(widget, DateInput):
        for part, typed in widget.format_value(value)._asdict().items():
            answers[f"{name}_{part}"] = typed
    else:
        shown = widget.format_value(box.field.prepare_value(value))
        answers[name] = (shown[0] if isinstance(shown, list) else shown) or ""


def answer_words(field: forms.Field, value: Any) -> str:
    """An answer as people say it."""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, date):
        return words.day(value)
    choices = dict(getattr(field, "choices", ()) or ())
    return str(choices.get(value, value or "nothing"))
