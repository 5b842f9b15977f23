"""Letters on their way to a printing service of the tests."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time

import time_machine
from django.utils import timezone

from offers.actions.letters import approve_letters
from offers.actions.planning import plan_letters
from offers.actions.rendering import MadeLetter, claim_letters, store_pdfs
from offers.actions.sending import HandOverResult, hand_over_due
from offers.models import Letter
from tests.cast import TODAY, Cast
from tests.factories import ContactDetailFactory, PolicyValueFactory, YoungPersonFactory, set_sender
from tests.notify import FakeNotify

# Letters for 7 December go from Wednesday 25 November; handed in by Sunday 29 they arrive in time.
HAND_IN_ON = date(2026, 11, 25)


@contextmanager
def at(day: date = HAND_IN_ON, hour: int = 10) -> Iterator[time_machine.Traveller]:
    """The clock stands, until it is shifted."""
    moment = datetime.combine(day, time(hour), timezone.get_default_timezone())
    with time_machine.travel(moment, tick=False) as clock:
        yield clock


def make_letters(cast: Cast, number: int = 1) -> list[Letter]:
    """Approved letters of people of North, made as files that say whose they are, for the printing service."""
    set_sender()
    PolicyValueFactory.create(key="letter_channel", value="printing_service")
    for each in range(number):
        YoungPersonFactory.create(nearly_19=True, first_name=f"Cai{each}", team=cast.north, worker=cast.pat)
    plan_letters(by=None, today=TODAY)
    planned = list(Letter.objects.values_list("pk", flat=True))
    approve_letters(by=cast.mo, letters=planned, addresses_checked=planned, today=TODAY)
    make_files()
    return list(Letter.objects.select_related("person"))


def make_messages(cast: Cast, kind: str, number: int) -> list[Letter]:
    """Letters of as many people of North who prefer one kind of message, due at once, each to a number or an address of
    its own."""
    set_sender()
    for key, value in (("letters_as_preferred", "yes"), ("text_lead_days", 28), ("email_lead_days", 28)):
        PolicyValueFactory.create(key=key, value=value)
    for each in range(number):
        person = YoungPersonFactory.create(nearly_19=True, first_name=f"Cai{each}", team=cast.north, worker=cast.pat)
        value = f"077009{each:05}" if kind == "mobile" else f"cai{each}@elsewhere.example"
        ContactDetailFactory.create(person=person, kind=kind, value=value, search_value=value, is_preferred=True)
    plan_letters(by=None, today=TODAY)
    planned = list(Letter.objects.values_list("pk", flat=True))
    approve_letters(by=cast.mo, letters=planned, addresses_checked=planned, today=TODAY)
    make_files()
    return list(Letter.objects.select_related("person"))


def make_files() -> None:
    """Of what is approved, without typesetting: each says whose it is."""
    while letters := claim_letters(now=timezone.now(), today=TODAY):
        made = [
            MadeLetter(letter, f"%PDF {letter.pk}".encode(), is_for_service=letter.goes_by_service)
            for letter in letters
        ]
        store_pdfs(made=made, today=TODAY)


def hand_over(server: FakeNotify, *, seconds: float = 10, key: str = "") -> HandOverResult:
    service = server.client(seconds=seconds, **({"key": key} if key else {}))
    try:
        return hand_over_due(service=service, today=timezone.localdate())
    finally:
        service.close()
