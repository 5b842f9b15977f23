"""A young person's link to their plan: who opens it, what they say, and what becomes of it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import segno
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape

from careleavers.models import AuditEvent, DutyMessage
from pathways.actions import plan_links as actions
from pathways.models import PlanAnswer, PlanLink, PlanVersion
from pathways.rules.plan_links import message_of
from tests.cast import TODAY, Cast
from tests.factories import ContactDetailFactory, PlanVersionFactory

pytestmark = pytest.mark.usefixtures("_on_the_day")
NOTHING: dict[str, Any] = {
    "agrees": "",
    "own_words": "",
    "help_with": (),
    "wants_call": False,
    "wants_review": False,
    "wants_other_adviser": False,
}


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ({}, ""),
        ({"agrees": "yes"}, ""),
        ({"agrees": "no"}, "Does not agree with the plan."),
        ({"agrees": "yes", "own_words": "Thanks"}, "“Thanks”"),
        (
            {"wants_other_adviser": True, "wants_call": True, "wants_review": True, "help_with": ["Health", "Money"]},
            "Asks for another personal adviser. Would like to be called. Asks to go through the plan again. "
            "Wants help with: Health, Money.",
        ),
        ({"agrees": "partly", "own_words": "Not the gym."}, "Agrees with some of the plan. “Not the gym.”"),
    ],
)
def test_what_their_worker_is_to_answer(said: dict[str, Any], message: str) -> None:
    assert message_of(**NOTHING | said) == message


@pytest.fixture
def version(cast: Cast, scene: Callable) -> PlanVersion:
    with scene():
        return PlanVersionFactory.create(
            person=cast.amira, written_by=cast.pat, authorised=True, authorised_by=cast.mo, promises=("A lesson",)
        )


@pytest.fixture
def path(cast: Cast, version: PlanVersion) -> str:
    secret = actions.make_plan_link(by=cast.pat, version=version, now=timezone.now())
    return reverse("pathways:plan_link", args=[secret])


def born(cast: Cast, **changes: int) -> dict[str, Any]:
    day = cast.amira.date_of_birth
    parts = {"day": day.day, "month": day.month, "year": day.year} | changes
    return {f"date_of_birth_{part}": value for part, value in parts.items()}


def opened(client: Client, path: str, cast: Cast) -> dict[str, Any]:
    """The plan opened with the birthday: what its form would send unchanged."""
    page = client.post(path, born(cast)).content.decode()
    return {"proof": value(page, "proof"), "answer_id": value(page, "answer_id")}


def value(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]+)"', page)
    assert found, page
    return found[1]


def test_with_the_birthday_the_plan_is_read_and_answered(cast: Cast, client: Client, path: str, sign_in) -> None:
    """From the link to the adviser's Today, and back to what became of it."""
    plan = client.post(path, born(cast)).content.decode()
    assert "I want my own place." in plan
    assert "A lesson" in plan
    sent = {"proof": value(plan, "proof"), "answer_id": value(plan, "answer_id")}
    sent |= {"agrees": "no", "own_words": "I never wanted the hostel.", "help_with": ["health"], "wants_call": "on"}
    for _ in range(2):  # a double tap is one answer
        thanks = client.post(path, sent).content.decode()
    assert "answer by Tuesday 24 November" in thanks
    answer, message = PlanAnswer.objects.get(), DutyMessage.objects.get()
    assert (answer.message, answer.agrees, answer.help_with) == (message, "no", ["health"])
    assert (message.person, message.held_by, message.way, message.due_on) == (
        cast.amira,
        cast.pat,
        "online",
        TODAY + timedelta(days=1),
    )
    assert message.text.startswith("About version 1 of the plan: Would like to be called. Wants help with: ")
    assert message.text.endswith("Does not agree with the plan. “I never wanted the hostel.”")
    adviser = sign_in(cast.pat)
    assert "with you" in adviser.get(reverse("home")).content.decode()
    on_plan = adviser.get(reverse("pathways:plan", args=[cast.amira.pk])).content.decode()
    assert "Agrees: no" in on_plan
    assert "waits for an answer" in on_plan
    names = [event.name for event in AuditEvent.objects.filter(person_id=cast.amira.pk).order_by("pk")]
    assert names == ["plan_link_made", "plan_link_opened", "duty_message_written", "plan_answered"]


def test_who_agrees_and_asks_for_nothing_makes_no_task(cast: Cast, client: Client, path: str) -> None:
    page = client.post(path, opened(client, path, cast) | {"agrees": "yes"}).content.decode()
    assert "We have what you wrote." in page
    assert not DutyMessage.objects.exists()


