"""A young person's link to what is theirs: what it shows in their words, and what they ask for.

Who opens it, and what ends it: tests/test_secret_links.py.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from careleavers.models import DutyMessage, YoungPerson
from offers.actions.passport_links import make_passport_link
from offers.rules.catalogue import ITEMS, LOCAL_AREA
from offers.rules.passport import PassportEvent, passport_item
from offers.rules.passport_words import (
    GROUPS,
    HELP_INTRO,
    NOTHING_WRITTEN,
    PERHAPS,
    WHAT_IT_IS,
    grouped_to_them,
    help_words,
    to_them,
)
from tests.cast import TODAY, Cast
from tests.factories import (
    ContactFactory,
    EntitlementEventFactory,
    LocalOfferFactory,
    YoungPersonFactory,
    give_status,
)
from tests.guards.test_help import reading_age
from tests.offers.catalogue_cases import HOME, asked
from tests.offers.test_passport import CLAIMED, CLOSED, GRANTED, LATER, ONLY_IF, OPEN, REFUSED, TOLD

pytestmark = pytest.mark.usefixtures("_on_the_day")


@pytest.mark.parametrize(
    ("names", "own_words", "message"),
    [
        (["A", "B"], "", "Wants help with what is theirs: A, B."),
        ([], "Page two?", "“Page two?”"),
        (["A"], "Page two?", "Wants help with what is theirs: A. “Page two?”"),
    ],
)
def test_what_their_worker_is_to_answer(names: list[str], own_words: str, message: str) -> None:
    assert help_words(names, own_words) == message


@pytest.mark.parametrize(
    ("entitlement", "events", "group", "says"),
    [
        (OPEN, (), "Yours now", "Up to £3,000 is left for you."),
        (OPEN, (TOLD,), "Yours now", "Up to £3,000 is left for you."),
        (OPEN, (CLAIMED,), "Yours now", "You asked for it on 2 May 2024. We have not decided yet."),
        (OPEN, (CLAIMED, GRANTED), "Yours now", "We said yes to £1,200 on 3 May 2024."),
        (OPEN, (CLAIMED, REFUSED), "Yours now", "We said no on 3 May 2024. You can ask us to look again."),
        (ONLY_IF, (), "Perhaps yours: ask us", ""),
        (LATER, (), "Yours later", "You can have it from "),
        (CLOSED, (TOLD,), None, ""),
        (CLOSED, (CLAIMED, REFUSED), None, ""),
    ],
)
def test_how_it_is_in_words_for_whoever_it_is_of(
    entitlement: Any, events: tuple[PassportEvent, ...], group: str | None, says: str
) -> None:
    """What hangs on one more thing names no sum: it is not promised."""
    item = passport_item(entitlement, events, is_certain=True)
    assert [each.title for each in grouped_to_them([item])] == ([group] if group else [])
    words = to_them(item).how_it_is
    assert words.startswith(says) if group else not words
    assert ("£" in words) == ("£" in says)


def test_every_item_has_words_of_its_own_which_read_at_eleven_and_speak_to_them() -> None:
    """By Flesch-Kincaid, as the texts of help are measured."""
    assert set(WHAT_IT_IS) == {item.code for item in ITEMS}
    said = [f"{each.name}. {each.text}" for each in WHAT_IT_IS.values()]
    titles = [f"{title}. {intro}" for title, intro, _ in GROUPS]
    states = [
        to_them(passport_item(entitlement, events, is_certain=True)).how_it_is
        for entitlement, events in ((OPEN, (CLAIMED,)), (OPEN, (REFUSED,)), (OPEN, (GRANTED,)), (ONLY_IF, ()))
    ]
    assert reading_age(" ".join([*said, *titles, *states, HELP_INTRO, NOTHING_WRITTEN])) <= 11
    assert not re.search(r"\b(they|their|them|he|she) (are|is|have|were|lived)\b", " ".join(said), re.IGNORECASE)
    local = replace(asked(HOME, "2024-06-01"), code="offer-bus-pass", name="Bus pass", area=LOCAL_AREA)
    own = to_them(passport_item(replace(local, condition="Until you are 25."), (), is_certain=True))
    assert (own.name, own.text) == ("Bus pass", "Until you are 25.")


@pytest.fixture
def path(cast: Cast, scene: Callable) -> str:
    with scene():
        give_status(cast.amira, "former_relevant")
        ContactFactory.create(person=cast.amira, worker=cast.pat, note="Something private")
    return reverse(
        "offers:passport_link", args=[make_passport_link(by=cast.pat, person=cast.amira, now=timezone.now())]
    )


def opened(client: Client, path: str, cast: Cast) -> tuple[str, dict[str, Any]]:
    """The page opened with the birthday, and what its form would send unchanged."""
    day = cast.amira.date_of_birth
    answers = {"day": day.day, "month": day.month, "year": day.year}
    page = client.post(path, {f"date_of_birth_{part}": number for part, number in answers.items()}).content.decode()
    found = {name: re.search(rf'name="{name}" value="([^"]+)"', page) for name in ("proof", "answer_id")}
    return page, {name: match[1] for name, match in found.items() if match}


def test_it_shows_what_is_theirs_alone_and_takes_a_wish_for_help(cast, client: Client, path: str, sign_in) -> None:
    """From the link to the adviser's Today, once; their adviser sees that it was opened; the paper says the same."""
    page, sent = opened(client, path, cast)
    for word in ("Amira, this is yours", "Money to set up your home", "Up to £3,000", PERHAPS, "Pat reads it first"):
        assert word in page, word
    for word in ("Something private", "Khan", "Log contact", "Children Act"):
        assert word not in page, word
    assert "Choose or write something first" in client.post(path, sent).content.decode()
    assert "Choose one of the answers" in client.post(path, sent | {"help_with": ["made-up"]}).content.decode()
    assert not DutyMessage.objects.exists()
    sent |= {"help_with": ["setting_up_home_allowance"], "own_words": "Page two?"}
    for _ in range(2):  # a double tap is one wish
        thanks = client.post(path, sent).content.decode()
    assert "answer by Tuesday 24 November" in thanks
    message = DutyMessage.objects.get()
    assert (message.person, message.held_by, message.way, message.due_on) == (
        cast.amira,
        cast.pat,
        "online",
        TODAY + timedelta(days=1),
    )
    assert message.text == "Wants help with what is theirs: Setting up home allowance. “Page two?”"
    adviser = sign_in(cast.pat)
    assert "with you" in adviser.get(reverse("home")).content.decode()
    assert "Amira opened it" in adviser.get(reverse("offers:passport_share", args=[cast.amira.pk])).content.decode()
    paper = adviser.get(reverse("offers:passport_paper", args=[cast.amira.pk])).content.decode()
    for word in ("Amira, this is yours", "Money to set up your home", "Up to £3,000"):
        assert word in paper


