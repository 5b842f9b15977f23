"""The year of letters: how many there will be in each month, for whoever plans paper, postage and time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from careleavers.models import User, YoungPerson
from careleavers.rules.dates import ONE_DAY, add_months
from offers.documents.composing import ENCLOSING_AGES
from offers.models import Letter
from offers.queries.letter_channels import authority_channel
from offers.queries.next_letters import letters_due
from offers.rules.letter_kinds import LetterKind
from offers.rules.letter_states import LetterState
from offers.rules.posting import Postage, last_day_to_go

MONTHS = 12
GONE = (LetterState.POSTED, LetterState.RETURNED, LetterState.GIVEN)


@dataclass
class LetterMonth:
    """The letters of one month's birthdays. `go_by`: the last day for the first of those that have not gone."""

    first: date
    letters: int = 0
    with_offer: int = 0
    gone: int = 0
    go_by: date | None = None


def year_of_letters(user: User, today: date, policies: Mapping[str, Any]) -> list[LetterMonth]:
    """This month and the eleven after it, as things are, for people whom the user may see. Four queries."""
    begin = today.replace(day=1)
    months = {add_months(begin, number): LetterMonth(add_months(begin, number)) for number in range(MONTHS)}
    last = add_months(begin, MONTHS) - ONE_DAY
    seen = set(YoungPerson.objects.visible_to(user).values_list("pk", flat=True))
    rows = Letter.objects.filter(
        kind=LetterKind.BIRTHDAY, occurrence_on__range=(begin, last), status__in=(*GONE, LetterState.CANCELLED)
    )
    over = {(person, day): status for person, day, status in rows.values_list("person_id", "occurrence_on", "status")}
    postage = Postage(policies["postage"])
    channel = authority_channel(policies)
    for person_id, occasion in letters_due(policies, begin, last):
        if person_id not in seen:
            continue
        month = months[occasion.falls_on.replace(day=1)]
        month.letters += 1
        month.with_offer += occasion.age in ENCLOSING_AGES
        status = over.get((person_id, occasion.falls_on))
        month.gone += status in GONE
        if status is None:
            go_by = last_day_to_go(occasion.falls_on, postage, channel)
            month.go_by = min(month.go_by or go_by, go_by)
    return list(months.values())
