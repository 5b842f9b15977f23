"""The local offer for everybody: without signing in, without a cookie, and the same for whoever asks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect

from careleavers.models import PolicyValue
from offers.models import LocalOffer
from tests.browser import press
from tests.cast import TODAY, Cast
from tests.factories import LocalOfferFactory, OfferEntryFactory, PolicyValueFactory

OFFER, QUESTIONS = reverse("public_offer:offer"), reverse("public_offer:what_can_i_get")
LEAFLET = reverse("public_offer:leaflet")
ANSWERS = {"age": "19", "in_care": "to_18", "weeks": "yes", "learning": "no"}

pytestmark = pytest.mark.usefixtures("_on_the_day")


@pytest.fixture
def offer(cast: Cast, scene) -> LocalOffer:
    """Published a month ago, with a draft of the next beside it."""
    with scene():
        PolicyValueFactory.create(key="authority_phone", value="01632 960123")
        former = LocalOfferFactory.create(version=1, published_on=None)
        OfferEntryFactory.create(
            offer=former,
            area="accommodation",
            title="Rent deposit",
            text="We pay it.",
            statuses=["former_relevant_child"],
            age_from=18,
            age_to=24,
        )
        former.state, former.published_on = LocalOffer.PUBLISHED, TODAY - timedelta(days=30)
        former.save()
        draft = LocalOfferFactory.create(version=2, published_on=None, title="Not yet decided")
        OfferEntryFactory.create(offer=draft, title="A secret plan")
    return former


def text_of(client: Client, address: str, query: dict[str, str] | None = None) -> str:
    response = client.get(address, query or {})
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("address", [OFFER, QUESTIONS, LEAFLET])
def test_nobody_signs_in_and_no_cookie_is_set(offer: LocalOffer, client: Client, address: str) -> None:
    """Seen to fail: a form with a token in the public page."""
    response = client.get(address)
    assert response.status_code == 200
    assert not response.cookies
    assert response.headers["Cache-Control"] == "public, max-age=300"


def test_what_a_signed_in_member_of_staff_is_shown_is_kept_by_no_cache(
    offer: LocalOffer, cast: Cast, sign_in: Callable, client: Client
) -> None:
    asked_by_nobody = text_of(client, OFFER)
    sign_in(cast.pat)
    response = client.get(OFFER)
    assert response.headers["Cache-Control"] == "no-store"
    assert response.content.decode() == asked_by_nobody
    assert cast.pat.name not in asked_by_nobody


@pytest.mark.parametrize(
    ("address", "query"), [(OFFER, {"q": "pregnant"}), (QUESTIONS, ANSWERS), (QUESTIONS, {"age": "x"})]
)
def test_what_somebody_looked_for_or_answered_is_kept_by_no_cache(
    offer: LocalOffer, client: Client, address: str, query: dict[str, str]
) -> None:
    """The next person at the same computer is shown none of it. Seen to fail: kept for five minutes."""
    assert client.get(address, query).headers["Cache-Control"] == "no-store"


def test_only_what_is_in_force_is_shown(offer: LocalOffer, client: Client) -> None:
    page = text_of(client, OFFER)
    assert [title for title in ("A nurse", "Rent deposit", "A secret plan", "Not yet decided") if title in page] == [
        "A nurse",
        "Rent deposit",
    ]


def test_before_the_first_version_the_pages_say_so(cast: Cast, client: Client) -> None:
    assert "not published yet" in text_of(client, OFFER)
    assert "not published yet" in text_of(client, QUESTIONS, ANSWERS)
    assert client.get(LEAFLET).status_code == 404


@pytest.mark.parametrize(
    ("looked_for", "found"),
    [
        ("rent", ["Rent deposit"]),
        ("PAY  deposit", ["Rent deposit"]),
        ("accommodation", ["Rent deposit"]),
        ("somebody ask", ["A nurse"]),
        ("nurse", ["A nurse"]),
        ("", ["A nurse", "Rent deposit"]),
        ("unicorn", []),
        ("ent", []),  # no word begins so
        ("“Rent,” (deposit)", ["Rent deposit"]),
        ("!!!", []),
        ("100% <b>", []),
        ("n\x00urse", ["A nurse"]),
        ("x" * 5000, []),
    ],
)
def test_something_is_looked_for(offer: LocalOffer, client: Client, looked_for: str, found: list[str]) -> None:
    page = text_of(client, OFFER, {"q": looked_for})
    assert [title for title in ("A nurse", "Rent deposit") if title in page] == found
    assert ("Nothing here says" in page) == (not found)
    assert "<b>" not in page


def test_four_answers_lead_to_what_is_theirs(offer: LocalOffer, client: Client) -> None:
    page = text_of(client, QUESTIONS, ANSWERS)
    assert page.index("For you") < page.index("Rent deposit")
    assert "Perhaps for you" not in page
    unsure = text_of(client, QUESTIONS, ANSWERS | {"in_care": "left"})
    assert unsure.index("A nurse") < unsure.index("Perhaps for you") < unsure.index("Rent deposit")
    young = text_of(client, QUESTIONS, ANSWERS | {"age": "16"})
    assert young.index("A nurse") < young.index("Later") < young.index("from 18")
    assert "is not for you" in text_of(client, QUESTIONS, ANSWERS | {"age": "30"})


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"age": ""}, "Fill in “How old are you?”"),
        ({"age": "nineteen"}, "as a whole number"),
        ({"age": "-3"}, "must be 5 or more"),
        ({"age": "9" * 400}, "“How old are you?”"),
        ({"in_care": "perhaps"}, "Choose one of the answers"),
        ({"weeks": ""}, "Choose an answer"),
    ],
)
def test_an_answer_that_is_none_is_asked_again_beside_its_question(
    offer: LocalOffer, client: Client, given: dict[str, str], said: str
) -> None:
    page = text_of(client, QUESTIONS, ANSWERS | given)
    assert said in page
    assert "For you" not in page


def test_nothing_is_taken(offer: LocalOffer, client: Client) -> None:
    for address in (OFFER, QUESTIONS, LEAFLET):
        assert client.post(address, ANSWERS).status_code == 405


def test_the_leaflet_is_typeset_anew_when_the_authority_is_named_anew(offer: LocalOffer, client: Client, scene) -> None:
    made = client.get(LEAFLET).content
    assert made.startswith(b"%PDF")
    assert client.get(LEAFLET).content == made
    with scene():
        PolicyValue.objects.filter(key="authority_phone").delete()
    assert client.get(LEAFLET).content != made


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_on_a_phone_without_javascript_somebody_finds_what_is_theirs(
    offer: LocalOffer, visit: Callable, faults_at_each_width: Callable
) -> None:
    """And a page with every mistake has no fault of its own. axe itself needs JavaScript: those windows have it."""
    page = visit("phone", java_script_enabled=False).open(OFFER)
    page.get_by_role("link", name="What can I get?").last.click()
    page.get_by_label("How old are you?").fill("19")
    for question, answer in {"when you were 16 or 17": "Yes: I am", "13 weeks": "Yes", "college": "No"}.items():
        page.get_by_role("group", name=question).get_by_role("radio", name=answer).check()
    press(page, "Show what I can get")
    expect(page.get_by_role("heading", name="What you can get")).to_be_visible()
    expect(page.get_by_role("heading", name="Rent deposit")).to_be_visible()
    assert not page.context.cookies()
    for address in (OFFER, f"{OFFER}?q=unicorn", f"{QUESTIONS}?age=x", f"{QUESTIONS}?{urlencode(ANSWERS)}"):
        window = visit()
        assert not faults_at_each_width(window.open(address)), address
        assert not window.complaints
