"""Nothing that changes anything is taken without the token of its form."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import NoReverseMatch

from tests.guards.records import Council, Ids, address, names_in, pages, store_session, undone

# Answered before anything else, without a session and without reading what was sent.
PROBES = {"ping", "health", "metrics"}


@pytest.mark.usefixtures("db")
def test_nothing_is_taken_without_the_token_of_its_form(council: Council) -> None:
    """By every method that changes something, on every page, also of signing in. Seen to fail: csrf_exempt on
    views.contacts.contact_new."""
    client = Client(enforce_csrf_checks=True)
    store_session(client, council.vera)
    taken = []
    anything = {"uidb36": "a", "key": "a", "provider": "directory", "pk": 1, "hex_colour": "7a1f5c", "colour": "7a1f5c"}
    for name, pattern in pages().items():
        if name in PROBES:
            continue
        known = council.about_amira | Ids({each: anything[each] for each in names_in(pattern) if each in anything})
        try:
            url = address(name, pattern, known)
        except (KeyError, NoReverseMatch):  # two of allauth's, without a name or with a pattern of their own
            continue
        for send in (client.post, client.put, client.delete, client.patch):
            with undone():
                status = send(url).status_code
            if status != 403:
                taken.append((name, status))
    assert not taken
