"""Facts kept once, on a phone in a real browser: each journey from what one knows to what comes of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import datetime, time, timedelta

import pytest
import time_machine
from django.test import override_settings
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from careleavers.models import Alert, AlertRecipient, Complaint, Home, KeyDocument, User
from careleavers.rules.dates import add_working_days
from pathways.actions.reconcile import reconcile_people
from tests.browser import Finger, Visit, follow, open_as, picture, press, see
from tests.cast import TODAY, Cast, days_ago
from tests.factories import (
    AppointmentFactory,
    ContactFactory,
    FollowUpFactory,
    HomeFactory,
    StatusPeriodFactory,
    TopicFactory,
)

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("_on_the_day"),
]


class Phone:
    """A phone, and what was wrong with the pages that it passed: none may be wider, or break WCAG 2.2 AA."""

    def __init__(self, window: Visit, faults: Callable[[Page], list[str]]) -> None:
        self.window, self.page, self.faults = window, window.page, faults
        self.found: dict[str, list[str]] = {}

    def open_as(self, user: User, name: str, *args: object) -> None:
        open_as(self.window, user, reverse(name, args=args))

    def look(self, called: str) -> None:
        self.found[called] = self.faults(self.page)
        picture(self.page, called.replace(" ", "-"))

    def press(self, name: str | re.Pattern[str]) -> None:
        press(self.page, name)

    def follow(self, name: str) -> None:
        follow(self.page, name)

    def choose(self, *labels: str) -> None:
        for label in labels:
            self.page.locator("label").get_by_text(label, exact=True).locator("visible=true").first.click()

    def fill(self, **boxes: str) -> None:
        for label, text in boxes.items():
            self.page.locator(f"#id_{label}").fill(text)

    def sees(self, words: str | re.Pattern[str]) -> None:
        see(self.page, words)


@pytest.fixture
def phone(visit: Callable, faults: Callable) -> Iterator[Phone]:
    one = Phone(visit("phone", has_touch=True), faults)
    yield one
    assert not {page: each for page, each in one.found.items() if each}
    assert not one.window.complaints


@pytest.fixture
def leaver(cast: Cast, scene: Callable) -> Cast:
    """Amira is a former relevant child of 19, last met ten weeks ago."""
    with scene():
        StatusPeriodFactory.create(person=cast.amira, starts_on=days_ago(300))
        ContactFactory.create(
            person=cast.amira, worker=cast.pat, visit=True, happened_on=days_ago(70), note="Worried about rent."
        )
    return cast


def test_a_visit_is_read_up_in_one_tap_and_written_up_in_six_more(leaver: Cast, scene: Callable, phone: Phone) -> None:
    """From Today to the brief, the visit, a note, what it was about and a promise: seven taps, three boxes."""
    with scene():
        TopicFactory.create(name="Rent")
        HomeFactory.create(person=leaver.amira, address="14 Alder Row")
        FollowUpFactory.create(person=leaver.amira, text="Ring the landlord", assigned_to=leaver.pat)
        appointment = AppointmentFactory.create(person=leaver.amira, worker=leaver.pat, place="The library")
    phone.open_as(leaver.pat, "home")
    page, finger = phone.page, Finger(phone.page)
    phone.look("today")
    assert f"?appointment={appointment.pk}" in (
        page.get_by_role("link", name="Write it up").get_attribute("href") or ""
    )
    finger.tap(page.get_by_role("link", name=re.compile("read before")))
    for words in ("Worried about rent.", "Ring the landlord", "14 Alder Row", "The library"):
        phone.sees(re.compile(words))
    phone.look("the brief")
    finger.tap(page.get_by_role("button", name="Log the visit"))
    finger.tap(page.locator("label", has_text="Spoke with them"))
    finger.fill(page.get_by_role("textbox", name="Note"), "The letter was about last year.")
    finger.tap(page.get_by_text("What it was about"))
    finger.tap(page.locator("label", has_text="Rent"))
    finger.tap(page.get_by_text("Something to do next"))
    finger.fill(page.locator("#id_follow_up_text"), "Send the letter back")
    finger.fill(page.locator("#id_follow_up_on"), (TODAY + timedelta(days=3)).isoformat())
    phone.look("the form")
    finger.tap(page.get_by_role("button", name="Save contact"))
    phone.sees(re.compile("Contact logged"))
    phone.sees("Send the letter back")
    assert (finger.taps, finger.boxes) == (7, 3)
    appointment.refresh_from_db()
    contact = appointment.contact
    assert contact is not None
    assert (contact.method, contact.place, contact.about.get().topic.name) == ("face_to_face", "The library", "Rent")
    phone.open_as(leaver.pat, "appointment_with")
    phone.look("another appointment")


def test_bed_and_breakfast_is_told_at_once_judged_and_left(leaver: Cast, phone: Phone) -> None:
    """Vol 3 7.12: from Monday 23 November two working days are over on Wednesday; Thursday is too long.

    Seen to fail: while what is due in two days was coming up, and not for now.
    """
    limit = re.compile("Leave bed and breakfast")
    phone.open_as(leaver.pat, "contact_begin", leaver.amira.pk)
    page = phone.page
    phone.choose("Phone", "Spoke with them")
    page.locator("summary", has_text="Where they live").click()
    page.locator("#id_home_kind").select_option("W")
    phone.choose("Not suitable")
    phone.press("Save contact")
    phone.sees(re.compile("Contact logged"))
    assert set(
        AlertRecipient.objects.filter(alert__code="bnb_limit", ended_on=None).values_list("user__name", flat=True)
    ) == {"Pat", "Mo"}
    for user in (leaver.mo, leaver.pat):
        phone.open_as(user, "home")
        line = page.locator("#now ~ ul").first.locator("li", has_text="Amira Khan")
        expect(line.get_by_text(limit).first).to_be_visible()
        expect(line.locator(".late").first).to_contain_text("due in 2 days")
    phone.look("today")

    with time_machine.travel(datetime.combine(days_ago(-3), time(10), timezone.get_default_timezone()), tick=False):
        phone.open_as(leaver.pat, "home")
        expect(page.locator("li", has_text="Amira Khan").locator(".late").first).to_contain_text("1 day overdue")
        phone.open_as(leaver.pat, "home_list", leaver.amira.pk)
        phone.follow("Bed and breakfast")
        phone.sees("The tenancy")
        phone.follow("Judge it")
        phone.choose("Not suitable")
        phone.fill(own_view="I cannot cook here.", considerations="One room, no kitchen, far from college.")
        phone.look("the judgement")
        phone.press("Save")
        phone.sees(re.compile("I cannot cook here"))
        phone.look("the home")
        phone.open_as(leaver.pat, "home_add", leaver.amira.pk)
        page.locator("#id_kind").select_option("E")
        phone.choose("Suitable")
        phone.fill(starts_on=days_ago(-3).isoformat())
        phone.press("Save")
        phone.sees(re.compile("Move recorded"))
        phone.look("homes")
        phone.open_as(leaver.pat, "home")
        expect(page.get_by_role("heading", name="Coming up")).to_be_visible()
        expect(page.get_by_text(limit)).to_have_count(0)
    left, now = Home.objects.order_by("starts_on")
    assert (left.ends_on, left.is_suitable, now.kind) == (days_ago(-3), False, "E")
    assert Alert.objects.get(code="bnb_limit").closed_on == days_ago(-3)


def test_lost_touch_to_found(leaver: Cast, phone: Phone, scene: Callable) -> None:
    """Ten weeks without a word: what was not tried, a risk assessment signed by another, a text that is answered.

    Contact was due after eight weeks; touch was lost a day later, on 10 November, and a week after that, on the 17th,
    the risk assessment is late.
    """
    with scene():
        ContactFactory.create(person=leaver.amira, worker=leaver.pat, no_reply=True, happened_on=days_ago(3))
        reconcile_people(ids=[leaver.amira.pk], today=TODAY)
    page, risk = phone.page, re.compile("^Risk assessment")
    phone.open_as(leaver.pat, "home")
    line = page.locator("li", has_text="Amira Khan")
    expect(line.get_by_text(risk).first).to_be_visible()
    phone.open_as(leaver.pat, "pathways:touch", leaver.amira.pk)
    phone.sees(re.compile("Not tried yet: a text or WhatsApp"))
    expect(page.get_by_role("table", name="How often each way was tried")).to_contain_text("phone", ignore_case=True)
    phone.look("in touch")
    phone.follow("Write a risk assessment")
    page.get_by_label("What could go wrong?").fill("Nobody knows where she sleeps.")
    page.get_by_label("What do we do, who, and by when?").fill("Pat rings her sister by Friday.")
    phone.choose("High")
    phone.look("the risk assessment")
    phone.press("Save, and ask for the signature")
    phone.sees("Not signed yet")
    written = page.url.removeprefix(phone.window.address)

    open_as(phone.window, leaver.mo, written)
    phone.press("Sign it")
    phone.sees(re.compile("Signed. It is looked at again by"))
    phone.look("signed")

    phone.open_as(leaver.pat, "contact_begin", leaver.amira.pk)
    phone.choose("Text or WhatsApp", "Spoke with them")
    phone.press("Save contact")
    phone.sees(re.compile("Contact logged"))
    phone.open_as(leaver.pat, "pathways:touch", leaver.amira.pk)
    phone.sees("Last spoke")
    expect(page.get_by_text("was lost on")).to_have_count(0)
    assert not leaver.amira.alerts.filter(
        code__in=("risk_assessment", "keep_in_touch", "re_establish_contact"), closed_on=None, due_on__lte=TODAY
    ).exists()

    open_as(phone.window, leaver.mo, written)
    phone.follow("Close it")
    phone.look("closing the risk assessment")
    page.get_by_label("Why is it needed no more?").fill("She lives with her sister, whom I met there.")
    phone.press("Close it")
    phone.sees("Closed. Nobody is asked to look at it again.")
    phone.look("closed")


def test_a_complaint_to_its_outcome(cast: Cast, phone: Phone) -> None:
    """From the person's page: said, advocate offered, made, settled."""
    page, today = phone.page, TODAY.isoformat()
    phone.open_as(cast.pat, "person", cast.amira.pk)
    phone.follow("Complaints and advocacy")
    phone.follow("Write down a complaint")
    page.get_by_text("A complaint", exact=True).click()
    page.get_by_label("What is it about?").select_option("contact")
    phone.press("Save")
    expect(page.get_by_role("link", name="Fill in “In their words”")).to_be_visible()
    phone.look("in error")
    page.get_by_label("In their words").fill("Nobody rang me back for three weeks.")
    page.get_by_label("They said that they mean to make it on").fill(today)
    phone.press("Save")
    phone.sees("Not offered yet")
    phone.look("intended")

    phone.follow("Write down the offer")
    page.get_by_label("Offered on").fill(today)
    page.get_by_text("Yes, please", exact=True).click()
    phone.press("Save")
    phone.follow("It was made, or correct it")
    page.get_by_label("They made it on").fill(today)
    phone.press("Save")
    phone.sees(re.compile("due in 2 weeks"))
    phone.follow("Write down the outcome")
    page.get_by_label("How did it end?").select_option("settled")
    page.get_by_label("When?").fill(today)
    page.get_by_label("What do we learn from it?").fill("Ring back within a day.")
    phone.press("Save")
    expect(page.get_by_role("heading", name="The outcome")).to_be_visible()
    phone.look("the outcome")
    complaint = Complaint.objects.get()
    assert (complaint.outcome, complaint.stages.get().answered_on) == ("settled", TODAY)
    assert complaint.advocate_offered_on == TODAY


