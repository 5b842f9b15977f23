"""What letters say that mark no birthday: facts of the record in plain words, never retyped. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from careleavers.rules.words import day, weekday
from offers.rules.letter_points import BulletPoint
from offers.rules.letter_templates import LetterBlock, paragraph
from offers.rules.letter_text import Adviser, LetterText, Recipient, Sender

STATUS_WORDS = {
    "relevant_child": "A relevant child (section 23A of the Children Act 1989)",
    "former_relevant_child": "A former relevant child (section 23C of the Children Act 1989)",
    "person_qualifying": "A person qualifying for advice and assistance (section 24 of the Children Act 1989)",
}
COUNCIL_TAX_TO_AGE = 25
TO_25 = "Councils may treat care leavers as such until they are 25."
WITH_REGARDS = "Yours faithfully,"


@dataclass(frozen=True)
class CouncilTaxFacts:
    """What a letter for council tax confirms. `since`: the first day as a care leaver without a break, `until`: the
    25th birthday; `home`: the lines of where they live, `home_since`: since when."""

    full_name: str
    born_on: date
    status: str
    since: date
    until: date
    home: Sequence[str]
    home_since: date


def council_tax_letter(facts: CouncilTaxFacts, recipient: Recipient, sender: Sender, written_on: date) -> LetterText:
    """For whoever sends them the bill: handed on by them, so that nothing else about them is in it.

    Local Government Finance Act 1992 s13A(1)(c): each billing authority decides whom it lets off.
    """
    opening = (
        f"To the council tax office: we write about {facts.full_name}, born on {day(facts.born_on)}, so that you can "
        "decide on a discount or exemption for care leavers."
    )
    points = (
        BulletPoint("Care leaver", f"{STATUS_WORDS[facts.status]}, since {day(facts.since)}."),
        BulletPoint("Until", f"25 years old on {day(facts.until)}. {TO_25}"),
        BulletPoint("Living at", f"{', '.join(facts.home)}, since {day(facts.home_since)}."),
    )
    after = (
        f"Please apply it from the first day on which they are liable. {_ask(sender)} We will not tell you anything "
        "else about them unless they ask us to."
    )
    return _letter(
        recipient,
        sender,
        written_on,
        heading="Confirmation for council tax",
        greeting="To whom it may concern,",
        opening=(paragraph(opening),),
        points_intro="We confirm, from our records:",
        points=points,
        after=(paragraph(after),),
        ending=WITH_REGARDS,
        signed_by=sender.signed_by,
        title=sender.title,
    )


def _ask(sender: Sender) -> str:
    return f"To check this letter, phone {sender.phone}."


@dataclass(frozen=True)
class HandOverFacts:
    """Who hands over to whom, from which day on."""

    former: Adviser | None
    new: Adviser
    from_on: date


def hand_over_letter(facts: HandOverFacts, recipient: Recipient, sender: Sender, written_on: date) -> LetterText:
    """Goodbye and hello in one letter: both are named, and whom to phone until then and from then on."""
    new, former = facts.new.name, facts.former
    when = f"{weekday(facts.from_on)} {facts.from_on.year}"
    change = (
        f"From {when} {new} will be your personal adviser."
        if former is None
        else (f"{former.name} has been your personal adviser. From {when} it will be {new}.")
    )
    meet = f"{new} would like to meet you soon, and will get in touch. You can say where and when."
    points = [BulletPoint(f"From {day(facts.from_on)}", f"Phone {new} on {facts.new.phone or sender.phone}.")]
    if former:
        until = f"Phone {former.name} on {former.phone or sender.phone}, and say what you would like to be passed on."
        points.insert(0, BulletPoint("Until then", until))
    stays = (
        "What we promised you stays promised, and your plan stays yours. If you would rather have somebody else, or "
        f"want to know why this changes, phone us on {sender.phone}."
    )
    return _letter(
        recipient,
        sender,
        written_on,
        heading="Your personal adviser is changing",
        greeting=f"Dear {recipient.known_as},",
        opening=(paragraph(change), paragraph(meet)),
        points_intro="Whom to phone",
        points=tuple(points),
        after=(paragraph(stays),),
        ending="With best wishes,",
        signed_by=sender.service,
        title=sender.authority,
    )


def _letter(
    recipient: Recipient,
    sender: Sender,
    written_on: date,
    *,
    heading: str,
    greeting: str,
    opening: tuple[LetterBlock, ...],
    points_intro: str,
    points: tuple[BulletPoint, ...],
    after: tuple[LetterBlock, ...],
    ending: str,
    signed_by: str,
    title: str,
) -> LetterText:
    return LetterText(
        written_on=day(written_on),
        address=recipient.address,
        heading=heading,
        greeting=greeting,
        opening=opening,
        points_intro=points_intro,
        points=points,
        after=after,
        ending=ending,
        signed_by=signed_by,
        title=title,
        enclosed="",
        sender=sender,
    )


def says_otherwise(approved: LetterText, current: LetterText) -> bool:
    """Whether what was approved is so no more: the facts in it, whatever has become of the address and the sender."""
    return any(getattr(approved, part) != getattr(current, part) for part in ("opening", "points", "after"))
