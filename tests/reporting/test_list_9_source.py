"""Ofsted's List 9 read as a source: another council's, an older form of it, and what we export ourselves."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from careleavers.actions.record_imports import run_waiting_imports
from careleavers.importing.files import column_name, day_in_name
from careleavers.importing.list_9_table import LIST_9
from careleavers.importing.values import Known
from careleavers.models import Contact, Home, YoungPerson
from careleavers.views.xlsx_export import workbook
from pathways.models import FormerPlan
from pathways.queries.plan_statuses import plan_status_on
from reporting.queries.annex_a import listed_people, people_of_list_9
from reporting.rules.annex_a import COLUMNS, cells
from tests.careleavers.other_system import everything, load, person, reasons, write_export
from tests.cast import TODAY, Cast
from tests.factories import ContactFactory, HomeFactory, OccupationFactory, YoungPersonFactory, give_status

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_on_the_day")]
OF = "annex-a-list-9-2026-10-31.csv"
OLDER = tuple(
    column for place, column in enumerate(COLUMNS, 1) if place not in (6, 10, 12, 14)
)  # the form of thirteen columns


def line(**more: str) -> dict[str, str]:
    """A line with every column, by the beginning of a column's name what it says otherwise."""
    said = dict(
        zip(
            COLUMNS,
            (
                "00815",
                "b) Female",
                "f) MWBC",
                "27/03/2008",
                "18",
                "b) No",
                "c) Unknown",
                "North",
                "Wes",
                "pat",
                "b) Former relevant child",
                "14/09/2026",
                "a) Yes",
                "20/10/2026",
                "U: Independent living",
                "a) Suitable",
                "P2: Part time in education other than higher",
            ),
            strict=True,
        )
    )
    for begins, text in more.items():
        [column] = [each for each in COLUMNS if column_name(each).startswith(begins)]
        said[column] = text
    return said


def write_list(folder: Path, *lines: dict[str, str], name: str = OF, columns: tuple[str, ...] = tuple(COLUMNS)) -> Path:
    folder.mkdir(exist_ok=True)
    with (folder / name).open("w", newline="") as file:
        writer = csv.DictWriter(file, columns, extrasaction="ignore")
        writer.writeheader()
        writer.writerows(lines)
    return folder


def test_every_word_of_the_list_is_read(cast: Cast) -> None:
    """The columns are the seventeen that we export, and each word of their drop-downs says something here."""
    assert [column_name(column) for column in COLUMNS] == [
        each.name for each in LIST_9.columns if each.name != "list_of"
    ]
    known = Known(TODAY)
    for column, words in COLUMNS.items():
        value = LIST_9.by_name[column_name(column)].value
        assert all(value.read(word, known) for word in words), column
    codes = {word: LIST_9.by_name["activity_status"].value.read(word, known) for word in COLUMNS["Activity Status"]}
    assert all(word.startswith(f"{code}:") for word, code in codes.items())


@pytest.mark.parametrize(
    ("name", "day"),
    [
        (OF, "2026-10-31"),
        ("List 9 31-10-2026.xlsx, sheet List 9", "2026-10-31"),
        ("20261031_list9.csv", "2026-10-31"),
        ("list 9 of 2026.csv", ""),
        ("2026-13-45.csv", ""),
    ],
)
def test_the_day_of_a_list_is_in_its_name(name: str, day: str) -> None:
    assert day_in_name(name) == day


