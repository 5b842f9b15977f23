"""The name of a kept list, and with whom it is shared."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q

from careleavers.forms.revisions import RevisedForm
from careleavers.models import Team, User
from careleavers.queries.saved_views import shared_with


class SavedViewForm(RevisedForm):
    name = forms.CharField(label="Name", max_length=60, help_text="Without the name of a young person.")
    team = forms.ModelChoiceField(
        Team.objects.none(),
        label="Share it with",
        required=False,
        empty_label="Nobody: for me alone",
        help_text="Everybody in the team finds it on top of the list, and opens it with what they may see themselves.",
    )

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = Q(pk__in=shared_with(by).values("pk"))
        if self.row is not None and self.row.team_id:
            mine |= Q(pk=self.row.team_id)
        self.fields["team"].queryset = Team.objects.filter(mine).order_by("sort_name")  # type: ignore[attr-defined]
