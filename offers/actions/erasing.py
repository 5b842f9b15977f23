"""What this app keeps of somebody outside their record: the PDF of a pile of letters has theirs among others."""

from __future__ import annotations

from careleavers.models import YoungPerson
from offers.models import LetterBatch


def empty_piles(person: YoungPerson) -> None:
    """Part of the action that destroys a record: piles that were printed with a letter of theirs keep no PDF."""
    LetterBatch.objects.filter(letters__person=person).update(pdf=b"")
