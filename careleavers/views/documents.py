"""A photo or file of a record: handed over to be saved, and taken out."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from careleavers.actions.documents import take_out_document
from careleavers.forms.uploads import TakeOutForm
from careleavers.models import Document
from careleavers.permissions import Permission
from careleavers.views.gates import current_user, fetch_person, post_data, requires, today_of
from careleavers.views.record_page import record_context
from careleavers.views.rows import fetch_row
from careleavers.views.submission import submit

# Opened in a browser in spite of the disposition, it may load nothing, run nothing and name no origin of ours.
NOTHING_RUNS = "default-src 'none'; sandbox"


@requires(Permission.VIEW_FREE_TEXT)
@require_safe
def download(request: HttpRequest, person_id: UUID, document_id: UUID) -> HttpResponse:
    """The file, to be saved and never shown as a page of ours. Its kind was found in it when it came."""
    person = fetch_person(request, person_id, page="document")
    document = get_object_or_404(person.documents.filter(taken_out_on=None).select_related("file"), pk=document_id)
    disposition = content_disposition_header(as_attachment=True, filename=document.file_name) or "attachment"
    return HttpResponse(
        bytes(document.file.content),
        content_type=document.media_type,
        headers={"Content-Disposition": disposition, "Content-Security-Policy": NOTHING_RUNS},
    )


@requires(Permission.LOG_CONTACT)
def take_out(request: HttpRequest, person_id: UUID, document_id: UUID) -> HttpResponse:
    """Ask why; then destroy it, and keep that it was there."""
    person = fetch_person(request, person_id, page="document_take_out")
    document = fetch_row(Document, document_id, person=person)
    form = TakeOutForm(post_data(request))
    done = submit(
        request,
        form,
        lambda: take_out_document(
            by=current_user(request), document=document, today=today_of(request), **form.cleaned_data
        ),
    )
    if done:
        messages.success(request, "Taken out. The contact says so, and why.")
        return redirect("contact", person.pk, document.contact_id)
    context = record_context(request, person, form=form, document=document)
    return render(request, "careleavers/contacts/take_out.html", context)
