"""Contacts that are planned: with whom, when, where and how."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q

from careleavers.models.base import Recorded, Revised, track
from careleavers.models.contacts import Contact
from careleavers.models.people import YoungPerson
from careleavers.models.sensitivity import PERSONAL, RECORD_KEEPING, SENSITIVE
from careleavers.models.staff import User
from careleavers.rules import words

PLANNED = Q(outcome="")


class AppointmentQuerySet(models.QuerySet["Appointment"]):
    def still_planned(self) -> AppointmentQuerySet:
        """Those of which nobody has said yet what became of them. After a death nothing is planned any more."""
        return self.filter(PLANNED, person__died_on=None)

    def passed_by(self, today: date) -> AppointmentQuerySet:
        """Those planned for a day before today."""
        return self.filter(planned_on__lt=today)


@track
class Appointment(Recorded, Revised):
    """A contact of one worker with one young person, planned for a day and an hour in England.

    It is open until a contact is written up for it (`contact`), or until somebody says why there will be none or was
    none (`reason`); moved, it is changed in place. `arranged_in` is the contact in which it was agreed.
    """

    WRITTEN_UP, DID_NOT_HAPPEN, CANCELLED = "written_up", "did_not_happen", "cancelled"
    OUTCOMES = [(WRITTEN_UP, "Written up"), (DID_NOT_HAPPEN, "Did not happen"), (CANCELLED, "Cancelled")]

    person = models.ForeignKey(YoungPerson, on_delete=models.CASCADE, related_name="appointments", db_comment=PERSONAL)
    worker = models.ForeignKey(User, on_delete=models.PROTECT, related_name="appointments", db_comment=PERSONAL)
    planned_on = models.DateField(db_comment=PERSONAL)
    planned_at = models.TimeField("the hour in England", db_comment=PERSONAL)
    method = models.CharField(
        max_length=12, choices=Contact.METHODS, default=Contact.FACE_TO_FACE, db_comment=RECORD_KEEPING
    )
    place = models.CharField(max_length=100, blank=True, db_comment=PERSONAL)
    purpose = models.CharField(max_length=200, blank=True, db_comment=SENSITIVE)
    arranged_in = models.ForeignKey(
        Contact,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="appointments_arranged",
        db_comment=RECORD_KEEPING,
    )
    outcome = models.CharField(max_length=14, blank=True, choices=OUTCOMES, db_comment=RECORD_KEEPING)
    contact = models.ForeignKey(
        Contact,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="appointments",
        db_comment=RECORD_KEEPING,
    )
    reason = models.CharField(max_length=200, blank=True, db_comment=SENSITIVE)
    closed_on = models.DateField(null=True, blank=True, db_comment=RECORD_KEEPING)

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        ordering = ["planned_on", "planned_at"]
        constraints = [
            models.CheckConstraint(
                name="appointment_closed_with_its_outcome",
                condition=PLANNED & Q(closed_on__isnull=True) | ~PLANNED & Q(closed_on__isnull=False),
            )
        ]
        indexes = [
            models.Index(fields=["worker", "planned_on"], name="appointment_planned", condition=PLANNED),
            models.Index(fields=["person", "planned_on"], name="appointment_by_person"),
        ]

    @property
    def when(self) -> str:
        """ "Tuesday 24 November at 3 pm"."""
        return f"{words.weekday(self.planned_on)} at {words.hour(self.planned_at)}"

    @property
    def how_and_where(self) -> str:
        """ "face to face, the library"."""
        return ", ".join(part for part in (self.get_method_display().lower(), self.place) if part)

    @property
    def summary(self) -> str:
        """ "Tuesday 24 November at 3 pm, face to face, the library"."""
        return f"{self.when}, {self.how_and_where}"
