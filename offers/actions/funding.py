"""Writing down who else pays for what was approved."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from careleavers.actions.base import Refused, action, record_event
from careleavers.actions.revisions import claim_unchanged
from careleavers.models import User
from offers.models import FundingShare, MoneyRequest
from offers.rules.funding import OTHERS, FundingSource, why_not_share
from offers.rules.money import RequestState

PAID_ALREADY = "Some of it is paid: who pays stays as finance was told."


@action
def share_funding(
    *, by: User, request: MoneyRequest, shares: Mapping[FundingSource, Decimal], revision: int | None = None
) -> None:
    """These sources pay these pounds of what was approved, and the council the rest.

    Refused for more than was approved, for what is not approved, once anything was paid, and when the request was
    changed since the page was opened.
    """
    current = claim_unchanged(request, revision)
    if current.state != RequestState.APPROVED or current.approved_amount is None:
        raise Refused("Who pays is written down once it is approved.")
    if current.payments.exists():
        raise Refused(PAID_ALREADY)
    if refusal := why_not_share(current.approved_amount, shares):
        raise Refused(refusal)
    current.shares.all().delete()
    FundingShare.objects.bulk_create(
        FundingShare(request=current, source=source, amount=shares[source], recorded_by=by)
        for source in OTHERS
        if shares.get(source)
    )
    current.save(update_fields=["approved_amount"])  # counts up the revision
    record_event("funding_shared", by=by, person=current.person, on=current)
