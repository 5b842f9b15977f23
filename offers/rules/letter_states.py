"""The states of a letter, and what may be done in each. Pure.

planned -> approved -> rendered -> printed -> posted (-> returned). A letter that must not go is held until the reason
is gone. One that cannot be printed needs attention. One given by hand is approved for that, and then given.
"""

from enum import StrEnum


class State(StrEnum):
    PLANNED = "planned"
    HELD = "held"
    APPROVED = "approved"
    RENDERED = "rendered"
    PRINTED = "printed"
    POSTED = "posted"
    RETURNED = "returned"
    HAND_DELIVERY = "hand_delivery"
    GIVEN = "given"
    NEEDS_ATTENTION = "needs_attention"
    CANCELLED = "cancelled"

    @property
    def label(self) -> str:
        return IN_WORDS[self]


IN_WORDS = {
    State.PLANNED: "To approve",
    State.HELD: "Held",
    State.APPROVED: "Approved, being made",
    State.RENDERED: "Ready to print",
    State.PRINTED: "Printed, to post",
    State.POSTED: "Posted",
    State.RETURNED: "Came back",
    State.HAND_DELIVERY: "To give by hand",
    State.GIVEN: "Given by hand",
    State.NEEDS_ATTENTION: "Could not be made",
    State.CANCELLED: "Cancelled",
}
# What somebody sees who only posts letters.
POSTING = (State.RENDERED, State.PRINTED, State.POSTED, State.RETURNED)
# Those whose words and address are frozen.
FROZEN = (State.APPROVED, State.RENDERED, State.PRINTED, State.HAND_DELIVERY)
UNSENT = (State.PLANNED, State.HELD, State.APPROVED, State.RENDERED, State.PRINTED, State.HAND_DELIVERY)


class Deed(StrEnum):
    APPROVE = "approved"
    RENDER = "made"
    PRINT = "printed"
    POST = "marked as posted"
    RETURN = "marked as returned"
    REPRINT = "printed again"
    WRITE_AGAIN = "written again"
    HAND = "given by hand"
    GIVE = "marked as given"
    CANCEL = "cancelled"


S = State
ALLOWED: dict[Deed, tuple[State, ...]] = {
    Deed.APPROVE: (S.PLANNED,),
    Deed.RENDER: (S.APPROVED, S.HAND_DELIVERY),
    Deed.PRINT: (S.RENDERED,),
    Deed.POST: (S.PRINTED,),
    Deed.RETURN: (S.POSTED,),
    Deed.REPRINT: (S.PRINTED, S.POSTED),
    Deed.WRITE_AGAIN: (S.APPROVED, S.RENDERED, S.PRINTED, S.HAND_DELIVERY, S.RETURNED, S.NEEDS_ATTENTION),
    Deed.HAND: (S.PLANNED, S.HELD, S.RETURNED, S.NEEDS_ATTENTION),
    Deed.GIVE: (S.HAND_DELIVERY,),
    Deed.CANCEL: (*UNSENT, S.NEEDS_ATTENTION),
}


def why_not(deed: Deed, state: str) -> str | None:
    """Why this cannot be done to a letter in this state, as a sentence; None when it can."""
    if state in ALLOWED[deed]:
        return None
    return f"This letter is “{State(state).label.lower()}” now, so it cannot be {deed}. Look at it again."
