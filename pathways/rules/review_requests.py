"""Reviews of the plan that are asked for, or found necessary, before their date: why, and who may decide against one.

CLR reg 7(2)(a) and (b): the authority must arrange a review where the young person asks for one, and where the personal
adviser or the authority considers one necessary. Vol 3 4.16-4.17 bring it forward at once where a crisis may develop.
Pure.
"""

from __future__ import annotations

from enum import StrEnum


class AskedBy(StrEnum):
    YOUNG_PERSON = "young_person"
    ADVISER = "adviser"
    MANAGER = "manager"
    OFFICER = "officer"
    OTHER = "other"


ASKED_BY_WORDS = {
    AskedBy.YOUNG_PERSON: "The young person",
    AskedBy.ADVISER: "Their personal adviser",
    AskedBy.MANAGER: "A manager",
    AskedBy.OFFICER: "The reviewing officer",
    AskedBy.OTHER: "Somebody else",
}


class ReviewReason(StrEnum):
    WISH = "wish"
    MOVE = "move"
    CUSTODY = "custody"
    HOMELESS = "homeless"
    WORK = "work"
    EXPECTING = "expecting"
    PARENTING = "parenting"
    RISK = "risk"
    OTHER = "other"


REASON_WORDS = {
    ReviewReason.WISH: "They want to go through the plan again",
    ReviewReason.MOVE: "They move, or have moved",
    ReviewReason.CUSTODY: "They may go to custody, or are there",
    ReviewReason.HOMELESS: "They may lose their home, or have none",
    ReviewReason.WORK: "They have lost their job or left their course",
    ReviewReason.EXPECTING: "They expect a child",
    ReviewReason.PARENTING: "There is worry about how they can care for their child",
    ReviewReason.RISK: "They are at risk, or a crisis may come",
    ReviewReason.OTHER: "Another reason",
}
# Vol 3 4.16-4.17: custody, the home, whether they can care for their child, and any other crisis that may develop.
AT_ONCE = frozenset({ReviewReason.CUSTODY, ReviewReason.HOMELESS, ReviewReason.PARENTING, ReviewReason.RISK})


class EndedHow(StrEnum):
    """How a request ended without a review."""

    WITHDRAWN = "withdrawn"
    AGAINST = "against"
    MISTAKE = "mistake"


ENDED_WORDS = {
    EndedHow.WITHDRAWN: "Whoever asked for it does not want it any more",
    EndedHow.AGAINST: "We decide that none is needed",
    EndedHow.MISTAKE: "It was written down by mistake",
}
# Whose asking is enough: reg 7(2)(a) and (b).
MUST_BE_HELD = frozenset({AskedBy.YOUNG_PERSON, AskedBy.ADVISER})


def why_not_end(asked_by: str, how: str, *, decides: bool) -> str | None:
    """The sentence that says why a request cannot end so, or None. `decides`: they may decide on plans."""
    if how != EndedHow.AGAINST:
        return None
    if asked_by == AskedBy.YOUNG_PERSON:
        return "They asked for it, so the law has us hold it. It ends only if they take it back."
    if asked_by == AskedBy.ADVISER:
        return "Their adviser finds it necessary, so the law has us hold it. It ends only if they take it back."
    if not decides:
        return "A manager decides that no review is needed."
    return None
