"""Where somebody lives."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

from django import forms

from careleavers.forms.fields import DayField, SuggestingInput
from careleavers.forms.revisions import RevisedForm
from careleavers.forms.safety import AsksAgain, SafetyField, safety_answer
from careleavers.models import Home
from careleavers.queries.providers import names_in_use
from careleavers.rules import code_labels, codes, identifiers
from careleavers.rules.accommodation import ALWAYS_UNSUITABLE
from careleavers.rules.code_sets import NEVER_SUITABLE

SUITABLE = [("True", "Suitable"), ("False", "Not suitable")]


def kinds(today: date) -> list[tuple[str, str]]:
    """The DfE's kinds of accommodation in short words, as they may be recorded today."""
    letters = [letter for letter, _ in codes.accommodation_types(codes.collection_year(today))]
    return [(letter, code_labels.home_words(letter)) for letter in letters]


def suitability_field(**kwargs: Any) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label="Is it suitable for them?",
        choices=SUITABLE,
        coerce=lambda typed: typed == "True",
        widget=forms.RadioSelect(attrs={"class": "tiles"}),
        **kwargs,
    )


def clean_postcode(typed: str) -> str:
    """The postcode as it is printed. ValidationError with a sentence when it is none."""
    if not typed:
        return ""
    checked = identifiers.check("postcode", typed)
    if not checked.valid:
        raise forms.ValidationError(checked.message or "Check the postcode")
    return checked.normal or ""


class HomeForm(AsksAgain):
    """A home from a day on, or the correction of one (`ends` shows the last day)."""

    kind = forms.ChoiceField(label="What kind of place is it?")
    is_suitable = suitability_field(
        help_text="Safe, secure and affordable, and right for their needs, wishes and plans. The authority judges."
    )
    suitability_reason = forms.CharField(
        label="Why, and what they think of it",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    starts_on = DayField(label="Since when?", called="the day they moved in")
    ends_on = DayField(label="Until when?", called="the day they left", required=False)
    address = forms.CharField(
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off"}),
        help_text="As on an envelope, without the name and the postcode.",
    )
    postcode = forms.CharField(required=False, max_length=10)
    safe_to_use = SafetyField("Is it safe to write to them there?", required=False)
    provider = forms.CharField(
        label="Landlord or provider",
        required=False,
        max_length=120,
        widget=SuggestingInput,
        help_text="One of our register, or anybody else.",
    )
    provided_by_authority = forms.BooleanField(
        label="We provide it under section 23B or 24B",
        required=False,
        help_text="Visits within 7 days, before the 28-day review and then every 2 months are then required by law.",
    )
    move_planned = forms.NullBooleanField(
        label="Was the move planned?",
        required=False,
        widget=forms.RadioSelect(choices=[("true", "Yes"), ("false", "No"), ("unknown", "Not known")]),
    )

    def __init__(self, *args: Any, today: date, period: Home | None = None, **kwargs: Any) -> None:
        super().__init__(*args, row=period, **kwargs)
        self.fields["kind"].choices = [("", "Choose"), *kinds(today)]  # type: ignore[attr-defined]
        self.fields["provider"].widget.suggestions = partial(names_in_use, today)
        self.fields["starts_on"].set_today(today)  # type: ignore[attr-defined]
        self.fields["ends_on"].set_today(today, future=True)  # type: ignore[attr-defined]
        if period is None:
            del self.fields["ends_on"]
        elif period.suitable_at_first is not None:
            self.fields["is_suitable"].label = "Was it suitable for them at first?"
            self.fields["is_suitable"].help_text = "What was said when it was recorded. Since then it was judged."
            self.fields["suitability_reason"].label = "Why, at first"

    def initial_of(self, row: Any) -> dict[str, Any]:
        planned = {True: "true", False: "false", None: "unknown"}[row.move_planned]
        shown = super().initial_of(row) | {
            "is_suitable": str(row.is_suitable),
            "move_planned": planned,
            "safe_to_use": safety_answer(row.safe_to_use),
        }
        if row.suitable_at_first is not None:  # also of a row of the history
            shown |= {"is_suitable": str(row.suitable_at_first), "suitability_reason": row.reason_at_first}
        return shown

    def clean_postcode(self) -> str:
        return clean_postcode(self.cleaned_data["postcode"])

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("kind") in NEVER_SUITABLE and given.get("is_suitable"):
            self.add_error("is_suitable", ALWAYS_UNSUITABLE)
        return given


SETTLED_BEFORE = (
    "They come out on another day now: is it settled for that day too? If it is, save again; if not, empty this."
)


class ReleaseForm(RevisedForm):
    """Who they are in custody, when they come out, and where to."""

    prison_number = forms.CharField(label="Prison number", required=False, max_length=12)
    release_on = DayField(
        label="To be released on", called="the day of the release", required=False, help_text="As far as is known."
    )
    release_home = forms.CharField(
        label="Where they will live then",
        required=False,
        max_length=200,
        help_text="Leave it empty while it is not settled: we ask for it from 90 days before.",
    )
    release_settled_on = DayField(
        label="Who collects them, reporting, health, money and the next visit were settled on",
        called="the day on which it was settled",
        required=False,
        help_text="At best 14 days before the release (Vol 3 6.44).",
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["release_on"].set_today(today, future=True)  # type: ignore[attr-defined]
        self.fields["release_settled_on"].set_today(today)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """What was settled for one day is asked about when that day changes. Sent again unchanged, it is meant."""
        given = super().clean() or self.cleaned_data
        settled_on, name = given.get("release_settled_on"), "release_settled_on"
        moved = self.row.release_on and given.get("release_on", self.row.release_on) != self.row.release_on
        if settled_on is None or settled_on != self.row.release_settled_on or not moved:
            return given
        if self.data.get(f"{name}_sure") != settled_on.isoformat():
            self.fields[name].widget.sure = settled_on
            self.add_error(name, SETTLED_BEFORE)
        return given