def test_a_document_with_what_is_next(cast: Cast, phone: Phone) -> None:
    page = phone.page
    phone.open_as(cast.pat, "person", cast.amira.pk)
    phone.follow("Key documents")
    expect(page.get_by_role("link", name="Photo ID", exact=True)).to_be_visible()
    phone.look("documents")
    phone.follow("Photo ID")
    phone.choose("Applied for")
    page.get_by_label("What is next?").fill("Ring the Passport Office")
    page.get_by_label("By when?").fill(TODAY.isoformat())
    phone.press("Save")
    phone.sees("Ring the Passport Office")
    phone.look("what is next")
    assert KeyDocument.objects.get().next_step


def test_a_call_at_the_duty_desk_to_an_answer(leaver: Cast, phone: Phone) -> None:
    """The office writes it down, whoever is on duty finds the record and passes it on, the adviser answers."""
    phone.open_as(leaver.bus, "duty_desk")
    phone.follow("Write down a call or message")
    phone.press("Save")
    phone.sees("Fill in “What do they want?”")
    phone.look("the form with what is missing")
    phone.fill(name_given="Amira Kahn", text="Locked out, and the landlord does not answer.")
    phone.press("Save")
    phone.sees("nobody yet")
    phone.open_as(leaver.wes, "duty_desk")
    phone.sees("Locked out, and the landlord does not answer.")
    phone.look("the desk")
    phone.follow("Amira Kahn")
    phone.press("It is Amira")
    phone.sees("It is in Amira Khan’s record now.")
    phone.look("the message")
    phone.follow("Pass it on")
    phone.page.get_by_label("To whom?").select_option("Pat")
    phone.press("Save")
    phone.sees("Passed on to Pat")
    phone.open_as(leaver.pat, "home")
    phone.look("Today")
    phone.follow("Amira Khan")
    phone.follow("Write down the answer")
    phone.choose("Answered")
    phone.fill(text="Rang the landlord: he comes at six.")
    phone.look("the answer")
    phone.press("Save")
    phone.sees("The contact in their record")
    phone.follow("The contact in their record")
    phone.sees(re.compile("Rang the landlord: he comes at six."))


