"""Letters handed to GOV.UK Notify by workers that are killed, over a line that fails: none is lost and none doubled."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from random import Random
from typing import Any

from offers.actions import sending
from offers.models import Letter
from offers.printing_service import PrintingService
from offers.rules.letter_states import LetterState
from tests.cast import Cast
from tests.notify import FakeNotify, Fault
from tests.offers.by_service import hand_over, make_letters

LETTERS, OF_THE_CONTROL = 16, 6
ROUNDS = 400
FAILS = {"POST": 0.6, "GET": 0.1}  # of requests
DIES = 0.04  # at each step of a worker, before it or after
STEPS = ("claim_to_hand_over", "begin_to_send", "record_handed_over", "record_refusal", "record_event")
# A time-out is slow to wait for, and told from a reset by nothing that the product sees.
DRAWN = sorted(set(Fault) - {Fault.BAD_REQUEST, Fault.TAKEN_TIMEOUT, Fault.TAKEN_SLOWLY, Fault.DAILY})


class Killed(BaseException):
    """A worker is gone in the middle: nothing in it runs any more."""


def deadly(step: Callable[..., Any], chance: Random) -> Callable[..., Any]:
    def run(*args: Any, **kwargs: Any) -> Any:
        if chance.random() < DIES:
            raise Killed
        done = step(*args, **kwargs)
        if chance.random() < DIES:
            raise Killed
        return done

    return run


def sent_by_workers_that_die(cast: Cast, scene, server: FakeNotify, clock, monkeypatch, number: int) -> Counter[str]:
    """How often the service took each letter, once every worker has done what it can."""
    chance = Random(number)
    with scene():
        letters = make_letters(cast, number)
    assert all(letter.goes_by_service for letter in letters), "no printing service is connected"
    server.chance = lambda method: chance.choice(DRAWN) if chance.random() < FAILS[method] else None
    with monkeypatch.context() as dying:
        for step in STEPS:
            dying.setattr(sending, step, deadly(getattr(sending, step), chance))
        for method in ("find", "send"):
            dying.setattr(PrintingService, method, deadly(getattr(PrintingService, method), chance))
        for _ in range(max(ROUNDS, 10 * number)):
            with suppress(Killed):
                hand_over(server)
            clock.shift(timedelta(minutes=chance.randint(1, 12)))
            if not Letter.objects.filter(status__in=[LetterState.RENDERED, LetterState.SENDING]).exists():
                break
    assert not Letter.objects.filter(status__in=[LetterState.RENDERED, LetterState.SENDING]).exists(), "never done"
    return Counter({f"%PDF {letter.pk}": 0 for letter in letters}) + server.copies()


def test_none_is_lost_and_none_doubled(cast: Cast, scene, server: FakeNotify, clock, monkeypatch) -> None:
    """What was sent five times and never taken is set aside, with a task for a person: that is not lost."""
    taken = sent_by_workers_that_die(cast, scene, server, clock, monkeypatch, LETTERS)
    assert set(taken.values()) == {1}
    with_service = Letter.objects.filter(status=LetterState.WITH_SERVICE)
    assert {f"%PDF {pk}" for pk in with_service.values_list("pk", flat=True)} == set(taken)
    aside = Letter.objects.filter(status=LetterState.NEEDS_ATTENTION)
    assert aside.count() + len(taken) == LETTERS
    assert aside.count() < LETTERS / 4
    assert server.requests["POST"] > LETTERS * 1.5, "the line failed too seldom to show anything"


def test_the_control_without_asking_first_letters_are_doubled(cast, scene, server, clock, monkeypatch) -> None:
    """Seen to fail where asking is what keeps a letter from going twice: with it the test above holds."""
    monkeypatch.setattr(PrintingService, "find", lambda self, reference: [])
    taken = sent_by_workers_that_die(cast, scene, server, clock, monkeypatch, OF_THE_CONTROL)
    assert max(taken.values()) > 1
