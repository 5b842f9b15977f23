"""What everyday casework refuses, in which words, and what sent twice is once: the record is as it was."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time, timedelta
from functools import partial
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from careleavers.actions import (
    appointments,
    care,
    contact_comments,
    contact_groups,
    disagreements,
    documents,
    follow_ups,
    home_facts,
    homes,
    meeting_links,
    meeting_papers,
    people,
    saved_views,
)
from careleavers.models import (
    Appointment,
    AuditEvent,
    Contact,
    ContactComment,
    Disagreement,
    Document,
    DocumentContent,
    FollowUp,
    Home,
    HomeSuitability,
    Meeting,
    MeetingItemLink,
    MeetingPaper,
    SavedView,
    StatusFact,
    User,
    YoungPerson,
)
from tests.careleavers.contacts import log
from tests.cast import TODAY, Cast, days_ago
from tests.factories import (
    AppointmentFactory,
    BodyMemberFactory,
    ContactFactory,
    DocumentFactory,
    HomeFactory,
    MeetingItemFactory,
    MeetingPaperFactory,
    StatusFactFactory,
    YoungPersonFactory,
)
from tests.refusals import refused

pytestmark = pytest.mark.usefixtures("_on_the_day")
BEFORE_BIRTH = date(1999, 1, 1)
TOMORROW = TODAY + timedelta(days=1)


# What is planned and promised


def test_an_appointment_is_not_moved_to_a_day_that_is_over(cast: Cast, scene: Callable) -> None:
    with scene():
        row = AppointmentFactory.create(person=cast.amira, worker=cast.pat)
    over = appointments.PlannedContact(planned_on=days_ago(1), planned_at=time(15))
    with refused("That day is over: choose today or a later day.", Appointment):
        appointments.change_appointment(by=cast.pat, appointment=row, today=TODAY, planned=over)


def test_nothing_is_due_before_it_was_said(cast: Cast) -> None:
    follow_up = log(cast, follow_ups=[("Ring the college", TOMORROW)]).follow_ups.get()
    correct = partial(follow_ups.correct_follow_up, by=cast.pat, follow_up=follow_up, text="Ring", today=TODAY)
    with refused("That is before the day on which it was said: check the day.", FollowUp):
        correct(due_on=days_ago(1), done_on=None)
    with refused("It cannot have been done before it was said: check the day.", FollowUp):
        correct(due_on=TOMORROW, done_on=days_ago(1))


# Contacts


def test_a_contact_with_several_is_with_the_living_and_on_no_day_to_come(cast: Cast, scene: Callable) -> None:
    """Sent twice it is one contact each."""
    with scene():
        died = YoungPersonFactory.create(team=cast.north, died_on=days_ago(3))
        other = YoungPersonFactory.create(team=cast.north)
    facts = {"by": cast.pat, "person": cast.amira, "today": TODAY, "method": "phone", "result": "spoke"}
    with refused("died", Contact):
        contact_groups.log_together(**facts, submission_id=uuid4(), happened_on=TODAY, others=[(died, "")])
    with refused("A contact cannot be in the future.", Contact):
        log(cast, happened_on=TOMORROW)
    once = uuid4()
    logged = [
        contact_groups.log_together(**facts, submission_id=once, happened_on=TODAY, others=[(other, "Hers")])
        for _ in range(2)
    ]
    assert logged[0] == logged[1]
    assert sorted(Contact.objects.values_list("person", flat=True)) == sorted([cast.amira.pk, other.pk])


def comment(cast: Cast, contact: Contact) -> ContactComment:
    return contact_comments.comment_on_contact(
        by=cast.mo, contact=contact, today=TODAY, text="", kind="thanks", follow_up=("Ring them", TOMORROW)
    )


def test_what_a_manager_asks_for_goes_to_whoever_works_with_them_now(cast: Cast, scene: Callable) -> None:
    """Its writer has left: to the case holder; and where there is none, somebody is allocated first."""
    with scene():
        contact = ContactFactory.create(person=cast.amira, worker=cast.nobody)
        User.objects.filter(pk=cast.nobody.pk).update(is_active=False)
    contact = Contact.objects.get(pk=contact.pk)
    assert comment(cast, contact).for_worker_id == cast.pat.pk
    with scene():
        cast.amira.allocations.update(ends_on=TODAY)
    with refused("Nobody works with them: allocate somebody first.", ContactComment, FollowUp):
        comment(cast, contact)


def test_what_they_say_of_their_record_was_said_in_their_life(cast: Cast) -> None:
    with refused("before Amira was born", Disagreement):
        disagreements.write_disagreement(by=cast.pat, person=cast.amira, said_on=BEFORE_BIRTH, text="No", about="All")


def test_of_two_who_take_a_file_out_one_is_told(cast: Cast, scene: Callable) -> None:
    with scene():
        row = DocumentFactory.create(person=cast.amira, recorded_by=cast.pat)
    seen = Document.objects.get(pk=row.pk)
    take_out = partial(documents.take_out_document, by=cast.mo, today=TODAY, reason="Another family")
    take_out(document=row)
    assert not DocumentContent.objects.exists()
    with refused("Somebody else has taken it out already.", Document):
        take_out(document=seen)


# Homes and facts


def test_a_home_that_never_suits(cast: Cast, scene: Callable) -> None:
    """Neither when they move in nor when it is judged; of one that they left no notice is written down."""
    with refused("choose “Not suitable”", Home):
        homes.move_home(by=cast.pat, person=cast.amira, today=TODAY, kind="S", is_suitable=True, starts_on=TODAY)
    with scene():
        left = HomeFactory.create(person=cast.amira, no_fixed_abode=True, ends_on=days_ago(9))
    judge = partial(home_facts.judge_home, by=cast.pat, home=left, today=TODAY, judged_on=days_ago(10))
    with refused("choose “Not suitable”", HomeSuitability):
        judge(is_suitable=True)
    with refused("write down how it ended instead", Home, FollowUp):
        home_facts.write_home_risk(by=cast.pat, home=left, today=TODAY, notice_on=TODAY, notice_until=None)


def test_a_fact_of_the_law_does_not_end_before_it_began(cast: Cast, scene: Callable) -> None:
    with scene():
        fact = StatusFactFactory.create(person=cast.amira)
    for ends_on in (fact.starts_on, fact.starts_on - timedelta(days=1)):
        with refused("give a later day, or remove it if it never was", StatusFact):
            care.end_status_fact(by=cast.pat, fact=fact, ends_on=ends_on, today=TODAY)


def test_no_death_is_notified_of_somebody_who_lives(cast: Cast) -> None:
    with refused("No death is recorded here.", YoungPerson):
        people.notify_death(by=cast.mo, person=cast.amira, death_notified_on=TODAY, today=TODAY)


# Kept views


def test_nobody_keeps_more_views_than_they_can_read(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """One that is named as it was is no change, and nothing is noted of it."""
    monkeypatch.setattr(saved_views, "MOST", 1)
    keep = partial(saved_views.keep_view, by=cast.pat, page="people", team=None)
    view = keep(query="gender=F", name="Girls")
    assert keep(query="gender=F", name="Girls") == view
    with refused("You have 1 views of this list: take one out first.", SavedView):
        keep(query="gender=M", name="Boys")
    saved_views.change_view(by=cast.pat, view=view, name="Girls", team=None)
    assert [event.name for event in AuditEvent.objects.all()] == ["view_kept"]


# Papers of a meeting


def test_papers_of_a_meeting(cast: Cast, scene: Callable) -> None:
    """None come to one that was called off; of two who take one out one is told."""
    with scene():
        paper = MeetingPaperFactory.create()
        seen = MeetingPaper.objects.get(pk=paper.pk)
        Meeting.objects.filter(pk=paper.meeting.pk).update(state=Meeting.CALLED_OFF, why_called_off="Snow")
    new: Any = documents.NewFile("Agenda.pdf", documents.MediaType.PDF, b"%PDF %%EOF")
    with refused("This meeting was called off.", MeetingPaper):
        meeting_papers.keep_papers(by=cast.mo, meeting=Meeting.objects.get(), item=None, files=[new])
    take_out = partial(meeting_papers.take_out_paper, by=cast.mo, reason="Another meeting's", today=TODAY)
    take_out(paper=paper)
    with refused("Somebody else has taken it out already.", MeetingPaper):
        take_out(paper=seen)


def test_of_what_was_taken_back_nothing_is_shared(cast: Cast, scene: Callable) -> None:
    with scene():
        item = MeetingItemFactory.create(outcome="taken_back", decision="Settled", closed_on=TODAY)
        partner = BodyMemberFactory.create(body=item.body, name="Ruth", organisation="Health")
    with refused("This was taken back: there is nothing to share.", MeetingItemLink):
        meeting_links.make_item_link(by=cast.mo, item=item, partner=partner, now=timezone.now())
