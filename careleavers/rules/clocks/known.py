"""The facts as they stood at the end of one day: nothing later is seen, so that no answer leans on what came after."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple, TypeVar

from careleavers.rules.clocks.facts import (
    DEFAULTS,
    ClockSettings,
    ContactFact,
    Done,
    DutyFacts,
    HomeFact,
    Review,
    StatusSpan,
)
from careleavers.rules.code_sets import Band, HomeKind, Status
from careleavers.rules.dates import Period, birthday, merge

Answer = TypeVar("Answer")


class DutyGroup:
    """Groups of statuses that the same clocks run for, as bits: a status may be in several, and groups add with |.

    Plain numbers, since everything asks for them and enum.Flag makes the whole table half as fast.
    """

    LOOKED_AFTER = 1
    ELIGIBLE = 2
    RELEVANT = 4
    FORMER_RELEVANT = 8
    WITH_ADVISER_AFTER_18 = 16
    OFFERED_SUPPORT = 32
    QUALIFYING = 64
    ASKED_FOR_SUPPORT = 128
    LEFT_CARE = RELEVANT | FORMER_RELEVANT
    LEAVING_CARE = ELIGIBLE | LEFT_CARE
    LEFT_OR_QUALIFYING = LEAVING_CARE | QUALIFYING
    SUPPORTED = RELEVANT | WITH_ADVISER_AFTER_18
    PLANNED = ELIGIBLE | SUPPORTED
    ANY = LOOKED_AFTER | LEAVING_CARE | QUALIFYING


GROUPS: dict[str, int] = {
    Status.LOOKED_AFTER: DutyGroup.LOOKED_AFTER,
    Status.ELIGIBLE_CHILD: DutyGroup.LOOKED_AFTER | DutyGroup.ELIGIBLE,
    Status.RELEVANT_CHILD: DutyGroup.RELEVANT,
    Status.PERSON_QUALIFYING: DutyGroup.QUALIFYING,
}


SUPPORTED_FORMER = DutyGroup.FORMER_RELEVANT | DutyGroup.WITH_ADVISER_AFTER_18
WAITING_FORMER = DutyGroup.FORMER_RELEVANT | DutyGroup.OFFERED_SUPPORT
# A former relevant child's other bands are all supported.
GROUPS_OF_BANDS: dict[str, int] = {
    Band.NOT_ASKED: WAITING_FORMER,
    Band.OPTED_IN: SUPPORTED_FORMER | DutyGroup.ASKED_FOR_SUPPORT,
}


class HomeStay(NamedTuple):
    """The part of a home's time in which a group of clocks runs; `moved`: the home began while it ran.

    `owed` is the whole time in which they run.
    """

    start: date
    end: date | None
    home: HomeFact
    moved: bool
    owed: Period


class FactsOn:
    """One young person's facts as known at the end of the day `on`, sorted, with what several clocks ask of them.

    `homes`: begun by the day, in order; an end that lies after it, and all after a death, is not seen. `met`: days of
    contact with the young person; `visited`: on a visit; `visited_at_home`: on one where they live.
    """

    def __init__(
        self, facts: DutyFacts, on: date, settings: ClockSettings = DEFAULTS, *, history: bool = False
    ) -> None:
        self.facts = facts
        self.on = on
        self.settings = settings
        self.history = history
        self._spans: dict[int, list[Period]] = {}
        self._stays: dict[int, list[HomeStay]] = {}
        self._birthdays: dict[int, date] = {}
        self._found: dict[Any, Any] = {}
        self.died_on = died_on(facts, on)
        self.status_spans = list(self._status_spans())
        self.assessments = days_up_to(on, facts.assessments)
        self.plans = days_up_to(on, facts.plans)
        self.offers = days_up_to(on, facts.offers)
        self.reviews = held_once(on, facts.reviews)
        self.reviewed = [review.held_on for review in self.reviews]
        met = [contact for contact in facts.contacts if contact.with_young_person and contact.on <= on]
        visits = [contact for contact in met if contact.visit]
        self.contact_days = days_of(met)
        self.visit_days = days_of(visits)
        self.home_visit_days = days_of([contact for contact in visits if contact.at_home])
        self.homes = self._homes()

    def birthday(self, age: int) -> date:
        found = self._birthdays.get(age)
        if found is None:
            found = self._birthdays[age] = birthday(self.facts.date_of_birth, age, self.settings.leap_day)
        return found

    def once(self, ask: Callable[["FactsOn"], Answer]) -> Answer:
        """What a function finds in these facts: worked out once, however many clocks ask."""
        if ask not in self._found:
            self._found[ask] = ask(self)
        answer: Answer = self._found[ask]
        return answer

    def spans(self, owed: int) -> list[Period]:
        """When the person had one of a group's statuses without a break, in order."""
        found = self._spans.get(owed)
        if found is None:
            having = [(start, end) for start, end, group in self.status_spans if group & owed]
            found = self._spans[owed] = joined(having) if len(having) > 1 else [Period(*each) for each in having]
        return found

    def span_containing(self, owed: int, day: date) -> Period | None:
        """The span of a group that a day lies in."""
        return next((span for span in self.spans(owed) if contains(span, day)), None)

    def _homes(self) -> list[HomeFact]:
        begun = [home._replace(end=self.seen_end(home.end)) for home in self.facts.homes if self.has_begun(home.start)]
        return sorted(begun, key=lambda home: home.start)

    def stays(self, owed: int) -> list[HomeStay]:
        """The homes of the time in which a group of clocks runs, in order."""
        found = self._stays.get(owed)
        if found is None:
            found = self._stays[owed] = list(self._stays_of(self.spans(owed)))
        return found

    def _stays_of(self, spans: list[Period]) -> Iterable[HomeStay]:
        return (
            HomeStay(max(home.start, span.start), earlier(home.end, span.end), home, home.start >= span.start, span)
            for home in self.homes
            for span in spans
            if (span.end is None or home.start < span.end) and (home.end is None or span.start < home.end)
        )

    def periods(self, periods: Iterable[Period]) -> list[Period]:
        """Periods begun by the day, merged; an end that lies after it is not seen."""
        begun = [Period(start, self.seen_end(end)) for start, end in periods if self.has_begun(start)]
        return [Period(start, end) for start, end in merge(begun)]

    def done(self, code: str, event_on: date | None = None) -> list[date]:
        """The days on which a duty was recorded as done; with `event_on`, for that day's event or for none by name."""
        return [done.on for done in self.records_of(code) if event_on is None or done.event_on in (None, event_on)]

    def records_of(self, code: str) -> list[Done]:
        """The records that a duty was done, by day; of one day, those that name their event first."""
        if not self.facts.done:
            return []
        seen = [done for done in self.facts.done if done.code == code and done.on <= self.on]
        return sorted(seen, key=lambda done: (done.on, done.event_on or date.max))

    def happened(self, what: str) -> list[date]:
        """The days of the events of a kind that had happened, and were known, by the day asked about."""
        return [
            event.on
            for event in self.facts.events
            if event.what == what and max(event.on, event.known_on or event.on) <= self.on
        ]

    def has_begun(self, start: date) -> bool:
        """Whether something that starts on a day is seen: by the day asked about, and before a death."""
        return start <= self.on and (self.died_on is None or start < self.died_on)

    def seen_end(self, end: date | None) -> date | None:
        """An end as known on the day: never later than a death, and not seen before it comes."""
        end = earlier(end, self.died_on)
        return end if end is not None and end <= self.on else None

    def _status_spans(self) -> Iterable[tuple[date, date | None, int]]:
        for status_span in sorted(self.facts.status_spans, key=lambda status_span: status_span.start):
            for start, end, group in self._groups(status_span):
                if self.has_begun(start):
                    yield start, self.seen_end(end), group

    def _groups(self, status_span: StatusSpan) -> Iterable[tuple[date, date | None, int]]:
        status, band, start, end = status_span
        if status != Status.FORMER_RELEVANT_CHILD:
            if status in GROUPS:
                yield start, end, GROUPS[status]
            return
        if band:
            yield start, end, GROUPS_OF_BANDS.get(band, SUPPORTED_FORMER)
            return
        at_21 = self.birthday(21)
        if start < at_21:
            yield start, earlier(end, at_21), SUPPORTED_FORMER
        if end is None or at_21 < end:
            yield max(start, at_21), end, WAITING_FORMER


