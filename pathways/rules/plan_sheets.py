"""What the sheet asks on which a young person writes what their plan should say, with a pen. Pure.

The questions are ours, after the matters of the plan, and read at about 11 years.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pathways.rules.matters import MATTERS, OTHER_NEEDS

# Without the letters and digits that look like others when they are read aloud or by hand.
LETTERS_OF_REFERENCE = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
LONG = 8  # letters of a reference: guessed, it leads to nothing that somebody may not see anyway
OPENING = (
    "This sheet is for you. Write or draw what you want us to know. You can leave out any question.",
    "You can ask somebody to write for you. We keep your sheet with your plan, just as you wrote it.",
)
WANTS, WANTS_QUESTION = "What you want", "What do you want for the next year?"
ELSE, ELSE_QUESTION = "Anything else", "Is there anything else that we should know?"
GIVE_BACK = "Give it back to your adviser, or send them a photo of each page. You can ask for a new sheet at any time."
QUESTIONS: dict[str, tuple[str, ...]] = {
    "contact": ("Who is there for you when you need help?", "How often do you want to hear from us, and how?"),
    "education": ("What do you want to learn?", "What would help you with it?"),
    "employment": ("What work would you like to do?", "What do you like to do with your days?"),
    "contingency": ("What could go wrong for you?", "What should we do then? Who should be told?"),
    "accommodation": ("What is good about your home? What is not?", "Where do you want to live next?"),
    "family": ("Who matters most to you?", "Who do you want to see more often, or less?"),
    "skills": ("What can you do well on your own?", "What do you want to learn to do?"),
    "money": ("What is hard about money?", "What do you want to save up for?"),
    "health": ("How are you, in your body and in your mind?", "What would help you to feel better?"),
    "identity": ("What should we know about who you are?", "Do you need a passport or other papers?"),
    "arrival": ("What help do you need with your papers?", "Is there something that you want us to know?"),
    "adviser": ("What is good about your adviser? What is not?", "Do you want another adviser?"),
}


@dataclass(frozen=True)
class SheetPart:
    """A heading, and the questions below it, each with room to write."""

    heading: str
    questions: tuple[str, ...]


def parts_of(codes: Iterable[str]) -> tuple[SheetPart, ...]:
    """What is asked, for these matters or needs in their order: first what they want, last what else there is."""
    asked = [SheetPart(MATTERS[code].to_them, QUESTIONS[code]) for code in codes if code != OTHER_NEEDS.code]
    return (SheetPart(WANTS, (WANTS_QUESTION,)), *asked, SheetPart(ELSE, (ELSE_QUESTION,)))


def spoken(reference: str) -> str:
    """The reference in two halves, as it is printed: "7K4F-2QXM"."""
    return f"{reference[: LONG // 2]}-{reference[LONG // 2 :]}"
