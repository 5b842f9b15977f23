"""The last plan on the left, this one on the right, what has happened since; and answers copied from the one to the
other."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from careleavers.permissions import Permission
from careleavers.rules.words import amount
from careleavers.views.gates import current_user, fetch_person, policies_of, post_data, requires, today_of
from careleavers.views.record_form import record_form
from careleavers.views.record_page import may_change, record_context
from careleavers.views.rows import sent_revision
from careleavers.views.submission import attempt
from pathways.actions import answers_before
from pathways.actions.plan_ratings import choose_rating
from pathways.forms.plan_ratings import RatingForm
from pathways.models import PlanRating
from pathways.queries.plan_beside import MATTER_TEXTS, matters_beside, texts_beside
from pathways.queries.plan_differences import version_before
from pathways.queries.plan_ratings import rated_plan
from pathways.queries.plan_sheets import sheets_of
from pathways.views.plans import versions_of
from pathways.views.writing import latest_of


@requires(Permission.VIEW_FREE_TEXT)
@require_safe
def beside(request: HttpRequest, person_id: UUID, number: int) -> HttpResponse:
    person = fetch_person(request, person_id, page="plan_beside")
    user, today = current_user(request), today_of(request)
    version = get_object_or_404(versions_of(person), number=number)
    before = version_before(version)
    matters = matters_beside(version, before, today) if before else []
    context = record_context(
        request,
        person,
        version=version,
        before=before,
        whole=texts_beside(version, before) if before else [],
        matters=matters,
        changed=[each for each in matters if not each.is_same],
        rated=rated_plan(person.pk, today, policies_of(request)),
        sheets=sheets_of(version, timezone.now()),
    )
    context["may_write"] = version.may_be_written and may_change(user, Permission.WRITE_PLAN, context["closed"])
    context["may_decide"] = version.state == version.SUBMITTED and may_change(
        user, Permission.AUTHORISE_PLAN, context["closed"]
    )
    return render(request, "pathways/plans/beside.html", context)


@require_POST
@requires(Permission.WRITE_PLAN)
def copy_answer(request: HttpRequest, person_id: UUID, code: str, answer: str) -> HttpResponse:
    """Put one answer back to what the last plan says."""
    person = fetch_person(request, person_id, page="plan_copy_answer")
    version = latest_of(person)
    matter = get_object_or_404(version.matters, code=code)
    if answer not in MATTER_TEXTS:
        raise Http404
    copy = partial(answers_before.copy_answer, by=current_user(request), matter=matter, name=answer)
    attempt(
        request, lambda: copy(revision=sent_revision(request)), f"Copied from the last plan: {MATTER_TEXTS[answer]}."
    )
    return redirect(reverse("pathways:plan_beside", args=[person.pk, version.number]) + f"#{code}")


@require_POST
@requires(Permission.WRITE_PLAN)
def copy_answers(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Fill what is empty with what the last plan says."""
    person = fetch_person(request, person_id, page="plan_copy_answers")
    version = latest_of(person)
    done = attempt(request, lambda: answers_before.copy_empty_answers(by=current_user(request), version=version))
    if done:
        number: int = done.result
        messages.success(request, f"{amount(number, 'answer')} copied." if number else "Nothing was empty.")
    return redirect("pathways:plan_beside", person.pk, version.number)


@requires(Permission.AUTHORISE_PLAN, Permission.REVIEW_PLANS)
def rating(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """How the plan is rated and why, and a reviewer's own rating instead."""
    person = fetch_person(request, person_id, page="plan_rating")
    user, today = current_user(request), today_of(request)
    form = RatingForm(post_data(request))
    rate = partial(choose_rating, by=user, person=person, today=today)
    return record_form(
        request,
        person,
        form,
        lambda: rate(**form.cleaned_data),
        success="Rated.",
        back="pathways:plan",
        template="pathways/plans/rating.html",
        rated=rated_plan(person.pk, today, policies_of(request)),
        ratings=list(PlanRating.objects.filter(plan__person=person).select_related("recorded_by")),
    )
