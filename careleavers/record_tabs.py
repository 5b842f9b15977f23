"""The entries of the bar on every page of a record. `settings.RECORD_TABS` names them by dotted string, in order, so
that an app above this one can add its own; at most six, or the bar no longer fits a phone."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.module_loading import import_string

from careleavers.models import User, YoungPerson
from careleavers.navigation import Link
from careleavers.permissions import Permission


@dataclass(frozen=True)
class Tab:
    """A page of one person's record: its URL name takes the person's id alone."""

    label: str
    url_name: str
    permission: Permission = Permission.VIEW_RECORD

    def link_for(self, person: YoungPerson) -> Link:
        return Link(self.label, reverse(self.url_name, args=[person.pk]))


OVERVIEW = Tab("Overview", "person")
# The one primary action of a record.
LOG_CONTACT = Tab("Log contact", "contact_begin", Permission.LOG_CONTACT)
TIMELINE = Tab("Timeline", "timeline")
HOMES = Tab("Home", "home_list")
OCCUPATIONS = Tab("Work", "occupation_list")
DETAILS = Tab("Details", "details")


def links_for(user: User, person: YoungPerson) -> tuple[Link, ...]:
    """The bar's links that this user's roles open."""
    tabs: list[Tab] = [import_string(name) for name in settings.RECORD_TABS]
    return tuple(tab.link_for(person) for tab in tabs if user.may(tab.permission))


def contact_url(user: User, person: YoungPerson) -> str:
    """Where to log a contact; nothing for somebody who may not, or about somebody who has died."""
    if person.died_on or not user.may(LOG_CONTACT.permission):
        return ""
    return LOG_CONTACT.link_for(person).url
