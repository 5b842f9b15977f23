"""Sessions: which there are, who has signed up of those the user may know of, and how many came by kind and quarter."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce

from careleavers.models import User, YoungPerson
from careleavers.models.statements import StatementOfUser
from careleavers.permissions import Permission, Role
from careleavers.queries.held_work import HeldKind, HeldThing
from careleavers.rules.words import weekday
from offers.models import GroupSession, SignUp
from offers.queries.surveys import hidden_number
from offers.rules.sessions import KIND_WORDS, Quarter, SessionKind, SignUpState, free_places, quarters_of

LEADS = (Permission.LOG_CONTACT, Permission.EDIT_OFFER)  # whoever may set sessions up and lead them
LEADING_ROLES = [role for role in Role if role.permissions.intersection(LEADS)]
OFFERED_FOR = timedelta(days=90)
COMES = Count("sign_ups", filter=Q(sign_ups__state=SignUpState.PLACE))
WAITS = Count("sign_ups", filter=Q(sign_ups__state=SignUpState.WAITING))
CAME = Count("sign_ups", filter=Q(sign_ups__came=SignUp.CAME))


@dataclass(frozen=True)
class SessionLine:
    """A session with how many have a place, wait and came; whoever may be seen or not is counted."""

    session: GroupSession
    comes: int
    waits: int
    came: int

    @property
    def left(self) -> int | None:
        """How many places are free; None where everybody may come."""
        return free_places(self.session.places, self.comes)


def sessions() -> QuerySet[Any]:
    """All with their numbers, and their leaders."""
    return GroupSession.objects.select_related("leader", "employer").annotate(comes=COMES, waits=WAITS, who_came=CAME)


def line_of(row: Any) -> SessionLine:
    """A row of `sessions`."""
    return SessionLine(row, row.comes, row.waits, row.who_came)


def to_come(today: date) -> Q:
    """Sign-ups for sessions of the day or later that are not cancelled, of those who come or wait."""
    return Q(session__held_on__gte=today, session__cancelled_on=None) & ~Q(state=SignUpState.ENDED)


def leaders(today: date) -> QuerySet[User]:
    """Those who may lead a session: it is on their Today."""
    return User.objects.with_role(*LEADING_ROLES, today=today).order_by("sort_name", "pk")


def may_change(session: GroupSession, user: User) -> bool:
    """Whoever leads it or set it up, managers, and those who keep the offer."""
    if user.may(Permission.MANAGE_TEAM) or user.may(Permission.EDIT_OFFER):
        return True
    return user.pk in (session.leader_id, session.recorded_by_id) and user.may(Permission.LOG_CONTACT)


def may_sign_up(user: User) -> bool:
    """Whether they may sign up those whose names they see."""
    return user.may(Permission.LOG_CONTACT) or user.may(Permission.RUN_SURVEYS)


def sees_names(user: User) -> bool:
    return user.may(Permission.VIEW_RECORD) or user.may(Permission.RUN_SURVEYS)


def sign_ups_seen(session: GroupSession, user: User) -> list[tuple[SignUp, bool]]:
    """Who comes and who waits, in order, each with whether the user may see their record. Whoever leads the session
    reads the names of everybody, but of restricted records. Two queries."""
    rows = session.sign_ups.live().select_related("person", "contact")
    may_see = set(
        YoungPerson.objects.visible_to(user).filter(session_sign_ups__in=rows).values_list("pk", flat=True)
        if sees_names(user)
        else ()
    )
    leads = user.pk == session.leader_id and may_change(session, user)
    ordered = rows.order_by("number")
    return [
        (row, row.person_id in may_see)
        for row in ordered
        if row.person_id in may_see or (leads and not row.person.is_restricted)
    ]


def sign_ups_of(person: YoungPerson) -> QuerySet[SignUp]:
    """Theirs, with the sessions; the next first. What ended because they did not come is among them."""
    return person.session_sign_ups.select_related("session").order_by("session__held_on", "session__starts_at", "pk")


def places_in_line(rows: Iterable[SignUp]) -> dict[UUID, int]:
    """Of those who wait: the how-manieth in line they are. One query."""
    waiting = [row for row in rows if row.state == SignUpState.WAITING]
    lines: dict[UUID, list[UUID]] = defaultdict(list)
    if waiting:
        found = SignUp.objects.in_line().filter(session__in={row.session_id for row in waiting})
        for session, pk in found.values_list("session_id", "pk"):
            lines[session].append(pk)
    return {row.pk: lines[row.session_id].index(row.pk) + 1 for row in waiting}


def open_for(person: YoungPerson, today: date) -> list[SessionLine]:
    """Sessions of the next three months that they are not signed up for. One query."""
    theirs = SignUp.objects.live().filter(person=person).values("session")
    rows = sessions().filter(held_on__gte=today, held_on__lt=today + OFFERED_FOR, cancelled_on=None)
    return [line_of(row) for row in rows.exclude(pk__in=theirs)]


def _to_lead(user: User, today: date, week_ago: date) -> QuerySet[GroupSession]:
    """Sessions of the user that are on today, or over without a word on who came. Those who keep the offer have also
    what was over a week ago, and what is led by somebody who has left."""
    wanted = Q(leader=user, held_on__lte=today)
    if user.may(Permission.EDIT_OFFER):
        wanted |= Q(leader__is_active=False) | Q(held_on__lte=week_ago)
    due = GroupSession.objects.filter(wanted, cancelled_on=None, attendance_on=None)
    shown = due.select_related("leader").only("title", "held_on", "starts_at", "venue", "leader__name")
    return shown.order_by("held_on", "starts_at", "pk")


TO_LEAD = StatementOfUser(_to_lead, date, date)


def sessions_held(worker: User, today: date) -> Iterable[HeldKind]:
    """What somebody has still to lead, or to say who came."""
    rows = GroupSession.objects.filter(leader=worker, cancelled_on=None, attendance_on=None)
    yield HeldKind(
        "session",
        "Sessions that they lead",
        [HeldThing(what=f"{row.title}, {weekday(row.held_on)}", due_on=row.held_on) for row in rows],
        "Give each to somebody else on its page, or cancel it. Until then those who keep the local offer have them.",
    )


@dataclass(frozen=True)
class SessionCount:
    """Of one kind in one quarter: sessions held, times that somebody came, and how many young people did. `people` is
    "c" where it is hidden, and `times` with it."""

    held: int
    times: int | str
    people: int | str


@dataclass(frozen=True)
class SessionYear:
    """A financial year: by kind, a count for each quarter and one for the year; and what it cost, by who paid."""

    quarters: list[Quarter]
    rows: list[tuple[str, list[SessionCount]]]
    costs: list[tuple[str, Decimal]]


def session_year(year: int, small: int = 0) -> SessionYear:
    """How many sessions were held in the financial year from April of `year`, and how many came. Three queries.

    `small`: numbers of young people from 1 up to it are hidden, with how often they came. The number of a year is that
    of different people, and no sum of its quarters.
    """
    quarters = quarters_of(year)
    begins_on, ends_on = quarters[0].begins_on, quarters[-1].ends_on
    within = {"held_on__gte": begins_on, "held_on__lt": ends_on}
    held = GroupSession.objects.filter(**within).exclude(attendance_on=None)
    came = SignUp.objects.filter(came=SignUp.CAME, **{f"session__{name}": day for name, day in within.items()})
    days = list(held.order_by().values_list("kind", "held_on"))
    visits = list(came.order_by().values_list("session__kind", "session__held_on", "person_id"))
    spans = [(quarter.begins_on, quarter.ends_on) for quarter in quarters] + [(begins_on, ends_on)]
    kinds = {kind for kind, _ in days} | {kind for kind, _, _ in visits}
    rows = [
        (KIND_WORDS[kind], [_count(kind, span, days, visits, small) for span in spans])
        for kind in SessionKind
        if kind in kinds
    ]
    labels = dict(GroupSession.FUNDING)
    paid = held.exclude(cost=None).order_by("funding").values_list("funding").annotate(pounds=Sum("cost"))
    return SessionYear(quarters, rows, [(labels[funding], pounds) for funding, pounds in paid])


def _count(kind: SessionKind, span: tuple[date, date], days: Any, visits: Any, small: int) -> SessionCount:
    begins_on, ends_on = span
    held = sum(1 for each, on in days if each == kind and begins_on <= on < ends_on)
    people = [who for each, on, who in visits if each == kind and begins_on <= on < ends_on]
    number = hidden_number(len(set(people)), small)
    return SessionCount(held, len(people) if isinstance(number, int) else number, number)


def session_columns(today: date) -> dict[str, Combinable]:
    coming = SignUp.objects.filter(to_come(today), person=OuterRef("pk"), came="").order_by().values("person")
    return {"sessions_to_come": Coalesce(Subquery(coming.annotate(number=Count("pk")).values("number")), 0)}


def sessions_summary(person: Any, today: date, policies: Mapping[str, Any]) -> str:
    """For how many sessions to come they are signed up."""
    return str(person.sessions_to_come) if person.sessions_to_come and not person.died_on else ""
