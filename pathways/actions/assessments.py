"""Needs assessments: begun once, written in as long as it takes, completed on a day."""

from __future__ import annotations

from datetime import date

from careleavers.actions.alerts import close_alerts_of_kind
from careleavers.actions.base import Refused, action, record_event
from careleavers.actions.drafts import end_draft
from careleavers.actions.facts_changed import facts_changed
from careleavers.actions.revisions import change, claim
from careleavers.models import User, YoungPerson
from careleavers.rules.alert_kinds import ClosedBy
from careleavers.rules.words import day
from pathways.actions.plans import basis_for
from pathways.models import NeedsAssessment
from pathways.rules.matters import MAY_BE_EMPTY, PlanBasis, consultees_of, needs_of

NOBODY_ASKED = "Who was asked and what they think, or why nobody was"


@action
def start_assessment(*, by: User, person: YoungPerson, today: date) -> NeedsAssessment:
    """Begin an assessment on what the regulation asks for. Where one is unfinished, it is returned."""
    YoungPerson.objects.select_for_update().get(pk=person.pk)
    if unfinished := person.needs_assessments.filter(completed_on=None).first():
        return unfinished
    basis = basis_for(person, today)
    assessment = NeedsAssessment.objects.create(
        person=person,
        basis=basis,
        started_on=today,
        written_by=by,
        recorded_by=by,
        needs={need.code: "" for need in needs_of(basis)},
        views={each.code: "" for each in consultees_of(basis)},
    )
    record_event("assessment_started", by=by, person=person, on=assessment, basis=basis.value)
    return assessment


def why_not_write(assessment: NeedsAssessment) -> str | None:
    """The sentence that says why this assessment cannot be written in, or None."""
    if assessment.completed_on:
        return f"This assessment was completed on {day(assessment.completed_on)}. Begin a new one instead."
    return None


@action
def write_assessment(
    *,
    by: User,
    assessment: NeedsAssessment,
    revision: int | None,
    needs: dict[str, str],
    views: dict[str, str],
    **texts: str,
) -> NeedsAssessment:
    """Save what was written from this revision; `needs` and `views` by code, all of them. EditConflict when somebody
    else saved other words since.
    """
    current = claim(assessment, None, {})
    if refusal := why_not_write(current):
        raise Refused(refusal)
    change(current, revision, {**texts, "needs": needs, "views": views})
    end_draft(by=by, submission_id=current.pk)
    record_event("assessment_written", by=by, person=current.person, on=current)
    return current


def missing_parts(assessment: NeedsAssessment) -> dict[str, str]:
    """What is still missing before the assessment is complete (CLR reg 5(4), reg 42(2)): a short phrase for each, by
    the code of the need or the name of the field."""
    needs = assessment.needs
    missing = {} if assessment.own_words.strip() else {"own_words": "What they say, in their own words"}
    missing |= {
        need.code: need.title
        for need in needs_of(PlanBasis(assessment.basis))
        if need.code not in MAY_BE_EMPTY and not needs.get(need.code, "").strip()
    }
    if not any(view.strip() for view in (*assessment.views.values(), assessment.views_of_others)):
        missing["views_of_others"] = NOBODY_ASKED
    return missing if assessment.conclusion.strip() else missing | {"conclusion": "What follows for the plan"}


@action
def complete_assessment(*, by: User, assessment: NeedsAssessment, today: date) -> None:
    """It is done today, and the pathway plan follows as soon as possible. Refused while something is missing."""
    current = NeedsAssessment.objects.select_for_update().get(pk=assessment.pk)
    if current.completed_on:
        raise Refused(f"This assessment was already completed on {day(current.completed_on)}.")
    if missing := missing_parts(current):
        raise Refused(f"Not ready yet: {'; '.join(missing.values())}.")
    current.completed_on = today
    current.save(update_fields=["completed_on"])
    person = assessment.person
    close_alerts_of_kind(
        person=person, kind=ClosedBy.NEEDS_ASSESSMENT, today=today, because="Needs assessment completed"
    )
    facts_changed(people=[person.pk], today=today)
    record_event("assessment_completed", by=by, person=person, on=current)
