"""Who answers for an entry of the local offer, when it is looked at again, and which districts it covers."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from offers.actions import local_offer
from offers.actions.entry_care import care_for_entry
from offers.forms.local_offer import EntryForm
from offers.forms.what_can_i_get import WhatCanIGetForm
from offers.models import EntryCare, LocalOffer
from offers.queries.public_offer import for_somebody
from tests.cast import TODAY, Cast
from tests.factories import LocalOfferFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_on_the_day")]
LIST = reverse("offers:entries_cared_for")


@pytest.fixture
def offer(cast: Cast, scene) -> LocalOffer:
    with scene():
        return LocalOfferFactory.create(chosen=["Bus pass"])


@pytest.mark.parametrize(("days", "shown"), [(8, False), (7, True), (1, True)])
def test_its_owner_is_asked_a_week_before(cast: Cast, offer: LocalOffer, sign_in, days: int, shown: bool) -> None:
    nurse, due = offer.entries.get(title="A nurse"), TODAY + timedelta(days=days)
    care_for_entry(by=cast.pip, entry=nurse, owner=cast.pat, review_on=due, today=TODAY)
    assert ("of the local offer: look at it again" in sign_in(cast.pat).get("/").content.decode()) is shown
    assert "of the local offer: look at it again" not in sign_in(cast.wes).get("/").content.decode()


def test_what_they_found_is_kept_and_the_next_day_is_theirs(cast: Cast, offer: LocalOffer, sign_in) -> None:
    nurse, bus = offer.entries.get(title="A nurse"), offer.entries.get(title="Bus pass")
    care_for_entry(by=cast.pip, entry=nurse, owner=cast.pat, review_on=TODAY + timedelta(days=3), today=TODAY)
    client, address = sign_in(cast.pat), reverse("offers:entry_care", args=[nurse.pk])
    answers = {"owner": cast.pat.pk, "review_on": str(TODAY), "found": "Still right.", "revision": 1}
    assert "Give a day after today" in client.post(address, answers).content.decode()
    client.post(address, answers | {"review_on": "2027-05-03"})
    page = client.get(LIST).content.decode()
    assert "Still right." in page
    assert "3 May 2027" in page
    assert "1 entry has nobody yet" in page
    assert "of the local offer: look at it again" not in client.get("/").content.decode()
    assert client.get(reverse("offers:entry_care", args=[bus.pk])).status_code == 404  # nobody gave it to them


def test_nobody_is_asked_about_what_the_offer_has_no_more(cast: Cast, offer: LocalOffer) -> None:
    for entry in offer.entries.all():
        care_for_entry(by=cast.pip, entry=entry, owner=cast.pat, review_on=TODAY + timedelta(days=3), today=TODAY)
    draft = local_offer.begin_draft(by=cast.pip, today=TODAY)
    local_offer.change_draft(by=cast.pip, offer=draft, details={"consulted": "Twelve of us."})
    local_offer.remove_entry(by=cast.pip, entry=draft.entries.get(title="Bus pass"))
    local_offer.publish(by=cast.vera, offer=draft, today=TODAY)
    assert {row.title: row.ended_on for row in EntryCare.objects.all()} == {"A nurse": None, "Bus pass": TODAY}


@pytest.mark.parametrize(
    ("typed", "districts"),
    [("", []), (" Aldersby ,Hollinbeck,, Aldersby", ["Aldersby", "Hollinbeck"]), ("x" * 61, None)],
)
def test_districts_are_typed_with_commas(typed: str, districts: list[str] | None) -> None:
    form = EntryForm({"title": "A", "text": "B", "area": "health", "basis": "statutory", "districts": typed})
    assert form.is_valid() is (districts is not None)
    assert form.cleaned_data.get("districts") == districts


def test_everybody_reads_which_districts_it_covers(cast: Cast, offer: LocalOffer, client: Client) -> None:
    draft = local_offer.begin_draft(by=cast.pip, today=TODAY)
    local_offer.change_draft(by=cast.pip, offer=draft, details={"consulted": "Twelve of us."})
    bus = draft.entries.get(title="Bus pass")
    details = {name: getattr(bus, name) for name in ("area", "basis", "title", "text", "how_to_claim")}
    details |= {"districts": ["Aldersby", "Hollinbeck"], "custody": "out"}
    local_offer.save_entry(by=cast.pip, offer=draft, entry=bus, details=details, today=TODAY)
    local_offer.publish(by=cast.vera, offer=draft, today=TODAY)
    page = client.get(reverse("public_offer:offer")).content.decode()
    assert "Only in Aldersby and Hollinbeck" in page
    assert "Not while you are in prison or in custody" in page
    answers = {"age": "19", "in_care": "to_18", "weeks": "yes", "learning": "no"}
    found = client.get(reverse("public_offer:what_can_i_get"), answers).content.decode()
    assert found.index("Bus pass") > found.index("A nurse"), "nobody is asked where they are: it is not certain"
    [theirs] = [each for each in LocalOffer.objects.in_force(TODAY).entries.all() if each.title == "Bus pass"]
    form = WhatCanIGetForm(answers)
    assert form.is_valid()
    assert for_somebody(form.answers, [theirs]).perhaps == [theirs]
    assert "Bus pass" in client.get(reverse("public_offer:offer"), {"q": "hollin"}).content.decode()
