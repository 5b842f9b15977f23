"""Bodies that meet: which somebody sees, who runs one, what is on its agenda, and what of it is to be done now."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, Case, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When

from careleavers.models import (
    Body,
    BodyMember,
    Meeting,
    MeetingAction,
    MeetingItem,
    ServiceTask,
    Team,
    User,
    YoungPerson,
)
from careleavers.models.base import not_ended_by, on_day
from careleavers.models.meetings import NOT_CLOSED
from careleavers.models.statements import StatementOfUser
from careleavers.permissions import Permission, Role
from careleavers.queries.follow_ups import may_be_asked
from careleavers.queries.restricted import named_access
from careleavers.rules.meetings import KINDS, BodyState, Rhythm, body_state

MOST_ON_TODAY = 10
SEE_MEETINGS = [role for role in Role if Permission.VIEW_MEETINGS in role.permissions]


def who_runs_it(today: date) -> Q:
    """The condition on members that they run the body: as chair or for the minutes, with some role here today."""
    return Q(role__in=BodyMember.RUN_IT, user__is_active=True) & on_day(today, "user__assignments__")


def _members(today: date) -> QuerySet[BodyMember]:
    """Who sits today on the body of the query round it."""
    return BodyMember.objects.filter(on_day(today), body=OuterRef("pk"))


def bodies_seen_by(user: User) -> QuerySet[Any]:
    """Bodies of the whole authority, those of the user's teams, and those on which they sit; with `runs_it`, whether
    they may call its meetings and write down what these decide: by role, or as chair or for the minutes.
    """
    today = user.access_day
    if not user.may(Permission.VIEW_MEETINGS):
        return Body.objects.none()
    rows = Body.objects.select_related("team")
    if not user.access.whole_authority:
        rows = rows.filter(Q(team=None) | Q(team__in=user.access.teams) | Exists(_members(today).filter(user=user)))
    by_role = Value(user.may(Permission.RUN_MEETINGS), BooleanField())
    runs_it = _members(today).filter(user=user, role__in=BodyMember.RUN_IT)
    return rows.annotate(runs_it=Case(When(Exists(runs_it), then=Value(True)), default=by_role))


def teams_of_bodies() -> QuerySet[Team]:
    """The teams whose body one may be."""
    return Team.objects.filter(closed_on=None).order_by("sort_name")


def with_days(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Adds `held_on`, the day of the last meeting held, and `planned`, the days of those neither held nor called
    off.
    """
    meetings = Meeting.objects.filter(body=OuterRef("pk")).order_by("planned_on")
    held = meetings.filter(state=Meeting.HELD).order_by("-planned_on")
    found: QuerySet[Any] = rows.annotate(
        held_on=Subquery(held.values("planned_on")[:1]),
        planned=ArraySubquery(meetings.filter(state=Meeting.PLANNED).values("planned_on")),
    )
    return found


def state_of(body: Any, today: date) -> BodyState:
    """Where a body is on the day; it comes `with_days`."""
    return body_state(
        Rhythm(body.rhythm),
        began_on=body.began_on,
        held_on=body.held_on,
        planned=body.planned,
        today=today,
    )


@dataclass(frozen=True)
class BodyLine:
    """A body with where it is on the day."""

    body: Any
    state: BodyState


def body_lines(user: User, today: date) -> list[BodyLine]:
    """The bodies that go on, those first that are late, then the next to meet. One query."""
    rows = with_days(bodies_seen_by(user).filter(NOT_CLOSED))
    lines = [BodyLine(body, state_of(body, today)) for body in rows]
    return sorted(lines, key=lambda line: (not line.state.is_late, line.state.next_on or date.max, line.body.sort_name))


def members_on(body: Body, day: date) -> QuerySet[BodyMember]:
    """Who sits on it on the day: the chair first, then who takes the minutes, then by name."""
    order = Case(*(When(role=role, then=Value(place)) for place, (role, _) in enumerate(BodyMember.ROLES)))
    return body.members.filter(on_day(day)).select_related("user").order_by(order, "user__sort_name", "sort_name", "pk")


def empty_seats(body: Body, members: Iterable[BodyMember]) -> list[str]:
    """The services that should be at the table, and for which nobody is."""
    taken = {member.seat for member in members}
    return [seat for seat in KINDS[body.kind].seats if seat not in taken]


def who_may_sit(today: date) -> QuerySet[User]:
    """Colleagues who see meetings today, in whatever role."""
    return User.objects.with_role(*SEE_MEETINGS, today=today).order_by("sort_name")


def items_seen_by(user: User) -> QuerySet[Any]:
    """Items of the bodies that the user sees, with `may_read`: whether they may read what it says. Of an item about a
    young person only those may who see the record and read notes; others see that there is one.
    """
    record = YoungPerson.objects.visible_to(user).filter(pk=OuterRef("person"))
    notes = Q(Exists(record)) if user.may(Permission.VIEW_FREE_TEXT) else Q(pk__in=[])
    rows = MeetingItem.objects.filter(body__in=bodies_seen_by(user).values("pk"))
    may_read = Case(When(person=None, then=Value(True)), When(notes, then=Value(True)), default=Value(False))
    return rows.select_related("body", "meeting", "person", "recorded_by").annotate(may_read=may_read)


def agenda_of(meeting: Meeting, user: User) -> list[MeetingItem]:
    """What is on the agenda, as it came."""
    return list(items_seen_by(user).filter(meeting=meeting).order_by("recorded_at"))


