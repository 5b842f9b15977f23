"""The road to 25 as a table: what is due by when, and how it is with it. The rule is in each test's id."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from careleavers.rules.clocks import DEFAULTS
from careleavers.rules.health import HealthFact
from careleavers.rules.key_documents import DocumentFact
from careleavers.rules.milestones import RoadStep, why_not_left_out
from offers.queries.next_letters import LATE_BY
from offers.rules import catalogue
from offers.rules.letter_states import LetterState
from offers.rules.milestones import COUNCIL_TAX, LETTERS, LetterFacts, LetterRow, council_tax_step, letter_steps
from offers.rules.passport import EventKind, PassportEvent, PassportItem, PassportState
from pathways.rules.alert_duties import due_day, duties_still_due
from pathways.rules.runway import (
    DueFact,
    HealthSince,
    LeftOutBy,
    RoadFacts,
    late_steps,
    road,
    runs_ahead,
    runs_of,
)
from pathways.rules.runway_table import MILESTONES, clocks_of
from tests.clock_cases import ELIGIBLE, FORMER, NOT_SUPPORTED, RELEVANT, day, facts

CARE = ["looked_after 2020-06-01..2026-03-10", ELIGIBLE, FORMER, NOT_SUPPORTED]
LEFT_EARLY = ["looked_after 2020-06-01..2026-03-10", "eligible_child 2026-03-10..2026-09-01", RELEVANT, FORMER]
NEVER = ["none 2020-06-01.."]
[COUNCIL_TAX_OF_THEIRS] = catalogue.entitlements(
    catalogue.Person(date_of_birth=date(2010, 3, 10)), date(2029, 1, 1), catalogue.EntitlementSettings(), "council_tax"
)


def drawn(
    on: str,
    given: dict[str, Any],
    *,
    papers: Sequence[tuple[str, str, str]] = (),
    health: Sequence[tuple[str, str, str]] = (),
    left_out: Sequence[str] = (),
    **about: Any,
) -> RoadFacts:
    """What the road is drawn from on a day; what is due is what the reminders store."""
    today, unused = day(on), about.get("unused_pages", ())
    duty_facts = facts(**{"status_spans": CARE} | given)
    duty_facts = replace(duty_facts, left_out=tuple(code for each in left_out for code in clocks_of(each)))
    due = duties_still_due(duty_facts, today, DEFAULTS, unused) if about.get("is_open", True) else []
    return RoadFacts(
        date_of_birth=duty_facts.date_of_birth,
        today=today,
        settings=DEFAULTS,
        died_on=duty_facts.died_on,
        status_spans=duty_facts.status_spans,
        due=[DueFact(each.code, each.cycle.started_on, due_day(each) or today, each.because) for each in due],
        runs=runs_of(duty_facts, today, DEFAULTS),
        ahead=runs_ahead(duty_facts, today, DEFAULTS),
        documents=[DocumentFact(kind, state, day(since)) for kind, state, since in papers],
        health=[HealthSince(HealthFact(kind, state), day(since)) for kind, state, since in health],
        left_out={each: LeftOutBy(date(2026, 11, 2), "Mo", "Not now.") for each in left_out},
        **about,
    )


def row(step: RoadStep) -> tuple[str, str, str]:
    """State, due on and done on, as text."""
    return step.state.value, str(step.due_on or ""), str(step.done_on or "")


ASSESSED = {"assessments": "2026-06-01"}
PLANNED = ASSESSED | {"plans": "2026-06-20"}
ADVISED = {"personal_adviser": "2026-03-12..2031-03-10"}
PASSPORT = [("passport", "held", "2026-05-01")]
# Born on 10 March 2010: 16 on 10 March 2026, 17½ on 10 September 2027, 18 on 10 March 2028, 25 on 10 March 2035.
ROWS = [
    ("Sch 2 para 19B 14 in care", "in_view", "2024-03-10", {}, {}, ("done", "2024-03-10", "2024-03-10")),
    ("Sch 2 para 19B the day before 14", "in_view", "2024-03-09", {}, {}, ("not_yet", "2024-03-10", "")),
    ("Sch 2 para 19B never in care", "in_view", "2026-03-10", {"status_spans": NEVER}, {}, ("not_for_them", "", "")),
    ("Sch 2 para 19B eligible at 16", "care_leaver", "2026-03-10", {}, {}, ("done", "2026-03-10", "2026-03-10")),
    ("Sch 2 para 19B the day before 16", "care_leaver", "2026-03-09", {}, {}, ("not_yet", "2026-03-10", "")),
    ("reg 42(1) three months, the last day", "needs_assessment", "2026-06-10", {}, {}, ("due", "2026-06-10", "")),
    ("reg 42(1) the day after is late", "needs_assessment", "2026-06-11", {}, {}, ("late", "2026-06-10", "")),
    ("reg 42(1) before 16", "needs_assessment", "2025-12-01", {}, {}, ("not_yet", "2026-06-10", "")),
    (
        "reg 42(1) done",
        "needs_assessment",
        "2030-01-01",
        ASSESSED,
        {},
        ("done", "2026-06-10", "2026-06-01"),
    ),
    (
        "CLR reg 5(2)(a) a relevant child",
        "needs_assessment",
        "2026-12-02",
        {"status_spans": LEFT_EARLY},
        {},
        ("late", "2026-12-01", ""),
    ),
    ("CLR reg 6 follows the assessment", "first_plan", "2026-04-01", {}, {}, ("not_yet", "", "")),
    ("CLR reg 6 28 days after it", "first_plan", "2026-06-29", ASSESSED, {}, ("due", "2026-06-29", "")),
    ("CLR reg 6 late", "first_plan", "2026-06-30", ASSESSED, {}, ("late", "2026-06-29", "")),
    ("CLR reg 6 authorised", "first_plan", "2026-07-01", PLANNED, {}, ("done", "2026-06-29", "2026-06-20")),
    ("Sch 2 para 19C at once", "adviser", "2026-03-11", {}, {}, ("late", "2026-03-10", "")),
    ("Sch 2 para 19C named", "adviser", "2026-05-01", ADVISED, {}, ("done", "2026-03-10", "2026-03-12")),
    (
        "s23C(3)(a) without one again after 18",
        "adviser",
        "2030-06-02",
        {"personal_adviser": "2026-03-10..2030-06-01"},
        {},
        ("late", "2030-06-01", ""),
    ),
    ("practice, skills at 16", "skills", "2026-03-10", {}, {}, ("due", "2026-03-10", "")),
    ("practice, skills the day after", "skills", "2026-03-11", {}, {}, ("late", "2026-03-10", "")),
    ("practice, skills not asked for from 18", "skills", "2028-03-10", {}, {}, ("missed", "2026-03-10", "")),
    ("practice, 17½ the last day", "housing_application", "2027-09-10", {}, {}, ("due", "2027-09-10", "")),
    ("practice, 17½ the day after", "housing_application", "2027-09-11", {}, {}, ("late", "2027-09-10", "")),
    (
        "practice, 17½ applied",
        "housing_application",
        "2028-01-01",
        {"done": "housing_application 2027-08-02"},
        {},
        ("done", "2027-09-10", "2027-08-02"),
    ),
    ("practice, 17½ no reminder at 18", "housing_application", "2028-03-10", {}, {}, ("missed", "2027-09-10", "")),
    (
        "practice, 17½ left out by a manager",
        "housing_application",
        "2027-12-01",
        {},
        {"left_out": ["housing_application"]},
        ("left_out", "2027-09-10", ""),
    ),
    (
        "practice, 17½ left out and done all the same",
        "housing_application",
        "2027-12-01",
        {"done": "housing_application 2027-11-02"},
        {"left_out": ["housing_application"]},
        ("done", "2027-09-10", "2027-11-02"),
    ),
    (
        "practice, 17½ where the page is not used",
        "housing_application",
        "2027-12-01",
        {},
        {"unused_pages": ("housing",)},
        ("not_for_them", "2027-09-10", ""),
    ),
    (
        "practice, 17½ of somebody not open to the service",
        "housing_application",
        "2027-12-01",
        {},
        {"is_open": False},
        ("not_for_them", "2027-09-10", ""),
    ),
    ("Vol 3 8.30 before 18", "benefit_claim", "2028-03-09", {}, {}, ("not_yet", "2028-03-10", "")),
    ("Vol 3 8.30 on the birthday", "benefit_claim", "2028-03-10", {}, {}, ("due", "2028-03-10", "")),
    ("Vol 3 8.30 no payment yet", "benefit_claim", "2028-03-11", {}, {}, ("late", "2028-03-10", "")),
    (
        "Vol 3 8.30 paid",
        "benefit_claim",
        "2028-06-01",
        {"done": "benefit_bridge 2028-04-20"},
        {},
        ("done", "2028-03-10", "2028-04-20"),
    ),
    ("s23C(1) 18", "adult", "2028-03-10", {}, {}, ("done", "2028-03-10", "2028-03-10")),
    ("s23C(1) the day before", "adult", "2028-03-09", {}, {}, ("not_yet", "2028-03-10", "")),
    ("s23CZB the last day", "offer_21", "2031-04-07", {}, {}, ("due", "2031-04-07", "")),
    ("s23CZB late", "offer_21", "2031-04-08", {}, {}, ("late", "2031-04-07", "")),
    ("s23CZB made", "offer_21", "2032-01-01", {"offers": "2031-03-20"}, {}, ("done", "2031-04-07", "2031-03-20")),
    ("s23CZB at 16 it lies ahead", "offer_21", "2026-05-01", {}, {}, ("not_yet", "2031-04-07", "")),
    ("ss23CA, 23CZB 25", "end_at_25", "2035-03-10", {}, {}, ("done", "2035-03-10", "2035-03-10")),
    (
        "Vol 3 E.8 15 years 9 months, the last day",
        "national_insurance",
        "2025-12-10",
        {},
        {},
        ("due", "2025-12-10", ""),
    ),
    ("Vol 3 E.8 the day after", "national_insurance", "2025-12-11", {}, {}, ("late", "2025-12-10", "")),
    (
        "Vol 3 E.8 into care at 16½: that day",
        "national_insurance",
        "2026-09-12",
        {"status_spans": ["eligible_child 2026-09-11..2028-03-10"]},
        {},
        ("late", "2026-09-11", ""),
    ),
    (
        "Vol 3 E.8 the letter is there",
        "national_insurance",
        "2026-01-01",
        {},
        {"papers": [("ni_letter", "held", "2025-11-20")]},
        ("done", "2025-12-10", "2025-11-20"),
    ),
    ("Vol 3 Figure 1 before 16", "photo_id", "2026-03-09", {}, {}, ("not_yet", "2028-03-10", "")),
    ("Vol 3 Figure 1 from 16", "photo_id", "2026-03-10", {}, {}, ("due", "2028-03-10", "")),
    ("Vol 3 Figure 1 late from 18", "photo_id", "2028-03-11", {}, {}, ("late", "2028-03-10", "")),
    (
        "Vol 3 Figure 1 a passport",
        "photo_id",
        "2026-06-01",
        {},
        {"papers": PASSPORT},
        ("done", "2028-03-10", "2026-05-01"),
    ),
    (
        "Vol 3 Figure 1 not needed",
        "birth_certificate",
        "2028-06-01",
        {},
        {"papers": [("birth_certificate", "not_needed", "2027-01-01")]},
        ("not_for_them", "", ""),
    ),
    (
        "Vol 3 Figure 1 left out",
        "bank_account",
        "2028-06-01",
        {},
        {"left_out": ["bank_account"]},
        ("left_out", "2028-03-10", ""),
    ),
    ("Vol 3 D.1 a dentist from 16", "dentist", "2026-03-10", {}, {}, ("due", "2028-03-10", "")),
    ("Vol 3 D.1 late from 18", "dentist", "2028-03-11", {}, {}, ("late", "2028-03-10", "")),
    (
        "Vol 3 D.1 in place",
        "dentist",
        "2028-06-01",
        {},
        {"health": [("dentist", "there", "2027-02-01")]},
        ("done", "2028-03-10", "2027-02-01"),
    ),
    (
        "Vol 3 D.1 they do not want it",
        "dentist",
        "2028-06-01",
        {},
        {"health": [("dentist", "declined", "2027-02-01")]},
        ("not_for_them", "", ""),
    ),
    ("Vol 3 D.1 health history at 18", "health_history", "2028-03-10", {}, {}, ("due", "2028-03-10", "")),
    (
        "Part 3 after a death nothing is asked",
        "photo_id",
        "2028-06-01",
        {"died_on": "2028-05-01"},
        {},
        ("not_for_them", "2028-03-10", ""),
    ),
]


@pytest.mark.parametrize(
    ("code", "on", "given", "about", "expected"), [pytest.param(*each[1:], id=each[0]) for each in ROWS]
)
def test_how_it_is_with_a_milestone(
    code: str, on: str, given: dict[str, Any], about: dict[str, Any], expected: tuple[str, str, str]
) -> None:
    known = drawn(on, given, **about)
    [step] = [step for step in road(known) if step.code == code]
    assert row(step) == expected
    # A list of who is late draws no runs of clocks, and says the same.
    late = {each.code for each in late_steps(replace(known, runs=(), ahead=()))}
    assert late == {each.code for each in road(known) if each.is_late}


def test_unaccompanied_young_people_are_asked_for_other_papers() -> None:
    def papers(*, is_unaccompanied: bool) -> set[str]:
        steps = road(drawn("2026-06-01", {}, is_unaccompanied=is_unaccompanied))
        return {step.code for step in steps} & {"birth_certificate", "immigration_papers"}

    assert papers(is_unaccompanied=True) == {"immigration_papers"}
    assert papers(is_unaccompanied=False) == {"birth_certificate"}


def test_what_the_law_asks_for_cannot_be_left_out() -> None:
    every = [*MILESTONES, *LETTERS.values(), COUNCIL_TAX]
    assert len({each.code for each in every}) == len(every)
    assert {each.code for each in every if each.may_be_left_out} == {
        *("skills", "housing_application", "benefit_claim", "council_tax"),
        *("national_insurance", "photo_id", "birth_certificate", "immigration_papers", "bank_account"),
        *("gp", "dentist", "health_history"),
    }
    steps = {step.code: step for step in road(drawn("2026-06-11", PLANNED, papers=PASSPORT))}
    assert why_not_left_out(steps["adviser"]) == "An Act or a regulation asks for this: it cannot be left out."
    assert why_not_left_out(steps["photo_id"]) == "There is nothing to leave out: done."
    assert why_not_left_out(steps["bank_account"]) is None


LETTER_ROWS = [
    ("four weeks before", "2028-02-11", None, ("due", "2028-03-10", "")),
    ("five weeks before", "2028-02-01", None, ("not_yet", "2028-03-10", "")),
    ("on the birthday", "2028-03-10", "planned", ("due", "2028-03-10", "")),
    ("the day after", "2028-03-11", "planned", ("late", "2028-03-10", "")),
    ("posted", "2028-03-11", "posted", ("done", "2028-03-10", "2028-03-01")),
    ("came back", "2028-03-20", "returned", ("late", "2028-03-10", "")),
    ("they asked us not to write", "2028-03-20", "not_wanted", ("not_for_them", "2028-03-10", "")),
    ("too late for one", "2028-04-12", None, ("missed", "2028-03-10", "")),
    ("too late, and still to go", "2028-04-12", "on_hold", ("late", "2028-03-10", "")),
]


@pytest.mark.parametrize(("on", "state", "expected"), [pytest.param(*each[1:], id=each[0]) for each in LETTER_ROWS])
def test_how_it_is_with_the_letter_at_18(on: str, state: str | None, expected: tuple[str, str, str]) -> None:
    rows = {18: LetterRow(state=LetterState(state), gone_on=date(2028, 3, 1))} if state else {}
    known = LetterFacts(
        date_of_birth=date(2010, 3, 10),
        today=day(on),
        settings=DEFAULTS,
        late_by=LATE_BY,
        status_spans=facts(status_spans=CARE).status_spans,
        rows=rows,
    )
    [at_18, at_21] = letter_steps(known)
    assert row(at_18) == expected
    assert row(at_21) == ("not_yet", "2031-03-10", "")
    [chosen, _] = letter_steps(replace(known, settings=replace(DEFAULTS, letter_ages=(21,)), rows={}))
    assert row(chosen) == ("not_for_them", "2028-03-10", "")


COUNCIL_TAX_ROWS = [
    ("not in a home of their own", None, "available", "2029-01-01", ("not_yet", "", "")),
    ("28 days to claim it", "2029-01-01", "told", "2029-01-29", ("due", "2029-01-29", "")),
    ("the day after", "2029-01-01", "available", "2029-01-30", ("late", "2029-01-29", "")),
    ("claimed", "2029-01-01", "claimed", "2029-03-01", ("done", "2029-01-29", "2029-01-20")),
    ("another council decides: no day", "2029-01-01", "only_if", "2029-03-01", ("due", "", "")),
    ("not theirs", "2029-01-01", "not_theirs", "2029-03-01", ("not_for_them", "", "")),
]


@pytest.mark.parametrize(
    ("since", "state", "on", "expected"), [pytest.param(*each[1:], id=each[0]) for each in COUNCIL_TAX_ROWS]
)
def test_how_it_is_with_council_tax(since: str | None, state: str, on: str, expected: tuple[str, str, str]) -> None:
    decided = PassportEvent(EventKind.CLAIMED, date(2029, 1, 20)) if state == "claimed" else None
    item = PassportItem(
        entitlement=COUNCIL_TAX_OF_THEIRS,
        state=PassportState(state),
        is_certain=True,
        told_on=None,
        decided=decided,
        left=None,
        promised=0,
    )
    step = council_tax_step(
        date_of_birth=date(2010, 3, 10),
        today=day(on),
        settings=DEFAULTS,
        own_home_since=day(since) if since else None,
        item=item if since else None,
    )
    assert row(step) == expected
