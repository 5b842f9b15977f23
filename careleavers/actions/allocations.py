"""Who works with whom: allocated, passed on, ended. What is due and what was promised goes with the work."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db.models import Q

from careleavers.actions.alerts import update_recipients
from careleavers.actions.base import Refused, action, record_event
from careleavers.actions.facts_changed import facts_changed
from careleavers.actions.handover import pass_on_promises
from careleavers.actions.revisions import claim
from careleavers.models import Allocation, RoleAssignment, Team, User, YoungPerson
from careleavers.models.base import on_day
from careleavers.permissions import Permission, Role
from careleavers.rules.words import day

# Those who carry cases.
CASEWORK_ROLES = [role for role in Role if Permission.LOG_CONTACT in role.permissions]


@action
def allocate(
    *, by: User | None, person: YoungPerson, worker: User, role: str, starts_on: date, reason: str = "", today: date
) -> Allocation:
    """Let somebody work with a young person from a day on.

    A new case holder follows the one before, whose allocation ends that day; the person's team becomes the worker's.
    Refused when the worker belongs to no team on that day, or somebody later is recorded already; and for somebody who
    has died or is not open to the service.
    """
    if refusal := why_not_allocate(person, starts_on):
        raise Refused(refusal)
    new_allocation = _start_allocation(person, worker, role, starts_on, reason, by, today)
    update_recipients(people=[person.pk], today=today)
    facts_changed(people=[person.pk], today=today)
    return new_allocation


def why_not_allocate(person: YoungPerson, starts_on: date) -> str | None:
    """The sentence that says why nobody can begin to work with this person on the day, or None."""
    if person.died_on and starts_on > person.died_on:
        return f"{person.short_name} died on {day(person.died_on)}: nobody can be allocated after that day."
    if not person.involvements.exclude(ends_on__lte=starts_on).exists():
        return f"{person.short_name} is not open to the service: open them on the Care history page first."
    return None


@action
def end_allocation(
    *, by: User, allocation: Allocation, ends_on: date, reason: str, revision: int | None = None, today: date
) -> None:
    """They work together no longer from this day on. Nobody follows: the person shows as unallocated."""
    if ends_on < allocation.starts_on:
        raise Refused(f"This allocation began on {day(allocation.starts_on)}: give that day or a later one.")
    claim(allocation, revision, ("ends_on",))
    _end(allocation, ends_on, reason, by)
    update_recipients(people=[allocation.person_id], today=today)
    facts_changed(people=[allocation.person_id], today=today)


@action
def reassign_caseload(
    *, by: User, worker: User, receivers: Mapping[Allocation, User], starts_on: date, reason: str, today: date
) -> int:
    """Pass everything somebody carries to others at once, all or nothing; returns how many allocations went.

    Each allocation keeps its role. Where the receiver holds the case already, the leaver's part just ends.
    """
    allocations = Allocation.objects.select_for_update().filter(worker=worker, ends_on=None)
    still = set(allocations.filter(pk__in=[each.pk for each in receivers]).values_list("pk", flat=True))
    for allocation, receiver in receivers.items():
        if allocation.pk not in still:
            raise Refused(f"{allocation.person} is no longer {worker}’s: check the list again.")
        person = allocation.person
        if starts_on < allocation.starts_on:
            raise Refused(
                f"{worker} has worked with {person} only since {day(allocation.starts_on)}: give that day or a later "
                "one."
            )
        if allocation.role != Allocation.CASE_HOLDER:
            _end(allocation, starts_on, reason, by)
            if _is_case_holder(receiver, person, starts_on):
                continue
        _start_allocation(person, receiver, allocation.role, starts_on, reason, by, today)
    update_recipients(people=[allocation.person_id for allocation in receivers], today=today)
    facts_changed(people=[allocation.person_id for allocation in receivers], today=today)
    record_event("caseload_reassigned", by=by, on=worker, people=len(receivers))
    return len(receivers)


def _is_case_holder(worker: User, person: YoungPerson, on: date) -> bool:
    return person.allocations.filter(on_day(on), worker=worker, role=Allocation.CASE_HOLDER).exists()


def _start_allocation(
    person: YoungPerson, worker: User, role: str, starts_on: date, reason: str, by: User | None, today: date
) -> Allocation:
    YoungPerson.objects.select_for_update().get(pk=person.pk)  # two managers at once: the second sees the first's
    in_the_way = Q(worker=worker)
    if role == Allocation.CASE_HOLDER:
        in_the_way |= Q(role=Allocation.CASE_HOLDER)
    before = person.allocations.filter(in_the_way).exclude(ends_on__lte=starts_on).select_related("worker")
    for allocation in before:
        if allocation.starts_on > starts_on:
            raise Refused(
                f"{allocation.worker} is recorded from {day(allocation.starts_on)}: give that day or a later one."
            )
        if allocation.worker_id == worker.pk and allocation.role == role:
            raise Refused(f"{worker} works with {person.short_name} already, since {day(allocation.starts_on)}.")
        _end(allocation, starts_on, reason, by)
    team = team_of(worker, starts_on)
    new_allocation = Allocation.objects.create(
        person=person, worker=worker, team=team, role=role, starts_on=starts_on, reason=reason, recorded_by=by
    )
    if role == Allocation.CASE_HOLDER:
        _move(person, team)
        just_ended = {each.worker_id for each in before if each.role == role}
        pass_on_promises(person=person, worker=worker, on=starts_on, just_ended=just_ended)
    record_event("allocated", by=by, person=person, on=new_allocation, worker=worker.pk, role=role, starts_on=starts_on)
    return new_allocation


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
