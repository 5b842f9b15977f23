"""An export with one row in twenty wrong, in a real browser: sent, checked, brought over, mended and brought over."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from careleavers.actions.record_imports import run_waiting_imports
from careleavers.models import Contact, YoungPerson
from tests.browser import follow, press, sign_in
from tests.careleavers.other_system import contact, person, write_export
from tests.cast import Cast

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("_on_the_day")]


def export(folder: Path) -> None:
    """Twenty people, of whom one is in no team of ours, with columns of other names; and sixty contacts, of which three
    have a wrong day.
    """
    people = [person(person_id=f"P{n}", first_name=f"Noor {n}", team="Nroth" if n == 7 else "North") for n in range(20)]
    theirs = {"person_id": "Client", "date_of_birth": "DOB", "opened_on": "Open since"}
    write_export(folder, clients=[{theirs.get(name, name): cell for name, cell in row.items()} for row in people])
    contacts = [contact(contact_id=f"C{n}", person_id=f"P{n % 20}") for n in range(60)]
    for wrong in (3, 33, 53):
        contacts[wrong]["happened_on"] = "14/10/26"
    write_export(folder, contacts=contacts)


def send(page: Page, files: list[Path]) -> None:
    page.get_by_label("What is the other system called?").fill("Mosaic")
    page.get_by_label("Files").set_input_files(files)
    press(page, "Send the files")
    expect(page.get_by_role("heading", name="Records from Mosaic", level=1)).to_be_visible()


def check_and_bring_over(page: Page) -> None:
    """The worker runs between the pages, as it does beside them."""
    for button, heading in (("Check, and save nothing", "What would happen"), ("Bring them over", "What happened")):
        press(page, button)
        expect(page.get_by_text("You may leave this page")).to_be_visible()
        run_waiting_imports(now=timezone.now())
        follow(page, "See how far it is")
        expect(page.get_by_role("heading", name=heading)).to_be_visible()


def mended(page: Page, table: str, folder: Path, change: tuple[str, str]) -> Path:
    with page.expect_download() as download:
        follow(page, table, exact=True)
    path = folder / f"{table}.csv"
    path.write_text(Path(download.value.path()).read_text(encoding="utf-8-sig").replace(*change), encoding="utf-8")
    return path


def test_an_import_with_bad_rows_that_are_mended(
    cast: Cast, visit: Callable, faults_at_each_width: Callable, tmp_path: Path
) -> None:
    window = visit("desktop", java_script_enabled=True)
    page: Page = window.page
    sign_in(page, window.address, "sys")
    page.goto(window.address + reverse("import_list"))
    found = {"begin": faults_at_each_width(page)}
    export(tmp_path)
    send(page, [tmp_path / "clients.csv", tmp_path / "contacts.csv"])

    follow(page, "Say what it is")
    page.get_by_label("What is in it?").select_option("people")
    press(page, "Show its columns")
    expect(page.get_by_role("heading", name="People", exact=True)).to_be_visible()
    press(page, "Save")
    expect(page.get_by_role("heading", name="3 things to put right")).to_be_visible()
    found["columns, in error"] = faults_at_each_width(page)
    for label, written in (("Person ID (needed)", "Client – P0"), ("Date of birth (needed)", "DOB – 27/03/2008")):
        page.get_by_label(label, exact=True).select_option(written)
    page.get_by_label("Opened on (needed)").select_option("Open since – 27/03/2024")
    press(page, "Save")
    expect(page.get_by_role("button", name="Check, and save nothing")).to_be_visible()

    check_and_bring_over(page)
    found["brought over"] = faults_at_each_width(page)
    expect(page.get_by_text("clients.csv, line 9")).to_be_visible()
    assert (YoungPerson.objects.filter(local_id__startswith="P").count(), Contact.objects.count()) == (19, 54)
    folder = tmp_path / "mended"
    folder.mkdir()
    files = [
        mended(page, "people", folder, ("Nroth", "North")),
        mended(page, "contacts", folder, ("14/10/26,", "14/10/2026,")),
    ]
    assert len([*csv.DictReader(files[1].read_text().splitlines())]) == 6
    page.goto(window.address + reverse("import_list"))
    send(page, files)
    check_and_bring_over(page)
    assert (YoungPerson.objects.filter(local_id__startswith="P").count(), Contact.objects.count()) == (20, 60)
    expect(page.get_by_role("heading", name="Rows that fail")).to_have_count(0)
    assert {name: faults for name, faults in found.items() if faults} == {}
    assert window.complaints == []
