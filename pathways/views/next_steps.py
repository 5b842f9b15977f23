"""What is done once a plan is authorised, written down while it is being written."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from careleavers.permissions import Permission
from careleavers.queries.follow_ups import may_be_asked
from careleavers.views.gates import current_user, fetch_person, post_data, requires, today_of
from careleavers.views.record_form import record_button, record_form
from careleavers.views.rows import fetch_row, sent_revision
from pathways.actions import plan_next_steps as actions
from pathways.forms.plans import PlanNextStepForm
from pathways.models import PlanNextStep
from pathways.views.writing import latest_of


@requires(Permission.WRITE_PLAN)
def add(request: HttpRequest, person_id: UUID) -> HttpResponse:
    person = fetch_person(request, person_id, page="plan_next_step")
    user, version = current_user(request), latest_of(person)
    form = PlanNextStepForm(
        post_data(request), owners=may_be_asked(person, user, today_of(request)), initial={"owner": user.pk}
    )
    return record_form(
        request,
        person,
        form,
        lambda: actions.add_next_step(by=user, version=version, **form.cleaned_data),
        success="Saved. It becomes their task on the day on which the plan is authorised.",
        title="What is done once the plan is authorised",
        back="pathways:plan_write",
    )


@require_POST
@requires(Permission.WRITE_PLAN)
def remove(request: HttpRequest, person_id: UUID, next_id: UUID) -> HttpResponse:
    person = fetch_person(request, person_id, page="plan_next_step")
    step = fetch_row(PlanNextStep, next_id, version__plan__person=person)
    user, revision = current_user(request), sent_revision(request)
    return record_button(
        request,
        person,
        lambda: actions.remove_next_step(by=user, step=step, revision=revision),
        success="Taken out.",
        back="pathways:plan_write",
    )
