"""Risk assessments: unsuitable homes, lost touch, and what counts as unsuitable. The source is in each test's id."""

from typing import Any

import pytest

from careleavers.rules.clocks import ClockSettings
from pathways.rules.clocks.risk import is_unsuitable
from tests.clock_cases import FORMER, Row, owed, rows, table

UNSUITABLE = "V unsuitable 2028-05-01.."
SIGNED = "2028-05-04 until 2028-06-30"
MET = ["2028-04-20", "2028-06-01"]


@table(
    (
        "local an unsuitable home, signed within a week",
        "risk_assessment",
        "2028-05-01",
        {"status_spans": FORMER, "homes": UNSUITABLE, "contacts": "2028-05-01"},
        Row("2028-05-01", "2028-05-08", "warning"),
    ),
    (
        "local not signed in time",
        "risk_assessment",
        "2028-05-09",
        {"status_spans": FORMER, "homes": UNSUITABLE, "contacts": "2028-05-01"},
        Row("2028-05-01", "2028-05-08", "overdue", late=1),
    ),
    (
        "Vol 3 3.40 judged unsuitable in June, suitable before",
        "risk_assessment",
        "2028-06-20",
        {"status_spans": FORMER, "homes": "U suitable 2028-06-15:unsuitable 2028-05-01..", "contacts": MET},
        Row("2028-06-15", "2028-06-22", "warning"),
    ),
    (
        "Vol 3 3.40 the day before it was judged unsuitable",
        "risk_assessment",
        "2028-06-14",
        {"status_spans": FORMER, "homes": "U suitable 2028-06-15:unsuitable 2028-05-01..", "contacts": MET},
        None,
    ),
    (
        "Vol 3 7.16 judged before the move: from the first day there",
        "risk_assessment",
        "2028-05-02",
        {"status_spans": FORMER, "homes": "U suitable 2028-04-15:unsuitable 2028-05-01..", "contacts": "2028-05-01"},
        Row("2028-05-01", "2028-05-08", "warning"),
    ),
    (
        "local judged unsuitable once more: one and the same need",
        "risk_assessment",
        "2028-06-20",
        {"status_spans": FORMER, "homes": "W 2028-06-15:unsuitable 2028-05-01..", "contacts": "2028-06-01"},
        Row("2028-05-01", "2028-05-08", "overdue", late=43),
    ),
    (
        "Vol 3 3.40 judged suitable since",
        "risk_assessment",
        "2028-06-20",
        {"status_spans": FORMER, "homes": "V unsuitable 2028-06-15:suitable 2028-05-01..", "contacts": MET},
        Row("2028-05-01", "2028-05-08", "ended", late=37),
    ),
    (
        "local signed, and looked at again on its own date",
        "risk_assessment",
        "2028-05-20",
        {
            "status_spans": FORMER,
            "homes": UNSUITABLE,
            "risk_assessments": "2028-05-04 until 2028-06-30",
            "contacts": "2028-05-01",
        },
        Row("2028-05-04", "2028-06-30", "running"),
    ),
    (
        "local signed today",
        "risk_assessment",
        "2028-05-04",
        {
            "status_spans": FORMER,
            "homes": UNSUITABLE,
            "risk_assessments": "2028-05-04 until 2028-06-30",
            "contacts": "2028-05-01",
        },
        Row("2028-05-04", "2028-06-30", "running"),
    ),
    (
        "local left on the day the status began",
        "risk_assessment",
        "2028-03-11",
        {"status_spans": FORMER, "homes": "V unsuitable 2028-01-01..2028-03-10"},
        None,
    ),
    (
        "local of two signed in a day the earlier date stands, whichever comes first",
        "risk_assessment",
        "2028-05-20",
        {
            "status_spans": FORMER,
            "homes": UNSUITABLE,
            "risk_assessments": ["2028-05-04 until 2028-06-01", "2028-05-04 until 2028-06-30"],
            "contacts": "2028-05-01",
        },
        Row("2028-05-04", "2028-06-01", "warning"),
    ),
    (
        "local signed without a date: after the weeks of the setting",
        "risk_assessment",
        "2028-06-30",
        {"status_spans": FORMER, "homes": UNSUITABLE, "risk_assessments": "2028-05-04", "contacts": "2028-05-01"},
        Row("2028-05-04", "2028-06-29", "overdue", late=1),
    ),
    (
        "local of two signed in a day the earlier date stands",
        "risk_assessment",
        "2028-05-20",
        {
            "status_spans": FORMER,
            "homes": UNSUITABLE,
            "risk_assessments": ["2028-05-04 until 2028-06-30", "2028-05-04 until 2028-06-01"],
            "contacts": "2028-05-01",
        },
        Row("2028-05-04", "2028-06-01", "warning"),
    ),
    (
        "local one that lies ahead is not seen",
        "risk_assessment",
        "2028-05-09",
        {"status_spans": FORMER, "homes": UNSUITABLE, "risk_assessments": "2028-05-10", "contacts": "2028-05-01"},
        Row("2028-05-01", "2028-05-08", "overdue", late=1),
    ),
    (
        "local one signed for the home before does not count",
        "risk_assessment",
        "2028-05-09",
        {
            "status_spans": FORMER,
            "homes": ["S 2028-04-01..2028-05-01", UNSUITABLE],
            "risk_assessments": "2028-04-03 until 2028-07-01",
            "contacts": "2028-05-01",
        },
        Row("2028-05-01", "2028-05-08", "overdue", late=1),
    ),
    (
        "local a suitable home",
        "risk_assessment",
        "2028-05-04",
        {"status_spans": FORMER, "homes": "U suitable 2028-04-01..", "contacts": "2028-05-01"},
        None,
    ),
    (
        "local custody is excepted, lost touch there too",
        "risk_assessment",
        "2028-09-04",
        {"status_spans": FORMER, "homes": "X unsuitable 2028-04-01.."},
        None,
    ),
    (
        "Vol 3 4.39 lost touch",
        "risk_assessment",
        "2028-05-10",
        {"status_spans": FORMER, "homes": "U suitable 2028-04-01.."},
        Row("2028-05-06", "2028-05-13", "warning"),
    ),
    (
        "Vol 3 4.39 in touch again",
        "risk_assessment",
        "2028-05-10",
        {"status_spans": FORMER, "contacts": "2028-05-09"},
        Row("2028-05-06", "2028-05-13", "ended"),
    ),
)
def test_risk_assessments(code: str, on: str, written: dict[str, Any], expected: Row | None) -> None:
    assert owed(code, on, **written) == expected


