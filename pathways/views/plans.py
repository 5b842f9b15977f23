"""The plan on the record: what we promised, whether it is in date, its versions, and the manager's decision."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from careleavers.models import YoungPerson
from careleavers.permissions import Permission
from careleavers.queries.complaints import is_decision_waiting
from careleavers.site.panels import missing_documents_panel
from careleavers.views.gates import current_user, fetch_person, policies_of, post_data, requires, today_of
from careleavers.views.record_form import record_form
from careleavers.views.record_page import may_change, record_context
from careleavers.views.submission import attempt, submit
from pathways.actions import decisions
from pathways.actions import plans as actions
from pathways.forms.plans import PlanDecisionForm, PromiseOutcomeForm
from pathways.models import PlanAction, PlanReview, PlanVersion
from pathways.queries.due_items import planning_lines_of
from pathways.queries.early_reviews import lost_their_work
from pathways.queries.plan_differences import says_nothing_new
from pathways.queries.plan_links import answers_of
from pathways.queries.plan_ratings import rated_plan
from pathways.queries.plan_sheets import sheets_of, sheets_of_plan
from pathways.queries.plan_statuses import plan_status_on
from pathways.queries.referrals import referrals_of
from pathways.queries.reviewing import reviewer_of
from pathways.rules.matters import MATTERS, Matter, PlanBasis, matters_of, may_be_left_out
from pathways.rules.plan_words import LAYOUT_WORDS

FINISHED_SHOWN = 10
ANSWERS_SHOWN = 3
REQUESTS_SHOWN = 10
AUTHORISED = "The plan is authorised and holds from today. Give them a copy and explain it."
SIGNED_FIRST = "Signed. The plan holds once a second manager has signed it: they see it on Today."


@requires(Permission.VIEW_FREE_TEXT)
def plan(request: HttpRequest, person_id: UUID) -> HttpResponse:
    person = fetch_person(request, person_id, page="plan")
    user, today = current_user(request), today_of(request)
    versions = list(versions_of(person))
    promises = PlanAction.objects.filter(version__plan__person=person, version__state=PlanVersion.AUTHORISED)
    finished = promises.exclude(status__in=[PlanAction.OPEN, PlanAction.CARRIED]).select_related("owner")
    finished = finished.exclude(carried_into__version__state=PlanVersion.AUTHORISED)  # it is told of there
    context = record_context(
        request,
        person,
        plan_status=plan_status_on(person, today),
        due_lines=planning_lines_of(person),
        current=next((version for version in versions if version.state == PlanVersion.AUTHORISED), None),
        being_written=next((version for version in versions if version.state != PlanVersion.AUTHORISED), None),
        versions=[version for version in versions if version.state == PlanVersion.AUTHORISED],
        promises=list(promises.filter(status=PlanAction.OPEN).select_related("owner", "passed_to")),
        finished=list(finished.order_by("-recorded_at")[:FINISHED_SHOWN]),
        answers=list(answers_of(person)[:ANSWERS_SHOWN]),
        reviews=list(PlanReview.objects.filter(plan__person=person).select_related("recorded_by")),
        lost_work_on=lost_their_work(person, today) if person.died_on is None else None,
        requests=list(person.review_requests.select_related("review")[:REQUESTS_SHOWN]),
        assessment=person.needs_assessments.first(),
        decision_waits=is_decision_waiting(person),
        missing_documents=missing_documents_panel([person], user, today, policies_of(request)),
        reviewer=reviewer_of(person, today),
        escalations=person.escalations.count(),
        referrals=referrals_of(person).count(),
        former_plans=list(person.former_plans.all()),
        sheets=sheets_of_plan(person, timezone.now()),
    )
    context["rated"] = rated_plan(person.pk, today, policies_of(request)) if not person.died_on else None
    context["may_write"] = may_change(user, Permission.WRITE_PLAN, context["closed"])
    context["may_decide"] = may_change(user, Permission.AUTHORISE_PLAN, context["closed"])
    context["may_review"] = may_change(user, Permission.REVIEW_PLANS, context["closed"])
    context["may_allocate"] = may_change(user, Permission.ALLOCATE, context["closed"])
    return render(request, "pathways/plans/plan.html", context)


def versions_of(person: YoungPerson) -> Any:
    """All versions of somebody's plan with their people and copies, the latest first. Two queries."""
    versions = PlanVersion.objects.filter(plan__person=person).prefetch_related("copies__given_by")
    return versions.select_related("written_by", "submitted_by", "returned_by", "authorised_by")


@require_POST
@requires(Permission.WRITE_PLAN)
def start(request: HttpRequest, person_id: UUID) -> HttpResponse:
    person = fetch_person(request, person_id, page="plan_start")
    user, today = current_user(request), today_of(request)
    if attempt(request, lambda: actions.start_version(by=user, person=person, today=today)):
        return redirect("pathways:plan_write", person.pk)
    return redirect("pathways:plan", person.pk)


