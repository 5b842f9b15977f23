"""Which ways to reach somebody were tried, and what is suggested next."""

from __future__ import annotations

from datetime import date, time

import pytest

from careleavers.rules.attempts import Attempt, DayPart, tried, untried, untried_sentence

MONDAY, SATURDAY = date(2026, 11, 16), date(2026, 11, 21)
EVERY_WAY = [
    Attempt("phone", MONDAY, time(18)),
    Attempt("text", MONDAY),
    Attempt("face_to_face", SATURDAY, time(10)),
    Attempt("letter", MONDAY),
]


@pytest.mark.parametrize(
    ("at", "part"),
    [
        (None, DayPart.NOT_SAID),
        (time(11, 59), DayPart.MORNING),
        (time(12), DayPart.AFTERNOON),
        (time(16, 59), DayPart.AFTERNOON),
        (time(17), DayPart.EVENING),
    ],
)
def test_the_parts_of_a_day(at: time | None, part: DayPart) -> None:
    assert Attempt("phone", MONDAY, at).part == part


@pytest.mark.parametrize(
    ("attempts", "asked_others", "expected"),
    [
        (
            [],
            False,
            [
                "a call",
                "a text or WhatsApp",
                "a visit to where they live",
                "an email or letter",
                "asking somebody who knows them",
            ],
        ),
        (
            [Attempt("phone", MONDAY, time(10)), Attempt("phone", MONDAY, time(14))],
            True,
            ["a text or WhatsApp", "a visit to where they live", "an email or letter", "an evening", "a weekend"],
        ),
        ([Attempt("text", SATURDAY, time(19))], True, ["a call", "a visit to where they live", "an email or letter"]),
        (EVERY_WAY, False, ["asking somebody who knows them"]),
        (EVERY_WAY, True, []),
    ],
    ids=["nothing", "only-calls-by-day-on-weekdays", "a-text-has-no-hour", "nobody-asked", "everything"],
)
def test_what_is_suggested_next_s23c_2_b(attempts: list[Attempt], asked_others: bool, expected: list[str]) -> None:
    assert untried(attempts, asked_others=asked_others) == expected


def test_the_table_counts_by_way_and_hour() -> None:
    rows = tried([*EVERY_WAY, Attempt("phone", MONDAY, time(18))], ["phone", "video", "letter"])
    assert [(row.method, row.counts, row.total) for row in rows] == [
        ("phone", (0, 0, 2, 0), 2),
        ("letter", (0, 0, 0, 1), 1),
    ]


def test_the_suggestion_is_one_sentence() -> None:
    assert untried_sentence(["a call", "an evening"], 3) == "Not tried yet: a call and an evening."
    assert untried_sentence([], 7).startswith("Every way has been tried, 7 times in all")
