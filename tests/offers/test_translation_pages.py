"""The pages on which an edition in another language is written: begun, entry after entry, and closed meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.urls import reverse

from offers.actions import translations
from offers.models import EntryTranslation, LocalOffer, OfferTranslation
from tests.cast import Cast
from tests.factories import LocalOfferFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_on_the_day")]
LIST = reverse("offers:translations")


@pytest.fixture
def offer(cast: Cast, scene: Callable) -> LocalOffer:
    with scene():
        return LocalOfferFactory.create(version=4, chosen=["Bus pass"])


def test_an_edition_is_begun_and_its_entries_follow_each_other(
    cast: Cast, offer: LocalOffer, sign_in: Callable
) -> None:
    client = sign_in(cast.pip)
    begun = client.post(LIST, {"language": "pl"})
    draft = OfferTranslation.objects.get()
    assert begun.url == reverse("offers:translation", args=[draft.pk])
    entries = list(offer.entries.all())
    pages = [reverse("offers:translation_entry", args=[draft.pk, entry.pk]) for entry in entries]
    led_to = [
        client.post(page, {"title": "Tytuł", "text": "Tekst.", "how_to_claim": "", "revision": ""}).url
        for page in pages
    ]
    assert led_to == [*pages[1:], reverse("offers:translation", args=[draft.pk])]
    assert EntryTranslation.objects.count() == len(entries) > 1


def test_without_an_offer_there_is_nothing_to_translate(cast: Cast, sign_in: Callable) -> None:
    client = sign_in(cast.pip)
    assert client.get(LIST).status_code == 200
    assert client.post(LIST, {"language": "pl"}).status_code == 404
    assert not OfferTranslation.objects.exists()


def test_what_is_sent_to_a_draft_that_is_gone_is_shown_again(cast: Cast, offer: LocalOffer, sign_in: Callable) -> None:
    draft = translations.begin_translation(by=cast.pip, offer=offer, language="pl")
    page = reverse("offers:translation_entry", args=[draft.pk, offer.entries.first().pk])
    translations.discard_translation(by=cast.pip, translation=draft, revision=None)
    client = sign_in(cast.pip)
    assert client.get(page).status_code == 404
    said = client.post(page, {"title": "Tytuł", "text": "Moje słowa."}).content.decode()
    assert "This translation was approved or discarded since you opened the page." in said
    assert "Moje słowa." in said
    assert client.get(reverse("offers:translation", args=[uuid4()])).status_code == 404


def test_what_is_sent_to_a_draft_of_the_offer_that_is_gone(cast: Cast, offer: LocalOffer, sign_in: Callable) -> None:
    client, page = sign_in(cast.pip), reverse("offers:draft")
    assert client.get(page).status_code == 404
    said = client.post(page, {"title": "What we promise"}).content.decode()
    assert "The draft was published or discarded since you opened the page." in said
    assert "What we promise" in said


def test_a_layout_that_there_is_not(cast: Cast, offer: LocalOffer, sign_in: Callable) -> None:
    given = {"number": offer.version, "language": "en", "edition": 0, "layout": "nonsense"}
    assert sign_in(cast.pip).get(reverse("offers:offer_edition", kwargs=given)).status_code == 404
