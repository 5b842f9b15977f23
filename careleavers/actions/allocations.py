"""Who works with whom: allocated, passed on, ended. What is due and what was promised goes with the work.

An allocation may begin on a day to come: it is planned until then, can be called off, and takes effect in the early
hours of its day (`start_planned_allocations`).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from uuid import UUID

from django.db.models import Q

from careleavers.actions.alerts import close_alerts, update_recipients
from careleavers.actions.base import Refused, action, record_event
from careleavers.actions.facts_changed import facts_changed
from careleavers.actions.handover import ask_to_allocate, give_promises, promises_follow_the_case
from careleavers.actions.one_by_one import one_by_one
from careleavers.actions.revisions import claim
from careleavers.actions.unseen import pass_on_unseen
from careleavers.models import Alert, Allocation, RoleAssignment, Team, User, YoungPerson
from careleavers.models.base import not_ended_by, on_day
from careleavers.permissions import Permission, Role
from careleavers.queries.held_work import cases_left_by
from careleavers.queries.restricted import named_access
from careleavers.rules.alert_kinds import CASE_LEFT, ClosedBy
from careleavers.rules.words import day

# Those who carry cases.
CASEWORK_ROLES = [role for role in Role if Permission.LOG_CONTACT in role.permissions]


@action
def allocate(
    *, by: User | None, person: YoungPerson, worker: User, role: str, starts_on: date, reason: str = "", today: date
) -> Allocation:
    """Let somebody work with a young person from a day on, which may be to come.

    A new case holder follows the one before, whose allocation ends that day; the person's team becomes the worker's.
    Refused when the worker belongs to no team on that day, or somebody later is recorded already; and for somebody who
    has died or is not open to the service.
    """
    new_allocation = _start_allocation(person, worker, role, starts_on, reason, by, today)
    update_recipients(people=[person.pk], today=today)
    facts_changed(people=[person.pk], today=today)
    return new_allocation


def why_not_allocate(person: YoungPerson, worker: User, starts_on: date, today: date) -> str | None:
    """The sentence that says why this worker cannot begin to work with this person on the day, or None."""
    if person.died_on and starts_on > person.died_on:
        return f"{person.short_name} died on {day(person.died_on)}: nobody can be allocated after that day."
    if not person.involvements.filter(not_ended_by(starts_on)).exists():
        return f"{person.short_name} is not open to the service: open them on the Care history page first."
    if not worker.is_active:
        return f"{worker}’s account is closed: choose somebody else."
    if person.is_restricted and not named_access(today).filter(person=person, user=worker).exists():
        return f"{person.short_name}’s record is restricted: name {worker} as somebody who may see it first."
    return None


@action(open_after_death="Nobody stays allocated to somebody who has died.")
def end_allocation(
    *, by: User, allocation: Allocation, ends_on: date, reason: str, revision: int | None = None, today: date
) -> None:
    """They work together no longer from this day on.

    What a co-worker promised goes to the case holder. Nobody follows a case holder: the person shows as unallocated,
    and their manager is asked to allocate somebody.
    """
    if allocation.is_planned:
        raise Refused(f"This begins on {day(allocation.starts_on)} only: call it off instead.")
    if ends_on < allocation.starts_on:
        raise Refused(f"This allocation began on {day(allocation.starts_on)}: give that day or a later one.")
    claim(allocation, revision, {"ends_on": ends_on})
    person, worker = allocation.person, allocation.worker
    _end(allocation, ends_on, reason, by)
    promises_follow_the_case(person=person, on=today, just_ended={worker.pk})
    if allocation.role == Allocation.CASE_HOLDER:
        tell_that_nobody_works_with(person, worker, ends_on, today)
    update_recipients(people=[person.pk], today=today)
    facts_changed(people=[person.pk], today=today)


def tell_that_nobody_works_with(person: YoungPerson, worker: User, since: date, today: date) -> None:
    """Inside an action, after a case holder's part ended and nobody follows."""
    text = f"Nobody works with them since {day(since)}, after {worker}: allocate somebody"
    ask_to_allocate(person, text=text, since=since, today=today)


@action(open_after_death="Nobody is allocated to somebody who has died.")
def call_off_allocation(*, by: User | None, allocation: Allocation, today: date) -> None:
    """What was planned for a day to come does not happen: whoever works with them until then goes on doing so."""
    current = claim(allocation, None, {})
    if not current.is_planned:
        raise Refused(f"{current.worker} works with {current.person} since {day(current.starts_on)}: end that instead.")
    call_off(current, by)
    facts_changed(people=[current.person_id], today=today)


