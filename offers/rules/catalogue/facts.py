"""What the catalogue is asked about: one young person's facts, and an authority's own choices."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple, TypeVar

from careleavers.rules.code_sets import LEAVING_CARE, LEAVING_CARE_OR_QUALIFYING, Band, Status
from careleavers.rules.dates import LeapDay, Period, age_on, birthday, clip, intersect, merge

RowT = TypeVar("RowT", bound=tuple[Any, ...])
Pounds = int | Decimal  # whole pounds are an int


class PersonStatus(NamedTuple):
    """A period with one legal status, half-open; `status` and `band` as `careleavers.rules.law` names them."""

    status: str
    band: str | None
    start: date
    end: date | None = None

    @property
    def period(self) -> Period:
        return Period(self.start, self.end)


class Course(NamedTuple):
    """A course from `start` up to but not including `end`. None means not recorded.

    `level` is "higher", "further" or "school"; `in_pathway_plan`: pursued in accordance with the pathway plan.
    """

    level: str
    start: date
    end: date | None = None
    full_time: bool | None = None
    residential: bool = False
    academic_years: int | None = None
    in_pathway_plan: bool | None = None

    @property
    def period(self) -> Period:
        return Period(self.start, self.end)


class Payment(NamedTuple):
    """Money paid towards the entitlement `code`; less than nothing where it came back."""

    code: str
    on: date
    amount: Pounds


class Residence(NamedTuple):
    """Where somebody normally lived while looked after: a housing authority's district, half-open."""

    district: str
    start: date
    end: date | None = None

    @property
    def period(self) -> Period:
        return Period(self.start, self.end)


@dataclass(frozen=True, kw_only=True)
class Person:
    """One young person's facts. Sequences may come in any order; None means not recorded."""

    date_of_birth: date
    statuses: tuple[PersonStatus, ...] = ()
    courses: tuple[Course, ...] = ()
    apprenticeships: tuple[Period, ...] = ()
    payments: tuple[Payment, ...] = ()
    staying_put: tuple[Period, ...] = ()
    with_foster_carer_at_18: bool | None = None
    cared_for_at_16_or_17: bool | None = None
    lived_in: tuple[Residence, ...] = ()
    billing_authority: str | None = None
    died_on: date | None = None


class Level(NamedTuple):
    """An amount in whole pounds in force from a day."""

    start: date
    amount: int


@dataclass(frozen=True, kw_only=True)
class CouncilTaxPolicy:
    """What the authority's billing authorities have agreed; without names it applies to all of them."""

    start: date
    from_age: int = 18
    to_age: int = 25
    billing_authorities: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class LocalItem:
    """Something the authority gives of its own choice, by age and status; without statuses, to every care leaver.

    `entitlement`: the code of the item of the catalogue that it gives; "" for what the catalogue does not know.
    """

    code: str
    name: str
    condition: str
    from_age: int = 16
    to_age: int = 25
    amount: int | None = None
    start: date | None = None
    end: date | None = None
    statuses: tuple[str, ...] = ()
    entitlement: str = ""

    @property
    def known_as(self) -> str:
        """The code under which people have it: once, whether the catalogue knows it too or not."""
        return self.entitlement or self.code


@dataclass(frozen=True, kw_only=True)
class EntitlementSettings:
    """What an authority chooses, and what no source settles. A commencement of None means not commenced."""

    leap_day: LeapDay = "1 March"
    higher_education_bursary: int = 2000
    setting_up_home: tuple[Level, ...] = ()
    setting_up_home_to_age: int = 25
    apprenticeship_bursary_since: date = date(2018, 8, 1)
    council_tax: CouncilTaxPolicy | None = None
    local_items: tuple[LocalItem, ...] = ()
    staying_close_commenced_on: date | None = None
    financial_literacy_commenced_on: date | None = None
    no_intentional_homelessness_commenced_on: date | None = None


SETTINGS_IN_WORDS = {
    "leap_day": "The birthday, in other years, of somebody born on 29 February. No authority settles it.",
    "higher_education_bursary": "Pounds paid, at least the £2,000 of the regulations.",
    "setting_up_home": "The authority's own levels by date; before the first of them the recommended least: £2,000, "
    "and £3,000 from 1 April 2023.",
    "setting_up_home_to_age": "The age at which the authority stops paying it. No guidance sets one.",
    "apprenticeship_bursary_since": "The first day on which apprenticeships earned the bursary. To be checked.",
    "council_tax": "The billing authorities' policy. Without one, each decides.",
    "local_items": "What the authority gives of its own choice.",
    "staying_close_commenced_on": "The day section 7 of the Children's Wellbeing and Schools Act 2026 starts.",
    "financial_literacy_commenced_on": "The day section 8 of the same Act starts.",
    "no_intentional_homelessness_commenced_on": "The day section 9 of the same Act starts.",
}

STATUSES_IN_WORDS: dict[str, str] = {
    Status.LOOKED_AFTER: "looked after",
    Status.ELIGIBLE_CHILD: "an eligible child",
    Status.RELEVANT_CHILD: "a relevant child",
    Status.FORMER_RELEVANT_CHILD: "a former relevant child",
    Status.PERSON_QUALIFYING: "a person qualifying for advice and assistance",
}
EVER_IN_CARE = (Status.LOOKED_AFTER, *LEAVING_CARE_OR_QUALIFYING)
IN_EDUCATION = tuple(band for band in Band if band.in_education)


