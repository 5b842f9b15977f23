"""Letters in lists: by state, and approved, printed and posted many at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from careleavers.actions import reads
from careleavers.celery import run_soon
from careleavers.models import User
from careleavers.permissions import Permission
from careleavers.rules import words
from careleavers.views.csv_export import Export, csv_response, export_response
from careleavers.views.downloads import as_pdf
from careleavers.views.gates import current_user, policies_of, requires, search_text, today_of
from careleavers.views.rows import ticked
from careleavers.views.submission import attempt, submit
from offers.actions import letters as actions
from offers.documents.composing import Composer, composer_for
from offers.documents.letter_content import Unreadable
from offers.forms.letters import PostedForm
from offers.models import Letter, LetterBatch
from offers.queries.letter_lines import LetterLine, letter_lines
from offers.queries.letter_lists import (
    LetterTab,
    letters_for,
    tabs_for,
    to_stop,
    to_take_out,
    with_counts,
    with_name,
)
from offers.queries.letter_year import year_of_letters
from offers.rules.addresses import MOST_LINES, LetterChannel
from offers.rules.letter_states import LetterState
from offers.rules.letter_text import LetterText

PER_PAGE = 50


@requires(Permission.VIEW_LETTERS)
def letter_list(request: HttpRequest) -> HttpResponse:
    user, today = current_user(request), today_of(request)
    numbers = dict(with_counts(user, tabs_for(user)))
    tab = _tab_asked_for(request, list(numbers))
    found = tab.letters(letters_for(user)).select_related("person")
    found = found.order_by("-occurrence_on", "pk") if tab.newest_first else found.order_by("occurrence_on", "pk")
    name = search_text(request, "name") if tab.newest_first else ""
    paginator = Paginator(with_name(found, name), PER_PAGE)
    if not name:
        paginator.count = numbers[tab]  # the tabs have counted it
    page = paginator.get_page(request.GET.get("page"))
    rows = list(page.object_list)
    at_service = sum(number for each, number in numbers.items() if each.is_of_service)
    in_pile = sum(number for each, number in numbers.items() if each.key == "take_out")
    detail = f"{tab.label}, {name}" if name else tab.label
    reads.note_search(by=user, page="letters", detail=detail, people_shown=len(rows))
    context = {
        "tabs": numbers.items(),
        "tab": tab,
        "page": page,
        "lines": letter_lines(rows, composer_for(rows, today, policies_of(request))),
        "today": today,
        "bulk_action": _bulk_action(request, tab),
        "shows_address": tab.key in ("approve", "print", "post"),
        "to_stop": to_stop(user) if at_service and not tab.is_of_service else [],
        "name": name,
        "to_take_out": to_take_out(user) if in_pile and tab.key != "take_out" else [],
        "batches": _batches(user) if tab.key == "post" and user.may(Permission.POST_LETTERS) else [],
    }
    return render(request, "offers/letters/list.html", context)


@requires(Permission.VIEW_LETTERS)
def year(request: HttpRequest) -> HttpResponse:
    """How many letters there will be in each month to come, counted and not named."""
    months = year_of_letters(current_user(request), today_of(request), policies_of(request))
    context = {
        "months": months,
        "letters": sum(month.letters for month in months),
        "with_offer": sum(month.with_offer for month in months),
        "today": today_of(request),
    }
    return render(request, "offers/letters/year.html", context)


def _batches(user: User) -> list[LetterBatch]:
    """Those with letters still to post, to print again when the printer failed."""
    waiting = letters_for(user).filter(status=LetterState.PRINTED)
    return list(LetterBatch.objects.filter(pk__in=waiting.values("batch")).defer("pdf"))


def _tab_asked_for(request: HttpRequest, tabs: Sequence[LetterTab]) -> LetterTab:
    asked = request.GET.get("tab")
    return next((tab for tab in tabs if tab.key == asked), tabs[0])


def _bulk_action(request: HttpRequest, tab: LetterTab) -> dict[str, str | bool] | None:
    """What this reader can do to many letters of the tab at once: the address, the words of the button, and whether all
    are ticked from the start. To approve, each letter is chosen by somebody who means it."""
    user = current_user(request)
    bulk_actions = {
        "approve": (Permission.APPROVE_LETTERS, "offers:letters_approve", "Approve"),
        "print": (Permission.POST_LETTERS, "offers:letters_print", "Print"),
        "post": (Permission.POST_LETTERS, "offers:letters_posted", "Mark as posted"),
    }
    if tab.key not in bulk_actions:
        return None
    permission, url_name, words_of_button = bulk_actions[tab.key]
    if not user.may(permission):
        return None
    return {"url": reverse(url_name), "button": words_of_button, "is_chosen": tab.key != "approve"}


@require_POST
@requires(Permission.APPROVE_LETTERS)
def approve(request: HttpRequest) -> HttpResponse:
    """Ask once, naming everybody and every address that is new; then approve."""
    user, today = current_user(request), today_of(request)
    chosen = _chosen(request, LetterState.PLANNED)
    if not chosen:
        return _nothing_chosen(request, "approve")
    checked = {letter.pk for letter in chosen if str(letter.pk) in request.POST.getlist("checked")}
    if "confirm" not in request.POST:
        return _confirm(request, chosen, kind="approve", fresh=_with_new_address(chosen, request))
    ids = [letter.pk for letter in chosen]
    approval = attempt(
        request, lambda: actions.approve_letters(by=user, letters=ids, today=today, addresses_checked=checked)
    )
    if approval is None:
        return redirect(_tab_url("approve"))
    done = approval.result
    if done.approved:
        run_soon("offers.tasks.render_letters", "offers.tasks.send_letters")
        messages.success(request, f"{words.amount(len(done.approved), 'letter')} approved. Made in a few minutes.")
    for letter in done.on_hold:
        messages.warning(request, f"{letter.person.known_as}: on hold. {letter.hold_reason}")
    for letter in done.to_check:
        messages.warning(request, f"{letter.person.known_as}: not approved. Check the new address and tick it.")
    return redirect(_tab_url("approve"))


def _with_new_address(chosen: list[Letter], request: HttpRequest) -> set[UUID]:
    today = today_of(request)
    composer = composer_for(chosen, today, policies_of(request))
    return {letter.pk for letter in chosen if composer.is_way_new(letter)}


@require_POST
@requires(Permission.POST_LETTERS)
def print_letters(request: HttpRequest) -> HttpResponse:
    """Ask once; then put what may still go into one PDF."""
    chosen = _chosen(request, LetterState.RENDERED)
    if not chosen:
        return _nothing_chosen(request, "print")
    if "confirm" not in request.POST:
        return _confirm(request, chosen, kind="print")
    user, today, ids = current_user(request), today_of(request), [letter.pk for letter in chosen]
    printed = attempt(request, lambda: actions.print_batch(by=user, letters=ids, today=today))
    if printed is None:
        return redirect(_tab_url("print"))
    batch, _ = printed.result
    stopped = len(chosen) - (batch.letter_count if batch else 0)
    if stopped > 0:
        taken = words.amount(stopped, "letter was", "letters were")
        messages.warning(
            request,
            f"{taken} left out: something has changed since the approval, or somebody has dealt with it. "
            "Their personal adviser and a manager are told of what is on hold.",
        )
    return redirect("offers:batch", batch.pk) if batch else redirect(_tab_url("print"))


@require_POST
@requires(Permission.POST_LETTERS)
def posted(request: HttpRequest) -> HttpResponse:
    """Ask once for the day; then mark them."""
    today = today_of(request)
    chosen = _chosen(request, LetterState.PRINTED)
    if not chosen:
        return _nothing_chosen(request, "post")
    form = PostedForm(request.POST if "confirm" in request.POST else None, today=today)
    user, ids = current_user(request), [letter.pk for letter in chosen]
    posted = submit(
        request,
        form,
        lambda: actions.mark_posted(by=user, letters=ids, today=today, **form.cleaned_data),
        refused_on="posted_on",
    )
    if not posted:
        return _confirm(request, chosen, kind="post", form=form)
    if posted.result.posted:
        messages.success(request, f"{words.amount(len(posted.result.posted), 'letter')} marked as posted.")
    if posted.result.withdrawn:
        return redirect(_tab_url("take_out"))
    return redirect(_tab_url("post"))


def _chosen(request: HttpRequest, state: LetterState) -> list[Letter]:
    """The letters ticked that this reader may see and that are still in the state; none that the printing service is to
    have. How many others were ticked is said, and of whom is not: they may be hidden by now."""
    asked = set(ticked(request, "letter"))
    rows = letters_for(current_user(request)).filter(pk__in=asked, status=state)
    if state == LetterState.RENDERED:
        rows = rows.filter(channel=LetterChannel.OWN_PRINTER)
    chosen = list(rows.select_related("person").order_by("occurrence_on", "pk"))
    if chosen and (gone := len(asked) - len(chosen)):
        taken = words.amount(gone, "letter was", "letters were")
        messages.warning(request, f"{taken} left out: somebody has dealt with it, or it must not go any more.")
    return chosen


def _nothing_chosen(request: HttpRequest, key: str) -> HttpResponse:
    messages.warning(request, "Tick one or more letters first. Somebody may have dealt with them already.")
    return redirect(_tab_url(key))


def _confirm(request: HttpRequest, chosen: list[Letter], *, kind: str, **extra: Any) -> HttpResponse:
    today = today_of(request)
    composer = composer_for(chosen, today, policies_of(request))
    found: list[LetterLine] = letter_lines(chosen, composer)
    rows = [(line, _words_of(line.letter, composer) if kind == "approve" else None) for line in found]
    context = {"kind": kind, "rows": rows, "today": today, "back": _tab_url(kind), "fresh": set(), "form": None}
    return render(request, "offers/letters/confirm.html", context | extra)


def _words_of(letter: Letter, composer: Composer) -> LetterText | None:
    """What it would say; None where the record does not show that any more: approving it puts it on hold."""
    try:
        return composer.letter_text(letter)
    except Unreadable:
        return None


def _tab_url(key: str) -> str:
    return f"{reverse('offers:letters')}?tab={key}"


@requires(Permission.POST_LETTERS)
def batch(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """What to print, what to put into the envelopes, and when it must go."""
    user, today = current_user(request), today_of(request)
    found = get_object_or_404(LetterBatch.objects.defer("pdf").select_related("recorded_by"), pk=batch_id)
    rows = list(found.letters.filter(pk__in=letters_for(user)).select_related("person", "offer", "translation"))
    printing = [letter for letter in rows if letter.state != LetterState.WITHDRAWN]
    context = {
        "batch": found,
        "lines": letter_lines(printing, composer_for(printing, today, policies_of(request))),
        "to_take_out": [letter for letter in rows if letter.state == LetterState.WITHDRAWN],
        "enclosed": _enclosed(printing),
        "today": today,
        "waiting": [letter for letter in rows if letter.status == LetterState.PRINTED],
    }
    return render(request, "offers/letters/batch.html", context)


def _enclosed(letters: list[Letter]) -> list[tuple[Letter, int]]:
    """One letter with each edition of the offer, as each is printed, and with how many that goes."""
    with_it: dict[tuple[object, ...], list[Letter]] = {}
    for letter in letters:
        if letter.offer:
            with_it.setdefault((letter.offer.version, letter.translation_id, letter.layout), []).append(letter)
    return [(theirs[0], len(theirs)) for theirs in with_it.values()]


@requires(Permission.POST_LETTERS)
def batch_pdf(request: HttpRequest, batch_id: UUID) -> HttpResponseBase:
    """The letters as one file for the printer, once it is said what they are for."""
    found = get_object_or_404(LetterBatch, pk=batch_id)
    if not found.pdf:
        messages.warning(request, "There is nothing left to print in this batch.")
        return redirect("offers:batch", found.pk)
    many = words.amount(found.letter_count, "letter")
    export = Export(
        page="letter_batch",
        description=f"{many} in one PDF",
        people=found.letter_count,
        file_name=f"letters-{found.recorded_at:%Y-%m-%d}.pdf",
        heading="Print the letters",
        button=f"Open {many} as a PDF",
        back=reverse("offers:batch", args=[found.pk]),
        suggestion="Printing letters to post",
    )
    return export_response(request, export, lambda: as_pdf(bytes(found.pdf), export.file_name))


MANIFEST = (
    "Page",
    "Reference",
    *(f"Address line {number}" for number in range(1, MOST_LINES + 1)),
    "For",
    "To be there by",
    "Post by",
    "Put in",
)


@requires(Permission.POST_LETTERS)
def batch_manifest(request: HttpRequest, batch_id: UUID) -> HttpResponseBase:
    """What goes into which envelope, in the order of the PDF, for a print room; once it is said what it is for."""
    found = get_object_or_404(LetterBatch.objects.defer("pdf"), pk=batch_id)
    printing = found.letters.exclude(status=LetterState.WITHDRAWN).select_related("person", "offer", "translation")
    letters = list(printing)
    seen = set(letters_for(current_user(request)).filter(batch=found).values_list("pk", flat=True))
    # One that was printed again since has left the batch, and not the PDF: which page is whose is then not known.
    pages_known = len(letters) == found.letter_count

    def rows() -> Iterator[list[object]]:
        composer = composer_for(letters, today_of(request), policies_of(request))
        for page, line in enumerate(letter_lines(letters, composer), start=1):
            if line.letter.pk in seen:
                yield _manifest_row(str(page) if pages_known else "", line)

    export = Export(
        page="letter_manifest",
        description=f"what goes into {words.amount(len(seen), 'envelope')}",
        people=len(seen),
        file_name=f"envelopes-{found.recorded_at:%Y-%m-%d}.csv",
        heading="The list of the envelopes",
        button="Save the list as CSV",
        back=reverse("offers:batch", args=[found.pk]),
        suggestion="Filling the envelopes of letters to post",
    )
    return csv_response(request, export, MANIFEST, rows)


def _manifest_row(page: str, line: LetterLine) -> list[object]:
    letter = line.letter
    address = [*line.address, *[""] * MOST_LINES][:MOST_LINES]
    about = (letter.title, letter.occurrence_on, line.post_by, letter.enclosed_words)
    return [page, letter.reference, *address, *about]
