"""The call sheet of a round: whom to phone next, and one form for each call."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from careleavers.permissions import Permission
from careleavers.views.gates import current_user, note_opened, post_data, requires, today_of
from careleavers.views.submission import submit
from offers.actions import survey_answers as actions
from offers.forms.surveys import CallForm, SurveyTryForm
from offers.models import SurveyInvitation, SurveyRound
from offers.queries import surveys as queries
from offers.queries.survey_links import linked_until
from offers.rules.surveys import CONFIDENTIAL, LEFT_OUT_WORDS

PER_PAGE = 25


@requires(Permission.RUN_SURVEYS)
@require_safe
def calls(request: HttpRequest, round_id: UUID) -> HttpResponse:
    """Who has not answered yet: whom to phone now first, then who asked for another day. `?show=done`: who has."""
    user, today = current_user(request), today_of(request)
    row = get_object_or_404(queries.rounds().exclude(opened_on=None), pk=round_id)
    to_call, done = queries.to_call(row, user, today), queries.closed(row, user)
    shows_done = request.GET.get("show") == "done"
    page = Paginator(done if shows_done else to_call, PER_PAGE).get_page(request.GET.get("page"))
    linked = {} if shows_done else linked_until(page, timezone.now())
    context = {
        "round": row,
        "is_open": row.is_open(today),
        "page": page,
        "rows": [(each, linked.get(each.pk)) for each in page],
        "shows_done": shows_done,
        "done": done.count(),
        "stopped": 0 if shows_done else queries.waiting(row, user, today).count() - page.paginator.count,
        "today": today,
    }
    return render(request, "offers/surveys/calls.html", context)


@requires(Permission.RUN_SURVEYS)
def call(request: HttpRequest, round_id: UUID, invitation_id: UUID) -> HttpResponse:
    """One young person: the number to phone, what to say, the questions; or that nobody answered."""
    user, today = current_user(request), today_of(request)
    row = get_object_or_404(SurveyRound.objects.exclude(opened_on=None), pk=round_id)
    invitation = queries.waiting(row, user, today).filter(pk=invitation_id).first()
    if invitation is None:
        return _closed(request, row, invitation_id)
    note_opened(request, invitation.person, "survey_call")
    data = post_data(request)
    is_try = data is not None and "result" in data
    form = CallForm(None if is_try else data, questions=list(row.questions.all()))
    not_reached = SurveyTryForm(data if is_try else None, today=today)
    if is_try and submit(request, not_reached, lambda: _note_try(request, invitation, not_reached)):
        messages.success(request, "Saved. Here is who is next.")
        return redirect("offers:survey_calls", row.pk)
    if not is_try and submit(request, form, lambda: _keep(request, invitation, form)):
        messages.success(request, "Kept, without a name. Here is who is next.")
        return redirect("offers:survey_calls", row.pk)
    reason = queries.why_not_ask(invitation, today)
    context = {
        "round": row,
        "invitation": invitation,
        "form": not_reached if is_try else form,
        "answers_form": form,
        "try_form": not_reached,
        "is_try": is_try,
        "is_open": row.is_open(today),
        "why_not": LEFT_OUT_WORDS[reason] if reason else "",
        "confidential": CONFIDENTIAL,
        "linked_until": linked_until([invitation], timezone.now()).get(invitation.pk),
        "today": today,
    }
    return render(request, "offers/surveys/call.html", context)


def _note_try(request: HttpRequest, invitation: SurveyInvitation, form: SurveyTryForm) -> None:
    actions.note_survey_try(
        by=current_user(request),
        invitation=invitation,
        outcome=form.outcome,
        call_again_on=form.cleaned_data["call_again_on"],
        today=today_of(request),
    )


def _keep(request: HttpRequest, invitation: SurveyInvitation, form: CallForm) -> None:
    given: dict[str, Any] = form.cleaned_data
    actions.keep_call(
        by=current_user(request),
        invitation=invitation,
        route=given["route"],
        answers=form.answers,
        message_id=given["message_id"],
        pass_on=given["pass_on"],
        not_safe=given["not_safe"],
        now=timezone.now(),
        today=today_of(request),
    )


def _closed(request: HttpRequest, row: SurveyRound, invitation_id: UUID) -> HttpResponse:
    """Somebody else wrote it down meanwhile; or 404, where this user may not see them or they were not drawn."""
    visible = queries.drawn_and_seen(row, current_user(request))
    get_object_or_404(visible.exclude(outcome=SurveyInvitation.WAITING), pk=invitation_id)
    messages.info(request, actions.DONE)
    return redirect("offers:survey_calls", row.pk)
