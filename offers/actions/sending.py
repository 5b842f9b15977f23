"""Letters that GOV.UK Notify prints, and texts that it sends: handed to it once each, whatever dies in between.

A claim is committed before the service is asked. The service takes the same letter twice, so it is always asked first
whether it has one under our reference: a worker may have died before it could write that down, or a backup been
restored. Where an answer leaves that open, it is asked twice more, ten minutes apart, before the letter is sent again.
What nobody can settle is set aside with a task for a named person.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from time import monotonic
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import timezone

from careleavers.actions.base import action, record_event
from careleavers.models import PolicyValue
from offers.actions.watching import check_letters, lock_letters, put_back
from offers.documents.letter_content import from_content
from offers.models import Letter
from offers.printing_service import KnownLetter, PrintingService, ServiceRefused
from offers.rules.addresses import BY_NOTIFY, LetterChannel
from offers.rules.letter_states import LetterState
from offers.rules.messages import text_words
from offers.rules.posting import Postage, birthdays_to_hand_in, handed_in_on, last_day_to_go, postage_in_time
from offers.rules.printing_service import (
    INSTEAD,
    KEEPS_FOR,
    LOOK_UPS,
    SECONDS_A_RUN,
    UNCLEAR_WAIT,
    ServiceRefusal,
    try_again_at,
)

MOST_ATTEMPTS = 5
MOST_SILENCES = 3  # one after another: then the service is away, and the other letters wait unharmed
NOT_TAKEN = "GOV.UK Notify would not take this letter ({error}). Have it printed here, or write it again."
TAKES_NONE = "GOV.UK Notify takes no letters from us ({error}). Have it printed here; an administrator mends the rest."
TEXT_NOT_TAKEN = "GOV.UK Notify would not take the text ({error}). " + INSTEAD
NO_TEXTS = "GOV.UK Notify takes no texts from us now. " + INSTEAD
NOT_CONNECTED = "GOV.UK Notify is not connected any more. Have this letter printed here."
NOT_KNOWN = (
    "It is not known whether GOV.UK Notify has this letter. Look there for {reference}. If it is there, record the day "
    "it went; if not, have it printed here."
)
TEXT_NOT_KNOWN = (
    "It is not known whether the text has gone. Look for {reference} in GOV.UK Notify, or ask them. Record the day it "
    "went, or send the letter by post."
)
TWICE = "GOV.UK Notify has {reference} more than once. Cancel all but one of them there, before 17:30."
STOPPED = "whoever handed it over stopped in between"


@dataclass
class HandOverResult:
    """Numbers of letters. `stopped_because`: why the run ended before all were tried; "" where it did not.

    `is_refused`: the service takes none of our letters until somebody has mended that.
    """

    handed_over: int = 0
    waiting: int = 0
    set_aside: int = 0
    stopped_because: str = ""
    is_refused: bool = False


def hand_over_due(*, service: PrintingService | None, today: date) -> HandOverResult:
    """Hand over every letter whose time has come, the nearest birthday first; without a service set them aside.

    The run ends when the service takes none for now, or did not answer three times, or after four minutes: the next one
    goes on.
    """
    done = HandOverResult()
    if service is None:
        done.set_aside = set_aside_due(reason=NOT_CONNECTED, now=timezone.now(), today=today)
        return done
    silences, until = 0, monotonic() + SECONDS_A_RUN
    while monotonic() < until and (letter := claim_to_hand_over(now=timezone.now(), today=today)):
        try:
            if _hand_over(letter, service, today):
                done.handed_over += 1
            else:
                done.waiting += 1
            silences = 0
        except Exception as wrong:  # one letter must never stop the others
            refused = wrong if isinstance(wrong, ServiceRefused) else _unclear_after(wrong)
            record_refusal(letter=letter, refused=refused, now=timezone.now(), today=today)
            done.set_aside += refused.refusal == ServiceRefusal.LETTER
            done.waiting += refused.refusal != ServiceRefusal.LETTER
            silences += refused.refusal == ServiceRefusal.UNCLEAR
            if refused.refusal not in (ServiceRefusal.LETTER, ServiceRefusal.UNCLEAR) or silences == MOST_SILENCES:
                _end(done, refused, today)
                break
    return done


def _unclear_after(wrong: Exception) -> ServiceRefused:
    return ServiceRefused(ServiceRefusal.UNCLEAR, f"something went wrong here ({type(wrong).__name__})")


def _end(done: HandOverResult, refused: ServiceRefused, today: date) -> None:
    """No other letter would be taken now. Those for which tomorrow is too late are set aside: a person must act."""
    done.stopped_because = str(refused)
    if refused.refusal == ServiceRefusal.SERVICE:
        done.is_refused = True
        reason = TAKES_NONE.format(error=refused)
        done.set_aside += set_aside_due(reason=reason, now=timezone.now(), today=today, only_last_day=True)


def _hand_over(letter: Letter, service: PrintingService, today: date) -> bool:
    """Whether the service has the claimed letter now. ServiceRefused where it has not, or where that is not known."""
    try:
        found = service.find(letter.reference, is_text=letter.goes_by_text)
    except ServiceRefused as refused:
        raise NotAsked(refused) from refused
    if found:
        record_handed_over(letter=letter, known=found[0], is_twice=len(found) > 1, now=timezone.now(), today=today)
        return True
    if not begin_to_send(letter=letter, now=timezone.now(), today=today):
        return False
    if letter.goes_by_text:
        words = text_words(from_content(letter.approved_content).sender)
        known = service.send_text(letter.reference, letter.sent_to, words)
    else:
        known = service.send(letter.reference, bytes(letter.file.pdf), Postage(letter.postage))
    record_handed_over(letter=letter, known=known, is_twice=False, now=timezone.now(), today=today)
    return True


class NotAsked(ServiceRefused):
    """The service did not say whether it has a letter: nothing was sent, and nothing is learnt about the letter."""

    def __init__(self, refused: ServiceRefused) -> None:
        is_of_letter = refused.refusal == ServiceRefusal.LETTER  # of the question, and not of a letter
        super().__init__(ServiceRefusal.SERVICE if is_of_letter else refused.refusal, str(refused))


@action
def claim_to_hand_over(*, now: datetime, today: date) -> Letter | None:
    """Claim one letter that is due at the service; None when there is none that nobody else has.

    Each is checked once more: one that must not go is stopped instead.
    """
    policies = PolicyValue.objects.in_force(today)
    postage = Postage(policies["postage"])
    free = Q(lease_until=None) | Q(lease_until__lte=now)
    due = Q(next_attempt_at=None) | Q(next_attempt_at__lte=now)
    queue = _due(today, policies).filter(free, due).select_for_update(skip_locked=True, of=("self",))
    while letter := queue.select_related("person", "file").order_by("occurrence_on", "pk").first():
        if _may_be_claimed(letter, now, today):
            handed_in = handed_in_on(timezone.localtime(now))
            letter.status = LetterState.SENDING
            letter.lease_until = now + timedelta(seconds=settings.LETTER_LEASE_SECONDS)
            paper = not letter.goes_by_text
            letter.postage = postage_in_time(letter.occurrence_on, handed_in, postage) if paper else ""
            letter.save(update_fields=["status", "lease_until", "postage"])
            return letter
    return None


def _due(today: date, policies: Mapping[str, Any]) -> QuerySet[Letter]:
    """What is to be at the service by today, or of which it is not known whether it is."""
    last = birthdays_to_hand_in(today, Postage(policies["postage"]))
    paper = Q(channel=LetterChannel.PRINTING_SERVICE, occurrence_on__lte=last)
    text = Q(channel=LetterChannel.TEXT, occurrence_on__lte=today + timedelta(days=policies["text_lead_days"]))
    ready = Q(status=LetterState.RENDERED) & (paper | text)
    return Letter.objects.filter(ready | Q(status=LetterState.SENDING), channel__in=BY_NOTIFY)


def _may_be_claimed(letter: Letter, now: datetime, today: date) -> bool:
    if letter.state == LetterState.SENDING and letter.unclear_since is None:
        _leave_unclear(letter, STOPPED, now)
        return False
    if letter.unclear_since and now - letter.unclear_since > KEEPS_FOR:
        _set_aside(letter, _not_known(letter), today)
        return False
    return not (check_letters([letter], today).stopped and letter.state != LetterState.SENDING)


def _still_claimed(letter: Letter) -> Letter | None:
    """The row, locked, while it is the claim of this worker: when it runs out is the claim's own."""
    rows = Letter.objects.filter(pk=letter.pk, status=LetterState.SENDING, lease_until=letter.lease_until)
    return rows.select_for_update(of=("self",)).select_related("person").first()


