"""Forms over a fact about which somebody is to do something next."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.db.models import Q, QuerySet

from careleavers.actions.next_steps import NextStep
from careleavers.forms.fields import DayField
from careleavers.forms.revisions import RevisedForm
from careleavers.forms.seen import NOTHING, InForce, ReplacingForm
from careleavers.models import FollowUp, User
from careleavers.models.next_steps import WithNextStep
from careleavers.rules.words import day

STEP_FIELDS = ("step_text", "step_by", "step_who")
STEP_GONE = "What was next is done, or was taken out, since you opened the page."


class NextStepForm(RevisedForm, ReplacingForm):
    """A row, and what is to be done next about it: by whom, and by when. `owners` are those who may be asked."""

    step_text = forms.CharField(label="What is next?", required=False, max_length=200)
    step_by = DayField(label="By when?", called="the day by which it is to be done", required=False)
    step_who = forms.ModelChoiceField(label="Who does it?", queryset=User.objects.none(), required=False)

    def __init__(
        self, *args: Any, today: date, owners: QuerySet[User], by: User, row: WithNextStep | None = None, **kwargs: Any
    ) -> None:
        step = row.open_step if row else None
        super().__init__(*args, row=row, in_force=_in_force(step), **kwargs)
        self.today, self.step_was = today, step
        if step:
            owners = User.objects.filter(Q(pk__in=owners.values("pk")) | Q(pk=step.assigned_to_id))
            self.initial = {
                **self.initial,
                "step_text": step.text,
                "step_by": step.due_on,
                "step_who": step.assigned_to_id,
            }
        self.fields["step_who"].queryset = owners  # type: ignore[attr-defined]
        self.fields["step_who"].initial = by.pk
        self.fields["step_by"].set_today(today, future=True)  # type: ignore[attr-defined]
        self.order_fields([name for name in self.fields if name not in STEP_FIELDS])

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        due_on = given.get("step_by")
        self.ask_for_both(
            "step_text",
            "step_by",
            no_text="Say what is to be done by then, or empty the day",
            no_day="Give the day by which it is to be done",
        )
        if not given.get("step_text"):
            return given
        if due_on and due_on < self.today and not (self.step_was and self.step_was.due_on == due_on):
            self.add_error("step_by", "That day is over: give one that is still to come")
        if not given.get("step_who") and "step_who" not in self.errors:
            self.add_error("step_who", "Choose who does it")
        return given

    @property
    def next_step(self) -> NextStep | None:
        """What a valid form says is next."""
        given = self.cleaned_data
        if not given["step_text"]:
            return None
        return NextStep(given["step_text"], given["step_by"], given["step_who"])

    @property
    def facts(self) -> dict[str, Any]:
        """What a valid form says of the row itself."""
        return {name: value for name, value in self.answers.items() if name not in STEP_FIELDS}


def _in_force(step: FollowUp | None) -> InForce:
    """The step that another one would replace; its mark changes when somebody changes it, or does it."""
    if step is None:
        return NOTHING._replace(sentence=STEP_GONE)
    return InForce(
        f"{step.pk} {step.revision}", f"Somebody else changed what is next: “{step.text}”, by {day(step.due_on)}."
    )
