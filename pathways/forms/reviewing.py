"""Who reviews a plan, what an officer escalates, and what a manager answers."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet

from careleavers.forms.base import Form
from careleavers.forms.revisions import RevisedForm
from careleavers.models import User
from pathways.forms.plans import text_field


class ReviewerForm(RevisedForm):
    officer = forms.ModelChoiceField(
        queryset=User.objects.none(),
        label="Who reviews this plan?",
        required=False,
        empty_label="Nobody",
        help_text="An independent reviewing officer, until 25.",
    )
    mark_optional = False

    def __init__(self, *args: Any, officers: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["officer"].queryset = officers  # type: ignore[attr-defined]


class EscalationForm(Form):
    concern = text_field(
        "What is not right, and what should happen?",
        help_text="The young person may read it. Say what it means for them.",
        rows=5,
        required=True,
    )
    manager = forms.ModelChoiceField(queryset=User.objects.none(), label="Which manager answers?", empty_label=None)

    def __init__(self, *args: Any, managers: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["manager"].queryset = managers  # type: ignore[attr-defined]


class AnswerForm(RevisedForm):
    answer = text_field("What will be done, by whom and by when?", rows=5, required=True)
