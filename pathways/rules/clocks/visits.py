"""Visits by the personal adviser after a move and in custody, and the limit on bed and breakfast."""

from collections.abc import Iterable
from datetime import date, timedelta
from itertools import zip_longest

from careleavers.rules.clocks import Basis, Clock, Cycle, DutyKind, FactsOn
from careleavers.rules.clocks.cycles import cycle_until, runs_of_stays, single_cycle
from careleavers.rules.clocks.known import DutyGroup, HomeStay, contains, days_within, unbroken
from careleavers.rules.code_sets import NOWHERE_TO_VISIT, HomeKind
from careleavers.rules.dates import Period, add_months, add_working_days
from pathways.rules.clocks.reviews import opens_on, provided_stays, settling_review

FIRST_VISIT = timedelta(days=7)
MONTHS_BETWEEN_VISITS = 2
# The runs of the guidance's clock after the first visit.
AT_REVIEW, TWO_MONTHLY = "at_review", "two_monthly"
BED_AND_BREAKFAST_WORKING_DAYS = 2
DETENTION_WORKING_DAYS = 10


def first_visits(known: FactsOn) -> list[Cycle]:
    return [
        single_cycle(
            stay.start,
            stay.start + FIRST_VISIT,
            known.home_visit_days,
            stay.end,
            "The authority first provided this accommodation on {}: visit them there within 7 days.",
            stay.start,
        )
        for stay in provided_stays(known)
    ]


def before_review(known: FactsOn) -> list[Cycle]:
    """A visit after the first one, by the day the reg 7(3) review is held; a first visit later than 7 days is both."""
    cycles = []
    visits = known.home_visit_days
    for stay in provided_stays(known):
        overdue_after = stay.start + timedelta(days=known.settings.review_after_move_overdue_days)
        review = settling_review(known, stay)
        first = next(iter(days_within(stay, visits)), None)
        counts_from = stay.start + FIRST_VISIT + timedelta(days=1)
        if first:
            counts_from = min(counts_from, first + timedelta(days=1))
        why = (
            "The plan is reviewed once 28 days in this accommodation are over, on or after {}: visit them there first."
        )
        due_on = min(review.held_on, overdue_after) if review else overdue_after
        opens = opens_on(stay.start)
        cycles.append(single_cycle(stay.start, due_on, visits, stay.end, why, opens, counts_from=counts_from))
    return cycles


def every_two_months(known: FactsOn) -> list[Cycle]:
    why = "The last visit to this accommodation was on {}: visit again within 2 months."

    def in_stay(stay: HomeStay) -> list[Cycle]:
        return [
            cycle_until(visit, add_months(visit, MONTHS_BETWEEN_VISITS), following, stay.end, why, visit)
            for visit, following in pairs_of(days_within(stay, known.home_visit_days), known.history)
        ]

    return runs_of_stays(known, provided_stays(known), in_stay)


def after_any_move(known: FactsOn) -> list[Cycle]:
    """Within 7 days, then at the review that follows 28 days, then at least every two months."""
    moved = [stay for stay in known.stays(DutyGroup.SUPPORTED) if stay.moved and stay.home.kind not in NOWHERE_TO_VISIT]
    return runs_of_stays(known, moved, lambda stay: after_move(known, stay))


def after_move(known: FactsOn, stay: HomeStay) -> list[Cycle]:
    inside = days_within(stay, known.home_visit_days)
    why = "They moved on {}: visit them there within 7 days."
    cycles = [single_cycle(stay.start, stay.start + FIRST_VISIT, inside, stay.end, why, stay.start)]
    for visit, following in pairs_of(inside, known.history):
        why = "The last visit there was on {}: visit again within 2 months."
        due_on, stage = add_months(visit, MONTHS_BETWEEN_VISITS), TWO_MONTHLY
        if visit == inside[0] and visit < opens_on(stay.start):
            why = "They were first visited there on {}: see them again when the plan is reviewed after 28 days."
            due_on = stay.start + timedelta(days=known.settings.review_after_move_overdue_days)
            stage = AT_REVIEW
        cycles.append(Cycle(visit, due_on, following, None if following else stay.end, (why, visit), stage))
    return cycles


