"""Care history: episodes, what else the law asks about, and when somebody is open to the service."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from careleavers.actions import care, involvements
from careleavers.forms.care import CloseInvolvementForm, EpisodeForm, OpenInvolvementForm, StatusFactForm
from careleavers.forms.details import EndForm
from careleavers.models import CareEpisode, DataQualityIssue, Observation, StatusFact
from careleavers.permissions import Permission
from careleavers.rules import codes
from careleavers.rules.dates import ONE_DAY
from careleavers.views.gates import current_user, fetch_person, post_data, requires, today_of
from careleavers.views.record_form import record_button, record_form
from careleavers.views.record_page import record_context
from careleavers.views.rows import fetch_row, sent_revision


@requires(Permission.VIEW_RECORD)
@require_safe
def history(request: HttpRequest, person_id: UUID) -> HttpResponse:
    person = fetch_person(request, person_id, page="care_history")
    user = current_user(request)
    involvements_ = list(person.involvements.all())
    context = record_context(
        request,
        person,
        episodes=[_episode_row(episode) for episode in person.episodes.order_by("-starts_on")],
        facts=list(person.status_facts.all()),
        involvements=involvements_,
        is_open=any(each.ends_on is None for each in involvements_),
        may_read_notes=user.may(Permission.VIEW_FREE_TEXT),
        may_end=user.may(Permission.EDIT_RECORD),
        questions=list(person.data_quality_issues.filter(field__in=DataQualityIssue.QUESTIONS, resolved_at=None)),
        observations=[_observation_row(row) for row in person.observations.order_by("-observed_on")],
    )
    return render(request, "careleavers/care/history.html", context)


def _observation_row(row: Observation) -> dict[str, Any]:
    coded = (("OC3.IN_TOUCH", row.in_touch), ("OC3.ACTIV", row.activity), ("OC3.ACCOM", row.accommodation))
    in_touch, activity, accommodation = (codes.label(name, code) if code else "" for name, code in coded)
    return {"row": row, "in_touch": in_touch, "activity": activity, "accommodation": accommodation}


@requires(Permission.EDIT_RECORD)
@require_POST
def settle_question(request: HttpRequest, person_id: UUID, issue_id: UUID) -> HttpResponse:
    """Somebody has looked into what a return left open about this person's care."""
    person = fetch_person(request, person_id, page="return_question")
    issue = get_object_or_404(person.data_quality_issues.filter(field__in=DataQualityIssue.QUESTIONS), pk=issue_id)
    if issue.resolved_at:
        messages.info(request, "Somebody else had looked into this already.")
        return redirect("care_history", person.pk)
    care.settle_return_question(by=current_user(request), issue=issue, today=today_of(request))
    if issue.field == DataQualityIssue.CARE_OPEN:
        messages.success(request, "Care goes on, and legal status has been updated.")
    else:
        messages.success(request, "Noted: you have looked into it.")
    return redirect("care_history", person.pk)


def _episode_row(episode: CareEpisode) -> dict[str, Any]:
    def label(code_set: str, code: str) -> str:
        return codes.label(code_set, code) if code else ""

    return {
        "row": episode,
        "legal_status": label("EPISODES.LS", episode.legal_status),
        "placement": label("EPISODES.PLACE", episode.placement),
        "reason_ended": label("EPISODES.REC", episode.reason_ended),
        "authority": codes.authority(episode.authority).name if episode.authority.isdigit() else episode.authority,
    }


@requires(Permission.EDIT_RECORD)
def episode_add(request: HttpRequest, person_id: UUID) -> HttpResponse:
    person = fetch_person(request, person_id, page="episode_add")
    user, today = current_user(request), today_of(request)
    form = EpisodeForm(post_data(request), born=person.date_of_birth, today=today)
    return record_form(
        request,
        person,
        form,
        lambda: care.add_episode(by=user, person=person, facts=form.answers, today=today),
        refused_on="starts_on",
        title="Add an episode of care",
        button="Add",
        success="The episode is added, and legal status has been updated.",
        back="care_history",
        template="careleavers/care/episode.html",
        episode=None,
    )


