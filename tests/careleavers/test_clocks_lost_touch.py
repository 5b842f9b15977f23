"""Losing touch. The law is in each test's id."""

from typing import Any

from careleavers.rules.clocks import ClockSettings
from tests.clock_cases import FORMER, RELEVANT, Row, owed, rows, table

OPTED_IN = "former_relevant_child/21-24 opted in 2033-05-01..2035-03-10"
WAITING = "former_relevant_child/21-24 2031-03-10..2033-05-01"


@table(
    (
        "s23C(2)(b) touch is lost the day after the weeks are over",
        "re_establish_contact",
        "2028-05-06",
        {"status_spans": FORMER},
        Row("2028-05-06", None, "running"),
    ),
    ("not on the last day", "re_establish_contact", "2028-05-05", {"status_spans": FORMER}, None),
    (
        "contact answers it",
        "re_establish_contact",
        "2028-06-02",
        {"status_spans": FORMER, "contacts": "2028-06-01"},
        Row("2028-05-06", None, "answered", "2028-06-01"),
    ),
    (
        "a home of kind R: nobody knows where they live",
        "re_establish_contact",
        "2028-04-02",
        {"status_spans": FORMER, "contacts": "2028-03-20", "homes": "R 2028-04-01.."},
        Row("2028-04-01", None, "running"),
    ),
    (
        "found again while the home is still not known",
        "re_establish_contact",
        "2028-04-06",
        {"status_spans": FORMER, "contacts": "2028-04-05", "homes": "R 2028-04-01.."},
        Row("2028-04-01", None, "answered", "2028-04-05"),
    ),
    (
        "found there before they were 18 and it was owed: touch is not lost on the birthday",
        "re_establish_contact",
        "2028-03-20",
        {"status_spans": FORMER, "contacts": "2028-03-05", "homes": "R 2028-03-01.."},
        None,
    ),
    (
        "a new home ends it without contact",
        "re_establish_contact",
        "2028-04-06",
        {"status_spans": FORMER, "homes": ["R 2028-04-01..2028-04-04", "U 2028-04-04.."]},
        Row("2028-04-01", None, "ended"),
    ),
    (
        "in custody it is known where they are",
        "re_establish_contact",
        "2028-08-01",
        {"status_spans": FORMER, "homes": "X 2028-04-20.."},
        None,
    ),
    (
        "custody that begins later ends it",
        "re_establish_contact",
        "2028-08-01",
        {"status_spans": FORMER, "homes": "X 2028-06-01.."},
        Row("2028-05-06", None, "ended"),
    ),
    (
        "after custody touch is lost still",
        "re_establish_contact",
        "2028-08-01",
        {"status_spans": FORMER, "homes": "X 2028-06-01..2028-07-01"},
        Row("2028-07-01", None, "running"),
    ),
    (
        "contact on the day after the last one: touch was not lost",
        "re_establish_contact",
        "2028-06-02",
        {"status_spans": FORMER, "contacts": "2028-05-06"},
        None,
    ),
    (
        "met on the day they left for nobody knows where: that contact finds nobody",
        "re_establish_contact",
        "2028-04-02",
        {"status_spans": FORMER, "contacts": "2028-04-01", "homes": "R 2028-04-01.."},
        Row("2028-04-01", None, "running"),
    ),
    (
        "a home of kind R and silence are one time without touch",
        "re_establish_contact",
        "2028-06-10",
        {"status_spans": FORMER, "homes": "R 2028-04-01..2028-06-01"},
        Row("2028-04-01", None, "running"),
    ),
    (
        "a home of kind R that begins with the silence",
        "re_establish_contact",
        "2028-06-10",
        {"status_spans": FORMER, "homes": "R 2028-05-06..2028-06-01"},
        Row("2028-05-06", None, "running"),
    ),
    (
        "s23B(11) a relevant child, without delay and until it succeeds",
        "re_establish_contact",
        "2026-12-01",
        {"status_spans": RELEVANT},
        Row("2026-10-28", None, "running"),
    ),
    (
        "s23B(11) a relevant child met again",
        "re_establish_contact",
        "2026-12-01",
        {"status_spans": RELEVANT, "contacts": "2026-11-20"},
        Row("2026-10-28", None, "answered", "2026-11-20"),
    ),
    (
        "s23B(11) goes on at 18",
        "re_establish_contact",
        "2028-04-01",
        {"status_spans": [RELEVANT, FORMER]},
        Row("2026-10-28", None, "running"),
    ),
    (
        "s24(4) a person qualifying, no day set",
        "keep_in_touch_qualifying",
        "2030-04-01",
        {"status_spans": "person_qualifying/16-20 2028-03-10.."},
        Row("2028-03-10", None, "running"),
    ),
    (
        "s24(4) a person qualifying, met",
        "keep_in_touch_qualifying",
        "2030-04-01",
        {"status_spans": "person_qualifying/16-20 2028-03-10..", "contacts": "2029-05-01"},
        Row("2029-05-01", None, "running"),
    ),
    (
        "s24(4) not for a former relevant child",
        "keep_in_touch_qualifying",
        "2030-04-01",
        {"status_spans": FORMER},
        None,
    ),
)
def test_losing_touch(code: str, on: str, written: dict[str, Any], expected: Row | None) -> None:
    assert owed(code, on, **written) == expected


def test_history_of_losing_touch() -> None:
    assert rows("re_establish_contact", "2034-01-01", status_spans=[FORMER, WAITING, OPTED_IN]) == [
        Row("2028-05-06", None, "ended"),
        Row("2033-06-27", None, "running"),
    ]


def test_lost_touch_weeks_are_a_setting_of_their_own() -> None:
    settings = ClockSettings(lost_touch_weeks=26)
    assert owed("re_establish_contact", "2028-09-08", settings, status_spans=FORMER) is None
    assert owed("re_establish_contact", "2028-09-09", settings, status_spans=FORMER) == Row(
        "2028-09-09", None, "running"
    )
