"""Reviewing the pathway plan: at least every six months, 28 days after a move, and then every three."""

from bisect import bisect_right
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import zip_longest

from careleavers.rules.clocks import Basis, Clock, Cycle, DutyKind, FactsOn, Review
from careleavers.rules.clocks.cycles import cycle_until, single_cycle
from careleavers.rules.clocks.known import DutyGroup, HomeStay, contains, days_within
from careleavers.rules.code_sets import NOT_A_MOVE
from careleavers.rules.dates import Period, add_months, last_of_days_beginning_on

REGULAR_MONTHS = 6
LONGEST_MONTHS_AFTER_MOVE = 3
SETTLING_DAYS = 28
ON_REQUEST = "plan_review_on_request"
REQUESTED, REQUESTED_AT_ONCE = "review_requested", "review_requested_at_once"
SINCE_PLAN = "The plan was authorised on {}: review it within 6 months."
SINCE_REVIEW = "The last review was held on {}: review the plan within 6 months."


def regular(known: FactsOn) -> list[Cycle]:
    """The series counts from the plan until a review is held. In a new span an older one carries on, due at once."""
    cycles = []
    for number, span in enumerate(known.spans(DutyGroup.PLANNED)):
        starts = series(known, span, resumed=number > 0)
        for (start, why), following in zip_longest(starts, starts[1:]):
            if following is None or known.history:
                due_on = max(add_months(start, REGULAR_MONTHS), span.start)
                cycles.append(cycle_until(start, due_on, following and following[0], span.end, why, start))
    return cycles


def series(known: FactsOn, span: Period, *, resumed: bool) -> list[tuple[date, str]]:
    """The days from which six months count in a span, and why. A plan made once reviews are owed again restarts the
    count.
    """
    first = series_start(known, span)
    if first is None:
        return []
    reviewed = [(day, SINCE_REVIEW) for day in days_within(span, known.reviewed) if day > first[0]]
    planned = days_within(span, known.plans)[:1] if resumed and first[0] < span.start else []
    restarted = [(day, SINCE_PLAN) for day in planned if not reviewed or day < reviewed[0][0]]
    return [first, *restarted, *reviewed]


def series_start(known: FactsOn, span: Period) -> tuple[date, str] | None:
    """The day from which reviews count in a span, and why: the last review before it, else the first plan or review."""
    reviewed_before = bisect_right(known.reviewed, span.start)
    if reviewed_before:
        return known.reviewed[reviewed_before - 1], SINCE_REVIEW
    firsts = [(day, SINCE_PLAN) for day in known.plans[:1]] + [(day, SINCE_REVIEW) for day in known.reviewed[:1]]
    first = min(firsts, default=None)
    return first if first and (span.end is None or first[0] < span.end) else None


def months_in_words(months: int) -> str:
    return "1 month" if months == 1 else f"{months} months"


def opens_on(start: date) -> date:
    """The first day for the review after a move: the day after the 28 days beginning on `start` (CLR reg 7(3)(a))."""
    return last_of_days_beginning_on(start, SETTLING_DAYS) + timedelta(days=1)


def provided_stays(known: FactsOn) -> list[HomeStay]:
    """Homes that the authority provides to a relevant or former relevant child under section 23B or 24B."""
    return [stay for stay in known.stays(DutyGroup.LEFT_CARE) if stay.home.provided_by_authority]


def settling_review(known: FactsOn, stay: HomeStay) -> Review | None:
    """The review that reg 7(3)(a) asks for: the first held once the 28 days are over, while the stay lasts."""
    opens = opens_on(stay.start)
    return next(
        (review for review in known.reviews if review.held_on >= opens and contains(stay, review.held_on)), None
    )


