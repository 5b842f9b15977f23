"""The care-leaver return of a collection year, drawn up from the record: a handful of queries for any number of people.

drawn_up = draw_up(CollectionYear(2027), YoungPerson.objects.all(), today)
drawn_up.lines, drawn_up.to_come, drawn_up.left_out
tables = tables_of(drawn_up)
errors = check_tables(drawn_up, tables).errors
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Q, QuerySet

from careleavers.models import (
    CareEpisode,
    Contact,
    Home,
    Observation,
    Occupation,
    PolicyValue,
    StatusPeriod,
    TouchStatus,
    YoungPerson,
)
from careleavers.rules.accommodation import accommodation_code
from careleavers.rules.dates import add_months
from careleavers.ssda903.files import ReturnFiles, parse_date, read_bytes
from careleavers.ssda903.files.writing import Row, csv_file
from careleavers.ssda903.importing.children import GENDERS, PLAIN_CODES
from reporting.models import SubmittedLine, SubmittedReturn
from reporting.rules.care_leaver_return import (
    FIRST_AGE,
    LAST_AGE,
    CollectionYear,
    DatedCode,
    DatedStatus,
    Gap,
    LeaverRecord,
    ReturnLine,
    ReturnTerms,
    ToCome,
    WhyLeftOut,
    line_of,
)
from reporting.rules.published_measures import LineCodes
from reporting.rules.return_rules import CheckResult, Return, check

AT_A_TIME = 1000
SEX_BY_LETTER_FROM = 2025  # the collection
DIGITS = {"M": "1", "F": "2"}
EPISODE_COLUMNS = {
    **PLAIN_CODES,
    "LS": "legal_status",
    "HOME_POST": "home_postcode",
    "PL_POST": "placement_postcode",
    "URN": "urn",
}


class Codes(NamedTuple):
    """What a return said, or says, of somebody: DfE's IN_TOUCH, ACTIV and ACCOM."""

    in_touch: str
    activity: str
    accommodation: str


class PersonLine(NamedTuple):
    person: YoungPerson
    line: ReturnLine

    @property
    def codes(self) -> Codes:
        return Codes(self.line.in_touch.value, self.line.activity, self.line.accommodation)

    @property
    def published_codes(self) -> LineCodes:
        return LineCodes(self.line.age, *self.codes)


@dataclass
class DrawnUpReturn:
    """Everybody with a birthday from 17 to 25 in the year, by name, in one of three lists."""

    year: CollectionYear
    terms: ReturnTerms
    lines: list[PersonLine] = field(default_factory=list)
    to_come: list[tuple[YoungPerson, ToCome]] = field(default_factory=list)
    left_out: list[tuple[YoungPerson, WhyLeftOut]] = field(default_factory=list)

    def only(self, people: Container[UUID]) -> DrawnUpReturn:
        """The same of these people alone."""
        return DrawnUpReturn(
            self.year,
            self.terms,
            [each for each in self.lines if each.person.pk in people],
            [each for each in self.to_come if each[0].pk in people],
            [each for each in self.left_out if each[0].pk in people],
        )


def draw_up(year: CollectionYear, people: QuerySet[YoungPerson], today: date) -> DrawnUpReturn:
    """The return as the record of `people` has it today. They come with their case holder of today."""
    policies = PolicyValue.objects.in_force(min(year.end, today))
    terms = ReturnTerms(policies["return_months_before"], policies["return_months_after"], policies["leap_day"])
    drawn_up = DrawnUpReturn(year, terms)
    # Born a day off either end too, for birthdays of 29 February.
    births = add_months(year.start, -12 * (LAST_AGE + 1)), add_months(year.end, -12 * (FIRST_AGE - 1))
    of_age = people.filter(date_of_birth__range=births).with_case_holder(today).order_by("sort_name", "id")  # type: ignore[attr-defined]
    for some in _in_parts(of_age):
        records = _records(some, year, terms)
        for person in some:
            found = line_of(records[person.pk], year, terms, today)
            if isinstance(found, ReturnLine):
                gaps = found.gaps if person.ssda903_id else (*found.gaps, Gap.CHILD)
                drawn_up.lines.append(PersonLine(person, replace(found, gaps=gaps)))
            elif isinstance(found, ToCome):
                drawn_up.to_come.append((person, found))
            elif found is not None:
                drawn_up.left_out.append((person, found))
    return drawn_up


def _in_parts(people: QuerySet[YoungPerson]) -> Iterable[list[YoungPerson]]:
    some: list[YoungPerson] = []
    for person in people.iterator(chunk_size=AT_A_TIME):
        some.append(person)
        if len(some) == AT_A_TIME:
            yield some
            some = []
    if some:
        yield some


