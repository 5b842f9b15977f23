"""What is brought over from another system: every kind of row, twice as well as once, and what has changed there."""

from __future__ import annotations

from datetime import date, time
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from careleavers.actions.contacts import amend_contact, why_not_undo
from careleavers.actions.statuses import differences
from careleavers.importing import loading, planning
from careleavers.models import Alert, Allocation, AuditEvent, Contact, Document, Home, YoungPerson
from careleavers.rules.uploads import NOT_A_KIND
from pathways.actions.reconcile import reconcile_alerts
from tests.careleavers.other_system import (
    allocation,
    contact,
    detail,
    everything,
    home,
    load,
    occupation,
    person,
    reasons,
    run,
    write_export,
)
from tests.cast import TODAY
from tests.factories import DataQualityIssueFactory, YoungPersonFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_on_the_day", "cast")]


def test_people_come_with_their_workers_and_what_happened(cast, tmp_path: Path) -> None:
    folder = write_export(
        tmp_path,
        people=[person(nhs_number="943 476 5919", is_parent="yes")],
        allocations=[allocation()],
        contacts=[contact(happened_at="14:30", worker_email="PAT@council.example")],
        homes=[home(address="1 High Street\nAldersby", postcode="le1 6zg")],
        occupations=[occupation(detail="Catering")],
    )
    report = load(folder)
    assert report["failed"] == report["file_faults"] == []
    assert {name: each["created"] for name, each in report["tables"].items()} == dict.fromkeys(report["tables"], 1)
    noor = YoungPerson.objects.get(local_id="P1")
    assert (noor.known_as, noor.date_of_birth, noor.nhs_number) == ("Noor Aziz", date(2008, 3, 27), "9434765919")
    assert noor.team == cast.north
    [worker] = noor.allocations.all()
    assert (worker.worker, worker.team, worker.role) == (cast.pat, cast.north, Allocation.CASE_HOLDER)
    [met] = noor.contacts.all()
    assert (met.happened_on, met.happened_at_time, met.worker, met.source) == (
        date(2026, 10, 14),
        time(14, 30),
        cast.pat,
        "Mosaic",
    )
    assert noor.homes.get().postcode == "LE1 6ZG"
    assert (noor.homes.get().source, noor.occupations.get().detail) == ("Mosaic", "Catering")
    assert noor.involvements.get().starts_on == date(2024, 3, 27)
    event = AuditEvent.objects.get(name="records_brought_over", person_id=noor.pk)
    assert event.details["system"] == "Mosaic"
    assert event.details["created"]["contacts"] == 1


def test_twice_is_once_and_a_dry_run_writes_nothing(tmp_path: Path) -> None:
    folder = write_export(
        tmp_path,
        people=[person(), person(person_id="P2", first_name="Tom", gender="")],
        allocations=[allocation(), allocation(allocation_id="A2", worker_email="sam@council.example")],
        contacts=[contact(), contact(contact_id="C2", person_id="P2")],
        homes=[home(), home(home_id="H2", starts_on="01/09/2025")],
    )
    before = everything()
    dry = load(folder, "--dry-run")
    assert everything() == before
    real = load(folder)
    assert {**dry, "dry_run": False, "failed_files": []} == {**real, "failed_files": []}
    loaded = everything()
    again = load(folder)
    after = everything()
    assert not any(each["created"] or each["changed"] for each in again["tables"].values())
    assert [each for each in after.pop("AuditEvent") if each["name"] != "import_done"] == [
        each for each in loaded.pop("AuditEvent") if each["name"] != "import_done"
    ]
    assert after == loaded


def test_ways_to_reach_them_come_once_and_one_is_preferred(cast, scene, tmp_path: Path) -> None:
    rows = [
        detail(is_preferred="yes"),
        detail(contact_detail_id="D2", kind="email", value="Noor@Example.org", is_preferred="yes"),
        detail(contact_detail_id="D3", value="12"),
        detail(contact_detail_id="D4", is_preferred="yes", safe_to_use="no"),
    ]
    report = load(write_export(tmp_path / "1", people=[person()], contact_details=rows))
    assert reasons(report) == {
        "D3": "value: Write the whole phone number, with its area code.",
        "D4": "is_preferred: What is not safe to use cannot be what we use first: put one of the two right.",
    }
    noor = YoungPerson.objects.get(local_id="P1")
    details = noor.contact_details.order_by("kind").values_list("search_value", "is_preferred")
    assert list(details) == [("noor@example.org", True), ("07700900123", False)]
    changed = [detail(value="07700 900124"), detail(contact_detail_id="D5", kind="email", value="NOOR@example.org")]
    report = load(write_export(tmp_path / "2", contact_details=changed))["tables"]["contact_details"]
    assert report == {"read": 2, "created": 0, "changed": 1, "unchanged": 1, "failed": 0}
    assert set(noor.contact_details.values_list("search_value", flat=True)) == {"noor@example.org", "07700900124"}


