"""Rules about the child's own row, the Header, and whether it agrees with OC3."""

from typing import Any

from careleavers.rules import codes
from careleavers.rules.law.facts import SHORT_BREAKS
from reporting.rules.return_rules.returns import Return
from reporting.rules.return_rules.rule import Found, RuleList

RULES = RuleList()
FEMALE = frozenset(("F", "2"))  # letters from the collection of 2025, digits before
MALE = frozenset(("M", "1"))


@RULES.add(
    "165",
    "Data entry for mother status is invalid.",
    remedy="MOTHER is 0 or 1 for a girl looked after in the year; leave it blank for a boy, and for a care leaver who "
    "was not looked after in the year.",
    needs=("Header",),
)
def motherhood(checked: Return) -> Found:
    """A girl looked after in the year has MOTHER of 0 or 1; a boy has none.

    "If provided MOTHER must be a valid value (and child must be female)", with episodes or without.
    Short breaks do not count as being looked after. A care leaver whose episodes all lie outside the year does not have
    it; one without any episode is for rule 628. Reported on Header and OC3. Source: DfE rule 165.
    """
    header = checked.table("Header")
    valid = codes.valid("MOTHER", checked.year)
    for row, (child, sex, mother) in enumerate(zip(header["CHILD"], header["SEX"], header["MOTHER"], strict=True)):
        wrong = bool(mother) and (mother not in valid or sex in MALE)
        if not wrong and sex in FEMALE:
            care = [each for each in checked.episodes.of(child) if each.legal_status not in SHORT_BREAKS]
            if care and checked.looked_after_in_year(care):
                wrong = not mother
            elif care:
                wrong = bool(mother) and child in checked.care_leavers
        if wrong:
            yield "Header", row
            yield from (("OC3", leaver) for leaver in checked.oc3_rows.get(child, ()))


@RULES.add(
    "351",
    "Child was over 25 at the start of the current collection year.",
    remedy="Check the date of birth; otherwise take the young person out of the return.",
    needs=("Header",),
)
def not_over_25(checked: Return) -> Found:
    """The 25th birthday is not before 1 April at the start of the year. Source: DfE rule 351."""
    oldest = checked.born_by(25, checked.start)
    days = checked.table("Header").dates("DOB")
    return (("Header", row) for row, born in enumerate(days) if born and born < oldest)


@RULES.add(
    "628",
    "Motherhood details are not required for care leavers who have not been looked after during the year.",
    remedy="Leave MOTHER blank, or add the episodes of this year.",
    needs=("Header", "Episodes", "OC3"),
)
def no_motherhood_for_care_leavers(checked: Return) -> Found:
    """A care leaver without an episode has no MOTHER. Source: DfE rule 628."""
    header = checked.table("Header")
    without_episodes = checked.care_leavers - checked.episodes.children
    columns = zip(header["CHILD"], header["MOTHER"], strict=True)
    return (("Header", row) for row, (child, mother) in enumerate(columns) if mother and child in without_episodes)


@RULES.add(
    "EPI",
    "WARNING: Episodes need to be loaded for this child before further validation is possible.",
    remedy="Add the child's episodes, or the care-leaver row, or take the child out of the Header.",
    needs=("Header",),
)
def episodes_or_care_leaver(checked: Return) -> Found:
    """A child in the Header is in Episodes or in OC3. Source: EPI of DfE's portal."""
    known = checked.episodes.children | checked.oc3_rows.keys()
    return (("Header", row) for row, child in enumerate(checked.table("Header")["CHILD"]) if child not in known)


@RULES.add(
    "INT06",
    "Internal Check: Child in OC3 does not exist in Header.",
    remedy="Add the young person to the Header, or correct CHILD.",
    needs=("Header", "OC3"),
)
def in_the_header(checked: Return) -> Found:
    """A child in OC3 is in the Header. Source: INT06 of the sector's validator, not a rule of DfE."""
    known = set(checked.table("Header")["CHILD"])
    return (("OC3", row) for row, child in enumerate(checked.oc3["CHILD"]) if child not in known)


@RULES.add(
    "INT15",
    "Internal Check: DOB in OC3 is different to DOB in Header.",
    remedy="Give the same date of birth in both.",
    needs=("Header", "OC3"),
)
def one_date_of_birth(checked: Return) -> Found:
    """OC3 and Header agree on the date of birth where both give one. Source: INT15 of the sector's validator."""
    header = checked.table("Header")
    born: dict[str, set[Any]] = {}
    for child, day in zip(header["CHILD"], header.dates("DOB"), strict=True):
        if day:
            born.setdefault(child, set()).add(day)
    for row, (child, day) in enumerate(zip(checked.oc3["CHILD"], checked.oc3.dates("DOB"), strict=True)):
        if day and born.get(child, {day}) != {day}:
            yield "OC3", row
