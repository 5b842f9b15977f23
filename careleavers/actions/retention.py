"""Records are held back with a reason, and destroyed by two people when they are past their date."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet

from careleavers.actions.base import Refused, action, record_event
from careleavers.actions.erasing import erase
from careleavers.actions.locks import lock_people
from careleavers.actions.next_steps import NextStep, set_next_step
from careleavers.actions.revisions import change, claim_unchanged
from careleavers.models import Destruction, LegalHold, User, YoungPerson
from careleavers.models.retention import OPEN_HOLD
from careleavers.queries.record_requests import first_to_answer, who_may_answer
from careleavers.queries.retention import OPEN_DESTRUCTION, open_destruction, retention_of, why_not_destroyed

AFTER_DEATH = "How long a record is kept is decided after a death too."
NOBODY_ELSE = (
    "Nobody else could decide on it: no other manager of this team and of those above it can open this record. Ask the "
    "administrator to give another manager a role in the team, then propose it again."
)
DECIDED_FROM = {
    Destruction.APPROVED: [Destruction.PROPOSED],
    Destruction.CALLED_OFF: [Destruction.PROPOSED, Destruction.APPROVED],
}
REVIEW = "Look again at why this record is held"


@action(open_after_death=AFTER_DEATH)
def place_hold(
    *,
    by: User,
    person: YoungPerson,
    hold: LegalHold | None = None,
    revision: int | None = None,
    reason: str,
    review_on: date,
    today: date,
) -> LegalHold:
    """Hold the record back from destruction, or change why and until when that is looked at again. What was proposed
    or approved is called off. The same twice is one."""
    if hold:
        if claim_unchanged(hold, None).ended_on:
            raise Refused("It has ended already.")
        change(hold, revision, {"reason": reason, "review_on": review_on})
    else:
        facts = {"person": person, "recorded_by": by, "reason": reason, "review_on": review_on}
        lock_people([person.pk])
        if same := LegalHold.objects.filter(OPEN_HOLD, **facts).first():
            return same
        hold = LegalHold.objects.create(**facts)
    step = hold.open_step
    set_next_step(by=by, person=person, row=hold, step=NextStep(REVIEW, review_on, step.assigned_to if step else by))
    for destruction in Destruction.objects.filter(OPEN_DESTRUCTION, person_id=person.pk):
        _decide(destruction, None, Destruction.CALLED_OFF, by, today)
    record_event("record_held", by=by, person=person, on=hold, review_on=review_on)
    return hold


@action(open_after_death=AFTER_DEATH)
def end_hold(*, by: User, hold: LegalHold, revision: int | None, today: date, ended_because: str) -> None:
    """It need not be held any more; the history and the audit keep that it was."""
    current = claim_unchanged(hold, revision)
    if current.ended_on:
        raise Refused("It has ended already.")
    set_next_step(by=by, person=current.person, row=current, step=None)
    change(current, None, {"ended_on": today, "ended_because": ended_because})
    record_event("record_hold_ended", by=by, person=current.person, on=current)


def pass_on_holds(worker: User, *, today: date) -> None:
    """Inside the action that closes the account: a manager of theirs is to ask why a record is still held. Nobody works
    with most of those whose records are held, so no case holder takes it over.
    """
    _pass_on(LegalHold.objects.filter(next_step__assigned_to=worker), [worker.pk], today)


def pass_on_holds_about(person: YoungPerson, former: Collection[UUID], *, today: date) -> None:
    """Inside an action: so it is where these may not see the record any more."""
    _pass_on(LegalHold.objects.filter(person=person, next_step__assigned_to__in=former), former, today)


def _pass_on(holds: QuerySet[LegalHold], former: Collection[UUID], today: date) -> None:
    held = holds.filter(OPEN_HOLD, next_step__done_on=None).select_related("person", "next_step__assigned_to")
    for hold in held.order_by("pk"):
        step = hold.next_step
        able = who_may_answer(hold.person, today).exclude(pk__in=former)
        manager = first_to_answer(able, hold.person, step.assigned_to, today) if step else None
        if step and manager:
            change(step, None, {"assigned_to": manager})


@action(open_after_death=AFTER_DEATH)
def propose_destruction(*, by: User, person: YoungPerson, today: date) -> Destruction:
    """Ask a second person to destroy the record. Refused before its date, while it is held or asked already,
    and where nobody else could decide.
    """
    if refusal := why_not_destroyed(person, today):
        raise Refused(refusal)
    if open_destruction(person.pk):
        raise Refused("It is proposed already.")
    if not who_may_answer(person, today).exclude(pk=by.pk).exists():
        raise Refused(NOBODY_ELSE)
    kept = retention_of(person)
    destruction = Destruction.objects.create(
        person_id=person.pk, keep_until=kept.keep_until, because=kept.because, proposed_by=by, proposed_on=today
    )
    record_event("destruction_proposed", by=by, person=person, on=destruction)
    return destruction


@action(open_after_death=AFTER_DEATH)
def approve_destruction(
    *, by: User, destruction: Destruction, person: YoungPerson, revision: int | None, today: date
) -> None:
    """A second person agrees. Refused for who proposed it, and where something stands in the way since."""
    if destruction.proposed_by_id == by.pk:
        raise Refused("You proposed it: somebody else decides.")
    if refusal := why_not_destroyed(person, today):
        raise Refused(refusal)
    _decide(destruction, revision, Destruction.APPROVED, by, today)
    record_event("destruction_approved", by=by, person=person, on=destruction)


@action(open_after_death=AFTER_DEATH)
def call_off_destruction(
    *, by: User, destruction: Destruction, person: YoungPerson, revision: int | None, today: date
) -> None:
    """It stays as it is. Whoever may destroy records may call it off, until it is done."""
    _decide(destruction, revision, Destruction.CALLED_OFF, by, today)
    record_event("destruction_called_off", by=by, person=person, on=destruction)


def _decide(destruction: Destruction, revision: int | None, state: str, by: User, on: date) -> None:
    """Refused where somebody was quicker and it can no longer come to this state."""
    current = claim_unchanged(destruction, revision)
    if current.state not in DECIDED_FROM[state]:
        raise Refused("It is decided already.")
    change(current, None, {"state": state, "decided_by": by, "decided_on": on})


@action
def destroy_record(*, by: None = None, destruction_id: UUID, now: datetime, today: date) -> Destruction:
    """Destroy one record that two people agreed on: every row of it with its history, in one transaction.

    What stays is this certificate and, without its details, the audit. Refused where something stands in the way since,
    and by the role of web and worker, which may not: run it as the owner of the database.
    """
    destruction = claim_unchanged(Destruction.objects.get(pk=destruction_id), None)
    if destruction.state != Destruction.APPROVED:
        raise Refused("It is not approved, or done already.")
    person = YoungPerson.objects.get(pk=destruction.person_id)
    if refusal := why_not_destroyed(person, today):
        raise Refused(refusal)
    counts = erase(person, destruction)
    change(destruction, None, {"state": Destruction.DONE, "done_at": now, "counts": counts})
    record_event("record_destroyed", by=None, person=person, on=destruction, rows=sum(counts.values()))
    return destruction
