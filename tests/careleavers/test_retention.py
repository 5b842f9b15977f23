"""Until when a record is kept, what holds it back, and that nothing of it is left once two people destroyed it."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, models, transaction
from django.urls import reverse
from django.utils import timezone

from careleavers.actions.audit_seals import broken_seals, seal_audit
from careleavers.actions.base import Refused, allowing_writes
from careleavers.actions.record_requests import write_request
from careleavers.actions.retention import (
    approve_destruction,
    call_off_destruction,
    destroy_record,
    end_hold,
    place_hold,
    propose_destruction,
)
from careleavers.actions.staff import disable_user
from careleavers.models import (
    AuditEvent,
    Destruction,
    Disagreement,
    FollowUp,
    Involvement,
    LegalHold,
    ReadEvent,
    RecordRequest,
    RoleAssignment,
    YoungPerson,
)
from careleavers.queries.retention import parts_of_record, past_their_date, why_not_destroyed
from careleavers.rules.retention import retention
from tests.cast import TODAY, Cast, days_ago
from tests.factories import ContactFactory, LocalOfferFactory, RecordRequestFactory, set_sender
from tests.guards.records import records_about
from tests.refusals import refused

BORN = date(1951, 11, 20)  # 75 years and three days ago
CANARY = "Quixotry"
LATER = datetime(2100, 1, 1, tzinfo=UTC)  # history has the database's own time


@pytest.mark.parametrize(
    ("born", "died_on", "last", "words"),
    [
        (date(2007, 5, 1), None, date(2082, 5, 1), "75th anniversary"),
        (date(2007, 5, 1), date(2025, 4, 30), date(2040, 4, 29), "fifteen years"),
        (date(2007, 5, 1), date(2025, 5, 1), date(2082, 5, 1), "75th anniversary"),
        (date(2007, 5, 1), date(2027, 1, 1), date(2082, 5, 1), "75th anniversary"),
        (date(2008, 2, 29), None, date(2083, 3, 1), "75th anniversary"),
        (date(2010, 1, 1), date(2024, 2, 29), date(2039, 2, 27), "fifteen years"),
    ],
    ids=[
        "reg-50-the-75th-anniversary-of-birth",
        "reg-50-died-the-day-before-18",
        "reg-50-died-on-the-18th-birthday",
        "reg-50-a-death-at-19-shortens-nothing",
        "born-on-29-February",
        "reg-50-died-on-29-February-fifteen-years-beginning-with-it",
    ],
)
def test_a_record_is_kept_until(born: date, died_on: date | None, last: date, words: str) -> None:
    kept = retention(born, died_on)
    assert (kept.keep_until, words in kept.because) == (last, True)
    assert not kept.is_past(last)
    assert kept.is_past(last + timedelta(days=1))


@pytest.fixture
def past(cast: Cast, scene: Callable[[], AbstractContextManager[None]]) -> Cast:
    """Amira is 75 years and three days old, and not open to the service."""
    with scene():
        YoungPerson.objects.filter(pk=cast.amira.pk).update(date_of_birth=BORN)
        Involvement.objects.filter(person=cast.amira).update(ends_on=TODAY)
    cast.amira.refresh_from_db()
    return cast


pytestmark = pytest.mark.usefixtures("_on_the_day")


def test_two_people_decide_and_a_hold_calls_it_off(past: Cast, sign_in) -> None:
    """The page lists it, one proposes, the same cannot approve, a hold stops it, and then somebody else decides."""
    client = sign_in(past.mo)
    assert "Amira Khan" in client.get(reverse("retention_list")).content.decode()
    assert "20 November 2026" in client.get(reverse("retention", args=[past.amira.pk])).content.decode()
    client.post(reverse("destruction_propose", args=[past.amira.pk]))
    row = Destruction.objects.get()
    address = reverse("destruction", args=[row.pk])
    sure = {"decision": "destroy", "is_sure": "on", "revision": row.revision}
    assert "Yes: destroy it" not in client.get(address).content.decode()
    assert "You proposed it: somebody else decides." in client.post(address, sure).content.decode()

    held = reverse("legal_hold_add", args=[past.amira.pk])
    assert "Give a day to come" in client.post(held, {"reason": "Inquiry", "review_on": "2026-11-23"}).content.decode()
    client.post(held, {"reason": "An inquiry into the home", "review_on": "2027-01-11"})
    row.refresh_from_db()
    hold = LegalHold.objects.get()
    assert row.state == "called_off"
    assert FollowUp.objects.get(pk=hold.next_step_id).assigned_to == past.mo, "on Today, with its day"
    assert (
        "It is held: An inquiry into the home."
        in client.post(reverse("destruction_propose", args=[past.amira.pk]), follow=True).content.decode()
    )
    assert "Held" in client.get(reverse("retention_list")).content.decode()
    ending = reverse("legal_hold_end", args=[past.amira.pk, hold.pk])
    hold.refresh_from_db()
    client.post(ending, {"revision": hold.revision, "ended_because": "The inquiry reported"})
    assert not FollowUp.objects.exists()

    client.post(reverse("destruction_propose", args=[past.amira.pk]))
    row = Destruction.objects.get(state="proposed")
    second = sign_in(past.vera)
    unsure = second.post(reverse("destruction", args=[row.pk]), {"decision": "destroy"}).content.decode()
    assert "Tick that you have looked at it" in unsure
    second.post(reverse("destruction", args=[row.pk]), sure | {"revision": row.revision})
    row.refresh_from_db()
    assert (row.state, row.decided_by) == ("approved", past.vera)
    assert sign_in(past.sue).get(reverse("destruction", args=[row.pk])).status_code == 404, "of another team"


def test_never_before_its_date_nor_while_something_stands_in_the_way(past: Cast, scene) -> None:
    assert past_their_date(past.mo, TODAY)[0][0] == past.amira
    assert not past_their_date(past.sue, TODAY)
    assert "It is kept until" in (why_not_destroyed(past.ben, TODAY) or "")
    with pytest.raises(Refused, match="kept until"):
        propose_destruction(by=past.sue, person=past.ben, today=TODAY)
    row = propose_destruction(by=past.mo, person=past.amira, today=TODAY)
    with pytest.raises(Refused, match="proposed already"):
        propose_destruction(by=past.vera, person=past.amira, today=TODAY)
    with pytest.raises(Refused, match="not approved"):
        destroy_record(destruction_id=row.pk, now=timezone.now(), today=TODAY)
    approve_destruction(by=past.vera, destruction=row, person=past.amira, revision=None, today=TODAY)
    with scene():
        LegalHold.objects.create(person=past.amira, reason="A claim", review_on=TODAY)
    out = StringIO()
    with pytest.raises(CommandError, match="1 could not be destroyed"):
        call_command("destroy_records", stdout=out)
    assert "It is held: A claim." in json.loads(out.getvalue())["refused"]
    assert YoungPerson.objects.filter(pk=past.amira.pk).exists()
    with scene(), pytest.raises(DatabaseError, match="destruction_second_person"), transaction.atomic():
        Destruction.objects.filter(pk=row.pk).update(decided_by=past.mo)


def write_everywhere(person: YoungPerson) -> int:
    """The word in every text of the record that takes it, and by a second change in its history too. Returns how many
    columns took it."""
    taken = 0
    for part in parts_of_record(person)[1:]:  # apart from their names
        rows = part.model._default_manager.filter(pk__in=part.ids)
        for field in part.model._meta.concrete_fields:
            is_text = isinstance(field, models.CharField | models.TextField) and not field.choices
            if not is_text or (field.max_length or 999) < 40 or isinstance(field, models.GeneratedField):
                continue
            for text in (CANARY, f"{CANARY} again"):
                try:
                    with transaction.atomic():
                        taken += rows.update(**{field.name: text})
                except DatabaseError:
                    break
    return taken


def tables_with(word: str) -> list[str]:
    """Every table of the database with a row that has the word in any column."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT EXISTS (SELECT 1 FROM "{table}" AS row WHERE row::text ILIKE %s)', [f"%{word}%"])
            [(is_there,)] = cursor.fetchall()
            if is_there:
                found.append(table)
    return found


