"""What somebody owes about a young person whose record they may not see any more goes to whoever may.

The person's team changed, the record was hidden or merged, or a role ended: nothing stays on the day of nobody. It
happens at once where an action takes the record out of sight, and within the hour for what time alone did.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from uuid import UUID

from careleavers.actions.base import action
from careleavers.actions.bodies import pass_on_tasks_unseen
from careleavers.actions.duty_holders import put_back_messages_about
from careleavers.actions.handover import ask_to_allocate, give_promises
from careleavers.actions.record_requests import give_up_requests_about
from careleavers.actions.retention import pass_on_holds_about
from careleavers.models import Allocation, PolicyValue, User, YoungPerson
from careleavers.models.base import on_day
from careleavers.permissions import Permission
from careleavers.queries.caseloads import open_among
from careleavers.queries.managers import managers_on
from careleavers.queries.out_of_sight import out_of_sight, seen_by
from careleavers.queries.restricted import named_access

PROMISED = "Somebody promised them something and does not see their record any more: allocate somebody who keeps it"


@action
def pass_on_unseen_of_everybody(*, by: None = None, today: date) -> None:
    """What a role that ended, or another tree of teams, took out of somebody's sight."""
    pass_on_unseen(people=None, by=by, today=today)
    pass_on_tasks_unseen(today=today)


def pass_on_unseen(*, people: Collection[UUID] | None, by: User | None, today: date) -> None:
    """Inside an action: what is to be done about these people (None: everybody) by somebody who may not see to it.

    Messages wait at the desk and requests for a manager. What was promised is the case holder's, on a record that they
    may not see somebody's who is named; where nobody works with them, the manager is asked to allocate.
    """
    found = out_of_sight(people, today)
    for person in YoungPerson.objects.filter(pk__in=found).order_by("pk"):
        blind = found[person.pk]
        put_back_messages_about(person, blind[Permission.DUTY_DESK], by=by)
        give_up_requests_about(person, blind[Permission.ANSWER_RECORD_REQUESTS], by=by)
        if promised := blind[Permission.LOG_CONTACT]:
            pass_on_holds_about(person, promised, today=today)
            _pass_on_promises(person, promised, today)


def _pass_on_promises(person: YoungPerson, former: Collection[UUID], today: date) -> None:
    if worker := _who_takes_them(person, today):
        give_promises(person=person, former=former, worker=worker)
    else:
        ask_to_allocate(person, text=PROMISED, since=today, today=today)


def _who_takes_them(person: YoungPerson, today: date) -> User | None:
    """The case holder, else somebody named on a restricted record, else a manager of who is not open any more."""
    holds = person.allocations.filter(on_day(today), role=Allocation.CASE_HOLDER, worker__is_active=True)
    candidates = [allocation.worker for allocation in holds.select_related("worker")]
    if person.is_restricted:
        named = named_access(today).filter(person=person).select_related("user").order_by("-starts_on", "pk")
        candidates += [access.user for access in named]
    elif not candidates and person.pk not in open_among([person.pk], today):
        nearest = managers_on(today).nearest(person.team_id)
        candidates += User.objects.filter(pk__in=nearest).order_by("sort_name")
    policies = PolicyValue.objects.in_force(today)
    for user in candidates:
        user.under(policies, today)
        if user.may(Permission.LOG_CONTACT) and seen_by(user, [person.pk]):
            return user
    return None
