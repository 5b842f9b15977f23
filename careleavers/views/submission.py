"""One way to carry out what a page was asked to do, and to say why it was refused."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpRequest

from careleavers.actions.base import Refused

Result = TypeVar("Result")


@dataclass(frozen=True)
class Done(Generic[Result]):
    """The action was carried out; `result` is what it returned. Always true, whatever the result."""

    result: Result


def submit(
    request: HttpRequest, form: BaseForm, action: Callable[[], Result], *, refused_on: str | None = None
) -> Done[Result] | None:
    """Carry out the action if a valid form was sent. None: show the form, which says what is wrong.

    A refusal becomes an error of the field `refused_on`, or of the whole form. The action is called without arguments
    once the form is valid, so that a lambda may read `form.cleaned_data`.
    """
    if request.method != "POST" or not form.is_valid():
        return None
    try:
        return Done(action())
    except Refused as refusal:
        form.add_error(refused_on if refused_on in form.fields else None, str(refusal))
        return None


def attempt(request: HttpRequest, action: Callable[[], Result], success: str = "") -> Done[Result] | None:
    """Carry out what a button without a form asks for; the next page says `success`, or why it was refused (None)."""
    try:
        done = Done(action())
    except Refused as refusal:
        messages.error(request, str(refusal))
        return None
    if success:
        messages.success(request, success)
    return done
