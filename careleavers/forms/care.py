"""Care history, what else the law asks about, involvement, decisions. These forms validate and never save."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.text import capfirst

from careleavers.forms.base import Form
from careleavers.forms.fields import DateField, DayField
from careleavers.forms.revisions import RevisedForm
from careleavers.forms.seen import ReplacingForm
from careleavers.models import StatusFact
from careleavers.rules import codes, identifiers
from careleavers.rules.code_labels import outcome_words
from careleavers.rules.episode_faults import WrittenEpisode, episode_faults
from careleavers.rules.law import FlagOutcome
from careleavers.rules.law.facts import OUTSIDE_ENGLAND

# The field of the form: DfE's code set.
CODED = {
    "reason_started": "EPISODES.RNE",
    "legal_status": "EPISODES.LS",
    "need": "EPISODES.CIN",
    "placement": "EPISODES.PLACE",
    "placement_provider": "EPISODES.PLACE_PROVIDER",
    "reason_ended": "EPISODES.REC",
    "reason_place_change": "EPISODES.REASON_PLACE_CHANGE",
}


class CodeField(forms.ChoiceField):
    """A code of one of DfE's sets, with its meaning; codes of any year, as old episodes hold old codes."""

    def __init__(self, code_set: str, **kwargs: Any) -> None:
        every = [(code, f"{code}: {codes.label(code_set, code)}") for code in sorted(codes.ever_valid(code_set))]
        super().__init__(choices=[("", "Choose"), *every], **kwargs)


