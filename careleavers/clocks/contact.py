"""Keeping in touch, and having lost touch."""

from datetime import date, timedelta

from careleavers.clocks.cycles import Clock, Cycle, Kind, chain
from careleavers.clocks.known import Known, Owed, Span, earlier, joined, within

IN_CUSTODY = "X"
RESIDENCE_NOT_KNOWN = "R"


def keep_in_touch(known: Known) -> list[Cycle]:
    interval = timedelta(weeks=known.settings.keep_in_touch_weeks)
    spans = known.spans(Owed.SUPPORTED)
    return [
        cycle
        for span in (spans if known.history else spans[-1:])
        for cycle in chain(
            span,
            known.met,
            lambda day: day + interval,
            known.history,
            ("Keeping in touch has been owed since {}, and nobody has been in contact with them since.", span.start),
            "The last contact with the young person themselves was on {}.",
        )
    ]


def lost_touch(known: Known) -> list[Span]:
    """When touch was lost: too long without contact with the young person, or living where nobody knows.

    It lasts until the next contact. Time in custody is not lost touch: it is known where they are.
    """
    weeks = known.settings.lost_touch_weeks or known.settings.keep_in_touch_weeks
    longest = timedelta(weeks=weeks)
    lost = []
    for span in known.spans(Owed.SUPPORTED):
        starts = [span.start, *within(span, known.met)]
        ends = [*starts[1:], span.end]
        silent = zip((start + longest + timedelta(days=1) for start in starts), ends, strict=True)
        lost += [Span(start, end) for start, end in silent if start <= known.on and (end is None or start < end)]
    for stay in known.stays(Owed.SUPPORTED):
        if stay.home.kind == RESIDENCE_NOT_KNOWN:
            found = next((day for day in known.met if day > stay.start), None)
            lost.append(Span(stay.start, earlier(stay.end, found)))
    custody = [Span(home.start, home.end) for home in known.homes if home.kind == IN_CUSTODY]
    return without(joined(sorted(lost, key=lambda span: span.start)), custody) if lost else []


def without(spans: list[Span], others: list[Span]) -> list[Span]:
    """The days of sorted spans that are in none of the sorted others."""
    for other in others:
        spans = [
            part
            for span in spans
            for part in (
                Span(span.start, span.end if span.end and span.end <= other.start else other.start),
                Span(max(span.start, other.end), span.end) if other.end else Span(date.max, None),
            )
            if part.start != date.max and (part.end is None or part.start < part.end)
        ]
    return spans


def re_establish_contact(known: Known) -> list[Cycle]:
    why = "Touch was lost on {}: take reasonable steps to find them."
    cycles = []
    for start, end in lost_touch(known):
        if known.span_holding(Owed.WITH_ADVISER_AFTER_18, start):
            found = end if end in known.met else None
            cycles.append(Cycle(start, None, found, None if found else end, (why, start)))
    return cycles


CONTACT_CLOCKS = (
    Clock(
        code="keep_in_touch",
        source="CA 1989 s23B(1), s23C(2)(a), s23CZB; Vol 3 3.38, 4.38; the weeks are local",
        kind=Kind.LOCAL,
        applies_to="relevant children; former relevant children to 21, and after that while they receive support",
        starts="the first day it is owed, then each contact with the young person",
        due="keep_in_touch_weeks after that",
        answered_by="a contact with the young person",
        tells="personal adviser; team manager when overdue",
        cycles=keep_in_touch,
        settings=("keep_in_touch_weeks",),
    ),
    Clock(
        code="re_establish_contact",
        source="CA 1989 s23C(2)(b); Vol 3 2.5, 4.39",
        kind=Kind.LAW,
        applies_to="former relevant children with whom touch is lost",
        starts="the day touch is lost: too long without contact, or a home of kind R",
        due="no day is set: reasonable steps until contact",
        answered_by="a contact with the young person",
        tells="personal adviser and team manager",
        cycles=re_establish_contact,
        settings=("lost_touch_weeks",),
    ),
)
