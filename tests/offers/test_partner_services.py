"""What partners give: kept, asked about again, read by everybody and in the open data."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from offers.models import PartnerService
from tests.cast import TODAY, Cast
from tests.factories import PartnerServiceFactory
from tests.offers.test_open_referral import asked, hold, names

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_on_the_day")]
LIST, NEW = reverse("offers:partners"), reverse("offers:partner_new")
TYPED = {
    "title": "Job club",
    "organisation": "Youth Trust",
    "area": "employment",
    "what": "Practice for interviews",
    "how_to_refer": "Your adviser sends a form",
    "districts": "Aldersby, Hollinbeck",
    "age_from": "16",
    "age_to": "24",
    "website": "youth-trust.example",
}


def test_a_service_is_written_down_read_by_everybody_and_ended(cast: Cast, sign_in, client: Client) -> None:
    officer = sign_in(cast.pip)
    due = {"owner": str(cast.pat.pk), "review_on": str(TODAY)}
    assert "Give a day after today" in officer.post(NEW, TYPED | due).content.decode()
    assert "must not be below" in officer.post(NEW, TYPED | due | {"age_from": "25"}).content.decode()
    due["review_on"] = str(TODAY + timedelta(days=7))
    assert officer.post(NEW, TYPED | due).status_code == 302
    row = PartnerService.objects.get()
    assert (row.districts, row.website) == (["Aldersby", "Hollinbeck"], "https://youth-trust.example/")
    assert "Job club" in officer.get(LIST, {"q": "hollin"}).content.decode()
    assert "Job club" not in officer.get(LIST, {"q": "dentist"}).content.decode()
    stranger = Client()
    assert "Job club" not in stranger.get(reverse("public_offer:partners")).content.decode(), "nobody else read it"
    assert asked(stranger, "services")["contents"] == []
    publish = reverse("offers:partner_publish", args=[row.pk])
    assert "somebody else must read it" in officer.get(publish).content.decode()
    officer.post(publish, {"revision": row.revision})
    assert PartnerService.objects.get().public is None
    vera = sign_in(cast.vera)
    assert "of Youth Trust: read what is new" in vera.get("/").content.decode()
    assert "Practice for interviews" in vera.get(publish).content.decode()
    vera.post(publish, {"revision": row.revision})
    assert "read what is new" not in vera.get("/").content.decode()
    today = sign_in(cast.pat).get("/").content.decode()
    assert "of Youth Trust: ask whether it is still so" in today

    page = stranger.get(reverse("public_offer:partners"))
    assert (page.status_code, page.cookies) == (200, {})
    assert "Your adviser sends a form" in page.content.decode()
    services = asked(stranger, "services")
    hold(services, "page_of_services")
    [service] = services["contents"]
    assert service["organization"]["name"] == "Youth Trust"
    whole = asked(stranger, f"services/{service['id']}")
    hold(whole, "service")
    assert [area["name"] for area in whole["service_areas"]] == ["Aldersby", "Hollinbeck"]
    assert names(asked(stranger, "services", minimum_age=25)) == []

    row.refresh_from_db()
    edit = reverse("offers:partner", args=[row.pk])
    changed: dict[str, Any] = TYPED | due | {"how_to_refer": "Phone them", "revision": row.revision}
    said = sign_in(cast.pat).post(edit, changed, follow=True).content.decode()
    assert "Everybody reads it once Pip or Vera published it." in said
    assert "New words are not public yet" in said
    read = stranger.get(reverse("public_offer:partners")).content.decode()
    assert ("Your adviser sends a form" in read, "Phone them" in read) == (True, False)
    row.refresh_from_db()
    later = due | {"review_on": str(TODAY + timedelta(days=70)), "revision": row.revision}
    sign_in(cast.pip).post(edit, changed | later)
    row.refresh_from_db()
    assert row.last_edited_by == cast.pat, "who asks again when is nothing that everybody reads"
    ended = changed | due | {"ended_on": str(TODAY), "revision": row.revision}
    assert sign_in(cast.pip).post(edit, ended).status_code == 302
    assert not PartnerService.objects.to_publish().exists()
    assert "Job club" not in stranger.get(reverse("public_offer:partners")).content.decode()
    assert asked(stranger, "services")["contents"] == []


def test_words_are_found_where_they_begin(cast: Cast, scene, sign_in) -> None:
    with scene():
        PartnerServiceFactory.create(owner=cast.pip, review_on=TODAY)
    client = sign_in(cast.pip)
    assert "ask whether it is still so" in client.get(reverse("offers:surveys")).content.decode()  # who has no Today
    assert "Drop-in" in client.get(LIST, {"q": "tenan"}).content.decode()
    assert "Drop-in" not in client.get(LIST, {"q": "nants"}).content.decode()
