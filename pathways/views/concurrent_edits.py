"""Forms over words that several may write: kept as they are typed, and never saved over somebody else's unseen."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import NamedTuple, TypeVar, cast

from django.db.models import Model
from django.forms import BaseForm, CharField
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render

from careleavers.views.drafts import Autosave, form_from_draft
from careleavers.views.record_page import record_context
from pathways.forms.plans import RevisionForm

RevisionFormT = TypeVar("RevisionFormT", bound=RevisionForm)
CLASH = "Somebody else saved this while you were writing. Here is what they saved, and below it what you wrote."


class OtherText(NamedTuple):
    """What the other writer saved in a box in which this one wrote something else."""

    label: str
    words: str


def current_texts(row: Model, names: Iterable[str]) -> dict[str, str]:
    """What the row says now, by the name of the box."""
    return {name: getattr(row, name) for name in names}


def open_form(
    request: HttpRequest, kept: Autosave, form: Callable[..., RevisionFormT], *, current: Mapping[str, str], rev: int
) -> tuple[RevisionFormT, list[OtherText]]:
    """The form as it was sent, as it was typed earlier, or as the record has it: `current`, at revision `rev`.

    When the record has other words since it was typed, also those.
    """
    built = form_from_draft(request, kept, partial(form, initial={"rev": rev, **current}))
    moved_on = request.method != "POST" and kept.saved_fields is not None and kept.saved_fields.get("rev") != str(rev)
    if not moved_on:
        return built, []
    return built, show_conflict(built, current, rev) if _other_texts(built, current) else []


def show_conflict(form: RevisionForm, current: Mapping[str, str], rev: int) -> list[OtherText]:
    """What the other writer saved; the form keeps this writer's words, ready to be saved over it."""
    set_revision(form, rev)
    form.add_error(None, CLASH)
    return _other_texts(form, current)


def set_revision(form: RevisionForm, rev: int) -> None:
    """The same words, to be saved over revision `rev`."""
    typed = cast(QueryDict, form.data).copy()
    typed["rev"] = str(rev)
    form.data = typed


def _other_texts(form: RevisionForm, current: Mapping[str, str]) -> list[OtherText]:
    return [
        OtherText(str(field.label), current[name])
        for name, field in form.fields.items()
        if name in current and _plain(current[name]) != _plain(form.data.get(name, ""))
    ]


def _plain(words: str) -> str:
    """Browsers send line ends of their own."""
    return "\n".join(words.splitlines()).strip()


def closed_page(request: HttpRequest, kept: Autosave, form: BaseForm, *, why: str | None, back: str) -> HttpResponse:
    """The page of a row that was closed while somebody wrote in it: what they typed, to read and to copy.

    Where nothing was typed, it leads `back`.
    """
    typed = request.POST if request.method == "POST" else kept.saved_fields
    if typed is None:
        return redirect(back)
    boxes = {name: field for name, field in form.fields.items() if isinstance(field, CharField)}
    words = [(field.label, typed[name]) for name, field in boxes.items() if typed.get(name)]
    context = record_context(request, kept.person, autosave=kept, words=words, why=why, back=back)
    return render(request, "pathways/plans/closed_page.html", context, status=409 if request.method == "POST" else 200)
