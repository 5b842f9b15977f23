"""Visits after a move and in custody, and bed and breakfast. The law is in each test's id."""

from typing import Any

from tests.clock_cases import ELIGIBLE, FORMER, NOT_SUPPORTED, RELEVANT, Row, owed, table

PROVIDED = "D provided 2026-09-01.."
FIRST = "2026-09-03 visit home"
BEFORE_REVIEW = "2026-09-28 visit home"


@table(
    (
        "reg 8(2)(a) worked: first provided 1 Sep, visit by 8 Sep",
        "pa_visit_7_day",
        "2026-09-08",
        {"status_spans": RELEVANT, "homes": PROVIDED},
        Row("2026-09-01", "2026-09-08", "warning"),
    ),
    (
        "reg 8(2)(a) overdue on 9 Sep",
        "pa_visit_7_day",
        "2026-09-09",
        {"status_spans": RELEVANT, "homes": PROVIDED},
        Row("2026-09-01", "2026-09-08", "overdue", late=1),
    ),
    (
        "reg 8(2)(a) a visit on the first day counts",
        "pa_visit_7_day",
        "2026-09-09",
        {"status_spans": RELEVANT, "homes": PROVIDED, "contacts": "2026-09-01 visit home"},
        Row("2026-09-01", "2026-09-08", "answered", "2026-09-01"),
    ),
    (
        "reg 8(2) at that accommodation, not elsewhere",
        "pa_visit_7_day",
        "2026-09-09",
        {"status_spans": RELEVANT, "homes": PROVIDED, "contacts": "2026-09-03 visit"},
        Row("2026-09-01", "2026-09-08", "overdue", late=1),
    ),
    (
        "reg 8(2) a telephone call is not a visit",
        "pa_visit_7_day",
        "2026-09-09",
        {"status_spans": RELEVANT, "homes": PROVIDED, "contacts": "2026-09-03 at home"},
        Row("2026-09-01", "2026-09-08", "overdue", late=1),
    ),
    (
        "reg 8(2) nobody was in",
        "pa_visit_7_day",
        "2026-09-09",
        {"status_spans": RELEVANT, "homes": PROVIDED, "contacts": "2026-09-03 visit home no answer"},
        Row("2026-09-01", "2026-09-08", "overdue", late=1),
    ),
    (
        "reg 8(2) a visit to the home before does not count",
        "pa_visit_7_day",
        "2026-09-09",
        {"status_spans": RELEVANT, "homes": PROVIDED, "contacts": "2026-08-31 visit home"},
        Row("2026-09-01", "2026-09-08", "overdue", late=1),
    ),
    (
        "reg 8(2) not where somebody else provides it",
        "pa_visit_7_day",
        "2026-09-09",
        {"status_spans": RELEVANT, "homes": "U 2026-09-01.."},
        None,
    ),
    (
        "reg 8(2) left before the visit",
        "pa_visit_7_day",
        "2026-10-09",
        {"status_spans": RELEVANT, "homes": "D provided 2026-09-01..2026-09-20", "contacts": "2026-09-20 visit home"},
        Row("2026-09-01", "2026-09-08", "ended", late=11),
    ),
    (
        "reg 8(2)(b) worked: the review opens on 29 Sep, visit before it",
        "pa_visit_pre_review",
        "2026-09-29",
        {"status_spans": RELEVANT, "homes": PROVIDED, "contacts": [FIRST, BEFORE_REVIEW]},
        Row("2026-09-01", "2026-10-06", "answered", "2026-09-28"),
    ),
    (
        "reg 8(2)(b) the first visit alone does not answer it",
        "pa_visit_pre_review",
        "2026-09-28",
        {"status_spans": RELEVANT, "homes": PROVIDED, "contacts": FIRST},
        Row("2026-09-01", "2026-10-06", "warning"),
    ),
    (
        "reg 8(2)(b) a visit the day after the first counts",
        "pa_visit_pre_review",
        "2026-09-28",
        {"status_spans": RELEVANT, "homes": PROVIDED, "contacts": [FIRST, "2026-09-04 visit home"]},
        Row("2026-09-01", "2026-10-06", "answered", "2026-09-04"),
    ),
    (
        "reg 8(2)(b) due by the review once that was held",
        "pa_visit_pre_review",
        "2026-10-02",
        {"status_spans": RELEVANT, "homes": PROVIDED, "contacts": FIRST, "reviews": "2026-10-01"},
        Row("2026-09-01", "2026-10-01", "overdue", late=1),
    ),
    (
        "reg 8(2)(b) a late review puts it off no further",
        "pa_visit_pre_review",
        "2026-11-02",
        {"status_spans": RELEVANT, "homes": PROVIDED, "contacts": FIRST, "reviews": "2026-11-01"},
        Row("2026-09-01", "2026-10-06", "overdue", late=27),
    ),
    (
        "reg 8(2)(b) a first visit after 7 days is both",
        "pa_visit_pre_review",
        "2026-10-02",
        {"status_spans": RELEVANT, "homes": PROVIDED, "contacts": "2026-09-20 visit home"},
        Row("2026-09-01", "2026-10-06", "answered", "2026-09-20"),
    ),
    (
        "reg 8(2)(b) a first visit on the 7th day is the first only",
        "pa_visit_pre_review",
        "2026-10-02",
        {"status_spans": RELEVANT, "homes": PROVIDED, "contacts": "2026-09-08 visit home"},
        Row("2026-09-01", "2026-10-06", "warning"),
    ),
    (
        "reg 8(2)(b) a first visit on the 8th day is both",
        "pa_visit_pre_review",
        "2026-10-02",
        {"status_spans": RELEVANT, "homes": PROVIDED, "contacts": "2026-09-09 visit home"},
        Row("2026-09-01", "2026-10-06", "answered", "2026-09-09"),
    ),
    (
        "reg 8(2)(b) left before it",
        "pa_visit_pre_review",
        "2026-10-09",
        {"status_spans": RELEVANT, "homes": "D provided 2026-09-01..2026-09-20", "contacts": "2026-09-20 visit home"},
        Row("2026-09-01", "2026-10-06", "ended"),
    ),
    (
        "reg 8(2)(b) nobody has been there",
        "pa_visit_pre_review",
        "2026-10-07",
        {"status_spans": RELEVANT, "homes": PROVIDED},
        Row("2026-09-01", "2026-10-06", "overdue", late=1),
    ),
    (
        "reg 8(2)(c) worked: visit 28 Sep, next by 28 Nov",
        "pa_visit_2_month",
        "2026-10-20",
        {"status_spans": RELEVANT, "homes": PROVIDED, "contacts": [FIRST, BEFORE_REVIEW]},
        Row("2026-09-28", "2026-11-28", "running"),
    ),
    (
        "reg 8(2)(c) two months of 31 December end in February",
        "pa_visit_2_month",
        "2027-03-01",
        {"status_spans": RELEVANT, "homes": PROVIDED, "contacts": "2026-12-31 visit home"},
        Row("2026-12-31", "2027-02-28", "overdue", late=1),
    ),
    (
        "reg 8(2)(c) not before a first visit",
        "pa_visit_2_month",
        "2027-03-01",
        {"status_spans": RELEVANT, "homes": PROVIDED},
        None,
    ),
    (
        "reg 8(2)(c) ends with the home",
        "pa_visit_2_month",
        "2027-03-01",
        {"status_spans": RELEVANT, "homes": "D provided 2026-09-01..2026-10-01", "contacts": FIRST},
        Row("2026-09-03", "2026-11-03", "ended"),
    ),
)
def test_visits_to_provided_accommodation(code: str, on: str, written: dict[str, Any], expected: Row | None) -> None:
    assert owed(code, on, **written) == expected


