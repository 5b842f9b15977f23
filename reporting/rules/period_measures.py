"""What happened from one day to another, counted by people: nights, plans handed in, posts, steps, offences. Pure.

Unlike the duties nothing of them falls due: they are drawn from dated rows of the record each time they are asked for,
and kept with each quarter that is frozen.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from careleavers.rules.dates import ONE_DAY
from careleavers.rules.policies import TARGETS, Policy
from careleavers.rules.words import amount
from offers.rules.opportunities import COUNTED, STAGE_WORDS, WorkStage
from reporting.rules.periods import MONTH, QUARTER, PeriodKind, first_day, last_day, last_ends, month_name, period_name
from reporting.rules.statistics import Better
from reporting.rules.targets import stretch_of


class ReportPeriod(NamedTuple):
    """A quarter or a month, both days included; one that runs ends today. Without a `kind` any other days.

    In the first month of a quarter that month and the quarter have the same days so far: the kind tells them apart.
    """

    first: date
    last: date
    name: str
    kind: PeriodKind | None = None

    @property
    def is_quarter(self) -> bool:
        return self.kind == QUARTER

    @property
    def key(self) -> str:
        """As written in an address: the same on each day of the period."""
        kind = self.kind.name.lower() if self.kind else "days"
        return f"{kind}-{self.first.isoformat()}"


def periods_to_choose(today: date) -> list[ReportPeriod]:
    """The quarter that runs, the last eight, then the month that runs and the last twelve, latest first."""
    return [*_latest(today, QUARTER, 8), *_latest(today, MONTH, 12)]


def _latest(today: date, kind: PeriodKind, many: int) -> list[ReportPeriod]:
    ends = [*last_ends(today, many, kind), last_day(today, kind)]
    name = {QUARTER: period_name, MONTH: month_name}[kind]
    return [ReportPeriod(first_day(end, kind), min(end, today), name(end), kind) for end in reversed(ends)]


@dataclass(frozen=True)
class PeriodMeasure:
    """`unit` (one, many) is what is added up beside the people. `is_share`: rows that count, of all rows. `has_names`:
    without, it is counted for the whole authority alone, and nobody is listed.

    `target` is a setting: in percent of a share; else in the unit, of a quarter and the whole authority, where 0 is
    none unless fewer are better. A change of meaning raises `version`.
    """

    code: str
    name: str
    definition: str
    source: str
    unit: tuple[str, str] | None = None
    is_share: bool = False
    has_names: bool = True
    better: Better = "higher"
    target: Policy | None = None
    version: int = 1

    @property
    def stretch(self) -> Policy | None:
        """The setting of a target beyond the target: of a share alone."""
        return stretch_of(self.target) if self.target and self.is_share else None

    @property
    def policies(self) -> list[Policy]:
        return [policy for policy in (self.target, self.stretch) if policy]

    def target_in(self, policies: Mapping[str, Any], *, is_whole: bool) -> int | None:
        """The target in force; None where there is none. `is_whole`: of a quarter and the whole authority."""
        if self.target is None or not (self.is_share or is_whole):
            return None
        goal: int = policies[self.target.key]
        return goal if goal or self.better == "lower" else None

    def stretch_in(self, policies: Mapping[str, Any]) -> int | None:
        return policies[self.stretch.key] or None if self.stretch else None

    def goal_words(self, goal: int) -> str:
        """ "90 %", "at most 12 nights", "no nights"."""
        if self.is_share or self.unit is None:
            return f"{goal} %"
        if not goal:
            return f"no {self.unit[1]}"
        return f"at {'most' if self.better == 'lower' else 'least'} {amount(goal, *self.unit)}"


class PeriodRow(NamedTuple):
    """One person's part: how many of the unit, what the record shows, and whether it counts where a share is asked."""

    person: UUID
    many: int
    words: str
    counts: bool = True


