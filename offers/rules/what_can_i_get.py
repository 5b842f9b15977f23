"""What somebody can get from the local offer, from four answers that they know by heart.

The legal status is worked out from a care history, which somebody who only asks has not at hand: from the answers
follows which statuses are *possible*, by the same Act (Children Act 1989 s23A, s23C, s24; Sch 2 para 19B), and an entry
is certain only when it is for all of them. Ages are whole years.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from enum import StrEnum

from careleavers.rules.code_sets import Status

NOT_A_CARE_LEAVER = None
OLDEST_ASKED_ABOUT = 25


class InCare(StrEnum):
    """Whether they were in care at 16 or 17."""

    TO_18 = "to_18"
    LEFT = "left"
    BEFORE_16 = "before_16"
    NOT_SURE = "not_sure"


class Yes(StrEnum):
    YES = "yes"
    NO = "no"
    NOT_SURE = "not_sure"


IN_CARE_IN_WORDS = (
    (InCare.TO_18, "Yes: I am in care now, or I was until I turned 18"),
    (InCare.LEFT, "Yes, but I left at 16 or 17"),
    (InCare.BEFORE_16, "No, I left before I was 16, or was never in care"),
    (InCare.NOT_SURE, "I am not sure"),
)
YES_IN_WORDS = ((Yes.YES, "Yes"), (Yes.NO, "No"), (Yes.NOT_SURE, "I am not sure"))


@dataclass(frozen=True, kw_only=True)
class FourAnswers:
    """`weeks`: whether they were in care for 13 weeks or more, together, from their 14th birthday. `learning`: in
    education or training now."""

    age: int
    in_care: InCare
    weeks: Yes
    learning: bool


@dataclass(frozen=True)
class Fit:
    """Whether an entry is theirs. `certain`: for every status they may have; `from_age`: not yet, but from this age."""

    certain: bool
    from_age: int | None = None


def possible_statuses(answers: FourAnswers) -> frozenset[Status | None]:
    """Every legal status that somebody with these answers may have; None: they may be no care leaver by law."""
    return frozenset(
        status
        for in_care in _each(answers.in_care, InCare)
        for weeks in _each(answers.weeks, Yes)
        for status in _statuses(answers.age, InCare(in_care), weeks == Yes.YES, answers.learning)
    )


def _each(answer: InCare | Yes, among: type[InCare] | type[Yes]) -> list[str]:
    """The answer, or all the others of somebody who is not sure."""
    return [answer] if answer != "not_sure" else [each for each in among if each != "not_sure"]


def _statuses(age: int, in_care: InCare, long_enough: bool, learning: bool) -> set[Status | None]:
    """Of somebody who is sure. Who left may have gone home for six months, and is then a person qualifying (Care
    Leavers (England) Regulations 2010 reg 3(3))."""
    if age < 16 or in_care == InCare.BEFORE_16:
        return {NOT_A_CARE_LEAVER}
    left = in_care == InCare.LEFT
    if age < 18:
        if not long_enough:
            return {Status.PERSON_QUALIFYING} if left else {NOT_A_CARE_LEAVER}
        return {Status.RELEVANT_CHILD, Status.PERSON_QUALIFYING} if left else {Status.ELIGIBLE_CHILD}
    if age >= 25:
        # s23C(7): until a programme of education or training in their plan ends, if it began before 25.
        studies_on = long_enough and learning
        return {Status.FORMER_RELEVANT_CHILD, NOT_A_CARE_LEAVER} if studies_on else {NOT_A_CARE_LEAVER}
    if not long_enough:
        return {Status.PERSON_QUALIFYING}
    return {Status.FORMER_RELEVANT_CHILD, Status.PERSON_QUALIFYING} if left else {Status.FORMER_RELEVANT_CHILD}


def fit(
    answers: FourAnswers, *, statuses: Collection[str], age_from: int | None = None, age_to: int | None = None
) -> Fit | None:
    """Whether an entry is for them: now, from a later age, or not (None).

    `statuses`: those it is for, none for every care leaver. Both ages are inclusive.
    """
    for age in range(answers.age, max(answers.age, OLDEST_ASKED_ABOUT) + 1):
        if (age_from is not None and age < age_from) or (age_to is not None and age > age_to):
            continue
        wanted = [
            status is not NOT_A_CARE_LEAVER and (not statuses or status in statuses)
            for status in possible_statuses(_at(answers, age))
        ]
        if any(wanted):
            return Fit(all(wanted), age if age > answers.age else None)
    return None


def _at(answers: FourAnswers, age: int) -> FourAnswers:
    """The same answers at a later age: who is in care now and not yet for 13 weeks may be so by then."""
    later = age > answers.age
    may_reach = later and answers.age < 18 and answers.in_care == InCare.TO_18 and answers.weeks == Yes.NO
    return replace(answers, age=age, weeks=Yes.NOT_SURE if may_reach else answers.weeks)
