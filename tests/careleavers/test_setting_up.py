"""From an empty database to the first contact: each step is read from what is really there."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from careleavers.actions.policies import set_policy
from careleavers.actions.setting_up import code_of, leave_out_step
from careleavers.actions.staff import add_administrator
from careleavers.models import AuditEvent, BackupDrill, Observation, PolicyValue, SetupNote, User
from careleavers.permissions import Role
from careleavers.queries.setting_up import setup_facts, step_lines
from careleavers.rules.setting_up import StepState
from careleavers.site.extensions import setup_steps
from offers.documents.proof import checked_proof
from tests.browser import follow, picture, press, take_session
from tests.cast import TODAY
from tests.factories import (
    ContactFactory,
    LocalOfferFactory,
    RecordImportFactory,
    TeamFactory,
    UserFactory,
    set_sender,
)

pytestmark = pytest.mark.usefixtures("_on_the_day")
ALWAYS_NOT_NEEDED = {"directory"}  # none is connected in tests


@pytest.fixture
def first(db) -> User:
    """The administrator of a database in which nothing else is."""
    user = add_administrator(email="ann@council.example", name="Ann", password="four words in a row", today=TODAY)
    return user.on(TODAY)


def states() -> dict[str, StepState]:
    policies = PolicyValue.objects.in_force(TODAY)
    lines = step_lines(setup_steps(), setup_facts(TODAY, timezone.now(), policies))
    return {line.step.code: line.answer.state for line in lines}


def still_to_do() -> set[str]:
    return {code for code, state in states().items() if state == StepState.TO_DO}


def test_of_an_empty_database_everything_is_to_do_and_each_step_says_why(first: User, sign_in) -> None:
    assert still_to_do() == set(states()) - ALWAYS_NOT_NEEDED
    client = sign_in(first)
    home = client.get(reverse("home"), follow=True).content.decode()
    assert "Setting up: 13 steps to do." in home
    page = client.get(reverse("set_up")).content.decode()
    for why in (
        "Still missing: name of the authority, phone number of the leaving care service,",
        "1 account. But nobody works with young people, nobody is service manager",
        "you are the only administrator",
        "No SSDA903 return is loaded.",
        "A letter needs the Director&#x27;s name, the phone number of the service and the return address first.",
        "No drill has restored a backup yet",
        "No directory is connected",
    ):
        assert why in page, why


def test_each_step_is_done_by_what_it_is_about(first: User, scene) -> None:
    """One by one, so that no step is done by another's fact."""
    left = still_to_do()

    def done(*codes: str) -> None:
        nonlocal left
        left -= set(codes)
        assert still_to_do() == left, codes

    with scene():
        set_sender()
        set_policy(by=first, key="authority_email", value="care@council.example", from_on=TODAY)
        done("authority", "director")
        north = TeamFactory.create(name="North")
        done("teams")
        pat = UserFactory.create(name="Pat", role=Role.PERSONAL_ADVISER.value, team=north)
        UserFactory.create(name="Vera", role=Role.SERVICE_MANAGER.value)
        done()
        UserFactory.create(name="Sys", role=Role.SYSTEM_ADMINISTRATOR.value)
        done("staff")
        contact = ContactFactory.create(worker=pat, happened_on=TODAY)
        done("contact")
        Observation.objects.create(person=contact.person, year=2026, observed_on=TODAY)
        done("returns")
        RecordImportFactory.create(recorded_by=first, state="done")
        done("records")
        LocalOfferFactory.create()
        done("local_offer")
        now = timezone.now()
        BackupDrill.objects.create(drilled_at=now, taken_at=now - timedelta(hours=1))
        done("backup")
        BackupDrill.objects.create(drilled_at=now + timedelta(seconds=1), taken_at=now, differences=["one row less"])
        left.add("backup")
        done()


def test_settings_are_confirmed_with_who_confirmed_them_and_none_changes(first: User, sign_in, scene) -> None:
    client, before = sign_in(first), PolicyValue.objects.in_force(TODAY)
    set_policy(by=first, key="leap_day", value="28 February", from_on=TODAY, reason="Legal services")
    with scene():  # an hour before: the page names the last
        PolicyValue.objects.update(recorded_at=timezone.now() - timedelta(hours=1))
    where = reverse("set_up_confirm", args=["law"])
    page = client.get(where).content.decode()
    assert "How the 13 weeks are counted" in page
    assert "born on 29 February" not in page, "somebody chose that already"
    assert "Fill in “Who confirmed them?”" in client.post(where, {"confirmed_with": ""}).content.decode()
    client.post(where, {"confirmed_with": "Ann Lee, legal services"})
    assert "law" not in still_to_do()
    assert PolicyValue.objects.in_force(TODAY) == before | {"leap_day": "28 February"}
    counted = PolicyValue.objects.get(key="count_days")
    assert (counted.reason, counted.recorded_by) == ("Confirmed as it was: Ann Lee, legal services", first)
    assert "Ann Lee, legal services." in client.get(reverse("set_up")).content.decode()
    again = client.post(where, {"confirmed_with": "Ann Lee"}).content.decode()
    assert "All of them are chosen or confirmed already." in again
    assert client.get(reverse("set_up_confirm", args=["targets"])).status_code == 404


