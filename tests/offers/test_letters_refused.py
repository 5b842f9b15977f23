"""What cannot be done to a letter as it is, on its own and on the pages of many; it is as it was afterwards."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from careleavers.models import PolicyValue, StatusPeriod, YoungPerson
from offers.actions import letter_channels, letters
from offers.actions.other_letters import ask_for_council_tax_letter
from offers.actions.planning import plan_letters
from offers.actions.rendering import render_due
from offers.documents.composing import composer_for
from offers.models import Letter, LetterBatch
from offers.rules.letter_text import NO_CARE_LEAVER_THEN, NOT_CONFIRMED
from tests.cast import TODAY, Cast
from tests.factories import YoungPersonFactory
from tests.offers.letter_steps import OFFICE, STEPS, now
from tests.refusals import refused, unchanged

pytestmark = pytest.mark.usefixtures("_on_the_day")
TOMORROW = TODAY + timedelta(days=1)


@pytest.fixture
def printed(cast: Cast, letter: Letter) -> Letter:
    """One that was approved, made and printed."""
    for step in STEPS[:3]:
        OFFICE[step](cast, letter)
    return now(letter)


def there(**facts: Any) -> dict[str, Any]:
    return {"notify_id": uuid4(), "handed_over_at": timezone.now(), "postage": "second", **facts}


TEXT = {"channel": "text", "sent_to": "07700900123"}
EMAIL = {"channel": "email", "sent_to": "cai@elsewhere.example"}
SERVICE = {"channel": "printing_service"}


@pytest.mark.parametrize(
    ("facts", "does", "says"),
    [
        (
            {"status": "hand_delivery"},
            partial(letters.mark_given, given_on=TOMORROW),
            "A letter cannot be given in the future.",
        ),
        (there(status="with_service", **TEXT), letters.write_again, "nobody can call it back"),
        (there(status="with_service", **TEXT), partial(letters.cancel_letter, reason="Sent twice"), "call it back"),
        (
            {"status": "needs_attention", "last_error": "No font"},
            partial(letters.mark_already_posted, posted_on=TODAY),
            "so it cannot be marked as already posted",
        ),
        (
            {"status": "withdrawn", "withdrawn_on": TODAY, "hold_reasons": ["They moved."]},
            partial(letters.mark_already_posted, posted_on=TOMORROW),
            "A letter cannot be posted in the future.",
        ),
        ({"status": "posted", "posted_on": TODAY, **EMAIL}, letters.reprint, "This letter goes as a message."),
        ({"status": "rendered", "batch": None}, letter_channels.print_here, "This letter is printed here already."),
        (
            {"status": "needs_attention", "last_error": "No font", "pdf_sha256": "", "batch": None, **SERVICE},
            letter_channels.print_here,
            "This letter could not be made.",
        ),
        ({"status": "rendered", "batch": None, **SERVICE}, letter_channels.hand_in, "so it cannot be handed to"),
        ({"status": "rendered", "batch": None, **EMAIL}, letter_channels.hand_in, "so it cannot be handed to"),
        ({"status": "rendered", "batch": None}, letter_channels.hand_in, "No printing service is connected."),
        ({"status": "posted", "posted_on": TODAY}, letter_channels.note_gone, "Somebody has noted this already."),
    ],
    ids=[
        "given-tomorrow",
        "a-text-that-went-written-again",
        "a-text-that-went-cancelled",
        "not-made-and-posted",
        "posted-tomorrow",
        "a-message-printed-again",
        "printed-here-already",
        "never-made",
        "at-the-service-already",
        "a-message-to-the-service",
        "no-service",
        "noted-already",
    ],
)
def test_a_letter(
    cast: Cast, printed: Letter, scene: Callable, facts: dict[str, Any], does: Callable, says: str
) -> None:
    with scene():
        Letter.objects.filter(pk=printed.pk).update(**facts)
    with refused(says, Letter):
        does(by=cast.mo, letter=now(printed), today=TODAY)


# For council tax


@pytest.fixture
def confirms(cast: Cast, letter: Letter, scene: Callable) -> Letter:
    """Asked for while the record showed that they are a care leaver, which it shows no more."""
    asked = ask_for_council_tax_letter(by=cast.pat, person=letter.person, today=TODAY)
    with scene():
        StatusPeriod.objects.filter(person=letter.person).delete()
    return asked


def test_what_the_record_does_not_show_is_confirmed_nowhere(cast: Cast, confirms: Letter, sign_in: Callable) -> None:
    """Neither by post nor by hand; and who opens the letter reads why it has no words. Seen to fail: that they may be
    written to by hand, and are no care leaver on a birthday that the letter is not about."""
    composer = composer_for([confirms], TODAY)
    assert composer.why_on_hold(confirms) == (NO_CARE_LEAVER_THEN, NOT_CONFIRMED)
    assert composer.why_gone_wrong(confirms) == "", "it is in no post"
    with refused(NOT_CONFIRMED, Letter):
        letters.give_by_hand(by=cast.mo, letter=confirms, today=TODAY)
    said = sign_in(cast.mo).get(reverse("offers:letter_pdf", args=[confirms.pk]), follow=True).content.decode()
    assert "The record does not show what this letter confirms" in said


# Pages of many


def send(client: Any, page: str, letter: Letter) -> str:
    chosen = {"letter": [str(letter.pk)], "checked": [str(letter.pk)], "confirm": "1"}
    return client.post(reverse(page), chosen, follow=True).content.decode()


def test_nothing_is_approved_on_the_page_before_somebody_signs(
    cast: Cast, letter: Letter, scene: Callable, sign_in: Callable
) -> None:
    with scene():
        PolicyValue.objects.all().delete()
    with unchanged(Letter):
        assert "approved. Made" not in send(sign_in(cast.mo), "offers:letters_approve", letter)


def test_who_is_on_hold_is_named_where_it_was_to_be_approved(
    cast: Cast, letter: Letter, scene: Callable, sign_in: Callable
) -> None:
    with scene():
        YoungPerson.objects.filter(pk=letter.person_id).update(do_not_write=True)
    said = send(sign_in(cast.mo), "offers:letters_approve", letter)
    assert f"{letter.person.known_as}: on hold. " in said
    assert now(letter).content is None


def test_what_has_changed_since_the_approval_is_left_out_of_the_print(
    cast: Cast, letter: Letter, scene: Callable, sign_in: Callable, monkeypatch: pytest.MonkeyPatch
) -> None:
    """More than a batch holds, none is printed; of one that may not go any more there is no batch."""
    for step in STEPS[:2]:
        OFFICE[step](cast, letter)
    office = sign_in(cast.bus)
    with monkeypatch.context() as patch, unchanged(Letter, LetterBatch):
        patch.setattr(letters, "MOST_IN_A_BATCH", 0)
        assert "Print at most 0 letters at once." in send(office, "offers:letters_print", letter)
    with scene():
        YoungPerson.objects.filter(pk=letter.person_id).update(do_not_write=True)
    assert "1 letter was left out: something has changed" in send(office, "offers:letters_print", letter)
    assert not LetterBatch.objects.exists()


def test_the_list_of_envelopes_has_those_that_one_may_see(
    cast: Cast, letter: Letter, scene: Callable, sign_in: Callable
) -> None:
    """Each with its page of the PDF, which others have too. Seen to fail: without `seen` in the rows."""
    with scene():
        YoungPersonFactory.create(nearly_19=True, first_name="Dee", team=cast.north)
    plan_letters(by=None, today=TODAY)
    ids = list(Letter.objects.values_list("pk", flat=True))
    letters.approve_letters(by=cast.mo, letters=ids, addresses_checked=ids, today=TODAY)
    render_due(today=TODAY)
    batch, _ = letters.print_batch(by=cast.bus, letters=ids, today=TODAY)
    with scene():
        YoungPerson.objects.filter(first_name="Dee").update(is_restricted=True)
    page = reverse("offers:batch_manifest", args=[batch.pk])
    said = sign_in(cast.bus).post(page, {"purpose": "Filling the envelopes"})
    text = b"".join(said.streaming_content).decode()
    assert str(now(letter).reference) in text
    assert str(Letter.objects.get(person__first_name="Dee").reference) not in text
