"""A row that a page is about: found, or said to be ended or removed by somebody else meanwhile.

A form may have been open for hours. When its row has ended or is gone, the page says so in a sentence and shows what
was typed (`TooLate`, which the middleware of that name turns into the page); 404 is kept for rows that never were.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from careleavers.forms.answers import NOT_ANSWERS
from careleavers.rules.words import day
from careleavers.views.errors import sent_again

Row = TypeVar("Row", bound=Model)
REMOVED = "This was removed since you opened the page."
DATE_BOX = re.compile(r"\d{4}-\d\d-\d\d")
HIDDEN = NOT_ANSWERS | {"revision", "places_revision"}  # fields that nobody typed


class TooLate(Exception):
    """What a page was to do cannot be done any more; the sentence says why.

    `typed`: labels and words to show, for a form that knows its boxes better than the request does, such as one filled
    from a draft. `back` is the address of the page where things are as they are now; `draft` is to be discarded.
    """

    def __init__(
        self, reason: str, *, typed: Sequence[tuple[str, str]] | None = None, back: str = "", draft: UUID | None = None
    ) -> None:
        super().__init__(reason)
        self.typed = typed
        self.back = back
        self.draft = draft


def fetch_row(model: type[Row], pk: UUID, *, until: str = "", **of: Any) -> Row:
    """The row with this id of the person, or whatever `of` names; 404 where there never was one.

    TooLate when it was removed; also when it has ended, where `until` names the column with that day.
    """
    row = model._default_manager.filter(pk=pk, **of).first()
    if row is None:
        raise TooLate(REMOVED) if was_removed(model, pk, **of) else Http404
    if until and (ended_on := getattr(row, until)):
        raise TooLate(f"This ended on {day(ended_on)}: somebody wrote that down since you opened the page.")
    return row


def named_row(rows: QuerySet[Row], sent: str) -> Row | None:
    """The one of these rows with the id that an address names; None where it names none, 404 where none has it."""
    if not sent:
        return None
    try:
        found = rows.filter(pk=UUID(sent)).first()
    except ValueError:
        found = None
    if found is None:
        raise Http404
    return found


def sent_revision(request: HttpRequest, name: str = "revision") -> int | None:
    """The revision of the row that a button stood beside; None where the page sent none."""
    sent = request.POST.get(name, "")
    return int(sent) if sent.isdecimal() and len(sent) < 10 else None


def ticked(request: HttpRequest, name: str) -> list[UUID]:
    """The ids of the rows that were ticked. What is no id is passed over."""
    ids = []
    for text in request.POST.getlist(name):
        with suppress(ValueError):
            ids.append(UUID(text))
    return ids


def was_removed(model: type[Model], pk: UUID, **of: Any) -> bool:
    """Whether the history that the database keeps knows a former row with this id."""
    events: Any = model._meta.get_field("events").related_model
    return bool(events._default_manager.filter(pgh_obj_id=pk, **of).exists())


def too_late_page(request: HttpRequest, reason: TooLate) -> HttpResponse:
    """Says why, and shows what was typed, to be copied."""
    typed = reason.typed
    if typed is None:
        typed = [
            (name.replace("_", " ").capitalize(), _in_words(text))
            for name, text in sent_again(request)
            if name not in HIDDEN and text.strip()
        ]
    back = reason.back or _record_of(request)
    context = {"reason": str(reason), "typed": typed, "back": back, "draft": reason.draft}
    only_read = request.method == "GET" and reason.typed is not None  # what a draft holds
    return render(request, "too_late.html", context, status=200 if only_read else 409)


def _in_words(text: str) -> str:
    """A day that a date box sent, as people read it; anything else as it was typed."""
    try:
        return day(date.fromisoformat(text)) if DATE_BOX.fullmatch(text) else text
    except ValueError:
        return text


def _record_of(request: HttpRequest) -> str:
    """The address of the record that the page belongs to, or nothing."""
    match = request.resolver_match
    person = match.kwargs.get("person_id") if match else None
    return reverse("person", args=[person]) if person else ""
