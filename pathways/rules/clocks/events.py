"""Clocks that only an event can start: requests, complaints, custody's end, decisions, and the social worker's own."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import zip_longest
from typing import NamedTuple

from careleavers.rules.clocks import Clock, Cycle, Done, DutyKind, Event, FactsOn
from careleavers.rules.clocks.cycles import cycle_until
from careleavers.rules.clocks.known import DutyGroup, contains, earlier
from careleavers.rules.dates import Period, add_months, add_working_days


@dataclass(frozen=True, kw_only=True)
class EventRule:
    """When an event's clock falls due. `ahead`: the event is a day to come, and the run starts when it is known.

    `again` gives the due date of the next run, from how many times the duty was met before and the day of the last
    time. `event_is_done`: such an event is itself the last time it was met, so a later one meets it again.
    """

    what: str
    due: Callable[[FactsOn, date], date]
    why: str
    owed: int | None = None
    ahead: bool = False
    again: Callable[[int, date], date] | None = None
    event_is_done: bool = False


@dataclass(frozen=True, kw_only=True)
class EventClock(Clock):
    """A clock that events start, with the rule of each."""

    rules: tuple[EventRule, ...]


class EventRun(NamedTuple):
    """The run that an event starts, while the status that it matters for lasts."""

    rule: EventRule
    event_on: date
    span: Period
    due_on: date

    def cycle(self, answered_on: date | None) -> Cycle:
        return cycle_until(self.span.start, self.due_on, answered_on, self.span.end, self.rule.why, self.event_on)


def cycles_of(known: FactsOn, code: str, rules: tuple[EventRule, ...]) -> list[Cycle]:
    """The runs that events start. Each record that it was done meets one of them; with `again`, it starts the next."""
    if not known.facts.events:
        return []
    once = [run for rule in rules if not rule.again for run in runs_of(known, rule)]
    met = met_by(known.records_of(code), once)
    cycles = [run.cycle(met.get(position)) for position, run in enumerate(once)]
    for rule in rules:
        if rule.again:
            cycles += series(known, code, rule)
    return cycles


def runs_of(known: FactsOn, rule: EventRule) -> list[EventRun]:
    """A run for each event of a rule, by the day it starts and then by that of the event."""
    found = [
        EventRun(rule, event.on, span, rule.due(known, event.on))
        for event in known.facts.events
        if event.what == rule.what and (span := owed_span(known, rule, event))
    ]
    return sorted(found, key=lambda run: (run.span.start, run.event_on))


def met_by(records: list[Done], runs: list[EventRun]) -> dict[int, date]:
    """Which runs, by position, the records meet and when: each record one run alone, in the order of days.

    A record that names no event is taken for the open run that falls due first; where the event lies ahead, such as
    a release, only once it is over if nothing else is open. So what was done once never meets a later event too.
    """
    met: dict[int, date] = {}
    for record in records:
        could = [
            position
            for position, run in enumerate(runs)
            if position not in met and contains(run.span, record.on) and record.event_on in (None, run.event_on)
        ]
        timely = [each for each in could if not (runs[each].rule.ahead and runs[each].event_on < record.on)]
        if could:
            chosen = min(timely or could, key=lambda position: (runs[position].due_on, runs[position].span.start))
            met[chosen] = record.on
    return met


def series(known: FactsOn, code: str, rule: EventRule) -> list[Cycle]:
    """The runs that follow one another from each event of a rule. The next event ends a series and starts its own."""
    assert rule.again
    runs = list({run.span.start: run for run in runs_of(known, rule)}.values())  # of two on one day the later event
    cycles = []
    for position, run in enumerate(runs):
        following = runs[position + 1] if position + 1 < len(runs) else None
        span = Period(run.span.start, earlier(run.span.end, following and following.span.start))
        done = [day for day in known.done(code, run.event_on) if contains(span, day)]
        if rule.event_is_done and following and following.span.start == span.end:
            done.append(following.span.start)
        cycles.append(run._replace(span=span).cycle(done[0] if done else None))
        for number, (day, next_day) in enumerate(zip_longest(done, done[1:])):
            if contains(span, day):
                due_on = rule.again(number, day)
                cycles.append(cycle_until(day, due_on, next_day, span.end, "It was last done on {}.", day))
    return cycles


def owed_span(known: FactsOn, rule: EventRule, event: Event) -> Period | None:
    """From the day the event was known to the end of the status it matters for, if it was known and matters."""
    known_on = event.known_on or (known.facts.date_of_birth if rule.ahead else event.on)
    if known_on > known.on or not (rule.ahead or event.on <= known.on):
        return None
    if rule.owed is None:
        return Period(known_on, known.died_on)
    span = next((span for span in known.spans(rule.owed) if span.end is None or known_on < span.end), None)
    if span is None or span.start > max(known_on, event.on):
        return None
    return Period(max(known_on, span.start), span.end)


def days_after(days: int) -> Callable[[FactsOn, date], date]:
    return lambda known, day: day + timedelta(days=days)


def working_days_after(days: int) -> Callable[[FactsOn, date], date]:
    return lambda known, day: add_working_days(day, days)


def months_after(months: int) -> Callable[[FactsOn, date], date]:
    return lambda known, day: add_months(day, months)


def soon_after_sixteen(known: FactsOn, day: date) -> date:
    return max(day, known.birthday(16)) + timedelta(days=known.settings.as_soon_as_possible_days)


def at_eighteen(known: FactsOn, day: date) -> date:
    return known.birthday(18)


def event_clock(
    code: str,
    source: str,
    applies_to: str,
    due: str,
    who_must_know: str,
    *rules: EventRule,
    kind: DutyKind = DutyKind.LAW,
    settings: tuple[str, ...] = (),
    unsettled: str = "",
) -> EventClock:
    """A clock whose start is one of its rules' events."""
    return EventClock(
        code=code,
        source=source,
        kind=kind,
        applies_to=applies_to,
        starts="the event " + " or ".join(f"`{rule.what}`" for rule in rules),
        due=due,
        done_when="`done`",
        who_must_know=who_must_know,
        cycles=lambda known: cycles_of(known, code, rules),
        settings=settings,
        unsettled=unsettled,
        rules=rules,
    )


