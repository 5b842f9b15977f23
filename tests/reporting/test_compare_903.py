"""The returns invented for the comparison with the sector's validator: the same each time, and hard enough."""

import csv
from pathlib import Path

from careleavers.ssda903.files import read_folder
from reporting.rules.return_rules import LEAVER_RULES, Return, check, check_folder
from scripts.compare_903.differences import KINDS
from scripts.compare_903.exported import EXPORT_KINDS, SAID
from scripts.compare_903.generator import write_return

EXPORTED = Path(__file__).resolve().parents[1] / "data" / "exported_903"


def written(folder):
    return {path.relative_to(folder): path.read_text() for path in sorted(folder.rglob("*.csv"))}


def test_a_return_is_the_same_each_time(tmp_path):
    for folder in (tmp_path / "one", tmp_path / "two"):
        assert write_return(4, folder) == (2027, True)
    assert written(tmp_path / "one") == written(tmp_path / "two")


def test_forty_returns_break_every_rule_and_no_file(tmp_path):
    broken = set()
    for number in range(40):
        folder = tmp_path / str(number)
        year, has_last = write_return(number, folder)
        _, outcome = check_folder(year, folder / "this", folder / "last" if has_last else None)
        broken.update(error.rule for error in outcome.errors)
        assert read_folder(folder / "this").problems == []
    assert broken >= {rule.code for rule in LEAVER_RULES}


def test_a_kind_of_difference_names_rules_that_exist():
    codes = {rule.code for rule in LEAVER_RULES}
    assert all(codes.issuperset(kind.rules) for kind in KINDS)


def test_what_the_validator_finds_in_an_export_our_preview_has_said_of_the_same_child():
    """The sample's last year as we export it, with what csc-validator-be-903 found (`make compare-903 EXPORTED=1`)."""
    checked = Return(2022, read_folder(EXPORTED / "folder"), read_folder(EXPORTED / "before"))
    said = {(error.rule, error.child) for error in check(checked).errors}
    with (EXPORTED / "errors.csv").open(encoding="utf-8", newline="") as file:
        found = [(row["rule"], row["child"], row["kind"]) for row in csv.DictReader(file)]
    explained = {kind.name for kind in (*KINDS, *EXPORT_KINDS)}
    for rule, child, kind in found:
        assert (rule, child) in said if kind == SAID else kind in explained
    assert {rule for rule, _, kind in found if kind == SAID} >= {"168", "179", "214", "222", "361", "460", "516"}
