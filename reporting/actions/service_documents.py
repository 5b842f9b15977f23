"""Strategies, policies, protocols and decisions, and who signed them."""

from __future__ import annotations

from datetime import date
from typing import Any

from careleavers.actions.base import Refused, action, record_event
from careleavers.actions.revisions import change, claim_unchanged
from careleavers.models import User
from reporting.models import ServiceDocument, Signatory


@action
def save_document(
    *, by: User, document: ServiceDocument | None, revision: int | None = None, today: date, **facts: Any
) -> ServiceDocument:
    """Write a document down, or put it right. `facts` are fields of ServiceDocument. Refused where the day on which
    its owner looks at it again is no day to come, unless it was withdrawn.
    """
    is_new = document is None or document.look_on != facts["look_on"]
    if is_new and facts["look_on"] <= today and not facts.get("withdrawn_on"):
        raise Refused("Choose a day to come: that is when its owner looks at it again.", field="look_on")
    if document:
        record_event("service_document_changed", by=by, on=document, fields=change(document, revision, facts))
        return document
    document = ServiceDocument.objects.create(recorded_by=by, **facts)
    record_event("service_document_added", by=by, on=document, kind=document.kind)
    return document


@action
def ask_to_sign(*, by: User, document: ServiceDocument, organisation: str, name: str, asked_on: date) -> Signatory:
    """A partner is asked to sign. Refused for one that was asked already."""
    if document.signatories.filter(organisation__iexact=organisation).exists():
        raise Refused("They are on the list already.", field="organisation")
    row = Signatory.objects.create(
        document=document, organisation=organisation, name=name, asked_on=asked_on, recorded_by=by
    )
    record_event("signatory_asked", by=by, on=row)
    return row


@action
def sign_document(*, by: User, signatory: Signatory, revision: int | None, signed_on: date) -> None:
    """They signed on this day. Refused before they were asked."""
    if signed_on < signatory.asked_on:
        raise Refused("They were asked later than that: check the day.", field="signed_on")
    current = claim_unchanged(signatory, revision)
    change(current, None, {"signed_on": signed_on})
    record_event("document_signed", by=by, on=current)
