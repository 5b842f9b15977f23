"""The last safe posting day, against a slow simulator that walks forward day by day with a calendar of its own."""

import json
from datetime import UTC, date, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from careleavers.rules.dates import add_working_days, bank_holidays, is_working_day
from offers.rules.addresses import LetterChannel
from offers.rules.posting import (
    Postage,
    arrives_by,
    birthdays_to_hand_in,
    hand_in_from,
    handed_in_on,
    is_delivery_day,
    last_day_to_go,
    last_day_to_post,
    latest_arrival,
    postage_in_time,
    posting_day,
)
from offers.rules.printing_service import ServiceOutcome, ServiceRefusal, outcome_of, refusal_of, try_again_at

DAY = timedelta(days=1)

VECTORS = [
    ("Mon 30 Nov 2026", "2026-11-30", "2026-11-22", "2026-11-26"),
    ("Sat 26 Dec 2026", "2026-12-26", "2026-12-16", "2026-12-22"),
    ("Thu 31 Dec 2026", "2026-12-31", "2026-12-21", "2026-12-29"),
    ("Mon 4 Jan 2027", "2027-01-04", "2026-12-22", "2026-12-30"),
    ("Mon 1 Mar 2027", "2027-03-01", "2027-02-21", "2027-02-25"),
    ("Tue 30 Mar 2027, after Easter", "2027-03-30", "2027-03-18", "2027-03-24"),
]


@pytest.mark.parametrize(("birthday", "second", "first"), [v[1:] for v in VECTORS], ids=[v[0] for v in VECTORS])
def test_last_safe_day(birthday, second, first):
    day = date.fromisoformat(birthday)
    assert posting_day(day, Postage.SECOND).submit_by == date.fromisoformat(second)
    assert posting_day(day, Postage.FIRST).submit_by == date.fromisoformat(first)


@pytest.mark.parametrize(
    ("postage", "submitted", "arrives"),
    [
        pytest.param("first", "2026-11-26", "2026-11-28", id="first: printed Friday, delivered on Saturday"),
        pytest.param("second", "2026-11-22", "2026-11-30", id="second: Sunday's is printed on Monday, five days on"),
        pytest.param("economy", "2026-11-22", "2026-12-02", id="economy: seven working days after printing"),
        pytest.param("first", "2026-12-23", "2026-12-29", id="not on Saturday 26 December, nor Monday's substitute"),
        pytest.param("first", "2027-03-24", "2027-03-27", id="over Good Friday to Saturday"),
        pytest.param("first", "2028-12-28", "2028-12-30", id="Saturday 30 December"),
        pytest.param("first", "2028-12-29", "2029-01-03", id="over New Year"),
        pytest.param("second", "2030-04-17", "2030-04-29", id="Easter 2030: printed Maundy Thursday"),
    ],
)
def test_last_possible_arrival(postage, submitted, arrives):
    assert latest_arrival(date.fromisoformat(submitted), Postage(postage)) == date.fromisoformat(arrives)


@pytest.mark.parametrize("day", [date(2026, 12, 26), date(2027, 12, 25), date(2028, 1, 1), date(2033, 1, 1)])
def test_nothing_is_counted_on_at_christmas_and_new_year_even_on_a_saturday(day):
    assert day.weekday() == 5
    assert not is_delivery_day(day)


def simulated_arrival(submitted: date, postage: Postage) -> date:
    """Walks the days one by one: prints on the first working day after, then counts the days that deliver."""
    closed = {day for year in range(submitted.year, submitted.year + 2) for day in bank_holidays(year)}
    to_go = {Postage.FIRST: 1, Postage.SECOND: 5, Postage.ECONOMY: 7}[postage]
    printed = False
    day = submitted
    while to_go:
        day += DAY
        office_day = day.isoweekday() not in (6, 7) and day not in closed
        post_day = day.isoweekday() != 7 and day not in closed and day.strftime("%d%m") not in ("2512", "2612", "0101")
        if not printed:
            printed = office_day
        elif post_day if postage == Postage.FIRST else office_day:
            to_go -= 1
    return day


