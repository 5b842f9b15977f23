"""A young person's own way into their plan: made for one version, opened with their birthday, answered, and ended."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.core.mail import EmailMessage

from careleavers.actions.base import Refused, action, record_event
from careleavers.actions.duty_desk import write_to_case_holder
from careleavers.actions.secret_links import end_links, note_opened, note_wrong_try
from careleavers.models import DutyMessage, User, YoungPerson
from careleavers.rules.secret_addresses import SECRET_BYTES, digest_of
from pathways.models import PlanAnswer, PlanLink, PlanVersion
from pathways.rules.matters import MATTERS
from pathways.rules.plan_links import message_of

OPEN_FOR = timedelta(days=14)


@action
def make_plan_link(*, by: User, version: PlanVersion, now: datetime) -> str:
    """The secret of a new link to a version, which ends every link to the plan before. It cannot be read again."""
    person = version.plan.person
    _end_all(version, now)
    secret = secrets.token_urlsafe(SECRET_BYTES)
    link = PlanLink.objects.create(version=version, digest=digest_of(secret), ends_at=now + OPEN_FOR, recorded_by=by)
    record_event("plan_link_made", by=by, person=person, on=link, version=version.number)
    return secret


@action
def send_plan_link(*, by: User, person: YoungPerson, to: str, subject: str, text: str) -> None:
    """E-mail the words with the link to the young person, at an address of theirs that is safe to use."""
    if not person.contact_details.filter(kind="email", value=to, safe_to_use=True, ends_on=None).exists():
        raise Refused("That e-mail address is not written down as safe to use any more.")
    EmailMessage(subject, text, to=[to]).send()
    record_event("plan_link_sent", by=by, person=person, on=person)


@action
def end_plan_links(*, by: User, version: PlanVersion, now: datetime) -> None:
    """Whoever has a link to the plan opens nothing any more."""
    if _end_all(version, now):
        record_event("plan_link_ended", by=by, person=version.plan.person, on=version)


def _end_all(version: PlanVersion, now: datetime) -> int:
    return end_links(PlanLink.objects.filter(version__plan=version.plan_id), now)


@action
def open_plan_link(*, by: None = None, link: PlanLink, date_of_birth: date, now: datetime) -> bool:
    """Whether this is the young person's birthday. A wrong one is counted: after five the link is locked."""
    person = link.version.plan.person
    if person.date_of_birth == date_of_birth:
        note_opened(link, now)
        record_event("plan_link_opened", by=None, person=person, on=link, version=link.version.number)
        return True
    note_wrong_try(link)
    record_event("plan_link_locked" if link.is_locked else "plan_link_refused", by=None, person=person, on=link)
    return False


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
    """Keep what they said. Where they ask for something or do not agree, whoever works with them is to answer it.

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