def waiting_for(body: Body, user: User) -> list[MeetingItem]:
    """What waits for a meeting that is not planned yet."""
    return list(items_seen_by(user).filter(body=body, meeting=None, outcome="").order_by("recorded_at"))


def actions_of(items: Iterable[MeetingItem]) -> dict[object, list[MeetingAction]]:
    """What was given to whom, by item, in the order in which it was. One query."""
    rows = MeetingAction.objects.filter(item__in=[item.pk for item in items]).order_by("recorded_at")
    found: dict[object, list[MeetingAction]] = {}
    for action in rows.select_related(
        "partner", "partner__user", "follow_up__assigned_to", "service_task__assigned_to"
    ):
        found.setdefault(action.item_id, []).append(action)
    return found


def open_actions(body: Body, user: User) -> list[MeetingAction]:
    """What earlier meetings gave somebody to do and is not done yet, the first due first; of those about a young
    person only what the user may read. One query.
    """
    readable = items_seen_by(user).filter(body=body, may_read=True).values("pk")
    rows = MeetingAction.objects.filter(
        Q(follow_up__done_on=None, follow_up__isnull=False, follow_up__person__died_on=None)
        | Q(service_task__done_on=None, service_task__isnull=False),
        item__in=readable,
    )
    found = rows.select_related("item__person", "partner__user", "follow_up__assigned_to", "service_task__assigned_to")
    return sorted(found, key=lambda action: action.task.due_on)


def next_planned(body: Body, today: date) -> Meeting | None:
    """The next meeting that is planned, today's included."""
    return body.meetings.filter(state=Meeting.PLANNED, planned_on__gte=today).order_by("planned_on").first()


def seats_of(worker: User, today: date) -> QuerySet[BodyMember]:
    """The bodies on which they sit, now or from a day to come."""
    return worker.bodies.filter(not_ended_by(today), body__closed_on=None).select_related("body")


def may_be_given(item: MeetingItem, by: User, today: date) -> QuerySet[User]:
    """Colleagues who may be given something to do about an item: about a young person those who work with them or in
    their team, of a restricted record those named on it; about the service whoever sees meetings.
    """
    person = item.person
    if person is None:
        return who_may_sit(today)
    if person.is_restricted:
        return User.objects.filter(pk__in=named_access(today).filter(person=person).values("user"))
    working = person.allocations.filter(on_day(today), worker__is_active=True).values("worker")
    return (may_be_asked(person, by, today) | User.objects.filter(pk__in=working).distinct()).order_by("sort_name")


def partners_of(body: Body, today: date) -> QuerySet[BodyMember]:
    """Members of other services."""
    return body.members.filter(on_day(today), user=None).order_by("sort_name")


def bodies_for_people(user: User) -> QuerySet[Any]:
    """The bodies to which a young person may be referred."""
    kinds = [kind.code for kind in KINDS.values() if kind.takes_people]
    return bodies_seen_by(user).filter(NOT_CLOSED, kind__in=kinds).order_by("sort_name")


def items_about(person: YoungPerson) -> QuerySet[MeetingItem]:
    """Everything that was brought about somebody, the last first."""
    rows = person.meeting_items.select_related("body", "meeting", "recorded_by")
    return rows.order_by(F("meeting__planned_on").desc(nulls_first=True), "-recorded_at")


def tasks_seen_by(user: User) -> QuerySet[ServiceTask]:
    """The tasks about the service that the user has, and those of the bodies that they see."""
    rows = ServiceTask.objects.filter(Q(assigned_to=user) | Q(body__in=bodies_seen_by(user).values("pk")))
    return rows.select_related("body", "assigned_to")


def _bodies_on_today(user: User, today: date) -> QuerySet[Any]:
    sits, run_by_somebody = _members(today).filter(user=user), _members(today).filter(who_runs_it(today))
    theirs = Q(Exists(sits))
    if user.may(Permission.RUN_MEETINGS):
        theirs = theirs | Q(~Exists(run_by_somebody))
    is_theirs = Exists(sits.filter(role__in=BodyMember.RUN_IT)) | ~Exists(run_by_somebody)
    rows = bodies_seen_by(user).filter(NOT_CLOSED).filter(theirs)
    return with_days(rows.annotate(is_theirs=is_theirs))


def _tasks_on_today(user: User, today: date) -> QuerySet[ServiceTask]:
    run = Q(body__in=BodyMember.objects.filter(on_day(today), user=user, role__in=BodyMember.RUN_IT).values("body"))
    if user.may(Permission.RUN_MEETINGS):
        run_by_somebody = BodyMember.objects.filter(on_day(today), who_runs_it(today), body=OuterRef("body"))
        run |= ~Q(Exists(run_by_somebody)) & Q(body__in=bodies_seen_by(user).values("pk"))
    rows = ServiceTask.objects.filter(Q(assigned_to=user) | Q(assigned_to=None) & run, done_on=None)
    return rows.select_related("body", "assigned_to").order_by("due_on", "recorded_at")[: MOST_ON_TODAY + 1]


# On Today: the bodies on which the user sits, and those that nobody runs; and what bodies gave them to do about the
# service; those who run a body also have what nobody has. What was given to do about young people is among the
# follow-ups.
BODIES_ON_TODAY = StatementOfUser(_bodies_on_today, date)
TASKS_ON_TODAY = StatementOfUser(_tasks_on_today, date)
