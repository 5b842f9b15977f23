"""The details of a record: who they are, how to reach them, where to write, what to be careful of."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from careleavers.actions import details as actions
from careleavers.forms.details import (
    ContactDetailForm,
    CorrespondenceForm,
    EndForm,
    HowSafeForm,
    ReviewWarningForm,
    WarningNoteForm,
)
from careleavers.permissions import Permission
from careleavers.rules import codes
from careleavers.views.gates import current_user, fetch_person, post_data, requires, today_of
from careleavers.views.record_page import record_context, render_record_form


@requires(Permission.VIEW_RECORD)
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
    )
    return render(request, "careleavers/people/details.html", context)


@requires(Permission.EDIT_RECORD)
def add_contact_detail(request: HttpRequest, person_id: UUID) -> HttpResponse:
    person = fetch_person(request, person_id, page="contact_detail_new")
    form = ContactDetailForm(post_data(request), today=today_of(request))
    if request.method == "POST" and form.is_valid():
        actions.add_contact_detail(by=current_user(request), person=person, **form.cleaned_data)
        messages.success(request, f"Added to the current_details to reach {person.short_name}.")
        return redirect("details", person.pk)
    return render_record_form(
        request, person, form, title=f"Add a contact detail for {person.short_name}", button="Add"
    )


@requires(Permission.EDIT_RECORD)
def change_contact_detail(request: HttpRequest, person_id: UUID, detail_id: UUID) -> HttpResponse:
    person = fetch_person(request, person_id, page="contact_detail")
    detail = get_object_or_404(person.contact_details.filter(ends_on=None), pk=detail_id)
    initial = {name: getattr(detail, name) for name in HowSafeForm.base_fields}
    form = HowSafeForm(post_data(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        actions.change_contact_detail(by=current_user(request), detail=detail, **form.cleaned_data)
        messages.success(request, f"Saved how to use {detail.value}.")
        return redirect("details", person.pk)
    return render_record_form(request, person, form, title=f"How to use {detail.value}", button="Save")


@requires(Permission.EDIT_RECORD)
def end_contact_detail(request: HttpRequest, person_id: UUID, detail_id: UUID) -> HttpResponse:
    person = fetch_person(request, person_id, page="contact_detail_end")
    detail = get_object_or_404(person.contact_details.filter(ends_on=None), pk=detail_id)
    form = EndForm(post_data(request), today=today_of(request), not_before=detail.starts_on)
    if request.method == "POST" and form.is_valid():
        actions.end_contact_detail(by=current_user(request), detail=detail, ends_on=form.cleaned_data["ends_on"])
        messages.success(request, f"{detail.value} is kept in the history, and can still be searched for.")
        return redirect("details", person.pk)
    return render_record_form(
        request, person, form, title=f"{detail.value} no longer reaches {person.short_name}", button="End it"
    )


@requires(Permission.EDIT_RECORD)
def add_warning(request: HttpRequest, person_id: UUID) -> HttpResponse:
    person = fetch_person(request, person_id, page="warning_note_new")
    form = WarningNoteForm(post_data(request), today=today_of(request))
    if request.method == "POST" and form.is_valid():
        actions.add_warning_note(by=current_user(request), person=person, **form.note)
        messages.success(request, "The warning note is shown on every page of this record.")
        return redirect("details", person.pk)
    return render_record_form(request, person, form, title="Something to be careful of", button="Add warning note")


@requires(Permission.EDIT_RECORD)
def review_warning(request: HttpRequest, person_id: UUID, note_id: UUID) -> HttpResponse:
    person = fetch_person(request, person_id, page="warning_note_review")
    note = get_object_or_404(person.warning_notes.filter(ended_on=None), pk=note_id)
    initial = {
        "text": note.text,
        "told": "yes" if note.person_told_on else "no",
        "person_told_on": note.person_told_on,
        "why_not_told": note.why_not_told,
    }
    form = ReviewWarningForm(post_data(request), today=today_of(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        actions.review_warning_note(by=current_user(request), note=note, **form.note)
        messages.success(request, "Reviewed: the warning note stays.")
        return redirect("details", person.pk)
    return render_record_form(
        request,
        person,
        form,
        title="Is this warning still needed?",
        button="Still needed",
        template="careleavers/people/warning.html",
        note=note,
    )


@requires(Permission.EDIT_RECORD)
@require_POST
def end_warning(request: HttpRequest, person_id: UUID, note_id: UUID) -> HttpResponse:
    person = fetch_person(request, person_id, page="warning_note_end")
    note = get_object_or_404(person.warning_notes.filter(ended_on=None), pk=note_id)
    actions.end_warning_note(by=current_user(request), note=note, ended_on=today_of(request))
    messages.success(request, "The warning note is ended. It is kept under Details.")
    return redirect("details", person.pk)


@requires(Permission.EDIT_RECORD)
def set_address(request: HttpRequest, person_id: UUID) -> HttpResponse:
    person = fetch_person(request, person_id, page="correspondence_new")
    form = CorrespondenceForm(post_data(request), today=today_of(request))
    if request.method == "POST" and form.is_valid():
        actions.set_correspondence_address(by=current_user(request), person=person, **form.cleaned_data)
        messages.success(request, "Letters go to this address.")
        return redirect("details", person.pk)
    return render_record_form(
        request, person, form, title=f"Where to write to {person.short_name}", button="Write here"
    )


@requires(Permission.EDIT_RECORD)
def end_address(request: HttpRequest, person_id: UUID) -> HttpResponse:
    person = fetch_person(request, person_id, page="correspondence_end")
    form = EndForm(post_data(request), today=today_of(request))
    if request.method == "POST" and form.is_valid():
        actions.end_correspondence_address(
            by=current_user(request), person=person, ends_on=form.cleaned_data["ends_on"]
        )
        messages.success(request, f"Letters go to where {person.short_name} lives.")
        return redirect("details", person.pk)
    return render_record_form(request, person, form, title="Stop writing to this address", button="End it")
