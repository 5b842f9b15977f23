"""The dip-sample desk: plans drawn at random, graded by two people blind to each other, and results over time."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from careleavers.models import Team, User
from careleavers.permissions import Permission
from careleavers.queries.teams import scopes_of
from careleavers.views.gates import current_user, fetch_person, policies_of, post_data, requires, today_of
from careleavers.views.record_page import record_context
from careleavers.views.submission import submit
from pathways.actions import plan_samples as actions
from pathways.forms.plan_samples import DrawSampleForm, GradePlanForm
from pathways.models import SampledPlan
from pathways.queries import plan_samples as queries
from pathways.views.plans import sections_of

PER_PAGE = 20


@requires(Permission.AUTHORISE_PLAN, Permission.REVIEW_PLANS)
@require_safe
def samples(request: HttpRequest) -> HttpResponse:
    """What each sample found, without names, the latest first."""
    user, today = current_user(request), today_of(request)
    page = Paginator(queries.samples_of(user, today), PER_PAGE).get_page(request.GET.get("page"))
    may_draw = user.may(Permission.AUTHORISE_PLAN)
    context = {"page": page, "results": queries.results(page.object_list), "may_draw": may_draw}
    return render(request, "pathways/samples/list.html", context)


@requires(Permission.AUTHORISE_PLAN)
def draw(request: HttpRequest) -> HttpResponse:
    """Draw plans from those in force that the user may see."""
    user, today = current_user(request), today_of(request)
    scopes = [scope for scope in scopes_of(user, today) if not scope.in_no_caseload]
    form = DrawSampleForm(post_data(request), scopes=scopes)

    def carry_out() -> object:
        scope = next(each for each in scopes if each.key == form.cleaned_data["team"])
        return actions.draw_sample(
            by=user,
            among=queries.plans_to_draw(user, scope, today),
            team=Team.objects.filter(pk=scope.team_id).first() if scope.team_id else None,
            wanted=form.cleaned_data["wanted"],
            questions=policies_of(request)["plan_sample_questions"].splitlines(),
            today=today,
        )

    if done := submit(request, form, carry_out):
        messages.success(request, "Drawn. Read and grade each, and ask somebody else to do so too.")
        return redirect("pathways:plan_sample", done.result.pk)  # type: ignore[attr-defined]
    return render(request, "pathways/samples/draw.html", {"form": form})


@requires(Permission.AUTHORISE_PLAN, Permission.REVIEW_PLANS)
@require_safe
def sample(request: HttpRequest, sample_id: UUID) -> HttpResponse:
    """The plans of a sample that the user may see, and what was found."""
    user = current_user(request)
    row = get_object_or_404(queries.samples_of(user, today_of(request)), pk=sample_id)
    [result] = queries.results([row])
    plans = queries.plans_shown(row, user)
    context = {"sample": row, "result": result, "plans": plans, "hidden": result.plans - len(plans)}
    return render(request, "pathways/samples/sample.html", context)


@requires(Permission.AUTHORISE_PLAN, Permission.REVIEW_PLANS)
def grade(request: HttpRequest, person_id: UUID, sampled_id: UUID) -> HttpResponse:
    """Read the plan whole and grade it; what somebody else found is shown afterwards."""
    person = fetch_person(request, person_id, page="plan_grade")
    user, today = current_user(request), today_of(request)
    rows = queries.with_people(SampledPlan.objects.filter(version__plan__person=person))
    row = get_object_or_404(rows, pk=sampled_id)
    if not queries.samples_of(user, today).filter(pk=row.sample_id).exists():
        raise Http404
    shown, version = queries.shown(row, user), row.version
    holder = person.on(today).case_holder
    owner: User | None = holder.worker if holder and not person.died_on else None
    form = GradePlanForm(post_data(request), questions=row.sample.questions, owner=owner, today=today)
    give = partial(actions.grade_plan, by=user, sampled=row, today=today)
    if submit(request, form, lambda: give(**form.facts)):
        messages.success(request, "Graded.")
        return redirect("pathways:plan_sample", row.sample_id)
    context = record_context(
        request,
        person,
        form=form,
        shown=shown,
        sampled=row,
        version=version,
        sections=sections_of(version),
        questions=row.sample.questions,
    )
    return render(request, "pathways/samples/grade.html", context)
