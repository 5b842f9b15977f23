"""One way to carry out what a page was asked to do, and to say why it was refused."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.contrib import messages
from django.db import IntegrityError
from django.forms import BaseForm
from django.http import HttpRequest

from careleavers.actions.base import Refused
from careleavers.actions.revisions import EditConflict
from careleavers.forms.revisions import ShowsConflicts
from careleavers.rules import words

Result = TypeVar("Result")
SAVED_MEANWHILE = (
    "Somebody else saved something here a moment ago that does not fit with this. What you typed is below: look at "
    "what is recorded now, then save again."
)


@dataclass(frozen=True)
class CarriedOut(Generic[Result]):
    """The action was carried out; `result` is what it returned. Always true, whatever the result."""

    result: Result


def submit(
    request: HttpRequest, form: BaseForm, action: Callable[[], Result], *, refused_on: str | None = None
) -> CarriedOut[Result] | None:
    """Carry out the action if a valid form was sent. None: show the form, which says what is wrong.

    A refusal becomes an error of the field `refused_on`, or of the whole form. What somebody else saved meanwhile in
    other boxes is taken over, and said afterwards; where both changed one box, theirs is shown beside what was typed.
    The action is called without arguments once the form is valid, so that a lambda may read `form.cleaned_data`; with
    what was taken over it is called again.
    """
    if request.method != "POST" or not form.is_valid():
        return None
    try:
        return _carry_out(request, form, action)
    except EditConflict as conflict:
        show_conflict(form, conflict)
    except Refused as refusal:
        field = refusal.field or refused_on
        form.add_error(field if field in form.fields else None, str(refusal))
    except IntegrityError:
        form.add_error(None, SAVED_MEANWHILE)
    return None


def _carry_out(request: HttpRequest, form: BaseForm, action: Callable[[], Result]) -> CarriedOut[Result] | None:
    """None where the form shows what both wrote. EditConflict for a form that can show nothing, or a second one."""
    try:
        return CarriedOut(action())
    except EditConflict as conflict:
        if not isinstance(form, ShowsConflicts):
            raise
        if not form.take_over(conflict):
            return None
        done = CarriedOut(action())
        if form.taken_over:
            boxes = words.listing(f"“{label}”" for label in form.taken_over)
            messages.info(request, f"{conflict.by} changed {boxes} while you were writing: theirs and yours are saved.")
        return done


def show_conflict(form: BaseForm, conflict: EditConflict) -> None:
    """Put what the other writer saved beside what was typed here."""
    if not isinstance(form, ShowsConflicts) or form.take_over(conflict):
        form.add_error(None, str(conflict))


def attempt(request: HttpRequest, action: Callable[[], Result], success: str = "") -> CarriedOut[Result] | None:
    """Carry out what a button without a form asks for; the next page says `success`, or why it was refused (None)."""
    try:
        done = CarriedOut(action())
    except Refused as refusal:
        messages.error(request, str(refusal))
        return None
    except IntegrityError:
        messages.error(request, "Somebody else changed something here a moment ago. Look at it again, then repeat it.")
        return None
    if success:
        messages.success(request, success)
    return done
