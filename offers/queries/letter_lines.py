"""What each line of a list of letters says, and the page of one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from careleavers.rules.dates import add_working_days
from careleavers.rules.words import weekday
from offers.documents.composing import Composer
from offers.models import Letter
from offers.queries.letter_channels import authority_channel
from offers.rules.addresses import LetterChannel
from offers.rules.letter_states import SERVICE_STATES, UNAPPROVED_STATES, LetterState
from offers.rules.messages import text_words
from offers.rules.posting import Postage, arrives_by, hand_in_from, handed_in_on, last_day_to_go, latest_arrival
from offers.rules.printing_service import WAITING_WORDS

S = LetterState
WAY_WORDS = {
    LetterChannel.PRINTING_SERVICE: "by GOV.UK Notify",
    LetterChannel.EMAIL: "by email, as they prefer",
    LetterChannel.TEXT: "a text says that it is there, as they prefer",
}


@dataclass(frozen=True)
class LetterLine:
    """One letter in a list. `post_by`: the last day on which it is sure to arrive in time, posted here or handed to the
    printing service by half past five. `channel`: who prints it, as things are now; `by_service`: and it is on its way
    to the service or there. `text_says`: where a text says that it is there, what that says.
    `encloses`: what would go with one that is not approved yet, by name; `not_as_wished`: what of that is not as they
    like to read it.
    """

    letter: Letter
    name: str
    address: tuple[str, ...]
    post_by: date
    channel: LetterChannel
    by_service: bool = False
    late_words: str = ""
    note: str = ""
    is_blocked: bool = False
    text_says: str = ""
    encloses: str = ""
    not_as_wished: str = ""

    @property
    def is_message(self) -> bool:
        """Whether no paper is to go, or none went."""
        return self.channel.is_message

    @property
    def way_words(self) -> str:
        """By which way it goes, at the end of a line; "" where it is printed and posted here."""
        return WAY_WORDS.get(self.channel, "")

    @property
    def is_late(self) -> bool:
        return bool(self.late_words)


def late_words(letter: Letter, usual: Postage, today: date) -> str:
    """That a letter has missed its day or may miss it; "" where it is in time or nobody waits for it.

    `usual` is the postage of one that nobody has chosen another for.
    """
    postage = Postage(letter.postage or usual)
    post_by = last_day_to_go(letter.occurrence_on, postage, _way(letter, LetterChannel(letter.channel)))
    return _late_words(letter, post_by, postage, today)


def _way(letter: Letter, channel: LetterChannel) -> LetterChannel:
    """What could not go otherwise is printed here in the end."""
    return LetterChannel.OWN_PRINTER if letter.status == S.NEEDS_ATTENTION else channel


def letter_lines(rows: list[Letter], composer: Composer) -> list[LetterLine]:
    """The lines of these letters on the composer's day: a constant number of queries."""
    return [_line(letter, composer) for letter in rows]


def _line(letter: Letter, composer: Composer) -> LetterLine:
    postage = Postage(letter.postage or composer.policies["postage"])
    channel, note = LetterChannel(letter.channel), _note(letter, postage, composer.today)
    address: tuple[str, ...] = ()
    if letter.content is not None:
        address = (*letter.approved_content.get("address", ()), *([letter.sent_to] if letter.sent_to else ()))
    elif letter.status in UNAPPROVED_STATES:
        address = composer.address(letter.person_id).lines
        channel = composer.channel(letter)
        if route := composer.message_route(letter):
            address = (letter.person.known_as, route.to)
        elif channel != authority_channel(composer.policies) and letter.status == S.PLANNED:
            note = f"To be printed here, as GOV.UK Notify would not take it. {composer.why_not_by_service(letter)}"
    encloses, missing = _enclosed(letter, composer)
    way = _way(letter, channel)
    by_service = way == LetterChannel.PRINTING_SERVICE
    post_by = last_day_to_go(letter.occurrence_on, postage, way)
    return LetterLine(
        letter=letter,
        name=letter.person.known_as,
        address=address,
        post_by=post_by,
        channel=channel,
        by_service=by_service,
        late_words=_late_words(letter, post_by, postage, composer.today),
        note=note,
        text_says=text_words(composer.sender()) if channel == LetterChannel.TEXT else "",
        encloses=encloses,
        not_as_wished=missing,
        is_blocked=letter.status in (S.ON_HOLD, S.NEEDS_ATTENTION, S.WITHDRAWN, S.TO_STOP),
    )


