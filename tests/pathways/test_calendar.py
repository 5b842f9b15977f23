"""A worker's own calendar at a secret address: initials only, and only about whom they may see today."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from careleavers.models import AuditEvent, ReadEvent, User, YoungPerson
from careleavers.rules.names import initials
from pathways.actions.calendar_links import make_calendar_link
from pathways.actions.morning_mail import choose_reminders, send_morning_mail
from pathways.models import CalendarLink, DueItem
from pathways.views.calendar import READ_AS_OFTEN
from tests.cast import TODAY, Cast, days_ago
from tests.factories import AppointmentFactory, PolicyValueFactory, YoungPersonFactory

pytestmark = pytest.mark.usefixtures("_on_the_day")


@pytest.fixture
def feed(cast: Cast, scene) -> str:
    """Pat's address. Pat meets Amira on Thursday, sees Ben not at all any more, and owes Amira a plan review."""
    with scene():
        planned = {"planned_on": TODAY + timedelta(days=3), "purpose": "About the pregnancy", "place": "1 Mill Lane"}
        AppointmentFactory.create(person=cast.amira, worker=cast.pat, **planned)
        AppointmentFactory.create(person=cast.amira, worker=cast.mo, planned_on=TODAY)
        owed = {"code": "plan_review", "text": "Plan review", "started_on": days_ago(9), "due_on": date(2026, 12, 4)}
        for person in (cast.amira, cast.ben):
            DueItem.objects.filter(person=person).delete()
            DueItem.objects.create(person=person, **owed)
    return reverse("pathways:calendar_feed", args=[make_calendar_link(by=cast.pat)])


def events(address: str) -> list[tuple[str, object]]:
    """As a phone reads it, signed out."""
    response = Client().get(address)
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert "no-store" in response.headers["Cache-Control"]
    return sorted((str(each["summary"]), each["dtstart"].dt) for each in Calendar.from_ical(response.content).events)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Amira Khan", "A. K."),
        ("Anna-Maria van Dijk", "A. V. D."),
        ("\u0644\u064a\u0644\u0649 \u062d\u0633\u0646", "\u0644. \u062d."),
        ("", ""),
    ],
)
def test_initials_of_names_in_any_script(name: str, said: str) -> None:
    assert initials(name) == said


def test_it_holds_ones_own_appointments_and_due_days_by_initials(cast: Cast, feed: str) -> None:
    who = initials(cast.amira.known_as)
    (due, on), (met, at) = sorted(events(feed), key=lambda each: each[0].startswith("Face"))
    assert (due, on) == (f"Plan review: {who}", date(2026, 12, 4))
    assert met == f"Face to face: {who}"
    assert at.utcoffset() == timedelta(0), "in November England is at UTC"
    assert at.date() == TODAY + timedelta(days=3)
    text = Client().get(feed).content.decode()
    for told in (cast.amira.first_name, cast.amira.last_name, "pregnancy", "Mill Lane", str(cast.amira.pk)):
        assert told not in text
    assert ReadEvent.objects.count() == 0, "no record is opened"


@pytest.mark.parametrize("change", [{"is_restricted": True}, {"died_on": TODAY}])
def test_nothing_of_whom_they_may_see_no_more_or_who_died(cast: Cast, feed: str, scene, change: dict) -> None:
    """Seen to fail: with the due days of all whose case holder they are."""
    with scene():
        YoungPerson.objects.filter(pk=cast.amira.pk).update(**change)
        if "died_on" in change:
            DueItem.objects.filter(person=cast.amira).delete()
    assert events(feed) == []


def test_of_a_colleagues_people_nothing_once_casework_is_narrowed_to_ones_own(cast: Cast, scene) -> None:
    """The calendar and the message in the morning follow the setting, as Today does. Seen to fail: both went on."""
    with scene():
        of_wes = YoungPersonFactory.create(team=cast.north, worker=cast.wes)
        AppointmentFactory.create(person=of_wes, worker=cast.pat, planned_on=TODAY)
    address = reverse("pathways:calendar_feed", args=[make_calendar_link(by=cast.pat)])
    assert len(events(address)) == 1
    with scene():
        PolicyValueFactory.create(key="casework_scope", value="own")
    assert events(address) == []
    choose_reminders(by=cast.pat, days="daily")
    assert send_morning_mail(today=TODAY) == 0


def test_nothing_once_the_role_has_ended_and_404_once_the_account_is_closed(cast: Cast, feed: str, scene) -> None:
    with scene():
        cast.pat.assignments.update(ends_on=TODAY)
    assert events(feed) == []
    with scene():
        User.objects.filter(pk=cast.pat.pk).update(is_active=False)
    assert Client().get(feed).status_code == 404


def test_the_address_is_shown_once_made_again_and_closed(cast: Cast, sign_in) -> None:
    client, page = sign_in(cast.pat), reverse("pathways:calendar_link")
    assert page in client.get("/").content.decode()
    assert "You have no address yet." in client.get(page).content.decode()
    shown = client.post(page).content.decode()
    address = shown.partition("<code>")[2].partition("</code>")[0]
    secret = address.rpartition("/")[2].removesuffix(".ics")
    assert len(secret) >= 43
    assert secret not in client.get(page).content.decode()
    link = CalendarLink.objects.get()
    assert secret not in link.digest
    assert Client().get(address).status_code == 200
    client.post(page)
    assert Client().get(address).status_code == 404, "another one closed it"
    client.post(reverse("pathways:calendar_end"))
    assert not CalendarLink.objects.exists()
    assert AuditEvent.objects.filter(name__startswith="calendar_link_").count() == 3
    assert sign_in(cast.ana).get(page).status_code == 403


@pytest.mark.parametrize("secret", ["x", "\u0661\u0662", "a" * 5000, CalendarLink.__name__])
def test_a_guess_is_404(cast: Cast, secret: str) -> None:
    assert Client().get(reverse("pathways:calendar_feed", args=[secret])).status_code == 404


def test_whoever_asks_too_often_has_to_wait(cast: Cast, feed: str, monkeypatch) -> None:
    monkeypatch.setitem(READ_AS_OFTEN, "read", "2/m/ip")
    assert [Client().get(feed).status_code for _ in range(3)] == [200, 200, 429]
