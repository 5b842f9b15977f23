"""docs/rules.md is what the code says, and says all of it."""

from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from careleavers.rules.clocks import Age
from careleavers.rules.law.unsettled import POINTS
from offers.rules.catalogue import ITEMS
from pathways.rules.clocks import AUTHORITY_DUTIES, CLOCKS
from reporting.rules.return_rules import RULES
from reporting.rules_document import cell, document, shown


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


@pytest.mark.parametrize(
    ("value", "words"),
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
def test_values_of_settings_in_words(value: object, words: str) -> None:
    assert shown(value) == words


def test_a_cell_stays_on_one_line() -> None:
    assert cell("one\n    two | three") == "one two \\| three"
