"""What somebody who works here still holds: asked before an account or a team is closed, and by managers.

Each kind of thing is a function; the apps above register theirs as `RecordExtension.held_kinds`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from careleavers.models import Alert, Allocation, Appointment, FollowUp, RoleAssignment, Team, User, YoungPerson
from careleavers.models.base import not_ended_by, on_day
from careleavers.models.duty_desk import UNANSWERED
from careleavers.models.record_requests import OPEN_REQUEST
from careleavers.permissions import Role
from careleavers.queries.caseloads import open_to_service
from careleavers.queries.follow_ups import still_to_do
from careleavers.queries.managers import managers_on
from careleavers.queries.meetings import seats_of
from careleavers.queries.open_points import undecided_on
from careleavers.queries.restricted import named_access
from careleavers.rules import words

GO_WITH_THE_CASE = "They go to the case holder, or to whoever is allocated next."
NOBODY_ELSE_NAMED = (
    "Nobody else could open a restricted record, or decide about it: another manager must be named on it first."
)
NOBODY_ELSE_MANAGES = "Nobody else manages the team or what is above it: give somebody else a manager's role first."


@dataclass(frozen=True)
class HeldThing:
    """One thing that somebody holds: about whom (None: about nobody), what it is in a few words, and its day."""

    person_id: UUID | None = None
    what: str = ""
    due_on: date | None = None


@dataclass(frozen=True)
class HeldKind:
    """The things of one kind that somebody holds.

    `then` says what becomes of them when the account is closed. `stops` is the sentence that refuses to close it while
    there are any, where nobody else could take them; "" where they are handed over.
    """

    code: str
    label: str
    things: Sequence[HeldThing]
    then: str
    stops: str = ""


# Called with the worker and the day; makes a constant number of queries. Kinds without a thing are left out.
HeldKinds = Callable[[User, date], Iterable[HeldKind]]

_functions: list[HeldKinds] = []


def register_held_kinds(function: HeldKinds) -> None:
    """Ask this function too what somebody holds."""
    _functions.append(function)


def held_by(worker: User, today: date) -> list[HeldKind]:
    """Everything that somebody holds, by kind: the one answer for closing an account and for the manager's page."""
    return [kind for function in _functions for kind in function(worker, today) if kind.things]


def people_about(held: Iterable[HeldKind]) -> set[UUID]:
    """The young people about whom these things are."""
    return {thing.person_id for kind in held for thing in kind.things if thing.person_id}


def allocations_held(worker: User, today: date) -> QuerySet[Allocation]:
    """What somebody carries now, or is to carry from a day to come."""
    return Allocation.objects.filter(not_ended_by(today), worker=worker)


def cases_left(today: date) -> QuerySet[Allocation]:
    """Of people who are open to the service and whom nobody took over: the case holder's allocation that ended last."""
    later = Allocation.objects.filter(
        person=OuterRef("person"), role=Allocation.CASE_HOLDER, starts_on__gte=OuterRef("ends_on")
    )
    open_now = on_day(today, "person__involvements__")
    ended = Allocation.objects.filter(open_now, role=Allocation.CASE_HOLDER, ends_on__lte=today, person__died_on=None)
    return ended.filter(~Exists(later))


def cases_left_by(worker: User, today: date) -> QuerySet[Allocation]:
    """Those that this worker left."""
    return cases_left(today).filter(worker=worker)


@dataclass(frozen=True)
class Leaver:
    """Somebody who left cases that nobody has taken over: how many young people."""

    worker_id: UUID
    name: str
    is_active: bool
    people: int


def leavers(people: Iterable[UUID], today: date) -> list[Leaver]:
    """Who left cases of these people, most first. One query."""
    rows = cases_left(today).filter(person__in=people).order_by()
    counted = rows.values("worker_id", "worker__name", "worker__is_active").annotate(people=Count("person"))
    return [
        Leaver(row["worker_id"], row["worker__name"], row["worker__is_active"], row["people"])
        for row in counted.order_by("-people", "worker__sort_name")
    ]


def allocations_to_pass_on(worker: User, today: date) -> QuerySet[Allocation]:
    """What somebody carries now without an end, and the cases that they left and nobody has taken over.

    Nobody takes over who has died: their record keeps whoever worked with them.
    """
    carried = Q(worker=worker, ends_on=None, is_planned=False, person__died_on=None)
    return Allocation.objects.filter(carried | Q(pk__in=cases_left_by(worker, today).values("pk")))


