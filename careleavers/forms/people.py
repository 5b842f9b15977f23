"""Who a young person is: added, changed, and their death recorded. These forms validate and never save."""

from __future__ import annotations

from copy import copy
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from careleavers.forms.base import Form, ModelForm
from careleavers.forms.fields import NINE_YEARS, DateField, DayField
from careleavers.forms.revisions import RevisedForm, ShowsConflicts
from careleavers.models import Team, YoungPerson
from careleavers.rules import codes, identifiers, names

# Somebody outside these ages is hardly known to a leaving-care service: the date of birth is asked about.
YOUNGEST_PLAUSIBLE, OLDEST_PLAUSIBLE = timedelta(days=10 * 365), timedelta(days=30 * 366)
OLDEST_CHILD = timedelta(days=18 * 366)  # of theirs, likewise
IDENTIFIERS = ("ssda903_id", "nhs_number", "upn", "ni_number")


class PersonForm(ShowsConflicts, ModelForm):
    """Who they are. `data_quality_issues`: by field, what is wrong with an imported value; kept until it changes."""

    date_of_birth = DateField(called="the date of birth")
    gender = forms.ChoiceField(label="Gender as returned to DfE", widget=forms.RadioSelect)
    ethnicity = forms.ChoiceField(initial="NOBT")
    communication_needs = forms.CharField(
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="What helps them to follow and be heard: an interpreter, large print, plain texts, time.",
    )
    # Longer than what is kept: people type spaces.
    ssda903_id = forms.CharField(
        label="SSDA903 child ID",
        max_length=40,
        required=False,
        error_messages={"unique": "This SSDA903 ID is in use. Check it, or ask your manager whose it is"},
    )
    nhs_number = forms.CharField(label="NHS number", max_length=40, required=False, help_text="Ten digits.")
    upn = forms.CharField(label="UPN", max_length=40, required=False, help_text="From school: a letter and 12 digits.")
    ni_number = forms.CharField(label="National Insurance number", max_length=40, required=False)
    first_child_born_on = DateField(
        label="Their first child’s date of birth",
        called="their first child’s date of birth",
        required=False,
        help_text="DfE’s return asks it of a mother who was looked after in the year.",
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, initial=1, required=False)

    class Meta:
        model = YoungPerson
        fields = (
            "first_name",
            "last_name",
            "preferred_name",
            "other_names",
            "pronouns",
            "date_of_birth",
            "gender",
            "ethnicity",
            "local_id",
            "ssda903_id",
            "nhs_number",
            "upn",
            "ni_number",
            "language",
            "needs_interpreter",
            "communication_needs",
            "disability",
            "is_unaccompanied",
            "is_parent",
            "first_child_born_on",
            "do_not_write",
        )
        labels = {
            "preferred_name": "Name they use",
            "other_names": "Other or former names",
            "needs_interpreter": "Needs an interpreter",
            "is_unaccompanied": "Unaccompanied asylum-seeking, now or before",
            "is_parent": "A parent",
            "do_not_write": "Do not send letters",
        }
        help_texts = {
            "preferred_name": "Shown everywhere. Their last name is added unless this holds both.",
            "local_id": "The number your social care system knows them by.",
        }
        widgets = {"disability": forms.RadioSelect}
        error_messages = {
            "local_id": {"unique": "This local ID is in use. Check it, or ask your manager whose it is"},
        }

    # As they stand on the page; the template draws a heading over each group.
    GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
        ("Name", ("first_name", "last_name", "preferred_name", "other_names", "pronouns")),
        (
            "About them",
            (
                "date_of_birth",
                "gender",
                "ethnicity",
                "disability",
                "is_unaccompanied",
                "is_parent",
                "first_child_born_on",
            ),
        ),
        ("How to talk with them", ("language", "needs_interpreter", "communication_needs", "do_not_write")),
        ("Numbers", ("local_id", "ssda903_id", "nhs_number", "upn", "ni_number")),
    )

    def __init__(
        self,
        *args: Any,
        today: date,
        instance: YoungPerson | None = None,
        data_quality_issues: dict[str, str] | None = None,
        **kwargs: Any,
    ) -> None:
        # A copy, so that validating leaves the record that the page shows as it is.
        super().__init__(*args, instance=copy(instance) if instance else None, **kwargs)
        self.before = instance
        self.data_quality_issues = data_quality_issues or {}
        asked = {name for _, fields in self.GROUPS for name in fields} | {"revision"}
        for name in set(self.fields) - asked:
            del self.fields[name]
        year = codes.collection_year(today)
        for name, code_set in (("gender", "SEX"), ("ethnicity", "ETHNIC")):
            present = getattr(instance, name) if instance else ""
            self.fields[name].choices = _with_present(code_set, year, present)  # type: ignore[attr-defined]
        self.fields["date_of_birth"].not_after = today  # type: ignore[attr-defined]
        self.fields["date_of_birth"].plausible = (  # type: ignore[attr-defined]
            today - OLDEST_PLAUSIBLE,
            today - YOUNGEST_PLAUSIBLE,
        )
        if "first_child_born_on" in self.fields:
            self.fields["first_child_born_on"].not_after = today  # type: ignore[attr-defined]
            self.fields["first_child_born_on"].plausible = (today - OLDEST_CHILD, today)  # type: ignore[attr-defined]
        for name, message in self.data_quality_issues.items():
            if name in self.fields:
                self.fields[name].help_text = f"To fix: {message}"
        self.cautions: list[str] = []

    def groups(self) -> list[tuple[str, list[forms.BoundField]]]:
        return [(title, [self[name] for name in fields]) for title, fields in self.GROUPS]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for kind in IDENTIFIERS:
            if cleaned.get(kind):
                self._check_identifier(kind, cleaned)
        cleaned["ssda903_id"] = cleaned.get("ssda903_id") or None
        self._check_first_child(cleaned)
        if not names.legal_name(cleaned.get("first_name", ""), cleaned.get("last_name", "")) and not self.errors:
            self.add_error("first_name", "Write a first name or a last name: somebody who has one name has it here.")
        return cleaned

    def _check_first_child(self, cleaned: dict[str, Any]) -> None:
        """DfE rule 611: a mother's row has the day on which her first child was born."""
        child, born = cleaned.get("first_child_born_on"), cleaned.get("date_of_birth")
        if child and born and child <= born:
            self.add_error("first_child_born_on", "Their first child was born after they were: check both days.")
        elif child and not cleaned.get("is_parent"):
            self.add_error("first_child_born_on", "Tick “A parent” as well, or take this day out.")

    def _check_identifier(self, kind: str, cleaned: dict[str, Any]) -> None:
        if kind in self.data_quality_issues and self.before and cleaned[kind] == getattr(self.before, kind):
            return
        checked = identifiers.check(kind, cleaned[kind])
        if not checked.valid:
            self.add_error(kind, ValidationError(checked.message or "Check this number."))
            return
        cleaned[kind] = checked.normal
        if checked.message:
            self.cautions.append(checked.message)

    @property
    def numbers_in_use(self) -> dict[str, str]:
        """The numbers that were refused because another record has them, as typed, by field."""
        refused = {name for name, errors in self.errors.as_data().items() for error in errors if error.code == "unique"}
        return {name: str(self[name].data).strip() for name in refused & {"local_id", "ssda903_id"}}

    @property
    def details(self) -> dict[str, Any]:
        """What the action is given: the fields of the record that this form asks for."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields if name in self.fields}


class NewPersonForm(PersonForm):
    """A new record: who they are, the team that takes it, and from when."""

    team = forms.ModelChoiceField(queryset=Team.objects.none(), empty_label=None)
    opened_on = DayField(label="Open to the service since", called="the day the service opened to them")
    reason_opened = forms.CharField(label="Why now", max_length=200, required=False)

    GROUPS = (
        ("Name", ("first_name", "last_name", "preferred_name", "other_names", "pronouns")),
        ("About them", ("date_of_birth", "gender", "ethnicity")),
        ("Numbers", ("local_id", "ssda903_id", "nhs_number", "upn", "ni_number")),
        ("Opening", ("team", "opened_on", "reason_opened")),
    )

    def __init__(self, *args: Any, teams: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, today=today, **kwargs)
        self.fields["team"].queryset = teams  # type: ignore[attr-defined]
        self.fields["opened_on"].set_today(today)  # type: ignore[attr-defined]


class DeathForm(Form):
    died_on = DateField(label="When they died", called="the day they died")

    def __init__(self, *args: Any, today: date, born: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["died_on"].not_before = born  # type: ignore[attr-defined]
        self.fields["died_on"].not_after = today  # type: ignore[attr-defined]
        self.fields["died_on"].plausible = (today - NINE_YEARS, today)  # type: ignore[attr-defined]


class DeathNotifiedForm(RevisedForm):
    """That the death was notified, to whom the guidance says."""

    death_notified_on = DayField(label="When was it notified?", called="the day on which it was notified")

    def __init__(self, *args: Any, today: date, row: YoungPerson, **kwargs: Any) -> None:
        super().__init__(*args, row=row, **kwargs)
        self.initial = {**self.initial, "death_notified_on": row.death_notified_on or today}
        self.fields["death_notified_on"].set_today(today)  # type: ignore[attr-defined]


def _with_present(code_set: str, year: int, present: str) -> list[tuple[str, str]]:
    """The codes in use, and the one that the record holds already, even if DfE no longer takes it."""
    choices = list(codes.choices(code_set, year))
    if present and present not in dict(choices):
        choices.append((present, f"{codes.label(code_set, present)} (code {present}, no longer in use)"))
    return choices
