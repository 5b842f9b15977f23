"""Forms over words that several may write: kept as they are typed, and never saved over somebody else's unseen."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from careleavers.models import YoungPerson
from careleavers.views.drafts import Autosave, filled
from careleavers.views.record_page import record_context
from pathways.forms.plans import Revised

CLASH = "Somebody else saved this while you were writing. Your words are below, and theirs beside them."


class Theirs(NamedTuple):
    """What the other writer saved in a box in which this one wrote something else."""

    label: str
    words: str


def opened(
    request: HttpRequest, kept: Autosave, form: Callable[..., Revised], *, said: Mapping[str, str], rev: int
) -> tuple[Revised, list[Theirs]]:
    """The form as it was sent, as it was typed earlier, or as the record has it: `said`, at revision `rev`.

    When the record moved on since it was typed, also what it says now.
    """
    built = filled(request, kept, partial(form, initial={"rev": rev, **said}))
    if request.method == "POST" or kept.typed is None or kept.typed.get("rev") == str(rev):
        return built, []
    return built, beside(built, said=said, rev=rev)


def beside(form: Revised, *, said: Mapping[str, str], rev: int) -> list[Theirs]:
    """What the other writer saved; the form keeps this writer's words, ready to be saved over it."""
    typed = form.data.copy()
    typed["rev"] = str(rev)
    form.data = typed
    theirs = [
        Theirs(str(field.label), said[name])
        for name, field in form.fields.items()
        if name in said and _plain(said[name]) != _plain(typed.get(name, ""))
    ]
    if theirs:
        form.add_error(None, CLASH)
    return theirs


def _plain(words: str) -> str:
    """Browsers send line ends of their own."""
    return "\n".join(words.splitlines()).strip()


def not_open(
    request: HttpRequest, person: YoungPerson, kept: Autosave, form: Revised, **context: object
) -> HttpResponse:
    """The page of a row that was closed while somebody wrote in it: what they typed, to be read and copied."""
    typed = request.POST if request.method == "POST" else kept.typed
    words = [(field.label, typed[name]) for name, field in form.fields.items() if typed and typed.get(name)]
    context = record_context(request, person, autosave=kept, words=words, **context)
    return render(request, "pathways/plans/not_open.html", context, status=409 if request.method == "POST" else 200)
