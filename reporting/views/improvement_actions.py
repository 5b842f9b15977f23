"""What is done about a recommendation: one action with an owner and a day."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from careleavers.views.gates import current_user, open_to_signed_in, post_data, today_of
from careleavers.views.rows import TooLate, sent_revision
from careleavers.views.submission import attempt, submit
from reporting.actions.improvement import end_action, open_action_again, save_action
from reporting.forms.improvement import ActionEndedForm, ActionForm
from reporting.models import ImprovementAction
from reporting.queries.improvement import may_be_asked, may_end
from reporting.views.improvement import (
    FOR_EVERYBODY,
    back_to,
    fetch_recommendation,
    form_page,
    refuse_unless_theirs,
)

CLOSED = "It is closed already: somebody wrote that down."


@open_to_signed_in(FOR_EVERYBODY)
def add(request: HttpRequest, recommendation_id: UUID) -> HttpResponse:
    row, today = fetch_recommendation(recommendation_id), today_of(request)
    refuse_unless_theirs(request, row)
    form = ActionForm(post_data(request), today=today, colleagues=may_be_asked(today))
    if submit(request, form, lambda: save_action(by=current_user(request), recommendation=row, **form.answers)):
        messages.success(request, "Added. It is on Today of whoever does it.")
        return redirect("reporting:recommendation", row.pk)
    return form_page(request, form, "Add an action", *back_to(row), quote=row.text)


@open_to_signed_in(FOR_EVERYBODY)
def page(request: HttpRequest, improvement_id: UUID) -> HttpResponse:
    """What became of it, written down by whoever does it."""
    row, today = _action(request, improvement_id), today_of(request)
    back, title = back_to(row.recommendation)
    if not row.is_open:
        raise TooLate(CLOSED, back=back)
    form = ActionEndedForm(post_data(request), row=row, today=today)
    if submit(
        request,
        form,
        lambda: end_action(
            by=current_user(request),
            action_row=row,
            revision=form.seen_revision,
            today=today,
            **{name: form.cleaned_data[name] for name in ("done_on", "evidence", "dropped_because")},
        ),
    ):
        messages.success(request, "Written down.")
        return redirect(back)
    return form_page(request, form, "What became of it?", back, title, quote=row.text)


@open_to_signed_in(FOR_EVERYBODY)
def edit(request: HttpRequest, improvement_id: UUID) -> HttpResponse:
    """Its words, its day, and who does it: also how it is handed to somebody else."""
    row, today = _action(request, improvement_id), today_of(request)
    form = ActionForm(post_data(request), row=row, today=today, colleagues=may_be_asked(today, also=row.owner))
    if submit(
        request,
        form,
        lambda: save_action(
            by=current_user(request),
            recommendation=row.recommendation,
            action_row=row,
            revision=form.seen_revision,
            **form.answers,
        ),
    ):
        messages.success(request, "Saved.")
        return redirect("reporting:recommendation", row.recommendation_id)
    return form_page(request, form, "Change it, or hand it on", *back_to(row.recommendation))


@require_POST
@open_to_signed_in(FOR_EVERYBODY)
def open_again(request: HttpRequest, improvement_id: UUID) -> HttpResponse:
    row = _action(request, improvement_id)
    attempt(
        request,
        lambda: open_action_again(by=current_user(request), action_row=row, revision=sent_revision(request)),
        "It is to be done again.",
    )
    return redirect("reporting:recommendation", row.recommendation_id)


def _action(request: HttpRequest, pk: UUID) -> ImprovementAction:
    """403 for whoever neither does it, nor leads the recommendation, nor keeps the plan."""
    rows = ImprovementAction.objects.select_related("owner", "recommendation__review", "recommendation__lead")
    row = get_object_or_404(rows, pk=pk)
    if not may_end(current_user(request), row):
        raise PermissionDenied(f"Only {row.owner.name}, who does this, and those who lead the plan may do that.")
    return row
