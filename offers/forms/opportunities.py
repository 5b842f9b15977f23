"""Posts, employers, interests, and steps into work. These forms validate and never save."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from careleavers.forms.base import Form
from careleavers.forms.fields import DayField, WholeNumberField
from careleavers.forms.revisions import RevisedForm
from careleavers.models import Occupation
from offers.models import Employer, Opportunity
from offers.models.opportunities import SECTORS
from offers.rules.opportunities import STAGE_WORDS, WorkStage

CHOOSE = ("", "Choose")


class EmployerForm(RevisedForm):
    title = forms.CharField(label="Name", max_length=120)
    contact = forms.CharField(label="Whom to ask there", required=False, max_length=200)
    covenant_on = DayField(
        label="When did they sign the Care Leaver Covenant?", called="the day on which they signed", required=False
    )
    pledge = forms.CharField(
        label="What have they pledged?", required=False, max_length=600, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["covenant_on"].set_today(today)  # type: ignore[attr-defined]


def _incentive(label: str, help_text: str = "") -> WholeNumberField:
    return WholeNumberField(label=label, required=False, min_value=1, max_value=20_000, help_text=help_text)


class OpportunityForm(RevisedForm):
    title = forms.CharField(label="What is it called?", max_length=120, help_text="Such as “Apprentice gardener”.")
    kind = forms.ChoiceField(label="What kind?", choices=[CHOOSE, *Opportunity.KINDS])
    sector = forms.ChoiceField(label="What kind of work?", choices=[CHOOSE, *SECTORS])
    places = forms.IntegerField(
        label="How many are kept for young people?",
        min_value=1,
        max_value=200,
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-5"}),
    )
    fill_by = DayField(label="To be filled by", called="the day by which they are to be filled")
    opens_on = DayField(label="From which day?", called="the day from which they are kept")
    source = forms.ChoiceField(label="Where do they come from?", choices=[CHOOSE, *Opportunity.SOURCES])
    contract = forms.CharField(
        label="If by a contract: which, and what does it ask?",
        required=False,
        max_length=200,
        help_text="Such as “Highways 2026: one apprentice for each £1 million”.",
    )
    employer = forms.ModelChoiceField(
        label="Employer", queryset=Employer.objects.none(), required=False, empty_label="The council"
    )
    level = forms.ChoiceField(
        label="Is a qualification needed?", required=False, choices=[("", "None"), *Occupation.LEVELS]
    )
    incentive_13 = _incentive("Pounds for the employer after 13 weeks")
    incentive_26 = _incentive(
        "Pounds for the employer after 26 weeks", "While the young person is still there. Leave it empty for none."
    )
    provider = forms.CharField(label="Who trains them, if somebody else does?", required=False, max_length=120)
    provider_13 = _incentive("Pounds for the training provider after 13 weeks")
    provider_26 = _incentive("Pounds for the training provider after 26 weeks")
    about = forms.CharField(
        label="What is it?", required=False, max_length=1500, widget=forms.Textarea(attrs={"rows": 4})
    )
    closed_on = DayField(label="Not offered any more since", called="the day of the end", required=False)

    def __init__(self, *args: Any, today: date, employers: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("opens_on", "fill_by", "closed_on"):
            self.fields[name].set_today(today, future=True)  # type: ignore[attr-defined]
        self.fields["opens_on"].initial = self.initial.get("opens_on", today)
        self.fields["employer"].queryset = employers  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        opens_on, fill_by = given.get("opens_on"), given.get("fill_by")
        if opens_on and fill_by and fill_by < opens_on:
            self.add_error("fill_by", "Give a day on or after that from which they are kept")
        if opens_on and given.get("closed_on") and given["closed_on"] < opens_on:
            self.add_error("closed_on", "That is before they were kept: check the days")
        if given.get("source") == "contract" and not given.get("contract") and "contract" not in self.errors:
            self.add_error("contract", "Say which contract it is")
        is_named = given.get("provider") or "provider" in self.errors
        if (given.get("provider_13") or given.get("provider_26")) and not is_named:
            self.add_error("provider", "Say who trains them, or leave the pounds for them empty")
        return given


class InterestForm(Form):
    sector = forms.ChoiceField(label="What kind of work would they like?", choices=[CHOOSE, *SECTORS])
    level = forms.ChoiceField(
        label="Their highest qualification", required=False, choices=[("", "None yet"), *Occupation.LEVELS]
    )
    words = forms.CharField(label="In their words", required=False, max_length=200)


class PutForwardForm(Form):
    happened_on = DayField(label="Since when are they interested?", called="the day since which they are interested")

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["happened_on"].set_today(today)  # type: ignore[attr-defined]
        self.fields["happened_on"].initial = today


class WorkStepForm(Form):
    """The next step; `code` is asked for where they begin in the post."""

    stage = forms.ChoiceField(label="What happened?", widget=forms.RadioSelect(attrs={"class": "tiles"}))
    happened_on = DayField(label="When?", called="the day on which it happened")
    code = forms.ChoiceField(
        label="If they began: what is it in the return?",
        required=False,
        help_text="It becomes their work in the record from that day.",
    )
    note = forms.CharField(
        label="How did it go?", required=False, max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(
        self, *args: Any, today: date, stages: Sequence[WorkStage], codes: Sequence[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["stage"].choices = [(stage.value, STAGE_WORDS[stage]) for stage in stages]  # type: ignore[attr-defined]
        self.fields["happened_on"].set_today(today)  # type: ignore[attr-defined]
        self.fields["code"].choices = [CHOOSE, *codes]  # type: ignore[attr-defined]
        if WorkStage.EMPLOYED not in stages:
            del self.fields["code"]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("stage") == WorkStage.EMPLOYED and not given.get("code") and "code" not in self.errors:
            self.add_error("code", "Choose what it is in the return")
        given.setdefault("code", "")
        return given