def test_somebody_of_the_list_comes_with_what_it_says_and_twice_is_once(cast: Cast, tmp_path: Path) -> None:
    folder = write_list(tmp_path / "list", line())
    report = load(folder)
    assert report["failed"] == report["file_faults"] == report["notes"] == []
    new = YoungPerson.objects.get(local_id="00815")
    assert (new.legal_name, new.gender, new.ethnicity, new.team) == ("Child 00815", "F", "MWBC", cast.north)
    assert set(new.data_quality_issues.values_list("field", flat=True)) == {"first_name", "last_name"}
    [worker] = new.allocations.all()
    assert (worker.worker, worker.role, worker.starts_on) == (cast.pat, "case_holder", date(2026, 10, 31))
    assert new.involvements.get().starts_on == date(2026, 10, 31)
    assert (new.occupations.get().code, new.occupations.get().starts_on) == ("P2", date(2026, 10, 31))
    assert not Home.objects.filter(person=new).exists(), "no day of a move is made up"
    spoke, note = new.contacts.order_by("happened_on")
    assert (spoke.happened_on, spoke.result) == (date(2026, 10, 20), Contact.SPOKE)
    assert note.note == (
        "List 9 of 31 October 2026 says: Home: Independent living, suitable. In touch: yes. "
        "Taken for: Former relevant child."
    )
    assert FormerPlan.objects.get(person=new).agreed_on == date(2026, 9, 14)

    loaded = everything()
    again = load(folder)
    assert not any(each["created"] or each["changed"] for each in again["tables"].values())
    after = everything()
    del loaded["AuditEvent"], after["AuditEvent"]
    assert after == loaded

    people = person(person_id="00815", first_name="Noor", last_name="Aziz", local_id="00815")
    load(write_export(tmp_path / "people", people=[people]))
    new.refresh_from_db()
    assert new.legal_name == "Noor Aziz", "a file of people has the names that the list has not"
    assert not new.data_quality_issues.filter(resolved_at=None).exists()
    assert not any(each["changed"] for each in load(folder)["tables"].values())


def test_what_we_export_adds_nothing_to_the_record_it_came_from(cast: Cast, scene, tmp_path: Path) -> None:
    """Our own workbook, brought back: the numbers are known, and the record says as much. Seen to fail: without
    `says_more` each came with a second contact, activity and note."""
    with scene():
        for one in (cast.amira, cast.ben):
            give_status(one, "former_relevant")
            HomeFactory.create(person=one)
            OccupationFactory.create(person=one)
            ContactFactory.create(person=one, worker=cast.pat)
        YoungPerson.objects.filter(pk=cast.ben.pk).update(local_id="903-00077", ssda903_id="00077")
        cast.ben.refresh_from_db()
    lines = [cells(facts) for _, facts in listed_people(people_of_list_9(TODAY), TODAY)]
    assert len(lines) == 2
    (tmp_path / "annex-a-list-9-2026-11-23.xlsx").write_bytes(workbook("List 9", COLUMNS, lines, [("List", "9")]))
    before = everything()
    report = load(tmp_path)
    assert report["failed"] == []
    after = everything()
    for name in ("ImportedRow", "AuditEvent", "StatusPeriod"):
        del before[name], after[name]
    assert after == before


