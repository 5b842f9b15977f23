"""Every page states who may open it, writes nothing when it is only read, and shows no more queries for more people.

The matrix of roles and pages is `matrix.txt` beside this file; after adding a page, look at what changes with

    UPDATE_MATRIX=yes .venv/bin/python -m pytest tests/guards/test_pages.py
"""

from __future__ import annotations

import os
import re
import uuid
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from careleavers.models import (
    Alert,
    AlertRecipient,
    AuditEvent,
    Contact,
    DataQualityIssue,
    Draft,
    FollowUp,
    Home,
    Occupation,
    ReadEvent,
    StatusPeriod,
    Team,
)
from careleavers.permissions import Role
from careleavers.rules.dates import add_years
from offers.models import Letter
from tests.cast import STAFF, Cast
from tests.factories import YoungPersonFactory

MATRIX = Path(__file__).with_name("matrix.txt")

# Pages that need no permission, each with its reason. Views may also say so themselves (`open_to_signed_in`).
OPEN = {
    "ping": "a load balancer asks, signed out",
    "health": "a load balancer asks, signed out",
    "theme": "the authority's colour, on the sign-in page too",
    "gallery": "components with invented content; 404 unless DEBUG",
    "gallery_page": "components with invented content; 404 unless DEBUG",
}
SIGN_IN = "account_"
OPEN_PREFIXES = (SIGN_IN, "mfa_", "socialaccount_", "openid_connect_")  # signing in, and one's own second step

# What reading a page may write: looks, sessions, and the sign-in's own.
MAY_BE_WRITTEN = re.compile(r'"(careleavers_readevent|django_session|account_\w+|mfa_\w+)"')

LISTS: list[tuple[str, str, str]] = [
    # page of everybody in the scene, or one person's; who opens it; what is asked of it
    ("home", "pat", ""),
    ("home", "mo", ""),
    ("home", "vera", ""),
    ("home", "mo", "whose=mine"),
    ("today_list now", "mo", ""),
    ("today_list coming", "mo", ""),
    ("today_list unallocated", "mo", ""),
    ("today_list now", "pat", ""),
    ("caseload", "pat", ""),
    ("caseload", "mo", ""),
    ("caseload", "mo", "whose=recent"),
    ("caseload", "mo", "whose=unallocated&sort=contact"),
    ("overdue_by_worker", "mo", ""),
    ("reassign", "mo", ""),
    ("people_search", "pat", "q=listed"),
    ("people_search", "ana", "q=T0"),
    ("reporting:dashboard", "vera", ""),
    ("reporting:dashboard", "mo", ""),
    ("reporting:people", "vera", ""),
    ("reporting:people", "ana", ""),
    ("reporting:data_quality", "vera", ""),
    ("offers:letters", "mo", ""),
    ("offers:letters", "bus", ""),
    ("staff_list", "sys", ""),
    ("team_list", "sys", ""),
    ("audit_list", "mo", ""),
    ("audit_list", "mo", "show=views"),
    ("timeline", "pat", ""),
    ("record_views", "mo", ""),
]


def patterns(resolver: URLResolver, namespace: str = "") -> Iterator[tuple[str, URLPattern]]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from patterns(entry, inner)
        else:
            yield f"{namespace}{entry.name or f'{SIGN_IN}{entry.pattern}'}", entry  # two of allauth's have no name


def pages() -> dict[str, URLPattern]:
    return dict(patterns(get_resolver()))


def is_open(name: str) -> bool:
    return name in OPEN or name.startswith(OPEN_PREFIXES)


def address(name: str, pattern: URLPattern, person_id: uuid.UUID) -> str:
    """The page's address about one young person, anything else in it unknown."""
    samples: dict[str, Any] = {"person_id": person_id, "whose": "mine", "which": "now", "key": "keep_in_touch_weeks"}
    unknown = {"UUIDConverter": uuid.UUID(int=1), "StringConverter": "x", "SlugConverter": "x", "IntConverter": 1}
    converters = {key: type(each).__name__ for key, each in pattern.pattern.converters.items()}
    kwargs = {key: samples.get(key) or unknown[converters[key]] for key in pattern.pattern.regex.groupindex}
    return reverse(name, kwargs=kwargs)


def test_every_page_states_its_permission_or_why_it_is_open() -> None:
    """Seen to fail: @requires taken off views.homes.home_list."""
    unstated = [
        name
        for name, pattern in pages().items()
        if not is_open(name)
        and not getattr(pattern.callback, "permissions", ())
        and not getattr(pattern.callback, "open_because", "")
    ]
    assert not unstated


def test_the_matrix_of_roles_and_pages(cast: Cast, client: Client) -> None:
    """Every page, asked for by everybody: "yes" unless the role is refused. Seen to fail: VIEW_RECORD given to bus."""
    rows = []
    asked = {name: pattern for name, pattern in sorted(pages().items()) if not is_open(name)}
    answers: dict[str, dict[str, str]] = {name: {} for name in asked}
    for who in STAFF:
        client.force_login(getattr(cast, who))
        for name, pattern in asked.items():
            url = address(name, pattern, cast.amira.pk)
            response = client.get(url)
            if response.status_code == 405:
                response = client.post(url) if "PUT" not in response.headers["Allow"] else client.put(url)
            answers[name][who] = "-" if response.status_code == 403 else "yes"
    width = max(map(len, asked)) + 2
    rows = ["".join(["page".ljust(width), *(who.rjust(7) for who in STAFF)])]
    rows += ["".join([name.ljust(width), *(answers[name][who].rjust(7) for who in STAFF)]) for name in asked]
    found = "\n".join(rows) + "\n"
    if os.environ.get("UPDATE_MATRIX"):
        MATRIX.write_text(found)
    assert found == MATRIX.read_text()


