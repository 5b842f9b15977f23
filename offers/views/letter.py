"""One letter: what it says, its status, and what can be done with it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from careleavers.celery import run_soon
from careleavers.documents.typesetting import CannotPrint, TooLong
from careleavers.models import AuditEvent, YoungPerson
from careleavers.permissions import Permission
from careleavers.views.downloads import as_pdf
from careleavers.views.gates import current_user, note_opened, policies_of, post_data, requires, today_of
from careleavers.views.record_page import record_context
from careleavers.views.submission import attempt, submit
from offers.actions import letters as actions
from offers.actions.watching import for_somebody_to_end
from offers.documents.composing import Composer, composer_for
from offers.documents.letter_content import Unreadable, from_content
from offers.documents.typesetting import letter_pdf
from offers.forms.letters import CancelForm, GivenForm, PostedForm, ReturnedForm
from offers.models import Letter, LetterFile
from offers.queries.letter_channels import service_is_connected
from offers.queries.letter_lines import letter_lines
from offers.rules.addresses import LetterChannel
from offers.rules.letter_states import TASK_STATES, LetterAction, LetterState, why_not_possible
from offers.rules.letter_text import LetterText

HISTORY = {
    "letter_asked_for": "Asked for",
    "letter_approved": "Approved: the words and the address are fixed",
    "letter_to_be_given": "Approved to be given by hand",
    "letter_made": "Made as a PDF",
    "letter_set_aside": "Set aside, for somebody to see to",
    "letter_stopped": "Stopped, and the approval taken back",
    "letter_taken_back": "To be written again",
    "letter_printed": "Printed",
    "letter_reprinted": "To be printed again",
    "letter_posted": "Posted",
    "letter_returned": "Came back",
    "letter_given": "Given by hand",
    "letter_cancelled": "Cancelled",
    "letter_withdrawn": "Printed, and must not be posted any more",
    "letter_taken_out": "Taken out of the pile",
    "letter_to_print_here": "To be printed here",
    "letter_to_hand_in": "To be printed by GOV.UK Notify",
    "letter_handed_over": "Handed to GOV.UK Notify",
    "letter_to_mail": "To the mail server",
    "letter_by_post": "To go by post, whatever they prefer",
    "letter_to_stop": "To be cancelled in GOV.UK Notify",
    "letter_stopped_at_service": "Cancelled in GOV.UK Notify, or never printed there",
    "letter_gone_noted": "It went all the same, and those whom it reaches know",
}
WITHDRAWN = "It must not be posted any more, so that it is not printed again."
STOPPED_STATES = (LetterState.WITHDRAWN, LetterState.TO_STOP)
POST_OR_APPROVE = (Permission.POST_LETTERS, Permission.APPROVE_LETTERS)
# Who may do what to one letter, with any of the permissions: the page's buttons, in order.
LETTER_ACTIONS = (
    (LetterAction.GIVE, (Permission.LOG_CONTACT,), "letter_given", "I gave it"),
    (LetterAction.HAND, (Permission.APPROVE_LETTERS,), "letter_hand", "Approve it to be given by hand"),
    (LetterAction.TAKE_OUT, (Permission.POST_LETTERS,), "letter_take_out", "I took it out of the pile"),
    (LetterAction.ALREADY_POSTED, POST_OR_APPROVE, "letter_already_posted", "It had already gone"),
    (LetterAction.NOTE_GONE, (Permission.LOG_CONTACT,), "letter_note_gone", "Those whom it reaches know of it"),
    (LetterAction.PRINT_HERE, POST_OR_APPROVE, "letter_print_here", "Print it here instead"),
    (LetterAction.HAND_IN, POST_OR_APPROVE, "letter_hand_in", "Let GOV.UK Notify print and post it"),
    (LetterAction.REPRINT, (Permission.POST_LETTERS,), "letter_reprint", "Print it again"),
    (LetterAction.RETURN, POST_OR_APPROVE, "letter_returned", "It came back"),
    (LetterAction.WRITE_AGAIN, (Permission.APPROVE_LETTERS,), "letter_again", "Write it again"),
    (LetterAction.CANCEL, (Permission.APPROVE_LETTERS,), "letter_cancel", "Cancel it"),
)
MAKES_A_LETTER = {
    LetterAction.HAND,
    LetterAction.WRITE_AGAIN,
    LetterAction.REPRINT,
    LetterAction.PRINT_HERE,
    LetterAction.HAND_IN,
}
ASKS_FIRST = {LetterAction.GIVE, LetterAction.RETURN, LetterAction.CANCEL, LetterAction.ALREADY_POSTED}


BY_POST = "Send it by post instead"
# What makes sense by who prints the letter, and by what is known of it.
BY_CHANNEL: dict[LetterAction, Callable[[Letter], bool]] = {
    LetterAction.PRINT_HERE: lambda letter: (letter.goes_by_service or letter.is_message) and bool(letter.pdf_sha256),
    LetterAction.HAND_IN: lambda letter: letter.channel == LetterChannel.OWN_PRINTER and service_is_connected(),
    LetterAction.REPRINT: lambda letter: not letter.is_message,
    LetterAction.NOTE_GONE: lambda letter: bool(letter.hold_reasons),
    LetterAction.ALREADY_POSTED: lambda letter: letter.state == LetterState.WITHDRAWN or letter.is_unclear,
}


def fetch_letter(request: HttpRequest, letter_id: UUID) -> Letter:
    """The letter, if this user may see it; else 404. That the record was opened is noted."""
    user = current_user(request)
    rows = Letter.objects.visible_to(user).select_related(
        "person__team", "approved_by", "offer", "translation", "template", "given_by", "batch"
    )
    letter = get_object_or_404(rows.defer("batch__pdf"), pk=letter_id)
    note_opened(request, letter.person, "letter")
    return letter


@requires(Permission.VIEW_LETTERS)
@require_safe
def of_person(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """The letter of somebody about which something is to be done; else their latest. 404 where they have none."""
    letters = Letter.objects.visible_to(current_user(request)).filter(person=person_id).order_by("-occurrence_on")
    letter = letters.filter(status__in=TASK_STATES).first() or letters.first()
    if letter is None:
        raise Http404
    return redirect("offers:letter", letter.pk)


@requires(Permission.VIEW_LETTERS)
@require_safe
def page(request: HttpRequest, letter_id: UUID) -> HttpResponse:
    letter = fetch_letter(request, letter_id)
    today = today_of(request)
    composer = composer_for([letter], today, policies_of(request))
    words, unreadable = (None, WITHDRAWN) if _for_the_pile_alone(request, letter) else _words_of(letter, composer)
    [line] = letter_lines([letter], composer)
    context = _layout(request, letter) | {
        "letter": letter,
        "line": line,
        "words": words,
        "unreadable": unreadable,
        "is_approved": letter.content is not None,
        "no_copy": _has_no_copy(letter),
        "history": _history(letter),
        "actions": _actions_for(request, letter),
        "may_approve": letter.status == LetterState.PLANNED and current_user(request).may(Permission.APPROVE_LETTERS),
        "today": today,
    }
    return render(request, "offers/letters/letter.html", context)


def _words_of(letter: Letter, composer: Composer) -> tuple[LetterText | None, str]:
    """What the letter says, as approved or else as of today; or None, and the sentence that says why not."""
    try:
        return (from_content(letter.content) if letter.content else composer.letter_text(letter)), ""
    except Unreadable as wrong:
        return None, str(wrong)


def _for_the_pile_alone(request: HttpRequest, letter: Letter) -> bool:
    """Whether this reader sees the letter only to take the paper out of the pile: what it says, and where it was to go,
    is nothing to them any more."""
    user = current_user(request)
    if letter.state not in STOPPED_STATES:
        return False
    reads = user.may(Permission.VIEW_RECORD) or user.may(Permission.APPROVE_LETTERS)
    return not (reads and YoungPerson.objects.visible_to(user).filter(pk=letter.person_id).exists())


def _has_no_copy(letter: Letter) -> bool:
    """Whether it went before letters were made here: what it said, and where it went, is not known."""
    return letter.content is None and letter.state in (LetterState.POSTED, LetterState.RETURNED, LetterState.GIVEN)


def _layout(request: HttpRequest, letter: Letter) -> dict[str, Any]:
    """A page of the record for those who may read it; for others no more than the letter."""
    if current_user(request).may(Permission.VIEW_RECORD):
        return record_context(request, letter.person, layout="record_base.html")
    return {"layout": "base.html", "person": letter.person, "today": today_of(request)}


def _history(letter: Letter) -> list[dict[str, Any]]:
    events = AuditEvent.objects.filter(object_kind="offers.letter", object_id=str(letter.pk)).order_by("happened_at")
    shown = [
        {"at": timezone.localtime(event.happened_at), "what": HISTORY[event.name], "who": event.by_name}
        for event in events
        if event.name in HISTORY
    ]
    return [{"at": timezone.localtime(letter.planned_at), "what": "Planned", "who": ""}, *shown]


def _actions_for(request: HttpRequest, letter: Letter) -> list[dict[str, Any]]:
    user = current_user(request)
    return [
        {
            "url": reverse(f"offers:{url_name}", args=[letter.pk]),
            "words": BY_POST if action == LetterAction.PRINT_HERE and letter.is_message else words,
            "asks_first": action in ASKS_FIRST,
        }
        for action, permissions, url_name, words in LETTER_ACTIONS
        if any(map(user.may, permissions)) and _makes_sense(action, letter)
    ]


def _makes_sense(action: LetterAction, letter: Letter) -> bool:
    """Whether it is possible, and of use.

    On hold, a letter is written again only where somebody must say that a new name, address or adviser is right, and
    was given only where it had been approved for that; of somebody who has died no letter is made.
    """
    if why_not_possible(action, letter.status, is_unclear=letter.is_unclear):
        return False
    if letter.goes_by_text and letter.state == LetterState.WITH_SERVICE:
        return False  # nobody can call it back
    if letter.person.died_on and action in MAKES_A_LETTER:
        return False
    if action in BY_CHANNEL:
        return BY_CHANNEL[action](letter)
    if action == LetterAction.GIVE and letter.state == LetterState.ON_HOLD:
        return letter.is_to_be_given_again
    waits_for_facts = letter.state == LetterState.ON_HOLD and not for_somebody_to_end(letter.hold_reasons)
    return not (action == LetterAction.WRITE_AGAIN and waits_for_facts)


@requires(Permission.VIEW_LETTERS)
@require_safe
def pdf(request: HttpRequest, letter_id: UUID) -> HttpResponse:
    """The letter as it was made; before that, as it would print today. Not where it must not be posted any more."""
    letter, today = fetch_letter(request, letter_id), today_of(request)
    name = f"letter-{letter.reference}.pdf"
    if _has_no_copy(letter):
        messages.error(request, "No copy of this letter was kept here.")
        return redirect("offers:letter", letter.pk)
    if letter.state in STOPPED_STATES:
        messages.error(request, WITHDRAWN)
        return redirect("offers:letter", letter.pk)
    kept = LetterFile.objects.filter(letter=letter).first()
    if kept:
        return as_pdf(bytes(kept.pdf), name)
    made_on = timezone.localdate(letter.approved_at) if letter.content and letter.approved_at else today
    words, unreadable = _words_of(letter, composer_for([letter], today, policies_of(request)))
    if words is None:
        messages.error(request, unreadable)
        return redirect("offers:letter", letter.pk)
    try:
        return as_pdf(letter_pdf(words, made_on), name)
    except (TooLong, CannotPrint) as wrong:
        messages.error(request, str(wrong))
        return redirect("offers:letter", letter.pk)


def do_to_letter(request: HttpRequest, letter: Letter, do: Callable[[], object], said: str) -> HttpResponse:
    attempt(request, do, said)
    return _back_to(request, letter)


def _back_to(request: HttpRequest, letter: Letter) -> HttpResponse:
    """The letter's page, or the lists for somebody who does not see it any more."""
    user = current_user(request)
    if Letter.objects.visible_to(user).filter(pk=letter.pk).exists():
        return redirect("offers:letter", letter.pk)
    return redirect("offers:letters")


