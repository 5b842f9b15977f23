"""Reviews of the pathway plan after moves and events. The law is in each test's id."""

from typing import Any

from careleavers.rules.clocks import ClockSettings
from tests.clock_cases import ELIGIBLE, RELEVANT, Row, owed, table

PROVIDED = "D provided 2026-09-01.."


def test_when_a_review_after_a_move_is_overdue_is_a_setting() -> None:
    settings = ClockSettings(review_after_move_overdue_days=42)
    written: dict[str, Any] = {"status_spans": RELEVANT, "homes": PROVIDED}
    assert owed("plan_review_after_move", "2026-10-13", settings, **written) == Row(
        "2026-09-29", "2026-10-13", "warning"
    )


@table(
    (
        "Vol 3 4.15 usually 28 days after any move",
        "plan_review_after_any_move",
        "2026-10-02",
        {"status_spans": RELEVANT, "homes": "U 2026-10-02.."},
        Row("2026-10-02", "2026-10-30", "warning"),
    ),
    (
        "Vol 3 4.15 not for whoever did not move",
        "plan_review_after_any_move",
        "2026-10-02",
        {"status_spans": RELEVANT, "homes": "U 2026-08-31.."},
        None,
    ),
    (
        "Vol 3 4.15 moved on after staying on at first",
        "plan_review_after_any_move",
        "2026-10-02",
        {"status_spans": RELEVANT, "homes": ["U 2026-08-31..2026-10-02", "U 2026-10-02.."]},
        Row("2026-10-02", "2026-10-30", "warning"),
    ),
    (
        "Vol 3 4.15 a review on the day of the move came before it",
        "plan_review_after_any_move",
        "2026-10-03",
        {"status_spans": RELEVANT, "homes": "U 2026-10-02..", "reviews": "2026-10-02"},
        Row("2026-10-02", "2026-10-30", "warning"),
    ),
    (
        "Vol 3 4.15 a review on the day after the move answers it",
        "plan_review_after_any_move",
        "2026-10-03",
        {"status_spans": RELEVANT, "homes": "U 2026-10-02..", "reviews": "2026-10-03"},
        Row("2026-10-02", "2026-10-30", "answered", "2026-10-03"),
    ),
    (
        "Vol 3 4.15 it ends with the status",
        "plan_review_after_any_move",
        "2028-03-20",
        {"status_spans": RELEVANT, "homes": "U 2028-02-20.."},
        Row("2028-02-20", "2028-03-19", "ended"),
    ),
    (
        "Vol 3 4.15 not while nobody knows where",
        "plan_review_after_any_move",
        "2026-10-02",
        {"status_spans": RELEVANT, "homes": "R 2026-10-01.."},
        None,
    ),
    (
        "Vol 3 4.15 another move does not end it",
        "plan_review_after_any_move",
        "2026-11-10",
        {"status_spans": RELEVANT, "homes": ["U 2026-10-02..2026-10-20", "S 2026-10-20.."]},
        Row("2026-10-02", "2026-10-30", "overdue", late=11),
    ),
    (
        "Vol 3 4.15 one review answers both moves",
        "plan_review_after_any_move",
        "2026-11-10",
        {"status_spans": RELEVANT, "homes": ["U 2026-10-02..2026-10-20", "S 2026-10-20.."], "reviews": "2026-11-02"},
        Row("2026-10-20", "2026-11-17", "answered", "2026-11-02"),
    ),
    (
        "Vol 3 4.14 then three or six months, as it set",
        "plan_review_after_any_move",
        "2026-11-10",
        {"status_spans": RELEVANT, "homes": "U 2026-10-02..", "reviews": "2026-11-02 +3"},
        Row("2026-11-02", "2027-02-02", "running"),
    ),
    (
        "Vol 3 4.14 six months at most",
        "plan_review_after_any_move",
        "2026-11-10",
        {"status_spans": RELEVANT, "homes": "U 2026-10-02..", "reviews": "2026-11-02 +9"},
        Row("2026-11-02", "2027-05-02", "running"),
    ),
    (
        "Vol 3 4.14 the next review answers it, however soon",
        "plan_review_after_any_move",
        "2026-11-10",
        {"status_spans": RELEVANT, "homes": "U 2026-10-02..", "reviews": ["2026-11-02 +3", "2026-11-03"]},
        Row("2026-11-02", "2027-02-02", "answered", "2026-11-03"),
    ),
    (
        "Vol 3 4.14 it ends with the status",
        "plan_review_after_any_move",
        "2028-03-20",
        {"status_spans": RELEVANT, "homes": "U 2028-01-01..", "reviews": "2028-02-01 +3"},
        Row("2028-02-01", "2028-05-01", "ended"),
    ),
    (
        "reg 7(3)(b) sets the interval where it applies",
        "plan_review_after_any_move",
        "2026-11-10",
        {"status_spans": RELEVANT, "homes": "U provided 2026-10-02..", "reviews": "2026-11-02 +3"},
        Row("2026-10-02", "2026-10-30", "answered", "2026-11-02", 3),
    ),
    (
        "reg 7(2)(a) the young person asks",
        "plan_review_on_request",
        "2026-10-10",
        {"status_spans": RELEVANT, "events": ["review_requested 2026-10-10", "case_closed 2026-10-01"]},
        Row("2026-10-10", "2026-11-07", "warning"),
    ),
    (
        "reg 7(2)(a) held",
        "plan_review_on_request",
        "2026-11-10",
        {
            "status_spans": RELEVANT,
            "events": "review_requested 2026-10-10",
            "done": "plan_review_on_request 2026-11-09 2026-10-10",
        },
        Row("2026-10-10", "2026-11-07", "answered", "2026-11-09", 2),
    ),
    (
        "reg 7(2)(a) a review that was held for something else",
        "plan_review_on_request",
        "2026-11-10",
        {"status_spans": RELEVANT, "events": "review_requested 2026-10-10", "reviews": "2026-11-09"},
        Row("2026-10-10", "2026-11-07", "overdue", late=3),
    ),
    (
        "reg 7(2)(b) one that was held for another request",
        "plan_review_on_request",
        "2026-11-10",
        {
            "status_spans": RELEVANT,
            "events": ["review_requested 2026-10-10", "review_requested 2026-10-12"],
            "done": "plan_review_on_request 2026-11-09 2026-10-12",
        },
        Row("2026-10-10", "2026-11-07", "overdue", late=3),
    ),
    (
        "Vol 3 4.16 at once where a crisis may come",
        "plan_review_on_request",
        "2026-10-11",
        {"status_spans": RELEVANT, "events": "review_requested_at_once 2026-10-10"},
        Row("2026-10-10", "2026-10-10", "overdue", late=1),
    ),
    (
        "reg 7(2)(a) asked for by an eligible child: the looked-after review",
        "plan_review_on_request",
        "2026-10-10",
        {"status_spans": ELIGIBLE, "events": "review_requested 2026-10-10"},
        None,
    ),
    (
        "reg 7(2)(a) it ends with the status",
        "plan_review_on_request",
        "2028-03-20",
        {"status_spans": RELEVANT, "events": "review_requested 2028-03-01"},
        Row("2028-03-01", "2028-03-29", "ended"),
    ),
    (
        "reg 7(2)(a) a request that lies ahead is not seen",
        "plan_review_on_request",
        "2026-10-09",
        {"status_spans": RELEVANT, "events": "review_requested 2026-10-10"},
        None,
    ),
    (
        "Vol 3 4.17 at once in a crisis",
        "plan_review_event",
        "2026-10-11",
        {"status_spans": RELEVANT, "events": "review_needed 2026-10-10"},
        Row("2026-10-10", "2026-10-10", "overdue", late=1),
    ),
)
def test_reviews_after_moves_and_events(code: str, on: str, written: dict[str, Any], expected: Row | None) -> None:
    assert owed(code, on, **written) == expected