def test_photos_and_files_come_with_their_contacts_once(tmp_path: Path) -> None:
    """From beside the tables alone, and looked at like any other file."""
    files = tmp_path / "export" / "files"
    files.mkdir(parents=True)
    (files / "letter.pdf").write_bytes(b"%PDF-1.7 a letter %%EOF")
    (files / "page.html").write_bytes(b"<script>")
    (tmp_path / "secret.pdf").write_bytes(b"%PDF-1.7 %%EOF")
    places = ["files/letter.pdf", "files\\letter.pdf", "files/page.html", "../secret.pdf", "/etc/hostname", "files", ""]
    rows = [
        {"document_id": f"F{n}", "person_id": "P1", "contact_id": "C1", "file": place} for n, place in enumerate(places)
    ]
    rows += [rows[0] | {"document_id": "F8", "contact_id": "C2"}, rows[0] | {"document_id": "F9", "contact_id": "C3"}]
    people = [person(), person(person_id="P2", first_name="Tom")]
    contacts = [contact(), contact(contact_id="C2", person_id="P2")]
    folder = write_export(tmp_path / "export", people=people, contacts=contacts, documents=rows)
    dry = load(folder, "--dry-run")
    report = load(folder)
    assert dry["tables"] == report["tables"]
    assert {name: reason.partition(":")[2].strip() for name, reason in reasons(report).items()} == {
        "F2": f"“files/page.html” {NOT_A_KIND}.",
        **{f"F{n}": f"There is no file “{places[n]}” beside the tables: put it there." for n in (3, 4, 5)},
        "F6": "It is empty, and has to be there.",
        "F8": "No contact of theirs with this ID was brought over: add it.",
        "F9": "No contact of theirs with this ID was brought over: add it.",
    }
    assert [each.file_name for each in Document.objects.all()] == ["letter.pdf"] * 2
    assert bytes(Document.objects.first().file.content) == b"%PDF-1.7 a letter %%EOF"
    assert load(folder)["tables"]["documents"]["unchanged"] == Document.objects.count() == 2


# What has changed there, and here


def test_what_has_changed_there_is_changed_here_and_told(tmp_path: Path) -> None:
    load(
        write_export(
            tmp_path / "1",
            people=[person()],
            allocations=[allocation()],
            contacts=[contact()],
            homes=[home(postcode="LE1 6ZG")],
        )
    )
    report = load(
        write_export(
            tmp_path / "2",
            people=[person(last_name="Aziz-Lee", closed_on="01/11/2026", died_on="02/11/2026")],
            allocations=[
                allocation(ends_on="01/10/2026"),
                allocation(
                    allocation_id="A2", worker_email="sam@council.example", starts_on="01/10/2026", ends_on="01/11/2026"
                ),
            ],
            contacts=[contact(note="Met at college, with her tutor.")],
            homes=[home(postcode="LE1 6ZG"), home(home_id="H2", kind="W", suitable="no", starts_on="01/09/2026")],
        )
    )
    assert report["failed"] == []
    assert {name: (each["created"], each["changed"], each["unchanged"]) for name, each in report["tables"].items()} == {
        "people": (0, 1, 0),
        "allocations": (1, 1, 0),
        "contacts": (0, 1, 0),
        "homes": (1, 0, 1),
    }
    noor = YoungPerson.objects.get(local_id="P1")
    assert (noor.last_name, noor.died_on, noor.involvements.get().ends_on) == (
        "Aziz-Lee",
        date(2026, 11, 2),
        date(2026, 11, 1),
    )
    assert [each.ends_on for each in noor.allocations.order_by("starts_on")] == [date(2026, 10, 1), date(2026, 11, 1)]
    # A home without an end lasts until the next one.
    assert [each.ends_on for each in noor.homes.order_by("starts_on")] == [date(2026, 9, 1), None]
    assert noor.contacts.live().get().note == "Met at college, with her tutor."
    assert noor.contacts.exclude(superseded_at=None).get().note == "Met at college."


