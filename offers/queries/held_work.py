"""What letters have somebody hold."""

from __future__ import annotations

from datetime import date

from careleavers.models import Allocation, User
from careleavers.models.base import on_day
from careleavers.queries.held_work import HeldKind, HeldThing
from offers.models import Letter
from offers.rules.letter_states import LetterState


def letters_to_give(worker: User, today: date) -> list[HeldKind]:
    """Letters that wait to be given by hand to those whose case holder they are."""
    cases = Allocation.objects.filter(on_day(today), worker=worker, role=Allocation.CASE_HOLDER)
    letters = Letter.objects.filter(
        status=LetterState.HAND_DELIVERY, person__in=cases.values("person"), person__died_on=None
    )
    return [
        HeldKind(
            "letter_to_give",
            "Birthday letters to give by hand",
            [
                HeldThing(person, f"the letter at {occasion}", day)
                for person, occasion, day in letters.values_list("person_id", "occasion", "occurrence_on")
            ],
            "They go with the case: the manager has them as tasks, and then whoever is allocated.",
        )
    ]
