"""What is known of an activity, and the steps towards education or work."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from careleavers.actions.occupations import write_occupation_facts
from careleavers.forms.work import OccupationFactsForm, OccupationStepForm
from careleavers.models import Occupation, OccupationStep
from careleavers.permissions import Permission
from careleavers.queries.follow_ups import may_be_asked
from careleavers.rules.code_labels import occupation_words
from careleavers.views.also_kept import refuse_unless_used
from careleavers.views.gates import current_user, fetch_person, post_data, requires, today_of
from careleavers.views.kept_facts import FactPages, edit_fact, take_out_fact
from careleavers.views.record_form import record_form
from careleavers.views.rows import fetch_row

CODE = "work"  # of the policy that switches these pages off
STEPS = FactPages(
    CODE, "occupation_list", "occupation_step", OccupationStep, OccupationStepForm, "A step towards education or work"
)


@requires(Permission.EDIT_RECORD, Permission.EDUCATION_WORK)
def facts(request: HttpRequest, person_id: UUID, occupation_id: UUID) -> HttpResponse:
    """Where, at what level, for how many hours; or what stands in the way; and what is next."""
    person = fetch_person(request, person_id, page="occupation_facts")
    refuse_unless_used(request, CODE)
    occupation = fetch_row(Occupation, occupation_id, person=person)
    user, today = current_user(request), today_of(request)
    form = OccupationFactsForm(
        post_data(request), row=occupation, today=today, by=user, owners=may_be_asked(person, user, today)
    )
    return record_form(
        request,
        person,
        form,
        lambda: write_occupation_facts(
            by=user,
            occupation=occupation,
            revision=form.seen_revision,
            today=today,
            next_step=form.next_step,
            **form.facts,
        ),
        title=occupation_words(occupation.code),
        success="Saved.",
        back="occupation_list",
    )


@requires(Permission.EDIT_RECORD, Permission.EDUCATION_WORK)
def step(request: HttpRequest, person_id: UUID, step_id: UUID | None = None) -> HttpResponse:
    return edit_fact(request, person_id, step_id, STEPS)


@require_POST
@requires(Permission.EDIT_RECORD, Permission.EDUCATION_WORK)
def step_remove(request: HttpRequest, person_id: UUID, step_id: UUID) -> HttpResponse:
    return take_out_fact(request, person_id, step_id, STEPS)
