"""Letters are watched until they are in the post: what must not go is stopped, whatever has been done with it.

Death, a wish not to be written to, a restriction, a move, a new name, another adviser or an address that is not safe:
until it is approved a letter is put on hold; an approval is taken back; printed paper is withdrawn, and its batch made
again; one that the printing service has is to be cancelled there, and of one that it may have the reasons are kept
until that is known.
These functions are parts of actions.
"""

from __future__ import annotations

import hashlib
import logging
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID, uuid5

from django.db.models import Q

from careleavers.actions.base import record_event
from careleavers.models.statements import Statement
from careleavers.rules.layouts import Layout
from careleavers.rules.words import day
from offers.actions.letter_alerts import move_letter_alerts, update_letter_alerts
from offers.documents.composing import Composer, composer_for
from offers.documents.letter_content import from_content
from offers.documents.typesetting import for_the_printer, letters_pdf
from offers.models import Letter, LetterBatch, LetterFile
from offers.queries.letter_occasions import is_soon, review_facts
from offers.rules.addresses import LetterChannel
from offers.rules.letter_kinds import WHY_CALLED_OFF, LetterKind, invited_by, is_day_of_invitation
from offers.rules.letter_states import TASK_STATES, UNAPPROVED_STATES, WATCHED_STATES, LetterState
from offers.rules.letter_text import (
    ASKED_US_NOT_TO_WRITE,
    GIVEN_BY_ANOTHER,
    MOVED,
    ON_AGAIN_TOO_LATE,
    OTHER_ADVISER,
    OTHER_WAY,
    OUT_OF_DATE,
    RENAMED,
    SAYS_OTHERWISE,
)

logger = logging.getLogger(__name__)

AT_ONCE = 1000
# What becomes of a letter that must not go any more, where it has left the row: somebody must stop it there.
STOPPED_AS = {LetterState.PRINTED: LetterState.WITHDRAWN, LetterState.WITH_SERVICE: LetterState.TO_STOP}
# In these the words stay, and the reasons are kept, while it is not known whether the printing service has the letter,
# or while nobody can stop it there, as a text.
KEPT_STATES = (LetterState.SENDING, LetterState.NEEDS_ATTENTION, LetterState.POSTED, LetterState.WITH_SERVICE)
FOLLOWED_STATES = tuple(dict.fromkeys((*WATCHED_STATES, *TASK_STATES)))
ALL_FOLLOWED = (*FOLLOWED_STATES, LetterState.POSTED, LetterState.CANCELLED)
# An invitation that is in the post is followed too: what it says may come to be wrong before its day; and one that was
# called off: its review may be planned again.
REVIEW_CALLED_OFF = Q(status=LetterState.CANCELLED, cancelled_reason=WHY_CALLED_OFF[LetterKind.REVIEW])
FOLLOWED = Q(status__in=FOLLOWED_STATES) | Q(kind=LetterKind.REVIEW) & (
    Q(status=LetterState.POSTED) | REVIEW_CALLED_OFF
)
# Somebody must look at the new address, name or adviser, or tell them: these holds end when the letter is written again
# or cancelled, not by themselves.
ENDED_BY_SOMEBODY = (MOVED, RENAMED, GIVEN_BY_ANOTHER, ON_AGAIN_TOO_LATE)
# Why somebody here has a letter stopped that has left the row.
CANCELLED_AFTER_PRINTING = "It was cancelled after it was printed."
CANCELLED_AT_SERVICE = "It was cancelled here after it was handed to the printing service."
TO_BE_WRITTEN_AGAIN = "It is to be written again."
CHOSEN_BY_SOMEBODY = (CANCELLED_AT_SERVICE, TO_BE_WRITTEN_AGAIN, *WHY_CALLED_OFF.values())
# What handing a letter to the printing service put on the row.
OF_THE_SERVICE: dict[str, Any] = {
    "postage": "",
    "mail": None,
    "sent_to": "",
    "notify_id": None,
    "service_status": "",
    "handed_over_at": None,
    "unclear_since": None,
    "look_ups": 0,
    "attempts": 0,
    "lease_until": None,
    "next_attempt_at": None,
    "last_error": "",
}
# What an approval put on the row, taken away again.
UNAPPROVED: dict[str, Any] = {
    "approved_by": None,
    "approved_at": None,
    "approved_despite": "",
    "content": None,
    "offer": None,
    "translation": None,
    "layout": Layout.ORDINARY,
    "template": None,
    "pdf_sha256": "",
    "batch": None,
    "withdrawn_on": None,
    **OF_THE_SERVICE,
}
GIVEN_BETWEEN = ("approved_by", "approved_at", "withdrawn_on")