NO_TAX = "No council tax"


@pytest.fixture
def several(cast: Cast, scene: Callable) -> list[YoungPerson]:
    """Of every status and of ages from 16 to 26, under an offer that lets those of 18 to 20 off their council tax."""
    with scene():
        entry = {"entitlement": "council_tax", "age_from": 18, "age_to": 20, "how_to_claim": "Send us your bill."}
        LocalOfferFactory.create(chosen=["Driving lessons", NO_TAX], giving={NO_TAX: entry})
        found = [
            YoungPersonFactory.create(
                worker=cast.pat, team=cast.north, date_of_birth=TODAY.replace(year=TODAY.year - age)
            )
            for age in (16, 17, 18, 20, 22, 24, 26)
        ]
        for person, status in zip(found, ["eligible", "relevant", *["former_relevant"] * 5], strict=True):
            give_status(person, status)
        EntitlementEventFactory.create(person=found[2], item="setting_up_home_allowance", kind="claimed")
        EntitlementEventFactory.create(person=found[3], item="offer-no-council-tax", kind="claimed")
    return found


def test_the_record_and_their_page_give_one_answer_to_each_entitlement(cast, client, several, sign_in) -> None:
    """Seen to fail: with the entry of the offer beside the item of the catalogue, which it gives."""
    section_of = {state: title for title, _, states in GROUPS for state in states}
    adviser, of_tax = sign_in(cast.pat), []
    for person in several:
        path = reverse(
            "offers:passport_link", args=[make_passport_link(by=cast.pat, person=person, now=timezone.now())]
        )
        born = person.date_of_birth
        page = client.post(
            path,
            {f"date_of_birth_{part}": getattr(born, part) for part in ("day", "month", "year")},
        )
        record = adviser.get(reverse("offers:passport", args=[person.pk])).context
        parts = [*record["waiting"], *(part[1:] for part in record["to_explain"]), *record["others"], *record["folded"]]
        states = [(item.code, item.state) for _, items in parts for item in items]
        theirs = [(item.code, group.title) for group in page.context["groups"] for item in group.items]
        assert len(dict(states)) == len(states)
        assert len(dict(theirs)) == len(theirs)
        assert sorted(theirs) == sorted((code, section_of[state]) for code, state in states if state in section_of)
        words = page.content.decode()
        of_tax.append(
            (
                dict(theirs).get("council_tax"),
                words.count("Send us your bill."),
                words.count("Ask us before you pay a bill"),
            )
        )
    later, now, perhaps = ("Yours later", 1, 0), ("Yours now", 1, 0), ("Perhaps yours: ask us", 0, 1)
    assert of_tax == [later, later, now, now, perhaps, perhaps, (None, 0, 0)]


