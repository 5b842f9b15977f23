from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from careleavers.rules import dates
from careleavers.rules.dates import Period

BORN_ON_LEAP_DAY = date(2008, 2, 29)


def day(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("born", "age", "leap_day", "expected"),
    [
        pytest.param("2010-03-10", 16, "1 March", "2026-03-10", id="FLRA 1969 s9: from the start of the anniversary"),
        pytest.param("2010-03-10", 0, "1 March", "2010-03-10", id="born that day"),
        pytest.param("2008-02-29", 16, "1 March", "2024-02-29", id="leap day in a leap year"),
        pytest.param("2008-02-29", 18, "1 March", "2026-03-01", id="leap day, 1 March"),
        pytest.param("2008-02-29", 18, "28 February", "2026-02-28", id="leap day, 28 February"),
        pytest.param("2008-02-29", 20, "28 February", "2028-02-29", id="leap day in a leap year whatever the setting"),
        pytest.param("2008-02-28", 18, "1 March", "2026-02-28", id="the day before leap day"),
        pytest.param("2008-03-01", 18, "28 February", "2026-03-01", id="the day after leap day"),
        pytest.param("2084-02-29", 16, "1 March", "2100-03-01", id="2100 is no leap year"),
    ],
)
def test_birthday(born, age, leap_day, expected):
    assert dates.birthday(day(born), age, leap_day) == day(expected)


def test_a_negative_age_is_refused():
    with pytest.raises(ValueError, match="negative"):
        dates.birthday(date(2010, 3, 10), -1)


@pytest.mark.parametrize(
    ("on", "leap_day", "age"),
    [
        ("2026-02-27", "28 February", 17),
        ("2026-02-28", "28 February", 18),
        ("2026-02-28", "1 March", 17),
        ("2026-03-01", "1 March", 18),
        ("2028-02-28", "28 February", 19),
        ("2028-02-29", "28 February", 20),
        ("2008-02-29", "1 March", 0),
    ],
)
def test_age_of_somebody_born_on_29_february(on, leap_day, age):
    assert dates.age_on(BORN_ON_LEAP_DAY, day(on), leap_day) == age


def test_nobody_has_an_age_before_birth():
    with pytest.raises(ValueError, match="before the date of birth"):
        dates.age_on(date(2010, 3, 10), date(2010, 3, 9))


@given(st.dates(date(1950, 1, 1), date(2060, 1, 1)), st.integers(0, 100), st.sampled_from(["1 March", "28 February"]))
def test_age_changes_on_the_birthday_and_not_the_day_before(born, age, leap_day):
    birthday = dates.birthday(born, age, leap_day)
    assert dates.age_on(born, birthday, leap_day) == age
    if age:
        assert dates.age_on(born, birthday - timedelta(days=1), leap_day) == age - 1


@pytest.mark.parametrize(
    ("start", "months", "expected"),
    [
        pytest.param("2026-09-01", 6, "2027-03-01", id="corresponding date"),
        pytest.param("2026-08-31", 6, "2027-02-28", id="clamped to the last day of February"),
        pytest.param("2027-08-31", 6, "2028-02-29", id="clamped to the leap day"),
        pytest.param("2026-01-31", 1, "2026-02-28", id="31 January and one month"),
        pytest.param("2026-02-28", 1, "2026-03-28", id="the last of February does not become the last of March"),
        pytest.param("2026-11-30", 3, "2027-02-28", id="over the new year"),
        pytest.param("2026-03-31", -1, "2026-02-28", id="backwards"),
        pytest.param("2026-01-15", -1, "2025-12-15", id="backwards over the new year"),
        pytest.param("2026-12-10", 0, "2026-12-10", id="no months"),
        pytest.param("2026-12-10", 24, "2028-12-10", id="years"),
    ],
)
def test_months_by_corresponding_date(start, months, expected):
    assert dates.add_months(day(start), months) == day(expected)


def test_years_end_on_28_february_when_there_is_no_29th():
    assert dates.add_years(date(2024, 2, 29), 1) == date(2025, 2, 28)
    assert dates.add_years(date(2024, 2, 29), 4) == date(2028, 2, 29)


def test_28_days_beginning_on_a_day_count_it():
    assert dates.last_of_days_beginning_on(date(2026, 5, 1), 28) == date(2026, 5, 28)
    assert dates.last_of_days_beginning_on(date(2026, 5, 1), 1) == date(2026, 5, 1)


# GOV.UK, "UK bank holidays", England and Wales
@pytest.mark.parametrize(
    ("year", "expected"),
    [
        (2022, "01-03 04-15 04-18 05-02 06-02 06-03 08-29 09-19 12-26 12-27"),
        (2026, "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28"),
        (2027, "01-01 03-26 03-29 05-03 05-31 08-30 12-27 12-28"),
        (2028, "01-03 04-14 04-17 05-01 05-29 08-28 12-25 12-26"),
        (2029, "01-01 03-30 04-02 05-07 05-28 08-27 12-25 12-26"),
        (2030, "01-01 04-19 04-22 05-06 05-27 08-26 12-25 12-26"),
    ],
)
def test_bank_holidays(year, expected):
    assert dates.bank_holidays(year) == {day(f"{year}-{rest}") for rest in expected.split()}


