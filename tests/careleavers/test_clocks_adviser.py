"""Personal advisers: one is to be appointed, and how soon. The law is in each test's id."""

from typing import Any

import pytest

from careleavers.rules.clocks import ClockSettings
from tests.clock_cases import ELIGIBLE, FORMER, RELEVANT, Row, owed, rows, table

OPTED_IN = "former_relevant_child/21-24 opted in 2033-05-01..2035-03-10"
WAITING = "former_relevant_child/21-24 2031-03-10..2033-05-01"


@table(
    (
        "Sch 2 para 19C nobody yet on the first day",
        "pa_appointment_eligible",
        "2026-03-10",
        {"status_spans": ELIGIBLE},
        Row("2026-03-10", "2026-03-10", "warning"),
    ),
    (
        "Sch 2 para 19C nobody yet the day after",
        "pa_appointment_eligible",
        "2026-03-11",
        {"status_spans": ELIGIBLE},
        Row("2026-03-10", "2026-03-10", "overdue", late=1),
    ),
    (
        "Sch 2 para 19C there already",
        "pa_appointment_eligible",
        "2026-03-11",
        {"status_spans": ELIGIBLE, "personal_adviser": "2026-01-01.."},
        Row("2026-03-10", "2026-03-10", "answered", "2026-03-10"),
    ),
    (
        "s23B(2) appointed late",
        "pa_appointment_relevant",
        "2026-10-01",
        {"status_spans": RELEVANT, "personal_adviser": "2026-09-11.."},
        Row("2026-09-01", "2026-09-01", "answered", "2026-09-11", 10),
    ),
    (
        "s23B(2) one who left before does not count",
        "pa_appointment_relevant",
        "2026-09-02",
        {"status_spans": RELEVANT, "personal_adviser": "2026-01-01..2026-09-01"},
        Row("2026-09-01", "2026-09-01", "overdue", late=1),
    ),
    (
        "s23B(2) one who leaves must be replaced",
        "pa_appointment_relevant",
        "2026-12-03",
        {"status_spans": RELEVANT, "personal_adviser": "2026-09-01..2026-12-01"},
        Row("2026-12-01", "2026-12-01", "overdue", late=2),
    ),
    (
        "s23B(2) one who has given notice is there still",
        "pa_appointment_relevant",
        "2026-11-30",
        {"status_spans": RELEVANT, "personal_adviser": "2026-09-01..2026-12-01"},
        Row("2026-09-01", "2026-09-01", "answered", "2026-09-01"),
    ),
    (
        "s23C(3)(a) continued past 18",
        "pa_continue",
        "2028-03-10",
        {"status_spans": [RELEVANT, FORMER], "personal_adviser": "2026-09-01.."},
        Row("2028-03-10", "2028-03-10", "answered", "2028-03-10"),
    ),
    (
        "s23CZB from the day support is asked for",
        "pa_continue",
        "2033-05-04",
        {"status_spans": [WAITING, OPTED_IN]},
        Row("2033-05-01", "2033-05-01", "overdue", late=3),
    ),
    (
        "s23CZB(1) not while no support is asked for",
        "pa_continue",
        "2032-05-04",
        {"status_spans": WAITING},
        None,
    ),
    (
        "never appointed, and no longer owed",
        "pa_appointment_relevant",
        "2028-03-11",
        {"status_spans": [RELEVANT, FORMER]},
        Row("2026-09-01", "2026-09-01", "ended", late=555),
    ),
    (
        "appointed on the day it was no longer owed",
        "pa_appointment_relevant",
        "2028-04-11",
        {"status_spans": [RELEVANT, FORMER], "personal_adviser": "2028-03-10.."},
        Row("2026-09-01", "2026-09-01", "ended", late=555),
    ),
    (
        "appointed only after it was owed",
        "pa_appointment_relevant",
        "2028-04-11",
        {"status_spans": [RELEVANT, FORMER], "personal_adviser": "2028-04-01.."},
        Row("2026-09-01", "2026-09-01", "ended", late=555),
    ),
)
def test_personal_adviser(code: str, on: str, written: dict[str, Any], expected: Row | None) -> None:
    assert owed(code, on, **written) == expected


def test_a_personal_adviser_who_comes_and_goes_leaves_a_run_for_each_time_without() -> None:
    assert rows(
        "pa_appointment_relevant",
        "2028-01-01",
        status_spans=RELEVANT,
        personal_adviser=["2026-09-05..2026-12-01", "2027-01-10..2027-03-01", "2027-03-01..2027-06-01"],
    ) == [
        Row("2026-09-01", "2026-09-01", "answered", "2026-09-05", 4),
        Row("2026-12-01", "2026-12-01", "answered", "2027-01-10", 40),
        Row("2027-06-01", "2027-06-01", "overdue", late=214),
    ]


@pytest.mark.parametrize(
    ("adviser", "expected"),
    [
        ("2026-01-01..2026-09-01", Row("2026-09-01", "2026-09-01", "ended", late=555)),
        ("2026-09-01..2028-03-10", Row("2026-09-01", "2026-09-01", "answered", "2026-09-01")),
        ("2026-09-01..2028-05-01", Row("2026-09-01", "2026-09-01", "answered", "2026-09-01")),
        ("2026-09-01..", Row("2026-09-01", "2026-09-01", "answered", "2026-09-01")),
    ],
)
def test_one_run_where_one_adviser_left_before_stayed_to_the_end_or_beyond(adviser: str, expected: Row) -> None:
    written: dict[str, Any] = {"status_spans": [RELEVANT, FORMER], "personal_adviser": adviser}
    assert rows("pa_appointment_relevant", "2028-06-01", **written) == [expected]


def test_the_days_for_an_appointment_are_a_setting() -> None:
    settings = ClockSettings(personal_adviser_days=5)
    assert owed("pa_appointment_relevant", "2026-09-06", settings, status_spans=RELEVANT) == Row(
        "2026-09-01", "2026-09-06", "warning"
    )
    late = owed(
        "pa_appointment_relevant", "2026-10-01", settings, status_spans=RELEVANT, personal_adviser="2026-09-08.."
    )
    assert late == Row("2026-09-01", "2026-09-06", "answered", "2026-09-08", 2)
