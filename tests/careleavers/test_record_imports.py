"""Records of another system brought over in the browser: sent, named, checked, brought over, mended."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from careleavers.actions import record_imports as actions
from careleavers.actions.base import Refused
from careleavers.models import AuditEvent, Contact, ReadEvent, RecordImport, YoungPerson
from careleavers.rules import uploads
from tests.careleavers.other_system import contact, person, write_export
from tests.factories import RecordImportFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_on_the_day")]


@pytest.fixture
def administrator(cast, sign_in) -> Client:
    return sign_in(cast.sys)


def sent(folder: Path, **tables: list[dict[str, str]]) -> list[SimpleUploadedFile]:
    write_export(folder, **tables)
    return [SimpleUploadedFile(path.name, path.read_bytes()) for path in sorted(folder.iterdir())]


def begin(client: Client, files: list[SimpleUploadedFile]) -> str:
    """The address of the import's page."""
    response = client.post("/imports/", {"system": "Mosaic", "exports": files})
    assert response.status_code == 302, response.content.decode()
    return response.url


def page(client: Client, address: str) -> str:
    return " ".join(client.get(address).content.decode().split())


def run() -> None:
    actions.run_waiting_imports(now=timezone.now())


def test_files_are_checked_then_brought_over_and_what_failed_is_mended(administrator, tmp_path: Path) -> None:
    """A check saves nothing. Seen to fail: the check as an import."""
    address = begin(
        administrator,
        sent(tmp_path / "1", people=[person(), person(person_id="P2", first_name="Tom", team="Nroth")])
        + sent(tmp_path / "2", contacts=[contact(), contact(contact_id="C2", person_id="P2")]),
    )
    assert "Not checked yet" in page(administrator, address)
    administrator.post(f"{address}check/")
    assert "Being checked" in page(administrator, address)
    run()
    assert not YoungPerson.objects.filter(local_id="P1").exists()
    said = page(administrator, address)
    assert "What would happen" in said
    assert "There is no team called “Nroth”" in said
    administrator.post(f"{address}run/")
    run()
    assert "What happened" in page(administrator, address)
    assert Contact.objects.filter(source="Mosaic").count() == 1
    failed = administrator.get(f"{address}failed/people/").content.decode("utf-8-sig")
    assert ReadEvent.objects.get(page="import_failed").people_shown == 1
    again = begin(
        administrator,
        [
            SimpleUploadedFile("people.csv", failed.replace("Nroth", "North").encode()),
            SimpleUploadedFile("contacts.csv", administrator.get(f"{address}failed/contacts/").content),
        ],
    )
    for step in ("check", "run"):
        administrator.post(f"{again}{step}/")
        run()
    assert Contact.objects.filter(source="Mosaic", person__local_id="P2").count() == 1
    assert AuditEvent.objects.filter(name="import_done").count() == 2


def test_columns_of_other_names_are_named_on_a_page(administrator, tmp_path: Path) -> None:
    cells = ("P1", "Noor", "27/03/2008", "F", "North", "1/4/2024")
    rows = [dict(zip(("Client no", "Forename", "DOB", "Sex", "Team", "Since"), cells, strict=True))]
    address = begin(administrator, sent(tmp_path, clients=rows))
    assert "Not known by its columns" in page(administrator, address)
    administrator.post(f"{address}check/")
    assert "Say what the columns of at least one file are" in page(administrator, address)
    file = RecordImport.objects.get().files.get()
    columns = f"{address}{file.pk}/0/?table=people"
    shown = page(administrator, columns)
    assert "Client no – P1" in shown
    chosen = {"person_id": "0", "first_name": "1", "date_of_birth": "2", "gender": "3", "team": "4", "opened_on": "5"}
    said = page_of(administrator.post(columns, chosen | {"gender": "", "last_name": "1"}))
    assert "Say which column of the file is “Gender”" in said
    assert "“Forename” is chosen for “First name” and “Last name”: choose it once" in said
    assert administrator.post(columns, chosen).url == address
    for step in ("check", "run"):
        administrator.post(f"{address}{step}/")
        run()
    assert YoungPerson.objects.get(local_id="P1").first_name == "Noor"


def page_of(response) -> str:
    return " ".join(response.content.decode().split())


def test_an_import_is_for_whoever_sent_it_alone(cast, sign_in, scene) -> None:
    with scene():
        own, other = (RecordImportFactory.create(recorded_by=each) for each in (cast.sys, cast.vera))
    client = sign_in(cast.sys)
    assert client.get(f"/imports/{own.pk}/").status_code == 200
    for address in (f"/imports/{other.pk}/", f"/imports/{other.pk}/failed/people/", f"/imports/{own.pk}/failed/homes/"):
        assert client.get(address).status_code == 404


def test_what_a_worker_gave_up_is_taken_up_again(cast, scene, tmp_path: Path) -> None:
    """By another, when its time is over, and by nobody before. Seen to fail: a claim without an end."""
    now = timezone.now()
    with scene():
        waiting = RecordImportFactory.create(recorded_by=cast.sys, state=RecordImport.IMPORTING)
    assert actions.claim_import(now=now) == waiting
    assert actions.run_waiting_imports(now=now + timedelta(minutes=1)) == 0
    assert actions.run_waiting_imports(now=now + timedelta(minutes=11)) == 1
    waiting.refresh_from_db()
    assert (waiting.state, waiting.report["tables"]["people"]["created"]) == (RecordImport.DONE, 1)
    assert actions.run_waiting_imports(now=now + timedelta(hours=1)) == 0


