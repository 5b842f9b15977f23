"""What a young person said of their plan through a link, as one message to their worker. Pure."""

from __future__ import annotations

from collections.abc import Sequence

CALL, REVIEW, OTHER_ADVISER = (
    "Would like to be called.",
    "Asks to go through the plan again.",
    "Asks for another personal adviser.",
)
DISAGREES = {"no": "Does not agree with the plan.", "partly": "Agrees with some of the plan."}


def message_of(
    *,
    agrees: str,
    own_words: str,
    help_with: Sequence[str],
    wants_call: bool,
    wants_review: bool,
    wants_other_adviser: bool,
) -> str:
    """What their worker is to answer, the most pressing first; "" where they agree and ask for nothing.

    `help_with` are the titles of matters of the plan.
    """
    said = [
        OTHER_ADVISER if wants_other_adviser else "",
        CALL if wants_call else "",
        REVIEW if wants_review else "",
        f"Wants help with: {', '.join(help_with)}." if help_with else "",
        DISAGREES.get(agrees, ""),
        f"“{own_words}”" if own_words else "",
    ]
    return " ".join(filter(None, said))