def test_an_empty_answer_is_said_and_keeps_the_plan_open(cast: Cast, client: Client, path: str) -> None:
    page = client.post(path, opened(client, path, cast)).content.decode()
    assert "Choose or write something first" in page
    assert "I want my own place." in page
    assert not PlanAnswer.objects.exists()


def test_after_five_wrong_birthdays_it_is_locked_and_their_worker_sees_it(cast, client, path, version, sign_in) -> None:
    for _ in range(4):
        page = client.post(path, born(cast, year=2001))
        assert "not the date of birth that we have" in page.content.decode()
    assert client.post(path, born(cast, year=2001)).status_code == 404
    assert client.post(path, born(cast)).status_code == 404, "not with the right one either"
    share = reverse("pathways:plan_share", args=[cast.amira.pk, version.number])
    assert "locked after five wrong birthdays" in sign_in(cast.pat).get(share).content.decode()


def test_a_link_opens_nothing_once_a_later_version_is_authorised(cast, client, path, version, scene) -> None:
    """What ends every kind of link: tests/test_secret_links.py."""
    sent = opened(client, path, cast) | {"agrees": "no"}
    with scene():
        PlanVersionFactory.create(
            person=cast.amira, written_by=cast.pat, authorised=True, authorised_by=cast.mo, number=2
        )
    for page in (client.get(path), client.post(path, born(cast)), client.post(path, sent)):
        assert page.status_code == 404
        assert "does not open anything any more" in page.content.decode()
    assert not PlanAnswer.objects.exists()


def test_what_was_chosen_comes_back_when_the_birthday_is_given_again(cast, client, path) -> None:
    sent = opened(client, path, cast) | {"help_with": ["health", "money"], "wants_review": "on"}
    with time_machine.travel(timezone.now() + timedelta(minutes=61), tick=False):
        page = client.post(path, sent).content.decode()
        kept = {"answer_id": value(page, "answer_id"), "help_with": re.findall(r'"help_with" value="(\w+)"', page)}
        plan = client.post(path, kept | {"wants_review": value(page, "wants_review")} | born(cast)).content.decode()
    assert re.search(r'name="wants_review"[^>]*checked', plan)
    assert len(re.findall(r'name="help_with"[^>]*checked', plan)) == 2


def test_a_draft_is_shown_as_one_and_a_matter_that_is_not_in_the_plan_is_refused(cast, client, scene) -> None:
    with scene():
        draft = PlanVersionFactory.create(person=cast.amira, written_by=cast.pat, filled=True)
    secret = actions.make_plan_link(by=cast.pat, version=draft, now=timezone.now())
    path = reverse("pathways:plan_link", args=[secret])
    plan = client.post(path, born(cast)).content.decode()
    assert "as it is written so far" in plan
    sent = {"proof": value(plan, "proof"), "answer_id": value(plan, "answer_id"), "help_with": ["made-up"]}
    assert "Choose one of the answers" in client.post(path, sent).content.decode()


def test_the_link_is_shown_once_and_mailed_to_safe_addresses_alone(cast, version, sign_in, scene, mailoutbox) -> None:
    with scene():
        safe = ContactDetailFactory.create(person=cast.amira, kind="email", value="amira@mail.example").value
        unsafe = ContactDetailFactory.create(
            person=cast.amira, kind="email", value="shared@mail.example", safe_to_use=False
        ).value
    client = sign_in(cast.pat)
    share = reverse("pathways:plan_share", args=[cast.amira.pk, version.number])
    assert "shared@mail.example" not in client.get(share).content.decode()
    page = client.post(share, {"email": safe}).content.decode()
    address = value(page.replace('id="address" value', 'name="address" value'), "address")
    assert escape(segno.make(address, error="m").svg_data_uri(scale=4)) in page
    [mail] = mailoutbox
    assert (mail.to, mail.subject) == ([safe], "Your plan")
    assert address in mail.body
    assert "care" not in mail.body.lower().replace(address.lower(), "")
    assert address not in client.get(share).content.decode()
    client.post(share, {"email": unsafe})
    assert len(mailoutbox) == 1
    assert PlanLink.objects.filter(ends_at__gt=timezone.now()).count() == 1, "another one ends the one before"
    client.post(reverse("pathways:plan_share_end", args=[cast.amira.pk, version.number]))
    assert not PlanLink.objects.filter(ends_at__gt=timezone.now()).exists()
