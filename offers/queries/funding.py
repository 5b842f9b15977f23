"""Who paid: what was paid and came back in a financial year, by budget and by source."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Prefetch, QuerySet

from offers.models import FundingShare, MoneyPayment, MoneyRequest
from offers.models.money import CATEGORIES
from offers.queries.money import days_of
from offers.rules.funding import FundingSource, split, whole
from offers.rules.money import NOTHING, total


def with_shares(payments: QuerySet[MoneyPayment]) -> QuerySet[MoneyPayment]:
    """Each with who pays for what it is part of. One query more."""
    return payments.prefetch_related(Prefetch("request__shares", FundingShare.objects.order_by("source")))


def shares_of(request: MoneyRequest) -> dict[FundingSource, Decimal]:
    """Who pays how much of what was approved: it adds up exactly. Of one that was read with its shares."""
    given = {FundingSource(each.source): each.amount for each in request.shares.all()}
    return whole(request.approved_amount or NOTHING, given)


def sources_of(payment: MoneyPayment) -> dict[FundingSource, Decimal]:
    """A payment, or what came back, by who pays for it: it adds up exactly."""
    return split(payment.amount, shares_of(payment.request))


@dataclass(frozen=True)
class FundingLine:
    """A budget in a year: paid less what came back, for each of the sources that paid anything in that year."""

    label: str
    by_source: list[tuple[FundingSource, Decimal]]
    total: Decimal


@dataclass(frozen=True)
class FundingTable:
    """The last line is the sum. `sources`: those that paid anything, in order."""

    sources: list[FundingSource]
    lines: list[FundingLine]


def funding_in(year: int) -> FundingTable:
    """What was paid in a financial year, by budget and source. Two queries."""
    rows = MoneyPayment.objects.filter(paid_on__range=days_of(year)).select_related("request")
    paid: dict[str, dict[FundingSource, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for payment in with_shares(rows):
        for source, amount in sources_of(payment).items():
            paid[payment.request.category][source] += amount
    sources = [source for source in FundingSource if any(source in each for each in paid.values())]
    lines = [_line(label, [paid[code]], sources) for code, label in CATEGORIES if code in paid]
    return FundingTable(sources, [*lines, _line("Altogether", paid.values(), sources)] if lines else [])


def _line(label: str, amounts: Iterable[dict[FundingSource, Decimal]], sources: list[FundingSource]) -> FundingLine:
    listed = list(amounts)
    sums = [total(each.get(source, NOTHING) for each in listed) for source in sources]
    return FundingLine(label, list(zip(sources, sums, strict=True)), total(sums))


def finance_rows(payments: QuerySet[MoneyPayment]) -> Iterator[tuple[object, ...]]:
    """What the finance system is told of each, with who pays how much of it: no name and no reason, which it does not
    need."""
    for payment in with_shares(payments).iterator(chunk_size=1000):
        request, paid = payment.request, sources_of(payment)
        yield (
            payment.pk,
            payment.refund_of_id or "",
            request.pk,
            payment.paid_on,
            "came back" if payment.refund_of_id else "paid",
            payment.without_sign,
            request.get_category_display(),
            request.item_name,
            request.person.local_id,
            request.payee,
            request.get_method_display(),
            payment.reference,
            request.decided_by.name if request.decided_by else "",
            request.decided_on,
            *(paid.get(source, "") for source in FundingSource),
        )
