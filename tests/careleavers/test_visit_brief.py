"""What is read in the minute before a visit."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from careleavers.actions.people import record_death
from careleavers.models import Contact, YoungPerson
from careleavers.queries.visit_brief import visit_brief
from careleavers.rules.dates import next_birthday
from tests.browser import sign_in as sign_in_at
from tests.cast import TODAY, Cast, days_ago
from tests.factories import (
    AllocationFactory,
    AppointmentFactory,
    ContactDetailFactory,
    ContactFactory,
    FollowUpFactory,
    HomeFactory,
    PlanVersionFactory,
    RestrictedAccessFactory,
    WarningNoteFactory,
)


def read(client: Client, person: YoungPerson) -> str:
    page = client.get(reverse("visit_brief", args=[person.pk])).content.decode()
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.partition("<main")[2]))


@pytest.mark.parametrize(
    ("born", "on", "leap_day", "age", "day"),
    [
        (date(2006, 5, 1), date(2026, 4, 30), "1 March", 20, date(2026, 5, 1)),
        (date(2006, 5, 1), date(2026, 5, 1), "1 March", 20, date(2026, 5, 1)),
        (date(2006, 5, 1), date(2026, 5, 2), "1 March", 21, date(2027, 5, 1)),
        (date(2008, 2, 29), date(2027, 2, 28), "1 March", 19, date(2027, 3, 1)),
        (date(2008, 2, 29), date(2027, 2, 28), "28 February", 19, date(2027, 2, 28)),
        (date(2008, 2, 29), date(2027, 3, 2), "1 March", 20, date(2028, 2, 29)),
    ],
)
def test_the_next_birthday_is_today_at_the_earliest(born: date, on: date, leap_day: str, age: int, day: date) -> None:
    assert next_birthday(born, on, leap_day) == (age, day)  # type: ignore[arg-type]


@pytest.mark.django_db
def test_a_visit_is_told_apart_from_a_call_and_an_attempt_is_neither(cast: Cast, scene: Callable) -> None:
    with scene():
        visit = ContactFactory.create(person=cast.amira, happened_on=days_ago(30), visit=True, note="Tea.")
        call = ContactFactory.create(person=cast.amira, happened_on=days_ago(9))
        ContactFactory.create(person=cast.amira, happened_on=days_ago(2), visit=True, no_reply=True)
        ContactFactory.create(person=cast.amira, happened_on=days_ago(1), result=Contact.ABOUT, note="Her aunt rang.")
    brief = visit_brief(cast.amira, TODAY, "1 March")
    assert (brief.last_visit, brief.last_contact, brief.last_words) == (visit, call, visit)


@pytest.mark.django_db
def test_what_we_kept_is_what_was_done_since_the_last_visit(cast: Cast, scene: Callable) -> None:
    with scene():
        ContactFactory.create(person=cast.amira, happened_on=days_ago(30), visit=True)
        _, since = (
            FollowUpFactory.create(
                person=cast.amira, assigned_to=cast.pat, done_on=days_ago(ago), done_by=cast.pat, due_on=days_ago(40)
            )
            for ago in (31, 30)
        )
        to_do = FollowUpFactory.create(person=cast.amira, assigned_to=cast.pat, due_on=days_ago(1))
    brief = visit_brief(cast.amira, TODAY, "1 March")
    assert (brief.kept, brief.promised) == ([since], [to_do])


@pytest.mark.django_db
def test_the_page_says_all_that_a_worker_needs_and_where(cast: Cast, scene: Callable, sign_in: Callable) -> None:
    with scene():
        HomeFactory.create(person=cast.amira, kind="U", address="Flat 2\n14 Alder Row", postcode="NC1 2AB")
        ContactDetailFactory.create(person=cast.amira, value="07700 900222", how_to_use="Text first")
        WarningNoteFactory.create(person=cast.amira, text="Dog in the hall")
        ContactFactory.create(person=cast.amira, happened_on=days_ago(8), note="Worried about rent.", is_concern=True)
        FollowUpFactory.create(person=cast.amira, text="Ring the landlord", due_on=days_ago(1), assigned_to=cast.pat)
        PlanVersionFactory.create(
            person=cast.amira, written_by=cast.pat, authorised=True, authorised_by=cast.mo, promises=["Find a GP"]
        )
        AllocationFactory.create(person=cast.amira, worker=cast.wes, team=cast.north, role="co_worker")
    client = sign_in(cast.pat)
    page = read(client, cast.amira)
    for said in (
        "14 Alder Row",
        "Text first",
        "Worried about rent.",
        "Ring the landlord",
        "Find a GP",
        "Wes",
        "turning",
    ):
        assert said in page, said
    whole = client.get(reverse("visit_brief", args=[cast.amira.pk])).content.decode()
    assert "geo:0,0?q=Flat%202%2C%2014%20Alder%20Row%2C%20NC1%202AB" in whole
    assert "Dog in the hall" in whole
    assert f"{reverse('contact_begin', args=[cast.amira.pk])}?purpose=visit" in whole


@pytest.mark.django_db
def test_an_empty_record_says_what_is_not_known(cast: Cast, sign_in: Callable) -> None:
    page = read(sign_in(cast.pat), cast.amira)
    assert "not recorded" in page
    assert "no number or address yet" in page
    assert "nobody has met" in page


@pytest.mark.django_db
def test_after_a_death_nothing_is_due_or_promised_and_nobody_logs_a_visit(
    cast: Cast, scene: Callable, sign_in: Callable
) -> None:
    with scene():
        ContactFactory.create(person=cast.amira, happened_on=days_ago(30), visit=True)
        AppointmentFactory.create(person=cast.amira, worker=cast.pat)
        FollowUpFactory.create(person=cast.amira, text="Ring the landlord", assigned_to=cast.pat, due_on=days_ago(1))
    record_death(by=cast.mo, person=cast.amira, died_on=days_ago(3), today=TODAY)
    page = read(sign_in(cast.pat), cast.amira)
    assert "Nothing is due for them." in page
    for silent in ("Ring the landlord", "turning", "Log the visit", "Appointment"):
        assert silent not in page, silent


@pytest.mark.django_db
def test_a_restricted_record_opens_for_those_named_alone(cast: Cast, scene: Callable, sign_in: Callable) -> None:
    with scene():
        YoungPerson.objects.filter(pk=cast.amira.pk).update(is_restricted=True)
        RestrictedAccessFactory.create(person=cast.amira, user=cast.wes)
    address = reverse("visit_brief", args=[cast.amira.pk])
    assert sign_in(cast.pat).get(address).status_code == 404
    assert sign_in(cast.wes).get(address).status_code == 200


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_it_prints_on_one_side_of_paper(cast: Cast, scene: Callable, visit: Callable) -> None:
    """Seen to fail: without its own rules for print."""
    with scene():
        HomeFactory.create(person=cast.amira, kind="U", address="Flat 2\n14 Alder Row", postcode="NC1 2AB")
        ContactDetailFactory.create(person=cast.amira, value="07700 900222", how_to_use="Text first, no voicemail")
        for number in range(5):
            FollowUpFactory.create(
                person=cast.amira, text=f"Ring the college, {number}", due_on=TODAY, assigned_to=cast.pat
            )
            ContactFactory.create(
                person=cast.amira,
                happened_on=days_ago(number * 9),
                note="How she is and what we talked about, which was a lot. " * 30,
                is_concern=True,
            )
    window = visit("phone")
    sign_in_at(window.page, window.address, "pat")
    page = window.open(reverse("visit_brief", args=[cast.amira.pk]))
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4"))) == 1
