"""Forms over words that several may write: kept as they are typed, and never saved over somebody else's unseen."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import NamedTuple, TypeVar, cast

from django.db.models import Model
from django.forms import BaseForm, CharField
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render

from careleavers.views.drafts import Autosave, filled
from careleavers.views.record_page import record_context
from pathways.forms.plans import Revised

Shared = TypeVar("Shared", bound=Revised)
CLASH = "Somebody else saved this while you were writing. Here is what they saved, and below it what you wrote."


class Theirs(NamedTuple):
    """What the other writer saved in a box in which this one wrote something else."""

    label: str
    words: str


def said_by(row: Model, names: Iterable[str]) -> dict[str, str]:
    """What the row says now, by the name of the box."""
    return {name: getattr(row, name) for name in names}


def opened(
    request: HttpRequest, kept: Autosave, form: Callable[..., Shared], *, said: Mapping[str, str], rev: int
) -> tuple[Shared, list[Theirs]]:
    """The form as it was sent, as it was typed earlier, or as the record has it: `said`, at revision `rev`.

    When the record has other words since it was typed, also those.
    """
    built = filled(request, kept, partial(form, initial={"rev": rev, **said}))
    moved_on = request.method != "POST" and kept.typed is not None and kept.typed.get("rev") != str(rev)
    if not moved_on:
        return built, []
    return built, beside(built, said, rev) if _other_words(built, said) else []


def beside(form: Revised, said: Mapping[str, str], rev: int) -> list[Theirs]:
    """What the other writer saved; the form keeps this writer's words, ready to be saved over it."""
    based_on(form, rev)
    form.add_error(None, CLASH)
    return _other_words(form, said)


def based_on(form: Revised, rev: int) -> None:
    """The same words, to be saved over revision `rev`."""
    typed = cast(QueryDict, form.data).copy()
    typed["rev"] = str(rev)
    form.data = typed


def _other_words(form: Revised, said: Mapping[str, str]) -> list[Theirs]:
    return [
        Theirs(str(field.label), said[name])
        for name, field in form.fields.items()
        if name in said and _plain(said[name]) != _plain(form.data.get(name, ""))
    ]


def _plain(words: str) -> str:
    """Browsers send line ends of their own."""
    return "\n".join(words.splitlines()).strip()


def not_open(request: HttpRequest, kept: Autosave, form: BaseForm, *, why: str | None, back: str) -> HttpResponse:
    """The page of a row that was closed while somebody wrote in it: what they typed, to read and to copy.

    Where nothing was typed, it leads `back`.
    """
    typed = request.POST if request.method == "POST" else kept.typed
    if typed is None:
        return redirect(back)
    boxes = {name: field for name, field in form.fields.items() if isinstance(field, CharField)}
    words = [(field.label, typed[name]) for name, field in boxes.items() if typed.get(name)]
    context = record_context(request, kept.person, autosave=kept, words=words, why=why, back=back)
    return render(request, "pathways/plans/not_open.html", context, status=409 if request.method == "POST" else 200)
