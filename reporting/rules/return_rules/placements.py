"""Rules about where the Episodes say that a child lived, whether they are a care leaver or not.

DfE's sentence is each rule's message, and its logic as the sector's validator quotes it. DfE works out the authority of
a placement from its postcode (169, 179, 1015, 218): here a postcode counts as good that has the form of one and an area
that exists, for there is no directory of postcodes.
"""

from __future__ import annotations

from careleavers.rules import codes, episode_faults, identifiers
from careleavers.rules.episode_faults import FOSTER_CARE, is_short_break
from reporting.rules.return_rules.episodes import ADOPTION, TEMPORARY, EpisodeFacts
from reporting.rules.return_rules.returns import Return
from reporting.rules.return_rules.rule import Found, RuleList, episode_rows

RULES = RuleList()
POSTCODES = "Open the episode in the care history and put in the full postcode."
NOT_OFSTED = "XXXXXXX"
# No home there is inspected by Ofsted: postcode areas that are whole outside England.
OUTSIDE_ENGLAND = frozenset(
    ("AB", "BT", "CF", "DD", "DG", "EH", "FK", "G", "HS", "IV", "KA", "KW", "KY", "ML", "PA", "PH", "SA", "ZE")
)
OWN_PROVISION = "PR1"


def _is_postcode(text: str) -> bool:
    return identifiers.check("postcode", text).valid


@RULES.add(
    "146",
    "Placement type code is not a valid code.",
    remedy="Choose the kind of placement again: the codes of the year have changed.",
    needs=("Episodes",),
)
def placement_is_a_code(checked: Return) -> Found:
    """PLACE is blank or one of the codes of the year. Source: DfE rule 146."""
    valid = codes.valid("PLACE", checked.year)
    return episode_rows(checked, lambda each: bool(each.placement) and each.placement not in valid)


@RULES.add(
    "169",
    "Local Authority (LA) of placement is not valid or is missing. Please check a valid postcode has been entered.",
    remedy=POSTCODES,
    needs=("Episodes",),
)
def placed_in_an_authority(checked: Return) -> Found:
    """Except for short breaks, PL_POST tells the authority of the placement. Source: DfE rule 169."""
    return episode_rows(checked, _is_placed_nowhere)


@RULES.add("179", "Placement location code is not a valid code.", remedy=POSTCODES, needs=("Episodes",))
def placed_in_or_out(checked: Return) -> Found:
    """Except for short breaks, PL_POST tells whether the placement is in the authority. Source: DfE rule 179."""
    return episode_rows(checked, _is_placed_nowhere)


def _is_placed_nowhere(each: EpisodeFacts) -> bool:
    return not is_short_break(each) and not _is_postcode(each.placement_postcode)


@RULES.add(
    "1015",
    "Placement provider is own provision but child not placed in own LA.",
    remedy=f"Check who provides the placement. {POSTCODES}",
    needs=("Episodes",),
)
def own_provision_is_in_the_authority(checked: Return) -> Found:
    """A home that the authority itself provides (PR1, neither foster care nor adoption) has a postcode of its area;
    here that it has one. Source: DfE rule 1015."""
    own = FOSTER_CARE | ADOPTION | ({"K3"} if checked.year >= 2026 else set())
    return episode_rows(
        checked,
        lambda each: (
            each.provider == OWN_PROVISION
            and bool(each.placement and each.legal_status)
            and each.placement not in own
            and _is_placed_nowhere(each)
        ),
    )


@RULES.add(
    "214",
    "Placement location information not required.",
    remedy="Take the postcode and the URN out of the short break.",
    needs=("Episodes",),
)
def no_place_of_a_short_break(checked: Return) -> Found:
    """A short break (V3, V4) has neither PL_POST nor URN. Source: DfE rule 214."""
    return episode_rows(checked, episode_faults.has_place_of_a_short_break)


@RULES.add(
    "398",
    "Distance field completed but child looked after under legal status V3 or V4.",
    remedy="Take the postcodes out of the short break.",
    needs=("Episodes",),
)
def no_distance_of_a_short_break(checked: Return) -> Found:
    """A short break (V3, V4) has neither HOME_POST nor PL_POST. Source: DfE rule 398."""
    return episode_rows(checked, episode_faults.has_distance_of_a_short_break)


@RULES.add("392b", "Child is looked after but no postcodes are recorded.", remedy=POSTCODES, needs=("Episodes",))
def postcodes_are_given(checked: Return) -> Found:
    """Except for short breaks and of children who came alone to seek asylum, HOME_POST and PL_POST are given.

    Source: DfE rule 392b.
    """
    alone = {*checked.table("UASC")["CHILD"], *checked.table("UASC_last")["CHILD"]}
    return episode_rows(
        checked,
        lambda each: (
            not is_short_break(each)
            and each.child not in alone
            and not (each.home_postcode and each.placement_postcode)
        ),
    )


@RULES.add("392c", "Postcode(s) provided are invalid.", remedy=POSTCODES, needs=("Episodes",))
def postcodes_are_some(checked: Return) -> Found:
    """HOME_POST and PL_POST, where given, are postcodes. Source: DfE rule 392c."""
    return episode_rows(
        checked,
        lambda each: any(given and not _is_postcode(given) for given in (each.home_postcode, each.placement_postcode)),
    )


@RULES.add(
    "392d",
    "Home and placement postcodes should not be same unless the placement type is P1.",
    remedy="Put in the postcode from which the child came, or check the kind of placement.",
    needs=("Episodes",),
)
def placed_away_from_home(checked: Return) -> Found:
    """HOME_POST and PL_POST differ, except with parents (P1). Source: DfE rule 392d."""
    return episode_rows(
        checked,
        lambda each: (
            each.placement != "P1"
            and bool(each.home_postcode)
            and each.home_postcode.replace(" ", "") == each.placement_postcode.replace(" ", "")
        ),
    )


def _without_urn(rule: str, year: int) -> frozenset[str]:
    """The placements that have no URN, by the rule's list of that year."""
    own = {"P1", "P3", "R1", "R2", "R5", *TEMPORARY}
    own |= {"Z11", "Z12", "Z13", "Z14"} if year >= 2026 else {"Z1"}
    if year <= 2024:
        own.add("P2")
    if year <= (2024 if rule == "218" else 2023):
        own.add("H5")
    return frozenset(own)


@RULES.add(
    "218",
    "Ofsted Unique reference number (URN) is required.",
    remedy=f"Give the URN of the home or fostering agency; {NOT_OFSTED} where Ofsted does not inspect it.",
    needs=("Episodes",),
)
def urn_is_given(checked: Return) -> Found:
    """A placement in the year has a URN, except where Ofsted inspects none: with parents, in hospital or custody, on a
    short stay, outside England. Source: DfE rule 218."""
    exempt = _without_urn("218", checked.year)
    return episode_rows(
        checked,
        lambda each: (
            not each.urn
            and each.placement not in exempt
            and not (each.end_text and (each.ended is None or each.ended < checked.start))
            and each.placement_postcode[:2].rstrip("0123456789") not in OUTSIDE_ENGLAND
        ),
    )


@RULES.add(
    "222",
    "Ofsted Unique reference number (URN) should not be recorded for this placement type.",
    remedy="Take the URN out of the episode.",
    needs=("Episodes",),
)
def no_urn_where_none_is(checked: Return) -> Found:
    """Such a placement has no URN, or XXXXXXX. Source: DfE rule 222."""
    exempt = _without_urn("222", checked.year)
    return episode_rows(checked, lambda each: each.placement in exempt and each.urn not in ("", NOT_OFSTED))
