"""What an import refuses leaves the record as it was; what it takes beside what is here leaves that as it was."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time
from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from careleavers.importing.values import HourValue, Known, NumberValue, Unusable
from careleavers.management.commands import import_records
from careleavers.models import Allocation, ContactDetail, Document, Home, YoungPerson
from tests.careleavers.other_system import (
    Rows,
    allocation,
    contact,
    detail,
    everything,
    home,
    load,
    person,
    reasons,
    run,
    write_export,
)
from tests.cast import TODAY, Cast
from tests.factories import AllocationFactory, CareEpisodeFactory, YoungPersonFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("cast", "_on_the_day")]
CLOSED = person(person_id="P2", first_name="Tom", team="", closed_on="01/10/2026")
DAYS = "It has to end after the day on which it began: put one of the two days right."
CHILD = "A first child is born after them and makes them a parent: check both columns."


@pytest.mark.parametrize(
    ("table", "row", "said"),
    [
        (
            "people",
            person(person_id="P9", first_name="Ola", is_parent="yes", first_child_born_on="27/03/2008"),
            f"first_child_born_on: {CHILD}",
        ),
        (
            "people",
            person(person_id="P9", first_name="Ola", is_parent="no", first_child_born_on="27/03/2026"),
            f"first_child_born_on: {CHILD}",
        ),
        (
            "allocations",
            allocation(worker_email="nobody@council.example"),
            "worker_email: Nobody’s account is closed: write the day on which this ended.",
        ),
        (
            "allocations",
            allocation(person_id="P2", worker_email="sys@council.example", ends_on="01/09/2026"),
            "team: They carry cases in no team here: write the team, or give them a role in one first.",
        ),
        ("contact_details", detail(ends_on="01/09/2024"), f"ends_on: {DAYS}"),
    ],
)
def test_what_is_refused_writes_nothing(
    table: str, row: dict[str, str], said: str, cast: Cast, scene: Callable, tmp_path: Path
) -> None:
    with scene():
        cast.nobody.is_active = False
        cast.nobody.save()
    assert load(write_export(tmp_path / "1", people=[person(), CLOSED]))["failed"] == []
    before = everything()
    report = load(write_export(tmp_path / "2", **{table: [row]}))
    assert [*reasons(report).values()] == [said.replace("Nobody’s", f"{cast.nobody.name}’s")]
    after = everything()
    for each in (before, after):
        each["AuditEvent"] = [event for event in each["AuditEvent"] if event["name"] != "import_done"]
    assert after == before


def test_what_ended_may_have_been_with_somebody_whose_account_is_closed(
    cast: Cast, scene: Callable, tmp_path: Path
) -> None:
    with scene():
        cast.nobody.is_active = False
        cast.nobody.save()
    ended = allocation(worker_email="nobody@council.example", ends_on="01/09/2026")
    assert load(write_export(tmp_path, people=[person()], allocations=[ended]))["failed"] == []
    assert Allocation.objects.get(worker=cast.nobody).team == cast.north, "the team of the young person"


def test_where_nobody_could_live_well_is_never_suitable(tmp_path: Path) -> None:
    report = load(write_export(tmp_path, people=[person()], homes=[home(kind="X", suitable="")]))
    assert report["failed"] == []
    assert Home.objects.get(person__local_id="P1").is_suitable is False


# Beside what is here


def test_a_gender_that_the_record_has_is_kept(scene: Callable, tmp_path: Path) -> None:
    with scene():
        child = YoungPersonFactory.create(ssda903_id="104", date_of_birth=date(2008, 3, 27), gender="M", pronouns="")
    report = load(write_export(tmp_path, people=[person(ssda903_id="104", gender="F", pronouns="they")]))
    child.refresh_from_db()
    assert (child.gender, child.pronouns) == ("M", "they")
    [note] = [each for each in report["notes"] if "has a record here" in each]
    assert "gender" in note.partition("What it holds otherwise was kept: ")[2]


def test_an_opening_that_was_taken_out_here_is_told_once(tmp_path: Path) -> None:
    """Closed on the day on which they were opened, they never were."""
    load(write_export(tmp_path / "1", people=[person()]))
    noor = YoungPerson.objects.get(local_id="P1")
    load(write_export(tmp_path / "2", people=[person(closed_on="27/03/2024")]))
    assert not noor.involvements.exists()
    again = write_export(tmp_path / "3", people=[person(opened_on="01/04/2024")])
    [note] = load(again)["notes"]
    assert note.endswith("when they were open to the service was taken out here since: it was not added again.")
    assert not noor.involvements.exists()
    assert load(again)["notes"] == []


def test_a_document_that_was_changed_there_is_kept_as_it_came(tmp_path: Path) -> None:
    (tmp_path / "letter.pdf").write_bytes(b"%PDF-1.7 a letter %%EOF")
    (tmp_path / "other.pdf").write_bytes(b"%PDF-1.7 another %%EOF")
    kept = {"document_id": "F1", "person_id": "P1", "contact_id": "C1", "file": "letter.pdf"}
    load(write_export(tmp_path, people=[person()], contacts=[contact()], documents=[kept]))
    changed = write_export(tmp_path, documents=[kept | {"file": "other.pdf"}])
    [note] = load(changed)["notes"]
    assert note == "Document F1 (line 2 of documents.csv) was changed there: what is here was kept."
    assert Document.objects.get().file_name == "letter.pdf"
    assert load(changed)["notes"] == []


def test_each_person_has_a_way_they_like_best(tmp_path: Path) -> None:
    """One that ended is written down again when it begins again. Nobody's wish undoes that of somebody else."""
    people = [person(), person(person_id="P2", first_name="Tom")]
    theirs = [
        detail(is_preferred="yes", ends_on="01/09/2025"),
        detail(contact_detail_id="D2", person_id="P2", value="07700 900555", is_preferred="yes"),
    ]
    load(write_export(tmp_path / "1", people=people, contact_details=theirs))
    preferred = ContactDetail.objects.filter(is_preferred=True, person__local_id__in=["P1", "P2"])
    assert preferred.count() == 2
    again = detail(contact_detail_id="D3", is_preferred="yes", starts_on="01/09/2026")
    report = load(write_export(tmp_path / "2", contact_details=[again]))
    assert report["tables"]["contact_details"]["created"] == 1
    assert list(preferred.order_by("starts_on").values_list("person__local_id", "starts_on")) == [
        ("P2", date(2024, 9, 1)),
        ("P1", date(2026, 9, 1)),
    ]


