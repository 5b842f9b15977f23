"""Complaints and representations, from the first word to the outcome, and a year of them counted."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from careleavers.actions import complaints as actions
from careleavers.forms.complaints import AdvocacyForm, ComplaintForm, OutcomeForm, StageForm
from careleavers.models import Complaint, YoungPerson
from careleavers.permissions import Permission
from careleavers.queries.complaints import complaints_of, complaints_report, next_stage, stage_lines
from careleavers.queries.follow_ups import may_be_asked
from careleavers.queries.works import asked_for_an_advocate
from careleavers.rules.codes import collection_year
from careleavers.rules.complaints import STAGE_WORDS, TIME_LIMITS, ComplaintStage, TimeLimit
from careleavers.rules.policies import page_is_used
from careleavers.views.also_kept import refuse_unless_used
from careleavers.views.gates import current_user, fetch_person, policies_of, post_data, requires, today_of
from careleavers.views.record_form import record_button
from careleavers.views.record_page import record_context
from careleavers.views.rows import fetch_row, sent_revision
from careleavers.views.submission import submit

WORK = Permission.ADVOCACY_WORK  # opens those in which they asked for an advocate
CODE = "complaints"  # of the policy that switches the pages off
FIRST_YEAR = 2015  # that a report can be asked for


@requires(Permission.VIEW_FREE_TEXT, WORK)
@require_safe
def list_page(request: HttpRequest, person_id: UUID) -> HttpResponse:
    person = fetch_person(request, person_id, page="complaints")
    is_used = page_is_used(CODE, policies_of(request))
    complaints = list(_readable(request, complaints_of(person)))
    context = record_context(request, person, complaints=complaints, is_used=is_used)
    context["may_edit"] = is_used and current_user(request).may(Permission.EDIT_RECORD)
    return render(request, "careleavers/complaints/list.html", context)


@requires(Permission.VIEW_FREE_TEXT, WORK)
@require_safe
def read(request: HttpRequest, person_id: UUID, complaint_id: UUID) -> HttpResponse:
    person = fetch_person(request, person_id, page="complaint")
    complaint = _readable_one(request, person, complaint_id)
    user, is_used = current_user(request), page_is_used(CODE, policies_of(request))
    context = record_context(
        request,
        person,
        complaint=complaint,
        lines=stage_lines(complaint, today_of(request)),
        next_stage=next_stage(complaint),
        is_used=is_used,
    )
    context["may_edit"] = is_used and user.may(Permission.EDIT_RECORD)
    context["may_write_advocate"] = is_used and (user.may(Permission.EDIT_RECORD) or user.may(WORK))
    return render(request, "careleavers/complaints/complaint.html", context)


@requires(Permission.EDIT_RECORD)
def write(request: HttpRequest, person_id: UUID, complaint_id: UUID | None = None) -> HttpResponse:
    """A new one, or what is written about one put right."""
    person = fetch_person(request, person_id, page="complaint_edit" if complaint_id else "complaint_add")
    refuse_unless_used(request, CODE)
    user, today = current_user(request), today_of(request)
    row = _complaint(person, complaint_id) if complaint_id else None
    form = ComplaintForm(post_data(request), row=row, today=today, by=user, owners=may_be_asked(person, user, today))
    if done := submit(
        request,
        form,
        lambda: actions.write_complaint(
            by=user,
            person=person,
            complaint=row,
            revision=form.seen_revision,
            today=today,
            next_step=form.next_step,
            **form.facts,
        ),
    ):
        return redirect("complaint", person.pk, done.result.pk)
    title = "Put it right" if row else f"What {person.short_name} complains of, or has to say"
    return _form_page(request, person, form, title, row, may_remove=row is not None)


@requires(Permission.EDIT_RECORD, WORK)
def advocate(request: HttpRequest, person_id: UUID, complaint_id: UUID) -> HttpResponse:
    person = fetch_person(request, person_id, page="complaint_advocate")
    refuse_unless_used(request, CODE)
    row = _readable_one(request, person, complaint_id)
    form = AdvocacyForm(post_data(request), row=row, today=today_of(request))
    if submit(
        request,
        form,
        lambda: actions.record_advocacy(
            by=current_user(request), complaint=row, today=today_of(request), **form.cleaned_data
        ),
    ):
        if not _readable(request, Complaint.objects.filter(pk=row.pk)).exists():
            return redirect("advocacy_work")
        return redirect("complaint", person.pk, row.pk)
    return _form_page(request, person, form, f"An advocate for {person.short_name}", row)


@requires(Permission.EDIT_RECORD)
def stage(request: HttpRequest, person_id: UUID, complaint_id: UUID, stage: str) -> HttpResponse:
    """A stage begins, or what is written about one is put right."""
    person = fetch_person(request, person_id, page="complaint_stage")
    refuse_unless_used(request, CODE)
    if stage not in set(ComplaintStage):
        raise Http404
    complaint = _complaint(person, complaint_id)
    limit = TIME_LIMITS[ComplaintStage(stage)]
    row = complaint.stages.filter(stage=stage).first()
    form = StageForm(post_data(request), row=row, today=today_of(request), can_extend=limit.longest is not None)
    revision = sent_revision(request)
    if submit(
        request,
        form,
        lambda: actions.write_stage(
            by=current_user(request),
            complaint=complaint,
            stage=stage,
            revision=revision,
            today=today_of(request),
            **form.answers,
        ),
    ):
        return redirect("complaint", person.pk, complaint.pk)
    return _form_page(request, person, form, STAGE_WORDS[ComplaintStage(stage)], complaint, limit=limit)


@requires(Permission.EDIT_RECORD)
def close(request: HttpRequest, person_id: UUID, complaint_id: UUID) -> HttpResponse:
    """The outcome; or, taken back, open again."""
    person = fetch_person(request, person_id, page="complaint_close")
    refuse_unless_used(request, CODE)
    row = _complaint(person, complaint_id)
    form = OutcomeForm(post_data(request), row=row, today=today_of(request))
    if submit(
        request,
        form,
        lambda: actions.close_complaint(
            by=current_user(request), complaint=row, today=today_of(request), **form.cleaned_data
        ),
    ):
        return redirect("complaint", person.pk, row.pk)
    return _form_page(request, person, form, "The outcome", row)


@require_POST
@requires(Permission.EDIT_RECORD)
def remove(request: HttpRequest, person_id: UUID, complaint_id: UUID) -> HttpResponse:
    person = fetch_person(request, person_id, page="complaint_remove")
    row = _complaint(person, complaint_id)
    return record_button(
        request,
        person,
        lambda: actions.remove_complaint(
            by=current_user(request), complaint=row, revision=sent_revision(request), today=today_of(request)
        ),
        success="Taken out. The history keeps it.",
        back="complaints",
    )


@requires(Permission.MANAGE_TEAM)
@require_safe
def report(request: HttpRequest) -> HttpResponse:
    """A year of them, counted."""
    user, today = current_user(request), today_of(request)
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isdecimal() and len(asked) == 4 else collection_year(today)
    year = min(max(year, FIRST_YEAR), collection_year(today))
    counted = complaints_report(user, year, today, policies_of(request)["leap_day"])
    context = {
        "report": counted,
        "year": year,
        "earlier": year - 1,
        "later": year + 1,
        "latest": collection_year(today),
        "stages": list(STAGE_WORDS.values()),
        "tables": [
            ("What they were", counted.kinds),
            ("What they were about", counted.subjects),
            ("Answered in time", counted.limits),
            ("Advocacy", counted.advocacy),
            ("How they ended", counted.outcomes),
            ("Satisfied with how it was dealt with", counted.satisfied),
        ],
    }
    return render(request, "careleavers/complaints/report.html", context)


def _form_page(
    request: HttpRequest,
    person: YoungPerson,
    form: BaseForm,
    title: str,
    complaint: Complaint | None,
    *,
    limit: TimeLimit | None = None,
    may_remove: bool = False,
) -> HttpResponse:
    context = record_context(
        request,
        person,
        open_after_death=True,
        form=form,
        title=title,
        complaint=complaint,
        limit=limit,
        may_remove=may_remove,
    )
    return render(request, "careleavers/complaints/form.html", context)


def _complaint(person: YoungPerson, complaint_id: UUID) -> Complaint:
    return fetch_row(Complaint, complaint_id, person=person)


def _readable(request: HttpRequest, complaints: QuerySet[Complaint]) -> QuerySet[Complaint]:
    """All of them; to whoever helps as an advocate, those in which they asked for one."""
    if current_user(request).may(Permission.VIEW_FREE_TEXT):
        return complaints
    return complaints.filter(asked_for_an_advocate(today_of(request)))


def _readable_one(request: HttpRequest, person: YoungPerson, complaint_id: UUID) -> Complaint:
    complaint = _complaint(person, complaint_id)
    if not _readable(request, Complaint.objects.filter(pk=complaint.pk)).exists():
        raise Http404
    return complaint
