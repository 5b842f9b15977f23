"""Sessions across the service: what is on, who comes, who came, and the numbers of a year."""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from careleavers.actions import reads
from careleavers.models import User, YoungPerson
from careleavers.permissions import Permission
from careleavers.queries.search import find
from careleavers.rules.words import amount, year_from_april
from careleavers.views.gates import current_user, policies_of, post_data, requires, search_text, today_of
from careleavers.views.rows import fetch_row, sent_revision
from careleavers.views.submission import submit
from offers.actions import sessions as actions
from offers.forms.sessions import CancelSessionForm, SessionAttendanceForm, SessionForm
from offers.models import GroupSession
from offers.queries import sessions as queries
from offers.queries.money import year_asked
from offers.rules.sessions import why_not_attendance

SEES_SESSIONS = (Permission.VIEW_RECORD, Permission.EDIT_OFFER, Permission.VIEW_FIGURES)
PER_PAGE, MOST_FOUND = 25, 10
NOT_YOURS = "Only who leads this session or set it up, managers, and those who keep the local offer, may do this."


@requires(*SEES_SESSIONS)
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """What is to come, the next first; `?show=past`: what was, the last first."""
    user, today = current_user(request), today_of(request)
    shows_past = request.GET.get("show") == "past"
    rows = queries.sessions()
    rows = (
        rows.filter(held_on__lt=today).order_by("-held_on", "-starts_at", "pk")
        if shows_past
        else rows.filter(held_on__gte=today).order_by("held_on", "starts_at", "pk")
    )
    listed = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": listed,
        "lines": [queries.line_of(row) for row in listed],
        "shows_past": shows_past,
        "may_lead": any(map(user.may, queries.LEADS)),
        "may_see_figures": user.may(Permission.VIEW_FIGURES),
        "today": today,
    }
    return render(request, "offers/sessions/page.html", context)


@requires(*SEES_SESSIONS)
@require_safe
def session(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """One session: what it is, who comes of those the user may know of, and somebody to sign up (`?q=`)."""
    user, today = current_user(request), today_of(request)
    row = get_object_or_404(queries.sessions(), pk=session_id)
    may_sign_up = queries.may_sign_up(user) and row.cancelled_on is None
    words = search_text(request, "q")[:100] if may_sign_up else ""
    found = _found(words, user, row) if words else []
    rows = queries.sign_ups_seen(row, user)
    context = {
        "session": row,
        "line": queries.line_of(row),
        "coming": [each for each in rows if each[0].state == "place"],
        "waiting": [each for each in rows if each[0].state == "waiting"],
        "names_hidden": row.comes + row.waits - len(rows),
        "may_open_record": user.may(Permission.VIEW_RECORD),
        "may_change": queries.may_change(row, user),
        "may_sign_up": may_sign_up,
        "why_not_attendance": why_not_attendance(row.held_on, bool(row.cancelled_on), today),
        "words": words,
        "found": found,
        "today": today,
    }
    return render(request, "offers/sessions/session.html", context)


def _found(words: str, user: User, row: GroupSession) -> list[tuple[YoungPerson, bool]]:
    """Whom the words may mean of those the user may see, each with whether they are signed up. The search is noted."""
    ids = [hit.person_id for hit in find(words, user)][:MOST_FOUND]
    people = YoungPerson.objects.in_bulk(ids)
    there = set(row.sign_ups.live().filter(person__in=ids).values_list("person_id", flat=True))
    reads.note_search(by=user, page="session", detail=words, people_shown=len(people))
    return [(people[pk], pk in there) for pk in ids if pk in people]


@requires(*queries.LEADS)
def edit(request: HttpRequest, session_id: UUID | None = None) -> HttpResponse:
    """A new session, or a change of one."""
    user, today = current_user(request), today_of(request)
    row = _fetch_to_change(request, session_id) if session_id else None
    form = SessionForm(post_data(request), row=row, today=today, leaders=queries.leaders(today))
    if row is None:
        form.fields["leader"].initial = user.pk
    save = partial(actions.save_session, by=user, session=row, today=today)

    def carry_out() -> GroupSession:
        details = form.answers
        times = details.pop("times", None) or 1
        return save(revision=form.seen_revision, details=details, times=times)

    if done := submit(request, form, carry_out):
        messages.success(request, "Saved.")
        return redirect("offers:session", done.result.pk)
    context = {"form": form, "title": row or "A session for young people", "session": row, "button": "Save"}
    return render(request, "offers/sessions/form.html", context)


@requires(*queries.LEADS)
def cancel(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """It is not held; everybody who signed up is to be told."""
    row, today = _fetch_to_change(request, session_id), today_of(request)
    form = CancelSessionForm(post_data(request))
    revision = sent_revision(request) if request.method == "POST" else row.revision
    do = partial(actions.cancel_session, by=current_user(request), session=row, revision=revision, today=today)
    if submit(request, form, lambda: do(because=form.cleaned_data["because"])):
        messages.success(request, "Cancelled. To tell those who signed up is on Today of whoever works with them.")
        return redirect("offers:session", row.pk)
    line = queries.line_of(queries.sessions().get(pk=row.pk))
    context = {"form": form, "session": row, "line": line, "revision": row.revision}
    return render(request, "offers/sessions/cancel.html", context)


@requires(*queries.LEADS)
def attendance(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """Who came, on one page for a phone."""
    user, today, row = current_user(request), today_of(request), _fetch_to_change(request, session_id)
    if refusal := why_not_attendance(row.held_on, bool(row.cancelled_on), today):
        messages.error(request, refusal)
        return redirect("offers:session", row.pk)
    seen = queries.sign_ups_seen(row, user)
    form = SessionAttendanceForm(
        post_data(request), rows=[each for each, _ in seen], may_log=user.may(Permission.LOG_CONTACT)
    )
    revision = sent_revision(request) if request.method == "POST" else row.revision

    def carry_out() -> int:
        as_contact = form.cleaned_data.get("as_contact", False)
        log_for = {each.person_id for each, may_see in seen if may_see and as_contact}
        return actions.note_attendance(
            by=user, session=row, revision=revision, came=form.came, log_for=log_for, today=today
        )

    if done := submit(request, form, carry_out):
        logged = f" {amount(done.result, 'contact')} logged." if done.result else ""
        messages.success(request, f"Written down.{logged}")
        return redirect("offers:session", row.pk)
    context = {"form": form, "session": row, "revision": revision, "today": today}
    return render(request, "offers/sessions/attendance.html", context)


@requires(Permission.VIEW_FIGURES)
@require_safe
def numbers(request: HttpRequest) -> HttpResponse:
    """By kind and quarter of a financial year (`?year=`): sessions, and who came; `?show=published` as it may leave the
    service."""
    today = today_of(request)
    year = year_asked(request.GET.get("year", ""), today)
    published = request.GET.get("show") == "published"
    small = policies_of(request)["survey_small"]
    context: dict[str, Any] = {
        "year": year,
        "year_words": year_from_april(year),
        "before": year - 1,
        "found": queries.session_year(year, small if published else 0),
        "published": published,
        "small": small,
    }
    return render(request, "offers/sessions/numbers.html", context)


def _fetch_to_change(request: HttpRequest, session_id: UUID) -> GroupSession:
    row = fetch_row(GroupSession, session_id)
    if not queries.may_change(row, current_user(request)):
        raise PermissionDenied(NOT_YOURS)
    return row
