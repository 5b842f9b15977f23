"""Sessions, why one is cancelled, and who came. These forms validate and never save."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django import forms

from careleavers.forms.appointments import hour_field
from careleavers.forms.base import Form
from careleavers.forms.fields import DayField, PoundsField
from careleavers.forms.revisions import RevisedForm
from careleavers.models import User
from offers.models import Employer, GroupSession, SignUp

CHOOSE = ("", "Choose")
MOST_TIMES = 26
NARROW = {"class": "govuk-input--width-5"}


class SessionForm(RevisedForm):
    """A session; a new one may be held each week from its day on (`times`)."""

    title = forms.CharField(label="What is it called?", max_length=120, help_text="Such as “Cooking on a budget”.")
    kind = forms.ChoiceField(label="What kind?", choices=[CHOOSE, *GroupSession.KINDS])
    held_on = DayField(label="On which day?", called="the day of the session")
    times = forms.IntegerField(
        label="How many times, week by week?",
        min_value=1,
        max_value=MOST_TIMES,
        initial=1,
        widget=forms.NumberInput(attrs=NARROW),
        help_text="Each is a session of its own, with its own places.",
    )
    starts_at = hour_field("From when?")
    ends_at = hour_field("Until when?", required=False)
    venue = forms.CharField(label="Where is it?", max_length=200)
    places = forms.IntegerField(
        label="How many may come?",
        required=False,
        min_value=1,
        max_value=500,
        widget=forms.NumberInput(attrs=NARROW),
        help_text="Leave it empty where everybody may come. Once it is full, whoever signs up waits in line.",
    )
    leader = forms.ModelChoiceField(
        label="Who leads it?", queryset=User.objects.none(), help_text="Who came is asked for on their Today."
    )
    partner = forms.CharField(label="Who else runs it?", required=False, max_length=120)
    employer = forms.ModelChoiceField(
        label="Is it an event of an employer, or with one?",
        queryset=Employer.objects.none(),
        required=False,
        empty_label="No",
        help_text="It is then listed with that employer, under Posts for young people.",
    )
    about = forms.CharField(
        label="What is it?", required=False, max_length=1500, widget=forms.Textarea(attrs={"rows": 3})
    )
    funding = forms.ChoiceField(label="Who pays?", choices=GroupSession.FUNDING)
    funding_detail = forms.CharField(label="Which grant or sponsor?", required=False, max_length=120)
    cost = PoundsField(label="What does it cost in all, in pounds?", required=False, max_digits=8)

    def __init__(self, *args: Any, today: date, leaders: Any, row: GroupSession | None = None, **kwargs: Any) -> None:
        super().__init__(*args, row=row, **kwargs)
        self.fields["held_on"].set_today(today, future=True)  # type: ignore[attr-defined]
        self.fields["leader"].queryset = leaders  # type: ignore[attr-defined]
        self.fields["employer"].queryset = Employer.objects.all()  # type: ignore[attr-defined]
        if row:
            del self.fields["times"]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("starts_at") and given.get("ends_at") and given["ends_at"] <= given["starts_at"]:
            self.add_error("ends_at", "Give a time after that at which it begins")
        is_named = given.get("funding_detail") or "funding_detail" in self.errors
        if given.get("funding") in ("grant", "sponsor") and not is_named:
            self.add_error("funding_detail", "Say which grant or sponsor it is")
        if given.get("funding") == "nothing" and given.get("cost"):
            self.add_error("cost", "Say who pays, or leave the cost empty")
        return given


class CancelSessionForm(Form):
    because = forms.CharField(label="Why is it not held?", max_length=200)


class SessionAttendanceForm(Form):
    """Who came: one question for each of those who signed up; and whether it is a contact of those in `may_log`."""

    mark_optional = False

    def __init__(self, *args: Any, rows: Sequence[SignUp], may_log: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = rows
        for row in rows:
            self.fields[f"came_{row.pk}"] = forms.ChoiceField(
                label=row.person.known_as,
                choices=SignUp.CAME_OR_NOT,
                required=False,
                initial=row.came,
                widget=forms.RadioSelect(attrs={"class": "tiles"}),
                help_text="Waited for a place" if row.state == "waiting" else "",
            )
        if may_log and rows:
            self.fields["as_contact"] = forms.BooleanField(
                label="Write it down as a contact, face to face, with each who came",
                required=False,
                help_text="Of those whose records you may open. Nobody gets a second one for the same day.",
            )
        self.set_plain_messages()

    @property
    def came(self) -> dict[UUID, str]:
        """Of a valid form, by id of the sign-up; nothing is said of those with ""."""
        return {row.pk: self.cleaned_data[f"came_{row.pk}"] for row in self.rows}
