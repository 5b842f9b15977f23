"""The local offer: drafted from the version in force, published when care leavers were asked, then never changed."""

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import InternalError, transaction
from django.urls import reverse

from careleavers.actions.base import Refused
from careleavers.models import PolicyValue, User
from careleavers.permissions import Permission, Role
from careleavers.rules.layouts import Layout
from careleavers.rules.words import day
from offers.actions import local_offer as actions
from offers.documents.leaflets import _point
from offers.models import LocalOffer, OfferEntry
from offers.queries.offer_differences import PartChange, offer_changes
from offers.queries.offer_in import as_written
from offers.queries.offer_publishers import may_decide
from offers.rules.leaflet_words import WORDS_AROUND
from offers.rules.offer_areas import Area, age_words
from tests.cast import STAFF, TODAY, Cast
from tests.factories import LocalOfferFactory, UserFactory

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
        actions.publish(by=cast.vera, offer=draft, today=TODAY)
    actions.change_draft(by=cast.pip, offer=draft, details={"consulted": "Eleven young people."})
    actions.publish(by=cast.vera, offer=draft, today=TODAY)
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


@pytest.mark.parametrize(
    ("given", "lead", "text"),
    [
        ({}, "Bus pass", "Free buses."),
        ({"amount": 1200}, "Bus pass (£1,200)", "Free buses."),
        (
            {"age_from": 16, "age_to": 20, "how_to_claim": "Ask your adviser."},
            "Bus pass",
            "Free buses. Ages 16 to 20. Ask your adviser.",
        ),
        ({"custody": "in"}, "Bus pass", "Free buses. Only while you are in prison or in custody."),
    ],
)
def test_the_leaflet_says_how_much_for_whom_and_how(given: dict, lead: str, text: str) -> None:
    """Seen to fail: without the ages."""
    point = _point(as_written(OfferEntry(**ENTRY | given)), WORDS_AROUND, Layout.ORDINARY)
    assert (point.lead, point.lines) == (lead, (text,))


@pytest.mark.usefixtures("_on_the_day")
def test_written_and_published_through_the_pages(cast: Cast, published: LocalOffer, sign_in) -> None:
    client = sign_in(cast.pip)
    client.post(reverse("offers:draft_begin"))
    page = client.post(reverse("offers:entry_new"), ENTRY | {"age_from": "20", "age_to": "18"}).content.decode()
    assert "must not be below" in page
    client.post(reverse("offers:entry_new"), ENTRY | {"age_from": "18", "age_to": "24", "amount": "£1,120"})
    page = client.get(reverse("offers:draft")).content.decode()
    assert "Bus pass" in page
    assert "Nothing is said yet about Relationships" in page
    client.post(reverse("offers:entry_remove", args=[OfferEntry.objects.get(title="A nurse", offer__version=2).pk]))
    words = {"title": "Our offer", "consulted": "Eleven of us.", "agreed_by": "The board"}
    words["lasts_until"] = str(TODAY + timedelta(days=56))
    assert "Say on which day it agreed" in client.post(reverse("offers:draft"), words).content.decode()
    client.post(reverse("offers:draft"), words | {"agreed_on": str(TODAY)})
    page = client.post(reverse("offers:publish"), follow=True).content.decode()
    assert "You changed this draft last" in page
    assert "Vera can publish it" in page
    client = sign_in(cast.vera)
    assert "read it, and publish it or ask for changes; last changed by Pip" in client.get("/").content.decode()
    assert "Version 2 waits for you to read it" in client.get(reverse("offers:local_offer")).content.decode()
    assert (
        "<p>You can publish it: you are asked to on your pages.</p>"
        in client.get(reverse("offers:draft")).content.decode()
    )
    page = client.get(reverse("offers:publish")).content.decode()
    assert "Publish version 2?" in page
    revision = LocalOffer.objects.get(version=2).revision
    page = client.post(reverse("offers:publish"), {"revision": revision}, follow=True).content.decode()
    assert "is in force from today" in page
    assert client.get(reverse("offers:offer_pdf", args=[2])).content.startswith(b"%PDF")
    assert client.get(reverse("offers:offer", args=[1])).status_code == 200
    assert f"Agreed by The board on {day(TODAY)}" in client.get(reverse("public_offer:offer")).content.decode()
    assert "write the next one" in client.get("/").content.decode()


@pytest.mark.parametrize("who", STAFF)
def test_everybody_reads_it_and_few_write_it(cast: Cast, published: LocalOffer, sign_in, who: str) -> None:
    actions.begin_draft(by=cast.pip, today=TODAY)
    client = sign_in(getattr(cast, who))
    assert client.get(reverse("offers:local_offer")).status_code == 200
    writes = who in ("pip", "vera")
    assert client.get(reverse("offers:draft")).status_code == (200 if writes else 403)
    assert client.get(reverse("offers:offer_pdf", args=[2])).status_code == (200 if writes else 404)


UNPRINTABLE = {"emoji": "Gaming café 🎮", "Armenian": "Բարև", "Korean": "안녕"}


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
    assert "Rail card <small>new</small>" in page
    client.post(reverse("offers:draft_discard"))
    assert not LocalOffer.objects.filter(version=2).exists()
    assert client.get(reverse("offers:offer", args=[1])).status_code == 200


# A second person publishes


def write(draft: LocalOffer, by: User) -> None:
    actions.change_draft(by=by, offer=draft, details={"consulted": f"Eleven of us, says {by.name}."})


