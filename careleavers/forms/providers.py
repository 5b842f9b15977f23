"""The register of those who give young people a home."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from careleavers.forms.fields import DayField
from careleavers.forms.revisions import RevisedForm
from careleavers.models import Provider, ProviderVisit


class ProviderForm(RevisedForm):
    name = forms.CharField(
        label="Name", max_length=120, help_text="As in the homes: those that name it so belong to it."
    )
    kind = forms.ChoiceField(label="What kind of provider?", choices=[("", "Choose"), *Provider.KINDS])
    registration = forms.CharField(
        label="Ofsted number",
        required=False,
        max_length=20,
        help_text="Supported accommodation for 16- and 17-year-olds must be registered.",
    )
    reached_by = forms.CharField(label="Whom to call, and where", required=False, max_length=200)
    standards = forms.CharField(
        label="What was agreed",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Standards, hours of support, what it costs, and how we tell whether it works.",
    )
    standards_on = DayField(label="Agreed on", called="the day of the agreement", required=False)
    vacancies = forms.IntegerField(label="Free places", required=False, min_value=0, max_value=500)
    vacancies_on = DayField(label="Counted on", called="the day on which they were counted", required=False)
    review_on = DayField(label="To be reviewed by", called="the day of the review", required=False)
    used_until = DayField(
        label="We send nobody there since",
        called="the first day on which nobody is sent there",
        required=False,
        help_text="Leave it empty while it is used. Homes there stay as they are.",
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("standards_on", "vacancies_on", "used_until"):
            self.fields[name].set_today(today)  # type: ignore[attr-defined]
        self.fields["review_on"].set_today(today, future=True)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("vacancies") is not None and not given.get("vacancies_on") and "vacancies_on" not in self.errors:
            self.add_error("vacancies_on", "Give the day on which they were counted: places are gone soon")
        return given


class ProviderVisitForm(RevisedForm):
    visited_on = DayField(label="Visited on", called="the day of the visit")
    who = forms.CharField(label="Who went?", max_length=200)
    with_young_people = forms.BooleanField(label="Young people went too, or were asked there", required=False)
    standards_met = forms.ChoiceField(
        label="Is what was agreed kept?", choices=ProviderVisit.MET, widget=forms.RadioSelect(attrs={"class": "tiles"})
    )
    what_was_found = forms.CharField(
        label="What did you find?", required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3})
    )
    young_people_say = forms.CharField(
        label="What do young people say?",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Without names: this is no page of anybody’s record.",
    )
    outcome = forms.CharField(
        label="What comes of it, by when?", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )
    next_visit_by = DayField(label="Next visit by", called="the day of the next visit", required=False)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["visited_on"].initial = today
        self.fields["visited_on"].set_today(today)  # type: ignore[attr-defined]
        self.fields["next_visit_by"].set_today(today, future=True)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("standards_met") in ("partly", "no") and not given.get("outcome"):
            self.add_error("outcome", "Say what comes of it, as what was agreed is not kept in full")
        visited_on, next_by = given.get("visited_on"), given.get("next_visit_by")
        if visited_on and next_by and next_by <= visited_on:
            self.add_error("next_visit_by", "Give a day after this visit")
        return given
