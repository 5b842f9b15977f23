"""Appointments: planned, kept, moved, cancelled, asked about, and never lost with a case."""

import re
import uuid
from datetime import date, time, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from careleavers.actions import appointments as actions
from careleavers.actions.allocations import allocate
from careleavers.actions.appointments import PlannedContact
from careleavers.actions.base import Refused
from careleavers.actions.contacts import amend_contact, undo_contact
from careleavers.actions.people import correct_death, record_death
from careleavers.actions.staff import disable_user
from careleavers.models import Alert, Appointment, Contact, Draft, YoungPerson
from careleavers.queries.appointments import appointments_of
from careleavers.queries.held_work import held_by
from careleavers.rules import words
from tests.careleavers import contacts
from tests.cast import TODAY, Cast, days_ago
from tests.factories import AppointmentFactory, RecordOpeningFactory, YoungPersonFactory

pytestmark = pytest.mark.usefixtures("_on_the_day")

TOMORROW = TODAY + timedelta(days=1)
PLANNED = PlannedContact(planned_on=TOMORROW, planned_at=time(15), place="The library")
SPOKE = contacts.SPOKE | {"happened_on": TODAY.isoformat()}
TYPED = {"planned_on": TOMORROW.isoformat(), "planned_at": "15:00", "method": "face_to_face", "place": "The library"}


def log(cast: Cast, **given) -> Contact:
    return contacts.log(cast, **{"today": TODAY, "happened_on": TODAY} | given)


def plan(cast: Cast, **given) -> Appointment:
    planned = PlannedContact(**{"planned_on": TODAY, "planned_at": time(15)} | given)
    return actions.plan_appointment(by=cast.pat, person=cast.amira, today=TODAY, planned=planned)


def passed(cast: Cast, scene, days: int = 2, **given) -> Appointment:
    with scene():
        return AppointmentFactory.create(person=cast.amira, worker=cast.pat, planned_on=days_ago(days), **given)


def begin(client, appointment: Appointment) -> str:
    """The address of the contact form that one tap on the appointment opens."""
    where = reverse("contact_begin", args=[appointment.person_id])
    return client.get(f"{where}?appointment={appointment.pk}").headers["Location"]


@pytest.mark.parametrize(
    ("at", "said"),
    [
        (time(0), "midnight"),
        (time(0, 5), "12.05 am"),
        (time(9), "9 am"),
        (time(12), "noon"),
        (time(12, 30), "12.30 pm"),
        (time(15), "3 pm"),
        (time(23, 59), "11.59 pm"),
    ],
)
def test_an_hour_is_said_as_people_say_it(at: time, said: str) -> None:
    assert words.hour(at) == said


# Made


def test_made_on_the_persons_page_it_is_on_the_page_the_brief_and_today(cast: Cast, sign_in) -> None:
    client = sign_in(cast.pat)
    assert reverse("appointment_new", args=[cast.amira.pk]) in client.get(f"/people/{cast.amira.pk}/").content.decode()
    client.post(reverse("appointment_new", args=[cast.amira.pk]), TYPED | {"purpose": "Talk about college"})
    again = client.post(reverse("appointment_new", args=[cast.amira.pk]), TYPED)
    assert "You have planned this with them already, for that day and hour." in again.content.decode()
    appointment = Appointment.objects.get()
    assert (appointment.worker, appointment.planned_at) == (cast.pat, time(15))
    for page in (reverse("person", args=[cast.amira.pk]), reverse("visit_brief", args=[cast.amira.pk]), "/"):
        shown = client.get(page).content.decode()
        assert "24 November at 3 pm" in shown, page
        assert "The library" in shown, page