def test_what_happened_before_the_entry_named_the_entitlement_is_read_with_it(cast, several, sign_in) -> None:
    page = sign_in(cast.pat).get(reverse("offers:passport_item", args=[several[3].pk, "council_tax"]))
    assert page.context["item"].state == "claimed"
    assert [event.item for event, _ in page.context["events"]] == ["offer-no-council-tax"]


def test_it_names_their_personal_adviser_with_the_phone_of_work(cast, client, path, scene, sign_in) -> None:
    """Seen to fail: it named only who reads what they ask."""
    with scene():
        cast.pat.phone = "01632 960 011"
        cast.pat.save()
    page, _ = opened(client, path, cast)
    paper = sign_in(cast.pat).get(reverse("offers:passport_paper", args=[cast.amira.pk])).content.decode()
    for shown in (page, paper):
        assert "Your personal adviser is Pat. Phone <a" in shown
        assert "01632 960 011</a>." in shown
    with scene():
        cast.amira.allocations.all().delete()
    page, _ = opened(client, path, cast)
    assert "Your personal adviser" not in page


def test_no_link_reaches_a_message_of_somebody_else(cast: Cast, client: Client, path: str, sign_in) -> None:
    """Seen to fail: with the id that the form sent as that of the message, the day of their answer was shown."""
    _, sent = opened(client, path, cast)
    client.post(path, sent | {"own_words": "Mine"})
    theirs = DutyMessage.objects.get()
    client.post(path, sent | {"answer_id": str(theirs.pk), "own_words": "Another"})
    assert DutyMessage.objects.count() == 2
    client.post(path, sent | {"answer_id": "not-an-id", "own_words": "Another"})
    client.post(path, sent | {"answer_id": str(uuid4()), "own_words": " "})
    assert DutyMessage.objects.count() == 2
    shared = reverse("offers:passport_share", args=[cast.amira.pk])
    assert {who: sign_in(getattr(cast, who)).get(shared).status_code for who in ("pat", "sam", "dana")} == {
        "pat": 200,
        "sam": 404,
        "dana": 403,
    }
