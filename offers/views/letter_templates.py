"""The words of letters: read, written and tried on awkward people by those who approve letters, approved by another."""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from careleavers.actions import reads
from careleavers.documents.typesetting import CannotPrint, TooLong
from careleavers.permissions import Permission
from careleavers.rules.reading_level import ReadingLevel, reading_level
from careleavers.views.downloads import as_pdf
from careleavers.views.gates import current_user, note_opened, policies_of, post_data, requires, today_of
from careleavers.views.rows import TooLate, sent_revision
from careleavers.views.submission import attempt, submit
from offers.actions import letter_templates as actions
from offers.documents.composing import Composer, composer_for
from offers.documents.letter_content import Unreadable
from offers.documents.letter_samples import BY_CODE, sample_letter, samples_for, try_template
from offers.documents.typesetting import letter_pdf
from offers.forms.letter_templates import LetterTemplateForm
from offers.models import Letter, LetterTemplate
from offers.queries.letter_templates import kinds_of_words, letters_to_try, line_changes, words_in_force
from offers.queries.offer_publishers import deciders, why_not_decide
from offers.rules.letter_fields import TemplateKind, fields_of
from offers.rules.letter_text import LetterText
from offers.rules.letter_words import SHIPPED


@requires(Permission.VIEW_LETTERS)
@require_safe
def kinds(request: HttpRequest) -> HttpResponse:
    """The words in force for each kind of letter, and the drafts there are."""
    user, found = current_user(request), kinds_of_words(today_of(request))
    context = {
        "kinds": found,
        "versions": LetterTemplate.objects.approved().select_related("approved_by"),
        "may_write": user.may(Permission.APPROVE_LETTERS),
        "to_decide": [each.draft for each in found if each.draft and not why_not_decide(each.draft, user)],
    }
    return render(request, "offers/letter_words/kinds.html", context)


@requires(Permission.VIEW_LETTERS)
@require_safe
def version(request: HttpRequest, letter_kind: str, number: int) -> HttpResponse:
    """What a version said, for whoever reads a letter that was written in it. 0: what the product comes with."""
    the_kind = _kind_or_404(letter_kind)
    rows = LetterTemplate.objects.approved().select_related("approved_by", "recorded_by", "last_edited_by")
    row = get_object_or_404(rows, kind=the_kind, version=number) if number else None
    context = {"kind": the_kind, "template": row, "text": row.text if row else SHIPPED[the_kind]}
    return render(request, "offers/letter_words/version.html", context)


@require_POST
@requires(Permission.APPROVE_LETTERS)
def begin(request: HttpRequest, letter_kind: str) -> HttpResponse:
    the_kind = _kind_or_404(letter_kind)
    attempt(request, lambda: actions.begin_template(by=current_user(request), kind=the_kind, today=today_of(request)))
    return redirect("offers:letter_words_draft", the_kind)


@requires(Permission.APPROVE_LETTERS)
def draft(request: HttpRequest, letter_kind: str) -> HttpResponse:
    """The draft, how it reads to somebody, and whether it prints for people whose letters have gone wrong elsewhere."""
    template = _draft_or_too_late(request, letter_kind)
    form = LetterTemplateForm(post_data(request), row=template)
    change = partial(actions.change_template, by=current_user(request), template=template)
    if submit(request, form, lambda: change(revision=form.seen_revision, **form.answers), refused_on="text"):
        messages.success(request, "The draft is saved. Beside it is how it reads.")
        return redirect("offers:letter_words_draft", template.kind)
    today, policies, kind = today_of(request), policies_of(request), template.template_kind
    preview = _preview(request, template)
    context = {
        "form": form,
        "template": template,
        "kind": kind,
        "fields": fields_of(kind),
        "preview": preview,
        "level": _level(preview["words"]),
        "tried": try_template(template.text, kind, samples_for(kind), today, policies),
        **_approvers(request, template),
    }
    return render(request, "offers/letter_words/draft.html", context)


def _preview(request: HttpRequest, template: LetterTemplate) -> dict[str, Any]:
    """How the draft reads to the person who was asked for: an invented one, or a real one whose letter waits."""
    user, kind = current_user(request), template.template_kind
    real = letters_to_try(user, kind)
    if real:
        reads.note_search(by=user, page="letter_words", detail=kind.label, people_shown=len(real))
    asked = request.GET.get("who", "")
    return {
        "words": _words_to(request, template, asked),
        "real": real,
        "samples": samples_for(kind),
        "who": asked or "usual",
    }


