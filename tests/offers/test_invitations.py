"""Invitations to a review of the plan, and letters to those who want no contact: once each, and never out of date."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time, timedelta
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from careleavers.actions.appointments import (
    PlannedContact,
    change_appointment,
    close_appointment,
    reopen_appointment,
)
from careleavers.actions.base import Refused
from careleavers.actions.people import record_death
from careleavers.actions.touch import begin_touch_status, correct_touch_status
from careleavers.actions.voiding import void_contact
from careleavers.models import Alert, Appointment, TouchStatus, User, YoungPerson
from offers.actions import letters
from offers.actions.letter_channels import note_gone
from offers.actions.other_letters import invite_to_review
from offers.actions.planning import plan_letters
from offers.actions.rendering import render_due
from offers.documents.letter_content import from_content
from offers.documents.pdf_check import check_letter
from offers.models import Letter, LetterFile
from offers.rules.letter_fields import TemplateKind
from offers.rules.letter_kinds import LetterKind, invited_by, is_day_of_invitation, reminders
from offers.rules.letter_text import ON_AGAIN_TOO_LATE
from offers.rules.letter_words import SHIPPED
from tests.cast import TODAY, Cast
from tests.factories import ContactFactory, LetterTemplateFactory, PolicyValueFactory, YoungPersonFactory, set_sender
from tests.offers.letter_steps import now

pytestmark = pytest.mark.usefixtures("_on_the_day")
DAY = timedelta(days=1)
IN_THREE_WEEKS, A_WEEK_BEFORE = TODAY + timedelta(days=21), TODAY + timedelta(days=14)
SAID = UUID(int=7)


@pytest.mark.parametrize(
    ("ahead", "there_in"),
    [(60, 53), (21, 14), (11, 4), (10, 4), (6, 4), (5, 4), (4, 3), (3, 2), (1, 0)],
)
def test_by_when_an_invitation_is_there(ahead: int, there_in: int) -> None:
    """A week before the review; where that is sooner than four days from now, then, and before its day."""
    review_on = TODAY + timedelta(days=ahead)
    by = invited_by(review_on, TODAY)
    assert by == TODAY + timedelta(days=there_in)
    assert is_day_of_invitation(by, review_on)
    assert not is_day_of_invitation(review_on, review_on)
    assert not is_day_of_invitation(review_on - timedelta(days=8), review_on)


@pytest.mark.parametrize(
    ("kind", "since", "days"),
    [
        ("REFU", date(2026, 6, 1), [date(2026, 12, 1)]),
        ("REFU", date(2026, 5, 31), [date(2026, 11, 30)]),
        ("NREQ", date(2026, 6, 1), []),
        ("NREQ", date(2020, 12, 1), [date(2026, 12, 1)]),
        ("REFU", date(2026, 12, 1), []),
    ],
    ids=["six-months", "a-shorter-month", "not-yet-a-year", "the-sixth-year", "just-said"],
)
def test_on_which_days_there_is_a_reminder(kind: str, since: date, days: list[date]) -> None:
    """Six months after a refusal of contact, a year after “no more”; each of them is about something of its own."""
    found = reminders(SAID, kind, since, date(2026, 11, 2), date(2026, 12, 30))
    assert [day for _, day in found] == days
    whole = reminders(SAID, kind, since, since, date(2040, 1, 1))
    assert len({about for about, _ in whole}) == len(whole)
    assert set(found) <= set(whole), "whatever the window is"


@pytest.fixture
def cai(cast: Cast, scene: Callable) -> YoungPerson:
    with scene():
        set_sender()
        person: YoungPerson = YoungPersonFactory.create(nearly_19=True, team=cast.north, worker=cast.pat)
        User.objects.filter(pk=cast.pat.pk).update(phone="07700 900111")
    return person


@pytest.fixture
def review(cast: Cast, cai: YoungPerson, scene: Callable) -> Appointment:
    with scene():
        return Appointment.objects.create(
            person=cai,
            worker=User.objects.get(pk=cast.pat.pk),
            recorded_by=cast.pat,
            planned_on=IN_THREE_WEEKS,
            planned_at=time(15),
            place="the library",
        )


def move(cast: Cast, review: Appointment, on: date, place: str = "the library") -> None:
    planned = PlannedContact(planned_on=on, planned_at=time(15), place=place)
    change_appointment(by=cast.pat, appointment=review, today=TODAY, planned=planned)


def approve(cast: Cast, letter: Letter) -> None:
    letters.approve_letters(by=cast.mo, letters=[letter.pk], addresses_checked=[letter.pk], today=TODAY)


def printed(cast: Cast, letter: Letter) -> None:
    approve(cast, letter)
    assert render_due(today=TODAY)[1] == 0
    letters.print_batch(by=cast.bus, letters=[letter.pk], today=TODAY)


def posted(cast: Cast, letter: Letter) -> None:
    printed(cast, letter)
    letters.mark_posted(by=cast.bus, letters=[letter.pk], posted_on=TODAY, today=TODAY)


def said(letter: Letter) -> str:
    words = from_content(now(letter).approved_content)
    blocks = [block.text for block in (*words.opening, *words.after)]
    return " ".join([words.greeting, *blocks, *(f"{lead}: {text}" for lead, text in words.points)])


def told_of(person: YoungPerson, code: str) -> list[str]:
    return list(Alert.objects.filter(person=person, code=code, closed_on=None).values_list("text", flat=True))


@pytest.mark.parametrize(
    ("method", "place", "told"),
    [
        ("face_to_face", "the library", "Where: The library."),
        ("face_to_face", "", "Where: Tell us where suits you."),
        ("phone", "", "How: By phone."),
        ("video", "", "How: By video call."),
        ("text", "", "How: By text or WhatsApp."),
        ("letter", "", "How: By email or letter."),
        ("other", "at the hub.", "How: In a way that we agree with you, at the hub."),
    ],
)
def test_it_says_where_they_meet_or_how_they_speak(
    cast: Cast, review: Appointment, scene: Callable, method: str, place: str, told: str
) -> None:
    """Seen to fail: how they speak said as where."""
    with scene():
        Appointment.objects.filter(pk=review.pk).update(method=method, place=place)
    review.refresh_from_db()
    letter = invite_to_review(by=cast.pat, appointment=review, today=TODAY)
    approve(cast, letter)
    assert told in said(letter)


def test_an_adviser_invites_them_and_it_goes_once(
    cast: Cast, cai: YoungPerson, review: Appointment, client: Client
) -> None:
    client.force_login(cast.pat)
    page = reverse("offers:review_invitation", args=[cai.pk])
    assert page in client.get(reverse("person", args=[cai.pk])).content.decode()
    before = client.get(page).content.decode()
    assert "Monday 14 December 2026 at 3 pm" in before
    assert "The library." in before
    done = client.post(page, {"appointment": review.pk}, follow=True).content.decode()
    assert "Asked for. Somebody who approves letters reads it" in done
    letter = Letter.objects.select_related("person").get(kind=LetterKind.REVIEW)
    assert (letter.status, letter.occurrence_on) == ("planned", A_WEEK_BEFORE)
    assert "There is one for this review" in client.get(page).content.decode()
    again = client.post(page, {"appointment": review.pk}, follow=True).content.decode()
    assert "There is a letter for this review: it is “to approve”." in again
    assert client.get(page, {"appointment": uuid4()}).status_code == 404
    posted(cast, letter)
    assert "With: Pat, 07700 900111." in said(letter)
    checked = check_letter(bytes(LetterFile.objects.get(letter=letter).pdf), strict=True)
    assert (checked.problems, checked.pages) == ((), 1)
    plan_letters(by=None, today=TODAY)
    assert (now(letter).status, told_of(cai, "letter_gone")) == ("posted", [])


def test_moved_it_says_the_new_day_and_is_there_before_it(cast: Cast, cai: YoungPerson, review: Appointment) -> None:
    """Waiting, approved, printed, in the post: each is followed as far as it has come."""
    letter = invite_to_review(by=cast.pat, appointment=review, today=TODAY)
    approve(cast, letter)
    move(cast, review, TODAY + timedelta(days=10))
    assert (now(letter).status, now(letter).occurrence_on) == ("planned", TODAY + timedelta(days=4))
    printed(cast, now(letter))
    assert "When: Thursday 3 December 2026 at 3 pm." in said(letter)
    move(cast, review, TODAY + timedelta(days=30))
    assert (now(letter).status, now(letter).occurrence_on) == ("withdrawn", TODAY + timedelta(days=23))
    assert told_of(cai, "letter_to_take_out") == [
        "Take their printed invitation to a review out of the pile: it must not be posted"
    ]
    letters.take_out(by=cast.bus, letter=now(letter), today=TODAY)
    assert now(letter).status == "planned"
    posted(cast, now(letter))
    move(cast, review, TODAY + timedelta(days=31))
    [task] = told_of(cai, "letter_gone")
    assert "invitation to a review went before it could be stopped. Tell whoever it reaches." in task
    note_gone(by=cast.pat, letter=now(letter), today=TODAY)
    plan_letters(by=None, today=TODAY)
    assert told_of(cai, "letter_gone") == [], "it is told once"
    move(cast, review, TODAY + timedelta(days=31), place="your flat")
    assert len(told_of(cai, "letter_gone")) == 1, "and again where it is moved again"
    move(cast, review, TODAY + timedelta(days=30))
    assert now(letter).hold_reasons == [
        "The review is again as it says, Wednesday 23 December 2026 at 3 pm, after they were told otherwise."
    ]
    assert Letter.objects.filter(kind=LetterKind.REVIEW).count() == 1


def test_it_is_in_the_words_of_the_council_and_stays_so_when_those_change(
    cast: Cast, review: Appointment, scene: Callable
) -> None:
    """Seen to fail: compared in the words now in force, the approval is taken back."""
    letter = invite_to_review(by=cast.pat, appointment=review, today=TODAY)
    own = SHIPPED[TemplateKind.REVIEW].replace("Your pathway plan is yours.", "There will be cake.")
    with scene():
        first = LetterTemplateFactory.create(
            kind="review", text=own, recorded_by=cast.mo, approved_by=cast.vera, approved_on=TODAY
        )
    approve(cast, letter)
    assert "There will be cake. On Monday 14 December 2026 at 3 pm we would like" in said(letter)
    with scene():
        LetterTemplateFactory.create(
            kind="review", version=2, recorded_by=cast.mo, approved_by=cast.vera, approved_on=TODAY
        )
    plan_letters(by=None, today=TODAY)
    assert (now(letter).status, now(letter).template) == ("approved", first), "approved words stay as they are"
    move(cast, review, IN_THREE_WEEKS + DAY)
    approve(cast, letter)
    assert now(letter).template != first
    assert "There will be cake" not in said(letter)


@pytest.mark.parametrize(
    ("how_far", "then"), [("planned", "cancelled"), ("printed", "withdrawn"), ("posted", "posted")]
)
def test_called_off_it_does_not_go(cast: Cast, cai: YoungPerson, review: Appointment, how_far: str, then: str) -> None:
    letter = invite_to_review(by=cast.pat, appointment=review, today=TODAY)
    {"planned": lambda *_: None, "printed": printed, "posted": posted}[how_far](cast, letter)
    close_appointment(by=cast.pat, appointment=review, reason="They are ill", today=TODAY)
    assert now(letter).status == then
    assert len(told_of(cai, "letter_gone")) == (how_far == "posted")
    assert len(told_of(cai, "letter_to_take_out")) == (how_far == "printed")


def test_called_off_and_planned_again_it_is_made_again_or_somebody_tells_them(
    cast: Cast, cai: YoungPerson, review: Appointment, client: Client
) -> None:
    """Reopened in time it waits for approval; too late for a letter, the adviser has a task; in the post, it is said
    that it is right again."""
    letter = invite_to_review(by=cast.pat, appointment=review, today=TODAY)
    approve(cast, letter)
    close_appointment(by=cast.pat, appointment=review, reason="They are ill", today=TODAY)
    assert (now(letter).status, now(letter).content) == ("cancelled", None)
    reopen_appointment(by=cast.pat, appointment=review, today=TODAY)
    assert (now(letter).status, now(letter).cancelled_reason) == ("planned", "")
    close_appointment(by=cast.pat, appointment=review, reason="They are ill", today=TODAY)
    late = IN_THREE_WEEKS - 2 * DAY
    reopen_appointment(by=cast.pat, appointment=review, today=late)
    assert (now(letter).status, now(letter).hold_reasons) == ("on_hold", [ON_AGAIN_TOO_LATE])
    [task] = told_of(cai, "letter_on_hold")
    assert "is planned again, and a letter would not be there in time. Phone or text them" in task
    plan_letters(by=None, today=late)
    assert now(letter).hold_reasons == [ON_AGAIN_TOO_LATE]
    letters.cancel_letter(by=cast.mo, letter=now(letter), reason="Told by phone", today=late)
    plan_letters(by=None, today=late)
    assert (now(letter).status, told_of(cai, "letter_on_hold")) == ("cancelled", [])


def test_a_contact_taken_back_takes_its_review_and_the_letter_with_it(
    cast: Cast, cai: YoungPerson, scene: Callable
) -> None:
    """What was agreed in it is gone: paper is stopped, and of a letter in the post somebody is told."""
    with scene():
        contacts = [ContactFactory.create(person=cai, worker=cast.pat, recorded_by=cast.pat) for _ in range(2)]
        reviews = [
            Appointment.objects.create(
                person=cai,
                worker=User.objects.get(pk=cast.pat.pk),
                recorded_by=cast.pat,
                planned_on=IN_THREE_WEEKS + each * DAY,
                planned_at=time(15),
                arranged_in=contact,
            )
            for each, contact in enumerate(contacts)
        ]
    paper, in_the_post = (invite_to_review(by=cast.pat, appointment=each, today=TODAY) for each in reviews)
    printed(cast, paper)
    posted(cast, in_the_post)
    for contact in contacts:
        void_contact(by=cast.pat, contact=contact, reason="Not so", today=TODAY, now=timezone.now())
    assert (now(paper).status, len(told_of(cai, "letter_to_take_out"))) == ("withdrawn", 1)
    assert now(in_the_post).hold_reasons == [
        "The review that it invites to on Tuesday 15 December 2026 at 3 pm was called off."
    ]
    assert len(told_of(cai, "letter_gone")) == 1
    note_gone(by=cast.pat, letter=now(in_the_post), today=TODAY)
    plan_letters(by=None, today=TODAY)
    assert told_of(cai, "letter_gone") == []


def test_moved_to_this_very_day_somebody_tells_them(cast: Cast, cai: YoungPerson, review: Appointment) -> None:
    letter = invite_to_review(by=cast.pat, appointment=review, today=TODAY)
    posted(cast, letter)
    move(cast, review, TODAY)
    assert now(letter).hold_reasons == [
        "The review is not as it says any more. It is now Monday 23 November at 3 pm, face to face, the library."
    ]
    assert len(told_of(cai, "letter_gone")) == 1
    plan_letters(by=None, today=TODAY + DAY)
    assert told_of(cai, "letter_gone") == [], "its day is over: there is nothing left to tell"


def test_after_a_death_none_goes_and_nobody_is_asked(cast: Cast, cai: YoungPerson, review: Appointment) -> None:
    letter = invite_to_review(by=cast.pat, appointment=review, today=TODAY)
    printed(cast, letter)
    record_death(by=cast.mo, person=cai, died_on=TODAY, today=TODAY)
    assert now(letter).status == "withdrawn"


def test_there_is_none_that_would_come_too_late(cast: Cast, review: Appointment) -> None:
    move(cast, review, TODAY + 2 * DAY)
    with pytest.raises(Refused, match="A letter would not be there in time"):
        invite_to_review(by=cast.pat, appointment=review, today=TODAY)
    close_appointment(by=cast.pat, appointment=review, reason="They are ill", today=TODAY)
    with pytest.raises(Refused, match="planned no more"):
        invite_to_review(by=cast.pat, appointment=review, today=TODAY)


# To those who want no contact


def no_contact(cast: Cast, person: YoungPerson, kind: str, since: date) -> TouchStatus:
    return begin_touch_status(
        by=cast.pat, person=person, kind=kind, starts_on=since, reason="Said so in a text", today=TODAY
    )


def that_we_are_here() -> list[Letter]:
    return list(Letter.objects.filter(kind=LetterKind.REMINDER).select_related("person"))


def test_who_wants_no_contact_is_written_to_once_in_six_months_where_the_authority_chooses_so(
    cast: Cast, cai: YoungPerson, scene: Callable
) -> None:
    status = no_contact(cast, cai, TouchStatus.REFUSES, date(2026, 6, 7))
    plan_letters(by=None, today=TODAY)
    assert that_we_are_here() == []
    with scene():
        PolicyValueFactory.create(key="reminder_letters", value="yes")
        older = YoungPersonFactory.create(nearly_19=True, date_of_birth=date(2001, 11, 23), team=cast.north)
        unwritten = YoungPersonFactory.create(nearly_19=True, do_not_write=True, team=cast.north)
    for other in (older, unwritten):
        no_contact(cast, other, TouchStatus.REFUSES, date(2026, 6, 7))
    plan_letters(by=None, today=TODAY)
    plan_letters(by=None, today=TODAY)
    [letter] = that_we_are_here()
    assert (letter.person_id, letter.status, letter.occurrence_on) == (cai.pk, "planned", date(2026, 12, 7))
    printed(cast, letter)
    assert "You told us on 7 June 2026 that you do not want us to get in touch." in said(letter)
    assert "until 7 December 2032, when you are 25." in said(letter)
    assert check_letter(bytes(LetterFile.objects.get(letter=letter).pdf), strict=True).problems == ()
    correct_touch_status(
        by=cast.pat,
        status=status,
        today=TODAY,
        kind=TouchStatus.REFUSES,
        starts_on=status.starts_on,
        ends_on=TODAY,
        reason=status.reason,
    )
    assert now(letter).status == "withdrawn", "they are in touch again"
    letters.take_out(by=cast.bus, letter=now(letter), today=TODAY)
    assert (now(letter).status, now(letter).cancelled_reason) == (
        "cancelled",
        "It is not on record any more that they want no contact, or they want no letters.",
    )