class EntitlementFacts:
    """A person's facts on one day, with the questions that several entitlements ask."""

    def __init__(self, person: Person, on: date, settings: EntitlementSettings) -> None:
        self.person = person
        self.on = on
        self.settings = settings
        self.foreseen = False
        self.statuses = self._statuses()

    def birthday(self, age: int) -> date:
        return birthday(self.person.date_of_birth, age, self.settings.leap_day)

    def ages(self, first: int, before: int) -> Period:
        """The days from one birthday to the day before another."""
        return Period(self.birthday(first), self.birthday(before))

    def periods_with(self, *statuses: str, bands: tuple[str, ...] = ()) -> list[Period]:
        """When the person has one of these statuses, with one of these bands where any is named."""
        return merge(
            Period(each.start, each.end)
            for each in self.statuses
            if each.status in statuses and (not bands or each.band in bands)
        )

    def is_now(self, *statuses: str, bands: tuple[str, ...] = ()) -> bool:
        """Whether the person has one of these statuses and bands on the day."""
        return any(period.contains(self.on) for period in self.periods_with(*statuses, bands=bands))

    @property
    def qualifying_periods(self) -> list[Period]:
        """When a person qualifying may have help other than with education: to 21, or to 25 in education or training.

        An apprenticeship is training. Children Act 1989 s24(1A)-(1B), s24B; Vol 3 3.49, 8.44, 8.46.
        """
        theirs = self.periods_with(Status.PERSON_QUALIFYING)
        learning = merge([*(course.period for course in self.person.courses), *self.person.apprenticeships])
        at_21_to_24 = intersect(learning, [self.ages(21, 25)])
        return merge([*intersect(theirs, [self.ages(16, 21)]), *intersect(theirs, at_21_to_24)])

    @property
    def age(self) -> int:
        """Whole years on the day."""
        return age_on(self.person.date_of_birth, self.on, self.settings.leap_day)

    @property
    def status_in_words(self) -> str:
        """The status on the day, with its article."""
        status = next((each.status for each in self.statuses if each.period.contains(self.on)), None)
        return STATUSES_IN_WORDS.get(status or "", "no longer a care leaver by status")

    def paid(self, code: str) -> list[Payment]:
        """What was paid towards an entitlement by the day, first payment first."""
        return sorted(
            (payment for payment in self.person.payments if payment.code == code and payment.on <= self.on),
            key=lambda payment: payment.on,
        )

    def _statuses(self) -> tuple[PersonStatus, ...]:
        given = sorted(
            (piece for each in self.person.statuses for piece in self._within_its_ages(each)),
            key=lambda piece: (piece.start, piece.end or date.max, piece.status, piece.band or ""),
        )
        last = given[-1] if given else None
        if last is None or last.end not in (self.birthday(18), self.birthday(21)):
            return tuple(given)
        if last.status in LEAVING_CARE:
            ahead = PersonStatus(Status.FORMER_RELEVANT_CHILD, None, last.end)
            self.foreseen = self.on < last.end
            given += self._within_its_ages(ahead)
        return tuple(given)

    def _within_its_ages(self, given: PersonStatus) -> list[PersonStatus]:
        """The period cut to the ages its status and band can have, so that an open end does not promise too much."""
        first, before, then = _AGES.get((given.status, given.band)) or _AGES.get((given.status, None), (0, 200, None))
        pieces = [(Period(self.birthday(first), self.birthday(before)), given.band)]
        if then:
            pieces = [(self.ages(18, 21), Band.FULL_DUTIES), (self.ages(21, 25), then)]
        return [
            PersonStatus(given.status, band, start, end)
            for ages, band in pieces
            for start, end in clip([Period(given.start, given.end)], ages.start, ages.end)
        ]


def sorted_rows(rows: Iterable[RowT]) -> list[RowT]:
    """Rows by their first field, then the next; what is not recorded comes first."""
    return sorted(rows, key=lambda row: [(field is not None, field or 0) for field in row])


# Status and band: from which age, before which age, and the band that follows at 21 where nobody recorded another.
_AGES: dict[tuple[str, str | None], tuple[int, int, Band | None]] = {
    (Status.LOOKED_AFTER, None): (0, 18, None),
    (Status.ELIGIBLE_CHILD, None): (16, 18, None),
    (Status.RELEVANT_CHILD, None): (16, 18, None),
    (Status.FORMER_RELEVANT_CHILD, None): (18, 25, Band.NOT_ASKED),
    (Status.FORMER_RELEVANT_CHILD, Band.FULL_DUTIES): (18, 25, Band.NOT_ASKED),
    (Status.FORMER_RELEVANT_CHILD, Band.NOT_ASKED): (21, 25, None),
    (Status.FORMER_RELEVANT_CHILD, Band.OPTED_IN): (21, 25, None),
    (Status.FORMER_RELEVANT_CHILD, Band.EDUCATION): (21, 200, None),
    (Status.FORMER_RELEVANT_CHILD, Band.EDUCATION_BEYOND_25): (25, 200, None),
    (Status.PERSON_QUALIFYING, None): (16, 21, None),
    (Status.PERSON_QUALIFYING, Band.QUALIFYING_EDUCATION_HELP): (21, 25, None),
}
