"""Who works with a young person, now and before, and passing a whole caseload on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Case, Count, F, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.lookups import Exact
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from careleavers.actions import allocations as actions
from careleavers.forms.allocations import AllocateForm, EndAllocationForm, PreviewForm, ReceiversForm
from careleavers.forms.seen import InForce
from careleavers.models import Allocation, RoleAssignment, User, YoungPerson
from careleavers.models.base import on_day
from careleavers.permissions import Permission
from careleavers.queries.held_work import allocations_to_pass_on
from careleavers.rules.dates import ONE_DAY, Period, clip, subtract
from careleavers.rules.words import amount, day
from careleavers.site.extensions import due_things
from careleavers.views.gates import current_user, fetch_person, policies_of, post_data, requires, today_of
from careleavers.views.record_form import record_form
from careleavers.views.record_page import record_context
from careleavers.views.rows import fetch_row
from careleavers.views.submission import attempt, submit


@dataclass(frozen=True)
class CaseHolderPeriod:
    """A stretch of the history of case holders; without an allocation, nobody held the case in it."""

    starts_on: date
    ends_on: date | None
    allocation: Allocation | None = None


@requires(Permission.VIEW_RECORD)
@require_safe
def workers(request: HttpRequest, person_id: UUID) -> HttpResponse:
    person = fetch_person(request, person_id, page="allocations")
    user, today = current_user(request), today_of(request)
    every = list(person.allocations.select_related("worker", "team"))
    context = record_context(
        request,
        person,
        holder_periods=_case_holder_periods(
            person, [each for each in every if each.role == Allocation.CASE_HOLDER], today
        ),
        others=[each for each in every if each.role != Allocation.CASE_HOLDER],
        may_allocate=user.may(Permission.ALLOCATE),
        may_read_notes=user.may(Permission.VIEW_FREE_TEXT),
    )
    return render(request, "careleavers/allocations/workers.html", context)


def _case_holder_periods(person: YoungPerson, allocations: list[Allocation], today: date) -> list[CaseHolderPeriod]:
    """Case holders and the stretches without one, while the person was open to the service; the newest first."""
    opened = clip(
        (Period(each.starts_on, each.ends_on) for each in person.involvements.all()), date.min, today + ONE_DAY
    )
    gaps = subtract(opened, (Period(each.starts_on, each.ends_on) for each in allocations))
    holder_periods = [
        CaseHolderPeriod(each.starts_on, each.ends_on, each) for each in allocations if each.starts_on != each.ends_on
    ]
    holder_periods += [CaseHolderPeriod(gap.start, None if gap.end == today + ONE_DAY else gap.end) for gap in gaps]
    return sorted(holder_periods, key=lambda period: period.starts_on, reverse=True)


@requires(Permission.ALLOCATE)
def allocate(request: HttpRequest, person_id: UUID) -> HttpResponse:
    person = fetch_person(request, person_id, page="allocate")
    today = today_of(request)
    workers_now, in_force = workers_with_cases(today), _in_force(person)
    form = AllocateForm(post_data(request), workers=workers_now, today=today, in_force=in_force)
    allocated = submit(
        request,
        form,
        lambda: actions.allocate(by=current_user(request), person=person, today=today, **form.cleaned_data),
        refused_on="starts_on",
    )
    if allocated:
        messages.success(request, _said(allocated.result, person))
        return redirect("allocations", person.pk) if _still_seen(request, person) else redirect("caseload")
    context = record_context(
        request,
        person,
        form=form,
        title=f"Who works with {person.short_name}?",
        button="Allocate",
        back="allocations",
    )
    return render(request, "careleavers/people/form_page.html", context)


def _said(allocation: Allocation, person: YoungPerson) -> str:
    role = allocation.get_role_display().lower()
    if allocation.is_planned:
        return f"Planned: {allocation.worker} works with {person.short_name} from {day(allocation.starts_on)} ({role})."
    return f"{allocation.worker} works with {person.short_name} ({role})."


@require_POST
@requires(Permission.ALLOCATE)
def call_off(request: HttpRequest, person_id: UUID, allocation_id: UUID) -> HttpResponse:
    """What was planned for a day to come does not happen."""
    person = fetch_person(request, person_id, page="allocations")
    planned = fetch_row(Allocation, allocation_id, person=person)
    attempt(
        request,
        lambda: actions.call_off_allocation(by=current_user(request), allocation=planned, today=today_of(request)),
        f"Called off: {planned.worker} does not take over.",
    )
    return redirect("allocations", person.pk)


def _in_force(person: YoungPerson) -> InForce:
    """The allocations that a new one may end."""
    current = list(person.allocations.filter(ends_on=None).select_related("worker").order_by("recorded_at"))
    if not current:
        return InForce(sentence="Somebody else ended the allocation that there was.")
    latest = f"{current[-1].worker} ({current[-1].get_role_display().lower()})"
    return InForce(
        " ".join(str(each.pk) for each in current), f"Somebody else changed who works with them: now {latest}."
    )


def _still_seen(request: HttpRequest, person: YoungPerson) -> bool:
    """Passed to another team, a record may be out of the manager's own reach."""
    return YoungPerson.objects.visible_to(current_user(request)).filter(pk=person.pk).exists()


