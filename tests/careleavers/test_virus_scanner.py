"""Files wait for a real virus scanner: nobody opens one before it has looked, and it may be away."""

from __future__ import annotations

import socket
import threading
import uuid
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from careleavers.actions import file_scans
from careleavers.actions.contacts import undo_contact
from careleavers.models import Alert, AuditEvent, Document, DocumentContent, FileScan, ImportFile
from careleavers.rules import uploads
from careleavers.virus_scanner import CannotScan, ScannerDown, find_virus
from tests.browser import Visit, follow, open_as, press
from tests.careleavers.contacts import SPOKE, log
from tests.careleavers.other_system import person, write_export
from tests.careleavers.test_documents import LETTER, PDF, a_file, png_that_unfolds_to
from tests.cast import TODAY, Cast
from tests.clamd import EICAR, FOUND, LARGEST, Clamd
from tests.factories import DocumentFactory, YoungPersonFactory
from tests.guards.source import files, named

pytestmark = [pytest.mark.clamd, pytest.mark.usefixtures("_on_the_day")]
BAD = PDF.replace(b"<<>>", EICAR, 1)
CLOSED = uploads.infected(FOUND)


def keep(client: Client, cast: Cast, *content: bytes) -> Document:
    """The last of these files, kept with one contact by the form."""
    sent = [a_file(each, f"{number}.pdf") for number, each in enumerate(content)]
    address = reverse("contact_new", args=[cast.amira.pk, uuid.uuid4()])
    assert client.post(address, SPOKE | {"documents": sent}).status_code == 303
    return Document.objects.order_by("recorded_at", "file_name").last()


def page_of(client: Client, document: Document) -> str:
    address = reverse("contact", args=[document.person_id, document.contact_id])
    return " ".join(client.get(address).content.decode().split())


def opened(client: Client, document: Document) -> bool:
    return client.get(reverse("document", args=[document.person_id, document.pk])).status_code == 200


# The scanner


def test_the_scanner_is_asked_over_its_socket_and_the_network(clamd: Clamd) -> None:
    for address in (clamd.address, clamd.by_network):
        assert find_virus(b"hello", address) is None
        assert find_virus(b"", address) is None
        assert find_virus(b"x" * (LARGEST - 200) + EICAR, address) == FOUND
        for size in (LARGEST + 1, 50 * LARGEST):  # the second is cut off in the midst of sending
            with pytest.raises(CannotScan, match="size limit exceeded"):
                find_virus(b"x" * size, address)


@pytest.mark.parametrize(
    ("says", "raises"),
    [
        (b"", ScannerDown),
        (b"stream: OK", None),
        (b"stream: OK\0", None),
        (b"stream: not OK\0", CannotScan),
        (b"OK\0", CannotScan),
        (b"stream: Can't allocate memory ERROR\0", CannotScan),
        (b"\xff\0", CannotScan),
    ],
    ids=["nothing", "OK, cut", "OK", "something like it", "without the stream", "an error", "rubbish"],
)
def test_whatever_is_not_plainly_ok_is_not_clean(says: bytes, raises: type[Exception] | None) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answer() -> None:
            with server.accept()[0] as asked:
                while not asked.recv(4096).endswith(bytes(4)):
                    pass
                asked.sendall(says)

        threading.Thread(target=answer, daemon=True).start()
        address = f"127.0.0.1:{server.getsockname()[1]}"
        if raises is None:
            assert find_virus(b"a file", address) is None
        else:
            with pytest.raises(raises):
                find_virus(b"a file", address)


def test_the_bytes_of_a_file_are_read_where_it_was_asked_whether_they_may_be() -> None:
    reads = {named(path) for path in files() if ".file.content" in path.read_text()}
    assert reads == {"careleavers/views/documents.py"}
    assert "may_be_opened(" in (Path(__file__).parents[2] / "careleavers/views/documents.py").read_text()


# With a contact


def test_nobody_opens_a_file_before_the_scanner_has_looked_at_it(cast: Cast, sign_in: Any, clamd: Clamd) -> None:
    client = sign_in(cast.pat)
    document = keep(client, cast, PDF)
    assert uploads.BEING_SCANNED in page_of(client, document)
    assert not opened(client, document)
    assert file_scans.scan_files() == 1
    assert opened(client, document)
    assert file_scans.scan_files() == 0
    assert f"{document.file_name}</a>" in page_of(client, document)


