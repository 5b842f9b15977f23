"""A link by which somebody of another service reads one item: with its code, in time, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from careleavers.actions.base import Refused
from careleavers.actions.meeting_items import decide_item, take_item_back
from careleavers.actions.meeting_links import make_item_link
from careleavers.actions.secret_links import MadeLink, open_with_code
from careleavers.models import AuditEvent, BodyMember, MeetingItem, MeetingItemLink
from careleavers.queries.meeting_links import open_links
from careleavers.rules.secret_addresses import digest_of_code
from tests.cast import TODAY, Cast
from tests.factories import BodyFactory, BodyMemberFactory, MeetingFactory, MeetingItemFactory

pytestmark = pytest.mark.usefixtures("_on_the_day")
WRONG = "That is not the code"
CLOSED = "This link does not open anything any more."


@pytest.fixture
def item(cast: Cast, scene: Callable) -> MeetingItem:
    with scene():
        panel = BodyFactory.create()
        BodyMemberFactory.create(body=panel, user=cast.mo, role="chair")
        BodyMemberFactory.create(body=panel)
        meeting = MeetingFactory.create(body=panel)
        MeetingItemFactory.create(meeting=meeting, person=cast.ben, about="Ben alone")
        return MeetingItemFactory.create(meeting=meeting, person=cast.amira, reason="Two nights away.")


@pytest.fixture
def police(item: MeetingItem) -> BodyMember:
    return item.body.members.get(user=None)


@pytest.fixture
def made(cast: Cast, item: MeetingItem, police: BodyMember) -> MadeLink:
    return make_item_link(by=cast.mo, item=item, partner=police, now=timezone.now())


def at(made: MadeLink) -> str:
    return reverse("meeting_item_link", args=[made.secret])


def names() -> list[str]:
    return list(AuditEvent.objects.filter(name__startswith="meeting_item_link").values_list("name", flat=True))


def test_made_by_whoever_runs_the_panel_and_opened_with_the_code(cast: Cast, item, police, sign_in) -> None:
    """The page shows both once; what is kept gives neither; the police read their item, and no other name."""
    share = reverse("meeting_item_share", args=[item.pk])
    page = sign_in(cast.mo).post(share, {"partner": police.pk}).content.decode()
    address = re.search(r'value="https?://testserver([^"]+)"', page)
    code = re.search(r"<strong>(\d{3} \d{3})</strong>", page)
    assert address
    assert code
    link = MeetingItemLink.objects.get()
    assert not {address[1].split("/")[-2], code[1].replace(" ", "")} & {link.digest, link.code_digest}
    assert code[1] not in sign_in(cast.mo).get(share).content.decode(), "shown once"
    decide_item(
        by=cast.mo, item=item, revision=None, outcome="decided", said="Secret", decision="An officer", today=TODAY
    )

    outside = Client()
    before = outside.get(address[1])
    assert "no-store" in before.headers["Cache-Control"]
    for word in ("Amira", "Khan", "panel", "Police", "care"):
        assert word not in before.content.decode().partition("<main")[2], word
    opened = outside.post(address[1], {"code": code[1]}).content.decode()
    for word in ("Amira Khan", "1 May 2007", "Two nights away.", "An officer", "Anil Mehta"):
        assert word in opened, word
    for word in ("Ben", "Secret", "Pat", "Mo", "Today", reverse("person", args=[cast.amira.pk])):
        assert not re.search(rf"\b{word}\b", opened), word
    assert outside.get(address[1]).content.decode().count("Amira") == 0, "asked again each time"
    assert names() == ["meeting_item_link_opened", "meeting_item_link_made"]
    assert set(AuditEvent.objects.filter(name__contains="_link_").values_list("person_id", flat=True)) == {
        cast.amira.pk
    }
    assert "opened last 23 November, 10:00" in sign_in(cast.mo).get(share).content.decode()


def test_five_wrong_codes_lock_it(cast: Cast, made: MadeLink) -> None:
    """What ends every kind of link: tests/test_secret_links.py."""
    assert digest_of_code("another secret", made.code) != MeetingItemLink.objects.get().code_digest
    outside, wrong = Client(), f"{(int(made.code) + 1) % 10**6:06}"
    for _ in range(4):
        assert WRONG in outside.post(at(made), {"code": wrong}).content.decode()
    assert CLOSED in outside.post(at(made), {"code": wrong}).content.decode()
    assert outside.post(at(made), {"code": made.code}).status_code == 404
    assert names()[:2] == ["meeting_item_link_locked", "meeting_item_link_refused"]


def ended(cast: Cast, item: MeetingItem, police: BodyMember, scene: Callable) -> dict[str, Callable[[], Any]]:
    def left() -> None:
        with scene():
            BodyMember.objects.filter(pk=police.pk).update(ends_on=TODAY)

    return {
        "taken back": lambda: take_item_back(by=cast.mo, item=item, revision=None, why="Moved away", today=TODAY),
        "the member left": left,
    }


@pytest.mark.parametrize("how", ["taken back", "the member left"])
def test_it_opens_nothing_any_more_after(cast: Cast, item, police, made: MadeLink, scene, how: str) -> None:
    assert Client().get(at(made)).status_code == 200
    ended(cast, item, police, scene)[how]()
    assert Client().get(at(made)).status_code == 404
    assert Client().post(at(made), {"code": made.code}).status_code == 404


def test_only_a_member_of_another_service_is_given_one(cast: Cast, item: MeetingItem, scene, sign_in) -> None:
    with scene():
        elsewhere = BodyMemberFactory.create(body=BodyFactory.create(name="Another panel"))
    colleague = item.body.members.get(user=cast.mo)
    for partner in (colleague, elsewhere):
        with pytest.raises(Refused, match="another service"):
            make_item_link(by=cast.vera, item=item, partner=partner, now=timezone.now())
    share = reverse("meeting_item_share", args=[item.pk])
    assert {who: sign_in(getattr(cast, who)).get(share).status_code for who in ("pat", "sam", "bus", "vera")} == {
        "pat": 403,
        "sam": 403,
        "bus": 403,
        "vera": 200,
    }


@pytest.mark.django_db(transaction=True)
def test_six_wrong_codes_at_once_are_counted_to_five(cast: Cast, made: MadeLink, scene: Callable) -> None:
    """Each try is a connection of its own; a row that is read, changed and saved would lose some."""
    link, wrong, start = MeetingItemLink.objects.get(), f"{(int(made.code) + 1) % 10**6:06}", Barrier(6)

    def tried(_: int) -> bool:
        try:
            start.wait()
            now = timezone.now()
            return open_with_code(links=open_links(now), link=link, secret=made.secret, code=wrong, now=now)
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        assert not any(pool.map(tried, range(6)))
    link.refresh_from_db()
    assert link.wrong_tries == 5
