"""What is asked of the figures: the day, whose and which ages; and why names are opened."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import date
from typing import Any

from django import forms

from careleavers.forms.base import Form
from careleavers.rules import words
from careleavers.rules.team_scopes import TeamScope
from reporting.rules.cohorts import COHORTS

EARLIEST = date(2000, 1, 1)
NOT_KNOWN = "Choose a day from 2000 up to today: what is to come is not known yet"
INDENT = "\u2003"  # an em space: browsers drop ordinary ones at the beginning of a choice


def day_asked(text: str, today: date) -> date | None:
    """The day of an address, None where it cannot be asked about."""
    with suppress(ValueError):
        day = date.fromisoformat(text)
        return day if is_known(day, today) else None
    return None


def is_known(day: date, today: date) -> bool:
    """Whether figures of the day can be asked for."""
    return EARLIEST <= day <= today


def _known_day(on: date, today: date) -> date:
    if not is_known(on, today):
        raise forms.ValidationError(NOT_KNOWN)
    return on


class QuestionForm(Form):
    """`scopes` are those the reader may choose for the day, the first being where they begin. It is never unbound.

    `closed` are the teams that were theirs to choose until a day, by key.
    """

    mark_optional = False

    team = forms.ChoiceField(label="Whose")
    cohort = forms.ChoiceField(label="Ages", choices=[(cohort.code, cohort.label) for cohort in COHORTS.values()])
    on = forms.DateField(
        label="As at",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "Write the day as a date, such as 2026-06-30"},
    )

    def __init__(
        self, asked: Mapping[str, Any], *, scopes: Sequence[TeamScope], closed: Mapping[str, date], today: date
    ) -> None:
        self.closed = closed
        self.scopes, self.today = {scope.key: scope for scope in scopes}, today
        self.beginning = {"team": scopes[0].key, "cohort": next(iter(COHORTS)), "on": today.isoformat()}
        super().__init__(self.beginning | {name: asked[name] for name in self.beginning if asked.get(name)})
        self.fields["team"].choices = [(scope.key, f"{INDENT * scope.depth}{scope.label}") for scope in scopes]  # type: ignore[attr-defined]
        if self.asks_for_closed_team:
            closed_on = words.day(closed[self.data["team"]])
            self.fields["team"].error_messages["invalid_choice"] = (
                f"This team was closed on {closed_on}: choose an earlier day, or another team"
            )
        self.fields["on"].widget.attrs["max"] = today.isoformat()
        for name, control in (("team", "select"), ("cohort", "select"), ("on", "input")):
            self.fields[name].widget.attrs["class"] = f"govuk-{control}"

    def clean_on(self) -> date:
        return _known_day(self.cleaned_data["on"], self.today)

    @property
    def asks_for_closed_team(self) -> bool:
        return self.data["team"] in self.closed

    def chosen(self) -> tuple[date, TeamScope, str]:
        """The day, the scope and the code of the cohort; where something typed is wrong, what it began with."""
        given = self.beginning | {"on": self.today} | self.cleaned_data
        return given["on"], self.scopes[given["team"]], given["cohort"]


class AsAtForm(Form):
    """The day that a list is about."""

    mark_optional = False

    on = forms.DateField(
        label="As at",
        widget=forms.DateInput(attrs={"type": "date", "class": "govuk-input"}, format="%Y-%m-%d"),
        error_messages={"invalid": "Write the day as a date, such as 2026-06-30"},
    )

    def __init__(self, asked: Mapping[str, Any], *, today: date) -> None:
        super().__init__(asked)
        self.today = today
        self.fields["on"].widget.attrs["max"] = today.isoformat()

    def clean_on(self) -> date:
        return _known_day(self.cleaned_data["on"], self.today)


class ReasonForm(Form):
    reason = forms.CharField(
        label="Why do you need to see who they are?",
        help_text="It is kept with your name. Figures can be read without names.",
        max_length=200,
        min_length=10,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"min_length": "Say in a sentence why you need the names"},
    )
