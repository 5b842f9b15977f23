"""The timeline: everything once, newest first, filtered, and no notes for those who may not read them."""

import pytest
from django.urls import reverse

from careleavers.models import Allocation, Contact, Home
from tests.careleavers.contacts import TODAY, days, log
from tests.cast import Cast

pytestmark = pytest.mark.usefixtures("_on_the_day")


def test_the_timeline_shows_everything_once_newest_first(cast: Cast, scene, sign_in) -> None:
    with scene():
        for number in range(60):
            Contact.objects.create(
                person=cast.amira,
                worker=cast.pat,
                method="phone",
                result="spoke",
                happened_on=days(number // 4),
                note=f"note {number:02}",
            )
        Home.objects.create(person=cast.amira, kind="W", is_suitable=False, starts_on=days(5), provider="The Grand")
    client, seen, address = sign_in(cast.pat), [], reverse("timeline", args=[cast.amira.pk])
    page = client.get(address)
    while True:
        entries = page.context["page"].entries
        seen += entries
        if not page.context["page"].next_cursor:
            break
        page = client.get(address, {"after": page.context["page"].next_cursor})
    assert len(seen) == len({entry.id for entry in seen}) == 62
    assert [entry.on for entry in seen] == sorted((entry.on for entry in seen), reverse=True)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"words": "college"}, {"contact"}),
        ({"kind": "home"}, {"home"}),
        ({"kind": "worker"}, {"worker"}),
        ({"first_on": TODAY.isoformat()}, {"contact"}),
        ({"words": "nothing like it"}, set()),
        ({"after": "tampered"}, {"contact", "home", "worker"}),
    ],
)
def test_the_timeline_is_filtered(cast: Cast, scene, sign_in, query: dict, found: set) -> None:
    with scene():
        Home.objects.create(person=cast.amira, kind="W", is_suitable=False, starts_on=days(5))
    log(cast, note="Talked of college")
    page = sign_in(cast.pat).get(reverse("timeline", args=[cast.amira.pk]), query)
    assert {entry.kind for entry in page.context["page"].entries} == found


def test_an_analyst_reads_no_notes(cast: Cast, sign_in) -> None:
    log(cast, note="Between the two of us")
    client = sign_in(cast.ana)
    page = client.get(reverse("timeline", args=[cast.amira.pk])).content.decode()
    assert "Between the two of us" not in page
    found = client.get(reverse("timeline", args=[cast.amira.pk]), {"words": "between"})
    assert found.context["page"].entries == []
    contact = Contact.objects.get()
    assert client.get(reverse("contact", args=[cast.amira.pk, contact.pk])).status_code == 403


def test_what_is_no_longer_offered_is_shown_by_its_code(cast: Cast, sign_in, scene) -> None:
    with scene():
        contact = log(cast)
        Contact.objects.filter(pk=contact.pk).update(method="fax_machine", result="fax_sent")
        Allocation.objects.filter(person=cast.amira).update(role="key_worker")
    page = sign_in(cast.pat).get(reverse("timeline", args=[cast.amira.pk])).content.decode()
    assert "fax machine: fax sent" in page
    assert "key worker" in page
    assert sign_in(cast.pat).get(reverse("contact", args=[cast.amira.pk, contact.pk])).status_code == 200