def _records(people: Sequence[YoungPerson], year: CollectionYear, terms: ReturnTerms) -> dict[UUID, LeaverRecord]:
    """What the return asks of each person's record, in one query a kind."""
    ids = [person.pk for person in people]
    statuses: dict[UUID, list[DatedStatus]] = defaultdict(list)
    status_rows = StatusPeriod.objects.filter(person__in=ids).order_by("starts_on")
    columns = "person", "starts_on", "ends_on", "status", "returned_home"
    for person, starts_on, ends_on, status, returned_home in status_rows.values_list(*columns):
        statuses[person].append(DatedStatus(starts_on, ends_on, status, returned_home))
    homes: dict[UUID, list[DatedCode]] = defaultdict(list)
    for home in Home.objects.filter(person__in=ids).prefetch_related("judgements"):
        homes[home.person_id] += _codes_of(home)
    activities: dict[UUID, list[DatedCode]] = defaultdict(list)
    for each in Occupation.objects.filter(person__in=ids):
        activities[each.person_id].append(DatedCode(each.starts_on, each.ends_on, each.code, each.last_confirmed_on))
    wants: dict[UUID, list[DatedCode]] = defaultdict(list)
    for said in TouchStatus.objects.filter(person__in=ids):
        wants[said.person_id].append(DatedCode(said.starts_on, said.ends_on, said.kind))
    spoke, heard = _contacts(ids, year, terms)
    return {
        person.pk: LeaverRecord(
            date_of_birth=person.date_of_birth,
            died_on=person.died_on,
            statuses=tuple(statuses[person.pk]),
            homes=tuple(homes[person.pk]),
            activities=tuple(activities[person.pk]),
            spoke_on=tuple(spoke[person.pk]),
            heard_on=tuple(heard[person.pk]),
            wants=tuple(wants[person.pk]),
        )
        for person in people
    }


def _codes_of(home: Home) -> Iterator[DatedCode]:
    """The code of a home for each time over which it counted as suitable, or did not."""
    for start, end, suitable in home.suitability_spans():
        yield DatedCode(start, end, accommodation_code(home.kind, suitable), home.last_confirmed_on)


def _contacts(
    ids: Sequence[UUID], year: CollectionYear, terms: ReturnTerms
) -> tuple[Mapping[UUID, list[date]], Mapping[UUID, list[date]]]:
    """The days on which we spoke with each, and on which somebody else told us of them, around any day of the year."""
    around = add_months(year.start, -terms.months_before), add_months(year.end, terms.months_after)
    rows = Contact.objects.live().filter(person__in=ids, happened_on__range=around).order_by("happened_on")
    spoke: dict[UUID, list[date]] = defaultdict(list)
    heard: dict[UUID, list[date]] = defaultdict(list)
    for person, result, day in rows.values_list("person", "result", "happened_on"):
        if result == Contact.SPOKE:
            spoke[person].append(day)
        elif result == Contact.ABOUT:
            heard[person].append(day)
    return spoke, heard


def sent_before(year: CollectionYear, people: Iterable[UUID]) -> dict[UUID, Codes]:
    """What was returned of each in a year: as we submitted it, else as an imported return says."""
    ids = list(people)
    imported = Observation.objects.filter(year=year.year, person__in=ids)
    submitted = SubmittedLine.objects.latest_of(year.year).filter(person_id__in=ids)
    columns = "in_touch", "activity", "accommodation"
    return {
        person: Codes(*codes)
        for rows, key in ((imported, "person"), (submitted, "person_id"))
        for person, *codes in rows.values_list(key, *columns)
    }


class Change(NamedTuple):
    """Somebody whose line is not what was submitted: `before` or `now` is None where they had, or have, none."""

    person_id: UUID
    before: Codes | None
    now: Codes | None


def changed_since_submitted(drawn_up: DrawnUpReturn) -> list[Change]:
    """Whose line differs from the last submission of the year, those that have gone last; [] where there is none.

    The return must have been drawn up of everybody: whoever is not in it counts as gone.
    """
    columns = "in_touch", "activity", "accommodation"
    lines = SubmittedLine.objects.latest_of(drawn_up.year.year).values_list("person_id", *columns)
    before = {person: Codes(*codes) for person, *codes in lines}
    if not before and not SubmittedReturn.objects.filter(year=drawn_up.year.year).exists():
        return []
    now = {each.person.pk: each.codes for each in drawn_up.lines}
    return [
        Change(person, before.get(person), now.get(person))
        for person in (*now, *(before.keys() - now.keys()))
        if before.get(person) != now.get(person)
    ]


