"""What the council has pledged, each with what is done about it."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from careleavers.permissions import Permission
from careleavers.views.gates import current_user, post_data, requires, today_of
from careleavers.views.rows import fetch_row
from careleavers.views.submission import submit
from offers.actions import pledges as actions
from offers.forms.pledges import PledgeForm, PledgeNoteForm
from offers.models import LocalOffer, Pledge
from offers.queries import pledges as queries

SEES_PLEDGES = (Permission.VIEW_RECORD, Permission.EDIT_OFFER, Permission.VIEW_FIGURES)


@requires(*SEES_PLEDGES)
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Each pledge with what keeps it, what young people said, what the figures say, and what was done."""
    user, today = current_user(request), today_of(request)
    rows = list(queries.pledges())
    tagged = any(row.figures for row in rows) and user.may(Permission.VIEW_FIGURES)
    figures = queries.figures_on(today) if tagged else {}
    lines = queries.pledge_lines(rows, LocalOffer.objects.in_force(today), figures)
    context = {
        "lines": [line for line in lines if line.pledge.ended_on is None or line.pledge.ended_on > today],
        "ended": [row for row in rows if row.ended_on and row.ended_on <= today],
        "may_edit": user.may(Permission.EDIT_OFFER),
        "user": user,
        "today": today,
    }
    return render(request, "offers/pledges/page.html", context)


@requires(Permission.EDIT_OFFER)
def edit(request: HttpRequest, pledge_id: UUID | None = None) -> HttpResponse:
    """A new pledge, or a change of one."""
    row, today = fetch_row(Pledge, pledge_id) if pledge_id else None, today_of(request)
    form = PledgeForm(
        post_data(request),
        row=row,
        today=today,
        owners=queries.pledge_owners(today),
        entries=queries.entry_choices(LocalOffer.objects.in_force(today)),
        rounds=list(queries.rounds_to_tag()),
        figures=queries.figure_names(),
    )
    save = partial(actions.save_pledge, by=current_user(request), pledge=row)
    if submit(request, form, lambda: save(revision=form.seen_revision, details=form.answers)):
        messages.success(request, "Saved.")
        return redirect("offers:pledges")
    return render(request, "offers/pledges/form.html", {"form": form, "title": row or "A pledge"})


@requires(Permission.EDIT_OFFER, Permission.LOG_CONTACT)
def note(request: HttpRequest, pledge_id: UUID) -> HttpResponse:
    """What was done about a pledge."""
    row, today = fetch_row(Pledge, pledge_id), today_of(request)
    form = PledgeNoteForm(post_data(request), today=today)
    do = partial(actions.note_on_pledge, by=current_user(request), pledge=row, today=today)
    if submit(request, form, lambda: do(**form.cleaned_data)):
        messages.success(request, "Saved.")
        return redirect("offers:pledges")
    return render(request, "offers/pledges/form.html", {"form": form, "title": row})
