"""Every form is sent, and pages fail, with words that nobody else would write; no line of the log has them.

That opening a page logs no name is seen where every page is opened (test_pages.py).
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import reverse

from careleavers.actions.base import allowing_writes
from careleavers.models import Contact, User, YoungPerson
from tests.guards.gated_pages import guarded
from tests.guards.records import Council, address, the_log, undone

FIRST, LAST, STAFF, WRITTEN = "Zephyrine", "Quillfeather", "Ottoline Marchbanks", "xylophonic"
EMAIL = "ottoline.marchbanks@wendmere.example"
CANARIES = [FIRST, LAST, "Ottoline", "ottoline", "Marchbanks", "marchbanks", WRITTEN]
# Whatever the field is called.
FIELDS = ("note", "text", "name", "first_name", "last_name", "address", "email", "q", "reason", "outcome", "to", "on")


@contextmanager
def named_by_canaries(council: Council) -> Iterator[None]:
    with undone(), allowing_writes():
        YoungPerson.objects.filter(pk=council.amira.pk).update(first_name=FIRST, last_name=LAST)
        User.objects.filter(pk=council.pat.pk).update(name=STAFF, email=EMAIL)
        Contact.objects.update(note=f"{WRITTEN} note")
        yield


def lines_of(log: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in log.getvalue().splitlines()]


def test_a_form_that_is_sent_leaves_nothing_of_it_in_the_log(council: Council, db: None) -> None:
    client = Client(raise_request_exception=False)
    with named_by_canaries(council), the_log() as log:
        client.force_login(User.objects.get(pk=council.pat.pk))
        for name, pattern in guarded().items():
            with undone():
                url = address(name, pattern, council.about_amira)
                client.post(f"{url}?q={LAST}", dict.fromkeys(FIELDS, f"{WRITTEN} {LAST}"))
        client.get(f"/people/{LAST}/")
        client.get(f"/{EMAIL}", headers={"host": f"{WRITTEN}.example"})
        client.post(reverse("account_login"), {"login": EMAIL, "password": WRITTEN})
    said = log.getvalue()
    assert not [canary for canary in CANARIES if canary in said]
    lines = lines_of(log)
    assert len(lines) > len(guarded())
    asked = [line for line in lines if line["logger"] == "careleavers.requests"]
    assert all({"time", "request_id", "path", "status", "ms", "queries"} <= line.keys() for line in asked)
    assert {line.get("user_id") for line in asked} >= {str(council.pat.pk)}


@pytest.mark.parametrize(
    "failing",
    [
        lambda: int(f"{LAST} {WRITTEN}"),
        lambda: {}[EMAIL],
        lambda: connection.cursor().execute("SELECT %s::date", [f"{FIRST} {LAST}"]),
        lambda: YoungPerson.objects.get(last_name=LAST, pk=FIRST),
        lambda: YoungPerson(first_name=FIRST * 100).full_clean(),
        lambda: f"{LAST}é".encode("ascii"),
        lambda: json.loads(f"{{{WRITTEN}}}"),
        lambda: (_ for _ in ()).throw(DatabaseError(f"duplicate key\nDETAIL:  Key (email)=({EMAIL}) already exists.")),
    ],
    ids=["value", "key", "postgres", "invalid id", "invalid form", "lookup", "json", "duplicate"],
)
def test_a_page_that_fails_tells_where_and_not_of_whom(
    council: Council, db: None, monkeypatch: pytest.MonkeyPatch, failing: Any
) -> None:

    def fails(request: HttpRequest) -> HttpResponse:
        failing()
        return HttpResponse()

    monkeypatch.setattr("careleavers.site.middleware.probes.PROBES", {"/ping": fails})
    with undone(), the_log() as log:
        response = Client(raise_request_exception=False).get("/ping", {"q": LAST})
    if response.status_code == 200:
        pytest.fail("It did not fail.")
    said = log.getvalue()
    assert not [canary for canary in CANARIES if canary in said]
    failed = next(line for line in lines_of(log) if "exception" in line)
    assert any("test_logs_name_nobody.py" in frame for frame in failed["exception"]["frames"])
    assert failed["request_id"] == response.headers["X-Request-ID"]
    assert failed["request_id"].encode() in response.content
