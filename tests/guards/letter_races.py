"""Races about letters, each by the lock that decides it (`lock_races.py`)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from django.utils import timezone

from careleavers.actions.base import action
from careleavers.models import Allocation, AuditEvent, OutgoingMail
from offers.actions import (
    letters,
    mailing,
    other_letters,
    planning,
    rendering,
    sending,
    service_answers,
    signatures,
    watching,
)
from offers.documents.signatures import SignaturePicture
from offers.models import Letter
from offers.printing_service import KnownLetter
from offers.rules.addresses import LetterChannel
from offers.rules.letter_states import LetterState
from tests.cast import TODAY, Cast
from tests.factories import (
    AllocationFactory,
    ContactDetailFactory,
    HomeFactory,
    LetterFactory,
    PolicyValueFactory,
    give_status,
    set_sender,
)
from tests.guards.racing import Race, second_is_refused


def approved_letter(cast: Cast) -> Letter:
    set_sender()
    give_status(cast.amira, "former_relevant")
    HomeFactory.create(person=cast.amira)
    letter = LetterFactory.create(person=cast.amira)
    letters.approve_letters(by=cast.mo, letters=[letter.pk], addresses_checked=[letter.pk], today=TODAY)
    letter.refresh_from_db()
    return letter


def cancel_letter(cast: Cast) -> Race:
    letter = LetterFactory.create(person=cast.amira)
    cancel = partial(letters.cancel_letter, by=cast.mo, letter=letter, reason="Not wanted", today=TODAY)
    return Race(cancel, cancel, second_is_refused)


def approve_letter(cast: Cast) -> Race:
    set_sender()
    give_status(cast.amira, "former_relevant")
    HomeFactory.create(person=cast.amira)
    letter = LetterFactory.create(person=cast.amira)
    approve = partial(
        letters.approve_letters, by=cast.mo, letters=[letter.pk], addresses_checked=[letter.pk], today=TODAY
    )
    return Race(
        approve,
        approve,
        lambda first, second: len(first.approved) == 1 and second.approved == (),
    )


def withdraw_letters(cast: Cast) -> Race:
    """Two of one batch, by two people at once: the paper that is left is nobody's."""
    set_sender()
    planned = []
    for person in (cast.amira, cast.ben):
        give_status(person, "former_relevant")
        HomeFactory.create(person=person)
        planned.append(LetterFactory.create(person=person).pk)
    letters.approve_letters(by=cast.mo, letters=planned, addresses_checked=planned, today=TODAY)
    rendering.render_due(today=TODAY)
    batch, _ = letters.print_batch(by=cast.bus, letters=planned, today=TODAY)
    one, other = Letter.objects.filter(pk__in=planned).select_related("person")
    withdraw = partial(watching.withdraw, reasons=["Died"], today=TODAY)

    def holds(first: Any, second: Any) -> bool:
        batch.refresh_from_db()
        return batch.letter_count == 0 and first is second is None

    return Race(partial(withdraw, [one]), partial(withdraw, [other]), holds)


def plan_letters(cast: Cast) -> Race:
    give_status(cast.amira, "former_relevant")
    plan = partial(planning.plan_letters, by=None, today=date(2027, 4, 20))
    return Race(
        plan,
        plan,
        lambda first, second: first.planned == 1 and not isinstance(second, Exception),
    )


def claim_letters(cast: Cast) -> Race:
    approved_letter(cast)
    claim = partial(rendering.claim_letters, now=timezone.now(), today=TODAY)
    return Race(claim, claim, lambda first, second: bool(first) and second == [])


def store_pdfs(cast: Cast) -> Race:
    approved_letter(cast)
    claimed = rendering.claim_letters(now=timezone.now(), today=TODAY)
    made = [rendering.MadeLetter(letter, b"%PDF") for letter in claimed]
    store = partial(rendering.store_pdfs, made=made, today=TODAY)
    return Race(store, store, lambda first, second: (first, second) == (1, 0))


KNOWN = KnownLetter(UUID(int=7), "received")


def letter_for_service(cast: Cast, **state: Any) -> Letter:
    letter = approved_letter(cast)
    made = {"status": LetterState.RENDERED, "channel": LetterChannel.PRINTING_SERVICE, "pdf_sha256": "0" * 64}
    Letter.objects.filter(pk=letter.pk).update(**made | {"occurrence_on": TODAY + timedelta(days=5)} | state)
    return Letter.objects.select_related("person").get(pk=letter.pk)


def claim_to_hand_over(cast: Cast) -> Race:
    letter_for_service(cast)
    claim = partial(sending.claim_to_hand_over, now=timezone.now(), today=TODAY)
    return Race(claim, claim, lambda first, second: bool(first) and second is None)


def begin_to_send(cast: Cast) -> Race:
    letter = letter_for_service(cast, status=LetterState.SENDING, lease_until=timezone.now(), attempts=3)
    begin = partial(sending.begin_to_send, letter=letter, now=timezone.now(), today=TODAY)

    def holds(first: Any, second: Any) -> bool:
        letter.refresh_from_db()
        return first is second is True and letter.attempts == 5

    return Race(begin, begin, holds)