def custody(known: FactsOn) -> list[Cycle]:
    allowed = known.settings.custody_first_visit_working_days
    why = "They were placed in custody on {}: visit them; a youth justice worker's visit does not count."
    return [
        single_cycle(span.start, add_working_days(span.start, allowed), known.visit_days, span.end, why, span.start)
        for span in unbroken(known, HomeKind.CUSTODY, DutyGroup.SUPPORTED)
    ]


def custody_regular(known: FactsOn) -> list[Cycle]:
    longest = timedelta(weeks=known.settings.custody_visit_weeks)
    why = "The last visit in custody was on {}: visits there go on regularly."
    return [
        cycle_until(visit, visit + longest, following, span.end, why, visit)
        for span in unbroken(known, HomeKind.CUSTODY, DutyGroup.SUPPORTED)
        for visit, following in pairs_of(days_within(span, known.visit_days), known.history)
    ]


def pairs_of(days: list[date], history: bool) -> Iterable[tuple[date, date | None]]:
    """Each day with the one that follows it; without history the last day alone, as the others' runs are answered."""
    return zip_longest(days, days[1:]) if history else [(day, None) for day in days[-1:]]


def bed_and_breakfast(known: FactsOn) -> list[Cycle]:
    """Leaving is what meets it."""
    cycles = []
    for start, end in unbroken(known, HomeKind.BED_AND_BREAKFAST, DutyGroup.ANY):
        why = "They have been in bed and breakfast since {}: two working days is the most, in an emergency."
        left = any(home.kind == HomeKind.BED_AND_BREAKFAST and home.end == end for home in known.homes)
        left_on = end if left and end != known.died_on else None
        cycles.append(
            cycle_until(start, add_working_days(start, BED_AND_BREAKFAST_WORKING_DAYS), left_on, end, why, start)
        )
    return cycles


def detention(known: FactsOn) -> list[Cycle]:
    """For a child who stopped being looked after because they were sentenced, and is not a relevant child."""
    starts = {day for day in known.facts.sentenced if day <= known.on}
    care_ends = {span.end for span in known.spans(DutyGroup.LOOKED_AFTER)}
    starts |= {home.start for home in known.homes if home.kind == HomeKind.CUSTODY and home.start in care_ends}
    eighteen = known.birthday(18)
    cycles = []
    for start in sorted(starts):
        if start >= eighteen or known.span_containing(DutyGroup.LOOKED_AFTER | DutyGroup.LEFT_CARE, start):
            continue
        why = "They stopped being looked after on {}, as they were sentenced, and are not a relevant child: visit them."
        released = [
            home.end
            for home in known.homes
            if home.kind == HomeKind.CUSTODY and contains(Period(home.start, home.end), start)
        ]
        relevant = [
            span.start for span in known.spans(DutyGroup.LEFT_CARE | DutyGroup.LOOKED_AFTER) if span.start > start
        ]
        ended_on = known.seen_end(min(day for day in (eighteen, *released, *relevant) if day))
        cycles.append(
            single_cycle(start, add_working_days(start, DETENTION_WORKING_DAYS), known.visit_days, ended_on, why, start)
        )
    return cycles


