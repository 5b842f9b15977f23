"""Money that is paid regularly once it was approved, the receipts of payments, and why some stay paid after a death."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q

from careleavers.models import Document, YoungPerson
from careleavers.models.base import Recorded, Revised, choices_of, track
from careleavers.models.sensitivity import PERSONAL, RECORD_KEEPING, SENSITIVE
from offers.models.money import MoneyPayment, MoneyRequest
from offers.rules.regular_payments import EVERY_WORDS, PaidEvery, PlanProgress, Stopped, payment_days


@track
class PaymentPlan(Recorded, Revised):
    """A request is paid in equal parts, each week or month from a day to a day, both included.

    `stopped_by`: what stopped it by itself; who stops it by hand finishes the request.
    """

    STOPPED = [(Stopped.NOT.value, "Not stopped"), (Stopped.DIED.value, "They have died")]
    STOPPED += [(Stopped.NOT_OPEN.value, "They are not open to the service any more")]

    request = models.OneToOneField(
        MoneyRequest, on_delete=models.CASCADE, related_name="plan", db_comment=RECORD_KEEPING
    )
    every = models.CharField(max_length=5, choices=choices_of(EVERY_WORDS), db_comment=RECORD_KEEPING)
    first_on = models.DateField(db_comment=RECORD_KEEPING)
    last_on = models.DateField(db_comment=RECORD_KEEPING)
    each = models.DecimalField("each payment", max_digits=8, decimal_places=2, db_comment=SENSITIVE)
    stopped_by = models.CharField(max_length=8, choices=STOPPED, blank=True, db_comment=RECORD_KEEPING)

    class Meta:
        verbose_name = "plan of regular payments"
        verbose_name_plural = "plans of regular payments"
        ordering = ["first_on", "pk"]
        constraints = [
            models.CheckConstraint(name="payment_plan_has_days", condition=Q(last_on__gt=F("first_on"))),
            models.CheckConstraint(name="payment_plan_pays_something", condition=Q(each__gt=0)),
        ]

    def days(self) -> list[date]:
        return payment_days(PaidEvery(self.every), self.first_on, self.last_on)

    @property
    def how_far(self) -> PlanProgress:
        """How far it has come; payments are made in order. One query, where they were not prefetched."""
        days, paid = self.days(), len(self.payments.all())
        return PlanProgress(paid, len(days), days[paid] if paid < len(days) else None)


@track
class RegularPayment(Recorded):
    """Which day of a plan a payment is for: one for each day, however often the job runs."""

    plan = models.ForeignKey(PaymentPlan, on_delete=models.CASCADE, related_name="payments", db_comment=RECORD_KEEPING)
    due_on = models.DateField(db_comment=RECORD_KEEPING)
    payment = models.OneToOneField(
        MoneyPayment, on_delete=models.RESTRICT, related_name="regular", db_comment=RECORD_KEEPING
    )

    class Meta:
        ordering = ["due_on"]
        constraints = [models.UniqueConstraint(fields=["plan", "due_on"], name="regular_payment_once")]


@track
class PaymentReceipt(Recorded, Revised):
    """What shows that money was spent as was said: a photo or file in the record, or paper and where it is kept."""

    person = models.ForeignKey(
        YoungPerson, on_delete=models.CASCADE, related_name="payment_receipts", db_comment=PERSONAL
    )
    payment = models.OneToOneField(
        MoneyPayment, on_delete=models.CASCADE, related_name="receipt", db_comment=RECORD_KEEPING
    )
    document = models.ForeignKey(
        Document, null=True, blank=True, on_delete=models.CASCADE, related_name="+", db_comment=RECORD_KEEPING
    )
    words = models.CharField(
        "where the paper is kept, or why there is none", max_length=200, blank=True, db_comment=SENSITIVE
    )

    class Meta:
        ordering = ["recorded_at"]
        constraints = [
            models.CheckConstraint(name="receipt_is_something", condition=Q(document__isnull=False) | ~Q(words=""))
        ]


@track
class PaymentThatStays(Recorded, Revised):
    """Why money that was paid after a death is not asked back. Where it came back there is none of this."""

    person = models.ForeignKey(
        YoungPerson, on_delete=models.CASCADE, related_name="payments_that_stay", db_comment=PERSONAL
    )
    payment = models.OneToOneField(
        MoneyPayment, on_delete=models.CASCADE, related_name="stays", db_comment=RECORD_KEEPING
    )
    because = models.CharField("why it stays paid", max_length=200, db_comment=SENSITIVE)

    class Meta:
        verbose_name = "payment that stays"
        verbose_name_plural = "payments that stay"
        ordering = ["recorded_at"]
        constraints = [models.CheckConstraint(name="payment_stays_with_reason", condition=~Q(because=""))]
