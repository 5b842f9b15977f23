"""What a birthday letter says, to whom it is not sent, and on which birthdays there is one.

The words are for somebody of 18 who may keep them for thirty years: warm, concrete, about a reading age of 11, and
never more than we can keep. The facts in them come from the catalogue of entitlements as it is on the birthday.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from careleavers.rules import words
from careleavers.rules.clocks.facts import DEFAULTS as CLOCK_DEFAULTS
from careleavers.rules.code_sets import LEAVING_CARE_OR_QUALIFYING
from careleavers.rules.dates import LeapDay, birthday
from offers.rules.addresses import LetterChannel, address_problems
from offers.rules.catalogue import Entitlement, EntitlementState
from offers.rules.letter_points import NOTHING_KNOWN, BulletPoint, Circumstances, points_for, points_intro
from offers.rules.letter_templates import LetterBlock, Template, filled, filled_blocks

WRITTEN_TO = LEAVING_CARE_OR_QUALIFYING
# Why a letter does not go, where other modules ask for the reason itself.
DIED = "They have died. No letter is sent."
LAPSED = "The birthday was more than 30 days ago and no letter had been approved."
LAPSED_ELSE = "It was to be there more than 30 days ago, and nobody had approved it."
ASKED_US_NOT_TO_WRITE = "They asked us not to write. Ask their personal adviser how to mark the day."
RESTRICTED = "Their record is restricted. Somebody named on it must decide whether a letter is safe."
NO_CARE_LEAVER = "They will not be a care leaver by law on this birthday. A manager may still write by hand."
NO_CARE_LEAVER_THEN = "They will not be a care leaver by law on the day on which it is to be there."
UNSAFE = "This address is not safe to write to. Ask where letters may go, or give the letter by hand."
OTHER_ADVISER = (
    "It names somebody who is their personal adviser no more, or a former number of theirs. It has to be written again."
)
GIVEN_BY_ANOTHER = (
    "What it says of their personal adviser is so no more: do not give paper of it. Approve it to be given by hand "
    "again, or have it written again."
)
NOT_ASKED = "Nobody has said whether this address is safe to write to. Ask them, and record the answer."
MOVED = "They have moved since this letter was approved. Ask where letters go now, then have this one written again."
RENAMED = "Their name has changed since this letter was approved. Check it, then have the letter written again."
UNREADABLE = "Its words were approved in an older form that cannot be read any more. Approve the letter again."
SAYS_OTHERWISE = "What it says of them is so no more. It has to be written again."
INVITED_OTHERWISE = "The review is not as it says any more. It is now {when}."
NO_SUCH_REVIEW = "The review that it invites to on {when} was called off."
AS_INVITED_AGAIN = "The review is again as it says, {when}, after they were told otherwise."
ON_AGAIN_TOO_LATE = (
    "The review that it invites to is planned again, and a letter would not be there in time. Phone or text them, then "
    "cancel this letter."
)
OTHER_WAY = (
    "They are written to in another way now: the number or email address that was approved is not what they prefer, or "
    "not safe to use, any more. It has to be written again."
)
OUT_OF_DATE = tuple(each.partition("{")[0] for each in (INVITED_OTHERWISE, NO_SUCH_REVIEW, AS_INVITED_AGAIN))
NOT_CONFIRMED = (
    "The record does not show what this letter confirms: that they are a care leaver today, and live in the home that "
    "it is about. Put the record right, or cancel the letter and ask for another."
)
ASKED_FROM, SUPPORT_ENDS_AT = 21, 25  # Children Act 1989 s23CZB


class Occasion(NamedTuple):
    """A birthday that gets a letter."""

    age: int
    falls_on: date

    @property
    def code(self) -> str:
        """The name of the occasion in data, unique for a person: the age."""
        return str(self.age)


@dataclass(frozen=True, kw_only=True)
class Recipient:
    """The young person as a letter needs them. `known_as`: what they like to be called; `status`: on the day that the
    letter is for, where it goes to care leavers by law alone (`only_care_leavers`); that day may be no birthday."""

    known_as: str
    address: tuple[str, ...] = ()
    safe_to_write: bool | None = None
    status: str | None = None
    deceased: bool = False
    restricted: bool = False
    asked_not_to_be_written_to: bool = False
    only_care_leavers: bool = True
    marks_birthday: bool = True


@dataclass(frozen=True, kw_only=True)
class Sender:
    """The authority: its service, how to reach it, and who signs. `signature`: by what a letter calls the picture of it
    that it bears; "" where it is signed with a pen, or not at all."""

    authority: str
    service: str
    address: tuple[str, ...]
    phone: str
    email: str
    website: str
    colour: str
    signed_by: str
    title: str
    signature: str = ""


@dataclass(frozen=True, kw_only=True)
class Adviser:
    """The personal adviser, with what they want printed. `id` is by which the record knows them."""

    name: str
    phone: str = ""
    id: str = ""


@dataclass(frozen=True, kw_only=True)
class LetterText:
    """A letter as it is typeset: plain text throughout, nothing in it is code.

    `adviser` is the id of whom it names as their adviser, `adviser_phone` their number that it gives; empty for nobody
    and for none, and in what older versions approved.
    """

    written_on: str
    address: tuple[str, ...]
    heading: str
    greeting: str
    opening: tuple[LetterBlock, ...]
    points_intro: str
    points: tuple[BulletPoint, ...]
    after: tuple[LetterBlock, ...]
    ending: str
    signed_by: str
    title: str
    enclosed: str
    sender: Sender
    adviser: str = ""
    adviser_phone: str = ""

    def names_another(self, current: Adviser | None) -> bool:
        """Whether it names somebody who is their adviser no more, or gives a number at which they are not reached."""
        if not self.adviser:
            return False
        if current is None or current.id != self.adviser:
            return True
        return bool(self.adviser_phone) and current.phone != self.adviser_phone

    @property
    def is_by_hand(self) -> bool:
        """Whether it was written to be given by hand: with no address but the name."""
        return len(self.address) == 1


def occasions(
    date_of_birth: date,
    first: date,
    last: date,
    ages: Iterable[int] = CLOCK_DEFAULTS.letter_ages,
    leap_day: LeapDay = "1 March",
) -> tuple[Occasion, ...]:
    """The birthdays with a letter from `first` to `last`, both included, in order."""
    due = (Occasion(age, birthday(date_of_birth, age, leap_day)) for age in sorted(set(ages)))
    return tuple(occasion for occasion in due if first <= occasion.falls_on <= last)


def why_not_sent(
    recipient: Recipient,
    *,
    channel: LetterChannel = LetterChannel.OWN_PRINTER,
    unprintable: str = "",
    too_wide: str = "",
) -> str | None:
    """The first reason of `reasons_not_to_send`; None when the letter may go."""
    reasons = reasons_not_to_send(recipient, channel=channel, unprintable=unprintable, too_wide=too_wide)
    return next(iter(reasons), None)


def reasons_not_to_send(
    recipient: Recipient,
    *,
    channel: LetterChannel = LetterChannel.OWN_PRINTER,
    unprintable: str = "",
    too_wide: str = "",
) -> tuple[str, ...]:
    """Why a letter must not go out now, a sentence each for the person who decides; empty when it may.

    Asked when the letter is planned and again at every step until it is in the post. Of a death nothing else is said;
    of an address only its first fault. `channel`: who prints it; `unprintable`: characters that no font here has;
    `too_wide`: the sentence about a line that does not fit the window.
    """
    if recipient.deceased:
        return (DIED,)
    why_no_care_leaver = NO_CARE_LEAVER if recipient.marks_birthday else NO_CARE_LEAVER_THEN
    about_them = (
        ASKED_US_NOT_TO_WRITE if recipient.asked_not_to_be_written_to else "",
        RESTRICTED if recipient.restricted else "",
        why_no_care_leaver if recipient.only_care_leavers and recipient.status not in WRITTEN_TO else "",
        UNSAFE if recipient.safe_to_write is False else "",
    )
    problems = address_problems(recipient.address, channel=channel)
    no_font = f"Our fonts cannot print {unprintable} in the name or address. Write it in English letters."
    about_the_address = (
        *problems,
        NOT_ASKED if recipient.safe_to_write is None else "",
        no_font if unprintable else "",
        too_wide,
    )
    first_fault = next((reason for reason in about_the_address if reason), "")
    return tuple(reason for reason in (*about_them, first_fault) if reason)


def letter_for(
    occasion: Occasion,
    recipient: Recipient,
    sender: Sender,
    adviser: Adviser | None,
    entitlements: Iterable[Entitlement],
    written_on: date,
    enclosed: str = "",
    circumstances: Circumstances = NOTHING_KNOWN,
    *,
    template: Template,
) -> LetterText:
    """The letter of an occasion, in the words of a template. `entitlements` as they are on the birthday; `enclosed`
    names what goes with it."""
    theirs = {each.code: each for each in entitlements}
    points = points_for(theirs, circumstances)
    values = {
        "known_as": recipient.known_as,
        **_about_the_day(occasion, written_on),
        "support": _support(theirs.get("personal_adviser"), occasion, adviser, sender),
        **_whom_to_ask(adviser, sender),
        "leaflet": "The leaflet with this letter tells you what else we offer." if enclosed else "",
    }
    return LetterText(
        written_on=words.day(written_on),
        address=recipient.address,
        heading=filled(template.heading, values).text,
        greeting=filled(template.greeting, values).text,
        opening=filled_blocks(template.before, values),
        points_intro=points_intro(points),
        points=points,
        after=filled_blocks(template.after, values),
        ending=filled(template.ending, values).text,
        signed_by=sender.signed_by,
        title=sender.title,
        enclosed=f"With this letter: {enclosed}" if enclosed else "",
        sender=sender,
        adviser=adviser.id if adviser else "",
        adviser_phone=adviser.phone if adviser else "",
    )


def _about_the_day(occasion: Occasion, written_on: date) -> Mapping[str, str]:
    """What fields say of the birthday. A late letter says that it is, whatever a template says beside it."""
    day = f"{words.WEEKDAYS[occasion.falls_on.weekday()]} {words.day(occasion.falls_on)}"
    late = written_on > occasion.falls_on
    return {
        "age": str(occasion.age),
        "age_in_order": _ordinal(occasion.age),
        "wish": f"Happy birthday for {day}.{' This letter is late, and we are sorry.' if late else ''}",
        "lovely_day": "We hope that you had a lovely day." if late else "Have a lovely day.",
    }


def _support(entitled: Entitlement | None, occasion: Occasion, adviser: Adviser | None, sender: Sender) -> str:
    """What to say of a personal adviser's help on the birthday, by the state of that entitlement."""
    state = entitled.state if entitled else EntitlementState.NO
    until = "until your next birthday" if occasion.age == SUPPORT_ENDS_AT - 1 else f"until you are {SUPPORT_ENDS_AT}"
    who = adviser.name if adviser else "Your personal adviser"
    if state == EntitlementState.CONDITIONAL:
        if adviser:
            return (
                f"Would you like {adviser.name} to go on helping you? You can have a personal adviser {until}. You do "
                f"not need a reason. Just ring {adviser.phone or sender.phone} and say yes."
            )
        return (
            f"Would you like a personal adviser to help you? You can have one {until}. You do not need a reason. "
            f"It does not matter how long it has been. Just ring {sender.phone} and say yes."
        )
    if state == EntitlementState.OPEN and occasion.age >= SUPPORT_ENDS_AT:
        return f"{who} will go on helping you until you finish the course that is in your plan."
    if state == EntitlementState.OPEN and occasion.age >= ASKED_FROM:
        return f"{who} can go on helping you {until}. You can stop this help at any time, and start it again."
    if state == EntitlementState.OPEN:
        named = f"{adviser.name} is your personal adviser and" if adviser else who
        return f"{named} can help you with a home, money, work, study or just a chat. You can have this help {until}."
    if state == EntitlementState.CLOSED:
        return (
            "The law says that a personal adviser's help ends now. We still want to hear how you are. At any age you "
            "can ask to see the records of your time in care, and we will help you to read them."
        )
    return f"You can ask us for advice and help. Ring {sender.phone} and tell us what would make life easier."


def _whom_to_ask(adviser: Adviser | None, sender: Sender) -> Mapping[str, str]:
    """What fields say of the people to ask."""
    call = f"ring {sender.phone}"
    if adviser and adviser.phone:
        call = f"ring {adviser.name} on {adviser.phone}, or us on {sender.phone}"
    return {
        "how_to_ask": f"To ask for anything, {call}. No question is too small.",
        "adviser": adviser.name if adviser else "your personal adviser",
        "adviser_phone": (adviser.phone if adviser else "") or sender.phone,
        "service_phone": sender.phone,
        "service_email": sender.email,
        "website": sender.website,
        "council": sender.authority,
    }


def _ordinal(number: int) -> str:
    teen = 10 <= number % 100 <= 20
    return f"{number}{'th' if teen else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"
