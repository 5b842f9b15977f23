"""Parts of a plan that are given to another service: on what basis, and how far it is with them. Pure."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum

CHASE_AFTER = timedelta(days=14)  # local standard: no law says how long a service may take
LONGEST_TO_CHASE = timedelta(days=92)


class ReferralService(StrEnum):
    """To what kind of service."""

    HOUSING = "housing"
    DWP = "dwp"
    HEALTH = "health"
    MENTAL_HEALTH = "mental"
    EDUCATION = "school"
    ADVOCACY = "advocacy"
    ADULTS = "adults"
    OTHER = "other"


SERVICE_WORDS = {
    ReferralService.HOUSING: "Housing",
    ReferralService.DWP: "Jobcentre or DWP",
    ReferralService.HEALTH: "Health",
    ReferralService.MENTAL_HEALTH: "Mental health",
    ReferralService.EDUCATION: "Virtual school, education and careers",
    ReferralService.ADVOCACY: "Advocacy and children’s rights",
    ReferralService.ADULTS: "Services for adults",
    ReferralService.OTHER: "Another service",
}


class SharingBasis(StrEnum):
    """What allows us to share."""

    AGREED = "agreed"
    DUTY_TO_REFER = "duty_to_refer"
    OUR_TASK = "our_task"
    SAFETY = "safety"


BASIS_WORDS = {
    SharingBasis.AGREED: "They agreed to it (UK GDPR arts 6(1)(a) and 9(2)(a))",
    SharingBasis.DUTY_TO_REFER: "They may be homeless and agreed to be referred (Housing Act 1996 s213B)",
    SharingBasis.OUR_TASK: "Our duties to them, with the help of others (UK GDPR art 6(1)(e); Children Act 1989 s27)",
    SharingBasis.SAFETY: "To keep them or others safe (Data Protection Act 2018 Sch 1 para 18)",
}
# Nothing is shared on these unless the young person agrees to all of it.
NEEDS_CONSENT = (SharingBasis.AGREED, SharingBasis.DUTY_TO_REFER)


class SharingAgreement(StrEnum):
    """What the young person says to it."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"
    NOT_ASKED = "not_asked"


AGREEMENT_WORDS = {
    SharingAgreement.YES: "They agree",
    SharingAgreement.PARTLY: "They agree to some of it",
    SharingAgreement.NO: "They do not agree",
    SharingAgreement.NOT_ASKED: "They were not asked",
}


class ReferralState(StrEnum):
    """How far it is with the other service."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    RESULT = "result"
    TAKEN_BACK = "taken_back"


STATE_WORDS = {
    ReferralState.WAITING: "Waits for an answer",
    ReferralState.ACCEPTED: "Taken on",
    ReferralState.DECLINED: "Declined",
    ReferralState.RESULT: "Result known",
    ReferralState.TAKEN_BACK: "Taken back",
}
OPEN = (ReferralState.WAITING, ReferralState.ACCEPTED)


def why_not_shared(basis: SharingBasis, agreement: SharingAgreement, why_anyway: str) -> tuple[str, str] | None:
    """The field to put right and the sentence that says why nothing may be shared like this, or None.

    s213B(3) of the Housing Act 1996 asks for their consent; without it, sharing rests on another basis and a reason.
    """
    if basis in NEEDS_CONSENT and agreement != SharingAgreement.YES:
        return "basis", "This basis is their agreement: choose another, or leave out what they do not agree to"
    if agreement != SharingAgreement.YES and not why_anyway.strip():
        return "why_anyway", "Say why it is shared although they do not agree to all of it, or were not asked"
    return None


def why_not_follow(now: ReferralState, then: ReferralState) -> str | None:
    """The sentence that says why a referral that is `now` so cannot become so `then`, or None."""
    if now not in OPEN:
        return f"It is over: {STATE_WORDS[now].lower()}."
    if now is ReferralState.ACCEPTED and then is ReferralState.WAITING:
        return "They took it on already: say what came of it, or when you ask again."
    return None