def test_an_allocation_without_days_stands_in_nobodys_way(cast: Cast, scene: Callable, tmp_path: Path) -> None:
    load(write_export(tmp_path / "1", people=[person()]))
    noor = YoungPerson.objects.get(local_id="P1")
    undone = date(2024, 5, 1)
    with scene():
        AllocationFactory.create(person=noor, worker=cast.sam, team=cast.north, starts_on=undone, ends_on=undone)
    assert load(write_export(tmp_path / "2", allocations=[allocation()]))["failed"] == []
    assert list(noor.allocations.order_by("starts_on").values_list("starts_on", "ends_on")) == [
        (date(2024, 4, 1), None),
        (undone, undone),
    ]


def test_an_amount_is_the_same_however_many_noughts_it_has(tmp_path: Path) -> None:
    """What is here was not changed by being kept as 400.00, so that a new amount is taken."""
    load(write_export(tmp_path / "1", people=[person()], homes=[home(weekly_rent="400", support_hours="7")]))
    same = write_export(tmp_path / "2", homes=[home(weekly_rent="£400.00", support_hours="7.0")])
    assert load(same)["tables"]["homes"]["unchanged"] == 1
    changed = load(write_export(tmp_path / "3", homes=[home(weekly_rent="425.50", support_hours="5.5")]))
    assert changed["notes"] == []
    kept = Home.objects.get(person__local_id="P1")
    assert (kept.weekly_rent, kept.support_hours) == (Decimal("425.50"), Decimal("5.5"))


def test_a_history_that_cannot_be_is_told(scene: Callable, tmp_path: Path) -> None:
    load(write_export(tmp_path / "1", people=[person()]))
    noor = YoungPerson.objects.get(local_id="P1")
    with scene():
        CareEpisodeFactory.create(person=noor, starts_on=date(2010, 1, 1))
    report = load(write_export(tmp_path / "2", people=[person(date_of_birth="01/05/2012")]))
    assert [note for note in report["notes"] if note.startswith("Legal status of P1 could not be worked out: ")]
    noor.refresh_from_db()
    assert noor.date_of_birth == date(2012, 5, 1), "the rest of the row counts"


# Files and the command


def test_empty_lines_do_not_say_which_delimiter_it_is(tmp_path: Path) -> None:
    write_export(tmp_path, delimiter=";", people=[person(first_name="Noor, called Nou")])
    file = tmp_path / "people.csv"
    file.write_text("\n;;;;;;\n" + file.read_text())
    assert load(tmp_path)["file_faults"] == []
    assert YoungPerson.objects.get(local_id="P1").first_name == "Noor, called Nou"


def test_a_file_that_is_too_large_stays_out(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(import_records, "MOST_BYTES", 10)
    (tmp_path / "letter.pdf").write_bytes(b"%PDF-1.7 a letter %%EOF")
    rows: Rows = [{"document_id": "F1", "person_id": "P1", "contact_id": "C1", "file": "letter.pdf"}]
    report = load(write_export(tmp_path, people=[person()], contacts=[contact()], documents=rows))
    assert reasons(report)["F1"].startswith("file: “letter.pdf” is too large: the most is")
    assert not Document.objects.exists()


def test_failed_rows_that_cannot_be_written_are_printed_all_the_same(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    said = StringIO()

    def full(*args: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(import_records, "write_failed_files", full)
    write_export(tmp_path, people=[person(), person(person_id="P2", first_name="Tom", gender="X") | {"junk": "1"}])
    with pytest.raises(CommandError, match=r"could not be written \(No space left on device\)"):
        call_command("import_records", str(tmp_path), "--system=Mosaic", stdout=said)
    assert "gender: “X” is not known here" in said.getvalue()
    assert YoungPerson.objects.filter(local_id="P1").exists(), "what could be brought over was"


def test_what_is_worth_checking_is_printed(tmp_path: Path) -> None:
    said = run(write_export(tmp_path, people=[person() | {"junk": "1"}]))
    assert said.endswith("\nWorth checking:\n  people.csv: 1 column not read: junk.\n")


@pytest.mark.parametrize(
    ("text", "hour"),
    [
        ("2:30 PM", time(14, 30)),
        ("12:05 am", time(0, 5)),
        ("12.05pm", time(12, 5)),
        ("09:30:00", time(9, 30)),
        ("14:30 PM", None),
        ("0:30 am", None),
        ("9:60", None),
    ],
)
def test_hours_are_read_as_people_write_them(text: str, hour: time | None) -> None:
    if hour:
        assert HourValue().read(text, Known(TODAY)) == hour
    else:
        with pytest.raises(Unusable, match="is no time of day: write it like 14:30"):
            HourValue().read(text, Known(TODAY))


def test_numbers_are_whole_or_kept_to_their_places() -> None:
    whole, exact = NumberValue(0, 1440).read("1,200", Known(TODAY)), NumberValue(0, 999, 2).read("£94.5", Known(TODAY))
    assert (whole, type(whole), f"{exact}") == (1200, int, "94.50")
