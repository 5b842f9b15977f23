"""Qualifying, whose young person, bands by age, other ends: every boundary, a day to each side.

Born on 10 March 2010 unless said otherwise.
"""

import pytest

from tests.careleavers.law_cases import BORN, LONG, ep, facts, left, life, said

BOUNDARIES = [
    # Qualifying
    (
        "person_qualifying 16-20",
        life(ep("2026-04-01", "2026-04-02", "V2")),
        "2026-04-02",
        "s24(2)(a): one day at 16",
    ),
    (
        "none",
        life(ep("2026-04-01", "2026-06-30", "V2"), known=facts(at_home=("2026-06-30", None))),
        "2026-06-30",
        "Vol 3 2.10: 90 days and home",
    ),
    (
        "person_qualifying 16-20",
        life(ep("2026-04-01", "2026-07-01", "V2"), known=facts(at_home=("2026-07-01", None))),
        "2026-07-01",
        "Vol 3 2.10: 91 days and home is not under 13 weeks",
    ),
    (
        "person_qualifying 16-20",
        life(
            ep("2015-01-01", "2016-01-01", "V2"),
            ep("2026-04-01", "2026-06-01", "V2"),
            known=facts(at_home=("2026-06-01", None)),
        ),
        "2026-06-01",
        "Vol 3 2.10: care at any age is not under 13 weeks",
    ),
    (
        "none",
        life(ep("2026-04-01", "2026-06-01", "V2", reason_ended="E4B")),
        "2026-06-01",
        "Vol 3 2.10: home by the reason care ended",
    ),
    (
        "person_qualifying 16-20",
        life(ep("2026-04-01", "2026-06-01", "V2", reason_ended="E13")),
        "2026-06-01",
        "Vol 3 2.10: to somebody without parental responsibility",
    ),
    (
        "person_qualifying 16-20",
        life(ep("2026-04-01", "2026-06-01", "V2"), known=facts(at_home=("2026-06-02", None))),
        "2026-06-01",
        "Vol 3 2.10: home a day later is not where they went",
    ),
    ("person_qualifying 16-20", life(ep("2028-02-01", status="V2")), "2031-03-09", "s24(1B): the day before 21"),
    (
        "person_qualifying 21-24 education help",
        life(ep("2028-02-01", status="V2")),
        "2031-03-10",
        "s24B(3): 21",
    ),
    (
        "person_qualifying 21-24 education help",
        life(ep("2028-02-01", status="V2")),
        "2035-03-09",
        "s24B(3): the day before 25",
    ),
    ("none", life(ep("2028-02-01", status="V2")), "2035-03-10", "s24B(3): 25"),
    (
        "none",
        life(ep("2022-01-01", "2024-06-01", reason_ended="E46")),
        "2026-03-09",
        "s24(1A): the day before 16",
    ),
    *(
        (
            "person_qualifying 16-20",
            life(ep("2022-01-01", "2024-06-01", reason_ended=code)),
            "2026-03-10",
            f"s24(1A): {code}",
        )
        for code in ("E43", "E44", "E45", "E46", "E47", "E48")
    ),
    (
        "person_qualifying 16-20",
        life(ep("2022-01-01", "2024-06-01"), known=facts(special_guardianship_on="2024-06-01")),
        "2026-03-10",
        "s24(1A): made on the day care ended",
    ),
    (
        "none",
        life(ep("2022-01-01", "2024-06-01"), known=facts(special_guardianship_on="2024-06-02")),
        "2026-03-10",
        "s24(1A): a day later is not immediately after",
    ),
    (
        "none",
        life(known=facts(special_guardianship_on=BORN)),
        "2026-03-10",
        "s24(1A): never looked after",
    ),
    (
        "relevant_child",
        life(ep("2022-01-01", "2026-06-01", reason_ended="E45")),
        "2026-06-01",
        "s23A(2): special guardianship at 16 does not take relevant status away",
    ),
    (
        "person_qualifying 16-20",
        life(ep("2026-04-01", "2026-06-01", "V2", reason_ended="E45"), known=facts(at_home=("2026-06-01", None))),
        "2026-06-01",
        "s24(1A) comes before Vol 3 2.10",
    ),
    (
        "none",
        life(
            ep("2020-01-01", "2020-02-10", "V2"),
            ep("2026-04-01", "2026-05-20", "V2"),
            known=facts(at_home=("2026-05-20", None)),
        ),
        "2026-05-20",
        "Vol 3 2.10: 89 days in all, elapsed",
    ),
    (
        "person_qualifying 16-20",
        life(
            ep("2020-01-01", "2020-02-10", "V2"),
            ep("2026-04-01", "2026-05-20", "V2"),
            known=facts(at_home=("2026-05-20", None)),
            count_days="inclusive",
        ),
        "2026-05-20",
        "Vol 3 2.10: 91 days in all, inclusive",
    ),
    # Whose young person
    ("none", life(LONG, ep("2026-06-01", None, authority="301")), "2015-01-01", "s23A(4): before care"),
    ("none", life(ep("2020-06-01", None, authority="301")), "2026-03-10", "s23A(4): looked after elsewhere"),
    (
        "none",
        life(left("2026-06-01"), ep("2026-08-01", "2026-09-01", "V2", authority="301")),
        "2026-10-01",
        "s23A(4): another authority was last",
    ),
    (
        "relevant_child",
        life(left("2026-06-01"), ep("2026-08-01", "2026-09-01", "V2", authority="301")),
        "2026-07-31",
        "s23A(4): until then ours",
    ),
    ("none", life(left("2026-06-01", reason_ended="E3")), "2028-03-10", "s23C(1): taken over by another authority"),
    (
        "looked_after",
        life(ep("2026-04-01", "2026-07-01", "V2", authority="301"), ep("2026-05-01", "2026-06-01", "V2")),
        "2026-05-15",
        "s23A(4): ours on days recorded twice",
    ),
    (
        "looked_after",
        life(ep("2026-01-01", "2026-06-01", "V2", authority="WAL"), ep("2026-06-01", status="V2")),
        "2026-06-01",
        "reg 1(2): days in Wales do not count by themselves",
    ),
    (
        "none",
        life(left("2026-06-01"), ep("2026-08-01", "2026-09-01", "V2", authority="SCO")),
        "2026-10-01",
        "s24(2)(a): Scotland was last",
    ),
    # Bands
    ("former_relevant_child 18-20", life(LONG), "2028-03-10", "s23C(1)(b): 18"),
    ("former_relevant_child 18-20", life(LONG), "2031-03-09", "s23C(6): the day before 21"),
    ("former_relevant_child 21-24", life(LONG), "2031-03-10", "s23CZB: 21"),
    ("former_relevant_child 21-24", life(LONG), "2035-03-09", "s23CZB: the day before 25"),
    ("none", life(LONG), "2035-03-10", "s23CZB: 25"),
    (
        "former_relevant_child 18-20",
        life(LONG, known=facts(education=("2029-01-01", "2033-01-01"))),
        "2031-03-09",
        "s23C(7): studying before 21 is the same band",
    ),
    (
        "former_relevant_child 21-24 education",
        life(LONG, known=facts(education=("2029-01-01", "2033-01-01"), support_wanted=("2031-03-10", None))),
        "2031-03-10",
        "s23C(7): education before the wish for support",
    ),
    (
        "former_relevant_child 21-24 opted in",
        life(LONG, known=facts(education=("2029-01-01", "2033-01-01"), support_wanted=("2031-03-10", None))),
        "2033-01-01",
        "s23CZB: then the wish for support",
    ),
    (
        "former_relevant_child 21-24",
        life(LONG, known=facts(support_wanted=("2032-01-01", "2033-01-01"))),
        "2033-01-01",
        "s23CZB: no longer wanted",
    ),
    (
        "former_relevant_child 25 and over, education",
        life(LONG, known=facts(education=("2035-03-09", None))),
        "2045-01-01",
        "s23CA: told us on the day before 25, and goes on",
    ),
    (
        "none",
        life(LONG, known=facts(education=("2035-03-10", None))),
        "2035-03-10",
        "s23CA: told us on the 25th birthday",
    ),
    (
        "none",
        life(LONG, known=facts(education=[("2034-01-01", "2035-06-01"), ("2035-06-01", None)])),
        "2035-06-01",
        "Vol 3 3.60: a programme begun at 25 is another",
    ),
    (
        "person_qualifying 21-24 education help",
        life(ep("2028-02-01", status="V2"), known=facts(education=("2031-01-01", None))),
        "2032-01-01",
        "s24B: a person qualifying has no education band of s23CA",
    ),
    # Other ends
    ("eligible_child", life(LONG, known=facts(died_on="2027-01-01")), "2026-12-31", "reg 10(3): the day before death"),
    ("deceased", life(LONG, known=facts(died_on="2027-01-01")), "2027-01-01", "reg 10(3): the day of death"),
    ("deceased", life(left("2027-01-01", reason_ended="E2")), "2040-01-01", "reg 10(3): E2 says it, for good"),
    (
        "eligible_child",
        life(LONG, known=facts(age_assessed_adult_on="2027-01-01")),
        "2026-12-31",
        "E15: kept before the assessment",
    ),
    ("none", life(LONG, known=facts(age_assessed_adult_on="2027-01-01")), "2027-01-01", "E15: withdrawn from then"),
    ("none", life(left("2026-06-01", reason_ended="E11")), "2028-03-10", "rule 1001: adopted at 16, at 18"),
    (
        "former_relevant_child 18-20",
        life(left("2026-06-01"), known=facts(adopted_on="2028-03-10")),
        "2028-03-10",
        "rule 1001: an order from 18 on takes nothing away",
    ),
    (
        "relevant_child",
        life(left("2026-06-01"), known=facts(adopted_on="2026-08-01")),
        "2026-07-31",
        "rule 1001: until the order",
    ),
    ("none", life(left("2026-06-01"), known=facts(adopted_on="2026-08-01")), "2026-08-01", "rule 1001: from the order"),
    (
        "relevant_child",
        life(ep("2015-01-01", "2016-01-01", reason_ended="E11"), ep("2025-01-01", "2026-06-01", reason_ended="E5")),
        "2026-06-01",
        "rule 1001: care after an adoption counts",
    ),
    (
        "person_qualifying 16-20",
        life(ep("2028-02-01", status="V2"), known=facts(adopted_on="2028-03-10")),
        "2028-03-10",
        "rule 1001: an order on the 18th birthday",
    ),
]


@pytest.mark.parametrize(
    ("expected", "told", "asked"), [pytest.param(*row[:3], id=f"{row[3]} [{row[2]}]") for row in BOUNDARIES]
)
def test_boundary(expected, told, asked):
    assert said(told, asked) == expected
