"""Contacts that are planned: made, moved, cancelled, asked about."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from careleavers.actions import appointments as actions
from careleavers.forms.appointments import AppointmentForm, AppointmentWithForm, CloseAppointmentForm
from careleavers.models import Allocation, Appointment, YoungPerson
from careleavers.models.base import on_day
from careleavers.permissions import Permission
from careleavers.views.gates import current_user, fetch_person, post_data, requires, today_of
from careleavers.views.record_form import record_button, record_form
from careleavers.views.record_page import record_context
from careleavers.views.rows import fetch_row
from careleavers.views.submission import submit


@requires(Permission.LOG_CONTACT)
def plan(request: HttpRequest, person_id: UUID) -> HttpResponse:
    person = fetch_person(request, person_id, page="appointment_new")
    user, today = current_user(request), today_of(request)
    form = AppointmentForm(post_data(request), today=today)
    return record_form(
        request,
        person,
        form,
        lambda: actions.plan_appointment(by=user, person=person, today=today, planned=form.planned),
        title="Plan an appointment",
        success="Planned. It is on your Today page.",
        back="person",
    )


@requires(Permission.LOG_CONTACT)
def plan_with(request: HttpRequest) -> HttpResponse:
    """From Today: with somebody with whom the user works."""
    user, today = current_user(request), today_of(request)
    mine = Allocation.objects.filter(on_day(today), worker=user).values("person")
    people = YoungPerson.objects.visible_to(user).filter(died_on=None, pk__in=mine).order_by("sort_name")
    form = AppointmentWithForm(post_data(request), today=today, people=people)
    planned = submit(
        request,
        form,
        lambda: actions.plan_appointment(
            by=user, person=form.cleaned_data["person"], today=today, planned=form.planned
        ),
    )
    if planned:
        messages.success(request, f"Planned with {planned.result.person.known_as}: {planned.result.summary}.")
        return redirect("home")
    return render(request, "careleavers/appointments/with.html", {"form": form, "has_people": people.exists()})


@requires(Permission.LOG_CONTACT)
def appointment(request: HttpRequest, person_id: UUID, appointment_id: UUID) -> HttpResponse:
    """What became of it, or when it is instead: written up, moved, or not at all."""
    person = fetch_person(request, person_id, page="appointment")
    row = fetch_row(Appointment, appointment_id, person=person)
    user, today = current_user(request), today_of(request)
    form = AppointmentForm(post_data(request), today=today, row=row)
    moved = submit(
        request,
        form,
        lambda: actions.change_appointment(
            by=user, appointment=row, revision=form.seen_revision, today=today, planned=form.planned
        ),
    )
    if moved:
        messages.success(request, f"Saved: {moved.result.summary}.")
        return redirect("person", person.pk)
    return _page(request, person, row, form=form)


@require_POST
@requires(Permission.LOG_CONTACT)
def close(request: HttpRequest, person_id: UUID, appointment_id: UUID) -> HttpResponse:
    person = fetch_person(request, person_id, page="appointment_close")
    row = fetch_row(Appointment, appointment_id, person=person)
    user, today = current_user(request), today_of(request)
    form = CloseAppointmentForm(post_data(request))
    closed = submit(
        request,
        form,
        lambda: actions.close_appointment(by=user, appointment=row, today=today, **form.cleaned_data),
    )
    if closed:
        said = f"{closed.result.get_outcome_display()}: {row.summary}."
        undo_url = reverse("appointment_reopen", args=[person.pk, row.pk])
        messages.success(request, said, extra_tags=f"undo={undo_url}")
        return redirect("person", person.pk)
    return _page(request, person, row, close_form=form)


@require_POST
@requires(Permission.LOG_CONTACT)
def reopen(request: HttpRequest, person_id: UUID, appointment_id: UUID) -> HttpResponse:
    person = fetch_person(request, person_id, page="appointment_reopen")
    row = fetch_row(Appointment, appointment_id, person=person)
    return record_button(
        request,
        person,
        lambda: actions.reopen_appointment(by=current_user(request), appointment=row, today=today_of(request)),
        success=f"Planned again: {row.summary}.",
        back="person",
    )


def _page(
    request: HttpRequest,
    person: YoungPerson,
    row: Appointment,
    *,
    form: AppointmentForm | None = None,
    close_form: CloseAppointmentForm | None = None,
) -> HttpResponse:
    today = today_of(request)
    context: dict[str, Any] = {
        "appointment": row,
        "has_passed": row.planned_on < today,
        "form": form or AppointmentForm(today=today, row=row),
        "close_form": close_form or CloseAppointmentForm(),
        "is_mine": row.worker_id == current_user(request).pk,
    }
    return render(
        request,
        "careleavers/appointments/appointment.html",
        record_context(request, person, open_after_death=True, **context),
    )