def test_made_from_today_with_somebody_with_whom_the_user_works(cast: Cast, sign_in, scene) -> None:
    client, where = sign_in(cast.pat), reverse("appointment_with")
    assert where in client.get("/").content.decode()
    assert client.post(where, TYPED | {"person": cast.amira.pk}).status_code == 302
    assert Appointment.objects.get().person == cast.amira
    refused = client.post(where, TYPED | {"person": cast.ben.pk}).content.decode()
    assert "Choose one of the answers to “With whom?”" in refused
    assert Appointment.objects.count() == 1


def test_made_at_the_end_of_a_contact(cast: Cast, sign_in) -> None:
    client = sign_in(cast.pat)
    answers = SPOKE | {"next_on": TOMORROW.isoformat(), "next_at": "10:30", "next_method": "video"}
    client.post(reverse("contact_new", args=[cast.amira.pk, uuid.uuid4()]), answers)
    appointment = Appointment.objects.get()
    assert (appointment.planned_on, appointment.planned_at, appointment.method) == (TOMORROW, time(10, 30), "video")
    assert appointment.arranged_in == Contact.objects.get()


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"next_on": TOMORROW.isoformat()}, "Give the time of the next appointment"),
        ({"next_at": "10:30"}, "Give the day of the next appointment"),
        ({"next_place": "The hub"}, "Give the day of the next appointment"),
        ({"next_on": days_ago(1).isoformat(), "next_at": "10:30"}, "That day is over"),
        ({"next_on": TOMORROW.isoformat(), "next_at": "ten"}, "Write the time like 14:30"),
    ],
)
def test_half_an_appointment_is_asked_for_and_the_note_stays(cast: Cast, sign_in, typed: dict, sentence: str) -> None:
    page = sign_in(cast.pat).post(reverse("contact_new", args=[cast.amira.pk, uuid.uuid4()]), SPOKE | typed)
    assert sentence in page.content.decode()
    assert "She is well." in page.content.decode()
    assert not Contact.objects.exists()


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"planned_on": days_ago(1).isoformat()}, "That day is over"),
        ({"planned_on": "2126-01-01"}, "cannot be after"),
        ({"planned_at": ""}, "Fill in “At what time?”"),
        ({"planned_at": "25:00"}, "Write the time like 14:30"),
        ({"method": "pigeon"}, "Choose one of the answers"),
    ],
)
def test_what_cannot_be_planned_is_said(cast: Cast, sign_in, typed: dict, sentence: str) -> None:
    page = sign_in(cast.pat).post(reverse("appointment_new", args=[cast.amira.pk]), TYPED | typed).content.decode()
    assert sentence in page
    assert not Appointment.objects.exists()


# On Today


def test_todays_come_first_in_the_order_of_their_hours(cast: Cast, sign_in, scene) -> None:
    with scene():
        dee = YoungPersonFactory.create(first_name="Dee", last_name="Owen", team=cast.north, worker=cast.pat)
    for person, at in ((cast.amira, time(15, 30)), (dee, time(9)), (cast.amira, time(11))):
        planned = PlannedContact(planned_on=TODAY, planned_at=at)
        actions.plan_appointment(by=cast.pat, person=person, today=TODAY, planned=planned)
    page = sign_in(cast.pat).get("/").content.decode()
    assert "3 appointments today" in page
    assert page.index("9 am · Dee") < page.index("11 am · Amira") < page.index("3.30 pm · Amira")
    assert page.index('id="appointments"') < page.index('id="now"')


def test_an_appointment_to_come_makes_nobody_late(cast: Cast, sign_in) -> None:
    plan(cast, planned_on=TOMORROW)
    response = sign_in(cast.pat).get("/")
    assert response.context["now"].total == 0
    assert [item.first.is_event for item in response.context["coming"].items] == [True]


