"""What is due by an age, the months at home, and what only an event starts. The law is in each test's id."""

from typing import Any

from careleavers.clocks import Age, Settings
from tests.clock_cases import ELIGIBLE, FORMER, NOT_SUPPORTED, RELEVANT, Row, owed, rows, table

LOOKED_AFTER = "looked_after 2020-06-01..2026-03-10"


@table(
    (
        "Vol 3 E.8 worked: 15 years 9 months is 10 Dec 2025",
        "ni_number",
        "2025-11-01",
        {"standings": LOOKED_AFTER},
        Row("2020-06-01", "2025-12-10", "running"),
    ),
    (
        "Vol 3 E.8 overdue the day after",
        "ni_number",
        "2025-12-11",
        {"standings": LOOKED_AFTER},
        Row("2020-06-01", "2025-12-10", "overdue", late=1),
    ),
    (
        "Vol 3 E.8 eligible on the 16th birthday was looked after before",
        "ni_number",
        "2026-03-10",
        {"standings": ELIGIBLE},
        Row("2025-12-10", "2025-12-10", "overdue", late=90),
    ),
    (
        "Vol 3 E.8 into care later: that day",
        "ni_number",
        "2026-07-01",
        {"standings": "looked_after 2026-07-01.."},
        Row("2026-07-01", "2026-07-01", "warning"),
    ),
    (
        "Vol 3 E.8 asked for early",
        "ni_number",
        "2026-03-10",
        {"standings": ELIGIBLE, "done": "ni_number 2025-12-01"},
        Row("2025-12-10", "2025-12-10", "answered", "2025-12-01"),
    ),
    (
        "Vol 3 E.8 it is owed after care too",
        "ni_number",
        "2026-12-01",
        {"standings": [LOOKED_AFTER, ELIGIBLE.replace("2028-03-10", "2026-09-01"), RELEVANT]},
        Row("2020-06-01", "2025-12-10", "overdue", late=356),
    ),
    ("Vol 3 E.8 never looked after", "ni_number", "2026-12-01", {"standings": RELEVANT}, None),
    (
        "local skills by 16",
        "independence_skills",
        "2026-02-20",
        {"standings": LOOKED_AFTER},
        Row("2020-06-01", "2026-03-10", "warning"),
    ),
    (
        "local skills done by 16",
        "independence_skills",
        "2026-03-20",
        {"standings": [LOOKED_AFTER, ELIGIBLE], "done": "independence_skills 2026-03-12"},
        Row("2020-06-01", "2026-03-10", "answered", "2026-03-12", 2),
    ),
    (
        "local worked: 17½ is 10 Sep 2027",
        "housing_application",
        "2027-08-14",
        {"standings": ELIGIBLE},
        Row("2026-03-10", "2027-09-10", "warning"),
    ),
    (
        "local into eligibility after 17½: that day",
        "housing_application",
        "2027-12-01",
        {"standings": "eligible_child 2027-12-01..2028-03-10"},
        Row("2027-12-01", "2027-12-01", "warning"),
    ),
    (
        "local it is owed after 18 too",
        "housing_application",
        "2028-06-01",
        {"standings": [ELIGIBLE, FORMER]},
        Row("2026-03-10", "2027-09-10", "overdue", late=265),
    ),
    (
        "local not for whoever was only looked after",
        "housing_application",
        "2026-01-01",
        {"standings": LOOKED_AFTER},
        None,
    ),
    (
        "para 19BA talked about by 16",
        "staying_put_talk",
        "2025-06-01",
        {"standings": LOOKED_AFTER, "fostered": "2024-01-01.."},
        Row("2024-01-01", "2026-03-10", "running"),
    ),
    (
        "para 19BA placed after 16: on the first day",
        "staying_put_talk",
        "2026-06-03",
        {"standings": ELIGIBLE, "fostered": "2026-06-01.."},
        Row("2026-06-01", "2026-06-01", "overdue", late=2),
    ),
    (
        "para 19BA ends at 18",
        "staying_put_talk",
        "2028-03-10",
        {"standings": [ELIGIBLE, FORMER], "fostered": "2024-01-01..2028-03-10"},
        Row("2024-01-01", "2026-03-10", "ended", late=730),
    ),
    ("para 19BA not fostered", "staying_put_talk", "2026-06-03", {"standings": ELIGIBLE}, None),
    (
        "s23CZA agreed before it starts",
        "staying_put_monitoring",
        "2028-03-11",
        {"standings": [ELIGIBLE, FORMER], "homes": "Z 2028-03-10..", "done": "staying_put_monitoring 2028-02-01"},
        Row("2028-03-10", "2028-03-10", "answered", "2028-02-01"),
    ),
    (
        "s23CZA not agreed",
        "staying_put_monitoring",
        "2028-03-11",
        {"standings": [ELIGIBLE, FORMER], "homes": "Z 2024-03-10.."},
        Row("2028-03-10", "2028-03-10", "overdue", late=1),
    ),
    (
        "Vol 3 8.32 six months at home",
        "home_6m_review",
        "2027-02-01",
        {"standings": RELEVANT, "at_home": "2026-09-01.."},
        Row("2026-09-01", "2027-03-01", "warning"),
    ),
    (
        "Vol 3 8.32 losing the status does not end it",
        "home_6m_review",
        "2027-03-05",
        {
            "standings": ["relevant_child 2026-09-01..2027-03-01", "person_qualifying 2027-03-01.."],
            "at_home": "2026-09-01..",
        },
        Row("2026-09-01", "2027-03-01", "overdue", late=4),
    ),
    (
        "Vol 3 8.32 a review in the month before answers it",
        "home_6m_review",
        "2027-03-05",
        {"standings": RELEVANT, "at_home": "2026-09-01..", "reviews": ["2027-01-31", "2027-02-01"]},
        Row("2026-09-01", "2027-03-01", "answered", "2027-02-01"),
    ),
    (
        "reg 3(6) breaking down ends it",
        "home_6m_review",
        "2027-03-05",
        {"standings": RELEVANT, "at_home": "2026-09-01..2026-12-01"},
        Row("2026-09-01", "2027-03-01", "ended"),
    ),
    (
        "reg 3(5) six months that ran before care ended",
        "home_6m_review",
        "2027-03-05",
        {"standings": RELEVANT, "at_home": "2026-01-01.."},
        None,
    ),
    (
        "reg 3(5) at home only after it",
        "home_6m_review",
        "2028-04-05",
        {"standings": [RELEVANT, FORMER], "at_home": "2028-04-01.."},
        None,
    ),
    (
        "Vol 3 8.32 ends at 18",
        "home_6m_review",
        "2028-04-05",
        {"standings": [RELEVANT, FORMER], "at_home": "2027-12-01.."},
        Row("2027-12-01", "2028-06-01", "ended"),
    ),
    (
        "Vol 3 8.30 from 18 to the first benefit",
        "benefit_bridge",
        "2028-03-10",
        {"standings": [RELEVANT, FORMER]},
        Row("2028-03-10", None, "running"),
    ),
    (
        "Vol 3 8.30 the first benefit was paid",
        "benefit_bridge",
        "2028-05-10",
        {"standings": FORMER, "done": "benefit_bridge 2028-04-20"},
        Row("2028-03-10", None, "answered", "2028-04-20"),
    ),
    ("Vol 3 8.30 not before 18", "benefit_bridge", "2028-03-09", {"standings": RELEVANT}, None),
    (
        "Vol 3 3.53 told at 21",
        "return_to_learning_info",
        "2031-03-10",
        {"standings": [FORMER, NOT_SUPPORTED]},
        Row("2031-03-10", "2031-04-07", "warning"),
    ),
    (
        "Vol 3 3.53 told when a case is closed",
        "return_to_learning_info",
        "2029-06-10",
        {
            "standings": FORMER,
            "events": ["case_closed 2029-06-01", "case_closed 2029-07-01"],
            "done": "return_to_learning_info 2029-06-09",
        },
        Row("2029-06-01", "2029-06-29", "answered", "2029-06-09"),
    ),
    (
        "Vol 3 3.53 on the day itself, and not before",
        "return_to_learning_info",
        "2029-06-01",
        {"standings": FORMER, "events": ["case_closed 2029-06-01", "case_closed 2029-06-02"]},
        Row("2029-06-01", "2029-06-29", "warning"),
    ),
    (
        "Vol 3 5.6 no move in the academic year of the 18th birthday",
        "no_move_exam_year",
        "2028-08-31",
        {"standings": FORMER, "education": "2027-09-10.."},
        Row("2028-03-10", None, "running"),
    ),
    (
        "Vol 3 5.6 it ends with August",
        "no_move_exam_year",
        "2028-09-01",
        {"standings": FORMER, "education": "2027-09-10.."},
        Row("2028-03-10", None, "ended"),
    ),
    (
        "Vol 3 5.6 who turns 18 in September has the year ahead",
        "no_move_exam_year",
        "2029-08-31",
        {"born": "2010-09-01", "standings": "former_relevant_child/18-20 2028-09-01..", "education": "2027-09-10.."},
        Row("2028-09-01", None, "running"),
    ),
    ("Vol 3 5.6 not on a course", "no_move_exam_year", "2028-08-31", {"standings": FORMER}, None),
    (
        "Vol 3 5.6 a person qualifying",
        "no_move_exam_year",
        "2028-08-31",
        {"standings": "person_qualifying 2028-01-01..", "education": "2027-09-10.."},
        None,
    ),
)
def test_milestones(code: str, on: str, written: dict[str, Any], expected: Row | None) -> None:
    assert owed(code, on, **written) == expected


