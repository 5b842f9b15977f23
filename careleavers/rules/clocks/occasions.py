"""Offers of support after 21, birthday letters, and what must be done when a young person dies."""

from bisect import bisect_left
from datetime import date, timedelta
from itertools import zip_longest

from careleavers.rules.clocks.cycles import Basis, Clock, Cycle, DutyKind, repeating_cycles, single_cycle
from careleavers.rules.clocks.known import DutyGroup, FactsOn, days_up_to, earlier
from careleavers.rules.dates import Period, add_months, add_working_days

DEATHS_NOTIFIED_UNDER = 25
YEAR = timedelta(days=365)


def offers_after_21(known: FactsOn) -> tuple[list[Cycle], list[Cycle]]:
    """The runs of the first offer, and those of the yearly one.

    The first stays owed until an offer is made at 21 or later; each offer starts a year. Support that ends later
    starts a year too, so that nobody is forgotten.
    """
    spans = known.spans(DutyGroup.OFFERED_SUPPORT)
    if not spans:
        return [], []
    offers = known.offers[bisect_left(known.offers, known.birthday(21)) :]
    soon = timedelta(days=known.settings.as_soon_as_possible_days)
    first, yearly = [], []
    for span in spans:
        from_day: date | None = span.start
        if not offers or offers[0] >= span.start:
            why = "They reached 21 and are not receiving support: offer a personal adviser. This runs from {}."
            cycle = single_cycle(span.start, span.start + soon, offers, span.end, why, span.start)
            first.append(cycle)
            from_day = cycle.answered_on
        if from_day:
            yearly += repeating_cycles(
                Period(from_day, span.end),
                offers,
                lambda day: add_months(day, 12),
                True,
                ("Offer support at least once every 12 months. This year runs from {}.", from_day),
                "The last offer was made on {}: offer again within 12 months.",
            )
    return first, yearly


def birthday_letter(known: FactsOn) -> list[Cycle]:
    """A run for each marked birthday, from the day it starts to warn; a missed one ends when the next falls due."""
    if not known.spans(DutyGroup.LEAVING_CARE):
        return []
    ages = sorted(set(known.settings.letter_ages))
    birthdays = [known.birthday(age) for age in ages]
    marked = list(zip_longest(ages, birthdays, birthdays[1:]))
    if not known.history:
        # A run whose next birthday has come is over.
        recent = letters_of(known, [each for each in marked if each[2] is None or each[2] > known.on])
        # One that is only to come is told of where there was none before, which takes all of them.
        if any(cycle.started_on <= known.on or cycle.answered_on for cycle in recent):
            return recent
    return letters_of(known, marked)


def letters_of(known: FactsOn, marked: list[tuple[int, date, date | None]]) -> list[Cycle]:
    """The runs of these ages, each with its birthday and the next marked one."""
    lead = timedelta(days=known.settings.warning_days)
    cycles: list[Cycle] = []
    for span in known.spans(DutyGroup.LEAVING_CARE):
        for age, birthday, next_birthday in marked:
            start = max(birthday - lead, span.start)
            if span.start > birthday or (span.end and span.end <= start):
                continue
            cycle = single_cycle(
                start,
                birthday,
                sent_for(known, age),
                known.seen_end(earlier(span.end, next_birthday)),
                "They turn {} on {}.",
                age,
                birthday,
                counts_from=birthday - YEAR,
            )
            if start <= known.on or cycle.answered_on or not cycles:
                cycles.append(cycle)
    return cycles


def sent_for(known: FactsOn, age: int) -> list[date]:
    """The days on which letters for an age were sent."""
    if not known.facts.letters:
        return []
    return days_up_to(known.on, (letter.on for letter in known.facts.letters if letter.occasion == str(age)))


def death_notification(known: FactsOn) -> list[Cycle]:
    died_on, known_on = known.died_on, known.facts.death_known_on
    if died_on is None or died_on >= known.birthday(DEATHS_NOTIFIED_UNDER):
        return []
    if not any(group & DutyGroup.LEFT_OR_QUALIFYING for _, end, group in known.status_spans if end == died_on):
        return []
    if known_on and known_on > known.on:
        return []
    start = known_on or died_on
    why = "They died on {}; the days count from {}, when the authority came to know or could first have known."
    return [
        single_cycle(start, add_working_days(start, 5), known.done("death_notification"), None, why, died_on, start)
    ]


OFFER_SOURCE = "CA 1989 s23CZB (Children and Social Work Act 2017 s3)"
OCCASION_CLOCKS = (
    Clock(
        code="offer_21",
        source=f"{OFFER_SOURCE}; the Act says as soon as possible",
        kind=DutyKind.LAW,
        basis=Basis.ACT,
        applies_to="former relevant children from 21 who are not receiving support",
        starts="the 21st birthday, or the later day on which support ended",
        due="as_soon_as_possible_days after that",
        done_when="an offer made at 21 or later",
        who_must_know="personal adviser or the team that keeps in touch after 21",
        cycles=lambda known: known.once(offers_after_21)[0],
        settings=("as_soon_as_possible_days",),
    ),
    Clock(
        code="offer_annual",
        source=f"{OFFER_SOURCE}: at least once in every 12 months",
        kind=DutyKind.LAW,
        basis=Basis.ACT,
        applies_to="former relevant children from 21 who are not receiving support",
        starts="the last offer made at 21 or later, or the later day on which support ended",
        due="12 months after that",
        done_when="the next offer",
        who_must_know="personal adviser or the team that keeps in touch after 21",
        cycles=lambda known: known.once(offers_after_21)[1],
        unsettled="The yearly interval is in s23CZB(6) to (8), which was not read: check its wording.",
    ),
    Clock(
        code="birthday_letter",
        source="local practice: letters at 18 and 21, then yearly to 25",
        kind=DutyKind.LOCAL,
        basis=Basis.LOCAL,
        applies_to="eligible, relevant and former relevant children",
        starts="warning_days before the birthday",
        due="the birthday",
        done_when="a letter sent for that birthday",
        who_must_know="business support; director who signs",
        cycles=birthday_letter,
        settings=("letter_ages", "warning_days"),
    ),
    Clock(
        code="death_notification",
        source="Working Together 2023 ch 5, as local procedures describe it: care leavers up to and including 24",
        kind=DutyKind.LAW,
        basis=Basis.GUIDANCE,
        applies_to="eligible, relevant and former relevant children and persons qualifying who die before 25",
        starts="the day the authority becomes aware; the day of death where that is not given",
        due="5 working days after that",
        done_when="`done`",
        who_must_know="Secretary of State and Ofsted; director of children's services",
        cycles=death_notification,
        unsettled="Working Together was not read here, only how local procedures describe it: check chapter 5.",
    ),
)
