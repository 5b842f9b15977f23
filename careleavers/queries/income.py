"""What somebody lives on: the statement of finances that a pathway plan rests on (CLR Sch 1 para 8)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from careleavers.models import Debts, Home, Income, YoungPerson
from careleavers.models.base import on_day
from careleavers.rules.income import INCOME_WORDS, IncomeState, income_state
from careleavers.rules.words import day, in_pounds


@dataclass(frozen=True)
class IncomeLine:
    """An income with how it is today, in words. `counts`: it is paid, and how much is known."""

    income: Income
    state: IncomeState
    words: str
    counts: bool


@dataclass(frozen=True)
class Finances:
    """`lines` are the incomes that have not ended, `over` those that have. `a_week` is what those that are paid come to
    in a week, without what is sanctioned; `rent` is that of today's home for a week; None where it is not known.
    `debts` is None where nothing is written about them.
    """

    lines: list[IncomeLine]
    over: list[IncomeLine]
    a_week: Decimal
    rent: Decimal | None
    debts: Debts | None


def finances(person: YoungPerson, today: date) -> Finances:
    """Three queries."""
    lines = [_line(row, today) for row in person.incomes.select_related("next_step__assigned_to")]
    home = Home.objects.filter(on_day(today), person=person).first()
    return Finances(
        lines=[line for line in lines if line.state != IncomeState.ENDED],
        over=[line for line in lines if line.state == IncomeState.ENDED],
        a_week=sum((line.income.a_week or Decimal(0) for line in lines if line.counts), Decimal(0)),
        rent=home.weekly_rent if home else None,
        debts=Debts.objects.filter(person=person).select_related("next_step__assigned_to").first(),
    )


def statement(found: Finances) -> str:
    """A first draft of a plan's statement of finances: a line for each income, their sum, the rent, and the debts."""
    lines = []
    for line in found.lines:
        row = line.income
        much = f", {in_pounds(row.amount)} {row.get_every_display()}" if row.amount is not None else ""
        lines.append(f"{row.get_kind_display()}{much}: {line.words[0].lower()}{line.words[1:]}.")
    if lines:
        lines.append(f"Paid in all: {in_pounds(found.a_week)} a week.")
    if lines and found.rent is not None:
        lines.append(f"Rent: {in_pounds(found.rent)} a week.")
    if found.debts:
        lines.append(f"Owes, as of {day(found.debts.as_of)}: {found.debts.text}")
    return "\n".join(lines)


def _line(row: Income, today: date) -> IncomeLine:
    state = income_state(row.fact, today)
    return IncomeLine(row, state, INCOME_WORDS[state], state == IncomeState.PAID and row.amount is not None)
