"""Writing a needs assessment."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pathways.forms.plans import PlanTextForm, text_field
from pathways.rules.matters import Need

PREFIX = "need_"


class AssessmentForm(PlanTextForm):
    """A box for each thing that the assessment takes into account, between their words and the conclusion."""

    own_words = text_field(
        "What they say, in their own words", help_text="Wishes, feelings, and how they see their needs."
    )

    def __init__(self, *args: Any, needs: tuple[Need, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for need in needs:
            self.fields[PREFIX + need.code] = text_field(need.title, help_text=need.help)
        self.fields["views_of_others"] = text_field(
            "Who else was asked, and what they think",
            help_text="Parents and carers, school or college, health, the adviser, an advocate; whom they want asked.",
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
        }

    def show_missing(self, missing: Mapping[str, str]) -> None:
        """Say beside each box what is missing before it is complete; by need or field, as the action says it."""
        for name, what in missing.items():
            self.add_error(name if name in self.fields else PREFIX + name, f"Write something under “{what}”")

    @property
    def needs(self) -> dict[str, str]:
        """What was written of each need, by code."""
        return {
            name.removeprefix(PREFIX): value for name, value in self.cleaned_data.items() if name.startswith(PREFIX)
        }

    @property
    def texts(self) -> dict[str, str]:
        return {name: value for name, value in self.answers.items() if not name.startswith(PREFIX)}
