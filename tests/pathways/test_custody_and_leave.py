"""Custody up to the release, leave to remain that runs out, and the notification of a death: asked for in time."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.urls import reverse

from careleavers.actions.homes import move_home
from careleavers.actions.people import correct_death, record_death
from careleavers.models import Alert, AlertRecipient, ImmigrationStatus
from pathways.actions.reconcile import reconcile_people
from tests.cast import TODAY, Cast
from tests.factories import (
    CareEpisodeFactory,
    ContactFactory,
    HomeFactory,
    ImmigrationStatusFactory,
    PlanReviewFactory,
    PlanVersionFactory,
    StatusPeriodFactory,
)

pytestmark = pytest.mark.usefixtures("_on_the_day")

OF_RELEASE = ("custody_release_home", "custody_release_review", "custody_release_facts")
OF_LEAVE = ("leave_advice", "leave_application")
OLD = date(2025, 5, 1)


@pytest.fixture
def _former_relevant(cast: Cast, scene) -> None:
    with scene():
        StatusPeriodFactory.create(
            person=cast.amira, status="former_relevant_child", band="18-20", starts_on=OLD, ends_on=date(2028, 5, 1)
        )
        ContactFactory.create(person=cast.amira, happened_on=date(2026, 11, 20))


def due(cast: Cast, codes: tuple[str, ...], today: date = TODAY) -> dict[str, date | None]:
    reconcile_people(ids=[cast.amira.pk], today=today)
    found = Alert.objects.filter(person=cast.amira, closed_on=None, code__in=codes)
    return dict(found.values_list("code", "due_on"))


@pytest.mark.usefixtures("_former_relevant")
@pytest.mark.parametrize(
    ("facts", "today", "expected"),
    [
        ({}, TODAY, {}),
        (
            {"release_on": date(2027, 3, 1)},
            TODAY,
            {"custody_release_home": date(2026, 12, 1)},
        ),
        ({"release_on": date(2027, 3, 1), "release_home": "Harbour House"}, TODAY, {}),
        (
            {"release_on": date(2027, 1, 4), "release_home": "Harbour House"},
            date(2026, 12, 21),
            {"custody_release_review": date(2026, 12, 4), "custody_release_facts": date(2026, 12, 21)},
        ),
        (
            {"release_on": date(2027, 1, 4), "release_home": "Her aunt", "release_settled_on": date(2026, 12, 18)},
            date(2026, 12, 21),
            {"custody_release_review": date(2026, 12, 4)},
        ),
    ],
    ids=[
        "no-day-yet",
        "local-90-days-before-without-a-home",
        "a-home-is-settled",
        "Vol-3-6.41-a-month-and-6.44-14-days-before",
        "Vol-3-6.44-settled",
    ],
)
def test_a_release_is_prepared(cast: Cast, scene, facts: dict, today: date, expected: dict) -> None:
    with scene():
        HomeFactory.create(person=cast.amira, kind="X", is_suitable=False, starts_on=date(2026, 6, 1), **facts)
    assert due(cast, OF_RELEASE, today) == expected


@pytest.mark.usefixtures("_former_relevant")
def test_a_review_held_in_custody_prepares_the_release_vol_3_6_41(cast: Cast, scene) -> None:
    with scene():
        PlanVersionFactory.create(
            person=cast.amira, written_by=cast.pat, authorised=True, authorised_by=cast.mo, authorised_on=OLD
        )
        HomeFactory.create(
            person=cast.amira,
            kind="X",
            is_suitable=False,
            starts_on=date(2026, 6, 1),
            release_on=date(2027, 1, 4),
            release_home="Harbour House",
        )
    assert "custody_release_review" in due(cast, OF_RELEASE)
    with scene():
        PlanReviewFactory.create(person=cast.amira, held_on=date(2026, 11, 20))
    assert "custody_release_review" not in due(cast, OF_RELEASE)


@pytest.mark.usefixtures("_former_relevant")
@pytest.mark.parametrize(
    ("in_custody", "held_on", "is_due"),
    [
        ([date(2024, 6, 1)], date(2025, 5, 20), True),
        ([date(2024, 6, 1)], date(2026, 7, 3), True),
        ([date(2024, 6, 1)], date(2026, 7, 4), False),
        ([date(2024, 6, 1), date(2026, 11, 10)], date(2026, 10, 1), False),
        ([date(2026, 11, 10)], date(2026, 10, 1), True),
    ],
    ids=["years-before", "six-months-and-a-day", "six-months", "in-another-prison", "before-they-went-in"],
)
def test_which_review_is_about_the_release_vol_3_6_41(cast: Cast, scene, in_custody, held_on, is_due) -> None:
    """Seen to fail when any review since they went in counted, and none of a prison before the last."""
    with scene():
        PlanVersionFactory.create(
            person=cast.amira, written_by=cast.pat, authorised=True, authorised_by=cast.mo, authorised_on=OLD
        )
        PlanReviewFactory.create(person=cast.amira, held_on=held_on)
        HomeFactory.create(person=cast.amira, kind="U", starts_on=date(2024, 1, 1), ends_on=in_custody[0])
        for begins, ends in zip(in_custody, [*in_custody[1:], None], strict=True):
            release = {} if ends else {"release_on": date(2027, 1, 4), "release_home": "Harbour House"}
            HomeFactory.create(
                person=cast.amira, kind="X", is_suitable=False, starts_on=begins, ends_on=ends, **release
            )
    assert ("custody_release_review" in due(cast, OF_RELEASE)) is is_due


@pytest.mark.usefixtures("_former_relevant")
@pytest.mark.parametrize(("moved_to", "release_on"), [("X", date(2027, 1, 4)), ("U", None)])
def test_what_is_known_of_the_release_goes_along_to_another_prison(cast, scene, moved_to, release_on) -> None:
    """Seen to fail: after a transfer nobody was asked to prepare the release any more."""
    with scene():
        HomeFactory.create(
            person=cast.amira,
            kind="X",
            is_suitable=False,
            starts_on=date(2026, 6, 1),
            prison_number="A1234BC",
            release_on=date(2027, 1, 4),
            release_home="Her aunt",
            release_settled_on=date(2026, 11, 2),
        )
    before = due(cast, OF_RELEASE)
    move_home(by=cast.pat, person=cast.amira, today=TODAY, starts_on=TODAY, kind=moved_to, is_suitable=False)
    home = cast.amira.homes.get(ends_on=None)
    assert (home.release_on, home.prison_number) == (release_on, "A1234BC" if release_on else "")
    assert due(cast, OF_RELEASE) == (before if release_on else {})


@pytest.mark.usefixtures("_former_relevant")
def test_what_was_settled_for_another_day_is_asked_about(cast: Cast, scene, sign_in) -> None:
    """Seen to fail: a release that was put off by months stayed settled, and nobody was asked."""
    with scene():
        home = HomeFactory.create(
            person=cast.amira,
            kind="X",
            is_suitable=False,
            starts_on=date(2026, 6, 1),
            release_on=date(2026, 12, 4),
            release_home="Her aunt",
            release_settled_on=date(2026, 11, 20),
        )
    client, address = sign_in(cast.pat), reverse("home_custody", args=[cast.amira.pk, home.pk])
    same = {"release_on": "2026-12-04", "release_home": "Her aunt", "release_settled_on": "2026-11-20", "revision": 1}
    assert client.post(address, same | {"release_home": "Her uncle"}).status_code == 302
    later = same | {"release_on": "2026-12-07", "revision": 2}
    page = client.post(address, later).content.decode()
    assert "They come out on another day now: is it settled for that day too?" in page
    home.refresh_from_db()
    assert home.release_on == date(2026, 12, 4), "nothing is saved before it is said"
    [sure] = re.findall(r'name="release_settled_on_sure" value="([^"]*)"', page)
    assert client.post(address, later | {"release_settled_on_sure": sure}).status_code == 302
    home.refresh_from_db()
    assert "custody_release_facts" not in due(cast, OF_RELEASE)
    emptied = later | {"release_on": "2026-12-14", "release_settled_on": "", "revision": home.revision}
    assert client.post(address, emptied).status_code == 302
    assert due(cast, OF_RELEASE)["custody_release_facts"] == date(2026, 11, 30)


@pytest.mark.usefixtures("_former_relevant")
def test_who_came_out_needs_no_preparation(cast: Cast, scene) -> None:
    with scene():
        HomeFactory.create(
            person=cast.amira,
            kind="X",
            is_suitable=False,
            starts_on=date(2026, 6, 1),
            ends_on=date(2026, 11, 1),
            release_on=date(2026, 12, 1),
        )
    assert due(cast, OF_RELEASE) == {}


def test_the_release_is_written_beside_the_home(cast: Cast, sign_in, scene) -> None:
    with scene():
        home = HomeFactory.create(person=cast.amira, kind="X", is_suitable=False, starts_on=date(2026, 6, 1))
        former = HomeFactory.create(
            person=cast.amira, kind="U", starts_on=date(2025, 6, 1), ends_on=date(2026, 6, 1), is_suitable=True
        )
    client = sign_in(cast.pat)
    address = reverse("home_custody", args=[cast.amira.pk, home.pk])
    page = client.post(address, {"release_on": "2026-05-31", "prison_number": "A1234BC", "revision": 1})
    assert "They went in on 1 June 2026" in page.content.decode()
    assert "A1234BC" in page.content.decode()
    client.post(address, {"release_on": "2027-03-01", "prison_number": "A1234BC", "revision": 1})
    listed = client.get(reverse("home_list", args=[cast.amira.pk])).content.decode()
    assert "to be released 1 March 2027" in listed
    assert "No home for the release" in listed
    assert "A1234BC" in listed
    assert "A1234BC" not in sign_in(cast.ana).get(reverse("home_list", args=[cast.amira.pk])).content.decode()
    client = sign_in(cast.pat)
    assert client.get(reverse("home_custody", args=[cast.amira.pk, former.pk])).status_code == 409


@pytest.mark.usefixtures("_former_relevant")
@pytest.mark.parametrize(
    ("facts", "today", "expected"),
    [
        ({"expires_on": date(2027, 6, 23)}, date(2026, 11, 24), {}),
        ({"expires_on": date(2027, 6, 23)}, date(2026, 11, 25), {"leave_advice": date(2026, 12, 23)}),
        (
            {"expires_on": date(2027, 6, 23)},
            date(2027, 2, 23),
            {"leave_advice": date(2026, 12, 23), "leave_application": date(2027, 3, 23)},
        ),
        (
            {"expires_on": date(2027, 6, 23), "advised_on": date(2026, 12, 1)},
            date(2027, 2, 23),
            {"leave_application": date(2027, 3, 23)},
        ),
        ({"expires_on": date(2027, 6, 23), "applied_on": date(2027, 2, 1)}, date(2027, 2, 23), {}),
        ({"expires_on": None, "kind": "settled"}, date(2027, 2, 23), {}),
    ],
    ids=[
        "29-days-before-the-six-months",
        "six-months-announced-28-days-ahead",
        "three-months-too",
        "advised",
        "applied",
        "leave-for-good",
    ],
)
def test_leave_that_runs_out_is_asked_about_six_and_three_months_before_vol_3_6_24(
    cast: Cast, scene, facts: dict, today: date, expected: dict
) -> None:
    with scene():
        ImmigrationStatusFactory.create(person=cast.amira, since=date(2024, 6, 23), **facts)
    assert due(cast, OF_LEAVE, today) == expected


LEAVE = {"kind": "limited", "since": "2026-01-10", "expires_on": "2027-01-10"}


@pytest.mark.usefixtures("_former_relevant")
def test_a_newer_status_ends_the_reminder_at_once(cast: Cast, sign_in) -> None:
    client, args = sign_in(cast.pat), [cast.amira.pk]
    client.post(reverse("immigration_add", args=args), LEAVE)
    assert due(cast, OF_LEAVE) == {"leave_advice": date(2026, 7, 10), "leave_application": date(2026, 10, 10)}
    assert "leave until 10 January 2027" in client.get(reverse("person", args=args)).content.decode()
    client.post(reverse("immigration_add", args=args), {"kind": "settled", "since": "2026-11-20"})
    assert not Alert.objects.filter(closed_on=None, code__in=OF_LEAVE).exists()
    assert [each.kind for each in ImmigrationStatus.objects.all()] == ["settled", "limited"]


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"expires_on": ""}, "Give the last day of the leave"),
        ({"expires_on": "2026-01-09"}, "That is before it began"),
        ({"since": "2026-11-24"}, "cannot be after"),
        ({"since": "2025-10-19"}, "is written down for that day already"),
    ],
)
def test_what_does_not_fit_is_said_beside_the_field(cast: Cast, sign_in, scene, sent: dict, sentence: str) -> None:
    with scene():
        ImmigrationStatusFactory.create(person=cast.amira, since=date(2025, 10, 19))
    typed = LEAVE | {"solicitor": "Reed and Shah"} | sent
    page = sign_in(cast.pat).post(reverse("immigration_add", args=[cast.amira.pk]), typed).content.decode()
    assert sentence in page
    assert "Reed and Shah" in page
    assert ImmigrationStatus.objects.count() == 1


def test_two_who_correct_it_lose_nothing_and_a_mistake_is_taken_out(cast: Cast, sign_in, scene) -> None:
    with scene():
        row = ImmigrationStatusFactory.create(person=cast.amira, since=date(2026, 1, 10), expires_on=date(2027, 1, 10))
    address = reverse("immigration_edit", args=[cast.amira.pk, row.pk])
    sign_in(cast.mo).post(address, LEAVE | {"plans": "Mo: if refused, appeal.", "revision": 1})
    client = sign_in(cast.pat)
    page = client.post(address, LEAVE | {"plans": "Pat: a plan for each.", "revision": 1}).content.decode()
    assert "Mo: if refused, appeal." in page
    assert "Pat: a plan for each." in page
    row.refresh_from_db()
    client.post(reverse("immigration_remove", args=[cast.amira.pk, row.pk]), {"revision": row.revision})
    assert not ImmigrationStatus.objects.exists()


def test_the_page_is_led_to_for_those_whom_it_is_about(cast: Cast, sign_in, scene) -> None:
    client, person = sign_in(cast.pat), reverse("person", args=[cast.amira.pk])
    link = reverse("immigration", args=[cast.amira.pk])
    assert link not in client.get(person).content.decode()
    with scene():
        cast.amira.is_unaccompanied = True
        cast.amira.save()
    assert link in client.get(person).content.decode()


def asked_to_notify(cast: Cast) -> set[tuple[date | None, str]]:
    found = AlertRecipient.objects.filter(alert__code="death_notification", alert__closed_on=None, ended_on=None)
    return set(found.values_list("alert__due_on", "user__name"))


@pytest.fixture
def _in_care_until_18(cast: Cast, scene) -> None:
    """Amira, whose status is worked out again when her death is recorded."""
    with scene():
        CareEpisodeFactory.create(
            person=cast.amira,
            legal_status="C2",
            starts_on=date(2019, 5, 1),
            ends_on=date(2025, 5, 1),
            reason_ended="E5",
        )


@pytest.mark.usefixtures("_in_care_until_18")
def test_a_death_is_notified_within_five_working_days(cast: Cast, sign_in, scene) -> None:
    """Working Together 2023 ch 5: five working days from Monday 23 November, when we came to know. Worker and manager
    are told."""
    asked = {(date(2026, 11, 30), "Mo"), (date(2026, 11, 30), "Pat")}
    record_death(by=cast.pat, person=cast.amira, died_on=date(2026, 11, 20), today=TODAY)
    assert asked_to_notify(cast) == asked
    reconcile_people(ids=[cast.amira.pk], today=date(2026, 11, 24))
    assert asked_to_notify(cast) == asked, "the night leaves it"
    record_death(by=cast.mo, person=cast.amira, died_on=date(2026, 11, 19), today=date(2026, 11, 25))
    assert asked_to_notify(cast) == asked, "the days do not begin again when the day of death is put right"
    record_death(by=cast.mo, person=cast.amira, died_on=date(2026, 11, 20), today=date(2026, 11, 25))
    client = sign_in(cast.mo)
    assert "Notify the death" in client.get(reverse("home")).content.decode()
    address = reverse("death_notified", args=[cast.amira.pk])
    cast.amira.refresh_from_db()
    early = {"death_notified_on": "2026-11-19", "revision": cast.amira.revision}
    assert "Amira died on 20 November 2026" in client.post(address, early).content.decode()
    client.post(address, {"death_notified_on": "2026-11-23", "revision": cast.amira.revision})
    assert asked_to_notify(cast) == set()
    second = client.post(address, {"death_notified_on": "2026-11-21", "revision": cast.amira.revision})
    assert "Somebody else wrote “23 November 2026”" in second.content.decode()
    assert "notified on 23 November 2026" in client.get(reverse("details", args=[cast.amira.pk])).content.decode()
    cast.amira.refresh_from_db()
    record_death(by=cast.mo, person=cast.amira, died_on=date(2026, 11, 19), today=TODAY)
    assert asked_to_notify(cast) == set(), "and is not asked for again"


@pytest.mark.usefixtures("_in_care_until_18")
def test_a_death_recorded_by_mistake_is_not_to_be_notified(cast: Cast) -> None:
    record_death(by=cast.pat, person=cast.amira, died_on=TODAY, today=TODAY)
    correct_death(by=cast.mo, person=cast.amira, today=TODAY)
    assert asked_to_notify(cast) == set()


def test_the_death_of_somebody_of_25_or_who_is_no_care_leaver_is_not(cast: Cast, scene) -> None:
    record_death(by=cast.pat, person=cast.amira, died_on=TODAY, today=TODAY)
    with scene():
        cast.ben.date_of_birth = date(2001, 11, 20)
        cast.ben.save()
        CareEpisodeFactory.create(
            person=cast.ben,
            legal_status="C2",
            starts_on=date(2014, 5, 1),
            ends_on=date(2019, 11, 20),
            reason_ended="E5",
        )
    record_death(by=cast.sam, person=cast.ben, died_on=TODAY, today=TODAY)
    assert asked_to_notify(cast) == set()
