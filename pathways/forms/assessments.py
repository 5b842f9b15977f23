"""Writing a needs assessment."""

from __future__ import annotations

from typing import Any

from pathways.forms.plans import Revised, text
from pathways.rules.matters import Need

PREFIX = "need_"


class AssessmentForm(Revised):
    """A box for each thing that the assessment takes into account, between their words and the conclusion."""

    own_words = text("What they say, in their own words", help_text="Wishes, feelings, and how they see their needs.")

    def __init__(self, *args: Any, needs: tuple[Need, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for need in needs:
            self.fields[PREFIX + need.code] = text(need.title, help_text=need.help)
        self.fields["views_of_others"] = text(
            "Who else was asked, and what they think",
            help_text="Parents and carers, school or college, health, the adviser, an advocate; whom they want asked.",
        )
        self.fields["conclusion"] = text("What follows for the plan", help_text="What the pathway plan must do first.")
        self.speak_plainly()

    @property
    def needs(self) -> dict[str, str]:
        """What was written of each need, by code."""
        return {
            name.removeprefix(PREFIX): value for name, value in self.cleaned_data.items() if name.startswith(PREFIX)
        }

    @property
    def texts(self) -> dict[str, str]:
        return {name: value for name, value in super().texts.items() if not name.startswith(PREFIX)}
