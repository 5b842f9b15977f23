"""The committee paper of a frozen quarter: read, written to, and taken away as PDF or for Word."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from careleavers.documents.typesetting import CannotPrint
from careleavers.models import PolicyValue
from careleavers.permissions import Permission
from careleavers.rules import words
from careleavers.views.downloads import disposition
from careleavers.views.gates import current_user, post_data, requires, today_of
from careleavers.views.submission import submit
from reporting.actions.papers import write_paper_text
from reporting.documents.paper import Paper, paper_docx, paper_pdf
from reporting.forms.papers import PaperTextForm
from reporting.models import FrozenPeriod, PaperText
from reporting.queries.papers import section_headings, sections_of, text_of, title_of
from reporting.rules.report_mail import SEES_PUBLISHED

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PAPER_KINDS: dict[str, tuple[str, Callable[[Paper, date], bytes]]] = {
    "pdf": ("application/pdf", paper_pdf),
    "docx": (WORD, paper_docx),
}


@requires(*SEES_PUBLISHED)
@require_safe
def paper(request: HttpRequest, quarter_id: UUID) -> HttpResponse:
    """The paper as the committee will read it, each section with its place to write."""
    quarter = get_object_or_404(FrozenPeriod.objects.quarters(), pk=quarter_id)
    context = {
        "quarter": quarter,
        "title": title_of(quarter),
        "sections": sections_of(quarter, to_publish=_is_to_publish(request)),
        "may_write": current_user(request).may(Permission.EXPORT),
        "may_see_figures": not _is_to_publish(request),
    }
    return render(request, "reporting/paper.html", context)


def _is_to_publish(request: HttpRequest) -> bool:
    """Whether it is for somebody who sees only what may be said to everybody."""
    return not current_user(request).may(Permission.VIEW_FIGURES)


@requires(Permission.EXPORT)
def paper_text(request: HttpRequest, quarter_id: UUID, section: str) -> HttpResponse:
    """Write to one section, below what is generated."""
    quarter = get_object_or_404(FrozenPeriod.objects.quarters(), pk=quarter_id)
    headings = section_headings()
    if section not in headings:
        raise Http404("A paper has no such section.")
    row = text_of(quarter, section) or PaperText(quarter=quarter, section=section)
    form = PaperTextForm(post_data(request), row=row)
    done = submit(
        request,
        form,
        lambda: write_paper_text(
            by=current_user(request), quarter=quarter, section=section, revision=form.seen_revision, **form.answers
        ),
    )
    if done:
        messages.success(request, f"{headings[section]}: saved.")
        return redirect("reporting:paper", quarter.pk)
    shown = next(each for each in sections_of(quarter) if each.key == section)
    context = {"quarter": quarter, "title": title_of(quarter), "section": shown, "form": form}
    return render(request, "reporting/paper_text.html", context)


@requires(*SEES_PUBLISHED)
@require_safe
def paper_file(request: HttpRequest, quarter_id: UUID, paper_kind: str) -> HttpResponse:
    """The paper as a tagged PDF, or for Word. It holds figures and what was written to them, and nobody's name."""
    quarter = get_object_or_404(FrozenPeriod.objects.quarters(), pk=quarter_id)
    if paper_kind not in PAPER_KINDS:
        raise Http404("A paper is a PDF (pdf) or for Word (docx).")
    content_type, make = PAPER_KINDS[paper_kind]
    policies = PolicyValue.objects.in_force(quarter.ends_on)
    made = Paper(
        title=title_of(quarter),
        subtitle=f"Figures on {words.day(quarter.ends_on)}, frozen on {words.day(quarter.frozen_at.date())}",
        authority=policies["authority_name"],
        colour=policies["authority_colour"],
        sections=sections_of(quarter, to_publish=_is_to_publish(request)),
    )
    try:
        content = make(made, today_of(request))
    except CannotPrint as refusal:
        messages.error(request, str(refusal))
        return redirect("reporting:paper", quarter.pk)
    name = f"care-leavers-{quarter.ends_on.isoformat()}.{paper_kind}"
    return HttpResponse(content, content_type=content_type, headers={"Content-Disposition": disposition(name)})
