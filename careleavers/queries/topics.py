"""What contacts were about."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from django.db.models import F

from careleavers.models import Contact, YoungPerson


def contacts_about(person: YoungPerson, since: date | None, today: date) -> dict[str, list[Contact]]:
    """By the code of a plan's matter, the contacts with a topic of that matter from the day `since` (None: ever) up to
    `today`, the latest first, each once a matter. One query.
    """
    rows = person.contacts.live().filter(about__topic__matter__gt="", happened_on__lte=today)
    if since:
        rows = rows.filter(happened_on__gte=since)
    found: dict[str, dict[object, Contact]] = defaultdict(dict)
    for contact in rows.annotate(matter=F("about__topic__matter")).select_related("worker"):
        found[contact.matter].setdefault(contact.pk, contact)  # type: ignore[attr-defined]
    return {matter: list(contacts.values()) for matter, contacts in found.items()}
