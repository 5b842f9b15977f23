"""Whether somebody may stay, until when, and who advises them."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from careleavers.actions.immigration import remove_immigration_status, write_immigration_status
from careleavers.forms.immigration import ImmigrationStatusForm
from careleavers.models import ImmigrationStatus
from careleavers.permissions import Permission
from careleavers.queries.follow_ups import may_be_asked
from careleavers.rules.policies import page_is_used
from careleavers.views.also_kept import refuse_unless_used
from careleavers.views.gates import current_user, fetch_person, policies_of, post_data, requires, today_of
from careleavers.views.record_form import record_button, record_form
from careleavers.views.record_page import record_context
from careleavers.views.rows import fetch_row, sent_revision

CODE = "immigration"  # of the policy that switches the page off


@requires(Permission.VIEW_FREE_TEXT)
@require_safe
def page(request: HttpRequest, person_id: UUID) -> HttpResponse:
    person = fetch_person(request, person_id, page="immigration")
    is_used = page_is_used(CODE, policies_of(request))
    statuses = list(person.immigration_statuses.select_related("next_step__assigned_to"))
    context = record_context(
        request, person, latest=statuses[0] if statuses else None, former=statuses[1:], is_used=is_used
    )
    context["may_edit"] = context["may_edit"] and is_used
    return render(request, "careleavers/immigration/page.html", context)


@requires(Permission.EDIT_RECORD)
def edit(request: HttpRequest, person_id: UUID, immigration_id: UUID | None = None) -> HttpResponse:
    """How it is from a day on, or what is written about it put right."""
    person = fetch_person(request, person_id, page="immigration_edit" if immigration_id else "immigration_add")
    refuse_unless_used(request, CODE)
    user, today = current_user(request), today_of(request)
    row = fetch_row(ImmigrationStatus, immigration_id, person=person) if immigration_id else None
    form = ImmigrationStatusForm(
        post_data(request), row=row, today=today, by=user, owners=may_be_asked(person, user, today)
    )
    return record_form(
        request,
        person,
        form,
        lambda: write_immigration_status(
            by=user,
            person=person,
            status=row,
            revision=form.seen_revision,
            today=today,
            next_step=form.next_step,
            **form.facts,
        ),
        title=f"{person.short_name}’s immigration status",
        success="Saved.",
        back="immigration",
        template="careleavers/immigration/edit.html",
        row=row,
    )


@require_POST
@requires(Permission.EDIT_RECORD)
def remove(request: HttpRequest, person_id: UUID, immigration_id: UUID) -> HttpResponse:
    person = fetch_person(request, person_id, page="immigration_remove")
    row = fetch_row(ImmigrationStatus, immigration_id, person=person)
    return record_button(
        request,
        person,
        lambda: remove_immigration_status(
            by=current_user(request), status=row, revision=sent_revision(request), today=today_of(request)
        ),
        success="Taken out. The history keeps it.",
        back="immigration",
    )
