"""Forms over a row that was closed while somebody wrote in it."""

from __future__ import annotations

from django.forms import BaseForm, CharField
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from careleavers.views.drafts import Autosave
from careleavers.views.record_page import record_context


def closed_page(request: HttpRequest, kept: Autosave, form: BaseForm, *, why: str | None, back: str) -> HttpResponse:
    """What somebody typed in a row that was closed meanwhile, to read and to copy.

    Where nothing was typed, it leads `back`.
    """
    typed = request.POST if request.method == "POST" else kept.saved_fields
    if typed is None:
        return redirect(back)
    boxes = {name: field for name, field in form.fields.items() if isinstance(field, CharField)}
    words = [(field.label, typed[name]) for name, field in boxes.items() if typed.get(name)]
    context = record_context(request, kept.person, autosave=kept, words=words, why=why, back=back)
    return render(request, "pathways/plans/closed_page.html", context, status=409 if request.method == "POST" else 200)
