"""Requests for one's own record, the copies that are made of it, and what was taken out of these and why."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q

from careleavers.models.base import (
    APPEND_ONLY,
    NO_TRUNCATE,
    Recorded,
    Revised,
    UUIDModel,
    choices_of,
    track,
    track_without,
)
from careleavers.models.people import YoungPerson
from careleavers.models.sensitivity import PERSONAL, RECORD_KEEPING, SENSITIVE
from careleavers.models.staff import User
from careleavers.rules.record_requests import (
    ENDS,
    EXEMPTION_WORDS,
    KIND_WORDS,
    STATE_WORDS,
    RecordRequestState,
    RequestFacts,
    answer_by,
)
from careleavers.rules.redactions import GROUND_WORDS

ENDED_STATES = sorted(each.value for each in ENDS)
OPEN_REQUEST = Q(closed_on=None)


@track
class RecordRequest(Recorded, Revised):
    """Somebody asks for a copy of what is kept about a young person, or to have something put right.

    `owner` answers it; nobody does while it is empty. `due_on`: the day by which the next thing is to be done, empty
    once it has ended; the last day for the answer is `answer_by`. `handed_in_by` says that the copy is finished, and
    `approved_by` is the second person.
    """

    KINDS = choices_of(KIND_WORDS)
    STATES = choices_of(STATE_WORDS)
    EXEMPTIONS = choices_of(EXEMPTION_WORDS)
    YOUNG_PERSON = "young_person"
    ASKERS = [
        (YOUNG_PERSON, "The young person"),
        ("representative", "Somebody on their behalf, with their agreement"),
        ("parent", "A parent or guardian, for a child"),
        ("family", "Family, after a death"),
    ]
    WAYS = [
        ("in_person", "In person"),
        ("phone", "Phone"),
        ("text", "Text or WhatsApp"),
        ("email", "Email"),
        ("letter", "Letter or form"),
        ("online", "Online"),
    ]
    WAYS_GIVEN = [
        ("in_person", "In person, with somebody beside them"),
        ("collected", "They collected it"),
        ("post", "By tracked post"),
        ("secure_email", "By secure email"),
    ]

    person = models.ForeignKey(
        YoungPerson, on_delete=models.CASCADE, related_name="record_requests", db_comment=PERSONAL
    )
    kind = models.CharField(max_length=10, choices=KINDS, db_comment=RECORD_KEEPING)
    state = models.CharField(
        max_length=14, choices=STATES, default=RecordRequestState.RECEIVED.value, db_comment=RECORD_KEEPING
    )
    asked_by = models.CharField(max_length=14, choices=ASKERS, default=YOUNG_PERSON, db_comment=PERSONAL)
    asker_name = models.CharField(max_length=120, blank=True, db_comment=PERSONAL)
    way = models.CharField(max_length=10, choices=WAYS, db_comment=RECORD_KEEPING)
    text = models.TextField(blank=True, db_comment=SENSITIVE)
    wants_support = models.CharField(max_length=300, blank=True, db_comment=SENSITIVE)
    received_on = models.DateField(db_comment=RECORD_KEEPING)
    identity_asked_on = models.DateField(null=True, blank=True, db_comment=RECORD_KEEPING)
    identity_checked_on = models.DateField(null=True, blank=True, db_comment=RECORD_KEEPING)
    identity_how = models.CharField(max_length=200, blank=True, db_comment=PERSONAL)
    extension_told_on = models.DateField(null=True, blank=True, db_comment=RECORD_KEEPING)
    extension_why = models.CharField(max_length=300, blank=True, db_comment=SENSITIVE)
    owner = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="record_requests", db_comment=PERSONAL
    )
    due_on = models.DateField(null=True, blank=True, db_comment=RECORD_KEEPING)
    copied_on = models.DateField(null=True, blank=True, db_comment=RECORD_KEEPING)
    handed_in_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_comment=RECORD_KEEPING
    )
    approved_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_comment=RECORD_KEEPING
    )
    approved_on = models.DateField(null=True, blank=True, db_comment=RECORD_KEEPING)
    return_comment = models.TextField(blank=True, db_comment=SENSITIVE)
    closed_on = models.DateField(null=True, blank=True, db_comment=RECORD_KEEPING)
    given_how = models.CharField(max_length=12, choices=WAYS_GIVEN, blank=True, db_comment=RECORD_KEEPING)
    exemption = models.CharField(max_length=12, choices=EXEMPTIONS, blank=True, db_comment=SENSITIVE)
    outcome = models.TextField(blank=True, db_comment=SENSITIVE)

    class Meta:
        ordering = ["due_on", "received_on"]
        constraints = [
            models.CheckConstraint(
                name="record_request_ended",
                condition=Q(closed_on=None, due_on__isnull=False) & ~Q(state__in=ENDED_STATES)
                | Q(closed_on__isnull=False, due_on=None, state__in=ENDED_STATES),
            ),
            models.CheckConstraint(
                name="record_request_second_person",
                condition=Q(approved_by=None) | ~Q(approved_by=F("handed_in_by")),
            ),
            models.CheckConstraint(
                name="record_request_refused_why",
                condition=~Q(state=RecordRequestState.REFUSED.value) | ~Q(exemption=""),
            ),
        ]
        indexes = [
            models.Index(fields=["due_on"], name="record_request_open", condition=OPEN_REQUEST),
            models.Index(fields=["person"], name="record_request_by_person"),
        ]

    @property
    def facts(self) -> RequestFacts:
        return RequestFacts(
            received_on=self.received_on,
            identity_asked_on=self.identity_asked_on,
            identity_checked_on=self.identity_checked_on,
            extended=self.extension_told_on is not None,
        )

    @property
    def answer_by(self) -> date | None:
        """The last day for the answer; None while proof of who asks is waited for."""
        return answer_by(self.facts)

    @property
    def is_open(self) -> bool:
        return self.closed_on is None

    @property
    def is_still_asked(self) -> bool:
        """Whether it is open, and nothing that was asked before their death: see `queries.record_requests`."""
        died_on = self.person.died_on
        return self.is_open and (died_on is None or self.received_on >= died_on)


class CopyEntry(UUIDModel):
    """One entry of a record as it was when a copy was begun. Never changed: what is taken out is in Redaction.

    `number` is its place in the copy, from 1; `source` and `source_id` say which row it came from.
    """

    request = models.ForeignKey(
        RecordRequest, on_delete=models.CASCADE, related_name="entries", db_comment=RECORD_KEEPING
    )
    number = models.PositiveIntegerField(db_comment=RECORD_KEEPING)
    section = models.CharField(max_length=60, db_comment=RECORD_KEEPING)
    heading = models.CharField(max_length=300, db_comment=SENSITIVE)
    text = models.TextField(blank=True, db_comment=SENSITIVE)
    source = models.CharField(max_length=40, db_comment=RECORD_KEEPING)
    source_id = models.UUIDField(db_comment=RECORD_KEEPING)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["request", "number"], name="copy_entry_once")]
        triggers = [APPEND_ONLY, NO_TRUNCATE]


@track
class Redaction(Recorded, Revised):
    """Words of one entry that somebody must decide on, or that are taken out of the copy.

    They are the characters from `start` up to but not including `end` of the entry's text, and `words` repeats them.
    """

    PROPOSED, OUT, IN = "proposed", "out", "in"
    STATES = [(PROPOSED, "To be decided"), (OUT, "Taken out"), (IN, "Left in")]
    GROUNDS = choices_of(GROUND_WORDS)
    EXEMPTIONS = choices_of(EXEMPTION_WORDS)

    entry = models.ForeignKey(CopyEntry, on_delete=models.CASCADE, related_name="redactions", db_comment=RECORD_KEEPING)
    start = models.PositiveIntegerField(db_comment=RECORD_KEEPING)
    end = models.PositiveIntegerField(db_comment=RECORD_KEEPING)
    words = models.TextField(db_comment=SENSITIVE)
    ground = models.CharField(max_length=12, choices=GROUNDS, db_comment=RECORD_KEEPING)
    state = models.CharField(max_length=8, choices=STATES, default=PROPOSED, db_comment=RECORD_KEEPING)
    exemption = models.CharField(max_length=12, choices=EXEMPTIONS, blank=True, db_comment=SENSITIVE)
    reason = models.CharField(max_length=300, blank=True, db_comment=SENSITIVE)
    decided_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_comment=RECORD_KEEPING
    )
    decided_at = models.DateTimeField(null=True, blank=True, db_comment=RECORD_KEEPING)

    class Meta:
        ordering = ["entry__number", "start"]
        constraints = [
            models.CheckConstraint(name="redaction_has_words", condition=Q(end__gt=F("start"))),
            models.CheckConstraint(
                name="redaction_decided_by_somebody",
                condition=Q(state="proposed", decided_by=None, decided_at=None)
                | ~Q(state="proposed") & Q(decided_by__isnull=False, decided_at__isnull=False),
            ),
            models.CheckConstraint(name="redaction_out_with_exemption", condition=~Q(state="out") | ~Q(exemption="")),
        ]


@track_without("content")
class CopyFile(models.Model):
    """The finished copy, as it was approved: the bytes that are given to whoever asked."""

    request = models.OneToOneField(
        RecordRequest, primary_key=True, on_delete=models.CASCADE, related_name="file", db_comment=RECORD_KEEPING
    )
    content = models.BinaryField(db_comment=SENSITIVE)
    sha256 = models.CharField(max_length=64, db_comment=RECORD_KEEPING)
