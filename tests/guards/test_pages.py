"""Every page states who may open it, writes nothing when it is only read, and shows no more queries for more people.

The pages are those of the URL resolver, asked about real rows (`records.py`). The matrix of roles and pages is
`matrix.txt` beside this file; after adding a page, look at what changes with

    UPDATE_MATRIX=yes .venv/bin/python -m pytest tests/guards/test_pages.py
"""

from __future__ import annotations

import json
import os
import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cache
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.db.models import Model
from django.http.response import HttpResponseBase
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, resolve, reverse

from careleavers.actions.people import record_death
from careleavers.models import AlertRecipient, AuditEvent, ReadEvent, User, YoungPerson
from careleavers.permissions import Role
from careleavers.rules.dates import add_years
from tests.cast import STAFF, TODAY, Cast
from tests.factories import (
    AlertFactory,
    AppointmentFactory,
    ContactFactory,
    DataQualityIssueFactory,
    DraftFactory,
    FollowUpFactory,
    HomeFactory,
    LetterFactory,
    OccupationFactory,
    StatusPeriodFactory,
    TeamFactory,
    UserFactory,
    YoungPersonFactory,
)
from tests.guards.database_roles import as_application
from tests.guards.gated_pages import guarded, refused_leads
from tests.guards.records import Council, address, names_in, store_session, the_log, undone
from tests.guards.source import WRITES

MATRIX = Path(__file__).with_name("matrix.txt")

# Pages that lead elsewhere when they are opened, each with its reason.
ONLY_REDIRECTS = {
    "contact_begin": "gives the form an id of its own",
    "infected_file": "leads to where the file is",
    "pathways:plan_sheet_code": "leads from the code at the foot of a sheet to its page",
    "offers:letter_of": "leads to the letter about which something is to be done",
    "safeguarding": "leads to the contact whose concern waits for a decision",
}

# Pages and buttons of a record that stay open after a death; `tests/guards/test_closed_records.py` lists the actions.
ASKS_AFTER_A_DEATH = {
    *("person_death", "death_notified", "closed_record_open", "restriction", "restriction_lift"),
    *("contact", "contact_new", "follow_up_edit", "warning_note_new", "warning_note_review"),
    *("record_request_add", "record_request_clock", "record_request_edit", "record_request_end", "record_print"),
    *("disagreement", "disagreement_add", "legal_hold", "legal_hold_add", "legal_hold_end"),
    *("record_copy_decide", "record_copy_take_out"),
    *("complaint_add", "complaint_advocate", "complaint_close", "complaint_edit", "complaint_stage"),
    *("allocation_end", "care_history", "involvement_close"),
    *("offers:ledger", "offers:money_pay", "offers:money_refund", "offers:money_stays"),
}
DONE_AFTER_A_DEATH = {
    "complaint_remove": {"complaint_removed"},
    "record_copy_begin": {"record_copy_begun"},
    "record_request_open_again": {"record_request_opened_again"},
    "follow_up_done": {"follow_up_done"},
    "follow_up_reopen": {"follow_up_corrected"},
    "offers:money_finish": {"money_finished"},
    "return_question": {"return_question_settled"},
    "warning_note_end": {"warning_note_ended"},
}

# How a page says that something is due or late.
PRESSES = re.compile(r'class="late"|tag--stop|>[^<]*\b(?:due (?:in|today|tomorrow)|overdue)\b')
# What goes on after a death, and is shown with its day.
LATE_AFTER_A_DEATH = {"retention": "why a record is held is looked at again"}

# What reading a page may write: looks, sessions, and the sign-in's own.
MAY_BE_WRITTEN = re.compile(r'"(careleavers_readevent|django_session|account_\w+|mfa_\w+)"')

# What people type into the search box of a page, which no link asks.
TYPED = {"people_search": ["q=listed", "q=T0"]}


@dataclass(frozen=True)
class Visit:
    """What one member of staff got when they opened a page, and what opening it wrote; `sent_empty`, of the first for
    whom it opens, is what became of sending it empty. `refused_leads` are pages that it leads them to and that refuse
    them."""

    status: int
    is_get: bool
    written: tuple[str, ...]
    logged: bool = True
    sent_empty: int | None = None
    refused_leads: tuple[str, ...] = ()


