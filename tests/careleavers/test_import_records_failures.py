"""Rows that cannot be brought over: each says where, what and what to do, and comes back to be mended."""

from __future__ import annotations

import csv
import zipfile
from datetime import date, time
from pathlib import Path

import pytest
import xlsxwriter

from careleavers.importing.tables import TABLES
from careleavers.importing.templates import documentation
from careleavers.importing.values import DayValue, Known, Unusable
from careleavers.models import Contact, Home, YoungPerson
from tests.careleavers.other_system import (
    allocation,
    contact,
    home,
    load,
    occupation,
    person,
    reasons,
    run,
    write_export,
)
from tests.cast import TODAY
from tests.factories import TeamFactory, YoungPersonFactory

pytestmark = pytest.mark.django_db
DOCUMENT = Path(__file__).parents[2] / "docs" / "import_records.md"


@pytest.fixture(autouse=True)
def _closed_team(cast, scene, _on_the_day):
    with scene():
        TeamFactory.create(name="Old North", closed_on=date(2025, 1, 1))


PEOPLE = {
    "no ID": ({"person_id": ""}, "person_id: It is empty, and has to be there."),
    "two-digit year": ({"date_of_birth": "27/3/08"}, "date_of_birth: The year of “27/3/08” has 2 digits"),
    "month first": ({"date_of_birth": "03/27/2008"}, "date_of_birth: “03/27/2008” has no real month"),
    "no such day": ({"date_of_birth": "31/02/2008"}, "date_of_birth: February 2008 has no day 31"),
    "serial": ({"date_of_birth": "39534"}, "date_of_birth: 39534 is how a spreadsheet counts days"),
    "words": ({"date_of_birth": "unknown"}, "date_of_birth: “unknown” is no day"),
    "future": ({"died_on": "01/01/2027"}, "died_on: 1 January 2027 is still to come"),
    "a child": ({"date_of_birth": "01/01/2020"}, "date_of_birth: Born then, they would be 6 years old"),
    "too old": ({"date_of_birth": "01/01/1930"}, "date_of_birth: Born then, they would be 96 years old"),
    "died first": ({"died_on": "01/01/2000"}, "died_on: They cannot have died before they were born"),
    "closed first": ({"closed_on": "01/01/2020"}, "closed_on: It cannot close before it opened"),
    "opened first": ({"opened_on": "01/01/2000"}, "opened_on: The service cannot have opened to them before they were"),
    "no name": ({"first_name": "-", "last_name": ""}, "first_name: Write a first name or a last name"),
    "no team": ({"team": ""}, "team: Somebody who is open to the service is in a team"),
    "unknown team": ({"team": "East"}, "team: There is no team called “East”"),
    "closed team": ({"team": "old north"}, "team: The team Old North is closed: write one that is open today."),
    "NHS number": ({"nhs_number": "943 476 5918"}, "nhs_number: "),
    "formula": ({"pronouns": "=A1&B1"}, "pronouns: “=A1&B1” is a formula: write what it comes to."),
    "too long": ({"pronouns": "x" * 5000}, "pronouns: This has 5,000 characters: shorten it to 40."),
    "maybe": ({"is_parent": "maybe"}, "is_parent: “maybe” is neither yes nor no"),
    "long ID": ({"person_id": "P" * 30}, "local_id: The person_id is longer than 20 characters"),
    "shortened ID": ({"person_id": "1.23E+05"}, "person_id: “1.23E+05” is a long number that a spreadsheet shortened"),
    "known number": ({"local_id": "AK1"}, "A record here has this number and another date of birth"),
    "known person": (
        {"first_name": "AMIRA", "last_name": "Khán", "date_of_birth": "01/05/2006"},
        "A record here has the same name and date of birth.",
    ),
}