def test_signed_out_everything_leads_to_the_sign_in_page(cast: Cast, client: Client) -> None:
    """Seen to fail: @login_not_required on views.people.overview."""
    reached = []
    for name, pattern in pages().items():
        if is_open(name):
            continue
        response = client.get(address(name, pattern, cast.amira.pk))
        signed_out = response.status_code == 401 or (
            response.status_code == 302 and response.headers["Location"].startswith(reverse("account_login"))
        )
        if not signed_out and response.status_code != 405:
            reached.append((name, response.status_code))
    assert not reached


def test_reading_a_page_writes_nothing(cast: Cast, client: Client) -> None:
    """Looks and sessions apart. Seen to fail: a draft created by GET in views.contacts.create."""
    written = []

    def watch(execute, sql, params, many, context):
        if re.match(r"\s*(INSERT|UPDATE|DELETE|COPY)", sql) and not MAY_BE_WRITTEN.search(sql):
            written.append(sql[:120])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        for who in ("pat", "mo", "vera", "sys", "bus", "dana"):
            client.force_login(getattr(cast, who))
            written.clear()  # signing in stamps the account
            for name, pattern in pages().items():
                if not is_open(name):
                    client.get(address(name, pattern, cast.amira.pk))
            assert not written


@pytest.mark.parametrize(("name", "who", "query"), LISTS)
def test_a_list_asks_as_many_questions_for_ten_people_as_for_two_hundred(
    cast: Cast, scene, client: Client, name: str, who: str, query: str
) -> None:
    """Seen to fail: the assignments not prefetched in views.staff.staff_list."""
    name, _, which = name.partition(" ")
    kwargs = {
        "today_list": {"whose": "mine" if who == "pat" else "team", "which": which},
        "reassign": {"worker_id": cast.pat.pk},
        "reporting:people": {"measure": "IN_TOUCH_8W"},
        "timeline": {"person_id": cast.amira.pk},
        "record_views": {"person_id": cast.amira.pk},
    }
    url = f"{reverse(name, kwargs=kwargs.get(name))}?{query}"

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(url).status_code == 200
        return len(captured)

    client.force_login(getattr(cast, who))
    with scene():
        fill(cast, range(8))
    client.get(url)  # the first request of a session also stores the session
    few = queries()
    with scene():
        fill(cast, range(8, 198))
    assert queries() == few


def fill(cast: Cast, numbers: range) -> None:
    """For each number one person of pat's, and one of nobody's every tenth time, about whom every list has to say
    something: home, work, status, contact, alert, promise, draft, letter, doubt, and a look by everybody."""
    now, today = timezone.now(), timezone.localdate()
    for number in numbers:
        person = YoungPersonFactory.create(
            first_name=f"Person{number}",
            last_name="Listed",
            team=cast.north,
            worker=cast.pat if number % 10 else None,
            date_of_birth=add_years(today + timedelta(days=number % 14), -19),
        )
        dated = {"person": person, "starts_on": date(2025, 1, 1)}
        Home.objects.create(**dated, kind="U", is_suitable=True)
        Occupation.objects.create(**dated, code="F2")
        StatusPeriod.objects.create(**dated, status="former_relevant_child", band="18-20", rules_version="test")
        for about in (person, cast.amira):
            happened_on = today - timedelta(days=number)
            Contact.objects.create(
                person=about, worker=cast.pat, method="phone", result="spoke", happened_on=happened_on
            )
        for days_left in (-1, 5):
            alert = Alert.objects.create(
                person=person,
                code=f"keep_in_touch_{days_left}",
                cycle_started_on=date(2026, 1, 1),
                due_on=today + timedelta(days=days_left),
                opened_on=today,
                text="Not in touch",
            )
            for user, recipient_role in ((cast.pat, "case_holder"), (cast.mo, "manager"), (cast.vera, "manager")):
                AlertRecipient.objects.create(alert=alert, user=user, recipient_role=recipient_role)
        FollowUp.objects.create(person=person, text="Ring", due_on=today, assigned_to=cast.pat)
        Draft.objects.create(person=person, user=cast.pat, submission_id=uuid.uuid4(), saved_at=now)
        Letter.objects.create(person=person, occasion="19", occurrence_on=today, template_version="test")
        DataQualityIssue.objects.create(
            person=person, field="upn", value="A1", message="The first letter does not fit."
        )
        for user in (cast.pat, cast.mo):
            for looked_at in (person, cast.amira):
                ReadEvent.objects.create(
                    kind="viewed", user_id=user.pk, user_name=user.name, person_id=looked_at.pk, page="overview"
                )
        AuditEvent.objects.create(name="contact_logged", by_id=cast.pat.pk, by_name="Pat", person_id=person.pk)
        staff(f"colleague{number}", Role.PERSONAL_ADVISER, Team.objects.create(name=f"Team {number}"))
