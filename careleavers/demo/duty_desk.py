"""What reached the duty desk of the demo council in the last days, written by the actions that write it every day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from random import Random
from typing import TYPE_CHECKING

from django.utils import timezone

from careleavers.actions.duty_desk import close_message, note_try, take_message, write_message
from careleavers.demo.lives import random_id
from careleavers.models import DutyMessage, User, YoungPerson

if TYPE_CHECKING:
    from careleavers.demo.load import Council

ONE_DAY = timedelta(days=1)


def write_duty_messages(
    cases: Sequence[tuple[YoungPerson, User]], council: Council, today: date, support: User, rng: Random
) -> None:
    """One that waits, one of somebody unknown, one that was tried, one that was answered; `support` took the calls."""
    (first, worker), (second, other) = cases[:2]

    def write(
        person: YoungPerson | None, name: str, text: str, days_ago: int, hour: time, **facts: str | bool | None
    ) -> DutyMessage:
        reached = timezone.make_aware(datetime.combine(today - days_ago * ONE_DAY, hour))
        given = {"way": "phone", "caller": "young_person", "name_given": name, "text": text, "team": council.teams[0]}
        return write_message(
            by=support,
            message_id=random_id(rng),
            person=person,
            now=timezone.make_aware(datetime.combine(today + ONE_DAY, time())),
            working_days=1,
            **given | {"reached_at": reached, **facts},
        )

    write(first, first.known_as, "The landlord wants the keys on Friday.", 0, time(8, 50), is_urgent=True)
    write(
        None,
        "Kayleigh, was with us until she was 17",
        "Heard that there is help until 25 and asks whether that is for her too.",
        0,
        time(8, 30),
        call_back="After college, from four",
        team=None,
    )
    tried = write(second, second.known_as, "The letter about the council tax came to the old address.", 1, time(15, 20))
    take_message(by=other, message=tried, revision=None)
    note_try(by=other, message=tried, revision=None, text="Rang at five, no reply. Try in the morning.")
    answered = write(first, first.known_as, "Needs the date of the next appointment.", 3, time(11))
    close_message(
        by=worker,
        message=answered,
        revision=None,
        outcome=DutyMessage.ANSWERED,
        text="Told them the day and how to get there.",
        as_contact=False,
        today=today - 2 * ONE_DAY,
    )
