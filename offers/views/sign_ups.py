"""One young person's sessions: what they are signed up for, what they could come to, and what they came to."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from careleavers.permissions import Permission
from careleavers.views.gates import current_user, fetch_person, requires, today_of
from careleavers.views.record_form import record_button
from careleavers.views.record_page import may_change, record_context
from careleavers.views.rows import fetch_row, sent_revision
from careleavers.views.submission import attempt
from offers.actions import sessions as actions
from offers.models import GroupSession, SignUp
from offers.queries import sessions as queries
from offers.rules.sessions import TO_TELL_WORDS, SignUpState, ToTell

SIGNS_UP = (Permission.LOG_CONTACT, Permission.RUN_SURVEYS)


@requires(Permission.VIEW_RECORD)
@require_safe
def page(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Signed up, to be told, to choose from, and what was."""
    person, today = fetch_person(request, person_id, page="sessions_of"), today_of(request)
    rows = list(queries.sign_ups_of(person))
    coming = [row for row in rows if row.state != SignUpState.ENDED and row.session.is_to_come(today) and not row.came]
    in_line = queries.places_in_line(coming)
    to_tell = [] if person.died_on else [row for row in rows if row.to_tell]
    context = record_context(
        request,
        person,
        coming=[(row, in_line.get(row.pk)) for row in coming],
        to_tell=[(row, TO_TELL_WORDS[ToTell(row.to_tell)].partition(":")[0]) for row in to_tell],
        past=[row for row in reversed(rows) if row.came or row.session.cancelled_on or row.session.held_on < today],
        open_lines=[] if person.died_on or person.is_restricted else queries.open_for(person, today),
    )
    context["may_write"] = may_change(current_user(request), Permission.LOG_CONTACT, context["closed"])
    return render(request, "offers/sessions/person.html", context)


@require_POST
@requires(*SIGNS_UP)
def sign_up(request: HttpRequest, person_id: UUID, session_id: UUID) -> HttpResponse:
    """They get a place, or wait in line."""
    person, today = fetch_person(request, person_id, page="session_sign_up"), today_of(request)
    session = get_object_or_404(GroupSession, pk=session_id)
    done = attempt(
        request, lambda: actions.sign_up(by=current_user(request), person=person, session=session, today=today)
    )
    if done:
        waits = done.result.state == SignUpState.WAITING
        what = "waits in line: every place is taken" if waits else "has a place"
        messages.success(request, f"{person.short_name} {what}.")
    return _back(request, person_id, session.pk)


@require_POST
@requires(*SIGNS_UP)
def withdraw(request: HttpRequest, person_id: UUID, sign_up_id: UUID) -> HttpResponse:
    """They do not come."""
    person, today = fetch_person(request, person_id, page="session_withdraw"), today_of(request)
    row, revision = fetch_row(SignUp, sign_up_id, person=person), sent_revision(request)
    attempt(
        request,
        lambda: actions.withdraw(by=current_user(request), sign_up=row, revision=revision, today=today),
        "Taken off the list. If somebody waited, they have the place now, and it is on Today to tell them.",
    )
    return _back(request, person_id, row.session_id)


@require_POST
@requires(Permission.LOG_CONTACT)
def told(request: HttpRequest, person_id: UUID, sign_up_id: UUID) -> HttpResponse:
    """They know of it now."""
    person, today = fetch_person(request, person_id, page="session_told"), today_of(request)
    row, revision = fetch_row(SignUp, sign_up_id, person=person), sent_revision(request)
    return record_button(
        request,
        person,
        lambda: actions.told(by=current_user(request), sign_up=row, revision=revision, today=today),
        success="Written down: they know.",
        back="offers:sessions_of",
    )


def _back(request: HttpRequest, person_id: UUID, session_id: UUID) -> HttpResponse:
    """To the page that the button is on: that of the session, or that of the record."""
    if request.POST.get("from") == "session" or not current_user(request).may(Permission.VIEW_RECORD):
        return redirect("offers:session", session_id)
    return redirect("offers:sessions_of", person_id)