@given(st.dates(date(2024, 1, 20), date(2030, 12, 31)), st.sampled_from(Postage))
def test_it_is_the_latest_day_that_arrives_in_time(birthday, postage):
    answer = posting_day(birthday, postage)
    assert simulated_arrival(answer.submit_by, postage) == answer.latest_arrival <= birthday
    assert simulated_arrival(answer.submit_by + DAY, postage) > birthday


@given(st.dates(date(2024, 1, 1), date(2030, 12, 31)), st.sampled_from(Postage))
def test_arrival_agrees_with_the_simulator(submitted, postage):
    assert latest_arrival(submitted, postage) == simulated_arrival(submitted, postage)


def run(tmp_path, *lines):
    asked = tmp_path / "asked.jsonl"
    asked.write_text("\n".join(lines), encoding="utf-8")
    out = StringIO()
    call_command("posting", str(asked), stdout=out)
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_command_answers_line_by_line(tmp_path):
    assert run(
        tmp_path,
        '{"id": 7, "birthday": "2026-12-26", "postage": "second"}',
        '{"id": "b", "birthday": "2026-11-30", "postage": "economy"}',
    ) == [
        {"id": 7, "submit_by": "2026-12-16", "latest_arrival": "2026-12-24"},
        {"id": "b", "submit_by": "2026-11-18", "latest_arrival": "2026-11-30"},
    ]


def test_command_judges_an_address_too(tmp_path):
    (answer,) = run(
        tmp_path, '{"birthday": "2026-12-26", "postage": "first", "address": ["Sam Example", "NFA", "LE1 1AA"]}'
    )
    assert [problem["code"] for problem in answer["address_problems"]] == ["no-fixed-abode-address"]


@pytest.mark.parametrize(
    ("address", "codes"),
    [("[]", ["address-is-empty"]), ('["", " "]', ["address-is-empty"]), ("null", None)],
)
def test_command_judges_an_address_that_has_no_line(tmp_path, address, codes):
    (answer,) = run(tmp_path, f'{{"birthday": "2026-12-26", "postage": "first", "address": {address}}}')
    found = answer.get("address_problems")
    assert (found and [problem["code"] for problem in found]) == codes


def test_command_goes_on_after_a_bad_line(tmp_path, capsys):
    asked = tmp_path / "asked.jsonl"
    asked.write_text(
        '{"id": 1, "birthday": "2026-02-30", "postage": "first"}\n'
        '{"id": 2, "birthday": "2026-03-02", "postage": "first"}'
    )
    out = StringIO()
    with pytest.raises(CommandError, match="1 of 2 lines"):
        call_command("posting", str(asked), stdout=out)
    first, second = (json.loads(line) for line in out.getvalue().splitlines())
    assert first["error"]["field"] == "birthday"
    assert second["submit_by"] == "2026-02-26"


@pytest.mark.parametrize(
    ("birthday", "postage", "post_by"),
    [
        pytest.param("2026-12-07", "second", "2026-11-30", id="a Monday, five working days before"),
        pytest.param("2026-12-06", "second", "2026-11-27", id="Sunday: as if it were the Friday"),
        pytest.param("2026-12-08", "first", "2026-12-07", id="first class, the day before"),
        pytest.param("2026-12-07", "first", "2026-12-04", id="first class for a Monday: Friday, there on Saturday"),
    ],
)
def test_the_last_day_to_post_what_is_printed_here_is_a_working_day(birthday, postage, post_by):
    day = last_day_to_post(date.fromisoformat(birthday), Postage(postage))
    assert day == date.fromisoformat(post_by)
    assert arrives_by(day, Postage(postage)) <= date.fromisoformat(birthday)
    assert arrives_by(add_working_days(day, 1), Postage(postage)) > date.fromisoformat(birthday)


