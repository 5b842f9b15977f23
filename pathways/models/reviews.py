"""Reviews of the pathway plan: dated rows of their own, whatever version was reviewed."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from careleavers.models import User, YoungPerson
from careleavers.models.base import Recorded, Revised, choices_of, track
from careleavers.models.sensitivity import PERSONAL, RECORD_KEEPING, SENSITIVE
from pathways.models.plans import PathwayPlan
from pathways.rules.review_requests import ASKED_BY_WORDS, AT_ONCE, ENDED_WORDS, MUST_BE_HELD, REASON_WORDS, EndedHow


@track
class PlanReview(Recorded):
    """A review that was held (CLR reg 7): who chaired, whether the young person took part, and what came of it."""

    REGULAR, AFTER_MOVE, REQUESTED, CRISIS, OTHER = "regular", "after_move", "requested", "crisis", "other"
    REASONS = [
        (REGULAR, "The regular review"),
        (AFTER_MOVE, "They moved"),
        (REQUESTED, "They asked for it"),
        (CRISIS, "A crisis, or the risk of one"),
        (OTHER, "Another reason"),
    ]

    plan = models.ForeignKey(PathwayPlan, on_delete=models.CASCADE, related_name="reviews", db_comment=RECORD_KEEPING)
    held_on = models.DateField(db_comment=RECORD_KEEPING)
    reason = models.CharField(max_length=10, choices=REASONS, default=REGULAR, db_comment=RECORD_KEEPING)
    chaired_by = models.CharField(max_length=120, db_comment=PERSONAL)
    person_took_part = models.BooleanField("the young person took part", db_comment=PERSONAL)
    why_not_there = models.CharField(max_length=300, blank=True, db_comment=SENSITIVE)
    own_words = models.TextField("what they say, in their own words", blank=True, db_comment=SENSITIVE)
    summary = models.TextField("what was found, and what changes", db_comment=SENSITIVE)
    next_within_months = models.PositiveSmallIntegerField(
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(6)],
        db_comment=RECORD_KEEPING,
    )

    class Meta:
        ordering = ["-held_on", "-recorded_at"]
        constraints = [
            models.CheckConstraint(
                name="review_interval",
                condition=Q(next_within_months__isnull=True) | Q(next_within_months__range=(1, 6)),
            )
        ]
        indexes = [
            models.Index(fields=["plan", "held_on"], name="review_by_plan"),
            models.Index(fields=["held_on", "plan"], name="review_by_day"),
        ]


class ReviewRequests(models.QuerySet["ReviewRequest"]):
    def waiting(self) -> ReviewRequests:
        """Those that wait for a review."""
        return self.filter(review=None, ended_on=None)


@track
class ReviewRequest(Recorded, Revised):
    """That a review is asked for, or found necessary, before its date (CLR reg 7(2)(a)-(b)).

    It waits until a review is held for it, or until it ends without one: how, why and by whom. A request of the young
    person, or of their adviser, is never decided against.
    """

    person = models.ForeignKey(
        YoungPerson, on_delete=models.CASCADE, related_name="review_requests", db_comment=PERSONAL
    )
    asked_by = models.CharField("who asks", max_length=12, choices=choices_of(ASKED_BY_WORDS), db_comment=PERSONAL)
    asked_by_name = models.CharField("who, by name", max_length=120, blank=True, db_comment=PERSONAL)
    reason = models.CharField("why", max_length=9, choices=choices_of(REASON_WORDS), db_comment=SENSITIVE)
    words = models.TextField("what was said", blank=True, db_comment=SENSITIVE)
    asked_on = models.DateField(db_comment=RECORD_KEEPING)
    review = models.ForeignKey(
        PlanReview, null=True, blank=True, on_delete=models.RESTRICT, related_name="held_for", db_comment=RECORD_KEEPING
    )
    ended_on = models.DateField(null=True, blank=True, db_comment=RECORD_KEEPING)
    ended_how = models.CharField(max_length=9, choices=choices_of(ENDED_WORDS), blank=True, db_comment=RECORD_KEEPING)
    ended_why = models.TextField("why it ended without a review", blank=True, db_comment=SENSITIVE)
    ended_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_comment=PERSONAL
    )

    objects = ReviewRequests.as_manager()

    class Meta:
        ordering = ["-asked_on", "-recorded_at"]
        constraints = [
            models.CheckConstraint(
                name="review_request_ended_in_full",
                condition=Q(ended_on__isnull=True, ended_by__isnull=True, ended_how="", ended_why="")
                | (
                    Q(review__isnull=True, ended_on__gte=F("asked_on"), ended_by__isnull=False)
                    & ~Q(ended_how="")
                    & ~Q(ended_why="")
                ),
            ),
            models.CheckConstraint(
                name="review_request_held_where_it_must_be",
                condition=~Q(
                    ended_how=EndedHow.AGAINST.value, asked_by__in=sorted(each.value for each in MUST_BE_HELD)
                ),
            ),
        ]
        indexes = [models.Index(fields=["person", "asked_on"], name="review_request_by_person")]

    @property
    def is_waiting(self) -> bool:
        return self.review_id is None and self.ended_on is None

    @property
    def is_at_once(self) -> bool:
        return self.reason in AT_ONCE

    @property
    def who_asks(self) -> str:
        return self.asked_by_name or self.get_asked_by_display()
