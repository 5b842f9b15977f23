"""Recording that the young person has a copy of their plan."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from careleavers.permissions import Permission
from careleavers.queries.follow_ups import may_be_asked
from careleavers.views.gates import current_user, fetch_person, post_data, requires, today_of
from careleavers.views.record_form import record_form
from pathways.actions import copies as actions
from pathways.forms.copies import CopyForm
from pathways.views.plans import versions_of


@requires(Permission.WRITE_PLAN)
def copy_add(request: HttpRequest, person_id: UUID, number: int) -> HttpResponse:
    person = fetch_person(request, person_id, page="plan_copy_add")
    version = get_object_or_404(versions_of(person).authorised(), number=number)
    today = today_of(request)
    form = CopyForm(
        post_data(request),
        today=today,
        givers=may_be_asked(person, current_user(request), today_of(request)),
        initial={"given_by": current_user(request).pk},
    )
    return record_form(
        request,
        person,
        form,
        lambda: actions.record_copy(by=current_user(request), version=version, today=today, **form.cleaned_data),
        refused_on="given_on",
        success=f"Recorded: {person.short_name} has a copy of version {version.number}.",
        back="pathways:plan",
        template="pathways/plans/copy_form.html",
        version=version,
    )
