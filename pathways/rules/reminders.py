"""What somebody may choose of their own reminders: how far ahead they are told, and of what the morning message. Pure.

What is late, due today or about somebody's safety is no choice: it is on Today and in the message whatever they chose.
"""

from __future__ import annotations

from enum import StrEnum

from careleavers.rules.alert_kinds import ClosedBy

DAYS_AHEAD = (3, 7, 14, 28)
ALWAYS_OFFERED = 14  # what everybody has who chose nothing


class ReminderKind(StrEnum):
    """What a reminder is about, as its reader would sort it."""

    TOUCH = "touch"
    PLAN = "plan"
    HOME = "home"
    MONEY = "money"
    OWN = "own"
    OTHER = "other"


KIND_WORDS = {
    ReminderKind.TOUCH: "Contacts and visits",
    ReminderKind.PLAN: "Plans, reviews and assessments",
    ReminderKind.HOME: "Homes and custody",
    ReminderKind.MONEY: "Money, documents and what is theirs",
    ReminderKind.OWN: "What you said you would do, and birthdays",
    ReminderKind.OTHER: "Everything else",
}
ENTRIES = {
    ReminderKind.TOUCH: (ClosedBy.CONTACT, ClosedBy.VISIT, ClosedBy.MEETING),
    ReminderKind.PLAN: (
        ClosedBy.NEEDS_ASSESSMENT,
        ClosedBy.PLAN,
        ClosedBy.PLAN_COPY,
        ClosedBy.PLAN_DECISION,
        ClosedBy.PLAN_RETURN,
        ClosedBy.PLAN_REVIEW,
        ClosedBy.REFERRAL,
        ClosedBy.ESCALATION,
        ClosedBy.RISK_ASSESSMENT,
        ClosedBy.RISK_CLOSED,
        ClosedBy.RISK_SIGNATURE,
        ClosedBy.SKILLS,
    ),
    ReminderKind.HOME: (ClosedBy.HOME, ClosedBy.HOUSING, ClosedBy.STAYING_PUT, ClosedBy.CUSTODY),
    ReminderKind.MONEY: (
        ClosedBy.MONEY,
        ClosedBy.MONEY_REQUEST,
        ClosedBy.DOCUMENT,
        ClosedBy.ENTITLEMENT,
        ClosedBy.SUPPORT_OFFER,
    ),
}
KIND_OF = {entry.value: kind for kind, entries in ENTRIES.items() for entry in entries}


def kind_of(closed_by_kind: str, *, is_own: bool) -> ReminderKind:
    """Of a thing to do, by the kind of entry that closes it; `is_own`: no alert, but something one said or a day that
    comes by itself."""
    if is_own:
        return ReminderKind.OWN
    return KIND_OF.get(closed_by_kind, ReminderKind.OTHER)


def days_ahead_offered(warning_days: int) -> list[int]:
    """How many days ahead somebody may be told: no more than the authority announces a duty."""
    most = max(warning_days, ALWAYS_OFFERED)
    return [days for days in DAYS_AHEAD if days <= most]