def call_off(planned: Allocation, by: User | None) -> None:
    """Inside an action: take a planned allocation out, and let go on what was to end for it."""
    person, worker = planned.person, planned.worker
    record_event("allocation_called_off", by=by, person=person, on=planned, starts_on=planned.starts_on)
    ends_for_it = _gives_way_to(worker, planned.role)
    ended = list(person.allocations.filter(ends_for_it, ends_on=planned.starts_on, worker__is_active=True))
    planned.delete()
    for allocation in ended:
        allocation.ends_on = None
        allocation.save(update_fields=["ends_on"])


@action
def reassign_caseload(
    *, by: User, worker: User, receivers: Mapping[Allocation, User], starts_on: date, reason: str, today: date
) -> int:
    """Pass everything somebody carries to others at once, all or nothing; returns how many allocations went.

    So it is with the cases that somebody left and that nobody has taken over. Each allocation keeps its role. Where the
    receiver holds the case already, the leaver's part just ends. On a day to come the whole is planned for that day.
    """
    allocations = Allocation.objects.select_for_update().filter(worker=worker, ends_on=None, is_planned=False)
    still = set(allocations.filter(pk__in=[each.pk for each in receivers]).values_list("pk", flat=True))
    left = set(cases_left_by(worker, today).values_list("pk", flat=True))
    for allocation, receiver in receivers.items():
        if allocation.pk not in still | left:
            raise Refused(f"{allocation.person} is no longer {worker}’s: check the list again.")
        _pass_on(allocation, receiver, starts_on, reason, by, today)
    update_recipients(people=[allocation.person_id for allocation in receivers], today=today)
    facts_changed(people=[allocation.person_id for allocation in receivers], today=today)
    record_event("caseload_reassigned", by=by, on=worker, people=len(receivers))
    return len(receivers)


def _pass_on(
    allocation: Allocation, receiver: User, starts_on: date, reason: str, by: User | None, today: date
) -> None:
    person, leaver, role = allocation.person, allocation.worker, allocation.role
    if starts_on < allocation.starts_on:
        raise Refused(
            f"{leaver} has worked with {person} only since {day(allocation.starts_on)}: give that day or a later one."
        )
    if allocation.ends_on and starts_on < allocation.ends_on:
        raise Refused(f"{leaver} worked with {person} until {day(allocation.ends_on)}: give that day or a later one.")
    if role == Allocation.CASE_HOLDER:
        _start_allocation(person, receiver, role, starts_on, reason, by, today)
        return
    _end(allocation, starts_on, reason, by)
    if starts_on <= today:
        give_promises(person=person, former=[leaver.pk], worker=receiver)
    if not _is_case_holder(receiver, person, starts_on):
        _start_allocation(person, receiver, role, starts_on, reason, by, today)


def _is_case_holder(worker: User, person: YoungPerson, on: date) -> bool:
    return person.allocations.filter(on_day(on), worker=worker, role=Allocation.CASE_HOLDER).exists()


def _start_allocation(
    person: YoungPerson, worker: User, role: str, starts_on: date, reason: str, by: User | None, today: date
) -> Allocation:
    YoungPerson.objects.select_for_update().get(pk=person.pk)  # two managers at once: the second sees the first's
    if refusal := why_not_allocate(person, worker, starts_on, today):
        raise Refused(refusal)
    team = team_of(worker, starts_on)
    in_the_way = person.allocations.filter(_gives_way_to(worker, role))
    before = list(in_the_way.filter(not_ended_by(starts_on)).select_related("worker"))
    for allocation in before:
        if refusal := _why_in_the_way(allocation, worker, role, team, starts_on):
            raise Refused(refusal)
        _end(allocation, starts_on, reason, by)
    new_allocation = Allocation.objects.create(
        person=person,
        worker=worker,
        team=team,
        role=role,
        starts_on=starts_on,
        reason=reason,
        recorded_by=by,
        is_planned=starts_on > today,
    )
    record_event("allocated", by=by, person=person, on=new_allocation, worker=worker.pk, role=role, starts_on=starts_on)
    if not new_allocation.is_planned:
        _take_effect(new_allocation, today, just_ended={each.worker_id for each in before})
        if role != Allocation.CASE_HOLDER and any(each.role == Allocation.CASE_HOLDER for each in before):
            tell_that_nobody_works_with(person, worker, starts_on, today)
    return new_allocation


