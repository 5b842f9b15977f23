"""The timeline against a slow second opinion, and what must hold of every life."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from hypothesis import example, given, settings
from hypothesis import strategies as st

from careleavers.rules import law
from careleavers.rules.dates import Period
from tests.careleavers.law_oracle import Life

BORN = date(2010, 3, 10)
START = date(2023, 6, 1)
RANK = {"none": 0, "person_qualifying": 1, "looked_after": 1, "relevant_child": 2, "eligible_child": 3}


def days(first: date, last: date):
    """Days in a range, often near a birthday, where the law turns."""
    near = [date(2010 + age, 3, 10) + timedelta(days=n) for age in (14, 16, 18, 21, 25) for n in (-1, 0, 1)]
    return st.one_of(st.dates(first, last), st.sampled_from([day for day in near if first <= day <= last]))


@st.composite
def periods(draw, first=date(2025, 1, 1), last=date(2029, 1, 1), longest=700):
    start = draw(days(first, last))
    length = draw(st.one_of(st.none(), st.integers(1, longest)))
    return Period(start, None if length is None else start + timedelta(days=length))


@st.composite
def care(draw, kinds=("C2", "V2", "V2", "J1", "V3", "V4", "V2 planned")):
    """A few episodes one after the other, sometimes touching, sometimes overlapping."""
    episodes = []
    start = draw(days(START, date(2027, 6, 1)))
    for _ in range(draw(st.integers(1, 4))):
        if start >= date(2028, 3, 10):
            break
        kind = draw(st.sampled_from(kinds))
        length = draw(st.sampled_from([1, 5, 17, 28, 29, 45, 90, 91, 92, 200, 500]))
        end = start + timedelta(days=length)
        reason = draw(st.sampled_from([None, "X1", "E5", "E8", "E13", "E3", "E4B"]))
        last = draw(st.integers(0, 7)) == 0
        episodes.append(
            law.Episode(
                start,
                None if last else end,
                kind.split()[0],
                reason_ended=None if last else reason,
                authority=draw(st.sampled_from([None, None, None, "301"])),
                planned_short_break=kind.endswith("planned"),
            )
        )
        start = max(BORN, end + timedelta(days=draw(st.sampled_from([-20, 0, 0, 1, 30, 200]))))
    return tuple(episodes)


def maybe(strategy):
    return st.one_of(st.none(), st.none(), strategy)


def several(strategy):
    return st.lists(strategy, max_size=2).map(tuple)


known = st.builds(
    law.StatusFacts,
    at_home=several(periods()),
    detained_or_in_hospital=st.lists(periods(date(2025, 6, 1), date(2026, 5, 1)), max_size=1).map(tuple),
    support_wanted=several(periods(date(2030, 6, 1), date(2035, 1, 1))),
    education=several(periods(date(2030, 1, 1), date(2035, 6, 1), 1500)),
    special_guardianship_on=maybe(days(date(2025, 1, 1), date(2028, 6, 1))),
    adopted_on=maybe(days(date(2025, 1, 1), date(2028, 6, 1))),
    age_assessed_adult_on=st.one_of(*[st.none()] * 6, days(date(2026, 1, 1), date(2030, 1, 1))),
    died_on=st.one_of(*[st.none()] * 6, days(date(2026, 1, 1), date(2036, 1, 1))),
)


@settings(max_examples=150)
@given(care(), known, st.sampled_from(["elapsed", "inclusive"]))
def test_the_timeline_agrees_with_a_life_lived_day_by_day(episodes, facts, count_days):
    found = law.timeline(BORN, episodes, facts, law.StatusSettings(count_days=count_days))
    for day, expected in Life(BORN, episodes, facts, count_days).live(START, date(2036, 6, 1)):
        period = next(one for one in found if one.start <= day and (one.end is None or day < one.end))
        assert (day, (period.status, period.band, period.returned_home)) == (day, expected)


@given(care(), known)
def test_a_timeline_runs_from_birth_without_gaps_and_each_period_differs_from_the_next(episodes, facts):
    found = law.timeline(BORN, episodes, facts)
    spans = list(law.Answers(BORN, episodes, facts).spans())
    assert spans == [(one.status, one.band, one.start, one.end) for one in found]
    assert found[0].start == BORN
    assert found[-1].end is None
    for one, following in pairwise(found):
        assert one.start < one.end == following.start
        assert (one.status, one.band, one.returned_home) != (following.status, following.band, following.returned_home)
        assert law.next_change(found, one.start) is following
    for one in found:
        assert one.status in tuple(law.Status)
        assert one.band in law.BANDS.get(one.status, (None,))
        assert one.because
        assert all(reason.text and reason.source for reason in one.because)


@given(care(), known, days(START, date(2036, 1, 1)))
def test_the_answer_of_a_day_is_that_of_the_period_that_holds_it(episodes, facts, day):
    found = law.timeline(BORN, episodes, facts)
    answer = law.status_on(found, day)
    (held,) = [one for one in found if one.start <= day and (one.end is None or day < one.end)]
    assert (answer.status, answer.band, answer.start, answer.end) == (held.status, held.band, held.start, held.end)
    assert all(flag in held.flags and flag.contains(day) for flag in answer.flags)
    assert {flag for flag in held.flags if flag.contains(day)} == set(answer.flags)


def overlapping(first_on: date, second_on: date) -> tuple[law.Episode, ...]:
    """Two episodes of care that nobody has ended, the later one first, as a record may hold them."""
    return tuple(law.Episode(start=day, end=None, legal_status="C2") for day in (second_on, first_on))


@given(care(), known)
@example(overlapping(date(2026, 1, 13), date(2026, 2, 1)), law.StatusFacts(died_on=date(2026, 1, 1)))
@example(overlapping(date(2028, 4, 1), date(2028, 5, 1)), law.StatusFacts())
def test_every_flag_names_outcomes_and_lies_in_the_period_that_shows_it(episodes, facts):
    for period in law.timeline(BORN, episodes, facts):
        for flag in period.flags:
            assert flag.outcomes
            assert len(set(flag.outcomes)) == len(flag.outcomes)
            assert flag.end is None or flag.start < flag.end
            assert flag.touches(period.start, period.end)
            codes = [one.code for one in period.flags if one.contains(flag.start)]
            assert len(codes) == len(set(codes))


@given(care(kinds=("C2", "V2", "J1", "V3")), st.sampled_from(["elapsed", "inclusive"]), days(START, date(2029, 1, 1)))
def test_days_of_care_are_a_naive_set_of_days(episodes, count_days, on):
    counted, others = set(), set()
    for one in episodes:
        into = others if one.legal_status == "V3" else counted
        day = one.start
        while day < date(2028, 3, 10) and (
            one.end is None or day < one.end or (count_days == "inclusive" and day == one.end)
        ):
            into.add(day)
            day += timedelta(days=1)
    last = on if count_days == "inclusive" else on - timedelta(days=1)
    found = law.care_days(BORN, episodes, on, settings=law.StatusSettings(count_days=count_days))
    assert found.after_14 == len([day for day in counted if date(2024, 3, 10) <= day <= last])
    assert found.after_16 == len([day for day in counted if date(2026, 3, 10) <= day <= last])
    assert found.not_counted == len([day for day in others - counted if date(2024, 3, 10) <= day <= last])


@given(care(kinds=("C2", "V2")), st.integers(0, 200), st.integers(1, 400))
def test_more_care_of_ours_never_takes_status_away(episodes, offset, length):
    ours = tuple(replace(one, authority=None, reason_ended=None) for one in episodes)
    start = START + timedelta(days=offset * 5)
    more = law.Episode(start, start + timedelta(days=length), "V2")
    before, after = law.timeline(BORN, ours), law.timeline(BORN, (*ours, more))
    for period in (*before, *after):
        for day in (period.start, date(2028, 3, 9), date(2028, 3, 10)):
            if day < date(2028, 3, 10):
                assert RANK[law.status_on(after, day).status] >= RANK[law.status_on(before, day).status]
            elif law.status_on(before, day).status == "former_relevant_child":
                assert law.status_on(after, day).status == "former_relevant_child"


@given(care(), known)
def test_nothing_depends_on_the_order_in_which_episodes_are_recorded(episodes, facts):
    assert [(one.status, one.band, one.start) for one in law.timeline(BORN, episodes, facts)] == [
        (one.status, one.band, one.start) for one in law.timeline(BORN, episodes[::-1], facts)
    ]
