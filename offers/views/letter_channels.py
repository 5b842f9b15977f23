"""By whom one letter is printed and posted, and that those whom it reached too late know of it."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from careleavers.celery import run_soon
from careleavers.permissions import Permission
from careleavers.views.gates import current_user, requires, today_of
from offers.actions import letter_channels
from offers.views.letter import POST_OR_APPROVE, do_to_letter, fetch_letter


@require_POST
@requires(*POST_OR_APPROVE)
def print_here(request: HttpRequest, letter_id: UUID) -> HttpResponse:
    letter = fetch_letter(request, letter_id)
    return do_to_letter(
        request,
        letter,
        lambda: letter_channels.print_here(by=current_user(request), letter=letter, today=today_of(request)),
        "The letter goes by post: its address is read when it is approved."
        if letter.is_message
        else "The letter is ready to print here. GOV.UK Notify does not get it.",
    )


@require_POST
@requires(*POST_OR_APPROVE)
def hand_in(request: HttpRequest, letter_id: UUID) -> HttpResponse:
    letter = fetch_letter(request, letter_id)

    def do() -> None:
        letter_channels.hand_in(by=current_user(request), letter=letter, today=today_of(request))
        run_soon("offers.tasks.render_letters", "offers.tasks.send_letters")

    return do_to_letter(request, letter, do, "GOV.UK Notify prints and posts this letter.")


@require_POST
@requires(Permission.LOG_CONTACT)
def note_gone(request: HttpRequest, letter_id: UUID) -> HttpResponse:
    letter = fetch_letter(request, letter_id)
    return do_to_letter(
        request,
        letter,
        lambda: letter_channels.note_gone(by=current_user(request), letter=letter, today=today_of(request)),
        "Noted. Thank you for telling them.",
    )
