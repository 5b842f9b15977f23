"""What a committee paper and the Board's pack say of what happened in a quarter, in sentences. Pure.

Both are public, and these numbers are of no larger group: whoever knows of the one who was in custody would read for
how many nights. So no number is said of 1 to 5 young people, nor of a share with so few on one side of it (DfE's rule,
`careleavers.rules.suppression`), whoever the reader is. Offences are said nowhere: few are told to us, so that it is no
rate, and they are criminal offence data (UK GDPR art 10).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from careleavers.rules.suppression import HIDDEN, SMALL, suppress
from careleavers.rules.words import amount, listing
from reporting.rules.period_measures import PeriodNumbers
from reporting.rules.statistics import percent_and_range

FEW, NOBODY = f"1 to {SMALL} young people", "Nobody"
# What they did, after "12 young people" and "Nobody".
DID: Mapping[str, str] = {
    "B_AND_B": "spent nights in bed and breakfast",
    "NFA": "spent nights with no fixed abode",
    "CUSTODY": "spent nights in custody",
    "LETTERS_LAPSED": "missed letters that were not approved in time",
    "POST_INTERESTED": "showed interest in posts kept for them",
    "POST_MEETING": "had informal meetings about posts",
    "POST_TRIAL": "had work trials",
    "POST_EMPLOYED": "came into posts",
    "POST_LASTED_13": "stayed in posts for 13 weeks",
    "POST_LASTED_26": "stayed in posts for 26 weeks",
    "INTERVIEWS": "had interviews for work or a course",
    "TRAININGS": "attended training or short courses",
    "VOLUNTEERING": "volunteered",
}


class ShareWords(NamedTuple):
    """What follows "8 of 12", the sentence where there is none, and what is not said where it is hidden."""

    are: str
    none: str
    hidden: str


SHARES: Mapping[str, ShareWords] = {
    "TENANCIES_KEPT": ShareWords(
        "tenancies that ended were kept until then",
        "No tenancy ended of which it is known how.",
        "How many tenancies that ended were kept until then",
    ),
    "UNSUIT_RA": ShareWords(
        "young people in an unsuitable home or out of touch had a risk assessment in place on the last day",
        "On the last day nobody needed a risk assessment.",
        "How many of those in an unsuitable home or out of touch had a risk assessment in place",
    ),
    "PP_AUTHORISED": ShareWords(
        "plans that were handed in have been signed by a manager",
        "No plan was handed in.",
        "How many plans that were handed in have been signed",
    ),
}


@dataclass(frozen=True)
class PaperHappening:
    """A measure of the whole authority in a quarter, and as it was a quarter before (None: not known)."""

    now: PeriodNumbers
    target: int | None = None
    stretch: int | None = None
    before: PeriodNumbers | None = None
    counted_alike: bool = True


def may_be_said(numbers: PeriodNumbers) -> bool:
    """Whether a number may be said to everybody."""
    if 0 < numbers.people <= SMALL:
        return False
    return not numbers.measure.is_share or HIDDEN not in suppress([[numbers.n, numbers.d - numbers.n]])[0]


def sentences(happenings: Sequence[PaperHappening]) -> list[str]:
    """One text for each measure with more to say, then one for all that few did, and one for all that nobody did."""
    texts = [(each.now.measure.code, list(_of_one(each))) for each in happenings]
    few, nobody = (
        [code for code, said in texts if code in DID and said == [f"{who} {DID[code]}."]] for who in (FEW, NOBODY)
    )
    found = [" ".join(said) for code, said in texts if code not in (*few, *nobody)]
    if few:
        each = " in each case" if len(few) > 1 else ""
        found.append(f"{FEW}{each} {listing(DID[code] for code in few)}.")
    if nobody:
        found.append(f"{NOBODY} {listing((DID[code] for code in nobody), 'or')}.")
    return found


def _of_one(each: PaperHappening) -> Iterator[str]:
    yield _said(each.now)
    if each.before and may_be_said(each.now) and may_be_said(each.before):
        if each.counted_alike:
            yield from _since(each.now, each.before)
        else:
            yield "A quarter before it was counted differently, and cannot be compared."
    yield from _targets(each)


def _said(now: PeriodNumbers) -> str:
    code, shown = now.measure.code, may_be_said(now)
    if now.measure.is_share:
        share = SHARES[code]
        if not now.d:
            return share.none
        if not shown:
            return f"{share.hidden} is not said: it is of so few that somebody could be known."
        return f"{now.said} {share.are}{_percent(now)}."
    if not now.people:
        return f"{NOBODY} {DID[code]}."
    return f"{now.people:,} young people {DID[code]}, {now.said} in all." if shown else f"{FEW} {DID[code]}."


def _percent(numbers: PeriodNumbers) -> str:
    share, _ = percent_and_range(numbers.n, numbers.d)
    return f" ({share} %)" if share else ""


def _targets(each: PaperHappening) -> Iterator[str]:
    measure = each.now.measure
    for name, goal in (("target", each.target), ("stretch target", each.stretch)):
        met = None if goal is None else each.now.reaches(goal)
        if goal is not None and met is not None and (may_be_said(each.now) or _tells_nothing(each.now, goal)):
            yield f"The {name} of {measure.goal_words(goal)} was {'met' if met else 'not met'}."


def _tells_nothing(hidden: PeriodNumbers, goal: int) -> bool:
    """Whether one to five people could be behind the verdict on a hidden number, whichever it is: "at most 1 night was
    met" would say one person and one night."""
    return not hidden.measure.is_share and (goal == 0 or goal > SMALL)


def _since(now: PeriodNumbers, before: PeriodNumbers) -> Iterator[str]:
    if now.measure.is_share:
        if before.d:
            yield f"A quarter before it was {before.said}{_percent(before)}."
        return
    more = now.many - before.many
    if before.many and now.many and more:
        yield f"That is {abs(more):,} {'more' if more > 0 else 'fewer'} than a quarter before ({before.said})."
    elif before.many and now.many:
        yield "A quarter before it was as many."
    elif before.many:
        yield f"A quarter before it was {amount(before.people, 'young person', 'young people')}, {before.said}."
    elif now.many:
        yield "A quarter before it was nobody."