@dataclass(frozen=True)
class LettersFollowed:
    """Letters as a check left them: those that it stopped, those that may wait for approval again, and the others."""

    stopped: tuple[Letter, ...] = ()
    released: tuple[Letter, ...] = ()
    unchanged: tuple[Letter, ...] = ()


def letters_follow(*, people: Collection[UUID], today: date) -> None:
    """Check the letters of these people after facts about them changed. Registered with `on_facts_changed`."""
    _follow([pk for [pk] in NOT_GONE_OF.rows(people)], today)


NOT_GONE_OF = Statement(
    lambda people: Letter.objects.filter(FOLLOWED, person__in=people).order_by("pk").values_list("pk"),
    list,
)


def follow_letters(letters: Any, today: date) -> LettersFollowed:
    """Check all of these letters that have not gone yet, and bring the tasks about them up to date; some at a time."""
    return _follow(list(letters.filter(FOLLOWED).order_by("pk").values_list("pk", flat=True)), today)


def _follow(ids: Sequence[UUID], today: date) -> LettersFollowed:
    stopped: list[Letter] = []
    released: list[Letter] = []
    for start in range(0, len(ids), AT_ONCE):
        checked = check_letters(lock_letters(ids[start : start + AT_ONCE], ALL_FOLLOWED), today)
        stopped += checked.stopped
        released += checked.released
    return LettersFollowed(tuple(stopped), tuple(released))


def lock_letters(ids: Iterable[UUID], states: Sequence[LetterState]) -> list[Letter]:
    """These letters with their person, those in one of the states, locked in one order by whoever locks."""
    rows = Letter.objects.filter(pk__in=list(ids), status__in=states)
    return list(rows.select_related("person").select_for_update(of=("self",)).order_by("pk"))


def check_letters(rows: Sequence[Letter], today: date, composer: Composer | None = None) -> LettersFollowed:
    """Stop what must not go, and release what may: locked letters whose person is loaded. The rows are changed too."""
    if not rows:
        return LettersFollowed()
    composer = composer or composer_for(rows, today)
    changes: dict[tuple[LetterState, tuple[str, ...]], list[Letter]] = defaultdict(list)
    for letter in rows:
        _follow_its_day(letter, composer)
        state, reasons = _where_it_belongs(letter, composer)
        if (state, reasons) != (letter.state, tuple(letter.hold_reasons)):
            changes[state, reasons].append(letter)
    for (state, reasons), changed in changes.items():
        if state == LetterState.WITHDRAWN:
            withdraw(changed, reasons, today)
        elif state == LetterState.TO_STOP:
            stop_at_service(changed, reasons, today)
        elif state == LetterState.CANCELLED:
            _call_off(changed, reasons, today)
        elif state == changed[0].state and state in KEPT_STATES:
            _set(changed, {"hold_reasons": list(reasons)})
        else:
            hold(changed, state, reasons, today)
    moved = {letter.pk for changed in changes.values() for letter in changed}
    update_letter_alerts(letters=rows, today=today, postage=composer.policies["postage"])
    return LettersFollowed(
        stopped=tuple(letter for letter in rows if letter.pk in moved and letter.state != LetterState.PLANNED),
        released=tuple(letter for letter in rows if letter.pk in moved and letter.state == LetterState.PLANNED),
        unchanged=tuple(letter for letter in rows if letter.pk not in moved),
    )


def _follow_its_day(letter: Letter, composer: Composer) -> None:
    """An invitation to a review that was moved is to be there by another day."""
    if letter.kind != LetterKind.REVIEW or letter.state not in (*WATCHED_STATES, LetterState.CANCELLED):
        return
    review = review_facts(composer.facts, letter)
    if review is None or is_day_of_invitation(letter.occurrence_on, review.on):
        return
    was, letter.occurrence_on = letter.occurrence_on, invited_by(review.on, composer.today)
    letter.save(update_fields=["occurrence_on"])
    move_letter_alerts(letter=letter, was=was, today=composer.today, postage=composer.policies["postage"])


