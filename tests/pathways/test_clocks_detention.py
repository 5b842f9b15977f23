"""Visits to young people who are detained. The law is in each test's id."""

from typing import Any

from tests.clock_cases import ELIGIBLE, RELEVANT, Row, owed, table

LOOKED_AFTER = "looked_after 2026-06-01..2026-07-20"


NO_STATUS = "none 2026-07-20.."


@table(
    (
        "SI 2010/2797 reg 3 sentenced and not relevant: ten working days",
        "detention_visit_not_relevant",
        "2026-07-20",
        {"status_spans": [LOOKED_AFTER, NO_STATUS], "sentenced": "2026-07-20"},
        Row("2026-07-20", "2026-08-03", "warning"),
    ),
    (
        "SI 2010/2797 seen by a custody home that begins the day care ends",
        "detention_visit_not_relevant",
        "2026-08-04",
        {"status_spans": [LOOKED_AFTER, NO_STATUS], "homes": "X 2026-07-20.."},
        Row("2026-07-20", "2026-08-03", "overdue", late=1),
    ),
    (
        "SI 2010/2797 another home that begins the day care ends",
        "detention_visit_not_relevant",
        "2026-08-04",
        {"status_spans": [LOOKED_AFTER, NO_STATUS], "homes": "U 2026-07-20.."},
        None,
    ),
    (
        "SI 2010/2797 custody that begins after care ended",
        "detention_visit_not_relevant",
        "2026-08-04",
        {"status_spans": [LOOKED_AFTER, NO_STATUS], "homes": "X 2026-07-21.."},
        None,
    ),
    (
        "SI 2010/2797 sentenced while still looked after, and again",
        "detention_visit_not_relevant",
        "2026-07-30",
        {"status_spans": [LOOKED_AFTER, NO_STATUS], "sentenced": ["2026-06-10", "2026-07-20"]},
        Row("2026-07-20", "2026-08-03", "warning"),
    ),
    (
        "SI 2010/2797 leaving another home is not a release",
        "detention_visit_not_relevant",
        "2026-07-30",
        {"status_spans": [LOOKED_AFTER, NO_STATUS], "sentenced": "2026-07-20", "homes": "U 2026-07-01..2026-07-25"},
        Row("2026-07-20", "2026-08-03", "warning"),
    ),
    (
        "SI 2010/2797 released from an earlier custody",
        "detention_visit_not_relevant",
        "2026-07-30",
        {"status_spans": [LOOKED_AFTER, NO_STATUS], "sentenced": "2026-07-20", "homes": "X 2026-06-10..2026-06-20"},
        Row("2026-07-20", "2026-08-03", "warning"),
    ),
    (
        "SI 2010/2797 visited",
        "detention_visit_not_relevant",
        "2026-08-04",
        {"status_spans": [LOOKED_AFTER, NO_STATUS], "homes": "X 2026-07-20..", "contacts": "2026-08-01 visit"},
        Row("2026-07-20", "2026-08-03", "answered", "2026-08-01"),
    ),
    (
        "SI 2010/2797 released first",
        "detention_visit_not_relevant",
        "2026-08-04",
        {"status_spans": [LOOKED_AFTER, NO_STATUS], "homes": "X 2026-07-20..2026-07-30"},
        Row("2026-07-20", "2026-08-03", "ended"),
    ),
    (
        "SI 2010/2797 looked after again",
        "detention_visit_not_relevant",
        "2026-08-04",
        {"status_spans": [LOOKED_AFTER, "looked_after 2026-07-25.."], "sentenced": "2026-07-20"},
        Row("2026-07-20", "2026-08-03", "ended"),
    ),
    (
        "SI 2010/2797 ends at 18",
        "detention_visit_not_relevant",
        "2028-03-10",
        {"status_spans": ["looked_after 2028-02-01..2028-03-06", "none 2028-03-06.."], "sentenced": "2028-03-06"},
        Row("2028-03-06", "2028-03-20", "ended"),
    ),
    (
        "SI 2010/2797 not for a relevant child",
        "detention_visit_not_relevant",
        "2026-09-04",
        {"status_spans": [ELIGIBLE.replace("2028-03-10", "2026-09-01"), RELEVANT], "sentenced": "2026-09-01"},
        None,
    ),
    (
        "SI 2010/2797 not from 18",
        "detention_visit_not_relevant",
        "2028-03-12",
        {"status_spans": "looked_after 2028-02-01..2028-03-10", "sentenced": "2028-03-10"},
        None,
    ),
    (
        "SI 2010/2797 a sentence that lies ahead is not seen",
        "detention_visit_not_relevant",
        "2026-07-19",
        {"status_spans": LOOKED_AFTER, "sentenced": "2026-07-20"},
        None,
    ),
)
def test_detention(code: str, on: str, written: dict[str, Any], expected: Row | None) -> None:
    assert owed(code, on, **written) == expected
