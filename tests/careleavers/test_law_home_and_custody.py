"""Six months at home, and custody or hospital at 16: every boundary, a day to each side.

Born on 10 March 2010 unless said otherwise.
"""

import pytest

from tests.careleavers.law_cases import BEFORE_CUSTODY, CUSTODY, HOME, ep, facts, left, life, said

BOUNDARIES = [
    # Six months at home
    ("relevant_child", life(left("2026-09-01"), known=HOME), "2027-02-28", "reg 3(5): a day short of six months"),
    ("person_qualifying 16-20 home", life(left("2026-09-01"), known=HOME), "2027-03-01", "reg 3(5): six months"),
    (
        "relevant_child",
        life(left("2026-08-31"), known=facts(at_home=("2026-08-31", None))),
        "2027-02-27",
        "reg 3(5): from 31 August, 27 February",
    ),
    (
        "person_qualifying 16-20 home",
        life(left("2026-08-31"), known=facts(at_home=("2026-08-31", None))),
        "2027-02-28",
        "reg 3(5): from 31 August, the last day of February",
    ),
    (
        "relevant_child",
        life(left("2026-09-01"), known=facts(at_home=[("2026-09-01", "2027-02-01"), ("2027-02-02", None)])),
        "2027-03-01",
        "reg 3(5): one day away starts it again",
    ),
    (
        "person_qualifying 16-20 home",
        life(left("2026-09-01"), known=facts(at_home=[("2026-09-01", "2027-02-01"), ("2027-02-01", None)])),
        "2027-03-01",
        "reg 3(5): two records that touch are one home",
    ),
    (
        "relevant_child",
        life(left("2026-09-01"), known=facts(at_home=("2026-09-01", "2027-03-01"))),
        "2027-03-01",
        "reg 3(6): ended on the day six months were complete",
    ),
    (
        "person_qualifying 16-20 home",
        life(left("2026-09-01"), known=facts(at_home=("2026-09-01", "2027-05-10"))),
        "2027-05-09",
        "reg 3(6): the day before it breaks down",
    ),
    (
        "relevant_child",
        life(left("2026-09-01"), known=facts(at_home=("2026-09-01", "2028-03-09"))),
        "2028-03-09",
        "reg 3(6): breaks down on the day before 18",
    ),
    (
        "former_relevant_child 18-20",
        life(left("2026-09-01"), known=facts(at_home=("2026-09-01", "2028-03-09"))),
        "2028-03-10",
        "s23C(1)(a): and so former relevant",
    ),
    (
        "person_qualifying 16-20 home",
        life(left("2026-09-01"), known=facts(at_home=("2026-09-01", "2028-03-10"))),
        "2028-03-10",
        "Vol 3 2.3: breaks down on the 18th birthday",
    ),
    (
        "person_qualifying 16-20 home",
        life(left("2027-09-01"), known=facts(at_home=("2027-09-09", None))),
        "2028-03-10",
        "s23C(1)(a): six months complete on the day before 18",
    ),
    (
        "former_relevant_child 18-20",
        life(left("2027-09-01"), known=facts(at_home=("2027-09-10", None))),
        "2028-03-10",
        "s23C(1)(a): six months complete on the 18th birthday",
    ),
    (
        "eligible_child",
        life(ep("2025-01-01", placement="P1")),
        "2026-03-10",
        "para 19B: placed with parents for more than six months but still looked after",
    ),
    (
        "former_relevant_child 18-20",
        life(ep("2025-01-01", placement="P1")),
        "2028-03-10",
        "s23C(1)(b): placed with parents until 18",
    ),
    (
        "relevant_child",
        life(ep("2025-01-01", "2026-09-01", placement="P1", reason_ended="E5")),
        "2026-09-01",
        "reg 3(5): left parents as care ended",
    ),
    (
        "relevant_child",
        life(ep("2025-01-01", "2026-09-01", placement="P1"), known=facts(at_home=("2026-09-01", "2026-10-01"))),
        "2026-10-01",
        "reg 3(6): the record of homes wins over the placement",
    ),
    (
        "relevant_child",
        life(left("2026-09-01", reason_ended="E4A")),
        "2027-09-01",
        "reg 3(5): E4A alone does not say who they live with",
    ),
    (
        "relevant_child",
        life(ep("2025-01-01", "2026-09-01", placement="P1"), known=facts(at_home=("2025-01-01", "2026-09-01"))),
        "2026-09-01",
        "reg 3(6): recorded as leaving home on the day care ended",
    ),
    (
        "relevant_child",
        life(
            ep("2025-01-01", "2026-09-01", placement="P1"),
            ep("2027-01-01", "2027-02-01", "V2", reason_ended="E5"),
        ),
        "2027-02-01",
        "reg 3(6): back in care is no longer at home",
    ),
    # A last placement with parents, and nothing recorded after it (Vol 3 8.32)
    (
        "relevant_child",
        life(ep("2020-06-01", "2026-08-31"), ep("2026-08-31", "2026-09-01", placement="P1", reason_ended="E8")),
        "2027-03-01",
        "Vol 3 8.32: a last placement with parents for a day ends nothing six months later",
    ),
    (
        "former_relevant_child 18-20",
        life(ep("2020-06-01", "2026-08-31"), ep("2026-08-31", "2026-09-01", placement="P1", reason_ended="E8")),
        "2028-03-10",
        "Vol 3 8.32: nor at 18",
    ),
    (
        "relevant_child",
        life(ep("2020-06-01", "2026-03-02"), ep("2026-03-02", "2026-09-01", placement="P1", reason_ended="E8")),
        "2026-09-02",
        "reg 3(5): with parents a day short of six months when care ended",
    ),
    (
        "person_qualifying 16-20 home",
        life(ep("2020-06-01", "2026-03-01"), ep("2026-03-01", "2026-09-01", placement="P1", reason_ended="E8")),
        "2026-09-01",
        "reg 3(5): with parents for six months when care ended",
    ),
    (
        "person_qualifying 16-20 home",
        life(
            ep("2020-06-01", "2026-08-31"),
            ep("2026-08-31", "2026-09-01", placement="P1"),
            known=facts(at_home=("2026-09-01", None)),
        ),
        "2027-02-28",
        "reg 3(5): recorded as living at home, six months count from the placement there",
    ),
    ("none", life(known=facts(at_home=("2026-01-01", "2026-01-01"))), "2026-03-10", "an empty period is possible"),
    # Regulation 3(2)
    ("none", life(BEFORE_CUSTODY, known=CUSTODY), "2026-03-09", "reg 3(2)(a): the day before 16"),
    ("relevant_child", life(BEFORE_CUSTODY, known=CUSTODY), "2026-03-10", "reg 3(2)(a): 16"),
    ("relevant_child", life(BEFORE_CUSTODY, known=CUSTODY), "2026-06-01", "reg 3(2)(c): release changes nothing"),
    (
        "none",
        life(BEFORE_CUSTODY, known=facts(detained_or_in_hospital=("2026-02-20", "2026-03-10"))),
        "2026-03-10",
        "reg 3(2)(c): released on the 16th birthday",
    ),
    (
        "relevant_child",
        life(BEFORE_CUSTODY, known=facts(detained_or_in_hospital=("2026-02-20", "2026-03-11"))),
        "2026-03-11",
        "reg 3(2)(c): released the day after",
    ),
    (
        "relevant_child",
        life(
            ep("2025-10-01", "2026-03-10", "V2"),
            known=facts(detained_or_in_hospital=("2026-03-10", "2026-04-01")),
        ),
        "2026-03-10",
        "reg 3(2)(c): admitted on the 16th birthday as care ends",
    ),
    (
        "none",
        life(
            ep("2025-10-01", "2026-03-01", "V2"),
            known=facts(detained_or_in_hospital=("2026-03-11", "2026-04-01")),
        ),
        "2026-03-11",
        "reg 3(2)(c): admitted the day after",
    ),
    (
        "relevant_child",
        life(ep("2025-11-21", "2026-02-20", "V2"), known=CUSTODY),
        "2026-03-10",
        "reg 3(2)(c): 91 days before",
    ),
    ("none", life(ep("2025-11-22", "2026-02-20", "V2"), known=CUSTODY), "2026-03-10", "reg 3(2)(c): 90 days before"),
    (
        "none",
        life(ep("2025-10-01", "2026-02-19", "V2"), known=CUSTODY),
        "2026-03-10",
        "reg 3(2)(c): not immediately before",
    ),
    (
        "relevant_child",
        life(
            BEFORE_CUSTODY,
            known=facts(detained_or_in_hospital=[("2026-02-20", "2026-03-01"), ("2026-03-01", "2026-04-01")]),
        ),
        "2026-03-10",
        "reg 3(4): from custody straight to hospital",
    ),
    (
        "eligible_child",
        life(BEFORE_CUSTODY, ep("2026-06-01", status="V2"), known=CUSTODY),
        "2026-06-01",
        "para 19B: back in care after release",
    ),
    (
        "relevant_child",
        life(
            BEFORE_CUSTODY,
            known=facts(detained_or_in_hospital=("2026-02-20", "2026-04-01"), at_home=("2026-04-01", None)),
        ),
        "2027-01-01",
        "reg 3(5): does not name a reg 3(2) child",
    ),
    (
        "former_relevant_child 18-20",
        life(BEFORE_CUSTODY, known=CUSTODY),
        "2028-03-10",
        "s23C(1)(a): relevant under reg 3(2) until 18",
    ),
    (
        "none",
        life(
            ep("2025-06-01", "2025-10-01", "V2"),
            ep("2026-02-20", "2026-03-05", "J1", reason_ended="E14"),
            known=CUSTODY,
        ),
        "2026-03-10",
        "reg 3(2)(c): care that began with the detention was not before it",
    ),
]


@pytest.mark.parametrize(
    ("expected", "told", "asked"), [pytest.param(*row[:3], id=f"{row[3]} [{row[2]}]") for row in BOUNDARIES]
)
def test_boundary(expected, told, asked):
    assert said(told, asked) == expected
