"""What holds for any sequence of facts: no duty is lost, nothing later reaches back, slow oracles agree."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from careleavers.rules.clocks import (
    DEFAULTS,
    ContactFact,
    Done,
    Duty,
    DutyFacts,
    DutyState,
    Event,
    FactsOn,
    HomeFact,
    LetterFact,
    Review,
    SignedRiskAssessment,
    StatusSpan,
)
from careleavers.rules.clocks.cycles import current_cycles, duty_on
from careleavers.rules.dates import Period, add_months
from pathways.rules.clocks import CLOCKS, DONE_BY_RECORD, EVENTS, duties, history

BORN = date(2010, 3, 10)
FIRST, LAST = date(2024, 1, 1), date(2036, 12, 31)
DAY = timedelta(days=1)
STATUSES = (
    ("none", None),
    ("looked_after", None),
    ("eligible_child", None),
    ("relevant_child", None),
    ("former_relevant_child", None),
    ("former_relevant_child", "18-20"),
    ("former_relevant_child", "21-24"),
    ("former_relevant_child", "21-24 opted in"),
    ("person_qualifying", "16-20"),
)
SUPPORTED = {
    ("relevant_child", None),
    ("former_relevant_child", "18-20"),
    ("former_relevant_child", "21-24 opted in"),
}

days = st.dates(FIRST, LAST)


@st.composite
def status_spans(draw: st.DrawFn) -> tuple[StatusSpan, ...]:
    """A few statuses one after the other, with or without gaps, most of them close together."""
    start = draw(st.dates(FIRST, date(2031, 12, 31)))
    found = []
    for status, band in draw(st.lists(st.sampled_from(STATUSES), min_size=1, max_size=4)):
        end = start + timedelta(days=draw(st.integers(1, 900)))
        found.append(StatusSpan(status, band, start, end))
        start = end + timedelta(days=draw(st.sampled_from((0, 0, 0, 1, 40))))
    return tuple(found)


@st.composite
def periods(draw: st.DrawFn) -> Period:
    start = draw(days)
    return Period(start, draw(st.none() | st.integers(1, 500).map(lambda length: start + timedelta(days=length))))


@st.composite
def homes(draw: st.DrawFn) -> HomeFact:
    start, end = draw(periods())
    kind = draw(st.sampled_from("DURSWXZV"))
    return HomeFact(start, end, kind, draw(st.booleans()), draw(st.sampled_from((None, True, False))))


def few(strategy: Any) -> Any:
    return st.lists(strategy, max_size=4).map(tuple)


people = st.builds(
    DutyFacts,
    date_of_birth=st.just(BORN),
    status_spans=status_spans(),
    homes=few(homes()),
    contacts=st.lists(st.builds(ContactFact, days, st.booleans(), st.booleans(), st.booleans()), max_size=12).map(
        tuple
    ),
    assessments=few(days),
    plans=few(days),
    reviews=st.lists(st.builds(Review, days, st.none() | st.integers(1, 6)), max_size=8).map(tuple),
    risk_assessments=few(st.builds(SignedRiskAssessment, days)),
    offers=few(days),
    letters=few(st.builds(LetterFact, st.sampled_from(("18", "21", "22")), days)),
    personal_adviser=few(periods()),
    at_home=few(periods()),
    education=few(periods()),
    fostered=few(periods()),
    sentenced=few(days),
    events=few(st.builds(Event, st.sampled_from(EVENTS), days, days)),
    done=few(st.builds(Done, st.sampled_from(DONE_BY_RECORD), days)),
    education_informed_on=st.none() | days,
    died_on=st.none() | days,
    death_known_on=st.none() | days,
)


def later_facts_removed(facts: DutyFacts, on: date) -> DutyFacts:
    """The facts as somebody would have written them down on a day, filtered one by one."""

    def seen(end: date | None) -> date | None:
        return end if end and end <= on else None

    def known(day: date | None) -> date | None:
        return day if day and day <= on else None

    def cut(spans: Any) -> Any:
        return tuple(Period(one.start, seen(one.end)) for one in spans if one.start <= on)

    return replace(
        facts,
        status_spans=tuple(one._replace(end=seen(one.end)) for one in facts.status_spans if one.start <= on),
        homes=tuple(one._replace(end=seen(one.end)) for one in facts.homes if one.start <= on),
        contacts=tuple(one for one in facts.contacts if one.on <= on),
        assessments=tuple(one for one in facts.assessments if one <= on),
        plans=tuple(one for one in facts.plans if one <= on),
        reviews=tuple(one for one in facts.reviews if one.held_on <= on),
        risk_assessments=tuple(one for one in facts.risk_assessments if one.signed_on <= on),
        offers=tuple(one for one in facts.offers if one <= on),
        letters=tuple(one for one in facts.letters if one.on <= on),
        personal_adviser=cut(facts.personal_adviser),
        at_home=cut(facts.at_home),
        education=cut(facts.education),
        fostered=cut(facts.fostered),
        sentenced=tuple(one for one in facts.sentenced if one <= on),
        events=tuple(one for one in facts.events if (one.known_on or one.on) <= on),
        done=tuple(one for one in facts.done if one.on <= on),
        education_informed_on=known(facts.education_informed_on),
        died_on=known(facts.died_on),
        death_known_on=facts.death_known_on,
    )


def seen_of(found: tuple[Duty, ...]) -> list[dict[str, Any]]:
    return [duty.as_row() for duty in found]


@given(people, days)
@settings(max_examples=100)
def test_facts_after_the_day_change_nothing(facts: DutyFacts, on: date) -> None:
    then = later_facts_removed(facts, on)
    assert seen_of(duties(facts, on)) == seen_of(duties(then, on))
    assert seen_of(history(facts, on)) == seen_of(history(then, on))


@given(people, days)
@settings(max_examples=100)
def test_every_row_makes_sense_and_is_part_of_the_history(facts: DutyFacts, on: date) -> None:
    now, ever = duties(facts, on), history(facts, on)
    assert {duty.code for duty in now} == {duty.code for duty in ever}
    for duty in ever:
        if duty.cycle.is_open:
            assert duty in now
    for duty in now:
        mine = [other for other in ever if other.code == duty.code]
        assert duty in mine
        if any(other.cycle.is_open for other in mine):
            assert duty.cycle.is_open
        else:
            assert [other for other in now if other.code == duty.code] == [duty]
    for duty in ever:
        started_on, due_on, answered_on, ended_on, *_ = duty.cycle
        assert answered_on is None or (answered_on <= on and duty.state is DutyState.ANSWERED)
        assert ended_on is None or (ended_on <= on and duty.state is DutyState.ENDED)
        assert (duty.state is DutyState.NOT_STARTED) == (
            duty.cycle.is_open and started_on > on and not (due_on and due_on < on)
        )
        assert duty.due_on == due_on
        assert duty.days_late == 0 or (due_on is not None and due_on < on)
        assert "{" not in duty.because


# The 20th birthday falls between two times in care: the run before is the newest, and not the one to come.
APART = DutyFacts(
    date_of_birth=date(2010, 3, 10),
    status_spans=(
        StatusSpan("eligible_child", None, date(2027, 8, 14), date(2030, 1, 30)),
        StatusSpan("eligible_child", None, date(2030, 3, 11), None),
    ),
)


@given(people, days)
@example(APART, date(2030, 4, 1))
@settings(max_examples=100)
def test_what_is_left_out_for_speed_changes_no_answer(facts: DutyFacts, on: date) -> None:
    known = FactsOn(facts, on, history=True)
    for clock in CLOCKS:
        assert seen_of(duties(facts, on, codes={clock.code})) == [
            duty_on(clock, cycle, known).as_row() for cycle in current_cycles(list(clock.cycles(known)))
        ]


@given(people, days, st.integers(0, 1500))
@settings(max_examples=100)
def test_no_duty_is_lost_and_none_changes_its_due_date(facts: DutyFacts, on: date, later: int) -> None:
    every_after = history(facts, on + timedelta(days=later))
    for duty in history(facts, on):
        if duty.state is DutyState.NOT_STARTED:
            continue
        same = [
            other
            for other in every_after
            if other.code == duty.code and other.cycle.started_on == duty.cycle.started_on
        ]
        assert same, f"{duty.code} of {duty.cycle.started_on} is gone"
        if duty.code == "pa_visit_pre_review":  # reg 8(2)(b): due by the review, once that was held
            assert all(other.cycle.due_on <= duty.cycle.due_on for other in same)  # type: ignore[operator]
        else:
            assert duty.cycle.due_on in {other.cycle.due_on for other in same}
        if duty.cycle.answered_on:
            assert duty.cycle.answered_on in {other.cycle.answered_on for other in same}


@given(people, days)
@settings(max_examples=100)
def test_what_is_done_late_starts_anew_from_the_day_it_was_done(facts: DutyFacts, on: date) -> None:
    for code in ("keep_in_touch", "plan_review_regular", "pa_visit_2_month", "offer_annual"):
        runs = history(facts, on, codes={code})
        starts = {duty.cycle.started_on for duty in runs}
        ends = {duty.cycle.ended_on for duty in runs}
        for duty in runs:
            answered_on = duty.cycle.answered_on
            assert answered_on is None or answered_on in starts or answered_on in ends


def supported_on(facts: DutyFacts, day: date) -> bool:
    for status, band, start, end in facts.status_spans:
        if start <= day and (end is None or day < end):
            if status == "former_relevant_child" and band is None:
                return day < date(2031, 3, 10)
            return (status, band) in SUPPORTED
    return False


def keep_in_touch_day_by_day(facts: DutyFacts, on: date) -> tuple[date, date, DutyState, int] | None:
    """Walks through every day with a clock in hand: when it was last wound, and whether it still runs."""
    dead_from = facts.died_on or date.max
    met = {contact.on for contact in facts.contacts if contact.with_young_person}
    wound: date | None = None
    running = False
    late_when_stopped = 0
    day = FIRST
    while day <= on:
        owed = day < dead_from and supported_on(facts, day)
        if running and not owed:
            assert wound is not None
            late_when_stopped = max(0, (day - DAY - wound - timedelta(weeks=8)).days)
        if owed and (not running or day in met):
            wound = day
        running = owed
        day += DAY
    if wound is None:
        return None
    due = wound + timedelta(weeks=8)
    if not running:
        return wound, due, DutyState.ENDED, late_when_stopped
    if on > due:
        return wound, due, DutyState.OVERDUE, (on - due).days
    return wound, due, DutyState.WARNING if on >= due - timedelta(days=28) else DutyState.RUNNING, 0


@given(people, days)
@settings(max_examples=60)
def test_keep_in_touch_agrees_with_a_walk_through_every_day(facts: DutyFacts, on: date) -> None:
    found = duties(facts, on, codes={"keep_in_touch"})
    slow = keep_in_touch_day_by_day(facts, on)
    assert [(one.cycle.started_on, one.cycle.due_on, one.state, one.days_late) for one in found] == (
        [slow] if slow else []
    )


def reviews_day_by_day(plans: set[date], reviews: set[date], start: date, end: date, on: date) -> list[tuple[Any, ...]]:
    """Walks through the days of one status: (started, due, answered) of each run, the last with None."""
    runs: list[tuple[Any, ...]] = []
    anchor: date | None = None
    day = FIRST
    while day <= min(on, end - DAY):
        if day in reviews:
            if anchor and day > max(anchor, start):
                runs.append((anchor, max(add_months(anchor, 6), start), day))
            anchor = day
        elif day in plans and anchor is None:
            anchor = day
        day += DAY
    if anchor:
        runs.append((anchor, max(add_months(anchor, 6), start), None))
    return runs


@given(
    st.sets(st.dates(date(2026, 1, 1), date(2028, 12, 31)), max_size=3),
    st.sets(st.dates(date(2026, 1, 1), date(2028, 12, 31)), max_size=6),
    st.dates(date(2026, 3, 10), date(2028, 6, 30)),
)
@settings(max_examples=100)
def test_regular_reviews_agree_with_a_walk_through_every_day(plans: set[date], reviews: set[date], on: date) -> None:
    start, end = date(2026, 3, 10), date(2028, 3, 10)
    facts = DutyFacts(
        date_of_birth=BORN,
        status_spans=(StatusSpan("eligible_child", None, start, end),),
        plans=tuple(plans),
        reviews=tuple(Review(day) for day in reviews),
    )
    found = history(facts, on, codes={"plan_review_regular"})
    slow = reviews_day_by_day(plans, reviews, start, end, on)
    assert [one.cycle[:3] for one in found] == slow
    assert all(one.cycle.ended_on == (end if on >= end else None) for one in found[-1:])


@given(st.dates(date(2026, 9, 1), date(2027, 9, 1)), st.sets(st.integers(0, 400), max_size=6), st.integers(0, 420))
@settings(max_examples=100)
def test_reviews_of_a_provided_home_agree_with_a_walk_through_every_day(
    moved_in: date, offsets: set[int], asked_after: int
) -> None:
    held = {moved_in + timedelta(days=offset) for offset in offsets}
    on = moved_in + timedelta(days=asked_after)
    facts = DutyFacts(
        date_of_birth=BORN,
        status_spans=(StatusSpan("relevant_child", None, moved_in, None),),
        homes=(HomeFact(moved_in, None, "D", True),),
        reviews=tuple(Review(day) for day in held),
    )
    settling: date | None = None
    last: date | None = None
    nights = 0
    day = moved_in
    while day <= on:
        if day in held and nights >= 28:
            settling = settling or day
            last = day
        nights += 1
        day += DAY
    (after_move,) = duties(facts, on, codes={"plan_review_after_move"})
    assert after_move.cycle.answered_on == settling
    assert (after_move.state is DutyState.OVERDUE) == (settling is None and asked_after > 35)
    assert (after_move.state is DutyState.NOT_STARTED) == (asked_after < 28)
    following = duties(facts, on, codes={"plan_review_3_month"})
    assert [one.cycle[:3] for one in following] == ([(last, add_months(last, 3), None)] if last else [])


def test_the_warning_is_a_setting() -> None:
    facts = DutyFacts(date_of_birth=BORN, status_spans=(StatusSpan("relevant_child", None, date(2026, 9, 1), None),))
    day_before = date(2026, 10, 26)
    for warning_days, expected in ((0, DutyState.RUNNING), (1, DutyState.WARNING)):
        chosen = replace(DEFAULTS, warning_days=warning_days)
        (duty,) = duties(facts, day_before, chosen, codes={"keep_in_touch"})
        assert duty.state is expected
