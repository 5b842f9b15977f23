"""Requests for one's own record: the log, each request from its arrival to its end, and paper from a record."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from careleavers.actions import reads
from careleavers.actions import record_requests as actions
from careleavers.documents.record_copy import parts_pdf
from careleavers.forms.record_requests import EndRequestForm, PrintForm, RecordRequestForm, RequestClockForm
from careleavers.models import RecordRequest, YoungPerson
from careleavers.permissions import Permission
from careleavers.queries import record_requests as requests
from careleavers.queries.story import StorySection
from careleavers.rules.record_requests import RequestKind, next_task
from careleavers.rules.words import day
from careleavers.site.record_story import record_story
from careleavers.views.documents import NOTHING_RUNS
from careleavers.views.downloads import disposition
from careleavers.views.gates import current_user, fetch_person, policies_of, post_data, requires, today_of
from careleavers.views.record_page import record_context
from careleavers.views.rows import fetch_row, sent_revision
from careleavers.views.submission import attempt, submit

PER_PAGE = 25


@requires(Permission.VIEW_FREE_TEXT)
@require_safe
def log(request: HttpRequest) -> HttpResponse:
    """What is still to be answered, the first due first; or what has ended, the last first."""
    user = current_user(request)
    show = "ended" if request.GET.get("show") == "ended" else "open"
    rows = requests.ended_requests(user) if show == "ended" else requests.open_requests(user)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "show": show, "today": today_of(request)}
    return render(request, "careleavers/record_requests/log.html", context)


@requires(Permission.VIEW_FREE_TEXT)
@require_safe
def list_page(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """What was asked about one record, the open ones first."""
    person = fetch_person(request, person_id, page="record_requests")
    rows = person.record_requests.select_related("owner", "person").order_by("due_on", "-closed_on", "pk")
    disagreements = list(person.disagreements.select_related("contact"))
    context = record_context(request, person, requests=list(rows), disagreements=disagreements)
    context["may_destroy"] = current_user(request).may(Permission.DESTROY_RECORDS)
    context["may_edit"] = current_user(request).may(Permission.EDIT_RECORD)
    return render(request, "careleavers/record_requests/list.html", context)


@requires(Permission.VIEW_FREE_TEXT)
@require_safe
def read(request: HttpRequest, person_id: UUID, record_request_id: UUID) -> HttpResponse:
    person = fetch_person(request, person_id, page="record_request")
    row, user = fetch_request(person, record_request_id), current_user(request)
    context = record_context(
        request,
        person,
        asked=row,
        task=next_task(row.kind, row.state, row.facts) if row.is_still_asked else None,
        progress=requests.copy_progress(row) if row.copied_on else None,
        is_copy=row.kind == RequestKind.ACCESS,
        may_answer=user.may(Permission.ANSWER_RECORD_REQUESTS),
    )
    context["may_edit"] = user.may(Permission.EDIT_RECORD)
    return render(request, "careleavers/record_requests/request.html", context)


@requires(Permission.EDIT_RECORD)
def write(request: HttpRequest, person_id: UUID, record_request_id: UUID | None = None) -> HttpResponse:
    """A new one, or what is written about one put right."""
    page = "record_request_edit" if record_request_id else "record_request_add"
    person = fetch_person(request, person_id, page=page)
    user, today = current_user(request), today_of(request)
    row = fetch_request(person, record_request_id) if record_request_id else None
    owners = requests.who_may_answer(person, today)
    first = None if row else requests.first_to_answer(owners, person, user, today)
    form = RecordRequestForm(post_data(request), row=row, today=today, owners=owners, first=first)
    if done := submit(
        request,
        form,
        lambda: actions.write_request(
            by=user, person=person, request=row, revision=form.seen_revision, today=today, **form.answers
        ),
    ):
        if row is None:
            last = done.result.answer_by
            until = f" It is to be answered by {day(last)}." if last else ""
            messages.success(request, f"Written down.{until}")
        return redirect("record_request", person.pk, done.result.pk)
    title = "Put the request right" if row else f"A request for {person.short_name}’s record"
    return _form_page(request, person, form, title, row)


@requires(Permission.EDIT_RECORD)
def clock(request: HttpRequest, person_id: UUID, record_request_id: UUID) -> HttpResponse:
    person = fetch_person(request, person_id, page="record_request_clock")
    row = fetch_request(person, record_request_id)
    form = RequestClockForm(post_data(request), row=row, today=today_of(request))
    if submit(
        request,
        form,
        lambda: actions.write_clock(by=current_user(request), request=row, revision=form.seen_revision, **form.answers),
    ):
        return redirect("record_request", person.pk, row.pk)
    return _form_page(request, person, form, "Who asks, and until when it is answered", row)


@requires(Permission.ANSWER_RECORD_REQUESTS)
def end(request: HttpRequest, person_id: UUID, record_request_id: UUID) -> HttpResponse:
    person = fetch_person(request, person_id, page="record_request_end")
    row = fetch_request(person, record_request_id)
    is_copy = row.kind == RequestKind.ACCESS
    form = EndRequestForm(post_data(request), row=row, today=today_of(request), is_copy=is_copy)
    if submit(
        request,
        form,
        lambda: actions.end_request(by=current_user(request), request=row, revision=form.seen_revision, **form.answers),
    ):
        messages.success(request, "Written down. The request has ended.")
        return redirect("record_request", person.pk, row.pk)
    return _form_page(request, person, form, "What became of the request", row)


@require_POST
@requires(Permission.ANSWER_RECORD_REQUESTS)
def open_again(request: HttpRequest, person_id: UUID, record_request_id: UUID) -> HttpResponse:
    person = fetch_person(request, person_id, page="record_request_open_again")
    row = fetch_request(person, record_request_id)
    attempt(
        request,
        lambda: actions.open_request_again(by=current_user(request), request=row, revision=sent_revision(request)),
        "It is open again.",
    )
    return redirect("record_request", person.pk, row.pk)


@requires(Permission.EDIT_RECORD)
def on_paper(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Chosen parts of a record as PDF, for the work; nothing is taken out of them. Its purpose is kept."""
    person = fetch_person(request, person_id, page="record_print")
    user, today = current_user(request), today_of(request)
    form = PrintForm(post_data(request))
    if request.method == "POST" and form.is_valid():
        sections = [StorySection[name] for name in form.cleaned_data["sections"]]
        told = ", ".join(section.value for section in sections)
        purpose = f"{person.local_id}: {form.cleaned_data['purpose']} ({told})"
        reads.note_export(by=user, page="record_print", detail=purpose, people_shown=1)
        pdf = parts_pdf(
            record_story(person, today, sections),
            title=f"The record of {person.known_as}",
            authority=policies_of(request)["authority_name"],
            colour=policies_of(request)["authority_colour"],
            subtitle=f"As it was on {day(today)}, printed by {user.name}",
            made_on=today,
        )
        return pdf_response(pdf, f"record-{person.local_id}.pdf")
    context = record_context(request, person, open_after_death=True, form=form)
    return render(request, "careleavers/record_requests/print.html", context)


def pdf_response(pdf: bytes, file_name: str) -> HttpResponse:
    """A PDF to be saved, which runs nothing and is kept by no cache."""
    headers = {"Content-Disposition": disposition(file_name), "Content-Security-Policy": NOTHING_RUNS}
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)


def fetch_request(person: YoungPerson, record_request_id: UUID) -> RecordRequest:
    row = fetch_row(RecordRequest, record_request_id, person=person)
    row.person = person
    return row


def _form_page(
    request: HttpRequest, person: YoungPerson, form: BaseForm, title: str, asked: RecordRequest | None
) -> HttpResponse:
    context = record_context(request, person, open_after_death=True, form=form, title=title, asked=asked)
    return render(request, "careleavers/record_requests/form.html", context)
