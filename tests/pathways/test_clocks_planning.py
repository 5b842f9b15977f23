"""Assessments, first plans and copies. The law is in each test's id."""

from typing import Any

from careleavers.rules.clocks import ClockSettings
from tests.clock_cases import ELIGIBLE, FORMER, NOT_SUPPORTED, RELEVANT, Row, owed, rows, table

SUPPORTED_AT_22 = "former_relevant_child/21-24 opted in 2032-06-01..2035-03-10"
EDUCATION = "former_relevant_child/21-24 education 2032-01-15..2034-07-01"
WAITING = "former_relevant_child/21-24 2031-03-10..2032-01-15"


@table(
    (
        "reg 42(1) three months from the 16th birthday",
        "needs_assessment_eligible",
        "2026-03-10",
        {"status_spans": ELIGIBLE},
        Row("2026-03-10", "2026-06-10", "running"),
    ),
    (
        "reg 42(1) three months from becoming eligible later",
        "needs_assessment_eligible",
        "2026-10-31",
        {"status_spans": "eligible_child 2026-07-31..2028-03-10"},
        Row("2026-07-31", "2026-10-31", "warning"),
    ),
    (
        "reg 42(1) a month without the corresponding date",
        "needs_assessment_eligible",
        "2027-03-01",
        {"status_spans": "eligible_child 2026-11-30..2028-03-10"},
        Row("2026-11-30", "2027-02-28", "overdue", late=1),
    ),
    (
        "reg 42(1) completed late",
        "needs_assessment_eligible",
        "2026-08-01",
        {"status_spans": ELIGIBLE, "assessments": "2026-06-20"},
        Row("2026-03-10", "2026-06-10", "answered", "2026-06-20", 10),
    ),
    (
        "reg 42(1) one that lies ahead is not seen",
        "needs_assessment_eligible",
        "2026-06-19",
        {"status_spans": ELIGIBLE, "assessments": "2026-06-20"},
        Row("2026-03-10", "2026-06-10", "overdue", late=9),
    ),
    (
        "reg 42(1) never done while eligible",
        "needs_assessment_eligible",
        "2028-04-01",
        {"status_spans": [ELIGIBLE, FORMER], "assessments": "2028-03-20"},
        Row("2026-03-10", "2026-06-10", "ended", late=638),
    ),
    (
        "reg 42(1) back in care starts it again",
        "needs_assessment_eligible",
        "2027-07-01",
        {
            "status_spans": [
                "eligible_child 2026-03-10..2026-09-01",
                "relevant_child 2026-09-01..2027-06-01",
                "eligible_child 2027-06-01..2028-03-10",
            ],
            "assessments": "2026-05-01",
        },
        Row("2027-06-01", "2027-09-01", "running"),
    ),
    (
        "reg 5(2)(a) three months, without a plan",
        "needs_assessment_relevant",
        "2026-09-01",
        {"status_spans": RELEVANT},
        Row("2026-09-01", "2026-12-01", "running"),
    ),
    (
        "reg 5(2)(a) a plan authorised that day or before: not owed",
        "needs_assessment_relevant",
        "2026-09-01",
        {"status_spans": RELEVANT, "plans": "2026-09-01"},
        None,
    ),
    (
        "reg 5(2)(a) a plan authorised later does not take it away",
        "needs_assessment_relevant",
        "2026-12-02",
        {"status_spans": RELEVANT, "plans": "2026-09-02"},
        Row("2026-09-01", "2026-12-01", "overdue", late=1),
    ),
    (
        "reg 5(2)(b) three months from being told",
        "needs_assessment_frc_education",
        "2032-02-01",
        {"status_spans": [WAITING, EDUCATION], "education_informed_on": "2032-01-15"},
        Row("2032-01-15", "2032-04-15", "running"),
    ),
    (
        "reg 5(2)(b) told without a band for it yet",
        "needs_assessment_frc_education",
        "2032-02-01",
        {"status_spans": NOT_SUPPORTED, "education_informed_on": "2031-03-10"},
        Row("2031-03-10", "2031-06-10", "overdue", late=236),
    ),
    (
        "s23CA before 21 the plan under s23C covers it",
        "needs_assessment_frc_education",
        "2032-02-01",
        {"status_spans": [FORMER, NOT_SUPPORTED], "education_informed_on": "2031-03-09"},
        None,
    ),
    (
        "s23CA(1) the day before 25",
        "needs_assessment_frc_education",
        "2035-03-09",
        {"status_spans": NOT_SUPPORTED, "education_informed_on": "2035-03-09"},
        Row("2035-03-09", "2035-06-09", "running"),
    ),
    (
        "s23CA(1) not at 25",
        "needs_assessment_frc_education",
        "2035-03-10",
        {"status_spans": "former_relevant_child/21-24 2031-03-10..", "education_informed_on": "2035-03-10"},
        None,
    ),
    (
        "s23CA ends at 25",
        "needs_assessment_frc_education",
        "2035-03-20",
        {"status_spans": NOT_SUPPORTED, "education_informed_on": "2035-01-10"},
        Row("2035-01-10", "2035-04-10", "ended"),
    ),
    (
        "s23CA told, but that day lies ahead",
        "needs_assessment_frc_education",
        "2032-01-14",
        {"status_spans": NOT_SUPPORTED, "education_informed_on": "2032-01-15"},
        None,
    ),
    (
        "reg 5(2)(b) the course they told of, if that day is not given apart",
        "needs_assessment_frc_education",
        "2032-02-01",
        {"status_spans": NOT_SUPPORTED, "education": "2032-01-15..2034-07-01"},
        Row("2032-01-15", "2032-04-15", "running"),
    ),
    (
        "reg 5(2)(b) a day given apart stands before the course",
        "needs_assessment_frc_education",
        "2032-02-01",
        {"status_spans": NOT_SUPPORTED, "education": "2032-01-15..", "education_informed_on": "2031-12-01"},
        Row("2031-12-01", "2032-03-01", "running"),
    ),
    (
        "reg 5(2)(b) a later course is told of again",
        "needs_assessment_frc_education",
        "2034-01-01",
        {
            "status_spans": NOT_SUPPORTED,
            "education": ["2031-09-01..2032-07-01", "2033-09-01.."],
            "education_informed_on": "2031-06-01",
            "assessments": "2031-07-01",
        },
        Row("2033-09-01", "2033-12-01", "overdue", late=31),
    ),
    (
        "reg 5(2)(b) an earlier course had its own",
        "needs_assessment_frc_education",
        "2033-07-01",
        {
            "status_spans": NOT_SUPPORTED,
            "education": ["2031-09-01..2032-07-01", "2033-09-01.."],
            "education_informed_on": "2033-06-01",
            "assessments": "2033-06-15",
        },
        Row("2033-06-01", "2033-09-01", "answered", "2033-06-15"),
    ),
    (
        "s23CA(3) a course given up without an assessment",
        "needs_assessment_frc_education",
        "2032-08-01",
        {"status_spans": NOT_SUPPORTED, "education": "2032-01-15..2032-07-01"},
        Row("2032-01-15", "2032-04-15", "ended", late=76),
    ),
    (
        "s23CA not for a person qualifying",
        "needs_assessment_frc_education",
        "2032-02-01",
        {"status_spans": "person_qualifying 2028-03-10..", "education_informed_on": "2032-01-15"},
        None,
    ),
    (
        "s23CZB(5) asks for support at 22",
        "needs_assessment_support",
        "2032-07-01",
        {"status_spans": [FORMER, "former_relevant_child/21-24 2031-03-10..2032-06-01", SUPPORTED_AT_22]},
        Row("2032-06-01", "2032-06-29", "overdue", late=2),
    ),
    (
        "s23CZB(5) assessed",
        "needs_assessment_support",
        "2032-07-01",
        {"status_spans": [FORMER, SUPPORTED_AT_22], "assessments": ["2031-01-01", "2032-06-20"]},
        Row("2032-06-01", "2032-06-29", "answered", "2032-06-20"),
    ),
    ("s23CZB(5) not before they ask", "needs_assessment_support", "2032-07-01", {"status_spans": NOT_SUPPORTED}, None),
    (
        "Vol 3 2.9 a person qualifying",
        "needs_assessment_qualifying",
        "2028-03-20",
        {"status_spans": "person_qualifying/16-20 2028-03-10.."},
        Row("2028-03-10", "2028-04-07", "warning"),
    ),
    (
        "Vol 3 2.9 assessed",
        "needs_assessment_qualifying",
        "2028-05-20",
        {"status_spans": "person_qualifying/16-20 2028-03-10..", "assessments": "2028-04-10"},
        Row("2028-03-10", "2028-04-07", "answered", "2028-04-10", 3),
    ),
)
def test_assessments(code: str, on: str, written: dict[str, Any], expected: Row | None) -> None:
    assert owed(code, on, **written) == expected


