"""The tables that are brought over from another system: one declaration of each, from which its template, its part of
the documentation and its messages come.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from careleavers.importing.values import (
    CodedValue,
    ColleaguesValue,
    ColleagueValue,
    DayValue,
    HourValue,
    IdentifierValue,
    Known,
    NumberValue,
    TeamValue,
    TextValue,
    Value,
    YesNoValue,
)
from careleavers.models import Allocation, Contact, ContactDetail, Home, Occupation, YoungPerson
from careleavers.rules import codes, names, phones
from careleavers.rules.accommodation import ALWAYS_UNSUITABLE
from careleavers.rules.code_sets import NEVER_SUITABLE, Activity, HomeKind
from careleavers.rules.dates import age_on

LONGEST_ID = 60  # characters of an ID in the other system
LONGEST_NOTE = 100_000
LOCAL_ID_LENGTH = 20
INITIALS = {each.lower(): each for each in ("ID", "NHS", "UPN", "NI", "SSDA903")}  # written in capitals on pages
NEWEST_CODES = 2027  # the collection year whose codes of gender and ethnicity are taken
YOUNGEST, OLDEST = 10, 75  # years: nobody younger is known to such a service, and no older record is kept (reg 10(3))

Cells = Mapping[str, Any]  # what was read, by the attribute of its column
Fault = tuple[str, str]  # the column, and the sentence
# Called with what is being planned (`careleavers.importing.planning.Planner`) and the rows, each with whom it is about.
PlanRows = Callable[[Any, Iterable[tuple[Any, YoungPerson]]], None]


@dataclass(frozen=True)
class Column:
    """A column of a file. `about` is for the documentation; `field` is the model's, where it has another name."""

    name: str
    value: Value
    about: str
    required: bool = False
    example: str = ""
    field: str = ""

    @property
    def attribute(self) -> str:
        return self.field or self.name

    @property
    def label(self) -> str:
        """ "Person ID" of `person_id`."""
        words = [INITIALS.get(word, word) for word in self.name.split("_")]
        return " ".join([words[0][:1].upper() + words[0][1:], *words[1:]])


@dataclass(frozen=True)
class ImportTable:
    """A kind of row. The first column is the row's ID in the other system. `check` says what is wrong between
    cells, and `complete` fills in those that follow from others. `plan` says what comes of the rows of a table that an
    app above adds, and `of_list_9` what a line of that list comes to in it. `person_column` says whom a row
    is about.
    """

    name: str
    one: str
    columns: tuple[Column, ...]
    check: Callable[[Cells, Known], Iterator[Fault]] = field(default=lambda cells, known: iter(()))
    complete: Callable[[dict[str, Any]], None] = field(default=lambda cells: None)
    plan: PlanRows | None = None
    of_list_9: Callable[[Cells], dict[str, Any] | None] | None = None
    person_column: str = "person_id"

    @property
    def title(self) -> str:
        """ "Contact details" of `contact_details`."""
        return self.name.replace("_", " ").capitalize()

    @property
    def id_column(self) -> str:
        return self.columns[0].name

    @cached_property
    def by_name(self) -> dict[str, Column]:
        return {column.name: column for column in self.columns}


def id_column(name: str, what: str, example: str) -> Column:
    about = f"What the other system knows {what} by. It has to stay the same from one export to the next."
    return Column(name, TextValue(LONGEST_ID), about, required=True, example=example)


PERSON_ID = Column("person_id", TextValue(LONGEST_ID), "The `person_id` of the table people.", True, "P1001")
STARTS = Column("starts_on", DayValue(), "The first day.", True, "01/09/2024")
ENDS = Column(
    "ends_on", DayValue(), "The day from which it was so no longer. Empty: until the next of its kind begins, or still."
)


def _ends_after_start(cells: Cells, known: Known) -> Iterator[Fault]:
    if cells["ends_on"] and cells["ends_on"] <= cells["starts_on"]:
        yield "ends_on", "It has to end after the day on which it began: put one of the two days right."


# People


