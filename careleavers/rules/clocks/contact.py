"""Keeping in touch, and having lost touch."""

from datetime import date, timedelta

from careleavers.rules.clocks.cycles import Basis, Clock, Cycle, DutyKind, cycle_until, repeating_cycles
from careleavers.rules.clocks.known import DutyGroup, FactsOn, days_within, earlier, joined
from careleavers.rules.code_sets import HomeKind
from careleavers.rules.dates import Period


def next_contact_due_on(contact_on: date, weeks: int) -> date:
    """The last day on which the contact after this one is in time."""
    return contact_on + timedelta(weeks=weeks)


def in_time_from(on: date, weeks: int) -> date:
    """The first day on which a contact was in time as of `on`: those before it are too long ago."""
    return on - timedelta(weeks=weeks)


def keep_in_touch(known: FactsOn) -> list[Cycle]:
    return [
        cycle
        for span in known.spans(DutyGroup.SUPPORTED)
        for cycle in repeating_cycles(
            span,
            known.contact_days,
            lambda day: next_contact_due_on(day, known.settings.keep_in_touch_weeks),
            known.history,
            ("Keeping in touch has been owed since {}, and nobody has been in contact with them since.", span.start),
            "The last contact with the young person themselves was on {}.",
        )
    ]


def lost_touch(known: FactsOn) -> list[Period]:
    """When touch was lost: too long without contact with the young person, or living where nobody knows.

    It lasts until the next contact. Time in custody is not lost touch: it is known where they are.
    """
    weeks = known.settings.lost_touch_weeks or known.settings.keep_in_touch_weeks
    longest = timedelta(weeks=weeks)
    lost = []
    for span in known.spans(DutyGroup.SUPPORTED):
        met = [span.start, *days_within(span, known.contact_days)]
        for last_met, end in zip(met, [*met[1:], span.end], strict=True):
            if end is not None and end - last_met <= longest:
                continue
            start = last_met + longest + timedelta(days=1)
            if start <= known.on and (end is None or start < end):
                lost.append(Period(start, end))
    for stay in known.stays(DutyGroup.SUPPORTED):
        if stay.home.kind == HomeKind.RESIDENCE_NOT_KNOWN:
            found = next((day for day in known.contact_days if day > stay.home.start), None)
            if found is None or found > stay.start:
                lost.append(Period(stay.start, earlier(stay.end, found)))
    custody = [Period(home.start, home.end) for home in known.homes if home.kind == HomeKind.CUSTODY]
    return without(joined(sorted(lost, key=lambda span: span[0])), custody)


def without(spans: list[Period], others: list[Period]) -> list[Period]:
    """The days of sorted spans that are in none of the sorted others."""
    for other in others:
        spans = [part for span in spans for part in parts_outside(span, other)]
    return spans


def parts_outside(span: Period, other: Period) -> list[Period]:
    """What of a span comes before another, and what after it."""
    parts = [Period(span.start, earlier(span.end, other.start))]
    if other.end:
        parts.append(Period(max(span.start, other.end), span.end))
    return [part for part in parts if part.end is None or part.start < part.end]


def re_establish_contact(known: FactsOn) -> list[Cycle]:
    why = "Touch was lost on {}: take reasonable steps to find them."
    return [
        cycle_until(start, None, end if end in known.contact_days else None, end, why, start)
        for start, end in known.once(lost_touch)
    ]


def keep_in_touch_qualifying(known: FactsOn) -> list[Cycle]:
    weeks = known.settings.qualifying_contact_weeks
    return [
        cycle
        for span in known.spans(DutyGroup.QUALIFYING)
        for cycle in repeating_cycles(
            span,
            known.contact_days,
            lambda day: day + timedelta(weeks=weeks) if weeks else None,
            known.history,
            (
                "Since {} they qualify for advice and assistance: take steps to reach them as seems right.",
                span.start,
            ),
            "The last contact with the young person themselves was on {}.",
        )
    ]


CONTACT_CLOCKS = (
    Clock(
        code="keep_in_touch",
        source="CA 1989 s23B(1), s23C(2)(a), s23CZB; Vol 3 3.38, 4.38; the weeks are local",
        kind=DutyKind.LOCAL,
        basis=Basis.ACT,
        applies_to="relevant children; former relevant children to 21, and after that while they receive support",
        starts="the first day it is owed, then each contact with the young person",
        due="keep_in_touch_weeks after that",
        done_when="a contact with the young person",
        who_must_know="personal adviser; team manager when overdue",
        cycles=keep_in_touch,
        settings=("keep_in_touch_weeks",),
    ),
    Clock(
        code="re_establish_contact",
        source="CA 1989 s23B(11), s23C(2)(b); Vol 3 4.39",
        kind=DutyKind.LAW,
        basis=Basis.ACT,
        applies_to="relevant children, and former relevant children who receive support, with whom touch is lost",
        starts="the day touch is lost: too long without contact, or a home of kind R",
        due="no day is set: reasonable steps without delay, and for a relevant child until they succeed",
        done_when="a contact with the young person",
        who_must_know="personal adviser and team manager",
        cycles=re_establish_contact,
        settings=("lost_touch_weeks",),
    ),
    Clock(
        code="keep_in_touch_qualifying",
        source="CA 1989 s24(4): such steps, at such times, as the authority thinks appropriate",
        kind=DutyKind.LAW,
        basis=Basis.ACT,
        applies_to="persons qualifying for advice and assistance",
        starts="the first day they qualify, then each contact with the young person",
        due="no day is set, unless the authority sets qualifying_contact_weeks",
        done_when="a contact with the young person",
        who_must_know="the team that answers persons qualifying",
        cycles=keep_in_touch_qualifying,
        settings=("qualifying_contact_weeks",),
        unsettled="Section 24(4) was read as Vol 3 2.7 gives it: for somebody formerly looked after, owed by the "
        "authority that was last. Check its wording for the others of section 24(2).",
    ),
)