def _where_it_belongs(letter: Letter, composer: Composer) -> tuple[LetterState, tuple[str, ...]]:
    """The state in which a letter belongs, by what the record says today, and the reasons that hold it there."""
    state = letter.state
    if state == LetterState.POSTED and letter.kind == LetterKind.REVIEW and not letter.person.died_on:
        wrong = composer.why_gone_wrong(letter)
        others = (reason for reason in letter.hold_reasons if not reason.startswith(OUT_OF_DATE))
        return state, (*others, wrong) if wrong else tuple(others)
    if state == LetterState.CANCELLED and letter.cancelled_reason == WHY_CALLED_OFF[LetterKind.REVIEW]:
        return _invited_again(letter, composer)
    if state not in WATCHED_STATES:
        return state, tuple(letter.hold_reasons)
    if composer.is_called_off(letter):
        called_off = (letter.letter_kind.why_called_off,)
        if _cannot_be_stopped(letter):
            return state, called_off
        return STOPPED_AS.get(state, LetterState.CANCELLED), called_off
    if state in UNAPPROVED_STATES:
        reasons = (*composer.why_on_hold(letter), *for_somebody_to_end(letter.hold_reasons))
        state = LetterState.PLANNED
    else:
        reasons = composer.why_stopped(letter)
        if _cannot_be_stopped(letter):
            return state, reasons
        if reasons == (OTHER_WAY,):
            state, reasons = LetterState.PLANNED, composer.why_on_hold(letter)
        elif reasons in ((OTHER_ADVISER,), (SAYS_OTHERWISE,)) and state not in STOPPED_AS:
            return LetterState.PLANNED, ()  # nobody is to be asked: it waits for approval with the words of today
    if not reasons:
        return state, ()
    if state in STOPPED_AS:
        return STOPPED_AS[state], reasons
    if ASKED_US_NOT_TO_WRITE in reasons and GIVEN_BY_ANOTHER not in reasons:
        return LetterState.NOT_WANTED, reasons
    return LetterState.ON_HOLD, reasons


def _cannot_be_stopped(letter: Letter) -> bool:
    """Whether it may leave, or have left, at any moment: then it is followed until that is known."""
    is_gone_text = letter.state == LetterState.WITH_SERVICE and letter.goes_by_text
    return letter.state == LetterState.SENDING or letter.is_unclear or is_gone_text


def _invited_again(letter: Letter, composer: Composer) -> tuple[LetterState, tuple[str, ...]]:
    """Where an invitation belongs whose review was called off and may be planned again: it waits for approval like a
    new one; where it would come too late, somebody tells them instead."""
    review = None if letter.person.died_on else review_facts(composer.facts, letter)
    if review is None:
        return letter.state, tuple(letter.hold_reasons)
    letter.cancelled_reason = ""
    letter.save(update_fields=["cancelled_reason"])
    if is_soon(review.on, composer.today):
        return LetterState.ON_HOLD, (ON_AGAIN_TOO_LATE,)
    reasons = composer.why_on_hold(letter)
    return (LetterState.ON_HOLD if reasons else LetterState.PLANNED), reasons


def for_somebody_to_end(reasons: Collection[str]) -> list[str]:
    """Those of the reasons for a hold that stay, whatever else changes, until somebody has the letter written again."""
    return [reason for reason in ENDED_BY_SOMEBODY if reason in reasons]


def hold(rows: Sequence[Letter], state: LetterState, reasons: Sequence[str], today: date) -> None:
    """Put letters on hold for these reasons, or let them wait for approval again. What was approved is taken back.

    Of one that was to be given by hand the days of approval and of this are kept: paper of it may be given already.
    """
    approved = [letter for letter in rows if letter.content is not None]
    LetterFile.objects.filter(letter__in=approved).delete()
    kept = GIVEN_BETWEEN if GIVEN_BY_ANOTHER in reasons else ()
    nothing = {name: value for name, value in UNAPPROVED.items() if name not in kept}
    messages = [letter for letter in rows if letter.is_message]
    _set(rows, {"status": state, "hold_reasons": list(reasons), **nothing})
    _set(messages, {"channel": LetterChannel.OWN_PRINTER})
    if kept:
        _set(approved, {"withdrawn_on": today})
    for letter in approved:
        record_event("letter_stopped", by=None, person=letter.person, on=letter, occasion=letter.occasion)