def test_every_fault_of_a_person_is_a_sentence(scene, tmp_path: Path) -> None:
    with scene():
        YoungPersonFactory.create(first_name="Amira", last_name="Khan", date_of_birth=date(2006, 5, 1), local_id="AK1")
    rows = [person(person_id=f"P{n}", first_name=f"N{n}") | cells for n, (cells, _) in enumerate(PEOPLE.values())]
    report = load(write_export(tmp_path, people=[*rows, person(person_id="P99")]))
    said = {each["line"]: each["reason"] for each in report["failed"]}
    for line, (case, (_, reason)) in enumerate(PEOPLE.items(), start=2):
        assert said.get(line, "").startswith(reason), case
    assert len(said) == len(PEOPLE)
    assert YoungPerson.objects.filter(local_id="P99").exists()


ABOUT = {
    "nobody": ("contacts", contact(person_id="P7"), "person_id: Nobody with this ID was brought over from Mosaic"),
    "left out": ("contacts", contact(person_id="P2"), "person_id: The row of this person was not brought over (line 3"),
    "future": ("contacts", contact(happened_on="24/11/2026"), "happened_on: 24 November 2026 is still to come"),
    "unborn": ("contacts", contact(happened_on="01/01/2008"), "happened_on: That is before Noor was born"),
    "dead": ("contacts", contact(person_id="P3", happened_on="02/11/2026"), "result: Tom died on 1 November 2026."),
    "colleague": ("contacts", contact(worker_email="x@y.z"), "worker_email: Nobody here has the e-mail address"),
    "hour": ("contacts", contact(happened_at="25:00"), "happened_at: “25:00” is no time of day"),
    "minutes": ("contacts", contact(minutes="1.5"), "minutes: “1.5” is too exact"),
    "rent": ("homes", home(weekly_rent="94,50"), "weekly_rent: “94,50” is no number: write it like 1234.5."),
    "hours": ("homes", home(support_hours="200"), "support_hours: “200” is not between 0 and 168"),
    "ends first": ("homes", home(ends_on="01/09/2024"), "ends_on: It has to end after the day on which it began"),
    "suitable": ("homes", home(suitable=""), "suitable: Say whether it was suitable for them"),
    "never suitable": ("homes", home(kind="X"), "suitable: No fixed abode and custody always count as not suitable"),
    "lost": ("homes", home(ended_as="lost", ends_on="01/10/2024"), "ended_because: Say why they lost it."),
    "ended when": (
        "homes",
        home(ended_as="lost", ended_because="Rent"),
        "ends_on: How it ended is given, and not when",
    ),
    "overlap": (
        "homes",
        home(home_id="H8", starts_on="01/03/2025", ends_on="01/06/2025"),
        "starts_on: The home overlaps with line ",
    ),
    "after death": ("homes", home(person_id="P3", starts_on="02/11/2026"), "starts_on: Tom died on 1 November 2026"),
    "dead holder": ("allocations", allocation(person_id="P3"), "ends_on: Tom died on 1 November 2026"),
    "second holder": (
        "allocations",
        allocation(allocation_id="A9", worker_email="sam@council.example"),
        "starts_on: The case holder overlaps with line ",
    ),
    "activity": ("occupations", occupation(code="Z9"), "code: “Z9” is not known here"),
}


def test_every_fault_of_what_is_about_them_is_a_sentence(tmp_path: Path) -> None:
    tables: dict[str, list[dict[str, str]]] = {
        "people": [
            person(),
            person(person_id="P2", gender="?"),
            person(person_id="P3", first_name="Tom", died_on="01/11/2026"),
        ],
        "homes": [home(home_id="H0", starts_on="01/01/2025")],
        "allocations": [allocation(allocation_id="A0")],
    }
    expected = {}
    for number, (name, row, reason) in enumerate(ABOUT.values(), start=1):
        rows = tables.setdefault(name, [])
        id_column = TABLES[name].id_column
        rows.append(row | {id_column: f"X{number}"})
        expected[f"X{number}"] = reason
    failed = reasons(load(write_export(tmp_path, **tables)))
    for (case, _), (their_id, reason) in zip(ABOUT.items(), expected.items(), strict=True):
        assert failed.get(their_id, "").startswith(reason), (case, failed.get(their_id))
    assert failed.keys() == {*expected, "P2"}
    assert Home.objects.get(person__local_id="P1").starts_on == date(2025, 1, 1)


