"""What has become of letters that GOV.UK Notify has: asked until each is in the post, cancelled or known not to go."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from time import monotonic

from django.utils import timezone

from careleavers.actions.base import action, record_event
from careleavers.actions.facts_changed import facts_changed
from careleavers.models import PolicyValue
from offers.actions.letter_alerts import update_letter_alerts
from offers.actions.watching import CHOSEN_BY_SOMEBODY, check_letters, put_back
from offers.documents.composing import composer_for
from offers.models import Letter
from offers.printing_service import KnownLetter, PrintingService, ServiceRefused
from offers.rules.letter_states import LetterState
from offers.rules.printing_service import SECONDS_A_RUN, ServiceOutcome, outcome_of, why_not_sent

ASKED_ABOUT = (LetterState.WITH_SERVICE, LetterState.TO_STOP)
FORGOTTEN = "GOV.UK Notify knows nothing of this letter any more. Ask its support whether it went."


@dataclass
class AnswersResult:
    """Numbers of letters asked about, and of those that moved on. `stopped_because`: "" where all were asked about."""

    asked: int = 0
    moved: int = 0
    stopped_because: str = ""


def ask_about_letters(*, service: PrintingService | None, today: date) -> AnswersResult:
    """Ask about every letter that the service has; the run ends when it does not answer, or after four minutes.

    In no order, so that no letter is left out again and again.
    """
    done = AnswersResult()
    if service is None:
        return done
    rows = Letter.objects.filter(status__in=ASKED_ABOUT, notify_id__isnull=False).order_by("?")
    until = monotonic() + SECONDS_A_RUN
    for letter in list(rows.only("pk", "notify_id")):
        if monotonic() >= until:
            break
        try:
            known = service.look(letter.notify_id)  # type: ignore[arg-type]
        except ServiceRefused as refused:
            done.stopped_because = str(refused)
            break
        done.asked += 1
        done.moved += record_service_answer(letter=letter, known=known, now=timezone.now(), today=today)
    return done


@action
def record_service_answer(*, letter: Letter, known: KnownLetter | None, now: datetime, today: date) -> bool:
    """What the service says of a letter that it has; whether that moves it on. `known`: None where it knows of none."""
    rows = Letter.objects.filter(pk=letter.pk, status__in=ASKED_ABOUT, notify_id=letter.notify_id)
    current = rows.select_for_update(of=("self",)).select_related("person").first()
    if current is None:
        return False
    if known is None:
        current.unclear_since = now
        _needs_attention(current, FORGOTTEN, today)
        return True
    if current.service_status != known.status:
        current.service_status = known.status
        current.save(update_fields=["service_status"])
    is_text = current.goes_by_text
    outcome = outcome_of(known.status, is_text=is_text)
    if outcome == ServiceOutcome.WAITS:
        return False
    if outcome == ServiceOutcome.POSTED:
        note_gone_out(current, known.posted_on or today, today)
    elif outcome != ServiceOutcome.UNCLEAR and current.state == LetterState.TO_STOP:
        record_event("letter_stopped_at_service", by=None, person=current.person, on=current, status=known.status)
        put_back(current, today)
    else:
        current.unclear_since = now if outcome == ServiceOutcome.UNCLEAR else None
        _needs_attention(current, why_not_sent(known.status, is_text=is_text), today)
    return True


def note_gone_out(letter: Letter, posted_on: date, today: date) -> None:
    """Inside an action: a locked letter is in the post, or its message has gone.

    Where it should not have gone, the reasons stay on the row until somebody has noted that.
    """
    stopped = composer_for([letter], today).why_stopped(letter)
    letter.hold_reasons = [each for each in letter.hold_reasons if each in (*stopped, *CHOSEN_BY_SOMEBODY)]
    letter.status, letter.posted_on = LetterState.POSTED, min(posted_on, today)
    letter.withdrawn_on, letter.cancelled_reason, letter.last_error = None, "", ""
    letter.save()
    facts_changed(people=[letter.person_id], today=today)
    record_event("letter_posted", by=None, person=letter.person, on=letter, posted_on=letter.posted_on)
    update_letter_alerts(letters=[letter], today=today, postage=PolicyValue.objects.in_force(today)["postage"])


def _needs_attention(letter: Letter, reason: str, today: date) -> None:
    letter.status, letter.last_error, letter.withdrawn_on = LetterState.NEEDS_ATTENTION, reason, None
    letter.notify_id = None
    letter.save()
    record_event("letter_set_aside", by=None, person=letter.person, on=letter)
    check_letters([letter], today)
