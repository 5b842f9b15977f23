"""The product's own exports under the sector's whole pack of rules: `make compare-903 EXPORTED=1`.

Two councils are made from nothing: one into which the five sample years are imported, and the demo's. The return of
each year is exported as anybody would (`manage.py care_leaver_return`) and checked by csc-validator-be-903 with every
rule of its pack, beside what is known from before. Each error it finds is one that our own preview says of the same
young person, or comes from a reading that DfE's sentence does not bear out; anything else fails the command. So does
a fault of the demo's, and one of the sample's that was in no file that was imported (`imported.py`).
"""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from shutil import copytree, rmtree

from psycopg2 import sql

from bench import servers
from careleavers.demo.embedded.places import Places
from careleavers.rules import identifiers
from careleavers.ssda903.files import read_folder
from reporting.rules.return_rules import Return
from scripts.compare_903 import generator
from scripts.compare_903.differences import THEIRS, Kind, Place, kind_of

SAMPLE, DEMO = "sample", "demo"
DEMO_YEARS = (2025, 2026, 2027)
NUMBERS = {SAMPLE: 10, DEMO: 11}
KEPT = f"{SAMPLE} 2022"
SAID, NO_SUCH_POSTCODE, UNEXPLAINED = "our preview says it", "no such postcode", "UNEXPLAINED"


@dataclass(frozen=True)
class Exported:
    """A return as it was exported: `said` are the (rule, child) of our own preview."""

    council: str
    year: int
    folder: Path
    before: Path
    said: frozenset[tuple[str, str]]

    @property
    def name(self) -> str:
        return f"{self.council} {self.year}"

    def for_contender(self) -> dict:
        pack = max(self.year, generator.FIRST_PACK)
        folders = {"folder": str(self.folder), "last": str(self.before)}
        return {"year": self.year, "pack": pack, **folders, "rules": None, "deep": True, "postcodes": True}

    def read(self) -> Return:
        return Return(self.year, read_folder(self.folder), read_folder(self.before))


def export_all(work: Path, sample: Path) -> list[Exported]:
    """Both councils, made anew, and every return of theirs exported below `work`."""
    with servers.running(forget=True) as where:
        years = sorted(int(path.name) + 1 for path in sample.iterdir() if path.is_dir())
        _begin(where)
        for year in years:
            _manage(where, SAMPLE, "import_903", str(sample / str(year - 1)), "--year", str(year))
        _manage(where, DEMO, "load_demo", "--verbosity", "0", "--quarters", "0")
        asked = [*((SAMPLE, year) for year in years), *((DEMO, year) for year in DEMO_YEARS)]
        return [_exported(where, work, council, year) for council, year in asked]


def _begin(where: Places) -> None:
    """Two empty databases; migrations run once."""
    with servers.connect(where, "postgres").cursor() as cursor:
        cursor.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(SAMPLE)))
        _manage(where, SAMPLE, "migrate", "--verbosity", "0")
        cursor.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(DEMO), sql.Identifier(SAMPLE)))


def _exported(where: Places, work: Path, council: str, year: int) -> Exported:
    folder, before = (work / "exported" / council / str(year) / kind for kind in ("this", "before"))
    asked = ("care_leaver_return", "--year", str(year), "--into", str(folder), "--before", str(before), "--json")
    said = json.loads(_manage(where, council, *asked, may_find_errors=True))
    return Exported(council, year, folder, before, frozenset((each["rule"], each["child"]) for each in said["errors"]))


def _manage(where: Places, council: str, *command: str, may_find_errors: bool = False) -> str:
    done = subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=servers.CHECKOUT,
        env=servers.environment(where, council, NUMBERS[council]),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode not in ({0, 1} if may_find_errors else {0}):
        raise SystemExit(f"manage.py {' '.join(command)} failed:\n{done.stderr[-2000:]}")
    return done.stdout


@dataclass(frozen=True)
class Found:
    """One error of the validator, how it is explained (a kind, or UNEXPLAINED), and where it comes from."""

    exported: Exported
    rule: str
    table: str
    line: int
    child: str
    kind: str
    origin: str = ""


def explained(exported: Exported, answer: dict) -> Iterator[Found]:
    checked = exported.read()
    said = {(rule, child.upper()) for rule, child in exported.said}
    for rule, table, line in answer["errors"]:
        place = Place(checked, rule, table, checked.table(table).lines.index(line), THEIRS)
        child = place.child
        kind = SAID if (rule, child) in said else _kind(place)
        yield Found(exported, rule, table, line, child, kind)


def _kind(place: Place) -> str:
    found = kind_of(place) or next((kind for kind in EXPORT_KINDS if kind.explains(place)), None)
    return found.name if found else UNEXPLAINED


def _has_good_form(place: Place) -> bool:
    """Whether a postcode of the row has the form of one and an area that exists."""
    table = place.checked.table("Episodes")
    given = [table[column][place.row] for column in ("HOME_POST", "PL_POST")]
    return any(identifiers.check("postcode", text).valid for text in given if text)


def _placed(code: str) -> Callable[[Place], bool]:
    return lambda place: place.checked.table("Episodes")["PLACE"][place.row] == code


EXPORT_KINDS = [
    Kind(NO_SUCH_POSTCODE, ("169", "179", "392c", "1015"), THEIRS, "The postcode has the form of one and an area "
         "that exists; only a directory of every postcode tells that there is none. We hold no such directory, and the "
         "sample's are invented.", _has_good_form),
    Kind("adopted by others", ("336",), THEIRS, "DfE asks about A3 and A5, who are placed with their foster carers; it "
         "tests A3 and A4, who are not.", _placed("A4")),
    Kind("K3 in small letters", ("146",), THEIRS, "K3 is a code from the collection of 2025; its list of that year has "
         "“k3”.", _placed("K3")),
]  # fmt: skip


def table_of(found: Sequence[Found], years: Sequence[Exported]) -> Iterator[str]:
    """Markdown: how many errors of each rule and kind, by return."""
    counts = Counter((each.rule, each.table, each.kind, each.exported.name) for each in found)
    yield f"| rule | table | {' | '.join(each.name for each in years)} | all | why |"
    yield f"| --- | --- |{' --- |' * (len(years) + 2)}"
    for rule, table, kind in sorted({each[:3] for each in counts}, key=lambda each: (each[2] != SAID, each)):
        by_year = [counts[rule, table, kind, each.name] for each in years]
        yield f"| {rule} | {table} | {' | '.join(str(many) for many in by_year)} | {sum(by_year)} | {kind} |"
    for_all = [sum(each.exported is year for each in found) for year in years]
    yield f"| all | | {' | '.join(str(many) for many in for_all)} | {len(found)} | |"


def keep(found: Sequence[Found], folder: Path) -> None:
    """The exported files of KEPT and what the validator found in them, for a test that has no validator."""
    rmtree(folder, ignore_errors=True)
    kept = [each for each in found if each.exported.name == KEPT]
    for name in ("folder", "before"):
        copytree(getattr(kept[0].exported, name), folder / name)
    with (folder / "errors.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("rule", "child", "kind"))
        writer.writerows(sorted({(each.rule, each.child, each.kind) for each in kept}))


def listing(found: Sequence[Found]) -> Iterator[tuple]:
    """(kind, rule, return, table, line, origin) of each error, for a file."""
    return ((each.kind, each.rule, each.exported.name, each.table, each.line, each.origin) for each in found)