def _leave_unclear(letter: Letter, error: str, now: datetime) -> None:
    letter.unclear_since, letter.look_ups, letter.last_error = letter.unclear_since or now, 0, error[:300]
    letter.lease_until, letter.next_attempt_at = None, now + UNCLEAR_WAIT
    letter.save(update_fields=["unclear_since", "look_ups", "last_error", "lease_until", "next_attempt_at"])


@action
def begin_to_send(*, letter: Letter, now: datetime, today: date) -> bool:
    """The service knows no such letter: whether the one that claimed it may send it now.

    Not while another look-up is to follow, nor where it must not go any more, nor where it was sent five times.
    """
    current = _still_claimed(letter)
    if current is None:
        return False
    if current.is_unclear and current.look_ups + 1 < LOOK_UPS:
        current.look_ups += 1
        current.lease_until, current.next_attempt_at = None, now + UNCLEAR_WAIT
        current.save(update_fields=["look_ups", "lease_until", "next_attempt_at"])
        return False
    error = current.last_error
    current.unclear_since, current.look_ups = None, 0  # it is certain that the service has it not
    check_letters([current], today)
    if current.hold_reasons:
        put_back(current, today)
        return False
    if current.attempts >= MOST_ATTEMPTS:
        _set_aside(current, _not_taken(current).format(error=error or STOPPED), today)
        return False
    current.attempts += 1
    current.save(update_fields=["unclear_since", "look_ups", "attempts"])
    return True


