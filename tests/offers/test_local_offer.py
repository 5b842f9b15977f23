"""The local offer: drafted from the version in force, published when care leavers were asked, then never changed."""

from datetime import date

import pytest
from django.db import InternalError, transaction
from django.urls import reverse

from careleavers.actions.base import Refused
from careleavers.models import PolicyValue
from offers.actions import local_offer as actions
from offers.models import LocalOffer, OfferEntry
from offers.rules.offer_areas import Area, age_words
from tests.cast import STAFF, TODAY, Cast
from tests.factories import LocalOfferFactory

ENTRY = {"area": "employment", "basis": "discretionary", "title": "Bus pass", "text": "Free buses."}


@pytest.fixture
def published(cast: Cast, scene) -> LocalOffer:
    with scene():
        return LocalOfferFactory.create()


def test_a_draft_begins_with_what_is_in_force_and_there_is_one(cast: Cast, published: LocalOffer) -> None:
    draft = actions.begin_draft(by=cast.pip, today=TODAY)
    assert (draft.version, draft.entries.get().title) == (2, "A nurse")
    assert actions.begin_draft(by=cast.vera, today=TODAY) == draft


def test_it_is_published_only_when_care_leavers_were_asked(cast: Cast, published: LocalOffer) -> None:
    draft = actions.begin_draft(by=cast.pip, today=TODAY)
    with pytest.raises(Refused, match="must be asked first"):
        actions.publish(by=cast.pip, offer=draft, today=TODAY)
    actions.change_draft(by=cast.pip, offer=draft, details={"consulted": "Eleven young people."})
    actions.publish(by=cast.pip, offer=draft, today=TODAY)
    assert LocalOffer.objects.in_force(TODAY) == draft
    assert LocalOffer.objects.in_force(date(2026, 11, 22)) == published
    with pytest.raises(Refused, match="published and stays"):
        actions.save_entry(by=cast.pip, offer=draft, entry=None, details=ENTRY, today=TODAY)


def test_nothing_empty_is_published(cast: Cast) -> None:
    draft = actions.begin_draft(by=cast.pip, today=TODAY)
    with pytest.raises(Refused, match="nothing in this offer"):
        actions.publish(by=cast.pip, offer=draft, today=TODAY)


def test_postgres_itself_keeps_a_published_version(cast: Cast, scene, published: LocalOffer) -> None:
    with scene(), pytest.raises(InternalError), transaction.atomic():
        LocalOffer.objects.update(title="Another")
    with scene(), pytest.raises(InternalError, match="was published"), transaction.atomic():
        OfferEntry.objects.update(title="Another")


@pytest.mark.parametrize(
    ("from_on", "refused"), [(None, True), (date(2026, 11, 24), True), (date(2026, 11, 23), False)]
)
def test_financial_literacy_is_law_from_the_day_it_starts(cast: Cast, scene, from_on, refused: bool) -> None:
    if from_on:
        with scene():
            PolicyValue.objects.create(key="financial_literacy", value="yes", from_on=from_on)
    draft = actions.begin_draft(by=cast.pip, today=TODAY)
    details = ENTRY | {"area": Area.FINANCIAL_LITERACY.value, "basis": "statutory"}
    if refused:
        with pytest.raises(Refused, match="not yet part of the offer by law"):
            actions.save_entry(by=cast.pip, offer=draft, entry=None, details=details, today=TODAY)
    else:
        assert actions.save_entry(by=cast.pip, offer=draft, entry=None, details=details, today=TODAY).pk


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [(16, 20, "16 to 20"), (18, 18, "18"), (18, None, "from 18"), (None, 24, "to 24"), (None, None, "")],
)
def test_ages_in_words(first, last, said: str) -> None:
    assert age_words(first, last) == said


