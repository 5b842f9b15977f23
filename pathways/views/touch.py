"""Whether we are in touch with somebody, what was tried, and what they want of it."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from careleavers.actions.touch import begin_touch_status, correct_touch_status
from careleavers.forms.touch import TouchStatusForm
from careleavers.models import TouchStatus
from careleavers.permissions import Permission
from careleavers.rules.attempts import DAY_PART_WORDS
from careleavers.rules.policies import page_is_used
from careleavers.views.also_kept import refuse_unless_used
from careleavers.views.gates import current_user, fetch_person, policies_of, post_data, requires, today_of
from careleavers.views.record_form import record_form
from careleavers.views.record_page import may_change, record_context
from careleavers.views.rows import fetch_row
from pathways.queries.touch import touch_of

CODE = "touch"  # of the policy that switches the page off


@requires(Permission.VIEW_FREE_TEXT)
@require_safe
def page(request: HttpRequest, person_id: UUID) -> HttpResponse:
    person = fetch_person(request, person_id, page="touch")
    policies = policies_of(request)
    is_used = page_is_used(CODE, policies)
    context = record_context(
        request,
        person,
        touch=touch_of(person, today_of(request), policies),
        day_parts=list(DAY_PART_WORDS.values()),
        is_used=is_used,
    )
    context["may_write"] = is_used and may_change(current_user(request), Permission.WRITE_PLAN, context["closed"])
    context["may_edit"] = context["may_edit"] and is_used
    return render(request, "pathways/touch/page.html", context)


@requires(Permission.EDIT_RECORD)
def status_add(request: HttpRequest, person_id: UUID) -> HttpResponse:
    person = fetch_person(request, person_id, page="touch_status_add")
    refuse_unless_used(request, CODE)
    form = TouchStatusForm(post_data(request), today=today_of(request))
    return record_form(
        request,
        person,
        form,
        lambda: begin_touch_status(
            by=current_user(request), person=person, today=today_of(request), **form.cleaned_data
        ),
        title=f"What {person.short_name} wants",
        success="Written down. The duty to offer contact from time to time goes on.",
        back="pathways:touch",
    )


@requires(Permission.EDIT_RECORD)
def status_edit(request: HttpRequest, person_id: UUID, status_id: UUID) -> HttpResponse:
    """Put right, or ended."""
    person = fetch_person(request, person_id, page="touch_status_edit")
    refuse_unless_used(request, CODE)
    row = fetch_row(TouchStatus, status_id, person=person)
    form = TouchStatusForm(post_data(request), row=row, today=today_of(request))
    return record_form(
        request,
        person,
        form,
        lambda: correct_touch_status(
            by=current_user(request), status=row, today=today_of(request), **form.cleaned_data
        ),
        title=f"What {person.short_name} wants",
        success="Saved.",
        back="pathways:touch",
    )
