"""Writing a needs assessment."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pathways.forms.plans import PlanTextForm, text_field
from pathways.rules.matters import Consultee, Need

PREFIX = "need_"
ASKED = "asked_"

WHO_AND_WHEN = "Who, and when; or why they were not asked."


class AssessmentForm(PlanTextForm):
    """A box for each thing and each person that the assessment takes into account, between their words and the
    conclusion."""

    own_words = text_field(
        "What they say, in their own words", help_text="Wishes, feelings, and how they see their needs."
    )

    def __init__(self, *args: Any, needs: tuple[Need, ...], consultees: tuple[Consultee, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for need in needs:
            self.fields[PREFIX + need.code] = text_field(need.title, help_text=need.help)
        for each in consultees:
            self.fields[ASKED + each.code] = text_field(each.question, help_text=WHO_AND_WHEN, rows=2)
        self.fields["views_of_others"] = text_field(
            "Who else was asked, and what do they think?", help_text="Whoever they want asked, and whoever knows them."
        )
        self.fields["conclusion"] = text_field(
            "What follows for the plan", help_text="What the pathway plan must do first."
        )
        self.set_plain_messages()

    def initial_of(self, row: Any) -> dict[str, Any]:
        return super().initial_of(row) | {
            "views_of_others": row.views_of_others,
            "conclusion": row.conclusion,
            **{PREFIX + code: text for code, text in row.needs.items()},
            **{ASKED + code: text for code, text in row.views.items()},
        }

    def show_missing(self, missing: Mapping[str, str]) -> None:
        """Say beside each box what is missing before it is complete; by need or field, as the action says it."""
        for name, what in missing.items():
            self.add_error(name if name in self.fields else PREFIX + name, f"Write something under “{what}”")

    @property
    def needs(self) -> dict[str, str]:
        """What was written of each need, by code."""
        return self._written(PREFIX)

    @property
    def views(self) -> dict[str, str]:
        """What was written of each consultee, by code."""
        return self._written(ASKED)

    def _written(self, prefix: str) -> dict[str, str]:
        return {
            name.removeprefix(prefix): value for name, value in self.cleaned_data.items() if name.startswith(prefix)
        }

    @property
    def texts(self) -> dict[str, str]:
        return {name: value for name, value in self.answers.items() if not name.startswith((PREFIX, ASKED))}