def add_entry(draft: LocalOffer, by: User) -> None:
    actions.save_entry(by=by, offer=draft, entry=None, details=ENTRY | {"title": f"Of {by.name}"}, today=TODAY)


def change_entry(draft: LocalOffer, by: User) -> None:
    details = ENTRY | {"title": f"Changed by {by.name}"}
    actions.save_entry(by=by, offer=draft, entry=draft.entries.first(), details=details, today=TODAY)


def take_out_entry(draft: LocalOffer, by: User) -> None:
    actions.remove_entry(by=by, entry=draft.entries.last())


def move_entry(draft: LocalOffer, by: User) -> None:
    actions.move_entry(by=by, entry=draft.entries.filter(area=ENTRY["area"]).first(), later=True)


@pytest.mark.parametrize("edit", [write, add_entry, change_entry, take_out_entry, move_entry])
def test_whoever_began_a_draft_or_changed_it_last_cannot_publish_it(
    cast: Cast, scene, published: LocalOffer, edit: Callable[[LocalOffer, User], None]
) -> None:
    """Seen to fail: without `_edited` in each of the five actions."""
    draft = actions.begin_draft(by=cast.vera, today=TODAY)
    write(draft, cast.vera)
    add_entry(draft, cast.vera)
    add_entry(draft, cast.vera)
    edit(draft, cast.pip)
    draft.refresh_from_db()
    with pytest.raises(Refused, match="You changed this draft last"):
        actions.publish(by=cast.pip, offer=draft, today=TODAY)
    with pytest.raises(Refused, match="You began this draft"):
        actions.publish(by=cast.vera, offer=draft, today=TODAY)
    assert may_decide(draft, Permission.EDIT_OFFER, TODAY) == []
    with scene():
        third = UserFactory.create(name="Third", role=Role.PARTICIPATION_OFFICER.value).on(TODAY)
    assert may_decide(draft, Permission.EDIT_OFFER, TODAY) == [third]
    actions.publish(by=third, offer=draft, today=TODAY)
    assert LocalOffer.objects.in_force(TODAY) == draft


@pytest.mark.parametrize("who", ["pip", "vera"])
def test_postgres_itself_refuses_whoever_wrote_it(cast: Cast, scene, published: LocalOffer, who: str) -> None:
    draft = actions.begin_draft(by=cast.vera, today=TODAY)
    write(draft, cast.pip)
    with scene(), pytest.raises(InternalError, match="cannot publish it"), transaction.atomic():
        LocalOffer.objects.filter(pk=draft.pk).update(
            state="published", published_on=TODAY, approved_by=getattr(cast, who)
        )


@pytest.mark.usefixtures("_on_the_day")
def test_nobody_publishes_what_was_changed_after_they_read_it(cast: Cast, published: LocalOffer, sign_in) -> None:
    """Seen to fail: without the revision in the button's form."""
    draft = actions.begin_draft(by=cast.pip, today=TODAY)
    write(draft, cast.pip)
    client = sign_in(cast.vera)
    seen = re.search(r'name="revision" value="(\d+)"', client.get(reverse("offers:publish")).content.decode())
    assert seen
    change_entry(draft, cast.pip)
    page = client.post(reverse("offers:publish"), {"revision": seen[1]}, follow=True).content.decode()
    assert "Somebody else changed this since you opened the page" in page
    assert LocalOffer.objects.get(pk=draft.pk).is_draft


def test_what_is_different_is_shown_part_by_part(cast: Cast, published: LocalOffer) -> None:
    draft = actions.begin_draft(by=cast.pip, today=TODAY)
    assert offer_changes(published, draft) == []
    nurse = draft.entries.get()
    kept = {name: getattr(nurse, name) for name in ("area", "basis", "title")}
    actions.save_entry(
        by=cast.pip, offer=draft, entry=nurse, details=kept | {"text": "Two nurses.", "amount": 50}, today=TODAY
    )
    add_entry(draft, cast.pip)
    add_entry(draft, cast.pip)  # of the same title
    actions.change_draft(by=cast.pip, offer=draft, details={"introduction": "Hello."})
    draft.refresh_from_db()
    said = [(change.kind, change.title, change.parts) for change in offer_changes(published, draft)]
    new = (
        PartChange("Text", "", "Free buses."),
        PartChange("Who gives it", "", "We choose to give it"),
        PartChange("For whom", "", "every care leaver"),
        PartChange("Ages", "", "all"),
    )
    assert said == [
        ("Changed", "The beginning", (PartChange("Introduction", "", "Hello."),)),
        (
            "Changed",
            "A nurse",
            (PartChange("Text", "Somebody to ask.", "Two nurses."), PartChange("Amount", "", "£50")),
        ),
        ("New", "Of Pip", new),
        ("New", "Of Pip", new),
    ]
    actions.remove_entry(by=cast.pip, entry=nurse)
    gone = offer_changes(published, draft)[-1]
    assert (gone.kind, gone.title, gone.parts) == (
        "No longer in it",
        "A nurse",
        (PartChange("Text", "Somebody to ask.", ""),),
    )


def test_the_line_ends_of_a_browser_are_no_difference(cast: Cast, published: LocalOffer) -> None:
    """Seen to fail: with the texts compared as they are."""
    draft = actions.begin_draft(by=cast.pip, today=TODAY)
    published.introduction, draft.introduction = "One.\n\nTwo.", "One.\r\n\r\nTwo."
    assert offer_changes(published, draft) == []
