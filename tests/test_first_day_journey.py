"""A council's first day in a real browser: from an empty database and one administrator to the first contact."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from django.core import mail
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from careleavers.actions.setting_up import code_of
from careleavers.actions.staff import add_administrator
from careleavers.models import Contact, PolicyValue, ProposedRole, User, YoungPerson
from careleavers.permissions import Role
from careleavers.queries.setting_up import setup_facts, step_lines
from careleavers.rules.setting_up import StepState
from careleavers.site.extensions import setup_steps
from tests.browser import follow, picture, press

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
RETURNS = Path(__file__).parent / "data" / "returns_903_sample"
PASSWORD = "seven grey herons wait"
SETTINGS = {
    "authority_name": "Fellmere Council",
    "authority_phone": "01632 960000",
    "authority_email": "leavingcare@fellmere.example",
    "return_address": "Leaving care, Fellmere Council\n1 Market Square\nFellmere\nLE1 9AB",
    "director_name": "Dana Whitlock",
    "director_title": "Director of Children’s Services",
}
FORTY = [
    ("Second Admin", "System administrator", ""),
    ("Vera Lock", "Service manager", ""),
    ("Mo Tully", "Team manager", "North"),
    *((f"Adviser {chr(65 + number % 26)}{number}", "Personal adviser", "North") for number in range(36)),
    ("Wrong Row", "Wizard", "North"),
]


def as_csv() -> bytes:
    lines = ["Name,Work email,Job title,Work phone,Role,Team"]
    lines += [f"{name},{address_of(name)},,,{role},{team}" for name, role, team in FORTY]
    return "\n".join(lines).encode()


def address_of(name: str) -> str:
    return f"{name.lower().replace(' ', '.')}@fellmere.example"


def choose_password(page: Page, name: str) -> None:
    """By the link that they were sent."""
    letter = next(each for each in mail.outbox if each.to == [address_of(name)])
    [link] = re.findall(r"https?://\S+", str(letter.body))
    page.goto(link)
    for box in page.locator("input[type=password]").all():
        box.fill(PASSWORD)
    page.locator("main").get_by_role("button").first.click()


def sign_in(page: Page, address: str, email: str, password: str = PASSWORD) -> None:
    page.context.clear_cookies()
    page.goto(address + reverse("account_login"))
    page.get_by_label("Email").fill(email)
    page.locator("input[name=password]").fill(password)
    page.locator("input[name=password]").press("Enter")
    page.wait_for_load_state()


def to_do() -> set[str]:
    today = timezone.localdate()
    lines = step_lines(setup_steps(), setup_facts(today, timezone.now(), PolicyValue.objects.in_force(today)))
    return {line.step.code for line in lines if line.answer.state == StepState.TO_DO}


def test_from_an_empty_database_to_the_first_contact(visit: Callable, faults_at_each_width: Callable) -> None:
    today = timezone.localdate()
    ann = add_administrator(email="ann@fellmere.example", name="Ann Lee", password=PASSWORD, today=today)
    window = visit()
    page, address, broken = window.page, window.address, []
    sign_in(page, address, ann.email)
    follow(page, "Go on")
    broken += faults_at_each_width(page)
    picture(page, "first-day-empty")

    for key, value in SETTINGS.items():
        page.goto(address + reverse("policy_edit", args=[key]))
        page.locator("#id_value").fill(value)
        press(page, "Save")
    for name in ("North", "South"):
        page.goto(address + reverse("team_add"))
        page.locator("#id_name").fill(name)
        press(page, "Save")
    page.goto(address + reverse("staff_import"))
    page.locator("input[type=file]").set_input_files({"name": "staff.csv", "mimeType": "text/csv", "buffer": as_csv()})
    press(page, "Look through it")
    broken += faults_at_each_width(page)
    picture(page, "first-day-staff")
    press(page, "Make 39 accounts")
    expect(page.get_by_text("39 accounts made")).to_be_visible()

    second = visit().page
    second.goto(address + reverse("account_login"))
    choose_password(second, "Second Admin")
    sign_in(second, address, address_of("Second Admin"))
    second.goto(address + reverse("staff_roles"))
    for box in second.locator("input[name=role]").all():
        box.check()
    press(second, "Give the chosen roles")
    assert not ProposedRole.objects.filter(decided_at=None).exists()

    for group in ("law", "practice"):
        page.goto(address + reverse("set_up_confirm", args=[group]))
        page.get_by_label("Who confirmed them?").fill("Rae Holt, legal services")
        press(page, re.compile(r"Confirm \d+ setting"))
    follow(page, "Prove it")
    press(page, "Send me a message")
    page.get_by_label("The code in the message").fill(code_of(ann, today))
    press(page, "It arrived")
    for year in sorted(RETURNS.glob("20*")):  # whoever runs the server does this
        call_command("import_903", year, year=int(year.name), stdout=StringIO())
    page.goto(address + reverse("set_up"))
    follow(page, "Print a proof")
    press(page, "I printed it, and it is right")
    broken += faults_at_each_width(page)
    picture(page, "first-day-some")

    adviser = User.objects.get(email=address_of("Adviser A0"))
    choose_password(second, "Vera Lock")
    sign_in(second, address, address_of("Vera Lock"))
    second.goto(address + reverse("person_new"))
    who = {"first_name": "Nia", "last_name": "Hart", "local_id": "LC-1"}
    for box, text in (who | {"opened_on": today.isoformat()}).items():
        second.locator(f"#id_{box}").fill(text)
    for box, text in zip(second.locator("#id_date_of_birth input").all(), ("10", "3", "2009"), strict=True):
        box.fill(text)
    second.locator("label").get_by_text("Female", exact=True).first.click()
    second.locator("#id_team").select_option(label="North")
    broken += faults_at_each_width(second)
    press(second, re.compile("Add|Save"))
    second.wait_for_load_state()
    nia = YoungPerson.objects.get(local_id="LC-1")
    second.goto(address + reverse("allocate", args=[nia.pk]))
    second.locator("#id_worker").select_option(value=str(adviser.pk))
    press(second, re.compile("Save|Allocate"))

    phone = visit("phone").page
    phone.goto(address + reverse("account_login"))
    choose_password(phone, "Adviser A0")
    sign_in(phone, address, address_of("Adviser A0"))
    broken += faults_at_each_width(phone)
    picture(phone, "first-day-adviser")
    phone.goto(address + reverse("contact_begin", args=[nia.pk]))
    for label in ("Phone", "Spoke with them"):
        phone.locator("label").get_by_text(label, exact=True).first.click()
    phone.get_by_role("textbox", name="Note").fill("The first call.")
    press(phone, "Save contact")
    expect(phone.get_by_text(re.compile("Contact logged"))).to_be_visible()
    assert Contact.objects.get().worker == adviser

    page.goto(address + reverse("set_up"))
    broken += faults_at_each_width(page)
    picture(page, "first-day-end")
    assert not broken
    assert to_do() <= {"backup", "local_offer", "records"}
    assert User.objects.with_role(Role.PERSONAL_ADVISER, today=today).count() == 36