def held_in_the_record(worker: User, today: date) -> list[HeldKind]:
    """What the record itself has somebody hold."""
    return [
        *_allocations(worker, today),
        HeldKind(
            code="follow_up",
            label="Follow-ups they said they would do",
            things=[
                HeldThing(person, what, due)
                for person, what, due in still_to_do(FollowUp.objects.filter(assigned_to=worker)).values_list(
                    "person_id", "text", "due_on"
                )
            ],
            then=GO_WITH_THE_CASE,
        ),
        _appointments(worker),
        HeldKind(
            "comment",
            "What managers wrote to them about a contact, unread",
            [
                HeldThing(person)
                for person in worker.comments_received.filter(read_on=None).values_list("contact__person", flat=True)
            ],
            GO_WITH_THE_CASE,
        ),
        _duty_messages(worker),
        _record_requests(worker),
        *_bodies(worker, today),
        _drafts(worker),
        _alerts(worker),
        _restricted(worker, today),
        *_management(worker, today),
        HeldKind(
            code="role",
            label="Roles",
            things=[HeldThing(what=str(role)) for role in roles_held(worker, today).select_related("team")],
            then="They allow nothing while the account is closed.",
        ),
    ]


def _allocations(worker: User, today: date) -> list[HeldKind]:
    alive = allocations_held(worker, today).filter(person__died_on=None)
    rows = alive.values_list("person_id", "role", "starts_on", "ends_on", "is_planned")
    held: dict[str, list[HeldThing]] = {"planned": [], "case_holder": [], "second_role": []}
    for person, role, starts_on, ends_on, is_planned in rows:
        own = "case_holder" if role == Allocation.CASE_HOLDER else "second_role"
        since = f"from {words.day(starts_on)}" if is_planned else f"since {words.day(starts_on)}"
        since += f", planned until {words.day(ends_on)}" if ends_on else ""
        held["planned" if is_planned else own].append(HeldThing(person, since))
    left = cases_left_by(worker, today).values_list("person_id", "ends_on")
    return [
        HeldKind(
            "case_holder",
            "Young people whose case holder they are",
            held["case_holder"],
            "Nobody works with them any more, and their manager has a task for today: to allocate somebody.",
        ),
        HeldKind(
            "case_left",
            "Young people whose case holder they were, and whom nobody has taken over",
            [HeldThing(person, f"until {words.day(ends_on)}") for person, ends_on in left if ends_on],
            "They wait for whoever is allocated next.",
        ),
        HeldKind(
            "second_role", "Young people with whom they work alongside, or cover", held["second_role"], "It ends."
        ),
        HeldKind(
            "planned",
            "Young people whom they are to take over",
            held["planned"],
            "It is called off: whoever works with them goes on doing so.",
        ),
    ]


def _appointments(worker: User) -> HeldKind:
    planned = Appointment.objects.still_planned().filter(worker=worker)
    return HeldKind(
        "appointment",
        "Appointments of theirs",
        [HeldThing(each.person_id, each.when, each.planned_on) for each in planned],
        GO_WITH_THE_CASE,
    )


def _duty_messages(worker: User) -> HeldKind:
    taken = worker.duty_messages.filter(UNANSWERED).select_related("person")
    return HeldKind(
        "duty_message",
        "Messages at the duty desk that they have taken",
        [HeldThing(each.person_id, f"about {each.whom}", each.due_on) for each in taken],
        "They wait at the desk again.",
    )


def _record_requests(worker: User) -> HeldKind:
    asked = worker.record_requests.filter(OPEN_REQUEST)
    return HeldKind(
        "record_request",
        "Requests for records that they answer",
        [HeldThing(each.person_id, each.get_kind_display(), each.due_on) for each in asked],
        "Nobody answers them until a manager, who finds them on Today, takes each on.",
    )


def _bodies(worker: User, today: date) -> list[HeldKind]:
    seats = [HeldThing(what=f"{seat.body.name}: {seat.get_role_display()}") for seat in seats_of(worker, today)]
    tasks = worker.service_tasks.filter(done_on=None).values_list("text", "due_on")
    return [
        HeldKind("body", "Panels, boards and groups on which they sit", seats, "They sit on them no more."),
        HeldKind(
            "service_task",
            "What a meeting gave them to do about the service",
            [HeldThing(None, text, due_on) for text, due_on in tasks],
            "It goes to whoever chairs the meeting, or waits there for somebody.",
        ),
    ]


def _drafts(worker: User) -> HeldKind:
    rows = worker.drafts.values_list("person_id", "saved_at")
    return HeldKind(
        "draft",
        "Notes begun and not sent",
        [HeldThing(person, f"saved on {words.day(saved_at.date())}") for person, saved_at in rows],
        "Nobody else can read them: ask them to send or discard each one first. They are deleted like all old drafts.",
    )


def _alerts(worker: User) -> HeldKind:
    told = Alert.objects.filter(recipients__user=worker, recipients__ended_on=None, closed_on=None).distinct()
    return HeldKind(
        "alert",
        "Alerts that they are told of",
        [HeldThing(*row) for row in told.values_list("person_id", "text", "due_on")],
        "They go to whoever is told in their place: the next case holder, the next manager.",
    )


