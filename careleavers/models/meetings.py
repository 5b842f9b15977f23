"""Bodies that meet, who sits on them, their meetings, and what was brought to them, decided and given to somebody."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from careleavers.models.base import Dated, Recorded, Revised, choices_of, ends_after_start, no_overlap, track
from careleavers.models.contacts import FollowUp
from careleavers.models.names import sort_name_of
from careleavers.models.people import YoungPerson
from careleavers.models.sensitivity import PERSONAL, RECORD_KEEPING, SENSITIVE
from careleavers.models.staff import Team, User
from careleavers.rules.meetings import KINDS, RHYTHM_WORDS, BodyKind, Rhythm

NOT_CLOSED = Q(closed_on__isnull=True)


@track
class Body(Recorded, Revised):
    """A panel, board, forum or group that meets. `team`: whose it is; empty: of the whole authority.

    `began_on`: the day from which it is to meet; its rhythm counts from there until it has met.
    """

    kind = models.CharField(
        max_length=26, choices=[(kind.code, kind.label) for kind in KINDS.values()], db_comment=RECORD_KEEPING
    )
    name = models.CharField(max_length=120, db_comment=RECORD_KEEPING)
    sort_name = sort_name_of("name", sensitivity=RECORD_KEEPING)
    team = models.ForeignKey(
        Team, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_comment=RECORD_KEEPING
    )
    purpose = models.CharField("what it is for", max_length=300, blank=True, db_comment=RECORD_KEEPING)
    rhythm = models.CharField(
        max_length=10,
        choices=choices_of(RHYTHM_WORDS),
        blank=True,
        db_comment=RECORD_KEEPING,
    )
    usual_place = models.CharField(max_length=120, blank=True, db_comment=RECORD_KEEPING)
    began_on = models.DateField(db_comment=RECORD_KEEPING)
    closed_on = models.DateField(null=True, blank=True, db_comment=RECORD_KEEPING)

    class Meta:
        ordering = ["sort_name"]
        verbose_name_plural = "bodies"

    @property
    def of_kind(self) -> BodyKind:
        return KINDS[self.kind]

    @property
    def meets(self) -> Rhythm:
        return Rhythm(self.rhythm)


@track
class BodyMember(Recorded, Revised, Dated):
    """Somebody who sits on a body over [starts_on, ends_on): a colleague (`user`), or somebody of another service by
    name. `seat`: which service they are there for.
    """

    CHAIR, CO_CHAIR, MINUTES, MEMBER = "chair", "co_chair", "minutes", "member"
    ROLES = [(CHAIR, "Chair"), (CO_CHAIR, "Co-chair"), (MINUTES, "Takes the minutes"), (MEMBER, "Member")]
    RUN_IT = (CHAIR, CO_CHAIR, MINUTES)

    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="members", db_comment=RECORD_KEEPING)
    user = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="bodies", db_comment=PERSONAL
    )
    name = models.CharField(max_length=120, blank=True, db_comment=PERSONAL)
    sort_name = sort_name_of("name", sensitivity=PERSONAL)
    organisation = models.CharField(max_length=120, blank=True, db_comment=PERSONAL)
    email = models.EmailField(blank=True, db_comment=PERSONAL)
    seat = models.CharField(max_length=40, blank=True, db_comment=RECORD_KEEPING)
    role = models.CharField(max_length=8, choices=ROLES, default=MEMBER, db_comment=RECORD_KEEPING)

    class Meta:
        ordering = ["starts_on", "recorded_at"]
        constraints = [
            models.CheckConstraint(
                name="body_member_is_a_colleague_or_named",
                condition=Q(user__isnull=False, name="") | Q(user__isnull=True) & ~Q(name=""),
            ),
            ends_after_start("body_member_ends_after_start", same_day=True),
            no_overlap("body_member_sits_once", "body", "user", condition=Q(user__isnull=False)),
        ]

    def __str__(self) -> str:
        return ", ".join(filter(None, (self.known_as, self.comes_from)))

    @property
    def known_as(self) -> str:
        return self.user.name if self.user else self.name

    @property
    def comes_from(self) -> str:
        """The service they are there for, or the organisation they come from."""
        return self.organisation or self.seat


@track
class Meeting(Recorded, Revised):
    """One meeting of a body, on the day `planned_on`: planned, then held or called off."""

    PLANNED, HELD, CALLED_OFF = "planned", "held", "called_off"
    STATES = [(PLANNED, "Planned"), (HELD, "Held"), (CALLED_OFF, "Called off")]

    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="meetings", db_comment=RECORD_KEEPING)
    planned_on = models.DateField(db_comment=RECORD_KEEPING)
    starts_at = models.TimeField(null=True, blank=True, db_comment=RECORD_KEEPING)
    place = models.CharField(max_length=120, blank=True, db_comment=RECORD_KEEPING)
    state = models.CharField(max_length=10, choices=STATES, default=PLANNED, db_comment=RECORD_KEEPING)
    why_called_off = models.CharField(max_length=200, blank=True, db_comment=RECORD_KEEPING)
    also_there = models.CharField("who else was there", max_length=300, blank=True, db_comment=PERSONAL)
    notes = models.TextField("what was said apart from the agenda", blank=True, db_comment=SENSITIVE)

    class Meta:
        ordering = ["-planned_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["body", "planned_on"],
                condition=~Q(state="called_off"),
                name="meeting_once_a_day",
            ),
            models.CheckConstraint(
                name="meeting_called_off_with_reason",
                condition=Q(state="called_off") & ~Q(why_called_off="") | ~Q(state="called_off") & Q(why_called_off=""),
            ),
        ]
        indexes = [models.Index(fields=["planned_on"], name="meeting_planned", condition=Q(state="planned"))]


@track
class Attendance(Recorded):
    """Whether a member came to a meeting."""

    CAME, APOLOGIES, ABSENT = "came", "apologies", "absent"
    CAME_OR_NOT = [(CAME, "Came"), (APOLOGIES, "Sent apologies"), (ABSENT, "Did not come")]

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="attendance", db_comment=RECORD_KEEPING)
    member = models.ForeignKey(
        BodyMember, on_delete=models.PROTECT, related_name="attendance", db_comment=RECORD_KEEPING
    )
    came = models.CharField(max_length=9, choices=CAME_OR_NOT, db_comment=RECORD_KEEPING)

    class Meta:
        ordering = ["recorded_at"]
        constraints = [models.UniqueConstraint(fields=["meeting", "member"], name="attendance_once")]


@track
class MeetingItem(Recorded, Revised):
    """Something that is brought to a body: about a young person, or about the service (`person` empty).

    It waits for the next meeting while `meeting` is empty. Decided, put off or taken back, it has an `outcome`; one
    that was put off goes on in another item, whose `continues` it is.
    """

    DECIDED, PUT_OFF, TAKEN_BACK = "decided", "put_off", "taken_back"
    OUTCOMES = [(DECIDED, "Decided"), (PUT_OFF, "Put off to the next meeting"), (TAKEN_BACK, "Taken back")]

    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="items", db_comment=RECORD_KEEPING)
    meeting = models.ForeignKey(
        Meeting, null=True, blank=True, on_delete=models.PROTECT, related_name="items", db_comment=RECORD_KEEPING
    )
    person = models.ForeignKey(
        YoungPerson,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="meeting_items",
        db_comment=PERSONAL,
    )
    about = models.CharField("what it is about", max_length=120, db_comment=SENSITIVE)
    reason = models.TextField("why it is brought", blank=True, db_comment=SENSITIVE)
    wanted = models.TextField("what should come of it", blank=True, db_comment=SENSITIVE)
    person_told = models.CharField("whether they know of it", max_length=200, blank=True, db_comment=SENSITIVE)
    said = models.TextField("what was said", blank=True, db_comment=SENSITIVE)
    decision = models.TextField(blank=True, db_comment=SENSITIVE)
    outcome = models.CharField(max_length=10, choices=OUTCOMES, blank=True, db_comment=RECORD_KEEPING)
    closed_on = models.DateField(null=True, blank=True, db_comment=RECORD_KEEPING)
    continues = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.CASCADE, related_name="continued_by", db_comment=RECORD_KEEPING
    )

    class Meta:
        ordering = ["recorded_at"]
        constraints = [
            models.CheckConstraint(
                name="meeting_item_closed_with_outcome",
                condition=Q(outcome="", closed_on__isnull=True) | ~Q(outcome="") & Q(closed_on__isnull=False),
            ),
            models.CheckConstraint(
                name="meeting_item_decided_says_what",
                condition=~Q(outcome="decided") | ~Q(decision="") & Q(meeting__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["body"], name="meeting_item_waits", condition=Q(meeting__isnull=True, outcome="")),
        ]

    @property
    def heading(self) -> str:
        """Whom and what it is about, for whoever may read it."""
        return f"{self.person.known_as}: {self.about}" if self.person else self.about


@track
class ServiceTask(Recorded, Revised):
    """Something to be done about the service by a day, which a body decided. `assigned_to` is empty where whoever had
    it left, and nobody who runs the body has taken it yet.
    """

    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="tasks", db_comment=RECORD_KEEPING)
    text = models.CharField(max_length=200, db_comment=SENSITIVE)
    due_on = models.DateField(db_comment=RECORD_KEEPING)
    assigned_to = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="service_tasks", db_comment=PERSONAL
    )
    done_on = models.DateField(null=True, blank=True, db_comment=RECORD_KEEPING)
    done_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_comment=RECORD_KEEPING
    )
    not_needed_because = models.CharField(max_length=200, blank=True, db_comment=SENSITIVE)

    class Meta:
        ordering = ["due_on"]
        indexes = [
            models.Index(fields=["assigned_to", "due_on"], name="service_task_open", condition=Q(done_on__isnull=True))
        ]


@track
class MeetingAction(Recorded):
    """What somebody is to do after a meeting. About a young person it is a follow-up of their record, like any other;
    about the service a task of its own. `partner`: the member of another service who does it, whom the colleague asks.
    """

    item = models.ForeignKey(MeetingItem, on_delete=models.CASCADE, related_name="actions", db_comment=RECORD_KEEPING)
    partner = models.ForeignKey(
        BodyMember, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_comment=RECORD_KEEPING
    )
    follow_up = models.OneToOneField(
        FollowUp,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="meeting_action",
        db_comment=RECORD_KEEPING,
    )
    service_task = models.OneToOneField(
        ServiceTask,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="meeting_action",
        db_comment=RECORD_KEEPING,
    )

    class Meta:
        ordering = ["recorded_at"]
        constraints = [
            models.CheckConstraint(
                name="meeting_action_is_one_task",
                condition=Q(follow_up__isnull=False, service_task__isnull=True)
                | Q(follow_up__isnull=True, service_task__isnull=False),
            )
        ]

    @property
    def task(self) -> Any:
        """The FollowUp or the ServiceTask: both say what, by when, by whom, and when it was done."""
        return self.follow_up or self.service_task
