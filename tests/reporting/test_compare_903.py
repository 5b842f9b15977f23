"""The returns invented for the comparison with the sector's validator: the same each time, and hard enough."""

from careleavers.ssda903.files import read_folder
from reporting.rules.return_rules import FILE_RULE, RULES, check_folder
from scripts.compare_903.differences import KINDS
from scripts.compare_903.generator import write_return


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
    assert broken - {FILE_RULE} == {rule.code for rule in RULES}


def test_a_kind_of_difference_names_rules_that_exist():
    codes = {rule.code for rule in RULES}
    assert all(codes.issuperset(kind.rules) for kind in KINDS)
