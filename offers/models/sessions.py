"""Sessions for young people in a group, who has signed up for each, and who came."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q

from careleavers.models import Contact, User, YoungPerson
from careleavers.models.base import Recorded, Revised, choices_of, track
from careleavers.models.sensitivity import PERSONAL, RECORD_KEEPING
from careleavers.rules.words import hour, weekday
from offers.models.opportunities import Employer
from offers.rules.sessions import KIND_WORDS, SignUpState, ToTell


@track
class GroupSession(Recorded, Revised):
    """A session on one day, led by a colleague: a hub, a workshop, a trip. Without `places` everybody may come."""

    KINDS = choices_of(KIND_WORDS)
    FUNDING = [
        ("council", "The service’s own budget"),
        ("grant", "A grant"),
        ("sponsor", "A sponsor or charity"),
        ("partner", "The partner who runs it"),
        ("nothing", "It costs nothing"),
    ]

    title = models.CharField(max_length=120, db_comment=RECORD_KEEPING)
    kind = models.CharField(max_length=8, choices=KINDS, db_comment=RECORD_KEEPING)
    held_on = models.DateField(db_comment=RECORD_KEEPING)
    starts_at = models.TimeField(db_comment=RECORD_KEEPING)
    ends_at = models.TimeField(null=True, blank=True, db_comment=RECORD_KEEPING)
    venue = models.CharField("where it is", max_length=200, db_comment=RECORD_KEEPING)
    places = models.PositiveSmallIntegerField("how many may come", null=True, blank=True, db_comment=RECORD_KEEPING)
    leader = models.ForeignKey(User, on_delete=models.PROTECT, related_name="sessions_led", db_comment=RECORD_KEEPING)
    partner = models.CharField("who else runs it", max_length=120, blank=True, db_comment=RECORD_KEEPING)
    employer = models.ForeignKey(
        Employer, null=True, blank=True, on_delete=models.PROTECT, related_name="sessions", db_comment=RECORD_KEEPING
    )
    about = models.TextField("what it is", blank=True, db_comment=RECORD_KEEPING)
    cost = models.DecimalField(
        "what it costs, in pounds", max_digits=8, decimal_places=2, null=True, blank=True, db_comment=RECORD_KEEPING
    )
    funding = models.CharField("who pays", max_length=8, choices=FUNDING, default="council", db_comment=RECORD_KEEPING)
    funding_detail = models.CharField("which grant or sponsor", max_length=120, blank=True, db_comment=RECORD_KEEPING)
    attendance_on = models.DateField("who came was written down", null=True, blank=True, db_comment=RECORD_KEEPING)
    cancelled_on = models.DateField(null=True, blank=True, db_comment=RECORD_KEEPING)
    cancelled_because = models.CharField(max_length=200, blank=True, db_comment=RECORD_KEEPING)

    class Meta:
        ordering = ["held_on", "starts_at", "title"]
        indexes = [models.Index(fields=["held_on"], name="session_by_day")]
        constraints = [
            models.CheckConstraint(name="session_ends_after_it_starts", condition=Q(ends_at__gt=F("starts_at"))),
            models.CheckConstraint(name="session_has_places", condition=Q(places__gte=1)),
            models.CheckConstraint(name="session_costs_no_less_than_nothing", condition=Q(cost__gte=0)),
            models.CheckConstraint(
                name="session_cancelled_or_held", condition=Q(cancelled_on=None) | Q(attendance_on=None)
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def when(self) -> str:
        """Such as "Friday 4 December, 2 pm"."""
        return f"{weekday(self.held_on)}, {hour(self.starts_at)}"

    def is_to_come(self, today: date) -> bool:
        """Whether it is today or later, and not cancelled."""
        return self.held_on >= today and self.cancelled_on is None


class SignUpQuerySet(models.QuerySet["SignUp"]):
    def live(self) -> SignUpQuerySet:
        """With a place, or waiting for one."""
        return self.exclude(state=SignUpState.ENDED)

    def in_line(self) -> SignUpQuerySet:
        """Who waits, in the order in which they get a place."""
        return self.filter(state=SignUpState.WAITING).order_by("number")


@track
class SignUp(Recorded, Revised):
    """Somebody has a place in a session, waits for one, or does not come any more; and whether they came.

    `to_tell` is what they do not know yet, since `to_tell_since`. `contact` is the contact that was written down with
    who came.
    """

    STATES = [
        (SignUpState.PLACE.value, "Has a place"),
        (SignUpState.WAITING.value, "Waits for a place"),
        (SignUpState.ENDED.value, "Does not come"),
    ]
    CAME = "came"
    CAME_OR_NOT = [(CAME, "Came"), ("absent", "Did not come")]
    WITHDREW, CANCELLED, DIED, RESTRICTED, NOT_OPEN = "withdrew", "cancelled", "died", "restricted", "not_open"
    REASONS = [
        (WITHDREW, "They do not come"),
        (CANCELLED, "The session was cancelled"),
        (DIED, "They have died"),
        (RESTRICTED, "Their record was restricted"),
        (NOT_OPEN, "They are not open to the service on that day"),
    ]
    TO_TELL = [(ToTell.NOTHING.value, "Nothing"), *((each.value, each.value) for each in ToTell if each)]

    session = models.ForeignKey(
        GroupSession, on_delete=models.PROTECT, related_name="sign_ups", db_comment=RECORD_KEEPING
    )
    person = models.ForeignKey(
        YoungPerson, on_delete=models.CASCADE, related_name="session_sign_ups", db_comment=PERSONAL
    )
    number = models.PositiveIntegerField("the how-manieth who signed up", db_comment=RECORD_KEEPING)
    state = models.CharField(max_length=7, choices=STATES, db_comment=PERSONAL)
    signed_up_on = models.DateField(db_comment=RECORD_KEEPING)
    ended_on = models.DateField(null=True, blank=True, db_comment=RECORD_KEEPING)
    ended_because = models.CharField(max_length=10, choices=REASONS, blank=True, db_comment=PERSONAL)
    came = models.CharField(max_length=6, choices=CAME_OR_NOT, blank=True, db_comment=PERSONAL)
    contact = models.ForeignKey(
        Contact, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", db_comment=RECORD_KEEPING
    )
    to_tell = models.CharField(max_length=9, choices=TO_TELL, blank=True, db_comment=RECORD_KEEPING)
    to_tell_since = models.DateField(null=True, blank=True, db_comment=RECORD_KEEPING)

    objects = SignUpQuerySet.as_manager()

    class Meta:
        verbose_name = "sign-up for a session"
        verbose_name_plural = "sign-ups for sessions"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["session", "person"], condition=~Q(state="ended"), name="signed_up_once"),
            models.UniqueConstraint(fields=["session", "number"], name="sign_up_number_once"),
            models.CheckConstraint(
                name="sign_up_ended_with_reason",
                condition=Q(state="ended", ended_on__isnull=False) & ~Q(ended_because="")
                | ~Q(state="ended") & Q(ended_on=None, ended_because=""),
            ),
            models.CheckConstraint(name="who_came_had_a_place", condition=~Q(came="came") | Q(state="place")),
            models.CheckConstraint(
                name="to_tell_since_a_day",
                condition=Q(to_tell="", to_tell_since=None) | ~Q(to_tell="") & Q(to_tell_since__isnull=False),
            ),
        ]
