"""Needs assessments: begun once, written in as long as it takes, completed on a day."""

from __future__ import annotations

from datetime import date

from django.db.models import F

from careleavers.actions.alerts import close_alerts_of_kind
from careleavers.actions.base import Refused, action, record_event
from careleavers.actions.drafts import end_draft
from careleavers.actions.facts_changed import facts_changed
from careleavers.models import User, YoungPerson
from careleavers.rules.alert_kinds import ClosedBy
from careleavers.rules.words import day
from pathways.actions.plans import PlanConflict, already_has, basis_for
from pathways.models import AssessmentNeed, NeedsAssessment
from pathways.rules.matters import MAY_BE_EMPTY, Basis, needs_of


class NotReady(Refused):
    """Something is missing: carries what `missing_parts` returns."""

    def __init__(self, missing: dict[str, str]) -> None:
        super().__init__(f"Not ready yet: {'; '.join(missing.values())}.")
        self.missing = missing


@action
def start_assessment(*, by: User, person: YoungPerson, today: date) -> NeedsAssessment:
    """Begin an assessment on what the regulation asks for. Where one is unfinished, it is returned."""
    if person.died_on:
        raise Refused(f"{person.short_name} died on {day(person.died_on)}: no assessment can be begun.")
    YoungPerson.objects.select_for_update().get(pk=person.pk)
    if unfinished := person.needs_assessments.filter(completed_on=None).first():
        return unfinished
    basis = basis_for(person, today)
    assessment = NeedsAssessment.objects.create(
        person=person, basis=basis, started_on=today, written_by=by, recorded_by=by
    )
    AssessmentNeed.objects.bulk_create(
        AssessmentNeed(assessment=assessment, code=need.code) for need in needs_of(basis)
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
    *, by: User, assessment: NeedsAssessment, rev: int, needs: dict[str, str], **texts: str
) -> NeedsAssessment:
    """Save what was written from revision `rev`; `needs` by code. PlanConflict when somebody else saved other words
    since.
    """
    if refusal := why_not_write(assessment):
        raise Refused(refusal)
    unfinished = NeedsAssessment.objects.filter(pk=assessment.pk, completed_on=None, rev=rev)
    if not unfinished.update(**texts, rev=F("rev") + 1):
        current = NeedsAssessment.objects.get(pk=assessment.pk)
        if not (already_has(current, texts) and needs == dict(current.needs.values_list("code", "text"))):
            raise PlanConflict(current)
    for need in assessment.needs.filter(code__in=needs):
        need.text = needs[need.code]
        need.save(update_fields=["text"])
    end_draft(by=by, submission_id=assessment.pk)
    record_event("assessment_written", by=by, person=assessment.person, on=assessment)
    return NeedsAssessment.objects.get(pk=assessment.pk)


def missing_parts(assessment: NeedsAssessment) -> dict[str, str]:
    """What is still missing before the assessment is complete (CLR reg 5(4), reg 42(2)): a short phrase for each, by
    the code of the need or the name of the field."""
    needs = {need.code: need.text for need in assessment.needs.all()}
    missing = {} if assessment.own_words.strip() else {"own_words": "What they say, in their own words"}
    missing |= {
        need.code: need.title
        for need in needs_of(Basis(assessment.basis))
        if need.code not in MAY_BE_EMPTY and not needs.get(need.code, "").strip()
    }
    return missing if assessment.conclusion.strip() else missing | {"conclusion": "What follows for the plan"}


@action
def complete_assessment(*, by: User, assessment: NeedsAssessment, today: date) -> None:
    """It is done today, and the pathway plan follows as soon as possible. Refused while something is missing."""
    current = NeedsAssessment.objects.select_for_update().get(pk=assessment.pk)
    if current.completed_on:
        raise Refused(f"This assessment was already completed on {day(current.completed_on)}.")
    if missing := missing_parts(current):
        raise NotReady(missing)
    current.completed_on = today
    current.save(update_fields=["completed_on"])
    person = assessment.person
    close_alerts_of_kind(
        person=person, kind=ClosedBy.NEEDS_ASSESSMENT, today=today, because="Needs assessment completed"
    )
    facts_changed(people=[person.pk], today=today)
    record_event("assessment_completed", by=by, person=person, on=current)
