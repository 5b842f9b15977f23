"""Letters that mark no birthday: asked for by an adviser, or planned as soon as a hand-over is or a reminder is near.

From then on they are letters like any other: held, approved, made, printed, watched and followed until they are there.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from careleavers.actions.base import Refused, action, record_event
from careleavers.models import Appointment, PolicyValue, TouchStatus, User, YoungPerson
from offers.actions.watching import check_letters, follow_letters, take_back
from offers.documents.composing import TEMPLATE_VERSION
from offers.models import Letter
from offers.queries.hand_overs import PLANNED_HAND_OVERS, PLANNED_HAND_OVERS_OF
from offers.queries.letter_channels import authority_channel
from offers.queries.letter_facts import PeopleFacts
from offers.queries.letter_occasions import council_tax_home, may_be_reminded, why_not_for_council_tax, why_not_invite
from offers.rules.letter_kinds import COUNCIL_TAX_WITHIN, LetterKind, invited_by, occasion_of, reminders
from offers.rules.letter_states import LetterState

BATCH = 1000


@action
def ask_for_council_tax_letter(*, by: User, person: YoungPerson, today: date) -> Letter:
    """A letter that confirms who they are as a care leaver, for whoever sends them the bill for council tax.

    One for each home: asked for twice it is Refused, with how it is with the first, unless that was cancelled.
    """
    if refusal := why_not_for_council_tax(person, today):
        raise Refused(refusal)
    home = council_tax_home(person, today)
    asked = Letter(person=person, kind=LetterKind.COUNCIL_TAX, about=home.pk, occurrence_on=today + COUNCIL_TAX_WITHIN)
    return _ask_for(asked, by=by, what="for this home", today=today)


@action
def invite_to_review(*, by: User, appointment: Appointment, today: date) -> Letter:
    """An invitation to the review of their pathway plan for which this appointment is.

    One for each appointment: asked for twice it is Refused, with how it is with the first, unless that was cancelled.
    """
    current = Appointment.objects.select_related("person", "worker").get(pk=appointment.pk)
    if refusal := why_not_invite(current, today):
        raise Refused(refusal)
    asked = Letter(
        person=current.person,
        kind=LetterKind.REVIEW,
        about=current.pk,
        occurrence_on=invited_by(current.planned_on, today),
    )
    return _ask_for(asked, by=by, what="for this review", today=today)


def _ask_for(asked: Letter, *, by: User, what: str, today: date) -> Letter:
    """Inside an action: the letter that is asked for, new or after it was cancelled. Refused where there is one."""
    about = asked.about
    assert about is not None, "a letter that somebody asks for is about something"
    letter, is_new = Letter.objects.select_for_update(of=("self",)).get_or_create(
        person=asked.person,
        kind=asked.kind,
        about=about,
        defaults={
            "occasion": occasion_of(about),
            "occurrence_on": asked.occurrence_on,
            "template_version": TEMPLATE_VERSION,
            "channel": authority_channel(PolicyValue.objects.in_force(today)),
        },
    )
    if not is_new:
        if letter.status != LetterState.CANCELLED:
            raise Refused(f"There is a letter {what}: it is “{letter.state_words.lower()}”.")
        letter.occurrence_on, letter.cancelled_reason, letter.lapsed = asked.occurrence_on, "", False
        take_back(letter)
    letter.person = asked.person
    record_event("letter_asked_for", by=by, person=letter.person, on=letter, kind=letter.kind)
    check_letters([letter], today)
    return letter


def plan_hand_over_letters(*, people: Collection[UUID] | None = None, today: date) -> int:
    """Inside an action: a letter for each hand-over that is planned and has none, where the authority writes them.

    Returns how many were planned. `people` keeps to some of them.
    """
    planned = PLANNED_HAND_OVERS.rows() if people is None else PLANNED_HAND_OVERS_OF.rows(people)
    policies = PolicyValue.objects.in_force(today) if planned else {}
    if policies.get("hand_over_letters") != "yes":
        return 0
    return _plan(LetterKind.HAND_OVER, planned, policies, today)


def plan_reminders(*, people: Collection[UUID] | None = None, first: date, last: date, today: date) -> int:
    """Inside an action: a letter for each reminder from `first` to `last`, both included, that has none, where the
    authority writes them: to whoever refuses contact or wants no more, and would have an adviser if they asked.

    Returns how many were planned. `people` keeps to some of them.
    """
    policies = PolicyValue.objects.in_force(today)
    if policies["reminder_letters"] != "yes":
        return 0
    said = TouchStatus.objects.filter(person__died_on=None, starts_on__lte=last)
    rows = list((said if people is None else said.filter(person__in=people)).select_related("person"))
    facts = PeopleFacts([each.person for each in rows], today)
    due = [
        (each.person_id, about, day)
        for each in rows
        for about, day in reminders(each.pk, each.kind, each.starts_on, first, last)
        if (each.ends_on is None or each.ends_on > day) and may_be_reminded(facts, each.person, day)
    ]
    return _plan(LetterKind.REMINDER, sorted(due), policies, today)


def _plan(
    kind: LetterKind, planned: Iterable[tuple[UUID, UUID, date]], policies: Mapping[str, Any], today: date
) -> int:
    """A letter for each person, what it is about and its day, unless there is one; returns how many are new."""
    rows = [
        Letter(
            person_id=person,
            kind=kind,
            about=about,
            occasion=occasion_of(about),
            occurrence_on=day,
            template_version=TEMPLATE_VERSION,
            channel=authority_channel(policies),
        )
        for person, about, day in planned
    ]
    Letter.objects.bulk_create(rows, batch_size=BATCH, ignore_conflicts=True)
    made = Letter.objects.filter(pk__in=[row.pk for row in rows])
    number = made.count()
    follow_letters(made, today)
    return number


def hand_overs_follow(*, people: Collection[UUID], today: date) -> None:
    """Plan the letters of hand-overs that were planned now. Registered with `on_facts_changed`."""
    plan_hand_over_letters(people=people, today=today)
