"""Making the PDFs of approved letters: claimed a few at a time, made once, whatever dies in between.

A claim is written and committed before the work begins; it lasts as long as the lease. A worker that dies leaves claims
that run out, and the next run takes the letters up, then each by itself: one of them may be what killed it. A letter
that cannot be made is set aside with the reason, and the others go on.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from careleavers.actions.base import action, record_event
from careleavers.documents.typesetting import CannotPrint, TooLong
from careleavers.models import PolicyValue
from careleavers.rules.layouts import Layout
from offers.actions.watching import check_letters
from offers.documents.leaflets import leaflet
from offers.documents.letter_content import Unreadable, from_content
from offers.documents.pdf_check import check_letter
from offers.documents.typesetting import leaflet_pdf, letter_pdf, one_after_another
from offers.models import Letter, LetterFile
from offers.rules.addresses import LetterChannel
from offers.rules.letter_states import LetterState

AT_ONCE = 10  # letters claimed together and kept together: what they ask of the database is asked once
MOST_ATTEMPTS = 5
MOST_CLAIMS = MOST_ATTEMPTS + 1  # the first may have been among others
WAIT = timedelta(minutes=1)  # after a failure; doubled each time
GAVE_UP = "Making it failed five times without saying why. Check the words and the address, then write it again."
TO_MAKE = Q(status=LetterState.APPROVED) | Q(status=LetterState.HAND_DELIVERY, pdf_sha256="")
MADE_FIELDS = (
    "status",
    "channel",
    "pdf_sha256",
    "attempts",
    "lease_until",
    "next_attempt_at",
    "last_error",
)


@dataclass(frozen=True)
class MadeLetter:
    """A claimed letter and its PDF. `is_for_service`: whether that is what the printing service takes."""

    letter: Letter
    pdf: bytes
    is_for_service: bool = False


def render_due(*, today: date, most: int | None = None) -> tuple[int, int]:
    """Make every letter that is due, at most so many; returns how many were made and how many could not be.

    One that must not go any more is stopped instead, and counts as not made.
    """
    made = failed = 0
    while most is None or made + failed < most:
        at_once = AT_ONCE if most is None else min(AT_ONCE, most - made - failed)
        letters = claim_letters(now=timezone.now(), today=today, most=at_once)
        if not letters:
            break
        pdfs = [done for letter in letters if (done := _made(letter, today))]
        kept = store_pdfs(made=pdfs, today=today) if pdfs else 0
        made += kept
        failed += len(letters) - kept
    return made, failed


@action
def claim_letters(*, now: datetime, today: date, most: int = AT_ONCE) -> list[Letter]:
    """Claim letters to make, at most so many, the nearest birthday first; none when others are making all there are.

    One that was claimed before is claimed alone. Claimed so five times and never finished it is set aside: it may be
    what kills the workers.
    """
    free = Q(lease_until=None) | Q(lease_until__lte=now)
    due = Q(next_attempt_at=None) | Q(next_attempt_at__lte=now)
    queue = Letter.objects.filter(TO_MAKE, free, due).select_for_update(skip_locked=True, of=("self",))
    while rows := list(queue.select_related("person", "offer", "translation").order_by("occurrence_on", "pk")[:most]):
        first = rows[0]
        if first.attempts >= MOST_CLAIMS:
            _set_aside(first, first.last_error or GAVE_UP, today)
            continue
        claimed = [first] if first.attempts else [letter for letter in rows if not letter.attempts]
        lease_until = now + timedelta(seconds=settings.LETTER_LEASE_SECONDS)
        for letter in claimed:
            letter.attempts += 1
            letter.lease_until = lease_until
        Letter.objects.filter(pk__in=[letter.pk for letter in claimed]).update(
            attempts=first.attempts, lease_until=lease_until
        )
        return claimed
    return []


def _made(letter: Letter, today: date) -> MadeLetter | None:
    """A claimed letter typeset, and found to print; whatever goes wrong is written on this letter alone."""
    try:
        words = from_content(letter.approved_content)
        pdf = letter_pdf(words, timezone.localdate(letter.approved_at))
        if letter.goes_by_service and (whole := _with_enclosure(letter, pdf, today)):
            return MadeLetter(letter, whole, is_for_service=True)
        checked = check_letter(pdf, strict=True, channel=LetterChannel.OWN_PRINTER)
    except (TooLong, CannotPrint, Unreadable) as wrong:
        _failed(letter, str(wrong), today, for_good=True)
        return None
    except Exception as wrong:  # one letter must never stop the others
        _failed(letter, f"{type(wrong).__name__}: {wrong}", today, for_good=False)
        return None
    has_address = letter.status != LetterState.HAND_DELIVERY and not letter.is_message
    if has_address and not checked.prints:
        _failed(letter, checked.problems[0].message, today, for_good=True)
        return None
    return MadeLetter(letter, pdf)


def _with_enclosure(letter: Letter, pdf: bytes, today: date) -> bytes:
    """The file for the printing service: the letter and the leaflet that it encloses.

    Nothing where the service would not take it: then the letter is printed here.
    """
    whole = pdf
    if letter.offer:
        made_on = timezone.localdate(letter.approved_at)
        policies = PolicyValue.objects.in_force(today)
        words = leaflet(letter.offer, policies, letter.translation, Layout(letter.layout))
        enclosed = leaflet_pdf(words, made_on)
        whole = one_after_another([pdf, enclosed])
    return whole if check_letter(whole, strict=True).prints else b""


def _failed(letter: Letter, error: str, today: date, *, for_good: bool) -> None:
    record_failure(letter=letter, error=error, for_good=for_good, now=timezone.now(), today=today)


@action
def store_pdfs(*, made: Sequence[MadeLetter], today: date) -> int:
    """Keep the PDFs of claimed letters; returns how many. Not that of one that must not go any more, or that somebody
    else made or changed."""
    pdfs = {each.letter.pk: each for each in made}
    current = _still_claimed([each.letter for each in made])
    going = [pdfs[letter.pk] for letter in check_letters(current, today).unchanged]
    rows = {letter.pk: letter for letter in current}
    LetterFile.objects.bulk_create(
        [LetterFile(letter=rows[each.letter.pk], pdf=each.pdf) for each in going],
        update_conflicts=True,
        unique_fields=["letter"],
        update_fields=["pdf"],
    )
    for each in going:
        _keep(rows[each.letter.pk], each)
    return len(going)


def _keep(letter: Letter, made: MadeLetter) -> None:
    letter.pdf_sha256 = hashlib.sha256(made.pdf).hexdigest()
    letter.attempts, letter.lease_until, letter.next_attempt_at, letter.last_error = 0, None, None, ""
    if letter.goes_by_service and not made.is_for_service:
        letter.channel = LetterChannel.OWN_PRINTER
        record_event("letter_to_print_here", by=None, person=letter.person, on=letter)
    if letter.status == LetterState.APPROVED:
        letter.status = LetterState.RENDERED
    letter.save(update_fields=MADE_FIELDS)
    record_event("letter_made", by=None, person=letter.person, on=letter, pdf_sha256=letter.pdf_sha256)


@action
def record_failure(*, letter: Letter, error: str, for_good: bool, now: datetime, today: date) -> None:
    """Making it failed: it is tried again later, or set aside with the reason after five times or `for_good`."""
    current = next(iter(_still_claimed([letter])), None)
    if current is None:
        return
    if for_good or current.attempts >= MOST_ATTEMPTS:
        _set_aside(current, error, today)
        return
    current.lease_until, current.last_error = None, error[:300]
    current.next_attempt_at = now + WAIT * 2 ** (current.attempts - 1)
    current.save(update_fields=["lease_until", "last_error", "next_attempt_at"])


def _still_claimed(letters: Sequence[Letter]) -> list[Letter]:
    """Those rows, locked, that are the claim of this worker still: the number of attempts is the claim's own."""
    claims = {letter.pk: (letter.attempts, letter.content) for letter in letters}
    rows = Letter.objects.filter(TO_MAKE, pk__in=claims).select_for_update(of=("self",)).select_related("person")
    return [row for row in rows.order_by("pk") if claims[row.pk] == (row.attempts, row.content)]


def _set_aside(letter: Letter, reason: str, today: date) -> None:
    letter.status, letter.last_error = LetterState.NEEDS_ATTENTION, reason[:300]
    letter.lease_until = letter.next_attempt_at = None
    letter.save(update_fields=["status", "last_error", "lease_until", "next_attempt_at"])
    record_event("letter_set_aside", by=None, person=letter.person, on=letter)
    check_letters([letter], today)
