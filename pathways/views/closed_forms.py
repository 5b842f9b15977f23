"""Forms over a row that was closed while somebody wrote in it."""

from __future__ import annotations

from django.forms import BaseForm, CharField
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from careleavers.views.drafts import Autosave
from careleavers.views.rows import TooLate


def closed_meanwhile(
    request: HttpRequest, kept: Autosave, form: BaseForm, *, why: str | None, back: str
) -> HttpResponse:
    """Raises TooLate with what somebody typed in a row that was closed, sent or kept by autosave, to read and to copy.

    Where nothing was typed, it leads `back`.
    """
    typed = request.POST if request.method == "POST" else kept.saved_fields
    if typed is None:
        return redirect(back)
    boxes = {name: field for name, field in form.fields.items() if isinstance(field, CharField)}
    words = [(str(field.label), str(typed[name])) for name, field in boxes.items() if typed.get(name)]
    raise TooLate(why or "This was closed.", typed=words, back=back, draft=kept.draft.pk if kept.draft else None)
