"""Rules about what OC3 says of one care leaver: the codes, and whether they fit together."""

from collections import Counter

from careleavers.rules import codes
from reporting.rules.return_rules.returns import LEAVER_COLUMNS, Return
from reporting.rules.return_rules.rule import Found, RuleList

RULES = RuleList()
NO_LONGER_REPORTED = frozenset(("DIED", "RHOM"))
FOYER = "T"  # the letter: T1 is suitable, T2 is not
FORMER_FOSTER_CARERS = frozenset(("Z1", "Z2"))


def _not_a_code(checked: Return, column: str) -> Found:
    """Rows that say something (rule 153 lets all three be blank) but have no valid code in this column."""
    valid = codes.valid(f"OC3.{column}", checked.year)
    values = checked.oc3[column]
    return (("OC3", row) for row in checked.filled_rows if values[row] not in valid)


@RULES.add(
    "131",
    "Data entry for being in touch after leaving care is invalid.",
    remedy="Use YES, NO, DIED, REFU, NREQ or RHOM.",
    needs=("OC3",),
)
def in_touch_is_a_code(checked: Return) -> Found:
    """IN_TOUCH is one of the codes of the year. Source: DfE rule 131."""
    return _not_a_code(checked, "IN_TOUCH")


@RULES.add(
    "132",
    "Data entry for activity after leaving care is invalid.",
    remedy="Use an activity code of this collection year (F3 and P3 ended in 2021), or 0 where it is not known.",
    needs=("OC3",),
)
def activity_is_a_code(checked: Return) -> Found:
    """ACTIV is one of the codes of the year. Source: DfE rule 132."""
    return _not_a_code(checked, "ACTIV")


@RULES.add(
    "133",
    "Data entry for accommodation after leaving care is invalid. "
    "If reporting on a child's accommodation after leaving care the data entry must be valid.",
    remedy="Use the letter of the accommodation with 1 (suitable) or 2 (not suitable), or 0 where it is not known. "
    "Homeless (S) and custody (X) can only be 2.",
    needs=("OC3",),
)
def accommodation_is_a_code(checked: Return) -> Found:
    """ACCOM is one of the codes of the year; S1 and X1 are none. Source: DfE rule 133."""
    return _not_a_code(checked, "ACCOM")


@RULES.add(
    "153",
    "All data items relating to a child's activity or accommodation after leaving care must be coded or left blank.",
    remedy="Fill in all of IN_TOUCH, ACTIV and ACCOM, or leave all three blank.",
    needs=("OC3",),
)
def all_given_or_all_blank(checked: Return) -> Found:
    """IN_TOUCH, ACTIV and ACCOM are all given or all blank. Source: DfE rule 153."""
    in_touch, activity, home = (checked.oc3[name] for name in LEAVER_COLUMNS)
    return (("OC3", row) for row in checked.filled_rows if not (in_touch[row] and activity[row] and home[row]))


@RULES.add(
    "344",
    "The record shows the young person has died or returned home to live with parent(s) or someone with parental "
    "responsibility for a continuous period of 6 months or more, but activity and/or accommodation on leaving care "
    "have been completed.",
    remedy="Put 0 for both ACTIV and ACCOM, or correct IN_TOUCH.",
    needs=("OC3",),
)
def nothing_reported_after_death_or_return_home(checked: Return) -> Found:
    """IN_TOUCH of DIED or RHOM goes with 0 in ACTIV and in ACCOM. Source: DfE rule 344."""
    in_touch, activity, home = (checked.oc3[name] for name in LEAVER_COLUMNS)
    return (
        ("OC3", row)
        for row in checked.filled_rows
        if in_touch[row] in NO_LONGER_REPORTED and not activity[row] == home[row] == "0"
    )


@RULES.add(
    "345",
    "The data collection record shows the local authority is in touch with this young person, but activity and/or "
    "accommodation data items are zero.",
    remedy="Give the young person's activity and accommodation; if you are not in touch, change IN_TOUCH.",
    needs=("OC3",),
)
def in_touch_means_known(checked: Return) -> Found:
    """IN_TOUCH of YES goes with neither ACTIV nor ACCOM of 0. Source: DfE rule 345."""
    in_touch, activity, home = (checked.oc3[name] for name in LEAVER_COLUMNS)
    return (("OC3", row) for row in checked.filled_rows if in_touch[row] == "YES" and "0" in (activity[row], home[row]))