@table(
    (
        "local written for something else: looked at again by its date",
        "risk_assessment_closing",
        "2028-06-25",
        {"status_spans": FORMER, "contacts": MET, "risk_assessments": SIGNED},
        Row("2028-05-04", "2028-06-30", "warning"),
    ),
    (
        "local closed with the reason",
        "risk_assessment_closing",
        "2028-07-25",
        {
            "status_spans": FORMER,
            "contacts": "2028-07-01",
            "risk_assessments": f"{SIGNED} closed 2028-07-02",
        },
        Row("2028-05-04", "2028-06-30", "answered", "2028-07-02", 2),
    ),
    (
        "local another one is signed: it waits for the next look at that one",
        "risk_assessment_closing",
        "2028-06-20",
        {
            "status_spans": FORMER,
            "contacts": MET,
            "risk_assessments": ["2028-05-04 until 2028-06-30", "2028-06-15 until 2028-09-01"],
        },
        Row("2028-06-15", "2028-09-01", "running"),
    ),
    (
        "CLR reg 9 while the home does not suit them, risk_assessment asks for the next one alone",
        "risk_assessment_closing",
        "2028-06-20",
        {
            "status_spans": FORMER,
            "homes": UNSUITABLE,
            "contacts": MET,
            "risk_assessments": "2028-05-04 until 2028-06-30",
        },
        None,
    ),
    (
        "local the home suits since, a week before the review: due on the day of the review",
        "risk_assessment_closing",
        "2028-06-22",
        {
            "status_spans": FORMER,
            "homes": "V unsuitable 2028-06-15:suitable 2028-05-01..",
            "contacts": MET,
            "risk_assessments": "2028-05-04 until 2028-06-30",
        },
        Row("2028-06-15", "2028-06-30", "warning"),
    ),
    (
        "local the home suits since, after the review was due: a week to close it",
        "risk_assessment_closing",
        "2028-06-20",
        {
            "status_spans": FORMER,
            "homes": "V unsuitable 2028-06-15:suitable 2028-05-01..",
            "contacts": MET,
            "risk_assessments": "2028-05-04 until 2028-06-01",
        },
        Row("2028-06-15", "2028-06-22", "warning"),
    ),
    (
        "Vol 3 4.39 touch is found: it does not fall silent",
        "risk_assessment_closing",
        "2028-05-12",
        {
            "status_spans": FORMER,
            "contacts": ["2028-03-01", "2028-05-10"],
            "risk_assessments": "2028-05-08 until 2028-06-30",
        },
        Row("2028-05-10", "2028-06-30", "running"),
    ),
    (
        "s23C(6) nothing is asked once nobody works with them any more",
        "risk_assessment_closing",
        "2031-06-01",
        {
            "status_spans": FORMER,
            "contacts": MET,
            "risk_assessments": "2028-05-04 until 2028-06-30",
        },
        Row("2028-05-04", "2028-06-30", "ended", late=982),
    ),
)
def test_what_ends_a_risk_assessment(code: str, on: str, written: dict[str, Any], expected: Row | None) -> None:
    assert owed(code, on, **written) == expected


