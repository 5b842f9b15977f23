"""What is asked of what happened: in which quarter or month, and whose."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from careleavers.forms.base import Form
from careleavers.rules.team_scopes import TeamScope
from reporting.forms.figures import INDENT
from reporting.rules.period_measures import ReportPeriod


class HappenedForm(Form):
    """`periods` are those to choose from, `scopes` those of the reader; it begins with the first of each. It is never
    unbound.
    """

    mark_optional = False

    team = forms.ChoiceField(label="Whose")
    period = forms.ChoiceField(label="Happened in")

    def __init__(
        self, asked: Mapping[str, Any], *, scopes: Sequence[TeamScope], periods: Sequence[ReportPeriod]
    ) -> None:
        self.scopes = {scope.key: scope for scope in scopes}
        self.periods = {period.key: period for period in periods}
        beginning = {"team": scopes[0].key, "period": periods[0].key}
        super().__init__(beginning | {name: asked[name] for name in beginning if asked.get(name)})
        choices = {
            "team": [(scope.key, f"{INDENT * scope.depth}{scope.label}") for scope in scopes],
            "period": [(key, period.name) for key, period in self.periods.items()],
        }
        for name, offered in choices.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = offered
            field.widget.attrs["class"] = "govuk-select"

    def chosen(self) -> tuple[ReportPeriod, TeamScope]:
        """KeyError for a period that is not offered, or a team that is not theirs to choose."""
        return self.periods[self.data["period"]], self.scopes[self.data["team"]]