class EpisodeForm(RevisedForm):
    """An episode as in the SSDA903 return. `person_born` and `today` bound its days."""

    starts_on = DateField(label="When it began", called="the day it began")
    reason_started = CodeField(CODED["reason_started"], label="Why it began")
    legal_status = CodeField(CODED["legal_status"], label="Legal status")
    need = CodeField(CODED["need"], label="Category of need", required=False)
    placement = CodeField(CODED["placement"], label="Placement", required=False)
    placement_provider = CodeField(CODED["placement_provider"], label="Who provided it", required=False)
    home_postcode = forms.CharField(label="Postcode of home before care", max_length=20, required=False)
    placement_postcode = forms.CharField(label="Postcode of the placement", max_length=20, required=False)
    urn = forms.CharField(label="URN of the provider", max_length=20, required=False)
    authority = forms.ChoiceField(
        label="Whose care",
        required=False,
        help_text="Days in any authority’s care count towards the 13 weeks; the last one is responsible for them.",
    )
    planned_short_break = forms.BooleanField(label="One of a planned series of short breaks", required=False)
    ends_on = DateField(label="When it ended", called="the day it ended", required=False)
    reason_ended = CodeField(CODED["reason_ended"], label="Why it ended", required=False)
    reason_place_change = CodeField(CODED["reason_place_change"], label="Why the placement changed", required=False)

    GROUPS = (
        ("The episode", ("starts_on", "reason_started", "legal_status", "need", "authority", "planned_short_break")),
        ("The placement", ("placement", "placement_provider", "placement_postcode", "urn", "home_postcode")),
        ("The end", ("ends_on", "reason_ended", "reason_place_change")),
    )

    def __init__(self, *args: Any, born: date, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.born, self.today = born, today
        for name in ("starts_on", "ends_on"):
            self.fields[name].not_before = born  # type: ignore[attr-defined]
            self.fields[name].not_after = today  # type: ignore[attr-defined]
        elsewhere = [(code, where[:1].upper() + where[1:]) for code, where in OUTSIDE_ENGLAND.items()]
        others = [(each.code, each.name) for each in codes.authorities(include_abolished=True)]
        self.fields["authority"].choices = [("", "Ours"), *others, *elsewhere]  # type: ignore[attr-defined]

    def groups(self) -> list[tuple[str, list[forms.BoundField]]]:
        return [(title, [self[name] for name in names]) for title, names in self.GROUPS]

    def clean_home_postcode(self) -> str:
        return self._checked("home_postcode", "postcode")

    def clean_placement_postcode(self) -> str:
        return self._checked("placement_postcode", "postcode")

    def clean_urn(self) -> str:
        return self._checked("urn", "urn")

    def _checked(self, name: str, kind: str) -> str:
        typed = self.cleaned_data[name]
        if not typed:
            return ""
        checked = identifiers.check(kind, typed)
        if not checked.valid:
            raise forms.ValidationError(checked.message or "Check this.")
        return checked.normal or ""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        starts_on, ends_on, reason = cleaned.get("starts_on"), cleaned.get("ends_on"), cleaned.get("reason_ended")
        if starts_on and ends_on and ends_on < starts_on:
            self.add_error("ends_on", "It cannot have ended before it began")
        if reason and not ends_on and "ends_on" not in self.errors:
            self.add_error("ends_on", "Enter the day it ended, or leave out why it ended")
        if ends_on and not reason:
            self.add_error("reason_ended", "Choose why it ended")
        if starts_on:
            self._check_years(cleaned, starts_on, ends_on or self.today)
        if not self.errors and not cleaned["authority"]:
            self._check_with_dfe(cleaned)
        return cleaned

    def _check_with_dfe(self, cleaned: dict[str, Any]) -> None:
        """What DfE would refuse. What the episode had wrong before stops nobody who mends something else."""
        before = set(episode_faults(_written(vars(self.row)), self.born)) if self.row else set()
        for fault in episode_faults(_written(cleaned), self.born):
            if fault not in before:
                self.add_error(fault.field, f"{fault.message} (DfE rule {fault.rule})")

    def _check_years(self, cleaned: dict[str, Any], starts_on: date, ends_on: date) -> None:
        """A code counts when DfE took it in some year of the episode."""
        years = range(codes.collection_year(starts_on), codes.collection_year(ends_on) + 1)
        for name, code_set in CODED.items():
            code = cleaned.get(name)
            if code and not any(code in codes.valid(code_set, year) for year in years):
                self.add_error(name, f"DfE did not take {code} in the years of this episode: choose another")


def _written(says: Mapping[str, Any]) -> WrittenEpisode:
    texts = (says[name] for name in WrittenEpisode._fields[2:])
    return WrittenEpisode(says["starts_on"], says["ends_on"], *texts)


class StatusFactForm(Form):
    """Something else that decides legal status: a period, or a day."""

    kind = forms.ChoiceField(
        label="What is true",
        choices=[*StatusFact.PERIODS.items(), *StatusFact.DAYS.items()],
        widget=forms.RadioSelect,
    )
    starts_on = DateField(label="Since when, or on which day", called="the day")
    ends_on = DateField(label="Until when", called="the day it ended", required=False)
    note = forms.CharField(label="How we know", max_length=300, required=False)

    def __init__(self, *args: Any, born: date, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("starts_on", "ends_on"):
            self.fields[name].not_before = born  # type: ignore[attr-defined]
            self.fields[name].not_after = today  # type: ignore[attr-defined]
        self.fields["ends_on"].help_text = "Leave it empty while it is still true."

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        starts_on, ends_on = cleaned.get("starts_on"), cleaned.get("ends_on")
        if starts_on and ends_on and ends_on <= starts_on:
            self.add_error("ends_on", "Give a day after it began")
        if ends_on and cleaned.get("kind") in StatusFact.DAYS:
            self.add_error("ends_on", "This happened on one day: leave it empty")
        return cleaned


class OpenInvolvementForm(Form):
    starts_on = DayField(label="Open since", called="the day the service opened to them")
    reason = forms.CharField(label="Why", max_length=200)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["starts_on"].initial = today
        self.fields["starts_on"].set_today(today)  # type: ignore[attr-defined]


class CloseInvolvementForm(RevisedForm):
    ends_on = DayField(label="Closed on", called="the day they were closed")
    reason = forms.CharField(
        label="Why",
        max_length=200,
        help_text="For example: 25 and not in education, moved to another authority’s care, asked us to close.",
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ends_on"].initial = today
        self.fields["ends_on"].set_today(today)  # type: ignore[attr-defined]


class DecideForm(ReplacingForm):
    """An open point of law: which outcome holds for this person, and why."""

    outcome = forms.TypedChoiceField(label="Outcome", widget=forms.RadioSelect)
    reason = forms.CharField(
        label="Why",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="The facts and advice it rests on. It can be read on this record, by the young person too.",
    )

    def __init__(self, *args: Any, outcomes: list[FlagOutcome], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        by_text = {each.text: each for each in outcomes}
        self.fields["outcome"].choices = [(text, capfirst(outcome_words(each))) for text, each in by_text.items()]  # type: ignore[attr-defined]
        self.fields["outcome"].coerce = by_text.__getitem__  # type: ignore[attr-defined]
