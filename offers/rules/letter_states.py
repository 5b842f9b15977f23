"""The states of a letter, and what may be done in each. Pure.

planned -> approved -> rendered -> printed -> posted (-> returned). A letter that must not go is on hold until the
reason is gone. One that cannot be printed needs attention. One given by hand is approved for that, and then given.
One that GOV.UK Notify prints: planned -> approved -> rendered -> sending -> with service -> posted; to stop, where it
must not go any more.
"""

from enum import StrEnum


class LetterState(StrEnum):
    PLANNED = "planned"
    ON_HOLD = "on_hold"
    APPROVED = "approved"
    RENDERED = "rendered"
    PRINTED = "printed"
    SENDING = "sending"
    WITH_SERVICE = "with_service"
    TO_STOP = "to_stop"
    POSTED = "posted"
    RETURNED = "returned"
    HAND_DELIVERY = "hand_delivery"
    GIVEN = "given"
    NEEDS_ATTENTION = "needs_attention"
    CANCELLED = "cancelled"
    WITHDRAWN = "withdrawn"
    NOT_WANTED = "not_wanted"

    @property
    def label(self) -> str:
        return LETTER_STATE_LABELS[self]


LETTER_STATE_LABELS = {
    LetterState.PLANNED: "To approve",
    LetterState.ON_HOLD: "On hold",
    LetterState.APPROVED: "Approved, being made",
    LetterState.RENDERED: "Ready to print",
    LetterState.PRINTED: "Printed, to post",
    LetterState.SENDING: "Being handed to the printing service",
    LetterState.WITH_SERVICE: "With the printing service",
    LetterState.TO_STOP: "To cancel with the printing service",
    LetterState.POSTED: "Posted",
    LetterState.RETURNED: "Came back",
    LetterState.HAND_DELIVERY: "To give by hand",
    LetterState.GIVEN: "Given by hand",
    LetterState.NEEDS_ATTENTION: "Could not be made",
    LetterState.CANCELLED: "Cancelled",
    LetterState.WITHDRAWN: "To take out of the pile",
    LetterState.NOT_WANTED: "Not written to, as they wish",
}
# What somebody sees who only posts letters.
POSTING_STATES = (
    LetterState.RENDERED,
    LetterState.PRINTED,
    LetterState.WITHDRAWN,
    LetterState.SENDING,
    LetterState.WITH_SERVICE,
    LetterState.TO_STOP,
    LetterState.POSTED,
    LetterState.RETURNED,
)
# Those whose words and address are frozen, beside SERVICE_STATES.
FROZEN_STATES = (
    LetterState.APPROVED,
    LetterState.RENDERED,
    LetterState.PRINTED,
    LetterState.WITHDRAWN,
    LetterState.HAND_DELIVERY,
)
# Those of letters that the printing service has, or may have at any moment.
SERVICE_STATES = (LetterState.SENDING, LetterState.WITH_SERVICE, LetterState.TO_STOP)
# Those that wait for an approval, or for a reason against one to go.
UNAPPROVED_STATES = (LetterState.PLANNED, LetterState.ON_HOLD, LetterState.NOT_WANTED)
# Those that a death, a wish, a restriction or a move still stops.
WATCHED_STATES = (
    *UNAPPROVED_STATES,
    LetterState.APPROVED,
    LetterState.RENDERED,
    LetterState.PRINTED,
    LetterState.HAND_DELIVERY,
    LetterState.NEEDS_ATTENTION,
    LetterState.SENDING,
    LetterState.WITH_SERVICE,
)
# Those of letters that are still to go.
TO_GO_STATES = tuple(state for state in WATCHED_STATES if state != LetterState.NOT_WANTED)
# Those that somebody is told of as a task.
TASK_STATES = (
    LetterState.ON_HOLD,
    LetterState.WITHDRAWN,
    LetterState.TO_STOP,
    LetterState.RETURNED,
    LetterState.NEEDS_ATTENTION,
    LetterState.HAND_DELIVERY,
)


class LetterAction(StrEnum):
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
    TAKE_OUT = "taken out of the pile"
    ALREADY_POSTED = "marked as already posted"
    PRINT_HERE = "printed here"
    HAND_IN = "handed to the printing service"
    NOTE_GONE = "noted"


S = LetterState
ALLOWED: dict[LetterAction, tuple[LetterState, ...]] = {
    LetterAction.APPROVE: (S.PLANNED,),
    LetterAction.RENDER: (S.APPROVED, S.HAND_DELIVERY),
    LetterAction.PRINT: (S.RENDERED,),
    LetterAction.POST: (S.PRINTED,),
    LetterAction.RETURN: (S.POSTED,),
    LetterAction.REPRINT: (S.PRINTED, S.POSTED),
    LetterAction.WRITE_AGAIN: (
        S.ON_HOLD,
        S.APPROVED,
        S.RENDERED,
        S.PRINTED,
        S.WITH_SERVICE,
        S.HAND_DELIVERY,
        S.RETURNED,
        S.NEEDS_ATTENTION,
    ),
    LetterAction.HAND: (S.PLANNED, S.ON_HOLD, S.NOT_WANTED, S.RETURNED, S.NEEDS_ATTENTION),
    LetterAction.GIVE: (S.HAND_DELIVERY, S.ON_HOLD),  # on hold: before it had to be approved for that again
    LetterAction.CANCEL: tuple(state for state in (*WATCHED_STATES, S.RETURNED) if state != S.SENDING),
    LetterAction.TAKE_OUT: (S.WITHDRAWN,),
    LetterAction.ALREADY_POSTED: (S.WITHDRAWN, S.NEEDS_ATTENTION),  # the latter: where it is not known
    LetterAction.PRINT_HERE: (S.RENDERED, S.NEEDS_ATTENTION),
    LetterAction.HAND_IN: (S.RENDERED,),
    LetterAction.NOTE_GONE: (S.POSTED,),
}


# What would send a second one of a letter that the printing service may have.
NOT_WHILE_UNCLEAR = (LetterAction.WRITE_AGAIN, LetterAction.HAND)
LOOK_FIRST = (
    "It is not known whether GOV.UK Notify has this letter, or they have the email. Look there first, or ask them: "
    "record that it had gone, or have it printed here or sent by post."
)


def why_not_possible(action: LetterAction, state: str, *, is_unclear: bool = False) -> str | None:
    """Why this cannot be done to a letter in this state, as a sentence; None when it can.

    `is_unclear`: whether the printing service may have it, and nobody knows.
    """
    if state not in ALLOWED[action]:
        return not_now(action, state)
    return LOOK_FIRST if is_unclear and action in NOT_WHILE_UNCLEAR else None


def not_now(action: LetterAction, state: str) -> str:
    """The sentence that says so."""
    return (
        f"This letter is “{LetterState(state).label.lower()}” now, so it cannot be {action}. Reload the page to see it."
    )