def after_move(known: FactsOn) -> list[Cycle]:
    """It starts when it opens. Someone who leaves within the 28 days was not owed it there."""
    overdue_after = timedelta(days=known.settings.review_after_move_overdue_days)
    return [
        single_cycle(
            opens_on(stay.start),
            stay.start + overdue_after,
            known.reviewed,
            stay.end,
            "The authority first provided this accommodation on {}. 28 days beginning then are over on {}: review the "
            "plan as soon as practicable.",
            stay.start,
            opens_on(stay.start),
        )
        for stay in provided_stays(known)
        if stay.end is None or opens_on(stay.start) < stay.end
    ]


def every_three_months(known: FactsOn) -> list[Cycle]:
    """After the reg 7(3)(a) review its interval carries on until a later review records another; never above three."""
    cycles = []
    for stay in provided_stays(known):
        first = settling_review(known, stay)
        if first is None:
            continue
        months = LONGEST_MONTHS_AFTER_MOVE
        reviews = [
            review for review in known.reviews if review.held_on >= first.held_on and contains(stay, review.held_on)
        ]
        following = [review.held_on for review in reviews[1:]]
        for (held_on, next_within_months), answer in zip_longest(reviews, following):
            months = min(next_within_months or months, LONGEST_MONTHS_AFTER_MOVE)
            why = "The review of {} set the next within {}; reg 7(3)(b) allows three at most."
            cycles.append(
                cycle_until(
                    held_on, add_months(held_on, months), answer, stay.end, why, held_on, months_in_words(months)
                )
            )
    return cycles


def after_any_move(known: FactsOn) -> list[Cycle]:
    """A review after each move, and the interval it recorded where reg 7(3) does not set one.

    Another move does not end it: people who move often are those it is meant for.
    """
    cycles = []
    for stay in known.stays(DutyGroup.SUPPORTED):
        if not stay.moved or stay.home.kind in NOT_A_MOVE:
            continue
        moved = single_cycle(
            stay.start,
            opens_on(stay.start),
            known.reviewed,
            stay.owed.end,
            "They moved on {}: review the plan, usually after 28 days.",
            stay.start,
            counts_from=stay.start + timedelta(days=1),
        )
        cycles.append(moved)
        if moved.answered_on and not stay.home.provided_by_authority:
            cycles += interval_set(known.reviews, moved.answered_on, stay.owed)
    return cycles


def interval_set(reviews: Sequence[Review], held_on: date, span: Period) -> list[Cycle]:
    """The run that a review after a move started by recording when to review again; six months is the longest."""
    months = next(review.next_within_months for review in reviews if review.held_on == held_on)
    if months is None:
        return []
    return [
        single_cycle(
            held_on,
            add_months(held_on, min(months, REGULAR_MONTHS)),
            [review.held_on for review in reviews],
            span.end,
            "The review of {} after a move set the next within {}.",
            held_on,
            months_in_words(min(months, REGULAR_MONTHS)),
            counts_from=held_on + timedelta(days=1),
        )
    ]


def on_event(known: FactsOn, what: str, days: int, why: str) -> list[Cycle]:
    """A run for each event of a kind; the next review meets it."""
    cycles = []
    for day in known.happened(what):
        if span := known.span_containing(DutyGroup.LEFT_CARE, day):
            due_on = day + timedelta(days=days)
            cycles.append(single_cycle(day, due_on, known.reviewed, span.end, why, day))
    return cycles


def on_request(known: FactsOn) -> list[Cycle]:
    """A run for each request; the review that was held for it meets it, and no other."""
    days_of = {REQUESTED: known.settings.as_soon_as_possible_days, REQUESTED_AT_ONCE: 0}
    return [
        single_cycle(
            day,
            day + timedelta(days=days),
            known.done(ON_REQUEST, day),
            span.end,
            "A review was asked for, or found necessary, on {}: it must be held.",
            day,
        )
        for what, days in days_of.items()
        for day in known.happened(what)
        if (span := known.span_containing(DutyGroup.LEFT_CARE, day))
    ]


