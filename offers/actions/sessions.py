"""Sessions: set up, changed and cancelled; who signs up, waits and moves up; and who came.

Whoever changes who has a place in a session holds its row, so that two who sign up for the last place take turns. What
somebody who signed up has still to be told is a dated task of whoever works with them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID, uuid5

from django.db.models import Exists, OuterRef, Q, QuerySet

from careleavers.actions.alerts import close_alerts_of_kind
from careleavers.actions.base import Refused, action, record_event
from careleavers.actions.contacts import MET, log_contact
from careleavers.actions.locks import lock_people
from careleavers.actions.revisions import change, claim, claim_unchanged
from careleavers.models import User, YoungPerson
from careleavers.models.statements import Statement
from careleavers.queries.caseloads import open_among
from careleavers.rules.alert_kinds import ClosedBy
from careleavers.rules.words import day
from offers.actions.session_alerts import update_session_alerts
from offers.models import GroupSession, SignUp
from offers.queries.sessions import to_come
from offers.rules.sessions import SignUpState, ToTell, days_of, free_places, why_not_attendance

WHEN_AND_WHERE = {"held_on", "starts_at", "venue"}


@action
def save_session(
    *,
    by: User,
    session: GroupSession | None,
    revision: int | None,
    details: dict[str, Any],
    today: date,
    times: int = 1,
) -> GroupSession:
    """A new session, `times` of them a week apart; or a change of one. Returns the first.

    Those who are signed up are to be told of another day, hour or place. Refused for fewer places than are taken, and
    once it was cancelled.
    """
    if session is None:
        days = days_of(details["held_on"], times)
        made = [GroupSession.objects.create(recorded_by=by, **details | {"held_on": on}) for on in days]
        record_event("session_set_up", by=by, on=made[0], times=times)
        return made[0]
    current = claim(session, revision, details)
    if current.cancelled_on:
        raise Refused("This session was cancelled: set up another one.")
    if current.attendance_on and details["held_on"] != current.held_on:
        raise Refused("Who came is written down already: the day stays.", field="held_on")
    taken, places = _taken(current), details["places"]
    if places is not None and places < taken:
        raise Refused(f"{taken} have a place already: give that number or more.", field="places")
    changed = change(session, revision, details)
    if WHEN_AND_WHERE & set(changed) and session.is_to_come(today):
        _to_be_told(session.sign_ups.filter(state=SignUpState.PLACE), ToTell.CHANGED, today)
    _end(_not_possible_any_more(session.sign_ups.select_related("person", "session"), today), today)
    _move_up(session, today)
    record_event("session_changed", by=by, on=session, fields=changed)
    return session


@action
def cancel_session(*, by: User, session: GroupSession, revision: int | None, because: str, today: date) -> None:
    """It is not held. Everybody who signed up is to be told. Refused once who came is written down."""
    current = claim_unchanged(session, revision)
    if current.cancelled_on:
        raise Refused(f"It was cancelled on {day(current.cancelled_on)} already.")
    if current.attendance_on:
        raise Refused("Who came is written down already, so it was held.")
    current.cancelled_on, current.cancelled_because = today, because
    current.save(update_fields=["cancelled_on", "cancelled_because"])
    _end([(row, SignUp.CANCELLED) for row in current.sign_ups.live().select_related("person", "session")], today)
    record_event("session_cancelled", by=by, on=current)


@action
def sign_up(*, by: User, person: YoungPerson, session: GroupSession, today: date) -> SignUp:
    """They get a place, or wait in line where none is left.

    Refused for a session that was cancelled, a second time, for a restricted record, which whoever leads the session
    must not learn of, and for somebody who is not open to the service on the day.
    """
    lock_people([person.pk])
    person.refresh_from_db(fields=["is_restricted", "died_on"])
    [session] = _locked([session.pk])
    if session.cancelled_on:
        raise Refused(f"It was cancelled on {day(session.cancelled_on)}.")
    if session.sign_ups.live().filter(person=person).exists():
        raise Refused(f"{person.short_name} is signed up already.")
    if why := _why_cannot_come([person], session.held_on).get(person.pk):
        raise Refused(WHY_NOT[why].format(name=person.short_name, day=day(session.held_on)))
    left = free_places(session.places, _taken(session))
    state = SignUpState.WAITING if left == 0 else SignUpState.PLACE
    number = session.sign_ups.count() + 1
    row = SignUp.objects.create(
        session=session, person=person, number=number, state=state, signed_up_on=today, recorded_by=by
    )
    record_event("signed_up_for_session", by=by, person=person, on=row, state=state.value)
    return row


@action
def withdraw(*, by: User, sign_up: SignUp, revision: int | None, today: date) -> None:
    """They do not come: the next in line moves up. Refused where they came."""
    _locked([sign_up.session_id])
    current = claim_unchanged(sign_up, revision)
    if current.state == SignUpState.ENDED:
        raise Refused("They are not signed up any more.")
    if current.came == SignUp.CAME:
        raise Refused("It is written down that they came: put that right first.")
    _end([(current, SignUp.WITHDREW)], today)
    record_event("withdrawn_from_session", by=by, person=current.person, on=current)


@action
def told(*, by: User, sign_up: SignUp, revision: int | None, today: date) -> None:
    """They know now. Told twice, it is told once."""
    current = claim_unchanged(sign_up, revision)
    if not current.to_tell:
        return
    record_event("told_of_session", by=by, person=current.person, on=current, what=current.to_tell)
    _forget_to_tell([current])
    if current.person.session_sign_ups.exclude(to_tell="").exists():
        update_session_alerts(person=current.person, today=today)
    else:
        close_alerts_of_kind(person=current.person, kind=ClosedBy.SESSION, today=today, because="They know")


@action
def note_attendance(
    *,
    by: User,
    session: GroupSession,
    revision: int | None,
    came: Mapping[UUID, str],
    log_for: Collection[UUID] = (),
    today: date,
) -> int:
    """Write down who came, by id of the sign-up; of others what was said stays. Who waited and came has a place
    then. Returns how many contacts were logged.

    For people in `log_for` it is a contact face to face as well, unless one of that day is written down already.
    Refused before the day, for a cancelled session, and where a contact says that somebody was there who was not.
    """
    current = claim_unchanged(session, revision)
    if refusal := why_not_attendance(current.held_on, bool(current.cancelled_on), today):
        raise Refused(refusal)
    logged = 0
    for row in current.sign_ups.live().select_related("person", "contact"):
        row.session = current
        _note(row, came.get(row.pk, row.came))
        if row.came == SignUp.CAME and row.person_id in log_for:
            logged += _log(row, by, today)
    current.attendance_on = current.attendance_on or today
    current.save(update_fields=["attendance_on"])
    over = current.sign_ups.exclude(to_tell="").exclude(to_tell=ToTell.CANCELLED).select_related("person")
    for row in list(over):
        _forget_to_tell([row])
        update_session_alerts(person=row.person, today=today)
    record_event("attendance_noted", by=by, on=current, contacts=logged)
    return logged


def _rows_to_follow(people: list[UUID], today: date) -> QuerySet[SignUp]:
    rows = SignUp.objects.filter(to_come(today) | ~Q(to_tell=""), person__in=people)
    return rows.select_related("person", "session")


ROWS_TO_FOLLOW = Statement(_rows_to_follow, list, date)  # asked whenever facts about somebody change


def places_follow(*, people: Collection[UUID], today: date) -> None:
    """Nobody keeps a place who has died, whose record is restricted, or who is not open to the service on the day of
    the session. Registered with `on_facts_changed`."""
    if not (found := ROWS_TO_FOLLOW.objects(people, today)):
        return
    if _not_possible_any_more(found, today):
        _locked({row.session_id for row in found})
        _end(_not_possible_any_more(ROWS_TO_FOLLOW.objects(people, today), today), today)
    still = open_among([row.person_id for row in found], today)
    to_tell = [row for row in ROWS_TO_FOLLOW.objects(people, today) if row.to_tell]
    _forget_to_tell(row for row in to_tell if row.person.died_on or row.person_id not in still)
    for person in {row.person_id: row.person for row in found}.values():
        update_session_alerts(person=person, today=today)


def places_follow_death(*, people: Collection[UUID], today: date) -> None:
    """Who had a place in a session to come, or waited, has it again where their death was a mistake: the place if one
    is free; else they are in line by their old number, and somebody tells them. Registered with `on_death_changed`."""
    alive = SignUp.objects.filter(person__in=people, person__died_on=None, ended_because=SignUp.DIED)
    ended = alive.filter(session__held_on__gte=today, session__cancelled_on=None)
    if not (ids := set(ended.values_list("session", flat=True))):
        return
    sessions = {session.pk: session for session in _locked(ids)}
    signed_up_since = SignUp.objects.live().filter(session=OuterRef("session"), person=OuterRef("person"))
    for row in ended.exclude(Exists(signed_up_since)).select_related("person"):
        session = sessions[row.session_id]
        if row.person_id in _why_cannot_come([row.person], session.held_on):
            continue
        is_full = free_places(session.places, _taken(session)) == 0
        row.state = SignUpState.WAITING if is_full else SignUpState.PLACE
        row.ended_on, row.ended_because = None, ""
        row.save(update_fields=["state", "ended_on", "ended_because"])
        if is_full:
            _to_be_told([row], ToTell.CHANGED, today)
        record_event("signed_up_again", by=None, person=row.person, on=row, state=row.state.value)


WHY_NOT = {
    SignUp.DIED: "{name} has died.",
    SignUp.RESTRICTED: "Their record is restricted: others would see their name on the list of the session.",
    SignUp.NOT_OPEN: "{name} is not open to the service on {day}.",
}


def _why_cannot_come(people: Iterable[YoungPerson], on: date) -> dict[UUID, str]:
    """Of those who cannot come on the day: why, as a reason of SignUp. One query."""
    people = list(people)
    may = open_among([each.pk for each in people], on)
    found = {each.pk: SignUp.NOT_OPEN for each in people if each.pk not in may}
    found |= {each.pk: SignUp.RESTRICTED for each in people if each.is_restricted}
    return found | {each.pk: SignUp.DIED for each in people if each.died_on and each.died_on <= on}


def _not_possible_any_more(rows: Iterable[SignUp], today: date) -> list[tuple[SignUp, str]]:
    """Of these sign-ups, with person and session: those for sessions to come that end, each with the reason. A query
    for each day."""
    by_day: dict[date, list[SignUp]] = defaultdict(list)
    for row in rows:
        if row.state != SignUpState.ENDED and not row.came and row.session.is_to_come(today):
            by_day[row.session.held_on].append(row)
    why = {on: _why_cannot_come([row.person for row in each], on) for on, each in by_day.items()}
    return [(row, why[on][row.person_id]) for on, each in by_day.items() for row in each if row.person_id in why[on]]


def _locked(ids: Collection[UUID]) -> list[GroupSession]:
    """The sessions as they are now, held: whoever signs up for them takes turns."""
    return list(GroupSession.objects.filter(pk__in=ids).order_by("pk").select_for_update(of=("self",)))


def _taken(session: GroupSession) -> int:
    return session.sign_ups.filter(state=SignUpState.PLACE).count()


# Of what ends by itself or by somebody else, those who signed up are told. Who withdrew knows it.
TELLS_OF_END = {SignUp.CANCELLED: ToTell.CANCELLED, SignUp.RESTRICTED: ToTell.GIVEN_UP}


def _end(rows: Collection[tuple[SignUp, str]], today: date) -> None:
    """End these sign-ups, each for its reason, and let others move up. Whoever calls holds the sessions."""
    for row, because in rows:
        row.state, row.came, row.ended_on, row.ended_because = SignUpState.ENDED, "", today, because
        tell = TELLS_OF_END.get(because, ToTell.NOTHING)
        row.to_tell, row.to_tell_since = tell, today if tell else None
        row.save(update_fields=["state", "came", "ended_on", "ended_because", "to_tell", "to_tell_since"])
        update_session_alerts(person=row.person, today=today)
    for session in {row.session_id: row.session for row, _ in rows}.values():
        _move_up(session, today)


def _move_up(session: GroupSession, today: date) -> None:
    """Whoever waits first gets each place that is free, and is to be told."""
    if not session.is_to_come(today):
        return
    left = free_places(session.places, _taken(session))
    next_ones = session.sign_ups.in_line().select_related("person")[:left]
    for row in next_ones:
        row.state = SignUpState.PLACE
        row.save(update_fields=["state"])
    _to_be_told(next_ones, ToTell.MOVED_UP, today)


def _to_be_told(rows: Iterable[SignUp], what: ToTell, today: date) -> None:
    for row in rows:
        row.to_tell, row.to_tell_since = what, today
        row.save(update_fields=["to_tell", "to_tell_since"])
        update_session_alerts(person=row.person, today=today)


def _forget_to_tell(rows: Iterable[SignUp]) -> None:
    for row in rows:
        row.to_tell, row.to_tell_since = ToTell.NOTHING, None
        row.save(update_fields=["to_tell", "to_tell_since"])


def _note(row: SignUp, came: str) -> None:
    if row.came == SignUp.CAME != came and row.contact and row.contact.voided_at is None:
        raise Refused(
            f"A contact of that day says that {row.person.short_name} was there: take that contact out first."
        )
    row.came = came
    if came == SignUp.CAME:
        row.state = SignUpState.PLACE
    row.save(update_fields=["came", "state"])


def _log(row: SignUp, by: User, today: date) -> int:
    """1 when a contact was logged; 0 where one face to face is there of that day."""
    session = row.session
    there = row.person.contacts.live().filter(happened_on=session.held_on, **MET)
    if there.exists() or (row.person.died_on and row.person.died_on < session.held_on):
        return 0
    row.contact = log_contact(
        by=by,
        person=row.person,
        today=today,
        submission_id=uuid5(row.pk, f"attendance {row.revision}"),
        happened_on=session.held_on,
        happened_at_time=session.starts_at,
        place=session.venue[:100],
        note=f"Came to: {session} ({session.get_kind_display()}).",
        **MET,
    )
    row.save(update_fields=["contact"])
    return 1