def test_ages_are_settings() -> None:
    settings = Settings(housing_application_age=Age(17), skills_age=Age(15, 6))
    assert owed("housing_application", "2026-03-10", settings, standings=ELIGIBLE) == Row(
        "2026-03-10", "2027-03-10", "running"
    )
    assert owed("independence_skills", "2025-09-10", settings, standings=LOOKED_AFTER) == Row(
        "2020-06-01", "2025-09-10", "warning"
    )


IN_CUSTODY = {"standings": FORMER, "homes": "X 2028-06-01.."}


@table(
    (
        "Vol 3 6.41 a month before release, known from a day",
        "custody_release_review",
        "2028-12-01",
        {**IN_CUSTODY, "events": "release 2029-01-15 2028-11-20"},
        Row("2028-11-20", "2028-12-15", "warning"),
    ),
    (
        "Vol 3 6.41 worked: release 15 Jan, review by 15 Dec",
        "custody_release_review",
        "2028-12-16",
        {**IN_CUSTODY, "events": "release 2029-01-15"},
        Row("2028-03-10", "2028-12-15", "overdue", late=1),
    ),
    (
        "Vol 3 6.44 worked: release 15 Jan, facts by 1 Jan",
        "custody_release_facts",
        "2029-01-01",
        {**IN_CUSTODY, "events": "release 2029-01-15"},
        Row("2028-03-10", "2029-01-01", "warning"),
    ),
    (
        "Vol 3 6.41 not known yet",
        "custody_release_review",
        "2028-11-19",
        {**IN_CUSTODY, "events": "release 2029-01-15 2028-11-20"},
        None,
    ),
    (
        "Vol 3 6.41 not for a person qualifying",
        "custody_release_review",
        "2028-11-19",
        {"standings": "person_qualifying 2028-03-10..", "events": "release 2029-01-15"},
        None,
    ),
    (
        "Vol 3 6.41 status begins after the release",
        "custody_release_review",
        "2028-04-19",
        {"standings": FORMER, "events": "release 2028-03-01"},
        None,
    ),
    (
        "Vol 3 6.9 from 16",
        "adult_services_referral",
        "2026-01-01",
        {"standings": LOOKED_AFTER, "events": "adult_services_needed 2025-09-01"},
        Row("2025-09-01", "2026-03-10", "running"),
    ),
    (
        "Vol 3 6.9 found later than 16",
        "adult_services_referral",
        "2027-01-01",
        {"standings": ELIGIBLE, "events": "adult_services_needed 2027-01-01"},
        Row("2027-01-01", "2027-01-01", "warning"),
    ),
    (
        "Vol 3 5.7 by 18",
        "he_plan_before_18",
        "2028-01-01",
        {"standings": ELIGIBLE, "events": "higher_education_intended 2027-09-01"},
        Row("2027-09-01", "2028-03-10", "running"),
    ),
    (
        "HEB reg 4 four weeks from the start",
        "he_bursary_payment",
        "2028-10-01",
        {"standings": FORMER, "events": "higher_education_started 2028-09-18"},
        Row("2028-09-18", "2028-10-16", "warning"),
    ),
    (
        "HEB reg 4 the last instalment before the final year ends",
        "he_bursary_payment",
        "2031-06-01",
        {"standings": FORMER, "events": "higher_education_final_year_ends 2031-06-30 2030-09-20"},
        Row("2030-09-20", "2031-06-29", "warning"),
    ),
    (
        "Vol 3 D.11 at once",
        "hc2_certificate",
        "2027-01-02",
        {"standings": RELEVANT, "events": "support_decided 2027-01-01"},
        Row("2027-01-01", "2027-01-01", "overdue", late=1),
    ),
    (
        "Vol 3 6.24 before leave runs out",
        "leave_extension",
        "2027-08-20",
        {"standings": RELEVANT, "events": "leave_to_remain_ends 2027-09-10 2026-09-15"},
        Row("2026-09-15", "2027-09-10", "warning"),
    ),
    (
        "reg 39 the director approves first",
        "leave_care_approval_16_17",
        "2026-08-31",
        {"standings": ELIGIBLE, "events": "leaving_care_at_16_or_17 2026-09-01 2026-08-01"},
        Row("2026-08-01", "2026-08-31", "warning"),
    ),
    (
        "reg 39 done",
        "leave_care_approval",
        "2026-09-02",
        {
            "standings": ELIGIBLE,
            "events": "leaving_care 2026-09-01 2026-08-01",
            "done": "leave_care_approval 2026-08-20",
        },
        Row("2026-08-01", "2026-08-31", "answered", "2026-08-20"),
    ),
    (
        "Vol 3 4.33 ten working days over Christmas",
        "records_ack",
        "2026-12-20",
        {"events": "records_requested 2026-12-18"},
        Row("2026-12-18", "2027-01-06", "warning"),
    ),
    (
        "art 12(3) one calendar month",
        "sar_response",
        "2027-03-01",
        {"events": "subject_access_requested 2027-01-31"},
        Row("2027-01-31", "2027-02-28", "overdue", late=1),
    ),
    (
        "art 12(3) three months in all",
        "sar_response",
        "2027-03-01",
        {"events": "complex_subject_access_requested 2027-01-31"},
        Row("2027-01-31", "2027-04-30", "running"),
    ),
    (
        "Vol 3 9.5 14 days",
        "complaint_informal",
        "2028-04-15",
        {"standings": FORMER, "events": "complaint_made 2028-04-01", "done": "complaint_informal 2028-04-15"},
        Row("2028-04-01", "2028-04-15", "answered", "2028-04-15"),
    ),
    (
        "Vol 3 9.5 a complaint that lies ahead is not seen",
        "complaint_informal",
        "2028-03-31",
        {"standings": FORMER, "events": "complaint_made 2028-04-01"},
        None,
    ),
    (
        "a death ends what is asked of the authority",
        "complaint_informal",
        "2028-06-01",
        {"standings": FORMER, "events": "complaint_made 2028-04-01", "died_on": "2028-04-10"},
        Row("2028-04-01", "2028-04-15", "ended"),
    ),
)
def test_events(code: str, on: str, written: dict[str, Any], expected: Row | None) -> None:
    assert owed(code, on, **written) == expected


