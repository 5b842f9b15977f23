"""Four answers never leave out a status that the law gives somebody with these answers."""

from __future__ import annotations

from datetime import timedelta
from itertools import product

import pytest

from careleavers.rules.code_sets import Status
from careleavers.rules.dates import add_years
from offers.rules.what_can_i_get import Fit, FourAnswers, InCare, Yes, fit, possible_statuses
from tests.careleavers.law_cases import BORN, Life, day, ep, facts, life, on

ELIGIBLE, RELEVANT = Status.ELIGIBLE_CHILD, Status.RELEVANT_CHILD
FORMER, QUALIFYING = Status.FORMER_RELEVANT_CHILD, Status.PERSON_QUALIFYING
NO, YES, UNSURE = Yes.NO, Yes.YES, Yes.NOT_SURE
TO_18, LEFT, BEFORE_16, UNSURE_CARE = InCare.TO_18, InCare.LEFT, InCare.BEFORE_16, InCare.NOT_SURE


def answers(age: int, in_care: InCare = TO_18, weeks: Yes = YES, *, learning: bool = False) -> FourAnswers:
    return FourAnswers(age=age, in_care=in_care, weeks=weeks, learning=learning)


# Born on 10 March 2010: 16 in 2026, 18 in 2028, 21 in 2031, 25 in 2035.
HOME = facts(at_home=("2026-09-01", None))
STUDIES = facts(education=("2033-09-01", "2037-07-01"))
LIVES: list[tuple[InCare, Yes, bool, Life]] = [
    (TO_18, YES, False, life(ep("2024-06-01", "2028-03-10"))),
    (TO_18, YES, True, life(ep("2024-06-01", "2028-03-10"), known=STUDIES)),
    (TO_18, NO, False, life(ep("2028-01-20", "2028-03-10"))),
    (LEFT, YES, False, life(ep("2024-06-01", "2026-06-01", reason_ended="E8"))),
    (LEFT, YES, True, life(ep("2024-06-01", "2026-06-01", reason_ended="E8"), known=STUDIES)),
    (LEFT, YES, False, life(ep("2024-06-01", "2026-09-01", reason_ended="E4A"), known=HOME)),
    (LEFT, NO, False, life(ep("2026-05-01", "2026-06-15", reason_ended="E8"))),
    (BEFORE_16, YES, False, life(ep("2024-06-01", "2025-09-01", reason_ended="E8"))),
    (BEFORE_16, NO, False, life()),
]


@pytest.mark.parametrize(("in_care", "weeks", "learning", "lived"), LIVES)
def test_the_law_never_finds_a_status_that_was_not_thought_possible(
    in_care: InCare, weeks: Yes, learning: bool, lived: Life
) -> None:
    """On the eve of every birthday, by the law's own computation, and from answers as unsure as may be. Seen to fail:
    without the person qualifying who went home for six months (2010 regs reg 3(3))."""
    for age in range(14, 28):
        found = on(lived, str(add_years(day(BORN), age + 1) - timedelta(days=1))).status
        status = None if found in (Status.NONE, Status.LOOKED_AFTER) else found
        for unsure_care, unsure_weeks in product((in_care, UNSURE_CARE), (weeks, UNSURE)):
            asked = answers(age, unsure_care, unsure_weeks, learning=learning)
            assert status in possible_statuses(asked), (age, found, asked)


@pytest.mark.parametrize(
    ("given", "possible"),
    [
        pytest.param(answers(15), {None}, id="Sch 2 para 19B: an eligible child is 16 or 17"),
        pytest.param(answers(16), {ELIGIBLE}, id="Sch 2 para 19B"),
        pytest.param(answers(17, weeks=NO), {None}, id="2001 regs reg 40: 13 weeks"),
        pytest.param(answers(17, LEFT), {RELEVANT, QUALIFYING}, id="s23A; reg 3(3): home for six months"),
        pytest.param(answers(17, LEFT, NO), {QUALIFYING}, id="s24(2)"),
        pytest.param(answers(18), {FORMER}, id="s23C(1)(b): eligible until 18"),
        pytest.param(answers(24), {FORMER}, id="s23C(6) and s23CZB: to 25"),
        pytest.param(answers(25), {None}, id="s23CZB(8): ends at 25"),
        pytest.param(answers(25, learning=True), {FORMER, None}, id="s23C(7): a programme that goes on"),
        pytest.param(answers(19, weeks=NO), {QUALIFYING}, id="s24(2): no 13 weeks"),
        pytest.param(answers(19, BEFORE_16), {None}, id="s24(2): not at 16"),
        pytest.param(answers(19, LEFT, UNSURE), {FORMER, QUALIFYING}, id="s24: unsure of the weeks"),
        pytest.param(answers(19, UNSURE_CARE, UNSURE), {FORMER, QUALIFYING, None}, id="unsure of everything"),
    ],
)
def test_which_statuses_are_possible(given: FourAnswers, possible: set[Status | None]) -> None:
    assert possible_statuses(given) == possible


@pytest.mark.parametrize(
    ("given", "statuses", "ages", "found"),
    [
        (answers(19), [], (None, None), Fit(True)),
        (answers(19), [FORMER], (18, 24), Fit(True)),
        (answers(24), [FORMER], (18, 24), Fit(True)),
        (answers(25), [FORMER], (18, 24), None),
        (answers(25), [], (None, None), None),
        (answers(19, LEFT), [FORMER], (18, 24), Fit(False)),
        (answers(19, LEFT), [FORMER, QUALIFYING], (18, 24), Fit(True)),
        (answers(19, weeks=NO), [FORMER], (None, None), None),
        (answers(19, BEFORE_16), [], (None, None), None),
        (answers(19, UNSURE_CARE), [], (None, None), Fit(False)),
        (answers(16), [FORMER], (None, None), Fit(True, 18)),
        (answers(16), [], (21, 24), Fit(True, 21)),
        (answers(12), [], (16, None), Fit(True, 16)),
        # Not yet 13 weeks, but in care now: they may be there by 17, and by 18 former relevant.
        (answers(16, weeks=NO), [ELIGIBLE], (None, None), Fit(False, 17)),
        (answers(16, weeks=NO), [FORMER], (None, None), Fit(False, 18)),
        (answers(40), [], (None, None), None),
        (answers(25, learning=True), [FORMER], (None, None), Fit(False)),
    ],
)
def test_what_an_entry_is_to_somebody(given: FourAnswers, statuses, ages, found: Fit | None) -> None:
    assert fit(given, statuses=statuses, age_from=ages[0], age_to=ages[1]) == found


def test_whoever_is_less_sure_is_shown_no_less() -> None:
    """Nothing certain or possible goes because somebody cannot say. Seen to fail: not sure read as no."""
    for age, in_care, weeks, learning in product(range(14, 27), InCare, Yes, (True, False)):
        sure = possible_statuses(answers(age, in_care, weeks, learning=learning))
        assert sure <= possible_statuses(answers(age, UNSURE_CARE, weeks, learning=learning))
        assert sure <= possible_statuses(answers(age, in_care, UNSURE, learning=learning))
