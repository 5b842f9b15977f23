"""The shape of the code. Each guard was broken on purpose once; its docstring says how it failed."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from tests.guards.source import APPS, ROOT, files, imports, module_of, named, tree

MAY_IMPORT = {
    "careleavers": {"careleavers"},
    "pathways": {"careleavers", "pathways"},
    "offers": {"careleavers", "offers"},
    "reporting": set(APPS),
}

PURE = [
    "careleavers.dates",
    "careleavers.law",
    "careleavers.clocks",
    "careleavers.codes",
    "careleavers.colours",
    "careleavers.identifiers",
    "careleavers.phones",
    "careleavers.policies",
    "careleavers.permissions",
    "careleavers.return_files",
    "careleavers.wording",
    "careleavers.words",
    "careleavers.demo.lives",
    "pathways.clocks",
    "pathways.deeds",
    "pathways.duties",
    "pathways.matters",
    "offers.catalogue",
    "offers.letters",
    "offers.posting",
    "reporting.return_rules",
    "reporting.statistics",
    "reporting.charts",
]
BANK_HOLIDAYS = "govuk_bank_holidays"  # read by careleavers.dates alone

# Where today may be read: pages, jobs, commands, and the middleware that sets the day of a request.
READS_TODAY = ("views", "tasks", "management", "middleware", "embedded")
TODAY = {"localdate", "today"}
READS_NOW = (*READS_TODAY, "actions")
NOW = {"now", "localtime", "utcnow"}


@pytest.mark.parametrize("app", APPS)
def test_apps_import_only_downwards_and_absolutely(app: str) -> None:
    """Seen to fail: `from pathways import clocks` in careleavers/panels.py, and `from . import words`."""
    wrong = [
        f"{named(path)} imports {'.' * level}{module}"
        for path in files(app)
        for module, level in imports(path)
        if level or (module.split(".")[0] in APPS and module.split(".")[0] not in MAY_IMPORT[app])
    ]
    assert not wrong


def test_pure_modules_bring_in_the_standard_library_alone() -> None:
    """Each in a process of its own. Seen to fail: `import django` in careleavers/words.py."""
    code = (
        "import importlib, json, sys\n"
        "before = set(sys.modules)\n"
        "importlib.import_module(sys.argv[1])\n"
        "print(json.dumps(sorted({name.split('.')[0] for name in set(sys.modules) - before})))\n"
    )
    allowed = set(sys.stdlib_module_names) | set(APPS) | {BANK_HOLIDAYS}
    wrong = {}
    for module in PURE:
        out = subprocess.run([sys.executable, "-c", code, module], cwd=ROOT, capture_output=True, text=True, check=True)
        brought = set(ast.literal_eval(out.stdout)) - allowed
        if brought:
            wrong[module] = brought
    assert not wrong


def test_only_the_dates_read_bank_holidays() -> None:
    """Seen to fail: `import govuk_bank_holidays` in offers/posting.py."""
    readers = {named(path) for path in files() if any(name.startswith(BANK_HOLIDAYS) for name, _ in imports(path))}
    assert readers <= {"careleavers/dates.py"}


def test_only_pages_jobs_and_commands_read_the_day() -> None:
    """Instants (`now`) may be read in actions too. Seen to fail: `timezone.localdate()` in careleavers/timeline.py."""
    wrong = [
        f"{named(path)}:{node.lineno} {ast.unparse(node)}"
        for path in files()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and not node.args
        and (
            (node.func.attr in TODAY and not _in(path, READS_TODAY))
            or (node.func.attr in NOW and not _in(path, READS_NOW))
        )
    ]
    assert not wrong


def _in(path: Path, folders: tuple[str, ...]) -> bool:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return any(part in folders for part in parts)


def test_every_model_lives_in_models_and_every_module_has_a_home() -> None:
    """Seen to fail: a file careleavers/utils.py."""
    unwanted = {"utils", "helpers", "services", "signals"}
    assert not [named(path) for path in files() if path.stem in unwanted]


def test_no_file_holds_two_areas() -> None:
    """About 400 lines is one area. Seen to fail: a file of 500 lines."""
    long = {named(path): len(path.read_text().splitlines()) for path in files()}
    assert not {path: lines for path, lines in long.items() if lines > 420}


def test_the_product_speaks_of_itself_alone() -> None:
    """No path of a machine, no registry. Seen to fail: a lock file written with its index."""
    locks = [*ROOT.glob("requirements/*"), ROOT / "frontend.json"]
    assert not [path.name for path in locks if "://" in path.read_text()]


def test_every_app_is_listed_once() -> None:
    assert [module_of(path) for path in files() if path.stem == "apps"] == [f"{app}.apps" for app in APPS]
