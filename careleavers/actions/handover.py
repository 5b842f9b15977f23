"""What goes with a case when somebody else holds it: the promises of those who no longer work with the person.

Apps above register what else is passed on as `RecordExtension.on_case_passed`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date
from uuid import UUID

from careleavers.models import Allocation, FollowUp, User, YoungPerson
from careleavers.models.base import on_day

# Called inside an action as function(person=, former=, worker=): ids of former case holders, and who holds it now.
CasePassed = Callable[..., None]

_functions: list[CasePassed] = []


def register_case_passed(function: CasePassed) -> None:
    """Call this function whenever a case passes to another case holder."""
    _functions.append(function)


def pass_on_promises(*, person: YoungPerson, worker: User, on: date, just_ended: Collection[UUID] = ()) -> None:
    """Give the new case holder what former ones promised, however long ago they left.

    `just_ended` are workers whose part ended now. A former case holder who still works with the person on the day
    keeps theirs.
    """
    held = person.allocations.filter(role=Allocation.CASE_HOLDER).values_list("worker_id", flat=True)
    still = person.allocations.filter(on_day(on)).values_list("worker_id", flat=True)
    former = {*held, *just_ended} - {*still, worker.pk}
    if not former:
        return
    FollowUp.objects.filter(person=person, done_on=None, assigned_to__in=former).update(assigned_to=worker)
    for function in _functions:
        function(person=person, former=former, worker=worker)
