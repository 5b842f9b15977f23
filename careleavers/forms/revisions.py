"""Forms over rows that several people may change."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple, cast

from django import forms
from django.http import QueryDict

from careleavers.actions.revisions import EditConflict
from careleavers.forms.base import Form
from careleavers.forms.fields import DateInput
from careleavers.queries.revisions import row_at
from careleavers.rules import words


class OtherText(NamedTuple):
    """What another writer saved in a box for long text in which this one wrote something else."""

    label: str
    text: str


class ShowsConflicts(forms.BaseForm):
    """For a Form or ModelForm over one row, with a hidden field `revision`: the revision that it was opened on.

    A form without a revision counts as opened on the first one, so that it can save only what nobody has changed yet.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.other_texts: list[OtherText] = []
        self.taken_over: list[str] = []  # labels of the boxes that only the other writer changed

    def initial_of(self, row: Any) -> dict[str, Any]:
        """The row as this form shows it, by field. Also called with a row of the history."""
        return {name: getattr(row, name) for name in self.fields if hasattr(row, name)}

    def clean_revision(self) -> int:
        return self.cleaned_data["revision"] or 1

    @property
    def seen_revision(self) -> int | None:
        """The revision that a valid form was opened on; None for a form over no row."""
        return self.cleaned_data.get("revision")

    @property
    def answers(self) -> dict[str, Any]:
        """What a valid form says of the row, by field."""
        return {name: value for name, value in self.cleaned_data.items() if name != "revision"}

    def set_revision(self, revision: int) -> None:
        """The same answers, to be saved over this revision."""
        answers = cast(QueryDict, self.data).copy()
        answers[self.add_prefix("revision")] = str(revision)
        self.data = answers

    def take_over(self, conflict: EditConflict) -> bool:
        """Take over what only the other writer changed, and keep what only this one changed: the form can be saved
        again then. False where both changed one box: that is shown, and asked about."""
        self._merge(conflict.before, conflict.current)
        if self.errors:
            self.add_error(None, str(conflict))
            return False
        self.full_clean()
        return self.is_valid()

    def catch_up(self, row: Any) -> None:
        """For what was typed earlier and not saved: merge with what others have saved in the row since then."""
        seen = self.data.get(self.add_prefix("revision"), "")
        if seen == str(row.revision):
            return
        before = row_at(row, int(seen) if seen.isdecimal() else None)
        if self._merge(before, row):
            self.add_error(None, str(EditConflict(before, row, self.fields)))

    def _merge(self, before: Any, current: Any) -> bool:
        """Whether the other writer left anything in the row that this form did not say."""
        was = self.initial_of(before) if before else {}
        theirs = self.initial_of(current)
        answers = cast(QueryDict, self.data).copy()
        differs = False
        for name, field in self.fields.items():
            if name == "revision" or name not in theirs or was.get(name, self) == theirs[name]:
                continue
            box = self[name]
            if not _differs(field, theirs[name], box.data):
                continue
            differs = True
            if name in was and not _differs(field, was[name], box.data):
                set_answer(answers, box, theirs[name])
                self.taken_over.append(str(box.label))
            else:
                self._show_other_answer(name, field, theirs[name])
        self.data = answers
        self.set_revision(current.revision)
        return differs

    def _show_other_answer(self, name: str, field: forms.Field, value: Any) -> None:
        if isinstance(field.widget, forms.Textarea):
            self.other_texts.append(OtherText(str(field.label or name), value))
            says = "Somebody else wrote something else here: it is shown above the form. Yours is in the box."
        else:
            says = f"Somebody else wrote “{answer_words(field, value)}”. Yours is in the box."
        self.add_error(name, says)


class RevisedForm(ShowsConflicts, Form):
    """A form that changes a `row`, or makes a new one where there is none."""

    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, row: Any = None, **kwargs: Any) -> None:
        self.row = row
        super().__init__(*args, **kwargs)
        if row is None:
            del self.fields["revision"]
        else:
            self.initial = {**self.initial_of(row), "revision": row.revision, **self.initial}


def _differs(field: forms.Field, value: Any, answer: Any) -> bool:
    """Whether the answer says something other than this value. Browsers send line ends of their own."""
    if isinstance(value, str) and isinstance(answer, str):
        return field.has_changed("\n".join(value.splitlines()).strip(), "\n".join(answer.splitlines()).strip())
    return field.has_changed(value, answer)


def set_answer(answers: QueryDict, box: forms.BoundField, value: Any) -> None:
    """Put a value into the answers as the box would have sent it."""
    widget, name = box.field.widget, box.html_name
    if isinstance(widget, forms.CheckboxInput):
        answers.pop(name, None)
        if value:
            answers[name] = "on"
    elif isinstance(widget, forms.CheckboxSelectMultiple):
        answers.setlist(name, [str(one) for one in value])
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