def record_handed_over(cast: Cast) -> Race:
    """Of two that learn it at once, the second writes nothing."""
    letter = letter_for_service(cast, status=LetterState.SENDING, lease_until=timezone.now())
    record = partial(sending.record_handed_over, letter=letter, known=KNOWN, now=timezone.now(), today=TODAY)

    def holds(first: Any, second: Any) -> bool:
        letter.refresh_from_db()
        return first is second is None and not letter.last_error

    return Race(partial(record, is_twice=False), partial(record, is_twice=True), holds)


def record_service_answer(cast: Cast) -> Race:
    there = {"notify_id": KNOWN.id, "handed_over_at": timezone.now(), "postage": "second"}
    letter = letter_for_service(cast, status=LetterState.WITH_SERVICE, **there)
    record = partial(service_answers.record_service_answer, letter=letter, known=KNOWN, now=timezone.now(), today=TODAY)
    return Race(record, record, lambda first, second: (first, second) == (True, False))


def letter_by_email(cast: Cast, **state: Any) -> Letter:
    return letter_for_service(cast, channel=LetterChannel.EMAIL, sent_to="amira@elsewhere.example", **state)


def mail_due_letters(cast: Cast) -> Race:
    """Two of the job at once write one message."""
    to = "amira@elsewhere.example"
    ContactDetailFactory.create(person=cast.amira, kind="email", value=to, search_value=to, is_preferred=True)
    PolicyValueFactory.create(key="letters_as_preferred", value="yes")
    letter_by_email(cast, occurrence_on=TODAY + timedelta(days=2))
    mail = partial(mailing.mail_due_letters, now=timezone.now(), today=TODAY)
    return Race(mail, mail, lambda first, second: (first, second) == (1, 0))


def settle_mail(cast: Cast) -> Race:
    """Of two that learn at once that it went, the second writes nothing."""
    moment = timezone.now()
    row = OutgoingMail.objects.create(
        to="amira@elsewhere.example", subject="A letter", created_at=moment, sent_at=moment
    )
    letter = letter_by_email(cast, status=LetterState.SENDING, mail=row)

    @action
    def settle() -> None:
        mailing.LetterMail().settled(mail=row, now=moment)

    def holds(first: Any, second: Any) -> bool:
        return AuditEvent.objects.filter(name="letter_posted", object_id=str(letter.pk)).count() == 1

    return Race(settle, settle, holds)


def use_signature(cast: Cast) -> Race:
    PolicyValueFactory.create(key="director_name", value="Mary Okafor")
    draft = signatures.keep_signature(by=cast.sys, picture=SignaturePicture(b"PNG", 300, 60), today=TODAY)
    use = partial(signatures.use_signature, by=cast.sys, signature=draft, today=TODAY)
    return Race(use, use, second_is_refused)


def ask_for_council_tax_letter(cast: Cast) -> Race:
    give_status(cast.amira, "former_relevant")
    HomeFactory.create(person=cast.amira)
    ask = partial(other_letters.ask_for_council_tax_letter, by=cast.pat, person=cast.amira, today=TODAY)
    letters.cancel_letter(by=cast.mo, letter=ask(), reason="Not needed", today=TODAY)
    return Race(ask, ask, second_is_refused)


def plan_hand_over_letters(cast: Cast) -> Race:
    PolicyValueFactory.create(key="hand_over_letters", value="yes")
    Allocation.objects.filter(person=cast.amira).update(ends_on=TODAY + timedelta(days=7))
    AllocationFactory.create(
        person=cast.amira,
        worker=cast.wes,
        team=cast.north,
        starts_on=TODAY + timedelta(days=7),
        is_planned=True,
    )
    plan = partial(planning.plan_letters, by=None, today=TODAY)
    return Race(
        plan,
        plan,
        lambda first, second: (
            not isinstance(second, Exception) and Letter.objects.filter(kind="hand_over").count() == 1
        ),
    )


# By file and function in which the lock is asked for.
LETTER_RACES: dict[str, Callable[[Cast], Race]] = {
    "offers/actions/letters.py lock_letter": cancel_letter,
    "offers/actions/mailing.py mail_due_letters": mail_due_letters,
    "offers/actions/mailing.py _letter_of": settle_mail,
    "offers/actions/other_letters.py _ask_for": ask_for_council_tax_letter,
    "offers/actions/other_letters.py _plan": plan_hand_over_letters,
    "offers/actions/signatures.py _locked": use_signature,
    "offers/actions/watching.py lock_letters": approve_letter,
    "offers/actions/watching.py withdraw": withdraw_letters,
    "offers/actions/planning.py plan_letters": plan_letters,
    "offers/actions/rendering.py claim_letters": claim_letters,
    "offers/actions/rendering.py _still_claimed": store_pdfs,
    "offers/actions/rendering.py store_pdfs": store_pdfs,
    "offers/actions/sending.py claim_to_hand_over": claim_to_hand_over,
    "offers/actions/sending.py _still_claimed": begin_to_send,
    "offers/actions/sending.py record_handed_over": record_handed_over,
    "offers/actions/service_answers.py record_service_answer": record_service_answer,
}
