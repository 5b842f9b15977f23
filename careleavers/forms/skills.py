"""The list of skills for living independently, and how far somebody is with one of them."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from careleavers.forms.fields import DayField
from careleavers.forms.revisions import RevisedForm
from careleavers.models import Skill, SkillProgress
from careleavers.rules.skills import SkillState


class SkillForm(RevisedForm):
    name = forms.CharField(label="Skill", max_length=60, help_text="In the words of young people: “Cook seven meals”.")
    group = forms.ChoiceField(label="Group", choices=[("", "Choose"), *Skill.GROUPS])
    position = forms.IntegerField(
        label="Place in the list", min_value=1, max_value=999, initial=100, help_text="Lower numbers come first."
    )
    is_retired = forms.BooleanField(
        label="No longer on the list", required=False, help_text="It stays in the records where it is written down."
    )

    def initial_of(self, row: Any) -> dict[str, Any]:
        return super().initial_of(row) | {"is_retired": row.retired_on is not None}


class SkillProgressForm(RevisedForm):
    """How far somebody is with one skill, since when, and how we know."""

    state = forms.ChoiceField(
        label="How far are they?", choices=SkillProgress.STATES, widget=forms.RadioSelect(attrs={"class": "tiles"})
    )
    since = DayField(label="Since when?", called="the day since when it is so")
    shown_by = forms.ChoiceField(
        label="How do we know?", choices=[("", "Nobody has said"), *SkillProgress.SHOWN_BY], required=False
    )
    note = forms.CharField(label="Note", required=False, max_length=300, help_text="Such as what to practise next.")

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["since"].initial = today
        self.fields["since"].set_today(today)  # type: ignore[attr-defined]
        self.set_plain_messages()

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("state") == SkillState.NOT_YET:
            given["shown_by"] = ""
        return given
