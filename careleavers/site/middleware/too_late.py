"""A page that came too late says so, and keeps what was typed: its row was ended or removed since it was opened, or the
record was closed by a death."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from careleavers.actions.base import RecordClosed
from careleavers.views.rows import TooLate, too_late_page


class TooLateMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, RecordClosed):
            exception = TooLate(str(exception))
        return too_late_page(request, exception) if isinstance(exception, TooLate) else None