@requires(Permission.ALLOCATE)
def end(request: HttpRequest, person_id: UUID, allocation_id: UUID) -> HttpResponse:
    person = fetch_person(request, person_id, page="allocation_end")
    user, today = current_user(request), today_of(request)
    allocation = fetch_row(Allocation, allocation_id, until="ends_on", person=person, is_planned=False)
    form = EndAllocationForm(post_data(request), today=today, row=allocation)
    title = f"{allocation.worker} no longer works with {person.short_name}"
    return record_form(
        request,
        person,
        form,
        lambda: actions.end_allocation(by=user, allocation=allocation, today=today, **form.cleaned_data),
        refused_on="ends_on",
        title=title,
        button="End it",
        success=f"{title}.",
        back="allocations",
        open_after_death=True,
    )


def workers_with_cases(today: date) -> QuerySet[User]:
    """Those who carry cases in a team today, with `team_name` and `carries` (young people)."""
    roles = [role.value for role in actions.CASEWORK_ROLES]
    assignments = RoleAssignment.objects.filter(on_day(today), user=OuterRef("pk"), team__isnull=False, role__in=roles)
    latest = assignments.order_by("-starts_on")
    case_holder = Q(allocations__role=Allocation.CASE_HOLDER, allocations__person__died_on=None)
    return (
        User.objects.filter(is_active=True)
        .annotate(
            team_name=Subquery(latest.values("team__name")[:1]),
            team_sort_name=Subquery(latest.values("team__sort_name")[:1]),
            carries=Count("allocations", filter=on_day(today, "allocations__") & case_holder),
        )
        .filter(team_name__isnull=False)
        .order_by("team_sort_name", "sort_name")
    )


@requires(Permission.ALLOCATE)
def reassign(request: HttpRequest, worker_id: UUID) -> HttpResponse:
    """Pass on everything that somebody carries, or left: choose to whom, look at the list, confirm."""
    user, today = current_user(request), today_of(request)
    worker = get_object_or_404(User, pk=worker_id)
    every = allocations_to_pass_on(worker, today)
    visible = every.filter(person__in=YoungPerson.objects.visible_to(user))
    allocations = list(visible.select_related("person", "worker").order_by("person__sort_name"))
    unseen = every.count() - len(allocations)
    form = ReceiversForm(post_data(request), workers=_own_team_first(worker, today), today=today)
    preview = None
    if request.method == "POST" and form.is_valid() and allocations and "again" not in request.POST:
        confirmed = request.POST if "confirm" in request.POST else None
        preview = PreviewForm(confirmed, allocations=allocations, receivers=list(form.cleaned_data["receivers"]))
        handed_over = confirmed and submit(request, preview, partial(_hand_over, request, worker, form, preview))
        if handed_over:
            many, starts_on = amount(handed_over.result, "allocation"), form.cleaned_data["starts_on"]
            passes = f"passes on on {day(starts_on)}" if starts_on > today else "has passed on"
            messages.success(request, f"{worker}’s caseload {passes}: {many}.")
            return redirect("held_work", worker.pk)
    context = {
        "worker": worker,
        "allocations": allocations,
        "unseen": unseen,
        "form": form,
        "preview": preview,
        "today": today,
        "target": policies_of(request)["caseload_target"],
        **(_as_proposed(preview, today) if preview else {"rows": []}),
    }
    return render(request, "careleavers/allocations/reassign.html", context)


def _as_proposed(preview: PreviewForm, today: date) -> dict[str, Any]:
    """For each allocation the choice of who takes over and what is due about the young person, and the sums of it."""
    due = due_things({each.person_id for each in preview.allocations})
    late = {person: sum(thing.due_on < today for thing in things) for person, things in due.items()}
    return {
        "rows": [(allocation, due.get(allocation.person_id, []), field) for allocation, field in preview.rows()],
        "totals": preview.totals(late),
        "late": sum(late.values()),
        "coming": sum(len(things) for things in due.values()) - sum(late.values()),
    }


def _own_team_first(worker: User, today: date) -> QuerySet[User]:
    """Those who may take over, with the worker's own team, or that of their last case, at the top."""
    last = Allocation.objects.filter(worker=worker).order_by("-starts_on").values_list("team__name", flat=True).first()
    own = Case(When(Exact(F("team_name"), last or ""), then=0), default=1)
    return workers_with_cases(today).exclude(pk=worker.pk).order_by(own, "team_sort_name", "sort_name")  # type: ignore[misc]


def _hand_over(request: HttpRequest, worker: User, form: ReceiversForm, preview: PreviewForm) -> int:
    return actions.reassign_caseload(
        by=current_user(request),
        worker=worker,
        receivers=preview.chosen,
        today=today_of(request),
        starts_on=form.cleaned_data["starts_on"],
        reason=form.cleaned_data["reason"],
    )
