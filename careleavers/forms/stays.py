"""Training flats, and stays to try out living alone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from careleavers.forms.fields import DayField
from careleavers.forms.revisions import RevisedForm
from careleavers.models import Provider, TrainingFlat, TrialStay
from careleavers.rules.stays import MOST_NIGHTS, StayKind

Place = TrainingFlat | Provider


class TrainingFlatForm(RevisedForm):
    name = forms.CharField(label="Name", max_length=60, help_text="Such as “Flat 2”.")
    used_until = DayField(
        label="Nobody can be booked in from",
        called="the first night for which nobody can be booked in",
        required=False,
        help_text="Leave it empty while it is used.",
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["used_until"].set_today(today, future=True)  # type: ignore[attr-defined]


class TrialStayForm(RevisedForm):
    """A stay that is planned, or how it went: the second half is asked of one that is there.

    `flats` and `providers` are those that can be chosen; that of a stay that is there can still be.
    """

    where = forms.ChoiceField(label="Where?")
    starts_on = DayField(label="They come on", called="the day on which they come")
    ends_on = DayField(
        label="They leave on",
        called="the day on which they leave",
        help_text=f"A taster has {MOST_NIGHTS[StayKind.TASTER]} nights at most.",
    )
    purpose = forms.CharField(
        label="What do they want to try?", required=False, max_length=200, help_text="Such as cooking for a week."
    )
    outcome = forms.ChoiceField(
        label="What came of it?", choices=[("", "Not known yet"), *TrialStay.OUTCOMES], required=False
    )
    own_words = forms.CharField(
        label="How it went, in their words", required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3})
    )
    worker_words = forms.CharField(
        label="How it went, as you saw it", required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3})
    )
    called_off_because = forms.CharField(
        label="If it does not happen, why?",
        required=False,
        max_length=200,
        help_text="The nights are free again.",
    )
    AFTER = ("outcome", "own_words", "worker_words", "called_off_because")

    def __init__(
        self, *args: Any, today: date, flats: Sequence[TrainingFlat], providers: Sequence[Provider], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        chosen: Place | None = self.row and (self.row.flat or self.row.provider)
        groups = [
            ("A training flat", _with(flats, chosen, TrainingFlat)),
            ("A taster with", _with(providers, chosen, Provider)),
        ]
        self.places: dict[str, Place] = {place_code(place): place for _, places in groups for place in places}
        self.fields["where"].choices = [  # type: ignore[attr-defined]
            ("", "Choose"),
            *((words, [(place_code(place), str(place)) for place in places]) for words, places in groups if places),
        ]
        for name in ("starts_on", "ends_on"):
            self.fields[name].set_today(today, future=True)  # type: ignore[attr-defined]
        if self.row is None:
            for name in self.AFTER:
                del self.fields[name]
        self.set_plain_messages()

    def initial_of(self, row: Any) -> dict[str, Any]:
        return super().initial_of(row) | {"where": place_code(row.flat or row.provider)}

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        starts_on, ends_on = given.get("starts_on"), given.get("ends_on")
        if starts_on and ends_on and ends_on <= starts_on:
            self.add_error("ends_on", "They leave after the day on which they come: give a later day")
        if given.get("called_off_because") and given.get("outcome"):
            self.add_error("outcome", "Choose “Not known yet” if it did not happen, or empty the reason below")
        if given.get("outcome") and not (given.get("own_words") or given.get("worker_words")):
            self.add_error("own_words", "Say how it went: in their words, or as you saw it")
        return given

    @property
    def facts(self) -> dict[str, Any]:
        """The cleaned answers as `actions.stays.write_stay` takes them."""
        given = self.answers
        place = self.places[given.pop("where")]
        is_flat = isinstance(place, TrainingFlat)
        return given | {
            "kind": (StayKind.TRAINING_FLAT if is_flat else StayKind.TASTER).value,
            "flat": place if is_flat else None,
            "provider": None if is_flat else place,
        }


def place_code(place: Place) -> str:
    return f"{'flat' if isinstance(place, TrainingFlat) else 'taster'}-{place.pk}"


def _with(places: Sequence[Place], chosen: Place | None, model: type[Place]) -> list[Place]:
    """The places, and the one that was chosen when it could still be."""
    is_former = isinstance(chosen, model) and chosen not in places
    return [*places, *([chosen] if chosen and is_former else [])]
