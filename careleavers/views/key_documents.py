"""Somebody's papers: which are there, which are missing, and what is done about it."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from careleavers.actions.key_documents import remove_document, write_document
from careleavers.forms.key_documents import KeyDocumentForm
from careleavers.models import KeyDocument, YoungPerson
from careleavers.permissions import Permission
from careleavers.queries.follow_ups import may_be_asked
from careleavers.queries.key_documents import key_documents
from careleavers.rules.key_documents import KIND_WORDS, DocumentKind
from careleavers.rules.policies import page_is_used
from careleavers.views.also_kept import refuse_unless_used
from careleavers.views.gates import current_user, fetch_person, policies_of, post_data, requires, today_of
from careleavers.views.record_form import record_button, record_form
from careleavers.views.record_page import record_context
from careleavers.views.rows import sent_revision

CODE = "key_documents"  # of the policy that switches the page off


@requires(Permission.VIEW_RECORD)
@require_safe
def page(request: HttpRequest, person_id: UUID) -> HttpResponse:
    person = fetch_person(request, person_id, page="key_documents")
    policies = policies_of(request)
    is_used = page_is_used(CODE, policies)
    context = record_context(
        request,
        person,
        papers=key_documents(person, today_of(request), policies["leap_day"]),
        may_read_notes=current_user(request).may(Permission.VIEW_FREE_TEXT),
        is_used=is_used,
    )
    context["may_edit"] = context["may_edit"] and is_used
    return render(request, "careleavers/key_documents/list.html", context)


@requires(Permission.EDIT_RECORD)
def edit(request: HttpRequest, person_id: UUID, kind: str) -> HttpResponse:
    """One paper: written down, or put right."""
    person = fetch_person(request, person_id, page="key_document")
    refuse_unless_used(request, CODE)
    words = KIND_WORDS[_kind(kind)]
    user, today = current_user(request), today_of(request)
    row = _row(person, kind)
    form = KeyDocumentForm(post_data(request), row=row, today=today, by=user, owners=may_be_asked(person, user, today))

    def save() -> object:
        facts = form.facts
        revision = form.seen_revision if "revision" in form.data else None
        return write_document(
            by=user, person=person, kind=kind, revision=revision, today=today, next_step=form.next_step, **facts
        )

    return record_form(
        request,
        person,
        form,
        save,
        title=words,
        success=f"Saved: {words}.",
        back="key_documents",
        template="careleavers/key_documents/edit.html",
        row=row,
    )


@require_POST
@requires(Permission.EDIT_RECORD)
def remove(request: HttpRequest, person_id: UUID, kind: str) -> HttpResponse:
    person = fetch_person(request, person_id, page="key_document_remove")
    row = _row(person, kind)
    if row is None:
        return redirect("key_documents", person.pk)
    return record_button(
        request,
        person,
        lambda: remove_document(
            by=current_user(request), document=row, revision=sent_revision(request), today=today_of(request)
        ),
        success=f"Taken out: {row.get_kind_display()}.",
        back="key_documents",
    )


def _kind(kind: str) -> DocumentKind:
    if kind not in set(DocumentKind):
        raise Http404
    return DocumentKind(kind)


def _row(person: YoungPerson, kind: str) -> KeyDocument | None:
    return person.key_documents.filter(kind=kind).select_related("person", "next_step").first()
