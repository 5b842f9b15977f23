"""The ages that a figure is about. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from careleavers.rules.dates import ONE_DAY, LeapDay, add_years, age_on


class Births(NamedTuple):
    """The dates of birth of an age group on a day, both included."""

    first: date
    last: date


@dataclass(frozen=True)
class Cohort:
    """People of these ages on the day, both included. Their legal status on the day is each measure's own question."""

    code: str
    label: str
    youngest: int
    oldest: int

    def births(self, day: date, leap_day: LeapDay) -> Births:
        """The dates of birth that make somebody one of the cohort on `day`."""
        return Births(
            born_by(day, self.oldest + 1, leap_day) + ONE_DAY,
            born_by(day, self.youngest, leap_day),
        )


COHORTS = {
    cohort.code: cohort
    for cohort in (
        Cohort("19-21", "Aged 19 to 21", 19, 21),  # as DfE publishes, but by age on the day
        Cohort("18-25", "Aged 18 to 25", 18, 25),
        Cohort("16-25", "Aged 16 to 25", 16, 25),  # pathway plans are owed from 16
    )
}
WIDEST = COHORTS["16-25"]


def born_by(day: date, age: int, leap_day: LeapDay) -> date:
    """The latest date of birth of somebody who has attained `age` by `day`."""
    same = add_years(day, -age)
    # On 28 February in an ordinary year somebody born on the 29th may have their birthday, as the authority chose.
    return max(born for born in (same, same + ONE_DAY) if age_on(born, day, leap_day) >= age)