@require_POST
@requires(Permission.APPROVE_LETTERS)
def hand(request: HttpRequest, letter_id: UUID) -> HttpResponse:
    letter = fetch_letter(request, letter_id)

    def do() -> None:
        actions.give_by_hand(by=current_user(request), letter=letter, today=today_of(request))
        run_soon("offers.tasks.render_letters")

    return do_to_letter(request, letter, do, "Approved to be given by hand. Their personal adviser sees it on Today.")


@require_POST
@requires(Permission.APPROVE_LETTERS)
def write_again(request: HttpRequest, letter_id: UUID) -> HttpResponse:
    letter = fetch_letter(request, letter_id)

    def do() -> None:
        actions.write_again(by=current_user(request), letter=letter, today=today_of(request))

    return do_to_letter(
        request,
        letter,
        do,
        "The approval has been taken back. The letter will be written again when it is next approved.",
    )


@require_POST
@requires(Permission.POST_LETTERS)
def reprint(request: HttpRequest, letter_id: UUID) -> HttpResponse:
    letter = fetch_letter(request, letter_id)
    return do_to_letter(
        request,
        letter,
        lambda: actions.reprint(by=current_user(request), letter=letter, today=today_of(request)),
        "The letter is ready to print again.",
    )


@require_POST
@requires(Permission.POST_LETTERS)
def take_out(request: HttpRequest, letter_id: UUID) -> HttpResponse:
    letter = fetch_letter(request, letter_id)
    return do_to_letter(
        request,
        letter,
        lambda: actions.take_out(by=current_user(request), letter=letter, today=today_of(request)),
        "Thank you. The letter is out of the pile.",
    )