@requires(Permission.VIEW_FREE_TEXT)
def version(request: HttpRequest, person_id: UUID, number: int) -> HttpResponse:
    """One version, and for a manager who did not write in it, the decision."""
    person = fetch_person(request, person_id, page="plan_version")
    user, today = current_user(request), today_of(request)
    shown = get_object_or_404(versions_of(person), number=number)
    why_not = decisions.why_not_authorise(shown, user)
    sections = sections_of(shown)
    form = PlanDecisionForm(
        post_data(request),
        initial={"revision": shown.revision},
        asks_for_own_child=policies_of(request)["plan_prompt"] == "yes",
        matters=[section["matter"] for section in sections] if shown.state == PlanVersion.SUBMITTED else [],
    )
    if submit(request, form, lambda: _decide(request, shown, form)):
        return redirect("pathways:plan", person.pk)
    context = record_context(
        request,
        person,
        version=shown,
        sections=sections,
        comments=list(shown.comments.all()),
        signature=decisions.first_signature(shown),
        next_steps=list(shown.next_steps.select_related("owner", "follow_up")),
        sheets=sheets_of(shown, timezone.now()),
        open_after_death=True,
        form=form,
        why_not=why_not,
        nothing_new=shown.state == PlanVersion.SUBMITTED and says_nothing_new(shown),
        today=today,
    )
    may_decide = may_change(user, Permission.AUTHORISE_PLAN, context["closed"])
    context["may_write"] = may_change(user, Permission.WRITE_PLAN, context["closed"])
    context["to_decide"] = shown.state == PlanVersion.SUBMITTED and (may_decide or form.is_bound)
    if context["to_decide"] and not why_not:
        for section in sections:
            section["comment"] = form[f"on_{section['matter'].code}"]
    return render(request, "pathways/plans/version.html", context)


def _decide(request: HttpRequest, shown: PlanVersion, form: PlanDecisionForm) -> None:
    given = form.cleaned_data
    decided: dict[str, Any] = {
        "by": current_user(request),
        "version": shown,
        "revision": given["revision"],
        "today": today_of(request),
        "now": timezone.now(),
    }
    if given["decision"] == PlanDecisionForm.AUTHORISE:
        in_force = decisions.authorise_version(**decided)
        messages.success(request, AUTHORISED if in_force else SIGNED_FIRST)
    else:
        decisions.return_version(comment=given["comment"], on_matters=form.on_matters, **decided)
        messages.success(request, "Returned with your comment. Whoever handed it in will see it on Today.")


def sections_of(shown: PlanVersion) -> list[dict[str, Any]]:
    """The matters of a version in the order of their schedule, each with its actions; in one that is authorised, those
    that a slim plan says nothing of are left out. Two queries."""
    written = {matter.code: matter for matter in shown.matters.all()}
    promises: dict[str, list[PlanAction]] = {}
    for promised in shown.actions.select_related("owner"):
        promises.setdefault(promised.matter_code, []).append(promised)
    return [
        {"matter": matter, "written": written[matter.code], "promises": promises.get(matter.code, [])}
        for matter in matters_in_order(shown)
        if matter.code in written
        and not (
            shown.state == PlanVersion.AUTHORISED
            and may_be_left_out(shown.basis, matter.code)
            and written[matter.code].says_nothing
            and matter.code not in promises
        )
    ]


def matters_in_order(shown: PlanVersion) -> list[Matter]:
    """The matters that the version deals with, in the order of its schedule; others it holds come last."""
    first = [matter.code for matter in matters_of(PlanBasis(shown.basis))]
    codes = [*first, *(code for code in MATTERS if code not in first)]
    return [MATTERS[code] for code in codes]


@requires(Permission.VIEW_FREE_TEXT)
def printed(request: HttpRequest, person_id: UUID, number: int) -> HttpResponse:
    """The young person's own copy: the same plan said to them."""
    person = fetch_person(request, person_id, page="plan_print")
    shown = get_object_or_404(versions_of(person), number=number)
    context = record_context(request, person, version=shown, sections=sections_of(shown), layouts=LAYOUT_WORDS.items())
    return render(request, "pathways/plans/print.html", context)


@requires(Permission.WRITE_PLAN)
def outcome(request: HttpRequest, person_id: UUID, action_id: UUID) -> HttpResponse:
    """What became of something that was promised."""
    person = fetch_person(request, person_id, page="plan_outcome")
    promised = get_object_or_404(
        PlanAction.objects.select_related("version__plan__person", "owner", "passed_to"),
        pk=action_id,
        version__plan__person=person,
    )
    today = today_of(request)
    form = PromiseOutcomeForm(post_data(request), row=promised, today=today)
    return record_form(
        request,
        person,
        form,
        lambda: actions.record_outcome(by=current_user(request), promised=promised, today=today, **form.cleaned_data),
        success=f"Recorded: {promised.what}",
        back="pathways:plan",
        template="pathways/plans/outcome.html",
        promised=promised,
    )
