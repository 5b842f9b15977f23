"""The minutes of a meeting: made version by version, read and printed as far as the reader may see, and agreed."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from careleavers.actions import minutes as actions
from careleavers.actions import reads
from careleavers.documents.minutes import PrintedMinutes, minutes_pdf
from careleavers.documents.typesetting import CannotPrint
from careleavers.models import Meeting, Minutes
from careleavers.permissions import Permission
from careleavers.queries import minutes as queries
from careleavers.rules import words
from careleavers.views.csv_export import Export, export_response
from careleavers.views.downloads import disposition
from careleavers.views.gates import current_user, policies_of, requires, today_of
from careleavers.views.meetings import meeting_seen, meeting_to_run
from careleavers.views.submission import attempt


@requires(Permission.VIEW_MEETINGS)
@require_safe
def read(request: HttpRequest, meeting_id: UUID, number: int) -> HttpResponse:
    """One version, as far as the reader may see the records that it speaks of: each of these views is noted."""
    meeting, user = meeting_seen(request, meeting_id), current_user(request)
    row = _version(meeting, number)
    people = queries.people_read(row, user)
    for person in people.values():
        reads.note_view(by=user, person=person, page="minutes")
    runs_it = meeting.body.runs_it
    context = {
        "meeting": meeting,
        "body": meeting.body,
        "minutes": row,
        "items": queries.shown_items(row, people),
        "latest": meeting.minutes.first(),
        "runs_it": runs_it,
        "agree_at": _may_agree(row) if runs_it else None,
    }
    return render(request, "careleavers/meetings/minutes.html", context)


@require_POST
@requires(Permission.VIEW_MEETINGS)
def make(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """The next version, with what is written down now."""
    meeting = meeting_to_run(request, meeting_id)
    done = attempt(
        request,
        lambda: actions.make_minutes(by=current_user(request), meeting=meeting),
        "The minutes are made. The next meeting agrees them.",
    )
    if done is None:
        return redirect("meeting", meeting.pk)
    return redirect("minutes", meeting.pk, done.result.number)


@require_POST
@requires(Permission.VIEW_MEETINGS)
def agree(request: HttpRequest, meeting_id: UUID, number: int) -> HttpResponse:
    """The last meeting that was held since agreed this version."""
    meeting = meeting_to_run(request, meeting_id)
    row = _version(meeting, number)
    at = _may_agree(row)
    if at is None:
        messages.error(request, "Only a later meeting that was held can agree them.")
    else:
        attempt(
            request,
            lambda: actions.agree_minutes(by=current_user(request), minutes=row, at=at),
            f"Agreed on {words.day(at.planned_on)}.",
        )
    return redirect("minutes", meeting.pk, row.number)


@requires(Permission.VIEW_MEETINGS)
def take_away(request: HttpRequest, meeting_id: UUID, number: int) -> HttpResponseBase:
    """A version as PDF, as far as the reader may see; what it is for is asked and noted."""
    meeting = meeting_seen(request, meeting_id)
    row = _version(meeting, number)
    people = queries.people_read(row, current_user(request))
    policies = policies_of(request)
    printed = PrintedMinutes(
        body=meeting.body.name,
        when=words.day(meeting.planned_on),
        status=status_of(row),
        authority=policies["authority_name"],
        colour=policies["authority_colour"],
        there=row.content["there"],
        also_there=row.content["also_there"],
        notes=row.content["notes"],
        items=queries.shown_items(row, people),
    )
    back = reverse("minutes", args=[meeting.pk, row.number])
    export = Export(
        page="minutes_pdf",
        description=f"minutes of {meeting.body.name}, {words.day(meeting.planned_on)}",
        people=len(people),
        file_name=f"minutes-{meeting.planned_on.isoformat()}-{row.number}.pdf",
        heading="Take the minutes away",
        button="Download",
        back=back,
    )

    def send() -> HttpResponseBase:
        try:
            content = minutes_pdf(printed, today_of(request))
        except CannotPrint as refusal:
            messages.error(request, str(refusal))
            return redirect(back)
        headers = {"Content-Disposition": disposition(export.file_name)}
        return HttpResponse(content, content_type="application/pdf", headers=headers)

    return export_response(request, export, send)


def status_of(row: Minutes) -> str:
    """Which version it is, and whether it was agreed."""
    agreed = f"agreed on {words.day(row.agreed_at.planned_on)}" if row.agreed_at else "not agreed yet"
    return f"Version {row.number}, {agreed}"


def _version(meeting: Meeting, number: int) -> Minutes:
    rows = Minutes.objects.filter(meeting=meeting).select_related("agreed_at", "recorded_by")
    return get_object_or_404(rows, number=number)


def _may_agree(row: Minutes) -> Any:
    """The first meeting of the body that was held after theirs; None where there is none, or they cannot be agreed."""
    if row.meeting.minutes.filter(agreed_at__isnull=False).exists() or row.meeting.minutes.first() != row:
        return None
    later = Meeting.objects.filter(body=row.meeting.body_id, state=Meeting.HELD, planned_on__gt=row.meeting.planned_on)
    return later.order_by("planned_on").first()
