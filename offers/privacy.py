"""What each field of this app's models says about somebody; see careleavers/privacy.py."""

from __future__ import annotations

FIELDS: dict[str, dict[str, str]] = {
    "LocalOffer": {
        "personal": "approved_by",
        "sensitive": "",
        "neither": "id recorded_at recorded_by version title introduction consulted state published_on",
    },
    "OfferEntry": {
        "personal": "",
        "sensitive": "",
        "neither": "id offer area basis title text statuses age_from age_to amount how_to_claim owner order",
    },
    "Letter": {
        "personal": "person occurrence_on occasion content given_by",
        "sensitive": "hold_reason last_error returned_reason cancelled_reason",
        "neither": "id template_version status planned_at approved_by approved_at reference offer pdf_sha256 notify_id "
        "attempts lease_until next_attempt_at batch reprints posted_on returned_on given_on",
    },
    "LetterFile": {"personal": "pdf", "sensitive": "", "neither": "letter made_at"},
    "LetterBatch": {
        "personal": "pdf",
        "sensitive": "",
        "neither": "id recorded_at recorded_by letter_count pdf_sha256",
    },
}
