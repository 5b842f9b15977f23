"""Unsettled points: on which days each is open, and its outcomes.

Born on 10 March 2010 unless said otherwise.
"""

import pytest

from tests.careleavers.law_cases import BEFORE_CUSTODY, CUSTODY, LONG, ep, facts, flags, left, life

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
