"""What is asked of every contender, and the gate: they must give the same answer before anything is timed."""

from __future__ import annotations

import json
import re
import subprocess
import threading
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import quote
from uuid import UUID

from django.urls import NoReverseMatch, reverse

from bench import raw_sql
from bench.councils import Council
from bench.effort import Effort, effort_of
from bench.figure_people import eet_as_csv
from bench.targets import Targets
from bench.web import Browser, token_in

OURS, RAW, PANDAS, ADMIN, NAIVE = "ours", "raw SQL", "pandas", "Django admin", "one by one"
PERSON = re.compile(r"/people/([0-9a-f-]{36})/\"")
ANYTHING_OF = re.compile(r"/people/([0-9a-f-]{36})/")
CONTACT = re.compile(r"/contacts/([0-9a-f-]{36})/\"")
FIGURE = re.compile(r'<h2 id="(\w+)">.*?<span>([\d,]+) of ([\d,]+)</span>', re.DOTALL)
SHOWN_COHORT = "18-25"
CSV = "People of a figure, CSV"
LINES = 5  # of a list on Today


class Begun(threading.local):
    """The draft that a browser goes on saving, by the size of its council."""

    def __init__(self) -> None:
        self.drafts: dict[int, dict[str, Any]] = {}


BEGUN = Begun()


class Disagreement(Exception):
    """Two contenders gave different answers; the message says which."""


@dataclass(frozen=True)
class Question:
    """One page asked of one contender; `ask` is given the number of the round, and may ask about another person."""

    page: str
    contender: str
    ask: Callable[[int], Any]


@dataclass
class Contenders:
    """Everybody who answers about one council."""

    council: Council
    targets: Targets
    adviser: Browser
    manager: Browser
    admin: Browser
    cursor: Any
    pandas: subprocess.Popen[str]

    def person(self, number: int) -> UUID:
        return self.targets.people[number % len(self.targets.people)]

    def pandas_figures(self, day: date, team: UUID | None) -> raw_sql.Figures:
        assert self.pandas.stdin is not None
        assert self.pandas.stdout is not None
        self.pandas.stdin.write(json.dumps({"day": day.isoformat(), "team": str(team) if team else None}) + "\n")
        self.pandas.stdin.flush()
        return {name: (n, d) for name, (n, d) in json.loads(self.pandas.stdout.readline()).items()}


def people_in(page: str) -> list[UUID]:
    """The records that the page's own part leads to, in order, each once."""
    main = page.partition("<main")[2]
    return list(dict.fromkeys(UUID(found) for found in PERSON.findall(main)))


def agree(page: str, council: Council, answer: Any, floor: Any) -> None:
    if answer != floor:
        raise Disagreement(f"{page}, {council.people:,} people: {str(answer)[:300]} is not {str(floor)[:300]}.")


def dashboard_address() -> str | None:
    try:
        return reverse("reporting:dashboard")
    except NoReverseMatch:
        return None


def questions(who: Contenders) -> Iterator[Question]:
    """Every page, checked against the floor as it is yielded. Disagreement when a contender's answer differs."""
    yield from _of_the_adviser(who)
    yield from _of_search(who)
    yield from _of_contacts(who)
    yield from _of_figures(who)


def _of_the_adviser(who: Contenders) -> Iterator[Question]:
    today, cursor, targets = reverse("home"), who.cursor, who.targets
    shown = {UUID(found) for found in ANYTHING_OF.findall(who.adviser.get(today))}
    floor = raw_sql.today(cursor, targets)
    last = floor[min(LINES, len(floor)) - 1][0] if floor else targets.today
    agree("Today", who.council, {person for due, person in floor if due < last} - shown, set())
    yield Question("Today", OURS, lambda _: who.adviser.get(today))
    yield Question("Today", RAW, lambda _: raw_sql.today(cursor, targets))

    caseload = f"{reverse('caseload')}?whose=mine"
    agree("Caseload", who.council, people_in(who.adviser.get(caseload)), raw_sql.caseload(cursor, targets))
    yield Question("Caseload", OURS, lambda _: who.adviser.get(caseload))
    yield Question("Caseload", RAW, lambda _: raw_sql.caseload(cursor, targets))
    yield Question("Caseload", ADMIN, lambda _: who.admin.get("/admin/careleavers/youngperson/"))
    yield Question("Caseload", NAIVE, lambda _: who.admin.get("/naive/"))

    def record(number: int) -> str:
        return who.adviser.get(reverse("person", args=[who.person(number)]))

    shown_contacts = {UUID(found) for found in CONTACT.findall(record(0))}
    agree("Person", who.council, shown_contacts - set(raw_sql.person(cursor, targets, who.person(0))), set())
    yield Question("Person", OURS, record)
    yield Question("Person", RAW, lambda number: raw_sql.person(cursor, targets, who.person(number)))
    yield Question("Person", ADMIN, lambda n: who.admin.get(f"/admin/careleavers/youngperson/{who.person(n)}/change/"))
    yield Question("Contacts, a list", ADMIN, lambda _: who.admin.get("/admin/careleavers/contact/"))


def _of_search(who: Contenders) -> Iterator[Question]:
    for page, asked, floor in (
        ("Search, misspelt name", who.targets.misspelt, raw_sql.misspelt),
        ("Search, two letters", who.targets.prefixes, raw_sql.prefix),
        ("Search, phone", who.targets.phones, raw_sql.phone),
    ):
        yield from _search(who, page, asked, floor)


