"""Assessing needs, the first pathway plan, and giving the young person their copies."""

from datetime import date, timedelta

from careleavers.rules.clocks import Basis, Clock, Cycle, DutyKind, FactsOn
from careleavers.rules.clocks.cycles import single_cycle
from careleavers.rules.clocks.known import DutyGroup, days_within, earlier
from careleavers.rules.dates import Period, add_months

ASSESSMENT_MONTHS = 3
OF_PLAN = "pathway plan"  # the stage of a copy's run that follows a plan


def assessment(known: FactsOn, start: date, end: date | None, why: str) -> Cycle:
    return single_cycle(start, add_months(start, ASSESSMENT_MONTHS), known.assessments, end, why, start)


def assessments_eligible(known: FactsOn) -> list[Cycle]:
    return [
        assessment(
            known, span.start, span.end, "They became an eligible child on {}: assess their needs within 3 months."
        )
        for span in known.spans(DutyGroup.ELIGIBLE)
    ]


def assessments_relevant(known: FactsOn) -> list[Cycle]:
    why = "They became a relevant child without a pathway plan on {}: assess their needs within 3 months."
    return [
        assessment(known, span.start, span.end, why)
        for span in known.spans(DutyGroup.RELEVANT)
        if not (known.plans and known.plans[0] <= span.start)
    ]


def assessments_for_education(known: FactsOn) -> list[Cycle]:
    """A run for each time they said that they want education or training; one that nobody assessed ends with it.

    Where the day on which they said so is given, it stands for the programme that they were in then, or began next.
    """
    informed = list(known.facts.education)
    if told_on := known.facts.education_informed_on:
        about = sorted((one for one in informed if one.end is None or one.end > told_on), key=lambda one: one.start)
        informed = [Period(told_on, None), *(one for one in informed if one not in about[:1])]
    last_day = min(known.on, known.birthday(25) - timedelta(days=1))
    why = (
        "They said on {} that they are in, or want to start, education or training: assess their needs within 3 months."
    )
    cycles = []
    for start, end in sorted(informed, key=lambda period: period.start):
        span = known.span_containing(DutyGroup.FORMER_RELEVANT, start)
        if span and known.birthday(21) <= start <= last_day:
            cycles.append(assessment(known, start, earlier(span.end, known.seen_end(end)), why))
    return cycles


def assessments_of(known: FactsOn, group: int, why: str) -> list[Cycle]:
    """A run for each time somebody came into a group, where no number of days is given."""
    soon = timedelta(days=known.settings.as_soon_as_possible_days)
    return [
        single_cycle(span.start, span.start + soon, known.assessments, span.end, why, span.start)
        for span in known.spans(group)
    ]


def assessments_for_support(known: FactsOn) -> list[Cycle]:
    why = "On {} they asked for support after 21: assess what they need."
    return assessments_of(known, DutyGroup.ASKED_FOR_SUPPORT, why)


def assessments_qualifying(known: FactsOn) -> list[Cycle]:
    why = "Since {} they qualify for advice and assistance: assess whether they need it."
    return assessments_of(known, DutyGroup.QUALIFYING, why)


def first_plans(known: FactsOn) -> list[Cycle]:
    """A run from each assessment that a plan must follow, and one from 18 for whoever still has no plan at all."""
    soon = timedelta(days=known.settings.as_soon_as_possible_days)
    assessed = {
        cycle.answered_on
        for cycles in (assessments_eligible, assessments_relevant, assessments_for_education, assessments_for_support)
        for cycle in known.once(cycles)
        if cycle.answered_on
    }
    starts = dict.fromkeys(
        assessed, "Their needs assessment was completed on {}: the pathway plan follows as soon as possible."
    )
    for span in known.spans(DutyGroup.WITH_ADVISER_AFTER_18):
        begun = [day for day in (*known.plans, *assessed) if day <= span.start]
        if not begun and span.start < known.birthday(21):
            starts[span.start] = "From {} they are owed a pathway plan kept under review, and there is none yet."
    return [
        single_cycle(start, start + soon, known.plans, span.end, starts[start], start)
        for span in known.spans(DutyGroup.PLANNED | DutyGroup.OFFERED_SUPPORT)
        for start in days_within(span, sorted(starts))
    ]


