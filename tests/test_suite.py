"""The suite itself: what its last line says, and that time alone fails no property."""

import os
import subprocess
import sys
from pathlib import Path

import hypothesis
import pytest

CHECKOUT = Path(__file__).resolve().parent.parent
REASON = "Chromium was not found: install Chromium"
TESTS = f"""
import pytest

@pytest.mark.browser
@pytest.mark.parametrize("width", [1, 2])
def test_in_a_browser(width, request):
    if "found" not in request.config.rootpath.name:
        pytest.skip({REASON!r})

def test_something_else():
    pytest.skip("for another reason")
"""


def last_line(folder: Path, *options: str) -> str:
    """Of a run of TESTS there."""
    (folder / "test_all.py").write_text(TESTS)
    (folder / "conftest.py").write_text("from tests.closing_line import say_what_was_skipped as pytest_unconfigure\n")
    (folder / "pytest.ini").write_text("[pytest]\nmarkers = browser\n")
    command = [sys.executable, "-m", "pytest", *options, str(folder)]
    environment = os.environ | {"PYTHONPATH": str(CHECKOUT), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout.splitlines()[-1]


@pytest.mark.parametrize("options", [[], ["-q"], ["-p", "xdist", "-n2"]], ids=["alone", "quiet", "on two cores"])
def test_a_run_that_skipped_browser_tests_ends_by_saying_so(tmp_path: Path, options: list[str]) -> None:
    """Seen to fail: in `pytest_terminal_summary`, which runs before pytest's closing line."""
    assert last_line(tmp_path, *options) == f"2 browser tests were skipped. {REASON}"


def test_a_run_with_a_browser_ends_as_pytest_ends_it(tmp_path: Path) -> None:
    (tmp_path / "found").mkdir()
    assert "2 passed, 1 skipped" in last_line(tmp_path / "found")


def test_a_property_that_is_slow_is_not_wrong() -> None:
    assert hypothesis.settings().deadline is None