VISIT_CLOCKS = (
    Clock(
        code="pa_visit_7_day",
        source="CLR reg 8(2)(a)",
        kind=DutyKind.LAW,
        basis=Basis.ACT,
        applies_to="relevant and former relevant children in accommodation provided under s23B or s24B",
        starts="the day the accommodation is first provided",
        due="7 days after that",
        done_when="a visit there at which the young person is seen",
        who_must_know="personal adviser; team manager when overdue",
        cycles=first_visits,
    ),
    Clock(
        code="pa_visit_pre_review",
        source="CLR reg 8(2)(b)",
        kind=DutyKind.LAW,
        basis=Basis.ACT,
        applies_to="relevant and former relevant children in accommodation provided under s23B or s24B",
        starts="the day the accommodation is first provided",
        due="the day the reg 7(3) review is held; review_after_move_overdue_days after the start at the latest",
        done_when="a visit there after the first one; a first visit later than 7 days counts for both",
        who_must_know="personal adviser; team manager when overdue",
        cycles=before_review,
        settings=("review_after_move_overdue_days",),
    ),
    Clock(
        code="pa_visit_2_month",
        source="CLR reg 8(2)(c)",
        kind=DutyKind.LAW,
        basis=Basis.ACT,
        applies_to="relevant and former relevant children in accommodation provided under s23B or s24B",
        starts="each visit there",
        due="2 months after that",
        done_when="the next visit there at which the young person is seen",
        who_must_know="personal adviser; team manager when overdue",
        cycles=every_two_months,
    ),
    Clock(
        code="pa_visit_guidance",
        source="Vol 3 3.39-3.40, 4.38",
        kind=DutyKind.LAW,
        basis=Basis.GUIDANCE,
        applies_to="relevant children, and former relevant children who receive support, who move anywhere",
        starts="the move, then each visit there",
        due="7 days after the move; then review_after_move_overdue_days after it; then 2 months after each visit",
        done_when="a visit there at which the young person is seen",
        who_must_know="personal adviser; team manager when overdue",
        cycles=after_any_move,
        settings=("review_after_move_overdue_days",),
        unsettled="Vol 3 3.39 reads reg 8(2) as covering every move; the regulation covers accommodation provided.",
    ),
    Clock(
        code="custody_first_visit",
        source="Vol 3 6.41 (good practice)",
        kind=DutyKind.LOCAL,
        basis=Basis.GUIDANCE,
        applies_to="relevant children, and former relevant children who receive support, in custody",
        starts="the day they are placed in custody (a home of kind X)",
        due="custody_first_visit_working_days after that",
        done_when="a visit at which the young person is seen",
        who_must_know="personal adviser; team manager",
        cycles=custody,
        settings=("custody_first_visit_working_days",),
    ),
    Clock(
        code="custody_visits",
        source="Vol 3 6.41 (on a regular basis); the weeks are local",
        kind=DutyKind.LAW,
        basis=Basis.GUIDANCE,
        applies_to="relevant children, and former relevant children who receive support, in custody",
        starts="each visit there",
        due="custody_visit_weeks after that",
        done_when="the next visit at which the young person is seen",
        who_must_know="personal adviser; team manager",
        cycles=custody_regular,
        settings=("custody_visit_weeks",),
    ),
    Clock(
        code="detention_visit_not_relevant",
        source="SI 2010/2797 regs 2(2), 3",
        kind=DutyKind.LAW,
        basis=Basis.ACT,
        applies_to="children under 18 who stopped being looked after because they were sentenced and are not relevant",
        starts="the day they stopped being looked after: reason E9, or a home of kind X that begins that day",
        due="10 working days after that, so far as reasonably practicable",
        done_when="a visit at which the child is seen",
        who_must_know="social worker who represents the authority",
        cycles=detention,
        unsettled="Reg 4 was read in its Welsh twin only: check the wording for England.",
    ),
    Clock(
        code="bnb_limit",
        source="Vol 3 7.12",
        kind=DutyKind.LAW,
        basis=Basis.GUIDANCE,
        applies_to="everyone with a status, in bed and breakfast (a home of kind W)",
        starts="the first night",
        due="2 working days after that",
        done_when="leaving",
        who_must_know="personal adviser and team manager at once; head of service when overdue",
        cycles=bed_and_breakfast,
    ),
)
