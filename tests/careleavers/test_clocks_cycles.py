"""What all clocks have in common: which run stands for a clock, what answers it, and how it is told."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from careleavers.rules import words
from careleavers.rules.clocks import DEFAULTS, RECORD_CLOCKS, Cycle, DutyState, FactsOn, current_duties, every_duty
from careleavers.rules.clocks.cycles import current_cycles, single_cycle
from tests.clock_cases import FORMER, NOT_SUPPORTED, RELEVANT, day, facts


def test_a_duty_says_why_in_sentences() -> None:
    def because(on: str, code: str, **written: Any) -> str:
        known = FactsOn(facts(**written), day(on), DEFAULTS)
        (duty,) = (duty for duty in current_duties(RECORD_CLOCKS, known) if duty.code == code)
        return duty.because

    assert because("2026-10-01", "keep_in_touch", status_spans=RELEVANT, contacts="2026-09-20") == (
        "The last contact with the young person themselves was on 20 September 2026."
    )
    assert because("2026-12-01", "pa_appointment_relevant", status_spans=RELEVANT) == (
        "They became a relevant child on 1 September 2026 and must have a personal adviser. "
        "Nothing given here says that it was done."
    )
    assert because(
        "2026-12-01", "pa_appointment_relevant", status_spans=RELEVANT, personal_adviser="2026-09-02.."
    ).endswith("Done on 2 September 2026.")
    assert because("2028-05-06", "re_establish_contact", status_spans=FORMER).endswith("No last day is set for it.")
    assert because("2032-01-01", "keep_in_touch", status_spans=[FORMER, NOT_SUPPORTED]).endswith(
        "No longer owed from 10 March 2031; no record that it was done."
    )


def test_a_row_has_the_keys_that_are_promised() -> None:
    known = FactsOn(facts(status_spans=RELEVANT, personal_adviser="2026-09-11.."), day("2026-12-01"), DEFAULTS)
    (duty,) = (duty for duty in current_duties(RECORD_CLOCKS, known) if duty.code == "pa_appointment_relevant")
    assert duty.as_row() == {
        "code": "pa_appointment_relevant",
        "source": "CA 1989 s23B(2)",
        "kind": "law",
        "started_on": date(2026, 9, 1),
        "due_on": date(2026, 9, 1),
        "answered_on": date(2026, 9, 11),
        "state": "answered",
        "days_late": 10,
        "because": "They became a relevant child on 1 September 2026 and must have a personal adviser. "
        "Done on 11 September 2026.",
    }


def cycle(started: str, due: str | None, answered: str | None = None) -> Cycle:
    return Cycle(day(started), day(due) if due else None, day(answered) if answered else None, None, ("Why.",))


@pytest.mark.parametrize(
    ("cycles", "current"),
    [
        pytest.param([], None, id="none"),
        pytest.param(
            [cycle("2026-01-01", "2026-03-01"), cycle("2026-02-01", "2026-02-15")], 1, id="open: the first to fall due"
        ),
        pytest.param(
            [cycle("2026-01-01", None), cycle("2026-02-01", "2026-03-01")], 1, id="open: no last day comes last"
        ),
        pytest.param(
            [cycle("2026-02-01", "2026-03-01"), cycle("2026-01-01", "2026-03-01")],
            1,
            id="open: due together, the older",
        ),
        pytest.param(
            [cycle("2026-01-01", "2026-03-01"), cycle("2026-02-01", "2026-02-15", "2026-02-10")],
            0,
            id="an open one before one that is answered",
        ),
        pytest.param(
            [cycle("2026-02-01", "2026-02-15", "2026-02-10"), cycle("2026-01-01", "2026-03-01", "2026-02-20")],
            0,
            id="all answered: the one that started last",
        ),
        pytest.param(
            [
                cycle("2026-02-01", "2026-02-15", "2026-02-20"),
                cycle("2026-02-01", None, "2026-02-10"),
                cycle("2026-02-01", "2026-03-15", "2026-02-10"),
            ],
            1,
            id="all answered, started together: no last day is latest",
        ),
        pytest.param(
            [cycle("2026-02-01", "2026-02-15", "2026-02-20"), cycle("2026-02-01", "2026-03-15", "2026-02-10")],
            1,
            id="all answered, started together: due last",
        ),
    ],
)
def test_the_first_row_of_a_clock(cycles: list[Cycle], current: int | None) -> None:
    assert list(current_cycles(cycles))[:1] == ([] if current is None else [cycles[current]])


def test_every_open_run_is_a_row_and_of_finished_ones_the_latest() -> None:
    later, sooner = cycle("2026-01-01", "2026-03-01"), cycle("2026-02-01", "2026-02-15")
    done, older = cycle("2026-03-01", "2026-03-05", "2026-03-02"), cycle("2025-01-01", "2025-03-05", "2025-03-02")
    assert current_cycles([later, done, sooner]) == [sooner, later]
    assert current_cycles([older, done]) == [done]


def test_every_run_of_a_clock_in_the_order_of_its_start_and_due_date() -> None:
    in_order = [
        cycle("2026-01-01", "2026-05-01"),
        cycle("2026-02-01", "2026-03-01", "2026-02-10"),
        cycle("2026-02-01", "2026-04-01", "2026-02-08"),
        cycle("2026-02-01", None, "2026-02-09"),
    ]
    clock = replace(RECORD_CLOCKS[0], cycles=lambda known: in_order[::-1])
    known = FactsOn(facts(), day("2026-06-01"), DEFAULTS, history=True)
    assert [duty.cycle for duty in every_duty([clock], known)] == in_order


@pytest.mark.parametrize(
    ("answers", "ended_on", "answered", "ended"),
    [
        ([], None, None, None),
        ([], "2026-02-01", None, "2026-02-01"),
        (["2025-12-31"], None, None, None),
        (["2026-01-01", "2026-01-05"], "2026-02-01", "2026-01-01", None),
        (["2026-01-31"], "2026-02-01", "2026-01-31", None),
        (["2026-02-01"], "2026-02-01", None, "2026-02-01"),
    ],
)
def test_the_first_answer_before_the_end_counts(
    answers: list[str], ended_on: str | None, answered: str | None, ended: str | None
) -> None:
    found = single_cycle(
        day("2026-01-01"), None, [day(text) for text in answers], day(ended_on) if ended_on else None, "Why."
    )
    assert found[2:4] == tuple(day(text) if text else None for text in (answered, ended))


def test_days_in_words() -> None:
    assert [words.day(date(2026, month, 1)) for month in (1, 12)] == ["1 January 2026", "1 December 2026"]


def test_the_states_are_the_six_that_a_reader_is_told() -> None:
    assert [state.value for state in DutyState] == ["not_started", "running", "warning", "overdue", "answered", "ended"]
