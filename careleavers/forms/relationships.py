"""Who is in a young person's life."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from careleavers.forms.fields import DayField
from careleavers.forms.revisions import RevisedForm
from careleavers.models import Relationship, YoungPerson
from careleavers.rules.relationships import SEEN_FROM_THERE


class RelationshipForm(RevisedForm):
    """Somebody in their life. `others` are the young people with whom the writer works."""

    name = forms.CharField(label="Name", max_length=120)
    relation = forms.ChoiceField(label="What are they to them?", choices=[("", "Choose"), *Relationship.RELATIONS])
    other = forms.ChoiceField(
        label="If they are one of the young people you work with",
        required=False,
        help_text="It then stands in both records.",
    )
    matters = forms.BooleanField(label="They say that this person matters to them", required=False)
    in_emergency = forms.BooleanField(label="To be rung in an emergency", required=False)
    how_to_reach = forms.CharField(label="How to reach them", required=False, max_length=200)
    must_not_know = forms.CharField(
        label="What they must not be told",
        required=False,
        max_length=300,
        help_text="Such as the address. It stands in red on the page read before a visit.",
    )
    note = forms.CharField(label="Anything else", required=False, max_length=300)
    ended_on = DayField(
        label="No longer in their life since",
        called="the day since when they are no longer in their life",
        required=False,
    )

    def __init__(self, *args: Any, today: date, others: Sequence[YoungPerson], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.others = {str(each.pk): each for each in others}
        named = self.row and self.row.other
        if named:
            self.others.setdefault(str(named.pk), named)
        self.fields["other"].choices = [  # type: ignore[attr-defined]
            ("", "Nobody"),
            *((pk, each.known_as) for pk, each in self.others.items()),
        ]
        self.fields["ended_on"].set_today(today)  # type: ignore[attr-defined]
        if self.row is None:
            del self.fields["ended_on"]
        self.set_plain_messages()

    def initial_of(self, row: Any) -> dict[str, Any]:
        return super().initial_of(row) | {"other": str(row.other_id or "")}

    def clean_other(self) -> YoungPerson | None:
        return self.others.get(self.cleaned_data["other"])

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("other") and given.get("relation") and given["relation"] not in SEEN_FROM_THERE:
            self.add_error("relation", "Choose family, a partner or a friend, where they are a young person of ours")
        return given
