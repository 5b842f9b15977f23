"""A review that is asked for before its date: written down, read, and ended without one."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from careleavers.permissions import Permission
from careleavers.views.gates import current_user, fetch_person, post_data, requires, today_of
from careleavers.views.record_form import record_form
from careleavers.views.record_page import record_context
from careleavers.views.rows import fetch_row
from careleavers.views.submission import submit
from pathways.actions import review_requests as actions
from pathways.forms.review_requests import ReviewRequestEndForm, ReviewRequestForm
from pathways.models import PlanReview, ReviewRequest

REVIEWS_OFFERED = 3
ASKED = "Written down. It is due from now on, for the adviser and the manager, until the review is recorded."


@requires(Permission.WRITE_PLAN, Permission.REVIEW_PLANS)
def ask(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Write down that a review is asked for, or found necessary. `?reason=` fills in why."""
    person = fetch_person(request, person_id, page="review_ask")
    today = today_of(request)
    form = ReviewRequestForm(post_data(request), today=today, initial={"reason": request.GET.get("reason", "")})
    write = partial(actions.ask_for_review, by=current_user(request), person=person, today=today)
    return record_form(
        request,
        person,
        form,
        lambda: write(**form.cleaned_data),
        success=ASKED,
        back="pathways:plan",
        template="pathways/reviews/ask.html",
        refused_on="asked_on",
    )


@requires(Permission.VIEW_FREE_TEXT)
def asked(request: HttpRequest, person_id: UUID, asked_id: UUID) -> HttpResponse:
    """Read a request and what became of it; while it waits, end it without a review."""
    person = fetch_person(request, person_id, page="review_asked")
    row = fetch_row(ReviewRequest, asked_id, person=person)
    user = current_user(request)
    form = ReviewRequestEndForm(
        post_data(request),
        row=row,
        decides=user.may(Permission.AUTHORISE_PLAN),
        reviews=PlanReview.objects.filter(plan__person=person, held_on__gte=row.asked_on)[:REVIEWS_OFFERED],
    )
    may_write = user.may(Permission.WRITE_PLAN) or user.may(Permission.REVIEW_PLANS)
    if may_write and submit(request, form, lambda: _end(request, row, form), refused_on="ended_how"):
        messages.success(request, "Written down. Nobody is reminded of it any more.")
        return redirect("pathways:plan", person.pk)
    context = record_context(request, person, open_after_death=True, asked=row, form=form)
    context["may_end"] = row.is_waiting and may_write and not context["closed"]
    return render(request, "pathways/reviews/asked.html", context)


def _end(request: HttpRequest, row: ReviewRequest, form: ReviewRequestEndForm) -> None:
    by, today, given = current_user(request), today_of(request), form.cleaned_data
    if form.review:
        actions.take_up_in_review(by=by, request=row, revision=given["revision"], today=today, review=form.review)
    else:
        actions.end_request(by=by, request=row, today=today, **given)