def test_the_social_workers_clocks_go_on_from_each_time_they_are_done() -> None:
    written: dict[str, Any] = {"standings": LOOKED_AFTER, "events": "became_looked_after 2020-06-01"}
    reviews = ["la_review 2020-06-26", "la_review 2020-09-30", "la_review 2021-03-29"]
    assert rows("la_review", "2021-04-01", **written, done=reviews) == [
        Row("2020-06-01", "2020-06-29", "answered", "2020-06-26"),
        Row("2020-06-26", "2020-09-26", "answered", "2020-09-30", 4),
        Row("2020-09-30", "2021-03-30", "answered", "2021-03-29"),
        Row("2021-03-29", "2021-09-29", "running"),
    ]
    visits: dict[str, Any] = {"events": "placement_started 2025-06-02", "done": "sw_statutory_visit 2025-06-06"}
    assert rows("sw_statutory_visit", "2026-04-01", standings=LOOKED_AFTER, **visits) == [
        Row("2025-06-02", "2025-06-09", "answered", "2025-06-06"),
        Row("2025-06-06", "2025-07-18", "ended", late=234),
    ]
    health: dict[str, Any] = {"events": "health_assessed 2025-01-10", "done": "health_assessment 2026-01-09"}
    assert rows("health_assessment", "2026-02-01", standings=LOOKED_AFTER, **health) == [
        Row("2025-01-10", "2026-01-10", "answered", "2026-01-09"),
        Row("2026-01-09", "2027-01-09", "running"),
    ]
