"""Contacts that are planned: when, how, where, what for, and why not."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet

from careleavers.actions.appointments import PlannedContact
from careleavers.forms.base import Form
from careleavers.forms.fields import DayField
from careleavers.forms.revisions import RevisedForm
from careleavers.models import Contact, YoungPerson


def hour_field(label: str = "At what time?", **kwargs: Any) -> forms.TimeField:
    """A time of day in England, as typed on a phone or with a keyboard."""
    return forms.TimeField(
        label=label,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"invalid": "Write the time like 14:30"},
        **kwargs,
    )


class AppointmentForm(RevisedForm):
    """A new appointment, or one that is moved."""

    planned_on = DayField(label="When?", called="the day of the appointment")
    planned_at = hour_field()
    method = forms.ChoiceField(label="How?", choices=Contact.METHODS, initial=Contact.FACE_TO_FACE)
    place = forms.CharField(label="Where?", required=False, max_length=100)
    purpose = forms.CharField(label="What for?", required=False, max_length=200)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["planned_on"].set_today(today, future=True)  # type: ignore[attr-defined]

    @property
    def planned(self) -> PlannedContact:
        """What a valid form says."""
        names = ("planned_on", "planned_at", "method", "place", "purpose")
        return PlannedContact(**{name: self.cleaned_data[name] for name in names})


class AppointmentWithForm(AppointmentForm):
    """A new appointment, made from Today: with whom is asked as well."""

    person = forms.ModelChoiceField(label="With whom?", queryset=YoungPerson.objects.none())
    field_order = ("person",)

    def __init__(self, *args: Any, people: QuerySet[YoungPerson], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["person"]
        field.queryset = people
        field.label_from_instance = lambda person: person.known_as


class CloseAppointmentForm(Form):
    """Why there will be none, or was none."""

    reason = forms.CharField(label="Why?", max_length=200)
