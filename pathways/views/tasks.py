"""One task that somebody was told of: why it is there, who has it, and what was said of it."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from careleavers.actions.alert_notes import note_alert
from careleavers.permissions import Permission
from careleavers.queries.told import on_today_of
from careleavers.views.gates import current_user, fetch_person, post_data, requires, today_of
from careleavers.views.record_page import record_context
from careleavers.views.submission import submit
from pathways.forms.alert_notes import AlertNoteForm


@requires(Permission.LOG_CONTACT)
def task(request: HttpRequest, person_id: UUID, alert_id: UUID) -> HttpResponse:
    """Say of a task on one's Today that one knows of it, or that it is of no use."""
    person = fetch_person(request, person_id, page="task")
    user, today = current_user(request), today_of(request)
    alert = get_object_or_404(person.alerts.exclude(not_for__contains=[user.pk]), pk=alert_id)
    form = AlertNoteForm(post_data(request), today=today)
    note = partial(note_alert, by=user, alert=alert, today=today)
    if submit(request, form, lambda: note(**form.cleaned_data)):
        messages.success(request, "Saved. The task stays on Today until it is done.")
        return redirect("home")
    notes, whose = alert.notes.select_related("recorded_by"), on_today_of(person, alert.code)
    context = record_context(request, person, form=form, alert=alert, notes=notes, whose=whose)
    return render(request, "pathways/today/task.html", context)