@requires(*POST_OR_APPROVE)
def already_posted(request: HttpRequest, letter_id: UUID) -> HttpResponse:
    letter, today = fetch_letter(request, letter_id), today_of(request)
    form = PostedForm(post_data(request), today=today)
    note = partial(actions.mark_already_posted, by=current_user(request), letter=letter, today=today)
    return _letter_form(
        request,
        letter,
        form,
        lambda: note(**form.cleaned_data),
        refused_on="posted_on",
        title="This letter had already gone",
        success="Noted: it had gone before it was to be taken out.",
    )


@requires(*POST_OR_APPROVE)
def returned(request: HttpRequest, letter_id: UUID) -> HttpResponse:
    letter, today = fetch_letter(request, letter_id), today_of(request)
    form = ReturnedForm(post_data(request), today=today)
    note = partial(actions.mark_returned, by=current_user(request), letter=letter, today=today)
    return _letter_form(
        request,
        letter,
        form,
        lambda: note(**form.cleaned_data),
        refused_on="returned_on",
        title="This letter came back",
        success="Noted. Their personal adviser and manager are asked where letters are safe.",
    )


@requires(Permission.LOG_CONTACT)
def given(request: HttpRequest, letter_id: UUID) -> HttpResponse:
    letter, today = fetch_letter(request, letter_id), today_of(request)
    form = GivenForm(post_data(request), today=today)
    done = submit(
        request,
        form,
        lambda: actions.mark_given(by=current_user(request), letter=letter, today=today, **form.cleaned_data),
        refused_on="given_on",
    )
    if done and done.result:
        messages.success(request, "Noted. Thank you for taking it.")
    elif done:
        messages.warning(request, "This letter must not be given any more: the page says why.")
    return _back_to(request, letter) if done else _ask(request, letter, form, "You gave this letter by hand", "Save")


