"""Letters that GOV.UK Notify prints: with a real server on this machine that fails in every way it can, none is lost
and none doubled; what must not go is stopped, and whatever fails has a task for a named person."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from careleavers.actions.base import Refused
from careleavers.models import Alert, YoungPerson
from offers.actions import letters as actions
from offers.actions import sending, service_answers
from offers.actions.letter_channels import note_gone, print_here
from offers.actions.planning import plan_letters
from offers.actions.sending import hand_over_due
from offers.actions.service_answers import ask_about_letters
from offers.models import Letter
from offers.printing_service import PrintingService
from offers.rules.letter_states import LetterState
from offers.rules.posting import Postage
from tests.cast import Cast
from tests.notify import TAKES, WRONG_KEY, FakeNotify, Fault
from tests.offers.by_service import HAND_IN_ON, hand_over, make_files, make_letters
from tests.offers.letter_steps import FACTS, now, person_of, told

TEN_MINUTES = timedelta(minutes=11)


@pytest.fixture
def letter(cast: Cast, scene, server: FakeNotify, clock) -> Letter:
    with scene():
        [letter] = make_letters(cast)
    return letter


S = LetterState
# By what goes wrong with the one request that sends it: where the letter stands then, when it is tried again.
AFTER = {
    Fault.BAD_REQUEST: (S.NEEDS_ATTENTION, None),
    Fault.FORBIDDEN: (S.RENDERED, timedelta(minutes=30)),
    Fault.NOT_FOUND: (S.RENDERED, timedelta(minutes=30)),
    Fault.RATE: (S.RENDERED, timedelta(minutes=1)),
    Fault.DAILY: (S.RENDERED, timedelta(hours=14, minutes=1)),  # at midnight, of which there is one at UTC
    **dict.fromkeys(
        (Fault.BROKEN, Fault.AWAY, Fault.RESET, Fault.GARBAGE, *(TAKES - {Fault.TAKEN_SLOWLY})),
        (S.SENDING, timedelta(minutes=10)),
    ),
    Fault.TAKEN_SLOWLY: (S.WITH_SERVICE, None),
}


@pytest.mark.parametrize("fault", Fault)
def test_whatever_goes_wrong_the_letter_goes_once(
    letter: Letter, server: FakeNotify, clock, cast, fault: Fault
) -> None:
    server.posts.append(fault)
    hand_over(server, seconds=0.1 if fault == Fault.TAKEN_TIMEOUT else 10)
    state, wait = AFTER[fault]
    after = now(letter)
    assert (after.state, after.next_attempt_at and after.next_attempt_at - timezone.now()) == (state, wait)
    assert after.is_unclear is (state == S.SENDING)
    if state == S.NEEDS_ATTENTION:
        assert told(letter) == {"Pat", "Mo"}
        assert not server.letters
        print_here(by=cast.bus, letter=after, today=HAND_IN_ON)
        assert now(letter).state == S.RENDERED
    for _ in range(3):
        hand_over(server)  # too soon: nothing is asked
        clock.shift(wait or TEN_MINUTES)
        hand_over(server)
    assert server.copies() == ({} if state == S.NEEDS_ATTENTION else {f"%PDF {letter.pk}": 1})
    assert now(letter).state == (S.RENDERED if state == S.NEEDS_ATTENTION else S.WITH_SERVICE)
    assert told(letter) == set()


@pytest.mark.parametrize("fault", [Fault.AWAY, Fault.GARBAGE, Fault.RATE, Fault.BAD_REQUEST])
def test_while_it_cannot_be_asked_whether_it_has_the_letter_nothing_is_sent(letter, server, clock, fault) -> None:
    server.gets.append(fault)
    hand_over(server)
    after = now(letter)
    assert (after.state, after.attempts, after.is_unclear) == (S.RENDERED, 0, False)
    assert server.requests["POST"] == 0
    clock.shift(timedelta(minutes=31))
    hand_over(server)
    assert now(letter).state == S.WITH_SERVICE


def test_a_wrong_key_harms_no_letter_and_is_told_on_the_last_day(
    cast, letter: Letter, server: FakeNotify, clock
) -> None:
    done = hand_over(server, key=WRONG_KEY)
    assert (done.is_refused, done.set_aside, now(letter).state, told(letter)) == (True, 0, S.RENDERED, set())
    clock.move_to(timezone.now() + timedelta(days=4))  # Sunday 29 November: handed in tomorrow, it could be late
    done = hand_over(server, key=WRONG_KEY)
    assert (done.set_aside, now(letter).state, told(letter)) == (1, S.NEEDS_ATTENTION, {"Pat", "Mo"})
    assert not server.letters


def test_a_run_ends_before_its_worker_is_stopped_in_the_middle_of_a_letter(letter, server, monkeypatch) -> None:
    monkeypatch.setattr(sending, "SECONDS_A_RUN", 0)
    assert (hand_over(server).handed_over, server.requests.total()) == (0, 0)
    monkeypatch.undo()
    hand_over(server)
    monkeypatch.setattr(service_answers, "SECONDS_A_RUN", 0)
    asked = server.requests.total()
    answers(server)
    assert server.requests.total() == asked


def test_without_a_service_it_is_printed_here(letter: Letter) -> None:
    done = hand_over_due(service=None, today=HAND_IN_ON)
    assert (done.set_aside, now(letter).state, told(letter)) == (1, S.NEEDS_ATTENTION, {"Pat", "Mo"})


def test_it_is_handed_over_three_working_days_before_the_last_and_by_first_class_where_that_helps(
    letter: Letter, server: FakeNotify, clock
) -> None:
    clock.shift(-timedelta(days=1))
    hand_over(server)
    assert now(letter).state == S.RENDERED
    clock.shift(timedelta(days=8, hours=9))  # Wednesday 2 December, after half past five: as if on the third
    hand_over(server)
    assert [each.postage for each in server.letters] == [now(letter).postage] == ["first"]


def row_of(letter: Letter) -> dict[str, Any]:
    """Everything in the row, as a backup has it."""
    current = now(letter)
    return {field.attname: getattr(current, field.attname) for field in Letter._meta.concrete_fields}


@pytest.mark.parametrize("backed_up", ["before the approval", "after it"])
def test_a_letter_that_went_since_the_backup_is_found_and_not_sent_again(
    letter: Letter, server: FakeNotify, scene, cast: Cast, backed_up
) -> None:
    """Seen to fail without asking before the first sending, and with a reference made up at each approval."""
    approve = partial(actions.approve_letters, by=cast.mo, letters=[letter.pk], addresses_checked=[letter.pk])
    actions.write_again(by=cast.mo, letter=letter, today=HAND_IN_ON)
    before = row_of(letter)
    approve(today=HAND_IN_ON)
    make_files()
    before = before if backed_up == "before the approval" else row_of(letter)
    hand_over(server)
    with scene():
        Letter.objects.update(content=None, status=S.PLANNED)
        Letter.objects.update(**before)
    approve(today=HAND_IN_ON)
    make_files()
    hand_over(server)
    assert (len(server.letters), now(letter).state) == (1, S.WITH_SERVICE)
    assert str(now(letter).notify_id) == server.letters[0].id


def test_that_the_service_has_it_twice_is_told(letter: Letter, server: FakeNotify, clock) -> None:
    service = server.client()
    for _ in range(2):
        service.send(letter.reference, b"%PDF", Postage.SECOND)
    service.close()
    hand_over(server)
    assert now(letter).state == S.WITH_SERVICE
    alert = Alert.objects.get(code="letter_with_service", closed_on=None)
    assert (
        alert.text
        == f"GOV.UK Notify has {letter.reference} more than once. Cancel all but one of them there, before 17:30."
    )
    assert told(letter) == {"Pat", "Mo"}


def test_after_six_unclear_days_a_person_looks(cast: Cast, letter: Letter, server: FakeNotify, clock) -> None:
    server.posts.append(Fault.TAKEN_TIMEOUT)
    hand_over(server, seconds=0.1)
    server.chance = lambda method: Fault.AWAY
    clock.shift(timedelta(days=6, hours=1))
    hand_over(server)
    aside = now(letter)
    assert (aside.state, aside.is_unclear, str(letter.reference) in aside.last_error) == (
        S.NEEDS_ATTENTION,
        True,
        True,
    )
    for again in (actions.write_again, actions.give_by_hand):
        with pytest.raises(Refused, match="Look there first"):
            again(by=cast.mo, letter=letter, today=timezone.localdate())
    FACTS["dies"](cast, person_of(letter))
    assert now(letter).state == S.NEEDS_ATTENTION, "it may be in the post: what it says is kept"
    assert told(letter) == {"Pat", "Mo"}
    today = timezone.localdate()
    actions.mark_already_posted(by=cast.bus, letter=letter, posted_on=HAND_IN_ON, today=today)
    assert (now(letter).state, now(letter).posted_on, told(letter)) == (S.POSTED, HAND_IN_ON, set())


def test_what_is_taken_five_times_and_never_kept_is_set_aside(letter: Letter, server: FakeNotify, clock) -> None:
    server.chance = lambda method: Fault.BROKEN if method == "POST" else None
    for _ in range(14):
        hand_over(server)
        clock.shift(TEN_MINUTES)
    assert (server.requests["POST"], now(letter).state, told(letter)) == (5, S.NEEDS_ATTENTION, {"Pat", "Mo"})


# The watch until the post


def answers(server: FakeNotify) -> None:
    service = server.client()
    ask_about_letters(service=service, today=timezone.localdate())
    service.close()


def moment_of(letter: Letter, server: FakeNotify, when: str) -> None:
    """Brings the letter to a moment on its way."""
    if when == "unclear, and not there":
        server.posts.append(Fault.AWAY)
    elif when == "unclear, and there":
        server.posts.append(Fault.TAKEN_RESET)
    if when != "made":
        hand_over(server)


MOMENTS = ["made", "unclear, and not there", "unclear, and there", "with the service"]


@pytest.mark.parametrize(
    ("fact", "when"),
    [*(("dies", when) for when in MOMENTS), *((fact, MOMENTS[-1]) for fact in FACTS if fact != "dies")],
)
def test_what_must_not_go_is_not_handed_over_or_is_stopped_there(cast, letter, server, clock, fact, when) -> None:
    moment_of(letter, server, when)
    FACTS[fact](cast, person_of(letter))
    for _ in range(3):
        clock.shift(TEN_MINUTES)
        hand_over(server)
    held = S.NOT_WANTED if fact == "refuses" else S.ON_HOLD
    is_there = when in ("unclear, and there", "with the service")
    assert (now(letter).state, len(server.letters)) == ((S.TO_STOP, 1) if is_there else (held, 0))
    if is_there:
        assert "Pat" in told(letter)
        assert Alert.objects.filter(code="letter_to_stop", closed_on=None).exists()
        server.letters[0].status = "cancelled"
        answers(server)
        assert (now(letter).state, now(letter).content, now(letter).notify_id) == (held, None, None)


@pytest.mark.parametrize("when", ["before it is claimed", "before it is sent"])
def test_whoever_changed_without_an_action_is_found_first(letter, server, scene, monkeypatch, when) -> None:
    """An import, or a hand in the database. Seen to fail without the check at the claim, and without that after it."""

    def die(*_: Any, **__: Any) -> list[Any]:
        with scene():
            YoungPerson.objects.filter(pk=letter.person_id).update(died_on=HAND_IN_ON)
        return []

    if when == "before it is claimed":
        die()
    else:
        monkeypatch.setattr(PrintingService, "find", die)
    hand_over(server)
    assert (now(letter).state, now(letter).content, server.requests["POST"]) == (S.ON_HOLD, None, 0)
    assert server.requests["GET"] == 0


def test_one_that_could_not_be_cancelled_is_told_of_until_somebody_has_noted_it(cast, letter, server, clock) -> None:
    hand_over(server)
    FACTS["dies"](cast, person_of(letter))
    clock.shift(timedelta(days=2))
    server.letters[0].status, server.letters[0].completed_at = "received", timezone.now()
    answers(server)
    answers(server)
    gone, today = now(letter), HAND_IN_ON + timedelta(days=2)
    assert (gone.state, gone.posted_on, gone.hold_reasons) == (S.POSTED, today, ["They have died. No letter is sent."])
    alert = Alert.objects.get(code="letter_gone", closed_on=None)
    assert (alert.due_on.isoformat(), told(letter)) == ("2026-12-04", {"Pat", "Mo"})
    note_gone(by=cast.mo, letter=gone, today=today)
    assert told(letter) == set()


@pytest.mark.parametrize("how", ["cancel", "write_again"])
@pytest.mark.parametrize("answer", ["cancelled", "received"])
def test_a_letter_that_somebody_stops_is_cancelled_there_first(cast, letter, server, how, answer) -> None:
    hand_over(server)
    if how == "cancel":
        actions.cancel_letter(by=cast.mo, letter=letter, reason="A card was given", today=HAND_IN_ON)
    else:
        actions.write_again(by=cast.mo, letter=letter, today=HAND_IN_ON)
    assert now(letter).state == S.TO_STOP
    server.letters[0].status = answer
    answers(server)
    after = {"cancel": S.CANCELLED, "write_again": S.PLANNED}[how] if answer == "cancelled" else S.POSTED
    assert (now(letter).state, bool(now(letter).hold_reasons)) == (after, answer == "received")
    if after == S.PLANNED:
        reference = letter.reference
        actions.approve_letters(by=cast.mo, letters=[letter.pk], addresses_checked=[letter.pk], today=HAND_IN_ON)
        assert now(letter).reference != reference


# By the status that the service gives: where the letter stands then, and whether it may be there.
STATUSES = {
    "pending-virus-check": (S.WITH_SERVICE, False),
    "created": (S.WITH_SERVICE, False),
    "sending": (S.WITH_SERVICE, False),
    "accepted": (S.WITH_SERVICE, False),
    "something new": (S.WITH_SERVICE, False),
    "received": (S.POSTED, False),
    "delivered": (S.POSTED, False),
    "virus-scan-failed": (S.NEEDS_ATTENTION, False),
    "validation-failed": (S.NEEDS_ATTENTION, False),
    "permanent-failure": (S.NEEDS_ATTENTION, False),
    "cancelled": (S.NEEDS_ATTENTION, False),
    "technical-failure": (S.NEEDS_ATTENTION, True),
}


def test_what_the_service_says_of_a_letter(cast: Cast, letter: Letter, server: FakeNotify, scene) -> None:
    ready = row_of(letter)
    for status, (state, is_unclear) in STATUSES.items():
        hand_over(server)
        server.letters[-1].status = status
        answers(server)
        after = now(letter)
        assert (after.state, after.is_unclear) == (state, is_unclear), status
        assert bool(told(letter)) is (state == S.NEEDS_ATTENTION), status
        with scene():
            Letter.objects.update(**ready | {"reference": uuid4()})


def test_one_that_is_not_in_the_post_after_three_working_days_is_told_of(letter, server, clock) -> None:
    hand_over(server)
    for days, is_told in ((5, False), (6, True)):  # Monday 30 November is the third
        plan_letters(by=None, today=HAND_IN_ON + timedelta(days=days))
        assert bool(told(letter)) is is_told
    server.letters.clear()  # and after its seven days it forgets the letter
    answers(server)
    assert (now(letter).state, now(letter).is_unclear) == (S.NEEDS_ATTENTION, True)
