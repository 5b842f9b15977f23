"""How long a record is kept. Pure.

Sources: Care Planning, Placement and Case Review (England) Regulations 2010 (SI 2010/959) reg 50 for the case record of
a child who was looked after; Care Leavers (England) Regulations 2010 (SI 2010/2571) reg 10(3) for that of a care
leaver. Both say the same. A death at 18 or later shortens nothing.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from careleavers.rules.dates import add_years, birthday

ANNIVERSARY = 75  # of birth
YEARS_AFTER_DEATH = 15  # beginning with the day of a death before 18
ADULT = 18


class Retention(NamedTuple):
    """The last day on which a record must be kept, and why. It may be destroyed from the day after, never before."""

    keep_until: date
    because: str

    def is_past(self, today: date) -> bool:
        return today > self.keep_until


def retention(born: date, died_on: date | None) -> Retention:
    """Until the 75th anniversary of birth, that day included; after a death before 18 for fifteen years beginning with
    its day. Born on 29 February, the anniversary of another year is 1 March, the later of the two readings."""
    if died_on and died_on < birthday(born, ADULT):
        last = add_years(died_on, YEARS_AFTER_DEATH) - timedelta(days=1)
        return Retention(last, "fifteen years beginning with the death, which was before 18 (SI 2010/959 reg 50)")
    return Retention(birthday(born, ANNIVERSARY), "the 75th anniversary of birth (SI 2010/959 reg 50)")