def copies(known: FactsOn) -> list[Cycle]:
    """A run for each assessment, plan and review. Giving a copy covers all that came before, unless it names a day."""
    soon = timedelta(days=known.settings.as_soon_as_possible_days)
    given = [done.on for done in known.records_of("copy_to_young_person") if done.event_on is None]
    named = (("assessment", known.assessments), (OF_PLAN, known.plans), ("review", known.reviewed))
    things_done = sorted((day, name) for name, days in named for day in days)
    if given and not known.history:
        things_done = [thing for thing in things_done if thing[0] > given[-1]] or things_done[-1:]
    why = "The {} of {} is done: give them a copy and explain it as soon as practicable."
    return [
        single_cycle(day, day + soon, known.done("copy_to_young_person", day), known.died_on, why, name, day)._replace(
            stage=name
        )
        for day, name in things_done
    ]


NEEDS_AND_PLAN_CLOCKS = (
    Clock(
        code="needs_assessment_eligible",
        source="reg 42(1) SI 2010/959",
        kind=DutyKind.LAW,
        basis=Basis.ACT,
        applies_to="eligible children",
        starts="the 16th birthday, or the later day they become eligible",
        due="3 months after that",
        done_when="a completed assessment",
        who_must_know="social worker; personal adviser",
        cycles=lambda known: known.once(assessments_eligible),
    ),
    Clock(
        code="needs_assessment_relevant",
        source="CLR reg 5(2)(a)",
        kind=DutyKind.LAW,
        basis=Basis.ACT,
        applies_to="relevant children without a pathway plan",
        starts="the day they become relevant",
        due="3 months after that",
        done_when="a completed assessment",
        who_must_know="personal adviser; team manager",
        cycles=lambda known: known.once(assessments_relevant),
    ),
    Clock(
        code="needs_assessment_frc_education",
        source="CA 1989 s23CA; CLR reg 5(2)(b)",
        kind=DutyKind.LAW,
        basis=Basis.ACT,
        applies_to="former relevant children from 21 and under 25 who say that they want education or training",
        starts="the day they say so; where it is not given, the first day of each course, which ends it if given up",
        due="3 months after that",
        done_when="a completed assessment",
        who_must_know="personal adviser; team manager",
        cycles=lambda known: known.once(assessments_for_education),
    ),
    Clock(
        code="needs_assessment_support",
        source="CA 1989 s23CZB(5); the Act gives no number of days",
        kind=DutyKind.LAW,
        basis=Basis.ACT,
        applies_to="former relevant children of 21 to 24 who ask for support",
        starts="the day they ask",
        due="as_soon_as_possible_days after that",
        done_when="a completed assessment",
        who_must_know="personal adviser; team manager",
        cycles=lambda known: known.once(assessments_for_support),
        settings=("as_soon_as_possible_days",),
    ),
    Clock(
        code="needs_assessment_qualifying",
        source="Vol 3 2.9; no number of days is given",
        kind=DutyKind.LAW,
        basis=Basis.GUIDANCE,
        applies_to="persons qualifying for advice and assistance who were looked after",
        starts="the day they qualify",
        due="as_soon_as_possible_days after that",
        done_when="a completed assessment",
        who_must_know="the team that answers persons qualifying",
        cycles=assessments_qualifying,
        settings=("as_soon_as_possible_days",),
    ),
    Clock(
        code="pathway_plan_first",
        source="CLR reg 6; reg 43 SI 2010/959; CA 1989 s23C(3)(b); the law says as soon as possible",
        kind=DutyKind.LAW,
        basis=Basis.ACT,
        applies_to="everyone whose needs were assessed; former relevant children who have no plan",
        starts="the day the assessment is completed; without one, the day they become former relevant",
        due="as_soon_as_possible_days after that",
        done_when="a plan that is authorised",
        who_must_know="personal adviser; team manager who authorises",
        cycles=first_plans,
        settings=("as_soon_as_possible_days",),
    ),
    Clock(
        code="copy_to_young_person",
        source="CLR reg 4; Vol 3 3.16, 4.30; the regulation says as soon as practicable",
        kind=DutyKind.LAW,
        basis=Basis.ACT,
        applies_to="everyone with an assessment, a plan or a review",
        starts="the day each is done",
        due="as_soon_as_possible_days after that",
        done_when="`done`",
        who_must_know="personal adviser",
        cycles=copies,
        settings=("as_soon_as_possible_days",),
    ),
)
