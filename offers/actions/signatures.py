"""The picture of the signature on letters: kept as a draft, looked at on a letter, and then borne by letters."""

from __future__ import annotations

from datetime import date

from django.db.models import Max

from careleavers.actions.base import Refused, action, record_event
from careleavers.models import PolicyValue, User
from offers.documents.signatures import SignaturePicture
from offers.models import LetterSignature

NOBODY_SIGNS = "Choose who signs letters first: the Director's name, under Settings."
GONE = "Somebody else has dealt with this signature. Reload the page to see it."


@action
def keep_signature(*, by: User, picture: SignaturePicture, today: date) -> LetterSignature:
    """Keep the picture as a draft, in place of a draft that there is. No letter bears it yet.

    It is the signature of whoever signs letters today. Refused while nobody is named.
    """
    name = PolicyValue.objects.in_force(today)["director_name"].strip()
    if not name:
        raise Refused(NOBODY_SIGNS)
    LetterSignature.objects.filter(used_from=None).delete()
    last = LetterSignature.objects.aggregate(last=Max("version"))["last"] or 0
    kept = LetterSignature.objects.create(
        version=last + 1,
        signed_by=name,
        picture=picture.png,
        width=picture.width,
        height=picture.height,
        sha256=picture.sha256,
        recorded_by=by,
    )
    record_event("signature_kept", by=by, on=kept, version=kept.version, sha256=kept.sha256)
    return kept


@action
def use_signature(*, by: User, signature: LetterSignature, today: date) -> None:
    """Letters that are approved from now on bear it; those that are approved stay as they are.

    Refused where somebody else signs letters by now than whose signature it is.
    """
    draft = _locked(signature)
    if not draft.is_draft:
        raise Refused(GONE)
    name = PolicyValue.objects.in_force(today)["director_name"].strip()
    if name != draft.signed_by:
        raise Refused(f"{name or 'Nobody'} signs letters now: this is the signature of {draft.signed_by}.")
    LetterSignature.objects.filter(used_from__isnull=False, ended_on=None).update(ended_on=today, ended_by=by)
    draft.used_from, draft.used_by = today, by
    draft.save(update_fields=["used_from", "used_by"])
    record_event("signature_used", by=by, on=draft, version=draft.version)


@action
def take_signature_away(*, by: User, signature: LetterSignature, today: date) -> None:
    """A draft is discarded; one that letters bear is borne no more by those that are approved from now on."""
    row = _locked(signature)
    if row.is_draft:
        record_event("signature_discarded", by=by, on=row, version=row.version)
        row.delete()
        return
    if row.ended_on:
        raise Refused(GONE)
    row.ended_on, row.ended_by = today, by
    row.save(update_fields=["ended_on", "ended_by"])
    record_event("signature_ended", by=by, on=row, version=row.version)


def _locked(signature: LetterSignature) -> LetterSignature:
    """The row as it is now. Refused where it is gone."""
    row = LetterSignature.objects.select_for_update().defer("picture").filter(pk=signature.pk).first()
    if row is None:
        raise Refused(GONE)
    return row
