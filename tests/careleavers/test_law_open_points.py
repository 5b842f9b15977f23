"""The points that are open in the worked examples, and the days on which they are.

Born on 10 March 2010 unless said otherwise.
"""

import pytest

from tests.careleavers.law_cases import ep, facts, flags, life

HOME_AT_18 = life(ep("2020-06-01", "2026-09-01"), known=facts(at_home=("2026-09-01", "2029-01-01")))

OPEN_POINTS = [
    pytest.param(
        life(ep("2026-05-01", status="V2")),
        "2026-07-30",
        {"thirteen_weeks_count": ("looked_after", "eligible_child")},
        id="2 (a) on the 90th day",
    ),
    pytest.param(
        life(ep("2026-05-01", status="V2")),
        "2026-07-31",
        {"thirteen_weeks_count": ("looked_after", "eligible_child")},
        id="2 (a) on the 91st day",
    ),
    pytest.param(life(ep("2026-05-01", status="V2")), "2026-07-29", {}, id="2 (a) not on the 89th"),
    pytest.param(life(ep("2026-05-01", status="V2")), "2026-08-01", {}, id="2 (a) not on the 92nd"),
    pytest.param(
        life(ep("2026-05-01", "2026-07-15", "V2"), known=facts(at_home=("2026-07-15", None))),
        "2026-08-01",
        {"under_13_weeks_home": ("none", "person_qualifying")},
        id="3 (l) under 18",
    ),
    pytest.param(
        life(ep("2026-05-01", "2026-07-15", "V2"), known=facts(at_home=("2026-07-15", None))),
        "2028-03-10",
        {"under_13_weeks_home": ("person_qualifying", "none")},
        id="3 (l) again at 18",
    ),
    pytest.param(
        life(ep("2025-09-01", "2026-03-10", "V2")),
        "2026-03-10",
        {"left_care_on_16th_birthday": ("none", "person_qualifying")},
        id="6 (b)",
    ),
    pytest.param(
        HOME_AT_18,
        "2029-01-01",
        {"home_broke_down_after_18": ("person_qualifying", "former_relevant_child")},
        id="8c (f)",
    ),
    pytest.param(HOME_AT_18, "2028-12-31", {}, id="8c (f) not before it breaks down"),
    pytest.param(
        life(ep("2020-06-01", "2027-12-01"), known=facts(at_home=("2027-12-01", None))),
        "2028-03-10",
        {"six_months_home_after_18": ("former_relevant_child", "person_qualifying")},
        id="8d (k) from 18",
    ),
    pytest.param(
        life(ep("2020-06-01", "2027-12-01"), known=facts(at_home=("2027-12-01", None))),
        "2028-06-01",
        {"six_months_home_after_18": ("former_relevant_child", "person_qualifying")},
        id="8d (k) when they are complete",
    ),
    pytest.param(
        life(ep("2020-06-01", "2026-09-01", placement="P1", reason_ended="E4A")),
        "2026-09-01",
        {"stayed_with_parents": ("person_qualifying", "relevant_child")},
        id="9 nobody recorded the home after it",
    ),
    pytest.param(
        life(ep("2020-06-01", "2026-08-31"), ep("2026-08-31", "2026-09-01", placement="P1", reason_ended="E8")),
        "2027-02-28",
        {"stayed_with_parents": ("relevant_child", "person_qualifying")},
        id="9 nobody recorded the home after a day with parents",
    ),
    pytest.param(
        life(ep("2020-06-01", "2026-08-31"), ep("2026-08-31", "2026-09-01", placement="P1", reason_ended="E8")),
        "2027-02-27",
        {},
        id="9 it matters only once six months could be over",
    ),
    pytest.param(
        life(ep("2020-06-01", "2026-03-20"), ep("2026-03-20", "2026-09-19", placement="P1", reason_ended="E8")),
        "2027-03-20",
        {"stayed_with_parents": ("relevant_child", "person_qualifying")},
        id="9 a day short of six months with parents",
    ),
    pytest.param(
        life(ep("2020-06-01", "2026-03-20"), ep("2026-03-20", "2026-09-20", placement="P1", reason_ended="E8")),
        "2026-09-20",
        {"stayed_with_parents": ("person_qualifying", "relevant_child")},
        id="9 six months with parents to the day",
    ),
    pytest.param(
        life(
            ep("2020-06-01", "2026-01-01", placement="P1"),
            ep("2026-08-31", "2026-09-01", placement="U1", reason_ended="E8"),
        ),
        "2027-03-20",
        {},
        id="9 with parents, and elsewhere at last",
    ),
    pytest.param(
        life(ep("2020-06-01", "2026-09-01", placement="H5"), known=facts(at_home=("2025-09-01", "2026-10-01"))),
        "2026-09-30",
        {"home_beside_placement": ("person_qualifying", "relevant_child")},
        id="reg 3(5) at home on days of a residential home",
    ),
    pytest.param(
        life(ep("2020-06-01", "2026-09-01", placement="U1"), known=facts(at_home=("2025-09-01", None))),
        "2026-09-01",
        {"home_beside_placement": ("person_qualifying", "relevant_child")},
        id="reg 3(5) at home on days of a foster placement",
    ),
    pytest.param(
        life(ep("2020-06-01", "2026-09-01", placement="U1"), known=facts(at_home=("2025-09-01", None))),
        "2027-03-01",
        {},
        id="reg 3(5) settled once six months are over either way",
    ),
    pytest.param(
        life(
            ep("2020-06-01", "2026-09-01", placement="P1"),
            ep("2025-10-01", "2025-10-04", "V3", placement="U1"),
            known=facts(at_home=("2025-09-01", None)),
        ),
        "2026-09-01",
        {},
        id="reg 3(5) a short break is no contradiction",
    ),
    pytest.param(
        life(
            ep("2020-06-01", "2026-09-01"),
            known=facts(at_home=("2026-09-01", None), detained_or_in_hospital=("2026-12-01", "2026-12-20")),
        ),
        "2027-03-01",
        {"home_beside_detention": ("person_qualifying", "relevant_child")},
        id="reg 3(5) at home while in hospital",
    ),
    pytest.param(
        life(ep("2020-06-01", "2026-09-01", reason_ended="E11"), known=facts(adopted_on="2026-12-01")),
        "2026-10-01",
        {"days_disagree": ("relevant_child", "none")},
        id="E11 adopted on another day than recorded",
    ),
    pytest.param(
        life(ep("2020-06-01", "2026-09-01", reason_ended="E2"), known=facts(died_on="2026-09-03")),
        "2026-09-02",
        {"days_disagree": ("relevant_child", "deceased")},
        id="E2 died on another day than recorded",
    ),
    pytest.param(
        life(ep("2020-06-01", "2026-09-01", reason_ended="E2"), known=facts(died_on="2026-09-01")),
        "2026-09-02",
        {},
        id="E2 died on the day recorded",
    ),
    pytest.param(
        life(ep("2026-10-01"), known=facts(died_on="2026-09-01")),
        "2026-10-01",
        {"care_after_death": ("deceased", "looked_after")},
        id="s22(1) care that begins after death",
    ),
    pytest.param(
        life(
            ep("2025-11-01", "2026-03-01", "V2"),
            known=facts(detained_or_in_hospital=("2026-03-01", "2026-04-01"), at_home=("2026-04-01", None)),
        ),
        "2026-10-01",
        {"regulation_3_2_at_home": ("relevant_child", "person_qualifying")},
        id="13 (n)",
    ),
    pytest.param(
        life(ep("2026-07-01", "2026-08-30", "V3")),
        "2026-09-01",
        {"short_breaks_only": ("none", "person_qualifying")},
        id="14 (m)",
    ),
    pytest.param(
        life(ep("2025-05-01", "2025-07-10", "V3"), ep("2026-06-01", status="V2")),
        "2026-07-01",
        {"short_breaks_beside_care": ("looked_after", "eligible_child")},
        id="15 (c) while it makes a difference",
    ),
    pytest.param(
        life(ep("2025-05-01", "2025-07-10", "V3"), ep("2026-06-01", status="V2")),
        "2026-09-30",
        {"short_breaks_beside_care": ("eligible_child from 2026-08-31", "eligible_child from 2026-06-22")},
        id="15 (c) would be earlier",
    ),
    pytest.param(
        life(ep("2015-01-01"), born="2008-02-29"),
        "2026-02-28",
        {"leap_day": ("eligible_child", "former_relevant_child")},
        id="16 (d) on 28 February",
    ),
    pytest.param(
        life(ep("2015-01-01"), born="2008-02-29"),
        "2029-02-28",
        {"leap_day": ("former_relevant_child 18-20", "former_relevant_child 21-24")},
        id="16 (d) at 21",
    ),
    pytest.param(life(ep("2015-01-01"), born="2008-02-29"), "2026-03-02", {}, id="16 (d) not on 2 March"),
    pytest.param(life(ep("2015-01-01"), born="2008-02-29"), "2024-02-29", {}, id="16 (d) not in a leap year"),
    pytest.param(
        life(ep("2027-12-10", status="V2")),
        "2028-03-10",
        {"thirteen_weeks_count": ("person_qualifying", "former_relevant_child")},
        id="19b (a)",
    ),
    pytest.param(
        life(ep("2026-02-01", "2026-04-01", "V2", authority="WAL"), ep("2026-04-01", status="V2")),
        "2026-05-03",
        {"outside_england": ("looked_after", "eligible_child")},
        id="21 (h) Wales",
    ),
    pytest.param(
        life(ep("2026-05-01", "2026-09-01", "V2", reason_ended="E15")),
        "2026-09-01",
        {"age_assessed_adult": ("none", "relevant_child")},
        id="22 (j)",
    ),
    pytest.param(
        life(ep("2020-06-01", "2026-09-10", reason_ended="E12")),
        "2026-09-10",
        {"adopted_at_16_or_17": ("none", "relevant_child", "person_qualifying")},
        id="27 (g)",
    ),
    pytest.param(
        life(ep("2020-06-01", "2026-09-01", reason_ended="E4A"), known=facts(at_home=("2026-09-01", None))),
        "2027-03-01",
        {},
        id="8 (e) settled: nothing open where home is recorded",
    ),
    pytest.param(life(ep("2020-06-01")), "2026-03-10", {}, id="1 nothing open"),
    pytest.param(life(ep("2020-06-01")), "2028-03-10", {}, id="1 nothing open at 18"),
]


@pytest.mark.parametrize(("told", "asked", "expected"), OPEN_POINTS)
def test_what_is_open(told, asked, expected):
    assert flags(told, asked) == expected
