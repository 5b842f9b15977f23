"""What is due by an age, and the months at home. The law is in each test's id."""

from typing import Any

from careleavers.rules.clocks import Age, ClockSettings
from tests.clock_cases import ELIGIBLE, FORMER, NOT_SUPPORTED, RELEVANT, Row, owed, table

LOOKED_AFTER = "looked_after 2020-06-01..2026-03-10"


@table(
    (
        "Vol 3 E.8 worked: 15 years 9 months is 10 Dec 2025",
        "ni_number",
        "2025-11-01",
        {"status_spans": LOOKED_AFTER},
        Row("2020-06-01", "2025-12-10", "running"),
    ),
    (
        "Vol 3 E.8 overdue the day after",
        "ni_number",
        "2025-12-11",
        {"status_spans": LOOKED_AFTER},
        Row("2020-06-01", "2025-12-10", "overdue", late=1),
    ),
    (
        "Vol 3 E.8 eligible on the 16th birthday was looked after before",
        "ni_number",
        "2026-03-10",
        {"status_spans": ELIGIBLE},
        Row("2025-12-10", "2025-12-10", "overdue", late=90),
    ),
    (
        "Vol 3 E.8 into care later: that day",
        "ni_number",
        "2026-07-01",
        {"status_spans": "looked_after 2026-07-01.."},
        Row("2026-07-01", "2026-07-01", "warning"),
    ),
    (
        "Vol 3 E.8 asked for early",
        "ni_number",
        "2026-03-10",
        {"status_spans": ELIGIBLE, "done": "ni_number 2025-12-01"},
        Row("2025-12-10", "2025-12-10", "answered", "2025-12-01"),
    ),
    (
        "Vol 3 E.8 something else that was done does not count",
        "ni_number",
        "2025-12-11",
        {"status_spans": LOOKED_AFTER, "done": "independence_skills 2025-12-01"},
        Row("2020-06-01", "2025-12-10", "overdue", late=1),
    ),
    (
        "Vol 3 E.8 asked for on a day that lies ahead",
        "ni_number",
        "2025-12-11",
        {"status_spans": LOOKED_AFTER, "done": "ni_number 2025-12-12"},
        Row("2020-06-01", "2025-12-10", "overdue", late=1),
    ),
    (
        "Vol 3 E.8 it is owed after care too",
        "ni_number",
        "2026-12-01",
        {"status_spans": [LOOKED_AFTER, ELIGIBLE.replace("2028-03-10", "2026-09-01"), RELEVANT]},
        Row("2020-06-01", "2025-12-10", "overdue", late=356),
    ),
    ("Vol 3 E.8 never looked after", "ni_number", "2026-12-01", {"status_spans": RELEVANT}, None),
    (
        "local skills by 16",
        "independence_skills",
        "2026-02-20",
        {"status_spans": LOOKED_AFTER},
        Row("2020-06-01", "2026-03-10", "warning"),
    ),
    (
        "local skills done by 16",
        "independence_skills",
        "2026-03-20",
        {"status_spans": [LOOKED_AFTER, ELIGIBLE], "done": "independence_skills 2026-03-12"},
        Row("2020-06-01", "2026-03-10", "answered", "2026-03-12", 2),
    ),
    (
        "local worked: 17½ is 10 Sep 2027",
        "housing_application",
        "2027-08-14",
        {"status_spans": ELIGIBLE},
        Row("2026-03-10", "2027-09-10", "warning"),
    ),
    (
        "local into eligibility after 17½: that day",
        "housing_application",
        "2027-12-01",
        {"status_spans": "eligible_child 2027-12-01..2028-03-10"},
        Row("2027-12-01", "2027-12-01", "warning"),
    ),
    (
        "local in",
        "housing_application",
        "2027-12-01",
        {"status_spans": ELIGIBLE, "done": "housing_application 2027-09-01"},
        Row("2026-03-10", "2027-09-10", "answered", "2027-09-01"),
    ),
    (
        "local it is owed after 18 too",
        "housing_application",
        "2028-06-01",
        {"status_spans": [ELIGIBLE, FORMER]},
        Row("2026-03-10", "2027-09-10", "overdue", late=265),
    ),
    (
        "local not for whoever was only looked after",
        "housing_application",
        "2026-01-01",
        {"status_spans": LOOKED_AFTER},
        None,
    ),
    (
        "para 19BA talked about by 16",
        "staying_put_talk",
        "2025-06-01",
        {"status_spans": LOOKED_AFTER, "fostered": "2024-01-01.."},
        Row("2024-01-01", "2026-03-10", "running"),
    ),
    (
        "para 19BA placed after 16: on the first day",
        "staying_put_talk",
        "2026-06-03",
        {"status_spans": ELIGIBLE, "fostered": "2026-06-01.."},
        Row("2026-06-01", "2026-06-01", "overdue", late=2),
    ),
    (
        "para 19BA ends at 18",
        "staying_put_talk",
        "2028-03-10",
        {"status_spans": [ELIGIBLE, FORMER], "fostered": "2024-01-01..2028-03-10"},
        Row("2024-01-01", "2026-03-10", "ended", late=730),
    ),
    (
        "para 19BA talked about before the placement",
        "staying_put_talk",
        "2025-06-01",
        {"status_spans": LOOKED_AFTER, "fostered": "2024-01-01..", "done": "staying_put_talk 2023-12-01"},
        Row("2024-01-01", "2026-03-10", "answered", "2023-12-01"),
    ),
    (
        "para 19BA placed at 18",
        "staying_put_talk",
        "2028-03-11",
        {"status_spans": [ELIGIBLE, FORMER], "fostered": "2028-03-10.."},
        None,
    ),
    (
        "para 19BA other carers: a talk of their own",
        "staying_put_talk",
        "2027-02-05",
        {
            "status_spans": ELIGIBLE,
            "fostered": ["2024-01-01..2026-12-01", "2027-02-01.."],
            "done": "staying_put_talk 2025-12-01",
        },
        Row("2027-02-01", "2027-02-01", "overdue", late=4),
    ),
    (
        "para 19BA other carers: talked about before they moved in",
        "staying_put_talk",
        "2027-02-05",
        {
            "status_spans": ELIGIBLE,
            "fostered": ["2024-01-01..2026-12-01", "2027-02-01.."],
            "done": ["staying_put_talk 2025-12-01", "staying_put_talk 2027-01-15"],
        },
        Row("2027-02-01", "2027-02-01", "answered", "2027-01-15"),
    ),
    (
        "para 19BA nobody to stay with: they left the carers at 13",
        "staying_put_talk",
        "2026-05-01",
        {"status_spans": [LOOKED_AFTER, ELIGIBLE], "fostered": "2022-01-01..2024-01-01"},
        Row("2022-01-01", "2026-03-10", "ended"),
    ),
    ("para 19BA not fostered", "staying_put_talk", "2026-06-03", {"status_spans": ELIGIBLE}, None),
    (
        "s23CZA agreed before it starts",
        "staying_put_monitoring",
        "2028-03-11",
        {"status_spans": [ELIGIBLE, FORMER], "homes": "Z 2028-03-10..", "done": "staying_put_monitoring 2028-02-01"},
        Row("2028-03-10", "2028-03-10", "answered", "2028-02-01"),
    ),
    (
        "s23CZA not agreed",
        "staying_put_monitoring",
        "2028-03-11",
        {"status_spans": [ELIGIBLE, FORMER], "homes": "Z 2024-03-10.."},
        Row("2028-03-10", "2028-03-10", "overdue", late=1),
    ),
    (
        "s23CZA moved out before it was agreed",
        "staying_put_monitoring",
        "2028-05-01",
        {"status_spans": [ELIGIBLE, FORMER], "homes": "Z 2024-03-10..2028-04-01"},
        Row("2028-03-10", "2028-03-10", "ended", late=21),
    ),
    (
        "Vol 3 8.32 six months at home",
        "home_6m_review",
        "2027-02-01",
        {"status_spans": RELEVANT, "at_home": "2026-09-01.."},
        Row("2026-09-01", "2027-03-01", "warning"),
    ),
    (
        "Vol 3 8.32 losing the status does not end it",
        "home_6m_review",
        "2027-03-05",
        {
            "status_spans": ["relevant_child 2026-09-01..2027-03-01", "person_qualifying 2027-03-01.."],
            "at_home": "2026-09-01..",
        },
        Row("2026-09-01", "2027-03-01", "overdue", late=4),
    ),
    (
        "Vol 3 8.32 a review in the month before answers it",
        "home_6m_review",
        "2027-03-05",
        {"status_spans": RELEVANT, "at_home": "2026-09-01..", "reviews": ["2027-01-31", "2027-02-01"]},
        Row("2026-09-01", "2027-03-01", "answered", "2027-02-01"),
    ),
    (
        "reg 3(6) breaking down ends it",
        "home_6m_review",
        "2027-03-05",
        {"status_spans": RELEVANT, "at_home": "2026-09-01..2026-12-01"},
        Row("2026-09-01", "2027-03-01", "ended"),
    ),
    (
        "reg 3(5) six months that ran before care ended",
        "home_6m_review",
        "2027-03-05",
        {"status_spans": RELEVANT, "at_home": "2026-01-01.."},
        None,
    ),
    (
        "reg 3(5) six months that were complete on the day care ended",
        "home_6m_review",
        "2027-03-05",
        {"status_spans": RELEVANT, "at_home": "2026-03-01.."},
        None,
    ),
    (
        "reg 3(5) a second return home counts, though the first was over before",
        "home_6m_review",
        "2026-12-01",
        {"status_spans": RELEVANT, "at_home": ["2026-01-01..2026-02-01", "2026-10-01.."]},
        Row("2026-10-01", "2027-04-01", "running"),
    ),
    (
        "reg 3(5) at home from the day relevant status ended",
        "home_6m_review",
        "2028-04-05",
        {"status_spans": [RELEVANT, FORMER], "at_home": "2028-03-10.."},
        None,
    ),
    (
        "reg 3(5) at home only after it",
        "home_6m_review",
        "2028-04-05",
        {"status_spans": [RELEVANT, FORMER], "at_home": "2028-04-01.."},
        None,
    ),
    (
        "Vol 3 8.32 ends at 18",
        "home_6m_review",
        "2028-04-05",
        {"status_spans": [RELEVANT, FORMER], "at_home": "2027-12-01.."},
        Row("2027-12-01", "2028-06-01", "ended"),
    ),
    (
        "Vol 3 8.30 from 18 to the first benefit",
        "benefit_bridge",
        "2028-03-10",
        {"status_spans": [RELEVANT, FORMER]},
        Row("2028-03-10", None, "running"),
    ),
    (
        "Vol 3 8.30 the first benefit was paid",
        "benefit_bridge",
        "2028-05-10",
        {"status_spans": FORMER, "done": "benefit_bridge 2028-04-20"},
        Row("2028-03-10", None, "answered", "2028-04-20"),
    ),
    ("Vol 3 8.30 not before 18", "benefit_bridge", "2028-03-09", {"status_spans": RELEVANT}, None),
    (
        "Vol 3 3.53 told at 21",
        "return_to_learning_info",
        "2031-03-10",
        {"status_spans": [FORMER, NOT_SUPPORTED]},
        Row("2031-03-10", "2031-04-07", "warning"),
    ),
    (
        "Vol 3 3.53 told when a case is closed",
        "return_to_learning_info",
        "2029-06-10",
        {
            "status_spans": FORMER,
            "events": ["case_closed 2029-06-01", "case_closed 2029-07-01"],
            "done": "return_to_learning_info 2029-06-09",
        },
        Row("2029-06-01", "2029-06-29", "answered", "2029-06-09"),
    ),
    (
        "Vol 3 3.53 never told by 25",
        "return_to_learning_info",
        "2035-03-10",
        {"status_spans": [FORMER, NOT_SUPPORTED]},
        Row("2031-03-10", "2031-04-07", "ended", late=1432),
    ),
    (
        "Vol 3 3.53 on the day itself, and not before",
        "return_to_learning_info",
        "2029-06-01",
        {"status_spans": FORMER, "events": ["case_closed 2029-06-01", "case_closed 2029-06-02"]},
        Row("2029-06-01", "2029-06-29", "warning"),
    ),
    (
        "Vol 3 5.6 no move in the academic year of the 18th birthday",
        "no_move_exam_year",
        "2028-08-31",
        {"status_spans": FORMER, "education": "2027-09-10.."},
        Row("2028-03-10", None, "running"),
    ),
    (
        "Vol 3 5.6 it ends with August",
        "no_move_exam_year",
        "2028-09-01",
        {"status_spans": FORMER, "education": "2027-09-10.."},
        Row("2028-03-10", None, "ended"),
    ),
    (
        "Vol 3 5.6 who turns 18 in September has the year ahead",
        "no_move_exam_year",
        "2029-08-31",
        {"born": "2010-09-01", "status_spans": "former_relevant_child/18-20 2028-09-01..", "education": "2027-09-10.."},
        Row("2028-09-01", None, "running"),
    ),
    ("Vol 3 5.6 not on a course", "no_move_exam_year", "2028-08-31", {"status_spans": FORMER}, None),
    (
        "Vol 3 5.6 a person qualifying",
        "no_move_exam_year",
        "2028-08-31",
        {"status_spans": "person_qualifying 2028-01-01..", "education": "2027-09-10.."},
        None,
    ),
)
def test_milestones(code: str, on: str, written: dict[str, Any], expected: Row | None) -> None:
    assert owed(code, on, **written) == expected


def test_ages_are_settings() -> None:
    settings = ClockSettings(housing_application_age=Age(17), skills_age=Age(15, 6))
    assert owed("housing_application", "2026-03-10", settings, status_spans=ELIGIBLE) == Row(
        "2026-03-10", "2027-03-10", "running"
    )
    assert owed("independence_skills", "2025-09-10", settings, status_spans=LOOKED_AFTER) == Row(
        "2020-06-01", "2025-09-10", "warning"
    )
