"""Reviews of the pathway plan. The law is in each test's id."""

from typing import Any

from pathways.rules.clocks import duties
from tests.clock_cases import ELIGIBLE, FORMER, NOT_SUPPORTED, RELEVANT, Row, day, facts, owed, rows, table

BACK_FROM_HOME = ["eligible_child 2026-03-10..2026-09-01", "relevant_child 2027-05-10..2028-03-10"]
PROVIDED = "D provided 2026-09-01.."


@table(
    (
        "reg 7(2)(c) six months from the plan",
        "plan_review_regular",
        "2026-07-01",
        {"status_spans": ELIGIBLE, "plans": "2026-07-01"},
        Row("2026-07-01", "2027-01-01", "running"),
    ),
    (
        "reg 7(2)(c) six months of 31 August end in February",
        "plan_review_regular",
        "2027-03-01",
        {"status_spans": ELIGIBLE, "plans": "2026-08-31"},
        Row("2026-08-31", "2027-02-28", "overdue", late=1),
    ),
    (
        "reg 7(2)(c) a second plan before any review gives no longer",
        "plan_review_regular",
        "2026-11-01",
        {"status_spans": ELIGIBLE, "plans": ["2026-07-01", "2026-10-01"]},
        Row("2026-07-01", "2027-01-01", "running"),
    ),
    (
        "reg 7(2)(c) a review held late counts from the day it was held",
        "plan_review_regular",
        "2027-02-20",
        {"status_spans": ELIGIBLE, "plans": "2026-07-01", "reviews": "2027-02-20"},
        Row("2027-02-20", "2027-08-20", "running"),
    ),
    (
        "reg 7(2)(c) an early review brings the next one forward",
        "plan_review_regular",
        "2026-09-20",
        {"status_spans": ELIGIBLE, "plans": "2026-07-01", "reviews": "2026-09-15 +3"},
        Row("2026-09-15", "2027-03-15", "running"),
    ),
    (
        "reg 7(2)(c) owed again after a break, an old review is due at once",
        "plan_review_regular",
        "2027-05-20",
        {"status_spans": BACK_FROM_HOME, "plans": "2026-07-01", "reviews": "2026-09-15"},
        Row("2026-09-15", "2027-05-10", "overdue", late=10),
    ),
    (
        "reg 7(2)(c) owed again after a break, a new plan counts",
        "plan_review_regular",
        "2027-06-20",
        {"status_spans": BACK_FROM_HOME, "plans": ["2026-07-01", "2027-06-01"], "reviews": "2026-09-15"},
        Row("2027-06-01", "2027-12-01", "running"),
    ),
    (
        "reg 7(2)(c) owed again after a break, a new plan after a review does not put it off",
        "plan_review_regular",
        "2027-06-20",
        {
            "status_spans": BACK_FROM_HOME,
            "plans": ["2026-07-01", "2027-06-01"],
            "reviews": ["2026-09-15", "2027-05-20"],
        },
        Row("2027-05-20", "2027-11-20", "running"),
    ),
    (
        "reg 7(2)(c) a plan after a review does not put it off",
        "plan_review_regular",
        "2026-12-01",
        {"status_spans": ELIGIBLE, "plans": ["2026-07-01", "2026-11-01"], "reviews": "2026-09-15"},
        Row("2026-09-15", "2027-03-15", "running"),
    ),
    (
        "reg 7(2)(c) a review that lies ahead is not seen",
        "plan_review_regular",
        "2027-01-02",
        {"status_spans": ELIGIBLE, "plans": "2026-07-01", "reviews": "2027-01-03"},
        Row("2026-07-01", "2027-01-01", "overdue", late=1),
    ),
    ("reg 7 no plan, no review", "plan_review_regular", "2026-07-01", {"status_spans": ELIGIBLE}, None),
    (
        "reg 7 a review without a plan on record counts",
        "plan_review_regular",
        "2026-07-01",
        {"status_spans": ELIGIBLE, "reviews": "2026-06-01"},
        Row("2026-06-01", "2026-12-01", "running"),
    ),
    (
        "reg 7(2)(c) it goes on at 18",
        "plan_review_regular",
        "2028-04-01",
        {"status_spans": [RELEVANT, FORMER], "reviews": "2028-01-01"},
        Row("2028-01-01", "2028-07-01", "running"),
    ),
    (
        "reg 7(2)(c) a plan made before the status began counts from its day",
        "plan_review_regular",
        "2026-09-02",
        {"status_spans": RELEVANT, "plans": "2026-08-15"},
        Row("2026-08-15", "2027-02-15", "running"),
    ),
    (
        "s23C(3)(b) ends at 21 without support",
        "plan_review_regular",
        "2031-04-01",
        {"status_spans": [FORMER, NOT_SUPPORTED], "plans": "2029-12-01", "reviews": "2030-12-01"},
        Row("2030-12-01", "2031-06-01", "ended"),
    ),
    (
        "s23CZB an old plan is due at once when support is asked for",
        "plan_review_regular",
        "2033-05-02",
        {
            "status_spans": [FORMER, "former_relevant_child/21-24 opted in 2033-05-01..2035-03-10"],
            "plans": "2029-12-01",
            "reviews": ["2030-06-01", "2030-12-01"],
        },
        Row("2030-12-01", "2033-05-01", "overdue", late=1),
    ),
    (
        "reg 7 a plan made on the day the status ended",
        "plan_review_regular",
        "2028-05-01",
        {"status_spans": RELEVANT, "plans": "2028-03-10"},
        None,
    ),
    (
        "reg 7 no plan while eligible, one at 18",
        "plan_review_regular",
        "2028-05-01",
        {"status_spans": ["eligible_child 2026-03-10..2026-09-01", FORMER], "plans": "2028-04-01"},
        Row("2028-04-01", "2028-10-01", "running"),
    ),
    (
        "reg 7 a plan made only after the status ended",
        "plan_review_regular",
        "2028-05-01",
        {"status_spans": RELEVANT, "plans": "2028-04-01"},
        None,
    ),
)
def test_regular_reviews(code: str, on: str, written: dict[str, Any], expected: Row | None) -> None:
    assert owed(code, on, **written) == expected


