"""Somebody leaves: what they held goes to others, or is a task of the managers, and nothing stays behind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from datetime import date
from uuid import UUID

from careleavers.actions.account_mail import tell_of_called_off
from careleavers.actions.alerts import update_recipients
from careleavers.actions.allocations import call_off, tell_that_nobody_works_with
from careleavers.actions.base import record_event
from careleavers.actions.bodies import leave_bodies
from careleavers.actions.duty_holders import put_back_messages_of
from careleavers.actions.facts_changed import facts_changed
from careleavers.actions.handover import ask_to_allocate, promises_follow_the_case
from careleavers.actions.record_requests import give_up_requests_of
from careleavers.actions.retention import pass_on_holds
from careleavers.models import Alert, Allocation, User, YoungPerson
from careleavers.queries.held_work import allocations_held
from careleavers.queries.managers import managers_on
from careleavers.rules.alert_kinds import CASE_LEFT

ACCOUNT_CLOSED = "The account was closed"


def leave_everything(
    *, by: User | None, worker: User, people: Collection[UUID], promised: Collection[UUID], today: date
) -> None:
    """Inside the action that closes the account: end what they carry, and pass on what they promised.

    `people`: everybody about whom they hold anything, `promised` those to whom they promised something. Where nobody
    works with somebody who was promised something, the manager is asked to allocate. Where they were to take somebody
    over, the manager hears that nobody does.
    """
    pass_on_holds(worker, today=today)  # to managers, before the rest goes to case holders
    called_off = []
    for allocation in allocations_held(worker, today).select_related("person", "worker").order_by("pk"):
        if allocation.is_planned:
            call_off(allocation, by)
            called_off.append(allocation)
        else:
            _end_today(allocation, by, today)
    told = set(Alert.objects.filter(person__in=people, code=CASE_LEFT, closed_on=None).values_list("person", flat=True))
    for person in YoungPerson.objects.filter(pk__in=people).order_by("pk"):
        promises_follow_the_case(person=person, on=today, just_ended={worker.pk})
        if person.pk in promised and person.pk not in told:
            text = f"{worker} left, who had promised them something: allocate somebody who keeps it"
            ask_to_allocate(person, text=text, since=today, today=today)
    put_back_messages_of(worker, by=by)
    give_up_requests_of(worker, by=by)
    leave_bodies(worker, today=today)
    _tell_of_called_off(worker, called_off, today)
    update_recipients(people=people, today=today)
    facts_changed(people=people, today=today)


def _tell_of_called_off(worker: User, called_off: list[Allocation], today: date) -> None:
    """One message to each manager of these young people, for each day on which the worker was to begin."""
    managers, planned = managers_on(today), Counter[tuple[UUID, date]]()
    for allocation in called_off:
        nearest = managers.nearest(allocation.person.team_id, excluding=[worker.pk])
        planned.update((manager, allocation.starts_on) for manager in nearest)
    told = User.objects.in_bulk([manager for manager, _ in planned])
    for (manager, starts_on), people in planned.items():
        tell_of_called_off(worker=worker, people=people, starts_on=starts_on, to=told[manager])


def _end_today(allocation: Allocation, by: User | None, today: date) -> None:
    """History says that they worked together until today, also where it was to end later."""
    person, worker, role = allocation.person, allocation.worker, allocation.role
    record_event("allocation_ended", by=by, person=person, on=allocation, ends_on=today, reason=ACCOUNT_CLOSED)
    if allocation.starts_on >= today:
        allocation.delete()
    else:
        allocation.ends_on = today
        allocation.save(update_fields=["ends_on"])
    if role == Allocation.CASE_HOLDER:
        tell_that_nobody_works_with(person, worker, today, today)