@pytest.fixture(scope="module")
def visits(council: Council) -> dict[tuple[str, str], Visit]:
    """Every page about amira opened by everybody, with the rights of web, worker and beat; a page that does not open is
    sent an empty form, and one that does by the first for whom it opens. What becomes of a refusal is seen of each page
    with the first who is refused."""
    return _visits_and_log(council)[0]


@cache
def _visits_and_log(council: Council) -> tuple[dict[tuple[str, str], Visit], str]:
    client, found = Client(raise_request_exception=False), {}
    only_sent: dict[str, str] = {}
    refused: dict[str, Visit] = {}
    sent: set[str] = set()
    with the_log() as log, undone(), as_application():
        for who in STAFF:
            user = getattr(council, who)
            with undone():
                store_session(client, user)
                for name, pattern in guarded().items():
                    url = address(name, pattern, council.about_amira)
                    if name in refused and is_refused(pattern, user, only_sent.get(name, "get"), url):
                        found[name, who] = refused[name]
                        continue
                    found[name, who] = visit(client, user, name, url, only_sent)
                    if found[name, who].is_get and found[name, who].status == 200 and name not in sent:
                        sent.add(name)
                        with undone():
                            found[name, who] = replace(found[name, who], sent_empty=client.post(url).status_code)
                    if found[name, who].status == 403:
                        refused[name] = replace(found[name, who], logged=False)
    return found, log.getvalue()


def is_refused(pattern: URLPattern, user: User, method: str, url: str) -> bool:
    """Whether the page itself turns away somebody without its permission, asked without middleware and error page.

    Somebody with the permission is not tried here, and a page that does not refuse is visited after all.
    """
    permissions = getattr(pattern.callback, "permissions", ())
    if not permissions or any(user.may(permission) for permission in permissions):
        return False
    request = RequestFactory().generic(method, url)
    request.user = user
    try:
        pattern.callback(request, **resolve(url).kwargs)
    except PermissionDenied:
        return True
    return False


def visit(client: Client, user: User, page: str, url: str, only_sent: dict[str, str]) -> Visit:
    """A page that answered somebody that it does not open (405) is `only_sent`, by this method, by those who follow."""
    written: list[str] = []

    def watch(execute: Callable, sql: str, params: Any, many: bool, context: dict) -> Any:
        if WRITES.search(sql) and not MAY_BE_WRITTEN.search(sql):
            written.append(sql[:120])
        return execute(sql, params, many, context)

    with undone(), connection.execute_wrapper(watch):
        if page not in only_sent:
            response = client.get(url)
            if response.status_code != 405:
                leads = refused_leads(response, user) if response.status_code == 200 else ()
                return Visit(response.status_code, True, tuple(written), refused_leads=leads)
            only_sent[page] = "put" if "PUT" in response.headers["Allow"] else "post"
        response = getattr(client, only_sent[page])(url)
        return Visit(response.status_code, False, ())


def test_every_page_states_its_permission_or_why_it_is_open() -> None:
    """Seen to fail: @requires taken off views.homes.home_list."""
    unstated = [
        name
        for name, pattern in guarded().items()
        if not getattr(pattern.callback, "permissions", ()) and not getattr(pattern.callback, "open_because", "")
    ]
    assert not unstated


def test_the_matrix_of_roles_and_pages(visits: dict[tuple[str, str], Visit]) -> None:
    """Every page, asked for by everybody: "yes" unless the role is refused. Seen to fail: VIEW_RECORD given to bus."""
    width = max(map(len, guarded())) + 2
    rows = ["".join(["page".ljust(width), *(who.rjust(7) for who in STAFF)])]
    for name in guarded():
        answers = ["-" if visits[name, who].status == 403 else "yes" for who in STAFF]
        rows.append("".join([name.ljust(width), *(answer.rjust(7) for answer in answers)]))
    found = "\n".join(rows) + "\n"
    if os.environ.get("UPDATE_MATRIX"):
        MATRIX.write_text(found)
    assert found == MATRIX.read_text()


def test_every_page_that_opens_opens_for_somebody(visits: dict[tuple[str, str], Visit]) -> None:
    """Else the tests here would run no more of it than its two gates. Seen to fail: no home among the records."""
    best = {name: min(visits[name, who].status for who in STAFF) for name in guarded()}
    opens = {name for name in guarded() if all(visits[name, who].is_get for who in STAFF)}
    assert {name: best[name] for name in opens if best[name] != 200} == dict.fromkeys(ONLY_REDIRECTS, 302)