class PeriodNumbers(NamedTuple):
    """What a measure comes to: `people`, `many` of its unit, and of its `d` rows the `n` that count."""

    measure: PeriodMeasure
    people: int
    many: int
    n: int
    d: int

    @property
    def said(self) -> str:
        """ "3 of 4" for a share, else "31 nights"."""
        unit = self.measure.unit
        return amount(self.many, *unit) if unit else f"{self.n:,} of {self.d:,}"

    def reaches(self, goal: int) -> bool | None:
        """Whether the target, in percent of a share and else in the unit, is met; None of a share of nobody."""
        if self.measure.is_share and not self.d:
            return None
        found, asked = (100 * self.n, goal * self.d) if self.measure.is_share else (self.many, goal)
        return found <= asked if self.measure.better == "lower" else found >= asked


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

    @property
    def numbers(self) -> PeriodNumbers:
        return PeriodNumbers(self.measure, self.people, self.many, self.n, self.d)


def _goal(key: str, label: str, default: int = 0, *, zero: str = "none") -> Policy:
    return Policy(key, TARGETS, f"{label}, in a quarter", "number", default, zero=zero)


def _share(key: str, label: str, default: int = 0) -> Policy:
    return Policy(key, TARGETS, label, "percentage", default, zero="none", maximum=100)


NIGHT = ("night", "nights")
MOST_NIGHTS = {
    code: _goal(f"target_{code.lower()}", f"At most so many nights {where}", zero="not one night")
    for code, where in (("B_AND_B", "in bed and breakfast"), ("NFA", "with no fixed abode"))
}
B_AND_B, NFA, CUSTODY = (
    PeriodMeasure(
        code,
        name,
        f"Nights from the first day to the last that are over, by the days on which a home of this kind began and "
        f"ended: {rest}",
        source,
        NIGHT,
        better="lower",
        target=MOST_NIGHTS.get(code),
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
    target=_share("target_tenancies_kept", "Tenancies that were kept, of those that ended"),
)
UNSUIT_RA = PeriodMeasure(
    "UNSUIT_RA",
    "Risk assessments in place on the last day",
    "Those in an unsuitable home (custody only by setting) or with whom touch is lost, who have a risk assessment that "
    "a manager signed since then and that need not be looked at again yet: by the clock that raises the task.",
    "CLR reg 9; Vol 3 4.39; the days are local",
    is_share=True,
    target=_share("target_risks_assessed", "Risk assessments in place", 100),
)
PP_AUTHORISED = PeriodMeasure(
    "PP_AUTHORISED",
    "Plans handed in that a manager has signed",
    "Versions of pathway plans that were handed in between these days, and those of them that are authorised today. "
    "The others wait, or went back with a comment.",
    "CA 1989 guidance vol 3, 3.14; local practice",
    is_share=True,
    target=_share("target_plans_signed", "Plans handed in that are signed"),
)
LETTERS_LAPSED = PeriodMeasure(
    "LETTERS_LAPSED",
    "Letters that lapsed",
    "Letters that nobody had approved 30 days after the birthday, or after the day by which another letter was to be "
    "there, by the day on which that time was over; whoever died is left out. Whether letters are there in time is "
    "among the duties.",
    "a council’s own promise",
    ("letter", "letters"),
    better="lower",
    target=_goal("target_letters_lapsed", "At most so many letters that lapse", zero="not one letter"),
)
STAGES = {
    stage: PeriodMeasure(
        f"POST_{stage.upper()}",
        f"Posts: {STAGE_WORDS[stage].lower()}",
        "Those who came so far with a post that is kept for young people, by the day on which they did.",
        "a council’s own target, such as a number of apprenticeships",
        ("post", "posts"),
        target=_goal("target_posts", "At least so many come into a post") if stage == WorkStage.EMPLOYED else None,
    )
    for stage in COUNTED
}
STEPS = {
    kind: PeriodMeasure(
        code,
        name,
        f"{what}, of those who told us, whatever came of it.",
        "local; soft outcomes",
        unit,
        target=_goal(f"target_{code.lower()}", f"At least so many: {name.lower()}"),
    )
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
        LETTERS_LAPSED,
        *STAGES.values(),
        *STEPS.values(),
        OFFENDED,
    )
}


def quarter_that_ended(ends_on: date) -> ReportPeriod:
    return ReportPeriod(first_day(ends_on), ends_on, period_name(ends_on), QUARTER)


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