def test_each_time_they_tell_of_education_is_kept() -> None:
    told: dict[str, Any] = {"status_spans": NOT_SUPPORTED, "education": ["2033-01-10..", "2031-04-20..2031-07-01"]}
    assert rows("needs_assessment_frc_education", "2033-02-01", **told) == [
        Row("2031-04-20", "2031-07-20", "ended"),
        Row("2033-01-10", "2033-04-10", "running"),
    ]


@table(
    (
        "reg 6 as soon as possible after the assessment",
        "pathway_plan_first",
        "2026-06-01",
        {"status_spans": ELIGIBLE, "assessments": "2026-06-01"},
        Row("2026-06-01", "2026-06-29", "warning"),
    ),
    ("reg 6 not before the assessment", "pathway_plan_first", "2026-06-01", {"status_spans": ELIGIBLE}, None),
    (
        "reg 6 a plan that lies ahead is not seen",
        "pathway_plan_first",
        "2026-09-01",
        {"status_spans": RELEVANT, "assessments": "2026-09-01", "plans": "2026-10-01"},
        Row("2026-09-01", "2026-09-29", "warning"),
    ),
    (
        "reg 6 authorised",
        "pathway_plan_first",
        "2026-10-01",
        {"status_spans": RELEVANT, "assessments": "2026-09-01", "plans": "2026-10-01"},
        Row("2026-09-01", "2026-09-29", "answered", "2026-10-01", 2),
    ),
    (
        "reg 6 it goes on after 18",
        "pathway_plan_first",
        "2028-05-01",
        {"status_spans": [RELEVANT, FORMER], "assessments": "2028-03-01"},
        Row("2028-03-01", "2028-03-29", "overdue", late=33),
    ),
    (
        "s23C(3)(b) from 18 without assessment or plan",
        "pathway_plan_first",
        "2028-04-08",
        {"status_spans": [RELEVANT, FORMER]},
        Row("2028-03-10", "2028-04-07", "overdue", late=1),
    ),
    (
        "s23C(3)(b) from 18 with a plan",
        "pathway_plan_first",
        "2028-04-08",
        {"status_spans": [RELEVANT, FORMER], "plans": "2028-01-01"},
        None,
    ),
    (
        "s23C(3)(b) from 18 with a plan authorised that day",
        "pathway_plan_first",
        "2028-04-08",
        {"status_spans": [RELEVANT, FORMER], "plans": "2028-03-10"},
        None,
    ),
    (
        "s23C(3)(b) not for whoever is supported from 21 only",
        "pathway_plan_first",
        "2031-06-01",
        {"status_spans": "former_relevant_child/21-24 education 2031-03-10..2033-07-01"},
        None,
    ),
    (
        "s23C(3)(b) not for whoever asks for support later",
        "pathway_plan_first",
        "2033-06-01",
        {"status_spans": "former_relevant_child/21-24 opted in 2033-05-01..2035-03-10"},
        None,
    ),
    (
        "reg 6(2)(b) a plan for education",
        "pathway_plan_first",
        "2032-03-01",
        {
            "status_spans": [WAITING, EDUCATION],
            "education_informed_on": "2032-01-15",
            "assessments": "2032-02-20",
            "plans": "2028-01-01",
        },
        Row("2032-02-20", "2032-03-19", "warning"),
    ),
    (
        "s23CZB(5) a plan follows the assessment of somebody who asked at 22",
        "pathway_plan_first",
        "2032-08-01",
        {"status_spans": [FORMER, SUPPORTED_AT_22], "plans": "2028-05-01", "assessments": "2032-06-20"},
        Row("2032-06-20", "2032-07-18", "overdue", late=14),
    ),
)
def test_first_plans(code: str, on: str, written: dict[str, Any], expected: Row | None) -> None:
    assert owed(code, on, **written) == expected