def test_one_id_twice_in_a_file_is_told_unless_it_says_the_same(tmp_path: Path) -> None:
    rows = [contact(), contact(), contact(note="Another"), contact(contact_id="C2")]
    report = load(write_export(tmp_path, people=[person()], contacts=rows))
    assert report["tables"]["contacts"] == {"read": 4, "created": 2, "changed": 0, "unchanged": 1, "failed": 1}
    assert reasons(report)["C1"].startswith("contact_id: line 2 of contacts.csv has this ID and says something else")


def test_failed_rows_come_back_as_files_that_mended_load(tmp_path: Path) -> None:
    """Among them text that a spreadsheet would take for a formula."""
    folder = write_export(
        tmp_path,
        people=[person(), person(person_id="P2", first_name="Tom", gender="boy", team="Nroth") | {"junk": "1"}],
        contacts=[contact(), contact(contact_id="C2", person_id="P2", note="+44 7700 900123 rang\nno reply")],
    )
    report = load(folder)
    assert report["notes"] == ["people.csv: 1 column not read: junk."]
    [people, contacts] = sorted(map(Path, report["failed_files"]), reverse=True)
    [row] = csv.DictReader(people.read_text(encoding="utf-8-sig").splitlines())
    assert "junk" not in row
    assert row["what_to_mend"].startswith("team: There is no team called “Nroth”")
    people.write_text(people.read_text(encoding="utf-8-sig").replace("Nroth", "North"))
    assert "'+44" in contacts.read_text(encoding="utf-8-sig")
    again = load(people.parent)
    assert again["failed"] == again["notes"] == []
    assert Contact.objects.get(person__local_id="P2").note == "+44 7700 900123 rang\nno reply"


# Files


@pytest.mark.parametrize(("encoding", "delimiter"), [("utf-8-sig", ";"), ("cp1252", "\t"), ("utf-16", "|")])
def test_files_come_in_any_encoding_and_with_any_delimiter(encoding: str, delimiter: str, tmp_path: Path) -> None:
    write_export(
        tmp_path, encoding=encoding, delimiter=delimiter, people=[person(first_name="Zoë O’Neil", last_name="")]
    )
    assert load(tmp_path)["file_faults"] == []
    assert YoungPerson.objects.get(local_id="P1").known_as == "Zoë O’Neil"


