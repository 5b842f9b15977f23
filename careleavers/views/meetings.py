"""Panels, boards and groups: who sits on each, and their meetings."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from careleavers.actions import bodies as body_actions
from careleavers.actions import meetings as actions
from careleavers.forms.meetings import AttendanceForm, BodyForm, CallOffForm, MeetingForm, MemberForm
from careleavers.models import Body, BodyMember, Meeting
from careleavers.permissions import Permission
from careleavers.queries import meetings as queries
from careleavers.queries.meeting_papers import paper_lines
from careleavers.rules.meetings import KINDS
from careleavers.views.gates import current_user, post_data, requires, today_of
from careleavers.views.rows import fetch_row, sent_revision
from careleavers.views.submission import attempt, submit

PER_PAGE = 10
NOT_YOURS = "Only who chairs it or takes its minutes, and managers, may change this."


@requires(Permission.VIEW_MEETINGS)
@require_safe
def list_page(request: HttpRequest) -> HttpResponse:
    """The bodies that go on, the late ones first; those that are closed."""
    user, today = current_user(request), today_of(request)
    context = {
        "lines": queries.body_lines(user, today),
        "closed": queries.bodies_seen_by(user).filter(closed_on__isnull=False).order_by("sort_name"),
        "kinds": KINDS.values(),
        "may_begin": user.may(Permission.RUN_MEETINGS),
        "today": today,
    }
    return render(request, "careleavers/meetings/list.html", context)


@requires(Permission.RUN_MEETINGS)
def begin(request: HttpRequest, body_kind: str) -> HttpResponse:
    """A new body, which begins with what its kind begins with."""
    if body_kind not in KINDS:
        raise Http404
    kind, today = KINDS[body_kind], today_of(request)
    form = BodyForm(post_data(request), kind=body_kind, teams=queries.teams_of_bodies())
    if done := submit(
        request,
        form,
        lambda: body_actions.write_body(
            by=current_user(request), body=None, revision=None, kind=body_kind, began_on=today, **form.answers
        ),
    ):
        return redirect("body", done.result.pk)
    return form_page(request, form, f"Set up: {kind.label}")


@requires(Permission.VIEW_MEETINGS)
@require_safe
def read(request: HttpRequest, body_id: UUID) -> HttpResponse:
    """A body: when it meets next, who sits on it, what waits, what is still to be done, and earlier meetings."""
    user, today, body = current_user(request), today_of(request), _body(request, body_id)
    members = list(queries.members_on(body, today))
    earlier = body.meetings.exclude(state=Meeting.PLANNED, planned_on__gte=today).order_by("-planned_on")
    context = {
        "body": body,
        "state": queries.state_of(body, today),
        "members": members,
        "empty_seats": queries.empty_seats(body, members),
        "to_come": body.meetings.filter(state=Meeting.PLANNED, planned_on__gte=today).order_by("planned_on"),
        "waiting": queries.waiting_for(body, user),
        "open_actions": queries.open_actions(body, user),
        "page": Paginator(earlier, PER_PAGE).get_page(request.GET.get("page")),
        "today": today,
        "runs_it": body.runs_it and not body.closed_on,
        "may_open_again": body.runs_it and body.closed_on,
    }
    return render(request, "careleavers/meetings/body.html", context)


@requires(Permission.VIEW_MEETINGS)
def edit(request: HttpRequest, body_id: UUID) -> HttpResponse:
    body = body_to_run(request, body_id)
    form = BodyForm(post_data(request), row=body, kind=body.kind, teams=queries.teams_of_bodies())
    if submit(
        request,
        form,
        lambda: body_actions.write_body(
            by=current_user(request), body=body, revision=form.seen_revision, **form.answers
        ),
    ):
        return redirect("body", body.pk)
    return form_page(request, form, "Put it right", body)


@require_POST
@requires(Permission.VIEW_MEETINGS)
def close(request: HttpRequest, body_id: UUID) -> HttpResponse:
    body = body_to_run(request, body_id)
    attempt(
        request,
        lambda: body_actions.close_body(
            by=current_user(request), body=body, revision=sent_revision(request), today=today_of(request)
        ),
        "It meets no more. What was written stays.",
    )
    return redirect("body", body.pk)


@require_POST
@requires(Permission.VIEW_MEETINGS)
def open_again(request: HttpRequest, body_id: UUID) -> HttpResponse:
    body = body_to_run(request, body_id)
    attempt(
        request,
        lambda: body_actions.open_body_again(
            by=current_user(request), body=body, revision=sent_revision(request), today=today_of(request)
        ),
        "It meets again.",
    )
    return redirect("body", body.pk)


@requires(Permission.VIEW_MEETINGS)
def member(request: HttpRequest, body_id: UUID, member_id: UUID | None = None) -> HttpResponse:
    """Somebody who sits on it, new or put right."""
    body = body_to_run(request, body_id)
    row, today = fetch_row(BodyMember, member_id, body=body) if member_id else None, today_of(request)
    form = MemberForm(post_data(request), row=row, body=body, colleagues=queries.who_may_sit(today), today=today)
    if submit(
        request,
        form,
        lambda: body_actions.write_member(
            by=current_user(request), body=body, member=row, revision=form.seen_revision, **form.answers
        ),
    ):
        return redirect("body", body.pk)
    return form_page(request, form, row.known_as if row else "Who sits on it?", body)


@requires(Permission.VIEW_MEETINGS)
def plan(request: HttpRequest, body_id: UUID) -> HttpResponse:
    """A new meeting, on the day that the rhythm proposes."""
    body, today = body_to_run(request, body_id), today_of(request)
    state = queries.state_of(body, today)
    last = body.meetings.exclude(starts_at=None).order_by("-planned_on").first()
    initial = {
        "planned_on": None if state.is_planned else state.next_on,
        "place": body.usual_place,
        "starts_at": last.starts_at if last else None,
    }
    form = MeetingForm(post_data(request), today=today, initial=initial)
    if done := submit(
        request,
        form,
        lambda: actions.plan_meeting(
            by=current_user(request), body=body, meeting=None, revision=None, today=today, **form.answers
        ),
    ):
        messages.success(request, "The meeting is planned. What waited for one is on its agenda.")
        return redirect("meeting", done.result.pk)
    return form_page(request, form, "Plan a meeting", body)


@requires(Permission.VIEW_MEETINGS)
@require_safe
def meeting(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """A meeting: its agenda with what became of each item, and who came."""
    user, today = current_user(request), today_of(request)
    row = meeting_seen(request, meeting_id)
    items = queries.agenda_of(row, user)
    context = {
        "meeting": row,
        "body": row.body,
        "items": items,
        "papers": paper_lines(row, user, timezone.now()),
        "minutes": row.minutes.select_related("agreed_at"),
        "attendance": row.attendance.select_related("member__user"),
        "members": queries.members_on(row.body, row.planned_on),
        "is_over": row.planned_on <= today and row.state != Meeting.CALLED_OFF,
        "today": today,
        "runs_it": row.body.runs_it,
    }
    return render(request, "careleavers/meetings/meeting.html", context)


@requires(Permission.VIEW_MEETINGS)
def move(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    row = meeting_to_run(request, meeting_id)
    form = MeetingForm(post_data(request), row=row, today=today_of(request))
    if submit(
        request,
        form,
        lambda: actions.plan_meeting(
            by=current_user(request),
            body=row.body,
            meeting=row,
            revision=form.seen_revision,
            today=today_of(request),
            **form.answers,
        ),
    ):
        return redirect("meeting", row.pk)
    return form_page(request, form, "Another day, time or place", row.body, row)


@requires(Permission.VIEW_MEETINGS)
def call_off(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    row = meeting_to_run(request, meeting_id)
    form = CallOffForm(post_data(request))
    revision = sent_revision(request)
    if submit(
        request,
        form,
        lambda: actions.call_off_meeting(
            by=current_user(request), meeting=row, revision=revision, today=today_of(request), **form.cleaned_data
        ),
    ):
        messages.success(request, "It is called off. What was on its agenda goes to the next meeting.")
        return redirect("body", row.body.pk)
    return form_page(request, form, "Call the meeting off", row.body, row, revision=row.revision)


@requires(Permission.VIEW_MEETINGS)
def attendance(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """Who came: with that, the meeting was held."""
    row = meeting_to_run(request, meeting_id)
    form = AttendanceForm(post_data(request), row=row, members=list(queries.members_on(row.body, row.planned_on)))
    if submit(
        request,
        form,
        lambda: actions.write_attendance(
            by=current_user(request),
            meeting=row,
            revision=form.seen_revision,
            today=today_of(request),
            who=form.who,
            also_there=form.cleaned_data["also_there"],
            notes=form.cleaned_data["notes"],
        ),
    ):
        messages.success(request, "The meeting was held. Write down what was decided about each item.")
        return redirect("meeting", row.pk)
    return form_page(request, form, "Who came?", row.body, row)


def form_page(
    request: HttpRequest,
    form: BaseForm,
    title: str,
    body: Body | None = None,
    meeting: Meeting | None = None,
    *,
    revision: int | None = None,
) -> HttpResponse:
    """One question about a body or a meeting; `revision` is of what a form without one changes."""
    context = {"form": form, "title": title, "body": body, "meeting": meeting, "revision": revision}
    return render(request, "careleavers/meetings/form.html", context)


def _body(request: HttpRequest, body_id: UUID) -> Any:
    """404 for one that the user may not see."""
    body = queries.with_days(queries.bodies_seen_by(current_user(request))).filter(pk=body_id).first()
    if body is None:
        raise Http404("There is no such body, or they may not see it.")
    return body


def body_to_run(request: HttpRequest, body_id: UUID) -> Any:
    """As `_body`, and 403 for whoever does not run it."""
    body = _body(request, body_id)
    if not body.runs_it:
        raise PermissionDenied(NOT_YOURS)
    return body


def meeting_seen(request: HttpRequest, meeting_id: UUID) -> Any:
    """404 for one of a body that the user may not see."""
    row = Meeting.objects.filter(pk=meeting_id).first()
    if row is None:
        raise Http404
    row.body = _body(request, row.body_id)
    return row


def meeting_to_run(request: HttpRequest, meeting_id: UUID) -> Any:
    """404 for a meeting of a body that the user may not see, 403 for whoever does not run it."""
    row = meeting_seen(request, meeting_id)
    if not row.body.runs_it:
        raise PermissionDenied(NOT_YOURS)
    return row
