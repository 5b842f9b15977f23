"""What others say of the service and what is done about it: inspections, visits, audits and panels, and the plan."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from careleavers.models import User
from careleavers.models.base import APPEND_ONLY, NO_TRUNCATE, Recorded, Revised, track
from careleavers.models.sensitivity import RECORD_KEEPING
from reporting.rules.improvement import FINISHED, TAGS, Progress

PROGRESS = [(progress.value, progress.words) for progress in Progress]
UNFINISHED = ~Q(progress__in=[progress.value for progress in FINISHED])
TO_DO = Q(done_on__isnull=True, dropped_because="")  # of actions


@track
class ServiceReview(Recorded, Revised):
    """An inspection, a visit, an audit or a panel that looked at the service: who, when, and what it said.

    `reported_on` is the day of the report or, where there is none, of the visit. It names no young person.
    """

    KINDS = [
        ("inspection", "Inspection"),
        ("adviser_visit", "Visit of the national adviser"),
        ("peer", "Peer review or challenge"),
        ("audit", "Audit"),
        ("panel", "Panel or scrutiny of members"),
        ("young_people", "Young people's own review"),
        ("other", "Something else"),
    ]

    kind = models.CharField(max_length=16, choices=KINDS, db_comment=RECORD_KEEPING)
    title = models.CharField(max_length=160, db_comment=RECORD_KEEPING)
    body = models.CharField("which body", max_length=160, db_comment=RECORD_KEEPING)
    reported_on = models.DateField(db_comment=RECORD_KEEPING)
    judgement = models.CharField(max_length=160, blank=True, db_comment=RECORD_KEEPING)
    met_whom = models.TextField("whom they met", blank=True, db_comment=RECORD_KEEPING)
    said = models.TextField("what they said", blank=True, db_comment=RECORD_KEEPING)

    class Meta:
        ordering = ["-reported_on", "title"]

    def __str__(self) -> str:
        return self.title


@track
class Recommendation(Recorded, Revised):
    """Something that a review asks of the service. `lead` answers for it and is asked how it goes on `ask_on`, which is
    empty once it is done or not taken up.
    """

    review = models.ForeignKey(
        ServiceReview, on_delete=models.PROTECT, related_name="recommendations", db_comment=RECORD_KEEPING
    )
    number = models.PositiveSmallIntegerField(db_comment=RECORD_KEEPING)
    text = models.TextField(db_comment=RECORD_KEEPING)
    lead = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="recommendations_led", db_comment=RECORD_KEEPING
    )
    progress = models.CharField(
        max_length=12, choices=PROGRESS, default=Progress.NOT_STARTED.value, db_comment=RECORD_KEEPING
    )
    ask_on = models.DateField(null=True, blank=True, db_comment=RECORD_KEEPING)

    class Meta:
        ordering = ["-review__reported_on", "review", "number"]
        constraints = [
            models.UniqueConstraint(fields=["review", "number"], name="recommendation_number_once"),
            models.CheckConstraint(
                name="recommendation_asked_until_finished",
                condition=UNFINISHED & Q(ask_on__isnull=False) | ~UNFINISHED & Q(ask_on__isnull=True),
            ),
        ]
        indexes = [models.Index(fields=["lead", "ask_on"], name="recommendation_by_lead")]

    def __str__(self) -> str:
        return f"{self.review.title}, {self.number}"

    @property
    def tag_kind(self) -> str:
        """How a tag shows its progress; "" where plain words do."""
        return TAGS.get(Progress(self.progress), "")

    @property
    def how_far(self) -> str:
        """Its progress in a word or two."""
        return Progress(self.progress).short

    @property
    def is_finished(self) -> bool:
        return Progress(self.progress).is_finished


@track
class ImprovementAction(Recorded, Revised):
    """One thing that is done about a recommendation, by whom and by when; on Today of its owner until it is done."""

    recommendation = models.ForeignKey(
        Recommendation, on_delete=models.PROTECT, related_name="actions", db_comment=RECORD_KEEPING
    )
    text = models.CharField(max_length=300, db_comment=RECORD_KEEPING)
    owner = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="improvement_actions", db_comment=RECORD_KEEPING
    )
    due_on = models.DateField(db_comment=RECORD_KEEPING)
    done_on = models.DateField(null=True, blank=True, db_comment=RECORD_KEEPING)
    evidence = models.TextField("what shows it", blank=True, db_comment=RECORD_KEEPING)
    dropped_because = models.CharField("why it is not needed", max_length=300, blank=True, db_comment=RECORD_KEEPING)

    class Meta:
        ordering = ["due_on", "recorded_at"]
        constraints = [
            models.CheckConstraint(
                name="improvement_done_with_evidence", condition=Q(done_on__isnull=True) | ~Q(evidence="")
            ),
            models.CheckConstraint(
                name="improvement_done_or_dropped", condition=Q(done_on__isnull=True) | Q(dropped_because="")
            ),
        ]
        indexes = [models.Index(fields=["owner", "due_on"], name="improvement_to_do", condition=TO_DO)]

    def __str__(self) -> str:
        return self.text

    @property
    def is_open(self) -> bool:
        return self.done_on is None and not self.dropped_because


class ProgressUpdate(Recorded):
    """What was said of a recommendation on a day, and how far it was then. Rows are only added."""

    recommendation = models.ForeignKey(
        Recommendation, on_delete=models.PROTECT, related_name="updates", db_comment=RECORD_KEEPING
    )
    said_on = models.DateField(db_comment=RECORD_KEEPING)
    progress = models.CharField(max_length=12, choices=PROGRESS, db_comment=RECORD_KEEPING)
    text = models.TextField(db_comment=RECORD_KEEPING)

    class Meta:
        ordering = ["-said_on", "-recorded_at"]
        triggers = [APPEND_ONLY, NO_TRUNCATE]
