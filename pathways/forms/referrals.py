"""What of a plan is given to which service, and what was learnt of it. These forms validate and never save."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.db.models import QuerySet

from careleavers.forms.base import Form
from careleavers.forms.fields import DayField
from careleavers.forms.revisions import RevisedForm
from careleavers.models import Provider
from careleavers.rules.names import sort_key
from pathways.forms.plans import text_field
from pathways.models import PlanReferral
from pathways.rules.referrals import (
    AGREEMENT_WORDS,
    BASIS_WORDS,
    CHASE_AFTER,
    LONGEST_TO_CHASE,
    OPEN,
    SERVICE_WORDS,
    STATE_WORDS,
    ReferralState,
    SharingAgreement,
    SharingBasis,
    why_not_shared,
)


def tiles(words: dict[Any, str], label: str, **more: Any) -> forms.ChoiceField:
    choices = [(each.value, text) for each, text in words.items()]
    return forms.ChoiceField(label=label, choices=choices, widget=forms.RadioSelect(attrs={"class": "tiles"}), **more)


class PlanReferralForm(Form):
    """`matters`: code and title of what the version says something of; `providers` are those still used; `colleagues`
    what whoever answers here is called, by service.
    """

    service = tiles(SERVICE_WORDS, "Which service is it for?")
    for_colleagues = forms.BooleanField(
        label="A colleague who answers for this service takes it on here",
        required=False,
        help_text="They read it and answer it here, and need no link.",
    )
    provider = forms.ModelChoiceField(
        label="If they are in the register of providers: who?", queryset=Provider.objects.none(), required=False
    )
    organisation = forms.CharField(
        label="If not: what is it called?", max_length=120, required=False, help_text="Such as Melford housing options."
    )
    reader = forms.CharField(
        label="Who reads it there?", max_length=200, required=False, help_text="A name and how to reach them."
    )
    purpose = text_field("What is it for?", help_text="What you ask them to do. They read it.", rows=3, required=True)
    sections = forms.MultipleChoiceField(
        label="Which parts of the plan do they read?",
        widget=forms.CheckboxSelectMultiple(attrs={"class": "tiles"}),
        help_text="No more than they need. Nothing else of the plan or the record is shown.",
    )
    with_own_words = forms.BooleanField(label="Their own words in these parts too", required=False)
    is_checked = forms.BooleanField(
        label="I have read these parts: nothing in them is about somebody else who does not know of it",
        error_messages={"required": "Tick that you have read these parts, or leave out those about somebody else"},
    )
    agreement = tiles(AGREEMENT_WORDS, "What does the young person say to it?")
    they_say = text_field("In their words", rows=3)
    basis = forms.ChoiceField(
        label="What allows us to share it?",
        choices=[(each.value, words) for each, words in BASIS_WORDS.items()],
        widget=forms.RadioSelect,
    )
    why_anyway = text_field("If they do not agree to all of it, or were not asked: why is it shared?", rows=2)
    chase_on = DayField(
        label="When do you ask what became of it?", called="the day on which you ask", help_text="It is on Today then."
    )

    def __init__(
        self,
        *args: Any,
        today: date,
        matters: Sequence[tuple[str, str]],
        providers: QuerySet[Provider],
        colleagues: Mapping[str, str],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.colleagues = colleagues
        if not colleagues:
            del self.fields["for_colleagues"]
        self.fields["sections"].choices = matters  # type: ignore[attr-defined]
        provider: Any = self.fields["provider"]
        provider.queryset = providers
        by_name = sorted(providers, key=lambda each: sort_key(each.name))
        provider.choices = [("", "Choose"), *((each.pk, each.name) for each in by_name)]
        ask_within(self.fields["chase_on"], today)
        self.fields["chase_on"].initial = today + CHASE_AFTER

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        given.pop("is_checked", None)
        if given.get("for_colleagues"):
            self._clean_colleagues(given)
        elif provider := given.get("provider"):
            given["organisation"] = provider.name
        elif not given.get("organisation") and "organisation" not in self.errors:
            self.add_error("organisation", "Say which service it is, or choose it from the register")
        if "basis" in given and "agreement" in given:
            wrong = why_not_shared(
                SharingBasis(given["basis"]), SharingAgreement(given["agreement"]), given.get("why_anyway", "")
            )
            if wrong:
                self.add_error(*wrong)
        return given

    def _clean_colleagues(self, given: dict[str, Any]) -> None:
        """It is for whoever answers for the service here, and for nobody outside."""
        if service := given.get("service"):
            if called := self.colleagues.get(service):
                given["organisation"], given["provider"] = called, None
            else:
                self.add_error(
                    "for_colleagues", "Nobody here answers for this service: take the tick out and say which one it is"
                )


def ask_within(field: Any, today: date) -> None:
    field.set_today(today, future=True)
    field.not_before, field.not_after = today + timedelta(days=1), today + LONGEST_TO_CHASE


class FollowReferralForm(RevisedForm):
    """What was learnt, on which day, and when it is asked about again while it is open."""

    state = forms.ChoiceField(label="How is it now?", widget=forms.RadioSelect(attrs={"class": "tiles"}))
    happened_on = DayField(label="When did you learn it?", called="the day on which you learnt it")
    text = text_field("What did they say?", rows=3, required=True)
    chase_on = DayField(
        label="If it is not over: when do you ask again?", called="the day on which you ask again", required=False
    )
    mark_optional = False

    def __init__(self, *args: Any, today: date, row: PlanReferral, **kwargs: Any) -> None:
        super().__init__(*args, row=row, **kwargs)
        left_out = {ReferralState.WAITING} if row.state == ReferralState.ACCEPTED else set()
        self.fields["state"].choices = [  # type: ignore[attr-defined]
            (state.value, words) for state, words in STATE_WORDS.items() if state not in left_out
        ]
        self.initial["state"] = None
        happened_on: Any = self.fields["happened_on"]
        happened_on.set_today(today)
        happened_on.not_before, happened_on.initial = row.made_on, today
        ask_within(self.fields["chase_on"], today)
        self.initial["chase_on"] = today + CHASE_AFTER

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if given.get("state") in set(OPEN) and not given.get("chase_on") and "chase_on" not in self.errors:
            self.add_error("chase_on", "Give the day on which you ask again")
        return given


class AnswerReferralForm(RevisedForm):
    """What a colleague who answers for the service says: they take it on, or not, or what came of it."""

    state = forms.ChoiceField(label="What do you answer?", widget=forms.RadioSelect(attrs={"class": "tiles"}))
    text = text_field(
        "What is to be known of it?", rows=4, required=True, help_text="Whoever works with them reads it."
    )
    chase_on = DayField(
        label="If you take it on: when do you say more?", called="the day on which you say more", required=False
    )
    mark_optional = False
    ANSWERS = {
        ReferralState.ACCEPTED: "We take it on",
        ReferralState.DECLINED: "We cannot take it on",
        ReferralState.RESULT: "It is done: this came of it",
    }

    def __init__(self, *args: Any, today: date, row: PlanReferral, **kwargs: Any) -> None:
        super().__init__(*args, row=row, **kwargs)
        words = dict(self.ANSWERS)
        if row.state == ReferralState.ACCEPTED:
            words[ReferralState.ACCEPTED] = "We are still at it"
        self.fields["state"].choices = [(state.value, said) for state, said in words.items()]  # type: ignore[attr-defined]
        self.initial["state"] = None
        ask_within(self.fields["chase_on"], today)
        self.initial["chase_on"] = today + CHASE_AFTER

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if given.get("state") == ReferralState.ACCEPTED and not given.get("chase_on") and "chase_on" not in self.errors:
            self.add_error("chase_on", "Give the day on which you say more")
        return given
