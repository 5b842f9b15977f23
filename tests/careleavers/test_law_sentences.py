"""Reasons are sentences with the days and counts of the person.

Born on 10 March 2010 unless said otherwise.
"""

import pytest

from tests.careleavers.law_cases import BEFORE_CUSTODY, CUSTODY, HOME, LONG, ep, facts, left, life, on


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
            "Not at home with a parent, somebody with parental responsibility or the holder of the residence order"
            " before the care order for six months without a break.",
            "SI 2010/2571 reg 3(5)(a)-(c), (6); Vol 3 paras 2.3, 8.32",
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
        [(False, "Has not asked for support: go on offering it.")],
    ),
]


@pytest.mark.parametrize(("told", "asked", "expected"), SAID)
def test_reasons_are_sentences_with_days_and_counts(told, asked, expected):
    found = [(one.met, one.text) for one in on(told, asked).because]
    assert [reason for reason in found if reason in expected] == expected
