"""What a file is called that leaves the product: one function, which every download asks."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpResponse
from django.utils.http import content_disposition_header

INVENTED = "PRACTICE-"  # before the name of every file of a practice council


def disposition(file_name: str, *, is_shown: bool = False) -> str:
    """The value of `Content-Disposition`: to be saved under this name, or with `is_shown` opened in the browser.

    A file of a practice council says so in its name: found in a folder a year later, its people are still invented.
    """
    name = f"{INVENTED}{file_name}" if settings.PRACTICE else file_name
    return content_disposition_header(as_attachment=not is_shown, filename=name) or "attachment"


def as_pdf(pdf: bytes, file_name: str) -> HttpResponse:
    """A PDF that the browser opens by itself."""
    headers = {"Content-Disposition": disposition(file_name, is_shown=True)}
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)
