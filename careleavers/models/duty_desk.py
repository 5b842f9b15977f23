"""Calls and messages that reach the service rather than somebody's own worker, and what became of each."""

from __future__ import annotations

from datetime import date, time

from django.db import models
from django.db.models import Q
from django.utils.timezone import localdate, localtime

from careleavers.models.base import APPEND_ONLY, NO_TRUNCATE, Recorded, Revised, track
from careleavers.models.contacts import Contact
from careleavers.models.people import YoungPerson
from careleavers.models.sensitivity import PERSONAL, RECORD_KEEPING, SENSITIVE
from careleavers.models.staff import Team, User

UNANSWERED = Q(outcome="")


@track
class DutyMessage(Recorded, Revised):
    """One call or message, from when it reached the service until it has an outcome.

    `person` is empty until somebody has said whose record it belongs to; `name_given` is what the caller said.
    `held_by` has taken it; nobody has while it waits at the desk. `team` is whose desk it waits at; empty: any team's.
    `due_on` is the day by which it is to be answered.
    """

    WAYS = [
        ("phone", "Phone call"),
        ("text", "Text or WhatsApp"),
        ("email", "Email"),
        ("letter", "Letter"),
        ("in_person", "At the door or reception"),
        ("online", "Online"),
        ("other", "Another way"),
    ]
    YOUNG_PERSON = "young_person"
    CALLERS = [
        (YOUNG_PERSON, "The young person"),
        ("family", "Their family, partner or carer"),
        ("professional", "Another service"),
        ("other", "Somebody else"),
    ]
    ANSWERED, ELSEWHERE, NOT_REACHED, MISTAKE = "answered", "elsewhere", "not_reached", "mistake"
    OUTCOMES = [
        (ANSWERED, "Answered"),
        (ELSEWHERE, "Answered: another service helps them"),
        (NOT_REACHED, "Nobody could be reached"),
        (MISTAKE, "Written down by mistake, or twice"),
    ]

    way = models.CharField(max_length=10, choices=WAYS, db_comment=RECORD_KEEPING)
    caller = models.CharField(max_length=12, choices=CALLERS, db_comment=RECORD_KEEPING)
    reached_at = models.DateTimeField(db_comment=RECORD_KEEPING)
    name_given = models.CharField(max_length=120, db_comment=PERSONAL)
    caller_name = models.CharField(max_length=120, blank=True, db_comment=PERSONAL)
    call_back = models.CharField(max_length=120, blank=True, db_comment=PERSONAL)
    text = models.TextField(db_comment=SENSITIVE)
    is_urgent = models.BooleanField(default=False, db_comment=SENSITIVE)
    team = models.ForeignKey(
        Team, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_comment=RECORD_KEEPING
    )
    person = models.ForeignKey(
        YoungPerson,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="duty_messages",
        db_comment=PERSONAL,
    )
    held_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="duty_messages", db_comment=RECORD_KEEPING
    )
    due_on = models.DateField(db_comment=RECORD_KEEPING)
    outcome = models.CharField(max_length=12, choices=OUTCOMES, blank=True, db_comment=RECORD_KEEPING)
    closed_on = models.DateField(null=True, blank=True, db_comment=RECORD_KEEPING)
    contact = models.ForeignKey(
        Contact, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", db_comment=RECORD_KEEPING
    )

    class Meta:
        ordering = ["due_on", "reached_at"]
        constraints = [
            models.CheckConstraint(
                name="duty_message_closed_with_outcome",
                condition=UNANSWERED & Q(closed_on__isnull=True) | ~UNANSWERED & Q(closed_on__isnull=False),
            )
        ]
        indexes = [
            models.Index(fields=["due_on", "reached_at"], name="duty_message_unanswered", condition=UNANSWERED),
        ]

    @property
    def whom(self) -> str:
        """Whom it is about: by the record, or as the caller said."""
        return self.person.known_as if self.person else self.name_given

    @property
    def reached_on(self) -> date:
        """The day in England."""
        return localdate(self.reached_at)

    @property
    def reached_time(self) -> time:
        """The hour and minute in England."""
        return localtime(self.reached_at).time().replace(second=0, microsecond=0)


class DutyStep(Recorded):
    """One thing that was done about a message. Rows are only added. `to` is to whom it was passed on."""

    TAKEN, PUT_BACK, PASSED_ON, TRIED, CONNECTED, APART, CLOSED, OPENED = (
        "taken",
        "put_back",
        "passed_on",
        "tried",
        "connected",
        "apart",
        "closed",
        "opened",
    )
    KINDS = [
        (TAKEN, "Taken"),
        (PUT_BACK, "Put back on the desk"),
        (PASSED_ON, "Passed on"),
        (TRIED, "Tried, no reply"),
        (CONNECTED, "Put into a record"),
        (APART, "Taken out of a record"),
        (CLOSED, "Closed"),
        (OPENED, "Opened again"),
    ]

    message = models.ForeignKey(DutyMessage, on_delete=models.CASCADE, related_name="steps", db_comment=RECORD_KEEPING)
    kind = models.CharField(max_length=10, choices=KINDS, db_comment=RECORD_KEEPING)
    text = models.TextField(blank=True, db_comment=SENSITIVE)
    to = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_comment=RECORD_KEEPING
    )

    class Meta:
        ordering = ["recorded_at"]
        triggers = [APPEND_ONLY, NO_TRUNCATE]
