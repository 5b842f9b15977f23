"""Letters by email: written into the outbox once each, and followed until the mail server has them.

The row of the outbox is written in the transaction that claims the letter. A mail server cannot be asked whether it has
a message, so that one of which nobody knows whether it went is sent no second time: a person asks them.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db.models import Q
from django.utils import timezone

from careleavers.actions.base import action, record_event
from careleavers.models import OutgoingMail, PolicyValue
from offers.actions.service_answers import note_gone_out
from offers.actions.watching import check_letters, put_back
from offers.documents.letter_content import from_content
from offers.models import Letter
from offers.rules.addresses import LetterChannel
from offers.rules.letter_states import LetterState
from offers.rules.messages import as_plain_text, subject
from offers.rules.printing_service import BY_OTHER_WAYS

NOT_KNOWN = (
    "It is not known whether the email has gone. Ask them whether they have it: record the day it went, or send the "
    "letter by post."
)
NOT_SENT = "The email did not go ({error}). Put the address right, " + BY_OTHER_WAYS
MUST_NOT_GO = "It must not go any more."
ON_ITS_WAY = Q(status=LetterState.SENDING, channel=LetterChannel.EMAIL)


@action
def mail_due_letters(*, now: datetime, today: date) -> int:
    """Write every letter whose time has come into the outbox; returns how many. Each is checked once more.

    Where a backup was restored the outbox is empty: of what was on its way nobody knows whether it went.
    """
    policies = PolicyValue.objects.in_force(today)
    last = today + timedelta(days=policies["email_lead_days"])
    ready = Q(status=LetterState.RENDERED, channel=LetterChannel.EMAIL, occurrence_on__lte=last)
    rows = Letter.objects.filter(ready | ON_ITS_WAY & Q(mail=None)).select_related("person")
    letters = list(rows.select_for_update(skip_locked=True, of=("self",)).order_by("occurrence_on", "pk"))
    for letter in (each for each in letters if each.state == LetterState.SENDING):
        _set_aside(letter, NOT_KNOWN, now, may_have_gone=True)
    going = check_letters([each for each in letters if each.state == LetterState.RENDERED], today).unchanged
    for letter in going:
        words = from_content(letter.approved_content)
        letter.mail = OutgoingMail.objects.create(
            to=letter.sent_to, subject=subject(words.sender)[:200], body=as_plain_text(words), created_at=now
        )
        letter.status, letter.handed_over_at = LetterState.SENDING, now
        letter.attempts += 1
        letter.save(update_fields=["mail", "status", "handed_over_at", "attempts"])
        record_event("letter_to_mail", by=None, person=letter.person, on=letter)
    return len(going)


class LetterMail:
    """Follows the messages of the outbox that are letters."""

    def why_not(self, *, mail: OutgoingMail, may_have_gone: bool, now: datetime) -> str:
        letter = _letter_of(mail)
        if letter is None:
            return ""
        if may_have_gone:
            return NOT_KNOWN
        check_letters([letter], timezone.localdate(now))
        return MUST_NOT_GO if letter.hold_reasons else ""

    def settled(self, *, mail: OutgoingMail, now: datetime) -> None:
        letter, today = _letter_of(mail), timezone.localdate(now)
        if letter is None:
            return
        if mail.sent_at:
            note_gone_out(letter, today, today)
        elif mail.failed_because == NOT_KNOWN:
            _set_aside(letter, NOT_KNOWN, now, may_have_gone=True)
        elif letter.hold_reasons:
            put_back(letter, today)
        else:
            _set_aside(letter, NOT_SENT.format(error=mail.failed_because.rstrip(".")), now)


def _letter_of(mail: OutgoingMail) -> Letter | None:
    """The letter, locked, that this message is and that is on its way; or of which nobody knows whether it went."""
    unclear = Q(status=LetterState.NEEDS_ATTENTION, channel=LetterChannel.EMAIL, unclear_since__isnull=False)
    rows = Letter.objects.filter(ON_ITS_WAY | unclear, mail=mail).select_related("person")
    return rows.select_for_update(of=("self",)).first()


def _set_aside(letter: Letter, reason: str, now: datetime, *, may_have_gone: bool = False) -> None:
    letter.status, letter.last_error = LetterState.NEEDS_ATTENTION, reason[:300]
    letter.unclear_since = now if may_have_gone else None
    letter.handed_over_at = None
    letter.save(update_fields=["status", "last_error", "unclear_since", "handed_over_at"])
    record_event("letter_set_aside", by=None, person=letter.person, on=letter)
    check_letters([letter], timezone.localdate(now))