def _gives_way_to(worker: User, role: str) -> Q:
    """The condition on a person's allocations that they end where this worker begins in this role."""
    own = Q(worker=worker)
    return own | Q(role=role) if role == Allocation.CASE_HOLDER else own


def _why_in_the_way(allocation: Allocation, worker: User, role: str, team: Team, starts_on: date) -> str | None:
    """Why this allocation cannot end on the day on which the new one starts, as a sentence, or None."""
    who, person = allocation.worker, allocation.person
    if allocation.is_planned:
        return f"It is planned that {who} begins on {day(allocation.starts_on)}: call that off first."
    if allocation.starts_on > starts_on:
        return f"{who} is recorded from {day(allocation.starts_on)}: give that day or a later one."
    if who == worker and allocation.role == role and allocation.team_id == team.pk:
        return f"{worker} works with {person.short_name} already, since {day(allocation.starts_on)}."
    return None


def _take_effect(allocation: Allocation, today: date, *, just_ended: Collection[UUID]) -> None:
    """The person is the team's, and what was promised goes with the work, from now on."""
    person, worker = allocation.person, allocation.worker
    if allocation.role == Allocation.CASE_HOLDER:
        _move(person, allocation.team)
        asked = {"closed_by_kind": ClosedBy.ALLOCATION, "code": CASE_LEFT}
        told = Alert.objects.filter(person=person, closed_on=None, **asked)
        close_alerts(alerts=told, today=today, because=f"{worker} works with them"[:200])
    promises_follow_the_case(person=person, on=max(allocation.starts_on, today), just_ended=just_ended)
    pass_on_unseen(people=[person.pk], by=None, today=today)


def start_planned_allocations(*, today: date) -> int:
    """What was planned for today, or for a day on which this did not run, takes effect. Returns how many did.

    One that cannot begin keeps no other waiting: what failed is raised when all were tried.
    """
    due = Allocation.objects.filter(is_planned=True, starts_on__lte=today).order_by("starts_on", "pk")
    return sum(one_by_one(due, lambda each: start_planned(by=None, allocation=each, today=today)))


@action
def start_planned(*, by: None = None, allocation: Allocation, today: date) -> bool:
    """A planned allocation begins. False where it has begun, or was called off, already."""
    current = Allocation.objects.select_for_update().filter(pk=allocation.pk, is_planned=True).first()
    if current is None:
        return False
    current.is_planned = False
    current.save(update_fields=["is_planned"])
    person = current.person
    ended = set(
        person.allocations.filter(role=current.role, ends_on=current.starts_on).values_list("worker_id", flat=True)
    )
    if current.role != Allocation.CASE_HOLDER:
        give_promises(person=person, former=ended, worker=current.worker)
    _take_effect(current, today, just_ended=ended)
    update_recipients(people=[current.person_id], today=today)
    facts_changed(people=[current.person_id], today=today)
    record_event("allocation_began", by=by, person=current.person, on=current, worker=current.worker_id)
    return True


def _end(allocation: Allocation, ends_on: date, reason: str, by: User | None) -> None:
    """One that ends on the day it began never was: it is taken out, and only the history holds it."""
    if ends_on == allocation.starts_on:
        record_event("allocation_removed", by=by, person=allocation.person, on=allocation, reason=reason)
        allocation.delete()
        return
    allocation.ends_on = ends_on
    allocation.save(update_fields=["ends_on"])
    record_event("allocation_ended", by=by, person=allocation.person, on=allocation, ends_on=ends_on, reason=reason)


def team_of(worker: User, on: date) -> Team:
    """The team in which somebody carries cases on a day. Refused when there is none."""
    assignments = RoleAssignment.objects.filter(
        on_day(on), user=worker, team__isnull=False, role__in=[role.value for role in CASEWORK_ROLES]
    )
    assignment = assignments.select_related("team").order_by("-starts_on").first()
    if assignment is None or assignment.team is None:
        raise Refused(f"{worker} belongs to no team on {day(on)}: an administrator can give them a role in one.")
    return assignment.team


def _move(person: YoungPerson, team: Team) -> None:
    """The team that answers for somebody is their case holder's."""
    if person.team_id != team.pk:
        person.team = team
        person.save(update_fields=["team"])
