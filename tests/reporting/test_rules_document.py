"""docs/rules.md is what the code says, and says all of it."""

from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from careleavers.rules import words
from careleavers.rules.clocks import Age, Basis
from careleavers.rules.law import VERSION, VERSION_DATE
from careleavers.rules.law.table import TABLE
from careleavers.rules.law.unsettled import POINTS
from offers.rules.catalogue import ITEMS
from pathways.rules.alert_duties import ALERT_DUTIES
from pathways.rules.clocks import AUTHORITY_DUTIES, CLOCKS
from reporting.rules.left_out import LEFT_OUT
from reporting.rules.return_rules import RULES
from reporting.rules_document import cell, document, gives, in_the_product, shown, stamp, where_set


def test_the_file_is_a_fresh_writing() -> None:
    out = StringIO()
    call_command("rules_doc", "--check", stdout=out)
    assert out.getvalue().endswith("rules.md is up to date.\n")


def test_it_is_written_and_a_difference_is_noticed(tmp_path: Path) -> None:
    file = tmp_path / "rules.md"
    with pytest.raises(CommandError, match="differs from the code"):
        call_command("rules_doc", "--check", "--file", str(file))
    call_command("rules_doc", "--file", str(file), stdout=StringIO())
    assert file.read_text(encoding="utf-8") == document()
    file.write_text(document() + "More.\n", encoding="utf-8")
    with pytest.raises(CommandError, match="differs from the code"):
        call_command("rules_doc", "--check", "--file", str(file))


def test_every_rule_and_every_unsettled_point_is_in_it() -> None:
    text = document()
    names = [one.code for group in (CLOCKS, AUTHORITY_DUTIES, ITEMS, POINTS) for one in group]
    assert [name for name in names if f"`{name}`" not in text] == []
    assert [rule.code for rule in RULES if f"| {rule.code}" not in text] == []
    assert [clock.code for clock in CLOCKS if clock.unsettled not in text or clock.source not in text] == []


def test_a_lawyer_finds_what_they_sign() -> None:
    text = document()
    assert f"Version {VERSION} of the rules of legal status, of {words.day(VERSION_DATE)}." in text
    for row in TABLE:
        assert f"| {cell(row.when)} | {gives(row)} |" in text, row
    for point in POINTS:
        assert f"| {cell(point.here)} | {cell(point.otherwise)} |" in text, point.code
    for each in LEFT_OUT:
        assert f"| {cell(each.what)} |" in text
    for basis in Basis:
        assert f"({basis})" in text


def test_the_fingerprint_changes_with_any_rule_and_not_without() -> None:
    assert stamp(["a", "b"]) == stamp(["a", "b"])
    assert stamp(["a", "b"]) != stamp(["a", "c"])
    assert stamp(["a"]).rpartition("`")[0].rpartition("`")[2].isalnum()


def test_each_duty_says_whether_somebody_is_reminded_of_it() -> None:
    assert in_the_product("keep_in_touch") == "watched, as “Contact”"
    assert in_the_product("hc2_certificate").startswith("on the command line only: the record has no entry for the")
    assert in_the_product("keep_in_touch_qualifying").endswith(
        "“Contact”: once the authority has set qualifying_contact_weeks"
    )
    assert document().count("In the product: watched") == len(ALERT_DUTIES)


def test_each_setting_says_where_it_is_set() -> None:
    text = document()
    assert "Settings page: “Weeks between contacts” |" in text
    assert "Settings page: “Setting up home allowance, in pounds” |" in text
    assert where_set(None) == "fixed in the product; on the command line it may be given"


@pytest.mark.parametrize(
    ("value", "in_words"),
    [
        (True, "yes"),
        (False, "no"),
        (None, "not set"),
        (28, "28"),
        (Age(17, 6), "17 years and 6 months"),
        (Age(16), "16"),
        ((18, 21), "18, 21"),
        ((), "none"),
        (date(2018, 8, 1), "1 August 2018"),
        ("1 March", "1 March"),
    ],
)
def test_values_of_settings_in_words(value: object, in_words: str) -> None:
    assert shown(value) == in_words


def test_a_cell_stays_on_one_line() -> None:
    assert cell("one\n    two | three") == "one two \\| three"
