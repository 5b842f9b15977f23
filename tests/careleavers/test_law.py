"""Every boundary of the decision table, a day to each side. Born on 10 March 2010 unless said otherwise."""

import pytest

from careleavers import law
from careleavers.shapes import BadInput
from tests.careleavers.law_cases import BORN, day, ep, facts, flags, life, on, said, story

LONG = ep("2020-06-01")


def left(end, **more):
    return ep("2020-06-01", end, reason_ended=more.pop("reason_ended", "E5"), **more)


HOME = facts(at_home=("2026-09-01", None))
CUSTODY = facts(detained_or_in_hospital=("2026-02-20", "2026-06-01"))
BEFORE_CUSTODY = ep("2025-10-01", "2026-02-20", "V2", reason_ended="E9")

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
    (
        "person_qualifying 16-20",
        life(ep("2028-02-01", status="V2"), known=facts(adopted_on="2028-03-10")),
        "2028-03-10",
        "rule 1001: an order on the 18th birthday",
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
    ("none", life(known=facts(at_home=("2026-01-01", "2026-01-01"))), "2026-03-10", "an empty period is possible"),
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


TWICE_HOME = facts(at_home=[("2027-12-01", "2028-09-01"), ("2029-01-01", None)])

PLANNED_AT_16 = [
    ep(f"2026-{month}-01", f"2026-{month}-26", "V2", reason_ended="E4A", planned_short_break=True)
    for month in ("04", "05", "06", "07")
]
BREAK_IN_2025 = ep("2025-05-01", "2025-07-10", "V3")

FLAGS = [
    (
        life(left("2027-12-01"), known=TWICE_HOME),
        "2028-08-31",
        {"six_months_home_after_18": ("former_relevant_child", "person_qualifying")},
        "s23C(1)(a): six months complete after 18, the last day there",
    ),
    (life(left("2027-12-01"), known=TWICE_HOME), "2028-09-01", {}, "s23C(1)(a): moved out"),
    (life(left("2027-12-01"), known=TWICE_HOME), "2029-08-01", {}, "s23C(1)(a): a home begun after 18 is no question"),
    (
        life(left("2026-06-01", reason_ended="E11"), known=facts(education=("2034-09-01", "2036-07-01"))),
        "2035-03-10",
        {"adopted_at_16_or_17": ("none", "former_relevant_child")},
        "s24(1B): adopted at 16, at 25 in education",
    ),
    (
        life(ep("2025-06-01", None, "V4")),
        "2026-04-01",
        {"short_break_agreement": ("looked_after", "none")},
        "V4 is an agreement, not care",
    ),
    (
        life(left("2026-09-01", reason_ended="E4A")),
        "2027-03-01",
        {"home_not_confirmed": ("relevant_child", "person_qualifying")},
        "reg 3(5): E4A and no record of a home, six months on",
    ),
    (life(left("2026-09-01", reason_ended="E4A")), "2027-02-28", {}, "reg 3(5): E4A, not before six months"),
    (
        life(ep("2022-01-01", "2026-06-01", reason_ended="E45")),
        "2026-12-01",
        {"home_not_confirmed": ("relevant_child", "person_qualifying")},
        "reg 3(5): a special guardian has parental responsibility",
    ),
    (
        life(left("2026-09-01", reason_ended="E4A"), known=facts(at_home=("2026-09-01", "2026-10-01"))),
        "2027-03-01",
        {},
        "reg 3(5): nothing open where the home is recorded",
    ),
    (
        life(ep("2025-01-01", "2026-05-01", reason_ended="E9")),
        "2026-05-01",
        {"sentenced_on_care_order": ("eligible_child", "relevant_child")},
        "s22(1): care order and custody",
    ),
    (
        life(ep("2025-10-01", "2026-02-19", "V2"), known=CUSTODY),
        "2026-03-10",
        {"gap_before_detention": ("none", "relevant_child")},
        "reg 3(2)(c): a gap before custody",
    ),
    (
        life(BEFORE_CUSTODY, known=facts(detained_or_in_hospital=("2026-02-20", "2026-03-10"))),
        "2026-03-10",
        {"detained_on_16th_birthday": ("none", "relevant_child")},
        "reg 3(2)(c): released on the 16th birthday",
    ),
    (
        life(LONG, known=facts(education=[("2034-01-01", "2035-06-01"), ("2035-06-01", None)])),
        "2035-06-01",
        {"education_begun_at_25": ("none", "former_relevant_child")},
        "s23CA: a second programme after 25",
    ),
    (
        life(ep("2028-01-08", status="V2")),
        "2028-01-08",
        {"thirteen_weeks_after_18": ("person_qualifying", "former_relevant_child")},
        "reg 40(1): the 91st day comes too late",
    ),
    (life(ep("2028-01-08", status="V2")), "2028-03-10", {}, "reg 40(1): and is past at 18"),
    (
        life(LONG, ep("2028-04-01", "2028-05-01", "V2")),
        "2028-04-15",
        {"care_after_18": ("former_relevant_child", "looked_after")},
        "s105(1): care recorded after 18",
    ),
    (life(LONG, ep("2028-04-01", "2028-05-01", "V2")), "2028-05-01", {}, "s105(1): only on its days"),
    (
        life(*PLANNED_AT_16),
        "2026-07-20",
        {"short_breaks_beside_care": ("looked_after", "eligible_child")},
        "Vol 3 2.1: a planned series and nothing else",
    ),
    (
        life(left("2026-09-01"), known=facts(at_home=("2026-09-01", "2028-03-10"))),
        "2028-03-10",
        {"home_broke_down_after_18": ("person_qualifying", "former_relevant_child")},
        "Vol 3 2.3: breaks down on the 18th birthday",
    ),
    (
        life(LONG, ep("2028-03-10", "2028-05-01", "V2")),
        "2028-03-10",
        {"care_after_18": ("former_relevant_child", "looked_after")},
        "s105(1): care recorded from the 18th birthday",
    ),
    (
        life(LONG, ep("2027-06-01", "2027-07-01", authority="SCO")),
        "2027-05-31",
        {},
        "reg 1(2): not before the care in Scotland",
    ),
    (
        life(LONG, ep("2027-06-01", "2027-07-01", authority="SCO")),
        "2027-06-01",
        {"outside_england": ("eligible_child",)},
        "reg 1(2): from the first day of the care in Scotland",
    ),
    (
        life(BREAK_IN_2025, ep("2026-06-01", "2026-10-01", "V2", reason_ended="E5")),
        "2026-10-01",
        {},
        "reg 40(2): short breaks matter no more once the status is the same",
    ),
    (
        life(LONG, known=facts(age_assessed_adult_on="2027-01-01")),
        "2028-03-10",
        {"age_assessed_adult": ("none", "former_relevant_child")},
        "E15: what they would be at 18",
    ),
    (
        life(ep("2024-01-01", "2025-01-01", authority="SCO"), LONG),
        "2026-03-10",
        {"outside_england": ("eligible_child",)},
        "reg 1(2): care in Scotland is shown even where it changes nothing",
    ),
    (
        life(ep("2026-02-01", "2026-04-01", "V2", authority="WAL"), ep("2026-04-01", status="V2")),
        "2026-07-10",
        {"outside_england": ("eligible_child from 2026-07-01", "eligible_child from 2026-05-03")},
        "reg 1(2): the day that care in Wales would have brought forward",
    ),
    (life(ep("2024-01-01", "2025-01-01", authority="SCO"), LONG), "2026-03-09", {}, "reg 1(2): from 16 on"),
    (life(ep("2024-01-01", "2025-01-01", authority="SCO"), LONG), "2035-03-10", {}, "reg 1(2): until 25"),
    (
        life(left("2026-06-01"), ep("2026-08-01", "2026-09-01", "V2", authority="WAL")),
        "2026-10-01",
        {"outside_england": ("none", "relevant_child")},
        "s24(2)(a): Wales was last",
    ),
    (
        life(left("2026-06-01", reason_ended="E11")),
        "2031-03-10",
        {"adopted_at_16_or_17": ("none", "former_relevant_child", "person_qualifying")},
        "s24(1B): adopted at 16, at 21",
    ),
    (
        life(ep("2025-06-01", "2025-06-22", "V2", planned_short_break=True), ep("2025-12-20", status="V2")),
        "2026-03-15",
        {"short_breaks_beside_care": ("looked_after", "eligible_child")},
        "Vol 3 2.1: a planned series beside care",
    ),
    (
        life(ep("2025-06-01", "2025-08-30", "V2"), ep("2026-04-01", "2026-04-02", "V2", reason_ended="E5")),
        "2026-04-02",
        {"thirteen_weeks_count": ("person_qualifying", "relevant_child")},
        "reg 40(1): 91 days elapsed and 93 inclusively, complete only as care ends",
    ),
    (
        life(ep("2026-05-01", status="V2"), count_days="inclusive"),
        "2026-07-30",
        {"thirteen_weeks_count": ("eligible_child", "looked_after")},
        "reg 40(1): the council counts inclusively",
    ),
    (
        life(ep("2020-01-01"), born="2008-02-29", leap_day="28 February"),
        "2026-03-01",
        {"leap_day": ("former_relevant_child", "eligible_child")},
        "FLRA s9: by 28 February, still shown on 1 March",
    ),
]


@pytest.mark.parametrize(("told", "asked", "expected"), [pytest.param(*row[:3], id=row[3]) for row in FLAGS])
def test_flag(told, asked, expected):
    assert flags(told, asked) == expected


def test_a_period_shows_the_flags_of_its_days_and_no_others():
    told = life(ep("2026-05-01", "2026-07-15", "V2", reason_ended="E4A"))
    shown = [
        (str(one.start), [(flag.code, str(flag.start), str(flag.end)) for flag in one.flags]) for one in told.timeline
    ]
    assert shown == [
        ("2010-03-10", []),
        ("2026-05-01", []),
        ("2026-07-15", [("under_13_weeks_home", "2026-07-15", "2028-03-10")]),
        ("2028-03-10", [("under_13_weeks_home", "2028-03-10", "2031-03-10")]),
        ("2031-03-10", [("under_13_weeks_home", "2031-03-10", "2035-03-10")]),
        ("2035-03-10", []),
    ]


def test_several_points_may_be_open_on_one_day():
    told = life(ep("2020-01-01", "2025-08-01", reason_ended="E4A"), born="2008-02-29")
    assert flags(told, "2026-02-28") == {
        "home_not_confirmed": ("relevant_child", "person_qualifying"),
        "leap_day": ("relevant_child", "former_relevant_child"),
    }
    assert flags(life(ep("2027-12-10", status="V2")), "2028-03-09") == {
        "thirteen_weeks_after_18": ("person_qualifying", "former_relevant_child"),
        "thirteen_weeks_count": ("looked_after", "eligible_child"),
    }


IMPOSSIBLE = [
    ((ep("2010-03-09"),), {}, "episodes[0].start", "before the date of birth 2010-03-10"),
    ((LONG, ep("2026-05-01", "2026-04-30")), {}, "episodes[1].end", "ends on 2026-04-30, before it starts"),
    ((ep("2026-05-01", status="C3"),), {}, "episodes[0].legal_status", "C3 is no legal status. Use one of C1, C2"),
    ((ep("2026-05-01", "2026-06-01", reason_ended="E99"),), {}, "episodes[0].reason_ended", "E99 is no reason"),
    ((ep("2026-05-01", reason_ended="E5"),), {}, "episodes[0].end", "say when it ended, too"),
    ((), {"at_home": ("2009-01-01", None)}, "facts.at_home[0].from", "before the date of birth"),
    ((), {"education": ("2030-01-01", "2029-01-01")}, "facts.education[0].to", "before it starts on 2030-01-01"),
    ((), {"died_on": "2010-03-09"}, "facts.died_on", "before the date of birth"),
    ((), {"adopted_on": "2009-03-09"}, "facts.adopted_on", "before the date of birth"),
]


@pytest.mark.parametrize(("episodes", "known", "field", "message"), IMPOSSIBLE)
def test_what_cannot_be_is_refused_with_its_place(episodes, known, field, message):
    with pytest.raises(BadInput) as refused:
        _ = life(*episodes, known=facts(**known)).timeline
    assert refused.value.field == field
    assert message in refused.value.message


def test_an_episode_that_starts_and_ends_on_one_day_is_possible_and_counts_nothing():
    assert story(life(ep("2026-05-01", "2026-05-01", "L1"))) == [(BORN, "none")]


def test_a_day_before_birth_has_no_status():
    with pytest.raises(ValueError, match="before the date of birth"):
        on(life(LONG), "2010-03-09")


def test_the_last_period_is_followed_by_nothing():
    assert law.next_change(life(LONG).timeline, day("2040-01-01")) is None


def reasons(told, text):
    return [(one.met, one.text, one.source) for one in on(told, text).because]


def test_reasons_tell_a_relevant_child_which_days_counted():
    assert reasons(life(left("2027-09-01")), "2027-10-01") == [
        (
            True,
            "Aged 16 or 17 from 10 March 2026 until 10 March 2028.",
            "Children Act 1989 Sch 2 para 19B(2)(a), s23A(2)(c); Family Law Reform Act 1969 s9",
        ),
        (False, "Not looked after.", "Children Act 1989 s22(1)"),
        (
            True,
            "We were the authority that last looked after them, until 1 September 2027.",
            "Children Act 1989 s23A(4), s24(5); SI 2010/2571 reg 2",
        ),
        (
            True,
            "Was an eligible child before care last ended on 1 September 2027: 1270 days of care counted after the"
            " 14th birthday, and at least one after the 16th on 10 March 2026.",
            "Children Act 1989 s23A(2)(b); Sch 2 para 19B(2); SI 2010/959 reg 40(1); Vol 3 para 2.1",
        ),
        (
            False,
            "Not at home with a parent or somebody with parental responsibility for six months without a break.",
            "SI 2010/2571 reg 3(5)-(6); Vol 3 paras 2.3, 8.32",
        ),
    ]


SAID = [
    (life(LONG), "2015-01-01", [(True, "Under 16: the 16th birthday is 10 March 2026."), (False, "Not looked after.")]),
    (
        life(LONG),
        "2020-06-01",
        [
            (True, "Under 16: the 16th birthday is 10 March 2026."),
            (True, "Looked after since 1 June 2020."),
            (
                False,
                "Not yet looked after for 13 weeks (91 days) after the 14th birthday on 10 March 2024:"
                " 0 days counted by 1 June 2020.",
            ),
            (True, "If care goes on, the 91st day after the 14th birthday will be 9 June 2024."),
        ],
    ),
    (
        life(left("2026-09-01"), known=HOME),
        "2026-10-01",
        [(True, "At home since 1 September 2026; if that lasts, six months are reached on 1 March 2027.")],
    ),
    (
        life(left("2027-12-01"), known=facts(at_home=("2027-12-01", None))),
        "2027-12-01",
        [
            (
                False,
                "At home since 1 December 2027; six months are reached on 1 June 2028, not before the 18th birthday"
                " on 10 March 2028.",
            )
        ],
    ),
    (
        life(left("2026-09-01"), known=HOME),
        "2028-03-10",
        [
            (
                True,
                "Relevant status had ended with six months at home, and that had not broken down before the 18th"
                " birthday on 10 March 2028.",
            ),
            (True, "Aged under 21, until 10 March 2031."),
        ],
    ),
    (
        life(BEFORE_CUSTODY, known=CUSTODY),
        "2026-03-10",
        [
            (
                True,
                "Detained or in hospital on the 16th birthday, since 20 February 2026, after 142 days of care since"
                " the 14th birthday that lasted until then.",
            )
        ],
    ),
    (
        life(ep("2026-05-01", "2026-07-15", "V2", reason_ended="E4A")),
        "2026-07-15",
        [
            (
                True,
                "Looked after for 75 days in all, under 13 weeks, and went home on 15 July 2026: support is under"
                " section 17.",
            )
        ],
    ),
    (
        life(ep("2020-06-01", None, authority="WAL")),
        "2026-03-10",
        [(True, "Looked after by another authority (Wales), not by us.")],
    ),
    (
        life(ep("2020-06-01", None, authority="301")),
        "2026-03-10",
        [(True, "Looked after by another authority (301), not by us.")],
    ),
    (
        life(ep("2020-06-01", "2026-01-01", authority="301"), ep("2026-01-01", None, authority="302")),
        "2026-03-10",
        [(True, "Looked after by another authority (302), not by us.")],
    ),
    (life(), "2026-03-10", [(False, "Never looked after.")]),
    (life(LONG, known=facts(died_on="2027-01-01")), "2027-01-01", [(True, "Died on 1 January 2027.")]),
    (
        life(LONG),
        "2028-03-10",
        [
            (
                True,
                "Looked after by us on reaching 18 on 10 March 2028, and an eligible child immediately before: the"
                " 91st day of care after the 14th birthday was 9 June 2024.",
            ),
            (True, "Aged 18 to 20, until 10 March 2031: full duties."),
        ],
    ),
    (
        life(LONG),
        "2031-03-10",
        [(False, "Has not asked for support: offer it again at least every 12 months.")],
    ),
]


@pytest.mark.parametrize(("told", "asked", "expected"), SAID)
def test_reasons_are_sentences_with_days_and_counts(told, asked, expected):
    found = [(one.met, one.text) for one in on(told, asked).because]
    assert [reason for reason in found if reason in expected] == expected


@pytest.mark.parametrize(
    ("episodes", "asked", "count_days", "expected"),
    [
        ((ep("2026-05-01", status="V2"),), "2026-07-31", "elapsed", (91, 91, 0)),
        ((ep("2026-05-01", status="V2"),), "2026-07-31", "inclusive", (92, 92, 0)),
        ((ep("2026-05-01", "2026-07-31", "V2"),), "2026-12-01", "elapsed", (91, 91, 0)),
        ((ep("2026-05-01", "2026-07-31", "V2"),), "2026-12-01", "inclusive", (92, 92, 0)),
        ((ep("2026-03-01", status="V2"),), "2026-03-10", "elapsed", (9, 0, 0)),
        ((ep("2026-03-01", status="V2"),), "2026-03-11", "elapsed", (10, 1, 0)),
        ((ep("2026-03-01", status="V2"),), "2026-03-10", "inclusive", (10, 1, 0)),
        ((ep("2026-03-01", status="V2"),), "2026-03-09", "inclusive", (9, 0, 0)),
        ((ep("2023-12-01", "2024-05-01", "V2"),), "2026-01-01", "elapsed", (52, 0, 0)),
        ((ep("2025-05-01", "2025-07-10", "V3"),), "2026-01-01", "elapsed", (0, 0, 70)),
        (
            (ep("2025-05-01", "2025-07-10", "V3"), ep("2025-07-01", "2025-08-01", "V2")),
            "2026-01-01",
            "elapsed",
            (31, 0, 61),
        ),
        ((LONG,), "2040-01-01", "elapsed", (1461, 730 + 1, 0)),
        ((LONG,), "2040-01-01", "inclusive", (1461, 730 + 1, 0)),
        ((), "2026-01-01", "elapsed", (0, 0, 0)),
        (
            (ep("2025-01-01", "2025-02-01", "V2"), ep("2026-04-01", "2026-05-01", "V2")),
            "2026-12-01",
            "elapsed",
            (61, 30, 0),
        ),
        (
            (ep("2025-01-01", "2025-02-01", "V2"), ep("2026-04-01", "2026-05-01", "V2")),
            "2026-12-01",
            "inclusive",
            (63, 31, 0),
        ),
        ((ep("2026-01-01", "2026-02-01", authority="WAL"),), "2026-03-01", "elapsed", (0, 0, 31)),
        ((ep("2026-01-01", "2026-02-01", authority="301"),), "2026-03-01", "elapsed", (31, 0, 0)),
    ],
)
def test_care_days(episodes, asked, count_days, expected):
    found = law.care_days(day(BORN), episodes, day(asked), settings=law.Settings(count_days=count_days))
    assert (found.after_14, found.after_16, found.not_counted) == expected
