"""The decision table that lawyers read is the one that the law runs by: a life for every row.

Born on 10 March 2010.
"""

from __future__ import annotations

import pytest

from careleavers.rules.code_sets import Band, Status
from careleavers.rules.law import rules
from careleavers.rules.law.table import TABLE
from tests.careleavers.law_cases import BEFORE_CUSTODY, CUSTODY, LONG, Life, ep, facts, left, life, on

HOME = facts(at_home=("2026-09-01", None))
SHORT = ep("2026-05-01", "2026-06-15", "V2", reason_ended="E5")
EDUCATION = facts(education=("2033-09-01", "2036-07-01"))
ASKED = facts(support_wanted=("2032-01-01", None))
# In the order of the table.
LIVES = [
    (life(LONG, known=facts(died_on="2027-01-01")), "2027-01-01"),
    (life(LONG, known=facts(age_assessed_adult_on="2026-06-01")), "2026-06-01"),
    (life(ep("2026-05-01", authority="352")), "2026-06-01"),
    (life(ep("2026-05-01", "2026-05-08", "V3")), "2026-05-02"),
    (life(LONG), "2026-03-10"),
    (life(ep("2026-05-01")), "2026-06-01"),
    (life(left("2025-09-01")), "2026-03-09"),
    (life(), "2026-03-10"),
    (life(left("2026-09-01")), "2026-09-01"),
    (life(BEFORE_CUSTODY, known=CUSTODY), "2026-03-10"),
    (life(left("2026-09-01"), known=HOME), "2027-03-01"),
    (life(left("2025-09-01", reason_ended="E43")), "2026-03-10"),
    (life(SHORT, known=facts(at_home=("2026-06-15", None))), "2026-07-01"),
    (life(SHORT), "2026-07-01"),
    (life(left("2025-09-01")), "2026-03-10"),
    (life(LONG), "2028-03-10"),
    (life(LONG, known=EDUCATION), "2035-03-10"),
    (life(LONG), "2035-03-10"),
    (life(LONG, known=EDUCATION), "2034-01-01"),
    (life(LONG, known=ASKED), "2032-01-01"),
    (life(LONG), "2031-03-10"),
    (life(left("2026-09-01"), known=HOME), "2028-03-10"),
    (life(SHORT), "2028-03-10"),
    (life(SHORT), "2031-03-10"),
    (life(left("2025-09-01")), "2028-03-10"),
]


@pytest.mark.parametrize(("row", "lived"), [*zip(TABLE, LIVES, strict=True)], ids=lambda one: getattr(one, "when", ""))
def test_every_row_is_what_the_law_says_of_such_a_life(row, lived: tuple[Life, str]) -> None:
    found = on(*lived)
    assert (found.status, found.band, found.returned_home) == (row.status, row.band, row.returned_home)
    assert {one.source for one in found.because} & {rule.source for rule in row.rules}


def test_the_table_names_every_status_band_and_rule() -> None:
    assert {row.status for row in TABLE} == set(Status)
    assert {row.band for row in TABLE} - {None} == set(Band)
    written = {id(rule) for row in TABLE for rule in row.rules}
    assert [
        name for name, rule in vars(rules).items() if isinstance(rule, rules.Rule) and id(rule) not in written
    ] == []
