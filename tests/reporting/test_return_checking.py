"""The return's rules as a whole: which of them run, what an error says, and two properties."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from careleavers.ssda903.files import TABLES
from reporting.rules.return_rules import LEAVER_RULES, RULES, ReturnError, check
from tests.reporting.return_rows import BY_CODE, HEADER, IN_YEAR, OC3, ep, lines, make


def test_there_are_62_rules_each_with_its_words_and_its_source():
    """29 touch care leavers, and 33 are about the Header and the Episodes that go with them."""
    assert len(BY_CODE) == len(RULES) == 63
    assert len(LEAVER_RULES) == 29
    for rule in RULES:
        assert "Source: " in rule.source
        assert rule.remedy.endswith(".")
        assert {name.removesuffix("_last") for name in rule.needs} <= TABLES.keys()


@pytest.mark.parametrize(
    ("rule", "year", "tables", "why"),
    [
        ("131", 2026, {}, "It needs OC3, which this return does not have."),
        ("165", 2026, {"OC3": []}, "It needs Header, which this return does not have."),
        ("628", 2026, {}, "It needs Header, Episodes and OC3, which this return does not have."),
        ("348", 2026, {"OC3": []}, "It needs last year's OC3."),
        ("187", 2026, {"OC3": []}, "It needs Episodes, which this return does not have."),
        ("187", 2026, {"Episodes": []}, "It needs OC3 or AD1, and this return has none of them."),
        ("348", 2025, {"OC3": [], "OC3_last": []}, "This rule applies from the collection ending in 2026."),
        ("347", 2023, {"OC3": []}, "This rule applies from the collection ending in 2024."),
        ("1016", 2023, {"OC3": [], "Episodes": []}, "This rule applies from the collection ending in 2024."),
    ],
)
def test_why_a_rule_is_skipped(rule, year, tables, why):
    assert {each.rule: each.why for each in check(make(tables, year)).skipped}[rule] == why


@pytest.mark.parametrize(
    ("rule", "tables", "expected"),
    [
        ("165", {"Header": ["1,M,05/09/2005,,,1,"], "OC3": [OC3]}, [("Header", 2), ("OC3", 2)]),
        ("165", {"Header": ["1,F,05/09/2005,,,9,"]}, [("Header", 2)]),
        ("165", {"Header": ["1,F,05/09/2005,,,,"], "Episodes": [ep("01/05/2025")]}, [("Header", 2)]),
        ("165", {"Header": ["1,F,05/09/2005,,,,"], "OC3": [OC3]}, []),
        (
            "1001",
            {"OC3": [OC3], "Episodes": [ep("01/05/2025", "01/06/2025", "E4A")], "Episodes_last": []},
            [("OC3", 2)],
        ),
        ("3001", {"OC3": ["1,05/09/2008,YES,F2,Z1"]}, [("OC3", 2)]),
        ("3001", {"OC3": ["1,05/09/2007,YES,F2,Z1"]}, []),
    ],
    ids=lambda each: each if isinstance(each, str) else "+".join(each) if isinstance(each, dict) else str(each),
)
def test_a_rule_runs_without_a_table_that_it_can_do_without(rule, tables, expected) -> None:
    """Seen to fail when each named all the tables that it might look into, so that small returns went unchecked."""
    assert rule in check(make(tables)).ran
    assert lines(rule, make(tables)) == expected


def test_a_withdrawn_rule_says_so():
    rule = replace(BY_CODE["131"], last_year=2025)
    assert rule.why_not_run(make({"OC3": []}, 2025)) is None
    assert rule.why_not_run(make({"OC3": []})) == "This rule applied up to the collection ending in 2025."


def test_every_rule_either_ran_or_was_skipped():
    outcome = check(make({"OC3": [OC3], "Episodes": []}))
    assert sorted([*outcome.ran, *(each.rule for each in outcome.skipped)]) == sorted(BY_CODE)


def test_an_error_says_where_and_what_to_do():
    outcome = check(make({"OC3": ["104218,05/09/2005,YES,0,U1"]}))
    assert outcome.errors == [
        ReturnError("345", "OC3", "OC3.csv", 2, "104218", BY_CODE["345"].message, BY_CODE["345"].remedy)
    ]


def test_problems_of_files_are_errors_too():
    errors = check(make({"OC3": ["1,05/09/2005,YES,F2"], "OC3_last": ["1,05/19/2005,YES,F2,U1"]})).errors
    assert [(error.rule, error.table, error.line) for error in errors[:2]] == [("FILE", "OC3", 2), ("FILE", "OC3", 2)]
    assert errors[1].message == 'In last year\'s return: DOB is "05/19/2005", which is not a date.'


# Properties, against a slower and plainer telling of the rule

some_day = st.dates(date(2018, 1, 1), date(2026, 3, 31))
spans = st.lists(
    st.tuples(some_day, st.none() | some_day, st.sampled_from(["C2", "V2", "V3", "V4"]), st.booleans()), max_size=5
)


def written(day):
    return f"{day:%d/%m/%Y}" if day else ""


def day_by_day(born, episodes):
    """Whether 91 days from 14, one of them from 16, are found by looking at each day in turn."""
    starts = sorted({start for start, *_ in episodes})

    def in_care(day):
        for start, end, status, _ in episodes:
            later = [each for each in starts if each > start]
            until = end or (later[0] if later else date(2026, 3, 31))
            if status in ("C2", "V2") and start <= day < until:
                return True
        return False

    fourteen, sixteen = born.replace(year=born.year + 14), born.replace(year=born.year + 16)
    days = [day for offset in range(3012) if in_care(day := date(2018, 1, 1) + timedelta(offset))]
    return sum(day >= fourteen for day in days) >= 91 and any(day >= sixteen for day in days)


@settings(max_examples=60)
@given(st.dates(date(2001, 1, 1), date(2009, 3, 31)).filter(lambda day: (day.month, day.day) != (2, 29)), spans)
def test_thirteen_weeks_agree_with_counting_day_by_day(born, episodes):
    by_start = {start: (start, end, status, last) for start, end, status, last in episodes}  # one for each start
    tables = {"Episodes": [], "Episodes_last": [], "Header": [], "OC3": [f"1,{written(born)},YES,F2,U1"]}
    for start, end, status, last in by_start.values():
        tables["Episodes_last" if last else "Episodes"].append(ep(written(start), written(end), "E5", ls=status))
    assert lines("1001", make(tables)) == ([] if day_by_day(born, list(by_start.values())) else [("OC3", 2)])


code = st.sampled_from(["", "YES", "NO", "DIED", "RHOM", "0", "F2", "U1", "Z1", "T1", "nonsense"])


@settings(max_examples=60)
@given(
    st.lists(st.tuples(st.integers(1, 3), st.dates(date(1999, 1, 1), date(2010, 1, 1)), code, code, code), max_size=6)
)
def test_no_row_is_reported_twice_under_one_rule_and_every_one_exists(rows):
    written_rows = [f"{child},{written(born)},{a},{b},{c}" for child, born, a, b, c in rows]
    outcome = check(make({"OC3": written_rows, "Header": [HEADER], "Episodes": IN_YEAR, "Episodes_last": []}))
    places = [(error.rule, error.table, error.line) for error in outcome.errors]
    assert len(places) == len(set(places))
    many = {"OC3": len(rows), "Header": 1, "Episodes": len(IN_YEAR)}
    assert all(2 <= error.line <= many[error.table] + 1 for error in outcome.errors)
