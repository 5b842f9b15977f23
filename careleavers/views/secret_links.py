"""Pages that somebody without an account opens by a secret address."""

from __future__ import annotations

from allauth.core.internal import ratelimit  # the public one lets every GET through
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

OPENED_AS_OFTEN = {"open": "60/m/ip"}  # a college or a police station may share one address of the network
NO_SUCH_LINK = "This link does not open anything any more."
TOO_OFTEN = "Too many tries just now. Wait a minute, then try again."


def too_many_tries(request: HttpRequest, app: str) -> HttpResponse | None:
    """The page that says so, once links of this kind were opened too often from one address of the network."""
    if ratelimit.consume(request, app=app, action="open", config=OPENED_AS_OFTEN, limit_get=True):
        return None
    return closed_page(request, status=429, says=TOO_OFTEN)


def closed_page(request: HttpRequest, *, status: int = 404, says: str = NO_SUCH_LINK) -> HttpResponse:
    """Why nothing is opened; it names nobody and nothing."""
    return render(request, "careleavers/links/closed.html", {"says": says}, status=status)
