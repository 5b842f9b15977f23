"""Pages of figures that may be read from a copy of the database."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse

from careleavers.site.reading import behind, reading_the_copy


def read_from_copy(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Where the deployment has a copy that is not too far behind. `request.copy_behind` says how far, for the page; it
    is None where the record itself was read."""

    @wraps(view)
    def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        lag = behind()
        request.copy_behind = lag  # type: ignore[attr-defined]
        if lag is None:
            return view(request, *args, **kwargs)
        with reading_the_copy():
            return view(request, *args, **kwargs)

    return shown