def test_what_nobody_foresaw_is_said(cast, scene, monkeypatch) -> None:
    with scene():
        broken = RecordImportFactory.create(recorded_by=cast.sys, state=RecordImport.CHECKING)
    monkeypatch.setattr(actions, "read_bytes", lambda *args: 1 / 0)
    run()
    broken.refresh_from_db()
    assert broken.state == RecordImport.BROKEN


def test_while_a_worker_is_at_it_nothing_is_changed(cast, scene) -> None:
    with scene():
        waiting = RecordImportFactory.create(recorded_by=cast.sys, state=RecordImport.IMPORTING)
    file = waiting.files.get()
    for change in (
        lambda: actions.remove_file(by=cast.sys, file=file),
        lambda: actions.drop_import(by=cast.sys, record_import=waiting),
        lambda: actions.add_files(by=cast.sys, record_import=waiting, files={"a.csv": b"x"}),
        lambda: actions.name_columns(by=cast.sys, file=file, sheet=0, mapping={}),
        lambda: actions.ask_for_import(by=cast.sys, record_import=waiting),
    ):
        with pytest.raises(Refused, match="A worker is at it"):
            change()


def test_a_changed_import_is_checked_again_and_an_old_one_forgotten(cast, scene) -> None:
    with scene():
        checked = RecordImportFactory.create(recorded_by=cast.sys, state=RecordImport.CHECKED)
    actions.remove_file(by=cast.sys, file=checked.files.get())
    with pytest.raises(Refused, match="Check the files first"):
        actions.ask_for_import(by=cast.sys, record_import=checked)
    actions.forget_old_imports(now=timezone.now() + timedelta(days=13))
    assert RecordImport.objects.exists()
    actions.forget_old_imports(now=timezone.now() + timedelta(days=15))
    assert not RecordImport.objects.exists()


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ([], "Choose at least one file"),
        ([("a.csv", b"x"), ("a.csv", b"y")], "Two of the files have one name"),
        ([("a.csv", b"")], "a.csv: it is empty."),
        ([("a.xlsx", b"PK\x03\x04")], "a.xlsx: The workbook cannot be opened"),
        ([("a.csv", b"x" * 2000)], "The files are too large"),
        ([(f"{n}.csv", b"x") for n in range(21)], "Choose at most 20 files at once: these are 21"),
    ],
)
def test_files_that_cannot_be_taken_are_a_sentence(files, said: str, administrator, monkeypatch) -> None:
    monkeypatch.setattr("careleavers.forms.record_imports.MOST_BYTES_TOGETHER", 1000)
    sending = [SimpleUploadedFile(name, content) for name, content in files]
    response = administrator.post("/imports/", {"system": "Mosaic", "exports": sending})
    assert said in page_of(response)
    assert not RecordImport.objects.exists()
    assert uploads.MOST_BYTES_TOGETHER > 1000


def test_photos_and_files_are_not_taken_in_the_browser(administrator, tmp_path: Path) -> None:
    photo = {"document_id": "F1", "person_id": "P1", "contact_id": "C1", "file": "letter.pdf"}
    address = begin(administrator, sent(tmp_path, people=[person()], contacts=[contact()], documents=[photo]))
    administrator.post(f"{address}check/")
    run()
    assert "Photos and files come from a folder alone: manage.py import_records." in page(administrator, address)


def test_more_files_are_added_and_have_to_be_read(administrator, scene, tmp_path: Path) -> None:
    address = begin(administrator, sent(tmp_path / "1", people=[person()]))
    more = sent(tmp_path / "2", contacts=[contact()])
    assert administrator.post(address, {"exports": more}).url == address
    begun = RecordImport.objects.get()
    assert set(begun.files.values_list("name", flat=True)) == {"people.csv", "contacts.csv"}
    with scene():
        begun.files.filter(name="contacts.csv").update(unreadable_because="It is empty.", sheets=[])
    administrator.post(f"{address}check/")
    assert "Take out what cannot be read: contacts.csv." in page(administrator, address)
    begun.refresh_from_db()
    assert begun.state == RecordImport.OPEN


def test_columns_are_named_again_from_what_was_said(administrator, tmp_path: Path) -> None:
    """A column without a name is not offered, and what was chosen is chosen still."""
    cells = ("P1", "Noor", "27/03/2008", "F", "North", "1/4/2024", "x")
    rows = [dict(zip(("Client no", "Forename", "DOB", "Sex", "Team", "Since", ""), cells, strict=True))]
    address = begin(administrator, sent(tmp_path, clients=rows))
    columns = f"{address}{RecordImport.objects.get().files.get().pk}/0/?table=people"
    chosen = {"person_id": "0", "first_name": "1", "date_of_birth": "2", "gender": "3", "team": "4", "opened_on": "5"}
    administrator.post(columns, chosen)
    form = administrator.get(columns).context["form"]
    assert {name: field.initial for name, field in form.fields.items() if field.initial} == chosen
    assert [place for place, _ in form.fields["team"].choices] == ["", "0", "1", "2", "3", "4", "5"]


def test_what_is_not_there_is_not_found_and_what_is_at_work_not_dropped(cast, administrator, scene) -> None:
    with scene():
        waiting = RecordImportFactory.create(recorded_by=cast.sys, state=RecordImport.IMPORTING)
    address = f"/imports/{waiting.pk}/"
    for missing in ("/imports/templates/nothing/", f"{address}{waiting.files.get().pk}/1/"):
        assert administrator.get(missing).status_code == 404, missing
    assert "person_id" in administrator.get("/imports/templates/people/").content.decode()
    assert administrator.post(f"{address}drop/").url == address
    assert "A worker is at it: wait until it is done." in page(administrator, address)
    with scene():
        RecordImport.objects.update(state=RecordImport.DONE)
    assert administrator.post(f"{address}drop/").url == "/imports/"
    assert not RecordImport.objects.exists()