@RULES.add(
    "347",
    "Care leavers aged under 18 years, can not be accommodated in a Foyer.",
    remedy="Check the date of birth; otherwise use the code of where the young person really lives.",
    needs=("OC3",),
    first_year=2024,
)
def no_foyer_under_18(checked: Return) -> Found:
    """A foyer (T) is only for somebody who was 18 by 1 April at the start of the year.

    "If ACCOM = 'T' then DOB must be >= 18 years prior to COLLECTION_START_DATE". Source: DfE rule 347.
    """
    homes, born = checked.oc3["ACCOM"], checked.oc3.dates("DOB")
    youngest = checked.born_by(18, checked.start)
    for row in checked.filled_rows:
        day = born[row]
        if homes[row][:1] == FOYER and day and day > youngest:
            yield "OC3", row


@RULES.add(
    "348",
    "Care leaver has previously been reported as having died.",
    remedy="Check last year's return. If it was wrong, tell DfE; otherwise IN_TOUCH is DIED again, with 0 and 0.",
    needs=("OC3", "OC3_last"),
    first_year=2026,
)
def not_alive_after_being_reported_dead(checked: Return) -> Found:
    """Last year's IN_TOUCH of DIED is not followed by another. Source: DfE rule 348."""
    last = checked.table("OC3_last")
    died = {child for child, touch in zip(last["CHILD"], last["IN_TOUCH"], strict=True) if touch == "DIED"}
    columns = zip(checked.oc3["CHILD"], checked.oc3["IN_TOUCH"], strict=True)
    return (("OC3", row) for row, (child, touch) in enumerate(columns) if child in died and touch != "DIED")


@RULES.add(
    "391",
    "Young person was not 17, 18, 19, 20 or 21 during the current collection year.",
    remedy="Check the date of birth; a young person who is not 17 by 31 March has no care-leaver row.",
    needs=("OC3",),
)
def at_least_17(checked: Return) -> Found:
    """Nothing is given for somebody who turns 17 after 31 March at the end of the year.

    "If DOB < 17 years prior to COLLECTION_END_DATE then IN_TOUCH, ACTIV and ACCOM should not be provided".
    22 to 25 year olds are returned from 2023, so DfE tests the lower end only. Source: DfE rule 391.
    """
    born = checked.oc3.dates("DOB")
    youngest = checked.born_by(17, checked.end)
    return (("OC3", row) for row in checked.filled_rows if (day := born[row]) and day > youngest)


@RULES.add(
    "3001",
    "Where care leavers information is being returned for a young person around their 17th birthday, the accommodation "
    "cannot be with their former foster carer(s).",
    remedy="Use Z1 and Z2 from 18 only. A 17-year-old who lives with foster carers is usually still looked after.",
    needs=("OC3",),
)
def no_former_foster_carers_at_17(checked: Return) -> Found:
    """ACCOM is not Z1 or Z2 where the 17th birthday lies in the collection year, by the date of birth of the Header
    or else of OC3. Source: DfE rule 3001."""
    child, homes = checked.oc3["CHILD"], checked.oc3["ACCOM"]
    for row in checked.filled_rows:
        if homes[row] in FORMER_FOSTER_CARERS:
            born = checked.dates_of_birth.get(child[row])
            if born and checked.start <= checked.birthday(born, 17) <= checked.end:
                yield "OC3", row


@RULES.add(
    "INT34",
    "Internal Check: Child should only exist once in OC3.",
    remedy="Keep one row for each young person.",
    needs=("OC3",),
)
def one_row_for_each_child(checked: Return) -> Found:
    """A child is once in OC3; every copy is named. Source: INT34 of the sector's validator, not a rule of DfE."""
    times = Counter(checked.oc3["CHILD"])
    return (("OC3", row) for row, child in enumerate(checked.oc3["CHILD"]) if times[child] > 1)
