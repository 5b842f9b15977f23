"""What letters say that mark no birthday: facts of the record in plain words, never retyped, in the words of a
template. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time

from careleavers.rules.words import day, hour, weekday
from offers.rules.letter_points import BulletPoint
from offers.rules.letter_templates import Template, filled, filled_blocks
from offers.rules.letter_text import Adviser, LetterText, Recipient, Sender

STATUS_WORDS = {
    "relevant_child": "A relevant child (section 23A of the Children Act 1989)",
    "former_relevant_child": "A former relevant child (section 23C of the Children Act 1989)",
    "person_qualifying": "A person qualifying for advice and assistance (section 24 of the Children Act 1989)",
}
COUNCIL_TAX_TO_AGE = 25
TO_25 = "Councils may treat care leavers as such until they are 25."


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


def council_tax_letter(
    facts: CouncilTaxFacts, recipient: Recipient, sender: Sender, written_on: date, *, template: Template
) -> LetterText:
    """For whoever sends them the bill: handed on by them, so that nothing else about them is in it.

    Local Government Finance Act 1992 s13A(1)(c): each billing authority decides whom it lets off.
    """
    points = (
        BulletPoint("Care leaver", f"{STATUS_WORDS[facts.status]}, since {day(facts.since)}."),
        BulletPoint("Until", f"25 years old on {day(facts.until)}. {TO_25}"),
        BulletPoint("Living at", f"{', '.join(facts.home)}, since {day(facts.home_since)}."),
    )
    return _letter(
        template,
        {"full_name": facts.full_name, "born_on": day(facts.born_on)},
        recipient,
        sender,
        written_on,
        points_intro="We confirm, from our records:",
        points=points,
        signed_by=sender.signed_by,
        title=sender.title,
    )


@dataclass(frozen=True)
class HandOverFacts:
    """Who hands over to whom, from which day on."""

    former: Adviser | None
    new: Adviser
    from_on: date


def hand_over_letter(
    facts: HandOverFacts, recipient: Recipient, sender: Sender, written_on: date, *, template: Template
) -> LetterText:
    """Goodbye and hello in one letter: both are named, and whom to phone until then and from then on."""
    new, former = facts.new.name, facts.former
    when = f"{weekday(facts.from_on)} {facts.from_on.year}"
    change = (
        f"From {when} {new} will be your personal adviser."
        if former is None
        else (f"{former.name} has been your personal adviser. From {when} it will be {new}.")
    )
    points = [BulletPoint(f"From {day(facts.from_on)}", f"Phone {new} on {facts.new.phone or sender.phone}.")]
    if former:
        until = f"Phone {former.name} on {former.phone or sender.phone}, and say what you would like to be passed on."
        points.insert(0, BulletPoint("Until then", until))
    return _letter(
        template,
        {"change": change, "new_adviser": new, "from_day": when},
        recipient,
        sender,
        written_on,
        points_intro="Whom to phone",
        points=tuple(points),
    )


@dataclass(frozen=True)
class ReviewFacts:
    """When and how the pathway plan is reviewed, and with whom: the hour is that of England.

    `how` is "by phone" and the like, "" where they meet in person; `place` may be "".
    """

    on: date
    at: time
    how: str
    place: str
    worker: Adviser

    @property
    def when(self) -> str:
        return f"{weekday(self.on)} {self.on.year} at {hour(self.at)}"

    @property
    def meeting(self) -> BulletPoint:
        """Where they meet, or how they speak."""
        if self.how:
            return BulletPoint("How", _sentence(", ".join(filter(None, [self.how, self.place]))))
        return BulletPoint("Where", _sentence(self.place) if self.place else "Tell us where suits you.")


def _sentence(words: str) -> str:
    return f"{words[0].upper()}{words[1:].removesuffix('.')}."


def review_letter(
    facts: ReviewFacts, recipient: Recipient, sender: Sender, written_on: date, *, template: Template
) -> LetterText:
    """They are asked, and told that the review can be as they want it.

    Children Act 1989 guidance volume 3, 4.19 and 4.20: they take part in the arrangements, may say who is not to be
    invited, and may chair it.
    """
    phone = facts.worker.phone or sender.phone
    points = (
        BulletPoint("When", _sentence(facts.when)),
        facts.meeting,
        BulletPoint("With", f"{facts.worker.name}, {phone}."),
        BulletPoint("For you", "Bring somebody you trust. An advocate, who is on your side alone, costs you nothing."),
    )
    return _letter(
        template,
        {"when": facts.when, "worker": facts.worker.name, "worker_phone": phone},
        recipient,
        sender,
        written_on,
        points_intro=f"When and {facts.meeting.lead.lower()}",
        points=points,
    )


REMINDED_TO_AGE = 25


@dataclass(frozen=True)
class ReminderFacts:
    """What somebody said who wants no contact. `months`: after how many there is another letter; `until`: the birthday
    to which they can ask for an adviser."""

    said_on: date
    wants_no_more: bool
    until: date
    months: int
    adviser: Adviser | None


def reminder_letter(
    facts: ReminderFacts, recipient: Recipient, sender: Sender, written_on: date, *, template: Template
) -> LetterText:
    """It asks nothing of them: the door is open, and how to have no more of these letters.

    Children Act 1989 guidance volume 3, 4.39: adults may decline support, and the duty to try goes on.
    """
    what = "want nothing more from us" if facts.wants_no_more else "do not want us to get in touch"
    named = facts.adviser if facts.adviser and facts.adviser.phone else None
    call = f"Phone {named.name} on {named.phone}, or us on {sender.phone}." if named else f"Phone us on {sender.phone}."
    look = BulletPoint("If you only want to look", f"What care leavers can have is on {sender.website}.")
    points = (
        BulletPoint("If you want to talk", call),
        *((look,) if sender.website else ()),
        BulletPoint("If you want no such letters", "Tell us once, in any way, and we will not write again."),
    )
    return _letter(
        template,
        {"what_you_said": f"You told us on {day(facts.said_on)} that you {what}.", "until": day(facts.until)},
        recipient,
        sender,
        written_on,
        points_intro="Whenever it suits you",
        points=points,
    )


def _letter(
    template: Template,
    about: Mapping[str, str],
    recipient: Recipient,
    sender: Sender,
    written_on: date,
    *,
    points_intro: str,
    points: tuple[BulletPoint, ...],
    signed_by: str = "",
    title: str = "",
) -> LetterText:
    """`about`: what the fields of its kind say. Signed by the service where nobody is named."""
    values = {
        **about,
        "known_as": recipient.known_as,
        "service_phone": sender.phone,
        "service_email": sender.email,
        "website": sender.website,
        "council": sender.authority,
    }
    return LetterText(
        written_on=day(written_on),
        address=recipient.address,
        heading=filled(template.heading, values).text,
        greeting=filled(template.greeting, values).text,
        opening=filled_blocks(template.before, values),
        points_intro=points_intro,
        points=points,
        after=filled_blocks(template.after, values),
        ending=filled(template.ending, values).text,
        signed_by=signed_by if title else sender.service,
        title=title or sender.authority,
        enclosed="",
        sender=sender,
    )


def says_otherwise(approved: LetterText, current: LetterText) -> bool:
    """Whether what was approved is so no more: the facts in it, whatever has become of the address and the sender."""
    return any(getattr(approved, part) != getattr(current, part) for part in ("opening", "points", "after"))
