"""Writing a needs assessment."""

from __future__ import annotations

from typing import Any

from pathways.forms.plans import RevisionForm, text_field
from pathways.rules.matters import Need

PREFIX = "need_"


class AssessmentForm(RevisionForm):
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

    @property
    def needs(self) -> dict[str, str]:
        """What was written of each need, by code."""
        return {
            name.removeprefix(PREFIX): value for name, value in self.cleaned_data.items() if name.startswith(PREFIX)
        }

    @property
    def texts(self) -> dict[str, str]:
        return {name: value for name, value in super().texts.items() if not name.startswith(PREFIX)}