def test_mail_is_proved_by_the_code_of_a_message_of_today(first: User, sign_in, scene) -> None:
    client, where = sign_in(first), reverse("set_up_mail")
    client.post(where, {"send": "yes"})
    [message] = mail.outbox
    assert message.to == [first.email]
    code = re.search(r"\d{6}", str(message.body)).group()  # type: ignore[union-attr]
    with scene():
        another = UserFactory.create()
    for wrong in (code_of(first, TODAY - timedelta(days=1)), code_of(another, TODAY), ""):
        client.post(where, {"code": wrong})
        assert not SetupNote.objects.exists()
    client.post(where, {"code": f" {code} "})
    assert states()["mail"] == StepState.DONE
    assert code not in str(list(AuditEvent.objects.values_list("details", flat=True)))


def test_a_proof_is_checked_and_asked_for_again_when_it_would_print_otherwise(first: User, sign_in, scene) -> None:
    client, where = sign_in(first), reverse("offers:letter_proof")
    assert "A letter needs the Director" in client.get(where).content.decode()
    client.post(where)
    assert "letter" in still_to_do(), "nothing was proved"
    with scene():
        set_sender()
    policies = PolicyValue.objects.in_force(TODAY)
    assert checked_proof(policies, TODAY).prints
    assert "a print-and-post service would take it" in client.get(where).content.decode()
    assert client.get(reverse("offers:letter_proof_pdf")).content.startswith(b"%PDF")
    client.post(where)
    assert states()["letter"] == StepState.DONE
    set_policy(by=first, key="director_name", value="Somebody Else", from_on=TODAY)
    assert "letter" in still_to_do()
    set_policy(by=first, key="return_address", value="No postcode at all", from_on=TODAY)
    assert "It would be refused" in client.get(where).content.decode()
    client.post(where)
    assert "letter" in still_to_do()


def test_what_is_not_needed_says_why_until_it_is_done_or_taken_up(first: User, sign_in, scene) -> None:
    client, where = sign_in(first), reverse("set_up_leave_out", args=["records"])
    client.post(where, {"reason": "We begin with this one"})
    assert states()["records"] == StepState.NOT_NEEDED
    assert "We begin with this one (Ann, 23 November 2026)" in client.get(reverse("set_up")).content.decode()
    client.post(reverse("set_up_take_up", args=["records"]))
    assert "records" in still_to_do()
    leave_out_step(by=first, step="records", reason="We begin with this one")
    with scene():
        RecordImportFactory.create(recorded_by=first, state="done")
    assert states()["records"] == StepState.DONE, "what is there counts more than what was said"
    for needed in ("backup", "authority", "no-such"):
        assert client.get(reverse("set_up_leave_out", args=[needed])).status_code == 404


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_the_first_day_in_a_browser(first: User, scene, visit, faults_at_each_width) -> None:
    """From the line on the first page through what one can do without a server: settings, mail, a letter."""
    window = visit()
    take_session(window.page, window.address, first)
    page = window.open("/")
    follow(page, "Go on")
    broken = faults_at_each_width(page)
    picture(page, "set-up-empty")
    follow(page, "Look through them and confirm")
    page.get_by_label("Who confirmed them?").fill("Ann Lee, legal services")
    broken += faults_at_each_width(page)
    picture(page, "set-up-confirm")
    press(page, re.compile(r"Confirm \d+ settings"))
    follow(page, "Prove it")
    press(page, "Send me a message")
    page.get_by_label("The code in the message").fill(code_of(first, TODAY))
    picture(page, "set-up-mail")
    press(page, "It arrived")
    page.locator(f"a[href='{reverse('set_up_leave_out', args=['records'])}']").click()
    page.get_by_label("Why is it not needed here?").fill("We begin with this one")
    press(page, "It is not needed")
    with scene():
        set_sender()
    page.reload()
    follow(page, "Print a proof")
    broken += faults_at_each_width(page)
    picture(page, "set-up-proof")
    press(page, "I printed it, and it is right")
    picture(page, "set-up-some")
    assert not broken
    assert {"law", "mail", "records", "letter"}.isdisjoint(still_to_do())
