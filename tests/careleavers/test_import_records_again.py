"""Exports that come again, or about people whose numbers are here: nothing is doubled, and what stands here stays."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from careleavers.importing import files
from careleavers.models import ContactDetail, Home, Involvement, YoungPerson
from tests.careleavers.other_system import (
    allocation,
    contact,
    detail,
    home,
    load,
    person,
    reasons,
    run,
    write_export,
)
from tests.cast import Cast
from tests.factories import HomeSuitabilityFactory, YoungPersonFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("cast", "_on_the_day")]
TOM = {"person_id": "P2", "first_name": "Tom"}


def test_two_records_with_the_numbers_of_one(scene: Callable, tmp_path: Path) -> None:
    with scene():
        YoungPersonFactory.create(local_id="AK1")
        YoungPersonFactory.create(ssda903_id="104")
    report = load(write_export(tmp_path, people=[person(local_id="AK1", ssda903_id="104")]))
    assert reasons(report)["P1"].startswith("Two records here have these numbers")
    assert not YoungPerson.objects.filter(first_name="Noor").exists()


def test_one_number_for_two_people_of_a_file(tmp_path: Path) -> None:
    rows = [person(ssda903_id="104"), person(**TOM, ssda903_id="104", date_of_birth="01/05/2006")]
    report = load(write_export(tmp_path, people=rows))
    assert reasons(report) == {
        "P2": "line 2 of people.csv has the same SSDA903 ID: give each person their own.",
    }


def test_a_number_that_is_somebody_elses_here(scene: Callable, tmp_path: Path) -> None:
    load(write_export(tmp_path / "1", people=[person()]))
    with scene():
        YoungPersonFactory.create(ssda903_id="104")
    report = load(write_export(tmp_path / "2", people=[person(ssda903_id="104", pronouns="she")]))
    assert "Another record here has this SSDA903 ID: put the wrong one right." in reasons(report)["P1"]
    assert YoungPerson.objects.get(first_name="Noor").pronouns == ""


def test_one_person_has_two_ids_there(tmp_path: Path) -> None:
    load(write_export(tmp_path / "1", people=[person(ssda903_id="104")]))
    report = load(write_export(tmp_path / "2", people=[person(person_id="P2", ssda903_id="104")]))
    assert "was brought over as somebody else: one person has two IDs there" in reasons(report)["P2"]
    assert YoungPerson.objects.filter(first_name="Noor").count() == 1


def test_when_they_were_open_was_changed_here_too(scene: Callable, tmp_path: Path) -> None:
    load(write_export(tmp_path / "1", people=[person()]))
    noor = YoungPerson.objects.get(first_name="Noor")
    with scene():
        Involvement.objects.filter(person=noor).update(starts_on=date(2024, 4, 2))
    report = load(write_export(tmp_path / "2", people=[person(opened_on="01/04/2024")]))
    assert [note for note in report["notes"] if "when they were open to the service was changed here since" in note]
    assert noor.involvements.get().starts_on == date(2024, 4, 2)


def test_a_row_comes_again_for_somebody_else(tmp_path: Path) -> None:
    people = [person(), person(**TOM, date_of_birth="01/05/2006")]
    load(write_export(tmp_path / "1", people=people, contacts=[contact()]))
    report = load(write_export(tmp_path / "2", people=people, contacts=[contact(person_id="P2")]))
    assert "This row was brought over for somebody else: put that right in the record." in reasons(report)["C1"]


def test_what_was_taken_out_here_is_not_added_again(scene: Callable, tmp_path: Path) -> None:
    load(write_export(tmp_path / "1", people=[person()], homes=[home()]))
    with scene():
        Home.objects.filter(person__first_name="Noor").delete()
    changed = write_export(tmp_path / "2", people=[person()], homes=[home(postcode="LE1 6ZG")])
    [note] = load(changed)["notes"]
    assert "was taken out here since: it was not added again." in note
    assert not Home.objects.filter(person__first_name="Noor").exists()
    assert load(changed)["notes"] == []


def test_what_was_judged_here_counts(cast: Cast, scene: Callable, tmp_path: Path) -> None:
    load(write_export(tmp_path / "1", people=[person()], homes=[home()]))
    row = Home.objects.get(person__first_name="Noor")
    with scene():
        HomeSuitabilityFactory.create(home=row, is_suitable=True, judged_on=date(2024, 10, 1), judged_by=cast.pat)
        Home.objects.filter(pk=row.pk).update(suitable_at_first=True)
    load(
        write_export(
            tmp_path / "2", people=[person()], homes=[home(suitable="no", suitability_reason="Damp", area="Hill")]
        )
    )
    row.refresh_from_db()
    assert (row.is_suitable, row.area) == (True, "Hill")


def test_the_last_preferred_way_to_reach_them_is_the_one(tmp_path: Path) -> None:
    email = {"contact_detail_id": "D2", "kind": "email", "value": "noor@example.org"}
    rows = [detail(), detail(**email, is_preferred="yes")]
    load(write_export(tmp_path / "1", people=[person()], contact_details=rows))
    preferred = ContactDetail.objects.filter(person__first_name="Noor", is_preferred=True)
    assert preferred.get().kind == "email"
    load(write_export(tmp_path / "2", contact_details=[detail(is_preferred="yes")]))
    assert preferred.get().kind == "mobile"
    report = load(write_export(tmp_path / "3", contact_details=[detail(contact_detail_id="D9")]))
    assert report["tables"]["contact_details"]["created"] == 0, "the same number, under another ID"


def test_nobody_holds_the_case_of_somebody_who_is_closed(tmp_path: Path) -> None:
    closed = person(closed_on="01/10/2026", reason_closed="Moved away")
    report = load(write_export(tmp_path, people=[closed], allocations=[allocation()]))
    assert reasons(report) == {"A1": "ends_on: Noor is closed to the service: write the day on which this ended."}


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (True, "yes"),
        (False, "no"),
        (3.0, "3"),
        (3.25, "3.25"),
        (datetime.fromisoformat("2026-11-23"), "2026-11-23"),
        (datetime.fromisoformat("2026-11-23 09:30"), "2026-11-23 09:30"),
        (date(2026, 11, 23), "2026-11-23"),
        (timedelta(hours=9, minutes=5), "09:05"),
        (time(9, 5), "09:05"),
        (7, "7"),
    ],
)
def test_a_cell_of_a_workbook_as_csv(cell: Any, text: str) -> None:
    assert files.cell_text(cell) == text


def test_files_that_are_read_in_part_or_not_at_all(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    write_export(tmp_path, people=[person()])
    lines = (tmp_path / "people.csv").read_text().splitlines()
    (tmp_path / "people.csv").write_text("\n".join(["sep=,", "", *lines]) + "\n")
    (tmp_path / "b.csv").write_bytes(
        b"contact_id,person_id,happened_on,method,result\nC1,P1,14/10/2026,phone,\x81\x8d\n"
    )
    (tmp_path / "c.csv").write_text("home_id,person_id,kind,starts_on\n" + 'H"1,"P"1,x,y\n' * 120)
    with files.zipfile.ZipFile(tmp_path / "d.xlsx", "w") as packed:
        packed.writestr("xl/workbook.xml", "<workbook/>")
    monkeypatch.setattr(files, "LARGEST_WORKBOOK", 3)
    monkeypatch.setattr(files, "MOST_BROKEN_LINES", 5)
    report = load(tmp_path)
    said = {(each["file"], each["reason"].partition(":")[0]) for each in report["file_faults"]}
    assert ("b.csv", "Some characters could not be read") in said
    assert ("d.xlsx", "The workbook is too large to be opened") in said
    assert ("c.csv", "The rest of the file was not read") in said
    assert report["tables"]["people"]["created"] == 1


def test_what_the_command_prints(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    write_export(tmp_path, people=[person()])
    (tmp_path / "a.csv").write_text("")
    said = run(tmp_path)
    assert "Could not be read:\n  a.csv: The file is empty" in said
    changed = write_export(tmp_path / "2", people=[person(person_id="P1")], contacts=[contact(person_id="P1")])
    assert "Worth checking" not in run(changed)
    call_command("import_records", "--columns")
    assert "person_id" in capsys.readouterr().out
    with pytest.raises(CommandError, match="Give --system a name of up to"):
        call_command("import_records", str(tmp_path), f"--system={'x' * 200}")