def tables_of(drawn_up: DrawnUpReturn) -> dict[str, list[Row]]:
    """Header, Episodes and OC3 of everybody with a line and a child ID; Episodes those that touch the year."""
    lines = [each for each in drawn_up.lines if each.person.ssda903_id]
    episodes = _episodes(lines, drawn_up.year.end, since=drawn_up.year.start)
    in_care_until: dict[str, date] = {}
    for row in episodes:
        until = parse_date(row["DEC"]) or drawn_up.year.end
        in_care_until[row["CHILD"]] = max(until, in_care_until.get(row["CHILD"], until))
    return {
        "Header": [
            _header(each.person, drawn_up.year, in_care_until.get(str(each.person.ssda903_id))) for each in lines
        ],
        "Episodes": episodes,
        "OC3": [_oc3(each.person, each.codes) for each in lines],
    }


def _oc3(person: YoungPerson, codes: Codes) -> Row:
    return {
        "CHILD": str(person.ssda903_id),
        "DOB": _written(person.date_of_birth),
        "IN_TOUCH": codes.in_touch,
        "ACTIV": codes.activity,
        "ACCOM": codes.accommodation,
    }


def _header(person: YoungPerson, year: CollectionYear, in_care_until: date | None) -> Row:
    """MOTHER is asked of girls and women who were looked after in the year (DfE rules 165 and 628), and when her first
    child was born of who was a mother by the end of it, or of care (611, 625); SEX was a digit until the collection of
    2024 (101)."""
    child_born = person.first_child_born_on
    sex = GENDERS.get(person.gender, person.gender)
    mother = ""
    if in_care_until and person.gender in ("F", "2"):
        mother = "1" if person.is_parent and (child_born is None or child_born <= in_care_until) else "0"
    return {
        "CHILD": str(person.ssda903_id),
        "SEX": sex if year.year >= SEX_BY_LETTER_FROM else DIGITS.get(sex, ""),
        "DOB": _written(person.date_of_birth),
        "ETHNIC": person.ethnicity,
        "UPN": person.upn,
        "MOTHER": mother,
        **({"MC_DOB": _written(child_born)} if mother == "1" and child_born else {}),
    }


def _episodes(lines: Iterable[PersonLine], last_day: date, since: date | None = None) -> list[Row]:
    """This authority's episodes up to a day, and from one on where it is given, in the order of the lines.

    One that had not ended by the last day has no DEC and no REC.
    """
    children = {each.person.pk: str(each.person.ssda903_id) for each in lines}
    place = {person: number for number, person in enumerate(children)}
    rows = CareEpisode.objects.filter(starts_on__lte=last_day, person__in=list(children), authority="")
    if since:
        rows = rows.filter(Q(ends_on=None) | Q(ends_on__gte=since))
    return [
        {"CHILD": children[episode.person_id], **_episode(episode, last_day)}
        for episode in sorted(rows, key=lambda each: (place[each.person_id], each.starts_on))
    ]


def _episode(episode: CareEpisode, last_day: date) -> dict[str, str]:
    codes: dict[str, str] = {column: getattr(episode, name) for column, name in EPISODE_COLUMNS.items()}
    ended = episode.ends_on if episode.ends_on and episode.ends_on <= last_day else None
    days = {"DECOM": _written(episode.starts_on), "DEC": _written(ended) if ended else ""}
    return codes | days | ({} if ended else {"REC": ""})


def check_tables(drawn_up: DrawnUpReturn, tables: Mapping[str, Sequence[Row]]) -> CheckResult:
    """DfE's rules over the very files that would be sent, beside what DfE knows from before."""
    last = _as_files(tables_before(drawn_up))
    return check(Return(drawn_up.year.year, _as_files(tables), last, drawn_up.terms.leap_day))


def tables_before(drawn_up: DrawnUpReturn) -> dict[str, list[Row]]:
    """What DfE knows from before of everybody with a line, as last year's files: every earlier year's episodes, and
    the answers of last year."""
    before = CollectionYear(drawn_up.year.year - 1)
    lines = [each for each in drawn_up.lines if each.person.ssda903_id]
    sent = sent_before(before, (each.person.pk for each in lines))
    return {
        "Episodes": _episodes(lines, before.end),
        "OC3": [_oc3(each.person, sent[each.person.pk]) for each in lines if each.person.pk in sent],
    }


def _as_files(tables: Mapping[str, Sequence[Row]]) -> ReturnFiles:
    files = ReturnFiles()
    for name, rows in tables.items():
        read_bytes(csv_file(name, rows), f"{name}.csv", files)
    return files


def _written(day: Any) -> str:
    return f"{day:%d/%m/%Y}"
