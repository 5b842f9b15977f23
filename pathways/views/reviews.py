"""Recording a review of the plan, and reading one."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from careleavers.models import YoungPerson
from careleavers.permissions import Permission
from careleavers.rules.words import day
from careleavers.views.drafts import autosave_for, form_from_draft
from careleavers.views.gates import current_user, fetch_person, post_data, requires, today_of
from careleavers.views.record_page import record_context
from careleavers.views.rows import ticked
from careleavers.views.submission import submit
from pathways.actions import reviews as actions
from pathways.forms.reviews import ReviewForm
from pathways.models import PlanReview, PlanVersion
from pathways.models.reviews import ReviewRequests
from pathways.queries.plan_beside import since_by_matter
from pathways.queries.plan_sheets import sheets_of_plan, sheets_of_review
from pathways.queries.plan_statuses import plan_status_on
from pathways.views.plans import sections_of, versions_of


@requires(Permission.WRITE_PLAN, Permission.REVIEW_PLANS)
def review_add(request: HttpRequest, person_id: UUID) -> HttpResponse:
    person = fetch_person(request, person_id, page="plan_review_add")
    today = today_of(request)
    current = versions_of(person).authorised().first()
    autosave = autosave_for(request, person, "plan_review", current.plan_id) if current else None
    build = partial(ReviewForm, today=today, requests=_requests(request, person))
    form = form_from_draft(request, autosave, build) if autosave else build(post_data(request))
    recorded = submit(
        request,
        form,
        lambda: actions.record_review(by=current_user(request), person=person, today=today, **form.cleaned_data),
        refused_on="held_on",
    )
    if recorded:
        due_on = plan_status_on(person, today).due_on
        messages.success(request, f"Review recorded.{f' The next is due by {day(due_on)}.' if due_on else ''}")
        return redirect("pathways:plan", person.pk)
    context = record_context(
        request,
        person,
        form=form,
        current=current,
        sections=_with_since(person, current, today) if current else [],
        autosave=autosave,
        sheets=sheets_of_plan(person, timezone.now()),
    )
    return render(request, "pathways/plans/review_form.html", context)


def _requests(request: HttpRequest, person: YoungPerson) -> ReviewRequests:
    """Reviews asked for that wait; of a form that is sent, those that it ticks as well: it may be sent twice."""
    sent = person.review_requests.filter(pk__in=ticked(request, "held_for"))
    return person.review_requests.waiting() | sent


def _with_since(person: YoungPerson, current: PlanVersion, today: date) -> list[dict[str, Any]]:
    """The matters of the plan now, each with what has happened about it since it was authorised."""
    since = since_by_matter(person, current.authorised_on, today)
    return [section | {"since": since.get(section["matter"].code)} for section in sections_of(current)]


@requires(Permission.VIEW_FREE_TEXT)
@require_safe
def review(request: HttpRequest, person_id: UUID, review_id: UUID) -> HttpResponse:
    person = fetch_person(request, person_id, page="plan_review")
    shown = get_object_or_404(
        PlanReview.objects.select_related("recorded_by", "plan__person").prefetch_related("held_for"),
        pk=review_id,
        plan__person=person,
    )
    sheets = sheets_of_review(shown, timezone.now())
    return render(request, "pathways/plans/review.html", record_context(request, person, review=shown, sheets=sheets))