def test_history_of_regular_reviews() -> None:
    written: dict[str, Any] = {
        "status_spans": ELIGIBLE,
        "plans": "2026-07-01",
        "reviews": ["2027-02-20 +3", "2026-10-01", "2027-02-20"],
    }
    assert rows("plan_review_regular", "2026-09-30", **{**written, "reviews": "2026-07-01"}) == [
        Row("2026-07-01", "2027-01-01", "running")
    ]
    assert rows("plan_review_regular", "2027-03-01", **written) == [
        Row("2026-07-01", "2027-01-01", "answered", "2026-10-01"),
        Row("2026-10-01", "2027-04-01", "answered", "2027-02-20"),
        Row("2027-02-20", "2027-08-20", "running"),
    ]


@table(
    (
        "reg 7(3)(a) worked: first provided 1 Sep, the 28 days end on 28 Sep",
        "plan_review_after_move",
        "2026-09-28",
        {"status_spans": RELEVANT, "homes": PROVIDED},
        Row("2026-09-29", "2026-10-06", "not_started"),
    ),
    (
        "reg 7(3)(a) worked: it opens on 29 Sep",
        "plan_review_after_move",
        "2026-09-29",
        {"status_spans": RELEVANT, "homes": PROVIDED},
        Row("2026-09-29", "2026-10-06", "warning"),
    ),
    (
        "reg 7(3)(a) X+35 is not overdue",
        "plan_review_after_move",
        "2026-10-06",
        {"status_spans": RELEVANT, "homes": PROVIDED},
        Row("2026-09-29", "2026-10-06", "warning"),
    ),
    (
        "reg 7(3)(a) X+36 is overdue",
        "plan_review_after_move",
        "2026-10-07",
        {"status_spans": RELEVANT, "homes": PROVIDED},
        Row("2026-09-29", "2026-10-06", "overdue", late=1),
    ),
    (
        "reg 7(3)(a) a review within the 28 days does not answer it",
        "plan_review_after_move",
        "2026-10-07",
        {"status_spans": RELEVANT, "homes": PROVIDED, "reviews": "2026-09-28"},
        Row("2026-09-29", "2026-10-06", "overdue", late=1),
    ),
    (
        "reg 7(3)(a) a review on the day it opens answers it",
        "plan_review_after_move",
        "2026-10-07",
        {"status_spans": RELEVANT, "homes": PROVIDED, "reviews": "2026-09-29"},
        Row("2026-09-29", "2026-10-06", "answered", "2026-09-29"),
    ),
    (
        "reg 7(3) not where somebody else provides it",
        "plan_review_after_move",
        "2026-10-07",
        {"status_spans": RELEVANT, "homes": "U 2026-09-01.."},
        None,
    ),
    (
        "reg 7(3) not for an eligible child",
        "plan_review_after_move",
        "2026-10-07",
        {"status_spans": ELIGIBLE, "homes": PROVIDED},
        None,
    ),
    (
        "reg 7(3) a home they stay in is first provided when they leave care",
        "plan_review_after_move",
        "2026-10-01",
        {"status_spans": RELEVANT, "homes": "D provided 2026-03-01.."},
        Row("2026-09-29", "2026-10-06", "warning"),
    ),
    (
        "reg 7(3) left within the 28 days",
        "plan_review_after_move",
        "2026-10-07",
        {"status_spans": RELEVANT, "homes": "D provided 2026-09-01..2026-09-29"},
        None,
    ),
    (
        "reg 7(3) left before it was reviewed",
        "plan_review_after_move",
        "2026-12-07",
        {"status_spans": RELEVANT, "homes": "D provided 2026-09-01..2026-09-30"},
        Row("2026-09-29", "2026-10-06", "ended"),
    ),
    (
        "reg 7(3) each home on its own",
        "plan_review_after_move",
        "2026-12-01",
        {
            "status_spans": RELEVANT,
            "homes": ["D provided 2026-11-10..", "D provided 2026-09-01..2026-11-10"],
            "reviews": "2026-10-01",
        },
        Row("2026-12-08", "2026-12-15", "not_started"),
    ),
    (
        "s24B(5) vacation accommodation after 21",
        "plan_review_after_move",
        "2032-07-29",
        {"status_spans": NOT_SUPPORTED, "homes": "Y provided 2032-07-01..2032-09-01"},
        Row("2032-07-29", "2032-08-05", "warning"),
    ),
    (
        "reg 7(3)(b) worked: review held 1 Oct, next by 1 Jan",
        "plan_review_3_month",
        "2026-10-01",
        {"status_spans": RELEVANT, "homes": PROVIDED, "reviews": "2026-10-01"},
        Row("2026-10-01", "2027-01-01", "running"),
    ),
    (
        "reg 7(3)(b) held on the day it opened",
        "plan_review_3_month",
        "2026-10-01",
        {"status_spans": RELEVANT, "homes": PROVIDED, "reviews": "2026-09-29"},
        Row("2026-09-29", "2026-12-29", "running"),
    ),
    (
        "reg 7(3)(b) in the second home, none in the first",
        "plan_review_3_month",
        "2026-12-01",
        {
            "status_spans": RELEVANT,
            "homes": ["D provided 2026-09-01..2026-10-10", "D provided 2026-10-10.."],
            "reviews": "2026-11-20",
        },
        Row("2026-11-20", "2027-02-20", "running"),
    ),
    (
        "reg 7(3)(b) the interval it set",
        "plan_review_3_month",
        "2026-10-01",
        {"status_spans": RELEVANT, "homes": PROVIDED, "reviews": "2026-10-01 +2"},
        Row("2026-10-01", "2026-12-01", "running"),
    ),
    (
        "reg 7(3)(b) never more than three",
        "plan_review_3_month",
        "2026-10-01",
        {"status_spans": RELEVANT, "homes": PROVIDED, "reviews": "2026-10-01 +6"},
        Row("2026-10-01", "2027-01-01", "running"),
    ),
    (
        "reg 7(3)(b) the interval carries on",
        "plan_review_3_month",
        "2026-12-05",
        {"status_spans": RELEVANT, "homes": PROVIDED, "reviews": ["2026-10-01 +2", "2026-12-05"]},
        Row("2026-12-05", "2027-02-05", "running"),
    ),
    (
        "reg 7(3)(b) until a review sets another",
        "plan_review_3_month",
        "2026-12-05",
        {"status_spans": RELEVANT, "homes": PROVIDED, "reviews": ["2026-10-01 +1", "2026-12-05 +3"]},
        Row("2026-12-05", "2027-03-05", "running"),
    ),
    (
        "reg 7(3)(b) of two reviews in a day the shorter interval stands",
        "plan_review_3_month",
        "2026-10-01",
        {"status_spans": RELEVANT, "homes": PROVIDED, "reviews": ["2026-10-01", "2026-10-01 +1"]},
        Row("2026-10-01", "2026-11-01", "running"),
    ),
    (
        "reg 7(3)(b) of two reviews in a day the shorter interval stands, whichever comes first",
        "plan_review_3_month",
        "2026-10-01",
        {"status_spans": RELEVANT, "homes": PROVIDED, "reviews": ["2026-10-01 +1", "2026-10-01"]},
        Row("2026-10-01", "2026-11-01", "running"),
    ),
    (
        "reg 7(3)(b) not before the review after the move",
        "plan_review_3_month",
        "2026-10-01",
        {"status_spans": RELEVANT, "homes": PROVIDED, "reviews": "2026-09-28 +2"},
        None,
    ),
    (
        "reg 7(3)(b) ends with the home",
        "plan_review_3_month",
        "2027-02-01",
        {"status_spans": RELEVANT, "homes": "D provided 2026-09-01..2026-12-01", "reviews": "2026-10-01"},
        Row("2026-10-01", "2027-01-01", "ended"),
    ),
    (
        "reg 7(2)(c) six months run beside it",
        "plan_review_regular",
        "2026-10-01",
        {"status_spans": RELEVANT, "homes": PROVIDED, "plans": "2026-08-01", "reviews": "2026-10-01 +2"},
        Row("2026-10-01", "2027-04-01", "running"),
    ),
)
def test_reviews_of_provided_accommodation(code: str, on: str, written: dict[str, Any], expected: Row | None) -> None:
    assert owed(code, on, **written) == expected


