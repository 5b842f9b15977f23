"""The areas of a local offer, in the order of the Act, and what each entry of it says of itself.

Children and Social Work Act 2017 s2(2): six areas. Section 8 of the Children's Wellbeing and Schools Act 2026 adds
financial literacy from the day it starts; until then an authority may offer it, of its own choice.
"""

from enum import StrEnum


class Area(StrEnum):
    HEALTH = "health"
    RELATIONSHIPS = "relationships"
    EDUCATION = "education"
    EMPLOYMENT = "employment"
    ACCOMMODATION = "accommodation"
    PARTICIPATION = "participation"
    FINANCIAL_LITERACY = "financial_literacy"

    @property
    def label(self) -> str:
        return AREAS_IN_WORDS[self]


AREAS_IN_WORDS = {
    Area.HEALTH: "Health and well-being",
    Area.RELATIONSHIPS: "Relationships",
    Area.EDUCATION: "Education and training",
    Area.EMPLOYMENT: "Employment",
    Area.ACCOMMODATION: "Accommodation",
    Area.PARTICIPATION: "Participation in society",
    Area.FINANCIAL_LITERACY: "Financial literacy",
}
IN_THE_ACT = tuple(area for area in Area if area != Area.FINANCIAL_LITERACY)
STATUTORY, DISCRETIONARY = "statutory", "discretionary"
BASES = ((STATUTORY, "The law gives it"), (DISCRETIONARY, "We choose to give it"))
YOUNGEST, OLDEST = 16, 25
IN_CUSTODY, NOT_IN_CUSTODY = "in", "out"
CUSTODY = (
    ("", "It makes no difference"),
    (IN_CUSTODY, "Only for those in custody"),
    (NOT_IN_CUSTODY, "Not for those in custody"),
)


def why_not_statutory(area: str, *, financial_literacy_is_law: bool) -> str | None:
    """Why an entry of this area cannot be called statutory, as a sentence; None when it can."""
    if area == Area.FINANCIAL_LITERACY and not financial_literacy_is_law:
        return "Financial literacy is not yet part of the offer by law: say that you choose to give it."
    return None


def missing_areas(areas: list[str], *, financial_literacy_is_law: bool) -> list[str]:
    """The areas of the Act, in words, about which an offer says nothing."""
    wanted = (*IN_THE_ACT, Area.FINANCIAL_LITERACY) if financial_literacy_is_law else IN_THE_ACT
    return [area.label for area in wanted if area not in areas]


def age_words(first: int | None, last: int | None) -> str:
    """ "16 to 20", "from 18", "to 25"; nothing where neither is set. The last age counts up to the next birthday."""
    if first is not None and last is not None:
        return f"{first} to {last}" if first != last else str(first)
    if first is not None:
        return f"from {first}"
    return f"to {last}" if last is not None else ""