def _check_person(cells: Cells, known: Known) -> Iterator[Fault]:
    born: date = cells["date_of_birth"]
    if not names.legal_name(cells["first_name"], cells["last_name"]):
        yield "first_name", "Write a first name or a last name: somebody who has one name has it here."
    if not YOUNGEST <= (age := age_on(born, known.today)) <= OLDEST:
        yield "date_of_birth", f"Born then, they would be {age} years old: check the year."
    if cells["died_on"] and cells["died_on"] < born:
        yield "died_on", "They cannot have died before they were born: put one of the two days right."
    if (child_born := cells["first_child_born_on"]) and (child_born <= born or not cells["is_parent"]):
        yield "first_child_born_on", "A first child is born after them and makes them a parent: check both columns."
    if cells["opened_on"] < born:
        yield "opened_on", "The service cannot have opened to them before they were born: check the day."
    if cells["closed_on"] and cells["closed_on"] < cells["opened_on"]:
        yield "closed_on", "It cannot close before it opened: put one of the two days right."
    if not cells["local_id"] and len(cells["person_id"]) > LOCAL_ID_LENGTH:
        yield "local_id", f"The person_id is longer than {LOCAL_ID_LENGTH} characters: give a shorter local ID."
    if cells["is_restricted"] and not cells["restricted_to"]:
        yield "restricted_to", "Name at least one colleague who may see this record: nobody could open it otherwise."
    yield from _check_team(cells, known)


def _check_team(cells: Cells, known: Known) -> Iterator[Fault]:
    if cells["closed_on"] or cells["died_on"]:
        return
    if cells["team_id"] is None:
        yield "team", "Somebody who is open to the service is in a team: write its name."
    else:
        yield from _open_team(cells["team_id"], known)


def _open_team(team_id: Any, known: Known) -> Iterator[Fault]:
    for team in known.teams.values():
        if team.id == team_id and team.closed_on and team.closed_on <= known.today:
            yield "team", f"The team {team.name} is closed: write one that is open today."


def _complete_person(cells: dict[str, Any]) -> None:
    cells["local_id"] = cells["local_id"] or cells["person_id"]


def _labels(code_set: str) -> dict[str, str]:
    return dict(codes.choices(code_set, NEWEST_CODES))


PEOPLE = ImportTable(
    "people",
    "person",
    (
        id_column("person_id", "the young person", "P1001"),
        Column("first_name", TextValue(100), "Legal first name.", example="Amira"),
        Column("last_name", TextValue(100), "Legal last name.", example="Khan"),
        Column("preferred_name", TextValue(100), "The name they use, where it is another."),
        Column("other_names", TextValue(200), "Other or former names."),
        Column("pronouns", TextValue(40), "As they want to be spoken of."),
        Column("date_of_birth", DayValue(), "Date of birth.", True, "27/03/2008"),
        Column(
            "gender",
            CodedValue(_labels("SEX"), also={"1": "M", "2": "F", "boy": "M", "girl": "F"}),
            "Gender as returned to DfE.",
            True,
            "F",
        ),
        Column("ethnicity", CodedValue(_labels("ETHNIC"), "NOBT"), "DfE’s code; empty means NOBT.", example="WBRI"),
        Column("local_id", TextValue(LOCAL_ID_LENGTH), "The number shown in the record; empty: the person_id."),
        Column(
            "ssda903_id",
            IdentifierValue("ssda903_id", "The child’s number in the return", None),
            "CHILD there.",
        ),
        Column("nhs_number", IdentifierValue("nhs_number", "Ten digits"), "NHS number."),
        Column("upn", IdentifierValue("upn", "A letter and twelve digits"), "Unique pupil number."),
        Column("ni_number", IdentifierValue("ni_number", "As on letters of HMRC"), "National Insurance number."),
        Column("is_unaccompanied", YesNoValue(), "Unaccompanied asylum-seeking, now or before."),
        Column("is_parent", YesNoValue(), "Whether they are a parent."),
        Column("first_child_born_on", DayValue(), "The day on which their first child was born."),
        Column("disability", CodedValue(dict(YoungPerson.DISABILITY), "unknown"), "Whether they are disabled."),
        Column("language", TextValue(60), "First language."),
        Column("needs_interpreter", YesNoValue(), "Whether they need an interpreter."),
        Column("communication_needs", TextValue(2000, many_lines=True), "What helps them to follow and be heard."),
        Column("do_not_write", YesNoValue(), "Send no letters."),
        Column("died_on", DayValue(), "The day they died."),
        Column(
            "team",
            TeamValue(),
            "The team that answers for them; needed unless closed.",
            example="North",
            field="team_id",
        ),
        Column("opened_on", DayValue(), "Since when they are open to the leaving-care service.", True, "27/03/2024"),
        Column("closed_on", DayValue(), "The day on which they were closed."),
        Column("reason_opened", TextValue(200), "Why they were opened."),
        Column("reason_closed", TextValue(200), "Why they were closed."),
        Column("restricted", YesNoValue(), "Hide the record from all but those named.", field="is_restricted"),
        Column("restricted_to", ColleaguesValue(), "Who may see a restricted record."),
        Column("another_person", YesNoValue(), "A record here is alike, and is somebody else."),
    ),
    _check_person,
    _complete_person,
)