def test_a_workbook_has_a_table_on_each_sheet_and_its_own_dates(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(tmp_path / "export.xlsx")
    day, hour = book.add_format({"num_format": "dd/mm/yyyy"}), book.add_format({"num_format": "hh:mm"})
    people, contacts, _ = (book.add_worksheet(name) for name in ("Everybody", "Visits", "Empty"))
    for column, (name, cell) in enumerate(person(person_id="", is_parent="").items()):
        people.write(2, column, name.upper().replace("_", " "))
        people.write(5, column, cell)
    people.write(5, 0, 1001)
    people.write_datetime(5, 3, date(2008, 3, 27), day)
    people.write(5, 7, True)
    for column, (name, cell) in enumerate(contact(happened_at="", saw_home="").items()):
        contacts.write(0, column, name)
        contacts.write(1, column, cell)
    contacts.write(1, 1, 1001)
    contacts.write_datetime(1, 2, date(2026, 10, 14), day)
    contacts.write_datetime(1, 6, time(9, 30), hour)
    contacts.write_formula(1, 5, '="Met "&"them"', None, "Met them")
    book.close()
    report = load(tmp_path)
    assert report["failed"] == report["file_faults"] == []
    noor = YoungPerson.objects.get(local_id="1001")
    assert (noor.date_of_birth, noor.is_parent) == (date(2008, 3, 27), True)
    met = noor.contacts.get()
    assert (met.note, met.happened_on, str(met.happened_at_time)) == ("Met them", date(2026, 10, 14), "09:30:00")


def test_a_file_that_cannot_be_read_is_a_sentence(tmp_path: Path) -> None:
    write_export(tmp_path, people=[person(), person(person_id="P2", first_name="Tom")])
    lines = (tmp_path / "people.csv").read_text().splitlines()
    broken = lines[1].replace("P1", "P3").replace("Noor", '"Noor')
    (tmp_path / "people.csv").write_text("\n".join([lines[0], "", broken, ",,,", *lines[1:]]) + "\n")
    (tmp_path / "a.csv").write_text("")
    (tmp_path / "b.csv").write_text("name,age\nx,1\n")
    (tmp_path / "c.csv").write_text("contact_id,person_id,note\n1,P1,x\n")
    (tmp_path / "d.csv").write_text("home_id,person_id,kind,kind,starts_on\n")
    (tmp_path / "e.xlsx").write_bytes(b"PK\x03\x04 and nothing else")
    with zipfile.ZipFile(tmp_path / "f.xlsx", "w") as packed:
        packed.writestr("xl/workbook.xml", "<workbook/>")
    damaged = bytearray((tmp_path / "f.xlsx").read_bytes())
    damaged[damaged.index(b"PK\x01\x02") + 6] = 223  # a version of ZIP that nobody reads
    (tmp_path / "f.xlsx").write_bytes(damaged)
    (tmp_path / ".hidden").write_text("x")
    report = load(tmp_path)
    said = {(each["file"], each["line"]): each["reason"] for each in report["file_faults"]}
    assert said.pop(("people.csv", 3)).startswith("A quotation mark is not closed")
    assert [reason.partition(":")[0] for reason in said.values()] == [
        "The file is empty",
        "The first line names no table",
        "contacts lacks 3 columns",
        "kind is in the first line more than once",
        "The workbook cannot be opened",
        "The workbook cannot be opened",
    ]
    assert report["tables"]["people"]["created"] == 2


def test_an_endless_cell_costs_its_own_line(tmp_path: Path) -> None:
    write_export(tmp_path, people=[person(pronouns="x" * 200_000), person(person_id="P2")])
    report = load(tmp_path)
    assert [(each["line"], each["reason"][:26]) for each in report["file_faults"]] == [
        (2, "A cell has more than 131,0")
    ]
    assert report["tables"]["people"]["created"] == 1


def test_a_row_with_a_comma_too_many_is_not_guessed_at(tmp_path: Path) -> None:
    write_export(tmp_path, people=[person()], contacts=[contact()])
    with (tmp_path / "contacts.csv").open("a") as file:
        file.write("C2,P1,14/10/2026,phone,spoke,Met, at college\n")
    assert reasons(load(tmp_path)) == {"C2": "It has more values than the file has columns: look for a comma too many."}


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("27/03/2008", date(2008, 3, 27)),
        ("7/3/2008 00:00:00", date(2008, 3, 7)),
        ("2008-03-27T00:00:00Z", date(2008, 3, 27)),
        ("27.3.2008", date(2008, 3, 27)),
        ("27-Mar-2008", date(2008, 3, 27)),
        ("27 March 2008", date(2008, 3, 27)),
        ("2008/03/27 11:15 PM", date(2008, 3, 27)),
        ("29/02/2009", None),
        ("27/Ma/2008", None),
        ("0/0/2008", None),
        ("27/03/1066", None),
    ],
)
def test_days_are_read_as_people_and_systems_write_them(text: str, day: date | None) -> None:
    if day:
        assert DayValue().read(text, Known(TODAY)) == day
    else:
        with pytest.raises(Unusable):
            DayValue().read(text, Known(TODAY))


def test_the_templates_have_every_column_and_nothing_made_up(tmp_path: Path) -> None:
    said = run(tmp_path, "--templates").split()
    assert [Path(each).stem for each in said] == list(TABLES)
    report = load(tmp_path)
    assert report["file_faults"] == report["failed"] == report["notes"] == []
    assert {name: each["read"] for name, each in report["tables"].items()} == dict.fromkeys(sorted(TABLES), 0)
    assert run(tmp_path, "--templates") == ""  # what is there stays as it is


def test_the_documentation_has_every_column() -> None:
    """Written again by `manage.py import_records --columns`."""
    assert "\n".join(documentation()).strip() in DOCUMENT.read_text(encoding="utf-8")
