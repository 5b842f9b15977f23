"""A young person's own way to what is theirs: a link, and what they ask for there."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID, uuid5

from careleavers.actions.base import action, record_event
from careleavers.actions.duty_desk import write_to_case_holder
from careleavers.actions.secret_links import end_links, make_link
from careleavers.models import DutyMessage, User, YoungPerson
from careleavers.rules.secret_addresses import new_secret
from offers.models import PassportLink
from offers.rules.passport_words import help_words


@action
def make_passport_link(*, by: User, person: YoungPerson, now: datetime) -> str:
    """The secret of a new link to what is theirs, which ends every one before. It cannot be read again."""
    secret = new_secret()
    make_link(PassportLink.objects.filter(person=person), secret, to=person, by=by, now=now, person=person)
    return secret


@action
def end_passport_links(*, by: User, person: YoungPerson, now: datetime) -> None:
    """Whoever has a link to what is theirs opens nothing any more."""
    if end_links(PassportLink.objects.filter(person=person), now):
        record_event("passport_link_ended", by=by, person=person, on=person)


@action
def ask_for_help(
    *,
    by: None = None,
    link: PassportLink,
    answer_id: UUID,
    names: Sequence[str],
    own_words: str,
    now: datetime,
    today: date,
    working_days: int,
) -> DutyMessage:
    """A message to whoever works with them, on Today until it is answered. Sent twice with one `answer_id`, it is one.

    `names`: what workers call the things that they want help with.
    """
    return write_to_case_holder(
        by=None,
        message_id=uuid5(link.pk, str(answer_id)),  # so that no link reaches what was asked through another
        person=link.person,
        now=now,
        today=today,
        working_days=working_days,
        way="online",
        text=help_words(names, own_words),
    )
