"""A young person's own way into their plan: made for one version, answered, kept as a file and ended."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from careleavers.actions.base import action, record_event
from careleavers.actions.duty_desk import write_to_case_holder
from careleavers.actions.secret_links import end_links, make_link
from careleavers.models import DutyMessage, User
from careleavers.rules.secret_addresses import new_secret
from pathways.actions.review_requests import ask_through_link
from pathways.models import PlanAnswer, PlanLink, PlanVersion
from pathways.rules.matters import MATTERS
from pathways.rules.plan_links import message_of


@action
def make_plan_link(*, by: User, version: PlanVersion, now: datetime) -> str:
    """The secret of a new link to a version, which ends every link to the plan before. It cannot be read again."""
    secret = new_secret()
    make_link(_to_the_plan(version), secret, to=version.plan, by=by, now=now, version=version)
    return secret


@action
def end_plan_links(*, by: User, version: PlanVersion, now: datetime) -> None:
    """Whoever has a link to the plan opens nothing any more."""
    if end_links(_to_the_plan(version), now):
        record_event("plan_link_ended", by=by, person=version.plan.person, on=version)


def _to_the_plan(version: PlanVersion) -> QuerySet[PlanLink]:
    return PlanLink.objects.filter(version__plan=version.plan_id)


@action
def note_plan_saved(*, by: None = None, link: PlanLink, layout: str) -> None:
    """Note that whoever opened the link kept the plan as a file."""
    record_event("plan_link_saved", by=None, person=link.version.plan.person, on=link, layout=layout)


@action
def answer_plan(
    *,
    by: None = None,
    link: PlanLink,
    answer_id: UUID,
    now: datetime,
    today: date,
    working_days: int,
    help_with: Sequence[str],
    **facts: Any,
) -> PlanAnswer:
    """Keep what they said. Where they ask for something or do not agree, whoever works with them is to answer it; a
    review that they ask for is due from then on (CLR reg 7(2)(a)).

    Sent twice with one `answer_id`, it is one answer. `facts` are fields of PlanAnswer; `help_with` codes of matters.
    """
    if existing := PlanAnswer.objects.filter(pk=answer_id, link=link).first():
        return existing
    person = link.version.plan.person
    titles = [MATTERS[code].title for code in help_with]
    text = message_of(help_with=titles, **facts)
    message = _message(link, answer_id, text, now, today, working_days) if text else None
    answer = PlanAnswer(pk=answer_id, link=link, help_with=list(help_with), message=message, **facts)
    answer.save(force_insert=True)
    if answer.wants_review:
        ask_through_link(by=None, person=person, words=answer.own_words, today=today)
    record_event("plan_answered", by=None, person=person, on=answer, agrees=answer.agrees, asks=bool(text))
    return answer


def _message(link: PlanLink, message_id: UUID, text: str, now: datetime, today: date, working_days: int) -> DutyMessage:
    return write_to_case_holder(
        by=None,
        message_id=message_id,
        person=link.version.plan.person,
        now=now,
        today=today,
        working_days=working_days,
        way="online",
        text=f"About version {link.version.number} of the plan: {text}",
    )
