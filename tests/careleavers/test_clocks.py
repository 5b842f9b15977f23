"""Keeping in touch, and the clocks of the record as a whole. The law is in each test's id."""

from datetime import date
from typing import Any

import pytest

from careleavers.rules.clocks import DEFAULTS, RECORD_CLOCKS, SETTINGS_IN_WORDS, ClockSettings, FactsOn, current_duties
from careleavers.rules.clocks.contact import without
from careleavers.rules.clocks.known import joined
from careleavers.rules.dates import Period
from tests.clock_cases import ELIGIBLE, FORMER, NOT_SUPPORTED, RELEVANT, Row, day, facts, owed, rows, table

OPTED_IN = "former_relevant_child/21-24 opted in 2033-05-01..2035-03-10"
WAITING = "former_relevant_child/21-24 2031-03-10..2033-05-01"


@table(
    (
        "s23B(1) from the first day as a relevant child, 8 weeks",
        "keep_in_touch",
        "2026-09-01",
        {"status_spans": RELEVANT},
        Row("2026-09-01", "2026-10-27", "running"),
    ),
    (
        "warning starts 28 days before",
        "keep_in_touch",
        "2026-09-29",
        {"status_spans": RELEVANT},
        Row("2026-09-01", "2026-10-27", "warning"),
    ),
    (
        "no warning 29 days before",
        "keep_in_touch",
        "2026-09-28",
        {"status_spans": RELEVANT},
        Row("2026-09-01", "2026-10-27", "running"),
    ),
    (
        "not overdue on the day it is due",
        "keep_in_touch",
        "2026-10-27",
        {"status_spans": RELEVANT},
        Row("2026-09-01", "2026-10-27", "warning"),
    ),
    (
        "overdue the day after",
        "keep_in_touch",
        "2026-10-28",
        {"status_spans": RELEVANT},
        Row("2026-09-01", "2026-10-27", "overdue", late=1),
    ),
    (
        "a contact starts the weeks anew",
        "keep_in_touch",
        "2026-10-28",
        {"status_spans": RELEVANT, "contacts": "2026-10-01"},
        Row("2026-10-01", "2026-11-26", "running"),
    ),
    (
        "a contact on the second day starts the weeks anew",
        "keep_in_touch",
        "2026-10-28",
        {"status_spans": RELEVANT, "contacts": "2026-09-02"},
        Row("2026-09-02", "2026-10-28", "warning"),
    ),
    (
        "a late contact starts the weeks from its own day",
        "keep_in_touch",
        "2026-12-01",
        {"status_spans": RELEVANT, "contacts": "2026-12-01"},
        Row("2026-12-01", "2027-01-26", "running"),
    ),
    (
        "news from somebody else is not contact",
        "keep_in_touch",
        "2026-10-28",
        {"status_spans": RELEVANT, "contacts": "2026-10-01 no answer"},
        Row("2026-09-01", "2026-10-27", "overdue", late=1),
    ),
    (
        "a contact that lies ahead is not seen",
        "keep_in_touch",
        "2026-10-28",
        {"status_spans": RELEVANT, "contacts": "2026-10-29"},
        Row("2026-09-01", "2026-10-27", "overdue", late=1),
    ),
    (
        "a contact before it was owed does not bring it forward",
        "keep_in_touch",
        "2026-09-02",
        {"status_spans": RELEVANT, "contacts": "2026-08-20"},
        Row("2026-09-01", "2026-10-27", "running"),
    ),
    (
        "s23C(2)(a) the 18th birthday does not start it anew",
        "keep_in_touch",
        "2028-04-01",
        {"status_spans": [RELEVANT, FORMER], "contacts": "2028-02-20"},
        Row("2028-02-20", "2028-04-16", "warning"),
    ),
    (
        "an eligible child is looked after: not this clock",
        "keep_in_touch",
        "2026-09-01",
        {"status_spans": ELIGIBLE},
        None,
    ),
    (
        "s24(4) a person qualifying: as the authority thinks fit",
        "keep_in_touch",
        "2026-09-01",
        {"status_spans": "person_qualifying/16-20 2026-04-01..2031-03-10"},
        None,
    ),
    (
        "it ends at 21 without support",
        "keep_in_touch",
        "2031-06-01",
        {"status_spans": [FORMER, NOT_SUPPORTED], "contacts": ["2031-02-10", "2031-03-10"]},
        Row("2031-02-10", "2031-04-07", "ended"),
    ),
    (
        "s23CZB it runs again from the day support is asked for",
        "keep_in_touch",
        "2033-05-01",
        {"status_spans": [FORMER, WAITING, OPTED_IN], "contacts": "2031-02-10"},
        Row("2033-05-01", "2033-06-26", "running"),
    ),
    (
        "a band that is not given is taken from the age: 18 to 20",
        "keep_in_touch",
        "2028-03-10",
        {"status_spans": "former_relevant_child 2028-03-10.."},
        Row("2028-03-10", "2028-05-05", "running"),
    ),
    (
        "a band that is not given is taken from the age: ended at 21",
        "keep_in_touch",
        "2031-03-10",
        {"status_spans": "former_relevant_child 2028-03-10.."},
        Row("2028-03-10", "2028-05-05", "ended", late=1038),
    ),
    (
        "a band that is not given, from 21",
        "keep_in_touch",
        "2032-03-10",
        {"status_spans": "former_relevant_child 2031-06-01.."},
        None,
    ),
    (
        "a band that is not given, from the 21st birthday",
        "keep_in_touch",
        "2031-03-10",
        {"status_spans": "former_relevant_child 2031-03-10.."},
        None,
    ),
    (
        "a band that is not given, to the 21st birthday: no support is to be offered",
        "offer_21",
        "2031-03-10",
        {"status_spans": "former_relevant_child 2028-03-10..2031-03-10"},
        None,
    ),
    (
        "a band that is not given, to 21",
        "keep_in_touch",
        "2030-03-10",
        {"status_spans": "former_relevant_child 2028-03-10..2030-01-01"},
        Row("2028-03-10", "2028-05-05", "ended", late=605),
    ),
    (
        "a death ends it",
        "keep_in_touch",
        "2028-09-01",
        {"status_spans": FORMER, "died_on": "2028-05-07"},
        Row("2028-03-10", "2028-05-05", "ended", late=1),
    ),
    (
        "a period of the status deceased is a death",
        "keep_in_touch",
        "2028-09-01",
        {"status_spans": ["former_relevant_child/18-20 2028-03-10..", "deceased 2028-04-01.."]},
        Row("2028-03-10", "2028-05-05", "ended"),
    ),
    (
        "a death that lies ahead is not seen",
        "keep_in_touch",
        "2028-04-01",
        {"status_spans": FORMER, "died_on": "2028-04-02"},
        Row("2028-03-10", "2028-05-05", "running"),
    ),
    (
        "a status after a death is not seen",
        "keep_in_touch",
        "2028-04-01",
        {"status_spans": FORMER, "died_on": "2028-03-10"},
        None,
    ),
)
def test_keep_in_touch(code: str, on: str, written: dict[str, Any], expected: Row | None) -> None:
    assert owed(code, on, **written) == expected


