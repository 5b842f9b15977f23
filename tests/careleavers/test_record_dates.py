"""Dates have two sides: what each date of the record refuses, what it asks about, and what is never clamped."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse

from careleavers.models import (
    Allocation,
    Contact,
    ContactDetail,
    CorrespondenceAddress,
    FollowUp,
    Home,
    Involvement,
    Occupation,
    StatusFact,
    YoungPerson,
)
from tests.cast import TODAY, Cast, days_ago

pytestmark = pytest.mark.usefixtures("_on_the_day")

TOMORROW = TODAY + timedelta(days=1)
BORN = date(2007, 5, 1)  # Amira
HOME = {"kind": "U", "is_suitable": "True"}
CONTACT = {"method": "phone", "result": "spoke", "happened_on": TODAY.isoformat()}
EPISODE = {"reason_started": "S", "legal_status": "C2"}


def parts(name: str, day: date) -> dict[str, str]:
    return {f"{name}_day": str(day.day), f"{name}_month": str(day.month), f"{name}_year": str(day.year)}


def one(name: str, day: date) -> dict[str, str]:
    return {name: day.isoformat()}


# The page, how the date is sent, its field, other answers, the days that are refused, those that are asked about.
DATES: dict[str, tuple[str, Any, str, dict[str, str], dict[date, str], list[date]]] = {
    "day of a contact": (
        "contact_new",
        one,
        "happened_on",
        CONTACT,
        {TOMORROW: "cannot be after 23 November 2026", BORN - timedelta(days=1): "before Amira was born"},
        [date(2016, 11, 20), date(2015, 1, 1)],
    ),
    "what is promised next": (
        "contact_new",
        one,
        "follow_up_on",
        CONTACT | {"follow_up_text": "Ring the college"},
        {days_ago(1): "That is before the contact"},
        [date(2036, 11, 30)],
    ),
    "a move told with a contact": (
        "contact_new",
        one,
        "home_starts_on",
        CONTACT | {"home_kind": "U", "home_is_suitable": "True"},
        {TOMORROW: "cannot be after", BORN - timedelta(days=1): "before Amira was born"},
        [date(2016, 11, 20)],
    ),
    "a home": (
        "home_add",
        one,
        "starts_on",
        HOME,
        {TOMORROW: "cannot be after", BORN - timedelta(days=1): "before Amira was born"},
        [date(2016, 11, 20)],
    ),
    "an activity": (
        "occupation_add",
        one,
        "starts_on",
        {"code": "F2"},
        {TOMORROW: "cannot be after", BORN - timedelta(days=1): "before Amira was born"},
        [date(2016, 11, 20)],
    ),
    "a contact detail": (
        "contact_detail_new",
        one,
        "starts_on",
        {"kind": "mobile", "value": "07700 900123", "safe_to_use": "True"},
        {TOMORROW: "cannot be after"},
        [date(2016, 11, 20)],
    ),
    "a warning note's review": (
        "warning_note_new",
        one,
        "review_on",
        {"kind": "visits", "text": "Two go.", "told": "no", "why_not_told": "Asked"},
        {days_ago(1): "cannot be before 23 November 2026"},
        [],
    ),
    "when they were told": (
        "warning_note_new",
        one,
        "person_told_on",
        {"kind": "visits", "text": "Two go.", "told": "yes", "review_on": "2027-01-01"},
        {TOMORROW: "cannot be after"},
        [date(2016, 11, 20)],
    ),
    "where to write": (
        "correspondence_new",
        one,
        "starts_on",
        {"address": "1 Mill Lane", "postcode": "LE1 1AA", "safe_to_use": "True"},
        {},
        [date(2016, 11, 20), date(2036, 11, 30)],
    ),
    "a death": (
        "person_death",
        parts,
        "died_on",
        {},
        {TOMORROW: "cannot be after", BORN - timedelta(days=1): "cannot be before 1 May 2007"},
        [],
    ),
    "an episode of care": (
        "episode_add",
        parts,
        "starts_on",
        EPISODE,
        {TOMORROW: "cannot be after", BORN - timedelta(days=1): "cannot be before 1 May 2007"},
        [],
    ),
    "what else the law asks": (
        "status_fact_add",
        parts,
        "starts_on",
        {"kind": "education"},
        {TOMORROW: "cannot be after", BORN - timedelta(days=1): "cannot be before 1 May 2007"},
        [],
    ),
    "closing to the service": (
        "involvement_close",
        one,
        "ends_on",
        {"reason": "Asked"},
        {TOMORROW: "cannot be after", date(2023, 12, 31): "opened on 1 January 2024"},
        [],
    ),
}
REFUSED = [(name, day, words) for name, each in DATES.items() for day, words in each[4].items()]
ASKED = [(name, day) for name, each in DATES.items() for day in each[5]]


def address(cast: Cast, page: str) -> str:
    return reverse(page, args=[cast.amira.pk, *([uuid.uuid4()] if page == "contact_new" else [])])


@pytest.mark.parametrize(("name", "day", "words"), REFUSED, ids=[f"{name}, {day}" for name, day, _ in REFUSED])
def test_a_day_that_cannot_be_is_refused_with_a_sentence(cast: Cast, sign_in, name: str, day: date, words: str) -> None:
    page, send, field, others, _, _ = DATES[name]
    sure = {f"{field}_sure": day.isoformat()}
    response = sign_in(cast.mo).post(address(cast, page), others | send(field, day) | sure)
    assert response.status_code == 200
    assert words in response.content.decode()


@pytest.mark.parametrize(("name", "day"), ASKED, ids=[f"{name}, {day}" for name, day in ASKED])
def test_a_year_that_is_ten_years_off_is_asked_about_and_may_be_meant(
    cast: Cast, sign_in, name: str, day: date
) -> None:
    page, send, field, others, _, _ = DATES[name]
    client, where = sign_in(cast.mo), address(cast, page)
    asked = client.post(where, others | send(field, day))
    assert asked.status_code == 200
    assert "right? If it is, save again; if not, correct the year." in asked.content.decode()
    assert f'name="{field}_sure" value="{day.isoformat()}"' in asked.content.decode()
    assert client.post(where, others | send(field, day) | {f"{field}_sure": day.isoformat()}).status_code in (302, 303)


@pytest.mark.parametrize(("year", "asks"), [(1925, True), (2026, True), (2024, True), (2007, False), (2010, False)])
def test_a_year_of_birth_that_makes_somebody_impossibly_old_or_young_is_asked_about(
    cast: Cast, sign_in, year: int, asks: bool
) -> None:
    answers = {"first_name": "Eli", "last_name": "Marsh", "gender": "F", "ethnicity": "NOBT", "local_id": "L77"}
    answers |= parts("date_of_birth", date(year, 5, 1)) | {"team": str(cast.north.pk), "opened_on": TODAY.isoformat()}
    client = sign_in(cast.mo)
    page = client.post(reverse("person_new"), answers)
    assert ("right? If it is, save again" in page.content.decode()) == asks
    assert YoungPerson.objects.filter(local_id="L77").exists() != asks
    client.post(reverse("person_new"), answers | {"date_of_birth_sure": date(year, 5, 1).isoformat()})
    assert YoungPerson.objects.filter(local_id="L77").exists()


def test_a_day_to_come_has_no_button_for_yesterday(cast: Cast, sign_in) -> None:
    page = sign_in(cast.pat).get(address(cast, "contact_new")).content.decode()
    beside = page[page.index('name="follow_up_on"') :][:900]
    assert ">Tomorrow</button>" in beside
    assert ">In a week</button>" in beside
    assert "Yesterday" not in beside


ROWS_OF_NO_DAYS = {
    "contact_detail_end": lambda cast: ContactDetail.objects.create(
        person=cast.amira,
        kind="mobile",
        value="07700 900123",
        search_value="07700900123",
        starts_on=TODAY,
        safe_to_use=True,
    ),
    "allocation_end": lambda cast: Allocation.objects.create(
        person=cast.amira, worker=cast.wes, team=cast.north, role="co_worker", starts_on=TODAY
    ),
    "status_fact_end": lambda cast: StatusFact.objects.create(person=cast.amira, kind="education", starts_on=TODAY),
}


@pytest.mark.parametrize("page", ROWS_OF_NO_DAYS)
def test_nothing_that_ends_on_the_day_it_began_stays_as_a_row_of_no_days(cast: Cast, scene, sign_in, page: str) -> None:
    """It is taken out, and the history keeps it; or it is refused with a sentence."""
    with scene():
        row = ROWS_OF_NO_DAYS[page](cast)
    answers = {"ends_on": TODAY.isoformat(), "reason": "A mistake"}
    sign_in(cast.mo).post(reverse(page, args=[cast.amira.pk, row.pk]), answers)
    still = type(row)._default_manager.filter(pk=row.pk).first()
    assert still is None or still.ends_on is None


@pytest.mark.parametrize("model", [Home, Occupation, CorrespondenceAddress, Involvement, FollowUp, Contact])
def test_no_row_of_no_days_is_left_after_a_day_of_mistakes(cast: Cast, sign_in, model: Any) -> None:
    """The same address told twice on one day, the person opened and closed on one day."""
    client = sign_in(cast.mo)
    where = {"address": "1 Mill Lane", "postcode": "LE1 1AA", "starts_on": TODAY.isoformat(), "safe_to_use": "True"}
    for line in ("1 Mill Lane", "2 Mill Lane"):
        client.post(reverse("correspondence_new", args=[cast.amira.pk]), where | {"address": line})
    client.post(reverse("correspondence_end", args=[cast.amira.pk]), {"ends_on": TODAY.isoformat()})
    if {"starts_on", "ends_on"} <= {field.name for field in model._meta.fields}:
        assert not [row for row in model.objects.filter(person=cast.amira) if row.starts_on == row.ends_on]
