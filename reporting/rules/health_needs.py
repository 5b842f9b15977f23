"""What is counted of young people's health for the joint strategic needs assessment, and by what ages. Pure.

Source: Local Government and Public Involvement in Health Act 2007 s116 (the assessment); Children Act 1989 guidance
volume 3, D.1-D.9 (what a care leaver's health needs). The bands of the four answers on wellbeing are those in which the
Office for National Statistics publishes its own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from careleavers.rules.code_sets import IN_EET, Activity
from careleavers.rules.health import (
    ASKED_FROM,
    HEALTH_WORDS,
    STATE_WORDS,
    WELLBEING,
    HealthKind,
    HealthState,
    WellbeingQuestion,
)
from careleavers.rules.suppression import CannotHide, suppress

YOUNGEST, OLDEST = 16, 25
AGES = (("16-17", 16, 17), ("18-20", 18, 20), ("21-25", 21, 25))
ALL_AGES = "16-25"
NOT_RECORDED = "none"
TOO_YOUNG = "young"
NOT_RECORDED_WORDS = "Nothing is recorded"
NOT_ANSWERED_WORDS = "Has not answered in the last year"
EVERYBODY = "Everybody who is counted"
# What is counted of everybody's health, beside what is asked about from an age on.
KINDS = (*ASKED_FROM, HealthKind.NURSE, HealthKind.MENTAL_HEALTH, HealthKind.SEXUAL_HEALTH)
BEST_FIRST = (HealthState.THERE, HealthState.ASKED, HealthState.WANTED, HealthState.DECLINED)
# ONS, Personal well-being user guidance: the least answer of each band.
BANDS = (
    (0, "low", "Low (0 to 4)"),
    (5, "medium", "Medium (5 to 6)"),
    (7, "high", "High (7 to 8)"),
    (9, "very_high", "Very high (9 to 10)"),
)
ANXIOUS_BANDS = (
    (0, "very_low", "Very low (0 to 1)"),
    (2, "low", "Low (2 to 3)"),
    (4, "medium", "Medium (4 to 5)"),
    (6, "high", "High (6 to 10)"),
)
GENDERS = {"1": "M", "2": "F", "M": "M", "F": "F"}  # DfE's codes until 2024, and since
ETHNIC_GROUPS = {
    "W": "White",
    "M": "Mixed or multiple ethnic groups",
    "A": "Asian or Asian British",
    "B": "Black, Black British, Caribbean or African",
    "O": "Other ethnic group",
}
CHINESE = "CHNE"  # DfE's code begins with a letter of its own; the census counts it as Asian


class NeedsQuestion(NamedTuple):
    """One table: what is asked, and each answer with its words in their order. Everybody has one answer to each, so
    that every table is of the same people."""

    code: str
    words: str
    answers: Mapping[str, str]


@dataclass(frozen=True)
class PersonHealth:
    """What is known of one person: the state of each kind, the last answers of the year by question."""

    age: int
    gender: str
    ethnicity: str
    disability: str
    is_parent: bool
    activity: str
    states: Mapping[str, str] = field(default_factory=dict)
    wellbeing: Mapping[str, int | None] = field(default_factory=dict)


def _of_kind(kind: HealthKind) -> NeedsQuestion:
    answers = {state.value: STATE_WORDS[state] for state in BEST_FIRST} | {NOT_RECORDED: NOT_RECORDED_WORDS}
    if ASKED_FROM.get(kind, YOUNGEST) > YOUNGEST:
        answers[TOO_YOUNG] = f"Under {ASKED_FROM[kind]}, and not asked yet"
    return NeedsQuestion(kind, HEALTH_WORDS[kind], answers)


def _bands(code: str) -> Sequence[tuple[int, str, str]]:
    return ANXIOUS_BANDS if code == "anxious" else BANDS


def _on_wellbeing(question: WellbeingQuestion) -> NeedsQuestion:
    answers = {code: words for _, code, words in _bands(question.code)}
    return NeedsQuestion(question.code, question.words, answers | {NOT_RECORDED: NOT_ANSWERED_WORDS})


QUESTIONS: Mapping[str, NeedsQuestion] = {
    each.code: each
    for each in (
        NeedsQuestion("gender", "Gender as returned", {"M": "Male", "F": "Female", NOT_RECORDED: "Not recorded"}),
        NeedsQuestion("ethnicity", "Ethnic group", {**ETHNIC_GROUPS, NOT_RECORDED: "Not known"}),
        NeedsQuestion("disability", "Disability", {"yes": "Yes", "no": "No", NOT_RECORDED: "Not known"}),
        NeedsQuestion("parent", "Is a parent", {"yes": "Yes", "no": "No, or not recorded"}),
        NeedsQuestion(
            "activity",
            "Out of work and education because of health",
            {
                "ill": "Illness or disability",
                "parenting": "Pregnancy or parenting",
                "other": "Another reason",
                "in": "In education, employment or training",
                NOT_RECORDED: "Activity not known",
            },
        ),
        *map(_of_kind, KINDS),
        *map(_on_wellbeing, WELLBEING),
    )
}


def answers_of(person: PersonHealth) -> dict[str, str]:
    """Their answer to every question, by its code."""
    return {
        "gender": GENDERS.get(person.gender, NOT_RECORDED),
        "ethnicity": ethnic_group(person.ethnicity),
        "disability": person.disability if person.disability in ("yes", "no") else NOT_RECORDED,
        "parent": "yes" if person.is_parent else "no",
        "activity": _activity(person.activity),
        **{kind.value: _state(kind, person) for kind in KINDS},
        **{each.code: band(each.code, person.wellbeing.get(each.code)) for each in WELLBEING},
    }


def _state(kind: HealthKind, person: PersonHealth) -> str:
    unasked = TOO_YOUNG if person.age < ASKED_FROM.get(kind, YOUNGEST) else NOT_RECORDED
    return person.states.get(kind, unasked)


def ethnic_group(code: str) -> str:
    """The census's group of one of DfE's codes; refused and not yet obtained are not known."""
    group = "A" if code == CHINESE else code[:1]
    known = group in ETHNIC_GROUPS and code not in ("REFU", "NOBT")
    return group if known else NOT_RECORDED


def band(question: str, answer: int | None) -> str:
    """The band of an answer from 0 to 10."""
    if answer is None:
        return NOT_RECORDED
    return next(code for least, code, _ in reversed(_bands(question)) if answer >= least)


def _activity(code: str) -> str:
    if code in IN_EET:
        return "in"
    known = {Activity.ILLNESS_OR_DISABILITY: "ill", Activity.PARENTING: "parenting", Activity.NOT_IN_EET: "other"}
    return next((word for activity, word in known.items() if activity == code), NOT_RECORDED)


def ages_of(age: int) -> str:
    return next(code for code, youngest, oldest in AGES if youngest <= age <= oldest)


def count_answers(people: Iterable[PersonHealth]) -> Counter[tuple[str, str, str]]:
    """How many gave each answer, by question, answer and ages; of people from 16 to 25."""
    return Counter(
        (question, answer, ages_of(person.age)) for person in people for question, answer in answers_of(person).items()
    )


@dataclass(frozen=True)
class HealthTable:
    """One question as it may be said to everybody: `ages` head the columns, the last of which is all of them; rows are
    an answer in words with its numbers, the last of them everybody. "c" where a number is hidden. Without rows nothing
    is said of it."""

    question: NeedsQuestion
    ages: Sequence[str] = ()
    rows: Sequence[tuple[str, Sequence[int | str]]] = ()

    @property
    def heads(self) -> list[str]:
        """ "Aged 16 to 17"."""
        return [f"Aged {ages.replace('-', ' to ')}" for ages in self.ages]

    @property
    def labelled(self) -> list[tuple[str, list[tuple[str, int | str]]]]:
        """Each row with every number beside the head of its column."""
        return [(label, list(zip(self.heads, cells, strict=True))) for label, cells in self.rows]

    @property
    def of_all_ages(self) -> dict[str, int | str]:
        """The last column by answer, in words; nothing where nothing is said."""
        return {words: cells[-1] for words, cells in self.rows}


def published_health(counted: Mapping[tuple[str, str, str], int]) -> list[HealthTable]:
    """Every question, from what `count_answers` found.

    The tables are of the same people, and nothing joins them but how many there are of each age: those totals are shown
    in each, so that no table says anything about another. Where that leaves no way to hide, the ages are put together;
    where not even that does, nothing is said.
    """
    return [_table(question, counted) for question in QUESTIONS.values()]


def _table(question: NeedsQuestion, counted: Mapping[tuple[str, str, str], int]) -> HealthTable:
    codes = [code for code, *_ in AGES]
    by_age = [[counted.get((question.code, answer, code), 0) for code in codes] for answer in question.answers]
    for ages, rows in ((codes, by_age), ([], [[sum(row)] for row in by_age])):
        try:
            said = suppress(rows, totals_shown=True)
        except CannotHide:
            continue
        labels = [*question.answers.values(), EVERYBODY]
        heads = [*ages, ALL_AGES]
        cells = said if ages else [row[:1] for row in said]
        return HealthTable(question, heads, list(zip(labels, cells, strict=True)))
    return HealthTable(question)