def test_an_infected_file_is_never_handed_over_and_its_people_are_told(cast: Cast, sign_in: Any, clamd: Clamd) -> None:
    client = sign_in(cast.pat)
    document = keep(client, cast, PDF, BAD)
    file_scans.scan_files()
    assert [scan.state for scan in FileScan.objects.order_by("document__file_name")] == ["clean", "infected"]
    assert not opened(client, document)
    assert CLOSED in page_of(client, document)
    alert = Alert.objects.get(code__startswith="infected_")
    assert (alert.due_on, alert.closed_on) == (TODAY, None)
    assert {each.user for each in alert.recipients.all()} == {cast.pat, cast.mo}
    today = sign_in(cast.mo).get(reverse("home")).content.decode()
    lead = reverse("infected_file", args=[cast.amira.pk])
    assert lead in today
    assert client.get(lead).url == reverse("contact", args=[cast.amira.pk, document.contact_id]) + "#files"
    # A manager may think it wrong: it is asked again and stays closed; taken out, there is nothing left to do.
    again = reverse("document_scan_again", args=[cast.amira.pk, document.pk])
    assert sign_in(cast.pat).post(again).status_code == 403
    manager = sign_in(cast.mo)
    manager.post(again)
    assert not opened(manager, document)
    file_scans.scan_files()
    assert CLOSED in page_of(manager, document)
    manager.post(reverse("document_take_out", args=[cast.amira.pk, document.pk]), {"reason": "A virus"})
    alert.refresh_from_db()
    assert (alert.closed_on, alert.closed_because) == (TODAY, "Mo took the file out")
    assert DocumentContent.objects.count() == FileScan.objects.count() == 1
    assert AuditEvent.objects.filter(name="document_infected", details__found=FOUND).count() == 2
    assert "No photo or file waits" in manager.get(lead, follow=True).content.decode()