def test_one_that_passed_is_asked_about_until_it_is_answered(cast: Cast, sign_in, scene) -> None:
    appointment = passed(cast, scene, days=40)
    client = sign_in(cast.pat)
    question = "Did you see Amira on Wednesday 14 October at 3 pm?"
    assert question in client.get("/").content.decode()
    page = client.get(reverse("appointment", args=[cast.amira.pk, appointment.pk])).content.decode()
    assert question in page
    for words_on_page in ("Yes: write it up", "It did not happen", "It was moved"):
        assert words_on_page in page
    client.post(reverse("appointment_close", args=[cast.amira.pk, appointment.pk]), {"reason": "She was ill"})
    assert question not in client.get("/").content.decode()
    assert "did not happen" in client.get(reverse("timeline", args=[cast.amira.pk])).content.decode()


def test_a_call_that_passed_is_asked_about_as_a_call(cast: Cast, sign_in, scene) -> None:
    passed(cast, scene, method="phone")
    assert "Did you talk to Amira on Saturday 21 November at 3 pm?" in sign_in(cast.pat).get("/").content.decode()


def test_another_workers_appointments_are_not_on_my_day(cast: Cast, sign_in) -> None:
    plan(cast)
    assert "appointment today" not in sign_in(cast.wes).get("/").content.decode()


# Written up


def test_one_tap_opens_the_form_with_day_hour_kind_and_place(cast: Cast, sign_in, scene) -> None:
    appointment = passed(cast, scene, place="The library", purpose="Talk about college")
    client = sign_in(cast.pat)
    response = client.get(begin(client, appointment))
    form = response.context["form"]
    assert form["happened_on"].value() == days_ago(2)
    assert (form["method"].value(), form["place"].value()) == ("face_to_face", "The library")
    assert form["happened_at_time"].value() == time(15)
    assert "Planned for: Talk about college" in response.content.decode()


def test_saving_the_contact_closes_the_appointment_and_undo_opens_it(cast: Cast, sign_in, scene) -> None:
    appointment = passed(cast, scene)
    client = sign_in(cast.pat)
    address = begin(client, appointment)
    client.post(address, SPOKE | {"appointment": str(appointment.pk)})
    appointment.refresh_from_db()
    contact = Contact.objects.get()
    assert (appointment.outcome, appointment.contact, appointment.closed_on) == ("written_up", contact, TODAY)
    assert (
        "planned for Saturday 21 November"
        in client.get(f"/people/{cast.amira.pk}/contacts/{contact.pk}/").content.decode()
    )
    client.post(reverse("contact_undo", args=[cast.amira.pk, contact.pk]))
    appointment.refresh_from_db()
    assert (appointment.outcome, appointment.contact, appointment.closed_on) == ("", None, None)
    assert Draft.objects.get().data["appointment"] == [str(appointment.pk)]


def test_a_contact_typed_without_the_link_is_asked_which_appointment_it_was(cast: Cast, sign_in, scene) -> None:
    client, address = sign_in(cast.pat), reverse("contact_new", args=[cast.amira.pk, uuid.uuid4()])
    ask = "Which appointment was it?"
    assert ask not in client.get(address).content.decode()
    plan(cast, planned_on=TOMORROW)
    assert ask not in client.get(address).content.decode()
    passed(cast, scene)
    assert ask in client.get(address).content.decode()


def test_a_draft_remembers_its_appointment(cast: Cast, sign_in) -> None:
    appointment, client = plan(cast, planned_on=TOMORROW), sign_in(cast.pat)
    address = begin(client, appointment)
    client.post(address, SPOKE | {"appointment": str(appointment.pk), "draft": "yes"})
    form = client.get(address.partition("?")[0]).context["form"]
    assert form.appointment_named == appointment


def test_undo_gives_back_the_words_of_what_was_agreed(cast: Cast, sign_in) -> None:
    contact = log(cast, next_time=PLANNED)
    client = sign_in(cast.pat)
    response = client.post(reverse("contact_undo", args=[cast.amira.pk, contact.pk]))
    assert not Appointment.objects.exists()
    form = client.get(response.headers["Location"]).context["form"]
    assert (form["next_at"].value(), form["next_place"].value()) == ("15:00", "The library")


