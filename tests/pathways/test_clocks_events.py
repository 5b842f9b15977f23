"""What only an event starts: requests, releases, decisions, the social worker's own. The law is in each test's id."""

from typing import Any

import pytest

from careleavers.rules.clocks import DEFAULTS, Basis, Cycle, DutyKind, FactsOn
from pathways.rules.clocks.events import (
    EventClock,
    EventRule,
    days_after,
    event_clock,
    months_after,
    working_days_after,
)
from tests.clock_cases import ELIGIBLE, FORMER, RELEVANT, Row, day, facts, owed, rows, table

LOOKED_AFTER = "looked_after 2020-06-01..2026-03-10"
IN_CUSTODY = {"status_spans": FORMER, "homes": "X 2028-06-01.."}


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
        {"status_spans": "person_qualifying 2028-03-10..", "events": "release 2029-01-15"},
        None,
    ),
    (
        "Vol 3 6.41 status begins after the release",
        "custody_release_review",
        "2028-04-19",
        {"status_spans": FORMER, "events": "release 2028-03-01"},
        None,
    ),
    (
        "Vol 3 6.9 as early as possible from 16: not late the day after the birthday",
        "adult_services_referral",
        "2026-01-01",
        {"status_spans": LOOKED_AFTER, "events": "adult_services_needed 2025-09-01"},
        Row("2025-09-01", "2026-04-07", "running"),
    ),
    (
        "Vol 3 6.9 found later than 16",
        "adult_services_referral",
        "2027-01-01",
        {"status_spans": ELIGIBLE, "events": "adult_services_needed 2027-01-01"},
        Row("2027-01-01", "2027-01-29", "warning"),
    ),
    (
        "Vol 3 5.7 by 18",
        "he_plan_before_18",
        "2028-01-01",
        {"status_spans": ELIGIBLE, "events": "higher_education_intended 2027-09-01"},
        Row("2027-09-01", "2028-03-10", "running"),
    ),
    (
        "HEB reg 4 four weeks from the start",
        "he_bursary_payment",
        "2028-10-01",
        {"status_spans": FORMER, "events": "higher_education_started 2028-09-18"},
        Row("2028-09-18", "2028-10-16", "warning"),
    ),
    (
        "HEB reg 4 the last instalment before the final year ends",
        "he_bursary_payment",
        "2031-06-01",
        {"status_spans": FORMER, "events": "higher_education_final_year_ends 2031-06-30 2030-09-20"},
        Row("2030-09-20", "2031-06-29", "warning"),
    ),
    (
        "Vol 3 D.11 at once",
        "hc2_certificate",
        "2027-01-02",
        {"status_spans": RELEVANT, "events": "support_decided 2027-01-01"},
        Row("2027-01-01", "2027-01-01", "overdue", late=1),
    ),
    (
        "Vol 3 6.24 before leave runs out",
        "leave_extension",
        "2027-08-20",
        {"status_spans": RELEVANT, "events": "leave_to_remain_ends 2027-09-10 2026-09-15"},
        Row("2026-09-15", "2027-09-10", "warning"),
    ),
    (
        "reg 39 the director approves first",
        "leave_care_approval_16_17",
        "2026-08-31",
        {"status_spans": ELIGIBLE, "events": "leaving_care_at_16_or_17 2026-09-01 2026-08-01"},
        Row("2026-08-01", "2026-08-31", "warning"),
    ),
    (
        "reg 28 a placement that starts on the day care ends",
        "sw_statutory_visit",
        "2026-03-12",
        {"status_spans": LOOKED_AFTER, "events": "placement_started 2026-03-10"},
        None,
    ),
    (
        "reg 39 done",
        "leave_care_approval",
        "2026-09-02",
        {
            "status_spans": ELIGIBLE,
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
        {"status_spans": FORMER, "events": "complaint_made 2028-04-01", "done": "complaint_informal 2028-04-15"},
        Row("2028-04-01", "2028-04-15", "answered", "2028-04-15"),
    ),
    (
        "Vol 3 9.5 a complaint that lies ahead is not seen",
        "complaint_informal",
        "2028-03-31",
        {"status_spans": FORMER, "events": "complaint_made 2028-04-01"},
        None,
    ),
    (
        "s22D a review before the move",
        "iro_review_before_move",
        "2027-02-01",
        {"status_spans": ELIGIBLE, "events": "unregulated_move_planned 2027-02-01 2027-01-10"},
        Row("2027-01-10", "2027-01-31", "overdue", late=1),
    ),
    (
        "s22D not for somebody who has left care",
        "iro_review_before_move",
        "2027-02-01",
        {"status_spans": RELEVANT, "events": "unregulated_move_planned 2027-02-01 2027-01-10"},
        None,
    ),
    (
        "Vol 3 7.16 suitability before the move",
        "suitability_check_before_move",
        "2028-05-20",
        {"status_spans": FORMER, "events": "move_planned 2028-06-01 2028-05-18"},
        Row("2028-05-18", "2028-05-31", "warning"),
    ),
    (
        "Vol 3 7.16 checked",
        "suitability_check_before_move",
        "2028-06-20",
        {
            "status_spans": FORMER,
            "events": "move_planned 2028-06-01 2028-05-18",
            "done": "suitability_check_before_move 2028-05-30",
        },
        Row("2028-05-18", "2028-05-31", "answered", "2028-05-30"),
    ),
    (
        "Vol 3 9.7 advocacy when a complaint is made",
        "advocacy_offer",
        "2028-04-02",
        {"status_spans": FORMER, "events": "complaint_made 2028-04-01"},
        Row("2028-04-01", "2028-04-01", "overdue", late=1),
    ),
    (
        "Vol 3 9.7 and when one is intended",
        "advocacy_offer",
        "2028-04-01",
        {"status_spans": FORMER, "events": "complaint_intended 2028-04-01", "done": "advocacy_offer 2028-04-01"},
        Row("2028-04-01", "2028-04-01", "answered", "2028-04-01"),
    ),
    (
        "a death ends what is asked of the authority",
        "complaint_informal",
        "2028-06-01",
        {"status_spans": FORMER, "events": "complaint_made 2028-04-01", "died_on": "2028-04-10"},
        Row("2028-04-01", "2028-04-15", "ended"),
    ),
)
def test_events(code: str, on: str, written: dict[str, Any], expected: Row | None) -> None:
    assert owed(code, on, **written) == expected


