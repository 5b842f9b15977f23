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

from careleavers.models import DutyMessage
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
from tests.factories import ContactFactory, give_status
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
