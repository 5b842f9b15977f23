"""The entries of the bar on every page of a record. Each app registers its own in its `record.py`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from careleavers.models import User, YoungPerson
from careleavers.permissions import Permission
from careleavers.site.navigation import Link


@dataclass(frozen=True)
class RecordTab:
    """A page of one person's record: its URL name takes the person's id alone. Lower `order` is further left."""

    label: str
    url_name: str
    permission: Permission = Permission.VIEW_RECORD
    order: int = 50

    def link_for(self, person: YoungPerson) -> Link:
        return Link(self.label, reverse(self.url_name, args=[person.pk]))


# The one primary action of a record.
LOG_CONTACT = RecordTab("Log contact", "contact_begin", Permission.LOG_CONTACT)


def links_for(user: User, person: YoungPerson, tabs: Iterable[RecordTab]) -> tuple[Link, ...]:
    """The links of those tabs that this user's roles open."""
    return tuple(tab.link_for(person) for tab in tabs if user.may(tab.permission))


def contact_url(user: User, person: YoungPerson) -> str:
    """Where to log a contact; nothing for somebody who may not. After a death it is contact with the family."""
    if not user.may(LOG_CONTACT.permission):
        return ""
    return LOG_CONTACT.link_for(person).url
