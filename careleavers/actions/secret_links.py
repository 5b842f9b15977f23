"""Links without an account, whatever they open: made, sent, tried and ended.

What is no action here is a part of one: it writes inside the action that calls it.
"""

from __future__ import annotations

import secrets
from datetime import date, datetime
from typing import Any, NamedTuple

from django.core.mail import EmailMessage
from django.db.models import F, Model, QuerySet

from careleavers.actions.base import Refused, action, record_event
from careleavers.actions.revisions import REMOVED
from careleavers.models import User, YoungPerson
from careleavers.models.secret_links import SecretLink
from careleavers.queries.secret_links import links_about
from careleavers.rules.secret_addresses import OPEN_FOR, digest_of, digest_of_code


class MadeLink(NamedTuple):
    """What is shown once and kept nowhere: the secret of the address, and the code to be told in another way."""

    secret: str
    code: str

    @property
    def code_to_tell(self) -> str:
        """In two halves, as it is said and read."""
        return f"{self.code[:3]} {self.code[3:]}"


def make_link(
    former: QuerySet[Any],
    secret: str,
    *,
    to: Model,
    by: User,
    now: datetime,
    ends_at: datetime | None = None,
    **facts: Any,
) -> None:
    """A link of the kind of the `former` ones, which it ends. It opens for two weeks, or until `ends_at`.

    `to` is what all of these lead to: its row is locked, so that of two who make one at once only the last is open.
    """
    if not type(to)._default_manager.select_for_update(of=("self",), no_key=True).filter(pk=to.pk).exists():
        raise Refused(REMOVED)
    end_links(former, now)
    link = former.model._default_manager.create(
        digest=digest_of(secret), ends_at=ends_at or now + OPEN_FOR, recorded_by=by, **facts
    )
    _tell(link, "made", by)


@action
def send_link(*, by: User, link: SecretLink, to: str, subject: str, text: str) -> None:
    """E-mail the words with the link to the young person, at an address of theirs that is safe to use."""
    person = link.young_person
    if not person or not person.contact_details.filter(kind="email", value=to, safe_to_use=True, ends_on=None).exists():
        raise Refused("That e-mail address is not written down as safe to use any more.")
    EmailMessage(subject, text, to=[to]).send()
    _tell(link, "sent", by)


@action
def open_with_birthday(
    *, by: None = None, links: QuerySet[Any], link: SecretLink, date_of_birth: date, now: datetime
) -> bool:
    """Whether this is the young person's birthday, and the link still one of those `links` that open something. A wrong
    one is counted: after five the link is locked.
    """
    person = link.young_person
    return try_link(links, link, is_right=person is not None and person.date_of_birth == date_of_birth, now=now)


@action
def open_with_code(*, by: None = None, links: QuerySet[Any], link: Any, secret: str, code: str, now: datetime) -> bool:
    """Whether this is the code that goes with the link, which keeps its `code_digest`, and the link still one of those
    `links` that open something. A wrong one is counted: after five the link is locked.
    """
    is_right = secrets.compare_digest(link.code_digest, digest_of_code(secret, code))
    return try_link(links, link, is_right=is_right, now=now)


def try_link(links: QuerySet[Any], link: SecretLink, *, is_right: bool, now: datetime) -> bool:
    """Note that somebody tried a link, and whether they knew what else was asked. The row is locked first, so that of
    two tries at once the second meets what the first did.
    """
    current = links.select_for_update(of=("self",)).filter(pk=link.pk).first()
    if current is None:
        return False
    row = type(link)._default_manager.filter(pk=link.pk)
    if is_right:
        row.update(opened_at=now)
        _tell(current, "opened", None)
        return True
    row.update(wrong_tries=F("wrong_tries") + 1)
    current.refresh_from_db(fields=["wrong_tries"])
    _tell(current, "locked" if current.is_locked else "refused", None)
    return False


def end_links(links: QuerySet[Any], now: datetime) -> int:
    """Those of the links that are still in time open nothing any more; how many these were."""
    return links.filter(ends_at__gt=now).update(ends_at=now)


def end_links_about(person: YoungPerson, *, by: User, now: datetime) -> None:
    """Whatever shows something of them to somebody without an account opens nothing any more."""
    for links in links_about(person):
        if end_links(links, now):
            record_event(f"{links.model.CALLED}_ended", by=by, person=person, on=person)


def _tell(link: SecretLink, what: str, by: User | None) -> None:
    record_event(f"{link.CALLED}_{what}", by=by, person=link.young_person, on=link, **link.event_details)
