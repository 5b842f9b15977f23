"""A request's path as it may stand in a log: with ids, and never with what somebody typed or was sent in secret."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.http import HttpRequest

NO_SUCH_PAGE = "(no such page)"


def safe_path(request: HttpRequest) -> str:
    """The path where it names rows by their ids alone. Otherwise the page's pattern, such as `settings/<slug:key>/`.

    A path that leads to no page may be anything that was typed, so it is left out. Questions (?q=) always are.
    """
    match = request.resolver_match
    if match is None:
        return NO_SUCH_PAGE
    values = [*match.args, *match.kwargs.values()]
    if all(isinstance(value, UUID | int | date) for value in values):
        return request.path
    return match.route
