"""Where letters to somebody go on a day, and since when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, cast
from uuid import UUID

from careleavers.rules.code_sets import HomeKind
from offers.documents.address_window import laid_out
from offers.queries.letter_facts import ADDRESS_SETTLED, PeopleFacts

WHY_NONE = {
    HomeKind.NO_FIXED_ABODE: "They have no fixed abode. Ask where letters are safe, or give the letter by hand.",
    HomeKind.CUSTODY: "They are in custody. Add the prison's address with the prisoner number, or give the letter "
    "by hand.",
}


@dataclass(frozen=True)
class LetterAddress:
    """Where to write to somebody, with their name as the first line. `changed_on`: when that last became so, if known.

    `why_none`: why there is none, where that is more than that nobody wrote one down.
    """

    lines: tuple[str, ...] = ()
    safe: bool | None = None
    changed_on: date | None = None
    why_none: str = ""

    def is_new(self, today: date) -> bool:
        return self.changed_on is not None and self.changed_on > today - ADDRESS_SETTLED


def letter_address(facts: PeopleFacts, person_id: UUID) -> LetterAddress:
    """The correspondence address where there is one, else the home."""
    name = facts.people[person_id].known_as
    box = facts.correspondence_address(person_id)
    if box:
        care_of = [f"c/o {box.care_of}"] if box.care_of else []
        lines = laid_out((name, *care_of, *box.lines))
        return LetterAddress(lines, box.safe_to_use, _changed_on(facts, box, person_id))
    home = facts.home(person_id)
    if home is None:
        return LetterAddress()
    if not home.lines and home.kind in WHY_NONE:
        return LetterAddress(why_none=WHY_NONE[HomeKind(home.kind)])
    lines = laid_out((name, *home.lines)) if home.lines else ()
    return LetterAddress(lines, home.safe_to_use, _changed_on(facts, home, person_id))


def _changed_on(facts: PeopleFacts, row: Any, person_id: UUID) -> date:
    """The day this became the address: moved in, typed by somebody later, or left when another one ended."""
    days = [row.starts_on, facts.addresses_edited.get(row.pk, date.min)]
    if row.recorded_by_id:  # imports write old addresses today; people write what they have just learnt
        days.append(row.recorded_at.date())
    days += [
        box.ends_on for box in facts.correspondence_addresses[person_id] if box.ends_on and box.ends_on <= facts.today
    ]
    return cast(date, max(days))
