"""Letters that mark no birthday: asked for by an adviser, or planned as soon as a hand-over is.

From then on they are letters like any other: held, approved, made, printed, watched and followed until they are there.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from uuid import UUID

from careleavers.actions.base import Refused, action, record_event
from careleavers.models import PolicyValue, User, YoungPerson
from offers.actions.watching import check_letters, follow_letters, take_back
from offers.documents.composing import TEMPLATE_VERSION
from offers.models import Letter
from offers.queries.hand_overs import PLANNED_HAND_OVERS, PLANNED_HAND_OVERS_OF
from offers.queries.letter_channels import authority_channel
from offers.queries.letter_occasions import council_tax_home, why_not_for_council_tax
from offers.rules.letter_kinds import COUNCIL_TAX_WITHIN, LetterKind, occasion_of
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
    letter, is_new = Letter.objects.select_for_update(of=("self",)).get_or_create(
        person=person,
        kind=LetterKind.COUNCIL_TAX,
        about=home.pk,
        defaults={
            "occasion": occasion_of(home.pk),
            "occurrence_on": today + COUNCIL_TAX_WITHIN,
            "template_version": TEMPLATE_VERSION,
            "channel": authority_channel(PolicyValue.objects.in_force(today)),
        },
    )
    if not is_new:
        if letter.status != LetterState.CANCELLED:
            raise Refused(f"There is a letter for this home: it is “{letter.state_words.lower()}”.")
        letter.occurrence_on, letter.cancelled_reason = today + COUNCIL_TAX_WITHIN, ""
        take_back(letter)
    letter.person = person
    record_event("letter_asked_for", by=by, person=person, on=letter, kind=letter.kind)
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
    rows = [
        Letter(
            person_id=person,
            kind=LetterKind.HAND_OVER,
            about=allocation,
            occasion=occasion_of(allocation),
            occurrence_on=starts_on,
            template_version=TEMPLATE_VERSION,
            channel=authority_channel(policies),
        )
        for person, allocation, starts_on in planned
    ]
    Letter.objects.bulk_create(rows, batch_size=BATCH, ignore_conflicts=True)
    made = Letter.objects.filter(pk__in=[row.pk for row in rows])
    number = made.count()
    follow_letters(made, today)
    return number


def hand_overs_follow(*, people: Collection[UUID], today: date) -> None:
    """Plan the letters of hand-overs that were planned now. Registered with `on_facts_changed`."""
    plan_hand_over_letters(people=people, today=today)
