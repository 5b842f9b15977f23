"""The needs assessment: begin it, go on with it, complete it, read it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from careleavers.actions.base import Refused
from careleavers.permissions import Permission
from careleavers.views.gates import fetch_person, reader, requires, today_of
from careleavers.views.record_page import record_context
from pathways.actions import assessments as actions
from pathways.forms.assessments import PREFIX, AssessmentForm
from pathways.matters import Basis, needs_of
from pathways.models import NeedsAssessment
from pathways.views.writing import CLASH

TEXTS = ("own_words", "views_of_others", "conclusion")


@requires(Permission.VIEW_FREE_TEXT)
def assessment(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Those there are, and the way to begin or go on."""
    person = fetch_person(request, person_id, page="needs_assessment")
    found = list(person.needs_assessments.select_related("written_by"))
    context = record_context(
        request,
        person,
        unfinished=next((one for one in found if one.completed_on is None), None),
        completed=[one for one in found if one.completed_on],
        may_write=reader(request).may(Permission.WRITE_PLAN) and not person.died_on,
    )
    return render(request, "pathways/assessments/list.html", context)


@require_POST
@requires(Permission.WRITE_PLAN)
def start(request: HttpRequest, person_id: UUID) -> HttpResponse:
    person = fetch_person(request, person_id, page="needs_assessment")
    try:
        begun = actions.start_assessment(by=reader(request), person=person, today=today_of(request))
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("pathways:assessment", person.pk)
    return redirect("pathways:assessment_write", person.pk, begun.pk)


@requires(Permission.WRITE_PLAN)
def write(request: HttpRequest, person_id: UUID, assessment_id: UUID) -> HttpResponse:
    """Go on writing; half-finished is saved as it is. "Complete" says what is missing."""
    person = fetch_person(request, person_id, page="needs_assessment_write")
    unfinished = get_object_or_404(NeedsAssessment, pk=assessment_id, person=person, completed_on=None)
    needs = needs_of(Basis(unfinished.basis))
    initial = {"rev": unfinished.rev} | {name: getattr(unfinished, name) for name in TEXTS}
    initial |= {PREFIX + need.code: need.text for need in unfinished.needs.all()}
    form = AssessmentForm(request.POST if request.method == "POST" else None, initial=initial, needs=needs)
    theirs = None
    if form.is_valid():
        try:
            saved = actions.write_assessment(
                by=reader(request),
                assessment=unfinished,
                rev=form.cleaned_data["rev"],
                needs=form.needs,
                **form.texts,
            )
            if "complete" not in request.POST:
                messages.success(request, "Saved. Come back to it whenever you like.")
                return redirect("pathways:assessment", person.pk)
            actions.complete_assessment(by=reader(request), assessment=saved, today=today_of(request))
            messages.success(request, "Assessment completed. The pathway plan follows as soon as possible.")
            return redirect("pathways:plan", person.pk)
        except actions.Stale as stale:
            theirs = _theirs(stale.theirs, form)
            form.data = based_on(request, stale.theirs.rev)
            form.add_error(None, CLASH)
        except Refused as refusal:
            form.data = based_on(request, form.cleaned_data["rev"] + 1)
            form.add_error(None, str(refusal))
    context = record_context(request, person, form=form, assessment=unfinished, theirs=theirs)
    return render(request, "pathways/assessments/form.html", context)


def based_on(request: HttpRequest, rev: int) -> QueryDict:
    """What was typed, to be saved over revision `rev`."""
    typed = request.POST.copy()
    typed["rev"] = str(rev)
    return typed


def _theirs(row: NeedsAssessment, form: AssessmentForm) -> dict[str, str]:
    said = {name: getattr(row, name) for name in TEXTS}
    said |= {PREFIX + need.code: need.text for need in row.needs.all()}
    return {str(field.label): said[name] for name, field in form.fields.items() if name in said}


@requires(Permission.VIEW_FREE_TEXT)
def read(request: HttpRequest, person_id: UUID, assessment_id: UUID) -> HttpResponse:
    person = fetch_person(request, person_id, page="needs_assessment")
    shown = get_object_or_404(NeedsAssessment.objects.select_related("written_by"), pk=assessment_id, person=person)
    said = {need.code: need.text for need in shown.needs.all()}
    needs = [(need.title, said.get(need.code, "")) for need in needs_of(Basis(shown.basis))]
    return render(
        request,
        "pathways/assessments/assessment.html",
        record_context(request, person, assessment=shown, needs=needs),
    )
