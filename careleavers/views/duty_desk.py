"""The duty desk: what reached the service, and what becomes of it."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from careleavers.actions import duty_desk as actions
from careleavers.actions import reads
from careleavers.forms.duty_desk import MessageForm, OutcomeOfMessageForm, PassOnForm, TryForm
from careleavers.models import DutyMessage, YoungPerson
from careleavers.permissions import Permission
from careleavers.queries import duty_desk as desk
from careleavers.views.gates import (
    current_user,
    fetch_person,
    note_opened,
    policies_of,
    post_data,
    requires,
    search_text,
    today_of,
)
from careleavers.views.rows import sent_revision
from careleavers.views.submission import attempt, submit

PER_PAGE = 25
SHOWS = ("waiting", "mine", "answered")


@requires(Permission.DUTY_DESK)
@require_safe
def list_page(request: HttpRequest) -> HttpResponse:
    """What waits, the first due first; what the user has taken; what was closed, the last first."""
    user = current_user(request)
    show = request.GET.get("show", "waiting")
    show = show if show in SHOWS else "waiting"
    rows = desk.answered(user) if show == "answered" else desk.unanswered(user)
    if show == "mine":
        rows = rows.filter(held_by=user)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "show": show, "today": today_of(request)}
    return render(request, "careleavers/duty_desk/list.html", context)


@requires(Permission.DUTY_DESK)
def write(request: HttpRequest) -> HttpResponse:
    """A new one; from a record, about that person."""
    person = _person_named(request, request.GET.get("person", ""), page="duty_message_add")
    initial = {"name_given": person.known_as} if person else {}
    form = MessageForm(post_data(request), now=timezone.now(), teams=desk.desks(), initial=initial)
    if person:
        form.fields.pop("team", None)
    if done := submit(
        request,
        form,
        lambda: actions.write_message(
            by=current_user(request),
            message_id=form.cleaned_data["message_id"],
            person=person,
            now=timezone.now(),
            working_days=policies_of(request)["duty_answer_days"],
            **form.facts,
        ),
    ):
        messages.success(request, "Written down. It waits at the desk until somebody takes it.")
        return redirect("duty_message", done.result.pk)
    context = {"form": form, "message": None, "person": person}
    return render(request, "careleavers/duty_desk/write.html", context)


@requires(Permission.DUTY_DESK)
@require_safe
def read(request: HttpRequest, message_id: UUID) -> HttpResponse:
    """One of them, with whom it may be about while nobody has said so."""
    user, message = current_user(request), _message(request, message_id)
    words = search_text(request, "q")[:100] or message.name_given
    asks = message.person is None and not message.outcome and user.may(Permission.VIEW_RECORD)
    people = desk.candidates(message, words, user) if asks else []
    if asks:
        reads.note_search(by=user, page="duty_message", detail=words, people_shown=len(people))
    context = {
        "message": message,
        "steps": message.steps.select_related("recorded_by", "to"),
        "today": today_of(request),
        "asks_whom": asks,
        "words": words,
        "candidates": people,
        "may_open_record": message.person is not None and user.may(Permission.VIEW_RECORD),
        "may_add": user.may(Permission.EDIT_RECORD),
    }
    return render(request, "careleavers/duty_desk/message.html", context)


@requires(Permission.DUTY_DESK)
def correct(request: HttpRequest, message_id: UUID) -> HttpResponse:
    message = _message(request, message_id)
    form = MessageForm(post_data(request), row=message, now=timezone.now(), teams=desk.desks())
    if submit(
        request,
        form,
        lambda: actions.correct_message(
            by=current_user(request),
            message=message,
            revision=form.seen_revision,
            now=timezone.now(),
            working_days=policies_of(request)["duty_answer_days"],
            **form.facts,
        ),
    ):
        return redirect("duty_message", message.pk)
    context = {"form": form, "message": message, "person": message.person}
    return render(request, "careleavers/duty_desk/write.html", context)


@requires(Permission.DUTY_DESK)
def pass_on(request: HttpRequest, message_id: UUID) -> HttpResponse:
    message, user, today = _message(request, message_id), current_user(request), today_of(request)
    form = PassOnForm(post_data(request), colleagues=desk.who_may_take(message, user, today))
    return _step_page(
        request,
        message,
        form,
        lambda: actions.pass_message_on(
            by=user, message=message, revision=sent_revision(request), today=today, **form.cleaned_data
        ),
        title="Pass it on",
        success="Passed on. They find it on their Today page.",
    )


@requires(Permission.DUTY_DESK)
def tried(request: HttpRequest, message_id: UUID) -> HttpResponse:
    message = _message(request, message_id)
    form = TryForm(post_data(request))
    return _step_page(
        request,
        message,
        form,
        lambda: actions.note_try(
            by=current_user(request), message=message, revision=sent_revision(request), **form.cleaned_data
        ),
        title="Tried, no reply",
        success="Written down. It is still to be answered.",
    )


@requires(Permission.DUTY_DESK)
def close(request: HttpRequest, message_id: UUID) -> HttpResponse:
    message, user = _message(request, message_id), current_user(request)
    person = message.person
    may_be_contact = (
        person is not None
        and not person.died_on
        and message.caller == DutyMessage.YOUNG_PERSON
        and user.may(Permission.LOG_CONTACT)
    )
    form = OutcomeOfMessageForm(post_data(request), may_be_contact=may_be_contact)
    return _step_page(
        request,
        message,
        form,
        lambda: actions.close_message(
            by=user, message=message, revision=sent_revision(request), today=today_of(request), **form.cleaned_data
        ),
        title=f"What came of it: {message.whom}",
        success="Closed.",
    )


@require_POST
@requires(Permission.DUTY_DESK)
def take(request: HttpRequest, message_id: UUID) -> HttpResponse:
    return _button(request, message_id, actions.take_message, "You have it now. It is on your Today page.")


@require_POST
@requires(Permission.DUTY_DESK)
def put_back(request: HttpRequest, message_id: UUID) -> HttpResponse:
    return _button(request, message_id, actions.put_message_back, "It waits at the desk again.")


@require_POST
@requires(Permission.DUTY_DESK)
def open_again(request: HttpRequest, message_id: UUID) -> HttpResponse:
    return _button(request, message_id, actions.open_message_again, "It is open again.")


@require_POST
@requires(Permission.DUTY_DESK)
def take_apart(request: HttpRequest, message_id: UUID) -> HttpResponse:
    return _button(request, message_id, actions.take_message_apart, "It is in no record any more.")


@require_POST
@requires(Permission.EDIT_RECORD)
def connect(request: HttpRequest, message_id: UUID) -> HttpResponse:
    """It is about the person whose id is sent."""
    message = _message(request, message_id)
    person = _person_named(request, request.POST.get("person", ""), page="duty_message")
    if person:
        attempt(
            request,
            lambda: actions.connect_message(
                by=current_user(request), message=message, revision=sent_revision(request), person=person
            ),
            f"It is in {person.known_as}’s record now.",
        )
    else:
        messages.error(request, "Say whose record it is: choose one of those found.")
    return redirect("duty_message", message.pk)


def _button(request: HttpRequest, message_id: UUID, action: Callable[..., None], success: str) -> HttpResponse:
    message = _message(request, message_id)
    attempt(
        request, lambda: action(by=current_user(request), message=message, revision=sent_revision(request)), success
    )
    return redirect("duty_message", message.pk)


def _step_page(
    request: HttpRequest,
    message: DutyMessage,
    form: BaseForm,
    action: Callable[[], object],
    *,
    title: str,
    success: str,
) -> HttpResponse:
    if submit(request, form, action):
        messages.success(request, success)
        return redirect("duty_message", message.pk)
    context = {"form": form, "message": message, "title": title}
    return render(request, "careleavers/duty_desk/step.html", context)


def _message(request: HttpRequest, message_id: UUID) -> DutyMessage:
    """404 for one that the user may not see. That the record it is in was opened is noted."""
    message = desk.messages_seen_by(current_user(request)).filter(pk=message_id).first()
    if message is None:
        raise Http404("There is no such message, or they may not see it.")
    if message.person:
        note_opened(request, message.person, "duty_message")
    return message


def _person_named(request: HttpRequest, sent: str, *, page: str) -> YoungPerson | None:
    """None where no id was sent; 404 for a record that the user may not see."""
    try:
        return fetch_person(request, UUID(sent), page=page)
    except ValueError:
        return None