def died_on(facts: DutyFacts, on: date) -> date | None:
    """The day of death, where it had come by a day; a period of the status `deceased` says it too."""
    days = [status_span.start for status_span in facts.status_spans if status_span.status == Status.DECEASED]
    if facts.died_on:
        days.append(facts.died_on)
    first = min(days, default=None)
    return first if first and first <= on else None


def held_once(on: date, reviews: Iterable[Review]) -> list[Review]:
    """Reviews held by a day, one for each day; of two on the same day the shorter recorded interval counts."""
    by_day: dict[date, Review] = {}
    for review in reviews:
        if review.held_on <= on:
            other = by_day.get(review.held_on, review)
            by_day[review.held_on] = min(other, review, key=lambda one: one.next_within_months or 99)
    return [by_day[day] for day in sorted(by_day)]


def joined(spans: Iterable[tuple[date, date | None]]) -> list[Period]:
    """Sorted spans as few spans: those that touch or overlap become one."""
    found: list[Period] = []
    for start, end in spans:
        if not found:
            found.append(Period(start, end))
            continue
        last_start, last_end = found[-1]
        if last_end is None:
            continue
        if last_end < start:
            found.append(Period(start, end))
        elif end is None or end > last_end:
            found[-1] = Period(last_start, end)
    return found


def unbroken(known: FactsOn, kind: HomeKind, owed: int) -> list[Period]:
    """Time in homes of one kind, while a group of clocks runs; a move between two of them does not restart it."""
    stays = (stay for stay in known.stays(owed) if stay.home.kind == kind)
    return joined(Period(stay.start, stay.end) for stay in stays)


def contains(span: Period | HomeStay, day: date) -> bool:
    """Whether a day lies in a half-open span."""
    return span.start <= day and (span.end is None or day < span.end)


def days_within(span: Period | HomeStay, days: Sequence[date]) -> list[date]:
    """Those of the days that lie in a half-open span."""
    return [day for day in days if contains(span, day)]


def days_up_to(on: date, days: Iterable[date]) -> list[date]:
    """The days up to and including `on`, each once, in order."""
    return sorted({day for day in days if day <= on})


def days_of(contacts: Iterable[ContactFact]) -> list[date]:
    """The days of contacts, each once, in order."""
    return sorted({contact.on for contact in contacts})


def earlier(end: date | None, other: date | None) -> date | None:
    """The earlier of two ends, where None is open."""
    if end is None or other is None:
        return other if end is None else end
    return min(end, other)
