"""Until when records are kept: what is past its date, what is held, and what two people decide to destroy."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from careleavers.actions import retention as actions
from careleavers.forms.retention import DestructionForm, EndHoldForm, LegalHoldForm
from careleavers.models import LegalHold
from careleavers.permissions import Permission
from careleavers.queries import retention as kept
from careleavers.views.gates import current_user, fetch_person, note_opened, post_data, requires, today_of
from careleavers.views.record_page import record_context
from careleavers.views.rows import fetch_row, sent_revision
from careleavers.views.submission import attempt, submit

PER_PAGE = 25
SHOWS = ("past", "held", "destroyed")


@requires(Permission.DESTROY_RECORDS)
@require_safe
def list_page(request: HttpRequest) -> HttpResponse:
    """Records past their date, those that are held, or what is being destroyed and was."""
    user, today = current_user(request), today_of(request)
    show = request.GET.get("show", "past")
    show = show if show in SHOWS else "past"
    rows: Any = kept.past_their_date(user, today) if show == "past" else kept.holds_seen_by(user)
    if show == "destroyed":
        rows = kept.destructions_seen_by(user)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "show": show, "today": today}
    return render(request, "careleavers/retention/list.html", context)


@requires(Permission.DESTROY_RECORDS)
@require_safe
def of_record(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Until when one record is kept and why, and what holds it back."""
    person = fetch_person(request, person_id, page="retention")
    today = today_of(request)
    retention = kept.retention_of(person)
    context = record_context(
        request,
        person,
        retention=retention,
        is_past=retention.is_past(today),
        why_not=kept.why_not_destroyed(person, today),
        holds=list(person.legal_holds.select_related("recorded_by").order_by("-ended_on", "review_on")),
        destruction=kept.open_destruction(person.pk),
    )
    return render(request, "careleavers/retention/record.html", context)


@requires(Permission.DESTROY_RECORDS)
def hold(request: HttpRequest, person_id: UUID, hold_id: UUID | None = None) -> HttpResponse:
    """Hold the record back, or change why and until when that is looked at again."""
    person = fetch_person(request, person_id, page="legal_hold" if hold_id else "legal_hold_add")
    row = fetch_row(LegalHold, hold_id, until="ended_on", person=person) if hold_id else None
    form = LegalHoldForm(post_data(request), row=row, today=today_of(request))
    if submit(
        request,
        form,
        lambda: actions.place_hold(
            by=current_user(request),
            person=person,
            hold=row,
            revision=form.seen_revision,
            today=today_of(request),
            **form.answers,
        ),
    ):
        messages.success(request, "The record is held. You are reminded on the day.")
        return redirect("retention", person.pk)
    context = record_context(request, person, open_after_death=True, form=form, hold=row)
    return render(request, "careleavers/retention/hold.html", context)


@requires(Permission.DESTROY_RECORDS)
def end_hold(request: HttpRequest, person_id: UUID, hold_id: UUID) -> HttpResponse:
    person = fetch_person(request, person_id, page="legal_hold_end")
    row = fetch_row(LegalHold, hold_id, until="ended_on", person=person)
    form = EndHoldForm(post_data(request))
    if submit(
        request,
        form,
        lambda: actions.end_hold(
            by=current_user(request),
            hold=row,
            revision=sent_revision(request),
            today=today_of(request),
            **form.cleaned_data,
        ),
    ):
        messages.success(request, "The record is not held any more.")
        return redirect("retention", person.pk)
    context = record_context(request, person, open_after_death=True, form=form, hold=row)
    return render(request, "careleavers/retention/end_hold.html", context)


@require_POST
@requires(Permission.DESTROY_RECORDS)
def propose(request: HttpRequest, person_id: UUID) -> HttpResponse:
    person = fetch_person(request, person_id, page="destruction_propose")
    attempt(
        request,
        lambda: actions.propose_destruction(by=current_user(request), person=person, today=today_of(request)),
        "Proposed. A second person decides.",
    )
    return redirect("retention", person.pk)


@requires(Permission.DESTROY_RECORDS)
def destruction(request: HttpRequest, destruction_id: UUID) -> HttpResponse:
    """What a second person decides; once it is done, the certificate."""
    user, today = current_user(request), today_of(request)
    row = kept.destructions_seen_by(user).filter(pk=destruction_id).first()
    if row is None:
        raise Http404
    person = kept.person_of_destruction(row, user)
    is_mine = row.proposed_by == user
    form = DestructionForm(post_data(request), is_mine=is_mine and row.state == row.PROPOSED)
    if person:
        note_opened(request, person, "destruction")
        decide: dict[str, Any] = {"by": user, "destruction": row, "person": person, "today": today}

        def carry_out() -> None:
            called_off = form.cleaned_data["decision"] == DestructionForm.CALL_OFF
            action = actions.call_off_destruction if called_off else actions.approve_destruction
            action(revision=sent_revision(request), **decide)

        if submit(request, form, carry_out):
            messages.success(request, "Written down.")
            return redirect("destruction", row.pk)
    context = {
        "destruction": row,
        "about": person,
        "form": form,
        "rows": sum(row.counts.values()),
        "is_mine": is_mine,
        "today": today,
    }
    return render(request, "careleavers/retention/destruction.html", context)
