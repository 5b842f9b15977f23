"""What is refused, the edges of a timeline, and the days of care that count.

Born on 10 March 2010 unless said otherwise.
"""

import pytest

from careleavers.management.jsonlines import line_error
from careleavers.rules import law
from careleavers.rules.bad_input import BadInput
from tests.careleavers.law_cases import BORN, LONG, day, ep, facts, life, on, story

IMPOSSIBLE = [
    ((ep("2010-03-09"),), {}, "episodes[0].start", "before the date of birth 2010-03-10"),
    ((LONG, ep("2026-05-01", "2026-04-30")), {}, "episodes[1].end", "ends on 2026-04-30, before it starts"),
    ((ep("2026-05-01", status="C3"),), {}, "episodes[0].legal_status", "C3 is no legal status. Use one of C1, C2"),
    ((ep("2026-05-01", "2026-06-01", reason_ended="E99"),), {}, "episodes[0].reason_ended", "E99 is no reason"),
    ((ep("2026-05-01", reason_ended="E5"),), {}, "episodes[0].end", "say when it ended, too"),
    ((), {"at_home": ("2009-01-01", None)}, "facts.at_home[0].from", "before the date of birth"),
    ((), {"education": ("2030-01-01", "2029-01-01")}, "facts.education[0].to", "before it starts on 2030-01-01"),
    ((), {"died_on": "2010-03-09"}, "facts.died_on", "before the date of birth"),
    ((), {"adopted_on": "2009-03-09"}, "facts.adopted_on", "before the date of birth"),
]


@pytest.mark.parametrize(("episodes", "known", "field", "message"), IMPOSSIBLE)
def test_what_cannot_be_is_refused_with_its_place(episodes, known, field, message):
    with pytest.raises(BadInput) as refused:
        _ = life(*episodes, known=facts(**known)).timeline
    said = line_error(refused.value)
    assert said.field == field
    assert message in said.message


def test_an_episode_that_starts_and_ends_on_one_day_is_possible_and_counts_nothing():
    assert story(life(ep("2026-05-01", "2026-05-01", "L1"))) == [(BORN, "none")]


def test_a_day_before_birth_has_no_status():
    with pytest.raises(ValueError, match="before the date of birth"):
        on(life(LONG), "2010-03-09")


def test_the_last_period_is_followed_by_nothing():
    assert law.next_change(life(LONG).timeline, day("2040-01-01")) is None


@pytest.mark.parametrize(
    ("episodes", "asked", "count_days", "expected"),
    [
        ((ep("2026-05-01", status="V2"),), "2026-07-31", "elapsed", (91, 91, 0)),
        ((ep("2026-05-01", status="V2"),), "2026-07-31", "inclusive", (92, 92, 0)),
        ((ep("2026-05-01", "2026-07-31", "V2"),), "2026-12-01", "elapsed", (91, 91, 0)),
        ((ep("2026-05-01", "2026-07-31", "V2"),), "2026-12-01", "inclusive", (92, 92, 0)),
        ((ep("2026-03-01", status="V2"),), "2026-03-10", "elapsed", (9, 0, 0)),
        ((ep("2026-03-01", status="V2"),), "2026-03-11", "elapsed", (10, 1, 0)),
        ((ep("2026-03-01", status="V2"),), "2026-03-10", "inclusive", (10, 1, 0)),
        ((ep("2026-03-01", status="V2"),), "2026-03-09", "inclusive", (9, 0, 0)),
        ((ep("2023-12-01", "2024-05-01", "V2"),), "2026-01-01", "elapsed", (52, 0, 0)),
        ((ep("2025-05-01", "2025-07-10", "V3"),), "2026-01-01", "elapsed", (0, 0, 70)),
        (
            (ep("2025-05-01", "2025-07-10", "V3"), ep("2025-07-01", "2025-08-01", "V2")),
            "2026-01-01",
            "elapsed",
            (31, 0, 61),
        ),
        ((LONG,), "2040-01-01", "elapsed", (1461, 730 + 1, 0)),
        ((LONG,), "2040-01-01", "inclusive", (1461, 730 + 1, 0)),
        ((), "2026-01-01", "elapsed", (0, 0, 0)),
        (
            (ep("2025-01-01", "2025-02-01", "V2"), ep("2026-04-01", "2026-05-01", "V2")),
            "2026-12-01",
            "elapsed",
            (61, 30, 0),
        ),
        (
            (ep("2025-01-01", "2025-02-01", "V2"), ep("2026-04-01", "2026-05-01", "V2")),
            "2026-12-01",
            "inclusive",
            (63, 31, 0),
        ),
        ((ep("2026-01-01", "2026-02-01", authority="WAL"),), "2026-03-01", "elapsed", (0, 0, 31)),
        ((ep("2026-01-01", "2026-02-01", authority="301"),), "2026-03-01", "elapsed", (31, 0, 0)),
    ],
)
def test_care_days(episodes, asked, count_days, expected):
    found = law.care_days(day(BORN), episodes, day(asked), settings=law.StatusSettings(count_days=count_days))
    assert (found.after_14, found.after_16, found.not_counted) == expected