def _restricted(worker: User, today: date) -> HeldKind:
    others = named_access(today).filter(person=OuterRef("person")).exclude(user=worker)
    managers = managers_on(today).everybody
    if worker.pk in managers:  # somebody else must be able to decide about them, and not only to read
        others = others.filter(user__in=managers)
    alone = named_access(today).filter(~Exists(others), user=worker, person__is_restricted=True)
    return HeldKind(
        "restricted",
        "Restricted records on which nobody else, or no other manager, is named",
        [HeldThing(person) for person in alone.values_list("person_id", flat=True)],
        "",
        stops=NOBODY_ELSE_NAMED,
    )


def _management(worker: User, today: date) -> list[HeldKind]:
    """The teams that only they manage, and those for which nobody at all would answer without them."""
    managers = managers_on(today)
    names = dict(Team.objects.filter(closed_on=None).order_by("sort_name").values_list("pk", "name"))
    theirs = [team for team in names if managers.nearest(team) == {worker.pk}]
    nobody = [team for team in theirs if not managers.nearest(team, excluding=[worker.pk])]
    return [
        HeldKind(
            "team",
            "Teams for which they alone answer",
            [HeldThing(what=names[team]) for team in theirs if team not in nobody],
            "Whoever manages the team above answers for them.",
        ),
        HeldKind(
            "only_manager",
            "Teams for which nobody would answer",
            [HeldThing(what=names[team]) for team in nobody],
            "",
            stops=NOBODY_ELSE_MANAGES,
        ),
        _open_points(worker, theirs, today),
        HeldKind(
            "only_role",
            "Roles that nobody else has",
            [HeldThing(what=role.label) for role in _roles_of_nobody_else(worker, today)],
            "Nobody does this until somebody else has the role.",
        ),
    ]


def _open_points(worker: User, teams: Sequence[UUID], today: date) -> HeldKind:
    waiting = undecided_on(today).filter(person__team__in=teams).order_by().values_list("person_id", flat=True)
    return HeldKind(
        "open_point",
        "Points of law that wait for their decision",
        [HeldThing(person) for person in waiting.distinct()],
        "Whoever manages the team above decides them.",
    )


def roles_held(worker: User, today: date) -> QuerySet[RoleAssignment]:
    """The roles that somebody has today, or has from a day to come."""
    return worker.assignments.filter(not_ended_by(today))


def _roles_of_nobody_else(worker: User, today: date) -> list[Role]:
    mine = set(worker.assignments.filter(on_day(today), team=None).values_list("role", flat=True))
    others = RoleAssignment.objects.filter(on_day(today), role__in=mine, user__is_active=True).exclude(user=worker)
    return [Role(role) for role in sorted(mine - set(others.values_list("role", flat=True)))]


def held_by_team(team: Team, today: date) -> list[HeldKind]:
    """What hangs on a team: who works in it, whose case it has, and the teams below; kinds without any are left out."""
    people = YoungPerson.objects.filter(team=team)
    cases = Allocation.objects.filter(not_ended_by(today), team=team, person__died_on=None)
    held = set(cases.values_list("person_id", flat=True))
    rest = set(people.values_list("pk", flat=True)) - held
    roles = team.assignments.filter(not_ended_by(today), user__is_active=True)
    kinds = [
        HeldKind(
            "case_holder",
            "Young people with whom somebody of the team works, or is to work",
            [HeldThing(person) for person in held],
            "",
            stops="Somebody of the team works with young people: a manager must pass them on to another team first.",
        ),
        HeldKind(
            "role",
            "Roles in the team",
            [HeldThing(what=f"{role.user.name}: {role}") for role in roles.select_related("user", "team")],
            "",
            stops="Somebody has a role in the team: end it, or give them one elsewhere, first.",
        ),
        HeldKind(
            "team",
            "Teams that are part of it",
            [HeldThing(what=name) for name in team.children.filter(closed_on=None).values_list("name", flat=True)],
            "",
            stops="Teams are part of it: close them, or make them part of another team, first.",
        ),
        _nobody_works_with(team, rest, today),
    ]
    return [kind for kind in kinds if kind.things]


def _nobody_works_with(team: Team, people: set[UUID], today: date) -> HeldKind:
    """They move to the team above; without one only those may stay who are not open to the service."""
    then = (
        f"They, and letters that wait for them, go to {team.parent.name}." if team.parent else "They stay as they are."
    )
    open_now = open_to_service(YoungPerson.objects.filter(pk__in=people), today).exists()
    return HeldKind(
        "nobodys",
        "Other young people of the team",
        [HeldThing(person) for person in people],
        then,
        stops="Nobody works with some young people of the team: a manager must allocate somebody of another team first."
        if open_now and not team.parent
        else "",
    )
