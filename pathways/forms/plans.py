"""Writing a plan: a matter, what is said of the whole, a promise, what became of it, and the manager's decision."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms

from careleavers.forms.base import Form
from careleavers.forms.fields import DayField
from careleavers.forms.revisions import RevisedForm
from careleavers.models import User
from pathways.models import PlanAction, PlanNextStep
from pathways.rules.matters import Matter

LONG = 10_000
DECISION_FORM = "decision"  # the id of the form of the decision: boxes beside the matters belong to it


def text_field(label: str, *, help_text: str = "", rows: int = 4, required: bool = False) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=required,
        max_length=LONG,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class PlanTextForm(RevisedForm):
    """Long texts of one row. A half-finished plan is saved as it is; what is missing is said before it is handed in."""

    mark_optional = False


class MatterForm(PlanTextForm):
    own_words = text_field("What they say about it", help_text="Their own words, or “did not want to say”.", rows=3)
    needs = text_field("What they need")
    how_met = text_field("How it will be met")

    def __init__(self, *args: Any, matter: Matter, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["needs"].help_text = matter.help


class WordsForm(PlanTextForm):
    own_words = text_field("What they want, in their own words", help_text="Hopes, worries, what a good year would be.")
    not_agreed = text_field(
        "What we do not agree on", help_text="If they see something differently, write it as they say it.", rows=3
    )
    views_of_others = text_field(
        "Who else was asked, and what they think",
        help_text="Parents, carers, school or college, health, landlord, advocate. Ask the young person first whom to "
        "ask.",
    )


class PromiseForm(RevisedForm):
    what = forms.CharField(label="What will be done?", max_length=300)
    owed_by = forms.ChoiceField(
        label="Who owes it?",
        choices=PlanAction.OWED_BY,
        widget=forms.RadioSelect(attrs={"class": "tiles"}),
        initial=PlanAction.COUNCIL,
    )
    owner = forms.ModelChoiceField(
        queryset=User.objects.none(),
        label="Who sees to it?",
        required=False,
        help_text="The colleague who does it, or who helps the young person to do it.",
        empty_label="Nobody named",
    )
    by_when = DayField(label="By when?", called="the day by which it is done")
    how_we_know = forms.CharField(label="How will we know that it is done?", required=False, max_length=300)

    def __init__(self, *args: Any, today: date, owners: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = owners  # type: ignore[attr-defined]
        # Carried on from an earlier plan, a promise may already be late: its day stays until somebody changes it.
        self.fields["by_when"].set_today(today, future=True)  # type: ignore[attr-defined]
        self.fields["by_when"].not_before = today - timedelta(days=365)  # type: ignore[attr-defined]
        self.today = today

    def clean_by_when(self) -> date:
        by_when: date = self.cleaned_data["by_when"]
        if by_when < self.today and not (self.row and self.row.by_when == by_when):
            raise forms.ValidationError("That day has passed: give today or a day to come.")
        return by_when

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("owed_by") == PlanAction.COUNCIL and "owner" in given and given["owner"] is None:
            self.add_error("owner", "Say which colleague sees to it: what we promise needs a name")
        return given


class PromiseOutcomeForm(RevisedForm):
    """What became of a promise, or what was written down about it put right: it may be still to do after all."""

    mark_optional = False  # each box is needed for some of the answers

    status = forms.ChoiceField(
        label="What became of it?",
        choices=[
            choice
            for choice in PlanAction.STATUSES
            if choice[0] in (PlanAction.DONE, PlanAction.CHANGED, PlanAction.NOT_DONE)
        ],
        widget=forms.RadioSelect(attrs={"class": "tiles"}),
    )
    done_on = DayField(
        label="When was it done?",
        called="the day on which it was done",
        required=False,
        help_text="Leave it empty where it was not done.",
    )
    outcome = forms.CharField(
        label="What came of it?",
        required=False,
        max_length=500,
        help_text="A sentence they may read. Needed when it was changed or not done.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, row: PlanAction, today: date, **kwargs: Any) -> None:
        still_open = row.status == PlanAction.OPEN
        super().__init__(*args, row=row, initial={"status": PlanAction.DONE} if still_open else {}, **kwargs)
        self.fields["done_on"].set_today(today)  # type: ignore[attr-defined]
        if not still_open:
            box: Any = self.fields["status"]
            box.choices = [*box.choices, (PlanAction.OPEN, "It is still to do")]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("status") == PlanAction.DONE and "done_on" in given and given["done_on"] is None:
            self.add_error("done_on", "Give the day on which it was done")
        if given.get("status") in (PlanAction.CHANGED, PlanAction.NOT_DONE) and not given.get("outcome"):
            self.add_error("outcome", "Say what happened, in a sentence that they may read")
        return given


class PlanDecisionForm(Form):
    """A manager's decision on a plan that was handed in."""

    AUTHORISE, RETURN = "authorise", "return"

    revision = forms.IntegerField(widget=forms.HiddenInput)
    decision = forms.ChoiceField(
        label="Your decision",
        choices=[(AUTHORISE, "Authorise it"), (RETURN, "Return it with a comment")],
        widget=forms.RadioSelect(attrs={"class": "tiles"}),
    )
    comment = forms.CharField(
        label="What is to be changed?",
        required=False,
        max_length=2000,
        help_text="Only when you return it. What concerns one matter can be written beside it, above.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, asks_for_own_child: bool, matters: Sequence[Matter], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if asks_for_own_child:
            self.fields["decision"].help_text = "Would this plan be good enough for your own child?"
        for matter in matters:
            self.fields[f"on_{matter.code}"] = forms.CharField(
                label=f"What is to be changed about this: {matter.title}",
                required=False,
                max_length=2000,
                widget=forms.Textarea(attrs={"rows": 2, "form": DECISION_FORM}),
            )

    @property
    def on_matters(self) -> dict[str, str]:
        """What is to be changed, by the code of a matter; only those of which something is said."""
        given = {name.removeprefix("on_"): said for name, said in self.cleaned_data.items() if name.startswith("on_")}
        return {code: said for code, said in given.items() if said}

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("decision") == self.RETURN and not given.get("comment"):
            if not self.on_matters:
                self.add_error("comment", "Say what is to be changed")
            else:
                given["comment"] = "See what is said beside each matter."
        if given.get("decision") == self.AUTHORISE and self.on_matters:
            self.add_error("decision", "You wrote what is to be changed: return it, or take that out")
        return given


class PlanNextStepForm(Form):
    """What somebody does once the version is authorised."""

    kind = forms.ChoiceField(
        label="What is it?",
        choices=PlanNextStep.KINDS,
        initial=PlanNextStep.TASK,
        widget=forms.RadioSelect(attrs={"class": "tiles"}),
    )
    text = forms.CharField(label="What is to be done?", max_length=160)
    owner = forms.ModelChoiceField(queryset=User.objects.none(), label="Who does it?", empty_label=None)
    days = forms.IntegerField(
        label="How many days after the plan is authorised?", min_value=0, max_value=365, initial=7
    )

    def __init__(self, *args: Any, owners: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = owners  # type: ignore[attr-defined]
