"""A plugin of pytest that tries mutants one after another in one process: the tests and their database start once.

First every test runs on the code as it is, while it is noted which lines it runs and how long it takes. For a mutant
the functions that it changes are given their changed code, and the tests that run its line go again, the quickest
first, until one fails. What stands outside functions has run by then and cannot be tried in this way.
"""

from __future__ import annotations

import gc
import json
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import CodeType, FrameType, FunctionType
from typing import Any

import coverage
import pytest

SECONDS = 60  # for one test: a change that makes it run for ever is noticed


class Endless(BaseException):
    """A test ran for longer than SECONDS."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--mutants", help="a file of JSON: [[path of the module, line, line of its statement, changed text], ...]"
    )
    parser.addoption("--noticed", help="the file of JSON lines that is written: one for each mutant, in order")


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("--mutants"):
        config.pluginmanager.register(Trial(config), "mutants")


class Trial:
    """Stands in for pytest's own loop over the tests."""

    def __init__(self, config: pytest.Config) -> None:
        self.mutants: list[tuple[str, int, int, str]] = json.loads(Path(config.getoption("--mutants")).read_text())
        self.results = Path(config.getoption("--noticed"))
        self.failed = False

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.failed = self.failed or report.failed

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        gc.unfreeze()  # functions that tests/conftest.py froze are not among gc.get_objects()
        tests, seconds = self._as_it_is(session.items)
        with self.results.open("w") as results:
            for file, line, statement, text in self.mutants:
                items = sorted(
                    tests.get((file, line)) or tests.get((file, statement), []), key=lambda item: seconds[item]
                )
                outcome = self._try(file, text, items)
                results.write(json.dumps({"outcome": outcome, "tests": len(items)}) + "\n")
                results.flush()
        return True

    def _as_it_is(self, items: list[pytest.Item]) -> tuple[dict[tuple[str, int], list[Any]], dict[Any, float]]:
        """The tests that run each line, and how long each takes. What fails without a mutant is left out."""
        files = sorted({file for file, *_ in self.mutants})
        measured = coverage.Coverage(data_file=None, include=files, config_file=False)
        seconds, known = {}, {}
        measured.start()
        for item, following in zip(items, [*items[1:], None], strict=True):
            measured.switch_context(item.nodeid)
            began, self.failed = time.monotonic(), False
            item.ihook.pytest_runtest_protocol(item=item, nextitem=following)
            seconds[item] = time.monotonic() - began
            if not self.failed:
                known[item.nodeid] = item
        measured.stop()
        data, tests = measured.get_data(), {}
        for file in files:
            for line, contexts in data.contexts_by_lineno(file).items():
                tests[file, line] = [known[name] for name in contexts if name in known]
        return tests, seconds

    def _try(self, file: str, text: str, items: list[Any]) -> str:
        """ "noticed", "not noticed", "not run" by any test, or "not tried" where the code cannot be exchanged."""
        if not items:
            return "not run"
        with exchanged(file, text) as changed:
            if not changed:
                return "not tried"
            return "noticed" if any(self._fails(item) for item in items) else "not noticed"

    def _fails(self, item: Any) -> bool:
        item._initrequest()  # its fixtures are made again, as before a first run
        self.failed = False
        former = signal.signal(signal.SIGALRM, _endless)
        signal.alarm(SECONDS)
        try:
            item.ihook.pytest_runtest_protocol(item=item, nextitem=None)
        except Endless:
            return True
        finally:
            signal.alarm(0)
            signal.signal(signal.SIGALRM, former)
        return self.failed


def _endless(number: int, frame: FrameType | None) -> None:
    raise Endless


@contextmanager
def exchanged(file: str, text: str) -> Iterator[bool]:
    """The functions of the file that live, with the code that they have in the changed text; whether any differs."""
    now = _codes(compile(Path(file).read_text(), file, "exec"))
    then = _codes(compile(text, file, "exec"))
    former = []
    for function in [each for each in gc.get_objects() if isinstance(each, FunctionType)]:
        code = function.__code__
        place = (code.co_qualname, code.co_firstlineno)
        if code.co_filename == file and place in then and now.get(place) != then[place]:
            if len(then[place].co_freevars) != len(code.co_freevars):
                continue
            former.append((function, code))
            function.__code__ = then[place]
    try:
        yield bool(former)
    finally:
        for function, code in former:
            function.__code__ = code


def _codes(module: CodeType) -> dict[tuple[str, int], CodeType]:
    """The code of every function, by its name and first line; none where two share both."""
    found: dict[tuple[str, int], CodeType] = {}
    doubled, waiting = set(), [module]
    while waiting:
        for each in waiting.pop().co_consts:
            if isinstance(each, CodeType):
                waiting.append(each)
                place = (each.co_qualname, each.co_firstlineno)
                doubled |= {place} & found.keys()
                found[place] = each
    return {place: code for place, code in found.items() if place not in doubled}
