"""The copy of a record that somebody asked for: begun, decided on, read through, looked at twice, and given."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from careleavers.actions import reads
from careleavers.actions import record_copies as actions
from careleavers.documents.record_copy import copy_of, copy_pdf
from careleavers.forms.record_requests import DecideWordsForm, SecondLookForm, TakeOutWordsForm
from careleavers.models import CopyEntry, CopyFile, RecordRequest, Redaction, YoungPerson
from careleavers.permissions import Permission
from careleavers.queries import record_requests as requests
from careleavers.rules.record_requests import RecordRequestState
from careleavers.rules.redactions import Cut, pieces
from careleavers.rules.words import amount
from careleavers.site.record_story import record_story
from careleavers.views.gates import current_user, fetch_person, policies_of, post_data, requires, search_text, today_of
from careleavers.views.record_page import record_context
from careleavers.views.record_requests import fetch_request, pdf_response
from careleavers.views.rows import named_row, sent_revision
from careleavers.views.submission import attempt, submit

PER_PAGE = 25
PLACES_SHOWN = 20
AROUND = 120  # characters shown on each side of words that are decided on


@require_POST
@requires(Permission.ANSWER_RECORD_REQUESTS)
def begin(request: HttpRequest, person_id: UUID, record_request_id: UUID) -> HttpResponse:
    person, row = _asked(request, person_id, record_request_id, "record_copy_begin")
    today = today_of(request)
    done = attempt(
        request,
        lambda: actions.begin_copy(
            by=current_user(request),
            request=row,
            revision=sent_revision(request),
            entries=record_story(person, today),
            today=today,
        ),
    )
    return redirect("record_copy" if done else "record_request", person.pk, row.pk)


@requires(Permission.ANSWER_RECORD_REQUESTS)
@require_safe
def decisions(request: HttpRequest, person_id: UUID, record_request_id: UUID) -> HttpResponse:
    """The words to decide on, each once with how many places have it; undecided ones first."""
    person, row = _copied(request, person_id, record_request_id, "record_copy")
    page = Paginator(requests.words_to_decide(row), PER_PAGE).get_page(request.GET.get("page"))
    context = record_context(
        request,
        person,
        asked=row,
        page=page,
        lines=[requests.words_line(each) for each in page],
        progress=requests.copy_progress(row),
        is_prepared=row.state == RecordRequestState.PREPARING,
    )
    return render(request, "careleavers/record_requests/copy.html", context)


@requires(Permission.ANSWER_RECORD_REQUESTS)
def decide(request: HttpRequest, person_id: UUID, record_request_id: UUID, redaction_id: UUID) -> HttpResponse:
    """Take out or leave in: every place with these words, or one of them (`?alone=yes`)."""
    person, row = _copied(request, person_id, record_request_id, "record_copy_decide")
    one = Redaction.objects.filter(pk=redaction_id, entry__request=row).select_related("entry").first()
    if one is None:
        raise Http404
    alone = request.GET.get("alone") == "yes"
    redactions = requests.same_words(one).filter(pk=one.pk) if alone else requests.same_words(one)
    initial = {} if one.state == Redaction.PROPOSED else {"state": one.state, "reason": one.reason}
    if one.exemption:
        initial["exemption"] = one.exemption
    form = DecideWordsForm(post_data(request), initial=initial)
    if done := submit(
        request,
        form,
        lambda: actions.decide_on_words(
            by=current_user(request),
            request=row,
            redactions=redactions,
            revision=sent_revision(request, "places_revision"),
            now=timezone.now(),
            **form.cleaned_data,
        ),
    ):
        said = "Taken out" if form.cleaned_data["state"] == Redaction.OUT else "Left in"
        messages.success(request, f"{said} in {amount(done.result, 'place')}.")
        return redirect("record_copy", person.pk, row.pk)
    revision = requests.revision_of_places(redactions)  # before they are read: never newer than what is shown
    places = list(redactions.all()[: PLACES_SHOWN + 1])
    context = record_context(
        request,
        person,
        open_after_death=True,
        form=form,
        asked=row,
        one=one,
        alone=alone,
        places_revision=revision,
        places=[(each, _around(each)) for each in places[:PLACES_SHOWN]],
        number=redactions.count(),
        has_more=len(places) > PLACES_SHOWN,
    )
    return render(request, "careleavers/record_requests/decide.html", context)


@requires(Permission.ANSWER_RECORD_REQUESTS)
def take_out(request: HttpRequest, person_id: UUID, record_request_id: UUID) -> HttpResponse:
    """Words that nobody proposed; of one entry (`?entry=`), also the whole of it."""
    person, row = _copied(request, person_id, record_request_id, "record_copy_take_out")
    entry = named_row(row.entries.all(), request.GET.get("entry", ""))
    form = TakeOutWordsForm(post_data(request), of_entry=entry is not None)
    if done := submit(
        request,
        form,
        lambda: actions.take_out_words(
            by=current_user(request), request=row, entry=entry, now=timezone.now(), **form.cleaned_data
        ),
    ):
        messages.success(request, f"Taken out in {amount(done.result, 'place')}.")
        return redirect("record_copy", person.pk, row.pk)
    context = record_context(request, person, open_after_death=True, form=form, asked=row, entry=entry)
    return render(request, "careleavers/record_requests/take_out.html", context)


@requires(Permission.ANSWER_RECORD_REQUESTS)
@require_safe
def read_through(request: HttpRequest, person_id: UUID, record_request_id: UUID) -> HttpResponse:
    """The copy as it would be given, entry by entry, with what is taken out of it marked."""
    person, row = _copied(request, person_id, record_request_id, "record_copy_read")
    words = search_text(request, "q")[:100]
    entries = requests.entries_with_redactions(row)
    if words:
        entries = entries.filter(text__icontains=words)
    page = Paginator(entries, PER_PAGE).get_page(request.GET.get("page"))
    context = record_context(
        request,
        person,
        asked=row,
        page=page,
        words=words,
        entries=[(each, _marked(each)) for each in page],
        is_prepared=row.state == RecordRequestState.PREPARING,
    )
    return render(request, "careleavers/record_requests/read.html", context)


@requires(Permission.ANSWER_RECORD_REQUESTS)
@require_safe
def as_pdf(request: HttpRequest, person_id: UUID, record_request_id: UUID) -> HttpResponse:
    """The file that was approved; before that, how it would be: what is not decided yet counts as taken out."""
    person, row = _copied(request, person_id, record_request_id, "record_copy_pdf")
    what = f"{person.local_id}: the copy asked for"
    reads.note_export(by=current_user(request), page="record_copy_pdf", detail=what, people_shown=1)
    if row.approved_on:
        pdf = bytes(CopyFile.objects.get(request=row).content)
    else:
        policies = policies_of(request)
        copy = copy_of(row, authority=policies["authority_name"], colour=policies["authority_colour"])
        pdf = copy_pdf(copy, today_of(request))
    return pdf_response(pdf, f"copy-{person.local_id}{'' if row.approved_on else '-draft'}.pdf")


@require_POST
@requires(Permission.ANSWER_RECORD_REQUESTS)
def hand_in(request: HttpRequest, person_id: UUID, record_request_id: UUID) -> HttpResponse:
    person, row = _copied(request, person_id, record_request_id, "record_copy_hand_in")
    attempt(
        request,
        lambda: actions.hand_in_copy(
            by=current_user(request), request=row, revision=sent_revision(request), today=today_of(request)
        ),
        "Handed in. Somebody else takes the second look: they find it on their Today page.",
    )
    return redirect("record_request", person.pk, row.pk)


@requires(Permission.ANSWER_RECORD_REQUESTS)
def second_look(request: HttpRequest, person_id: UUID, record_request_id: UUID) -> HttpResponse:
    """Somebody who did not work on the copy finds it right, or sends it back with what is to be changed."""
    person, row = _copied(request, person_id, record_request_id, "record_copy_second_look")
    user, policies = current_user(request), policies_of(request)
    form = SecondLookForm(post_data(request))

    def carry_out() -> None:
        revision = sent_revision(request)
        if form.cleaned_data["decision"] == SecondLookForm.RETURN:
            comment = form.cleaned_data["comment"]
            actions.return_copy(by=user, request=row, revision=revision, comment=comment)
        else:
            actions.approve_copy(
                by=user,
                request=row,
                revision=revision,
                authority=policies["authority_name"],
                colour=policies["authority_colour"],
                today=today_of(request),
            )

    if submit(request, form, carry_out):
        messages.success(request, "Written down.")
        return redirect("record_request", person.pk, row.pk)
    row.refresh_from_db()
    context = record_context(
        request,
        person,
        open_after_death=True,
        form=form,
        asked=row,
        progress=requests.copy_progress(row),
        why_not=None if row.state == RecordRequestState.READY else actions.why_not_second(row, user),
    )
    return render(request, "careleavers/record_requests/second_look.html", context)


def _asked(
    request: HttpRequest, person_id: UUID, record_request_id: UUID, page: str
) -> tuple[YoungPerson, RecordRequest]:
    person = fetch_person(request, person_id, page=page)
    return person, fetch_request(person, record_request_id)


def _copied(
    request: HttpRequest, person_id: UUID, record_request_id: UUID, page: str
) -> tuple[YoungPerson, RecordRequest]:
    """404 where no copy has been begun."""
    person, row = _asked(request, person_id, record_request_id, page)
    if row.copied_on is None:
        raise Http404("No copy has been begun.")
    return person, row


def _around(redaction: Redaction) -> dict[str, str]:
    """The words of a place with what is written before and after them."""
    text = redaction.entry.text
    before, after = text[: redaction.start], text[redaction.end :]
    return {
        "before": ("…" if len(before) > AROUND else "") + before[-AROUND:],
        "words": redaction.words,
        "after": after[:AROUND] + ("…" if len(after) > AROUND else ""),
    }


def _marked(entry: CopyEntry) -> list[Any]:
    """The pieces of an entry: a gap is what is taken out, or still to be decided on."""
    cuts = [Cut(each.start, each.end, each.words) for each in entry.redactions.all() if each.state != Redaction.IN]
    return pieces(entry.text, cuts)
