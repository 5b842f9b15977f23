"""The figures that DfE publishes of a care-leaver return, counted from its lines. Pure.

Who died, or went home for six months, is in none of them; who refuses contact or wants no more of the service is. The
return of a year speaks of each on or around the birthday in it, so that these differ from the figures as at a day.
Source: DfE, "Children looked after in England including adoptions", methodology and the data behind it; each is
reproduced from the counts of England, 2025.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from careleavers.rules.code_sets import Activity, HomeKind
from reporting.rules.care_leaver_return import NOT_KNOWN, InTouch

IN_NO_FIGURE = (InTouch.DIED, InTouch.RETURNED_HOME)
ENDS_SUITABLE, ENDS_UNSUITABLE = "1", "2"  # the digit of an accommodation code
# The ages that DfE publishes together, both included.
AGE_BANDS: dict[str, tuple[int, int]] = {"17-18": (17, 18), "19-21": (19, 21)}


class LineCodes(NamedTuple):
    """One line: the age that somebody turned, and DfE's IN_TOUCH, ACTIV and ACCOM."""

    age: int
    in_touch: str
    activity: str
    accommodation: str

    @property
    def counts(self) -> bool:
        """Whether the line is in any figure at all."""
        return self.in_touch not in IN_NO_FIGURE


@dataclass(frozen=True)
class PublishedMeasure:
    """`counted` says who is in the numerator, `among` who is in the denominator, of the lines that count."""

    code: str
    name: str
    counted: Callable[[LineCodes], bool]
    among: Callable[[LineCodes], bool] = lambda line: True
    is_part: bool = False  # of the measure above it


def _activity(*codes: Activity) -> Callable[[LineCodes], bool]:
    return lambda line: line.activity in codes


def _home_ends(digit: str) -> Callable[[LineCodes], bool]:
    return lambda line: line.accommodation.endswith(digit)


def _in_eet(line: LineCodes) -> bool:
    return line.activity[:1] in ("F", "P")


def _has_a_home_to_judge(line: LineCodes) -> bool:
    """DfE leaves out who is abroad, was deported, or lives where nobody knows."""
    return line.accommodation == NOT_KNOWN or not HomeKind(line.accommodation[0]).outside_our_reach


A = Activity
PUBLISHED_MEASURES = (
    PublishedMeasure("SUITABLE", "In suitable accommodation", _home_ends(ENDS_SUITABLE), _has_a_home_to_judge),
    PublishedMeasure("UNSUITABLE", "In unsuitable accommodation", _home_ends(ENDS_UNSUITABLE), _has_a_home_to_judge),
    PublishedMeasure(
        "HOME_NOT_KNOWN",
        "Accommodation not known",
        lambda line: line.accommodation == NOT_KNOWN,
        _has_a_home_to_judge,
    ),
    PublishedMeasure("EET", "In education, employment or training", _in_eet),
    PublishedMeasure(
        "HIGHER", "in higher education", _activity(A.HIGHER_EDUCATION, A.HIGHER_EDUCATION_PART_TIME), is_part=True
    ),
    PublishedMeasure("EDUCATION", "in other education", _activity(A.EDUCATION, A.EDUCATION_PART_TIME), is_part=True),
    PublishedMeasure(
        "APPRENTICE", "in an apprenticeship", _activity(A.APPRENTICESHIP, A.APPRENTICESHIP_PART_TIME), is_part=True
    ),
    PublishedMeasure(
        "WORK",
        "in training or work",
        _activity(
            A.TRAINING_OR_WORK,
            A.TRAINING_OR_WORK_PART_TIME,
            A.TRAINING_OR_WORK_TO_2021,
            A.TRAINING_OR_WORK_TO_2021_PART_TIME,
        ),
        is_part=True,
    ),
    PublishedMeasure("NEET", "Not in education, employment or training", lambda line: line.activity[:1] == "G"),
    PublishedMeasure("ACTIVITY_NOT_KNOWN", "Activity not known", lambda line: line.activity == NOT_KNOWN),
    PublishedMeasure(
        "NOT_IN_TOUCH",
        "Not in touch, and nobody else told us",
        lambda line: line.in_touch == InTouch.NO and line.activity == NOT_KNOWN,
    ),
)
MEASURE_BY_CODE = {measure.code: measure for measure in PUBLISHED_MEASURES}


class PublishedCount(NamedTuple):
    """n of d."""

    n: int
    d: int


def is_of(line: LineCodes, ages: str) -> bool:
    """Whether the line is one of an age band of AGE_BANDS, and counts."""
    youngest, oldest = AGE_BANDS[ages]
    return line.counts and youngest <= line.age <= oldest


def count_lines(lines: Mapping[LineCodes, int], ages: str) -> dict[str, PublishedCount]:
    """Every measure of an age band by its code, from how often each line is in the return."""
    found = {code: [0, 0] for code in MEASURE_BY_CODE}
    for line, times in lines.items():
        if not is_of(line, ages):
            continue
        for measure in PUBLISHED_MEASURES:
            if measure.among(line):
                found[measure.code][1] += times
                found[measure.code][0] += times * measure.counted(line)
    return {code: PublishedCount(n, d) for code, (n, d) in found.items()}