def test_a_line_that_fails_comes_back_with_its_day_and_is_mended(cast: Cast, scene, tmp_path: Path) -> None:
    with scene():
        YoungPerson.objects.filter(pk=cast.ben.pk).update(local_id="77")
    folder = write_list(
        tmp_path / "list",
        line(child="1", la_in="c) Died"),
        line(child="2", allocated_team="Nowhere", allocated_personal="", allocated_worker=""),
        line(child="77"),
        line(child="4", activity="Q9: On holiday"),
        line(child="5", latest_date="01/11/2026"),
        line(child="6", allocated_team=""),
        line(child="7"),
    )
    report = load(folder)
    said = reasons(report)
    for number, words in {
        "1": "The list has no day of the death",
        "2": "There is no team called “Nowhere”",
        "77": "A record here has this number and another date of birth",
        "4": "“Q9: On holiday” is not known here",
        "5": "That is after the day of the list",
        "6": "Nobody has this number here: write the name of their team",
    }.items():
        assert words in said[number], number
    assert YoungPerson.objects.filter(local_id__in=["1", "2", "4", "5", "6", "7"]).count() == 1
    [failed] = folder.glob("failed */list_9.csv")
    with failed.open(encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    assert [row["child_unique_id"] for row in rows] == ["1", "2", "77", "4", "5", "6"], "each once"
    assert {row["list_of"] for row in rows} == {"2026-10-31"}
    assert all(row.pop("what_to_mend") for row in rows)
    with failed.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerow(rows[1] | {"allocated_team": "South"})
    assert load(failed.parent)["tables"]["people"]["created"] == 1
    assert YoungPerson.objects.get(local_id="2").team == cast.south


def test_an_older_form_is_read_and_a_list_without_a_day_is_not(cast: Cast, tmp_path: Path) -> None:
    load(write_list(tmp_path / "old", line(), name="list9_31.03.2019.csv", columns=OLDER))
    old = YoungPerson.objects.get(local_id="00815")
    assert old.allocations.get().worker == cast.wes, "there is no column of advisers"
    assert not old.former_plans.exists()
    report = load(write_list(tmp_path / "new", line(child="9"), name="list9.csv"))
    assert "Say of which day the list is" in reasons(report)["9"]


def test_in_the_browser_it_is_known_checked_and_brought_over(cast: Cast, tmp_path: Path, sign_in) -> None:
    client = sign_in(cast.sys)
    content = (write_list(tmp_path, line(), line(child="2", allocated_team="Nowhere")) / OF).read_bytes()
    sent = {"system": "Mosaic", "exports": SimpleUploadedFile(OF, content, content_type="text/csv")}
    begun = client.post(reverse("import_list"), sent)
    where = begun.headers["Location"]
    assert "List 9" in client.get(where).content.decode()
    client.post(f"{where}check/")

    run_waiting_imports(now=timezone.now())
    page = client.get(where).content.decode()
    assert "There is no team called “Nowhere”" in page
    assert not YoungPerson.objects.filter(local_id="00815").exists()
    client.post(f"{where}run/")
    run_waiting_imports(now=timezone.now())
    new = YoungPerson.objects.get(local_id="00815")
    assert plan_status_on(new, TODAY).last_on == date(2026, 9, 14)
    bad = SimpleUploadedFile("list-9-2026-10-31.xlsx", b"PK\x03\x04 not a workbook")
    page = client.post(reverse("import_list"), {"system": "Mosaic", "exports": bad}).content.decode()
    assert "The workbook cannot be opened: it may have a password, or be damaged" in page


def test_whose_line_it_is_has_to_be_beyond_doubt(cast: Cast, scene: Callable, tmp_path: Path) -> None:
    """One number, of two people or of one who came under another: nobody gets what is said of somebody else."""
    born = date(2008, 3, 27)
    noor = person(local_id="00815")
    load(write_export(tmp_path / "1", people=[noor]))
    with scene():
        YoungPersonFactory.create(local_id="77", date_of_birth=born)
        YoungPersonFactory.create(ssda903_id="00077", date_of_birth=born)
    before = everything()
    folder = write_list(tmp_path / "2", line(), line(child="77"))
    write_export(folder, people=[person(person_id="P5", first_name="Ola", local_id="55")])
    write_list(folder, line(child="55"), name="list-9-2026-10-30.csv")
    said = reasons(load(folder))
    assert said == {
        "00815": "The record with this number was brought over as somebody else: one person has two IDs there.",
        "77": "Two records here have this number, as local ID or SSDA903 ID: put that right there.",
        "55": "line 2 of people.csv has the same local ID: give each person their own.",
    }
    after = everything()
    for name in ("Allocation", "Contact", "Occupation", "FormerPlan"):
        assert after[name] == before[name], name


def test_a_line_that_says_little_adds_little(cast: Cast, tmp_path: Path) -> None:
    """An adviser whom nobody here is called is told, and the worker is the case holder."""
    little = dict.fromkeys(("eligibility", "la_in", "type_of", "suitability", "activity", "latest_path"), "")
    report = load(write_list(tmp_path, line(**little, allocated_personal="Jo Ellis")))
    assert report["notes"] == ["“Jo Ellis” is not the name of one colleague who carries cases: allocate by hand."]
    new = YoungPerson.objects.get(local_id="00815")
    assert new.allocations.get().worker == cast.wes
    assert new.contacts.get().result == Contact.SPOKE, "no note of a line that says nothing to note"
    assert not new.occupations.exists()


def test_a_line_whose_days_cannot_be_is_refused(cast: Cast, tmp_path: Path) -> None:
    before = everything()
    report = load(write_list(tmp_path, line(date_of="27/03/2020"), line(child="2", latest_path="01/11/2026")))
    assert reasons(report) == {
        "00815": "date_of_birth: Born then, they would be 6 years old: check the year.",
        "2": "latest_pathway_plan_review_date: That is after the day of the list: put one of the two days right.",
    }
    after = everything()
    del before["AuditEvent"], after["AuditEvent"]
    assert after == before
