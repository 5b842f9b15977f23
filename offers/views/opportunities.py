"""Posts kept for young people across the service, with how far they are filled; and the employers who give them."""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from careleavers.permissions import Permission
from careleavers.views.gates import current_user, policies_of, post_data, requires, today_of
from careleavers.views.rows import fetch_row
from careleavers.views.submission import submit
from offers.actions import opportunities as actions
from offers.forms.opportunities import EmployerForm, OpportunityForm
from offers.models import Employer, Opportunity
from offers.queries import opportunities as queries
from offers.rules.opportunities import STAGE_WORDS, steps_in_order

SEES_POSTS = (Permission.VIEW_RECORD, Permission.EDIT_OFFER, Permission.VIEW_FIGURES)


@requires(*SEES_POSTS)
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Every kind of post, with how many young people have come how far."""
    user, today = current_user(request), today_of(request)
    posts = Opportunity.objects.select_related("employer")
    lines = queries.lines_of(posts.filter(queries.open_on(today)))
    closed = queries.lines_of(posts.filter(closed_on__lte=today))
    context = {
        "lines": lines,
        "closed": closed,
        "total": queries.in_all(lines),
        "places": sum(line.post.places for line in lines),
        "may_edit": user.may(Permission.EDIT_OFFER),
        "employers": queries.employers(today),
        "today": today,
    }
    return render(request, "offers/opportunities/page.html", context)


@requires(*SEES_POSTS)
@require_safe
def post(request: HttpRequest, post_id: UUID) -> HttpResponse:
    """One kind of post: what it is, who has come how far of those the user may see, and whom it may suit."""
    user, today = current_user(request), today_of(request)
    row = get_object_or_404(Opportunity.objects.select_related("employer"), pk=post_id)
    may_see = user.may(Permission.VIEW_RECORD)
    candidacies = list(queries.candidacies_seen(row, user)) if may_see else []
    matches = queries.matches_for(row, user, today, policies_of(request)["leap_day"]) if may_see else []
    holders = queries.holder_names([each.interest.person_id for each in matches], today)
    [line] = queries.lines_of([row])
    context = {
        "post": row,
        "line": line,
        "candidacies": [(each, _last_words(each)) for each in candidacies],
        "matches": [(each, holders[each.interest.person_id]) for each in matches],
        "may_see": may_see,
        "may_edit": user.may(Permission.EDIT_OFFER),
        "is_open": row.closed_on is None or row.closed_on > today,
        "today": today,
    }
    return render(request, "offers/opportunities/post.html", context)


def _last_words(candidacy: Any) -> tuple[str, Any]:
    last = steps_in_order(candidacy.steps_taken())[-1]
    return STAGE_WORDS[last.stage], last.on


@requires(Permission.EDIT_OFFER)
def edit(request: HttpRequest, post_id: UUID | None = None) -> HttpResponse:
    """New posts, or a change of them."""
    row, today = fetch_row(Opportunity, post_id) if post_id else None, today_of(request)
    form = OpportunityForm(post_data(request), row=row, today=today, employers=Employer.objects.all())
    save = partial(actions.save_opportunity, by=current_user(request), opportunity=row)
    if done := submit(request, form, lambda: save(revision=form.seen_revision, details=form.answers)):
        messages.success(request, "Saved.")
        return redirect("offers:post", done.result.pk)
    return render(request, "offers/opportunities/form.html", {"form": form, "title": row or "Posts for young people"})


@requires(Permission.EDIT_OFFER)
def employer(request: HttpRequest, employer_id: UUID | None = None) -> HttpResponse:
    """A new employer, or a change of one."""
    row, today = fetch_row(Employer, employer_id) if employer_id else None, today_of(request)
    form = EmployerForm(post_data(request), row=row, today=today)
    save = partial(actions.save_employer, by=current_user(request), employer=row)
    if submit(request, form, lambda: save(revision=form.seen_revision, details=form.answers)):
        messages.success(request, "Saved.")
        return redirect("offers:opportunities")
    return render(request, "offers/opportunities/form.html", {"form": form, "title": row or "An employer"})
