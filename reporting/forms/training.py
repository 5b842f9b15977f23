"""The training register. These forms validate and never save."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet

from careleavers.forms.base import Form
from careleavers.forms.fields import DayField
from careleavers.forms.revisions import RevisedForm
from careleavers.models import User
from reporting.models import Trained, TrainingCourse

TILES = {"class": "tiles"}
MOST_NAMES, LONGEST_NAME = 100, 120


class CourseForm(RevisedForm):
    title = forms.CharField(label="What is it called?", max_length=120)
    audience = forms.ChoiceField(
        label="Whom is it for?", choices=TrainingCourse.AUDIENCES, widget=forms.RadioSelect(attrs=TILES)
    )
    is_mandatory = forms.BooleanField(label="Everybody whom it is for must have it", required=False)
    months = forms.IntegerField(
        label="For how many months does it count?",
        min_value=1,
        max_value=120,
        required=False,
        help_text="Leave it empty if it never runs out.",
    )
    owner = forms.ModelChoiceField(
        label="Who arranges it?",
        queryset=User.objects.none(),
        help_text="They are told when that of a carer or member runs out.",
    )

    def __init__(self, *args: Any, colleagues: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = colleagues  # type: ignore[attr-defined]


class TrainedForm(Form):
    """Who was there: colleagues are ticked, others are typed, one on each line."""

    mark_optional = False

    trained_on = DayField(label="When was it?", called="the day of the training")
    provider = forms.CharField(label="Who taught it?", max_length=120, required=False)
    users = forms.ModelMultipleChoiceField(
        label="Who works here and was there?",
        queryset=User.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    group = forms.ChoiceField(
        label="Who else was there?",
        choices=[each for each in Trained.GROUPS if each[0] != "staff"],
        widget=forms.RadioSelect(attrs=TILES),
        initial="carers",
    )
    names = forms.CharField(
        label="Their names",
        required=False,
        max_length=6000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="One on each line.",
    )

    def __init__(self, *args: Any, today: date, colleagues: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["trained_on"].set_today(today)  # type: ignore[attr-defined]
        self.fields["trained_on"].initial = today
        self.fields["users"].queryset = colleagues  # type: ignore[attr-defined]

    def clean_names(self) -> list[str]:
        """Each name once, as it was typed, without empty lines."""
        typed = (" ".join(line.split()) for line in self.cleaned_data["names"].splitlines())
        found: dict[str, str] = {}
        for name in filter(None, typed):
            found.setdefault(name.lower(), name)
        names = list(found.values())
        if len(names) > MOST_NAMES:
            raise forms.ValidationError(f"Give at most {MOST_NAMES} names at once: {len(names)} are typed")
        if any(len(name) > LONGEST_NAME for name in names):
            raise forms.ValidationError("One line is too long for a name: give each name a line of its own")
        return names

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if not given.get("users") and not given.get("names") and "names" not in self.errors:
            self.add_error("users", "Tick who was there, or type their names")
        return given


class TrainingOverForm(RevisedForm):
    over_because = forms.CharField(
        label="Why do they need it no more?", max_length=200, help_text="Such as: has stopped fostering."
    )
