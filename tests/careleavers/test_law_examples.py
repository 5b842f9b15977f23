"""The worked examples: whole lives, each with its statuses from birth on.

Unless said otherwise born on 10 March 2010: 14 on 10 March 2024, 16 on 10 March 2026, 18 on 10 March 2028, 21 on
10 March 2031, 25 on 10 March 2035.
"""

import pytest

from tests.careleavers.law_cases import ep, facts, life, story

FORMER_RELEVANT = [
    ("2028-03-10", "former_relevant_child 18-20"),
    ("2031-03-10", "former_relevant_child 21-24"),
    ("2035-03-10", "none"),
]
QUALIFYING_FROM_18 = [
    ("2028-03-10", "person_qualifying 16-20"),
    ("2031-03-10", "person_qualifying 21-24 education help"),
    ("2035-03-10", "none"),
]
QUALIFYING_AFTER = QUALIFYING_FROM_18[1:]
HOME_AFTER = [
    ("2031-03-10", "person_qualifying 21-24 education help home"),
    ("2035-03-10", "none"),
]
BIRTH = ("2010-03-10", "none")
IN_CARE = [BIRTH, ("2020-06-01", "looked_after"), ("2026-03-10", "eligible_child")]

SERIES = [
    ("2025-07-01", "2025-07-22"),
    ("2025-08-01", "2025-08-22"),
    ("2025-09-01", "2025-09-22"),
    ("2025-10-01", "2025-10-22"),
    ("2025-11-01", "2025-11-22"),
    ("2025-12-01", "2025-12-22"),
]


def series(last_end="2025-12-22"):
    ends = [end for _, end in SERIES[:-1]] + [last_end]
    return [
        ep(start, end, "V2", reason_ended="E4A", planned_short_break=True)
        for (start, _), end in zip(SERIES, ends, strict=True)
    ]