def test_what_was_changed_here_stays_and_is_told(cast, scene, tmp_path: Path) -> None:
    load(write_export(tmp_path / "1", people=[person()], homes=[home(postcode="LE1 6ZG")], contacts=[contact()]))
    with scene():
        YoungPerson.objects.update(preferred_name="Noori", language="Urdu")
        Home.objects.update(postcode="LE2 2AA")
        Contact.objects.update(superseded_at="2026-11-20T12:00Z")
    changed = write_export(
        tmp_path / "2",
        people=[person(preferred_name="Noor A", pronouns="she")],
        homes=[home(postcode="LE3 3AA", area="Leicester")],
        contacts=[contact(note="Another")],
    )
    report = load(changed)
    noor = YoungPerson.objects.get(local_id="P1")
    assert (noor.preferred_name, noor.language, noor.pronouns) == ("Noori", "Urdu", "she")
    assert (noor.homes.get().postcode, noor.homes.get().area) == ("LE2 2AA", "Leicester")
    assert noor.contacts.get().note == "Met at college."
    assert [note.partition(" (line")[0] for note in report["notes"]] == ["Person P1", "Contact C1", "Home H1"]
    assert load(changed)["notes"] == []  # told once


def test_who_was_closed_there_since_is_closed_here(tmp_path: Path) -> None:
    """Nobody stays allocated, though the file says nothing of that."""
    load(write_export(tmp_path / "1", people=[person()], allocations=[allocation()]))
    load(write_export(tmp_path / "2", people=[person(closed_on="01/11/2026", reason_closed="Moved away")]))
    noor = YoungPerson.objects.get(local_id="P1")
    assert noor.allocations.get().ends_on == noor.involvements.get().ends_on == date(2026, 11, 1)
    assert noor.involvements.get().reason_closed == "Moved away"
    assert not Alert.objects.filter(person=noor, closed_on=None).exists()


def test_a_system_is_the_same_in_capitals_or_not_and_has_to_be_said(tmp_path: Path) -> None:
    """Under another name everything would come twice."""
    folder = write_export(tmp_path, people=[person()], contacts=[contact()])
    load(folder)
    report = load(folder, "--system=MOSAIC ")
    assert (report["system"], report["tables"]["contacts"]["unchanged"]) == ("Mosaic", 1)
    with pytest.raises(CommandError, match="Say with --system from which system it is: so far Mosaic"):
        call_command("import_records", str(folder))


def test_somebody_who_came_by_a_return_is_the_same_person(scene, tmp_path: Path) -> None:
    with scene():
        child = YoungPersonFactory.create(
            first_name="Child", last_name="104", ssda903_id="104", local_id="903-104", date_of_birth=date(2008, 3, 27)
        )
        for field in ("first_name", "last_name"):
            DataQualityIssueFactory.create(person=child, field=field, value=getattr(child, field))
    report = load(
        write_export(
            tmp_path,
            people=[person(ssda903_id="104", ethnicity="BAFR"), person(person_id="P2", ssda903_id="105")],
            contacts=[contact()],
        )
    )
    child.refresh_from_db()
    assert (child.known_as, child.local_id, child.contacts.count()) == ("Noor Aziz", "903-104", 1)
    assert not child.data_quality_issues.filter(resolved_at=None).exists()
    assert "has a record here, 903-104" in report["notes"][0]
    assert reasons(report) == {
        "P2": "line 2 of people.csv has the same name and date of birth. If it is them, write its local ID into "
        "local_id; if it is somebody else, write yes into another_person."
    }


def test_a_restricted_record_comes_hidden_and_is_open_to_those_named(cast, tmp_path: Path) -> None:
    named = {"restricted": "yes", "restricted_to": "pat@council.example; sam@council.example"}
    report = load(
        write_export(
            tmp_path,
            people=[person(**named), person(person_id="P2", first_name="Tom", restricted="yes")],
            allocations=[
                allocation(),
                allocation(allocation_id="A2", worker_email="nobody@council.example", role="co_worker", team="North"),
            ],
        )
    )
    assert YoungPerson.objects.visible_to(cast.pat).filter(local_id="P1").exists()
    assert not YoungPerson.objects.visible_to(cast.vera).filter(local_id="P1").exists()
    assert reasons(report) == {
        "A2": "worker_email: The record is restricted: name them in restricted_to first.",
        "P2": "restricted_to: Name at least one colleague who may see this record: nobody could open it otherwise.",
    }
    # A later file hides a record, and never shows one.
    load(write_export(tmp_path, people=[person(), person(person_id="P3", first_name="Ola")]))
    load(write_export(tmp_path, people=[person(person_id="P3", first_name="Ola", **named)]))
    assert set(YoungPerson.objects.filter(is_restricted=True).values_list("local_id", flat=True)) == {"P1", "P3"}
    assert YoungPerson.objects.visible_to(cast.sam).filter(local_id="P3").exists()