def _search(who: Contenders, page: str, asked: Any, floor: Callable[[Any, str], list[UUID]]) -> Iterator[Question]:
    """Asked only for what the floor finds too: we look further when nothing is like enough, and show less that is not.

    So what we show must be how the floor's list begins.
    """
    address = reverse("people_search")
    asked = [each for each in asked if floor(who.cursor, each)]

    def of(number: int) -> str:
        found: str = asked[number % len(asked)]
        return found

    def ours(number: int) -> str:
        return who.manager.get(f"{address}?q={quote(of(number))}")

    shown, found = people_in(ours(0)), floor(who.cursor, of(0))
    agree(page, who.council, shown, found[: max(len(shown), 1)])
    yield Question(page, OURS, ours)
    yield Question(page, RAW, lambda number: floor(who.cursor, of(number)))
    yield Question(page, ADMIN, lambda n: who.admin.get(f"/admin/careleavers/youngperson/?q={quote(of(n))}"))


def _of_contacts(who: Contenders) -> Iterator[Question]:
    """Sent contacts are real, alike for every contender: a phone call of today with the people in turn."""
    token = token_in(who.adviser.get(_new_contact(who, 0)))
    note = "Rang as agreed."

    def send(number: int) -> None:
        answers = {"method": "phone", "result": "spoke", "happened_on": who.targets.today.isoformat(), "note": note}
        who.adviser.post(_new_contact(who, number), {"csrfmiddlewaretoken": token} | answers)

    send(0)
    kept = "SELECT method, result, note, happened_on FROM careleavers_contact WHERE person_id = %(person)s" + (
        " ORDER BY recorded_at DESC LIMIT 1"
    )
    [ours] = raw_sql.rows(who.cursor, kept, person=who.person(0))
    raw_sql.log(who.cursor, who.targets, who.person(0), note)
    [floor] = raw_sql.rows(who.cursor, kept, person=who.person(0))
    agree("Log contact", who.council, ours, floor)
    yield Question("Log contact, the form", OURS, lambda n: who.adviser.get(_new_contact(who, n)))
    yield Question("Log contact, the form", RAW, lambda n: raw_sql.last_spoke(who.cursor, who.targets, who.person(n)))
    yield Question("Log contact, the form", ADMIN, lambda _: who.admin.get("/admin/careleavers/contact/add/"))
    yield Question("Log contact, sent", OURS, send)
    yield Question("Log contact, sent", RAW, lambda n: raw_sql.log(who.cursor, who.targets, who.person(n), note))

    yield Question("Draft, saved", OURS, lambda n: _keep_draft(who, n, token, note))


def effort(who: Contenders) -> dict[str, Effort]:
    """What logging a phone call asks of somebody, by contender."""
    return {
        OURS: effort_of(who.adviser.get(_new_contact(who, 0))),
        ADMIN: effort_of(who.admin.get("/admin/careleavers/contact/add/")),
    }


def _keep_draft(who: Contenders, number: int, token: str, note: str) -> str:
    """Saved again as somebody types on, by the page's script; `token` is that of any form. One draft a browser."""
    draft = BEGUN.drafts.setdefault(who.council.people, {"submission": uuid.uuid4(), "revision": 0})
    kept = {
        "person": str(who.person(0)),
        "kind": "contact",
        "page": reverse("contact_new", args=[who.person(0), draft["submission"]]),
        "revision": draft["revision"],
        "data": {"method": ["phone"], "note": [f"{note} {number}"]},
    }
    answer = who.adviser.put(reverse("draft_save", args=[draft["submission"]]), kept, token)
    draft["revision"] = json.loads(answer)["revision"]
    return answer


def _new_contact(who: Contenders, number: int) -> str:
    return reverse("contact_new", args=[who.person(number), uuid.uuid4()])


def _of_figures(who: Contenders) -> Iterator[Question]:
    address, targets = dashboard_address(), who.targets
    if address is None:
        return
    for scope, team in (("a team", targets.team), ("the authority", None)):
        for when, day in (("today", targets.today), ("a past day", targets.past)):
            yield from _figures(who, f"Dashboard, {scope}, {when}", address, day, team)
    yield from _behind_a_figure(who)


def _behind_a_figure(who: Contenders) -> Iterator[Question]:
    """The people of a team's figure, and of the authority's as a file."""
    asked = f"on={who.targets.today.isoformat()}&cohort={SHOWN_COHORT}"
    listed = f"{reverse('reporting:people', args=['EET'])}?{asked}&team={who.targets.team}"
    file = f"{reverse('reporting:export', args=['EET'])}?{asked}"
    answers = {"purpose": "To measure", "csrfmiddlewaretoken": token_in(who.manager.get(file))}
    yield Question("People of a figure", OURS, lambda _: who.manager.get(listed))
    yield Question(CSV, OURS, lambda _: who.manager.send_for(file, answers))
    yield Question(CSV, RAW, lambda _: eet_as_csv(who.cursor, who.targets.today, SHOWN_COHORT))


def _figures(who: Contenders, page: str, address: str, day: date, team: UUID | None) -> Iterator[Question]:
    url = f"{address}?on={day.isoformat()}&cohort={SHOWN_COHORT}" + (f"&team={team}" if team else "")
    floor = raw_sql.figures(who.cursor, day, team)
    agree(f"{page}, pandas", who.council, who.pandas_figures(day, team), floor)
    shown = {
        f"{code} {SHOWN_COHORT}": (int(n.replace(",", "")), int(d.replace(",", "")))
        for code, n, d in FIGURE.findall(who.manager.get(url))
    }
    agree(page, who.council, shown, {name: each for name, each in floor.items() if name.endswith(SHOWN_COHORT)})
    yield Question(page, OURS, lambda _: who.manager.get(url))
    yield Question(page, RAW, lambda _: raw_sql.figures(who.cursor, day, team))
    yield Question(page, PANDAS, lambda _: who.pandas_figures(day, team))
