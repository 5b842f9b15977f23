"""A manager opens the record of somebody who has died, to put something right."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse

from careleavers.actions.closed_records import open_for_correction
from careleavers.forms.closed_records import OpenForCorrectionForm
from careleavers.permissions import Permission
from careleavers.views.gates import current_user, fetch_person, post_data, requires, today_of
from careleavers.views.record_form import record_form


@requires(Permission.OPEN_CLOSED_RECORD)
def open_record(request: HttpRequest, person_id: UUID) -> HttpResponse:
    person = fetch_person(request, person_id, page="closed_record_open")
    form = OpenForCorrectionForm(post_data(request))
    return record_form(
        request,
        person,
        form,
        lambda: open_for_correction(
            by=current_user(request), person=person, today=today_of(request), **form.cleaned_data
        ),
        refused_on="reason",
        title="Open this record for a correction",
        button="Open it until midnight",
        success="Open until midnight, to everybody whose work it is. What is changed is kept with their names.",
        back="person",
        open_after_death=True,
    )
