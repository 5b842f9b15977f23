"""Complaints and representations: written down, the advocate offered, stage by stage, to the outcome."""

from __future__ import annotations

from datetime import date
from typing import Any

from careleavers.actions.alerts import close_alerts_of_kind
from careleavers.actions.base import Refused, action, record_event
from careleavers.actions.complaint_alerts import complaints_follow_end
from careleavers.actions.facts_changed import facts_changed
from careleavers.actions.lifetimes import why_before_birth
from careleavers.actions.next_steps import NextStep, set_next_step
from careleavers.actions.revisions import EditConflict, change, claim, claim_unchanged
from careleavers.models import Complaint, ComplaintStep, User, YoungPerson
from careleavers.rules.alert_kinds import ClosedBy
from careleavers.rules.complaints import ComplaintStage
from careleavers.rules.words import day

CLOSED = "It is closed: take back the outcome first."


@action(open_after_death="A complaint goes on to its answer, and their family may make one.")
def write_complaint(
    *,
    by: User,
    person: YoungPerson,
    complaint: Complaint | None = None,
    revision: int | None = None,
    today: date,
    next_step: NextStep | None = None,
    **facts: Any,
) -> Complaint:
    """Write down what somebody complains of or means to, or put it right. `facts` are fields of Complaint.

    One that was made begins with 14 days to settle it informally (Vol 3 9.5). Refused for a day before their birth.
    """
    known_on = min(filter(None, (facts["intended_on"], facts["made_on"])))
    if refusal := why_before_birth(person, known_on):
        raise Refused(refusal, field="made_on")
    if complaint:
        change(complaint, revision, facts)
    else:
        complaint = Complaint.objects.create(person=person, recorded_by=by, **facts)
    set_next_step(by=by, person=person, row=complaint, step=next_step)
    _begin_informally(complaint, by)
    _followed(complaint, today)
    record_event("complaint_written", by=by, person=person, on=complaint, kind=complaint.kind, about=complaint.about)
    return complaint


def _begin_informally(complaint: Complaint, by: User) -> None:
    """The informal stage begins on the day on which it was made, whatever day is given for that now."""
    informal = complaint.stages.filter(stage=ComplaintStage.INFORMAL).first()
    if complaint.made_on is None:
        if complaint.stages.exists():
            raise Refused("Its procedure has begun: give the day on which it was made.", field="made_on")
    elif informal is None:
        ComplaintStep.objects.create(
            complaint=complaint, stage=ComplaintStage.INFORMAL.value, starts_on=complaint.made_on, recorded_by=by
        )
    elif informal.answered_on and informal.answered_on < complaint.made_on:
        raise Refused(f"It was answered on {day(informal.answered_on)}: give an earlier day.", field="made_on")
    elif informal.starts_on != complaint.made_on:
        change(informal, None, {"starts_on": complaint.made_on})


@action(open_after_death="A complaint goes on to its answer.")
def record_advocacy(*, by: User, complaint: Complaint, revision: int | None = None, today: date, **facts: Any) -> None:
    """When an advocate was offered, the answer, and who it is. `facts` are fields of Complaint (Vol 3 9.7)."""
    offered_on = facts["advocate_offered_on"]
    if offered_on and offered_on < complaint.known_on:
        raise Refused(
            f"We knew of it from {day(complaint.known_on)}: give that day or a later one.", field="advocate_offered_on"
        )
    change(complaint, revision, facts)
    _followed(complaint, today)
    record_event("complaint_advocacy", by=by, person=complaint.person, on=complaint, answer=complaint.advocate_answer)


@action(open_after_death="A complaint goes on to its answer.")
def write_stage(
    *,
    by: User,
    complaint: Complaint,
    stage: str,
    revision: int | None = None,
    today: date,
    starts_on: date,
    answered_on: date | None,
    **facts: Any,
) -> ComplaintStep:
    """Begin a stage, answer it, or put it right. A stage that is open when another begins after it ends that day.

    EditConflict when somebody else began it since the form was opened. Refused while the complaint is no more than
    intended, once it is closed, and for days out of order.
    """
    current = claim(complaint, None, {})
    if refusal := _why_not_stage(current, stage, starts_on):
        raise Refused(refusal, field="starts_on")
    row = current.stages.filter(stage=stage).first()
    given = {"starts_on": starts_on, "answered_on": answered_on, **facts}
    if row and revision is None:
        raise EditConflict(None, row, given)
    if row:
        change(row, revision, given)
    else:
        open_ones = current.stages.filter(answered_on=None)
        for earlier in open_ones:
            change(earlier, None, {"answered_on": max(starts_on, earlier.starts_on)})
        row = ComplaintStep.objects.create(complaint=current, stage=stage, recorded_by=by, **given)
    _followed(complaint, today)
    record_event("complaint_stage_written", by=by, person=complaint.person, on=complaint, stage=stage)
    return row


def _why_not_stage(complaint: Complaint, stage: str, starts_on: date) -> str | None:
    if complaint.closed_on:
        return CLOSED
    if complaint.made_on is None:
        return "It is only intended: write down the day on which it was made first."
    order = [each.value for each in ComplaintStage]
    for other in complaint.stages.exclude(stage=stage):
        comes_first = order.index(other.stage) < order.index(stage)
        if (comes_first and other.starts_on > starts_on) or (not comes_first and other.starts_on < starts_on):
            return f"“{other.get_stage_display()}” began on {day(other.starts_on)}: check the order of the days."
    return None


@action(open_after_death="A complaint goes on to its answer.")
def close_complaint(
    *, by: User, complaint: Complaint, revision: int | None = None, today: date, closed_on: date | None, **facts: Any
) -> None:
    """The outcome, what was done and what we learn; or, without a day, take the outcome back so that it is open again.

    A stage that is open ends with it. `facts` are fields of Complaint. Refused for a day before we knew of it.
    """
    if closed_on and closed_on < complaint.known_on:
        raise Refused(f"We knew of it from {day(complaint.known_on)}: give that day or a later one.", field="closed_on")
    change(complaint, revision, {"closed_on": closed_on, **facts})
    if closed_on:
        for stage in complaint.stages.filter(answered_on=None):
            change(stage, None, {"answered_on": max(closed_on, stage.starts_on)})
        set_next_step(by=by, person=complaint.person, row=complaint, step=None)
    _followed(complaint, today)
    name = "complaint_closed" if closed_on else "complaint_reopened"
    record_event(name, by=by, person=complaint.person, on=complaint, outcome=complaint.outcome)


@action(open_after_death="A complaint goes on to its answer.")
def remove_complaint(*, by: User, complaint: Complaint, revision: int | None, today: date) -> None:
    """Take out what was written down by mistake; the history keeps it, with its stages."""
    current = claim_unchanged(complaint, revision)
    set_next_step(by=by, person=complaint.person, row=current, step=None)
    record_event("complaint_removed", by=by, person=complaint.person, on=current)
    current.delete()
    _followed(complaint, today)


def _followed(complaint: Complaint, today: date) -> None:
    """Alerts about it are right at once."""
    close_alerts_of_kind(
        person=complaint.person, kind=ClosedBy.COMPLAINT, today=today, because="The complaint was written on"
    )
    complaints_follow_end(people=[complaint.person_id], today=today)
    facts_changed(people=[complaint.person_id], today=today)
