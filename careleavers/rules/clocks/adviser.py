"""Having a personal adviser: an appointment that is due, and one that must go on."""

from datetime import date, timedelta

from careleavers.rules.clocks.cycles import Basis, Clock, Cycle, DutyKind
from careleavers.rules.clocks.known import DutyGroup, FactsOn


def appointments(known: FactsOn, owed: int, why: str) -> list[Cycle]:
    """A run for each time somebody was owed a personal adviser and had none yet, or had one no longer."""
    allowed = timedelta(days=known.settings.personal_adviser_days)
    appointed = known.periods(known.facts.personal_adviser)
    cycles = []
    for span in known.spans(owed):
        without_from: date | None = span.start
        for start, end in appointed:
            if without_from is None or (span.end and start >= span.end):
                break
            if end is None or end > without_from:
                answered_on = max(start, without_from)
                cycles.append(Cycle(without_from, without_from + allowed, answered_on, None, (why, span.start)))
                without_from = end if end and (span.end is None or end < span.end) else None
        if without_from:
            cycles.append(Cycle(without_from, without_from + allowed, None, span.end, (why, span.start)))
    return cycles


def appointment_eligible(known: FactsOn) -> list[Cycle]:
    return appointments(
        known, DutyGroup.ELIGIBLE, "They became an eligible child on {} and must have a personal adviser."
    )


def appointment_relevant(known: FactsOn) -> list[Cycle]:
    return appointments(
        known, DutyGroup.RELEVANT, "They became a relevant child on {} and must have a personal adviser."
    )


def continued(known: FactsOn) -> list[Cycle]:
    return appointments(
        known, DutyGroup.WITH_ADVISER_AFTER_18, "From {} they are owed a personal adviser as a former relevant child."
    )


ADVISER_CLOCKS = (
    Clock(
        code="pa_appointment_eligible",
        source="CA 1989 Sch 2 para 19C; Vol 3 ch 2 table; the Act gives no number of days",
        kind=DutyKind.LAW,
        basis=Basis.ACT,
        applies_to="eligible children",
        starts="the day they become eligible",
        due="personal_adviser_days after that",
        done_when="a personal adviser (`personal_adviser`)",
        who_must_know="team manager",
        cycles=appointment_eligible,
        settings=("personal_adviser_days",),
    ),
    Clock(
        code="pa_appointment_relevant",
        source="CA 1989 s23B(2)",
        kind=DutyKind.LAW,
        basis=Basis.ACT,
        applies_to="relevant children",
        starts="the day they become relevant",
        due="at once: personal_adviser_days after that",
        done_when="a personal adviser (`personal_adviser`)",
        who_must_know="team manager",
        cycles=appointment_relevant,
        settings=("personal_adviser_days",),
    ),
    Clock(
        code="pa_continue",
        source="CA 1989 s23C(3)(a), s23CZB",
        kind=DutyKind.LAW,
        basis=Basis.ACT,
        applies_to="former relevant children to 21, and after that while they receive support",
        starts="the 18th birthday, the day support is asked for, or the day an adviser's work with them ends",
        due="at once: personal_adviser_days after that",
        done_when="a personal adviser (`personal_adviser`)",
        who_must_know="team manager",
        cycles=continued,
        settings=("personal_adviser_days",),
    ),
)
