"""What Django works out anew of the same addresses for every page, kept for a run: a page has some twenty links, and
there are more patterns than Python keeps compiled."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any

import pytest
from django.urls import URLResolver
from django.urls.resolvers import RegexPattern

KEPT = 20_000


@pytest.fixture(autouse=True, scope="session")
def _addresses_are_worked_out_once() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(URLResolver, "_reverse_with_prefix", _kept(URLResolver._reverse_with_prefix))
        patch.setattr(URLResolver, "resolve", _of_the_root(URLResolver.resolve))
        yield


def _kept(method: Callable) -> Callable:
    """By the arguments and their types, as `True` and `1` are one key and two addresses. What fails is tried anew."""
    return lru_cache(KEPT, typed=True)(method)


def _of_the_root(resolve: Callable) -> Callable:
    kept = _kept(resolve)

    def resolve_quickly(resolver: URLResolver, path: Any) -> Any:
        is_root = isinstance(resolver.pattern, RegexPattern)
        return (kept if is_root else resolve)(resolver, str(path) if is_root else path)

    return resolve_quickly
