"""Messages at the duty desk that somebody can no longer answer: they go back to the desk."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db.models import QuerySet

from careleavers.actions.revisions import change, claim
from careleavers.models import DutyMessage, DutyStep, User, YoungPerson
from careleavers.models.duty_desk import UNANSWERED


def put_back_messages_of(worker: User, *, by: User | None) -> None:
    """Inside the action that closes the account: whatever they had taken waits at the desk again."""
    _put_back(DutyMessage.objects.filter(held_by=worker), by)


def put_back_messages_about(person: YoungPerson, holders: Collection[UUID], *, by: User | None) -> None:
    """Inside an action: what these had taken about somebody whose record they may not see any more."""
    if holders:
        _put_back(DutyMessage.objects.filter(person=person, held_by__in=holders), by)


def _put_back(messages: QuerySet[DutyMessage], by: User | None) -> None:
    for row in messages.filter(UNANSWERED).order_by("pk"):
        current = claim(row, None, {})
        if current.held_by_id == row.held_by_id and not current.outcome:  # nobody else took or closed it meanwhile
            change(current, None, {"held_by": None})
            DutyStep.objects.create(message=current, kind=DutyStep.PUT_BACK, recorded_by=by)