def test_the_social_workers_clocks_go_on_from_each_time_they_are_done() -> None:
    written: dict[str, Any] = {"status_spans": LOOKED_AFTER, "events": "became_looked_after 2020-06-01"}
    reviews = ["la_review 2020-06-26", "la_review 2020-09-30", "la_review 2021-03-29"]
    assert rows("la_review", "2021-04-01", **written, done=reviews) == [
        Row("2020-06-01", "2020-06-29", "answered", "2020-06-26"),
        Row("2020-06-26", "2020-09-26", "answered", "2020-09-30", 4),
        Row("2020-09-30", "2021-03-30", "answered", "2021-03-29"),
        Row("2021-03-29", "2021-09-29", "running"),
    ]
    visits: dict[str, Any] = {
        "events": "placement_started 2025-06-02",
        "done": ["sw_statutory_visit 2025-06-06", "sw_statutory_visit 2026-03-20"],
    }
    assert rows("sw_statutory_visit", "2026-04-01", status_spans=LOOKED_AFTER, **visits) == [
        Row("2025-06-02", "2025-06-09", "answered", "2025-06-06"),
        Row("2025-06-06", "2025-07-18", "ended", late=234),
    ]
    health: dict[str, Any] = {"events": "health_assessed 2025-01-10", "done": "health_assessment 2026-01-09"}
    assert rows("health_assessment", "2026-02-01", status_spans=LOOKED_AFTER, **health) == [
        Row("2025-01-10", "2026-01-10", "answered", "2026-01-09"),
        Row("2026-01-09", "2027-01-09", "running"),
    ]


def test_each_complaint_has_a_run_of_its_own() -> None:
    complaints = ["complaint_made 2028-04-01", "complaint_made 2028-06-01"]
    assert rows("complaint_informal", "2028-06-02", status_spans=FORMER, events=complaints) == [
        Row("2028-04-01", "2028-04-15", "overdue", late=48),
        Row("2028-06-01", "2028-06-15", "warning"),
    ]


@pytest.mark.parametrize(
    ("rule", "number", "on", "due"),
    [
        (days_after, 14, "2028-02-20", "2028-03-05"),
        (days_after, -14, "2029-01-15", "2029-01-01"),
        (working_days_after, 10, "2026-12-18", "2027-01-06"),
        (months_after, 1, "2027-01-31", "2027-02-28"),
        (months_after, -1, "2029-03-31", "2029-02-28"),
    ],
)
def test_an_event_starts_a_number_of_days_or_months(rule: Any, number: int, on: str, due: str) -> None:
    assert rule(number)(FactsOn(facts(), day(on), DEFAULTS), day(on)) == day(due)


def test_an_events_clock_tells_what_starts_and_answers_it() -> None:
    rules = (
        EventRule(what="arrived", due=days_after(3), why="They arrived on {}."),
        EventRule(what="returned", due=days_after(0), why="They came back on {}."),
    )
    clock = event_clock(
        "welcome",
        "Vol 3 1.1",
        "everyone",
        "3 days",
        "adviser",
        *rules,
        kind=DutyKind.LOCAL,
        basis=Basis.GUIDANCE,
        unsettled="Check it.",
    )
    assert clock == EventClock(
        code="welcome",
        source="Vol 3 1.1",
        kind=DutyKind.LOCAL,
        basis=Basis.GUIDANCE,
        applies_to="everyone",
        starts="the event `arrived` or `returned`",
        due="3 days",
        done_when="`done`",
        who_must_know="adviser",
        cycles=clock.cycles,
        unsettled="Check it.",
        rules=rules,
    )
    known = FactsOn(facts(events="arrived 2028-05-01", done="welcome 2028-05-02"), day("2028-05-03"), DEFAULTS)
    why = ("They arrived on {}.", day("2028-05-01"))
    assert clock.cycles(known) == [Cycle(day("2028-05-01"), day("2028-05-04"), day("2028-05-02"), None, why)]


def test_an_events_clock_is_settled_law_unless_it_says_otherwise() -> None:
    clock = event_clock("welcome", "Vol 3 1.1", "everyone", "3 days", "adviser")
    assert (clock.kind, clock.basis, clock.unsettled) == (DutyKind.LAW, Basis.ACT, "")