def _words_to(request: HttpRequest, template: LetterTemplate, who: str) -> LetterText:
    """404 for somebody who is nobody's sample, and no letter of this kind that the reader may see and that waits."""
    today, policies = today_of(request), policies_of(request)
    if not who or who in BY_CODE:
        sample = BY_CODE[who or "usual"]
        return sample_letter(template.text, template.template_kind, sample, Composer([], today, policies))
    letter = _letter_or_404(request, template.template_kind, who)
    note_opened(request, letter.person, "letter")
    try:
        return composer_for([letter], today, policies).letter_text(letter, words=template.text)
    except Unreadable as wrong:  # what it is about is over since
        raise Http404 from wrong


def _letter_or_404(request: HttpRequest, kind: TemplateKind, who: str) -> Letter:
    try:
        pk = UUID(who)
    except ValueError as wrong:
        raise Http404 from wrong
    found = next((letter for letter in letters_to_try(current_user(request), kind) if letter.pk == pk), None)
    if found is None:
        raise Http404
    return found


def _level(said: LetterText) -> ReadingLevel | None:
    """Of the whole sentences of a letter: neither of its heading and greeting nor of its end."""
    blocks = [block.text for block in (*said.opening, *said.after)]
    return reading_level([*blocks, *(f"{point.lead}: {point.text}" for point in said.points)])


@requires(Permission.APPROVE_LETTERS)
@require_safe
def pdf(request: HttpRequest, letter_kind: str) -> HttpResponse:
    """The draft to one person as it would print."""
    template = _draft_or_too_late(request, letter_kind)
    said = _words_to(request, template, request.GET.get("who", ""))
    try:
        return as_pdf(letter_pdf(said, today_of(request)), f"letter-{template.kind}-draft.pdf")
    except (TooLong, CannotPrint) as wrong:
        messages.error(request, str(wrong))
        return redirect("offers:letter_words_draft", template.kind)


@requires(Permission.APPROVE_LETTERS)
def discard(request: HttpRequest, letter_kind: str) -> HttpResponse:
    """Ask once; then discard the draft."""
    template = _draft_or_too_late(request, letter_kind)
    if request.method != "POST":
        return render(request, "offers/letter_words/discard.html", {"template": template})
    revision = sent_revision(request)
    attempt(
        request,
        lambda: actions.discard_template(by=current_user(request), template=template, revision=revision),
        "The draft is discarded. The words in force stay.",
    )
    return redirect("offers:letter_words")


@requires(Permission.APPROVE_LETTERS)
def approve(request: HttpRequest, letter_kind: str) -> HttpResponse:
    """What is different from the words in force, for somebody who did not write it to approve, or to leave."""
    template, user, today = _draft_or_too_late(request, letter_kind), current_user(request), today_of(request)
    if request.method == "POST":
        revision = sent_revision(request)
        done = attempt(
            request,
            lambda: actions.approve_template(by=user, template=template, revision=revision, today=today),
            "Approved. Letters that are approved from now on are written in these words.",
        )
        return redirect("offers:letter_words") if done else redirect("offers:letter_words_approve", template.kind)
    said = _words_to(request, template, "usual")
    context = {
        "template": template,
        "kind": template.template_kind,
        "changes": list(line_changes(words_in_force(template.template_kind, today), template.text)),
        "words": said,
        "level": _level(said),
        "why_not": why_not_decide(template, user, "approve") or actions.why_not_approve(template, today),
        **_approvers(request, template),
    }
    return render(request, "offers/letter_words/approve.html", context)


def _approvers(request: HttpRequest, template: LetterTemplate) -> dict[str, Any]:
    """Whether the reader may approve this draft, and the names of the others who may, in words."""
    found = deciders(template, Permission.APPROVE_LETTERS, current_user(request), today_of(request))
    return {"reader_approves": found.reader_may, "approvers": found.others}


def _kind_or_404(letter_kind: str) -> TemplateKind:
    try:
        return TemplateKind(letter_kind)
    except ValueError as wrong:
        raise Http404 from wrong


def _draft_or_too_late(request: HttpRequest, letter_kind: str) -> LetterTemplate:
    """The draft. What is sent to one that was approved meanwhile is shown again, to be copied."""
    rows = LetterTemplate.objects.select_related("recorded_by", "last_edited_by")
    found = rows.filter(kind=_kind_or_404(letter_kind), state=LetterTemplate.DRAFT).first()
    if found:
        return found
    if request.method == "POST":
        raise TooLate(
            "The draft was approved or discarded since you opened the page. Begin the next one, and write it there."
        )
    raise Http404
