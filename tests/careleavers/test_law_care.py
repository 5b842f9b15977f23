"""In care, 13 weeks of it, leaving it at 16 or 17: every boundary, a day to each side.

Born on 10 March 2010 unless said otherwise.
"""

import pytest

from tests.careleavers.law_cases import LONG, ep, facts, left, life, said

BOUNDARIES = [
    # Under 16
    ("none", life(), "2010-03-10", "s22(1): born, never looked after"),
    ("none", life(LONG), "2020-05-31", "s22(1): the day before care"),
    ("looked_after", life(LONG), "2020-06-01", "s22(1): the first day of care"),
    ("looked_after", life(LONG), "2026-03-09", "para 19B(2)(a): the day before 16"),
    ("eligible_child", life(LONG), "2026-03-10", "para 19B(2)(a): 16"),
    ("none", life(left("2024-06-01")), "2024-06-01", "s22(1): the day care ends is not part of it"),
    # 13 weeks
    ("looked_after", life(ep("2026-05-01", status="V2")), "2026-07-30", "reg 40(1): 90 days elapsed"),
    ("eligible_child", life(ep("2026-05-01", status="V2")), "2026-07-31", "reg 40(1): 91 days elapsed"),
    (
        "eligible_child",
        life(ep("2026-05-01", status="V2"), count_days="inclusive"),
        "2026-07-30",
        "reg 40(1): the 91st day counted inclusively",
    ),
    (
        "looked_after",
        life(ep("2026-05-01", status="V2"), count_days="inclusive"),
        "2026-07-29",
        "reg 40(1): the 90th day counted inclusively",
    ),
    (
        "person_qualifying 16-20",
        life(ep("2026-05-01", "2026-07-31", "V2")),
        "2026-07-31",
        "reg 40(1): 91 days complete only as care ends",
    ),
    (
        "relevant_child",
        life(ep("2026-05-01", "2026-08-01", "V2")),
        "2026-08-01",
        "s23A(2): 92 days",
    ),
    (
        "relevant_child",
        life(ep("2026-05-01", "2026-07-30", "V2"), count_days="inclusive"),
        "2026-07-30",
        "s23A(2): 91 calendar days counted inclusively",
    ),
    (
        "person_qualifying 16-20",
        life(ep("2026-05-01", "2026-07-29", "V2"), count_days="inclusive"),
        "2026-07-29",
        "s23A(2): 90 calendar days counted inclusively",
    ),
    (
        "relevant_child",
        life(ep("2025-12-09", "2026-03-11", "V2")),
        "2026-03-11",
        "para 19B(2)(b): 91 days on the 16th birthday and a day after it",
    ),
    (
        "person_qualifying 16-20",
        life(ep("2025-12-10", "2026-01-10", "V2"), ep("2026-03-09", "2026-03-11", "V2")),
        "2026-03-11",
        "para 19B(2)(b): a day after 16 but 33 days in all",
    ),
    (
        "eligible_child",
        life(ep("2024-01-01", "2024-06-09", "V2"), ep("2026-03-10", status="V2")),
        "2026-03-10",
        "Vol 3 2.1: 91 days from the 14th birthday on",
    ),
    (
        "looked_after",
        life(ep("2024-01-01", "2024-06-08", "V2"), ep("2026-03-10", status="V2")),
        "2026-03-10",
        "Vol 3 2.1: 90 days from the 14th birthday on",
    ),
    (
        "eligible_child",
        life(ep("2024-01-01", "2024-06-08", "V2"), ep("2026-03-10", status="V2")),
        "2026-03-11",
        "Vol 3 2.1: and one at 16",
    ),
    (
        "looked_after",
        life(ep("2026-05-01", "2026-07-01", "V2"), ep("2026-06-01", "2026-07-15", "C1"), ep("2026-07-15", status="C2")),
        "2026-07-30",
        "reg 40(1): overlapping episodes count once",
    ),
    (
        "person_qualifying 16-20",
        life(ep("2026-05-01", None, "V2"), ep("2026-05-01", "2026-07-15", "V2", reason_ended="E6")),
        "2026-08-20",
        "V903: the ended copy is kept over an open duplicate",
    ),
    (
        "looked_after",
        life(ep("2026-05-01", None, "C2"), ep("2026-05-01", "2026-07-15", "V2", reason_ended="X1")),
        "2026-07-20",
        "V903: another legal status on the same day is no duplicate",
    ),
    *(
        ("eligible_child", life(ep("2025-06-01", status=code)), "2026-03-10", f"s22(1): {code} counts")
        for code in ("C1", "C2", "D1", "E1", "V2", "L1", "L2", "L3", "J1", "J2", "J3")
    ),
    *(
        ("looked_after", life(ep("2025-06-01", status=code)), "2026-03-10", f"reg 40(2): {code} does not count")
        for code in ("V3", "V4")
    ),
    (
        "looked_after",
        life(ep("2025-06-01", "2025-12-01", "V2"), ep("2026-04-01", "2026-04-10", "V3")),
        "2026-04-05",
        "reg 40(2): in a short break now, whatever came before",
    ),
    (
        "relevant_child",
        life(ep("2025-06-01", "2026-05-01", "V2", reason_ended="E5"), ep("2026-06-01", "2026-06-10", "V3")),
        "2026-06-10",
        "s23A(2): a short break later takes nothing away",
    ),
    (
        "looked_after",
        life(ep("2025-06-01", "2025-06-29", "V2", planned_short_break=True), ep("2026-01-01", status="V2")),
        "2026-04-01",
        "Vol 3 2.1: a planned break of 28 days is left out: 90 days",
    ),
    (
        "eligible_child",
        life(ep("2025-06-01", "2025-06-30", "V2", planned_short_break=True), ep("2026-01-01", status="V2")),
        "2026-03-10",
        "reg 3(3): one of 29 days counts",
    ),
    (
        "eligible_child",
        life(
            ep("2025-06-01", "2025-06-28", "V2", planned_short_break=True, reason_ended="E5"),
            ep("2026-01-01", status="V2"),
        ),
        "2026-03-10",
        "reg 3(3): one that did not end in return home counts",
    ),
    (
        "looked_after",
        life(
            ep("2025-06-01", "2025-06-28", "V2", planned_short_break=True, reason_ended="E8"),
            ep("2026-01-01", status="V2"),
            known=facts(at_home=("2025-06-28", "2026-01-01")),
        ),
        "2026-03-10",
        "reg 3(3): one that ended at home, by the record of homes, is left out",
    ),
    (
        "looked_after",
        life(ep("2026-03-01", None, "V2", planned_short_break=True)),
        "2026-09-01",
        "reg 3(3): a planned break that goes on is a short break until it has ended",
    ),
    # Leaving care at 16 or 17
    ("eligible_child", life(left("2027-09-01")), "2027-08-31", "s23A(2): the last day of care"),
    ("relevant_child", life(left("2027-09-01")), "2027-09-01", "s23A(2): the day care ends"),
    ("relevant_child", life(left("2027-09-01")), "2028-03-09", "s23A(2): the day before 18"),
    ("eligible_child", life(left("2027-09-01"), ep("2028-01-01", status="V2")), "2028-01-01", "para 19B: back in care"),
    (
        "relevant_child",
        life(left("2027-09-01"), ep("2028-01-01", "2028-01-08", "V2")),
        "2028-01-08",
        "s23A(2): and out again after a week",
    ),
    # Custody on a care order
    (
        "eligible_child",
        life(ep("2025-01-01", "2026-05-01", reason_ended="E9")),
        "2028-03-09",
        "s22(1): a care order goes on in custody until 18",
    ),
    (
        "former_relevant_child 18-20",
        life(ep("2025-01-01", "2026-05-01", reason_ended="E9"), ep("2028-08-09", status="V2")),
        "2028-08-10",
        "s22(1): until 18 and no further, whatever is recorded after it",
    ),
    (
        "none",
        life(ep("2028-05-10", "2028-08-09", reason_ended="E9"), ep("2028-08-09", status="V2")),
        "2028-06-01",
        "s105(1): two episodes after 18, the first ended by a sentence",
    ),
    (
        "relevant_child",
        life(ep("2025-01-01", "2026-05-01", reason_ended="E9"), ep("2026-09-01", "2026-10-01", reason_ended="E5")),
        "2026-10-01",
        "s22(1): or until what is recorded next",
    ),
    (
        "relevant_child",
        life(ep("2025-01-01", "2026-05-01", "V2", reason_ended="E9")),
        "2026-05-01",
        "s20: accommodation ends with the sentence",
    ),
    (
        "relevant_child",
        life(ep("2025-01-01", "2026-05-01", reason_ended="E9"), ep("2026-05-01", "2026-10-01", reason_ended="E5")),
        "2026-10-01",
        "s22(1): recorded next on the day of the sentence",
    ),
    # Born on 29 February 2008
    ("eligible_child", life(ep("2020-01-01"), born="2008-02-29"), "2026-02-28", "FLRA s9: 28 February, by 1 March"),
    (
        "former_relevant_child 18-20",
        life(ep("2020-01-01"), born="2008-02-29", leap_day="28 February"),
        "2026-02-28",
        "FLRA s9: 28 February, by 28 February",
    ),
    (
        "former_relevant_child 18-20",
        life(ep("2020-01-01", "2026-02-28", reason_ended="E5"), born="2008-02-29", leap_day="28 February"),
        "2026-02-28",
        "FLRA s9: care that ends on 28 February ends at 18",
    ),
]


@pytest.mark.parametrize(
    ("expected", "told", "asked"), [pytest.param(*row[:3], id=f"{row[3]} [{row[2]}]") for row in BOUNDARIES]
)
def test_boundary(expected, told, asked):
    assert said(told, asked) == expected