def test_every_form_finds_its_row(visits: dict[tuple[str, str], Visit]) -> None:
    """Pages that are only sent: an empty form is refused or accepted, and never lost. Seen to fail: as above."""
    lost = [name for name in guarded() if {visits[name, who].status for who in STAFF} <= {403, 404}]
    assert not lost


def test_no_page_fails(visits: dict[tuple[str, str], Visit]) -> None:
    """Opened or sent empty. Seen to fail: the application's role without INSERT on drafts."""
    assert not {key: seen for key, seen in visits.items() if max(seen.status, seen.sent_empty or 0) >= 500}


def test_no_line_of_the_log_names_anybody(visits: dict[tuple[str, str], Visit], council: Council) -> None:
    """Of the young people, and of those who opened the pages."""
    said = _visits_and_log(council)[1]
    lines = [json.loads(line) for line in said.splitlines()]
    asked = [line for line in lines if line["logger"] == "careleavers.requests"]
    assert len(asked) >= sum(seen.logged for seen in visits.values())
    assert {line["user_id"] for line in asked} == {str(getattr(council, who).pk) for who in STAFF}
    names = [council.amira.first_name, council.amira.last_name, council.ben.first_name, council.ben.last_name]
    people = re.compile("|".join(rf"\b{name}\b" for name in [*names, *(who.title() for who in STAFF)]))
    assert not people.findall(said)
    assert "@" not in said


def test_no_page_leads_anybody_to_what_refuses_them(visits: dict[tuple[str, str], Visit]) -> None:
    """By a link or by a form. Seen to fail: batches linked to for those who print no letters."""
    leads = {f"{name}: {who}": seen.refused_leads for (name, who), seen in visits.items() if seen.refused_leads}
    assert not leads


def test_reading_a_page_writes_nothing(visits: dict[tuple[str, str], Visit]) -> None:
    """Looks and sessions apart. Seen to fail: contacts.amend finishes a follow-up when it is opened."""
    assert not {key: seen.written for key, seen in visits.items() if seen.written}


def test_a_closed_record_asks_for_nothing_that_it_would_refuse(
    council: Council, db: None, client: Client, visits: dict[tuple[str, str], Visit]
) -> None:
    """Of somebody who has died: no other page has a form, and no other button does anything.

    And no page says that anything is due or late, but of what goes on. Seen to fail: with an empty form shown in spite
    of the death, without the question in `actions.base.action`, and by the pages of posts and of escalations.
    """
    asking, done, pressing = set(), {}, set()
    record_death(by=council.vera, person=council.amira, died_on=TODAY, today=TODAY)
    store_session(client, council.vera)
    last = AuditEvent.objects.latest("pk").pk
    for name, pattern in guarded().items():
        seen = visits[name, "vera"]
        if "person_id" not in names_in(pattern) or seen.status in (403, 404):
            continue
        with undone():
            response = getattr(client, "get" if seen.is_get else "post")(address(name, pattern, council.about_amira))
            _, _, main = response.content.decode(errors="replace").partition("<main")
            if seen.is_get and response.status_code == 200 and 'method="post"' in main:
                asking.add(name)
            if events := set(AuditEvent.objects.filter(pk__gt=last).values_list("name", flat=True)):
                done[name] = events
            if seen.is_get and response.status_code == 200 and PRESSES.search(main.replace("\N{NO-BREAK SPACE}", " ")):
                pressing.add(name)
    assert (asking, done) == (ASKS_AFTER_A_DEATH, DONE_AFTER_A_DEATH)
    assert pressing == LATE_AFTER_A_DEATH.keys()


def test_signed_out_everything_leads_to_the_sign_in_page(council: Council, db: None, client: Client) -> None:
    """Seen to fail: @login_not_required on views.people.overview."""
    reached = []
    for name, pattern in guarded().items():
        response = client.get(address(name, pattern, council.about_amira))
        signed_out = response.status_code == 401 or (
            response.status_code == 302 and response.headers["Location"].startswith(reverse("account_login"))
        )
        if not signed_out and response.status_code != 405:
            reached.append((name, response.status_code))
    assert not reached


