"""Strategies, policies, protocols and decisions: approved by whom, signed by whom, and looked at again in time."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from careleavers.permissions import Permission
from careleavers.views.gates import current_user, open_to_signed_in, post_data, requires, today_of
from careleavers.views.rows import TooLate, sent_revision
from careleavers.views.submission import submit
from reporting.actions.service_documents import ask_to_sign, save_document, sign_document
from reporting.forms.service_documents import ServiceDocumentForm, SignatoryForm, SignedForm
from reporting.models import ServiceDocument, Signatory
from reporting.queries.improvement import may_be_asked
from reporting.queries.service_documents import documents, may_keep
from reporting.views.improvement import form_page

PER_PAGE = 25
SHOWS = (("use", "In use"), ("late", "To be looked at"), ("drafts", "Drafts"), ("withdrawn", "Withdrawn"))
FOR_EVERYBODY = "it names no young person, and everybody works by these documents"


@open_to_signed_in(FOR_EVERYBODY)
@require_safe
def list_page(request: HttpRequest) -> HttpResponse:
    user, today = current_user(request), today_of(request)
    asked = request.GET.get("show", "use")
    show = asked if asked in dict(SHOWS) else "use"
    context = {
        "page": Paginator(documents(show, today), PER_PAGE).get_page(request.GET.get("page")),
        "show": show,
        "shows": SHOWS,
        "may_keep": user.may(Permission.IMPROVE),
        "today": today,
    }
    return render(request, "reporting/documents/list.html", context)


@open_to_signed_in(FOR_EVERYBODY)
@require_safe
def page(request: HttpRequest, service_document_id: UUID) -> HttpResponse:
    row = get_object_or_404(ServiceDocument.objects.select_related("owner"), pk=service_document_id)
    context = {
        "row": row,
        "signatories": row.signatories.all(),
        "may_keep": may_keep(current_user(request), row),
        "today": today_of(request),
    }
    return render(request, "reporting/documents/page.html", context)


@requires(Permission.IMPROVE)
def add(request: HttpRequest) -> HttpResponse:
    return _write(request, None)


@open_to_signed_in(FOR_EVERYBODY)
def edit(request: HttpRequest, service_document_id: UUID) -> HttpResponse:
    return _write(request, _kept(request, service_document_id))


def _write(request: HttpRequest, row: ServiceDocument | None) -> HttpResponse:
    today = today_of(request)
    colleagues = may_be_asked(today, also=row.owner if row else None)
    form = ServiceDocumentForm(post_data(request), row=row, today=today, colleagues=colleagues)
    if done := submit(
        request,
        form,
        lambda: save_document(
            by=current_user(request), document=row, revision=form.seen_revision, today=today, **form.answers
        ),
    ):
        messages.success(request, "Saved. Its owner is asked to look at it again in time.")
        return redirect("reporting:service_document", done.result.pk)
    if row:
        return form_page(request, form, "Look at it again, or put it right", _address(row), row.title)
    back = reverse("reporting:service_documents")
    return form_page(request, form, "Add a document", back, "Strategies, policies and protocols")


@open_to_signed_in(FOR_EVERYBODY)
def signatory_add(request: HttpRequest, service_document_id: UUID) -> HttpResponse:
    row = _kept(request, service_document_id)
    form = SignatoryForm(post_data(request), today=today_of(request))
    if submit(request, form, lambda: ask_to_sign(by=current_user(request), document=row, **form.cleaned_data)):
        messages.success(request, "Added.")
        return redirect("reporting:service_document", row.pk)
    return form_page(request, form, "Who is asked to sign?", _address(row), row.title)


@open_to_signed_in(FOR_EVERYBODY)
def signed(request: HttpRequest, service_document_id: UUID, signatory_id: UUID) -> HttpResponse:
    row = _kept(request, service_document_id)
    signatory = get_object_or_404(Signatory, pk=signatory_id, document=row)
    if signatory.signed_on:
        raise TooLate("They have signed already: somebody wrote that down.", back=_address(row))
    form = SignedForm(post_data(request), today=today_of(request))
    if submit(
        request,
        form,
        lambda: sign_document(
            by=current_user(request), signatory=signatory, revision=sent_revision(request), **form.cleaned_data
        ),
    ):
        messages.success(request, f"{signatory.organisation} has signed.")
        return redirect("reporting:service_document", row.pk)
    title = f"{signatory.organisation} has signed"
    return form_page(request, form, title, _address(row), row.title, revision=signatory.revision)


def _kept(request: HttpRequest, pk: UUID) -> ServiceDocument:
    """403 for whoever neither answers for it nor keeps the improvement plan."""
    row = get_object_or_404(ServiceDocument.objects.select_related("owner"), pk=pk)
    if not may_keep(current_user(request), row):
        raise PermissionDenied(f"Only {row.owner.name}, who answers for it, and those who keep the plan may do that.")
    return row


def _address(row: ServiceDocument) -> str:
    return reverse("reporting:service_document", args=[row.pk])