@action
def record_refusal(*, letter: Letter, refused: ServiceRefused, now: datetime, today: date) -> None:
    """The service has not taken a claimed letter, or it is not known: it waits, or is set aside with the reason."""
    current = _still_claimed(letter)
    if current is None:
        return
    error = f"GOV.UK Notify: {refused}"
    if refused.refusal == ServiceRefusal.UNCLEAR and not isinstance(refused, NotAsked):
        _leave_unclear(current, error, now)
        return
    current.lease_until, current.last_error = None, error[:300]
    current.next_attempt_at = try_again_at(refused.refusal, now)
    if not current.is_unclear:  # nothing was sent
        current.status = LetterState.RENDERED
    if not isinstance(refused, NotAsked):
        current.attempts -= refused.refusal != ServiceRefusal.LETTER  # of the letter nothing was said
    current.save(update_fields=["status", "lease_until", "last_error", "next_attempt_at", "attempts"])
    check_letters([current], today)
    if refused.refusal == ServiceRefusal.LETTER and current.state == LetterState.RENDERED:
        _set_aside(current, _not_taken(current).format(error=refused), today)


@action
def record_handed_over(*, letter: Letter, known: KnownLetter, is_twice: bool, now: datetime, today: date) -> None:
    """The service has the letter, also where that is learnt late. One that must not go any more is stopped there."""
    waiting = Q(status=LetterState.SENDING) | Q(status=LetterState.NEEDS_ATTENTION, unclear_since__isnull=False)
    rows = Letter.objects.filter(waiting, pk=letter.pk, reference=letter.reference, notify_id=None)
    current = rows.select_for_update(of=("self",)).select_related("person").first()
    if current is None:
        return
    current.status, current.notify_id, current.service_status = LetterState.WITH_SERVICE, known.id, known.status
    current.handed_over_at = known.handed_in_at or now
    current.lease_until, current.next_attempt_at, current.unclear_since, current.look_ups = None, None, None, 0
    current.last_error = TWICE.format(reference=current.reference) if is_twice and not current.goes_by_text else ""
    current.save()
    record_event(
        "letter_handed_over",
        by=None,
        person=current.person,
        on=current,
        notify_id=current.notify_id,
        postage=current.postage,
    )
    check_letters([current], today)


@action
def set_aside_due(*, reason: str, now: datetime, today: date, only_last_day: bool = False) -> int:
    """Set aside what is due at a service that takes nothing; returns how many letters.

    `only_last_day`: those which, handed in tomorrow, could arrive after the birthday; what is unclear goes on waiting.
    """
    policies = PolicyValue.objects.in_force(today)
    postage = Postage(policies["postage"])
    free = _due(today, policies).filter(Q(lease_until=None) | Q(lease_until__lte=now))
    rows = lock_letters(free.values_list("pk", flat=True), [LetterState.RENDERED, LetterState.SENDING])
    aside = [letter for letter in rows if not only_last_day or _is_last_day(letter, postage, today)]
    for letter in aside:
        if letter.state == LetterState.SENDING:
            letter.unclear_since = letter.unclear_since or now
            _set_aside(letter, _not_known(letter), today)
        else:
            _set_aside(letter, NO_TEXTS if letter.goes_by_text else reason, today)
    return len(aside)


def _is_last_day(letter: Letter, postage: Postage, today: date) -> bool:
    last_day = last_day_to_go(letter.occurrence_on, postage, LetterChannel(letter.channel))
    return letter.state == LetterState.RENDERED and last_day <= today


def _not_taken(letter: Letter) -> str:
    return TEXT_NOT_TAKEN if letter.goes_by_text else NOT_TAKEN


def _not_known(letter: Letter) -> str:
    return (TEXT_NOT_KNOWN if letter.goes_by_text else NOT_KNOWN).format(reference=letter.reference)


def _set_aside(letter: Letter, reason: str, today: date) -> None:
    letter.status, letter.last_error = LetterState.NEEDS_ATTENTION, reason[:300]
    letter.lease_until = letter.next_attempt_at = None
    letter.save(update_fields=["status", "last_error", "lease_until", "next_attempt_at", "unclear_since", "look_ups"])
    record_event("letter_set_aside", by=None, person=letter.person, on=letter)
    check_letters([letter], today)