def rows_of(person: YoungPerson) -> dict[str, int]:
    return {part.model.__name__: len(part.ids) for part in parts_of_record(person)}


def test_nothing_of_a_destroyed_record_is_left_in_any_table(cast: Cast, scene) -> None:
    """One row of every kind with the word in it, changed twice, deleted rows among them, sealed; ben's stays whole.

    Seen to fail: without the history.
    """
    with scene():
        set_sender()
        LocalOfferFactory.create()
        records_about(cast.amira, cast.pat, cast.mo)
        ContactFactory.create(person=cast.ben, worker=cast.sam, note="Ben is well")
        taken = write_everywhere(cast.amira)
        LegalHold.objects.filter(person=cast.amira).update(ended_on=TODAY, ended_because=CANARY)
        RecordRequest.objects.filter(person=cast.amira).update(state="withdrawn", due_on=None, closed_on=TODAY)
        Destruction.objects.all().delete()
        gone = ContactFactory.create(person=cast.amira, worker=cast.pat, note=CANARY)
        type(gone).objects.filter(pk=gone.pk).update(note=f"{CANARY} to go")
        gone.delete()
        ReadEvent.objects.create(kind="searched", user_id=cast.pat.pk, user_name="Pat", page="x", detail="Amira Khan")
        AuditEvent.objects.create(name="x", person_id=cast.amira.pk, details={"reason": CANARY})
        Involvement.objects.filter(person=cast.amira).update(ends_on=TODAY)
        YoungPerson.objects.filter(pk=cast.amira.pk).update(date_of_birth=BORN, other_names=CANARY)
    cast.amira.refresh_from_db()
    assert taken > 100
    assert len(tables_with(CANARY)) > 40
    before = rows_of(cast.ben)
    seal_audit(now=LATER)
    row = propose_destruction(by=cast.mo, person=cast.amira, today=TODAY)
    approve_destruction(by=cast.vera, destruction=row, person=cast.amira, revision=None, today=TODAY)
    call_command("destroy_records", "--dry-run", stdout=StringIO())
    call_command("destroy_records", stdout=StringIO())
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    assert tables_with(CANARY) == []
    assert tables_with("Amira") == []
    row.refresh_from_db()
    assert row.state == "done"
    assert row.counts["contacts"] >= 2
    assert CANARY not in json.dumps(row.counts)
    assert rows_of(cast.ben) == before
    assert list(broken_seals()) == [], "the log and history are proven as they were, but for the certificate"
    call_command("destroy_records", stdout=StringIO())  # run twice, it does nothing
    assert AuditEvent.objects.filter(name="record_destroyed").count() == 1


