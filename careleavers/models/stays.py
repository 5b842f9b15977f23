"""Stays to try out living alone: the training flats that we have, and who is in one when."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from careleavers.models.base import Dated, Recorded, Revised, choices_of, ends_after_start, no_overlap, track
from careleavers.models.next_steps import WithNextStep
from careleavers.models.people import YoungPerson
from careleavers.models.providers import Provider
from careleavers.models.sensitivity import PERSONAL, RECORD_KEEPING, SENSITIVE
from careleavers.rules.stays import OUTCOME_WORDS, STAY_WORDS, StayKind

HAPPENS = Q(called_off_because="")


@track
class TrainingFlat(Recorded, Revised):
    """A flat of a provider of training flats, for one young person at a time.

    `used_until` is the first night for which nobody can be booked in any more.
    """

    provider = models.ForeignKey(
        Provider, on_delete=models.CASCADE, related_name="training_flats", db_comment=RECORD_KEEPING
    )
    name = models.CharField(max_length=60, db_comment=RECORD_KEEPING)
    used_until = models.DateField(null=True, blank=True, db_comment=RECORD_KEEPING)

    class Meta:
        constraints = [models.UniqueConstraint("provider", Lower("name"), name="training_flat_name_once")]

    def __str__(self) -> str:
        return f"{self.name}, {self.provider}"


@track
class TrialStay(Recorded, Revised, Dated, WithNextStep):
    """Some nights in a training flat, or a taster of supported accommodation, with what came of it.

    No home: whoever tries out living alone still has the home they go back to. So it changes neither where they live
    (and with it the accommodation in the DfE return, and whether it suits) nor any duty that follows a move; the
    guidance has trainer flats let them practise without compromising their future housing (Vol 3 7.18). Somebody who
    stays on for good has moved, which is a home.

    Nights are half-open, [starts_on, ends_on). Called off, it holds no nights and says why.
    """

    KINDS = choices_of(STAY_WORDS)
    OUTCOMES = choices_of(OUTCOME_WORDS)

    person = models.ForeignKey(YoungPerson, on_delete=models.CASCADE, related_name="trial_stays", db_comment=PERSONAL)
    kind = models.CharField(max_length=13, choices=KINDS, db_comment=PERSONAL)
    flat = models.ForeignKey(
        TrainingFlat, null=True, blank=True, on_delete=models.PROTECT, related_name="stays", db_comment=PERSONAL
    )
    provider = models.ForeignKey(
        Provider, null=True, blank=True, on_delete=models.PROTECT, related_name="taster_stays", db_comment=PERSONAL
    )
    purpose = models.CharField("what they want to try", max_length=200, blank=True, db_comment=SENSITIVE)
    outcome = models.CharField(max_length=12, choices=OUTCOMES, blank=True, db_comment=SENSITIVE)
    own_words = models.TextField("how it went, in their words", blank=True, db_comment=SENSITIVE)
    worker_words = models.TextField("how it went, as the worker saw it", blank=True, db_comment=SENSITIVE)
    called_off_because = models.CharField(max_length=200, blank=True, db_comment=SENSITIVE)

    class Meta:
        ordering = ["-starts_on", "-recorded_at"]
        constraints = [
            ends_after_start("trial_stay_ends_after_start"),
            no_overlap("training_flat_holds_one", "flat", condition=HAPPENS),
            no_overlap("trial_stays_do_not_overlap", "person", condition=HAPPENS),
            models.CheckConstraint(name="trial_stay_ends", condition=Q(ends_on__isnull=False)),
            models.CheckConstraint(
                name="trial_stay_somewhere",
                condition=Q(kind=StayKind.TRAINING_FLAT.value, flat__isnull=False, provider__isnull=True)
                | Q(kind=StayKind.TASTER.value, flat__isnull=True, provider__isnull=False),
            ),
        ]

    @property
    def where(self) -> str:
        return str(self.flat or self.provider)

    @property
    def is_written_up(self) -> bool:
        """Whether somebody has said what came of it, or that it did not happen."""
        return bool(self.outcome or self.called_off_because)
