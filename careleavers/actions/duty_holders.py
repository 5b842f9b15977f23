"""Messages at the duty desk that somebody can no longer answer: they go back to the desk."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from careleavers.actions.revisions import change, claim
from careleavers.models import DutyMessage, DutyStep, User, YoungPerson
from careleavers.models.duty_desk import UNANSWERED
from careleavers.queries.restricted import named_access


def put_back_messages_of(worker: User, *, by: User | None) -> None:
    """Inside the action that closes the account: whatever they had taken waits at the desk again."""
    _put_back(DutyMessage.objects.filter(held_by=worker), by)


def put_back_unseen(person: YoungPerson, *, by: User, today: date) -> None:
    """Inside the action that hides the record: what those had taken who may not see it any more."""
    named = named_access(today).filter(person=person).values("user")
    _put_back(DutyMessage.objects.filter(person=person, held_by__isnull=False).exclude(held_by__in=named), by)


def _put_back(messages: QuerySet[DutyMessage], by: User | None) -> None:
    for row in messages.filter(UNANSWERED).order_by("pk"):
        current = claim(row, None, {})
        if current.held_by_id == row.held_by_id and not current.outcome:  # nobody else took or closed it meanwhile
            change(current, None, {"held_by": None})
            DutyStep.objects.create(message=current, kind=DutyStep.PUT_BACK, recorded_by=by)