@table(
    (
        "Vol 3 3.39 any move: seven days",
        "pa_visit_guidance",
        "2028-05-01",
        {"status_spans": FORMER, "homes": "U 2028-05-01.."},
        Row("2028-05-01", "2028-05-08", "warning"),
    ),
    (
        "Vol 3 3.39 then when the plan is reviewed after 28 days",
        "pa_visit_guidance",
        "2028-05-05",
        {"status_spans": FORMER, "homes": "U 2028-05-01..", "contacts": "2028-05-04 visit home"},
        Row("2028-05-04", "2028-06-05", "running"),
    ),
    (
        "Vol 3 3.39 then every two months",
        "pa_visit_guidance",
        "2028-06-02",
        {
            "status_spans": FORMER,
            "homes": "U 2028-05-01..",
            "contacts": ["2028-05-04 visit home", "2028-06-01 visit home"],
        },
        Row("2028-06-01", "2028-08-01", "running"),
    ),
    (
        "Vol 3 3.39 a first visit later than 28 days is followed within two months",
        "pa_visit_guidance",
        "2028-06-02",
        {"status_spans": FORMER, "homes": "U 2028-05-01..", "contacts": "2028-05-29 visit home"},
        Row("2028-05-29", "2028-07-29", "running"),
    ),
    (
        "Vol 3 3.39 moved on before the visit",
        "pa_visit_guidance",
        "2028-05-20",
        {"status_spans": FORMER, "homes": ["U 2028-05-01..2028-05-04", "R 2028-05-04.."]},
        Row("2028-05-01", "2028-05-08", "ended"),
    ),
    (
        "Vol 3 3.39 moved on after the first visit",
        "pa_visit_guidance",
        "2028-06-10",
        {"status_spans": FORMER, "homes": "U 2028-05-01..2028-06-01", "contacts": "2028-05-04 visit home"},
        Row("2028-05-04", "2028-06-05", "ended"),
    ),
    (
        "Vol 3 3.39 moved on the day the status ended",
        "pa_visit_guidance",
        "2028-03-20",
        {"status_spans": RELEVANT, "homes": "U 2028-03-10.."},
        None,
    ),
    (
        "Vol 3 3.39 who did not move",
        "pa_visit_guidance",
        "2028-05-20",
        {"status_spans": FORMER, "homes": "B 2020-05-01.."},
        None,
    ),
    (
        "Vol 3 3.39 not to custody, which has its own clock",
        "pa_visit_guidance",
        "2028-05-20",
        {"status_spans": FORMER, "homes": "X 2028-05-01.."},
        None,
    ),
    (
        "Vol 3 3.39 not at 21 without support",
        "pa_visit_guidance",
        "2031-05-20",
        {"status_spans": NOT_SUPPORTED, "homes": "U 2031-05-01.."},
        None,
    ),
    (
        "Vol 3 6.41 ten working days over Easter",
        "custody_first_visit",
        "2029-03-30",
        {"status_spans": FORMER, "homes": "X 2029-03-26.."},
        Row("2029-03-26", "2029-04-11", "warning"),
    ),
    (
        "Vol 3 6.41 a visit anywhere, the young person seen",
        "custody_first_visit",
        "2029-04-20",
        {"status_spans": FORMER, "homes": "X 2029-03-26..", "contacts": "2029-04-12 visit"},
        Row("2029-03-26", "2029-04-11", "answered", "2029-04-12", 1),
    ),
    (
        "Vol 3 6.41 visits go on regularly",
        "custody_visits",
        "2029-06-10",
        {"status_spans": FORMER, "homes": "X 2029-03-26..", "contacts": "2029-04-12 visit"},
        Row("2029-04-12", "2029-06-07", "overdue", late=3),
    ),
    (
        "Vol 3 6.41 none before the first",
        "custody_visits",
        "2029-06-10",
        {"status_spans": FORMER, "homes": "X 2029-03-26..", "contacts": "2029-03-20 visit"},
        None,
    ),
    (
        "Vol 3 6.41 until release",
        "custody_visits",
        "2029-06-10",
        {
            "status_spans": FORMER,
            "homes": ["X 2029-03-26..2029-05-01", "B 2029-05-01.."],
            "contacts": "2029-04-12 visit",
        },
        Row("2029-04-12", "2029-06-07", "ended"),
    ),
    (
        "Vol 3 6.41 another prison does not start it anew",
        "custody_first_visit",
        "2029-04-20",
        {"status_spans": FORMER, "homes": ["X 2029-03-26..2029-04-05", "X 2029-04-05.."]},
        Row("2029-03-26", "2029-04-11", "overdue", late=9),
    ),
    (
        "Vol 3 6.41 released before a visit",
        "custody_first_visit",
        "2029-04-20",
        {"status_spans": FORMER, "homes": ["X 2029-03-26..2029-04-05", "B 2029-04-05.."]},
        Row("2029-03-26", "2029-04-11", "ended"),
    ),
    (
        "Vol 3 6.41 an eligible child has a social worker",
        "custody_first_visit",
        "2026-04-20",
        {"status_spans": ELIGIBLE, "homes": "X 2026-04-05.."},
        None,
    ),
    (
        "Vol 3 7.12 two working days from Friday night",
        "bnb_limit",
        "2028-05-08",
        {"status_spans": FORMER, "homes": "W 2028-05-05.."},
        Row("2028-05-05", "2028-05-09", "warning"),
    ),
    (
        "Vol 3 7.12 breach on working day 3",
        "bnb_limit",
        "2028-05-10",
        {"status_spans": FORMER, "homes": "W 2028-05-05.."},
        Row("2028-05-05", "2028-05-09", "overdue", late=1),
    ),
    (
        "Vol 3 7.12 leaving answers it",
        "bnb_limit",
        "2028-05-12",
        {"status_spans": FORMER, "homes": "W 2028-05-05..2028-05-11"},
        Row("2028-05-05", "2028-05-09", "answered", "2028-05-11", 2),
    ),
    (
        "Vol 3 7.12 of two that begin the same day the longer counts",
        "bnb_limit",
        "2028-05-12",
        {"status_spans": FORMER, "homes": ["W 2028-05-05..2028-05-08", "W 2028-05-05.."]},
        Row("2028-05-05", "2028-05-09", "overdue", late=3),
    ),
    (
        "Vol 3 7.12 another bed and breakfast is not leaving",
        "bnb_limit",
        "2028-05-12",
        {"status_spans": FORMER, "homes": ["W 2028-05-05..2028-05-08", "W 2028-05-08.."]},
        Row("2028-05-05", "2028-05-09", "overdue", late=3),
    ),
    (
        "Vol 3 7.12 two rows for the same time count once",
        "bnb_limit",
        "2028-05-12",
        {"status_spans": FORMER, "homes": ["W 2028-05-05..", "W 2028-05-08.."]},
        Row("2028-05-05", "2028-05-09", "overdue", late=3),
    ),
    (
        "Vol 3 7.12 for an eligible child too",
        "bnb_limit",
        "2026-05-05",
        {"status_spans": ELIGIBLE, "homes": "W 2026-05-05.."},
        Row("2026-05-05", "2026-05-07", "warning"),
    ),
    (
        "Vol 3 7.12 the status ends it, not the home",
        "bnb_limit",
        "2035-03-11",
        {"status_spans": NOT_SUPPORTED, "homes": "W 2035-03-07.."},
        Row("2035-03-07", "2035-03-09", "ended"),
    ),
    (
        "Vol 3 7.12 a death ends it",
        "bnb_limit",
        "2028-06-01",
        {"status_spans": FORMER, "homes": "W 2028-05-05..2028-05-08", "died_on": "2028-05-08"},
        Row("2028-05-05", "2028-05-09", "ended"),
    ),
)
def test_moves_custody_and_bed_and_breakfast(code: str, on: str, written: dict[str, Any], expected: Row | None) -> None:
    assert owed(code, on, **written) == expected


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
