"""What goes with a case when somebody else holds it: the promises of those who no longer work with the person, and the
appointments that they made.

Apps above register what else is passed on as `RecordExtension.on_case_passed`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date
from uuid import UUID

from careleavers.actions.alerts import raise_alert
from careleavers.models import Allocation, Appointment, ContactComment, DutyMessage, FollowUp, User, YoungPerson
from careleavers.models.appointments import PLANNED
from careleavers.models.base import on_day
from careleavers.models.duty_desk import UNANSWERED
from careleavers.queries.caseloads import open_to_service, unallocated
from careleavers.rules.alert_kinds import CASE_LEFT, ClosedBy

# Called inside an action as function(person=, former=, worker=): ids of those whose promises pass, and to whom.
CasePassed = Callable[..., None]

_functions: list[CasePassed] = []


def register_case_passed(function: CasePassed) -> None:
    """Call this function whenever promises about a young person pass to another worker."""
    _functions.append(function)


def promises_follow_the_case(*, person: YoungPerson, on: date, just_ended: Collection[UUID] = ()) -> None:
    """Give the case holder of the day what those promised who no longer work with the person, however long ago.

    They are whoever was allocated once, in whatever role, and whoever has no account any more; `just_ended` are workers
    whose part ended now. Whoever still works with the person keeps theirs, and so does somebody who never was
    allocated, such as a manager. Where nobody holds the case, the promises wait for the next case holder.
    """
    current = list(person.allocations.filter(on_day(on)).select_related("worker"))
    holder = next((each.worker for each in current if each.role == Allocation.CASE_HOLDER), None)
    if holder is None:
        return
    once = person.allocations.filter(starts_on__lte=on).values_list("worker_id", flat=True)
    closed = User.objects.filter(is_active=False).values_list("pk", flat=True)
    give_promises(
        person=person, former={*once, *just_ended, *closed} - {each.worker_id for each in current}, worker=holder
    )


def give_promises(*, person: YoungPerson, former: Collection[UUID], worker: User) -> None:
    """Make this worker answer for what these users promised about the person, or planned with them, and have not done
    yet."""
    if not former:
        return
    FollowUp.objects.filter(person=person, done_on=None, assigned_to__in=former).update(assigned_to=worker)
    Appointment.objects.filter(PLANNED, person=person, worker__in=former).update(worker=worker)
    ContactComment.objects.filter(contact__person=person, read_on=None, for_worker__in=former).update(for_worker=worker)
    DutyMessage.objects.filter(UNANSWERED, person=person, held_by__in=former).update(held_by=worker)
    for function in _functions:
        function(person=person, former=former, worker=worker)


def ask_to_allocate(person: YoungPerson, *, text: str, since: date, today: date) -> None:
    """Inside an action: a task for the managers, due now.

    Nothing where somebody holds the case, or nobody has to.
    """
    waits = unallocated(open_to_service(YoungPerson.objects.filter(pk=person.pk), today), today)
    if since > today or not waits.exists():
        return
    raise_alert(
        person=person,
        code=CASE_LEFT,
        cycle_started_on=since,
        due_on=today,
        text=text[:200],
        because="Every young person who is open to the service has a worker. What was promised to them waits for one.",
        today=today,
        closed_by_kind=ClosedBy.ALLOCATION,
        to_managers_only=True,
    )
