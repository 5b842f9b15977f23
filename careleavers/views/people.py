"""A young person's own page, and who they are: added, changed, their death recorded."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.views.decorators.http import require_safe

from careleavers.actions import people
from careleavers.forms.people import DeathForm, DeathNotifiedForm, NewPersonForm, PersonForm
from careleavers.models import User, YoungPerson
from careleavers.models.asking import Asking, ask_together, together
from careleavers.permissions import Permission
from careleavers.queries import timeline
from careleavers.queries.appointments import planned_with
from careleavers.queries.caseloads import teams_of
from careleavers.queries.duplicates import SimilarRecords, find_similar, restricted_with
from careleavers.queries.overview import FOLLOW_UPS, LAST_CONTACT, OPEN_ISSUES, UNFINISHED_NOTES_ABOUT
from careleavers.site.extensions import person_panels, timeline_sources
from careleavers.views.gates import current_user, fetch_person, policies_of, post_data, requires, today_of
from careleavers.views.record_form import record_form
from careleavers.views.record_page import record_context, record_facts
from careleavers.views.submission import submit

LATEST = 8  # entries of the timeline on the overview


@requires(Permission.VIEW_RECORD)
@require_safe
def overview(request: HttpRequest, person_id: UUID) -> HttpResponse:
    person = fetch_person(request, person_id, page="overview")
    user, today = current_user(request), today_of(request)
    notes = user.may(Permission.VIEW_FREE_TEXT)
    facts, panels, page, own = ask_together(
        record_facts.steps(person, user, today),
        person_panels.steps(person, user, today, policies_of(request)),
        timeline.timeline_page.steps(person, today, sources=timeline_sources(), notes=notes, limit=LATEST),
        _overview_context(person, user, today),
    )
    context = record_context(
        request,
        person,
        known=facts,
        panels=panels,
        may_read_notes=notes,
        page=page,
        filters=None,
        new=request.GET.get("new"),
        **own,
    )
    return render(request, "careleavers/people/overview.html", context)


def _overview_context(person: YoungPerson, user: User, today: date) -> Asking[dict[str, Any]]:
    """What the page says in addition to the record's own context."""
    last_contact, follow_ups, issues, appointments, drafts = yield from together(
        LAST_CONTACT.first.steps(person.pk, today),
        FOLLOW_UPS.objects.steps(person.pk),
        OPEN_ISSUES.objects.steps(person.pk),
        planned_with.steps(person),
        UNFINISHED_NOTES_ABOUT.objects.steps(user.pk, person.pk),
    )
    return {
        "last_contact": last_contact,
        "follow_ups": follow_ups,
        "data_quality_issues": issues,
        "appointments": appointments,
        "may_plan": user.may(Permission.LOG_CONTACT),
        "drafts": drafts,
    }


@requires(Permission.EDIT_RECORD)
def create(request: HttpRequest) -> HttpResponse:
    """A new record, once whoever makes it has looked at the ones that are like it."""
    user, today = current_user(request), today_of(request)
    form = NewPersonForm(post_data(request), today=today, teams=teams_of(user))
    similar = SimilarRecords()
    if request.method == "POST" and form.is_valid():
        similar = find_similar(form.details, user, today)
        if not similar.has_results or "is_new" in request.POST:
            added = submit(request, form, lambda: _add(form, user, today))
            if added:
                return _say_what_comes_next(request, form, similar, added.result)
    _tell_whose_number_is_in_use(request, form)
    context = {"form": form, "similar": similar, "today": today}
    return render(request, "careleavers/people/new.html", context)


def _add(form: NewPersonForm, user: User, today: date) -> YoungPerson:
    return people.add_person(
        by=user,
        details=form.details,
        team=form.cleaned_data["team"],
        opened_on=form.cleaned_data["opened_on"],
        reason_opened=form.cleaned_data["reason_opened"],
        today=today,
    )


def _say_what_comes_next(
    request: HttpRequest, form: NewPersonForm, similar: SimilarRecords, person: YoungPerson
) -> HttpResponse:
    for hidden in similar.restricted:
        people.alert_about_similar_record(by=current_user(request), person=hidden, today=today_of(request))
    next_steps = format_html(
        '{}’s record is open. Next: <a href="{}">their care history</a> and <a href="{}">who works with them</a>.',
        person.known_as,
        reverse("care_history", args=[person.pk]),
        reverse("allocations", args=[person.pk]),
    )
    messages.success(request, next_steps)
    _show_cautions(request, form)
    return redirect("person", person.pk)


@requires(Permission.EDIT_RECORD)
def edit(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Who they are. When somebody else saved meanwhile, both versions are shown and nothing typed is lost."""
    person = fetch_person(request, person_id, page="edit")
    user, today = current_user(request), today_of(request)
    data_quality_issues = dict(person.data_quality_issues.filter(resolved_at=None).values_list("field", "message"))
    form = PersonForm(post_data(request), instance=person, today=today, data_quality_issues=data_quality_issues)
    if submit(
        request,
        form,
        lambda: people.change_person(
            by=user, person=person, revision=form.seen_revision, details=form.details, today=today
        ),
        refused_on="date_of_birth",
    ):
        messages.success(request, f"{person.short_name}’s details are saved.")
        _show_cautions(request, form)
        return redirect("details", person.pk)
    _tell_whose_number_is_in_use(request, form)
    return render(request, "careleavers/people/edit.html", record_context(request, person, form=form))


def _tell_whose_number_is_in_use(request: HttpRequest, form: PersonForm) -> None:
    """That a number is in use tells that there is a record; of a restricted one its manager hears who learnt it."""
    user, numbers = current_user(request), form.numbers_in_use
    for hidden in restricted_with(numbers, user):
        people.alert_about_similar_record(by=user, person=hidden, today=today_of(request))


def _show_cautions(request: HttpRequest, form: PersonForm) -> None:
    for caution in form.cautions:
        messages.info(request, caution)


@requires(Permission.EDIT_RECORD)
def death(request: HttpRequest, person_id: UUID) -> HttpResponse:
    person = fetch_person(request, person_id, page="death")
    today = today_of(request)
    form = DeathForm(post_data(request), initial={"died_on": person.died_on}, today=today, born=person.date_of_birth)
    if request.method == "POST" and "mistake" in request.POST:
        people.correct_death(by=current_user(request), person=person, today=today)
        messages.success(request, "Death record removed. Their tasks are on Today again.")
        return redirect("details", person.pk)
    return record_form(
        request,
        person,
        form,
        lambda: people.record_death(by=current_user(request), person=person, today=today, **form.cleaned_data),
        refused_on="died_on",
        title=f"If {person.short_name} has died",
        button="Record",
        success="Recorded. No letter will go to them, and nothing is due for them any more.",
        after="person",
        template="careleavers/people/death.html",
        open_after_death=True,
    )


@requires(Permission.EDIT_RECORD)
def death_notified(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """That the death was notified to the Secretary of State and Ofsted."""
    person = fetch_person(request, person_id, page="death_notified")
    form = DeathNotifiedForm(post_data(request), row=person, today=today_of(request))
    return record_form(
        request,
        person,
        form,
        lambda: people.notify_death(
            by=current_user(request), person=person, today=today_of(request), **form.cleaned_data
        ),
        refused_on="death_notified_on",
        title="The death was notified",
        button="Record",
        success="Written down.",
        after="details",
        open_after_death=True,
    )
