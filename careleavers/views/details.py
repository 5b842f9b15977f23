"""The details of a record: who they are, how to reach them, where to write, what to be careful of."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from careleavers.actions import details as actions
from careleavers.forms.details import (
    ContactDetailForm,
    CorrespondenceForm,
    EndForm,
    HowSafeForm,
    ReviewWarningForm,
    WarningNoteForm,
)
from careleavers.forms.seen import InForce
from careleavers.models import ContactDetail, WarningNote, YoungPerson
from careleavers.permissions import Permission
from careleavers.rules import codes
from careleavers.rules.words import day
from careleavers.views.gates import current_user, fetch_person, post_data, requires, today_of
from careleavers.views.record_form import record_button, record_form
from careleavers.views.record_page import record_context
from careleavers.views.rows import fetch_row, sent_revision


@requires(Permission.VIEW_RECORD)
@require_safe
def page(request: HttpRequest, person_id: UUID) -> HttpResponse:
    person = fetch_person(request, person_id, page="details")
    user, today = current_user(request), today_of(request)
    may_read_notes = user.may(Permission.VIEW_FREE_TEXT)
    reached_by = list(person.contact_details.all())
    addresses = list(person.correspondence_addresses.all())
    context = record_context(
        request,
        person,
        current_details=[detail for detail in reached_by if detail.ends_on is None or detail.ends_on > today],
        former_details=[detail for detail in reached_by if detail.ends_on and detail.ends_on <= today],
        addresses=[each for each in addresses if each.ends_on is None or each.ends_on > today],
        former_addresses=[each for each in addresses if each.ends_on and each.starts_on < each.ends_on <= today],
        ended_notes=list(person.warning_notes.exclude(ended_on=None)) if may_read_notes else [],
        data_quality_issues={
            issue.field: issue.message for issue in person.data_quality_issues.filter(resolved_at=None)
        },
        gender=codes.label("SEX", person.gender),
        ethnicity=codes.label("ETHNIC", person.ethnicity),
        may_read_notes=may_read_notes,
        may_restrict=user.may(Permission.RESTRICT_RECORD),
        may_add=user.may(Permission.EDIT_RECORD),
    )
    return render(request, "careleavers/people/details.html", context)


@requires(Permission.EDIT_RECORD)
def add_contact_detail(request: HttpRequest, person_id: UUID) -> HttpResponse:
    person = fetch_person(request, person_id, page="contact_detail_new")
    form = ContactDetailForm(post_data(request), person=person, today=today_of(request))
    return record_form(
        request,
        person,
        form,
        lambda: actions.add_contact_detail(
            by=current_user(request), person=person, today=today_of(request), **form.cleaned_data
        ),
        title=f"Add a contact detail for {person.short_name}",
        button="Add",
        success=f"Added to the ways to reach {person.short_name}.",
    )


@requires(Permission.EDIT_RECORD)
def change_contact_detail(request: HttpRequest, person_id: UUID, detail_id: UUID) -> HttpResponse:
    person = fetch_person(request, person_id, page="contact_detail")
    detail = fetch_row(ContactDetail, detail_id, until="ends_on", person=person)
    form = HowSafeForm(post_data(request), row=detail)
    return record_form(
        request,
        person,
        form,
        lambda: actions.change_contact_detail(
            by=current_user(request), detail=detail, today=today_of(request), **form.cleaned_data
        ),
        title=f"How to use {detail.value}",
        button="Save",
        success=f"Saved how to use {detail.value}.",
    )


@requires(Permission.EDIT_RECORD)
def end_contact_detail(request: HttpRequest, person_id: UUID, detail_id: UUID) -> HttpResponse:
    person = fetch_person(request, person_id, page="contact_detail_end")
    detail = fetch_row(ContactDetail, detail_id, until="ends_on", person=person)
    form = EndForm(post_data(request), today=today_of(request), not_before=detail.starts_on, row=detail)
    return record_form(
        request,
        person,
        form,
        lambda: actions.end_contact_detail(
            by=current_user(request), detail=detail, today=today_of(request), **form.cleaned_data
        ),
        refused_on="ends_on",
        title=f"{detail.value} no longer reaches {person.short_name}",
        button="End it",
        success=f"{detail.value} is kept in the history, and can still be searched for.",
    )


@requires(Permission.EDIT_RECORD)
def add_warning(request: HttpRequest, person_id: UUID) -> HttpResponse:
    person = fetch_person(request, person_id, page="warning_note_new")
    form = WarningNoteForm(post_data(request), today=today_of(request))
    return record_form(
        request,
        person,
        form,
        lambda: actions.add_warning_note(by=current_user(request), person=person, **form.note),
        title="Something to be careful of",
        button="Add warning note",
        success="The warning note is shown on every page of this record.",
        open_after_death=True,
    )


@requires(Permission.EDIT_RECORD)
def review_warning(request: HttpRequest, person_id: UUID, note_id: UUID) -> HttpResponse:
    person = fetch_person(request, person_id, page="warning_note_review")
    note = fetch_row(WarningNote, note_id, until="ended_on", person=person)
    form = ReviewWarningForm(post_data(request), today=today_of(request), row=note)
    return record_form(
        request,
        person,
        form,
        lambda: actions.review_warning_note(by=current_user(request), note=note, **form.note),
        title="Is this warning still needed?",
        button="Still needed",
        success="Reviewed: the warning note stays.",
        template="careleavers/people/warning.html",
        open_after_death=True,
        note=note,
    )


@requires(Permission.EDIT_RECORD)
@require_POST
def end_warning(request: HttpRequest, person_id: UUID, note_id: UUID) -> HttpResponse:
    person = fetch_person(request, person_id, page="warning_note_end")
    note = fetch_row(WarningNote, note_id, until="ended_on", person=person)
    return record_button(
        request,
        person,
        lambda: actions.end_warning_note(
            by=current_user(request), note=note, revision=sent_revision(request), ended_on=today_of(request)
        ),
        success="The warning note is ended. It is kept under Details.",
        back="details",
    )


@requires(Permission.EDIT_RECORD)
def set_address(request: HttpRequest, person_id: UUID) -> HttpResponse:
    person = fetch_person(request, person_id, page="correspondence_new")
    form = CorrespondenceForm(post_data(request), today=today_of(request), in_force=_in_force(person))
    return record_form(
        request,
        person,
        form,
        lambda: actions.set_correspondence_address(
            by=current_user(request), person=person, today=today_of(request), **form.cleaned_data
        ),
        refused_on="starts_on",
        title=f"Where to write to {person.short_name}",
        button="Write here",
        success="Letters go to this address.",
    )


def _in_force(person: YoungPerson) -> InForce:
    """The address that a new one would follow: the one written down last."""
    latest = person.correspondence_addresses.order_by("-recorded_at").first()
    if latest is None:
        return InForce(sentence="Somebody else took out the address that there was.")
    where = ", ".join(latest.address.split("\n"))
    return InForce(
        f"{latest.pk} {latest.ends_on}",
        f"Somebody else wrote down where to write since {day(latest.starts_on)}: {where}, {latest.postcode}.",
    )


@requires(Permission.EDIT_RECORD)
def end_address(request: HttpRequest, person_id: UUID) -> HttpResponse:
    person = fetch_person(request, person_id, page="correspondence_end")
    form = EndForm(post_data(request), today=today_of(request))
    return record_form(
        request,
        person,
        form,
        lambda: actions.end_correspondence_address(
            by=current_user(request), person=person, today=today_of(request), **form.cleaned_data
        ),
        refused_on="ends_on",
        title="Stop writing to this address",
        button="End it",
        success=f"Letters go to where {person.short_name} lives.",
    )
