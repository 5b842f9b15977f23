"""Changes code in one place at a time, at places drawn by chance, and counts how many changes its tests notice.

Run as `make mutants`: for each area NUMBER changes (20) drawn by SEED (1), the same each time; AREA=letters for one
alone. In functions they are tried one after another in one process (`mutants_in_pytest.py`), by the tests that run the
changed line; what runs when a module is imported is tried in a copy of the checkout, by the tests that name the module.
Exit status 1 where fewer than 90 of 100 are noticed.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import NamedTuple

from scripts.faults import CHECKOUT, copy_checkout
from scripts.mutation import Mutant, mutants_of

NOTICED_AT_LEAST = 0.9
SECONDS = 600  # for the tests of one change in a copy: one that makes them run for ever is noticed
PYTEST = (".venv/bin/python", "-m", "pytest", "-q", "-n0", "-p", "no:cacheprovider", "-p", "no:randomly")
QUICK = ("-m", "not browser and not services")


class Area(NamedTuple):
    """The files that are changed, and the tests that should notice; both as patterns in the checkout."""

    files: tuple[str, ...]
    tests: tuple[str, ...]


class Drawn(NamedTuple):
    """One change that is to be tried, and the file of it."""

    file: Path
    mutant: Mutant

    def __str__(self) -> str:
        change = " ".join(f"{self.mutant.before}  ->  {self.mutant.after}".split())
        return f"{self.file.relative_to(CHECKOUT)}:{self.mutant.line}  {change}"


REPORTING = ("tests/reporting/test_[cf-t]*.py",)
AREAS = {
    "measures": Area(("reporting/queries/measures.py", "reporting/queries/evidence.py"), REPORTING),
    "figures": Area(
        ("reporting/queries/figures.py", "reporting/queries/frozen.py", "reporting/queries/tiles.py")
        + ("reporting/queries/by_team.py", "reporting/actions/*.py"),
        REPORTING,
    ),
    "cohorts": Area(
        ("reporting/rules/cohorts.py", "reporting/rules/periods.py", "reporting/rules/left_out.py"), REPORTING
    ),
    "letters": Area(
        ("offers/rules/letter*.py", "offers/rules/posting.py", "offers/queries/letter*.py"), ("tests/offers/test_*.py",)
    ),
    "composing": Area(
        ("offers/documents/*.py", "careleavers/documents/*.py"),
        ("tests/offers/test_*.py",),
    ),
    "actions": Area(
        ("careleavers/actions/*.py", "pathways/actions/*.py", "offers/actions/*.py"),
        ("tests/careleavers/test_*.py", "tests/pathways/test_*.py", "tests/offers/test_*.py"),
    ),
}


def main(arguments: list[str]) -> int:
    asked = argparse.ArgumentParser(prog="make mutants")
    asked.add_argument("--number", type=int, default=20, help="changes for each area")
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--area", choices=AREAS, help="this area alone")
    options = asked.parse_args(arguments)
    names = [options.area] if options.area else list(AREAS)
    drawn = {name: draw(AREAS[name], options.number, f"{options.seed} {name}") for name in names}
    outcomes: dict[Drawn, str] = {}
    for tests in {AREAS[name].tests: None for name in names}:  # areas that share their tests share one process
        together = [each for name in names if AREAS[name].tests == tests for each in drawn[name]]
        outcomes |= _in_one_process(tests, together)
        outcomes |= _in_a_copy(tests, together)
    enough = True
    for name in names:
        noticed = sum(outcomes[each] == "noticed" for each in drawn[name])
        print(f"{name}: {noticed} of {len(drawn[name])} changes were noticed.")
        enough &= noticed >= NOTICED_AT_LEAST * len(drawn[name])
    return int(not enough)


def draw(area: Area, number: int, seed: str) -> list[Drawn]:
    """That many changes of the area's files, each as likely as any other; fewer where there are fewer."""
    possible = [Drawn(path, mutant) for path in matching(area.files) for mutant in mutants_of(path.read_text())]
    return Random(seed).sample(possible, min(number, len(possible)))


def near(tests: tuple[str, ...], file: Path) -> list[Path]:
    """Those of the tests that name the module; all of them where none does."""
    return [test for test in matching(tests) if _names(test, file)] or list(matching(tests))


def matching(patterns: tuple[str, ...]) -> Iterator[Path]:
    for pattern in patterns:
        yield from sorted(CHECKOUT.glob(pattern))


def _in_one_process(tests: tuple[str, ...], drawn: list[Drawn]) -> dict[Drawn, str]:
    """What became of each change of a function: see `mutants_in_pytest`."""
    tried = [each for each in drawn if each.mutant.in_function]
    with tempfile.TemporaryDirectory(prefix="mutants-") as folder:
        asked, answered = Path(folder, "mutants.json"), Path(folder, "noticed.jsonl")
        lines = [(str(file), mutant.line, mutant.statement, mutant.text) for file, mutant in tried]
        asked.write_text(json.dumps(lines))
        plugin = ["-p", "scripts.mutants_in_pytest", f"--mutants={asked}", f"--noticed={answered}"]
        paths = [str(test) for test in matching(tests)]
        subprocess.run([*PYTEST, *QUICK, *plugin, *paths], cwd=CHECKOUT, capture_output=True, check=False)
        outcomes = [json.loads(line)["outcome"] for line in answered.read_text().splitlines()]
    for each, outcome in zip(tried, outcomes, strict=True):
        print(f"{outcome:>12}  {each}", flush=True)
    return dict(zip(tried, outcomes, strict=True))


def _in_a_copy(tests: tuple[str, ...], drawn: list[Drawn]) -> dict[Drawn, str]:
    """What became of each change of what runs when its module is imported."""
    outcomes = {}
    with tempfile.TemporaryDirectory(prefix="mutants-") as folder:
        copy = Path(folder)
        copy_checkout(copy)
        for each in drawn:
            if each.mutant.in_function:
                continue
            changed = copy / each.file.relative_to(CHECKOUT)
            changed.write_text(each.mutant.text)
            outcomes[each] = "noticed" if _fails(copy, near(tests, each.file)) else "not noticed"
            changed.write_text(each.file.read_text())
            print(f"{outcomes[each]:>12}  {each}", flush=True)
    return outcomes


def _names(test: Path, module: Path) -> bool:
    """Whether the text of the test imports the module, by its whole name or out of its package."""
    dotted = ".".join(module.relative_to(CHECKOUT).with_suffix("").parts)
    package, _, name = dotted.rpartition(".")
    text = test.read_text()
    return f"from {dotted} " in text or any(
        line.startswith(f"from {package} import") and name in line.replace(",", " ").split()
        for line in text.splitlines()
    )


def _fails(copy: Path, tests: list[Path]) -> bool:
    files = [str(test.relative_to(CHECKOUT)) for test in tests]
    try:
        done = subprocess.run(
            [*PYTEST, *QUICK, "-x", *files], cwd=copy, capture_output=True, timeout=SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        return True
    return done.returncode != 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
