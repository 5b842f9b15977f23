"""The register of those who give young people a home, and the visits to them."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from careleavers.actions.providers import remove_provider_visit, save_provider, save_provider_visit
from careleavers.forms.providers import ProviderForm, ProviderVisitForm
from careleavers.models import Provider, ProviderVisit
from careleavers.permissions import Permission
from careleavers.queries.providers import is_used, provider_facts, providers
from careleavers.views.gates import current_user, post_data, requires, today_of
from careleavers.views.rows import fetch_row, sent_revision
from careleavers.views.submission import attempt, submit


@requires(Permission.VIEW_RECORD)
@require_safe
def provider_list(request: HttpRequest) -> HttpResponse:
    today = today_of(request)
    rows = [(row, is_used(row, today)) for row in providers(today)]
    context = {"rows": rows, "today": today, "may_edit": current_user(request).may(Permission.EDIT_RECORD)}
    return render(request, "careleavers/providers/list.html", context)


@requires(Permission.VIEW_RECORD)
@require_safe
def page(request: HttpRequest, provider_id: UUID) -> HttpResponse:
    user, today = current_user(request), today_of(request)
    provider = fetch_row(Provider, provider_id)
    context = {
        "provider": provider,
        "facts": provider_facts(provider, user, today),
        "is_used": is_used(provider, today),
        "today": today,
        "may_edit": user.may(Permission.EDIT_RECORD),
        "may_read_notes": user.may(Permission.VIEW_FREE_TEXT),
    }
    return render(request, "careleavers/providers/page.html", context)


@requires(Permission.EDIT_RECORD)
def edit(request: HttpRequest, provider_id: UUID | None = None) -> HttpResponse:
    """A new provider, or one that has changed."""
    provider = fetch_row(Provider, provider_id) if provider_id else None
    form = ProviderForm(post_data(request), row=provider, today=today_of(request))
    saved = submit(
        request,
        form,
        lambda: save_provider(by=current_user(request), provider=provider, revision=form.seen_revision, **form.answers),
    )
    if saved:
        messages.success(request, f"Saved: {saved.result.name}.")
        return redirect("provider", saved.result.pk)
    return render(
        request,
        "careleavers/providers/form.html",
        {"form": form, "provider": provider, "visit": None, "is_visit": False},
    )


@requires(Permission.EDIT_RECORD)
def visit(request: HttpRequest, provider_id: UUID, visit_id: UUID | None = None) -> HttpResponse:
    """A visit to a provider, or one that is put right."""
    provider = fetch_row(Provider, provider_id)
    row = fetch_row(ProviderVisit, visit_id, provider=provider) if visit_id else None
    form = ProviderVisitForm(post_data(request), row=row, today=today_of(request))
    saved = submit(
        request,
        form,
        lambda: save_provider_visit(
            by=current_user(request), provider=provider, visit=row, revision=form.seen_revision, **form.answers
        ),
    )
    if saved:
        messages.success(request, "Visit saved.")
        return redirect("provider", provider.pk)
    context = {"form": form, "provider": provider, "visit": row, "is_visit": True}
    return render(request, "careleavers/providers/form.html", context)


@require_POST
@requires(Permission.EDIT_RECORD)
def visit_remove(request: HttpRequest, provider_id: UUID, visit_id: UUID) -> HttpResponse:
    row = fetch_row(ProviderVisit, visit_id, provider=provider_id)
    attempt(
        request,
        lambda: remove_provider_visit(by=current_user(request), visit=row, revision=sent_revision(request)),
        "Taken out. The history keeps it.",
    )
    return redirect("provider", provider_id)
