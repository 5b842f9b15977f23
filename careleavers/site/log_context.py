"""What each line of the log says of the request or the job in which it was written."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from uuid import uuid4

_context: ContextVar[dict[str, str]] = ContextVar("log_context")


def new_id() -> str:
    return uuid4().hex


@contextmanager
def logging_about(**facts: str) -> Iterator[None]:
    """Until this ends, each line of the log carries these facts: no name, no address, only ids and codes."""
    token = _context.set(dict(facts))
    try:
        yield
    finally:
        _context.reset(token)


def add(**facts: str) -> None:
    """To what is said since `logging_about` began; nothing outside of it."""
    _context.get({}).update(facts)


def current() -> dict[str, str]:
    return dict(_context.get({}))


def request_id() -> str:
    """Empty outside of a request or a job."""
    return _context.get({}).get("request_id", "")
