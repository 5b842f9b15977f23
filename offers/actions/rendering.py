"""Making the PDFs of approved letters: claimed one by one, made once, whatever dies in between.

A claim is written and committed before the work begins; it lasts as long as the lease. A worker that dies leaves a
claim that runs out, and the next run takes the letter up. A letter that cannot be made is set aside with the reason,
and the others go on.
"""

from __future__ import annotations

import hashlib
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from careleavers.actions.base import action, record_event
from careleavers.documents.typesetting import CannotPrint, TooLong
from careleavers.models import PolicyValue
from offers.actions.watching import check_letters
from offers.documents.composing import Unreadable, from_content
from offers.documents.leaflets import leaflet
from offers.documents.pdf_check import PdfCheck, check_letter
from offers.documents.typesetting import leaflet_pdf, letter_pdf, one_after_another
from offers.models import Letter, LetterFile
from offers.rules.addresses import LetterChannel
from offers.rules.letter_states import LetterState

MOST_ATTEMPTS = 5
WAIT = timedelta(minutes=1)  # after a failure; doubled each time
GAVE_UP = "Making it failed five times without saying why. Check the words and the address, then write it again."
TO_MAKE = Q(status=LetterState.APPROVED) | Q(status=LetterState.HAND_DELIVERY, pdf_sha256="")


def render_due(*, today: date, most: int | None = None) -> tuple[int, int]:
    """Make every letter that is due, at most so many; returns how many were made and how many could not be.

    One that must not go any more is stopped instead, and counts as not made.
    """
    made = failed = 0
    while most is None or made + failed < most:
        letter = claim_letter(now=timezone.now(), today=today)
        if letter is None:
            break
        if _make(letter, today):
            made += 1
        else:
            failed += 1
    return made, failed


@action
def claim_letter(*, now: datetime, today: date) -> Letter | None:
    """Claim one letter to make, the nearest birthday first; None when there is none that nobody else is making.

    One that was claimed five times and never finished is set aside: it may be what kills the workers.
    """
    free = Q(lease_until=None) | Q(lease_until__lte=now)
    due = Q(next_attempt_at=None) | Q(next_attempt_at__lte=now)
    queue = Letter.objects.filter(TO_MAKE, free, due).select_for_update(skip_locked=True, of=("self",))
    while letter := queue.select_related("person").order_by("occurrence_on", "pk").first():
        if letter.attempts < MOST_ATTEMPTS:
            letter.attempts += 1
            letter.lease_until = now + timedelta(seconds=settings.LETTER_LEASE_SECONDS)
            letter.save(update_fields=["attempts", "lease_until"])
            return letter
        _set_aside(letter, letter.last_error or GAVE_UP, today)
    return None


def _make(letter: Letter, today: date) -> bool:
    """Typeset a claimed letter and keep it; whatever goes wrong is written on this letter alone."""
    try:
        words = from_content(letter.approved_content)
        pdf = letter_pdf(words, timezone.localdate(letter.approved_at))
        by_service = _for_the_service(letter, pdf, today)
        checked = check_letter(by_service or pdf, strict=True, channel=LetterChannel.OWN_PRINTER)
    except (TooLong, CannotPrint, Unreadable) as wrong:
        _failed(letter, str(wrong), today, for_good=True)
        return False
    except Exception as wrong:  # one letter must never stop the others
        _failed(letter, f"{type(wrong).__name__}: {wrong}", today, for_good=False)
        return False
    if letter.status != LetterState.HAND_DELIVERY and not checked.prints:
        _failed(letter, _first_problem(checked), today, for_good=True)
        return False
    return store_pdf(letter=letter, pdf=by_service or pdf, is_for_service=bool(by_service), today=today)


def _for_the_service(letter: Letter, pdf: bytes, today: date) -> bytes:
    """The file for the printing service, with the leaflet that the letter encloses.

    Nothing where the letter is printed here, or where the service would not take the file: then it is printed here too.
    """
    if not letter.goes_by_service:
        return b""
    whole = pdf
    if letter.offer:
        made_on = timezone.localdate(letter.approved_at)
        whole = one_after_another(
            [pdf, leaflet_pdf(leaflet(letter.offer, PolicyValue.objects.in_force(today)), made_on)]
        )
    return whole if check_letter(whole, strict=True).prints else b""


def _failed(letter: Letter, error: str, today: date, *, for_good: bool) -> None:
    record_failure(letter=letter, error=error, for_good=for_good, now=timezone.now(), today=today)


def _first_problem(checked: PdfCheck) -> str:
    return checked.problems[0].message


@action
def store_pdf(*, letter: Letter, pdf: bytes, is_for_service: bool = False, today: date) -> bool:
    """Keep the PDF of a claimed letter; False when it must not go any more, or somebody else made or changed it."""
    current = _still_claimed(letter)
    if current is None or check_letters([current], today).stopped:
        return False
    LetterFile.objects.update_or_create(letter=current, defaults={"pdf": pdf})
    current.pdf_sha256 = hashlib.sha256(pdf).hexdigest()
    current.attempts, current.lease_until, current.next_attempt_at, current.last_error = 0, None, None, ""
    if current.goes_by_service and not is_for_service:
        current.channel = LetterChannel.OWN_PRINTER
        record_event("letter_to_print_here", by=None, person=current.person, on=current)
    if current.status == LetterState.APPROVED:
        current.status = LetterState.RENDERED
    current.save()
    record_event("letter_made", by=None, person=current.person, on=current, pdf_sha256=current.pdf_sha256)
    return True


@action
def record_failure(*, letter: Letter, error: str, for_good: bool, now: datetime, today: date) -> None:
    """Making it failed: it is tried again later, or set aside with the reason after five times or `for_good`."""
    current = _still_claimed(letter)
    if current is None:
        return
    if for_good or current.attempts >= MOST_ATTEMPTS:
        _set_aside(current, error, today)
        return
    current.lease_until, current.last_error = None, error[:300]
    current.next_attempt_at = now + WAIT * 2 ** (current.attempts - 1)
    current.save(update_fields=["lease_until", "last_error", "next_attempt_at"])


def _still_claimed(letter: Letter) -> Letter | None:
    """The row, locked, while it is the claim of this worker: the number of attempts is the claim's own."""
    rows = Letter.objects.filter(TO_MAKE, pk=letter.pk, attempts=letter.attempts, content=letter.content)
    return rows.select_for_update(of=("self",)).select_related("person").first()


def _set_aside(letter: Letter, reason: str, today: date) -> None:
    letter.status, letter.last_error = LetterState.NEEDS_ATTENTION, reason[:300]
    letter.lease_until = letter.next_attempt_at = None
    letter.save(update_fields=["status", "last_error", "lease_until", "next_attempt_at"])
    record_event("letter_set_aside", by=None, person=letter.person, on=letter)
    check_letters([letter], today)
