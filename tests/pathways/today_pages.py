"""What the tests of Today share: alerts on a day, and the parts of the page."""

from __future__ import annotations

import re
from datetime import date, timedelta

from django.test import Client

from careleavers.actions.alerts import raise_alert
from careleavers.models import YoungPerson
from pathways.models import DueItem
from tests.cast import TODAY
from tests.factories import LONG_AGO


def in_days(days: int) -> date:
    return TODAY + timedelta(days=days)


def alert(person: YoungPerson, due_on: date | None, code: str = "keep_in_touch", **fields: object) -> None:
    given = {
        "text": "Contact",
        "because": "The last contact was too long ago.",
        "closed_by_kind": "contact",
        "cycle_started_on": LONG_AGO,
    } | fields
    raise_alert(person=person, code=code, due_on=due_on, today=TODAY, **given)


def due(person: YoungPerson, due_on: date, text: str, kind: str = "", because: str = "") -> None:
    DueItem.objects.create(
        person=person,
        code=text[:40],
        started_on=LONG_AGO,
        due_on=due_on,
        text=text,
        closed_by_kind=kind,
        because=because,
        source="CLR reg 7(2)(c)" if because else "",
    )


def timeline_page(client: Client, address: str = "/") -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def section(page: str, heading: str) -> str:
    """The part of the page from the heading with this id to the next heading of its level."""
    found = re.search(rf'<h2 id="{heading}">.*?(?=<h2|</main>)', page, re.DOTALL)
    return found[0] if found else ""


def names_in(part: str) -> list[str]:
    return re.findall(r'worklist__name"><a href="[^"]*">([^<]*)', part)
