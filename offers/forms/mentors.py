"""Mentors, and what becomes of somebody's wish for one. These forms validate and never save."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from careleavers.forms.base import Form
from careleavers.forms.fields import DayField
from careleavers.forms.revisions import RevisedForm
from careleavers.models import User
from offers.models import Employer, Mentor, Mentoring
from offers.models.opportunities import SECTORS
from offers.rules.mentors import LOOK_AFTER

CHOOSE = ("", "Choose")


class MentorForm(RevisedForm):
    name = forms.CharField(label="Name", max_length=120)
    kind = forms.ChoiceField(label="Who are they?", choices=[CHOOSE, *Mentor.KINDS])
    employer = forms.ModelChoiceField(
        label="Which employer, if they work for one?",
        queryset=Employer.objects.none(),
        required=False,
        empty_label="None",
    )
    contact = forms.CharField(label="How does one reach them?", required=False, max_length=200)
    sector = forms.ChoiceField(label="What work do they know?", required=False, choices=[("", "No one kind"), *SECTORS])
    gives = forms.CharField(
        label="What can they help with?", required=False, max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )
    places = forms.IntegerField(
        label="How many young people at once?",
        min_value=1,
        max_value=20,
        initial=1,
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-5"}),
    )
    checked_on = DayField(
        label="When did one of us see their DBS check?",
        called="the day on which it was seen",
        required=False,
        help_text="Leave it empty while it is asked for: until then nobody is matched with them.",
    )
    keeper = forms.ModelChoiceField(label="Who here keeps in touch with them?", queryset=User.objects.none())
    check_by = DayField(
        label="By when is the check asked for again?",
        called="the day by which it is asked for again",
        help_text="It is on Today of whoever keeps in touch, from a week before.",
    )
    ended_on = DayField(label="Since when are they no mentor any more?", called="the day of the end", required=False)

    def __init__(self, *args: Any, today: date, keepers: Any, employers: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["keeper"].queryset = keepers  # type: ignore[attr-defined]
        self.fields["employer"].queryset = employers  # type: ignore[attr-defined]
        self.fields["checked_on"].set_today(today)  # type: ignore[attr-defined]
        for name in ("check_by", "ended_on"):
            self.fields[name].set_today(today, future=True)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("kind") == "employer" and not given.get("employer") and "employer" not in self.errors:
            self.add_error("employer", "Choose the employer, or say that they are somebody else")
        return given


class MentorWishForm(Form):
    hopes = forms.CharField(
        label="What do they want from a mentor, in their words?",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    asked_on = DayField(label="When did they say so?", called="the day on which they said so")

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["asked_on"].set_today(today)  # type: ignore[attr-defined]
        self.fields["asked_on"].initial = today


class MatchForm(Form):
    """`mentors`: those who may take them on, in the order in which they suit."""

    mentor = forms.ModelChoiceField(
        label="Whom have they met?",
        queryset=Mentor.objects.none(),
        empty_label=None,
        widget=forms.RadioSelect,
    )
    began_on = DayField(label="Since when?", called="the day since when")
    look_again_on = DayField(
        label="When do you ask them how it goes?", called="the day on which you ask", help_text="It is on your Today."
    )

    def __init__(self, *args: Any, today: date, mentors: Sequence[Mentor], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["mentor"]
        field.queryset = Mentor.objects.filter(pk__in=[each.pk for each in mentors])
        field.choices = [(each.pk, _called(each)) for each in mentors]
        self.fields["began_on"].set_today(today)  # type: ignore[attr-defined]
        self.fields["look_again_on"].set_today(today, future=True)  # type: ignore[attr-defined]
        self.fields["began_on"].initial, self.fields["look_again_on"].initial = today, today + LOOK_AFTER


def _called(mentor: Mentor) -> str:
    """The mentor as somebody chooses one: who they are and what they know."""
    about = (mentor.get_kind_display().lower(), mentor.get_sector_display().lower(), mentor.gives)
    return f"{mentor.name}: {', '.join(filter(None, about))}"


class LookForm(Form):
    how_it_goes = forms.CharField(
        label="How does it go, in their words?", max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )
    look_again_on = DayField(label="When do you ask again?", called="the day on which you ask again")

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["look_again_on"].set_today(today, future=True)  # type: ignore[attr-defined]
        self.fields["look_again_on"].initial = today + LOOK_AFTER


class EndMentoringForm(Form):
    ended_because = forms.ChoiceField(label="Why is it over?", choices=Mentoring.REASONS, widget=forms.RadioSelect)
    ended_on = DayField(label="Since when?", called="the day since when")

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ended_on"].set_today(today)  # type: ignore[attr-defined]
        self.fields["ended_on"].initial = today
