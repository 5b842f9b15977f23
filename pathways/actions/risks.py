"""Risk assessments: written, signed off by a manager who did not write, or taken out before."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from django.utils.timezone import localdate

from careleavers.actions.alerts import close_alerts_of_kind, raise_alert
from careleavers.actions.base import Refused, action, record_event
from careleavers.actions.drafts import end_draft
from careleavers.actions.facts_changed import alerts_changed, facts_changed
from careleavers.actions.revisions import CHANGED_MEANWHILE, change, claim, claim_unchanged
from careleavers.models import User, YoungPerson
from careleavers.permissions import Permission
from careleavers.rules.alert_kinds import ClosedBy
from careleavers.rules.words import day
from pathways.models import RiskAssessment
from pathways.queries.touch import still_called_for

TO_SIGN = "risk_to_sign"  # the code of the alert
SIGNED = "It is signed, so that it is not changed any more: write another one."


@action
def write_risk_assessment(
    *,
    by: User,
    person: YoungPerson,
    assessment: RiskAssessment | None = None,
    revision: int | None = None,
    draft: UUID | None = None,
    today: date,
    **facts: Any,
) -> RiskAssessment:
    """Write one, or write on in one that is not signed yet; the managers who may sign it are asked to.

    `facts` are fields of RiskAssessment; `draft` is the form that was saved as it was typed. Whoever wrote last is its
    writer. Refused once it is signed.
    """
    if assessment:
        if claim(assessment, revision, facts).signed_on:
            raise Refused(SIGNED)
        change(assessment, revision, facts | {"written_by": by, "written_on": today})
    else:
        assessment = RiskAssessment.objects.create(
            person=person, written_by=by, written_on=today, recorded_by=by, **facts
        )
    if draft:
        end_draft(by=by, submission_id=draft)
    raise_alert(
        person=person,
        code=TO_SIGN,
        cycle_started_on=localdate(assessment.recorded_at),
        due_on=today,
        text="A risk assessment waits for your signature",
        because=f"{by.name} wrote it on {day(today)}.",
        today=today,
        closed_by_kind=ClosedBy.RISK_SIGNATURE,
        to_managers_only=True,
        not_for=[by.pk],
    )
    alerts_changed(people=[person.pk], today=today)
    record_event(
        "risk_assessment_written",
        by=by,
        person=person,
        on=assessment,
        reason=assessment.reason,
        level=assessment.level,
    )
    return assessment


def _claim_as_read(assessment: RiskAssessment, revision: int, why_not: Callable[[RiskAssessment], str | None]) -> None:
    """Lock it for somebody who has read this revision. Refused with the sentence, or when it has changed since."""
    current = claim(assessment, None, {})
    if refusal := why_not(current):
        raise Refused(refusal)
    if current.revision != revision:
        raise Refused(CHANGED_MEANWHILE)


def why_not_sign(assessment: RiskAssessment, by: User) -> str | None:
    """The sentence that says why this user cannot sign it, or None."""
    if not by.may(Permission.AUTHORISE_PLAN):
        return "Your role does not let you sign risk assessments. A manager can."
    if assessment.signed_on:
        return f"It was signed on {day(assessment.signed_on)}."
    if assessment.written_by_id == by.pk:
        return "You wrote it, so somebody else must sign it."
    return None


@action
def sign_risk_assessment(*, by: User, assessment: RiskAssessment, revision: int, today: date, review_on: date) -> None:
    """A manager who did not write it signs it off, and says when it is looked at again."""
    _claim_as_read(assessment, revision, partial(why_not_sign, by=by))
    change(assessment, None, {"signed_by": by, "signed_on": today, "review_on": review_on})
    for kind in (ClosedBy.RISK_ASSESSMENT, ClosedBy.RISK_CLOSED, ClosedBy.RISK_SIGNATURE):
        close_alerts_of_kind(person=assessment.person, kind=kind, today=today, because="Risk assessment signed")
    facts_changed(people=[assessment.person_id], today=today)
    record_event("risk_assessment_signed", by=by, person=assessment.person, on=assessment, review_on=review_on)


def why_not_close(assessment: RiskAssessment, by: User, today: date) -> str | None:
    """The sentence that says why this user cannot close it, or None."""
    if not by.may(Permission.AUTHORISE_PLAN):
        return "Your role does not let you close risk assessments. A manager can."
    if not assessment.signed_on:
        return "It is not signed yet. Sign it, or take it out if it is a mistake."
    if assessment.closed_on:
        return f"It was closed on {day(assessment.closed_on)}."
    if assessment.person.risk_assessments.filter(signed_on__gt=assessment.signed_on).exists():
        return "Another one was signed since. Close that one."
    if still_called_for(assessment, today):
        return "What it was written for goes on: write another one when it is looked at again."
    return None


@action
def close_risk_assessment(*, by: User, assessment: RiskAssessment, revision: int, today: date, closed_why: str) -> None:
    """A manager says that nothing calls for it any more, and why; nobody is asked to look at it again.

    Refused while touch is still lost, or they still live in the home that it was written for.
    """
    _claim_as_read(assessment, revision, partial(why_not_close, by=by, today=today))
    change(assessment, None, {"closed_on": today, "closed_by": by, "closed_why": closed_why})
    close_alerts_of_kind(
        person=assessment.person, kind=ClosedBy.RISK_CLOSED, today=today, because="Closed with the reason"
    )
    facts_changed(people=[assessment.person_id], today=today)
    record_event("risk_assessment_closed", by=by, person=assessment.person, on=assessment)


@action
def remove_risk_assessment(*, by: User, assessment: RiskAssessment, revision: int | None, today: date) -> None:
    """Take out one that was begun by mistake; the history keeps it. Refused once it is signed."""
    current = claim_unchanged(assessment, revision)
    if current.signed_on:
        raise Refused(SIGNED)
    record_event("risk_assessment_removed", by=by, person=assessment.person, on=current)
    current.delete()
    close_alerts_of_kind(
        person=assessment.person, kind=ClosedBy.RISK_SIGNATURE, today=today, because="It was taken out"
    )
    alerts_changed(people=[assessment.person_id], today=today)
