"""Taking people's names out of the product: the purpose is asked, noted in the audit, and only then is the file sent.

The whole of an export is one call: `csv_response(request, Export(...), HEAD, rows)` in a view of its own. It asks what
the list is for until that is answered; the form may also stand on the page of the list itself, posting to that view.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from django.http import HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from careleavers.actions import reads
from careleavers.forms.exports import ExportForm
from careleavers.rules.cells import csv_lines
from careleavers.views.downloads import disposition
from careleavers.views.gates import current_user, post_data


@dataclass(frozen=True)
class Export:
    """What is taken away: `page` names it in the audit, `description` says whose it is, `people` how many are in it.

    `heading`, `button` and `back` are for the page that asks what it is for; `suggestion` is offered as the answer.
    """

    page: str
    description: str
    people: int
    file_name: str
    heading: str
    button: str
    back: str
    suggestion: str = ""


def csv_response(
    request: HttpRequest, export: Export, head: Sequence[str], rows: Callable[[], Iterable[Sequence[object]]]
) -> HttpResponseBase:
    """The list as CSV once its purpose is known, else the page that asks for it; `rows` is called only in the end."""

    def send() -> HttpResponseBase:
        return StreamingHttpResponse(
            csv_lines(head, rows()),
            content_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": disposition(export.file_name)},
        )

    return export_response(request, export, send)


def export_response(request: HttpRequest, export: Export, send: Callable[[], HttpResponseBase]) -> HttpResponseBase:
    """Like `csv_response`, for a file of another kind, which `send` makes. What is sent is in the audit."""
    form = ExportForm(post_data(request), initial={"purpose": export.suggestion})
    if request.method != "POST" or not form.is_valid():
        return render(request, "careleavers/exports/purpose.html", {"export": export, "form": form})
    reads.note_export(
        by=current_user(request),
        page=export.page,
        detail=f"{form.cleaned_data['purpose']} ({export.description})",
        people_shown=export.people,
    )
    return send()
