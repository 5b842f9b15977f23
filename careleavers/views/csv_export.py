"""Taking people's names out of the product: the purpose is asked, noted in the audit, and only then is the file sent.

The whole of an export is one call: `csv_response(request, Export(...), HEAD, rows)` in a view of its own. It asks what
the list is for until that is answered; the form may also stand on the page of the list itself, posting to that view.
"""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.http import HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from careleavers.actions import reads
from careleavers.forms.exports import ExportForm
from careleavers.views.gates import current_user, post_data

# A spreadsheet would read a cell that begins with one of these as a formula (OWASP, CSV injection); some do so after
# blanks and characters that nobody sees, and in East Asian settings for the wide and small forms.
FORMULA_STARTS = ("=", "+", "-", "@")
CONTROLS = ("\t", "\r", "\n")
UNSEEN = ("Cc", "Cf")  # of Unicode's categories


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
            headers={"Content-Disposition": f'attachment; filename="{export.file_name}"'},
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


def csv_lines(head: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """Line by line, the first with a byte order mark, so that names keep their accents in Excel; formulas become text.

    A list of a hundred thousand is sent as it is read and never in memory as a whole.
    """
    line = csv.writer(_Line())
    yield "\ufeff" + line.writerow(head)
    for row in rows:
        yield line.writerow([cell_text(cell) for cell in row])


class _Line:
    """What a csv.writer writes to: it hands each line back."""

    def write(self, line: str) -> str:
        return line


def cell_text(cell: object) -> str:
    """The cell as text, with an apostrophe before what a spreadsheet would read as a formula."""
    text = str(cell)
    first = next((each for each in text if not each.isspace() and unicodedata.category(each) not in UNSEEN), "")
    is_formula = text.startswith(CONTROLS) or unicodedata.normalize("NFKC", first) in FORMULA_STARTS
    return f"'{text}" if is_formula else text
