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

# Beside every folder called `rules`: what else is kept free of Django, so that it can run anywhere.
ALSO_PURE = ("careleavers.permissions", "careleavers.ssda903.files", "careleavers.demo.lives")
BANK_HOLIDAYS = "govuk_bank_holidays"  # read by careleavers.rules.dates alone

# Where today may be read: pages, jobs, commands, and the middleware that sets the day of a request.
READS_TODAY = ("views", "tasks", "management", "middleware", "embedded")
TODAY = {"localdate", "today"}
READS_NOW = (*READS_TODAY, "actions")
NOW = {"now", "localtime", "utcnow"}


@pytest.mark.parametrize("app", APPS)
def test_apps_import_only_downwards_and_absolutely(app: str) -> None:
    """Seen to fail: `from pathways import clocks` in careleavers/site/panels.py, and `from . import words`."""
    wrong = [
        f"{named(path)} imports {'.' * level}{module}"
        for path in files(app)
        for module, level in imports(path)
        if level or (module.split(".")[0] in APPS and module.split(".")[0] not in MAY_IMPORT[app])
    ]
    assert not wrong


def pure_modules() -> list[list[str]]:
    """The modules of each app's folders called `rules`, and each of the others alone."""
    by_app = [[module_of(path) for path in files(app) if "rules" in path.relative_to(ROOT).parts[:-1]] for app in APPS]
    return [*by_app, *([module] for module in ALSO_PURE)]


def test_pure_modules_bring_in_the_standard_library_alone() -> None:
    """Each app's rules in a process of their own. Seen to fail: `import django` in careleavers/rules/words.py."""
    code = (
        "import importlib, json, sys\n"
        "before = set(sys.modules)\n"
        "for name in sys.argv[1:]: importlib.import_module(name)\n"
        "print(json.dumps(sorted({name.split('.')[0] for name in set(sys.modules) - before})))\n"
    )
    allowed = set(sys.stdlib_module_names) | set(APPS) | {BANK_HOLIDAYS}
    wrong = {}
    for modules in pure_modules():
        command = [sys.executable, "-c", code, *modules]
        out = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
        brought = set(ast.literal_eval(out.stdout)) - allowed
        if brought:
            wrong[modules[0]] = brought
    assert not wrong


def test_only_the_dates_read_bank_holidays() -> None:
    """Seen to fail: `import govuk_bank_holidays` in offers/rules/posting.py."""
    readers = {named(path) for path in files() if any(name.startswith(BANK_HOLIDAYS) for name, _ in imports(path))}
    assert readers <= {"careleavers/rules/dates.py"}


def test_only_pages_jobs_and_commands_read_the_day() -> None:
    """Instants (`now`) may be read in actions too. Seen to fail: `localdate()` in careleavers/queries/timeline.py."""
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
