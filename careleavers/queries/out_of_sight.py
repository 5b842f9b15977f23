"""Who owes something about a young person and may not see to it any more: the record is out of their sight.

The apps above register what else is owed as `RecordExtension.owed_by`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from datetime import date
from typing import NamedTuple
from uuid import UUID

from careleavers.models import (
    Appointment,
    ContactComment,
    DutyMessage,
    FollowUp,
    PolicyValue,
    RecordRequest,
    User,
    YoungPerson,
)
from careleavers.models.duty_desk import UNANSWERED
from careleavers.models.record_requests import OPEN_REQUEST
from careleavers.permissions import Permission
from careleavers.queries.follow_ups import still_to_do


class Owes(NamedTuple):
    """Somebody owes something about a young person, and sees to it where their role lets them do this."""

    person: UUID
    user: UUID
    needs: Permission


# Called with ids of young people, or with None for everybody; makes a constant number of queries.
OwedBy = Callable[[Collection[UUID] | None], Iterable[Owes]]

_functions: list[OwedBy] = []


def register_owed_by(function: OwedBy) -> None:
    """Ask this function too who owes something."""
    _functions.append(function)


def owed_in_the_record(people: Collection[UUID] | None) -> Iterable[Owes]:
    """What the record itself has somebody owe."""
    messages = DutyMessage.objects.filter(UNANSWERED, held_by__isnull=False, person__isnull=False)
    asked = RecordRequest.objects.filter(OPEN_REQUEST, owner__isnull=False)
    for rows, person, user, needs in (
        (still_to_do(FollowUp.objects.all()), "person", "assigned_to", Permission.LOG_CONTACT),
        (Appointment.objects.still_planned(), "person", "worker", Permission.LOG_CONTACT),
        (ContactComment.objects.filter(read_on=None), "contact__person", "for_worker", Permission.LOG_CONTACT),
        (messages, "person", "held_by", Permission.DUTY_DESK),
        (asked, "person", "owner", Permission.ANSWER_RECORD_REQUESTS),
    ):
        about = rows if people is None else rows.filter(**{f"{person}__in": people})
        pairs = about.order_by().values_list(person, user).distinct()
        yield from (Owes(about_whom, who, needs) for about_whom, who in pairs)


def out_of_sight(people: Collection[UUID] | None, today: date) -> dict[UUID, dict[Permission, set[UUID]]]:
    """By young person and by what is needed for it: who owes something about them and, on the day, may not see the
    record or has no role for it. `people` None: everybody. A few queries, and two for each who owes something.
    """
    by_user: dict[UUID, list[Owes]] = defaultdict(list)
    for function in _functions:
        for owes in function(people):
            by_user[owes.user].append(owes)
    found: dict[UUID, dict[Permission, set[UUID]]] = defaultdict(lambda: defaultdict(set))
    policies = PolicyValue.objects.in_force(today) if by_user else {}
    for user in User.objects.filter(pk__in=by_user).order_by("pk"):
        user.under(policies, today)
        seen = seen_by(user, {owes.person for owes in by_user[user.pk]})
        for owes in by_user[user.pk]:
            if owes.person not in seen or not user.may(owes.needs):
                found[owes.person][owes.needs].add(user.pk)
    return found


def seen_by(user: User, people: Collection[UUID]) -> set[UUID]:
    """Those of these people whose records the user may see. One query."""
    visible = YoungPerson.objects.visible_to(user).filter(pk__in=people)
    return set(visible.order_by().values_list("pk", flat=True))
