"""The needs assessment: begin it, go on with it, complete it, read it."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from careleavers.permissions import Permission
from careleavers.views.drafts import autosave_for, form_from_draft
from careleavers.views.gates import current_user, fetch_person, requires, today_of
from careleavers.views.record_page import may_change, record_context
from careleavers.views.submission import attempt, submit
from pathways.actions import assessments as actions
from pathways.forms.assessments import AssessmentForm
from pathways.models import NeedsAssessment
from pathways.queries.plan_sheets import sheets_of
from pathways.rules.matters import PlanBasis, consultees_of, needs_of
from pathways.views.closed_forms import closed_meanwhile


@requires(Permission.VIEW_FREE_TEXT)
@require_safe
def assessment(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Those there are, and the way to begin or go on."""
    person = fetch_person(request, person_id, page="needs_assessment")
    found = list(person.needs_assessments.select_related("written_by"))
    context = record_context(
        request,
        person,
        unfinished=next((one for one in found if one.completed_on is None), None),
        completed=[one for one in found if one.completed_on],
    )
    context["may_write"] = may_change(current_user(request), Permission.WRITE_PLAN, context["closed"])
    return render(request, "pathways/assessments/list.html", context)


@require_POST
@requires(Permission.WRITE_PLAN)
def start(request: HttpRequest, person_id: UUID) -> HttpResponse:
    person = fetch_person(request, person_id, page="needs_assessment")
    user, today = current_user(request), today_of(request)
    begun = attempt(request, lambda: actions.start_assessment(by=user, person=person, today=today))
    if begun:
        return redirect("pathways:assessment_write", person.pk, begun.result.pk)
    return redirect("pathways:assessment", person.pk)


@requires(Permission.WRITE_PLAN)
def write(request: HttpRequest, person_id: UUID, assessment_id: UUID) -> HttpResponse:
    """Go on writing; half-finished is saved as it is. "Complete" says what is missing."""
    person = fetch_person(request, person_id, page="needs_assessment_write")
    unfinished = get_object_or_404(NeedsAssessment, pk=assessment_id, person=person)
    autosave = autosave_for(request, person, "needs_assessment", unfinished.pk)
    basis = PlanBasis(unfinished.basis)
    blank = partial(AssessmentForm, row=unfinished, needs=needs_of(basis), consultees=consultees_of(basis))
    form = form_from_draft(request, autosave, blank)
    if unfinished.completed_on:
        back = reverse("pathways:assessment_read", args=[person.pk, unfinished.pk])
        return closed_meanwhile(request, autosave, form, why=actions.why_not_write(unfinished), back=back)
    if saved := submit(request, form, partial(_save, request, unfinished, form)):
        if "complete" not in request.POST:
            messages.success(request, "Saved. Come back to it whenever you like.")
            return redirect("pathways:assessment", person.pk)
        form.set_revision(saved.result.revision)
        form.show_missing(actions.missing_parts(saved.result))
        complete = partial(actions.complete_assessment, assessment=saved.result, today=today_of(request))
        if submit(request, form, partial(complete, by=current_user(request))):
            messages.success(request, "Assessment completed. The pathway plan follows as soon as possible.")
            return redirect("pathways:plan", person.pk)
        autosave = autosave_for(request, person, "needs_assessment", unfinished.pk)
    sheets = sheets_of(unfinished, timezone.now())
    context = record_context(request, person, form=form, assessment=unfinished, autosave=autosave, sheets=sheets)
    return render(request, "pathways/assessments/form.html", context)


def _save(request: HttpRequest, unfinished: NeedsAssessment, form: AssessmentForm) -> NeedsAssessment:
    return actions.write_assessment(
        by=current_user(request),
        assessment=unfinished,
        revision=form.seen_revision,
        needs=form.needs,
        views=form.views,
        **form.texts,
    )


@requires(Permission.VIEW_FREE_TEXT)
@require_safe
def read(request: HttpRequest, person_id: UUID, assessment_id: UUID) -> HttpResponse:
    person = fetch_person(request, person_id, page="needs_assessment")
    shown = get_object_or_404(NeedsAssessment.objects.select_related("written_by"), pk=assessment_id, person=person)
    basis = PlanBasis(shown.basis)
    context = record_context(
        request,
        person,
        assessment=shown,
        needs=[(need.title, shown.needs.get(need.code, "")) for need in needs_of(basis)],
        views=[(each.question, shown.views[each.code]) for each in consultees_of(basis) if shown.views.get(each.code)],
        sheets=sheets_of(shown, timezone.now()),
    )
    return render(request, "pathways/assessments/assessment.html", context)