def in_crisis(known: FactsOn) -> list[Cycle]:
    return on_event(known, "review_needed", 0, "A crisis threatened on {}: convene a review at once.")


REVIEW_CLOCKS = (
    Clock(
        code="plan_review_regular",
        source="CLR reg 7(2)(c); CA 1989 s23C(3)(b); Vol 3 4.16",
        kind=DutyKind.LAW,
        basis=Basis.ACT,
        applies_to="eligible and relevant children; former relevant children to 21 and while they receive support",
        starts="the plan's authorisation; once a review is held, the day of the last one; after a time in which none "
        "was owed, the first plan made since",
        due="6 months after that; what fell due while none was owed, the day they are owed again",
        done_when="a review",
        who_must_know="personal adviser; team manager when overdue",
        cycles=regular,
    ),
    Clock(
        code=ON_REQUEST,
        source="CLR reg 7(2)(a)-(b), which gives no number of days; Vol 3 4.16-4.17 in a crisis",
        kind=DutyKind.LAW,
        basis=Basis.ACT,
        applies_to="relevant and former relevant children",
        starts="the event `review_requested`: the young person asks, or the authority or adviser finds it necessary; "
        "or `review_requested_at_once`, where custody, the home, being a parent or another crisis is why",
        due="as_soon_as_possible_days after that; in a crisis at once",
        done_when="the review that is held for it: `done`, with the day of the event",
        who_must_know="personal adviser; team manager",
        cycles=on_request,
        settings=("as_soon_as_possible_days",),
    ),
    Clock(
        code="plan_review_after_move",
        source="CLR reg 7(3)(a)",
        kind=DutyKind.LAW,
        basis=Basis.ACT,
        applies_to="relevant and former relevant children in accommodation provided under s23B or s24B",
        starts="it opens when the 28 days beginning on the day the accommodation was first provided are over",
        due="as soon as practicable: review_after_move_overdue_days after the accommodation was first provided",
        done_when="a review held once it is open",
        who_must_know="personal adviser; team manager",
        cycles=after_move,
        settings=("review_after_move_overdue_days",),
    ),
    Clock(
        code="plan_review_3_month",
        source="CLR reg 7(3)(b)",
        kind=DutyKind.LAW,
        basis=Basis.ACT,
        applies_to="relevant and former relevant children in accommodation provided under s23B or s24B",
        starts="the review after the move, then each later one",
        due="the months that review set, or else the last one in this home that set any: 3 at most; 3 where none did",
        done_when="the next review",
        who_must_know="personal adviser; team manager",
        cycles=every_three_months,
        unsettled="Vol 3 4.14 speaks of three or six months after a planned move; under reg 7(3) it is three.",
    ),
    Clock(
        code="plan_review_after_any_move",
        source="Vol 3 4.14-4.15 (good practice)",
        kind=DutyKind.LOCAL,
        basis=Basis.GUIDANCE,
        applies_to="relevant children, and former relevant children who receive support, who move",
        starts="the move; where it set an interval and reg 7(3) does not, the review that followed",
        due="28 days after the move; then the months recorded, 6 at most",
        done_when="a review",
        who_must_know="personal adviser",
        cycles=after_any_move,
        unsettled="Vol 3 4.13 says must where a relevant child moves to accommodation that Ofsted does not inspect. "
        "These facts do not tell which that is: there, treat it as a must.",
    ),
    Clock(
        code="plan_review_event",
        source="Vol 3 3.33-3.34, 4.16-4.17, 7.76",
        kind=DutyKind.LAW,
        basis=Basis.GUIDANCE,
        applies_to="relevant and former relevant children",
        starts="the event `review_needed`: a charge that may lead to custody, a risk of losing the home or none to "
        "live in, a high risk, a concern about parenting, another crisis",
        due="at once",
        done_when="a review",
        who_must_know="personal adviser, who convenes it; team manager",
        cycles=in_crisis,
    ),
)
