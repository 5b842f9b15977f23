"""The last lines of a run that left tests out that need another program: a green line alone would hide it."""

from __future__ import annotations

import pytest

KINDS = {"browser": "browser", "clamd": "virus scanner"}  # by mark, what is said of them


def say_what_was_skipped(config: pytest.Config) -> None:
    """In `pytest_unconfigure`, which comes after pytest's own closing line."""
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    if reporter is not None:
        left_out = reporter.stats.get("skipped", [])
        for mark, kind in KINDS.items():
            if skipped := [each for each in left_out if mark in each.keywords]:
                reporter.write_line(sentence(skipped, kind), yellow=True, bold=True)


def sentence(skipped: list[pytest.TestReport], kind: str = "browser") -> str:
    """How many and the first one's reason; a report that skips holds file, line and reason."""
    place = skipped[0].longrepr
    reason = place[2].removeprefix("Skipped: ") if isinstance(place, tuple) else ""
    tests = f"1 {kind} test was" if len(skipped) == 1 else f"{len(skipped)} {kind} tests were"
    return f"{tests} skipped. {reason}".rstrip()
