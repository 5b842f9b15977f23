"""The pack for the Corporate Parenting Board: read, written to, and taken away as PDF or for Word."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from careleavers.documents.typesetting import CannotPrint, TooLong
from careleavers.models import PolicyValue
from careleavers.permissions import Permission
from careleavers.rules import words
from careleavers.views.downloads import disposition
from careleavers.views.gates import current_user, post_data, requires, today_of
from careleavers.views.submission import submit
from reporting.actions.papers import write_paper_text
from reporting.documents.board_pack import NOTE, OUR_WORDS, Pack, pack_docx, pack_pdf
from reporting.forms.papers import PackTextForm
from reporting.models import FrozenPeriod, PaperText
from reporting.queries.board_pack import pack_of, pack_title
from reporting.queries.papers import HAPPENED_HEADING, text_of
from reporting.rules.board_pack import SUBJECTS
from reporting.rules.periods import period_name
from reporting.rules.report_mail import SEES_PUBLISHED
from reporting.views.papers import WORD

PACK_KINDS: dict[str, tuple[str, Callable[[Pack, date], bytes]]] = {
    "pdf": ("application/pdf", pack_pdf),
    "docx": (WORD, pack_docx),
}
DOES_NOT_FIT = "A subject does not fit on its page. Use fewer words below it, and take the pack away again."


@requires(*SEES_PUBLISHED)
@require_safe
def board_pack(request: HttpRequest, quarter_id: UUID) -> HttpResponse:
    """The pack as the Board will read it, each subject with its place to write."""
    quarter = get_object_or_404(FrozenPeriod.objects.quarters(), pk=quarter_id)
    user = current_user(request)
    context = {
        "quarter": quarter,
        "title": pack_title(quarter),
        "pages": pack_of(quarter, today_of(request)),
        "our_words": OUR_WORDS,
        "happened_heading": HAPPENED_HEADING,
        "note": NOTE,
        "may_write": user.may(Permission.EXPORT),
        "may_see_figures": user.may(Permission.VIEW_FIGURES),
    }
    return render(request, "reporting/board_pack/pack.html", context)


@requires(Permission.EXPORT)
def board_pack_text(request: HttpRequest, quarter_id: UUID, subject: str) -> HttpResponse:
    """Write to one subject, below what is generated."""
    quarter = get_object_or_404(FrozenPeriod.objects.quarters(), pk=quarter_id)
    if subject not in SUBJECTS:
        raise Http404("The pack has no such subject.")
    row = text_of(quarter, subject) or PaperText(quarter=quarter, section=subject)
    form = PackTextForm(post_data(request), row=row)
    done = submit(
        request,
        form,
        lambda: write_paper_text(
            by=current_user(request), quarter=quarter, section=subject, revision=form.seen_revision, **form.answers
        ),
    )
    if done:
        messages.success(request, f"{SUBJECTS[subject].heading}: saved.")
        return redirect("reporting:board_pack", quarter.pk)
    [page] = [page for page in pack_of(quarter, today_of(request)) if page.subject.key == subject]
    context = {"quarter": quarter, "title": pack_title(quarter), "page": page, "form": form}
    return render(request, "reporting/board_pack/text.html", context)


@requires(*SEES_PUBLISHED)
@require_safe
def board_pack_file(request: HttpRequest, quarter_id: UUID, paper_kind: str) -> HttpResponse:
    """The pack as a tagged PDF, or for Word. It holds numbers that are published, and nobody's name."""
    quarter = get_object_or_404(FrozenPeriod.objects.quarters(), pk=quarter_id)
    if paper_kind not in PACK_KINDS:
        raise Http404("A pack is a PDF (pdf) or for Word (docx).")
    content_type, make = PACK_KINDS[paper_kind]
    today, policies = today_of(request), PolicyValue.objects.in_force(quarter.ends_on)
    made = Pack(
        title=f"Corporate Parenting Board: {period_name(quarter.ends_on)}",
        subtitle=f"{period_name(quarter.ends_on)}, to {words.day(quarter.ends_on)}",
        authority=policies["authority_name"],
        colour=policies["authority_colour"],
        pages=pack_of(quarter, today),
    )
    try:
        content = make(made, today)
    except (CannotPrint, TooLong) as refusal:
        messages.error(request, DOES_NOT_FIT if isinstance(refusal, TooLong) else str(refusal))
        return redirect("reporting:board_pack", quarter.pk)
    name = f"corporate-parenting-board-{quarter.ends_on.isoformat()}.{paper_kind}"
    return HttpResponse(content, content_type=content_type, headers={"Content-Disposition": disposition(name)})
