"""What contacts since the last plan say about the matters of the next."""

from __future__ import annotations

from datetime import date

from careleavers.models import Contact, YoungPerson
from careleavers.queries.topics import contacts_about
from pathways.models import PlanVersion


def contacts_since_last_plan(person: YoungPerson, version: PlanVersion, today: date) -> dict[str, list[Contact]]:
    """By the code of a matter, the contacts about it since the version before this one was authorised, the latest
    first; all of them before the first plan. Two queries.
    """
    before = version.plan.versions.filter(authorised_on__isnull=False, number__lt=version.number)
    last = before.order_by("-number").values_list("authorised_on", flat=True).first()
    return contacts_about(person, last, today)
