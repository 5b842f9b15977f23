"""A form that was sent after its session had ended: kept until its writer has signed in again, then shown filled.

It works without a script. The answers wait in the new session of the same browser. Who wrote them is known from a
signed cookie, set while somebody is signed in: on a shared computer nobody else is shown them.
"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponseRedirect, QueryDict
from django.http.response import HttpResponseBase
from django.utils import timezone

from careleavers.models import User
from careleavers.rules.uploads import LEFT_OUT
from careleavers.views.errors import files_left_out, sent_again

WRITER = "writer"  # the cookie: the id of whoever signed in last, signed
UNSENT = "unsent"  # the key of the session
KEEP_SECONDS = 60 * 60
LARGEST = 200_000  # characters; a note has at most 20,000
KEPT = (
    "You had been signed out, so this was not saved. What you wrote is kept for an hour: it is in the form "
    "again once you have signed in."
)
CHOOSE_AGAIN = "Choose the photo or file again."
SAID = "You had been signed out, so this was not saved. What you wrote is in the form: look it over, then save it."


class KeepFormMiddleware(LoginRequiredMiddleware):
    """Leads to signing in, as Django's does, and keeps the form that was sent."""

    def handle_no_permission(self, request: HttpRequest, view_func: Any) -> HttpResponseRedirect:
        if keep(request):
            messages.info(request, KEPT)
        return super().handle_no_permission(request, view_func)


def keep(request: HttpRequest, *, writer: str | None = None) -> bool:
    """Keep what was sent, without its files, unless it holds secrets, is too large, or nobody knows who wrote it: False
    then.

    `writer`, an id, where it is known without the cookie.
    """
    sent = sent_again(request) + files_left_out(request)
    answers = [(name, value) for name, value in sent if name != "csrfmiddlewaretoken"]
    writer = writer or request.get_signed_cookie(WRITER, default="")
    if not answers or not writer or sum(len(value) for _, value in answers) > LARGEST:
        return False
    request.session[UNSENT] = {
        "writer": writer,
        "path": request.path,
        "answers": answers,
        "at": timezone.now().timestamp(),
    }
    return True


def remember_writer(request: HttpRequest, response: HttpResponseBase, user: User) -> None:
    """Set the cookie, unless it is there."""
    if request.get_signed_cookie(WRITER, default="") != str(user.pk):
        response.set_signed_cookie(WRITER, str(user.pk), secure=request.is_secure(), httponly=True, samesite="Lax")


def answers_for(request: HttpRequest) -> QueryDict | None:
    """What this user sent to this page after their session had ended, within the hour; said once on the page."""
    kept = request.session.get(UNSENT) if request.method == "GET" else None
    user = request.user
    if kept is None or not isinstance(user, User):
        return None
    if kept["writer"] != str(user.pk) or timezone.now().timestamp() - kept["at"] > KEEP_SECONDS:
        forget(request)
        return None
    if kept["path"] != request.path:
        return None
    without_files = any(name.endswith(LEFT_OUT) for name, _ in kept["answers"])
    messages.info(request, f"{SAID} {CHOOSE_AGAIN}" if without_files else SAID)
    answers = QueryDict(mutable=True)
    for name, value in kept["answers"]:
        answers.appendlist(name, value)
    return answers


def forget(request: HttpRequest) -> None:
    """The form was sent again, or belongs to somebody else."""
    request.session.pop(UNSENT, None)
