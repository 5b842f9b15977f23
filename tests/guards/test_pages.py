"""Every page states who may open it, writes nothing when it is only read, and shows no more queries for more people.

The matrix of roles and pages is `matrix.txt` beside this file; after adding a page, look at what changes with

    UPDATE_MATRIX=yes .venv/bin/python -m pytest tests/guards/test_pages.py
"""

from __future__ import annotations

import os
import re
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.cast import STAFF, Cast, young_person

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

LISTS: dict[str, tuple[str, ...]] = {
    # page: who opens it
    "staff_list": ("sys",),
    "audit_list": ("mo",),
}


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


@pytest.mark.parametrize(("name", "who"), [(name, who) for name, readers in LISTS.items() for who in readers])
def test_a_list_asks_as_many_questions_for_ten_people_as_for_two_hundred(
    cast: Cast, scene, client: Client, name: str, who: str
) -> None:
    """Seen to fail: select_related taken off views.staff.staff_list."""

    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert client.get(reverse(name)).status_code == 200
        return len(captured)

    client.force_login(getattr(cast, who))
    with scene():
        fill(cast, 8)
    client.get(reverse(name))  # the first request of a session also stores the session
    few = queries()
    with scene():
        fill(cast, 190)
    assert queries() == few


def fill(cast: Cast, number: int) -> None:
    for position in range(number):
        young_person(f"Person{position}", "Listed", team=cast.north, worker=cast.pat)
