"""Papers of a meeting: put in by whoever runs it, opened by who may see it, taken out with a reason."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from careleavers.actions import meeting_papers as actions
from careleavers.forms.meeting_papers import PapersForm
from careleavers.forms.uploads import TakeOutForm
from careleavers.models import MeetingPaper
from careleavers.permissions import Permission
from careleavers.queries.file_scans import may_be_opened, why_closed
from careleavers.queries.meeting_papers import papers_seen_by
from careleavers.queries.meetings import agenda_of
from careleavers.views.documents import scan_soon, sent_to_save
from careleavers.views.gates import current_user, files_of, note_opened, post_data, requires, today_of
from careleavers.views.meetings import form_page, meeting_to_run
from careleavers.views.submission import attempt, submit


@requires(Permission.VIEW_MEETINGS)
def add(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    meeting = meeting_to_run(request, meeting_id)
    items = {each.pk: each for each in agenda_of(meeting, current_user(request)) if each.may_read}  # type: ignore[attr-defined]
    form = PapersForm(post_data(request), files_of(request), items=items.values())
    if submit(
        request,
        form,
        lambda: actions.keep_papers(
            by=current_user(request),
            meeting=meeting,
            item=items.get(form.cleaned_data["item"]),
            files=form.cleaned_data["documents"],
        ),
    ):
        scan_soon()
        messages.success(request, "The papers are with the meeting.")
        return redirect("meeting", meeting.pk)
    form.ask_for_files_again()
    return form_page(request, form, "Papers for the meeting", meeting.body, meeting)


@requires(Permission.VIEW_MEETINGS)
@require_safe
def download(request: HttpRequest, paper_id: UUID) -> HttpResponse:
    """The file, to be saved and never shown as a page of ours."""
    paper = _paper(request, paper_id)
    if paper.item and paper.item.person:
        note_opened(request, paper.item.person, "meeting_paper")
    if not may_be_opened(MeetingPaper.objects.filter(pk=paper.pk)).exists():
        messages.error(request, why_closed(getattr(paper, "scan", None), timezone.now()) or "It was taken out.")
        return redirect("meeting", paper.meeting_id)
    return sent_to_save(paper)


@requires(Permission.VIEW_MEETINGS)
def take_out(request: HttpRequest, paper_id: UUID) -> HttpResponse:
    """Ask why; then destroy it, and keep that it was there."""
    meeting = meeting_to_run(request, get_object_or_404(MeetingPaper, pk=paper_id).meeting_id)
    paper = _paper(request, paper_id)
    form = TakeOutForm(post_data(request))
    if submit(
        request,
        form,
        lambda: actions.take_out_paper(
            by=current_user(request), paper=paper, today=today_of(request), **form.cleaned_data
        ),
    ):
        messages.success(request, "Taken out. The meeting says so, and why.")
        return redirect("meeting", meeting.pk)
    return form_page(request, form, f"Take out “{paper.file_name}”", meeting.body, meeting)


@require_POST
@requires(Permission.VIEW_MEETINGS)
def look_again(request: HttpRequest, paper_id: UUID) -> HttpResponse:
    """The virus scanner is asked once more about a paper in which it found something."""
    meeting = meeting_to_run(request, get_object_or_404(MeetingPaper, pk=paper_id).meeting_id)
    paper = _paper(request, paper_id)
    said = "The virus scanner looks at it again. Nobody can open it until then."
    if attempt(request, lambda: actions.scan_paper_again(by=current_user(request), paper=paper), said):
        scan_soon()
    return redirect("meeting", meeting.pk)


def _paper(request: HttpRequest, paper_id: UUID) -> MeetingPaper:
    """404 for one of a meeting or an item that the user may not see."""
    found: MeetingPaper | None = papers_seen_by(current_user(request)).filter(pk=paper_id).first()
    if found is None:
        raise Http404("There is no such paper, or they may not see it.")
    return found
