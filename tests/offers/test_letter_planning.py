"""Planning letters: one for each person and birthday, whatever runs twice, late or at once; held while it must be."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from careleavers.models import CorrespondenceAddress, Home, PolicyValue, StatusPeriod, YoungPerson
from careleavers.rules.dates import birthday
from offers.actions.planning import plan_letters
from offers.models import Letter
from offers.queries.next_letters import lapsed_letters
from offers.rules.letter_states import LetterState
from tests.cast import TODAY, Cast
from tests.factories import StatusPeriodFactory, YoungPersonFactory
from tests.offers.at_once import at_once


def planned() -> set[tuple[str, str, date]]:
    return set(Letter.objects.values_list("person__first_name", "occasion", "occurrence_on"))


def test_a_letter_is_planned_for_each_birthday_in_the_window(cast: Cast, scene) -> None:
    with scene():
        YoungPersonFactory.create(nearly_19=True, first_name="Cai")
        YoungPersonFactory.create(
            nearly_19=True, first_name="Dee", date_of_birth=date(2005, 12, 21)
        )  # 28 days ahead: the last day
        YoungPersonFactory.create(nearly_19=True, first_name="Eli", date_of_birth=date(2005, 12, 22))
        YoungPersonFactory.create(
            nearly_19=True, first_name="Fay", date_of_birth=date(2008, 10, 24)
        )  # 30 days ago: the first day
        YoungPersonFactory.create(nearly_19=True, first_name="Gus", date_of_birth=date(2008, 10, 23))
    plan_letters(by=None, today=TODAY)
    assert planned() == {
        ("Cai", "19", date(2026, 12, 7)),
        ("Dee", "21", date(2026, 12, 21)),
        ("Fay", "18", date(2026, 10, 24)),
    }


def test_planned_twice_late_and_after_missed_nights_it_is_one_row(cast: Cast, scene) -> None:
    with scene():
        YoungPersonFactory.create(nearly_19=True)
    first = plan_letters(by=None, today=TODAY)
    before = Letter.objects.get()
    for days in (0, 0, 1, 5, 30):
        assert not plan_letters(by=None, today=TODAY + timedelta(days=days))
    assert (first.planned, Letter.objects.get().pk) == (1, before.pk)


@pytest.mark.parametrize(
    ("status", "born", "gets_one"),
    [
        ("former_relevant_child", date(2007, 12, 7), True),
        ("former_relevant_child", date(2002, 12, 7), True),  # 24
        ("former_relevant_child", date(2001, 12, 7), False),  # 25 is not among the ages
        ("person_qualifying", date(2007, 12, 7), True),
        ("none", date(2007, 12, 7), False),
        ("looked_after", date(2007, 12, 7), False),
    ],
)
def test_letters_are_for_care_leavers_by_law_on_the_birthday(cast: Cast, scene, status, born, gets_one) -> None:
    with scene():
        person = YoungPersonFactory.create(date_of_birth=born, housed=True)
        StatusPeriodFactory.create(
            person=person, status=status, starts_on=birthday(born, 18), ends_on=birthday(born, 25)
        )
    plan_letters(by=None, today=TODAY)
    assert Letter.objects.exists() is gets_one


def test_closed_to_the_service_they_still_get_their_yearly_letter(cast: Cast, scene) -> None:
    with scene():
        YoungPersonFactory.create(nearly_19=True, date_of_birth=date(2003, 12, 7)).involvements.update(
            ends_on=date(2025, 1, 1)
        )
    plan_letters(by=None, today=TODAY)
    assert Letter.objects.get().occasion == "23"


def test_the_ages_are_those_of_the_day(cast: Cast, scene) -> None:
    with scene():
        YoungPersonFactory.create(nearly_19=True)
        PolicyValue.objects.create(key="letter_ages", value=[18, 21], from_on=date(2026, 1, 1))
    plan_letters(by=None, today=TODAY)
    assert not Letter.objects.exists()


@pytest.mark.parametrize(("leap_day", "falls_on"), [("1 March", date(2027, 3, 1)), ("28 February", date(2027, 2, 28))])
def test_somebody_born_on_29_february(cast: Cast, scene, leap_day, falls_on) -> None:
    with scene():
        YoungPersonFactory.create(nearly_19=True, date_of_birth=date(2008, 2, 29))
        PolicyValue.objects.create(key="leap_day", value=leap_day, from_on=date(2020, 1, 1))
        StatusPeriod.objects.filter(status="eligible_child").update(ends_on=date(2026, 2, 28))
        StatusPeriod.objects.filter(band="18-20").update(starts_on=date(2026, 2, 28))
    plan_letters(by=None, today=date(2027, 2, 10))
    assert Letter.objects.get().occurrence_on == falls_on


def alter(person: YoungPerson, change: dict) -> None:
    home = person.homes.get()
    for model, row in ((YoungPerson, person), (Home, home)):
        fields = {name: value for name, value in change.items() if hasattr(row, name)}
        if fields:
            model.objects.filter(pk=row.pk).update(**fields)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({}, ""),
        ({"address": "", "postcode": ""}, "There is no address"),
        ({"safe_to_use": False}, "not safe to write to"),
        ({"postcode": ""}, "real UK postcode"),
        ({"address": "No fixed abode"}, "No fixed abode is not an address"),
        ({"kind": "S", "is_suitable": False, "address": "", "postcode": ""}, "They have no fixed abode"),
        ({"kind": "X", "is_suitable": False, "address": "", "postcode": ""}, "They are in custody"),
        ({"kind": "X", "is_suitable": False, "address": "HMP Melford"}, "needs the prisoner number"),
        ({"kind": "X", "is_suitable": False, "address": "A1234BC\nHMP Melford"}, ""),
        ({"address": "The Lighthouse Project " * 20}, "is too long for the window"),
        ({"do_not_write": True}, "asked us not to write"),
        ({"is_restricted": True}, "record is restricted"),
        ({"do_not_write": True, "is_restricted": True}, "asked us not to write"),
        ({"preferred_name": "Cai \u16a0"}, "Our fonts cannot print"),
        ({"died_on": date(2026, 11, 20)}, "They have died"),
    ],
)
def test_a_letter_is_held_with_the_reason_and_released_when_it_is_gone(cast: Cast, scene, change, sentence) -> None:
    with scene():
        person = YoungPersonFactory.create(nearly_19=True)
    was = {name: getattr(person, name, None) or getattr(person.homes.get(), name, None) for name in change}
    plan_letters(by=None, today=TODAY)
    with scene():
        alter(person, change)
    plan_letters(by=None, today=TODAY)
    letter = Letter.objects.get()
    assert sentence in letter.hold_reason
    held = LetterState.NOT_WANTED if sentence == "asked us not to write" else LetterState.ON_HOLD
    assert letter.state == (held if sentence else LetterState.PLANNED)
    with scene():
        alter(person, {name: value if value is not None else "" for name, value in was.items()} | _empty(change))
    plan_letters(by=None, today=TODAY)
    assert Letter.objects.get().state == LetterState.PLANNED


def _empty(change: dict) -> dict:
    nothing = {"do_not_write": False, "is_restricted": False, "died_on": None, "safe_to_use": True, "is_suitable": True}
    return {name: nothing[name] for name in change if name in nothing}


def test_a_correspondence_address_comes_before_the_home(cast: Cast, scene) -> None:
    with scene():
        person = YoungPersonFactory.create(nearly_19=True)
        Home.objects.update(kind="S", is_suitable=False, address="", postcode="")
        CorrespondenceAddress.objects.create(
            person=person,
            address="9 Chapel Hill",
            postcode="LE2 2BB",
            care_of="Rose Owen",
            starts_on=date(2026, 1, 1),
            safe_to_use=True,
        )
    plan_letters(by=None, today=TODAY)
    assert Letter.objects.get().state == LetterState.PLANNED


def test_a_birthday_too_long_ago_gets_no_letter_any_more(cast: Cast, scene) -> None:
    with scene():
        YoungPersonFactory.create(nearly_19=True)
    plan_letters(by=None, today=TODAY)
    plan_letters(by=None, today=date(2027, 1, 6))
    assert Letter.objects.get().state == LetterState.PLANNED
    plan_letters(by=None, today=date(2027, 1, 7))
    letter = Letter.objects.get()
    assert (letter.state, "more than 30 days ago" in letter.cancelled_reason) == (LetterState.CANCELLED, True)
    assert letter.lapsed
    lapsed_on = date(2027, 1, 7)
    assert list(lapsed_letters(lapsed_on, lapsed_on)) == [letter]
    for day in (lapsed_on - timedelta(days=1), lapsed_on + timedelta(days=1)):
        assert not lapsed_letters(day, day)


def test_the_database_itself_refuses_a_second_row(cast: Cast, scene) -> None:
    """What holds when every other care fails: drop the constraint and the races below write doubles."""
    with scene():
        YoungPersonFactory.create(nearly_19=True)
    plan_letters(by=None, today=TODAY)
    first = Letter.objects.get()
    with scene(), pytest.raises(IntegrityError, match="letter_once"), transaction.atomic():
        Letter.objects.create(person=first.person, occasion="19", occurrence_on=first.occurrence_on)


@pytest.mark.django_db(transaction=True)
def test_planned_by_four_at_once_it_is_one_row_each(scene) -> None:
    with scene():
        for number in range(12):
            YoungPersonFactory.create(
                nearly_19=True, first_name=f"Person{number}", date_of_birth=date(2003 + number % 5, 12, 1 + number)
            )
    at_once(4, lambda: plan_letters(by=None, today=TODAY))
    assert Letter.objects.count() == 12


@pytest.mark.django_db(transaction=True)
def test_without_the_constraint_the_race_is_lost(scene) -> None:
    """The control: the same race doubles rows once Postgres no longer holds each to one."""
    with scene():
        for number in range(12):
            YoungPersonFactory.create(
                nearly_19=True, first_name=f"Person{number}", date_of_birth=date(2003 + number % 5, 12, 1 + number)
            )
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE offers_letter DROP CONSTRAINT letter_once")
    try:
        at_once(4, lambda: plan_letters(by=None, today=TODAY))
        doubled = Letter.objects.count()
    finally:
        Letter.objects.all()._raw_delete(Letter.objects.db)
        with connection.cursor() as cursor:
            cursor.execute(
                "ALTER TABLE offers_letter ADD CONSTRAINT letter_once UNIQUE (person_id, occasion, occurrence_on)"
            )
    assert doubled > 12


def birthdays_by_counting(born: date, day: date) -> int | None:
    """The age reached on a day, counted year by year: an oracle written differently from the product."""
    age = day.year - born.year
    month, date_in_month = born.month, born.day
    if (month, date_in_month) == (2, 29) and not (day.year % 4 == 0 and (day.year % 100 or day.year % 400 == 0)):
        month, date_in_month = 3, 1
    return age if (day.month, day.day) == (month, date_in_month) else None


def test_over_a_year_with_missed_and_doubled_nights_the_rows_are_those_of_an_oracle(cast: Cast, scene) -> None:
    first, last = date(2027, 11, 1), date(2028, 10, 31)  # a 29 February in it
    with scene():
        people = [
            YoungPersonFactory.create(
                nearly_19=True,
                first_name=f"P{number}",
                date_of_birth=date(2003, 1, 1) + timedelta(days=number * 61 + number // 3),
            )
            for number in range(36)
        ]
        people += [
            YoungPersonFactory.create(nearly_19=True, first_name="Leap", date_of_birth=date(2008, 2, 29)),
            YoungPersonFactory.create(nearly_19=True, first_name="Leap2", date_of_birth=date(2004, 2, 29)),
        ]
    day, nights = first, 0
    while day <= last:
        if day.toordinal() % 17 and not date(2028, 2, 20) <= day <= date(2028, 3, 12):  # three weeks away in February
            plan_letters(by=None, today=day)
            if day.toordinal() % 29 == 0:
                plan_letters(by=None, today=day)
        day += timedelta(days=7 if nights % 5 else 3)
        nights += 1
    reached = day - timedelta(days=7)
    expected = {
        (person.first_name, str(age), at)
        for person in people
        for offset in range((reached - first).days + 30)
        if (age := birthdays_by_counting(person.date_of_birth, at := first + timedelta(days=offset))) is not None
        and 18 <= age <= 24
    }
    sure = {each for each in planned() if each[2] < reached + timedelta(days=20) and each[2] >= first}
    assert sure == {each for each in expected if each[2] < reached + timedelta(days=20)}
    assert len(planned()) == Letter.objects.count()
