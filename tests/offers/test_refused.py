"""What sessions, mentors, posts, letters, entitlements and briefings refuse; and how far a letter is, in words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.utils import timezone

from careleavers.actions.base import Refused
from offers.actions import briefings, letters, mentors, opportunities, sessions
from offers.actions.entitlement_events import explain_entitlements, item_today, write_entitlement_event
from offers.actions.rendering import render_due
from offers.documents.composing import composer_for
from offers.models import Briefing, BriefingAction, Candidacy, Employer, GroupSession, Letter, Mentor, Mentoring, SignUp
from offers.queries.letter_lines import late_words, letter_lines
from offers.rules.letter_states import LetterState
from offers.rules.posting import Postage
from tests.cast import TODAY, Cast, days_ago
from tests.factories import (
    EmployerFactory,
    EntitlementEventFactory,
    GroupSessionFactory,
    LetterFactory,
    MentorFactory,
    MentoringFactory,
    OpportunityFactory,
    SignUpFactory,
    SurveyRoundFactory,
    YoungPersonFactory,
    give_status,
)
from tests.refusals import refused

pytestmark = pytest.mark.usefixtures("_on_the_day")
TOMORROW, IN_SIX_WEEKS = TODAY + timedelta(days=1), TODAY + timedelta(weeks=6)


def change_session(cast: Cast, session: GroupSession, **details: Any) -> None:
    given = {"places": session.places, "held_on": session.held_on} | details
    sessions.save_session(by=cast.pip, session=session, revision=None, details=given, today=TODAY)


def cancel(cast: Cast, session: GroupSession) -> None:
    sessions.cancel_session(by=cast.pip, session=session, revision=None, because="Ill", today=TODAY)


def came(cast: Cast, session: GroupSession) -> None:
    sessions.note_attendance(by=cast.pip, session=session, revision=None, came={}, today=TODAY)


def withdrawn(cast: Cast, session: GroupSession) -> None:
    sessions.withdraw(by=cast.pat, sign_up=session.sign_ups.get(), revision=None, today=TODAY)


CANCELLED = {"cancelled_on": TODAY, "cancelled_because": "Ill"}
HELD = {"held_on": days_ago(1), "attendance_on": TODAY}


@pytest.mark.parametrize(
    ("how", "signed_up", "does", "says"),
    [
        (CANCELLED, {}, change_session, "This session was cancelled: set up another one."),
        (HELD, {}, lambda cast, row: change_session(cast, row, held_on=TODAY), "the day stays"),
        (CANCELLED, {}, cancel, "It was cancelled on 23 November 2026 already."),
        (HELD, {}, cancel, "so it was held"),
        (CANCELLED, {}, came, "This session was cancelled."),
        ({}, {}, came, "It is on 4 December 2026: who came is written down on that day or after it."),
        ({}, {"state": "ended", "ended_on": TODAY, "ended_because": "withdrew"}, withdrawn, "not signed up any more"),
        (HELD, {"came": "came"}, withdrawn, "It is written down that they came: put that right first."),
    ],
)
def test_a_session(cast: Cast, scene: Callable, how: Any, signed_up: Any, does: Callable, says: str) -> None:
    with scene():
        session = GroupSessionFactory.create(leader=cast.wes, **how)
        SignUpFactory.create(person=cast.amira, session=session, **signed_up)
    with refused(says, GroupSession, SignUp):
        does(cast, session)


def test_told_twice_is_told_once_and_what_else_is_to_be_told_stays(cast: Cast, scene: Callable) -> None:
    with scene():
        first, second = (
            SignUpFactory.create(
                person=cast.amira,
                session=GroupSessionFactory.create(leader=cast.wes, title=title),
                to_tell="changed",
                to_tell_since=TODAY,
            )
            for title in ("Cooking", "Budgets")
        )
    sessions.told(by=cast.pat, sign_up=first, revision=None, today=TODAY)
    waiting = {alert.text.partition(",")[0] for alert in cast.amira.alerts.filter(closed_on=None)}
    assert waiting == {"Tell them what has changed: Budgets"}
    sessions.told(by=cast.pat, sign_up=first, revision=None, today=TODAY)
    sessions.told(by=cast.pat, sign_up=second, revision=None, today=TODAY)
    assert not cast.amira.alerts.filter(closed_on=None).exists()
    assert not SignUp.objects.exclude(to_tell="").exists()


def match(cast: Cast, row: Mentoring) -> None:
    days = {"began_on": TODAY, "look_again_on": IN_SIX_WEEKS}
    mentors.match_mentor(by=cast.pat, mentoring=row, revision=None, mentor=Mentor.objects.get(), **days, today=TODAY)


def look(cast: Cast, row: Mentoring, again: Any = IN_SIX_WEEKS) -> None:
    mentors.look_at_mentoring(
        by=cast.pat, mentoring=row, revision=None, how_it_goes="Well", look_again_on=again, today=TODAY
    )


def end(cast: Cast, row: Mentoring, on: Any = TODAY) -> None:
    mentors.end_mentoring(by=cast.pat, mentoring=row, revision=None, ended_on=on, ended_because="Moved", today=TODAY)


def ask(cast: Cast, row: Mentoring) -> None:
    born_on = row.person.date_of_birth
    before = born_on - timedelta(days=1)
    mentors.ask_for_mentor(by=cast.pat, person=row.person, asked_on=before, hopes="", today=TODAY)


def fewer_places(cast: Cast, row: Mentoring) -> None:
    details = {"places": 0, "ended_on": None, "check_by": IN_SIX_WEEKS}
    mentors.save_mentor(by=cast.pat, mentor=row.mentor, revision=None, details=details, today=TODAY)


MATCHED = {"began_on": days_ago(10), "look_again_on": TODAY}
OVER = {"ended_on": TODAY, "ended_because": "Moved"}


@pytest.mark.parametrize(
    ("has", "how", "does", "says"),
    [
        (True, MATCHED, match, "They have a mentor already, or do not want one any more."),
        (False, OVER, match, "do not want one any more"),
        (False, {}, look, "They have no mentor now."),
        (True, MATCHED | OVER, look, "They have no mentor now."),
        (True, MATCHED, lambda cast, row: look(cast, row, TODAY), "Give a day after today."),
        (True, MATCHED | OVER, end, "It ended on 23 November 2026 already."),
        (True, MATCHED, lambda cast, row: end(cast, row, days_ago(11)), "Something is written down of 13 November"),
        (True, MATCHED, lambda cast, row: end(cast, row, TOMORROW), "24 November 2026 has not come yet."),
        (True, MATCHED, fewer_places, "They are a mentor of 1 young person: give that number or more."),
        (False, {}, ask, "before Amira was born"),
    ],
)
def test_a_mentor(cast: Cast, scene: Callable, has: bool, how: Any, does: Callable, says: str) -> None:
    with scene():
        mentor = MentorFactory.create(keeper=cast.pip)
        row = MentoringFactory.create(person=cast.amira, mentor=mentor if has else None, **how)
    with refused(says, Mentoring, Mentor):
        does(cast, row)


def test_an_employer_and_a_post(cast: Cast, scene: Callable) -> None:
    with scene():
        employer = EmployerFactory.create()
        closed = OpportunityFactory.create(employer=employer, closed_on=TODAY)
    with pytest.raises(Refused, match="This employer is on the list already"):
        opportunities.save_employer(by=cast.pip, employer=None, revision=None, details={"title": "WEND gardens"})
    with pytest.raises(Refused, match="These posts were closed on 23 November 2026"):
        opportunities.put_forward(by=cast.pat, person=cast.amira, opportunity=closed, happened_on=TODAY, today=TODAY)
    assert (Employer.objects.count(), Candidacy.objects.count()) == (1, 0)


def test_a_letter_does_not_come_back_on_a_day_to_come(cast: Cast, letter: Letter) -> None:
    letters.approve_letters(by=cast.mo, letters=[letter.pk], today=TODAY)
    render_due(today=TODAY)
    letters.print_batch(by=cast.bus, letters=[letter.pk], today=TODAY)
    letters.mark_posted(by=cast.bus, letters=[letter.pk], posted_on=TODAY, today=TODAY)
    with pytest.raises(Refused, match="not after today"):
        letters.mark_returned(by=cast.bus, letter=letter, returned_on=TOMORROW, reason="gone", today=TODAY)
    letter.refresh_from_db()
    assert letter.state == LetterState.POSTED


def test_a_letter_of_which_no_copy_was_kept_is_not_printed_again(cast: Cast, scene: Callable) -> None:
    with scene():
        person = YoungPersonFactory.create()
        letter = LetterFactory.create(person=person, status=LetterState.POSTED, posted_on=days_ago(3))
    with pytest.raises(Refused, match="No copy of this letter was kept"):
        letters.reprint(by=cast.bus, letter=letter, today=TODAY)
    letter.refresh_from_db()
    assert letter.state == LetterState.POSTED


WAITS = {"unclear_since": timezone.now(), "last_error": "No answer"}


@pytest.mark.parametrize(
    ("how", "note"),
    [
        ({"channel": "text", "status": "approved"}, "."),
        ({"channel": "text", "status": "rendered", "last_error": "No answer"}, "Not sent yet. No answer. It is tried"),
        ({"channel": "text", "status": "sending", **WAITS}, "Not known yet whether GOV.UK Notify has the text"),
        ({"channel": "text", "status": "with_service"}, "The text is with GOV.UK Notify."),
        (
            {"channel": "text", "status": "with_service", "hold_reasons": ["They moved."]},
            "The text is with GOV.UK Notify. It went before it could be stopped. They moved.",
        ),
        ({"channel": "printing_service", "status": "approved"}, "Being made."),
        (
            {"channel": "printing_service", "status": "rendered", "last_error": "No answer"},
            "Not handed over yet. No answer. It is tried again.",
        ),
        ({"channel": "printing_service", "status": "sending", **WAITS}, "Not known yet whether GOV.UK Notify has it"),
        ({"channel": "printing_service", "status": "sending"}, "Being handed over."),
        ({"status": "withdrawn"}, "It must not be posted: take it out of the pile."),
        ({"status": "posted", "hold_reasons": ["They moved."]}, "It went before it could be stopped. They moved."),
        ({"status": "returned", "returned_reason": "Gone away"}, "It came back: Gone away"),
    ],
)
def test_what_a_list_says_of_a_letter_on_its_way(cast: Cast, how: dict[str, Any], note: str) -> None:
    """Each as its state says, and never the words of another way."""
    row = Letter(person=cast.amira, occasion="19", occurrence_on=TODAY + timedelta(days=14), pdf_sha256="x", **how)
    row.content = {"address": ["Amira Khan"]}
    [line] = letter_lines([row], composer_for([row], TODAY))
    assert note in line.note
    assert ("GOV.UK Notify" in line.note) == ("GOV.UK Notify" in note)


def test_nothing_is_late_for_somebody_who_has_died(cast: Cast) -> None:
    row = Letter(person=cast.amira, occasion="19", occurrence_on=days_ago(3), status="planned")
    assert late_words(row, Postage.SECOND, TODAY) == "late: the day has passed"
    row.person.died_on = days_ago(10)
    assert late_words(row, Postage.SECOND, TODAY) == ""


def test_an_entitlement(cast: Cast, scene: Callable) -> None:
    with scene():
        give_status(cast.amira, "former_relevant")
        event = EntitlementEventFactory.create(person=cast.amira, recorded_by=cast.pat)
    with pytest.raises(Refused, match="Choose the contact, or give the day on which you explained it"):
        explain_entitlements(
            by=cast.pat, person=cast.amira, items=[event.item], happened_on=None, contact=None, today=TODAY
        )
    with pytest.raises(Refused, match="This is written down for that day already"):
        write_entitlement_event(
            by=cast.pat,
            person=cast.amira,
            item=event.item,
            kind=event.kind,
            happened_on=event.happened_on,
            today=TODAY,
        )
    with pytest.raises(Refused):
        item_today(cast.amira, "nonsense", TODAY, TODAY)
    assert cast.amira.entitlement_events.get() == event


def test_a_briefing(cast: Cast, scene: Callable) -> None:
    with scene():
        over = SurveyRoundFactory.create(closes_on=days_ago(1))
    briefing = briefings.write_briefing(by=cast.pip, round_=over, briefing=None, revision=None, opening="Thank you.")
    with pytest.raises(Refused, match="Somebody else has begun it a moment ago"):
        briefings.write_briefing(by=cast.vera, round_=over, briefing=None, revision=None, opening="Hello.")
    said = {"theme": None, "said": "Texts wait too long", "did": ""}
    point = briefings.save_point(by=cast.pip, briefing=briefing, point=None, revision=None, details=said)
    to_do = {"what": "Answer each text", "team": "North", "due_on": TODAY, "owner": cast.pat}
    give = partial(briefings.give_action, by=cast.pip, point=point, revision=None, today=TODAY)
    with pytest.raises(Refused, match="has no page of things to do"):
        give(action=None, details=to_do | {"owner": cast.dana})
    given = give(action=None, details=to_do)
    with pytest.raises(Refused, match="Somebody was given something to do about this"):
        briefings.remove_point(by=cast.pip, point=point, revision=None)
    end = partial(briefings.end_action, by=cast.pat, action=given, revision=None, note="We do.", today=TODAY)
    end(outcome="done")
    given.refresh_from_db()
    for again in (lambda: end(outcome="done"), lambda: give(action=given, details=to_do)):
        with pytest.raises(Refused, match="What came of this is written down already"):
            again()
    assert (Briefing.objects.get().opening, BriefingAction.objects.get()) == ("Thank you.", given)
