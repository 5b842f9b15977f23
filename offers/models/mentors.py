"""Mentors, and the young people who want one, have one or had one."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q

from careleavers.models import User, YoungPerson
from careleavers.models.base import Recorded, Revised, choices_of, track
from careleavers.models.sensitivity import PERSONAL, RECORD_KEEPING, SENSITIVE
from offers.models.opportunities import SECTORS, Employer
from offers.rules.mentors import ENDED_WORDS, KIND_WORDS, MentorTask, next_task


@track
class Mentor(Recorded, Revised):
    """An adult who gives time to young people, so many of them at once. The colleague who keeps in touch with them
    asks for their DBS check, again by `check_by`; nobody is matched with a mentor whose check nobody has seen."""

    KINDS = choices_of(KIND_WORDS)

    name = models.CharField(max_length=120, db_comment=PERSONAL)
    kind = models.CharField(max_length=10, choices=KINDS, db_comment=PERSONAL)
    employer = models.ForeignKey(
        Employer, null=True, blank=True, on_delete=models.PROTECT, related_name="mentors", db_comment=RECORD_KEEPING
    )
    contact = models.CharField("how to reach them", max_length=200, blank=True, db_comment=PERSONAL)
    sector = models.CharField("work they know", max_length=12, choices=SECTORS, blank=True, db_comment=PERSONAL)
    gives = models.CharField("what they can help with", max_length=300, blank=True, db_comment=PERSONAL)
    places = models.PositiveSmallIntegerField("how many at once", default=1, db_comment=RECORD_KEEPING)
    checked_on = models.DateField("when their DBS check was seen", null=True, blank=True, db_comment=PERSONAL)
    check_by = models.DateField("by when it is asked for again", db_comment=RECORD_KEEPING)
    keeper = models.ForeignKey(User, on_delete=models.PROTECT, related_name="mentors_kept", db_comment=PERSONAL)
    ended_on = models.DateField("since when they are no mentor", null=True, blank=True, db_comment=RECORD_KEEPING)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["keeper", "check_by"], name="mentor_to_check", condition=Q(ended_on=None))]
        constraints = [models.CheckConstraint(name="mentor_has_places", condition=Q(places__gte=1))]

    def __str__(self) -> str:
        return self.name


class MentoringQuerySet(models.QuerySet["Mentoring"]):
    def going_on(self) -> MentoringQuerySet:
        """Wished for or matched, not ended, of somebody who is alive."""
        return self.filter(ended_on=None, person__died_on=None)


@track
class Mentoring(Recorded, Revised):
    """That somebody wants a mentor, since `asked_on`; whom they got, from `began_on`; how it went when it was last
    asked about, on `looked_on`; and why it ended."""

    REASONS = choices_of(ENDED_WORDS)

    person = models.ForeignKey(YoungPerson, on_delete=models.CASCADE, related_name="mentorings", db_comment=PERSONAL)
    asked_on = models.DateField("when they asked", db_comment=PERSONAL)
    hopes = models.CharField("what they want from it, in their words", max_length=300, db_comment=SENSITIVE)
    mentor = models.ForeignKey(
        Mentor, null=True, blank=True, on_delete=models.PROTECT, related_name="mentorings", db_comment=PERSONAL
    )
    began_on = models.DateField(null=True, blank=True, db_comment=PERSONAL)
    look_again_on = models.DateField("when it is asked how it goes", null=True, blank=True, db_comment=RECORD_KEEPING)
    looked_on = models.DateField("when it was asked last", null=True, blank=True, db_comment=RECORD_KEEPING)
    how_it_goes = models.CharField(max_length=300, blank=True, db_comment=SENSITIVE)
    ended_on = models.DateField(null=True, blank=True, db_comment=PERSONAL)
    ended_because = models.CharField(max_length=12, choices=REASONS, blank=True, db_comment=PERSONAL)

    objects = MentoringQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_on", "-recorded_at"]
        verbose_name = "mentoring"
        verbose_name_plural = "mentoring"
        constraints = [
            models.UniqueConstraint(fields=["person"], condition=Q(ended_on=None), name="one_mentor_at_a_time"),
            models.CheckConstraint(
                name="mentoring_begins_with_a_mentor",
                condition=Q(mentor=None, began_on=None, look_again_on=None)
                | Q(mentor__isnull=False, began_on__gte=F("asked_on"), look_again_on__isnull=False),
            ),
            models.CheckConstraint(
                name="mentoring_ended_with_reason",
                condition=Q(ended_on=None, ended_because="") | Q(ended_on__gte=F("asked_on")) & ~Q(ended_because=""),
            ),
        ]

    def next_task(self) -> MentorTask | None:
        """None once it has ended."""
        if self.ended_on:
            return None
        name = self.mentor.name if self.mentor else ""
        return next_task(self.asked_on, name, self.look_again_on, self.last_on)

    @property
    def last_on(self) -> date | None:
        """When it was asked about last, or when it began."""
        return self.looked_on or self.began_on