def test_history_of_keeping_in_touch() -> None:
    written: dict[str, Any] = {"status_spans": [FORMER, WAITING, OPTED_IN], "contacts": ["2028-04-20", "2033-07-01"]}
    assert rows("keep_in_touch", "2033-07-02", **written) == [
        Row("2028-03-10", "2028-05-05", "answered", "2028-04-20"),
        Row("2028-04-20", "2028-06-15", "ended", late=997),
        Row("2033-05-01", "2033-06-26", "answered", "2033-07-01", 5),
        Row("2033-07-01", "2033-08-26", "running"),
    ]
    four_weeks = ClockSettings(keep_in_touch_weeks=4)
    assert rows("keep_in_touch", "2026-09-01", four_weeks, status_spans=RELEVANT) == [
        Row("2026-09-01", "2026-09-29", "warning")
    ]


def test_an_authority_may_set_weeks_for_persons_qualifying() -> None:
    settings = ClockSettings(qualifying_contact_weeks=26)
    written = {"status_spans": "person_qualifying/16-20 2028-03-10..", "contacts": "2029-05-01"}
    assert owed("keep_in_touch_qualifying", "2029-11-01", settings, **written) == Row(
        "2029-05-01", "2029-10-30", "overdue", late=2
    )


@pytest.mark.parametrize(
    ("others", "left"),
    [
        ([], [(1, 9)]),
        ([(1, 9)], []),
        ([(0, 20)], []),
        ([(1, None)], []),
        ([(20, 25)], [(1, 9)]),
        ([(3, 5)], [(1, 3), (5, 9)]),
        ([(3, 4), (5, 7)], [(1, 3), (4, 5), (7, 9)]),
        ([(0, 1)], [(1, 9)]),
    ],
)
def test_days_in_one_list_and_not_in_another(others: list[tuple[int, int | None]], left: list[tuple[int, int]]) -> None:
    def span(start: int, end: int | None) -> Period:
        return Period(date(2026, 1, start + 1), date(2026, 1, end + 1) if end else None)

    assert without([span(1, 9)], [span(*other) for other in others]) == [span(*part) for part in left]


@pytest.mark.parametrize(
    ("spans", "few"),
    [
        ([(1, 5), (5, 9)], [(1, 9)]),
        ([(1, 5), (6, 9)], [(1, 5), (6, 9)]),
        ([(1, 9), (3, 5)], [(1, 9)]),
        ([(1, 9), (3, 9)], [(1, 9)]),
        ([(1, 5), (3, None)], [(1, None)]),
        ([(1, None), (3, 5)], [(1, None)]),
    ],
)
def test_spans_that_touch_or_overlap_become_one(
    spans: list[tuple[int, int | None]], few: list[tuple[int, int | None]]
) -> None:
    def span(start: int, end: int | None) -> Period:
        return Period(date(2026, 1, start), date(2026, 1, end) if end else None)

    assert joined(span(*each) for each in spans) == [span(*each) for each in few]


def test_open_days_with_others_taken_out() -> None:
    taken = [Period(date(2026, 2, 1), date(2026, 3, 1))]
    assert without([Period(date(2026, 1, 1), None)], taken) == [
        Period(date(2026, 1, 1), date(2026, 2, 1)),
        Period(date(2026, 3, 1), None),
    ]


def test_the_records_clocks_can_be_asked_without_those_of_pathways() -> None:
    known = FactsOn(facts(status_spans=FORMER), day("2028-03-11"), DEFAULTS)
    assert {duty.code for duty in current_duties(RECORD_CLOCKS, known)} == {
        "keep_in_touch",
        "pa_continue",
        "birthday_letter",
    }


def test_every_setting_is_explained() -> None:
    assert SETTINGS_IN_WORDS.keys() == vars(DEFAULTS).keys()
    named = {name for clock in RECORD_CLOCKS for name in clock.settings}
    assert named <= SETTINGS_IN_WORDS.keys()
