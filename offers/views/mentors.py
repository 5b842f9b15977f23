"""The mentors of the service; and one young person's: the wish, the match, how it goes and its end."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from careleavers.models import YoungPerson
from careleavers.permissions import Permission
from careleavers.queries.told import on_today_of
from careleavers.views.gates import current_user, fetch_person, post_data, requires, today_of
from careleavers.views.record_form import record_form
from careleavers.views.record_page import may_change, record_context
from careleavers.views.rows import fetch_row, sent_revision
from careleavers.views.submission import submit
from offers.actions import mentors as actions
from offers.forms.mentors import EndMentoringForm, LookForm, MatchForm, MentorForm, MentorWishForm
from offers.models import Employer, Mentor, Mentoring
from offers.queries import mentors as queries
from offers.queries.pledges import pledge_owners
from offers.views.opportunities import SEES_POSTS


@requires(*SEES_POSTS)
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Every mentor with their free places, whom the reader may see with them, and who waits for one."""
    user, today = current_user(request), today_of(request)
    context = {
        "lines": [(line, line.why_not(today)) for line in queries.mentor_lines(user, today)],
        "stopped": queries.by_name(Mentor.objects.filter(ended_on__lte=today)),
        "waiting": [(each, each.next_task()) for each in queries.waiting(user)],
        "may_see": user.may(Permission.VIEW_RECORD),
        "may_edit": user.may(Permission.EDIT_OFFER),
        "user": user,
        "today": today,
    }
    return render(request, "offers/mentors/page.html", context)


@requires(Permission.EDIT_OFFER, Permission.LOG_CONTACT)
def mentor(request: HttpRequest, mentor_id: UUID | None = None) -> HttpResponse:
    """A new mentor, or a change of one."""
    user, today = current_user(request), today_of(request)
    row = fetch_row(Mentor, mentor_id) if mentor_id else None
    form = MentorForm(
        post_data(request),
        row=row,
        today=today,
        keepers=pledge_owners(today),
        employers=Employer.objects.all(),
        initial={} if row else {"keeper": user.pk},
    )
    save = partial(actions.save_mentor, by=user, mentor=row, today=today)
    if submit(request, form, lambda: save(revision=form.seen_revision, details=form.answers)):
        messages.success(request, f"Saved: {form.cleaned_data['name']}.")
        return redirect("offers:mentors")
    return render(request, "offers/mentors/form.html", {"form": form, "mentor": row})


@requires(Permission.VIEW_RECORD)
@require_safe
def of_person(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """What they want from a mentor, whom they have, and whom they had."""
    person, user = fetch_person(request, person_id, page="mentor_of"), current_user(request)
    rows = list(person.mentorings.select_related("mentor__keeper"))
    now = next((row for row in rows if row.ended_on is None), None)
    context = record_context(
        request,
        person,
        now=now,
        task=now.next_task() if now and not person.died_on else None,
        before=[row for row in rows if row.ended_on],
        may_read_notes=user.may(Permission.VIEW_FREE_TEXT),
    )
    context["may_write"] = may_change(user, Permission.LOG_CONTACT, context["closed"])
    return render(request, "offers/mentors/person.html", context)


@requires(Permission.LOG_CONTACT)
def ask(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """They want a mentor."""
    person, today = fetch_person(request, person_id, page="mentor_ask"), today_of(request)
    form = MentorWishForm(post_data(request), today=today)
    save = partial(actions.ask_for_mentor, by=current_user(request), person=person, today=today)
    return _form_page(
        request,
        person,
        form,
        lambda: save(**form.cleaned_data),
        title="They want a mentor",
        success=lambda: f"Saved. To find one is on Today of {on_today_of(person, actions.TO_FIND)}.",
    )


@requires(Permission.LOG_CONTACT)
def match(request: HttpRequest, person_id: UUID, mentoring_id: UUID) -> HttpResponse:
    """They have met, and go on."""
    person, today = fetch_person(request, person_id, page="mentor_match"), today_of(request)
    lines = queries.mentors_for(person, current_user(request), today)
    form = MatchForm(post_data(request), today=today, mentors=[line.mentor for line in lines])
    return _change(
        request,
        person,
        mentoring_id,
        form,
        actions.match_mentor,
        title="A mentor for them",
        success=lambda: f"Saved. To ask how it goes is on Today of {on_today_of(person, actions.TO_ASK)}.",
        nobody_is_free=not lines,
    )


@requires(Permission.LOG_CONTACT)
def look(request: HttpRequest, person_id: UUID, mentoring_id: UUID) -> HttpResponse:
    """How it goes."""
    person, today = fetch_person(request, person_id, page="mentor_look"), today_of(request)
    form = LookForm(post_data(request), today=today)
    return _change(request, person, mentoring_id, form, actions.look_at_mentoring, title="How does it go?")


@requires(Permission.LOG_CONTACT)
def end(request: HttpRequest, person_id: UUID, mentoring_id: UUID) -> HttpResponse:
    """It is over."""
    person, today = fetch_person(request, person_id, page="mentor_end"), today_of(request)
    form = EndMentoringForm(post_data(request), today=today)
    return _change(request, person, mentoring_id, form, actions.end_mentoring, title="It is over")


def _change(
    request: HttpRequest,
    person: YoungPerson,
    mentoring_id: UUID,
    form: Any,
    action: Callable[..., None],
    **more: Any,
) -> HttpResponse:
    """A page that takes somebody's wish, or their match, one step further."""
    row = fetch_row(Mentoring, mentoring_id, until="ended_on", person=person)
    revision = sent_revision(request) if request.method == "POST" else row.revision
    do = partial(action, by=current_user(request), mentoring=row, revision=revision, today=today_of(request))
    return _form_page(request, person, form, lambda: do(**form.cleaned_data), row=row, **{"success": "Saved.", **more})


def _form_page(
    request: HttpRequest, person: YoungPerson, form: Any, action: Callable[[], object], **more: Any
) -> HttpResponse:
    more = {"row": None, "nobody_is_free": False, **more}
    return record_form(
        request, person, form, action, back="offers:mentor_of", template="offers/mentors/person_form.html", **more
    )
