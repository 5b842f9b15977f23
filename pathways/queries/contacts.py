"""What contacts since the last plan say about the matters of the next."""

from __future__ import annotations

from datetime import date

from careleavers.models import Contact, YoungPerson
from careleavers.queries.topics import contacts_about
from pathways.models import PlanVersion
from pathways.queries.plan_differences import version_before


def contacts_since_last_plan(person: YoungPerson, version: PlanVersion, today: date) -> dict[str, list[Contact]]:
    """By the code of a matter, the contacts about it since the version before this one was authorised, the latest
    first; all of them before the first plan. Two queries.
    """
    before = version_before(version)
    return contacts_about(person, before.authorised_on if before else None, today)
