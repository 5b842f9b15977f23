"""Referrals that a colleague answers for a service: a nurse, the virtual school, a rights officer, a link worker."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Case, F, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from careleavers.permissions import Permission
from careleavers.views.gates import current_user, note_opened, post_data, requires, today_of
from careleavers.views.submission import submit
from pathways.actions import referrals as actions
from pathways.forms.referrals import AnswerReferralForm
from pathways.queries import referrals as queries
from pathways.rules.referrals import ReferralState
from pathways.views.referrals import to_answer

PER_PAGE = 50
# What waits for an answer first, then what was taken on, then what is over.
PLACE = Case(When(state=ReferralState.WAITING, then=0), When(state=ReferralState.ACCEPTED, then=1), default=2)


@requires(Permission.ANSWER_REFERRALS)
@require_safe
def referrals_here(request: HttpRequest) -> HttpResponse:
    """What was given to the services for which the user answers."""
    user = current_user(request)
    rows = queries.referrals_to(user).annotate(place=PLACE).order_by("place", F("chase_on").asc(), "-made_on", "pk")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "pathways/referrals/here.html", {"page": page, "today": today_of(request)})


@requires(Permission.ANSWER_REFERRALS)
def referral_here(request: HttpRequest, referral_id: UUID) -> HttpResponse:
    """What is asked and the parts of the plan that are shared, and nothing else of the record; and the answer."""
    user, today = current_user(request), today_of(request)
    row = get_object_or_404(queries.referrals_to(user), pk=referral_id)
    person = row.version.plan.person
    note_opened(request, person, "referral_here")
    form = AnswerReferralForm(post_data(request), row=row, today=today)
    if submit(
        request,
        form,
        lambda: actions.answer_referral(
            by=user, referral=row, revision=form.seen_revision, today=today, now=timezone.now(), **form.answers
        ),
        refused_on="state",
    ):
        messages.success(request, f"Answered. Whoever works with {person.short_name} has it to read today.")
        return redirect("pathways:referrals_here")
    context = {
        "referral": row,
        "person": person,
        "form": form if row.is_open else None,
        "parts": queries.shared_parts(row),
        "steps": list(row.steps.select_related("recorded_by")),
        "to_answer": to_answer(request, row),
        "today": today,
    }
    return render(request, "pathways/referrals/referral_here.html", context)
