"""The forms of what people ask of their record that edit a row: what another writer saves, and what this one types."""

from __future__ import annotations

from careleavers.models import Disagreement, LegalHold, RecordRequest, Redaction
from tests.careleavers.edits import Edit
from tests.cast import Cast, days_ago
from tests.factories import RecordRequestFactory
from tests.guards.rights_rows import copy_begun


def asked(cast: Cast) -> RecordRequest:
    row: RecordRequest = RecordRequestFactory.create(person=cast.amira, owner=cast.mo)
    return row


RIGHTS_EDITS = {
    "disagreement": Edit(
        lambda cast: Disagreement.objects.create(
            person=cast.amira, about="The review of 3 May", text="I was there.", said_on=days_ago(3)
        ),
        {"answer": "We asked the school."},
        {"answer": "We put it right."},
        "We asked the school.",
    ),
    "legal_hold": Edit(
        lambda cast: LegalHold.objects.create(person=cast.amira, reason="A claim", review_on=days_ago(-30)),
        {"reason": "An inquiry"},
        {"reason": "A complaint"},
        "An inquiry",
    ),
    "record_request_edit": Edit(
        asked,
        {"text": "All about the home in Leeds."},
        {"text": "All about the review."},
        "All about the home in Leeds.",
    ),
    "record_request_clock": Edit(
        asked,
        {"identity_how": "A passport was seen"},
        {"identity_how": "Her adviser knows her"},
        "A passport was seen",
    ),
    "record_copy_decide": Edit(
        lambda cast: Redaction.objects.get(entry__request=copy_begun(cast.amira, cast.mo)),
        {"reason": "Kate agrees"},
        {"reason": "They know it", "state": "in"},
        "Somebody else changed this since you opened the page.",
        args=lambda cast, row: [cast.amira.pk, row.entry.request_id, row.pk],  # type: ignore[attr-defined]
    ),
}
