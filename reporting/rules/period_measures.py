"""What happened from one day to another, counted by people: nights, plans handed in, posts, steps, offences. Pure.

Unlike the figures of a day these have no target, and unlike the duties nothing of them falls due: they are drawn from
dated rows of the record each time they are asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple
from uuid import UUID

from careleavers.rules.dates import ONE_DAY
from careleavers.rules.words import amount
from offers.rules.opportunities import COUNTED, STAGE_WORDS
from reporting.rules.periods import MONTH, QUARTER, PeriodKind, first_day, last_day, last_ends, month_name, period_name


class ReportPeriod(NamedTuple):
    """A quarter or a month, both days included; one that runs ends today."""

    first: date
    last: date
    name: str

    @property
    def key(self) -> str:
        """As written in an address."""
        return f"{self.first.isoformat()}_{self.last.isoformat()}"


def periods_to_choose(today: date) -> list[ReportPeriod]:
    """The quarter that runs, the last eight, then the month that runs and the last twelve, latest first."""
    return [*_latest(today, QUARTER, 8), *_latest(today, MONTH, 12)]


def _latest(today: date, kind: PeriodKind, many: int) -> list[ReportPeriod]:
    ends = [*last_ends(today, many, kind), last_day(today, kind)]
    name = {QUARTER: period_name, MONTH: month_name}[kind]
    return [ReportPeriod(first_day(end, kind), min(end, today), name(end)) for end in reversed(ends)]


@dataclass(frozen=True)
class PeriodMeasure:
    """`unit` (one, many) is what is added up beside the people. `is_share`: rows that count, of all rows. `has_names`:
    without, it is counted for the whole authority alone, and nobody is listed."""

    code: str
    name: str
    definition: str
    source: str
    unit: tuple[str, str] | None = None
    is_share: bool = False
    has_names: bool = True


class PeriodRow(NamedTuple):
    """One person's part: how many of the unit, what the record shows, and whether it counts where a share is asked."""

    person: UUID
    many: int
    words: str
    counts: bool = True


@dataclass
class PeriodLine:
    """A measure with its rows."""

    measure: PeriodMeasure
    rows: list[PeriodRow] = field(default_factory=list)

    @property
    def people(self) -> int:
        return len({row.person for row in self.rows})

    @property
    def many(self) -> int:
        return sum(row.many for row in self.rows)

    @property
    def unit_words(self) -> str:
        return self.measure.unit[1] if self.measure.unit else ""

    @property
    def amount_words(self) -> str:
        """ "31 nights"."""
        return amount(self.many, *self.measure.unit) if self.measure.unit else ""

    @property
    def n(self) -> int:
        return sum(row.counts for row in self.rows)

    @property
    def d(self) -> int:
        return len(self.rows)


NIGHT = ("night", "nights")
B_AND_B, NFA, CUSTODY = (
    PeriodMeasure(
        code,
        name,
        f"Nights from the first day to the last that are over, by the days on which a home of this kind began and "
        f"ended: {rest}",
        source,
        NIGHT,
    )
    for code, name, rest, source in (
        (
            "B_AND_B",
            "Nights in bed and breakfast",
            "for an emergency alone, and at most two working days.",
            "CA 1989 guidance vol 3, 7.12",
        ),
        ("NFA", "Nights with no fixed abode", "on the street, or from sofa to sofa.", "DfE accommodation code S"),
        ("CUSTODY", "Nights in custody", "on remand as well.", "DfE accommodation code X"),
    )
)
TENANCIES_KEPT = PeriodMeasure(
    "TENANCIES_KEPT",
    "Tenancies that ended and were kept until then",
    "Tenancies of their own (from a council, a housing association or privately, and before 18 the agreement for one) "
    "that ended between these days: of those of which somebody said how, the ones that they kept until they moved on.",
    "local practice; CA 1989 guidance vol 3, 7.69",
    is_share=True,
)
UNSUIT_RA = PeriodMeasure(
    "UNSUIT_RA",
    "Risk assessments in place on the last day",
    "Those in an unsuitable home (custody only by setting) or with whom touch is lost, who have a risk assessment that "
    "a manager signed since then and that need not be looked at again yet: by the clock that raises the task.",
    "CLR reg 9; Vol 3 4.39; the days are local",
    is_share=True,
)
PP_AUTHORISED = PeriodMeasure(
    "PP_AUTHORISED",
    "Plans handed in that a manager has signed",
    "Versions of pathway plans that were handed in between these days, and those of them that are authorised today. "
    "The others wait, or went back with a comment.",
    "CA 1989 guidance vol 3, 3.14; local practice",
    is_share=True,
)
STAGES = {
    stage: PeriodMeasure(
        f"POST_{stage.upper()}",
        f"Posts: {STAGE_WORDS[stage].lower()}",
        "Those who came so far with a post that is kept for young people, by the day on which they did.",
        "a council’s own target, such as a number of apprenticeships",
        ("post", "posts"),
    )
    for stage in COUNTED
}
STEPS = {
    kind: PeriodMeasure(code, name, f"{what}, of those who told us, whatever came of it.", "local; soft outcomes", unit)
    for kind, code, name, what, unit in (
        ("interview", "INTERVIEWS", "Interviews", "Interviews for work or a course", ("interview", "interviews")),
        ("training", "TRAININGS", "Training and short courses", "Trainings attended", ("training", "trainings")),
        ("volunteering", "VOLUNTEERING", "Volunteering", "Times they volunteered", ("time", "times")),
    )
}
OFFENDED = PeriodMeasure(
    "OFFENDED",
    "Offences, and who had one before",
    "Young people with an offence on a day between these that is written down and has not come to nothing; of them "
    "those with an earlier one in the record. Courts know of offences that we are not told of, so that it is no rate.",
    "local; soft outcomes. Nobody is named, and it is counted for the whole authority alone",
    is_share=True,
    has_names=False,
)
PERIOD_MEASURES: Mapping[str, PeriodMeasure] = {
    each.code: each
    for each in (
        B_AND_B,
        NFA,
        CUSTODY,
        TENANCIES_KEPT,
        UNSUIT_RA,
        PP_AUTHORISED,
        *STAGES.values(),
        *STEPS.values(),
        OFFENDED,
    )
}


def nights(starts_on: date, ends_on: date | None, first: date, last: date) -> int:
    """How many nights of [starts_on, ends_on) follow the days from `first` to `last`, both included."""
    after = min(ends_on or date.max, last + ONE_DAY)
    return max(0, (after - max(starts_on, first)).days)


def by_person(rows: Iterable[PeriodRow]) -> list[PeriodRow]:
    """Rows added up, one for each person, in the order in which they came."""
    found: dict[UUID, PeriodRow] = {}
    for row in rows:
        before = found.get(row.person)
        if before:
            row = PeriodRow(row.person, before.many + row.many, f"{before.words}; {row.words}", row.counts)
        found[row.person] = row
    return list(found.values())