def _call_off(rows: Sequence[Letter], reasons: Sequence[str], today: date) -> None:
    """What these letters are about will not happen: nothing of them has left the row, and they are cancelled."""
    hold(rows, LetterState.CANCELLED, (), today)
    _set(rows, {"cancelled_reason": " ".join(reasons)})


def withdraw(rows: Sequence[Letter], reasons: Sequence[str], today: date) -> None:
    """Printed letters must not be posted: somebody takes the paper out of the pile, and the batch is made again."""
    _set(rows, {"status": LetterState.WITHDRAWN, "hold_reasons": list(reasons), "withdrawn_on": today})
    for letter in rows:
        record_event("letter_withdrawn", by=None, person=letter.person, on=letter, occasion=letter.occasion)
    batches = LetterBatch.objects.filter(pk__in={letter.batch_id for letter in rows if letter.batch_id})
    for batch in batches.select_for_update().order_by("pk"):
        _make_again(batch, today)


def stop_at_service(rows: Sequence[Letter], reasons: Sequence[str], today: date) -> None:
    """Letters that the printing service has must not go: somebody cancels them there, as no program can."""
    _set(rows, {"status": LetterState.TO_STOP, "hold_reasons": list(reasons), "withdrawn_on": today})
    for letter in rows:
        record_event("letter_to_stop", by=None, person=letter.person, on=letter, occasion=letter.occasion)


def put_back(letter: Letter, today: date) -> None:
    """A locked letter that was stopped is nowhere else any more: it is cancelled, on hold or written again."""
    composer = composer_for([letter], today)
    letter.hold_reasons = for_somebody_to_end([*letter.hold_reasons, *composer.why_stopped(letter)])
    take_back(letter)
    if letter.cancelled_reason:
        letter.status, letter.hold_reasons = LetterState.CANCELLED, []
        letter.save(update_fields=["status", "hold_reasons"])
    check_letters([letter], today, composer)


def take_back(letter: Letter) -> None:
    """Empty what an approval wrote; saved before new words are written, as the database demands."""
    if letter.is_message:
        letter.channel = LetterChannel.OWN_PRINTER
    LetterFile.objects.filter(letter=letter).delete()
    for field, nothing in UNAPPROVED.items():
        setattr(letter, field, nothing)
    letter.status = LetterState.PLANNED
    letter.posted_on, letter.returned_on, letter.returned_reason = None, None, ""
    letter.save()


def forget_service(letter: Letter) -> None:
    """Not saved. What goes another time is another letter to the printing service: it has another reference.

    That follows from the one before: approved again after a backup was restored, the letter is found there by it.
    """
    for field, nothing in OF_THE_SERVICE.items():
        setattr(letter, field, nothing)
    letter.reference = uuid5(letter.reference, "next")


def _make_again(batch: LetterBatch, today: date) -> None:
    """The PDF of a batch without the letters that were withdrawn; empty where none is left or it cannot be made."""
    left = batch.letters.filter(~Q(status=LetterState.WITHDRAWN)).order_by("occurrence_on", "person__sort_name")
    approved = [letter.approved_content for letter in left if letter.content]
    pdf = b""
    if approved:
        try:
            contents = [from_content(content) for content in approved]
            pdf = for_the_printer(letters_pdf(contents, f"Letters of {day(today)}", today))
        except Exception:  # whatever is wrong with the paper, the death or the wish is recorded
            logger.exception("The PDF of batch %s could not be made again.", batch.pk)
    batch.pdf, batch.pdf_sha256, batch.letter_count = pdf, hashlib.sha256(pdf).hexdigest(), len(approved)
    batch.save(update_fields=["pdf", "pdf_sha256", "letter_count"])


def _set(rows: Sequence[Letter], fields: Mapping[str, Any]) -> None:
    """Write the fields of all the rows at once, and on the rows themselves."""
    Letter.objects.filter(pk__in=[letter.pk for letter in rows]).update(**fields)
    for letter in rows:
        for name, value in fields.items():
            setattr(letter, name, value)