def test_as_soon_as_possible_is_a_local_number_of_days() -> None:
    settings = ClockSettings(as_soon_as_possible_days=10)
    written: dict[str, Any] = {"status_spans": ELIGIBLE, "assessments": "2026-06-01"}
    assert owed("pathway_plan_first", "2026-06-12", settings, **written) == Row(
        "2026-06-01", "2026-06-11", "overdue", late=1
    )


@table(
    (
        "reg 4 of the assessment",
        "copy_to_young_person",
        "2026-06-01",
        {"status_spans": ELIGIBLE, "assessments": "2026-06-01"},
        Row("2026-06-01", "2026-06-29", "warning"),
    ),
    (
        "reg 4 the oldest that is still owed",
        "copy_to_young_person",
        "2027-01-01",
        {
            "status_spans": ELIGIBLE,
            "assessments": "2026-06-01",
            "plans": "2026-06-20",
            "reviews": "2026-12-20",
            "done": "copy_to_young_person 2026-06-10",
        },
        Row("2026-06-20", "2026-07-18", "overdue", late=167),
    ),
    (
        "reg 4 all given",
        "copy_to_young_person",
        "2027-01-01",
        {
            "status_spans": ELIGIBLE,
            "assessments": "2026-06-01",
            "plans": "2026-06-20",
            "done": ["copy_to_young_person 2026-06-10", "copy_to_young_person 2026-06-21", "ni_number 2026-12-01"],
        },
        Row("2026-06-20", "2026-07-18", "answered", "2026-06-21"),
    ),
    (
        "reg 4 the only one, given",
        "copy_to_young_person",
        "2026-07-10",
        {"status_spans": ELIGIBLE, "assessments": "2026-06-01", "done": "copy_to_young_person 2026-06-10"},
        Row("2026-06-01", "2026-06-29", "answered", "2026-06-10"),
    ),
    (
        "reg 4 a death ends it",
        "copy_to_young_person",
        "2026-07-10",
        {"status_spans": ELIGIBLE, "assessments": "2026-06-01", "died_on": "2026-06-10"},
        Row("2026-06-01", "2026-06-29", "ended"),
    ),
    (
        "reg 4 a death that lies ahead is not seen",
        "copy_to_young_person",
        "2026-07-10",
        {"status_spans": ELIGIBLE, "assessments": "2026-06-01", "died_on": "2026-08-01"},
        Row("2026-06-01", "2026-06-29", "overdue", late=11),
    ),
    ("reg 4 nothing to give", "copy_to_young_person", "2027-01-01", {"status_spans": ELIGIBLE}, None),
)
def test_copies(code: str, on: str, written: dict[str, Any], expected: Row | None) -> None:
    assert owed(code, on, **written) == expected


def test_copies_on_one_day_answer_all_that_came_before() -> None:
    written: dict[str, Any] = {
        "status_spans": ELIGIBLE,
        "assessments": "2026-06-01",
        "plans": "2026-06-20",
        "done": "copy_to_young_person 2026-07-01",
    }
    assert rows("copy_to_young_person", "2027-01-01", **written) == [
        Row("2026-06-01", "2026-06-29", "answered", "2026-07-01", 2),
        Row("2026-06-20", "2026-07-18", "answered", "2026-07-01"),
    ]