# What happened to them


def _check_allocation(cells: Cells, known: Known) -> Iterator[Fault]:
    yield from _ends_after_start(cells, known)
    if cells["ends_on"]:
        return
    for colleague in known.colleagues.values():
        if colleague.id == cells["worker_id"] and not colleague.is_active:
            yield "worker_email", f"{colleague.name}’s account is closed: write the day on which this ended."
    if cells["team_id"]:
        yield from _open_team(cells["team_id"], known)


ALLOCATIONS = ImportTable(
    "allocations",
    "allocation",
    (
        id_column("allocation_id", "the allocation", "A1"),
        PERSON_ID,
        Column("worker_email", ColleagueValue(), "Who works with them.", True, "pat@council.example", "worker_id"),
        Column("role", CodedValue(dict(Allocation.ROLES), Allocation.CASE_HOLDER), "Empty means the case holder."),
        STARTS,
        ENDS,
        Column("team", TeamValue(), "The worker’s team then; empty: the one they are in.", field="team_id"),
    ),
    _check_allocation,
)

CONTACTS = ImportTable(
    "contacts",
    "contact",
    (
        id_column("contact_id", "the contact", "C1"),
        PERSON_ID,
        Column("happened_on", DayValue(), "The day.", True, "14/10/2026"),
        Column("happened_at", HourValue(), "When it began.", example="14:30", field="happened_at_time"),
        Column("method", CodedValue(dict(Contact.METHODS), also={"visit": "face_to_face"}), "How.", True, "phone"),
        Column("result", CodedValue(dict(Contact.RESULTS)), "Whether we spoke with them.", True, "spoke"),
        Column("note", TextValue(LONGEST_NOTE, many_lines=True), "What was said and done.", example="Met at college."),
        Column("about_others", TextValue(LONGEST_NOTE, many_lines=True), "The part that is about somebody else."),
        Column("from_agencies", TextValue(LONGEST_NOTE, many_lines=True), "The part that came from another agency."),
        Column("place", TextValue(100), "Where."),
        Column("minutes", NumberValue(0, 1440), "How long, in minutes."),
        Column("participants", TextValue(200), "Who else was there."),
        Column("saw_home", YesNoValue(), "Whether we saw where they live."),
        Column("is_concern", YesNoValue(), "Whether it notes a concern. Nobody is alerted of an old one."),
        Column(
            "worker_email",
            ColleagueValue(),
            "Whose contact it was; empty: no account.",
            field="worker_id",
        ),
    ),
)


def _check_home(cells: Cells, known: Known) -> Iterator[Fault]:
    yield from _ends_after_start(cells, known)
    if cells["is_suitable"] and cells["kind"] in NEVER_SUITABLE:
        yield "suitable", f"{ALWAYS_UNSUITABLE.partition(':')[0]}: write no."
    if cells["is_suitable"] is None and cells["kind"] not in NEVER_SUITABLE:
        yield "suitable", "Say whether it was suitable for them: yes or no."
    if cells["ended_as"] == Home.LOST and not cells["ended_because"]:
        yield "ended_because", "Say why they lost it."
    if cells["ended_as"] and not cells["ends_on"]:
        yield "ends_on", "How it ended is given, and not when: write the day."


def _complete_home(cells: dict[str, Any]) -> None:
    if cells["kind"] in NEVER_SUITABLE:
        cells["is_suitable"] = False


