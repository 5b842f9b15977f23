"""The improvement plan: what inspections, visits, audits and panels recommend, and how far each is."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from careleavers.permissions import Permission
from careleavers.rules import words
from careleavers.views.csv_export import Export, csv_response
from careleavers.views.gates import current_user, open_to_signed_in, post_data, requires, today_of
from careleavers.views.rows import sent_revision
from careleavers.views.submission import submit
from reporting.actions.improvement import add_recommendation, change_recommendation, save_review, say_progress
from reporting.forms.improvement import ProgressForm, RecommendationForm, ServiceReviewForm
from reporting.models import Recommendation, ServiceReview
from reporting.queries.improvement import (
    HEAD,
    HEAD_OF_ACTION,
    answers_for,
    may_be_asked,
    may_end,
    plan,
    plan_rows,
    reviews,
    tally,
)
from reporting.rules.improvement import Progress

PER_PAGE = 25
TRAINING = (Permission.MANAGE_TEAM, Permission.IMPROVE, Permission.OPEN_NAMES)  # of others
SHOWS = (("open", "Not finished"), ("late", "Late"), ("finished", "Finished"), ("all", "All"))
FOR_EVERYBODY = "the plan names no young person, and everybody may be asked to do something in it"
NOT_THEIRS = "Only {lead}, who leads this, and those who keep the improvement plan may do that."


@open_to_signed_in(FOR_EVERYBODY)
@require_safe
def plan_page(request: HttpRequest) -> HttpResponse:
    """Every recommendation with how far it is; `?show=` narrows the list."""
    user, today = current_user(request), today_of(request)
    asked = request.GET.get("show", "open")
    show = asked if asked in dict(SHOWS) else "open"
    context = {
        "page": Paginator(plan(show, today), PER_PAGE).get_page(request.GET.get("page")),
        "show": show,
        "shows": SHOWS,
        "tally": tally(),
        "may_keep": user.may(Permission.IMPROVE),
        "may_export": user.may(Permission.EXPORT),
        "may_see_training": any(user.may(each) for each in TRAINING),
        "may_see_figures": user.may(Permission.VIEW_FIGURES),
        "today": today,
    }
    return render(request, "reporting/improvement/plan.html", context)


@requires(Permission.EXPORT)
def export(request: HttpRequest) -> HttpResponseBase:
    """The whole plan as CSV, a line for each action."""
    rows = plan("all", today_of(request))
    wanted = Export(
        page="improvement_plan",
        description="the improvement plan",
        people=0,
        file_name=f"improvement-plan-{today_of(request).isoformat()}.csv",
        heading="Export the improvement plan",
        button=f"Export {words.amount(rows.count(), 'recommendation')} as CSV",
        back=reverse("reporting:improvement"),
        suggestion="For the Corporate Parenting Board",
    )
    return csv_response(request, wanted, (*HEAD, *HEAD_OF_ACTION), lambda: plan_rows(rows))


@open_to_signed_in(FOR_EVERYBODY)
@require_safe
def review_list(request: HttpRequest) -> HttpResponse:
    context = {
        "page": Paginator(reviews(), PER_PAGE).get_page(request.GET.get("page")),
        "may_keep": current_user(request).may(Permission.IMPROVE),
    }
    return render(request, "reporting/improvement/reviews.html", context)


@open_to_signed_in(FOR_EVERYBODY)
@require_safe
def review_page(request: HttpRequest, looked_id: UUID) -> HttpResponse:
    """What one inspection, visit, audit or panel said, and its recommendations."""
    review = get_object_or_404(ServiceReview, pk=looked_id)
    context = {
        "review": review,
        "recommendations": plan("all", today_of(request)).filter(review=review),
        "may_keep": current_user(request).may(Permission.IMPROVE),
        "today": today_of(request),
    }
    return render(request, "reporting/improvement/review.html", context)


@requires(Permission.IMPROVE)
def review_add(request: HttpRequest) -> HttpResponse:
    return _write_review(request, None)


@requires(Permission.IMPROVE)
def review_edit(request: HttpRequest, looked_id: UUID) -> HttpResponse:
    return _write_review(request, get_object_or_404(ServiceReview, pk=looked_id))


def _write_review(request: HttpRequest, review: ServiceReview | None) -> HttpResponse:
    form = ServiceReviewForm(post_data(request), row=review, today=today_of(request))
    if done := submit(
        request,
        form,
        lambda: save_review(by=current_user(request), review=review, revision=form.seen_revision, **form.answers),
    ):
        messages.success(request, "Saved." if review else "Saved. Add what they recommend.")
        return redirect("reporting:service_review", done.result.pk)
    back = reverse("reporting:service_review", args=[review.pk]) if review else reverse("reporting:service_reviews")
    title = "Put it right" if review else "Write down an inspection, visit, audit or panel"
    return form_page(request, form, title, back, review.title if review else "Inspections and reviews")


@requires(Permission.IMPROVE)
def recommendation_add(request: HttpRequest, looked_id: UUID) -> HttpResponse:
    review, today = get_object_or_404(ServiceReview, pk=looked_id), today_of(request)
    form = RecommendationForm(post_data(request), today=today, colleagues=may_be_asked(today))
    if submit(
        request,
        form,
        lambda: add_recommendation(by=current_user(request), review=review, today=today, **form.answers),
    ):
        messages.success(request, "Added. Add the next one, or go back to the review.")
        return redirect("reporting:service_review", review.pk)
    back = reverse("reporting:service_review", args=[review.pk])
    return form_page(request, form, "Add a recommendation", back, review.title)


@open_to_signed_in(FOR_EVERYBODY)
@require_safe
def recommendation_page(request: HttpRequest, recommendation_id: UUID) -> HttpResponse:
    """One recommendation: its actions, and what was said of it, the last first."""
    row, user = fetch_recommendation(recommendation_id), current_user(request)
    actions = list(row.actions.select_related("owner", "recommendation"))
    context = {
        "row": row,
        "actions": [(each, may_end(user, each)) for each in actions],
        "updates": row.updates.select_related("recorded_by"),
        "may_answer": answers_for(user, row),
        "may_keep": user.may(Permission.IMPROVE),
        "today": today_of(request),
    }
    return render(request, "reporting/improvement/recommendation.html", context)


@requires(Permission.IMPROVE)
def recommendation_edit(request: HttpRequest, recommendation_id: UUID) -> HttpResponse:
    row, today = fetch_recommendation(recommendation_id), today_of(request)
    colleagues = may_be_asked(today, also=row.lead)
    form = RecommendationForm(post_data(request), row=row, today=today, colleagues=colleagues)
    if submit(
        request,
        form,
        lambda: change_recommendation(
            by=current_user(request), recommendation=row, revision=form.seen_revision, **form.answers
        ),
    ):
        messages.success(request, "Saved.")
        return redirect("reporting:recommendation", row.pk)
    return form_page(request, form, "Put it right, or have somebody else lead it", *back_to(row))


@open_to_signed_in(FOR_EVERYBODY)
def progress(request: HttpRequest, recommendation_id: UUID) -> HttpResponse:
    """How it goes, said by whoever leads it."""
    row, today = fetch_recommendation(recommendation_id), today_of(request)
    refuse_unless_theirs(request, row)
    form = ProgressForm(post_data(request), today=today, initial={"progress": row.progress})
    if submit(
        request,
        form,
        lambda: say_progress(
            by=current_user(request),
            recommendation=row,
            revision=sent_revision(request),
            progress=Progress(form.cleaned_data["progress"]),
            text=form.cleaned_data["text"],
            ask_on=form.cleaned_data["ask_on"],
            today=today,
        ),
    ):
        messages.success(request, "Said. The Board reads it with the plan.")
        return redirect("reporting:recommendation", row.pk)
    return form_page(request, form, "How does it go?", *back_to(row), quote=row.text, revision=row.revision)


def form_page(
    request: HttpRequest,
    form: object,
    title: str,
    back: str,
    back_to: str,
    quote: str = "",
    revision: int | None = None,
) -> HttpResponse:
    """One form of the plan. `revision` is sent along with a form that is over no row of its own."""
    context = {
        "form": form,
        "title": title,
        "back": back,
        "back_to": back_to,
        "quote": quote,
        "revision": revision,
    }
    return render(request, "reporting/improvement/form.html", context)


def refuse_unless_theirs(request: HttpRequest, row: Recommendation) -> None:
    if not answers_for(current_user(request), row):
        raise PermissionDenied(NOT_THEIRS.format(lead=row.lead.name))


def fetch_recommendation(pk: UUID) -> Recommendation:
    return get_object_or_404(Recommendation.objects.select_related("review", "lead"), pk=pk)


def back_to(row: Recommendation) -> tuple[str, str]:
    """The address of the recommendation, and what is there."""
    return reverse("reporting:recommendation", args=[row.pk]), str(row)
