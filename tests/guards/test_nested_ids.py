"""An address names a person and a row of theirs: with a row of somebody else it leads nowhere.

Every address of the URL resolver that names a young person and something of theirs is asked for about amira with the id
of ben's row, by those who may see and change both. Seen to fail: fifteen ties to the person of the address removed at
once, in seven modules of views; the fifteen pages failed, and nothing else did.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern

from tests.guards.records import Council, Ids, address, names_in, pages, store_session, undone

# Names in an address that belong to no one person, each with its reason.
OF_NOBODY = {
    "answer": "one of the three that are given about any matter",
    "body_id": "a panel or group, which talks about many",
    "code": "a matter of every plan, or a point of law",
    "layout": "one of three of a document",
    "item": "an entitlement of the catalogue, which may be anybody's",
    "kind": "a kind of document, of which everybody may have one",
    "milestone": "on everybody's road",
    "stage": "of any complaint",
    "post_id": "kept for any young person",
    "session_id": "a session, to which anybody may come",
    "skill_id": "on the list of skills, which is the same for everybody",
    "user_id": "a colleague",
    "submission_id": "made by the browser for a form that is not sent yet",
}


def nested() -> list[tuple[str, str]]:
    """Each page about a young person, with each name in its address that is of something of theirs."""
    return [
        (page, name)
        for page, pattern in sorted(pages().items())
        for name in names_in(pattern)
        if "person_id" in names_in(pattern) and name not in {"person_id", *OF_NOBODY}
    ]


@pytest.fixture(scope="module")
def clients(council: Council) -> list[Client]:
    """Of all whose work is the whole authority, signed in."""
    found = [Client(), Client(), Client()]
    for client, user in zip(found, (council.vera, council.aud, council.ivy), strict=True):
        store_session(client, user)
    return found


def ask(clients: list[Client], page: str, ids: Ids) -> set[int]:
    """The statuses of opening the page and of sending its form empty."""
    return {status(send, page, ids) for client in clients for send in (client.get, client.post)} - {403, 405}


def status(send: Callable[[str], Any], page: str, ids: Ids) -> int:
    pattern: URLPattern = pages()[page]
    with undone():
        return int(send(address(page, pattern, ids)).status_code)


@cache
def finds_her_own(council: Council, client: Client, page: str) -> bool:
    """Where the page opens it is not sent as well: it would be the same row."""
    found = status(client.get, page, council.about_amira)
    if found == 405:
        found = status(client.post, page, council.about_amira)
    return found != 404


def with_other(page: str, name: str, mine: Ids, other: Ids) -> Ids:
    return mine | Ids({}, {(page, name): other.of(page, name)})


@pytest.mark.usefixtures("db")
@pytest.mark.parametrize(("page", "name"), nested())
def test_a_row_of_somebody_else_is_not_found(council: Council, clients: list[Client], page: str, name: str) -> None:
    amira, ben = council.about_amira, council.about_ben
    assert all(finds_her_own(council, client, page) for client in clients), "the control"
    assert ask(clients, page, with_other(page, name, amira, ben)) == {404}


@pytest.mark.usefixtures("db")
def test_nothing_about_a_person_out_of_reach_is_found(council: Council, client: Client) -> None:
    """pat may open every page about amira that a personal adviser may, and none about ben, nor with a row of his."""
    found = []
    client.force_login(council.pat)
    ben = council.about_ben
    for page, pattern in pages().items():
        if not {"person_id", "letter_id"} & set(names_in(pattern)):
            continue
        for send in (client.get, client.post):
            answered = status(send, page, ben)
            if answered not in (403, 404, 405):
                found.append((page, answered))
    assert not found
