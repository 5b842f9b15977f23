"""What has happened with an entitlement of somebody's: explained, claimed, granted, refused."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import F, Q

from careleavers.models import Contact, User, YoungPerson
from careleavers.models.base import NO_TRUNCATE, Recorded, choices_of
from careleavers.models.sensitivity import PERSONAL, RECORD_KEEPING, SENSITIVE
from offers.models.money import MoneyRequest, paid_of
from offers.rules.catalogue.facts import Pounds
from offers.rules.money import NOTHING, RequestMoney, pounds
from offers.rules.passport import EVENT_WORDS, EventKind, PassportEvent

NEVER_DELETED = pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete)
VOIDED_AND_NOTHING_ELSE = pgtrigger.Protect(
    name="voided_and_nothing_else",
    operation=pgtrigger.Update,
    condition=pgtrigger.Condition(
        "OLD.voided_at IS NOT NULL OR to_jsonb(OLD) - ARRAY['voided_at', 'voided_by_id', 'void_reason'] "
        "IS DISTINCT FROM to_jsonb(NEW) - ARRAY['voided_at', 'voided_by_id', 'void_reason']"
    ),
)


class EntitlementEventQuerySet(models.QuerySet["EntitlementEvent"]):
    def that_count(self) -> EntitlementEventQuerySet:
        """Those that are not void, and were not said in a contact that is; with what is paid of a request for money."""
        counted = self.filter(voided_at=None, contact__voided_at=None).order_by("happened_on", "recorded_at")
        return counted.annotate(request_paid=paid_of("request_id"), request_finished_on=F("request__finished_on"))


class EntitlementEvent(Recorded):
    """One thing that happened on a day. Never changed: what is wrong is made void, with the reason, and written again.

    `item` is the code of the catalogue, or of an entry of the local offer (`offers.queries.passport`), and `item_name`
    what it was called when this was written. `amount` is in pounds. `challenge`: how they can challenge a refusal.
    """

    KINDS = choices_of(EVENT_WORDS)

    person = models.ForeignKey(
        YoungPerson, on_delete=models.CASCADE, related_name="entitlement_events", db_comment=PERSONAL
    )
    item = models.CharField(max_length=120, db_comment=RECORD_KEEPING)
    item_name = models.CharField(max_length=160, db_comment=RECORD_KEEPING)
    kind = models.CharField("what happened", max_length=9, choices=KINDS, db_comment=PERSONAL)
    happened_on = models.DateField(db_comment=PERSONAL)
    contact = models.ForeignKey(
        Contact,
        null=True,
        blank=True,
        on_delete=models.RESTRICT,
        related_name="entitlement_events",
        db_comment=RECORD_KEEPING,
    )
    # The request for money that it came of, or nothing: a grant of others, or from before this system was used.
    request = models.ForeignKey(
        MoneyRequest,
        null=True,
        blank=True,
        on_delete=models.RESTRICT,
        related_name="entitlement_events",
        db_comment=RECORD_KEEPING,
    )
    amount = models.DecimalField(max_digits=8, decimal_places=2, null=True, blank=True, db_comment=SENSITIVE)
    reason = models.TextField("why it was refused", blank=True, db_default="", default="", db_comment=SENSITIVE)
    challenge = models.TextField(
        "how they can challenge it", blank=True, db_default="", default="", db_comment=SENSITIVE
    )
    evidence = models.CharField(
        "what shows it", max_length=200, blank=True, db_default="", default="", db_comment=SENSITIVE
    )
    voided_at = models.DateTimeField(null=True, blank=True, db_comment=RECORD_KEEPING)
    voided_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_comment=RECORD_KEEPING
    )
    void_reason = models.CharField(max_length=200, blank=True, db_default="", default="", db_comment=SENSITIVE)

    objects = EntitlementEventQuerySet.as_manager()

    class Meta:
        ordering = ["-happened_on", "-recorded_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "item", "kind", "happened_on"],
                condition=Q(voided_at=None) & ~Q(kind=EventKind.GRANTED.value),
                name="entitlement_event_once_a_day",
            ),
            models.CheckConstraint(
                name="entitlement_refused_with_reason", condition=~Q(kind=EventKind.REFUSED.value) | ~Q(reason="")
            ),
            models.CheckConstraint(
                name="entitlement_amount_granted",
                condition=Q(amount=None) | Q(kind=EventKind.GRANTED.value, amount__gt=0),
            ),
            models.CheckConstraint(
                name="entitlement_void_with_reason",
                condition=Q(voided_at=None, void_reason="") | Q(voided_at__isnull=False) & ~Q(void_reason=""),
            ),
        ]
        indexes = [models.Index(fields=["person", "happened_on"], name="entitlement_event_of_person")]
        triggers = [NEVER_DELETED, VOIDED_AND_NOTHING_ELSE, NO_TRUNCATE]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.item_name}"

    @property
    def pounds(self) -> Pounds | None:
        """The amount, without pence where there are none."""
        return pounds(self.amount)

    @property
    def given(self) -> Pounds | None:
        """The pounds that they have had of a grant: of a request what is paid of it, of any other one all of it.

        It was read by `that_count`.
        """
        return self.pounds if self.request_id is None or self.amount is None else pounds(self._money.paid)

    @property
    def fact(self) -> PassportEvent:
        """It was read by `that_count`."""
        promised = self._money.to_pay if self.request_id and self.amount is not None else NOTHING
        return PassportEvent(EventKind(self.kind), self.happened_on, self.pounds, pounds(promised) or 0)

    @property
    def _money(self) -> RequestMoney:
        is_finished = self.request_finished_on is not None  # type: ignore[attr-defined]
        return RequestMoney(self.amount or NOTHING, self.request_paid, is_finished)  # type: ignore[attr-defined]
