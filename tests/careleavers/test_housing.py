"""An application for a home of one's own from the first day to the move, and staying put."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from careleavers.actions.policies import set_policy
from careleavers.models import AuditEvent, FollowUp, HousingApplication, StayingPut, VacationHome
from careleavers.rules.accommodation import Stage, stage_on
from tests.cast import TODAY, Cast, days_ago
from tests.factories import HousingApplicationFactory, StayingPutFactory, VacationHomeFactory

pytestmark = pytest.mark.usefixtures("_on_the_day")

APPLIED = {"made_to": "Northfell register", "applied_on": "2026-08-03"}
TALKED = {"talked_on": "2026-03-01", "they_want": "yes", "carer_wants": "undecided"}
STEP = {"step_text": "Ring the register", "step_by": "2026-12-04"}


@pytest.mark.parametrize(
    ("days", "stage"),
    [
        ({Stage.APPLIED: days_ago(90)}, Stage.APPLIED),
        ({Stage.APPLIED: days_ago(90), Stage.BIDDING: days_ago(9)}, Stage.BIDDING),
        ({Stage.APPLIED: days_ago(90), Stage.OFFERED: days_ago(9), Stage.MOVED: days_ago(-1)}, Stage.OFFERED),
        ({Stage.APPLIED: days_ago(90), Stage.OFFERED: days_ago(9), Stage.MOVED: TODAY}, Stage.MOVED),
        ({Stage.APPLIED: days_ago(90), Stage.OFFERED: days_ago(9), Stage.CLOSED: TODAY}, Stage.CLOSED),
        ({Stage.APPLIED: days_ago(-3)}, Stage.APPLIED),
    ],
)
def test_how_far_an_application_is(days: dict[Stage, date | None], stage: Stage) -> None:
    assert stage_on(days, TODAY) == stage


def test_an_application_is_followed_to_the_move(cast: Cast, sign_in) -> None:
    client = sign_in(cast.pat)
    step = STEP | {"step_who": cast.pat.pk}
    client.post(reverse("housing_application_add", args=[cast.amira.pk]), APPLIED | step)
    assert "applied" in client.get(reverse("person", args=[cast.amira.pk])).content.decode()
    assert "Ring the register" in client.get(reverse("home")).content.decode()
    row, promised = HousingApplication.objects.get(), FollowUp.objects.get()
    edit = reverse("housing_application_edit", args=[cast.amira.pk, row.pk])
    seen = {"revision": row.revision, "seen": f"{promised.pk} {promised.revision}"}
    bidding = {"priority": "Band A", "priority_on": "2026-09-01", "bidding_on": "2026-10-05"}
    client.post(edit, APPLIED | bidding | step | seen)
    for name, words in (("housing", "Bidding"), ("visit_brief", "bidding")):
        assert words in client.get(reverse(name, args=[cast.amira.pk])).content.decode()
    row.refresh_from_db()
    client.post(edit, APPLIED | bidding | {"moved_on": "2026-11-20", "revision": row.revision, "seen": seen["seen"]})
    page = client.get(reverse("timeline", args=[cast.amira.pk])).content.decode()
    assert "A home of their own: moved in" in page
    assert not FollowUp.objects.exists()


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"bidding_on": "2026-08-02"}, "That is before the application"),
        ({"closed_on": "2026-11-02"}, "Say why, such as staying put"),
        ({"closed_on": "2026-11-02", "closed_because": "x", "moved_on": "2026-11-02"}, "empty one of the two days"),
        ({"priority": "Band A"}, "Give the day on which it was decided"),
        ({"applied_on": "2026-11-24"}, "cannot be after 23 November 2026"),
        ({"applied_on": "1999-01-01", "applied_on_sure": "1999-01-01"}, "before Amira was born"),
    ],
)
def test_an_application_that_does_not_fit_is_refused(cast: Cast, sign_in, scene, sent: dict, sentence: str) -> None:
    with scene():
        row = HousingApplicationFactory.create(person=cast.amira)
    typed = APPLIED | {"reference": "N 12", "revision": 1} | sent
    edit = reverse("housing_application_edit", args=[cast.amira.pk, row.pk])
    page = sign_in(cast.pat).post(edit, typed).content.decode()
    assert sentence in page
    assert "N 12" in page
    row.refresh_from_db()
    assert (row.revision, row.reference) == (1, "")


def test_staying_put_is_one_row_from_the_talk_to_the_agreement(cast: Cast, sign_in) -> None:
    client, add = sign_in(cast.pat), reverse("staying_put_add", args=[cast.amira.pk])
    assert "Give the day on which you talked" in client.post(add, {}).content.decode()
    client.post(add, TALKED)
    page = client.get(reverse("housing", args=[cast.amira.pk])).content.decode()
    assert "the carer: not decided" in page
    again = client.post(add, TALKED | {"carer": "Ann Reed"}).content.decode()
    assert "Ann Reed" in again, "somebody else wrote it down meanwhile, and nothing typed is lost"
    row = StayingPut.objects.get()
    edit, agreed = reverse("staying_put_edit", args=[cast.amira.pk, row.pk]), {"agreement_on": "2026-04-01"}
    assert "Say with whom they live" in client.post(edit, TALKED | agreed | {"revision": 1}).content.decode()
    client.post(edit, TALKED | agreed | {"carer": "Ann Reed", "revision": 1})
    assert "living together agreement" in client.get(reverse("timeline", args=[cast.amira.pk])).content.decode()
    ended = TALKED | {"ended_on": "2026-11-02", "revision": row.revision + 1}
    assert "Say why it ended" in client.post(edit, ended).content.decode()


def test_a_mistake_is_taken_out_with_what_was_next(cast: Cast, sign_in, scene) -> None:
    with scene():
        row, talk = HousingApplicationFactory.create(person=cast.amira), StayingPutFactory.create(person=cast.amira)
    client = sign_in(cast.pat)
    address = reverse("housing_application_remove", args=[cast.amira.pk, row.pk])
    client.post(address, {"revision": row.revision + 1})
    assert HousingApplication.objects.exists(), "somebody changed it since the page was opened"
    client.post(address, {"revision": row.revision})
    client.post(reverse("staying_put_remove", args=[cast.amira.pk, talk.pk]), {"revision": talk.revision})
    names = {"housing_application_removed", "staying_put_removed"}
    assert set(AuditEvent.objects.values_list("name", flat=True)) >= names
    assert not HousingApplication.objects.exists()
    assert not StayingPut.objects.exists()


def test_nothing_leads_to_a_page_that_is_not_used(cast: Cast, sign_in, scene) -> None:
    with scene():
        HousingApplicationFactory.create(person=cast.amira)
    set_policy(by=None, key="page_housing", value="no", from_on=TODAY)
    client, address = sign_in(cast.pat), reverse("housing", args=[cast.amira.pk])
    assert address not in client.get(reverse("person", args=[cast.amira.pk])).content.decode()
    assert "Northfell Homes register" not in client.get(reverse("visit_brief", args=[cast.amira.pk])).content.decode()
    assert "Northfell Homes register" in client.get(address).content.decode()
    assert client.post(reverse("housing_application_add", args=[cast.amira.pk]), APPLIED).status_code == 409


CHRISTMAS = {"vacation": "Christmas 2026", "starts_on": "2026-12-12", "ends_on": "2027-01-10"}


def test_a_vacation_is_followed_until_there_is_somewhere_to_live(cast: Cast, sign_in) -> None:
    client, person = sign_in(cast.pat), reverse("person", args=[cast.amira.pk])
    housing = reverse("housing", args=[cast.amira.pk])
    assert "whenever the term-time home is closed" in client.get(housing).content.decode()
    client.post(reverse("vacation_add", args=[cast.amira.pk]), CHRISTMAS | STEP | {"step_who": cast.pat.pk})
    assert "1 vacation to arrange" in client.get(person).content.decode()
    page = client.get(housing).content.decode()
    assert "Not arranged yet" in page
    assert "Ring the register" in page
    row, step = VacationHome.objects.get(), FollowUp.objects.get()
    found = CHRISTMAS | {"arranged": "money", "where": "£120 a week, to the hostel"}
    seen = {"revision": row.revision, "seen": f"{step.pk} {step.revision}"}
    client.post(reverse("vacation_edit", args=[cast.amira.pk, row.pk]), found | seen)
    assert "Money for one, from us: £120 a week" in client.get(housing).content.decode()
    assert "to arrange" not in client.get(person).content.decode()
    assert not FollowUp.objects.exists()


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"ends_on": "2026-12-12"}, "Give a day after it closes"),
        ({"arranged": "home"}, "Say where it is"),
        ({"arranged": "money"}, "Say how much is paid"),
        ({"starts_on": "2026-11-30", "ends_on": "2026-12-19"}, "Another vacation is written down for some of these"),
    ],
)
def test_a_vacation_that_does_not_fit_is_refused(cast: Cast, sign_in, scene, sent: dict, sentence: str) -> None:
    with scene():
        VacationHomeFactory.create(person=cast.amira)  # from 18 December
        VacationHomeFactory.create(person=cast.ben, starts_on=date(2026, 12, 1), ends_on=date(2026, 12, 20))
    typed = CHRISTMAS | {"ends_on": "2026-12-18", "vacation": "The first week"} | sent
    page = sign_in(cast.pat).post(reverse("vacation_add", args=[cast.amira.pk]), typed).content.decode()
    assert sentence in page
    assert "The first week" in page
    assert VacationHome.objects.filter(person=cast.amira).count() == 1
