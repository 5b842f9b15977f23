"""The last line of a run that left the browser tests out: a green line alone would hide it."""

from __future__ import annotations

import pytest


def say_what_was_skipped(config: pytest.Config) -> None:
    """In `pytest_unconfigure`, which comes after pytest's own closing line."""
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    if reporter is not None:
        skipped = [each for each in reporter.stats.get("skipped", []) if "browser" in each.keywords]
        if skipped:
            reporter.write_line(sentence(skipped), yellow=True, bold=True)


def sentence(skipped: list[pytest.TestReport]) -> str:
    """How many and the first one's reason; a report that skips holds file, line and reason."""
    place = skipped[0].longrepr
    reason = place[2].removeprefix("Skipped: ") if isinstance(place, tuple) else ""
    tests = "1 browser test was" if len(skipped) == 1 else f"{len(skipped)} browser tests were"
    return f"{tests} skipped. {reason}".rstrip()