def test_a_page_asks_no_more_questions_for_seventy_people_than_for_ten(
    council: Council, db: None, client: Client, visits: dict[tuple[str, str], Visit]
) -> None:
    """Every page that opens, by everybody with a caseload, a team or a list of their own; a page about one person by
    the first who may. The first who opens a page also asks for the tabs and orders that it links to. There may be fewer
    the second time: a statement goes alone when a process sends it first.

    Seen to fail: the assignments not prefetched in views.staff.staff_list.
    """
    fill(council, range(8))
    few = count_queries(council, client, visits)
    fill(council, range(8, 68))
    many = count_queries(council, client, visits, asked=few)
    assert not {key: (few[key], many[key]) for key in few if few[key] < many[key]}


def count_queries(
    cast: Council, client: Client, visits: dict[tuple[str, str], Visit], asked: Collection[tuple[str, str, str]] = ()
) -> dict[tuple[str, str, str], int]:
    """Queries by page, who opened it and what was asked of it: what was `asked` before, else what pages link to."""
    counts: dict[tuple[str, str, str], int] = {}
    opened: set[str] = set()
    for who in ("pat", "mo", "vera", "bus", "sys", "ana"):
        store_session(client, getattr(cast, who))
        for name, pattern in guarded().items():
            seen = visits[name, who]
            if not seen.is_get or seen.status != 200 or (name in opened and "person_id" in names_in(pattern)):
                continue
            url = address(name, pattern, cast.about_amira)
            questions = [query for *key, query in asked if key == [name, who]] or [""]
            for query in questions:
                with undone(), CaptureQueriesContext(connection) as captured:
                    response = client.get(f"{url}?{query}")
                assert response.status_code == 200
                counts[name, who, query] = len(captured)
                if not asked and not query and name not in opened:
                    questions += questions_on(response, name, url)
            opened.add(name)
    return counts


def questions_on(response: HttpResponseBase, name: str, url: str) -> set[str]:
    """The queries with which a page links to itself (tabs, orders, filters), but for other parts of a long list."""
    if response.streaming or not response.headers["Content-Type"].startswith("text/html"):
        return set()
    links = re.findall(rf'href="(?:{url})?\?([^"#]+)"', response.content.decode())
    return {*TYPED.get(name, ()), *(unescape(link) for link in links if "page=" not in link)}


def fill(cast: Cast, numbers: range) -> None:
    """For each number one person of pat's, and one of nobody's every tenth time, about whom every list has to say
    something: home, work, status, contact, alert, promise, draft, letter, value to fix, and a look by everybody."""
    rows: dict[type[Model], list[Any]] = defaultdict(list)
    for number in numbers:
        person = YoungPersonFactory.create(
            first_name=f"Person{number}",
            last_name="Listed",
            team=cast.north,
            worker=cast.pat if number % 10 else None,
            date_of_birth=add_years(TODAY + timedelta(days=number % 14), -19),
        )
        team = TeamFactory.create(name=f"Team {number}")
        UserFactory.create(name=f"Colleague {number}", role=Role.PERSONAL_ADVISER.value, team=team)
        for row in rows_about(person, cast, number):
            rows[type(row)].append(row)
    for model, made in rows.items():
        model._default_manager.bulk_create(made)


def rows_about(person: YoungPerson, cast: Cast, number: int) -> Iterator[Model]:
    for factory in (HomeFactory, OccupationFactory, StatusPeriodFactory, DataQualityIssueFactory):
        yield factory.build(person=person)
    yield LetterFactory.build(person=person, occurrence_on=TODAY)
    yield DraftFactory.build(person=person, user=cast.pat)
    yield FollowUpFactory.build(person=person, assigned_to=cast.pat)
    yield AppointmentFactory.build(person=person, worker=cast.pat, planned_on=TODAY + timedelta(days=number % 3 - 1))
    for about in (person, cast.amira):
        yield ContactFactory.build(person=about, worker=cast.pat, happened_on=TODAY - timedelta(days=number))
    for days_left in (-1, 5):
        alert = AlertFactory.build(person=person, due_on=TODAY + timedelta(days=days_left))
        yield alert
        for user, recipient_role in ((cast.pat, "case_holder"), (cast.mo, "manager"), (cast.vera, "manager")):
            yield AlertRecipient(alert=alert, user=user, recipient_role=recipient_role)
    for user in (cast.pat, cast.mo):
        for viewed in (person, cast.amira):
            yield ReadEvent(kind="viewed", user_id=user.pk, user_name=user.name, person_id=viewed.pk, page="overview")
    yield AuditEvent(name="contact_logged", by_id=cast.pat.pk, by_name="Pat", person_id=person.pk)
