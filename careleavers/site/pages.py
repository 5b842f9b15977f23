"""Every page by its URL name, and for whom it opens."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from django.urls import URLPattern, URLResolver, get_resolver

from careleavers.models import User
from careleavers.permissions import Permission


@cache
def pages() -> dict[str, URLPattern]:
    """Every page that has a name, by it."""
    return dict(_named(get_resolver()))


def _named(resolver: URLResolver, namespace: str = "") -> Iterator[tuple[str, URLPattern]]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from _named(entry, f"{namespace}{entry.namespace}:" if entry.namespace else namespace)
        elif entry.name:
            yield f"{namespace}{entry.name}", entry


def permissions_of(page: str) -> tuple[Permission, ...]:
    """Any one of them opens the page, as its view says; without one it is for everybody who has signed in."""
    return getattr(pages()[page].callback, "permissions", ())


def may_open(user: User, page: str) -> bool:
    """Whether the user's roles open the page. Of a record: whether they may see that one is another question."""
    permissions = permissions_of(page)
    return not permissions or any(user.may(permission) for permission in permissions)
