"""The road to 25 of a young person, what a manager leaves out of it, and who is off track."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, partial
from itertools import groupby
from urllib.parse import urlencode
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from careleavers.models import YoungPerson
from careleavers.permissions import Permission
from careleavers.queries.teams import scopes_of
from careleavers.rules.milestones import MilestoneState, RoadStep, why_not_left_out
from careleavers.rules.policies import page_is_used
from careleavers.rules.team_scopes import AUTHORITY, TeamScope
from careleavers.rules.words import amount
from careleavers.site.pages import may_open
from careleavers.views.also_kept import refuse_unless_used
from careleavers.views.csv_export import Export, csv_response
from careleavers.views.gates import current_user, fetch_person, policies_of, post_data, requires, today_of
from careleavers.views.record_form import record_form
from careleavers.views.record_page import may_change, record_context
from careleavers.views.saved_views import saved_bar
from careleavers.views.scopes import scope_asked_for
from pathways.actions.milestones import decide_milestone
from pathways.forms.milestones import ASK_AGAIN, LEAVE_OUT, MilestoneForm
from pathways.models import MilestoneDecision
from pathways.queries.runway import (
    NO_CASE_HOLDER,
    NOBODY_YET,
    OffRoad,
    OffRoadCount,
    by_case_holder,
    by_milestone,
    decisions_about,
    decisions_of,
    off_road,
    road_of,
    step_of,
)
from pathways.rules.runway_table import MILESTONES
from pathways.views.today import worker_asked_for

CODE = "runway"  # of the policy that switches the page off
PER_PAGE = 25
LATE, LEFT_OUT = "late", "left_out"
SHOWN = {LATE: "Late", LEFT_OUT: "Left out by a manager"}
HEAD = ("Name", "Local ID", "Case holder", "Milestone", "How it is", "Due on", "Rule", "Why")


@dataclass(frozen=True)
class RoadLine:
    """A step, and whether the reader may leave it out, or take that back. `url` is where it is done, "" for whom that
    page does not open."""

    step: RoadStep
    url: str
    may_leave_out: bool
    is_next: bool


@requires(Permission.VIEW_FREE_TEXT)
@require_safe
def page(request: HttpRequest, person_id: UUID) -> HttpResponse:
    person = fetch_person(request, person_id, page="road")
    user, today, policies = current_user(request), today_of(request), policies_of(request)
    steps = road_of(person, today, policies)
    context = record_context(request, person, is_used=page_is_used(CODE, policies))
    may_decide = context["is_used"] and may_change(user, Permission.AUTHORISE_PLAN, context["closed"])
    to_come = next_of(steps, today)
    lines = [
        RoadLine(
            step,
            reverse(step.milestone.url_name, args=[person.pk]) if may_open(user, step.milestone.url_name) else "",
            may_decide and why_not_left_out(step) is None,
            step is to_come,
        )
        for step in steps
    ]
    words = {step.code: step.milestone.words for step in steps}
    context |= {
        "behind": [line for line in lines if is_behind(line.step, today)],
        "ahead": [line for line in lines if not is_behind(line.step, today)],
        "late": [step for step in steps if step.is_late],
        "next": to_come,
        "decisions": [(words.get(each.milestone, each.milestone), each) for each in decisions_of(person)],
    }
    return render(request, "pathways/runway/road.html", context)


def is_behind(step: RoadStep, today: date) -> bool:
    """Whether its place is before or on today; what is still to come without a day lies ahead wherever that is."""
    is_to_come = step.state is MilestoneState.NOT_YET or (step.state is MilestoneState.DUE and step.due_on is None)
    return step.place <= today and not is_to_come


def next_of(steps: list[RoadStep], today: date) -> RoadStep | None:
    """What somebody is to do next, from today on: what may be done now by its day, else what comes first."""
    to_do = [step for step in steps if step.due_on and step.due_on >= today and not step.milestone.is_day]
    for state in (MilestoneState.DUE, MilestoneState.NOT_YET):
        if found := next((step for step in to_do if step.state is state), None):
            return found
    return None


@requires(Permission.AUTHORISE_PLAN)
def decide(request: HttpRequest, person_id: UUID, milestone: str) -> HttpResponse:
    """Leave a milestone out with a reason, or have it asked for again."""
    person = fetch_person(request, person_id, page="road_decide")
    refuse_unless_used(request, CODE)
    user, today = current_user(request), today_of(request)
    step = step_of(person, milestone, today, policies_of(request))
    if step is None:
        raise Http404("There is no such milestone on their road.")
    decisions = list(decisions_about(person, milestone))
    last = decisions[0] if decisions else None
    leaves_out = not (last and last.left_out)
    first = {"what": LEAVE_OUT if leaves_out else ASK_AGAIN, "seen": last.number if last else 0}
    form = MilestoneForm(post_data(request), initial=first)
    if form.is_bound:
        leaves_out = form.data.get("what") != ASK_AGAIN
    choose = partial(decide_milestone, by=user, person=person, milestone=milestone, today=today)

    def save() -> MilestoneDecision:
        answers = form.cleaned_data
        return choose(left_out=answers["what"] == LEAVE_OUT, seen=answers["seen"], reason=answers["reason"])

    return record_form(
        request,
        person,
        form,
        save,
        success="Left out. Nobody is reminded of it." if leaves_out else "It is asked for again.",
        back="pathways:road",
        template="pathways/runway/decide.html",
        step=step,
        leaves_out=leaves_out,
        why_not=why_not_left_out(step) if leaves_out else None,
        decisions=decisions,
    )


@dataclass(frozen=True)
class OffTrackPerson:
    """Somebody on the board with each of their milestones that are shown."""

    person: YoungPerson
    worker_name: str
    steps: tuple[RoadStep, ...]


@dataclass(frozen=True)
class Board:
    """Who is off track in a scope, and which of them an address asks for: nobody, where it asks for what nobody is
    late with, or for somebody who has caught up."""

    scopes: list[TeamScope]
    scope: TeamScope
    rows: list[OffRoad]
    which: str
    milestone: str
    milestone_words: str
    worker: str
    worker_name: str

    @cached_property
    def milestones(self) -> list[OffRoadCount]:
        return by_milestone(self.rows, OffRoadCount(self.milestone_words, self.milestone) if self.milestone else None)

    @cached_property
    def workers(self) -> list[OffRoadCount]:
        return by_case_holder(self.rows, OffRoadCount(self.worker_name, self.worker) if self.worker else None)

    @cached_property
    def chosen(self) -> list[OffRoad]:
        return [row for row in self.rows if self._is_asked_for(row)]

    def _is_asked_for(self, row: OffRoad) -> bool:
        worker = str(row.worker) if row.worker else NO_CASE_HOLDER
        return (
            row.step.is_late == (self.which == LATE)
            and self.milestone in ("", row.step.code)
            and self.worker in ("", worker)
        )

    @cached_property
    def people(self) -> list[OffTrackPerson]:
        """Each person once, by name."""
        found = []
        for _, group in groupby(self.chosen, key=lambda row: row.person.pk):
            rows = list(group)
            found.append(OffTrackPerson(rows[0].person, rows[0].worker_name, tuple(row.step for row in rows)))
        return found

    @property
    def late_people(self) -> int:
        return len({row.person.pk for row in self.rows if row.step.is_late})

    @property
    def description(self) -> str:
        """Whose, and what of them."""
        parts = [self.scope.label, SHOWN[self.which].lower()]
        parts += [line.label for line in self.milestones if line.key == self.milestone]
        parts += [line.label for line in self.workers if line.key == self.worker]
        return ", ".join(parts)

    @property
    def query(self) -> str:
        asked = {"team": self.scope.key, "show": self.which, "milestone": self.milestone, "worker": self.worker}
        return urlencode({key: value for key, value in asked.items() if value})


@requires(Permission.MANAGE_TEAM)
@require_safe
def off_track(request: HttpRequest) -> HttpResponse:
    """`?team=` chooses whose people, `show` what is late or what is left out, `milestone` and `worker` of which."""
    board = _board(request)
    context = {
        "saved": saved_bar(request, "pathways:off_track"),
        "board": board,
        "page": Paginator(board.people, PER_PAGE).get_page(request.GET.get("page")),
        "shown": SHOWN.items(),
        "may_export": current_user(request).may(Permission.EXPORT),
        "today": today_of(request),
    }
    return render(request, "pathways/runway/off_track.html", context)


@requires(Permission.EXPORT)
def off_track_export(request: HttpRequest) -> HttpResponseBase:
    """The same people as CSV, a line for each milestone, for a purpose that is kept."""
    if not current_user(request).may(Permission.MANAGE_TEAM):
        raise PermissionDenied(f"Your role does not let you {Permission.MANAGE_TEAM.value}.")
    board = _board(request)
    number = len(board.people)
    wanted = Export(
        page="off_track",
        description=f"who is off track: {board.description}",
        people=number,
        file_name=f"off-track-{today_of(request).isoformat()}.csv",
        heading="Export who is off track",
        button=f"Export {amount(number, 'person', 'people')} as CSV",
        back=f"{reverse('pathways:off_track')}?{board.query}",
    )
    return csv_response(request, wanted, HEAD, lambda: _csv_lines(board.chosen))


def _csv_lines(rows: list[OffRoad]) -> Iterator[tuple[object, ...]]:
    for person, _, _, worker_name, step in rows:
        due_on, rule = step.due_on or "", step.milestone.source
        yield (
            person.known_as,
            person.local_id,
            worker_name,
            step.milestone.words,
            step.words,
            due_on,
            rule,
            step.because,
        )


def _board(request: HttpRequest) -> Board:
    user, today = current_user(request), today_of(request)
    scopes = scopes_of(user, today) or [replace(AUTHORITY, label="The young people you may see")]
    scope = scope_asked_for(request, scopes)
    rows = off_road(user, scope, today, policies_of(request))
    show, milestone = request.GET.get("show", LATE), request.GET.get("milestone", "")
    of_rows = {row.step.code: row.step.milestone.words for row in rows}
    words = {each.code: each.words for each in MILESTONES} | of_rows
    worker = worker_asked_for(request)
    of_nobody = request.GET.get("worker") == NO_CASE_HOLDER
    return Board(
        scopes=scopes,
        scope=scope,
        rows=rows,
        which=show if show in SHOWN else LATE,
        milestone=milestone,
        milestone_words=words.get(milestone, "A milestone with which nobody is late"),
        worker=NO_CASE_HOLDER if of_nobody else str(worker.pk) if worker else "",
        worker_name=worker.name if worker else NOBODY_YET,
    )