def _enclosed(letter: Letter, composer: Composer) -> tuple[str, str]:
    """What goes with a letter that is not approved yet, and what of it they wish otherwise and there is not."""
    if letter.status not in UNAPPROVED_STATES:
        return "", ""
    offer, going = composer.encloses(letter), composer.enclosure(letter)
    if offer is None or going is None:
        return "", ""
    missing = f"{going.missing[:1].upper()}{going.missing[1:]}." if going.missing else ""
    return offer.title + going.words, missing


def _late_words(letter: Letter, post_by: date, postage: Postage, today: date) -> str:
    """That it has missed the birthday, or may; "" while it is in time."""
    if letter.status in (S.CANCELLED, S.NOT_WANTED, S.WITHDRAWN, S.TO_STOP):
        return ""
    if letter.person.died_on and not letter.posted_on:
        return ""
    if letter.is_message and letter.posted_on:
        return "late: the day had passed" if letter.posted_on > letter.occurrence_on else ""
    if letter.posted_on:
        return "may have arrived late" if arrives_by(letter.posted_on, postage) > letter.occurrence_on else ""
    if letter.handed_over_at and not letter.is_message:
        handed_in = handed_in_on(timezone.localtime(letter.handed_over_at))
        return "late: it may miss the day" if latest_arrival(handed_in, postage) > letter.occurrence_on else ""
    if (letter.given_on or today) > letter.occurrence_on:
        return "late: the day has passed"
    by_hand = letter.status in (S.HAND_DELIVERY, S.GIVEN) or letter.is_to_be_given_again
    return "late: it may miss the day" if today > post_by and not by_hand else ""


def _note(letter: Letter, postage: Postage, today: date) -> str:
    if letter.is_message and letter.status in (S.APPROVED, S.RENDERED, *SERVICE_STATES):
        return _note_of_message(letter)
    if letter.status in SERVICE_STATES or (letter.goes_by_service and letter.status in (S.APPROVED, S.RENDERED)):
        return _note_of_service(letter, postage, today)
    match letter.status:
        case S.ON_HOLD:
            return letter.hold_reason
        case S.NEEDS_ATTENTION:
            return letter.last_error if letter.pdf_sha256 else f"It could not be made. {letter.last_error}"
        case S.CANCELLED:
            return letter.cancelled_reason
        case S.WITHDRAWN:
            return "It must not be posted: take it out of the pile."
        case S.NOT_WANTED:
            return "Not written to, as they wish."
        case S.HAND_DELIVERY:
            return "To be given by hand."
        case S.POSTED if letter.hold_reasons:
            return f"It went before it could be stopped. {letter.hold_reason}"
        case S.RETURNED:
            return f"It came back: {letter.returned_reason}" if letter.returned_reason else "It came back."
        case S.APPROVED:
            return "Being made: ready in a few minutes."
    return ""


def _note_of_message(letter: Letter) -> str:
    """Where a letter is on its way as a message."""
    if letter.status in (S.APPROVED, S.RENDERED):
        waits = f" Not sent yet. {letter.last_error}. It is tried again." if letter.last_error else ""
        return f"{letter.state_words}.{waits}"
    if letter.is_unclear:
        return f"Not known yet whether GOV.UK Notify has the text: it is asked again. {letter.last_error}."
    stopped = f" It went before it could be stopped. {letter.hold_reason}" if letter.hold_reasons else ""
    return f"{letter.state_words}.{stopped}"


def _note_of_service(letter: Letter, postage: Postage, today: date) -> str:
    """Where a letter is on its way to the printing service, or there."""
    match letter.status:
        case S.APPROVED:
            return "Being made."
        case S.RENDERED if letter.last_error:
            return f"Not handed over yet. {letter.last_error}. It is tried again."
        case S.RENDERED:
            first = hand_in_from(letter.occurrence_on, postage)
            return f"To be handed over on {weekday(first)}." if first > today else "To be handed over in a few minutes."
        case S.SENDING if letter.is_unclear:
            return f"Not known yet whether GOV.UK Notify has it: it is asked again. {letter.last_error}."
        case S.SENDING:
            return "Being handed over."
    handed_in = handed_in_on(timezone.localtime(letter.handed_over_at)) if letter.handed_over_at else today
    if letter.status == S.TO_STOP:
        until = f"before 17:30 on {weekday(handed_in)}"
        return f"It must not go: cancel it in GOV.UK Notify {until}. There it is {letter.reference}."
    said = WAITING_WORDS.get(letter.service_status, letter.service_status)
    printed = f"to be printed on {weekday(add_working_days(handed_in, 1))}"
    return f"Handed over on {weekday(handed_in)}, {printed}. GOV.UK Notify says: {said}. {letter.last_error}".strip()
