"""Rules about what the Header says of every child, whether they are a care leaver or not."""

import re
from datetime import date

from careleavers.rules import codes
from careleavers.rules.law.facts import SHORT_BREAKS
from reporting.rules.return_rules.returns import Return
from reporting.rules.return_rules.rule import Found, RuleList

RULES = RuleList()
UPN = re.compile(r"(?a:(?![IOS])[A-Z](\d{12}|\d{11}[A-Z])|UN[1-5])")


@RULES.add(
    "101",
    "Gender code is not valid.",
    remedy="Give the gender as the return knows it: M, F or U (from 2025).",
    needs=("Header",),
)
def gender_is_a_code(checked: Return) -> Found:
    """SEX is 1 or 2 until the collection of 2024, M, F or U from 2025. Source: DfE rule 101."""
    valid = codes.valid("SEX", checked.year)
    return (("Header", row) for row, sex in enumerate(checked.table("Header")["SEX"]) if sex not in valid)


@RULES.add(
    "168",
    "Unique Pupil Number (UPN) is not valid. If unknown, default codes should be UN1, UN2, UN3, UN4 or UN5.",
    remedy="Correct the UPN in the record, or give UN1 to UN5.",
    needs=("Header",),
)
def upn_is_one(checked: Return) -> Found:
    """UPN, where given, is a letter other than I, O and S, eleven digits, and a digit or a letter; or UN1 to UN5.

    Source: DfE rule 168.
    """
    return (("Header", row) for row, upn in enumerate(checked.table("Header")["UPN"]) if upn and not UPN.fullmatch(upn))


@RULES.add(
    "442",
    "Unique Pupil Number (UPN) field is not completed.",
    remedy="Give the UPN in the record, or why there is none (UN1 to UN5).",
    needs=("Header", "Episodes"),
)
def upn_is_given(checked: Return) -> Found:
    """A child looked after in the year, short breaks apart, has a UPN. Source: DfE rule 442."""
    header = checked.table("Header")
    cared_for = {each.child for each in checked.episodes.facts if each.legal_status not in SHORT_BREAKS}
    columns = zip(header["CHILD"], header["UPN"], strict=True)
    return (("Header", row) for row, (child, upn) in enumerate(columns) if not upn and child in cared_for)


@RULES.add(
    "611",
    "Date of birth field is blank, but child is a mother.",
    remedy="Give the date of birth of her first child in the record, below “A parent”.",
    needs=("Header",),
)
def child_of_a_mother(checked: Return) -> Found:
    """MOTHER of 1 goes with MC_DOB. Source: DfE rule 611."""
    header = checked.table("Header")
    columns = zip(header["MOTHER"], header["MC_DOB"], strict=True)
    return (("Header", row) for row, (mother, born) in enumerate(columns) if mother == "1" and not born)


@RULES.add(
    "625",
    "Date of birth of the first child is beyond the end of this reporting year or the date the child ceased to be "
    "looked after.",
    remedy="Check the date of birth of her first child in the record, and when her care ended.",
    needs=("Header", "Episodes"),
)
def child_born_in_care(checked: Return) -> Found:
    """MC_DOB comes neither after the collection year nor after the last DEC, on Header and Episodes. Source: DfE rule
    625."""
    last: dict[str, tuple[date, int]] = {}
    for each in checked.episodes.facts:
        if each.ended:
            last[each.child] = max((each.ended, each.row), last.get(each.child, (each.ended, each.row)))
    header = checked.table("Header")
    for row, (child, born) in enumerate(zip(header["CHILD"], header.dates("MC_DOB"), strict=True)):
        ended, episode = last.get(child, (date.max, None))
        if born and (born > checked.end or born > ended):
            yield "Header", row
            if episode is not None:
                yield "Episodes", episode
