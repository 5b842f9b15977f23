"""The needs assessment: begin it, go on with it, complete it, read it."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from careleavers.actions.base import Refused
from careleavers.permissions import Permission
from careleavers.views.drafts import autosave_for
from careleavers.views.gates import current_user, fetch_person, requires, today_of
from careleavers.views.record_page import record_context
from careleavers.views.submission import attempt
from pathways.actions import assessments as actions
from pathways.actions.plans import PlanConflict
from pathways.forms.assessments import PREFIX, AssessmentForm
from pathways.models import NeedsAssessment
from pathways.rules.matters import Basis, needs_of
from pathways.views.concurrent_edits import closed_page, current_texts, open_form, set_revision, show_conflict

TEXTS = ("own_words", "views_of_others", "conclusion")


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
        may_write=current_user(request).may(Permission.WRITE_PLAN) and not person.died_on,
    )
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
    blank = partial(AssessmentForm, needs=needs_of(Basis(unfinished.basis)))
    form, other_texts = open_form(request, autosave, blank, current=_current_texts(unfinished), rev=unfinished.rev)
    if unfinished.completed_on:
        back = reverse("pathways:assessment_read", args=[person.pk, unfinished.pk])
        return closed_page(request, autosave, form, why=actions.why_not_write(unfinished), back=back)
    if request.method == "POST" and form.is_valid():
        try:
            saved = actions.write_assessment(
                by=current_user(request),
                assessment=unfinished,
                rev=form.cleaned_data["rev"],
                needs=form.needs,
                **form.texts,
            )
            if "complete" not in request.POST:
                messages.success(request, "Saved. Come back to it whenever you like.")
                return redirect("pathways:assessment", person.pk)
            actions.complete_assessment(by=current_user(request), assessment=saved, today=today_of(request))
            messages.success(request, "Assessment completed. The pathway plan follows as soon as possible.")
            return redirect("pathways:plan", person.pk)
        except PlanConflict as conflict:
            other_texts = show_conflict(form, _current_texts(conflict.current), conflict.current.rev)
        except actions.NotReady as refusal:
            for code, what in refusal.missing.items():
                form.add_error(code if code in TEXTS else PREFIX + code, f"Write something under “{what}”")
            set_revision(form, saved.rev)
            autosave = autosave_for(request, person, "needs_assessment", unfinished.pk)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    context = record_context(
        request, person, form=form, assessment=unfinished, other_texts=other_texts, autosave=autosave
    )
    return render(request, "pathways/assessments/form.html", context)


def _current_texts(row: NeedsAssessment) -> dict[str, str]:
    return current_texts(row, TEXTS) | {PREFIX + need.code: need.text for need in row.needs.all()}


@requires(Permission.VIEW_FREE_TEXT)
@require_safe
def read(request: HttpRequest, person_id: UUID, assessment_id: UUID) -> HttpResponse:
    person = fetch_person(request, person_id, page="needs_assessment")
    shown = get_object_or_404(NeedsAssessment.objects.select_related("written_by"), pk=assessment_id, person=person)
    current = {need.code: need.text for need in shown.needs.all()}
    needs = [(need.title, current.get(need.code, "")) for need in needs_of(Basis(shown.basis))]
    return render(
        request,
        "pathways/assessments/assessment.html",
        record_context(request, person, assessment=shown, needs=needs),
    )
