"""A care episode written shortly, as the forms send it."""

from datetime import date


def in_care(start: date, end: date | None = None, reason: str = "", legal_status: str = "C2") -> dict:
    return {
        "starts_on": start,
        "ends_on": end,
        "legal_status": legal_status,
        "placement": "U4",
        "reason_ended": reason,
        "reason_started": "S",
    }
