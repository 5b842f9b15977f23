"""A photo or file of a record: handed over to be saved, and taken out."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from careleavers.actions.documents import take_out_document
from careleavers.actions.file_scans import scan_again
from careleavers.celery import run_soon
from careleavers.forms.uploads import TakeOutForm
from careleavers.models import Document, MeetingPaper
from careleavers.permissions import Permission
from careleavers.queries.file_scans import may_be_opened, oldest_infected, why_closed
from careleavers.site.extensions import document_page
from careleavers.views.downloads import disposition
from careleavers.views.gates import current_user, fetch_person, post_data, requires, today_of
from careleavers.views.record_page import record_context
from careleavers.views.rows import fetch_row
from careleavers.views.submission import attempt, submit

SCAN_FILES = "careleavers.tasks.scan_files"

# Opened in a browser in spite of the disposition, it may load nothing, run nothing and name no origin of ours.
NOTHING_RUNS = "default-src 'none'; sandbox"


@requires(Permission.VIEW_FREE_TEXT)
@require_safe
def download(request: HttpRequest, person_id: UUID, document_id: UUID) -> HttpResponse:
    """The file, to be saved and never shown as a page of ours. Its kind was found in it when it came."""
    person = fetch_person(request, person_id, page="document")
    document = get_object_or_404(person.documents.filter(taken_out_on=None).select_related("scan"), pk=document_id)
    if not may_be_opened(person.documents.all()).filter(pk=document.pk).exists():
        messages.error(request, why_closed(getattr(document, "scan", None), timezone.now()))
        return redirect(page_of_document(document))
    return sent_to_save(document)


def sent_to_save(kept: Document | MeetingPaper) -> HttpResponse:
    """The file as a download that runs nothing."""
    return HttpResponse(
        bytes(kept.file.content),
        content_type=kept.media_type,
        headers={"Content-Disposition": disposition(kept.file_name), "Content-Security-Policy": NOTHING_RUNS},
    )


def page_of_document(document: Document) -> str:
    """The address of the page that shows it: its contact's, or that of the app that put it into the record."""
    if document.contact_id:
        return f"{reverse('contact', args=[document.person_id, document.contact_id])}#files"
    return document_page(document) or reverse("person", args=[document.person_id])


@requires(Permission.VIEW_FREE_TEXT)
@require_safe
def infected(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Lead to where the oldest file is in which the virus scanner found something."""
    person = fetch_person(request, person_id, page="infected_file")
    if document := oldest_infected(person.pk):
        return redirect(page_of_document(document))
    messages.info(request, "No photo or file waits for somebody to decide on it.")
    return redirect("person", person.pk)


@require_POST
@requires(Permission.MANAGE_TEAM)
def look_again(request: HttpRequest, person_id: UUID, document_id: UUID) -> HttpResponse:
    """The virus scanner is asked once more about a file in which it found something."""
    person = fetch_person(request, person_id, page="document_scan_again")
    document = fetch_row(Document, document_id, person=person)
    said = "The virus scanner looks at it again. Nobody can open it until then."
    if attempt(request, lambda: scan_again(by=current_user(request), document=document), said):
        scan_soon()
    return redirect(page_of_document(document))


def scan_soon() -> bool:
    """Ask for the virus scanner now rather than within a minute. Returns whether there is one."""
    if settings.CLAMD_ADDRESS:
        transaction.on_commit(partial(run_soon, SCAN_FILES))
    return bool(settings.CLAMD_ADDRESS)


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
        messages.success(request, "Taken out. Where it was, the record says so.")
        return redirect(page_of_document(document))
    context = record_context(request, person, form=form, document=document, back=page_of_document(document))
    return render(request, "careleavers/contacts/take_out.html", context)
