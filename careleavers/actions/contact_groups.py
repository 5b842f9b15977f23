"""One contact with several young people: each record gets a row of its own, with what all share and its own words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID, uuid5

from careleavers.actions.base import Refused, action
from careleavers.actions.contacts import log_contact, why_not_after_death
from careleavers.models import Contact, User, YoungPerson

BETWEEN = "\n\n"  # what all share, and what is about one of them
# What is true of everybody who was there. A home that was seen, a worry and what was marked belong to the form's own.
SHARED = ("method", "result", "happened_at_time", "place", "minutes", "participants")


@action(open_after_death="As for a contact with one of them.")
def log_together(
    *,
    by: User,
    person: YoungPerson,
    today: date,
    submission_id: UUID,
    happened_on: date,
    others: Sequence[tuple[YoungPerson, str]] = (),
    own_note: str = "",
    **facts: Any,
) -> Contact:
    """Log the contact about `person`, and one about each of the `others` with the words about them alone.

    Returns the person's own. Files (`documents`) go into that one alone: nobody can check whom else a
    photo shows. Sent twice it is one contact each, as in `log_contact`, which takes the other arguments.
    """
    for other, _ in others:
        if refusal := why_not_after_death(other, happened_on, facts["result"]):
            raise Refused(refusal, field="also_1")
    shared = facts.pop("note", "")
    group: dict[str, Any] = {"group_id": submission_id} if others else {}
    contact = log_contact(
        by=by,
        person=person,
        today=today,
        submission_id=submission_id,
        happened_on=happened_on,
        note=joined(shared, own_note),
        **facts,
        **group,
    )
    for other, own in others:
        log_contact(
            by=by,
            person=other,
            today=today,
            submission_id=uuid5(submission_id, str(other.pk)),
            happened_on=happened_on,
            note=joined(shared, own),
            group_id=submission_id,
            **{name: facts[name] for name in SHARED if name in facts},
        )
    return contact


def joined(shared: str, own: str) -> str:
    return BETWEEN.join(text for text in (shared.strip(), own.strip()) if text)


def parted(notes: Sequence[str]) -> tuple[str, list[str]]:
    """The words that all these notes begin with, in whole paragraphs, and the rest of each: `joined`, the other way."""
    paragraphs = [note.split(BETWEEN) if note else [] for note in notes]
    same = 0
    while all(len(each) > same for each in paragraphs) and len({each[same] for each in paragraphs}) == 1:
        same += 1
    return BETWEEN.join(paragraphs[0][:same]), [BETWEEN.join(each[same:]) for each in paragraphs]
