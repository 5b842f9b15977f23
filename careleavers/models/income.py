"""What somebody lives on: benefits, wages and grants, from the claim to the last payment; and what they owe."""

from __future__ import annotations

from decimal import Decimal

from django.db import models
from django.db.models import F, Q

from careleavers.models.base import Recorded, Revised, choices_of, track
from careleavers.models.next_steps import WithNextStep
from careleavers.models.people import YoungPerson
from careleavers.models.sensitivity import PERSONAL, RECORD_KEEPING, SENSITIVE
from careleavers.rules.income import EVERY_WORDS, IncomeFact, weekly


@track
class Income(Recorded, Revised, WithNextStep):
    """One income of somebody's, or one they are to claim. `amount` is in pounds, and `every` says how often."""

    KINDS = [
        ("universal_credit", "Universal Credit"),
        ("pip", "Personal Independence Payment"),
        ("housing_benefit", "Housing Benefit"),
        ("child_benefit", "Child Benefit"),
        ("other_benefit", "Another benefit"),
        ("wage", "Wage, or apprentice’s wage"),
        ("student", "Student finance or bursary"),
        ("allowance", "Allowance from us"),
        ("family", "From family or others"),
        ("other", "Something else"),
    ]
    EVERY = choices_of(EVERY_WORDS)

    person = models.ForeignKey(YoungPerson, on_delete=models.CASCADE, related_name="incomes", db_comment=PERSONAL)
    kind = models.CharField(max_length=16, choices=KINDS, db_comment=SENSITIVE)
    payer = models.CharField("from whom", max_length=120, blank=True, db_comment=PERSONAL)
    amount = models.DecimalField(max_digits=8, decimal_places=2, null=True, blank=True, db_comment=SENSITIVE)
    every = models.CharField(max_length=10, choices=EVERY, blank=True, db_comment=SENSITIVE)
    claimed_on = models.DateField(null=True, blank=True, db_comment=SENSITIVE)
    awarded_on = models.DateField(null=True, blank=True, db_comment=SENSITIVE)
    first_paid_on = models.DateField(null=True, blank=True, db_comment=SENSITIVE)
    sanctioned_on = models.DateField(null=True, blank=True, db_comment=SENSITIVE)
    sanctioned_until = models.DateField(null=True, blank=True, db_comment=SENSITIVE)
    ended_on = models.DateField(null=True, blank=True, db_comment=SENSITIVE)
    note = models.CharField(max_length=300, blank=True, db_comment=SENSITIVE)

    class Meta:
        ordering = ["kind", "recorded_at"]
        constraints = [
            models.CheckConstraint(name="income_every_with_amount", condition=Q(amount=None) | ~Q(every="")),
            models.CheckConstraint(
                name="income_sanction_in_order",
                condition=Q(sanctioned_until=None) | Q(sanctioned_until__gt=F("sanctioned_on")),
            ),
        ]

    @property
    def fact(self) -> IncomeFact:
        return IncomeFact(
            self.claimed_on,
            self.awarded_on,
            self.first_paid_on,
            self.sanctioned_on,
            self.sanctioned_until,
            self.ended_on,
        )

    @property
    def a_week(self) -> Decimal | None:
        """What it comes to in a week; None where the amount is not known."""
        return weekly(self.amount, self.every) if self.amount is not None else None


@track
class Debts(Recorded, Revised, WithNextStep):
    """What somebody owes, as a note about the day `as_of`: to whom, how much, what was agreed. One for each person."""

    person = models.OneToOneField(YoungPerson, on_delete=models.CASCADE, related_name="debts", db_comment=PERSONAL)
    as_of = models.DateField(db_comment=RECORD_KEEPING)
    text = models.TextField("what they owe", db_comment=SENSITIVE)

    class Meta:
        verbose_name = verbose_name_plural = "debts"
