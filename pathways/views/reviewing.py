"""Independent reviewing officers: their plans, everybody's workload, their year, and what they escalate."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from careleavers.models import User, YoungPerson
from careleavers.permissions import Permission
from careleavers.queries.managers import managers_on
from careleavers.rules import codes
from careleavers.rules.words import day, year_from_april
from careleavers.views.gates import current_user, fetch_person, policies_of, post_data, requires, today_of
from careleavers.views.record_form import record_button, record_form
from careleavers.views.record_page import may_change, record_context
from careleavers.views.rows import fetch_row, sent_revision
from careleavers.views.submission import submit
from pathways.actions import reviewing as actions
from pathways.forms.reviewing import AnswerForm, EscalationForm, ReviewerForm
from pathways.models import PlanEscalation
from pathways.queries import reviewing

PER_PAGE = 50
YEARS_SHOWN = 3


@requires(Permission.REVIEW_PLANS)
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """The plans that the officer who is signed in reviews, the reddest first."""
    user, today, policies = current_user(request), today_of(request), policies_of(request)
    plans = reviewing.plans_reviewed_by(user, user, today, policies)
    context = {
        "today": today,
        "page": Paginator(plans, PER_PAGE).get_page(request.GET.get("page")),
        "answered": [(plan, each) for plan in plans for each in plan.answered],
        "most": policies["iro_caseload"],
        "red": sum(1 for plan in plans if plan.rated and plan.rated.rag == "red"),
    }
    return render(request, "pathways/reviewing/mine.html", context)


@requires(Permission.ALLOCATE, Permission.REVIEW_PLANS)
@require_safe
def service(request: HttpRequest) -> HttpResponse:
    """How much each officer has, and what a year came to."""
    user, today, policies = current_user(request), today_of(request), policies_of(request)
    this_year = codes.collection_year(today) - 1
    years = [this_year - back for back in range(YEARS_SHOWN)]
    asked = request.GET.get("year", "")
    year = int(asked) if asked in map(str, years) else this_year
    context = {
        "today": today,
        "workload": reviewing.workload(user, today, policies),
        "most": policies["iro_caseload"],
        "without": reviewing.owed_without_reviewer(user, today).count(),
        "years": [(each, year_from_april(each)) for each in years],
        "year": year,
        "year_words": year_from_april(year),
        "report": reviewing.year_of_reviews(user, year, today),
    }
    return render(request, "pathways/reviewing/service.html", context)


@requires(Permission.ALLOCATE)
def reviewer(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Name the officer who reviews somebody's plan."""
    person = fetch_person(request, person_id, page="plan_reviewer")
    user, today = current_user(request), today_of(request)
    form = ReviewerForm(
        post_data(request), row=reviewing.reviewer_of(person, today), officers=reviewing.officers(today)
    )
    name = partial(actions.name_reviewer, by=user, person=person, today=today)
    return record_form(
        request,
        person,
        form,
        lambda: name(revision=form.seen_revision, **form.answers),
        success="Saved.",
        title=f"Who reviews {person.short_name}’s plan",
        back="pathways:plan",
        refused_on="officer",
    )


@requires(Permission.VIEW_FREE_TEXT)
@require_safe
def escalations(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """What was escalated about somebody's plan."""
    person = fetch_person(request, person_id, page="plan_escalations")
    rows = person.escalations.select_related("raised_by", "manager", "answer_given_by")
    context = record_context(request, person, escalations=list(rows))
    context["may_escalate"] = may_change(current_user(request), Permission.REVIEW_PLANS, context["closed"])
    return render(request, "pathways/reviewing/escalations.html", context)


@requires(Permission.REVIEW_PLANS)
def escalation_add(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Ask the service for something; `?follows=` takes an answered one further."""
    person = fetch_person(request, person_id, page="plan_escalation_add")
    user, today = current_user(request), today_of(request)
    before = _followed(request, person)
    form = EscalationForm(post_data(request), managers=_managers(person, user, request))
    escalate = partial(
        actions.escalate,
        by=user,
        person=person,
        today=today,
        working_days=policies_of(request)["escalation_days"],
        follows=before,
    )
    return record_form(
        request,
        person,
        form,
        lambda: escalate(**form.cleaned_data),
        success="Escalated. The manager has it on Today until it is answered.",
        back="pathways:plan_escalations",
        template="pathways/reviewing/escalate.html",
        before=before,
        days=policies_of(request)["escalation_days"],
    )


def _followed(request: HttpRequest, person: YoungPerson) -> PlanEscalation | None:
    """The answered escalation that is to be taken further, if the address names one of this person."""
    try:
        asked = UUID(request.GET.get("follows", ""))
    except ValueError:
        return None
    return get_object_or_404(PlanEscalation, pk=asked, person=person)


def _managers(person: YoungPerson, user: User, request: HttpRequest) -> QuerySet[User]:
    """The managers who answer for the person's team, and those of the service."""
    managers = managers_on(today_of(request))
    found = managers.nearest(person.team_id, excluding=[user.pk]) | managers.of_service.difference([user.pk])
    return User.objects.filter(pk__in=found).order_by("sort_name")


@requires(Permission.VIEW_FREE_TEXT)
def escalation(request: HttpRequest, person_id: UUID, escalation_id: UUID) -> HttpResponse:
    """Read one; a manager answers it here, and the officer settles it or takes it further."""
    person = fetch_person(request, person_id, page="plan_escalation")
    row = fetch_row(PlanEscalation, escalation_id, person=person)
    user, today = current_user(request), today_of(request)
    form = AnswerForm(post_data(request), row=row)
    answer = partial(actions.answer_escalation, by=user, escalation=row, today=today)
    if submit(request, form, lambda: answer(revision=form.seen_revision, **form.answers), refused_on="answer"):
        messages.success(request, "Answered. The reviewing officer sees it on their list.")
        return redirect("pathways:plan_escalations", person.pk)
    context = record_context(request, person, open_after_death=True, escalation=row, form=form)
    context["may_answer"] = not actions.why_not_answer(row, user) and not context["closed"]
    context["may_settle"] = not actions.why_not_settle(row, user) and not context["closed"]
    return render(request, "pathways/reviewing/escalation.html", context)


@require_POST
@requires(Permission.REVIEW_PLANS)
def escalation_settle(request: HttpRequest, person_id: UUID, escalation_id: UUID) -> HttpResponse:
    person = fetch_person(request, person_id, page="plan_escalation_settle")
    row = fetch_row(PlanEscalation, escalation_id, person=person)
    settle = partial(actions.settle_escalation, by=current_user(request), escalation=row, today=today_of(request))
    return record_button(
        request,
        person,
        lambda: settle(revision=sent_revision(request)),
        success=f"Settled on {day(today_of(request))}.",
        back="pathways:plan_escalations",
    )
