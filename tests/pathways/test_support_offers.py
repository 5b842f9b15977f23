"""Support offered by word of mouth (Children Act 1989 s23CZB): it closes the duty, is on the record, and is heard."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from careleavers.actions.base import Refused
from careleavers.actions.revisions import CHANGED_MEANWHILE
from careleavers.models import AuditEvent, StatusFact, StatusPeriod, TouchStatus, YoungPerson
from careleavers.models.base import on_day
from offers.actions import support_offers as actions
from offers.models import SupportOffer
from pathways.actions.reconcile import reconcile_alerts
from tests.cast import TODAY, Cast
from tests.factories import CareEpisodeFactory, LetterFactory, RecordOpeningFactory, SupportOfferFactory
from tests.pathways.watched import due, planned, status

pytestmark = pytest.mark.usefixtures("_on_the_day")
SENT = {"how": "phone", "answer": "not_now"}
FIRST, YEARLY = "Offer of support at 21", "Yearly offer of support"


@pytest.fixture
def noor(cast: Cast, make_person, scene) -> YoungPerson:
    """21 on 2 November 2025 and no history of offers: owed one since."""
    person: YoungPerson = make_person(date(2004, 11, 2))
    with scene():
        status(person, "former_relevant_child", date(2022, 11, 2), date(2025, 11, 2), "18-20")
        status(person, "former_relevant_child", date(2025, 11, 2), date(2029, 11, 2), "21-24")
        planned(cast, person, date(2025, 6, 1))
    return person


def offer(cast: Cast, person: YoungPerson, on: date, answer: str = "not_now") -> SupportOffer:
    return actions.record_support_offer(
        by=cast.pat, person=person, offered_on=on, how="phone", answer=answer, today=TODAY
    )


@pytest.mark.parametrize(
    ("offered", "owed"),
    [
        pytest.param([], (FIRST, date(2025, 11, 30)), id="s23CZB nobody has offered yet"),
        pytest.param([date(2025, 11, 2)], (YEARLY, date(2026, 11, 2)), id="s23CZB on the birthday"),
        pytest.param([date(2026, 1, 15)], (YEARLY, date(2027, 1, 15)), id="s23CZB made before this was used"),
        pytest.param(
            [date(2026, 1, 15), date(2026, 11, 20)], (YEARLY, date(2027, 11, 20)), id="s23CZB each offer starts a year"
        ),
        pytest.param(
            [date(2026, 11, 20), date(2026, 1, 15)], (YEARLY, date(2027, 11, 20)), id="s23CZB written down out of order"
        ),
    ],
)
def test_an_offer_by_word_of_mouth_closes_the_duty(cast: Cast, noor: YoungPerson, offered: list, owed: tuple) -> None:
    for day in offered:
        offer(cast, noor, day)
    assert due(noor) & {(FIRST, date(2025, 11, 30)), owed} == {owed}


def test_it_is_followed_at_once_and_again_when_it_is_removed(cast: Cast, noor: YoungPerson) -> None:
    reconcile_alerts(today=TODAY)
    alert = noor.alerts.get(text=FIRST)
    made = offer(cast, noor, TODAY)
    alert.refresh_from_db()
    assert alert.closed_on == TODAY
    actions.remove_support_offer(by=cast.pat, offer=made, revision=made.revision, today=TODAY)
    assert noor.alerts.filter(text=FIRST, closed_on=None).exists()


def test_letters_and_words_count_alike(cast: Cast, noor: YoungPerson, scene) -> None:
    offer(cast, noor, date(2025, 11, 20))
    with scene():
        LetterFactory.create(
            person=noor, occasion="22", occurrence_on=date(2026, 11, 2), status="posted", posted_on=date(2026, 10, 26)
        )
    assert (YEARLY, date(2027, 11, 2)) in due(noor)


@pytest.mark.parametrize("answer", ["not_now", "no_answer", "wants"])
def test_who_wants_support_has_it_from_that_day(cast: Cast, noor: YoungPerson, scene, answer: str) -> None:
    """Seen to fail: the wish was written down and nothing followed from it."""
    with scene():
        CareEpisodeFactory.create(person=noor, starts_on=date(2017, 1, 1), ends_on=date(2022, 11, 2))
    offer(cast, noor, date(2026, 11, 10), answer)
    wanted = StatusFact.objects.filter(person=noor, kind="support_wanted").values_list("starts_on", "ends_on")
    assert list(wanted) == ([(date(2026, 11, 10), None)] if answer == "wants" else [])
    if answer == "wants":
        now = StatusPeriod.objects.filter(on_day(TODAY), person=noor)
        assert list(now.values_list("band", flat=True)) == ["21-24 opted in"]
        assert YEARLY not in {text for text, _ in due(noor)}
        assert "Needs assessment for support after 21" in {text for text, _ in due(noor)}, (
            "Today says what follows from it"
        )
        offer(cast, noor, date(2026, 11, 12), "wants")  # said again: they have it already
        assert StatusFact.objects.filter(person=noor).count() == 1


def test_nobody_wants_support_and_no_more_of_it_on_one_day(cast: Cast, noor: YoungPerson, sign_in) -> None:
    """Seen to fail: both were recorded, and the return said one and the plan the other."""
    client, args = sign_in(cast.pat), [noor.pk]
    offers, touch = reverse("offers:support_offers", args=args), reverse("pathways:touch_status_add", args=args)
    enough = {"kind": "NREQ", "reason": "Settled.", "starts_on": "2026-11-20"}
    client.post(touch, enough)
    no_more = TouchStatus.objects.get()
    said = {"how": "phone", "answer": "wants", "offered_on": "2026-11-21", "own_words": "I want somebody to talk to."}
    page = client.post(offers, said).content.decode()
    assert "“Wants no more from the service” is recorded from 20 November 2026." in page
    assert "I want somebody to talk to.</textarea>" in page
    assert not SupportOffer.objects.exists()
    assert client.post(offers, said | {"offered_on": "2026-11-19"}).status_code == 200, "the days that follow count too"
    edit = reverse("pathways:touch_status_edit", args=[noor.pk, no_more.pk])
    client.post(edit, enough | {"ends_on": "2026-11-21", "revision": no_more.revision})
    assert client.post(offers, said).status_code == 302
    page = client.post(touch, enough | {"starts_on": "2026-11-22"}).content.decode()
    assert "They asked for support from 21 November 2026." in page
    no_more.refresh_from_db()
    page = client.post(edit, enough | {"ends_on": "", "revision": no_more.revision}).content.decode()
    assert "They asked for support from 21 November 2026." in page
    client.post(touch, enough | {"kind": "REFU", "starts_on": "2026-11-22"})
    assert TouchStatus.objects.count() == 2, "who refuses contact may still have support"


@pytest.mark.parametrize(
    ("on", "sentence"),
    [
        (date(2025, 11, 1), "They turned 21 on 2 November 2025"),
        (date(2026, 11, 24), "once it is made"),
        (date(2026, 3, 2), "is recorded already"),
    ],
)
def test_days_that_cannot_be(cast: Cast, noor: YoungPerson, on: date, sentence: str) -> None:
    offer(cast, noor, date(2026, 3, 2))
    with pytest.raises(Refused, match=sentence):
        offer(cast, noor, on)


def test_nothing_is_offered_after_a_death(cast: Cast, noor: YoungPerson, scene) -> None:
    noor.died_on = date(2026, 5, 1)
    with scene():
        RecordOpeningFactory.create(person=noor)
    with pytest.raises(Refused, match="Noor died on 1 May 2026: give that day or an earlier one"):
        offer(cast, noor, date(2026, 5, 2))
    assert offer(cast, noor, date(2026, 5, 1))


def test_recorded_read_and_removed_through_the_pages(cast: Cast, noor: YoungPerson, sign_in) -> None:
    client, page = sign_in(cast.pat), reverse("offers:support_offers", args=[noor.pk])
    assert "no offer since 21 is recorded" in client.get(reverse("person", args=[noor.pk])).content.decode()
    wrong = client.post(page, SENT | {"offered_on": "2025-10-01"}).content.decode()
    assert "They turned 21 on 2 November 2025: an offer counts from that day." in wrong
    words = {"offered": "Help with work", "own_words": "Ask me in spring. شكرا", "said_by": "her aunt"}
    said = client.post(page, SENT | words | {"offered_on": "2026-02-03"}, follow=True).content.decode()
    assert "The offer is recorded." in said
    shown = client.get(reverse("person", args=[noor.pk])).content.decode()
    assert "3 February 2026" in shown
    assert "said by her aunt" in shown
    assert "Ask me in spring." in shown
    listed = client.get(page).content.decode()
    assert all(words in listed for words in ("Not now", "Help with work", "“Ask me in spring. شكرا”"))
    timeline = client.get(reverse("timeline", args=[noor.pk])).content.decode()
    assert "Support was offered" in timeline
    assert "Not now: “Ask me in spring." in timeline
    of_an_analyst = sign_in(cast.ana).get(reverse("person", args=[noor.pk])).content.decode()
    assert "Ask me in spring." not in of_an_analyst
    client = sign_in(cast.pat)
    made = SupportOffer.objects.get()
    remove = reverse("offers:support_offer_remove", args=[noor.pk, made.pk])
    stale = client.post(remove, {"revision": made.revision + 1}, follow=True).content.decode()
    assert CHANGED_MEANWHILE in stale
    client.post(remove, {"revision": made.revision})
    assert not SupportOffer.objects.exists()
    assert AuditEvent.objects.filter(name="support_offer_removed", person_id=noor.pk).exists()


def test_today_leads_to_where_it_is_recorded(cast: Cast, noor: YoungPerson, sign_in) -> None:
    reconcile_alerts(today=TODAY)
    assert reverse("offers:support_offers", args=[noor.pk]) in sign_in(cast.pat).get("/").content.decode()


def test_an_offer_is_about_one_person(cast: Cast, noor: YoungPerson, scene, sign_in) -> None:
    with scene():
        made = SupportOfferFactory.create(person=cast.ben)
    remove = reverse("offers:support_offer_remove", args=[noor.pk, made.pk])
    assert sign_in(cast.pat).post(remove, {"revision": 1}).status_code == 404
