"""The rules of the care-leaver return (SSDA903, table OC3): what DfE would send back, found before it is sent.

    checked, outcome = check_folder(2026, Path("return-2026"), Path("return-2025"))
    outcome.errors, outcome.ran, outcome.skipped

What each rule checks is DfE's own sentence, as its message and the logic quoted in the sector's open-source validator
(csc-validator-be-903, rules of 2022-23 to 2026-27) state it. docs/compare_903.md lists where that validator does
something else.
"""

import gc
from pathlib import Path

from careleavers.rules.dates import LeapDay
from careleavers.ssda903.files import read_folder
from reporting.rules.return_rules import (
    about_the_child,
    care_history,
    care_leavers,
    identity,
    other_tables,
    placements,
    stays,
)
from reporting.rules.return_rules.checking import FILE_RULE, CheckResult, ReturnError, check_with
from reporting.rules.return_rules.returns import Return
from reporting.rules.return_rules.rule import ReturnRule, Skipped

__all__ = [
    "FILE_RULE",
    "LEAVER_RULES",
    "RULES",
    "CheckResult",
    "Return",
    "ReturnError",
    "ReturnRule",
    "Skipped",
    "check",
    "check_folder",
]


def _order(rule: ReturnRule) -> tuple[int, str]:
    return (int(rule.code) if rule.code.isdigit() else 10_000, rule.code)


# Those that touch what is said of care leavers, and those of the Header and the Episodes that go with it.
LEAVER_RULES: tuple[ReturnRule, ...] = tuple(
    sorted((*care_leavers.RULES, *care_history.RULES, *about_the_child.RULES, *other_tables.RULES), key=_order)
)
RULES: tuple[ReturnRule, ...] = tuple(
    sorted((*LEAVER_RULES, *identity.RULES, *placements.RULES, *stays.RULES), key=_order)
)


def check(checked: Return) -> CheckResult:
    """What every rule finds in a return, with what could not be read in its files, and which rules did not run."""
    return check_with(RULES, checked)


def check_folder(
    year: int, folder: Path, last: Path | None = None, leap_day: LeapDay = "1 March"
) -> tuple[Return, CheckResult]:
    """Read this year's folder, and last year's where there is one, and check the return.

    OSError where a folder cannot be listed. Python's garbage collector rests meanwhile: a large return is half a
    million small objects without a cycle, and walking through them again and again takes as long as all the rules.
    """
    collecting = gc.isenabled()
    gc.disable()
    try:
        checked = Return(year, read_folder(folder), read_folder(last) if last else None, leap_day)
        return checked, check(checked)
    finally:
        if collecting:
            gc.enable()
