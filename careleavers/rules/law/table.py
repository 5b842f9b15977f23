"""The decision table in words, for a lawyer to read: the rows of `careleavers.rules.law.decision`, in their order.

The first row that fits decides. A test runs a life through the law for every row.
"""

from typing import NamedTuple

from careleavers.rules.code_sets import Band, Status
from careleavers.rules.law import rules
from careleavers.rules.law.rules import Rule


class TableRow(NamedTuple):
    """One row: when it applies, what it gives, and the tests it rests on."""

    when: str
    status: Status
    rules: tuple[Rule, ...]
    band: Band | None = None
    returned_home: bool = False


ANY_AGE = (
    TableRow("They have died.", Status.DECEASED, (rules.DECEASED,)),
    TableRow("They were assessed to be an adult on or before the day.", Status.NONE, (rules.ASSESSED_ADULT,)),
)
LOOKED_AFTER = (
    TableRow("Under 18, looked after by another authority alone.", Status.NONE, (rules.LOOKED_AFTER_ELSEWHERE,)),
    TableRow(
        "Under 18, looked after, on this day in a short break alone.",
        Status.LOOKED_AFTER,
        (rules.LOOKED_AFTER, rules.ONLY_SHORT_BREAK),
    ),
    TableRow(
        "16 or 17, looked after, with 13 weeks of care after the 14th birthday.",
        Status.ELIGIBLE_CHILD,
        (rules.AGED_16_OR_17, rules.LOOKED_AFTER, rules.THIRTEEN_WEEKS),
    ),
    TableRow(
        "Under 18, looked after: under 16, or without those 13 weeks.",
        Status.LOOKED_AFTER,
        (rules.UNDER_16, rules.LOOKED_AFTER, rules.THIRTEEN_WEEKS, rules.THIRTEEN_WEEKS_TO_COME),
    ),
)
LEFT_CARE = (
    TableRow("Under 16, not looked after.", Status.NONE, (rules.UNDER_16, rules.LOOKED_AFTER)),
    TableRow(
        "16 or 17, never looked after, last looked after by another authority, or adopted since.",
        Status.NONE,
        (rules.NEVER_LOOKED_AFTER, rules.LAST_LOOKED_AFTER_BY_US, rules.ADOPTED),
    ),
    TableRow(
        "16 or 17, an eligible child when care last ended, and not at home for six months without a break.",
        Status.RELEVANT_CHILD,
        (rules.ELIGIBLE_BEFORE_LEAVING, rules.SIX_MONTHS_AT_HOME, rules.SIX_MONTHS_TO_COME),
    ),
    TableRow(
        "16 or 17, detained or in hospital on the 16th birthday directly after 13 weeks of care; six months at home end"
        " nothing here.",
        Status.RELEVANT_CHILD,
        (rules.NO_CARE_ORDER, rules.DETAINED_AT_16, rules.REG_3_2_AT_HOME),
    ),
    TableRow(
        "16 or 17, an eligible child when care last ended, and at home for six months without a break. If that breaks"
        " down before 18, the row of relevant children applies again.",
        Status.PERSON_QUALIFYING,
        (rules.ELIGIBLE_BEFORE_LEAVING, rules.SIX_MONTHS_AT_HOME),
        Band.QUALIFYING,
        returned_home=True,
    ),
    TableRow(
        "16 or 17, looked after immediately before a special guardianship order made before 18, at any age.",
        Status.PERSON_QUALIFYING,
        (rules.SPECIAL_GUARDIANSHIP,),
        Band.QUALIFYING,
    ),
    TableRow(
        "16 or 17, looked after for under 13 weeks in all, and went home: section 17, until 18.",
        Status.NONE,
        (rules.UNDER_13_WEEKS_AND_HOME,),
    ),
    TableRow(
        "16 or 17, looked after at 16 or 17, short breaks apart.",
        Status.PERSON_QUALIFYING,
        (rules.LOOKED_AFTER_AT_16_OR_17,),
        Band.QUALIFYING,
    ),
    TableRow("16 or 17, none of these.", Status.NONE, (rules.LOOKED_AFTER_AT_16_OR_17,)),
)
_AT_18 = (rules.ELIGIBLE_ON_THE_EVE, rules.RELEVANT_ON_THE_EVE)
_WAS = "Eligible or relevant immediately before 18, and"
ADULTS = (
    TableRow(f"{_WAS} 18 to 20.", Status.FORMER_RELEVANT_CHILD, (*_AT_18, rules.AGED_18_TO_20), Band.FULL_DUTIES),
    TableRow(
        f"{_WAS} 25 or over, in a programme of education or training begun before 25.",
        Status.FORMER_RELEVANT_CHILD,
        (*_AT_18, rules.UNDER_25, rules.EDUCATION_BEYOND_25),
        Band.EDUCATION_BEYOND_25,
    ),
    TableRow(f"{_WAS} 25 or over, in none.", Status.NONE, (*_AT_18, rules.UNDER_25, rules.EDUCATION_BEYOND_25)),
    TableRow(
        f"{_WAS} 21 to 24, in education or training.",
        Status.FORMER_RELEVANT_CHILD,
        (*_AT_18, rules.IN_EDUCATION),
        Band.EDUCATION,
    ),
    TableRow(
        f"{_WAS} 21 to 24, has asked for support and still wants it.",
        Status.FORMER_RELEVANT_CHILD,
        (*_AT_18, rules.OPTED_IN),
        Band.OPTED_IN,
    ),
    TableRow(f"{_WAS} 21 to 24, neither.", Status.FORMER_RELEVANT_CHILD, (*_AT_18, rules.OPTED_IN), Band.NOT_ASKED),
    TableRow(
        "18 to 20, not former relevant, last looked after by us and not adopted: six months at home had ended relevant"
        " status before 18 and nothing broke down before then.",
        Status.PERSON_QUALIFYING,
        (rules.HOME_ON_THE_EVE, rules.HOME_BROKE_DOWN_AFTER_18, rules.HOME_SIX_MONTHS_AFTER_18, rules.UNDER_21),
        Band.QUALIFYING,
        returned_home=True,
    ),
    TableRow(
        "18 to 20, not former relevant, last looked after by us and not adopted: looked after at 16 or 17, or before a"
        " special guardianship order.",
        Status.PERSON_QUALIFYING,
        (rules.LOOKED_AFTER_AT_16_OR_17, rules.SPECIAL_GUARDIANSHIP, rules.UNDER_21),
        Band.QUALIFYING,
    ),
    TableRow(
        "21 to 24, one of the two rows above until 21: help with education and training alone.",
        Status.PERSON_QUALIFYING,
        (rules.UNDER_21, rules.EDUCATION_HELP_TO_25),
        Band.QUALIFYING_EDUCATION_HELP,
    ),
    TableRow(
        "18 or over, none of these.",
        Status.NONE,
        (rules.LAST_LOOKED_AFTER_BY_US, rules.LOOKED_AFTER_AT_16_OR_17, rules.EDUCATION_HELP_TO_25),
    ),
)
TABLE = (*ANY_AGE, *LOOKED_AFTER, *LEFT_CARE, *ADULTS)
