"""A page whose row somebody else has ended or removed since it was opened says so, and keeps what was typed."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from careleavers.views.rows import TooLate, too_late_page


class TooLateMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return too_late_page(request, exception) if isinstance(exception, TooLate) else None
