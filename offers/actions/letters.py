"""Letters: approved, printed, posted, given by hand, come back. What is approved is what goes, word for word."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import F
from django.utils import timezone

from careleavers.actions.base import Refused, action, record_event
from careleavers.actions.facts_changed import facts_changed
from careleavers.models import User
from careleavers.rules import words
from careleavers.rules.layouts import Layout
from offers.actions.letter_alerts import update_letter_alerts
from offers.actions.watching import (
    CANCELLED_AFTER_PRINTING,
    CANCELLED_AT_SERVICE,
    TO_BE_WRITTEN_AGAIN,
    check_letters,
    forget_service,
    lock_letters,
    put_back,
    stop_at_service,
    take_back,
    withdraw,
)
from offers.documents.composing import TEMPLATE_VERSION, Composer, composer_for
from offers.documents.letter_content import as_content, from_content
from offers.documents.typesetting import for_the_printer, letters_pdf
from offers.models import Letter, LetterBatch, LetterFile
from offers.rules.addresses import LetterChannel
from offers.rules.letter_states import LetterAction, LetterState, not_now, why_not_possible

TEXT_IS_GONE = "GOV.UK Notify has the text, and nobody can call it back. Tell them what is so now."
NO_PAPER = "This letter goes as a message. Send it by post instead, and it is written again."
MOST_IN_A_BATCH = 50  # letters are typeset while somebody waits, and take 1.5 MB each meanwhile


@dataclass(frozen=True)
class ApprovalResult:
    """What became of letters that somebody approved."""

    approved: tuple[Letter, ...] = ()
    on_hold: tuple[Letter, ...] = ()
    to_check: tuple[Letter, ...] = ()


@action
def approve_letters(
    *, by: User, letters: Collection[UUID], today: date, addresses_checked: Collection[UUID] = ()
) -> ApprovalResult:
    """Approve what waits for approval among these letters: words and address are frozen now.

    A letter that must not go is put on hold instead. One whose address changed within seven days is left in
    `to_check`, unless it is among `addresses_checked`. Refused while the authority has not said who signs.
    """
    rows = lock_letters(letters, [LetterState.PLANNED])
    composer = composer_for(rows, today)
    refuse_unsigned(composer)
    checked = check_letters(rows, today, composer)
    approved, to_check = [], []
    for letter in checked.unchanged:
        if composer.is_way_new(letter) and letter.pk not in addresses_checked:
            to_check.append(letter)
        else:
            _freeze(letter, composer, by=by, status=LetterState.APPROVED)
            approved.append(letter)
    return ApprovalResult(tuple(approved), checked.stopped, tuple(to_check))


def refuse_unsigned(composer: Composer) -> None:
    """Refused, naming what is missing, while letters have no sender."""
    if missing := composer.missing_from_sender():
        raise Refused(f"Letters cannot be signed yet: an administrator must first set {' and '.join(missing)}.")


def _freeze(letter: Letter, composer: Composer, *, by: User, status: LetterState) -> None:
    by_hand = status == LetterState.HAND_DELIVERY
    letter.approved_despite = " ".join(composer.why_not_wherever_they_live(letter)) if by_hand else ""
    route = None if by_hand else composer.message_route(letter)
    letter.content = as_content(composer.letter_text(letter, by_hand=by_hand or route is not None))
    letter.status, letter.hold_reasons, letter.withdrawn_on = status, [], None
    letter.approved_by, letter.approved_at = by, timezone.now()
    letter.offer, letter.template = composer.encloses(letter), composer.template(letter)
    going = composer.enclosure(letter)
    letter.translation = composer.translations.get(going.edition) if going else None
    letter.layout = going.layout if going else Layout.ORDINARY
    letter.template_version = TEMPLATE_VERSION
    letter.channel = LetterChannel.OWN_PRINTER if by_hand else composer.channel(letter)
    forget_service(letter)
    letter.sent_to = route.to if route else ""
    letter.save()
    name = "letter_approved" if status == LetterState.APPROVED else "letter_to_be_given"
    record_event(name, by=by, person=letter.person, on=letter, occasion=letter.occasion)


@action
def give_by_hand(*, by: User, letter: Letter, today: date) -> Letter:
    """Approve the letter to be given by hand: its words are frozen, and no address is on it but the name.

    Refused for somebody who has died.
    """
    letter = lock_letter(letter, LetterAction.HAND)
    composer = composer_for([letter], today)
    refuse_unsigned(composer)
    if reason := composer.why_not_by_hand(letter):
        raise Refused(reason)
    if letter.content is not None:
        take_back(letter)
    _freeze(letter, composer, by=by, status=LetterState.HAND_DELIVERY)
    tell_of_letter(letter, composer)
    return letter


@action(open_after_death="It says what has happened to a letter.")
def mark_given(*, by: User, letter: Letter, given_on: date, today: date) -> bool:
    """The personal adviser, or whoever saw them, gave the letter on a day since it was approved.

    False when it must not be given any more: it is then stopped instead. Once it has to be approved for that again, it
    can only have been given on a day before.
    """
    letter = lock_letter(letter, LetterAction.GIVE)
    if letter.state == LetterState.ON_HOLD and not letter.is_to_be_given_again:
        raise Refused(not_now(LetterAction.GIVE, letter.state))
    if given_on > today:
        raise Refused("A letter cannot be given in the future. Choose today or an earlier day.")
    _refuse_before(given_on, letter.approved_at, "This letter was approved on {day}: it was given then or later.")
    composer = composer_for([letter], today)
    if letter.withdrawn_on and given_on >= letter.withdrawn_on:
        since = words.day(letter.withdrawn_on)
        raise Refused(f"Since {since} this letter must not be given: what it says of their adviser is so no more.")
    if not letter.withdrawn_on and check_letters([letter], today, composer).stopped:
        return False
    letter.status, letter.given_on, letter.given_by = LetterState.GIVEN, given_on, by
    letter.hold_reasons, letter.withdrawn_on = [], None
    letter.save(update_fields=["status", "given_on", "given_by", "hold_reasons", "withdrawn_on"])
    tell_of_letter(letter, composer)
    facts_changed(people=[letter.person_id], today=today)
    record_event("letter_given", by=by, person=letter.person, on=letter, given_on=given_on)
    return True


def _refuse_before(day: date, moment: datetime | None, sentence: str) -> None:
    """Refused for a day before that of the moment, in local time; the sentence names it in place of {day}."""
    first = timezone.localdate(moment) if moment else None
    if first and day < first:
        raise Refused(sentence.format(day=words.day(first)))


@action
def write_again(*, by: User, letter: Letter, today: date) -> Letter:
    """Take an approval back: the letter is written again, with the words and address of the day it is next approved.

    One that came back counts as printed once more. Printed paper is first taken out of the pile, and one that the
    printing service has is cancelled there. The first version stays in the row's history.
    """
    letter = lock_letter(letter, LetterAction.WRITE_AGAIN)
    was = letter.status
    record_event("letter_taken_back", by=by, person=letter.person, on=letter, was=was)
    composer = composer_for([letter], today)
    if _stopped_elsewhere(letter, TO_BE_WRITTEN_AGAIN, today):
        tell_of_letter(letter, composer)
        return letter
    if was == LetterState.RETURNED:
        letter.reprints += 1
    letter.hold_reasons = []
    take_back(letter)
    check_letters([letter], today, composer)
    return letter


@action(open_after_death="A letter is stopped.")
def cancel_letter(*, by: User, letter: Letter, reason: str, today: date) -> None:
    """This letter is not to go at all. Printed paper is first taken out of the pile, or it is cancelled elsewhere."""
    letter = lock_letter(letter, LetterAction.CANCEL)
    composer = composer_for([letter], today)
    letter.cancelled_reason = reason
    letter.save(update_fields=["cancelled_reason"])
    why = CANCELLED_AFTER_PRINTING if letter.state == LetterState.PRINTED else CANCELLED_AT_SERVICE
    if not _stopped_elsewhere(letter, why, today):
        letter.status = LetterState.CANCELLED
        letter.save(update_fields=["status"])
    tell_of_letter(letter, composer)
    record_event("letter_cancelled", by=by, person=letter.person, on=letter)


def _stopped_elsewhere(letter: Letter, reason: str, today: date) -> bool:
    """Whether it has left the row, as paper or to the printing service: it is stopped there first."""
    stop = {LetterState.PRINTED: withdraw, LetterState.WITH_SERVICE: stop_at_service}.get(letter.state)
    if stop is None:
        return False
    if letter.goes_by_text:
        raise Refused(TEXT_IS_GONE)
    stop([letter], [reason], today)
    return True


@action(open_after_death="A letter is taken out of the pile.")
def take_out(*, by: User, letter: Letter, today: date) -> Letter:
    """The printed paper was taken out of the pile: the letter is cancelled, on hold or written again, as it must be."""
    letter = lock_letter(letter, LetterAction.TAKE_OUT)
    record_event("letter_taken_out", by=by, person=letter.person, on=letter)
    put_back(letter, today)
    return letter


@action(open_after_death="It says what has happened to a letter.")
def mark_already_posted(*, by: User, letter: Letter, posted_on: date, today: date) -> None:
    """It had gone: paper before it was to be taken out, or a letter of which nobody knew whether the service had it.

    Refused for a day before it was printed, or a later one.
    """
    letter = lock_letter(letter, LetterAction.ALREADY_POSTED)
    if letter.state == LetterState.NEEDS_ATTENTION and not letter.is_unclear:
        raise Refused(not_now(LetterAction.ALREADY_POSTED, letter.status))
    if posted_on > today:
        raise Refused("A letter cannot be posted in the future. Choose today or an earlier day.")
    if letter.withdrawn_on and posted_on > letter.withdrawn_on:
        since = words.day(letter.withdrawn_on)
        raise Refused(f"Since {since} this letter must not be posted. If it went later all the same, tell a manager.")
    _refuse_before_printing([letter], posted_on)
    _refuse_before(posted_on, letter.approved_at, "This letter was approved on {day}: it was posted then or later.")
    letter.status, letter.posted_on, letter.withdrawn_on = LetterState.POSTED, posted_on, None
    letter.hold_reasons, letter.cancelled_reason, letter.last_error, letter.unclear_since = [], "", "", None
    letter.save()
    tell_of_letter(letter, composer_for([letter], today))
    facts_changed(people=[letter.person_id], today=today)
    record_event("letter_posted", by=by, person=letter.person, on=letter, posted_on=posted_on, before_withdrawal=True)


@action
def print_batch(*, by: User, letters: Collection[UUID], today: date) -> tuple[LetterBatch | None, list[Letter]]:
    """Put the letters that are ready into one PDF for the printer; returns the batch and the letters taken out.

    Whoever has died, asked for no letters, moved or become restricted since the approval is taken out and put on hold:
    the batch may then be None. Refused when none of the letters is ready, or too many are asked for at once.
    """
    rows = [row for row in lock_letters(letters, [LetterState.RENDERED]) if row.channel == LetterChannel.OWN_PRINTER]
    if not rows:
        raise Refused("None of these letters is ready to print now. Somebody may have printed them already.")
    if len(rows) > MOST_IN_A_BATCH:
        raise Refused(f"Print at most {MOST_IN_A_BATCH} letters at once.")
    checked = check_letters(rows, today)
    going = sorted(checked.unchanged, key=lambda letter: (letter.occurrence_on, letter.person.sort_name))
    return (_batch(going, by, today) if going else None), list(checked.stopped)


def _batch(going: Sequence[Letter], by: User, today: date) -> LetterBatch:
    contents = [from_content(letter.approved_content) for letter in going]
    pdf = for_the_printer(letters_pdf(contents, f"Letters of {words.day(today)}", today))
    batch = LetterBatch.objects.create(
        recorded_by=by, letter_count=len(going), pdf=pdf, pdf_sha256=hashlib.sha256(pdf).hexdigest()
    )
    Letter.objects.filter(pk__in=[letter.pk for letter in going]).update(status=LetterState.PRINTED, batch=batch)
    for letter in going:
        record_event("letter_printed", by=by, person=letter.person, on=letter, batch=batch.pk)
    return batch


@dataclass(frozen=True)
class PostingResult:
    """Letters marked as posted, and those that must not be posted and are to be taken out of the pile."""

    posted: tuple[Letter, ...] = ()
    withdrawn: tuple[Letter, ...] = ()


@action
def mark_posted(*, by: User, letters: Collection[UUID], posted_on: date, today: date) -> PostingResult:
    """These printed letters went out on a day since they were printed, today or earlier.

    Each is checked once more: one that must not go is withdrawn instead. Refused when none is waiting.
    """
    if posted_on > today:
        raise Refused("A letter cannot be posted in the future. Choose today or an earlier day.")
    rows = lock_letters(letters, [LetterState.PRINTED])
    if not rows:
        raise Refused("None of these letters is waiting to be posted. Somebody may have marked them already.")
    _refuse_before_printing(rows, posted_on)
    checked = check_letters(rows, today)
    going = checked.unchanged
    Letter.objects.filter(pk__in=[letter.pk for letter in going]).update(status=LetterState.POSTED, posted_on=posted_on)
    facts_changed(people=[letter.person_id for letter in going], today=today)
    for letter in going:
        record_event("letter_posted", by=by, person=letter.person, on=letter, posted_on=posted_on)
    return PostingResult(posted=going, withdrawn=checked.stopped)


def _refuse_before_printing(rows: Sequence[Letter], posted_on: date) -> None:
    batches = LetterBatch.objects.filter(letters__in=rows)
    printed_at = batches.order_by("-recorded_at").values_list("recorded_at", flat=True).first()
    what = "This letter was" if len(rows) == 1 else "The last of these letters was"
    _refuse_before(posted_on, printed_at, f"{what} printed on {{day}}: it was posted then or later.")


@action(open_after_death="It says what has happened to a letter.")
def mark_returned(*, by: User, letter: Letter, returned_on: date, reason: str, today: date) -> None:
    """The letter came back: somebody must ask where to write, and is told. Refused for a day that cannot be."""
    letter = lock_letter(letter, LetterAction.RETURN)
    if returned_on > today or (letter.posted_on and returned_on < letter.posted_on):
        raise Refused("Choose the day it came back: after it was posted, and not after today.")
    letter.status, letter.returned_on, letter.returned_reason = LetterState.RETURNED, returned_on, reason
    letter.save(update_fields=["status", "returned_on", "returned_reason"])
    tell_of_letter(letter, composer_for([letter], today))
    facts_changed(people=[letter.person_id], today=today)
    record_event("letter_returned", by=by, person=letter.person, on=letter, returned_on=returned_on)


@action
def reprint(*, by: User, letter: Letter, today: date) -> None:
    """Print the same letter once more, spoilt or lost as it was: the words and the address stay as approved."""
    letter = lock_letter(letter, LetterAction.REPRINT)
    if letter.is_message:
        raise Refused(NO_PAPER)
    if not LetterFile.objects.filter(letter=letter).exists():
        raise Refused("No copy of this letter was kept. Ask somebody who approves letters to write it again.")
    letter.status, letter.batch, letter.posted_on = LetterState.RENDERED, None, None
    letter.reprints = F("reprints") + 1
    forget_service(letter)
    letter.save()
    facts_changed(people=[letter.person_id], today=today)
    record_event("letter_reprinted", by=by, person=letter.person, on=letter)


def lock_letter(letter: Letter, letter_action: LetterAction) -> Letter:
    """The letter as it is now, locked. Refused when the action is not possible in its state."""
    current = Letter.objects.select_for_update(of=("self",)).select_related("person").get(pk=letter.pk)
    if refusal := why_not_possible(letter_action, current.status, is_unclear=current.is_unclear):
        raise Refused(refusal)
    return current


def tell_of_letter(letter: Letter, composer: Composer) -> None:
    """Bring the tasks about one letter up to date."""
    update_letter_alerts(letters=[letter], today=composer.today, postage=composer.policies["postage"])
