"""The code sets that rules ask about, with what is true of each code: legal statuses and DfE's homes and activities.

Members are equal to the text that is stored, so rows need no conversion. Every DfE code of every year is in
`careleavers.rules.codes`; sentences about codes in `careleavers.rules.code_labels`. Pure.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Self


class LabelledCode(StrEnum):
    """A code and its short label, for lists, bars and sentences."""

    label: str

    def __new__(cls, code: str, label: str = "") -> Self:
        member = str.__new__(cls, code)
        member._value_ = code
        member.label = label
        return member


class Status(LabelledCode):
    """The legal statuses that `careleavers.rules.law` gives."""

    NONE = "none", "no leaving care status"
    LOOKED_AFTER = "looked_after", "looked after"
    ELIGIBLE_CHILD = "eligible_child", "eligible child"
    RELEVANT_CHILD = "relevant_child", "relevant child"
    FORMER_RELEVANT_CHILD = "former_relevant_child", "former relevant child"
    PERSON_QUALIFYING = "person_qualifying", "person qualifying for advice and assistance"
    DECEASED = "deceased", "died"

    @property
    def bands(self) -> tuple[Band, ...]:
        """The bands that a status has; most have none."""
        return BANDS.get(self, ())


class Band(LabelledCode):
    """What is owed within a status, by age, education and whether support was asked for."""

    FULL_DUTIES = "18-20", "18 to 20"
    NOT_ASKED = "21-24", "21 to 24"
    EDUCATION = "21-24 education", "21 to 24, in education"
    OPTED_IN = "21-24 opted in", "21 to 24, asked for support"
    EDUCATION_BEYOND_25 = "25 and over, education", "25 and over, in education"
    QUALIFYING = "16-20", "16 to 20"
    QUALIFYING_EDUCATION_HELP = "21-24 education help", "21 to 24, help with education"

    @property
    def in_education(self) -> bool:
        """Whether a former relevant child has it for a programme of education or training (s23CA)."""
        return self in (Band.EDUCATION, Band.EDUCATION_BEYOND_25)


BANDS: dict[str, tuple[Band, ...]] = {
    Status.FORMER_RELEVANT_CHILD: (
        Band.FULL_DUTIES,
        Band.NOT_ASKED,
        Band.EDUCATION,
        Band.OPTED_IN,
        Band.EDUCATION_BEYOND_25,
    ),
    Status.PERSON_QUALIFYING: (Band.QUALIFYING, Band.QUALIFYING_EDUCATION_HELP),
}
CARE_LEAVERS = (Status.RELEVANT_CHILD, Status.FORMER_RELEVANT_CHILD)
LEAVING_CARE = (Status.ELIGIBLE_CHILD, *CARE_LEAVERS)
LEAVING_CARE_OR_QUALIFYING = (*LEAVING_CARE, Status.PERSON_QUALIFYING)


class HomeKind(LabelledCode):
    """The first letter of DfE's accommodation code; the digit after it says whether the home is suitable."""

    FAMILY = "B", "With parents or relatives"
    RESIDENTIAL = "C", "Residential or NHS care"
    SEMI_INDEPENDENT = "D", "Semi-independent"
    SUPPORTED_LODGINGS = "E", "Supported lodgings"
    GONE_ABROAD = "G", "Gone abroad"
    DEPORTED = "H", "Deported"
    ORDINARY_LODGINGS = "K", "Ordinary lodgings"
    RESIDENCE_NOT_KNOWN = "R", "Residence not known"
    NO_FIXED_ABODE = "S", "No fixed abode"
    FOYER = "T", "Foyer"
    INDEPENDENT = "U", "Independent living"
    EMERGENCY = "V", "Emergency accommodation"
    BED_AND_BREAKFAST = "W", "Bed and breakfast"
    CUSTODY = "X", "In custody"
    OTHER = "Y", "Other accommodation"
    FORMER_FOSTER_CARER = "Z", "With former foster carers"
    NOT_IN_TOUCH = "0", "Not in touch"

    @property
    def never_suitable(self) -> bool:
        """Whether the return never counts it as suitable (rule 133 of the SSDA903)."""
        return self in (HomeKind.NO_FIXED_ABODE, HomeKind.CUSTODY)

    @property
    def outside_our_reach(self) -> bool:
        """Whether DfE leaves it out of the figures on accommodation: abroad, deported or nobody knows where."""
        return self in (HomeKind.GONE_ABROAD, HomeKind.DEPORTED, HomeKind.RESIDENCE_NOT_KNOWN)

    @property
    def is_known_address(self) -> bool:
        """Whether it says that they live somewhere, so that beginning it is a move."""
        return self not in (HomeKind.RESIDENCE_NOT_KNOWN, HomeKind.NOT_IN_TOUCH)

    @property
    def can_be_visited(self) -> bool:
        """Whether a visit after a move can take place there. Custody has visits of its own."""
        return self.is_known_address and not (self.outside_our_reach or self.never_suitable)


# Tested against stored text many times a night: a set of text answers faster than a member's property.
NEVER_SUITABLE = frozenset(kind for kind in HomeKind if kind.never_suitable)
NOT_A_MOVE = frozenset(kind for kind in HomeKind if not kind.is_known_address)
NOWHERE_TO_VISIT = frozenset(kind for kind in HomeKind if not kind.can_be_visited)


class Activity(LabelledCode):
    """DfE's activity codes. F is full time and P part time; F3 and P3 were used until 2021, F4 to P5 since 2022."""

    HIGHER_EDUCATION = "F1", "Higher education"
    HIGHER_EDUCATION_PART_TIME = "P1", "Higher education, part time"
    EDUCATION = "F2", "Education"
    EDUCATION_PART_TIME = "P2", "Education, part time"
    TRAINING_OR_WORK_TO_2021 = "F3", "Training or work"
    TRAINING_OR_WORK_TO_2021_PART_TIME = "P3", "Training or work, part time"
    APPRENTICESHIP = "F4", "Apprenticeship"
    APPRENTICESHIP_PART_TIME = "P4", "Apprenticeship, part time"
    TRAINING_OR_WORK = "F5", "Training or work"
    TRAINING_OR_WORK_PART_TIME = "P5", "Training or work, part time"
    ILLNESS_OR_DISABILITY = "G4", "Not in work or education: illness or disability"
    NOT_IN_EET = "G5", "Not in work or education"
    PARENTING = "G6", "Not in work or education: pregnancy or parenting"
    NOT_KNOWN = "0", "Not known"

    @property
    def in_eet(self) -> bool:
        """Whether it counts as education, employment or training under the codes in use since 2022."""
        return self[0] in "FP" and self[1] != "3"

    @property
    def is_neet(self) -> bool:
        """Whether it says that they are in neither education, employment nor training."""
        return self[0] == "G"

    @property
    def is_course(self) -> bool:
        return self[0] in "FP" and self[1] in "12"

    @property
    def is_higher_education(self) -> bool:
        return self in (Activity.HIGHER_EDUCATION, Activity.HIGHER_EDUCATION_PART_TIME)

    @property
    def is_apprenticeship(self) -> bool:
        return self in (Activity.APPRENTICESHIP, Activity.APPRENTICESHIP_PART_TIME)

    @property
    def is_full_time(self) -> bool:
        return self[0] == "F"


IN_EET = frozenset(activity for activity in Activity if activity.in_eet)
NOT_IN_EET = frozenset(activity for activity in Activity if activity.is_neet)
COURSES = frozenset(activity for activity in Activity if activity.is_course)
APPRENTICESHIPS = frozenset(activity for activity in Activity if activity.is_apprenticeship)
