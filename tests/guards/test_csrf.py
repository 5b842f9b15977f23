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
    """On every page, also of signing in. Seen to fail: csrf_exempt on views.contacts.contact_new, and on
    views.drafts.save, which answers a POST by 405 then."""
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
        with undone():
            status = client.post(url).status_code
        if status != 403:
            taken.append((name, status))
    assert not taken


@pytest.mark.usefixtures("db")
def test_no_method_that_changes_anything_goes_without_it(council: Council) -> None:
    """Of all pages alike: what a page does with a method is not asked before. Autosave is by PUT."""
    client = Client(enforce_csrf_checks=True)
    store_session(client, council.vera)
    ids = council.about_amira
    for name in ("draft_save", "contact_new"):
        for send in (client.post, client.put, client.delete, client.patch):
            assert send(address(name, pages()[name], ids)).status_code == 403