@pytest.mark.usefixtures("_on_the_day")
def test_written_and_published_through_the_pages(cast: Cast, published: LocalOffer, sign_in) -> None:
    client = sign_in(cast.pip)
    client.post(reverse("offers:draft_begin"))
    page = client.post(reverse("offers:entry_new"), ENTRY | {"age_from": "20", "age_to": "18"}).content.decode()
    assert "must not be below" in page
    client.post(reverse("offers:entry_new"), ENTRY | {"age_from": "18", "age_to": "24", "amount": "120"})
    page = client.get(reverse("offers:draft")).content.decode()
    assert "Bus pass" in page
    assert "Nothing is said yet about Relationships" in page
    client.post(reverse("offers:entry_remove", args=[OfferEntry.objects.get(title="A nurse", offer__version=2).pk]))
    client.post(reverse("offers:draft"), {"title": "Our offer", "consulted": "Eleven of us."})
    assert "Publish version 2?" in client.get(reverse("offers:publish")).content.decode()
    assert "is in force from today" in client.post(reverse("offers:publish"), follow=True).content.decode()
    assert client.get(reverse("offers:offer_pdf", args=[2])).content.startswith(b"%PDF")
    assert client.get(reverse("offers:offer", args=[1])).status_code == 200


@pytest.mark.parametrize("who", STAFF)
def test_everybody_reads_it_and_few_write_it(cast: Cast, published: LocalOffer, sign_in, who: str) -> None:
    actions.begin_draft(by=cast.pip, today=TODAY)
    client = sign_in(getattr(cast, who))
    assert client.get(reverse("offers:local_offer")).status_code == 200
    writes = who in ("pip", "vera")
    assert client.get(reverse("offers:draft")).status_code == (200 if writes else 403)
    assert client.get(reverse("offers:offer_pdf", args=[2])).status_code == (200 if writes else 404)


UNPRINTABLE = {"emoji": "Gaming café 🎮", "Amharic": "ሰላም", "Chinese": "你好", "Bengali": "নমস্কার"}


@pytest.mark.usefixtures("_on_the_day")
@pytest.mark.parametrize("words", UNPRINTABLE.values(), ids=UNPRINTABLE)
@pytest.mark.parametrize("field", ["title", "text", "how_to_claim"])
def test_what_our_fonts_cannot_print_is_refused_where_it_is_typed(
    cast: Cast, published: LocalOffer, sign_in, words: str, field: str
) -> None:
    client = sign_in(cast.pip)
    client.post(reverse("offers:draft_begin"))
    page = client.post(reverse("offers:entry_new"), ENTRY | {field: words}).content.decode()
    assert "Our fonts cannot print" in page
    assert not OfferEntry.objects.filter(offer__version=2).filter(**{field: words}).exists()
    page = client.post(reverse("offers:draft"), {"title": words, "consulted": "Us."}).content.decode()
    assert "Our fonts cannot print" in page


def test_nothing_is_published_that_cannot_be_printed_and_the_sentence_names_the_entry(cast: Cast, scene) -> None:
    """Whatever way it came into the draft."""
    draft = actions.begin_draft(by=cast.pip, today=TODAY)
    actions.save_entry(by=cast.pip, offer=draft, entry=None, details=ENTRY, today=TODAY)
    with scene():
        LocalOffer.objects.update(consulted="Eleven of us.")
        OfferEntry.objects.update(text="Free 🎮 for all")
    with pytest.raises(Refused, match="“Bus pass” has 🎮"):
        actions.publish(by=cast.pip, offer=LocalOffer.objects.get(), today=TODAY)
    assert LocalOffer.objects.get().is_draft


@pytest.mark.usefixtures("_on_the_day")
def test_a_draft_is_put_in_order_compared_and_thrown_away(cast: Cast, published: LocalOffer, sign_in) -> None:
    client = sign_in(cast.pip)
    client.post(reverse("offers:draft_begin"))
    for title in ("Bus pass", "Rail card"):
        client.post(reverse("offers:entry_new"), ENTRY | {"title": title})
    first, second = OfferEntry.objects.filter(offer__version=2, area=ENTRY["area"]).order_by("order")[:2]
    client.post(reverse("offers:entry_move", args=[first.pk]), {"to": "later"})
    draft = LocalOffer.objects.get(version=2)
    assert [entry.pk for entry in draft.entries.filter(area=ENTRY["area"])] == [second.pk, first.pk]
    client.post(reverse("offers:draft"), {"title": "Our offer", "consulted": "Eleven of us."})
    page = client.get(reverse("offers:publish")).content.decode()
    assert "<dt>New</dt>" in page
    client.post(reverse("offers:draft_discard"))
    assert not LocalOffer.objects.filter(version=2).exists()
    assert client.get(reverse("offers:offer", args=[1])).status_code == 200
