"""The points that law and guidance leave open: how else each can be read, and for whom that could matter.

A point is never decided silently. The timeline is worked out under the other readings as well, and wherever an
answer differs there is a flag with every outcome, ours first.

One open point cannot be seen from these facts: help given under section 17 that should have been accommodation under
section 20. A council that accepts such a case records the episode as V2.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from careleavers.rules.code_sets import Band, Status
from careleavers.rules.law import concerned
from careleavers.rules.law.decision import Outcome
from careleavers.rules.law.history import History, Reading

Shown = Literal["where it differs", "and a day more", "and what follows", "and what led to it", "always"]


@dataclass(frozen=True, slots=True)
class UnsettledPoint:
    """One unsettled point. `here` is what is answered, `otherwise` what the other readings give; a flag shows both for
    the person. `matters` is a quick look at the facts; `others` are the readings not taken.

    `shown` says on which days other than those on which the answers differ: the day after, on which the readings meet
    again; the status that follows, whose first day depends on the reading; the status that led to it; or every day
    from 16 on which the facts behind it hold.
    """

    code: str
    text: str
    here: str
    otherwise: str
    source: str
    matters: Callable[[History], bool]
    others: Callable[[Reading], tuple[Reading, ...]]
    shown: Shown = "where it differs"
    other_outcomes: Callable[[History, date], tuple[Outcome, ...]] = lambda history, day: ()


# The readings not taken


def _change(**changes: object) -> Callable[[Reading], tuple[Reading, ...]]:
    return lambda reading: (replace(reading, **changes),)  # type: ignore[arg-type]


def _count_the_other_way(reading: Reading) -> tuple[Reading, ...]:
    inclusive = reading.settings.count_days == "inclusive"
    return (replace(reading, settings=replace(reading.settings, count_days="elapsed" if inclusive else "inclusive")),)


def _take_the_other_leap_day(reading: Reading) -> tuple[Reading, ...]:
    late = reading.settings.leap_day == "1 March"
    return (replace(reading, settings=replace(reading.settings, leap_day="28 February" if late else "1 March")),)


def _each(name: str, *values: object) -> Callable[[Reading], tuple[Reading, ...]]:
    return lambda reading: tuple(replace(reading, **{name: value}) for value in values)  # type: ignore[arg-type]


def _section_24_after_adoption(history: History, day: date) -> tuple[Outcome, ...]:
    if day >= history.d25:
        return ()
    return (
        Outcome(Status.PERSON_QUALIFYING, Band.QUALIFYING if day < history.d21 else Band.QUALIFYING_EDUCATION_HELP),
    )


POINTS = (
    UnsettledPoint(
        "thirteen_weeks_count",
        "13 weeks of care are 91 days counted as elapsed days (the day care ends left out) or inclusively (counted in);"
        " the two come to 91 on different days here.",
        "by the setting count_days: elapsed days unless changed",
        "by the other count, so that the 91st day comes a day earlier or later",
        "SI 2010/959 reg 40(1) does not say; authorities differ",
        concerned.close_to_13_weeks,
        _count_the_other_way,
        "and a day more",
    ),
    UnsettledPoint(
        "leap_day",
        "Born on 29 February: in other years the birthday is 1 March or 28 February.",
        "by the setting leap_day: 1 March unless changed",
        "the other birthday",
        "Family Law Reform Act 1969 s9 does not say",
        concerned.born_on_leap_day,
        _take_the_other_leap_day,
        "and a day more",
    ),
    UnsettledPoint(
        "left_care_on_16th_birthday",
        "Care ended on the 16th birthday: too short after 16 to make an eligible child, but whether part of that day"
        " makes a person qualifying for advice and assistance is open.",
        "no status",
        "person qualifying",
        "Vol 3 para 2.1; Children Act 1989 s24(1B)",
        concerned.left_care_on_16th_birthday,
        _change(part_day_at_16_qualifies=True),
    ),
    UnsettledPoint(
        "short_breaks_beside_care",
        "Short breaks and other care are both recorded. Short breaks are left out of the 13 weeks here; if they"
        " counted, the answer would be different or earlier.",
        "short breaks do not count",
        "they count, so that the 91st day comes earlier",
        "SI 2010/959 regs 40(2), 48; SI 2010/2571 reg 3(3); Vol 3 para 2.1",
        concerned.short_breaks_beside_care,
        _change(short_breaks_count=True),
        "and what follows",
    ),
    UnsettledPoint(
        "short_breaks_only",
        "Looked after at 16 or 17 in short breaks only: section 24(1B) read alone makes a person qualifying, and"
        " guidance points both ways.",
        "no status",
        "person qualifying",
        "Children Act 1989 s24(1B); Vol 3 paras 2.10, 8.49",
        concerned.short_breaks_at_16_or_17,
        _change(short_breaks_qualify=True),
    ),
    UnsettledPoint(
        "short_break_agreement",
        "V4 records an agreement for short breaks, not the breaks: the child may not have been looked after on all"
        " of these days. Record each break as V3.",
        "looked after on all days of the agreement",
        "on none of them",
        "SSDA903 legal status V4",
        concerned.recorded_as_agreement,
        _change(agreement_is_care=False),
    ),
    UnsettledPoint(
        "home_not_confirmed",
        "Care ended with return home or an order to somebody, who may or may not have parental responsibility. Record"
        " whether the young person lives at home: six months with a parent or somebody with parental responsibility"
        " end relevant status; with other relatives they do not.",
        "not living at home: relevant child",
        "at home since care ended: after six months person qualifying",
        "SI 2010/2571 reg 3(5); SSDA903 reasons E4A, E4B, E41, E43-E48",
        concerned.may_be_home,
        _change(returned_home_is_at_home=True),
    ),
    UnsettledPoint(
        "stayed_with_parents",
        "Placed with parents when care ended, and nothing says where the young person has lived since: they are taken"
        " to live there still only if six months with them were complete by then. Record until when they lived at"
        " home: guidance lets relevant status end after a review of how that goes.",
        "at home still only where six months were complete when care ended; else relevant child",
        "at home still in any case; or no longer in any case",
        "SI 2010/2571 reg 3(5)-(6); Vol 3 para 8.32",
        concerned.left_care_from_parents,
        _each("placed_with_parents_goes_on", "always", "never"),
    ),
    UnsettledPoint(
        "home_beside_placement",
        "Two facts contradict each other: living at home, and a placement elsewhere on the same days. The days at home"
        " are counted here. Put right whichever is wrong.",
        "the days at home count",
        "they do not count",
        "SI 2010/2571 reg 3(5)",
        concerned.home_beside_placement,
        _change(home_beside_placement_counts=False),
    ),
    UnsettledPoint(
        "home_beside_detention",
        "Two facts contradict each other: living at home, and detained or in hospital on the same days. The days at"
        " home are counted here. Put right whichever is wrong, or record that a short stay in hospital was no break.",
        "the days at home count",
        "they do not count, so that six months begin again",
        "SI 2010/2571 reg 3(5)",
        concerned.home_beside_detention,
        _change(home_beside_detention_counts=False),
    ),
    UnsettledPoint(
        "days_disagree",
        "Two facts contradict each other: the day recorded for an order, a death or an assessment of age, and the day"
        " on which care ended for that reason. The day recorded is taken here. Put right whichever is wrong.",
        "the day that was recorded",
        "the day on which care ended for that reason",
        "SSDA903 reasons E2, E11, E12, E15, E43-E48",
        lambda history: history.days_disagree,
        _change(days_from_reasons=True),
    ),
    UnsettledPoint(
        "home_broke_down_after_18",
        "Six months at home had ended relevant status, and that home broke down on or after the 18th birthday."
        " Guidance says it must be before; section 23C(1)(a) can be read otherwise.",
        "person qualifying",
        "former relevant child",
        "Children Act 1989 s23C(1)(a); Vol 3 para 2.3",
        concerned.home_broke_down_after_18,
        _change(breakdown_after_18_revives=True),
    ),
    UnsettledPoint(
        "six_months_home_after_18",
        "A relevant child at 18 whose six months at home are complete only after the 18th birthday: whether former"
        " relevant status then ends is open.",
        "former relevant child",
        "person qualifying",
        "Children Act 1989 s23C(1)(a); SI 2010/2571 reg 3(5)",
        concerned.six_months_completed_after_18,
        _change(six_months_after_18_count=True),
        "and what led to it",
    ),
    UnsettledPoint(
        "regulation_3_2_at_home",
        "Relevant because detained or in hospital at 16, and at home for six months since: that rule names only"
        " children under section 23A(2).",
        "relevant child",
        "person qualifying",
        "SI 2010/2571 reg 3(2), (5)",
        concerned.detained_and_home,
        _change(six_months_end_reg_3_2=True),
    ),
    UnsettledPoint(
        "under_13_weeks_home",
        "Looked after for under 13 weeks and went home: guidance says section 17 until 18; section 24(2) read alone"
        " makes a person qualifying until 21.",
        "no status until 18, person qualifying from then",
        "person qualifying from 16; or never",
        "Vol 3 para 2.10; Children Act 1989 s24(2)",
        concerned.under_13_weeks_and_home,
        _each("under_13_weeks_at_home", "qualifies", "never qualifies"),
    ),
    UnsettledPoint(
        "adopted_at_16_or_17",
        "Adopted at 16 or 17: the return no longer counts a care leaver, but sections 23A and 24(1B) read alone may"
        " still apply.",
        "no status",
        "the status that care gave; or person qualifying",
        "SSDA903 rule 1001; Children Act 1989 ss23A(2), 24(1B)",
        concerned.adopted_at_16_or_17,
        _change(adoption_ends_rights=False),
        other_outcomes=_section_24_after_adoption,
    ),
    UnsettledPoint(
        "outside_england",
        "Looked after in Wales, Scotland, Northern Ireland, abroad or by an unknown authority: those days are left"
        " out here, and after that care we are not the authority that was last.",
        "those days apart from the 13 weeks, and we not the last authority",
        "counted as ours; or left out of everything",
        "SI 2010/2571 reg 1(2), reg 2; Children Act 1989 s24(2)(a)",
        concerned.looked_after_outside_england,
        _each("outside_england", "counted", "left out"),
        "always",
    ),
    UnsettledPoint(
        "age_assessed_adult",
        "Assessed to be an adult: every status is withdrawn from that day. The assessment may be challenged.",
        "no status from that day",
        "the status there was",
        "SSDA903 reason E15",
        lambda history: history.assessed_on is not None,
        _change(age_assessment_accepted=False),
    ),
    UnsettledPoint(
        "sentenced_on_care_order",
        "The record says that care ended with a sentence, but a care order goes on until it is discharged or until"
        " 18: the young person is taken to be looked after still.",
        "looked after still",
        "care ended with the sentence",
        "Children Act 1989 ss22(1), 91; SSDA903 reason E9",
        concerned.sentenced_on_care_order,
        _change(order_outlasts_sentence=False),
    ),
    UnsettledPoint(
        "gap_before_detention",
        "Detained or in hospital at 16 with 13 weeks of care, but not directly after it: whether the care must have"
        " lasted until then is open.",
        "not a relevant child",
        "relevant child",
        "SI 2010/2571 reg 3(2)(c)",
        concerned.detained_after_a_gap,
        _change(gap_before_detention_allowed=True),
    ),
    UnsettledPoint(
        "detained_on_16th_birthday",
        "Detained, admitted or released on the 16th birthday itself: whether that is being detained on reaching 16"
        " is open.",
        "admitted on the day counts, released on it does not",
        "released on the day counts, admitted on it does not",
        "SI 2010/2571 reg 3(2)(c)",
        concerned.detained_or_released_on_16th_birthday,
        _change(detained_at_first_moment_of_16=True),
    ),
    UnsettledPoint(
        "education_begun_at_25",
        "A programme of education that began on or after the 25th birthday follows one begun before it: whether it"
        " belongs to the programme agreed before 25 is open.",
        "not part of it: no status from 25",
        "part of it: former relevant child",
        "Children Act 1989 s23CA; Vol 3 paras 3.59-3.60",
        concerned.began_education_at_25,
        _change(later_programme_counts=True),
    ),
)
