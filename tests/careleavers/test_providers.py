"""The register of those who give young people a home, and the visits to them."""

from __future__ import annotations

import pytest
from django.urls import reverse

from careleavers.models import AuditEvent, Home, Provider, ProviderVisit
from tests.cast import Cast, days_ago
from tests.factories import HomeFactory, ProviderFactory, ProviderVisitFactory

pytestmark = pytest.mark.usefixtures("_on_the_day")

HARBOUR = {"name": "Harbour House", "kind": "supported", "standards": "Nine hours of support a week."}
VISIT = {"visited_on": "2026-11-20", "who": "Pat, and two young people", "standards_met": "yes"}


def test_homes_that_name_it_are_taken_in_and_carry_its_new_name(cast: Cast, sign_in, scene) -> None:
    with scene():
        HomeFactory.create(person=cast.amira, provider="harbour house")
        HomeFactory.create(person=cast.ben, provider="Harbour Housing")
    client = sign_in(cast.pat)
    client.post(reverse("provider_add"), HARBOUR)
    provider = Provider.objects.get()
    assert [home.provider for home in provider.homes.all()] == ["Harbour House"]
    client.post(reverse("provider_edit", args=[provider.pk]), HARBOUR | {"revision": 1, "name": "Harbour Lodge"})
    assert Home.objects.get(registered_provider=provider).provider == "Harbour Lodge"
    assert AuditEvent.objects.filter(name__startswith="provider_").count() == 2


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"name": "BRIDGE  Homes"}, "Another provider has this name"),
        ({"vacancies": "3"}, "Give the day on which they were counted"),
        ({"kind": "castle"}, "Choose one of the answers to “What kind of provider?”"),
        ({"used_until": "2026-11-24"}, "cannot be after 23 November 2026"),
    ],
)
def test_a_provider_that_does_not_fit_is_refused_beside_the_field(
    cast: Cast, sign_in, scene, sent: dict, sentence: str
) -> None:
    with scene():
        ProviderFactory.create(name="Bridge Homes")
    page = sign_in(cast.pat).post(reverse("provider_add"), HARBOUR | sent).content.decode()
    assert sentence in page
    assert "Nine hours of support" in page
    assert Provider.objects.count() == 1


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"standards_met": "no"}, "Say what comes of it"),
        ({"standards_met": "partly"}, "Say what comes of it"),
        ({"next_visit_by": "2026-11-20"}, "Give a day after this visit"),
        ({"who": ""}, "Fill in “Who went?”"),
    ],
)
def test_a_visit_that_does_not_fit_is_refused(cast: Cast, sign_in, scene, sent: dict, sentence: str) -> None:
    with scene():
        provider = ProviderFactory.create()
    page = sign_in(cast.pat).post(reverse("provider_visit_add", args=[provider.pk]), VISIT | sent).content.decode()
    assert sentence in page
    assert not ProviderVisit.objects.exists()


def test_a_visit_says_what_was_found_and_young_people_and_is_taken_out_when_wrong(cast: Cast, sign_in, scene) -> None:
    with scene():
        provider = ProviderFactory.create()
    client, address = sign_in(cast.pat), reverse("provider_visit_add", args=[provider.pk])
    typed = VISIT | {
        "with_young_people": "on",
        "what_was_found": "Damp in flat 2.",
        "young_people_say": "Nobody rings.",
    }
    page = client.post(address, typed, follow=True).content.decode()
    assert "Damp in flat 2." in page
    assert "Nobody rings." in page
    page = sign_in(cast.ana).get(reverse("provider", args=[provider.pk])).content.decode()
    assert "Damp in flat 2." not in page
    visit = ProviderVisit.objects.get()
    client = sign_in(cast.pat)
    client.post(reverse("provider_visit_remove", args=[provider.pk, visit.pk]), {"revision": visit.revision})
    assert not ProviderVisit.objects.exists()


def test_the_page_counts_everybody_and_names_only_whom_the_reader_may_see(cast: Cast, sign_in, scene) -> None:
    with scene():
        provider = ProviderFactory.create(name="Harbour House")
        there = {"provider": provider.name, "registered_provider": provider}
        HomeFactory.create(person=cast.amira, **there, is_suitable=False)
        HomeFactory.create(person=cast.ben, **there)
        over = there | {"starts_on": days_ago(900), "ends_on": days_ago(800)}
        HomeFactory.create(person=cast.amira, **over, ended_as="lost", ended_because="Arrears")
        HomeFactory.create(person=cast.ben, **over, ended_as="kept")
    page = sign_in(cast.pat).get(reverse("provider", args=[provider.pk])).content.decode()
    assert "Amira Khan" in page
    assert "Ben Ward" not in page
    for words in ("1 of 2 count as suitable", "1 kept until they moved on, 1 lost", "1 young person more"):
        assert words in page


def test_a_visit_or_review_that_is_overdue_is_among_what_is_late(cast: Cast, sign_in, scene) -> None:
    with scene():
        late = ProviderFactory.create(name="Late House", review_on=days_ago(-30))
        ProviderVisitFactory.create(provider=late, next_visit_by=days_ago(1))
        ProviderVisitFactory.create(provider=late, visited_on=days_ago(400), next_visit_by=days_ago(300))
        ProviderVisitFactory.create(provider__name="In time House", next_visit_by=days_ago(0))
        ProviderVisitFactory.create(
            provider__name="Old House", provider__used_until=days_ago(2), next_visit_by=days_ago(1)
        )
        ProviderFactory.create(name="Review House", review_on=days_ago(3))
    page = sign_in(cast.mo).get(reverse("overdue_by_worker")).content.decode()
    assert "Late House" in page
    assert page.index("Review House") < page.index("Late House"), "the longest overdue first"
    assert "In time House" not in page
    assert "Old House" not in page
    names = sign_in(cast.pat).get(reverse("provider_list")).content.decode()
    assert names.index("In time House") < names.index("Review House") < names.index("Old House")
