"""What somebody does, and has done."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from careleavers.actions import occupations as actions
from careleavers.actions.base import Refused
from careleavers.forms.occupations import OccupationForm
from careleavers.permissions import Permission
from careleavers.views.gates import current_user, fetch_person, requires, today_of
from careleavers.views.record_page import record_context


@requires(Permission.VIEW_RECORD)
def occupation_list(request: HttpRequest, person_id: UUID) -> HttpResponse:
    person = fetch_person(request, person_id, page="occupations")
    context = record_context(
        request,
        person,
        occupations=list(person.occupations.all()),
        may_read_notes=current_user(request).may(Permission.VIEW_FREE_TEXT),
    )
    return render(request, "careleavers/occupations/list.html", context)


@requires(Permission.EDIT_RECORD)
def occupation_edit(request: HttpRequest, person_id: UUID, occupation_id: UUID | None = None) -> HttpResponse:
    """A new activity, or the correction of one that was written down wrongly."""
    person = fetch_person(request, person_id, page="occupation_edit")
    occupation = get_object_or_404(person.occupations, pk=occupation_id) if occupation_id else None
    today = today_of(request)
    form = OccupationForm(request.POST if request.method == "POST" else None, today=today, occupation=occupation)
    if form.is_valid():
        try:
            if occupation:
                actions.correct_occupation(by=current_user(request), occupation=occupation, **form.cleaned_data)
            else:
                actions.begin_occupation(by=current_user(request), person=person, today=today, **form.cleaned_data)
        except Refused as refusal:
            form.add_error("starts_on", str(refusal))
        else:
            messages.success(request, "Activity corrected." if occupation else "Saved. What came before ends that day.")
            return redirect("occupation_list", person.pk)
    context = record_context(request, person, form=form, occupation=occupation)
    return render(request, "careleavers/occupations/form.html", context)


@require_POST
@requires(Permission.EDIT_RECORD)
def occupation_confirm(request: HttpRequest, person_id: UUID, occupation_id: UUID) -> HttpResponse:
    person = fetch_person(request, person_id, page="occupation_confirm")
    occupation = get_object_or_404(person.occupations, pk=occupation_id, ends_on=None)
    actions.confirm_occupation(by=current_user(request), occupation=occupation, on=today_of(request))
    messages.success(request, "Noted: still the same today.")
    return redirect("occupation_list", person.pk)
