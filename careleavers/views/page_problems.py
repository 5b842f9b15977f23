"""Something is wrong on a page: written down, answered, and read by whoever said it."""

from __future__ import annotations

from urllib.parse import urlsplit
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.views.decorators.http import require_safe

from careleavers.actions import page_problems as actions
from careleavers.forms.page_problems import AnswerToProblemForm, PageProblemForm
from careleavers.models import PageProblem
from careleavers.permissions import Permission
from careleavers.site import log_context
from careleavers.views.gates import current_user, open_to_signed_in, post_data, requires
from careleavers.views.submission import submit

PER_PAGE = 25
LONGEST_PATTERN = 200


@open_to_signed_in("whoever works here may say that a page is wrong, and reads what was answered to them")
def report(request: HttpRequest) -> HttpResponse:
    """Of the page from which one came its pattern alone is kept, and no id of anybody."""
    user = current_user(request)
    form = PageProblemForm(post_data(request), page=_pattern_of(request.headers.get("Referer", "")))
    if submit(
        request,
        form,
        lambda: actions.report_problem(by=user, request_id=log_context.request_id(), **form.cleaned_data),
    ):
        messages.success(request, "Thank you. An administrator answers it; you find the answer on this page.")
        return redirect("page_problem_new")
    mine = PageProblem.objects.filter(recorded_by=user).select_related("administrator")
    return render(request, "careleavers/problems/new.html", {"form": form, "mine": mine[:PER_PAGE]})


@requires(Permission.MANAGE_USERS)
@require_safe
def problem_list(request: HttpRequest) -> HttpResponse:
    """Those without an answer first, the oldest of them first; then the others, the last answered first."""
    rows = PageProblem.objects.select_related("recorded_by", "administrator").order_by("-answered_at", "recorded_at")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "careleavers/problems/list.html", {"page": page})


@requires(Permission.MANAGE_USERS)
def answer(request: HttpRequest, problem_id: UUID) -> HttpResponse:
    problem = get_object_or_404(PageProblem.objects.select_related("recorded_by", "administrator"), pk=problem_id)
    form = AnswerToProblemForm(post_data(request))
    if submit(
        request,
        form,
        lambda: actions.answer_problem(
            by=current_user(request), problem=problem, answer=form.cleaned_data["answer"], now=timezone.now()
        ),
    ):
        return redirect("page_problems")
    return render(request, "careleavers/problems/answer.html", {"form": form, "problem": problem})


def _pattern_of(address: str) -> str:
    """The pattern of a page of ours, such as `people/<uuid:person_id>/`; "" for any other address."""
    try:
        return resolve(urlsplit(address).path).route[:LONGEST_PATTERN]
    except (Resolver404, ValueError):
        return ""