def test_over_three_years_no_letter_is_to_be_posted_on_a_day_without_post():
    days = [date(2026, 1, 1) + timedelta(days=number) for number in range(3 * 365)]
    for postage in Postage:
        assert all(is_working_day(last_day_to_post(day, postage)) for day in days)


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        pytest.param("2026-11-26T09:00", "2026-11-26", id="in the morning"),
        pytest.param("2026-11-26T17:30", "2026-11-26", id="at half past five"),
        pytest.param("2026-11-26T17:31", "2026-11-27", id="a minute later: as if on the next day"),
        pytest.param("2026-12-31T23:59", "2027-01-01", id="over New Year"),
    ],
)
def test_what_is_handed_in_after_half_past_five_counts_as_the_next_days(moment, day):
    assert handed_in_on(datetime.fromisoformat(moment)) == date.fromisoformat(day)


@pytest.mark.parametrize(
    ("birthday", "postage", "first", "last"),
    [
        pytest.param("2026-12-07", "second", "2026-11-25", "2026-11-29", id="second class: Wednesday to Sunday"),
        pytest.param("2026-12-07", "first", "2026-11-30", "2026-12-03", id="first class: Monday to Thursday"),
        pytest.param("2027-01-04", "second", "2026-12-17", "2026-12-22", id="before Christmas"),
        pytest.param("2027-03-30", "first", "2027-03-19", "2027-03-24", id="after Easter"),
    ],
)
def test_a_letter_is_handed_in_three_working_days_before_the_last(birthday, postage, first, last):
    birthday, postage, first = date.fromisoformat(birthday), Postage(postage), date.fromisoformat(first)
    assert hand_in_from(birthday, postage) == first
    assert last_day_to_go(birthday, postage, LetterChannel.PRINTING_SERVICE) == date.fromisoformat(last)
    assert birthdays_to_hand_in(first, postage) >= birthday > birthdays_to_hand_in(first - DAY, postage)


@pytest.mark.parametrize(
    ("handed_in", "chosen", "sent"),
    [
        pytest.param("2026-11-29", "second", "second", id="in time by second class"),
        pytest.param("2026-11-30", "second", "first", id="a day later, by first class alone"),
        pytest.param("2026-12-03", "economy", "first", id="the last day for first class"),
        pytest.param("2026-12-04", "second", "second", id="late by any: as chosen"),
        pytest.param("2026-12-01", "first", "first", id="first class as chosen"),
    ],
)
def test_it_goes_first_class_where_only_that_arrives_by_the_birthday(handed_in, chosen, sent):
    assert postage_in_time(date(2026, 12, 7), date.fromisoformat(handed_in), Postage(chosen)) == Postage(sent)


@pytest.mark.parametrize(
    ("status_code", "error", "refusal"),
    [
        (400, "ValidationError", ServiceRefusal.LETTER),
        (413, "", ServiceRefusal.LETTER),
        (401, "AuthError", ServiceRefusal.SERVICE),
        (403, "BadRequestError", ServiceRefusal.SERVICE),
        (404, "", ServiceRefusal.SERVICE),
        (429, "RateLimitError", ServiceRefusal.TOO_FAST),
        (429, "TooManyRequestsError", ServiceRefusal.TOO_MANY),
        (429, "", ServiceRefusal.TOO_FAST),
        (500, "Exception", ServiceRefusal.UNCLEAR),
        (503, "", ServiceRefusal.UNCLEAR),
        (200, "", ServiceRefusal.UNCLEAR),  # an answer that could not be read
        (302, "", ServiceRefusal.UNCLEAR),
    ],
)
def test_what_an_answer_of_the_printing_service_means(status_code, error, refusal):
    assert refusal_of(status_code, error) == refusal


@pytest.mark.parametrize(
    ("refusal", "then"),
    [
        (ServiceRefusal.TOO_FAST, "2026-07-01T22:31+00:00"),
        (ServiceRefusal.UNCLEAR, "2026-07-01T22:40+00:00"),
        (ServiceRefusal.SERVICE, "2026-07-01T23:00+00:00"),
        (ServiceRefusal.TOO_MANY, "2026-07-02T00:01+00:00"),  # one in the morning here, in summer
    ],
)
def test_when_a_letter_is_tried_again(refusal, then):
    assert try_again_at(refusal, datetime(2026, 7, 1, 22, 30, tzinfo=UTC)) == datetime.fromisoformat(then)


def test_a_status_that_nobody_here_knows_is_waited_on():
    assert outcome_of("held-for-collection") == ServiceOutcome.WAITS
