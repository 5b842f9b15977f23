"""The open data of the local offer: what Open Referral UK 3.0 asks, from the same rows as the page for everybody."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from offers.demo.local_offer import ENTRIES
from offers.models import LocalOffer
from tests.cast import TODAY, Cast
from tests.factories import LocalOfferFactory, OfferEntryFactory, PolicyValueFactory

SCHEMA = json.loads((Path(__file__).parents[1] / "data" / "open_referral" / "schema.json").read_text())
ROOT = reverse("public_offer:open_referral")

pytestmark = pytest.mark.usefixtures("_on_the_day")


def published(version: int, entries: list[dict[str, Any]], days_ago: int) -> LocalOffer:
    offer = LocalOfferFactory.create(version=version, published_on=None)
    offer.entries.all().delete()
    for order, entry in enumerate(entries):
        OfferEntryFactory.create(offer=offer, order=order, **entry)
    offer.state, offer.published_on = LocalOffer.PUBLISHED, TODAY - timedelta(days=days_ago)
    offer.save()
    return offer


@pytest.fixture
def offer(cast: Cast, scene) -> LocalOffer:
    with scene():
        PolicyValueFactory.create(key="authority_phone", value="01632 960123")
        PolicyValueFactory.create(key="authority_email", value="leavingcare@exampleshire.example")
        return published(1, list(ENTRIES), 30)


def asked(client: Client, path: str = "", **query: str | int) -> Any:
    response = client.get(ROOT + path, query)
    assert response.status_code == 200, response.content
    assert response.headers["Content-Type"] == "application/json"
    return response.json()


def hold(answer: Any, kind: str) -> None:
    schema = {"$ref": f"#/$defs/{kind}", "$defs": SCHEMA["$defs"]}
    Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER).validate(answer)


def names(answer: dict[str, Any]) -> list[str]:
    return [row["name"] for row in answer["contents"]]


def test_every_answer_is_as_the_schema_asks(offer: LocalOffer, client: Client) -> None:
    """Seen to fail: an entry without a last age says so by null."""
    hold(asked(client), "about")
    services = asked(client, "services")
    hold(services, "page_of_services")
    assert names(services) == [entry["title"] for entry in ENTRIES]
    for row in services["contents"]:
        whole = asked(client, f"services/{row['id']}")
        hold(whole, "service")
        assert row.items() <= whole.items()
        assert whole["contacts"][0]["phones"][0]["number"] == "01632 960123"
    for kind in ("taxonomies", "taxonomy_terms"):
        page = asked(client, kind)
        hold(page, f"page_of_{kind}")
        for row in page["contents"]:
            assert asked(client, f"{kind}/{row['id']}") == row


def test_the_schema_refuses_what_is_wrong(offer: LocalOffer, client: Client) -> None:
    """Else the test above could not fail."""
    row = asked(client, "services")["contents"][0]
    for wrong in (
        {"id": "1"},
        {"status": "open"},
        {"email": None},
        {"url": "/local-offer/"},
        {"fees": ""},
        {"name": " "},
    ):
        with pytest.raises(ValidationError):
            hold(row | wrong, "service_in_list")


def test_every_website_may_read_it_and_it_sets_no_cookie(offer: LocalOffer, client: Client) -> None:
    response = client.get(ROOT + "services", headers={"Origin": "https://elsewhere.example"})
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert response.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert response.headers["Cache-Control"] == "public, max-age=300"
    assert not response.cookies
    assert "Access-Control-Allow-Origin" not in client.get(reverse("public_offer:offer")).headers


def test_before_the_first_version_the_feed_is_empty(cast: Cast, client: Client) -> None:
    page = asked(client, "services")
    hold(page, "page_of_services")
    assert (page["total_items"], page["total_pages"], page["first_page"], page["last_page"], page["empty"]) == (
        0,
        0,
        True,
        True,
        True,
    )


def test_pages_follow_each_other_and_hold_everything_once(offer: LocalOffer, client: Client) -> None:
    pages = [asked(client, "services", page=number, per_page=4) for number in range(1, -(-len(ENTRIES) // 4) + 2)]
    for page in pages:
        hold(page, "page_of_services")
        assert page["size"] == len(page["contents"])
    *full, beyond = pages
    assert [name for page in full for name in names(page)] == [entry["title"] for entry in ENTRIES]
    assert [page["first_page"] for page in full] == [True] + [False] * (len(full) - 1)
    assert [page["last_page"] for page in full] == [False] * (len(full) - 1) + [True]
    assert (beyond["empty"], beyond["last_page"]) == (True, True)


def test_an_entry_keeps_its_id_in_the_next_version(offer: LocalOffer, client: Client, scene) -> None:
    before = {row["name"]: row["id"] for row in asked(client, "services")["contents"]}
    kept, gone = ENTRIES[1:], ENTRIES[0]
    with scene():
        published(2, [{**kept[0], "text": "Said otherwise."}, *kept[1:], {**kept[0], "text": "Another."}], 1)
    after = asked(client, "services")["contents"]
    assert {row["name"]: row["id"] for row in reversed(after)} == {
        name: key for name, key in before.items() if name != gone["title"]
    }
    assert len({row["id"] for row in after}) == len(after)
    assert client.get(f"{ROOT}services/{before[gone['title']]}").status_code == 404


SMALL = [
    {"area": "accommodation", "title": "Deposit", "text": "Rent.", "age_from": 18, "age_to": 24},
    {"area": "health", "title": "Nurse", "text": "Ask.", "age_from": 16, "age_to": 20},
    {"area": "health", "title": "Gym", "text": "Free.", "statuses": ["former_relevant_child"]},
]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, ["Deposit", "Nurse", "Gym"]),
        ({"search": "rent"}, ["Deposit"]),
        ({"minimum_age": 21}, ["Deposit", "Gym"]),
        ({"minimum_age": 20}, ["Deposit", "Nurse", "Gym"]),
        ({"maximum_age": 17}, ["Nurse", "Gym"]),
        ({"maximum_age": 15}, ["Gym"]),
        ({"minimum_age": 16, "maximum_age": 18}, ["Deposit", "Nurse", "Gym"]),
        ({"day": "MO"}, []),
        ({"start_time": "09:00"}, []),
    ],
)
def test_what_is_asked_for_is_found(cast: Cast, client: Client, scene, query: dict, found: list[str]) -> None:
    with scene():
        published(1, SMALL, 3)
    assert names(asked(client, "services", **query)) == found


def test_services_are_found_by_area_and_by_legal_status(cast: Cast, client: Client, scene) -> None:
    with scene():
        published(1, SMALL, 3)
    terms = {row["name"]: row for row in asked(client, "taxonomy_terms")["contents"]}
    health, former = terms["Health and well-being"], terms["former relevant child"]
    assert names(asked(client, "services", taxonomy_term_id=health["id"])) == ["Nurse", "Gym"]
    assert names(asked(client, "services", taxonomy_id=health["taxonomy_id"])) == ["Deposit", "Nurse", "Gym"]
    assert names(asked(client, "services", taxonomy_term_id=former["id"])) == ["Gym"]
    assert names(asked(client, "services", taxonomy_id=former["taxonomy_id"])) == ["Gym"]
    assert names(asked(client, "services", taxonomy_term_id=str(uuid4()))) == []


@pytest.mark.parametrize(
    "query",
    [
        {"page": "0"},
        {"page": "x"},
        {"per_page": "101"},
        {"per_page": "-1"},
        {"minimum_age": "old"},
        {"taxonomy_id": "health"},
        {"search": "x" * 101},
    ],
)
def test_a_question_that_cannot_be_read_is_named_and_not_answered(
    offer: LocalOffer, client: Client, query: dict
) -> None:
    response = client.get(ROOT + "services", query)
    assert response.status_code == 400
    assert list(response.json()["detail"]) == list(query)
    assert response.headers["Cache-Control"] == "no-store"


def test_what_is_not_there_is_404(offer: LocalOffer, client: Client) -> None:
    for kind in ("services", "taxonomies", "taxonomy_terms"):
        response = client.get(f"{ROOT}{kind}/{uuid4()}")
        assert response.status_code == 404
        assert response.json()["detail"].startswith("There is no such")
    assert client.post(ROOT + "services").status_code == 405
