"""Pages of a record that ask one thing, and buttons on them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from careleavers.models import YoungPerson
from careleavers.views.record_page import record_context
from careleavers.views.submission import attempt, submit


def record_form(
    request: HttpRequest,
    person: YoungPerson,
    form: BaseForm,
    action: Callable[[], object],
    *,
    success: str | Callable[[], str],
    title: str = "",
    button: str = "Save",
    back: str = "details",
    after: str = "",
    after_row: UUID | None = None,
    refused_on: str | None = None,
    template: str = "careleavers/people/form_page.html",
    **extra: Any,
) -> HttpResponse:
    """Show the form until it can be carried out; then do so, say `success` (asked once it is done, where it is a
    function) and lead on.

    `back` names the page (a URL that takes the person's id) to return to, `after` the page that follows if it is
    another: the page of a row, where that takes `after_row` as well. A `template` of its own may have its own heading.
    See `submission.submit` for `action` and `refused_on`.
    """
    if submit(request, form, action, refused_on=refused_on):
        messages.success(request, success if isinstance(success, str) else success())
        return redirect(after or back, person.pk, *([after_row] if after_row else []))
    context: dict[str, Any] = {"form": form, "title": title, "button": button, "back": back} | extra
    return render(request, template, record_context(request, person, **context))


def record_button(
    request: HttpRequest, person: YoungPerson, action: Callable[[], object], *, success: str, back: str
) -> HttpResponse:
    """Carry out what a button asks for, and return to the page it is on with a message."""
    attempt(request, action, success)
    return redirect(back, person.pk)
