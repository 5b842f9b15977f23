"""Mentors: kept in a register, matched with young people who want one, asked about, and ended.

What is to be done next about somebody's mentor is a dated task of whoever works with them.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from careleavers.actions.alerts import AlertKey, close_alerts_of_kind, open_and_close_alerts
from careleavers.actions.base import Refused, action, record_event
from careleavers.actions.lifetimes import EARLIER, why_not_in_life
from careleavers.actions.locks import lock_people
from careleavers.actions.revisions import change, claim, claim_unchanged
from careleavers.models import Alert, User, YoungPerson
from careleavers.rules.alert_kinds import ClosedBy
from careleavers.rules.words import amount, day
from offers.models import Mentor, Mentoring
from offers.rules.mentors import MentorTask, why_not_match, why_not_mentor

TO_FIND, TO_ASK = "mentor_to_find", "mentor_to_ask_about"
MOST_TEXT = 200


@action
def save_mentor(
    *, by: User, mentor: Mentor | None, revision: int | None, details: dict[str, Any], today: date
) -> Mentor:
    """A new mentor, or a change of one. Refused where the day by which their check is asked for again has come, and
    for fewer than they are a mentor of; they stop once nobody has them any more."""
    if details["check_by"] <= today and details["ended_on"] is None:
        raise Refused("Give a day after today.", field="check_by")
    if mentor is None:
        mentor = Mentor.objects.create(recorded_by=by, **details)
    else:
        claim(mentor, revision, details)  # whoever matches somebody takes the same lock
        taken = taken_of(mentor)
        people = amount(taken, "young person", "young people")
        if details["places"] < taken:
            raise Refused(f"They are a mentor of {people}: give that number or more.", field="places")
        if details["ended_on"] and taken:
            raise Refused(f"They are a mentor of {people}: end that first, in each record.", field="ended_on")
        change(mentor, revision, details)
    record_event("mentor_saved", by=by, on=mentor, keeper=str(mentor.keeper_id))
    return mentor


@action
def ask_for_mentor(*, by: User, person: YoungPerson, asked_on: date, hopes: str, today: date) -> Mentoring:
    """They want a mentor. Refused while they wait for one or have one."""
    lock_people([person.pk])
    if refusal := why_not_in_life(person, asked_on, EARLIER):
        raise Refused(refusal, field="asked_on")
    if person.mentorings.filter(ended_on=None).exists():
        raise Refused("They wait for a mentor or have one already: end that first, if it is over.")
    row = Mentoring.objects.create(person=person, asked_on=asked_on, hopes=hopes, recorded_by=by)
    record_event("mentor_wished_for", by=by, person=person, on=row)
    update_mentor_alerts(person=person, today=today)
    return row


@action
def match_mentor(
    *,
    by: User,
    mentoring: Mentoring,
    revision: int | None,
    mentor: Mentor,
    began_on: date,
    look_again_on: date,
    today: date,
) -> None:
    """The two have met and go on. Refused for a mentor without a check that somebody has seen, or without a place;
    two who match with the last place take turns."""
    held = Mentor.objects.select_for_update().get(pk=mentor.pk)
    current = claim_unchanged(mentoring, revision)
    if current.ended_on or current.mentor_id:
        raise Refused("They have a mentor already, or do not want one any more.")
    if wrong := why_not_match(current.asked_on, began_on, look_again_on, today):
        raise Refused(wrong[1], field=wrong[0])
    if refusal := why_not_mentor(
        places=held.places,
        taken=taken_of(held),
        checked_on=held.checked_on,
        check_by=held.check_by,
        ended_on=held.ended_on,
        on=today,
    ):
        raise Refused(f"{held.name}: {refusal[0].lower()}{refusal[1:]}", field="mentor")
    current.mentor, current.began_on, current.look_again_on = held, began_on, look_again_on
    current.save(update_fields=["mentor", "began_on", "look_again_on"])
    record_event("mentor_matched", by=by, person=current.person, on=current, mentor=str(held.pk))
    _next(current, "A mentor was found", today)


@action
def look_at_mentoring(
    *, by: User, mentoring: Mentoring, revision: int | None, how_it_goes: str, look_again_on: date, today: date
) -> None:
    """They were asked today how it goes, and will be asked again by a day."""
    current = claim_unchanged(mentoring, revision)
    if current.ended_on or not current.mentor_id:
        raise Refused("They have no mentor now.")
    if look_again_on <= today:
        raise Refused("Give a day after today.", field="look_again_on")
    current.looked_on, current.how_it_goes, current.look_again_on = today, how_it_goes, look_again_on
    current.save(update_fields=["looked_on", "how_it_goes", "look_again_on"])
    record_event("mentoring_looked_at", by=by, person=current.person, on=current)
    _next(current, "They were asked", today)


@action
def end_mentoring(
    *, by: User, mentoring: Mentoring, revision: int | None, ended_on: date, ended_because: str, today: date
) -> None:
    """It is over, or nobody was found. Refused before the last thing that is written down about it."""
    current = claim_unchanged(mentoring, revision)
    if current.ended_on:
        raise Refused(f"It ended on {day(current.ended_on)} already.")
    last = current.last_on or current.asked_on
    if ended_on < last:
        raise Refused(f"Something is written down of {day(last)}: give that day or a later one.", field="ended_on")
    if ended_on > today:
        raise Refused(f"{day(ended_on)} has not come yet.", field="ended_on")
    current.ended_on, current.ended_because = ended_on, ended_because
    current.save(update_fields=["ended_on", "ended_because"])
    record_event("mentoring_ended", by=by, person=current.person, on=current, because=ended_because)
    _next(current, "It has ended", today)


def mentoring_follows_death(*, people: Collection[UUID], today: date) -> None:
    """Nothing more is asked about their mentor after a death, and again where it was a mistake. Registered with
    `on_death_changed`."""
    for person in YoungPerson.objects.filter(pk__in=people):
        update_mentor_alerts(person=person, today=today)


def update_mentor_alerts(*, person: YoungPerson, today: date) -> None:
    """Part of an action: make the open task about their mentor what is to be done next."""
    wanted = {}
    for row in Mentoring.objects.going_on().filter(person=person).select_related("mentor"):
        if task := row.next_task():
            alert = _alert(person, task, today)
            wanted[AlertKey.of(alert)] = alert
    open_and_close_alerts(person=person, codes=(TO_FIND, TO_ASK), wanted=wanted, today=today)


def taken_of(mentor: Mentor) -> int:
    """How many young people they are a mentor of. One query."""
    return Mentoring.objects.going_on().filter(mentor=mentor).count()


def _alert(person: YoungPerson, task: MentorTask, today: date) -> Alert:
    return Alert(
        person_id=person.pk,
        code=TO_FIND if task.is_to_find else TO_ASK,
        cycle_started_on=task.since,
        due_on=task.due_on,
        text=task.text[:MOST_TEXT],
        because="They asked for a mentor, and nobody should be left waiting or with one who does not suit them.",
        closed_by_kind=ClosedBy.MENTOR,
        opened_on=today,
    )


def _next(mentoring: Mentoring, because: str, today: date) -> None:
    person = mentoring.person
    close_alerts_of_kind(person=person, kind=ClosedBy.MENTOR, today=today, because=because)
    update_mentor_alerts(person=person, today=today)
