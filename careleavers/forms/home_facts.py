"""What is known of a home apart from the move: the tenancy, notice and arrears, how it ended, and whether it suits."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.db.models import Q

from careleavers.forms.fields import DayField, PoundsField
from careleavers.forms.homes import suitability_field
from careleavers.forms.next_steps import STEP_FIELDS, NextStepForm
from careleavers.forms.revisions import RevisedForm
from careleavers.models import Home, User
from careleavers.models.housing import FINDINGS
from careleavers.rules.accommodation import ALWAYS_UNSUITABLE, OF_THE_PLACE, OF_THEM, SUITABILITY_MATTERS
from careleavers.rules.code_sets import NEVER_SUITABLE


class TenancyForm(RevisedForm):
    """On what terms they live there."""

    tenure = forms.ChoiceField(label="On what terms?", choices=[("", "Not known"), *Home.TENURES], required=False)
    weekly_rent = PoundsField(
        label="Rent for a week, in pounds",
        required=False,
        max_digits=7,
        help_text="What the landlord asks for, whoever pays it.",
    )
    support_hours = forms.DecimalField(
        label="Hours of support in a week", required=False, min_value=0, max_value=168, max_digits=4, decimal_places=1
    )
    area = forms.CharField(
        label="Local authority area",
        required=False,
        max_length=80,
        help_text="The district whose housing and council tax office it is.",
    )


class HomeRiskForm(NextStepForm):
    """Notice and arrears, and who does what about them."""

    notice_on = DayField(
        label="Notice given on", called="the day of the notice", required=False, help_text="By them, or to them."
    )
    notice_until = DayField(label="They can stay until", called="the last day there", required=False)
    arrears = PoundsField(
        label="Rent that is owed, in pounds",
        required=False,
        max_digits=8,
        help_text="Leave it empty when nothing is owed.",
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, today=today, **kwargs)
        self.fields["notice_on"].set_today(today)  # type: ignore[attr-defined]
        self.fields["notice_until"].set_today(today, future=True)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        given_on, until = given.get("notice_on"), given.get("notice_until")
        if until and not given_on and "notice_on" not in self.errors:
            self.add_error("notice_on", "Give the day of the notice")
        if until and given_on and until < given_on:
            self.add_error("notice_until", "That is before the notice was given: check the days")
        if given.get("arrears") == 0:
            given["arrears"] = None
        return given


class HomeEndingForm(RevisedForm):
    """Whether they kept it until they moved on, or lost it."""

    ended_as = forms.ChoiceField(
        label="How did it end?", choices=Home.ENDINGS, widget=forms.RadioSelect(attrs={"class": "tiles"})
    )
    ended_because = forms.CharField(
        label="Why?", required=False, max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("ended_as") == Home.LOST and not given.get("ended_because"):
            self.add_error("ended_because", "Say why they lost it, such as arrears, and what would have helped")
        return given


class SuitabilityForm(NextStepForm):
    """A judgement by the matters of Schedule 2, with what they think of it."""

    is_suitable = suitability_field(help_text="The authority judges. One matter that has to change need not decide.")
    judged_on = DayField(
        label="Judged on",
        called="the day of the judgement",
        help_text="It counts from this day, until the home is judged again.",
    )
    judged_by = forms.ModelChoiceField(label="Who judged?", queryset=User.objects.none())
    own_view = forms.CharField(
        label="What they think of it, in their own words",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    why_no_view = forms.CharField(label="If nobody could ask them, why?", required=False, max_length=200)
    considerations = forms.CharField(
        label="What was considered, and why you judge so", max_length=4000, widget=forms.Textarea(attrs={"rows": 3})
    )
    mark_optional = False  # most of it is: what is not answered is listed on the page of the home

    # The boxes of each part of the page, by its heading, and whether they stand side by side.
    PARTS: tuple[tuple[str, bool, tuple[str, ...]], ...] = (
        ("", False, ("is_suitable", "judged_on", "judged_by", "own_view", "why_no_view")),
        ("The place", True, tuple(matter.code for matter in OF_THE_PLACE)),
        ("For them", True, tuple(matter.code for matter in OF_THEM)),
        ("Taken together", False, ("considerations",)),
        ("What is next", False, STEP_FIELDS),
    )

    def __init__(self, *args: Any, today: date, owners: Any, by: User, home: Home, **kwargs: Any) -> None:
        super().__init__(*args, today=today, owners=owners, by=by, **kwargs)
        self.home = home
        for matter in SUITABILITY_MATTERS:
            self.fields[matter.code] = forms.ChoiceField(
                label=matter.words,
                choices=[("", "Not looked at"), *FINDINGS],
                required=False,
                help_text=matter.help,
            )
        self.set_plain_messages()
        row = kwargs.get("row")
        judges = User.objects.filter(Q(pk__in=owners.values("pk")) | Q(pk=row.judged_by_id)) if row else owners
        self.fields["judged_by"].queryset = judges  # type: ignore[attr-defined]
        self.fields["judged_by"].initial = by.pk
        self.fields["judged_on"].initial = today
        self.fields["judged_on"].set_today(today)  # type: ignore[attr-defined]

    @property
    def parts(self) -> list[tuple[str, bool, list[forms.BoundField]]]:
        return [(title, side_by_side, [self[name] for name in names]) for title, side_by_side, names in self.PARTS]

    def initial_of(self, row: Any) -> dict[str, Any]:
        return super().initial_of(row) | {
            "is_suitable": str(row.is_suitable),
            "judged_by": row.judged_by_id,
            **{matter.code: getattr(row, matter.code) for matter in SUITABILITY_MATTERS},
        }

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if self.home.kind in NEVER_SUITABLE and given.get("is_suitable"):
            self.add_error("is_suitable", ALWAYS_UNSUITABLE)
        if not given.get("own_view") and not given.get("why_no_view"):
            self.add_error("own_view", "Write what they think of it, or below why nobody could ask them")
        if given.get("own_view"):
            given["why_no_view"] = ""
        return given
