"""What a young person says of an entry of their record with which they do not agree."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from careleavers.actions.disagreements import write_disagreement
from careleavers.forms.disagreements import DisagreementForm
from careleavers.models import Disagreement
from careleavers.permissions import Permission
from careleavers.views.gates import current_user, fetch_person, post_data, requires, today_of
from careleavers.views.record_page import record_context
from careleavers.views.rows import fetch_row, named_row
from careleavers.views.submission import submit


@requires(Permission.EDIT_RECORD)
def write(request: HttpRequest, person_id: UUID, disagreement_id: UUID | None = None) -> HttpResponse:
    """A new statement, about a contact (`?contact=`) or something else, perhaps by a request (`?request=`); or one put
    right."""
    person = fetch_person(request, person_id, page="disagreement" if disagreement_id else "disagreement_add")
    row = fetch_row(Disagreement, disagreement_id, person=person) if disagreement_id else None
    contact = row.contact if row else named_row(person.contacts.all(), request.GET.get("contact", ""))
    asked = row.request if row else named_row(person.record_requests.all(), request.GET.get("request", ""))
    form = DisagreementForm(post_data(request), row=row, today=today_of(request), is_about_contact=contact is not None)
    if submit(
        request,
        form,
        lambda: write_disagreement(
            by=current_user(request),
            person=person,
            disagreement=row,
            revision=form.seen_revision,
            contact=contact,
            request=asked,
            **form.answers,
        ),
    ):
        messages.success(request, "Written down. It is shown and printed with the entry.")
        if contact:
            return redirect("contact", person.pk, contact.pk)
        return redirect("record_requests", person.pk)
    context = record_context(request, person, open_after_death=True, form=form, contact=contact, row=row)
    return render(request, "careleavers/record_requests/disagreement.html", context)
