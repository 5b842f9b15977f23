"""What is asked of the duties that were counted: the quarter, and whose."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from careleavers.forms.base import Form
from careleavers.rules.team_scopes import TeamScope
from reporting.forms.figures import INDENT
from reporting.models import DutyCount
from reporting.rules.periods import period_name


class DutyQuestionForm(Form):
    """`counts` are the quarters that were counted, the latest first, `scopes` those that the reader may choose; it
    begins with the first of each. It is never unbound.
    """

    mark_optional = False

    team = forms.ChoiceField(label="Whose")
    quarter = forms.ChoiceField(label="Fell due in")

    def __init__(self, asked: Mapping[str, Any], *, scopes: Sequence[TeamScope], counts: Sequence[DutyCount]) -> None:
        self.scopes = {scope.key: scope for scope in scopes}
        self.counts = {count.ends_on.isoformat(): count for count in counts}
        beginning = {"team": scopes[0].key, "quarter": counts[0].ends_on.isoformat()}
        super().__init__(beginning | {name: asked[name] for name in beginning if asked.get(name)})
        choices = {
            "team": [(scope.key, f"{INDENT * scope.depth}{scope.label}") for scope in scopes],
            "quarter": [(key, period_name(count.ends_on)) for key, count in self.counts.items()],
        }
        for name, offered in choices.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = offered
            field.widget.attrs["class"] = "govuk-select"

    def chosen(self) -> tuple[DutyCount, TeamScope]:
        """KeyError for a quarter that was not counted, or a team that is not theirs to choose."""
        return self.counts[self.data["quarter"]], self.scopes[self.data["team"]]