def test_what_the_scanner_finds_clean_later_can_be_opened_and_the_task_is_closed(
    cast: Cast, sign_in: Any, clamd: Clamd, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its makers took a wrong signature back."""
    document = keep(sign_in(cast.mo), cast, PDF)
    with monkeypatch.context() as wrong:
        wrong.setattr(file_scans, "find_virus", lambda content, address: "Wrong")
        file_scans.scan_files()
    assert Alert.objects.filter(code__startswith="infected_", closed_on=None).exists()
    file_scans.scan_again(by=cast.mo, document=document)
    file_scans.scan_files()
    assert opened(sign_in(cast.mo), document)
    assert Alert.objects.get(code__startswith="infected_").closed_because == file_scans.FOUND_NOTHING


def test_while_the_scanner_is_away_files_stay_closed_and_open_when_it_is_back(
    cast: Cast, sign_in: Any, clamd: Clamd, time_machine: Any
) -> None:
    clamd.stop()
    client = sign_in(cast.pat)
    document = keep(client, cast, PDF, PDF)
    for _ in range(3):  # each run meets the silence once, and stops
        assert file_scans.scan_files() == 0
    assert sorted(FileScan.objects.values_list("tries", flat=True)) == [1, 1]
    said = page_of(client, document)
    assert said.count(uploads.SCANNER_SILENT) == 2
    assert not opened(client, document)
    admin = sign_in(cast.sys)
    page = " ".join(admin.get(reverse("mail")).content.decode().split())
    assert "The virus scanner does not answer." in page
    assert "No such file or directory" in page
    assert "<dt>In quarantine, waiting</dt><dd>2; the last try failed for 2</dd>" in page
    clamd.start()
    assert file_scans.scan_files() == 0  # its pause is not over
    assert "Files that wait are looked at now" in admin.post(reverse("files_again"), follow=True).content.decode()
    assert file_scans.scan_files() == 2
    assert "The virus scanner answers." in admin.get(reverse("mail")).content.decode()
    assert opened(sign_in(cast.pat), document)


def test_a_file_that_it_will_not_look_at_stays_closed_and_the_others_do_not_wait(
    cast: Cast, sign_in: Any, clamd: Clamd
) -> None:
    client = sign_in(cast.pat)
    document = keep(client, cast, PDF[:-6] + bytes(LARGEST) + PDF[-6:], PDF)
    assert file_scans.scan_files() == 2
    large, small = document.contact.documents.order_by("file_name")
    assert (opened(client, large), opened(client, small)) == (False, True)
    assert "size limit" in sign_in(cast.sys).get(reverse("mail")).content.decode()


@pytest.mark.parametrize("what", ["undone", "taken out", "scanned by another"])
def test_what_happened_to_a_file_meanwhile_stands(cast: Cast, clamd: Clamd, what: str) -> None:
    """Between the claim and the answer."""
    contact = log(cast, documents=[LETTER])
    document = contact.documents.get()
    scan = file_scans.claim_scan(now=timezone.now())
    assert file_scans.claim_scan(now=timezone.now()) is None
    if what == "undone":
        undo_contact(by=cast.pat, contact=contact, today=TODAY, now=timezone.now())
    elif what == "taken out":
        file_scans.record_scan(scan=scan.pk, found="X", now=timezone.now(), today=TODAY)
        undo_contact(by=cast.pat, contact=contact, today=TODAY, now=timezone.now())
        assert not Alert.objects.filter(code__startswith="infected_", closed_on=None).exists()
    else:
        late = file_scans.claim_scan(now=timezone.now() + timedelta(minutes=6))  # of a worker that died
        file_scans.record_scan(scan=late.pk, found=None, now=timezone.now(), today=TODAY)
    file_scans.record_scan(scan=scan.pk, found="Found too late", now=timezone.now(), today=TODAY)
    assert not FileScan.objects.filter(virus="Found too late").exists()
    assert Document.objects.filter(pk=document.pk).exists() is (what == "scanned by another")


def test_without_a_scanner_a_file_opens_at_once_and_is_looked_at_when_there_is_one(
    cast: Cast, sign_in: Any, settings: Any, clamd: Clamd, scene: Any
) -> None:
    address, settings.CLAMD_ADDRESS = settings.CLAMD_ADDRESS, ""
    client = sign_in(cast.pat)
    document = keep(client, cast, BAD)
    assert opened(client, document)
    assert file_scans.scan_files() == 0
    assert "No virus scanner is set up" in sign_in(cast.sys).get(reverse("mail")).content.decode()
    settings.CLAMD_ADDRESS = address
    assert opened(sign_in(cast.pat), document)  # it was handed over before
    assert file_scans.scan_files() == 1
    assert not opened(client, document)
    # Switched off again, what waits is not opened for it.
    with scene():
        waits = DocumentFactory.create(person=cast.amira)
        FileScan.objects.create(document=waits, created_at=timezone.now() - timedelta(hours=1))
    settings.CLAMD_ADDRESS = ""
    assert not opened(client, waits)
    assert "1 file waits for one" in sign_in(cast.sys).get(reverse("mail")).content.decode()


# Imports


def test_files_of_an_import_are_read_when_the_scanner_has_looked_at_them(
    cast: Cast, sign_in: Any, clamd: Clamd, tmp_path: Path
) -> None:
    """What is infected is destroyed; what cannot be read is said afterwards."""
    client = sign_in(cast.sys)
    write_export(tmp_path, people=[person()])
    good = SimpleUploadedFile("people.csv", (tmp_path / "people.csv").read_bytes())
    bad = SimpleUploadedFile("bad.csv", good.read() + EICAR)
    good.seek(0)
    odd = SimpleUploadedFile("odd.xlsx", b"PK\x03\x04 no workbook")
    address = client.post("/imports/", {"system": "Mosaic", "exports": [good, bad, odd]}).url

    def said() -> str:
        return " ".join(client.get(address).content.decode().split())

    assert not any(file.sheets for file in ImportFile.objects.all())
    assert said().count("The virus scanner is looking at it: it can be read in a moment.") == 3
    assert "Check, and save nothing" not in said()
    client.post(f"{address}check/")
    assert "The virus scanner has not looked at all files yet" in said()
    assert file_scans.scan_files() == 3
    assert f"{CLOSED} It was destroyed here and nothing of it was read." in said()
    assert ImportFile.objects.get(name="bad.csv").content.tobytes() == b""
    assert [bool(file.unreadable_because) for file in ImportFile.objects.order_by("name")] == [False, True, False]
    assert "Take the file out in which the virus scanner found something." in said()
    for name in ("bad.csv", "odd.xlsx"):
        client.post(f"{address}{ImportFile.objects.get(name=name).pk}/remove/")
    assert "Check, and save nothing" in said()


# Two at once


@pytest.mark.django_db(transaction=True)
def test_two_workers_ask_about_each_file_once(
    cast: Cast, clamd: Clamd, scene: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Seen to fail: with no lock in `claim_scan`."""
    log(cast, documents=[LETTER] * 3)
    with scene():
        DocumentFactory.create(person=cast.amira)
    asked, together = [], threading.Barrier(2)

    def find(content: bytes, address: str) -> str | None:
        asked.append(content)
        return find_virus(content, address)

    def work() -> None:
        together.wait()
        file_scans.scan_files()
        connection.close()

    monkeypatch.setattr(file_scans, "find_virus", find)
    workers = [threading.Thread(target=work) for _ in range(2)]
    for each in workers:
        each.start()
    for each in workers:
        each.join()
    assert len(asked) == 4
    assert set(FileScan.objects.values_list("state", "tries")) == {("clean", 1)}


# In a browser


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_an_image_bomb_an_infected_document_and_the_scanner_down(
    cast: Cast, scene: Any, clamd: Clamd, visit: Callable[..., Visit], faults_at_each_width: Callable[[Page], list[str]]
) -> None:
    with scene():
        dee = YoungPersonFactory.create(first_name="Dee", last_name="Owen", team=cast.north, worker=cast.pat)
    window, found = visit("phone"), []
    page = open_as(window, cast.pat, reverse("contact_begin", args=[dee.pk]))
    page.locator("label[for=id_method_1]").click()
    page.locator("label[for=id_result_0]").click()
    page.locator("#id_note").fill("Dee showed me two letters.")
    page.get_by_text("A photo or file", exact=True).click()
    chooser = page.locator("#id_documents")
    bomb = {"name": "bomb.png", "mimeType": "image/png", "buffer": png_that_unfolds_to(60_000, 60_000)}
    chooser.set_input_files([bomb])
    press(page, "Save contact")
    expect(page.get_by_text(f"“bomb.png” {uploads.TOO_MANY_PIXELS}").first).to_be_visible()
    found += faults_at_each_width(page)

    clamd.stop()
    letters = [{"name": name, "mimeType": "application/pdf", "buffer": content} for name, content in TWO]
    chooser.set_input_files(letters)
    press(page, "Save contact")
    expect(page.get_by_text("can be opened when the virus scanner has looked at it").first).to_be_visible()
    file_scans.scan_files()
    file_scans.scan_files()
    document = Document.objects.latest("recorded_at")
    contact = reverse("contact", args=[dee.pk, document.contact_id])
    page = window.open(contact)
    expect(page.get_by_text(uploads.SCANNER_SILENT).first).to_be_visible()
    expect(page.get_by_role("link", name="Housing letter.pdf", exact=True)).to_have_count(0)
    found += faults_at_each_width(page)
    page = open_as(window, cast.sys, reverse("mail"))
    expect(page.get_by_text("The virus scanner does not answer.")).to_be_visible()
    found += faults_at_each_width(page)

    clamd.start()
    press(page, "Try the files again now")
    file_scans.scan_files()
    page = open_as(window, cast.pat, contact)
    expect(page.get_by_text(CLOSED)).to_be_visible()
    found += faults_at_each_width(page)
    with page.expect_download() as saved:
        follow(page, "Housing letter.pdf", exact=True)
    assert Path(saved.value.path()).read_bytes() == PDF
    follow(page, "Funny.pdf")
    page.get_by_label("Why does it have to go?").fill("A virus")
    press(page, "Take it out")
    expect(page.get_by_text("taken out 23 November 2026 by Pat: A virus")).to_be_visible()
    assert not Alert.objects.filter(code__startswith="infected_", closed_on=None).exists()
    assert not found


TWO = (("Housing letter.pdf", PDF), ("Funny.pdf", BAD))
