"""What speaks for and against a home of one's own now, from what the record keeps already. Pure.

Source: Children Act 1989 guidance volume 3, 7.67 (well prepared, and an assessment that shows it, before a first
tenancy), 3.9-3.10 (readiness, skills and finances before a move), 7.13-7.17 (a home has to suit them), 7.76 (early help
where a home is at risk). Which facts count is local practice. It says what is in place and what is missing, and never
that somebody is ready: whether they feel ready is theirs to say, and the plan's to weigh.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from careleavers.rules.code_sets import HomeKind
from careleavers.rules.income import IncomeFact, IncomeState, income_state
from careleavers.rules.key_documents import Missing
from careleavers.rules.words import in_pounds, listing

# Where nobody is meant to stay (Vol 3 7.12).
FOR_NOW = (HomeKind.EMERGENCY, HomeKind.BED_AND_BREAKFAST)
NAMED = 4  # skills that are named; of more, only how many


class ReadyMatter(StrEnum):
    """What is looked at, in this order. Each is written down on a page of its own."""

    SKILLS = "skills"
    MONEY = "money"
    DOCUMENTS = "key_documents"
    HOME = "home"


READY_WORDS = {
    ReadyMatter.SKILLS: "Skills for living independently",
    ReadyMatter.MONEY: "Money of their own",
    ReadyMatter.DOCUMENTS: "Papers and a bank account",
    ReadyMatter.HOME: "The home they have now",
}


class ReadyPoint(NamedTuple):
    """One matter: whether it is in place, and why, in a sentence."""

    matter: ReadyMatter
    in_place: bool
    because: str

    @property
    def words(self) -> str:
        return READY_WORDS[self.matter]


def of_skills(learnt: Sequence[str], to_learn: Sequence[str], not_known: int = 0) -> ReadyPoint:
    """From the names of the skills on the team's list, without units of an award: those they can do, and those that
    they learn or have yet to learn; of `not_known` more nobody has written anything down.
    """
    number = len(learnt) + len(to_learn) + not_known
    if not number:
        return ReadyPoint(ReadyMatter.SKILLS, False, "There are no skills on the list to go through yet.")
    if len(learnt) == number:
        return ReadyPoint(ReadyMatter.SKILLS, True, f"They can do all {number} on the list.")
    said = []
    if to_learn:
        named = f": {listing(to_learn)}" if len(to_learn) <= NAMED else ""
        said.append(f"{len(to_learn)} of {number} still to learn{named}.")
    if not_known:
        said.append(f"Nothing is written down about {not_known} of the {number} on the list.")
    return ReadyPoint(ReadyMatter.SKILLS, False, " ".join(said))


def of_money(incomes: Sequence[IncomeFact], a_week: Decimal, rent: Decimal | None, today: date) -> ReadyPoint:
    """From their incomes, what those that are paid come to in a week, and the rent of today's home, if it is known."""
    states = [income_state(each, today) for each in incomes]

    def point(in_place: bool, because: str) -> ReadyPoint:
        return ReadyPoint(ReadyMatter.MONEY, in_place, because)

    if IncomeState.SANCTIONED in states:
        return point(False, "An income of theirs is sanctioned.")
    if IncomeState.PAID not in states:
        awaited = {IncomeState.CLAIMED, IncomeState.AWARDED} & {*states}
        return point(False, "No income is paid yet: one is awaited." if awaited else "No paid income is written down.")
    if rent is not None and a_week and rent > a_week:
        return point(False, f"{in_pounds(a_week)} a week is paid, and the rent where they live is {in_pounds(rent)}.")
    paid = f"{in_pounds(a_week)} a week is paid." if a_week else "An income is paid; how much is not written down."
    return point(True, paid)


def of_documents(missing: Sequence[Missing], is_asked: bool) -> ReadyPoint:
    """From the needs that no paper meets; before 16 nobody asks for them."""
    if not is_asked:
        return ReadyPoint(ReadyMatter.DOCUMENTS, False, "They are asked for from the 16th birthday.")
    if missing:
        return ReadyPoint(ReadyMatter.DOCUMENTS, False, f"Missing: {listing([each.words for each in missing])}.")
    return ReadyPoint(ReadyMatter.DOCUMENTS, True, "All that are asked for are there.")


def of_home(
    kind: HomeKind | None,
    arrears: Decimal | None,
    notice_on: date | None,
    earlier_lost: int,
    *,
    is_suitable: bool = True,
    in_care: bool = False,
) -> ReadyPoint:
    """From today's home (None where none is written down), whether it counts as suitable, notice and arrears there, and
    how many homes before it were lost. Who lives in care is not about to lose that.
    """

    def point(in_place: bool, because: str) -> ReadyPoint:
        return ReadyPoint(ReadyMatter.HOME, in_place, because)

    if kind is None:
        return point(in_care, "They live in care." if in_care else "No home is written down for today.")
    if kind in FOR_NOW or not kind.can_be_visited:
        return point(False, f"Written down for today: {kind.label.lower()}.")
    reasons = []
    if not is_suitable:
        reasons.append("was judged not suitable")
    if notice_on:
        reasons.append("notice was given")
    if arrears:
        reasons.append(f"{in_pounds(arrears)} of rent is owed")
    if reasons:
        return point(False, f"Where they live {listing(reasons)}.")
    lost = f" Before it {earlier_lost} {'was' if earlier_lost == 1 else 'were'} lost." if earlier_lost else ""
    return point(True, f"No notice and no arrears are written down.{lost}")