CHILDRENS_SYSTEM = "The child's social worker keeps this one; it runs here only where its event is given. "

EVENT_CLOCKS = (
    event_clock(
        "custody_release_review",
        "Vol 3 6.41 (good practice; for a relevant child leaving it out is exceptional)",
        "relevant and former relevant children in custody",
        "1 month before the release",
        "personal adviser; youth justice or probation",
        EventRule(
            what="release",
            due=months_after(-1),
            why="They are to be released on {}: review the plan at least a month before.",
            owed=DutyGroup.LEFT_CARE,
            ahead=True,
        ),
        kind=DutyKind.LOCAL,
    ),
    event_clock(
        "custody_release_facts",
        "Vol 3 6.44 (ideally)",
        "relevant and former relevant children in custody",
        "14 days before the release",
        "personal adviser",
        EventRule(
            what="release",
            due=days_after(-14),
            why="They are to be released on {}: 14 days before, say who collects them, where they live and who helps.",
            owed=DutyGroup.LEFT_CARE,
            ahead=True,
        ),
        kind=DutyKind.LOCAL,
    ),
    event_clock(
        "adult_services_referral",
        "Vol 3 6.9 (good practice, as early as possible from 16), 6.10, 6.18",
        "young people who are likely to need adult services",
        "as_soon_as_possible_days after the 16th birthday, or after the day the need is known if later",
        "social worker; adult services",
        EventRule(
            what="adult_services_needed",
            due=soon_after_sixteen,
            why="On {} it was found that they are likely to need adult services: refer as early as possible from 16.",
        ),
        kind=DutyKind.LOCAL,
        settings=("as_soon_as_possible_days",),
    ),
    event_clock(
        "he_plan_before_18",
        "Vol 3 5.7 (well in advance)",
        "young people who mean to go to university",
        "the 18th birthday",
        "personal adviser; virtual school head",
        EventRule(
            what="higher_education_intended",
            due=at_eighteen,
            why="On {} they said that they mean to go to university: agree before 18 where they will live.",
        ),
    ),
    event_clock(
        "he_bursary_payment",
        "HEB reg 4",
        "former relevant children who start higher education",
        "4 weeks after the start of year 1, and of year 4 for a last instalment not paid before the final year ended",
        "personal adviser; finance",
        EventRule(
            what="higher_education_started",
            due=days_after(28),
            why="Their course started on {}: pay the bursary or its first instalment within 4 weeks.",
        ),
        EventRule(
            what="higher_education_year_4_started",
            due=days_after(28),
            why="Year 4 of their course started on {}: pay the last instalment within 4 weeks.",
        ),
        EventRule(
            what="higher_education_final_year_ends",
            due=lambda known, day: day - timedelta(days=1),
            why="Their final year ends on {}: pay the last instalment before that.",
            ahead=True,
        ),
    ),
    event_clock(
        "hc2_certificate",
        "Vol 3 D.11-D.20",
        "young people of 16 or 17 who are supported and not in full-time education",
        "at once",
        "personal adviser",
        EventRule(
            what="support_decided", due=days_after(0), why="Support was decided on {}: give them form HC1 at once."
        ),
    ),
    event_clock(
        "leave_extension",
        "Vol 3 6.24-6.26",
        "young people with leave to remain that runs out, often at 17½",
        "the day the leave runs out",
        "personal adviser; immigration solicitor",
        EventRule(
            what="leave_to_remain_ends",
            due=days_after(0),
            why="Their leave to remain ends on {}: apply to extend it before then.",
            ahead=True,
        ),
        unsettled="The guidance is older than today's immigration rules: check them.",
    ),
    event_clock(
        "leave_care_approval_16_17",
        "reg 39(2)-(6) SI 2010/959",
        "looked-after children of 16 or 17 who are not on a care order",
        "before the day they are to stop being looked after",
        "director of children's services, who approves",
        EventRule(
            what="leaving_care_at_16_or_17",
            due=days_after(-1),
            why="They are to stop being looked after on {}: the director of children's services approves first.",
            owed=DutyGroup.LOOKED_AFTER,
            ahead=True,
        ),
    ),
    event_clock(
        "leave_care_approval",
        "reg 39(4) SI 2010/959",
        "children looked after for at least 20 working days",
        "before the day they are to stop being looked after",
        "nominated officer, who approves",
        EventRule(
            what="leaving_care",
            due=days_after(-1),
            why="They are to stop being looked after on {}: the nominated officer approves first.",
            owed=DutyGroup.LOOKED_AFTER,
            ahead=True,
        ),
    ),
    event_clock(
        "sw_statutory_visit",
        "reg 28 SI 2010/959",
        "looked-after children in placement",
        "1 week after the placement starts; then 6 weeks after each visit",
        "social worker",
        EventRule(
            what="placement_started",
            due=days_after(7),
            why="The placement started on {}: the social worker visits within a week.",
            owed=DutyGroup.LOOKED_AFTER,
            again=lambda position, day: day + timedelta(weeks=6),
        ),
        unsettled=CHILDRENS_SYSTEM
        + "A placement meant to last to 18 may be visited every three months after its first year; placements with "
        "parents and temporary ones have other rules.",
    ),
    event_clock(
        "la_review",
        "reg 33 SI 2010/959",
        "looked-after children",
        "20 working days after becoming looked after; then 3 months; then every 6 months",
        "independent reviewing officer; social worker",
        EventRule(
            what="became_looked_after",
            due=working_days_after(20),
            why="They became looked after on {}: first review within 20 working days.",
            owed=DutyGroup.LOOKED_AFTER,
            again=lambda position, day: add_months(day, 6 if position else 3),
        ),
        unsettled=CHILDRENS_SYSTEM + "Its intervals are from knowledge: check reg 33.",
    ),
    event_clock(
        "health_assessment",
        "reg 7 SI 2010/959",
        "looked-after children of 5 and over",
        "12 months after the last one",
        "social worker; looked-after children's nurse",
        EventRule(
            what="health_assessed",
            due=months_after(12),
            why="The last health assessment was on {}.",
            owed=DutyGroup.LOOKED_AFTER,
            again=lambda position, day: add_months(day, 12),
            event_is_done=True,
        ),
        unsettled=CHILDRENS_SYSTEM + "Its interval is from knowledge: check reg 7.",
    ),
    event_clock(
        "records_ack",
        "Vol 3 4.33-4.34",
        "people who were looked after, of any age",
        "10 working days after the request",
        "access to records team",
        EventRule(
            what="records_requested",
            due=working_days_after(10),
            why="They asked for their records on {}: say within ten working days whether they exist and what is next.",
        ),
    ),
    event_clock(
        "sar_response",
        "UK GDPR art 12(3); Vol 3 4.33",
        "anybody who asks for their data",
        "1 month after the request; 3 months where it is complex and they were told so within the first",
        "access to records team; data protection officer",
        EventRule(
            what="subject_access_requested",
            due=months_after(1),
            why="They asked for their data on {}: answer within one month.",
        ),
        EventRule(
            what="complex_subject_access_requested",
            due=months_after(3),
            why="They made a complex request for their data on {}: answer within three months.",
        ),
    ),
    event_clock(
        "complaint_informal",
        "Vol 3 9.5-9.6",
        "anybody who complains",
        "14 days after the complaint",
        "complaints officer",
        EventRule(
            what="complaint_made",
            due=days_after(14),
            why="They complained on {}: try to put it right informally within 14 days.",
        ),
        unsettled="The time limits of the formal stages (SI 2006/1738) were not read.",
    ),
)