@requires(Permission.APPROVE_LETTERS)
def cancel(request: HttpRequest, letter_id: UUID) -> HttpResponse:
    letter, today = fetch_letter(request, letter_id), today_of(request)
    form = CancelForm(post_data(request), today=today)
    cancel = partial(actions.cancel_letter, by=current_user(request), letter=letter, today=today)
    return _letter_form(
        request,
        letter,
        form,
        lambda: cancel(**form.cleaned_data),
        title="Cancel this letter",
        button="Cancel the letter",
        success="The letter is cancelled.",
    )


def _letter_form(
    request: HttpRequest,
    letter: Letter,
    form: BaseForm,
    action: Callable[[], object],
    *,
    title: str,
    success: str,
    button: str = "Save",
    refused_on: str | None = None,
) -> HttpResponse:
    """Show the form until it can be carried out; then do so, say `success` and lead back to the letter."""
    if submit(request, form, action, refused_on=refused_on):
        messages.success(request, success)
        return _back_to(request, letter)
    return _ask(request, letter, form, title, button)


def _ask(request: HttpRequest, letter: Letter, form: Any, title: str, button: str) -> HttpResponse:
    context = _layout(request, letter) | {"letter": letter, "form": form, "title": title, "button": button}
    return render(request, "offers/letters/ask.html", context)
