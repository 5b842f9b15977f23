"""One young person and work: what they would like, which posts may suit them, and each step with one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST, require_safe

from careleavers.models import YoungPerson
from careleavers.permissions import Permission
from careleavers.queries.told import on_today_of
from careleavers.rules.code_sets import Activity
from careleavers.views.gates import current_user, fetch_person, post_data, requires, today_of
from careleavers.views.record_form import record_button, record_form
from careleavers.views.record_page import may_change, record_context
from careleavers.views.rows import fetch_row, sent_revision
from offers.actions import opportunities as actions
from offers.forms.opportunities import InterestForm, PutForwardForm, WorkStepForm
from offers.models import Candidacy, CandidacyStep, Opportunity, WorkInterest
from offers.queries import opportunities as queries
from offers.rules.opportunities import STAGE_WORDS, WorkStage, stages_to_come

WORK = (
    Activity.APPRENTICESHIP,
    Activity.APPRENTICESHIP_PART_TIME,
    Activity.TRAINING_OR_WORK,
    Activity.TRAINING_OR_WORK_PART_TIME,
)


@requires(Permission.VIEW_RECORD)
@require_safe
def page(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """What they would like, how far they have come, and which posts may suit them."""
    person, today = fetch_person(request, person_id, page="posts_of"), today_of(request)
    user = current_user(request)
    context = record_context(
        request,
        person,
        interests=list(person.work_interests.all()),
        candidacies=[(each, None if person.died_on else each.next_check()) for each in queries.candidacies_of(person)],
        posts=[] if person.died_on else queries.posts_for(person, today),
        may_read_notes=user.may(Permission.VIEW_FREE_TEXT),
    )
    context["may_write"] = may_change(user, Permission.LOG_CONTACT, context["closed"])
    return render(request, "offers/opportunities/person.html", context)


@requires(Permission.LOG_CONTACT)
def interest(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """A kind of work that they would like."""
    person = fetch_person(request, person_id, page="work_interest")
    form = InterestForm(post_data(request))
    return _form_page(
        request,
        person,
        form,
        lambda: actions.save_interest(by=current_user(request), person=person, **form.cleaned_data),
        title="What work would they like?",
        success="Saved. Posts that may suit them are below.",
    )


@require_POST
@requires(Permission.LOG_CONTACT)
def interest_remove(request: HttpRequest, person_id: UUID, interest_id: UUID) -> HttpResponse:
    person = fetch_person(request, person_id, page="work_interest_drop")
    row, revision = fetch_row(WorkInterest, interest_id, person=person), sent_revision(request)
    return record_button(
        request,
        person,
        lambda: actions.remove_interest(by=current_user(request), interest=row, revision=revision),
        success="Taken out.",
        back="offers:posts_of",
    )


@requires(Permission.LOG_CONTACT)
def put_forward(request: HttpRequest, person_id: UUID, post_id: UUID) -> HttpResponse:
    """They are interested in posts."""
    person, today = fetch_person(request, person_id, page="put_forward"), today_of(request)
    post = get_object_or_404(Opportunity, pk=post_id)
    form = PutForwardForm(post_data(request), today=today)
    return _form_page(
        request,
        person,
        form,
        lambda: actions.put_forward(
            by=current_user(request), person=person, opportunity=post, today=today, **form.cleaned_data
        ),
        title=f"Interested in: {post}",
        success=lambda: f"Saved. To arrange a meeting is on Today of {on_today_of(person, actions.TO_ASK)}.",
    )


@requires(Permission.LOG_CONTACT)
def step(request: HttpRequest, person_id: UUID, candidacy_id: UUID) -> HttpResponse:
    """What happened next, or that it has ended."""
    person, today = fetch_person(request, person_id, page="work_step"), today_of(request)
    row = fetch_row(Candidacy, candidacy_id, person=person)
    form = WorkStepForm(
        post_data(request),
        today=today,
        stages=stages_to_come(row.steps_taken()),
        codes=[(code.value, code.label) for code in WORK],
    )
    return _form_page(
        request,
        person,
        form,
        lambda: actions.take_work_step(
            by=current_user(request),
            candidacy=row,
            today=today,
            **form.cleaned_data | {"stage": WorkStage(form.cleaned_data["stage"])},
        ),
        title=str(row.opportunity),
        success="Saved.",
        steps=[(STAGE_WORDS[each.stage], each.on) for each in row.steps_taken()],
    )


@require_POST
@requires(Permission.LOG_CONTACT)
def step_remove(request: HttpRequest, person_id: UUID, work_step_id: UUID) -> HttpResponse:
    person, today = fetch_person(request, person_id, page="work_step_drop"), today_of(request)
    row, revision = fetch_row(CandidacyStep, work_step_id, candidacy__person=person), sent_revision(request)
    return record_button(
        request,
        person,
        lambda: actions.remove_work_step(by=current_user(request), step=row, revision=revision, today=today),
        success="Taken out. If they had begun, put their work right on the page Work.",
        back="offers:posts_of",
    )


def _form_page(
    request: HttpRequest, person: YoungPerson, form: Any, action: Callable[[], object], **more: Any
) -> HttpResponse:
    more = {"steps": [], **more}
    return record_form(
        request, person, form, action, back="offers:posts_of", template="offers/opportunities/person_form.html", **more
    )