def test_an_amended_contact_keeps_its_appointments(cast: Cast, scene) -> None:
    appointment = passed(cast, scene)
    contact = log(cast, appointment=appointment, next_time=PLANNED)
    amended = amend_contact(
        by=cast.pat,
        contact=contact,
        today=TODAY,
        now=timezone.now(),
        reason="Another day",
        happened_on=days_ago(2),
        method="face_to_face",
        result="spoke",
    )
    assert amended.appointments.get() == appointment
    assert amended.appointments_arranged.get().planned_on == TOMORROW


def test_an_appointment_is_written_up_once_and_only_for_its_own_person(cast: Cast, scene) -> None:
    appointment = passed(cast, scene)
    log(cast, appointment=appointment)
    with pytest.raises(Refused, match="what became of that appointment"):
        log(cast, appointment=appointment)
    with scene():
        other = AppointmentFactory.create(person=cast.ben, worker=cast.sam)
    with pytest.raises(Refused, match="with somebody else"):
        log(cast, appointment=other)


# Moved, cancelled


def test_moved_it_is_asked_about_no_more_and_keeps_its_history(cast: Cast, sign_in, scene) -> None:
    appointment = passed(cast, scene)
    where = reverse("appointment", args=[cast.amira.pk, appointment.pk])
    sign_in(cast.pat).post(where, TYPED | {"revision": str(appointment.revision)})
    appointment.refresh_from_db()
    assert (appointment.planned_on, appointment.outcome) == (TOMORROW, "")
    assert appointment.events.get().planned_on == days_ago(2)


def test_two_who_move_it_at_once_see_each_other(cast: Cast, sign_in) -> None:
    appointment = plan(cast)
    where = reverse("appointment", args=[cast.amira.pk, appointment.pk])
    sign_in(cast.pat).post(where, TYPED | {"revision": "1"})
    page = sign_in(cast.wes).post(where, TYPED | {"revision": "1", "place": "The hub"}).content.decode()
    assert "while you were writing" in page
    assert Appointment.objects.get().place == "The library"


@pytest.mark.parametrize(("planned_on", "outcome"), [(TOMORROW, "cancelled"), (TODAY, "did_not_happen")])
def test_cancelled_before_its_day_and_else_it_did_not_happen(
    cast: Cast, sign_in, planned_on: date, outcome: str
) -> None:
    appointment, client = plan(cast, planned_on=planned_on), sign_in(cast.pat)
    where = reverse("appointment_close", args=[cast.amira.pk, appointment.pk])
    assert "Fill in “Why?”" in client.post(where, {}).content.decode()
    page = client.post(where, {"reason": "No bus"}, follow=True).content.decode()
    appointment.refresh_from_db()
    assert (appointment.outcome, appointment.reason, appointment.closed_on) == (outcome, "No bus", TODAY)
    undo = reverse("appointment_reopen", args=[cast.amira.pk, appointment.pk])
    assert undo in page
    client.post(undo)
    appointment.refresh_from_db()
    assert (appointment.outcome, appointment.closed_on) == ("", None)


def test_a_closed_one_is_neither_moved_nor_closed_again(cast: Cast) -> None:
    appointment = plan(cast)
    actions.close_appointment(by=cast.pat, appointment=appointment, reason="Ill", today=TODAY)
    with pytest.raises(Refused, match="already said"):
        actions.close_appointment(by=cast.pat, appointment=appointment, reason="Again", today=TODAY)
    with pytest.raises(Refused, match="already said"):
        actions.change_appointment(by=cast.pat, appointment=appointment, today=TODAY, planned=PLANNED)


def test_a_written_up_one_is_not_simply_put_back(cast: Cast, scene) -> None:
    appointment = passed(cast, scene)
    contact = log(cast, appointment=appointment)
    with pytest.raises(Refused, match="undo or amend that contact"):
        actions.reopen_appointment(by=cast.pat, appointment=appointment, today=TODAY)
    undo_contact(by=cast.pat, contact=contact, today=TODAY, now=timezone.now())
    assert Appointment.objects.still_planned().get() == appointment


