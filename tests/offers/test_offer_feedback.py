"""What people say about the offer: from anybody without a cookie, seldom enough, to its owner, answered or filed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from uuid import UUID, uuid4

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from offers.models import LocalOffer, OfferFeedback
from offers.queries.offer_feedback import feedback_held
from tests.cast import TODAY, Cast, days_ago
from tests.factories import LocalOfferFactory, OfferFeedbackFactory

pytestmark = pytest.mark.usefixtures("_on_the_day")
URL = reverse("public_offer:feedback")
SAID = {"text": "The bus pass is missing", "reply_to": "07700 900123", "page": "/local-offer/what-can-i-get/"}


def say(client: Client, **more: str) -> int:
    return client.post(URL, SAID | {"feedback_id": str(uuid4())} | more).status_code


@pytest.fixture
def offer(cast: Cast, scene: Callable) -> LocalOffer:
    with scene():
        return LocalOfferFactory.create(recorded_by=cast.pip)


def test_anybody_says_it_without_a_cookie_and_its_owner_answers(
    cast: Cast, offer: LocalOffer, sign_in, client: Client
) -> None:
    client = Client(enforce_csrf_checks=True)
    for name in ("public_offer:offer", "public_offer:what_can_i_get", "public_offer:briefings"):
        assert f'href="{URL}?page=' in client.get(reverse(name)).content.decode(), name
    page = client.get(URL, {"page": "/local-offer/"})
    assert 'value="/local-offer/"' in page.content.decode()
    assert "<script" not in page.content.decode()
    assert "javascript" not in client.get(URL, {"page": "javascript:alert(1)"}).content.decode()
    assert "Fill in" in client.post(URL, {"feedback_id": str(uuid4())}).content.decode()
    same = str(UUID(int=7))
    for _ in range(2):  # a double press is one
        assert say(client, feedback_id=same) == 302
    assert "Thank you" in client.get(URL, {"sent": "yes"}).content.decode()
    assert say(client, nothing="Buy pills") == 302, "a program learns nothing"
    assert not client.cookies
    row = OfferFeedback.objects.get()
    assert (row.owner, row.received_on, row.due_on) == (cast.pip, TODAY, date(2026, 12, 7))
    pip = sign_in(cast.pip)
    assert "The bus pass is missing" in pip.get(reverse("offers:surveys")).content.decode()
    assert "The bus pass" not in sign_in(cast.vera).get(reverse("home")).content.decode(), "it is pip's"
    [kind] = feedback_held(cast.pip, TODAY)
    assert len(kind.things) == 1
    pip = sign_in(cast.pip)
    close = reverse("offers:feedback_close", args=[row.pk])
    assert "07700 900123" in pip.get(close).content.decode()
    done = {"outcome": "answered", "note": "Phoned: it is under transport."}
    assert "it is under transport" in pip.post(close, done, follow=True).content.decode()
    assert "already" in pip.post(close, done).content.decode()
    assert "The bus pass" not in pip.get(reverse("offers:surveys")).content.decode()


def test_too_much_from_one_address_is_not_taken(cast: Cast, offer: LocalOffer, client: Client) -> None:
    cache.clear()
    assert [say(client) for _ in range(11)] == [302] * 10 + [429]
    assert OfferFeedback.objects.count() == 10
    cache.clear()


def test_the_token_is_asked_for_once_somebody_is_signed_in(cast: Cast, offer: LocalOffer) -> None:
    cache.clear()
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.pat)
    assert say(client) == 403
    assert not OfferFeedback.objects.exists()


def test_what_nobody_has_or_is_late_is_everybody_s_and_no_answer_without_an_address(
    cast: Cast, scene: Callable, sign_in
) -> None:
    with scene():
        late = OfferFeedbackFactory.create(owner=cast.pip, due_on=days_ago(1), text="It is late")
        OfferFeedbackFactory.create(text="Nobody has it")
    vera = sign_in(cast.vera)
    home = vera.get(reverse("home")).content.decode()
    assert "It is late" in home
    assert "Nobody has it" in home
    close = reverse("offers:feedback_close", args=[late.pk])
    shown = vera.post(close, {"outcome": "answered", "note": "x"}).content.decode()
    assert "They left no way to be answered" in shown
    vera.post(close, {"outcome": "filed", "note": "Put into the next version."})
    assert "Put into the next version." in vera.get(reverse("offers:feedback")).content.decode()
    assert sign_in(cast.pat).get(reverse("offers:feedback")).status_code == 403
