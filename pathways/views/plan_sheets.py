"""The sheet that a young person fills in by hand: printed for a version or an assessment, and brought back."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from careleavers.documents.typesetting import CannotPrint
from careleavers.models import YoungPerson
from careleavers.permissions import Permission
from careleavers.rules.layouts import Layout
from careleavers.views.documents import scan_soon
from careleavers.views.downloads import as_pdf
from careleavers.views.gates import current_user, fetch_person, files_of, policies_of, post_data, requires, today_of
from careleavers.views.record_page import may_change, record_context
from careleavers.views.rows import fetch_row
from careleavers.views.submission import attempt, submit
from pathways.actions import plan_sheets as actions
from pathways.documents.plan_sheet_pdf import plan_sheet_pdf
from pathways.forms.plan_sheets import SheetBackForm
from pathways.models import NeedsAssessment, PlanSheet, PlanVersion
from pathways.queries.plan_sheets import line_of, sheets_about
from pathways.rules.plan_words import LAYOUT_WORDS, adviser_line
from pathways.views.plans import versions_of


@require_POST
@requires(Permission.WRITE_PLAN)
def print_for_version(request: HttpRequest, person_id: UUID, number: int) -> HttpResponse:
    person = fetch_person(request, person_id, page="plan_sheet_print")
    version = get_object_or_404(versions_of(person), number=number)
    return _print(request, version, reverse("pathways:plan_version", args=[person.pk, number]))


@require_POST
@requires(Permission.WRITE_PLAN)
def print_for_assessment(request: HttpRequest, person_id: UUID, assessment_id: UUID) -> HttpResponse:
    person = fetch_person(request, person_id, page="plan_sheet_print")
    assessment = get_object_or_404(NeedsAssessment, pk=assessment_id, person=person)
    return _print(request, assessment, reverse("pathways:assessment_read", args=[person.pk, assessment.pk]))


def _print(request: HttpRequest, of: PlanVersion | NeedsAssessment, back: str) -> HttpResponse:
    """Its page, where the layouts are; `back` where it is refused."""
    days = policies_of(request)["plan_sheet_days"]
    done = attempt(
        request, lambda: actions.print_sheet(by=current_user(request), of=of, days=days, today=today_of(request))
    )
    return redirect("pathways:plan_sheet", done.result.person_id, done.result.pk) if done else redirect(back)


@requires(Permission.VIEW_FREE_TEXT)
@require_safe
def sheet(request: HttpRequest, person_id: UUID, sheet_id: UUID) -> HttpResponse:
    """A sheet: to print in one of the layouts, who gets it back and by when, and its scans."""
    person = fetch_person(request, person_id, page="plan_sheet")
    shown = _fetch(person, sheet_id)
    context = record_context(
        request, person, sheet=shown, line=line_of(shown, timezone.now()), layouts=LAYOUT_WORDS.items()
    )
    user = current_user(request)
    context["may_write"] = may_change(user, Permission.WRITE_PLAN, context["closed"])
    context["may_scan_again"] = may_change(user, Permission.MANAGE_TEAM, context["closed"])
    return render(request, "pathways/plans/sheet.html", context)


@requires(Permission.VIEW_FREE_TEXT)
@require_safe
def pdf(request: HttpRequest, person_id: UUID, sheet_id: UUID, layout: str) -> HttpResponse:
    person = fetch_person(request, person_id, page="plan_sheet_pdf")
    shown = _fetch(person, sheet_id)
    if layout not in set(Layout):
        raise Http404
    policies, held = policies_of(request), person.on(today_of(request)).case_holder
    authority = {
        "name": policies["authority_name"],
        "colour": policies["authority_colour"],
        "phone": policies["authority_phone"],
    }
    leads_to = request.build_absolute_uri(reverse("pathways:plan_sheet_code", args=[shown.reference]))
    adviser = adviser_line(held.worker.name, held.worker.phone) if held else ""
    try:
        made = plan_sheet_pdf(shown, Layout(layout), leads_to, adviser, authority, shown.printed_on)
    except CannotPrint as wrong:
        messages.error(request, str(wrong))
        return redirect("pathways:plan_sheet", person.pk, shown.pk)
    return as_pdf(made, "sheet.pdf")


@requires(Permission.WRITE_PLAN)
def back(request: HttpRequest, person_id: UUID, sheet_id: UUID) -> HttpResponse:
    """It came back: the scans go into the record, tied to the version."""
    person = fetch_person(request, person_id, page="plan_sheet_back")
    shown, today = _fetch(person, sheet_id), today_of(request)
    form = SheetBackForm(
        post_data(request), files_of(request), today=today, initial={"came_back_on": shown.came_back_on or today}
    )
    done = submit(
        request,
        form,
        lambda: actions.sheet_came_back(
            by=current_user(request),
            sheet=shown,
            files=form.cleaned_data["documents"],
            came_back_on=form.cleaned_data["came_back_on"],
            today=today,
        ),
    )
    if done:
        scan_soon()
        messages.success(request, "Their sheet is in the record, beside their own words.")
        return redirect("pathways:plan_sheet", person.pk, shown.pk)
    form.ask_for_files_again()
    context = record_context(request, person, sheet=shown, form=form)
    return render(request, "pathways/plans/sheet_back.html", context)


@requires(Permission.VIEW_FREE_TEXT)
@require_safe
def by_reference(request: HttpRequest, reference: str) -> HttpResponse:
    """Where the code at the foot of a sheet leads whoever may see the record. 404 for everybody else."""
    seen = YoungPerson.objects.visible_to(current_user(request))
    found = PlanSheet.objects.filter(reference=reference.upper().replace("-", ""), person__in=seen).first()
    if found is None:
        raise Http404
    return redirect("pathways:plan_sheet", found.person_id, found.pk)


def _fetch(person: YoungPerson, sheet_id: UUID) -> PlanSheet:
    fetch_row(PlanSheet, sheet_id, person=person)
    found: PlanSheet = sheets_about(person).get(pk=sheet_id)
    found.person = person
    return found