HOMES = ImportTable(
    "homes",
    "home",
    (
        id_column("home_id", "the home", "H1"),
        PERSON_ID,
        Column(
            "kind",
            CodedValue({kind.value: kind.label for kind in HomeKind if kind is not HomeKind.NOT_IN_TOUCH}),
            "DfE’s type.",
            True,
            "U",
        ),
        Column(
            "suitable",
            YesNoValue(None),
            "Whether it suits them; needed but for custody and no fixed abode.",
            example="yes",
            field="is_suitable",
        ),
        Column("suitability_reason", TextValue(2000, many_lines=True), "Why, and what they think of it."),
        STARTS,
        ENDS,
        Column("address", TextValue(300, many_lines=True), "As on an envelope, without name and postcode."),
        Column("postcode", IdentifierValue("postcode", "A postcode"), "The postcode.", example="LE1 6ZG"),
        Column(
            "safe_to_write",
            YesNoValue(None),
            "Whether it is safe to write there.",
            field="safe_to_use",
        ),
        Column("provider", TextValue(120), "Landlord or provider."),
        Column("provided_by_authority", YesNoValue(), "Whether we provide it under section 23B or 24B."),
        Column("move_planned", YesNoValue(None), "Whether the move in was planned; empty: not known."),
        Column("tenure", CodedValue(dict(Home.TENURES)), "By what agreement they live there."),
        Column("weekly_rent", NumberValue(0, 99_999, 2), "Rent for a week, in pounds."),
        Column("support_hours", NumberValue(0, 168, 1), "Hours of support in a week."),
        Column("area", TextValue(80), "Local authority area."),
        Column("ended_as", CodedValue(dict(Home.ENDINGS)), "What became of it."),
        Column("ended_because", TextValue(300), "Why it ended."),
    ),
    _check_home,
    _complete_home,
)

OCCUPATIONS = ImportTable(
    "occupations",
    "occupation",
    (
        id_column("occupation_id", "the occupation", "O1"),
        PERSON_ID,
        Column(
            "code",
            CodedValue({code.value: code.label for code in Activity if code is not Activity.NOT_KNOWN}),
            "DfE’s activity.",
            True,
            "F2",
        ),
        Column(
            "detail",
            TextValue(200),
            "Course, employer or what is in the way.",
            example="Health and Social Care",
        ),
        STARTS,
        ENDS,
        Column("provider", TextValue(120), "College, employer or training provider."),
        Column("level", CodedValue(dict(Occupation.LEVELS)), "Level of a course."),
        Column("course_year", NumberValue(1, 9), "Year of a course."),
        Column("hours", NumberValue(0, 168, 1), "Hours in a week."),
        Column("reason", CodedValue(dict(Occupation.REASONS)), "What stands in the way of education or work."),
    ),
    _ends_after_start,
)


def _check_detail(cells: Cells, known: Known) -> Iterator[Fault]:
    yield from _ends_after_start(cells, known)
    if problem := phones.problem(cells["kind"], cells["value"]):
        yield "value", f"{problem}."
    if cells["is_preferred"] and not cells["safe_to_use"]:
        yield "is_preferred", "What is not safe to use cannot be what we use first: put one of the two right."


CONTACT_DETAILS = ImportTable(
    "contact_details",
    "contact detail",
    (
        id_column("contact_detail_id", "the number or address", "D1"),
        PERSON_ID,
        Column("kind", CodedValue(dict(ContactDetail.KINDS)), "What it is.", True, "mobile"),
        Column("value", TextValue(200), "The number, address or name.", True, "07700 900123"),
        Column("safe_to_use", YesNoValue(None), "Whether it is safe to reach them by it.", True, "yes"),
        Column("how_to_use", TextValue(200), "How to use it safely."),
        Column("is_preferred", YesNoValue(), "Whether they like this one best."),
        STARTS,
        ENDS,
    ),
    _check_detail,
)

DOCUMENTS = ImportTable(
    "documents",
    "document",
    (
        id_column("document_id", "the photo or file", "F1"),
        PERSON_ID,
        Column("contact_id", TextValue(LONGEST_ID), "The `contact_id` of the contact that it came with.", True, "C1"),
        Column("file", TextValue(300), "Where it is, beside the tables; JPEG, PNG or PDF.", True, "files/letter.pdf"),
    ),
)

# In the order in which they are read and written.
TABLES: dict[str, ImportTable] = {
    table.name: table for table in (PEOPLE, ALLOCATIONS, CONTACTS, HOMES, OCCUPATIONS, CONTACT_DETAILS, DOCUMENTS)
}


def register_table(table: ImportTable) -> None:
    """A table beside those above, such as one of an app above; its rows are read and written after all before it."""
    TABLES[table.name] = table
