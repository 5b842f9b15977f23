"""Requests for one's own record: the clock, the states, and what is to be done next. Pure.

Sources: UK GDPR articles 12(3), 12(6), 15 and 16; Data Protection Act 2018 schedules 2 and 3; Children Act 1989
guidance volume 3, 4.22 to 4.37. A request may be made in any way and in any words; it is free.
"""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from careleavers.rules.dates import add_months

MONTHS_TO_ANSWER = 1  # UK GDPR art 12(3)
MORE_MONTHS = 2  # where it is complex or one of many; told with the reason within the first month (art 12(3))
ASK_AGAIN_AFTER = timedelta(days=14)  # local practice: the law gives no interval
LOOK_AGAIN_AFTER = timedelta(days=7)  # local practice: before the last day, a second person has a week


class RequestKind(StrEnum):
    """What is asked for."""

    ACCESS = "access"
    CORRECTION = "correction"


KIND_WORDS = {
    RequestKind.ACCESS: "A copy of what is kept about them (article 15)",
    RequestKind.CORRECTION: "To have something put right (article 16)",
}


class RecordRequestState(StrEnum):
    """Where a request is, in order; the last three are its ends."""

    RECEIVED = "received"
    IDENTITY_ASKED = "identity_asked"
    PREPARING = "preparing"
    SECOND_LOOK = "second_look"
    READY = "ready"
    SENT = "sent"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


STATE_WORDS = {
    RecordRequestState.RECEIVED: "Received",
    RecordRequestState.IDENTITY_ASKED: "Proof of who they are is asked for",
    RecordRequestState.PREPARING: "The copy is being prepared",
    RecordRequestState.SECOND_LOOK: "Waits for a second look",
    RecordRequestState.READY: "Ready to be given",
    RecordRequestState.SENT: "Answered",
    RecordRequestState.REFUSED: "Refused",
    RecordRequestState.WITHDRAWN: "Withdrawn",
}
ENDS = frozenset({RecordRequestState.SENT, RecordRequestState.REFUSED, RecordRequestState.WITHDRAWN})


class Exemption(StrEnum):
    """Why something is taken out of a copy, or a request is refused."""

    OTHERS = "others"
    HARM_SOCIAL_WORK = "harm_social"
    HARM_HEALTH = "harm_health"
    CRIME = "crime"
    PRIVILEGE = "privilege"
    COURT = "court"
    UNFOUNDED = "unfounded"


EXEMPTION_WORDS = {
    Exemption.OTHERS: "It is about somebody else (DPA 2018 Sch 2 para 16)",
    Exemption.HARM_SOCIAL_WORK: "It could do serious harm: social work data (DPA 2018 Sch 3 Part 3)",
    Exemption.HARM_HEALTH: "It could do serious harm: health data, by a health professional (DPA 2018 Sch 3 Part 2)",
    Exemption.CRIME: "It would hinder the prevention of crime (DPA 2018 Sch 2 para 2)",
    Exemption.PRIVILEGE: "Legal advice to the council (DPA 2018 Sch 2 para 19)",
    Exemption.COURT: "A report to a court that its rules withhold (DPA 2018 Sch 3 Part 3)",
    Exemption.UNFOUNDED: "The request is manifestly unfounded or excessive (UK GDPR art 12(5))",
}
# In the copy itself, where something was taken out.
EXEMPTION_IN_SHORT = {
    Exemption.OTHERS: "about somebody else",
    Exemption.HARM_SOCIAL_WORK: "could do serious harm",
    Exemption.HARM_HEALTH: "could do serious harm: health",
    Exemption.CRIME: "prevention of crime",
    Exemption.PRIVILEGE: "legal advice",
    Exemption.COURT: "a report to a court",
}


class RequestFacts(NamedTuple):
    """What the clock asks about one request. `extended`: they were told of two more months."""

    received_on: date
    identity_asked_on: date | None = None
    identity_checked_on: date | None = None
    extended: bool = False

    @property
    def is_waiting_for_proof(self) -> bool:
        return self.identity_asked_on is not None and self.identity_checked_on is None


def clock_starts_on(facts: RequestFacts) -> date | None:
    """The day from which the month counts: that on which it arrived or, where proof of who asks was needed, that on
    which there was proof (art 12(3), 12(6)). None while that is waited for."""
    return facts.identity_checked_on if facts.identity_asked_on else facts.received_on


def answer_by(facts: RequestFacts) -> date | None:
    """The last day for the answer: the corresponding date one calendar month on, or three where it was extended.

    Where that is no working day, the regulator's guidance gives until the next: we count to the earlier day. None while
    proof is waited for.
    """
    started = clock_starts_on(facts)
    months = MONTHS_TO_ANSWER + (MORE_MONTHS if facts.extended else 0)
    return add_months(started, months) if started else None


def why_not_extended(facts: RequestFacts, told_on: date) -> str | None:
    """The person is told of an extension, with its reason, within the first month (art 12(3))."""
    started = clock_starts_on(facts)
    if started is None:
        return "The month has not begun: it begins with the proof of who they are."
    if told_on < started:
        return "That is before the month began: check the days."
    if told_on > add_months(started, MONTHS_TO_ANSWER):
        return "They had to be told within the first month: it cannot be extended any more."
    return None


class NextTask(NamedTuple):
    """What is to be done next about a request, and the last day for it."""

    text: str
    due_on: date


def next_task(kind: str, state: str, facts: RequestFacts) -> NextTask | None:
    """What whoever answers the request does next; None once it has ended."""
    if RecordRequestState(state) in ENDS:
        return None
    last = answer_by(facts)
    if last is None:
        assert facts.identity_asked_on  # only then is there no last day
        return NextTask("Ask again for proof of who they are", facts.identity_asked_on + ASK_AGAIN_AFTER)
    if kind == RequestKind.CORRECTION:
        return NextTask("Answer what they ask to have put right", last)
    texts = {
        RecordRequestState.RECEIVED: NextTask("Begin the copy of the record", last),
        RecordRequestState.PREPARING: NextTask("Finish the copy of the record", last - LOOK_AGAIN_AFTER),
        RecordRequestState.SECOND_LOOK: NextTask("Take a second look at the copy", last),
        RecordRequestState.READY: NextTask("Give them the copy", last),
    }
    return texts.get(RecordRequestState(state), NextTask("Begin the copy of the record", last))
