"""What GOV.UK Notify's answers mean for a letter that it prints and posts, or a text that it sends. Pure.

Its documentation asks clients to go by the status code, and by the name of the error where two share a code; the texts
change. A letter's status is `accepted` once it goes to the printer and `received` when it is printed and in the post. A
text is `delivered` when the phone has it; abroad no more is known than that it was `sent`.
"""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from enum import StrEnum

# After an answer that leaves open whether it has the letter, for its own queue to settle: then it is asked twice, with
# as long in between, before the letter is sent again.
UNCLEAR_WAIT = timedelta(minutes=10)
LOOK_UPS = 2
# It forgets a letter seven days after it was sent, where nobody chose another number: who asks later learns nothing.
KEEPS_FOR = timedelta(days=6)
RATE_WAIT = timedelta(minutes=1)
REFUSED_WAIT = timedelta(minutes=30)  # a key that is wrong stays wrong for a while
OVERDUE_AFTER = 3  # working days in which a letter that it has is to be in the post
SECONDS_TO_WAIT = 30  # for an answer
SECONDS_A_RUN = 240  # of handing over, and of asking: a worker is stopped after 600, which would leave a letter unclear


class ServiceRefusal(StrEnum):
    """Why a letter that was sent to the service is not with it, or perhaps not.

    LETTER: this letter will never be taken. SERVICE: none will, for now: a wrong key or address, trial mode. TOO_FAST
    and TOO_MANY: later, today or tomorrow. UNCLEAR: it may have it.
    """

    LETTER = "letter"
    SERVICE = "service"
    TOO_FAST = "too_fast"
    TOO_MANY = "too_many"
    UNCLEAR = "unclear"


TOO_MANY_TODAY = "TooManyRequestsError"


def refusal_of(status_code: int, error: str = "") -> ServiceRefusal:
    """`error` is the name that the service gives its error, not the sentence."""
    match status_code:
        case 400 | 413 | 422:
            return ServiceRefusal.LETTER
        case 401 | 403 | 404 | 405:
            return ServiceRefusal.SERVICE
        case 429:
            return ServiceRefusal.TOO_MANY if error == TOO_MANY_TODAY else ServiceRefusal.TOO_FAST
    return ServiceRefusal.UNCLEAR


def try_again_at(refusal: ServiceRefusal, now: datetime) -> datetime:
    """The earliest moment for another letter. A limit of the day ends at midnight UTC."""
    match refusal:
        case ServiceRefusal.TOO_MANY:
            tomorrow = now.astimezone(UTC).date() + timedelta(days=1)
            return datetime.combine(tomorrow, time(0, 1), UTC)
        case ServiceRefusal.TOO_FAST:
            return now + RATE_WAIT
        case ServiceRefusal.SERVICE:
            return now + REFUSED_WAIT
    return now + UNCLEAR_WAIT


class ServiceOutcome(StrEnum):
    """What has become of a letter that the service has."""

    WAITS = "waits"
    POSTED = "posted"
    CANCELLED = "cancelled"
    NOT_SENT = "not_sent"
    UNCLEAR = "unclear"


OUTCOMES = {
    "received": ServiceOutcome.POSTED,
    "delivered": ServiceOutcome.POSTED,
    "cancelled": ServiceOutcome.CANCELLED,
    "virus-scan-failed": ServiceOutcome.NOT_SENT,
    "validation-failed": ServiceOutcome.NOT_SENT,
    "permanent-failure": ServiceOutcome.NOT_SENT,
    # "Do not try to send the letter again": only its own people can say whether it was printed.
    "technical-failure": ServiceOutcome.UNCLEAR,
}
WHY_NOT_SENT = {
    "virus-scan-failed": "GOV.UK Notify took its file for a virus. Have it printed here, or write it again.",
    "validation-failed": "GOV.UK Notify cannot print this letter as it is. Have it printed here, or write it again.",
    "permanent-failure": "GOV.UK Notify could not print this letter. Have it printed here, or write it again.",
    "technical-failure": "GOV.UK Notify does not know whether it printed this letter. Ask its support before another "
    "one goes.",
    "cancelled": "Somebody cancelled this letter in GOV.UK Notify. Have it printed here, or cancel it here too.",
}


OUTCOMES_OF_TEXTS = {
    "delivered": ServiceOutcome.POSTED,
    "sent": ServiceOutcome.POSTED,
    "permanent-failure": ServiceOutcome.NOT_SENT,
    "temporary-failure": ServiceOutcome.NOT_SENT,
    "technical-failure": ServiceOutcome.NOT_SENT,  # of a text it is certain that it did not go
    "validation-failed": ServiceOutcome.NOT_SENT,
}
BY_OTHER_WAYS = "send the letter by post, or give it by hand."
INSTEAD = "Put the number right, " + BY_OTHER_WAYS
WHY_NO_TEXT = {
    "permanent-failure": f"The text did not arrive: there is no such number any more. {INSTEAD}",
    "temporary-failure": f"The text did not arrive within three days: the phone was off, or full. {INSTEAD}",
    "technical-failure": f"GOV.UK Notify could not send the text. {INSTEAD}",
    "validation-failed": f"GOV.UK Notify sends no text to this number. {INSTEAD}",
}


# What it says of a letter that waits there, as the end of a sentence.
WAITING_WORDS = {
    "": "it has the letter",
    "pending-virus-check": "it checks the file",
    "created": "it is to be printed",
    "sending": "it is to be printed",
    "accepted": "it is to be printed",
}


def outcome_of(status: str, *, is_text: bool = False) -> ServiceOutcome:
    """A status that nobody here knows is waited on: a letter that does not move is told of in any case."""
    return (OUTCOMES_OF_TEXTS if is_text else OUTCOMES).get(status, ServiceOutcome.WAITS)


def why_not_sent(status: str, *, is_text: bool = False) -> str:
    """Why what is not waited on any more did not go, and what to do."""
    return (WHY_NO_TEXT if is_text else WHY_NOT_SENT)[status]