def test_history_of_three_monthly_reviews() -> None:
    reviews = ["2026-09-10", "2026-10-01 +2", "2026-12-20"]
    written: dict[str, Any] = {"status_spans": RELEVANT, "homes": PROVIDED, "reviews": reviews}
    assert rows("plan_review_3_month", "2027-01-01", **written) == [
        Row("2026-10-01", "2026-12-01", "answered", "2026-12-20", 19),
        Row("2026-12-20", "2027-02-20", "running"),
    ]


def test_history_of_reviews_over_a_break() -> None:
    plans = ["2026-07-01", "2027-06-01", "2027-07-01"]
    assert rows("plan_review_regular", "2027-12-02", status_spans=BACK_FROM_HOME, plans=plans) == [
        Row("2026-07-01", "2027-01-01", "ended"),
        Row("2026-07-01", "2027-05-10", "answered", "2027-06-01", 22),
        Row("2027-06-01", "2027-12-01", "overdue", late=1),
    ]


def because(code: str, on: str, **written: Any) -> str:
    (duty,) = duties(facts(**written), day(on), codes={code})
    return duty.because


def test_the_words_fit_what_started_the_clock() -> None:
    reviewed = {"status_spans": ELIGIBLE, "reviews": "2026-09-15"}
    assert because("plan_review_regular", "2026-10-01", **reviewed).startswith("The last review was held on 15 Sep")
    planned = {"status_spans": ELIGIBLE, "plans": "2026-09-15"}
    assert because("plan_review_regular", "2026-10-01", **planned).startswith("The plan was authorised on 15 Sep")
    monthly = {"status_spans": RELEVANT, "homes": PROVIDED, "reviews": "2026-10-01 +1"}
    assert " within 1 month; " in because("plan_review_3_month", "2026-10-01", **monthly)
