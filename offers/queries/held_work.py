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
            "Letters to give by hand",
            [
                HeldThing(
                    letter.person_id, f"the {letter.letter_kind.called}, for {letter.what_for}", letter.occurrence_on
                )
                for letter in letters.defer("content")
            ],
            "They go with the case: the manager has them as tasks, and then whoever is allocated.",
        )
    ]
