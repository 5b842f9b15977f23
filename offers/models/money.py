"""Money that we give a young person: asked for, decided by somebody else, paid, and what came back."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q, Sum
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce

from careleavers.models import User, YoungPerson
from careleavers.models.base import APPEND_ONLY, NO_TRUNCATE, Recorded, Revised, choices_of, track
from careleavers.models.sensitivity import PERSONAL, RECORD_KEEPING, SENSITIVE
from careleavers.rules.words import in_pounds, year_from_april
from offers.models.opportunities import CandidacyStep
from offers.rules.money import NOTHING, PAY_WITHIN, REQUEST_WORDS, Approver, RequestMoney, RequestState

if TYPE_CHECKING:
    from offers.models.regular_payments import PaymentPlan, PaymentReceipt, PaymentThatStays

CATEGORIES = [
    ("setting_up_home", "Setting up home"),
    ("education", "Education and training"),
    ("work", "Work and looking for it"),
    ("home", "Rent, deposit and vacations"),
    ("living", "Living costs and emergencies"),
    ("travel", "Travel"),
    ("family", "Family and parenthood"),
    ("identity", "Identity papers"),
    ("health", "Health and wellbeing"),
    ("other", "Something else"),
]
METHODS = [
    ("bank", "To a bank account"),
    ("supplier", "To a shop or supplier"),
    ("card", "By a card of ours"),
    ("voucher", "By voucher"),
    ("cash", "In cash"),
]
HOW_APPROVED = [(approver.value, approver.name.capitalize()) for approver in Approver]


def paid_of(request: str) -> Combinable:
    """Pounds paid of the request whose id is in this column, less what came back."""
    payments = MoneyPayment.objects.filter(request=models.OuterRef(request)).order_by().values("request")
    paid = models.Subquery(payments.annotate(total=Sum("amount")).values("total"))
    return Coalesce(paid, NOTHING, output_field=models.DecimalField())


class MoneyRequestQuerySet(models.QuerySet["MoneyRequest"]):
    def with_paid(self) -> MoneyRequestQuerySet:
        """Adds `paid`: pounds paid, less what came back."""
        return self.annotate(paid=paid_of("pk"))


@track
class MoneyRequest(Recorded, Revised):
    """So much money, for something, to somebody: who asked for it never decides on it.

    `item`: the entitlement that it is part of, by its code, or nothing; `category`: the budget that it is paid from.
    `approved_amount` may be less than what was asked for. `finished_on`: since when no more of it is to be paid.
    """

    person = models.ForeignKey(
        YoungPerson, on_delete=models.CASCADE, related_name="money_requests", db_comment=PERSONAL
    )
    category = models.CharField(max_length=16, choices=CATEGORIES, db_comment=SENSITIVE)
    item = models.CharField(max_length=120, blank=True, db_comment=RECORD_KEEPING)
    item_name = models.CharField(max_length=160, blank=True, db_comment=RECORD_KEEPING)
    amount = models.DecimalField(max_digits=8, decimal_places=2, db_comment=SENSITIVE)
    what_for = models.CharField(max_length=200, db_comment=SENSITIVE)
    reason = models.TextField("why they need it", blank=True, db_comment=SENSITIVE)
    payee = models.CharField("to whom it is paid", max_length=120, db_comment=PERSONAL)
    method = models.CharField("how it is paid", max_length=8, choices=METHODS, db_comment=RECORD_KEEPING)
    asked_on = models.DateField(db_comment=RECORD_KEEPING)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_comment=RECORD_KEEPING)
    state = models.CharField(
        max_length=9,
        choices=choices_of(REQUEST_WORDS),
        default=RequestState.WAITING.value,
        db_comment=RECORD_KEEPING,
    )
    decided_on = models.DateField(null=True, blank=True, db_comment=RECORD_KEEPING)
    decided_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_comment=RECORD_KEEPING
    )
    decided_as = models.PositiveSmallIntegerField(
        "who decided", choices=HOW_APPROVED, null=True, blank=True, db_comment=RECORD_KEEPING
    )
    approved_amount = models.DecimalField(max_digits=8, decimal_places=2, null=True, blank=True, db_comment=SENSITIVE)
    refused_because = models.TextField(blank=True, db_comment=SENSITIVE)
    challenge = models.TextField("how they can challenge it", blank=True, db_comment=SENSITIVE)
    refusal_told_on = models.DateField("when they were told", null=True, blank=True, db_comment=RECORD_KEEPING)
    finished_on = models.DateField(null=True, blank=True, db_comment=RECORD_KEEPING)
    # Of an incentive for an employer or a training provider: the step into work that it is for.
    work_step = models.ForeignKey(
        CandidacyStep,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="incentives",
        db_comment=RECORD_KEEPING,
    )

    objects = MoneyRequestQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_on", "-recorded_at"]
        constraints = [
            models.CheckConstraint(name="money_asked_for_something", condition=Q(amount__gt=0)),
            models.CheckConstraint(
                name="money_decided_by_another", condition=Q(decided_by=None) | ~Q(decided_by=F("asked_by"))
            ),
            models.CheckConstraint(
                name="money_decided_with_day",
                condition=(Q(state="waiting") | Q(state="withdrawn")) & Q(decided_on=None, decided_by=None)
                | (Q(state="approved") | Q(state="refused")) & Q(decided_on__isnull=False, decided_by__isnull=False),
            ),
            models.CheckConstraint(
                name="money_approved_with_amount",
                condition=Q(approved_amount=None) & ~Q(state="approved")
                | Q(state="approved", approved_amount__gt=0, approved_amount__lte=F("amount")),
            ),
            models.CheckConstraint(
                name="money_refused_with_reason",
                condition=~Q(state="refused") | ~Q(refused_because="") & ~Q(challenge=""),
            ),
        ]
        indexes = [
            models.Index(fields=["category", "decided_on"], name="money_by_budget", condition=Q(state="approved")),
            models.Index(fields=["person", "state"], name="money_of_person"),
        ]

    def __str__(self) -> str:
        return f"{self.what_for}, {in_pounds(self.amount)}"

    def decide_by(self, within: timedelta) -> date:
        return self.asked_on + within

    @property
    def pay_by(self) -> date:
        """Of what was approved: the database keeps the day of its decision."""
        return (self.decided_on or self.asked_on) + PAY_WITHIN

    @property
    def plan_or_none(self) -> PaymentPlan | None:
        """How it is paid regularly; None where it is paid once. One query, where it was not read with `plan`."""
        return getattr(self, "plan", None)

    def money(self) -> RequestMoney:
        """What it comes to; it was read `with_paid`."""
        paid = getattr(self, "paid", NOTHING)
        return RequestMoney(self.approved_amount or NOTHING, paid, self.finished_on is not None)


class MoneyPayment(Recorded):
    """Money that was paid on a day; or, less than nothing, what of another payment came back. It is never changed."""

    request = models.ForeignKey(
        MoneyRequest, on_delete=models.RESTRICT, related_name="payments", db_comment=RECORD_KEEPING
    )
    paid_on = models.DateField(db_comment=RECORD_KEEPING)
    amount = models.DecimalField(max_digits=8, decimal_places=2, db_comment=SENSITIVE)
    refund_of = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.RESTRICT, related_name="refunds", db_comment=RECORD_KEEPING
    )
    reference = models.CharField(
        "receipt, or the number in the finance system", max_length=80, blank=True, db_comment=RECORD_KEEPING
    )
    note = models.CharField("what was bought, or why it came back", max_length=200, blank=True, db_comment=SENSITIVE)

    class Meta:
        ordering = ["paid_on", "recorded_at"]
        constraints = [
            models.CheckConstraint(
                name="money_paid_or_came_back",
                condition=Q(refund_of=None, amount__gt=0) | Q(refund_of__isnull=False, amount__lt=0),
            ),
            models.CheckConstraint(name="money_came_back_with_reason", condition=Q(refund_of=None) | ~Q(note="")),
        ]
        triggers = [APPEND_ONLY, NO_TRUNCATE]

    def __str__(self) -> str:
        return f"{in_pounds(self.amount)} on {self.paid_on}"

    @property
    def receipt_or_none(self) -> PaymentReceipt | None:
        """What shows it, or None. One query, where it was not read with `receipt`."""
        return getattr(self, "receipt", None)

    @property
    def is_after_death(self) -> bool:
        """Whether it was paid after the day on which they died; its request is read with `person`."""
        died_on = self.request.person.died_on
        return died_on is not None and self.paid_on > died_on

    @property
    def stays_or_none(self) -> PaymentThatStays | None:
        """Why it stays paid after a death, or None. One query, where it was not read with `stays`."""
        return getattr(self, "stays", None)

    @property
    def without_sign(self) -> Decimal:
        """The pounds that were paid, or came back."""
        return abs(self.amount)


@track
class MoneyBudget(Recorded, Revised):
    """How much there is for a category in a financial year, of which `year` is the year in which it begins."""

    category = models.CharField(max_length=16, choices=CATEGORIES, db_comment=RECORD_KEEPING)
    year = models.PositiveSmallIntegerField(db_comment=RECORD_KEEPING)
    amount = models.DecimalField(max_digits=10, decimal_places=2, db_comment=RECORD_KEEPING)

    class Meta:
        ordering = ["-year", "category"]
        constraints = [
            models.UniqueConstraint(fields=["category", "year"], name="money_budget_once"),
            models.CheckConstraint(name="money_budget_not_negative", condition=Q(amount__gte=0)),
        ]

    def __str__(self) -> str:
        return f"{self.get_category_display()}, {year_from_april(self.year)}"
