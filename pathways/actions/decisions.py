"""Handing a plan in, taking it back, and having it authorised by somebody else or returned with a comment."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from careleavers.actions.alerts import answer_alerts, raise_alert, reopen_alerts
from careleavers.actions.base import Refused, action, record
from careleavers.models import Alert, AlertRecipient, Draft, User
from careleavers.permissions import Permission
from pathways.actions.plans import locked, new_promise_id, to_be_written
from pathways.actions.reconcile import reconcile_people
from pathways.models import PlanAction, PlanVersion
from pathways.rules.matters import MATTERS


def incomplete(version: PlanVersion) -> list[str]:
    """What is still missing before a version can be handed in, each as a short phrase (CLR reg 6(3))."""
    missing = []
    if not version.own_words.strip():
        missing.append("what they want, in their own words")
    written = {matter.code: matter for matter in version.matters.all()}
    for code, matter in MATTERS.items():
        if code in written and not (written[code].needs.strip() and written[code].how_met.strip()):
            missing.append(matter.title)
    if not version.actions.exists():
        missing.append("at least one action, with who does it and by when")
    return missing


def typed_by(version: PlanVersion, by: User) -> dict[UUID, str]:
    """What this user typed in a version and has not saved: the id of each draft, and a short phrase that names it."""
    phrases = {version.pk: "what they want"}
    for matter in version.matters.all():
        phrases[matter.pk] = matter.title
        phrases[new_promise_id(matter)] = f"an action under {matter.title}"
    phrases |= {promised.pk: f"an action under {promised.matter_title}" for promised in version.actions.all()}
    mine = Draft.objects.filter(user=by, submission_id__in=phrases).values_list("submission_id", flat=True)
    return {pk: phrases[pk] for pk in mine}


@action
def submit_version(*, by: User, version: PlanVersion, today: date, now: datetime) -> None:
    """Hand a version in to be authorised by somebody else. Refused while something is missing."""
    held = to_be_written(version, by)
    missing = incomplete(held) + [f"{what}: typed and not saved" for what in typed_by(held, by).values()]
    if missing:
        raise Refused(f"Not ready yet: {'; '.join(missing)}.")
    held.state, held.submitted_at, held.submitted_by = PlanVersion.SUBMITTED, now, by
    held.rev += 1
    held.save(update_fields=["state", "submitted_at", "submitted_by", "rev"])
    person = held.plan.person
    answer_alerts(person=person, by_kind="plan_return", today=today, because="Handed in again")
    raise_alert(
        person=person,
        code=f"plan_to_authorise_{held.number}",
        cycle_started_on=today,
        due_on=today,
        text="A pathway plan waits for your decision",
        today=today,
        source="Local: authorised by somebody other than its author",
        answered_by="plan_decision",
        to_managers_only=True,
    )
    record("plan_submitted", by=by, person=person, on=held, number=held.number)


@action
def take_back_version(*, by: User, version: PlanVersion, today: date) -> None:
    """Write on in a version that was handed in, until it is decided. Whoever was asked to decide is asked no more.

    One that had come back with a comment has its comment again, and the alert that told of it.
    """
    held = locked(version)
    if refusal := why_not_take_back(held):
        raise Refused(refusal)
    held.state = PlanVersion.RETURNED if held.return_comment else PlanVersion.DRAFT
    held.submitted_at = held.submitted_by = None
    held.rev += 1
    held.save(update_fields=["state", "submitted_at", "submitted_by", "rev"])
    person = held.plan.person
    answer_alerts(person=person, by_kind="plan_decision", today=today, because="Taken back by its writers")
    if held.state == PlanVersion.RETURNED:
        told = Alert.objects.filter(person=person, code=f"plan_returned_{held.number}").order_by("-cycle_started_on")
        reopen_alerts(ids=[str(pk) for pk in told.values_list("pk", flat=True)[:1]])
    record("plan_taken_back", by=by, person=person, on=held, number=held.number)


def why_not_take_back(version: PlanVersion) -> str | None:
    """The sentence that says why this version cannot be taken back, or None."""
    if version.state == PlanVersion.AUTHORISED:
        return "This version is authorised already and cannot be taken back. Begin the next version instead."
    if version.state != PlanVersion.SUBMITTED:
        return "This version is being written: there is nothing to take back."
    return None


def why_not_authorise(version: PlanVersion, by: User) -> str | None:
    """The sentence that says why this user cannot authorise or return this version now, or None."""
    if not by.may(Permission.AUTHORISE_PLAN):
        return "Your role does not let you authorise pathway plans. A manager can."
    if version.state == PlanVersion.AUTHORISED:
        return "This version is already authorised."
    if version.state != PlanVersion.SUBMITTED:
        return "This version is being written: it was not handed in, or was taken back."
    if by.pk in (version.written_by_id, version.submitted_by_id, *version.author_ids):
        return "You wrote in this plan, so somebody else must authorise it."
    return None


def _to_decide(version: PlanVersion, by: User, rev: int) -> PlanVersion:
    held = locked(version)
    if refusal := why_not_authorise(held, by):
        raise Refused(refusal)
    if held.rev != rev:
        raise Refused("The plan has changed since you opened it. Read it again, then decide.")
    return held


@action
def authorise_version(*, by: User, version: PlanVersion, rev: int, today: date, now: datetime) -> None:
    """The plan holds from today and its words are frozen. What it carries on from the last one is promised here now."""
    held = _to_decide(version, by, rev)
    held.state, held.authorised_at, held.authorised_by, held.authorised_on = PlanVersion.AUTHORISED, now, by, today
    held.save(update_fields=["state", "authorised_at", "authorised_by", "authorised_on"])
    carried = PlanAction.objects.filter(carried_into__version=held, status=PlanAction.OPEN)
    carried.update(status=PlanAction.CARRIED)
    person = held.plan.person
    for kind in ("plan", "plan_decision"):
        answer_alerts(person=person, by_kind=kind, today=today, because="Plan authorised")
    reconcile_people(by=by, ids=[person.pk], today=today)
    record("plan_authorised", by=by, person=person, on=held, number=held.number)


@action
def return_version(*, by: User, version: PlanVersion, rev: int, today: date, now: datetime, comment: str) -> None:
    """Give a version back to be changed, with a comment. Whoever handed it in is told."""
    held = _to_decide(version, by, rev)
    held.state, held.returned_at, held.returned_by = PlanVersion.RETURNED, now, by
    held.return_comment = comment
    held.save(update_fields=["state", "returned_at", "returned_by", "return_comment"])
    person = held.plan.person
    answer_alerts(person=person, by_kind="plan_decision", today=today, because="Plan returned with a comment")
    alert = raise_alert(
        person=person,
        code=f"plan_returned_{held.number}",
        cycle_started_on=today,
        due_on=today,
        text="The plan came back with a comment",
        today=today,
        answered_by="plan_return",
    )
    if held.submitted_by:
        AlertRecipient.objects.get_or_create(alert=alert, user=held.submitted_by, told_as=AlertRecipient.CASE_HOLDER)
    record("plan_returned", by=by, person=person, on=held, number=held.number)
