"""The pages of letters that GOV.UK Notify prints, how they are made for it, and the choice of who prints one."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from careleavers.actions.base import Refused
from careleavers.actions.people import record_death
from careleavers.models import YoungPerson
from offers import tasks
from offers.actions import letters as actions
from offers.actions.letter_channels import hand_in, print_here
from offers.actions.rendering import render_due
from offers.documents.pdf_check import check_letter
from offers.models import Letter, LetterFile
from offers.rules.addresses import LetterChannel
from offers.rules.letter_states import LetterState as S
from tests.cast import TODAY, Cast
from tests.factories import LocalOfferFactory
from tests.notify import FakeNotify, Fault
from tests.offers.by_service import HAND_IN_ON, make_letters
from tests.offers.letter_steps import now, told


@pytest.fixture
def letter(cast: Cast, scene, server: FakeNotify, clock) -> Letter:
    with scene():
        [letter] = make_letters(cast)
    return letter


def test_from_the_approval_to_the_post_it_can_be_followed(cast: Cast, letter: Letter, server, clock, sign_in) -> None:
    tab = f"{reverse('offers:letters')}?tab=service"
    page, record = reverse("offers:letter", args=[letter.pk]), reverse("person", args=[letter.person_id])
    clock.shift(-timedelta(days=2))
    client = sign_in(cast.bus)
    assert "To be handed over on Wednesday 25 November." in client.get(tab).content.decode()
    assert "No letter is ready to print." in client.get(f"{reverse('offers:letters')}?tab=print").content.decode()
    chosen = {"letter": [str(letter.pk)], "confirm": "yes"}
    client.post(reverse("offers:letters_print"), chosen)
    assert now(letter).state == S.RENDERED, "it is not printed here as well"
    clock.shift(timedelta(days=2))
    server.posts.append(Fault.TAKEN_RESET)
    tasks.send_letters()
    client = sign_in(cast.bus)
    assert "Not known yet whether GOV.UK Notify has it: it is asked again." in client.get(tab).content.decode()
    clock.shift(timedelta(minutes=11))
    tasks.send_letters()
    said = client.get(page).content.decode()
    assert "Handed over on Wednesday 25 November, to be printed on Thursday 26 November" in said
    assert (str(letter.reference) in said, "Second class" in said) == (True, True)
    assert "with the printing service, handed over 25 November 2026" in sign_in(cast.pat).get(record).content.decode()
    server.letters[0].status, server.letters[0].completed_at = "received", timezone.now() + timedelta(days=1)
    clock.shift(timedelta(days=2))
    tasks.send_letters()
    assert (now(letter).state, now(letter).posted_on) == (S.POSTED, HAND_IN_ON + timedelta(days=1))
    assert "posted 26 November 2026" in sign_in(cast.pat).get(record).content.decode()


def test_by_hand_it_says_what_was_done(letter: Letter, server: FakeNotify) -> None:
    def said() -> str:
        out = StringIO()
        call_command("send_letters", stdout=out)
        return out.getvalue()

    server.posts.append(Fault.FORBIDDEN)
    refused = said()
    assert "0 letters handed over, 1 wait, 0 set aside." in refused
    assert "GOV.UK Notify: 403 A fault of the test: 403" in refused
    server.posts.append(Fault.FORBIDDEN)
    with pytest.raises(tasks.PrintingServiceRefuses), time_machine.travel(timezone.now() + timedelta(hours=1)):
        tasks.send_letters()
    with time_machine.travel(timezone.now() + timedelta(hours=2)):
        assert "1 letter handed over, 0 wait, 0 set aside. Of 1 with the service 0 have moved on." in said()


def test_what_is_to_be_cancelled_there_is_said_without_the_reason(cast, letter, server, clock, sign_in) -> None:
    tasks.send_letters()
    record_death(by=cast.mo, person=letter.person, died_on=HAND_IN_ON, today=HAND_IN_ON)
    client, page = sign_in(cast.bus), reverse("offers:letter", args=[letter.pk])
    assert "Cancel Cai0 Owen’s letter in GOV.UK Notify." in client.get(reverse("offers:letters")).content.decode()
    said = client.get(page).content.decode()
    assert "cancel it in GOV.UK Notify before 17:30 on Wednesday 25 November" in said
    assert ("12 Mill Lane" in said, "died" in said) == (False, False)
    server.letters[0].status = "received"
    tasks.send_letters()
    client = sign_in(cast.pat)
    assert "It went before it could be stopped." in client.get(page).content.decode()
    client.post(reverse("offers:letter_note_gone", args=[letter.pk]))
    assert (told(letter), now(letter).hold_reasons) == (set(), [])


def test_what_it_would_not_take_is_seen_by_whoever_may_see_to_it(cast: Cast, letter: Letter, server, sign_in) -> None:
    """Seen to fail: business support did not see it, and a manager, who has the task, could not do it."""
    server.posts.append(Fault.BAD_REQUEST)
    tasks.send_letters()
    page, tab = reverse("offers:letter", args=[letter.pk]), f"{reverse('offers:letters')}?tab=service"
    for who in (cast.bus, cast.mo):
        client = sign_in(who)
        assert "GOV.UK Notify would not take this letter" in client.get(tab).content.decode()
        said = client.get(page).content.decode()
        assert ("It has not gone" in said, "Print it here instead" in said) == (True, True)
    client.post(reverse("offers:letter_print_here", args=[letter.pk]))
    assert (now(letter).state, now(letter).goes_by_service, told(letter)) == (S.RENDERED, False, set())


def test_somebody_has_one_printed_here_and_handed_in_again(cast: Cast, letter: Letter, server, clock, sign_in) -> None:
    client, page = sign_in(cast.bus), reverse("offers:letter", args=[letter.pk])
    assert "Print it here instead" in client.get(page).content.decode()
    client.post(reverse("offers:letter_print_here", args=[letter.pk]))
    tasks.send_letters()
    assert (now(letter).channel, now(letter).state, server.letters) == (LetterChannel.OWN_PRINTER, S.RENDERED, [])
    assert "Let GOV.UK Notify print and post it" in client.get(page).content.decode()
    client.post(reverse("offers:letter_hand_in", args=[letter.pk]))
    assert (now(letter).goes_by_service, now(letter).state) == (True, S.APPROVED)
    render_due(today=HAND_IN_ON)
    tasks.send_letters()
    assert now(letter).state == S.WITH_SERVICE
    assert check_letter(server.letters[0].pdf, strict=True).prints
    for again in (print_here, hand_in):
        with pytest.raises(Refused, match="with the printing service"):
            again(by=cast.bus, letter=letter, today=HAND_IN_ON)


@pytest.mark.parametrize(
    ("name", "connected", "channel"),
    [
        pytest.param("Cai", True, LetterChannel.PRINTING_SERVICE, id="what the service takes goes there"),
        pytest.param("محمد", True, LetterChannel.OWN_PRINTER, id="what it would not take is printed here"),
        pytest.param("Cai", False, LetterChannel.OWN_PRINTER, id="without a key everything is"),
    ],
)
@pytest.mark.usefixtures("_on_the_day")
def test_who_prints_a_letter(cast: Cast, scene, server, settings, sign_in, name, connected, channel) -> None:
    settings.NOTIFY_API_KEY = settings.NOTIFY_API_KEY if connected else ""
    with scene():
        [letter] = make_letters(cast)
        YoungPerson.objects.filter(pk=letter.person_id).update(preferred_name=name, last_name="")
    actions.write_again(by=cast.mo, letter=letter, today=TODAY)
    page = sign_in(cast.mo).get(f"{reverse('offers:letters')}?tab=approve").content.decode()
    assert ("To be printed here, as GOV.UK Notify would not take it." in page) is (name != "Cai")
    asked = sign_in(cast.mo).post(reverse("offers:letters_approve"), {"letter": [str(letter.pk)]}).content.decode()
    by_service = channel == LetterChannel.PRINTING_SERVICE
    assert ("to GOV.UK Notify" in page, "by GOV.UK Notify" in asked) == (by_service, by_service)
    actions.approve_letters(by=cast.mo, letters=[letter.pk], addresses_checked=[letter.pk], today=TODAY)
    assert now(letter).channel == channel


@pytest.mark.usefixtures("_on_the_day")
def test_the_offer_goes_with_the_letter_in_one_file(cast: Cast, scene, server: FakeNotify) -> None:
    with scene():
        LocalOfferFactory.create()
        [letter] = make_letters(cast)
        Letter.objects.update(occasion="18")
    actions.write_again(by=cast.mo, letter=letter, today=TODAY)
    actions.approve_letters(by=cast.mo, letters=[letter.pk], addresses_checked=[letter.pk], today=TODAY)
    render_due(today=TODAY)
    checked = check_letter(bytes(LetterFile.objects.get(letter=letter).pdf), strict=True)
    assert (checked.prints, checked.pages > 1, now(letter).goes_by_service) == (True, True, True)
