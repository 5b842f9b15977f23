"""Mentors, groups and clubs that somebody has beside education and work."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q

from careleavers.models.base import Recorded, Revised, track
from careleavers.models.people import YoungPerson
from careleavers.models.sensitivity import PERSONAL, SENSITIVE


def goes_on(today: date) -> Q:
    """The condition of a membership that is not over: the last day counts as one on which they still go."""
    return Q(left_on=None) | Q(left_on__gte=today)


@track
class Membership(Recorded, Revised):
    """A mentor somebody has, or a group they go to, over [joined_on, left_on]: both days included."""

    KINDS = [
        ("mentor", "A mentor"),
        ("forum", "Care leavers’ forum or council"),
        ("group", "Group or drop-in of ours"),
        ("club", "Sport, music or another club"),
        ("faith", "Faith or community group"),
        ("volunteering", "Volunteering"),
        ("other", "Something else"),
    ]

    person = models.ForeignKey(YoungPerson, on_delete=models.CASCADE, related_name="memberships", db_comment=PERSONAL)
    kind = models.CharField(max_length=12, choices=KINDS, db_comment=SENSITIVE)  # may tell a faith (UK GDPR art 9)
    name = models.CharField("who or what it is", max_length=120, db_comment=SENSITIVE)
    joined_on = models.DateField(db_comment=PERSONAL)
    left_on = models.DateField(null=True, blank=True, db_comment=PERSONAL)
    note = models.CharField("what it gives them, in their words", max_length=300, blank=True, db_comment=SENSITIVE)

    class Meta:
        ordering = ["-joined_on", "-recorded_at"]
        constraints = [
            models.CheckConstraint(
                name="membership_left_after_joined", condition=Q(left_on=None) | Q(left_on__gte=F("joined_on"))
            )
        ]
