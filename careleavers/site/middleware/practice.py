"""While a practice council begins again there is one page, whatever is asked for: how far it is."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from careleavers.queries.practice import at_work

LOOK_AGAIN = 10  # seconds


class NewBeginningMiddleware:
    """Nothing else could be answered: its tables are emptied and filled in one transaction, for which all others wait.
    The page therefore asks nothing but how far it is. In a council that is real it is not used."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        if not settings.PRACTICE:
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        beginning = at_work(timezone.now())
        if beginning is None:
            return self.get_response(request)
        path = request.get_full_path() if request.method == "GET" else "/"
        context = {"beginning": beginning, "path": path, "seconds": LOOK_AGAIN}
        response = render(request, "careleavers/practice/under_way.html", context, status=503)
        response.headers["Retry-After"] = str(LOOK_AGAIN)
        response.headers["Refresh"] = f"{LOOK_AGAIN}; url={path}"
        return response
