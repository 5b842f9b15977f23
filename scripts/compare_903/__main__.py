"""Compare our rules with the sector's validator, csc-validator-be-903: `make compare-903`, --speed or --exported.

It runs in an environment of its own under .run/compare903. The five sample years and 200 invented returns are checked
by both; every difference is written to docs/compare_903_differences.csv with the kind that explains it, and an
unexplained one is a failure. --speed measures both on 30,000 rows; --exported asks its every rule of what the product
itself exports, and of the sample's files as they came.
"""

import argparse
import csv
import json
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from careleavers.ssda903.files import read_folder
from reporting.rules.return_rules import LEAVER_RULES, Return, check
from scripts.compare_903 import contender_environment, exported, generator, imported, speed
from scripts.compare_903.differences import KINDS, OURS, THEIRS, Place, kind_of

CHECKOUT = Path(__file__).resolve().parents[2]
WORK = CHECKOUT / ".run" / "compare903"
SAMPLE = CHECKOUT / "tests" / "data" / "returns_903_sample"
LISTING = CHECKOUT / "docs" / "compare_903_differences.csv"
KEPT = CHECKOUT / "tests" / "data" / "exported_903"
EXPORTS_LISTING = CHECKOUT / "docs" / "compare_903_exports.csv"
INVENTED = 200
CODES = [rule.code for rule in LEAVER_RULES]


@dataclass(frozen=True)
class Job:
    """A return to check: the year it ends in, the year whose rules the contender takes, and the folders."""

    name: str
    year: int
    pack: int
    folder: Path
    last: Path | None

    def for_contender(self) -> dict:
        last = str(self.last) if self.last else None
        folder = str(self.folder)
        return {"year": self.year, "pack": self.pack, "folder": folder, "last": last} | {
            "rules": CODES,
            "deep": True,
            "postcodes": False,
        }

    def read(self) -> Return:
        return Return(self.year, read_folder(self.folder), read_folder(self.last) if self.last else None)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--speed", action="store_true", help="measure time and memory on 30,000 rows")
    parser.add_argument("--exported", action="store_true", help="check what the product itself exports")
    options = parser.parse_args()
    python = contender_environment.python(CHECKOUT, WORK)
    if options.exported:
        return check_exports(python)
    return speed.compare(python, WORK) if options.speed else compare(python)


def compare(python: Path) -> int:
    jobs = [*_sample_jobs(), *_invented_jobs()]
    theirs = _ask_contender(python, [job.for_contender() for job in jobs])
    rows: list[tuple] = []
    fired: Counter[str] = Counter()
    agreed = 0
    for job, answer in zip(jobs, theirs, strict=True):
        found = _differences(job, answer)
        rows.extend(found.rows)
        fired.update(found.fired)
        agreed += found.agreed
    _write_listing(rows)
    silent = [code for code in CODES if not fired[code]]
    unexplained = [row for row in rows if row[0] == "UNEXPLAINED"]
    _print_summary(rows, agreed, len(jobs))
    if silent:
        print(f"These rules found nothing in any return: {', '.join(silent)}.")
    for row in unexplained[:20]:
        print("Unexplained:", *row)
    return 1 if silent or unexplained else 0


def check_exports(python: Path) -> int:
    """0 where every error that the validator finds in our own exports is explained, and none is a fault of ours."""
    years, originals = exported.export_all(WORK, SAMPLE), imported.sample_years(SAMPLE)
    jobs = [*(each.for_contender() for each in years), *(each.for_contender() for each in originals)]
    answers = _ask_contender(python, jobs)
    of_exports = zip(years, answers[: len(years)], strict=True)
    as_they_came = zip(originals, answers[len(years) :], strict=True)
    explained = [one for each, answer in of_exports for one in exported.explained(each, answer)]
    found = imported.with_origins(explained, {each.year: each.faults(answer) for each, answer in as_they_came})
    columns = ("kind", "rule", "return", "table", "line", "imported")
    _write(EXPORTS_LISTING, columns, sorted(exported.listing(found)))
    exported.keep(found, KEPT)
    print("\n".join(exported.table_of(found, years)))
    for kind in exported.EXPORT_KINDS:
        print(f"{kind.name}: {kind.why}")
    print("\n".join(imported.table_of(found)))
    wrong = imported.not_allowed(found)
    for each in wrong[:20]:
        print(f"{each.kind}, {each.origin}:", each.rule, each.exported.name, each.table, each.line, each.child)
    return 1 if wrong else 0


