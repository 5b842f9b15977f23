"""What was done once never meets a later event too, and a missed duty never hides the next. The law is in each id."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from careleavers.rules.clocks import DEFAULTS, Done, DutyFacts, DutyState
from pathways.rules.clocks import CLOCKS, history
from pathways.rules.clocks.events import EventClock
from tests.clock_cases import ELIGIBLE, FORMER, NOT_SUPPORTED, Row, all_owed, rows
from tests.pathways.test_clocks_properties import days, people

RELEASES = ["release 2028-06-30", "release 2030-03-31"]
LOOKED_AFTER = "looked_after 2020-06-01..2026-03-10"
GROWN_UP = [FORMER, NOT_SUPPORTED]


@pytest.mark.parametrize(
    ("code", "on", "written", "expected"),
    [
        pytest.param(
            "custody_release_review",
            "2030-03-20",
            {"status_spans": FORMER, "events": RELEASES, "done": "custody_release_review 2028-05-20"},
            [Row("2028-03-10", "2030-02-28", "overdue", late=20)],
            id="Vol 3 6.41 a second custody needs its own review",
        ),
        pytest.param(
            "custody_release_review",
            "2030-03-20",
            {"status_spans": FORMER, "events": RELEASES, "done": "custody_release_review 2030-02-20"},
            [Row("2028-03-10", "2028-05-30", "overdue", late=659)],
            id="Vol 3 6.41 a review of today is for the release ahead, the missed one stays missed",
        ),
        pytest.param(
            "custody_release_review",
            "2030-03-20",
            {"status_spans": FORMER, "events": RELEASES, "done": "custody_release_review 2030-02-20 2028-06-30"},
            [Row("2028-03-10", "2030-02-28", "overdue", late=20)],
            id="Vol 3 6.41 a record that names its release meets that one alone",
        ),
        pytest.param(
            "custody_release_review",
            "2028-06-20",
            {
                "status_spans": [
                    "relevant_child 2026-09-01..2027-01-01",
                    "eligible_child 2027-01-01..2028-03-10",
                    FORMER,
                ],
                "events": "release 2028-06-30 2026-10-01",
            },
            [Row("2028-03-10", "2028-05-30", "overdue", late=21)],
            id="Vol 3 6.41 care that began again between the news and the release hides nothing",
        ),
        pytest.param(
            "leave_care_approval_16_17",
            "2027-07-02",
            {
                "status_spans": [
                    "eligible_child 2026-03-10..2026-06-01",
                    "relevant_child 2026-06-01..2026-09-01",
                    "eligible_child 2026-09-01..2028-03-10",
                ],
                "events": "leaving_care_at_16_or_17 2027-06-30",
            },
            [Row("2026-09-01", "2027-06-29", "overdue", late=3)],
            id="reg 39 SI 2010/959 leaving care a second time is approved too",
        ),
        pytest.param(
            "custody_release_facts",
            "2030-03-20",
            {"status_spans": FORMER, "events": RELEASES, "done": "custody_release_facts 2028-06-10"},
            [Row("2028-03-10", "2030-03-17", "overdue", late=3)],
            id="Vol 3 6.44 the facts of the second release",
        ),
        pytest.param(
            "leave_extension",
            "2029-11-02",
            {
                "status_spans": FORMER,
                "events": ["leave_to_remain_ends 2027-04-30", "leave_to_remain_ends 2029-10-31"],
                "done": "leave_extension 2027-04-02",
            },
            [Row("2010-03-10", "2029-10-31", "overdue", late=2)],
            id="Vol 3 6.26 leave that ends a second time",
        ),
        pytest.param(
            "he_bursary_payment",
            "2031-06-01",
            {
                "status_spans": GROWN_UP,
                "events": ["higher_education_started 2028-09-18", "higher_education_final_year_ends 2031-06-30"],
                "done": "he_bursary_payment 2028-10-02",
            },
            [Row("2010-03-10", "2031-06-29", "warning")],
            id="HEB reg 4 the last instalment is not the first",
        ),
        pytest.param(
            "he_bursary_payment",
            "2031-11-20",
            {
                "status_spans": GROWN_UP,
                "events": ["higher_education_final_year_ends 2032-06-30", "higher_education_year_4_started 2031-09-22"],
                "done": "he_bursary_payment 2031-10-10",
            },
            [Row("2031-09-22", "2031-10-20", "answered", "2031-10-10")],
            id="HEB reg 4 the last instalment is one, whichever day comes first",
        ),
        pytest.param(
            "complaint_informal",
            "2028-07-01",
            {
                "status_spans": FORMER,
                "events": ["complaint_made 2028-04-01", "complaint_made 2028-06-01"],
                "done": "complaint_informal 2028-06-03",
            },
            [Row("2028-06-01", "2028-06-15", "overdue", late=16)],
            id="Vol 3 9.5 one answer for two complaints meets the first",
        ),
        pytest.param(
            "sar_response",
            "2029-03-01",
            {
                "status_spans": GROWN_UP,
                "events": ["subject_access_requested 2029-01-10", "complex_subject_access_requested 2029-01-10"],
                "done": "sar_response 2029-02-01",
            },
            [Row("2029-01-10", "2029-04-10", "running")],
            id="UK GDPR art 12(3) two requests of one day, one answer",
        ),
        pytest.param(
            "adult_services_referral",
            "2028-06-01",
            {
                "status_spans": [ELIGIBLE, FORMER],
                "events": ["adult_services_needed 2025-01-01", "adult_services_needed 2027-05-01"],
                "done": "adult_services_referral 2026-04-01",
            },
            [Row("2027-05-01", "2027-05-29", "overdue", late=369)],
            id="Vol 3 6.9 another need, found after the first referral",
        ),
        pytest.param(
            "copy_to_young_person",
            "2029-06-01",
            {
                "status_spans": GROWN_UP,
                "plans": ["2029-01-01", "2029-05-01"],
                "done": "copy_to_young_person 2029-05-20 2029-01-01",
            },
            [Row("2029-05-01", "2029-05-29", "overdue", late=3)],
            id="CLR reg 4 a late copy of the old plan is none of the new one",
        ),
        pytest.param(
            "detention_visit_not_relevant",
            "2026-12-01",
            {
                "status_spans": ["looked_after 2026-01-01..2026-05-01", "looked_after 2026-08-01..2026-11-01"],
                "sentenced": ["2026-05-01", "2026-11-01"],
                "contacts": "2026-05-05 visit",
            },
            [Row("2026-11-01", "2026-11-13", "overdue", late=18)],
            id="SI 2010/2797 reg 3 a second sentence, a visit of its own",
        ),
        pytest.param(
            "complaint_informal",
            "2028-07-01",
            {
                "status_spans": FORMER,
                "events": ["complaint_made 2028-04-01", "complaint_made 2028-06-01"],
                "done": "complaint_informal 2028-06-03 2028-06-01",
            },
            [Row("2028-04-01", "2028-04-15", "overdue", late=77)],
            id="Vol 3 9.5 or the one that it names",
        ),
        pytest.param(
            "sar_response",
            "2028-07-01",
            {
                "events": [
                    "subject_access_requested 2028-05-01",
                    "subject_access_requested 2028-05-01",
                    "complex_subject_access_requested 2028-06-01",
                ],
                "done": "sar_response 2028-05-20",
            },
            [
                Row("2028-05-01", "2028-06-01", "overdue", late=30),
                Row("2028-06-01", "2028-09-01", "running"),
            ],
            id="art 12(3) two requests of one day are two",
        ),
        pytest.param(
            "staying_put_monitoring",
            "2030-06-10",
            {
                "status_spans": FORMER,
                "homes": ["Z 2028-03-10..2029-03-10", "D 2029-03-10..2030-06-01", "Z 2030-06-01.."],
                "done": "staying_put_monitoring 2028-03-01",
            },
            [Row("2030-06-01", "2030-06-01", "overdue", late=9)],
            id="s23CZA a second arrangement needs an agreement of its own",
        ),
        pytest.param(
            "staying_put_monitoring",
            "2030-06-10",
            {
                "status_spans": FORMER,
                "homes": ["Z 2028-03-10..2029-03-10", "Z 2029-03-10.."],
                "done": "staying_put_monitoring 2028-03-01",
            },
            [Row("2028-03-10", "2028-03-10", "answered", "2028-03-01")],
            id="s23CZA but not one that goes on at another address",
        ),
        pytest.param(
            "return_to_learning_info",
            "2033-02-01",
            {
                "status_spans": GROWN_UP,
                "events": "case_closed 2032-12-01",
                "done": "return_to_learning_info 2032-12-10 2032-12-01",
            },
            [Row("2031-03-10", "2031-04-07", "overdue", late=666)],
            id="Vol 3 3.53 a letter that names the closing is not that of 21",
        ),
        pytest.param(
            "copy_to_young_person",
            "2026-07-20",
            {
                "status_spans": ELIGIBLE,
                "assessments": "2026-05-01",
                "plans": "2026-06-01",
                "done": "copy_to_young_person 2026-06-10 2026-06-01",
            },
            [Row("2026-05-01", "2026-05-29", "overdue", late=52)],
            id="CLR reg 4 a copy that names the plan is not one of the assessment",
        ),
        pytest.param(
            "copy_to_young_person",
            "2026-07-20",
            {"status_spans": ELIGIBLE, "assessments": "2026-05-01", "plans": "2026-07-01"},
            [Row("2026-05-01", "2026-05-29", "overdue", late=52), Row("2026-07-01", "2026-07-29", "warning")],
            id="CLR reg 4 two copies that are owed are two rows",
        ),
        pytest.param(
            "birthday_letter",
            "2031-02-20",
            {
                "status_spans": FORMER,
                "letters": ["18 2028-03-01", "19 2029-03-01"],
            },
            [Row("2030-02-10", "2030-03-10", "overdue", late=347), Row("2031-02-10", "2031-03-10", "warning")],
            id="local a missed letter at 20 does not hide the 21st",
        ),
    ],
)
def test_each_event_and_each_run_is_owed_for_itself(
    code: str, on: str, written: dict[str, Any], expected: list[Row]
) -> None:
    assert all_owed(code, on, **written) == expected


def test_a_new_placement_ends_the_visits_of_the_last_one_and_starts_its_own() -> None:
    written = {
        "status_spans": LOOKED_AFTER,
        "events": ["placement_started 2025-01-06", "placement_started 2025-05-05"],
        "done": ["sw_statutory_visit 2025-01-10", "sw_statutory_visit 2025-05-20"],
    }
    assert rows("sw_statutory_visit", "2025-06-01", **written) == [
        Row("2025-01-06", "2025-01-13", "answered", "2025-01-10"),
        Row("2025-01-10", "2025-02-21", "ended", late=72),
        Row("2025-05-05", "2025-05-12", "answered", "2025-05-20", 8),
        Row("2025-05-20", "2025-07-01", "running"),
    ]


def test_a_second_health_assessment_meets_the_first_year_and_starts_the_next() -> None:
    written = {
        "status_spans": LOOKED_AFTER,
        "events": ["health_assessed 2024-01-10", "health_assessed 2025-01-20"],
    }
    assert rows("health_assessment", "2025-03-01", **written) == [
        Row("2024-01-10", "2025-01-10", "answered", "2025-01-20", 10),
        Row("2025-01-20", "2026-01-20", "running"),
    ]


ONCE = [clock.code for clock in CLOCKS if isinstance(clock, EventClock) and not any(rule.again for rule in clock.rules)]


@given(people, st.lists(st.tuples(st.sampled_from(ONCE), days, st.none() | days), max_size=8), days)
@settings(max_examples=200)
def test_as_many_runs_are_met_as_there_are_records_at_most(facts: DutyFacts, records: list[Any], on: Any) -> None:
    facts = replace(facts, done=tuple(Done(*record) for record in records))
    met = Counter(duty.code for duty in history(facts, on, codes=ONCE) if duty.state is DutyState.ANSWERED)
    assert met <= Counter(code for code, done_on, _ in records if done_on <= on)


@given(people, st.sampled_from(ONCE), days, st.none() | days, days)
@settings(max_examples=200)
def test_one_more_record_closes_one_run_at_most(facts: DutyFacts, code: str, done: Any, event_on: Any, on: Any) -> None:
    more = replace(facts, done=(*facts.done, Done(code, done, event_on)))
    before, after = (
        sum(duty.cycle.is_open for duty in history(each, on, DEFAULTS, codes={code})) for each in (facts, more)
    )
    assert before - 1 <= after <= before
