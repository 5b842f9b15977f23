"""What happens to few in the demo council, once or twice each, written by the actions that write it every day: so that
no page of it is empty. Whom it happens to is taken by the order of their ids.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from random import Random
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils import timezone
from PIL import Image, ImageDraw

from careleavers.actions.allocations import allocate
from careleavers.actions.appointments import close_appointment
from careleavers.actions.closed_records import open_for_correction
from careleavers.actions.contact_groups import log_together
from careleavers.actions.contacts import amend_contact, log_contact
from careleavers.actions.details import set_correspondence_address
from careleavers.actions.documents import NewFile
from careleavers.actions.drafts import save_draft
from careleavers.actions.home_facts import judge_home
from careleavers.actions.people import record_death
from careleavers.actions.restricted import break_glass, restrict_record
from careleavers.actions.statuses import decide_point
from careleavers.actions.voiding import void_contact
from careleavers.demo.duty_desk import write_duty_messages
from careleavers.demo.lives import random_id
from careleavers.demo.meetings import write_meetings
from careleavers.demo.photos import as_jpeg
from careleavers.demo.record_requests import write_record_requests
from careleavers.demo.stays import write_stays
from careleavers.models import Allocation, Appointment, Contact, Home, StatusPeriod, User, YoungPerson
from careleavers.models.base import on_day
from careleavers.permissions import Role
from careleavers.queries.open_points import points_of
from careleavers.rules.code_sets import HomeKind
from careleavers.rules.uploads import MediaType

if TYPE_CHECKING:
    from careleavers.demo.load import Council

Cases = list[tuple[YoungPerson, User]]
MET: dict[str, Any] = {"method": Contact.FACE_TO_FACE, "result": Contact.SPOKE}
RANG: dict[str, Any] = {"method": "phone", "result": Contact.SPOKE}
OF_A_SOCIAL_WORKER = 3  # young people under 18, in each team
FEWEST = 6  # cases that are needed for one of each
ONE_DAY = timedelta(days=1)


def write_rarer_things(*, council: Council, today: date, seed: int) -> None:
    """Inside the loading action, when everybody is there and before alerts are raised. In a council of a dozen people
    some of it happens to nobody."""
    rng = Random(f"rarer-{seed}")
    _social_workers(council, today)
    cases = _cases(today)
    _appointments(today, rng)
    _home_that_no_longer_suits(cases, today)
    _death(cases, council, today)
    _decision(today)
    if len(cases) >= FEWEST:
        for write in (_together, _void_and_amended, _letters_elsewhere, _draft):
            write(cases, today, rng)
        support = User.objects.with_role(Role.BUSINESS_SUPPORT, today=today).order_by("email")[0]
        write_duty_messages(cases, council, today, support, rng)
        write_record_requests(cases[2:5], today)
        write_meetings(cases, council, today, Random(f"meetings-{seed}"))
        _restricted(cases, council, today)
    write_stays(cases, today)


def _this_morning(today: date) -> datetime:
    return timezone.make_aware(datetime.combine(today, time(8, 40)))


def _cases(today: date) -> Cases:
    """Everybody of 18 and over who has a case holder, each once, with that worker."""
    adult = YoungPerson.objects.filter(date_of_birth__lte=today - timedelta(days=18 * 366), died_on=None)
    held = Allocation.objects.filter(on_day(today), role=Allocation.CASE_HOLDER, person__in=adult)
    return [(each.person, each.worker) for each in held.select_related("person", "worker").order_by("person")]


def _social_workers(council: Council, today: date) -> None:
    """Some under 18 have a social worker for their case holder, and their adviser beside them (Vol 3 3.21)."""
    since = today - timedelta(days=60)
    workers = User.objects.with_role(Role.SOCIAL_WORKER, today=today)
    for team, manager in zip(council.teams, council.managers, strict=True):
        worker = workers.filter(assignments__team=team).first()
        under_18 = YoungPerson.objects.filter(team=team, date_of_birth__gt=today - timedelta(days=17 * 366))
        held = Allocation.objects.filter(person__in=under_18, ends_on=None, starts_on__lt=since)
        for allocation in held.select_related("person", "worker").order_by("person")[:OF_A_SOCIAL_WORKER]:
            if worker:
                given: dict[str, Any] = {"by": manager, "person": allocation.person, "starts_on": since, "today": today}
                allocate(worker=worker, role=Allocation.CASE_HOLDER, reason="Social worker until 18", **given)
                allocate(worker=allocation.worker, role=Allocation.CO_WORKER, reason="Adviser from 16", **given)


def _appointments(today: date, rng: Random) -> None:
    """One was written up, with a photo of the form that was filled in; one did not happen, one was cancelled."""
    planned = Appointment.objects.filter(outcome="").select_related("person", "worker").order_by("planned_on", "pk")
    over = list(planned.filter(planned_on__lte=today)[:2])
    for appointment in over[:1]:
        log_contact(
            by=appointment.worker,
            person=appointment.person,
            today=today,
            submission_id=random_id(rng),
            happened_on=appointment.planned_on,
            appointment=appointment,
            note="Filled in the housing form together. Wants to see the flat before saying yes.",
            documents=[NewFile("Housing form.jpg", MediaType.JPEG, _photo_of_a_form())],
            **MET,
        )
    for appointment in over[1:]:
        reason = "Had a shift at short notice and rang to say so"
        close_appointment(by=appointment.worker, appointment=appointment, reason=reason, today=today)
    for appointment in planned.filter(planned_on__gt=today).reverse()[:1]:
        reason = "Moved to after the exams"
        close_appointment(by=appointment.worker, appointment=appointment, reason=reason, today=today)


def _photo_of_a_form() -> bytes:
    page = Image.new("RGB", (620, 877), "#f4f1ea")
    drawing = ImageDraw.Draw(page)
    for row, asked in enumerate(("Housing register", "Name", "Where do you live now?", "What do you need?", "Signed")):
        drawing.text((60, 70 + row * 150), asked, fill="#222222", font_size=24)
        drawing.rectangle((60, 105 + row * 150, 560, 165 + row * 150), outline="#555555", width=2)
    return as_jpeg(page)


def _together(cases: Cases, today: date, rng: Random) -> None:
    """A contact with two at once."""
    (one, worker), (other, _) = cases.pop(), cases.pop()
    log_together(
        by=worker,
        person=one,
        today=today,
        submission_id=random_id(rng),
        happened_on=today - 2 * ONE_DAY,
        others=[(other, "Would like to come again and bring a friend.")],
        note="Cooking evening at the hub: lentil curry for twelve, on a budget of £15.",
        own_note="Did the shopping list and kept to it.",
        place="The hub",
        minutes=120,
        **MET,
    )


def _void_and_amended(cases: Cases, today: date, rng: Random) -> None:
    """One contact went into the wrong record, one had the wrong day."""
    for happened_on, note in ((today - ONE_DAY, "Rang about the gas bill."), (today - 3 * ONE_DAY, "Rang about work.")):
        person, worker = cases.pop()
        given: dict[str, Any] = {"by": worker, "today": today}
        contact = log_contact(
            person=person, submission_id=random_id(rng), happened_on=happened_on, note=note, **given, **RANG
        )
        given |= {"contact": contact, "now": _this_morning(today)}
        if note.endswith("bill."):
            void_contact(reason="Written in the wrong record: it was about somebody else", **given)
        else:
            words = "Rang about work: starts at the bakery on Monday, 25 hours."
            amend_contact(reason="The day was wrong", happened_on=happened_on - ONE_DAY, note=words, **given, **RANG)


def _letters_elsewhere(cases: Cases, today: date, rng: Random) -> None:
    person, worker = cases.pop()
    set_correspondence_address(
        by=worker,
        person=person,
        address="4 Weaver's Row\nAldersby",
        postcode="LE0 2BD",
        care_of="Grace Holloway",
        starts_on=today - timedelta(days=90),
        today=today,
        safe_to_use=True,
    )


def _home_that_no_longer_suits(cases: Cases, today: date) -> None:
    """Suitable when they moved in, and judged otherwise since."""
    judged_on = today - timedelta(days=5)
    for person, worker in cases:
        let = Home.objects.filter(person=person, ends_on=None, is_suitable=True, kind=HomeKind.INDEPENDENT)
        if home := let.filter(starts_on__lt=judged_on).exclude(judgements__judged_on__gte=judged_on).first():
            judge_home(
                by=worker,
                home=home,
                today=today,
                judged_on=judged_on,
                judged_by=worker,
                is_suitable=False,
                own_view="I can't sleep there since the lock was broken. I am at my friend's most nights.",
                considerations="The front door does not lock, and the landlord has not come. It is near work.",
                safety="change",
                landlord="change",
                location="good",
                affordability="good",
            )
            cases.remove((person, worker))
            return


def _draft(cases: Cases, today: date, rng: Random) -> None:
    person, worker = cases.pop()
    submission = random_id(rng)
    save_draft(
        by=worker,
        person=person,
        submission_id=submission,
        kind="contact",
        page=reverse("contact_new", args=[person.pk, submission]),
        data={"method": ["phone"], "note": ["Rang back after lunch. College has offered her the"]},
        revision=None,
        now=_this_morning(today),
    )


def _death(cases: Cases, council: Council, today: date) -> None:
    """Somebody died the day after we last heard of them; nothing in the record is of a later day. Their manager opened
    the closed record for a correction that same day.
    """
    for person, worker in cases:
        latest = person.contacts.order_by("-happened_on").first()
        ahead = person.appointments.filter(outcome="").exists() or person.alerts.filter(closed_on=None).exists()
        if latest and not ahead and today - timedelta(days=14) <= latest.happened_on < today:
            died_on = latest.happened_on + ONE_DAY
            record_death(by=worker, person=person, died_on=died_on, today=today)
            reason = "The surname of their aunt, who arranges the funeral, was spelt wrongly"
            open_for_correction(by=_manager_of(person, council), person=person, reason=reason, today=died_on)
            cases.remove((person, worker))
            return


def _restricted(cases: Cases, council: Council, today: date) -> None:
    """A record that only the adviser, the manager and whoever is responsible for the service may open; and another
    manager did so in an emergency."""
    person, worker = cases.pop()
    manager = _manager_of(person, council)
    heads = User.objects.with_role(Role.SERVICE_MANAGER, today=today)
    reason = "Somebody in the service is a relative"
    restrict_record(by=manager, person=person, readers=[worker, *heads], reason=reason, today=today)
    stand_in = next(each for each in council.managers if each != manager)
    break_glass(by=stand_in, person=person, reason="Rang in distress while both were away", today=today)


def _manager_of(person: YoungPerson, council: Council) -> User:
    return next(each for team, each in zip(council.teams, council.managers, strict=True) if team.pk == person.team_id)


def _decision(today: date) -> None:
    """The first open point of law of somebody is decided; the others wait."""
    flagged = StatusPeriod.objects.exclude(flags=[]).order_by("person").values_list("person", flat=True).first()
    head = User.objects.with_role(Role.SERVICE_MANAGER, today=today).first()
    if flagged is None or head is None:
        return
    person = YoungPerson.objects.get(pk=flagged)
    point = points_of(person.status_periods.order_by("starts_on"), {})[0]
    reason = "Read with the legal team: the days of the placement order are counted."
    decide_point(by=head, person=person, code=point.code, outcome=point.outcomes[0], reason=reason, today=today)