@requires(Permission.EDIT_RECORD)
def episode_edit(request: HttpRequest, person_id: UUID, episode_id: UUID) -> HttpResponse:
    """Correct an episode, or end it."""
    person = fetch_person(request, person_id, page="episode")
    user, today = current_user(request), today_of(request)
    episode = fetch_row(CareEpisode, episode_id, person=person)
    form = EpisodeForm(post_data(request), row=episode, born=person.date_of_birth, today=today)
    return record_form(
        request,
        person,
        form,
        lambda: care.change_episode(
            by=user, episode=episode, facts=form.answers, revision=form.seen_revision, today=today
        ),
        refused_on="starts_on",
        title="Correct or end this episode",
        button="Save",
        success="The episode is saved, and legal status has been updated.",
        back="care_history",
        template="careleavers/care/episode.html",
        episode=episode,
    )


@requires(Permission.EDIT_RECORD)
@require_POST
def episode_remove(request: HttpRequest, person_id: UUID, episode_id: UUID) -> HttpResponse:
    person = fetch_person(request, person_id, page="episode_remove")
    episode = fetch_row(CareEpisode, episode_id, person=person)
    return record_button(
        request,
        person,
        lambda: care.remove_episode(
            by=current_user(request), episode=episode, revision=sent_revision(request), today=today_of(request)
        ),
        success="The episode is removed, and legal status has been updated.",
        back="care_history",
    )


@requires(Permission.EDIT_RECORD)
def fact_add(request: HttpRequest, person_id: UUID) -> HttpResponse:
    person = fetch_person(request, person_id, page="status_fact_add")
    user, today = current_user(request), today_of(request)
    form = StatusFactForm(post_data(request), born=person.date_of_birth, today=today)
    return record_form(
        request,
        person,
        form,
        lambda: care.add_status_fact(by=user, person=person, today=today, **form.cleaned_data),
        refused_on="starts_on",
        title="What else the law asks about",
        button="Add",
        success="Added, and legal status has been updated.",
        back="care_history",
    )


@requires(Permission.EDIT_RECORD)
def fact_end(request: HttpRequest, person_id: UUID, fact_id: UUID) -> HttpResponse:
    person = fetch_person(request, person_id, page="status_fact_end")
    user, today = current_user(request), today_of(request)
    fact = fetch_row(StatusFact, fact_id, until="ends_on", person=person, kind__in=StatusFact.PERIODS)
    form = EndForm(post_data(request), today=today, not_before=fact.starts_on + ONE_DAY, row=fact)
    return record_form(
        request,
        person,
        form,
        lambda: care.end_status_fact(by=user, fact=fact, today=today, **form.cleaned_data),
        refused_on="ends_on",
        title=f"{fact.get_kind_display()}: no longer",
        button="End it",
        success="Ended, and legal status has been updated.",
        back="care_history",
    )


@requires(Permission.EDIT_RECORD)
@require_POST
def fact_remove(request: HttpRequest, person_id: UUID, fact_id: UUID) -> HttpResponse:
    person = fetch_person(request, person_id, page="status_fact_remove")
    fact = fetch_row(StatusFact, fact_id, person=person)
    return record_button(
        request,
        person,
        lambda: care.remove_status_fact(
            by=current_user(request), fact=fact, revision=sent_revision(request), today=today_of(request)
        ),
        success="Removed, and legal status has been updated.",
        back="care_history",
    )


@requires(Permission.EDIT_RECORD)
def involvement_open(request: HttpRequest, person_id: UUID) -> HttpResponse:
    person = fetch_person(request, person_id, page="involvement_open")
    form = OpenInvolvementForm(post_data(request), today=today_of(request))
    return record_form(
        request,
        person,
        form,
        lambda: involvements.open_involvement(
            by=current_user(request), person=person, today=today_of(request), **form.cleaned_data
        ),
        refused_on="starts_on",
        title=f"Open {person.short_name} to the service",
        button="Open",
        success=f"{person.short_name} is open to the service. Next: who works with them.",
        back="care_history",
    )


@requires(Permission.EDIT_RECORD)
def involvement_close(request: HttpRequest, person_id: UUID) -> HttpResponse:
    person = fetch_person(request, person_id, page="involvement_close")
    user, today = current_user(request), today_of(request)
    involvement = person.involvements.filter(ends_on=None).first()
    form = CloseInvolvementForm(post_data(request), today=today, row=involvement)
    return record_form(
        request,
        person,
        form,
        lambda: involvements.close_involvement(by=user, person=person, today=today, **form.cleaned_data),
        refused_on="ends_on",
        title=f"Close {person.short_name} to the service",
        button="Close",
        success="Closed, and nobody is allocated. What still has to be done for them is with their managers.",
        back="care_history",
        open_after_death=True,
    )
