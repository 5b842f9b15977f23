"""Short words for what the record holds in codes: one place, so that every page says the same. Pure.

DfE's own long labels stand in `careleavers.rules.codes`; these are for lists, bars and sentences.
"""

from __future__ import annotations

STATUSES = {
    "none": "no leaving care status",
    "looked_after": "looked after",
    "eligible_child": "eligible child",
    "relevant_child": "relevant child",
    "former_relevant_child": "former relevant child",
    "person_qualifying": "person qualifying for advice and assistance",
    "deceased": "died",
}
BANDS = {
    "18-20": "18 to 20",
    "21-24": "21 to 24",
    "21-24 education": "21 to 24, in education",
    "21-24 opted in": "21 to 24, asked for support",
    "25 and over, education": "25 and over, in education",
    "16-20": "16 to 20",
    "21-24 education help": "21 to 24, help with education",
}
NOT_WORKED_OUT = "status not worked out"

# The first letter of a DfE accommodation code.
HOMES = {
    "B": "With parents or relatives",
    "C": "Residential or NHS care",
    "D": "Semi-independent",
    "E": "Supported lodgings",
    "G": "Gone abroad",
    "H": "Deported",
    "K": "Ordinary lodgings",
    "R": "Residence not known",
    "S": "No fixed abode",
    "T": "Foyer",
    "U": "Independent living",
    "V": "Emergency accommodation",
    "W": "Bed and breakfast",
    "X": "In custody",
    "Y": "Other accommodation",
    "Z": "With former foster carers",
}
# DfE activity codes.
OCCUPATIONS = {
    "F1": "Higher education",
    "P1": "Higher education, part time",
    "F2": "Education",
    "P2": "Education, part time",
    "F3": "Training or work",
    "P3": "Training or work, part time",
    "F4": "Apprenticeship",
    "P4": "Apprenticeship, part time",
    "F5": "Training or work",
    "P5": "Training or work, part time",
    "G4": "Not in work or education: illness or disability",
    "G5": "Not in work or education",
    "G6": "Not in work or education: pregnancy or parenting",
    "0": "Not known",
}


def status_words(status: str | None, band: str = "", *, returned_home: bool = False) -> str:
    """A legal status as words in a sentence: "former relevant child, 21 to 24"; no status row: not worked out."""
    if not status:
        return NOT_WORKED_OUT
    words = STATUSES.get(status, status.replace("_", " "))
    if band:
        words = f"{words}, {BANDS.get(band, band)}"
    return f"{words} (returned home)" if returned_home else words


def flag_outcome_words(outcome: str) -> str:
    """An outcome of an open point, as `careleavers.rules.law` writes it, in the words of every page."""
    status, separator, rest = outcome.partition(" ")
    known = status.rstrip(",")
    if known not in STATUSES:
        return outcome
    band = rest.removesuffix(", returned home")
    words = status_words(known, band if band in BANDS else "", returned_home=outcome.endswith(", returned home"))
    return f"{words} {rest}" if separator and band not in BANDS and rest.startswith("from ") else words


def home_words(kind: str) -> str:
    return HOMES.get(kind, f"Accommodation {kind}")


def occupation_words(code: str) -> str:
    return OCCUPATIONS.get(code, f"Activity {code}")