def test_an_exercise_is_done_on_the_pages_themselves_and_told(leaver: Cast, scene: Callable, phone: Phone) -> None:
    """A visit at a new home, in a practice council: the address is forgotten at first."""
    with scene():
        HomeFactory.create(person=leaver.amira, address="14 Alder Row", starts_on=days_ago(200))
    with override_settings(PRACTICE=True):
        phone.open_as(leaver.pat, "exercises")
        phone.look("exercises")
        phone.press(re.compile("Begin.*Write down a visit"))
        phone.sees(re.compile("Today you met"))
        phone.look("an exercise")
        task = phone.page.url
        phone.open_as(leaver.pat, "contact_begin", leaver.amira.pk)
        phone.choose("Face to face", "Spoke with them")
        page = phone.page
        page.locator("#id_saw_home").check()
        page.get_by_role("textbox", name="Note").fill("Slept well. The boiler does not work.")
        page.get_by_text("Something to do next").click()
        phone.fill(follow_up_text="Ring the landlord", follow_up_on=add_working_days(TODAY, 2).isoformat())
        phone.press("Save contact")
        phone.sees(re.compile("Contact logged"))
        phone.open_as(leaver.pat, "home_add", leaver.amira.pk)
        page.locator("#id_kind").select_option("U")
        phone.choose("Suitable")
        phone.fill(starts_on=days_ago(3).isoformat())
        phone.press("Save")
        phone.sees(re.compile("Move recorded"))
        page.goto(task)
        phone.press("I have done it")
        phone.sees(re.compile("7 things were to be done. 1 was missed."))
        expect(page.locator("li", has_text="Missed")).to_have_count(1)
        phone.sees("With its address")
        phone.look("what was missed")