PROCLAIMED = {
    2012: {"2012-06-04", "2012-06-05", "2012-05-28"},
    2020: {"2020-05-04", "2020-05-08"},
    2022: {"2022-05-30", "2022-06-02", "2022-06-03", "2022-09-19"},
    2023: {"2023-05-08"},
}


@pytest.mark.parametrize("year", range(2012, 2029))
def test_the_standing_rules_give_the_published_list_but_for_proclaimed_occasions(year):
    assert year in dates._published_bank_holidays()
    difference = dates.bank_holidays(year) ^ dates._bank_holidays_by_rule(year)
    assert {found.isoformat() for found in difference} == PROCLAIMED.get(year, set())


def test_later_years_follow_the_rules():
    assert 2040 not in dates._published_bank_holidays()
    assert len(dates.bank_holidays(2040)) == 8


@pytest.mark.parametrize(
    ("year", "expected"), [(1961, "1961-04-02"), (2000, "2000-04-23"), (2011, "2011-04-24"), (2038, "2038-04-25")]
)
def test_easter(year, expected):
    assert dates.easter_sunday(year) == day(expected)


@pytest.mark.parametrize(
    ("start", "days", "expected"),
    [
        pytest.param("2026-11-20", 2, "2026-11-24", id="a Friday: the weekend does not count"),
        pytest.param("2026-12-24", 1, "2026-12-29", id="Christmas 2026: Friday, weekend, Monday in lieu of Boxing Day"),
        pytest.param("2026-04-02", 2, "2026-04-08", id="Easter"),
        pytest.param("2026-11-22", 0, "2026-11-22", id="none"),
        pytest.param("2026-11-21", 1, "2026-11-23", id="from a Saturday"),
        pytest.param("2026-12-29", -1, "2026-12-24", id="backwards over Christmas"),
        pytest.param("2030-12-24", 1, "2030-12-27", id="beyond the published years"),
    ],
)
def test_working_days(start, days, expected):
    assert dates.add_working_days(day(start), days) == day(expected)


@given(st.dates(date(2012, 1, 1), date(2030, 1, 1)), st.integers(1, 40))
def test_working_days_added_are_working_days_counted(start, days):
    due = dates.add_working_days(start, days)
    assert dates.is_working_day(due)
    after = [start + timedelta(days=offset) for offset in range(1, (due - start).days + 1)]
    assert sum(dates.is_working_day(day) for day in after) == days


# Periods, against sets of days

FIRST = date(2026, 1, 1)
HORIZON = date(2026, 2, 15)


@st.composite
def periods(draw):
    start = draw(st.integers(0, 25))
    length = draw(st.one_of(st.none(), st.integers(0, 12)))
    end = None if length is None else FIRST + timedelta(days=start + length)
    return Period(FIRST + timedelta(days=start), end)


def days_of(some):
    days = (FIRST + timedelta(days=offset) for offset in range(-3, (HORIZON - FIRST).days))
    return {one for one in days if any(p.start <= one and (p.end is None or one < p.end) for p in some)}


def is_merged(some):
    return all(
        earlier.end is not None and earlier.start < earlier.end < later.start for earlier, later in pairwise(some)
    )


@given(st.lists(periods(), max_size=5), st.lists(periods(), max_size=4))
def test_period_algebra_is_set_algebra(ours, theirs):
    assert days_of(dates.merge(ours)) == days_of(ours)
    assert days_of(dates.intersect(ours, theirs)) == days_of(ours) & days_of(theirs)
    assert days_of(dates.subtract(ours, theirs)) == days_of(ours) - days_of(theirs)
    for result in (dates.merge(ours), dates.intersect(ours, theirs), dates.subtract(ours, theirs)):
        assert is_merged(result)


@given(st.lists(periods(), max_size=5), st.integers(0, 30), st.integers(0, 10))
def test_clipping_and_counting(some, start, length):
    window = Period(FIRST + timedelta(days=start), FIRST + timedelta(days=start + length))
    clipped = dates.clip(some, *window)
    assert days_of(clipped) == days_of(some) & days_of([window])
    assert dates.count_days(clipped) == len(days_of(clipped))


@given(st.lists(periods(), max_size=4), st.integers(0, 30))
def test_the_period_that_holds_a_day(some, offset):
    asked = FIRST + timedelta(days=offset)
    found = dates.period_containing(some, asked)
    assert (found is not None) == (asked in days_of(some))
    assert found is None or found.contains(asked)


def test_touching_periods_become_one():
    early, late = Period(date(2026, 1, 1), date(2026, 2, 1)), Period(date(2026, 2, 1), date(2026, 3, 1))
    assert dates.merge([late, early]) == [Period(date(2026, 1, 1), date(2026, 3, 1))]


def test_a_period_cannot_run_backwards():
    with pytest.raises(ValueError, match="before it starts"):
        dates.merge([Period(date(2026, 2, 1), date(2026, 1, 1))])


def test_an_open_period_has_no_number_of_days():
    with pytest.raises(ValueError, match="clip it first"):
        dates.count_days([Period(date(2026, 2, 1))])