def test_a_log_that_was_changed_is_not_sealed_over(past: Cast, scene) -> None:
    """Seen to fail: without the proof before anything is deleted."""
    with scene():
        ContactFactory.create(person=past.amira, worker=past.pat, note="x").delete()
    seal_audit(now=LATER)
    with allowing_writes(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("UPDATE careleavers_contactevent SET note = 'forged'")
        cursor.execute("SET LOCAL session_replication_role = origin")
    row = propose_destruction(by=past.mo, person=past.amira, today=TODAY)
    approve_destruction(by=past.vera, destruction=row, person=past.amira, revision=None, today=TODAY)
    with pytest.raises(Refused, match="is not as it was sealed"):
        destroy_record(destruction_id=row.pk, now=timezone.now(), today=TODAY)


def test_what_they_say_is_beside_the_entry_wherever_it_is_read(cast: Cast, sign_in, scene) -> None:
    with scene():
        contact = ContactFactory.create(person=cast.amira, worker=cast.pat, happened_on=days_ago(9), note="Was rude.")
    client, new = sign_in(cast.pat), reverse("disagreement_add", args=[cast.amira.pk])
    said: dict[str, Any] = {"text": "I was scared, not rude.", "said_on": "2026-11-20"}
    assert "Fill in “What is it about?”" in client.post(new, said).content.decode()
    early = client.post(f"{new}?contact={contact.pk}", said | {"said_on": "2026-11-01"}).content.decode()
    assert "The contact was on 14 November 2026" in early
    page = client.post(f"{new}?contact={contact.pk}", said, follow=True).content.decode()
    assert "I was scared, not rude." in page, "on the page of the contact"
    timeline = reverse("timeline", args=[cast.amira.pk])
    assert "They do not agree, in their words: I was scared" in client.get(timeline).content.decode()
    paper = client.post(reverse("record_print", args=[cast.amira.pk]), {"purpose": "A test", "sections": ["DAYS"]})
    assert paper["Content-Type"] == "application/pdf"
    client.post(new, said | {"about": "The review of 3 May", "text": "I was there."})
    assert "The review of 3 May" in client.get(timeline).content.decode()
    row = Disagreement.objects.get(contact=contact)
    change = {"text": row.text, "said_on": "2026-11-20", "revision": row.revision, "taken_back_on": "2026-11-23"}
    client.post(reverse("disagreement", args=[cast.amira.pk, row.pk]), change)
    assert "I was scared" not in client.get(timeline).content.decode(), "taken back"
    assert client.get(f"{new}?contact={cast.ben.pk}").status_code == 404


def test_a_statement_follows_the_contact_when_it_is_amended(cast: Cast, scene) -> None:
    from careleavers.actions.contacts import amend_contact

    with scene():
        contact = ContactFactory.create(person=cast.amira, worker=cast.pat, happened_on=TODAY, note="Was rude.")
        Disagreement.objects.create(person=cast.amira, contact=contact, text="No.", said_on=TODAY)
    facts = {"happened_on": TODAY, "method": "phone", "result": "spoke", "note": "Was upset."}
    new = amend_contact(by=cast.pat, contact=contact, today=TODAY, now=timezone.now(), reason="Fairer", **facts)
    assert new.disagreements.get().text == "No."


def test_a_hold_or_a_request_is_part_of_the_record(past: Cast, scene) -> None:
    """So that they go with it."""
    place_hold(by=past.mo, person=past.amira, reason="x", review_on=TODAY, today=TODAY)
    write_request(
        by=past.mo,
        person=past.amira,
        today=TODAY,
        kind="access",
        way="phone",
        asked_by="young_person",
        received_on=TODAY,
        owner=past.mo,
    )
    kinds = rows_of(past.amira)
    assert (kinds["LegalHold"], kinds["RecordRequest"]) == (1, 1)


def test_what_somebody_has_asked_for_is_not_destroyed(past: Cast, scene) -> None:
    """Data Protection Act 2018 s173. Seen to fail: the request went with the record."""
    row = propose_destruction(by=past.mo, person=past.amira, today=TODAY)
    with scene():
        RecordRequestFactory.create(person=past.amira)
    with pytest.raises(Refused, match="Somebody has asked for the record"):
        approve_destruction(by=past.vera, destruction=row, person=past.amira, revision=None, today=TODAY)


def test_a_hold_calls_off_on_the_day_on_which_it_is_placed(past: Cast) -> None:
    """Seen to fail: it was called off on the day of the next look, which is to come."""
    row = propose_destruction(by=past.mo, person=past.amira, today=TODAY)
    place_hold(by=past.vera, person=past.amira, reason="A claim", review_on=TODAY + timedelta(days=90), today=TODAY)
    row.refresh_from_db()
    assert (row.state, row.decided_on) == ("called_off", TODAY)


def test_why_a_record_is_held_is_looked_at_again_after_a_death_and_after_who_held_it_left(
    past: Cast, scene, sign_in
) -> None:
    """Seen to fail: with a death it was on nobody's day, and it stayed with the closed account."""
    place_hold(by=past.mo, person=past.amira, reason="An inquest", review_on=TODAY, today=TODAY)
    with scene():
        YoungPerson.objects.filter(pk=past.amira.pk).update(died_on=days_ago(400))
    words, own_work = "Look again at why this record is held", f"{reverse('home')}?whose=mine"
    assert words in sign_in(past.mo).get(own_work).content.decode()
    disable_user(by=past.sys, user=past.mo, today=TODAY)
    assert FollowUp.objects.get().assigned_to == past.vera
    assert words in sign_in(past.vera).get(own_work).content.decode()


def test_what_is_proposed_is_on_the_day_of_the_second_person_and_refused_where_there_is_none(
    past: Cast, scene, sign_in
) -> None:
    """Seen to fail: "a second person decides", who was told nowhere, and need not be there."""
    with scene():
        RoleAssignment.objects.filter(user=past.vera).update(ends_on=TODAY)
    with pytest.raises(Refused, match="Nobody else could decide on it"):
        propose_destruction(by=past.mo, person=past.amira, today=TODAY)
    with scene():
        RoleAssignment.objects.filter(user=past.vera).update(ends_on=None)
    row = propose_destruction(by=past.mo, person=past.amira, today=TODAY)
    page = reverse("destruction", args=[row.pk])
    day_of = [who for who in (past.mo, past.sue, past.vera) if page in sign_in(who).get("/").content.decode()]
    assert day_of == [past.vera]


def test_what_is_decided_is_decided_once(past: Cast) -> None:
    """Also by whoever saw it before that was so. Seen to fail: it was approved after it had been called off."""
    row = propose_destruction(by=past.mo, person=past.amira, today=TODAY)
    decide = {"by": past.vera, "person": past.amira, "revision": None, "today": TODAY}
    with refused("It is proposed already.", Destruction):
        propose_destruction(by=past.vera, person=past.amira, today=TODAY)
    call_off_destruction(destruction=Destruction.objects.get(), **decide)
    for seen in (row, Destruction.objects.get()):
        for act in (approve_destruction, call_off_destruction):
            with refused("It is decided already.", Destruction):
                act(destruction=seen, **decide)
        with refused("It is not approved, or done already.", Destruction):
            destroy_record(destruction_id=seen.pk, now=timezone.now(), today=TODAY)


def test_a_hold_that_has_ended_is_neither_changed_nor_ended_again(past: Cast) -> None:
    hold = place_hold(by=past.mo, person=past.amira, reason="A claim", review_on=TODAY, today=TODAY)
    end_hold(by=past.mo, hold=hold, revision=None, today=TODAY, ended_because="Settled")
    again = {"by": past.mo, "hold": hold, "revision": None, "today": TODAY}
    with refused("It has ended already.", LegalHold, FollowUp):
        end_hold(**again, ended_because="Settled twice")
    with refused("It has ended already.", LegalHold, FollowUp):
        place_hold(**again, person=past.amira, reason="A claim", review_on=TODAY + timedelta(days=1))
