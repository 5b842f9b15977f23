"""An application for a home of one's own, staying put with a former foster carer, and a home in the vacations."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from careleavers.forms.fields import DayField
from careleavers.forms.next_steps import NextStepForm
from careleavers.models import StayingPut, VacationHome


class HousingApplicationForm(NextStepForm):
    """An application: a new one asks for no more than to whom and when; later, how far it is."""

    made_to = forms.CharField(label="To which housing authority or register?", max_length=120)
    applied_on = DayField(label="Applied on", called="the day of the application")
    reference = forms.CharField(label="Reference", required=False, max_length=40)
    priority = forms.CharField(label="Band or priority", required=False, max_length=60)
    priority_on = DayField(label="Decided on", called="the day of that decision", required=False)
    bidding_on = DayField(
        label="Bidding since",
        called="the day since when they bid",
        required=False,
        help_text="When they are ready for a home of their own.",
    )
    offered_on = DayField(label="Offered a home on", called="the day of the offer", required=False)
    moved_on = DayField(label="Moved in on", called="the day of the move", required=False)
    closed_on = DayField(label="Closed without a home on", called="the day on which it was closed", required=False)
    closed_because = forms.CharField(label="Why was it closed?", required=False, max_length=200)
    AFTER = ("priority_on", "bidding_on", "offered_on", "moved_on", "closed_on")
    LATER = ("priority", *AFTER, "closed_because")  # asked of an application that is there

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, today=today, **kwargs)
        for name in ("applied_on", *self.AFTER):
            self.fields[name].set_today(today)  # type: ignore[attr-defined]
        if self.row is None:
            for name in self.LATER:
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        for name in self.AFTER:
            if (day := given.get(name)) and (applied_on := given.get("applied_on")) and day < applied_on:
                self.add_error(name, "That is before the application: check the days")
        if given.get("priority") and not given.get("priority_on") and "priority_on" not in self.errors:
            self.add_error("priority_on", "Give the day on which it was decided")
        if given.get("closed_on") and not given.get("closed_because"):
            self.add_error("closed_because", "Say why, such as staying put or a private tenancy")
        if given.get("closed_on") and given.get("moved_on"):
            self.add_error("closed_on", "They moved in: empty one of the two days")
        return given


class StayingPutForm(NextStepForm):
    """The talk about staying put, and the agreement; of an arrangement that is there, how it goes on."""

    talked_on = DayField(
        label="Talked about on",
        called="the day of the talk",
        required=False,
        help_text="Best before 16, with what it means for both.",
    )
    they_want = forms.ChoiceField(
        label="Do they want to?", choices=[("", "Not asked"), *StayingPut.WANTS], required=False
    )
    carer = forms.CharField(label="Who is the carer?", required=False, max_length=120)
    carer_wants = forms.ChoiceField(
        label="Does the carer want to?", choices=[("", "Not asked"), *StayingPut.WANTS], required=False
    )
    agreement_on = DayField(
        label="Living together agreement signed on",
        called="the day of the agreement",
        required=False,
        help_text="Before the arrangement begins, at 18.",
    )
    payments = forms.CharField(label="What is paid to the carer, and by whom", required=False, max_length=300)
    notice = forms.CharField(label="What is agreed about notice", required=False, max_length=300)
    checked_on = DayField(label="Last looked at together on", called="the day of the last check", required=False)
    moving_on = forms.CharField(
        label="The plan for moving on", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )
    ended_on = DayField(label="Ended on", called="the day on which it ended", required=False)
    ended_because = forms.CharField(label="If it ended, or is not supported, why?", required=False, max_length=200)
    LATER = ("payments", "notice", "checked_on", "moving_on", "ended_on", "ended_because")

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, today=today, **kwargs)
        for name in ("talked_on", "agreement_on", "checked_on", "ended_on"):
            self.fields[name].set_today(today)  # type: ignore[attr-defined]
        if self.row is None:
            for name in self.LATER:
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if given.get("agreement_on") and not given.get("carer"):
            self.add_error("carer", "Say with whom they live")
        if given.get("ended_on") and not given.get("ended_because"):
            self.add_error("ended_because", "Say why it ended")
        if not any(given.get(name) for name in ("talked_on", "agreement_on")) and not self.errors:
            self.add_error("talked_on", "Give the day on which you talked about it, or of the agreement")
        return given


class VacationHomeForm(NextStepForm):
    """A vacation to find a home for: a new one asks for no more than which it is; later, what was arranged."""

    vacation = forms.CharField(label="Which vacation?", max_length=60, help_text="Such as Christmas 2026.")
    starts_on = DayField(label="Their term-time home closes on", called="the day on which it closes")
    ends_on = DayField(label="They can be back there on", called="the day on which they can be back")
    arranged = forms.ChoiceField(
        label="What is arranged?", choices=[("", "Nothing yet"), *VacationHome.ARRANGED], required=False
    )
    where = forms.CharField(label="Where is it, or how much is paid?", required=False, max_length=200)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, today=today, **kwargs)
        for name in ("starts_on", "ends_on"):
            self.fields[name].set_today(today, future=True)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        starts_on, ends_on = given.get("starts_on"), given.get("ends_on")
        if starts_on and ends_on and ends_on <= starts_on:
            self.add_error("ends_on", "Give a day after it closes")
        if given.get("arranged") == "home" and not given.get("where"):
            self.add_error("where", "Say where it is")
        if given.get("arranged") == "money" and not given.get("where"):
            self.add_error("where", "Say how much is paid")
        return given