EXAMPLES = [
    pytest.param(life(ep("2020-06-01")), IN_CARE + FORMER_RELEVANT, id="1 Sch 2 para 19B: in care since 10"),
    pytest.param(
        life(ep("2026-05-01", status="V2")),
        [BIRTH, ("2026-05-01", "looked_after"), ("2026-07-31", "eligible_child"), *FORMER_RELEVANT],
        id="2 reg 40(1): the 91st day",
    ),
    pytest.param(
        life(ep("2026-05-01", "2026-07-15", "V2", reason_ended="E4A"), known=facts(at_home=("2026-07-15", None))),
        [BIRTH, ("2026-05-01", "looked_after"), ("2026-07-15", "none"), *QUALIFYING_FROM_18],
        id="3 Vol 3 2.10: 75 days and home to mother",
    ),
    pytest.param(
        life(ep("2026-05-01", "2026-07-15", "V2", reason_ended="E6")),
        [BIRTH, ("2026-05-01", "looked_after"), ("2026-07-15", "person_qualifying 16-20"), *QUALIFYING_AFTER],
        id="3b s24(2): 75 days and to friends",
    ),
    pytest.param(
        life(ep("2025-01-01", "2025-03-01", "V2"), ep("2026-04-01", status="V2")),
        [
            BIRTH,
            ("2025-01-01", "looked_after"),
            ("2025-03-01", "none"),
            ("2026-04-01", "looked_after"),
            ("2026-05-03", "eligible_child"),
            *FORMER_RELEVANT,
        ],
        id="4 reg 40(1): periods add up",
    ),
    pytest.param(
        life(ep("2025-01-01", "2025-12-01", "V2")),
        [BIRTH, ("2025-01-01", "looked_after"), ("2025-12-01", "none")],
        id="5 para 19B(2)(b): nothing after 16",
    ),
    pytest.param(
        life(ep("2025-09-01", "2026-03-10", "V2")),
        [BIRTH, ("2025-09-01", "looked_after"), ("2026-03-10", "none")],
        id="6 Vol 3 2.1: ended on the 16th birthday",
    ),
    pytest.param(
        life(ep("2025-09-01", "2026-03-11", "V2", reason_ended="E5")),
        [
            BIRTH,
            ("2025-09-01", "looked_after"),
            ("2026-03-10", "eligible_child"),
            ("2026-03-11", "relevant_child"),
            *FORMER_RELEVANT,
        ],
        id="6b Vol 3 2.1: 24 hours after 16",
    ),
    pytest.param(
        life(ep("2020-06-01", "2027-09-01", reason_ended="E5")),
        [*IN_CARE, ("2027-09-01", "relevant_child"), *FORMER_RELEVANT],
        id="7 s23A(2), s23C(1)(a): to supported lodgings",
    ),
    pytest.param(
        life(ep("2020-06-01", "2026-09-01", reason_ended="E4A"), known=facts(at_home=("2026-09-01", None))),
        [
            *IN_CARE,
            ("2026-09-01", "relevant_child"),
            ("2027-03-01", "person_qualifying 16-20 home"),
            *HOME_AFTER,
        ],
        id="8 8c reg 3(5): six months at home, still there at 18",
    ),
    pytest.param(
        life(ep("2020-06-01", "2026-09-01", reason_ended="E4A"), known=facts(at_home=("2026-09-01", "2027-05-10"))),
        [
            *IN_CARE,
            ("2026-09-01", "relevant_child"),
            ("2027-03-01", "person_qualifying 16-20 home"),
            ("2027-05-10", "relevant_child"),
            *FORMER_RELEVANT,
        ],
        id="8b reg 3(6): home breaks down before 18",
    ),
    pytest.param(
        life(ep("2020-06-01", "2027-12-01", reason_ended="E4A"), known=facts(at_home=("2027-12-01", None))),
        [*IN_CARE, ("2027-12-01", "relevant_child"), *FORMER_RELEVANT],
        id="8d s23C(1)(a): six months only after 18",
    ),
    pytest.param(
        life(
            ep("2020-06-01", "2026-01-01", reason_ended="X1"),
            ep("2026-01-01", "2026-09-01", placement="P1", reason_ended="E4A"),
        ),
        [*IN_CARE, ("2026-09-01", "person_qualifying 16-20 home"), *HOME_AFTER],
        id="9 reg 3(5): six months began before care ended",
    ),
    pytest.param(
        life(
            ep("2025-10-01", "2026-02-20", "V2", reason_ended="E9"),
            known=facts(detained_or_in_hospital=("2026-02-20", None)),
        ),
        [
            BIRTH,
            ("2025-10-01", "looked_after"),
            ("2026-02-20", "none"),
            ("2026-03-10", "relevant_child"),
            *FORMER_RELEVANT,
        ],
        id="10 reg 3(2): in custody on the 16th birthday",
    ),
    pytest.param(
        life(
            *series(),
            ep("2026-01-05", "2026-02-20", "V2", reason_ended="E9"),
            known=facts(detained_or_in_hospital=("2026-02-20", None)),
        ),
        [("2026-02-20", "none")],
        id="10b reg 3(3): a series of short placements is left out",
    ),
    pytest.param(
        life(
            *series(last_end="2025-12-30"),
            ep("2026-01-05", "2026-02-20", "V2", reason_ended="E9"),
            known=facts(detained_or_in_hospital=("2026-02-20", None)),
        ),
        [("2026-03-10", "relevant_child"), *FORMER_RELEVANT],
        id="10b reg 3(3): one of 29 days brings the series in",
    ),
    pytest.param(
        life(
            ep("2025-10-01", "2026-02-20", "C2", reason_ended="E9"),
            known=facts(detained_or_in_hospital=("2026-02-20", None)),
        ),
        [BIRTH, ("2025-10-01", "looked_after"), ("2026-03-10", "eligible_child"), *FORMER_RELEVANT],
        id="11 s22(1): a care order outlasts a sentence",
    ),
    pytest.param(
        life(ep("2025-10-01"), known=facts(detained_or_in_hospital=("2026-02-20", None))),
        [BIRTH, ("2025-10-01", "looked_after"), ("2026-03-10", "eligible_child"), *FORMER_RELEVANT],
        id="11 s22(1): a care order in custody, recorded as open",
    ),
    pytest.param(
        life(ep("2026-04-01", "2026-07-15", "J1", reason_ended="E14")),
        [
            BIRTH,
            ("2026-04-01", "looked_after"),
            ("2026-07-01", "eligible_child"),
            ("2026-07-15", "relevant_child"),
            *FORMER_RELEVANT,
        ],
        id="12 LASPO 2012 s104: remand counts",
    ),
    pytest.param(
        life(
            ep("2025-11-01", "2026-03-01", "V2"),
            known=facts(detained_or_in_hospital=("2026-03-01", "2026-04-01"), at_home=("2026-04-01", None)),
        ),
        [
            BIRTH,
            ("2025-11-01", "looked_after"),
            ("2026-03-01", "none"),
            ("2026-03-10", "relevant_child"),
            *FORMER_RELEVANT,
        ],
        id="13 reg 3(2): in hospital on the 16th birthday",
    ),
    pytest.param(
        life(*(ep(f"{year}-07-01", f"{year}-08-30", "V3") for year in (2024, 2025, 2026, 2027))),
        [("2026-08-30", "none"), ("2027-07-01", "looked_after"), ("2027-08-30", "none")],
        id="14 reg 40(2): short breaks only",
    ),
    pytest.param(
        life(ep("2025-05-01", "2025-07-10", "V3"), ep("2026-06-01", status="V2")),
        [
            BIRTH,
            ("2025-05-01", "looked_after"),
            ("2025-07-10", "none"),
            ("2026-06-01", "looked_after"),
            ("2026-08-31", "eligible_child"),
            *FORMER_RELEVANT,
        ],
        id="15 reg 40(2): short breaks do not count",
    ),
    pytest.param(
        life(ep("2015-01-01"), born="2008-02-29"),
        [
            ("2008-02-29", "none"),
            ("2015-01-01", "looked_after"),
            ("2024-02-29", "eligible_child"),
            ("2026-03-01", "former_relevant_child 18-20"),
            ("2029-03-01", "former_relevant_child 21-24"),
            ("2033-03-01", "none"),
        ],
        id="16 FLRA 1969 s9: born on 29 February",
    ),
    pytest.param(
        life(ep("2015-01-01"), born="2008-02-29", leap_day="28 February"),
        [
            ("2026-02-28", "former_relevant_child 18-20"),
            ("2029-02-28", "former_relevant_child 21-24"),
            ("2033-02-28", "none"),
        ],
        id="16 FLRA 1969 s9: the other reading",
    ),
    pytest.param(
        life(ep("2020-06-01", "2028-03-10", reason_ended="E17")),
        IN_CARE + FORMER_RELEVANT,
        id="17 s23C(1)(b), s23CZB: in care to 18",
    ),
    pytest.param(
        life(ep("2028-01-08", status="V2")),
        [BIRTH, ("2028-01-08", "looked_after"), *QUALIFYING_FROM_18],
        id="18 s24(1B): 62 days to 18",
    ),
    pytest.param(
        life(ep("2027-12-09", status="V2")),
        [BIRTH, ("2027-12-09", "looked_after"), ("2028-03-09", "eligible_child"), *FORMER_RELEVANT],
        id="19 reg 40(1): eligible for one day",
    ),
    pytest.param(
        life(ep("2027-12-10", status="V2")),
        [BIRTH, ("2027-12-10", "looked_after"), *QUALIFYING_FROM_18],
        id="19b reg 40(1): the 91st day is the 18th birthday",
    ),
    pytest.param(
        life(ep("2027-12-10", status="V2"), count_days="inclusive"),
        [BIRTH, ("2027-12-10", "looked_after"), ("2028-03-09", "eligible_child"), *FORMER_RELEVANT],
        id="19b reg 40(1): counted inclusively",
    ),
    pytest.param(
        life(ep("2022-01-01", "2024-06-01", reason_ended="E45")),
        [
            BIRTH,
            ("2022-01-01", "looked_after"),
            ("2024-06-01", "none"),
            ("2026-03-10", "person_qualifying 16-20"),
            *QUALIFYING_AFTER,
        ],
        id="20 s24(1A): special guardianship at 14",
    ),
    pytest.param(
        life(
            ep("2026-02-01", "2026-04-01", "V2", reason_ended="E3", authority="301"),
            ep("2026-04-01", status="V2"),
        ),
        [BIRTH, ("2026-04-01", "looked_after"), ("2026-05-03", "eligible_child"), *FORMER_RELEVANT],
        id="21 s23A(4): another authority's days count for the one that took over",
    ),
    pytest.param(
        life(ep("2026-02-01", "2026-04-01", "V2", reason_ended="E3")),
        [BIRTH, ("2026-02-01", "looked_after"), ("2026-04-01", "none")],
        id="21 s23A(4): nothing for the one that handed over",
    ),
    pytest.param(
        life(ep("2026-05-01", "2026-09-01", "V2", reason_ended="E15")),
        [
            BIRTH,
            ("2026-05-01", "looked_after"),
            ("2026-07-31", "eligible_child"),
            ("2026-09-01", "none"),
        ],
        id="22 E15: assessed to be an adult",
    ),
    pytest.param(
        life(ep("2023-12-01", "2024-05-01", "V2"), ep("2026-06-01", status="V2")),
        [
            BIRTH,
            ("2023-12-01", "looked_after"),
            ("2024-05-01", "none"),
            ("2026-06-01", "looked_after"),
            ("2026-07-10", "eligible_child"),
            *FORMER_RELEVANT,
        ],
        id="23 Vol 3 2.1: only days after 14",
    ),
    pytest.param(
        life(ep("2020-06-01"), known=facts(support_wanted=("2033-06-01", None))),
        [
            *IN_CARE,
            *FORMER_RELEVANT[:2],
            ("2033-06-01", "former_relevant_child 21-24 opted in"),
            ("2035-03-10", "none"),
        ],
        id="24 s23CZB: rings at 23",
    ),
    pytest.param(
        life(ep("2020-06-01"), known=facts(education=("2030-09-10", "2032-07-01"))),
        [
            *IN_CARE,
            FORMER_RELEVANT[0],
            ("2031-03-10", "former_relevant_child 21-24 education"),
            ("2032-07-01", "former_relevant_child 21-24"),
            ("2035-03-10", "none"),
        ],
        id="25 s23C(7): a degree from 20 to 22",
    ),
    pytest.param(
        life(ep("2020-06-01"), known=facts(education=("2034-09-10", "2036-06-30"))),
        [
            *IN_CARE,
            *FORMER_RELEVANT[:2],
            ("2034-09-10", "former_relevant_child 21-24 education"),
            ("2035-03-10", "former_relevant_child 25 and over, education"),
            ("2036-06-30", "none"),
        ],
        id="25b s23CA: a course past 25",
    ),
    pytest.param(
        life(ep("2020-06-01"), known=facts(detained_or_in_hospital=("2029-05-01", "2030-05-01"))),
        IN_CARE + FORMER_RELEVANT,
        id="26 Vol 3 6.41: in prison at 19",
    ),
    pytest.param(
        life(ep("2020-06-01", "2026-09-10", reason_ended="E12")),
        [*IN_CARE, ("2026-09-10", "none")],
        id="27 rule 1001: adopted at 16",
    ),
]


@pytest.mark.parametrize(("told", "expected"), EXAMPLES)
def test_worked_example(told, expected):
    """From birth on where the example begins there; else how it ends."""
    found = story(told)
    assert found[-len(expected) :] == expected
    assert expected[0] != found[0] or found == expected
