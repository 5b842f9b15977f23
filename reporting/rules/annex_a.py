"""Ofsted's Annex A, List 9 "Leaving care services": its seventeen columns and the words of their drop-downs. Pure.

Column names and words are those of the workbook of January 2024, letter by letter, "Advisor" included: tools that
read the list know it by them. Source: Data to Insight's Standard Safeguarding Dataset, List 9.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from careleavers.rules.code_sets import Status

Cell = str | int | date | None
YES, NO = "a) Yes", "b) No"
GENDERS = {
    "M": "a) Male",
    "1": "a) Male",
    "F": "b) Female",
    "2": "b) Female",
    "U": "c) Not stated/recorded",
    "": "c) Not stated/recorded",
}
ETHNICITIES = {
    "WBRI": "a) WBRI",
    "WIRI": "b) WIRI",
    "WIRT": "c) WIRT",
    "WOTH": "d) WOTH",
    "WROM": "e) WROM",
    "MWBC": "f) MWBC",
    "MWBA": "g) MWBA",
    "MWAS": "h) MWAS",
    "MOTH": "i) MOTH",
    "AIND": "j) AIND",
    "APKN": "k) APKN",
    "ABAN": "l) ABAN",
    "AOTH": "m) AOTH",
    "BCRB": "n) BCRB",
    "BAFR": "o) BAFR",
    "BOTH": "p) BOTH",
    "CHNE": "q) CHNE",
    "OOTH": "r) OOTH",
    "REFU": "s) REFU",
    "NOBT": "t) NOBT",
}
NOT_OBTAINED = ETHNICITIES["NOBT"]
DISABILITIES = {"yes": YES, "no": NO, "unknown": "c) Unknown"}
ELIGIBILITIES = {
    Status.RELEVANT_CHILD: "a) Relevant child",
    Status.FORMER_RELEVANT_CHILD: "b) Former relevant child",
    Status.PERSON_QUALIFYING: "c) Qualifying care leaver",
    Status.ELIGIBLE_CHILD: "d) Eligible child",
}
REFUSES, NEEDS_NO_MORE, RETURNED_HOME = "d) Refu", "e) NREQ", "f) Rhom"
IN_TOUCH = (YES, NO, "c) Died", REFUSES, NEEDS_NO_MORE, RETURNED_HOME)
RETURNED = {"REFU": REFUSES, "NREQ": NEEDS_NO_MORE}
ACCOMMODATIONS = {
    "B": "B: Parents/relatives",
    "C": "C: Community home / residential care",
    "D": "D: Semi-independent, transitional accommodation and self-contained accommodation",
    "E": "E: Supported lodgings",
    "G": "G: Abroad",
    "H": "H: Deported",
    "K": "K: Ordinary lodgings, without formal support",
    "R": "R: Residence not known",
    "S": "S: No fixed abode / homeless",
    "T": "T: Foyers and similar supported accommodation",
    "U": "U: Independent living",
    "V": "V: Emergency accommodation",
    "W": "W: Bed and breakfast",
    "X": "X: In custody",
    "Y": "Y: Other accommodation",
    "Z": "Z: With former foster carers",
}
SUITABLE, UNSUITABLE = "a) Suitable", "b) Unsuitable"
_WORKING = "Young person engaged {} time in training or employment (not apprenticeship)"
_APPRENTICE = "Young person engaged {} time in an apprenticeship"
_NEET = "Not in education, employment or training"
ACTIVITIES = {
    "F1": "F1: Full time in higher education",
    "P1": "P1: Part time in higher education",
    "F2": "F2: Full time in education other than higher",
    "P2": "P2: Part time in education other than higher",
    "F4": f"F4: {_APPRENTICE.format('full')}",
    "P4": f"P4: {_APPRENTICE.format('part')}",
    "F5": f"F5: {_WORKING.format('full')}",
    "P5": f"P5: {_WORKING.format('part')}",
    "G4": f"G4: {_NEET} - illness or disability",
    "G5": f"G5: {_NEET} - other",
    "G6": f"G6: {_NEET} - pregnancy or parenting",
}
# What DfE collected until 2021 as training or employment of any kind.
OLDER_ACTIVITIES = {"F3": ACTIVITIES["F5"], "P3": ACTIVITIES["P5"]}

WORKER, ADVISER, REVIEW = "Allocated Worker", "Allocated Personal Advisor", "Latest Pathway Plan Review Date"
HOME, HOME_SUITABLE, ACTIVITY = "Type of Accommodation", "Suitability of Accommodation", "Activity Status"
# Each column, with the words that may be in it where it has a list of them.
COLUMNS: dict[str, tuple[str, ...]] = {
    "Child Unique ID": (),
    "Gender": ("a) Male", "b) Female", "c) Not stated/recorded", "d) Neither"),
    "Ethnicity": tuple(ETHNICITIES.values()),
    "Date of Birth": (),
    "Age": (),
    "Unaccompanied Asylum Seeking Child (UASC), or formerly UASC if 18 or over (Y/N)": (YES, NO),
    "Does the Child have a Disability": tuple(DISABILITIES.values()),
    "Allocated Team": (),
    WORKER: (),
    ADVISER: (),
    "Eligibility Category": tuple(ELIGIBILITIES.values()),
    REVIEW: (),
    "LA in Touch": IN_TOUCH,
    "Latest Date of Contact": (),
    HOME: tuple(ACCOMMODATIONS.values()),
    HOME_SUITABLE: (SUITABLE, UNSUITABLE),
    ACTIVITY: tuple(ACTIVITIES.values()),
}


@dataclass(frozen=True)
class ListedPerson:
    """What the record says of somebody on the day. `last_return`: IN_TOUCH of the latest care-leaver return, within a
    year; `wants`: that they refuse contact or want no more of the service, by the same codes; `spoke`: within the
    authority's interval; `last_spoke_on` and `last_plan_on`: up to the day."""

    unique_id: str
    gender: str
    ethnicity: str
    date_of_birth: date
    age: int
    is_unaccompanied: bool
    disability: str
    team: str
    worker: str
    adviser: str
    status: str
    returned_home: bool
    last_plan_on: date | None
    spoke: bool
    last_spoke_on: date | None
    last_return: str
    wants: str
    home: str
    is_suitable: bool | None
    activity: str