def _sample_jobs() -> list[Job]:
    """The sample's folders are named after the year in which a collection starts; the oldest rules stand in for it."""
    years = sorted(int(path.name) for path in SAMPLE.iterdir() if path.is_dir())
    return [
        Job(f"sample {year}", year + 1, generator.FIRST_PACK, SAMPLE / str(year), last if last.exists() else None)
        for year in years
        for last in [SAMPLE / str(year - 1)]
    ]


def _invented_jobs() -> list[Job]:
    jobs = []
    for number in range(INVENTED):
        folder = WORK / "returns" / f"{number:03}"
        year, has_last = generator.write_return(number, folder)
        last = folder / "last" if has_last else None
        jobs.append(Job(f"invented {number:03}", year, year, folder / "this", last))
    return jobs


def _ask_contender(python: Path, asked_of: list[dict]) -> list[dict]:
    script = Path(__file__).with_name("contender.py")
    asked = json.dumps(asked_of)
    print(f"Checking {len(asked_of)} returns with csc-validator-be-903 ...", flush=True)
    done = subprocess.run([python, script], input=asked, capture_output=True, text=True, check=True, cwd=WORK)
    found: list[dict] = json.loads(done.stdout)["results"]
    return found


@dataclass(frozen=True)
class _Found:
    rows: list[tuple]
    fired: Counter
    agreed: int


def _differences(job: Job, answer: dict) -> _Found:
    checked = job.read()
    outcome = check(checked)
    in_pack = {*answer["ran"], *answer["skipped"], *answer["crashed"]}
    ours = {(error.rule, error.table, error.line) for error in outcome.errors if error.rule in in_pack & set(CODES)}
    theirs = {tuple(error) for error in answer["errors"]}
    rows = []
    for rule, table, line in sorted(ours ^ theirs):
        place = Place(
            checked,
            rule,
            table,
            checked.table(table).lines.index(line),
            OURS if (rule, table, line) in ours else THEIRS,
            crashed=rule in answer["crashed"],
            skipped=rule in answer["skipped"],
        )
        kind = kind_of(place)
        rows.append((kind.name if kind else "UNEXPLAINED", place.whose, rule, job.name, table, line, place.child))
    return _Found(rows, Counter(rule for rule, *_ in ours), len(ours & theirs))


def _write_listing(rows: list[tuple]) -> None:
    """One line for each kind, rule, return and table, with the lines of the file."""
    places: dict[tuple, list[str]] = defaultdict(list)
    for *where, line, _ in sorted(rows):
        places[tuple(where)].append(str(line))
    columns = ("kind", "whose", "rule", "return", "table", "lines")
    _write(LISTING, columns, ((*where, " ".join(lines)) for where, lines in places.items()))


def _write(path: Path, columns: Iterable[str], rows: Iterable[tuple]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)


def _print_summary(rows: list[tuple], agreed: int, returns: int) -> None:
    print(f"{returns} returns: {agreed:,} errors found by both, {len(rows):,} by one only.\n")
    counts = Counter((name, whose, rule) for name, whose, rule, *_ in rows)
    print("| kind | rules | whose | differences | why |\n| --- | --- | --- | --- | --- |")
    for kind in KINDS:
        of_kind = {rule: counts[kind.name, kind.whose, rule] for rule in kind.rules}
        met = ", ".join(f"{rule}: {number:,}" for rule, number in of_kind.items() if number) or "none"
        print(f"| {kind.name} | {', '.join(kind.rules)} | {kind.whose} | {met} | {kind.why} |")


if __name__ == "__main__":
    sys.exit(main())
