"""What the office does with a letter, and what becomes of the person meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from careleavers.actions.base import Refused, allowing_writes
from careleavers.actions.homes import move_home
from careleavers.actions.people import change_person, correct_death, record_death
from careleavers.actions.periods import correct_period
from careleavers.actions.restricted import lift_restriction, restrict_record
from careleavers.models import AlertRecipient, Home, User, YoungPerson
from offers.actions import letters as actions
from offers.actions.rendering import render_due
from offers.models import Letter
from tests.cast import TODAY, Cast
from tests.factories import give_status


def now(letter: Letter) -> Letter:
    return Letter.objects.select_related("person").get(pk=letter.pk)


# What the office does; refused or without effect where it is not the letter's turn.
OFFICE: dict[str, Callable[[Cast, Letter], Any]] = {
    "approve": lambda cast, letter: actions.approve_letters(
        by=cast.mo, letters=[letter.pk], today=TODAY, addresses_checked=[letter.pk]
    ),
    "render": lambda cast, letter: render_due(today=TODAY),
    "print": lambda cast, letter: actions.print_batch(by=cast.bus, letters=[letter.pk], today=TODAY),
    "post": lambda cast, letter: actions.mark_posted(by=cast.bus, letters=[letter.pk], posted_on=TODAY, today=TODAY),
}
STEPS = tuple(OFFICE)


def do(cast: Cast, letter: Letter, step: str) -> None:
    with suppress(Refused):
        OFFICE[step](cast, letter)


def person_of(letter: Letter) -> YoungPerson:
    return YoungPerson.objects.get(pk=letter.person_id)


def refuses(cast: Cast, person: YoungPerson, answer: bool = True) -> None:
    change_person(by=cast.pat, person=person, revision=person.revision, details={"do_not_write": answer}, today=TODAY)


def moves(cast: Cast, person: YoungPerson) -> None:
    move_home(
        by=cast.pat,
        person=person,
        starts_on=TODAY,
        today=TODAY,
        kind="V",
        is_suitable=True,
        address="Refuge\nPO Box 12",
        postcode="LE1 1AA",
        safe_to_use=True,
    )


def marks_unsafe(cast: Cast, person: YoungPerson, safe: bool = False) -> None:
    home = Home.objects.get(person=person, ends_on=None)
    correct_home(by=cast.pat, home=home, safe_to_use=safe)


def correct_home(*, by: User, home: Home, **facts: Any) -> None:
    correct_period(by=by, period=home, today=TODAY, starts_on=home.starts_on, ends_on=home.ends_on, **facts)


FACTS: dict[str, Callable[[Cast, YoungPerson], Any]] = {
    "dies": lambda cast, person: record_death(by=cast.mo, person=person, died_on=TODAY, today=TODAY),
    "moves": moves,
    "restricted": lambda cast, person: restrict_record(
        by=cast.vera, person=person, readers=[cast.pat], reason="x", today=TODAY
    ),
    "refuses": refuses,
    "unsafe": marks_unsafe,
}


def taken_back(cast: Cast, person: YoungPerson) -> None:
    """A death recorded by mistake. The legal status, which the tests write by hand, is written again."""
    correct_death(by=cast.mo, person=person, today=TODAY)
    with allowing_writes():
        person.status_periods.all().delete()
        give_status(person, "former_relevant")


RELEASED: dict[str, Callable[[Cast, YoungPerson], Any]] = {
    "dies": lambda cast, person: taken_back(cast, person),
    "restricted": lambda cast, person: lift_restriction(by=cast.vera, person=person, reason="x", today=TODAY),
    "refuses": lambda cast, person: refuses(cast, person, answer=False),
    "unsafe": lambda cast, person: marks_unsafe(cast, person, safe=True),
}


def told(letter: Letter) -> set[str]:
    """The names of those who have an open task about this letter and may see whose it is."""
    rows = AlertRecipient.objects.filter(
        alert__person=letter.person_id, alert__code__startswith="letter_", alert__closed_on=None, ended_on=None
    ).select_related("user")
    return {
        row.user.name
        for row in rows
        if YoungPerson.objects.visible_to(row.user.on(TODAY)).filter(pk=letter.person_id).exists()
    }