def cells(person: ListedPerson) -> tuple[Cell, ...]:
    """The person's line, a cell for each of `COLUMNS`; None where the record does not say."""
    touch = in_touch(person)
    return (
        person.unique_id,
        GENDERS.get(person.gender, GENDERS[""]),
        ETHNICITIES.get(person.ethnicity, NOT_OBTAINED),
        person.date_of_birth,
        person.age,
        YES if person.is_unaccompanied else NO,
        DISABILITIES[person.disability],
        person.team or None,
        person.worker or None,
        person.adviser or None,
        ELIGIBILITIES[Status(person.status)],
        person.last_plan_on,
        touch,
        person.last_spoke_on if touch == YES else None,
        ACCOMMODATIONS.get(person.home),
        None if person.is_suitable is None else SUITABLE if person.is_suitable else UNSUITABLE,
        ACTIVITIES.get(person.activity) or OLDER_ACTIVITIES.get(person.activity),
    )


def in_touch(person: ListedPerson) -> str:
    """One of `IN_TOUCH`. Whoever has returned home for six months is not asked about; else what we know ourselves goes
    before a return."""
    if person.returned_home:
        return RETURNED_HOME
    return YES if person.spoke else RETURNED.get(person.wants or person.last_return, NO)


def missing(person: ListedPerson) -> list[str]:
    """The columns that are empty and should not be: an eligible child lives in a placement and may have no adviser."""
    line = dict(zip(COLUMNS, cells(person), strict=True))
    asked = [WORKER, REVIEW, ACTIVITY]
    if person.status != Status.ELIGIBLE_CHILD:
        asked += [ADVISER, HOME, HOME_SUITABLE]
    return [column for column in COLUMNS if column in asked and line[column] is None]