def test_alerts_and_the_team_are_right_at_once(cast, tmp_path: Path) -> None:
    """The nightly comparison finds nothing to do."""
    load(
        write_export(
            tmp_path,
            people=[person(), person(person_id="P2", first_name="Tom")],
            allocations=[allocation(worker_email="sam@council.example", team="south")],
            contacts=[contact(), contact(contact_id="C2", happened_on="01/02/2026")],
            homes=[home(kind="W", suitable="no", starts_on="01/11/2026")],
        )
    )
    noor = YoungPerson.objects.get(local_id="P1")
    assert noor.team == cast.south
    alerts = list(Alert.objects.order_by("pk").values())
    reconcile_alerts(today=TODAY)
    assert list(Alert.objects.order_by("pk").values()) == alerts
    assert list(differences([noor.pk], TODAY)) == []


# Broken off


def test_what_is_done_stays_done_when_it_is_broken_off(monkeypatch, tmp_path: Path) -> None:
    """Killed in the second of three batches, and run again: as if it had run once."""
    folder = write_export(
        tmp_path,
        people=[person(person_id=f"P{n}", first_name=f"Noor {n}") for n in range(3)],
        contacts=[contact(contact_id=f"C{n}", person_id=f"P{n % 3}") for n in range(9)],
    )
    monkeypatch.setattr(loading, "BATCH", 1)
    follow, calls = loading._follow, []

    def killed(planner):
        calls.append(planner)
        if len(calls) == 2:
            raise KeyboardInterrupt
        follow(planner)

    monkeypatch.setattr(loading, "_follow", killed)
    with pytest.raises(KeyboardInterrupt):
        load(folder)
    assert Contact.objects.count() == 3
    report = load(folder)
    assert report["tables"]["contacts"] == {"read": 9, "created": 6, "changed": 0, "unchanged": 3, "failed": 0}
    assert (Contact.objects.count(), YoungPerson.objects.filter(local_id__startswith="P").count()) == (9, 3)


def test_what_the_database_refuses_costs_one_person(monkeypatch, tmp_path: Path) -> None:
    """The checks before it are there so that it never comes to this."""
    monkeypatch.setattr(planning, "fit_in", lambda periods, one: None)
    report = load(
        write_export(
            tmp_path,
            people=[person(), person(person_id="P2", first_name="Tom")],
            homes=[home(), home(home_id="H2", starts_on="01/09/2025"), home(home_id="H3", person_id="P2")],
        )
    )
    assert reasons(report).keys() == {"P1", "H1", "H2"}
    assert "The database refuses the rows of this person together (IntegrityError)" in reasons(report)["H1"]
    assert Home.objects.get().person.local_id == "P2"


def test_the_record_opens_and_says_where_a_contact_came_from(cast, sign_in, tmp_path: Path) -> None:
    """Nobody here wrote it down, and nobody can undo it."""
    load(write_export(tmp_path, people=[person()], contacts=[contact()], homes=[home()], occupations=[occupation()]))
    noor, client = YoungPerson.objects.get(local_id="P1"), sign_in(cast.mo)
    met = noor.contacts.get()
    for page in ("person", "timeline", "home_list", "occupation_list", "details", "allocations", "visit_brief"):
        assert client.get(reverse(page, args=[noor.pk])).status_code == 200, page
    assert "Brought over from: Mosaic" in client.get(reverse("timeline", args=[noor.pk])).content.decode()
    assert client.get(reverse("contact", args=[noor.pk, met.pk])).status_code == 200
    audit = client.get(reverse("audit_list")).content.decode()
    assert "Records brought over from Mosaic (contacts 1, homes 1, occupations 1, people 1)" in audit
    assert why_not_undo(met, cast.mo, met.recorded_at).startswith("This contact was brought over from Mosaic.")
    amended = {name: getattr(met, name) for name in ("happened_on", "method", "result", "saw_home")}
    amend_contact(
        by=cast.mo, contact=met, today=TODAY, now=timezone.now(), reason="A slip", note="Met at home.", **amended
    )
    assert load(tmp_path)["tables"]["contacts"]["unchanged"] == 1
    latest = noor.contacts.live().get()
    assert (latest.note, latest.source) == ("Met at home.", "Mosaic")


def test_what_it_prints_is_for_people(tmp_path: Path) -> None:
    progress = StringIO()
    said = run(
        write_export(tmp_path, people=[person(gender="X")], contacts=[contact(), contact(contact_id="C2")]),
        progress=progress,
    )
    assert progress.getvalue() == "1 of 1 person\n"
    assert "  contacts               2         0         0         0         2" in said
    assert "contacts.csv, lines 2, 3\n      person_id: The row of this person was not brought over" in said
    assert "gender: “X” is not known here: write one of M, F or U." in said
    assert "failed 2026-11-23 10.00.00/people.csv" in said
    assert "What it did" in run(write_export(tmp_path / "nothing"))
