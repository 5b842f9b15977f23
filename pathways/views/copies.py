"""Recording that the young person has a copy of their plan."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from careleavers.actions.base import Refused
from careleavers.permissions import Permission
from careleavers.views.gates import current_user, fetch_person, post_data, requires, today_of
from careleavers.views.record_page import record_context
from pathways.actions import copies as actions
from pathways.forms.copies import CopyForm
from pathways.views.plans import versions_of
from pathways.views.writing import owners_for


@requires(Permission.WRITE_PLAN)
def copy_add(request: HttpRequest, person_id: UUID, number: int) -> HttpResponse:
    person = fetch_person(request, person_id, page="plan_copy_add")
    version = get_object_or_404(versions_of(person).authorised(), number=number)
    today = today_of(request)
    form = CopyForm(
        post_data(request),
        today=today,
        givers=owners_for(request, person),
        initial={"given_by": current_user(request).pk},
    )
    if form.is_valid():
        try:
            actions.record_copy(by=current_user(request), version=version, today=today, **form.cleaned_data)
        except Refused as refusal:
            form.add_error("given_on", str(refusal))
        else:
            messages.success(request, f"Recorded: {person.short_name} has a copy of version {version.number}.")
            return redirect("pathways:plan", person.pk)
    return render(request, "pathways/plans/copy_form.html", record_context(request, person, form=form, version=version))