def test_a_council_that_asks_for_none_still_follows_what_was_signed() -> None:
    written: dict[str, Any] = {
        "status_spans": FORMER,
        "homes": UNSUITABLE,
        "risk_assessments": "2028-05-04 until 2028-06-30",
    }
    settings = ClockSettings(risk_assessment_days=None)
    assert owed("risk_assessment_closing", "2028-05-10", settings, **written) == Row(
        "2028-05-04", "2028-06-30", "running"
    )


def test_whether_custody_needs_a_risk_assessment_is_a_setting() -> None:
    settings = ClockSettings(risk_assessment_in_custody=True)
    written: dict[str, Any] = {"status_spans": FORMER, "homes": "X 2028-04-01.."}
    assert owed("risk_assessment", "2028-04-02", settings, **written) == Row("2028-04-01", "2028-04-08", "warning")


def test_history_of_risk_assessments() -> None:
    written: dict[str, Any] = {
        "status_spans": FORMER,
        "homes": "V unsuitable 2028-05-01..2028-08-01",
        "risk_assessments": ["2028-05-10 until 2028-06-01", "2028-06-03 until 2028-07-01"],
        "contacts": ["2028-05-01", "2028-06-03", "2028-07-20"],
    }
    assert rows("risk_assessment", "2028-08-02", **written) == [
        Row("2028-05-01", "2028-05-08", "answered", "2028-05-10", 2),
        Row("2028-05-10", "2028-06-01", "answered", "2028-06-03", 2),
        Row("2028-06-03", "2028-07-01", "ended", late=30),
    ]


@pytest.mark.parametrize(
    ("kind", "suitable", "unsuitable"),
    [
        ("S", True, True),
        ("X", None, True),
        ("W", None, True),
        ("W", True, False),
        ("W", False, True),
        ("U", None, False),
        ("U", False, True),
        ("U", True, False),
    ],
)
def test_what_counts_as_unsuitable(kind: str, suitable: bool | None, unsuitable: bool) -> None:
    assert is_unsuitable(kind, suitable) is unsuitable
