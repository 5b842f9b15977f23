"""For which letters a council writes the words, and which fields those have. Pure."""

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple

from offers.rules.letter_kinds import LETTER_KIND_LABELS, LetterKind

POINTS, FACTS = "what_is_theirs", "facts"


class TemplateKind(StrEnum):
    """For which letters a template is: those of some birthdays, or all of another kind."""

    AT_18 = "18"
    AT_21 = "21"
    YEARLY = "yearly"
    COUNCIL_TAX = LetterKind.COUNCIL_TAX.value
    HAND_OVER = LetterKind.HAND_OVER.value
    REVIEW = LetterKind.REVIEW.value
    REMINDER = LetterKind.REMINDER.value

    @property
    def label(self) -> str:
        return KIND_LABELS[self]

    @property
    def is_of_birthday(self) -> bool:
        return self in BIRTHDAYS

    @classmethod
    def at(cls, age: int) -> "TemplateKind":
        """Of the birthday of this age."""
        return {18: cls.AT_18, 21: cls.AT_21}.get(age, cls.YEARLY)

    @classmethod
    def of(cls, kind: LetterKind, occasion: str) -> "TemplateKind":
        """Of a letter of this kind; `occasion` is the age where it marks a birthday."""
        return cls.at(int(occasion)) if kind == LetterKind.BIRTHDAY else cls(kind.value)


BIRTHDAYS = (TemplateKind.AT_18, TemplateKind.AT_21, TemplateKind.YEARLY)
KIND_LABELS = {
    TemplateKind.AT_18: "The 18th birthday",
    TemplateKind.AT_21: "The 21st birthday",
    TemplateKind.YEARLY: "Every other birthday",
    **{TemplateKind(kind.value): words for kind, words in LETTER_KIND_LABELS.items() if kind != LetterKind.BIRTHDAY},
}


class Field(NamedTuple):
    """A place in a template, filled for each person. `missing`: why a letter must have it; "" where it need not."""

    name: str
    what: str
    missing: str = ""


KNOWN_AS = Field("known_as", "What they like to be called")
OF_THE_SERVICE = (
    Field("service_phone", "The phone number of the service"),
    Field("service_email", "The email address of the service"),
    Field("website", "The web address of the local offer"),
    Field("council", "The name of the council"),
)
OF_BIRTHDAYS = (
    KNOWN_AS,
    Field("age", "Their age on the birthday, such as 18"),
    Field("age_in_order", "The same, such as 18th"),
    Field(
        "wish",
        "Happy birthday, with the day; and that we are sorry where the letter is late",
        "it wishes them a happy birthday, and says sorry where the letter is late",
    ),
    Field("lovely_day", "Have a lovely day; where the letter is late, that we hope they had one"),
    Field(
        "support",
        "What they have of a personal adviser’s help on that day, as the law says",
        "it says what help of a personal adviser is theirs by law",
    ),
    Field(
        POINTS,
        "The list of what is theirs and what they may ask for, as their record says; in a paragraph of its own",
        "it is the list of what is theirs",
    ),
    Field("how_to_ask", "Whom to ring, with the numbers"),
    Field("leaflet", "That there is a leaflet with the letter, where there is one"),
    Field("adviser", "The name of their personal adviser, or “your personal adviser”"),
    Field("adviser_phone", "The number of their personal adviser, or of the service"),
    *OF_THE_SERVICE,
)
OF_OTHERS: Mapping[TemplateKind, tuple[Field, ...]] = {
    TemplateKind.COUNCIL_TAX: (
        Field("full_name", "Their name in law", "the office that reads it must know whom it is about"),
        Field("born_on", "Their day of birth", "by it the office tells them from others of their name"),
        Field(
            FACTS,
            "The list of what we confirm, as the record says; in a paragraph of its own",
            "it is what the letter confirms",
        ),
        KNOWN_AS,
    ),
    TemplateKind.HAND_OVER: (
        KNOWN_AS,
        Field(
            "change",
            "Who was their personal adviser, who will be, and from which day",
            "it says who becomes their personal adviser, and when",
        ),
        Field("new_adviser", "The name of the new personal adviser"),
        Field("from_day", "The day from which the new one is there for them"),
        Field(
            FACTS,
            "Whom to phone until then and from then on; in a paragraph of its own",
            "it says whom to phone until then and from then on",
        ),
    ),
    TemplateKind.REVIEW: (
        KNOWN_AS,
        Field("when", "The day and the hour of the review"),
        Field("worker", "The name of whoever holds it with them"),
        Field("worker_phone", "The number of whoever holds it, or of the service"),
        Field(
            FACTS,
            "When and where it is, with whom, and that they may bring somebody; in a paragraph of its own",
            "it says when and where the review is",
        ),
    ),
    TemplateKind.REMINDER: (
        KNOWN_AS,
        Field(
            "what_you_said",
            "What they told us, and when",
            "it says why we write although they want no contact",
        ),
        Field("until", "The birthday to which they can ask", "it says until when they can change their mind"),
        Field(
            FACTS,
            "How to reach us, and how to have no more such letters; in a paragraph of its own",
            "it says how to have no more such letters",
        ),
    ),
}


def fields_of(kind: TemplateKind) -> tuple[Field, ...]:
    """Those of a letter of this kind, in the order in which a page lists them."""
    return OF_BIRTHDAYS if kind.is_of_birthday else (*OF_OTHERS[kind], *OF_THE_SERVICE)


def list_of(kind: TemplateKind) -> str:
    """The name of the field that is a list in a paragraph of its own."""
    return POINTS if kind.is_of_birthday else FACTS
