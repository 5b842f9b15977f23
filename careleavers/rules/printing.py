"""What letters cannot print, as the app that prints them knows it. Pure."""

from __future__ import annotations

from collections.abc import Callable

Check = Callable[[str], str | None]  # a sentence that says what to do, or None
_checks: list[Check] = []


def register_print_check(check: Check) -> None:
    """Ask this of whatever may stand on a letter."""
    _checks.append(check)


def cannot_print(text: str) -> str | None:
    """Why this cannot stand on a letter, in a sentence that says what to do; None: it can."""
    return next((wrong for check in _checks if (wrong := check(text))), None)
