"""An address names a person and a row of theirs: with a row of somebody else it leads nowhere.

Every address of the URL resolver that names a young person and something of theirs is asked for about amira with the id
of ben's row, by those who may see and change both. Seen to fail: fifteen ties to the person of the address removed at
once, in seven modules of views; the fifteen pages failed, and nothing else did.
"""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import URLPattern

from tests.guards.records import Council, Ids, address, names_in, pages, undone

# Names in an address that belong to no one person, each with its reason.
OF_NOBODY = {
    "code": "a matter of every plan, or a point of law",
    "kind": "a kind of document, of which everybody may have one",
    "stage": "of any complaint",
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


def ask(client: Client, cast: Council, page: str, ids: Ids) -> set[int]:
    """The statuses of opening the page and of sending its form empty, by all whose work is the whole authority."""
    pattern: URLPattern = pages()[page]
    found = set()
    for who in (cast.vera, cast.aud):
        client.force_login(who)
        for send in (client.get, client.post):
            with undone():
                found.add(send(address(page, pattern, ids)).status_code)
    return found - {403, 405}


def with_other(page: str, name: str, mine: Ids, other: Ids) -> Ids:
    return mine | Ids({}, {(page, name): other.of(page, name)})


@pytest.mark.usefixtures("db")
@pytest.mark.parametrize(("page", "name"), nested())
def test_a_row_of_somebody_else_is_not_found(council: Council, client: Client, page: str, name: str) -> None:
    amira, ben = council.about_amira, council.about_ben
    assert 404 not in ask(client, council, page, amira), "the control: her own row is found"
    assert ask(client, council, page, with_other(page, name, amira, ben)) == {404}


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
            with undone():
                status = send(address(page, pattern, ben)).status_code
            if status not in (403, 404, 405):
                found.append((page, status))
    assert not found
