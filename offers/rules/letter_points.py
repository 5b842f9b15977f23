"""What a letter names as theirs: the few entitlements that an offer to somebody should speak of, in plain words. Pure.

The sentences are the product's and not a council's: what is promised here is what the catalogue says is so.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from offers.rules.catalogue import LOCAL_AREA, Entitlement, EntitlementState

MOST_POINTS = 6


@dataclass(frozen=True, kw_only=True)
class Circumstances:
    """What the record says of somebody's home, work and status that an offer in a letter must not contradict.

    `settled_in_own_home`: they have lived independently for a year. `qualifies`: a person qualifying for advice and
    assistance, to whom less is owed.
    """

    in_custody: bool = False
    settled_in_own_home: bool = False
    has_been_to_university: bool = False
    has_been_an_apprentice: bool = False
    qualifies: bool = False


NOTHING_KNOWN = Circumstances()


class BulletPoint(NamedTuple):
    """One thing that they can have: what it is, and a sentence about it."""

    lead: str
    text: str


def points_for(theirs: Mapping[str, Entitlement], circumstances: Circumstances) -> tuple[BulletPoint, ...]:
    """The few things to name: what is theirs for certain, and what they may ask for, said as what it is.

    What was paid is taken off where it is written down. Whether all of it is, nobody knows, so that every other sum is
    "up to", for who has not had it.
    """
    national = [say(theirs[code], circumstances) for code, say in _POINTS.items() if code in theirs]
    local = [
        BulletPoint(each.name, each.condition)
        for each in theirs.values()
        if each.area == LOCAL_AREA and each.state == EntitlementState.OPEN
    ]
    return tuple(point for point in (*national, *local) if point)[:MOST_POINTS]


def points_intro(points: tuple[BulletPoint, ...]) -> str:
    """What comes above the points: nothing in a list is called theirs where all of it is on a condition."""
    if not points:
        return ""
    return "You can ask us about:" if all(point.lead == IF_YOU_STUDY for point in points) else "You can have:"


def _setting_up_home(each: Entitlement, circumstances: Circumstances) -> BulletPoint | None:
    settled = circumstances.in_custody or circumstances.settled_in_own_home
    if each.state != EntitlementState.OPEN or not each.remaining or (settled and not each.paid):
        return None
    text = "It is for things like a bed, a cooker and curtains when you move into a place of your own."
    if each.paid:
        return BulletPoint(f"£{each.remaining:,} more for your home", text)
    return BulletPoint(f"Up to £{each.remaining:,} to set up your home", f"{text} {NOT_HAD_YET}")


def _council_tax(each: Entitlement, circumstances: Circumstances) -> BulletPoint | None:
    if each.state != EntitlementState.OPEN or circumstances.in_custody:
        return None
    return BulletPoint("Help with your council tax", "You may not have to pay it at all. Ask us before you pay a bill.")


def _university(each: Entitlement, circumstances: Circumstances) -> BulletPoint | None:
    if each.state not in MAYBE or not each.remaining or circumstances.has_been_to_university:
        return None
    text = f"You get it once, on a course of two years or more that is in your plan. {NOT_HAD_YET}"
    return BulletPoint(f"Up to £{each.remaining:,} if you go to university", text)


def _apprenticeship(each: Entitlement, circumstances: Circumstances) -> BulletPoint | None:
    if each.state not in MAYBE or not each.remaining:
        return None
    if circumstances.has_been_an_apprentice or circumstances.qualifies:
        return None
    text = f"Your training provider pays it in your first year. {NOT_HAD_YET}"
    return BulletPoint(f"Up to £{each.remaining:,} if you start an apprenticeship", text)


def _rent(each: Entitlement, circumstances: Circumstances) -> BulletPoint | None:
    if each.state != EntitlementState.OPEN or circumstances.in_custody:
        return None
    return BulletPoint(
        "More help with rent until you are 25",
        "If you rent from a landlord and claim Universal Credit, it can pay for a place of your own.",
    )


def _nowhere_to_stay(each: Entitlement, circumstances: Circumstances) -> BulletPoint | None:
    if each.state != EntitlementState.OPEN:
        return None
    return BulletPoint(
        "Help first if you have nowhere to stay", "Councils must treat you as a priority. Ring us straight away."
    )


def _housing_lists(each: Entitlement, circumstances: Circumstances) -> BulletPoint | None:
    if each.state != EntitlementState.OPEN:
        return None
    return BulletPoint(
        "Council housing lists",
        "Until you are 25, no council in England can turn you down for not being from its area.",
    )


def _study(each: Entitlement, circumstances: Circumstances) -> BulletPoint | None:
    if each.state == EntitlementState.OPEN:
        return BulletPoint(
            "Help with the costs of study", "College, training or university: tell us what you want to do."
        )
    if each.state == EntitlementState.CONDITIONAL:
        return BulletPoint(
            IF_YOU_STUDY, "You can ask us for help with the costs. We decide with you, by what you need."
        )
    return None


IF_YOU_STUDY = "If you study or train"
NOT_HAD_YET = "Ask us, if you have not had it."
MAYBE = (EntitlementState.OPEN, EntitlementState.CONDITIONAL)
_POINTS: dict[str, Callable[[Entitlement, Circumstances], BulletPoint | None]] = {
    "setting_up_home_allowance": _setting_up_home,
    "higher_education_bursary": _university,
    "apprenticeship_bursary": _apprenticeship,
    "council_tax": _council_tax,
    "one_bedroom_rate": _rent,
    "priority_need_18_to_20": _nowhere_to_stay,
    "housing_list_without_local_connection": _housing_lists,
    "education_help": _study,
}
