"""The record of somebody who has died is closed, and opened by a manager for a day."""

from __future__ import annotations

import uuid
from datetime import datetime, time, timedelta

import pytest
import time_machine
from django.db import Error, transaction
from django.urls import reverse
from django.utils import timezone

from careleavers.actions.base import RecordClosed, Refused
from careleavers.actions.closed_records import open_for_correction
from careleavers.actions.details import add_contact_detail
from careleavers.actions.people import correct_death, record_death
from careleavers.models import AuditEvent, Contact, Home, MeetingAction, RecordOpening
from pathways.actions.assessments import start_assessment
from pathways.actions.plans import start_version
from tests.cast import TODAY, Cast, days_ago
from tests.factories import FollowUpFactory, MeetingFactory, MeetingItemFactory

pytestmark = pytest.mark.usefixtures("_on_the_day")

CLOSED = "Amira died on 20 November 2026, so this record is closed. A manager can open it for a correction."
MOVE = {"kind": "U", "is_suitable": "True", "starts_on": "2026-11-01", "provided_by_authority": "False"}
WHY = "The day of the move is to be put right."


@pytest.fixture
def _died(cast: Cast) -> None:
    record_death(by=cast.pat, person=cast.amira, died_on=days_ago(3), today=TODAY)


def at(day: int, hour: int) -> time_machine.travel:
    return time_machine.travel(
        datetime.combine(TODAY + timedelta(days=day), time(hour), timezone.get_default_timezone()), tick=False
    )


@pytest.mark.usefixtures("_died")
def test_a_manager_opens_a_closed_record_until_midnight_for_everybody(cast: Cast, sign_in) -> None:
    home, opened = (reverse(name, args=[cast.amira.pk]) for name in ("home_add", "closed_record_open"))
    person = reverse("person", args=[cast.amira.pk])
    client = sign_in(cast.pat)
    page = client.get(home).content.decode()
    assert "Nothing is changed in this record any more" in page
    assert "A manager can open it for a correction." in page
    assert 'name="starts_on"' not in page
    page = client.post(home, MOVE | {"address": "12 Station Road", "safe_to_use": "False"}).content.decode()
    assert CLOSED in page
    assert "12 Station Road" in page, "what was typed while somebody recorded the death is kept"
    assert client.get(opened).status_code == 403

    client = sign_in(cast.mo)
    assert opened in client.get(person).content.decode()
    assert "Say in a sentence what is to be put right" in client.post(opened, {"reason": "A mistake"}).content.decode()
    page = client.post(opened, {"reason": WHY}, follow=True).content.decode()
    assert f"open for a correction until midnight: {WHY}" in page
    assert "Mo opened the closed record for a correction" in page, "on the timeline"
    assert "It is open for a correction already" in client.post(opened, {"reason": f"{WHY} Again."}).content.decode()
    assert (
        AuditEvent.objects.filter(name="closed_record_opened", by_id=cast.mo.pk, person_id=cast.amira.pk).count() == 1
    )
    assert WHY not in sign_in(cast.ana).get(person).content.decode(), "an analyst reads no notes"

    with at(0, 23):
        assert sign_in(cast.pat).post(home, MOVE).status_code == 302
        edit = reverse("home_edit", args=[cast.amira.pk, Home.objects.get().pk])
    with at(1, 0):
        assert CLOSED in sign_in(cast.pat).post(edit, MOVE).content.decode()


@pytest.mark.usefixtures("_died")
def test_what_the_family_say_is_written_up_and_nothing_else_with_it(cast: Cast, sign_in) -> None:
    client, address = sign_in(cast.pat), reverse("contact_new", args=[cast.amira.pk, uuid.uuid4()])
    form = client.get(address).content.decode()
    assert "What happened" in form
    assert "Has anything changed?" not in form
    about = {"method": "phone", "happened_on": TODAY.isoformat(), "result": "about", "note": "Rang her mother."}
    moved = about | {"home_kind": "U", "home_is_suitable": "True", "home_starts_on": "2026-11-01"}
    refused = client.post(address, moved).content.decode()
    assert CLOSED in refused
    assert "Rang her mother." in refused
    assert client.post(address, about).status_code == 303
    contact = Contact.objects.get()
    amend, read = (reverse(name, args=[cast.amira.pk, contact.pk]) for name in ("contact_amend", "contact"))
    assert amend not in client.get(read).content.decode()
    changed = about | {"note": "Other words", "reason": "Nicer"}
    assert CLOSED in client.post(amend, changed).content.decode()
    assert Contact.objects.get().note == "Rang her mother."


@pytest.mark.usefixtures("_died")
def test_one_sentence_is_said_by_every_action_and_imports_go_on(cast: Cast) -> None:
    for begin in (start_version, start_assessment):
        with pytest.raises(RecordClosed, match="so this record is closed"):
            begin(by=cast.pat, person=cast.amira, today=TODAY)
    detail = {"kind": "mobile", "value": "07700 900123", "starts_on": days_ago(9), "today": TODAY, "safe_to_use": True}
    with pytest.raises(RecordClosed):
        add_contact_detail(by=cast.pat, person=cast.amira, **detail)
    assert add_contact_detail(by=None, person=cast.amira, **detail), "as an import does"


@pytest.mark.usefixtures("_died")
def test_a_day_of_death_is_put_right_or_taken_out_while_the_record_is_closed(cast: Cast, sign_in) -> None:
    client, death = sign_in(cast.pat), reverse("person_death", args=[cast.amira.pk])
    parts = {"died_on_day": "19", "died_on_month": "11", "died_on_year": "2026"}
    assert client.post(death, parts).status_code == 302
    assert "died on 19 November 2026, so this record" in client.get(death).content.decode()
    cast.amira.refresh_from_db()
    correct_death(by=cast.pat, person=cast.amira, today=TODAY)
    assert start_version(by=cast.pat, person=cast.amira, today=TODAY)
    with pytest.raises(Refused, match="not closed"):
        open_for_correction(by=cast.mo, person=cast.amira, reason=WHY, today=TODAY)


@pytest.mark.usefixtures("_died")
def test_that_a_record_was_opened_can_only_be_added(cast: Cast, scene) -> None:
    opening = open_for_correction(by=cast.mo, person=cast.amira, reason=WHY, today=TODAY)
    for change in (RecordOpening.objects.update, RecordOpening.objects.all().delete):
        with scene(), pytest.raises(Error), transaction.atomic():
            change(**({"reason": "Another"} if change == RecordOpening.objects.update else {}))
    assert RecordOpening.objects.get() == opening


def test_what_a_meeting_gave_to_do_is_asked_for_no_more_after_a_death(cast: Cast, scene, sign_in) -> None:
    """As Today has it. Both pages once went on giving the day, one of them in red."""
    with scene():
        meeting = MeetingFactory.create(planned_on=days_ago(9))
        item = MeetingItemFactory.create(meeting=meeting, person=cast.amira, recorded_by=cast.mo)
        task = FollowUpFactory.create(person=cast.amira, assigned_to=cast.pat, text="Ask", due_on=days_ago(4))
        MeetingAction.objects.create(item=item, follow_up=task, recorded_by=cast.mo)
    record_death(by=cast.mo, person=cast.amira, died_on=days_ago(1), today=TODAY)
    for where in (reverse("meeting_item", args=[item.pk]), reverse("person_meetings", args=[cast.amira.pk])):
        page = sign_in(cast.mo).get(where).content.decode()
        assert ("not asked for any more" in page, "overdue" in page) == (True, False), where