# With the case, and without it


def codes_of(user) -> set[str]:
    return {kind.code for kind in held_by(user, TODAY)}


def test_it_goes_with_the_case(cast: Cast, scene) -> None:
    ahead, before = plan(cast, planned_on=TOMORROW), passed(cast, scene)
    assert "appointment" in codes_of(cast.pat)
    allocate(by=cast.mo, person=cast.amira, worker=cast.wes, role="case_holder", starts_on=TODAY, today=TODAY)
    assert list(appointments_of(cast.wes.on(TODAY))) == [before, ahead]
    assert "appointment" not in codes_of(cast.pat)


def test_what_is_over_stays_with_whoever_it_was(cast: Cast, scene) -> None:
    done = passed(cast, scene)
    log(cast, appointment=done)
    allocate(by=cast.mo, person=cast.amira, worker=cast.wes, role="case_holder", starts_on=TODAY, today=TODAY)
    done.refresh_from_db()
    assert done.worker == cast.pat


def test_of_a_leaver_it_waits_for_whoever_is_allocated_next(cast: Cast, scene) -> None:
    """Wes never held the case: the manager hears of what was planned, as of a promise."""
    with scene():
        person = YoungPersonFactory.create(team=cast.north)
        appointment = AppointmentFactory.create(person=person, worker=cast.wes, planned_on=TOMORROW)
    disable_user(by=cast.sys, user=cast.wes, today=TODAY)
    assert Alert.objects.filter(code="case_left", closed_on=None, person=person).exists()
    allocate(by=cast.mo, person=person, worker=cast.pat, role="case_holder", starts_on=TODAY, today=TODAY)
    appointment.refresh_from_db()
    assert appointment.worker == cast.pat


def test_after_a_death_nothing_is_planned_and_a_mistake_brings_it_back(cast: Cast, sign_in, scene) -> None:
    plan(cast)
    passed(cast, scene)
    client = sign_in(cast.pat)
    record_death(by=cast.mo, person=cast.amira, died_on=TODAY, today=TODAY)
    cast.amira.refresh_from_db()
    assert not appointments_of(cast.pat.on(TODAY)).exists()
    assert "appointment" not in codes_of(cast.pat)
    assert "Did you see" not in client.get("/").content.decode()
    with scene():
        RecordOpeningFactory.create(person=cast.amira)
    with pytest.raises(Refused, match="nothing is planned with them any more"):
        plan(cast, planned_on=TOMORROW)
    correct_death(by=cast.mo, person=cast.amira, today=TODAY)
    assert appointments_of(cast.pat.on(TODAY)).count() == 2


def test_a_record_that_is_hidden_from_the_worker_is_not_named_on_their_day(cast: Cast, sign_in, scene) -> None:
    plan(cast)
    passed(cast, scene)
    with scene():
        YoungPerson.objects.filter(pk=cast.amira.pk).update(is_restricted=True)
    page = sign_in(cast.pat).get("/").content.decode()
    assert "Amira" not in page
    assert "appointment today" not in page


# In the form of a contact


def test_an_ordinary_contact_asks_no_more_than_before(cast: Cast, sign_in) -> None:
    """Outside the parts that open on demand: how, when, what happened, a note, and whether the home was seen."""
    page = sign_in(cast.pat).get(reverse("contact_new", args=[cast.amira.pk, uuid.uuid4()])).content.decode()
    form = re.search(r"<form class=\"form\".*?</form>", page, re.DOTALL)
    in_sight = re.sub(r"<details.*?</details>", "", form[0] if form else "", flags=re.DOTALL)
    asked = set(re.findall(r'<(?:input|select|textarea)[^>]* name="([^"]+)"', in_sight))
    assert asked - {"csrfmiddlewaretoken", "draft_revision"} == {"method", "saw_home", "happened_on", "result", "note"}
