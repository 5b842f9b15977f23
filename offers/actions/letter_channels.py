"""By whom a letter is printed and posted, where somebody chooses that for one letter; and what came too late."""

from __future__ import annotations

from datetime import date

from careleavers.actions.base import Refused, action, record_event
from careleavers.models import User
from offers.actions.letters import lock_letter, tell_of_letter
from offers.actions.watching import check_letters, forget_service, take_back
from offers.documents.composing import composer_for
from offers.models import Letter, LetterFile
from offers.rules.addresses import LetterChannel
from offers.rules.letter_states import LetterAction, LetterState, not_now


@action
def print_here(*, by: User, letter: Letter, today: date) -> None:
    """The letter is printed and posted here, and not by the service: words and address stay as approved.

    Whoever asks this of one that may be at the service has looked there. Refused where no PDF could be made of it. One
    that was a message is written again, as paper has an address.
    """
    letter = lock_letter(letter, LetterAction.PRINT_HERE)
    if letter.is_message:
        _send_by_post(letter, by, today)
        return
    if not letter.goes_by_service:
        raise Refused("This letter is printed here already. Reload the page to see it.")
    if not letter.pdf_sha256:
        raise Refused("This letter could not be made. Ask somebody who approves letters to write it again.")
    letter.status, letter.channel = LetterState.RENDERED, LetterChannel.OWN_PRINTER
    forget_service(letter)
    letter.save()
    record_event("letter_to_print_here", by=by, person=letter.person, on=letter)
    check_letters([letter], today)


def _send_by_post(letter: Letter, by: User, today: date) -> None:
    letter.by_post = True
    take_back(letter)
    record_event("letter_by_post", by=by, person=letter.person, on=letter)
    check_letters([letter], today)


@action
def hand_in(*, by: User, letter: Letter, today: date) -> None:
    """The letter is to be printed and posted by the service: its file is made again, with what it encloses.

    Refused where no service is connected, or where it would not take the address.
    """
    letter = lock_letter(letter, LetterAction.HAND_IN)
    if letter.goes_by_service or letter.is_message:
        raise Refused(not_now(LetterAction.HAND_IN, letter.status))
    if reason := composer_for([letter], today).why_not_by_service(letter):
        raise Refused(reason)
    LetterFile.objects.filter(letter=letter).delete()
    letter.status, letter.channel, letter.pdf_sha256 = LetterState.APPROVED, LetterChannel.PRINTING_SERVICE, ""
    forget_service(letter)
    letter.save()
    record_event("letter_to_hand_in", by=by, person=letter.person, on=letter)
    check_letters([letter], today)


@action(open_after_death="It says that people know of a letter that went.")
def note_gone(*, by: User, letter: Letter, today: date) -> None:
    """A letter went that should not have, and those whom it reaches know of it."""
    letter = lock_letter(letter, LetterAction.NOTE_GONE)
    if not letter.hold_reasons:
        raise Refused("Somebody has noted this already. Reload the page to see it.")
    record_event("letter_gone_noted", by=by, person=letter.person, on=letter, reasons=len(letter.hold_reasons))
    letter.noted_reasons = [*letter.noted_reasons, *letter.hold_reasons]
    letter.hold_reasons = []
    letter.save(update_fields=["hold_reasons", "noted_reasons"])
    tell_of_letter(letter, composer_for([letter], today))
