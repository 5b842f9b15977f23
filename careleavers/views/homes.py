"""Where somebody lives, and has lived."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from careleavers.actions import homes as actions
from careleavers.actions.base import Refused
from careleavers.forms.homes import HomeForm
from careleavers.permissions import Permission
from careleavers.views.gates import current_user, fetch_person, requires, today_of
from careleavers.views.record_page import record_context


@requires(Permission.VIEW_RECORD)
def home_list(request: HttpRequest, person_id: UUID) -> HttpResponse:
    person = fetch_person(request, person_id, page="homes")
    context = record_context(
        request,
        person,
        homes=list(person.homes.all()),
        may_read_notes=current_user(request).may(Permission.VIEW_FREE_TEXT),
    )
    return render(request, "careleavers/homes/list.html", context)


@requires(Permission.EDIT_RECORD)
def home_edit(request: HttpRequest, person_id: UUID, home_id: UUID | None = None) -> HttpResponse:
    """A move, or the correction of a home that was written down wrongly."""
    person = fetch_person(request, person_id, page="home_edit")
    home = get_object_or_404(person.homes, pk=home_id) if home_id else None
    today = today_of(request)
    form = HomeForm(request.POST if request.method == "POST" else None, today=today, home=home)
    if form.is_valid():
        try:
            if home:
                actions.correct_home(by=current_user(request), home=home, **form.cleaned_data)
            else:
                actions.move_home(by=current_user(request), person=person, today=today, **form.cleaned_data)
        except Refused as refusal:
            form.add_error("starts_on", str(refusal))
        else:
            messages.success(request, "Home corrected." if home else "Move recorded. The home before it ends that day.")
            return redirect("home_list", person.pk)
    return render(request, "careleavers/homes/form.html", record_context(request, person, form=form, home=home))


@require_POST
@requires(Permission.EDIT_RECORD)
def home_confirm(request: HttpRequest, person_id: UUID, home_id: UUID) -> HttpResponse:
    person = fetch_person(request, person_id, page="home_confirm")
    home = get_object_or_404(person.homes, pk=home_id, ends_on=None)
    actions.confirm_home(by=current_user(request), home=home, on=today_of(request))
    messages.success(request, "Noted: still the same home today.")
    return redirect("home_list", person.pk)
