"""Whom an unsettled point could concern: a quick look at the facts, before the other readings are worked out.

Too many may be let through and nobody left out: whether the answers differ is found by working them out.
"""

from datetime import timedelta

from careleavers.rules.dates import intersect
from careleavers.rules.law import facts as codes
from careleavers.rules.law.history import THIRTEEN_WEEKS, History


def close_to_13_weeks(history: History) -> bool:
    """Whether a day more or less for each period of care could move the 91st day across a day that decides."""
    spare = timedelta(days=len(history.counted) + 1)
    total = sum(((end or history.d18) - start for start, end in history.counted), timedelta())
    if total + spare < timedelta(days=THIRTEEN_WEEKS):
        return False
    late = history.reached_on is None or history.reached_on + spare >= history.d16
    return late or bool(history.facts.detained_or_in_hospital)


def born_on_leap_day(history: History) -> bool:
    return (history.date_of_birth.month, history.date_of_birth.day) == (2, 29)


def left_care_on_16th_birthday(history: History) -> bool:
    return any(care.end == history.d16 for care in history.care)


def short_breaks_beside_care(history: History) -> bool:
    short = [
        care_period
        for care_period in history.care_periods
        if not care_period.ordinary and care_period.end > history.d14
    ]
    planned = any(care_period.episode.planned_short_break for care_period in short)
    return planned or bool(short and history.counted)


def short_breaks_at_16_or_17(history: History) -> bool:
    return any(not care_period.ordinary and care_period.end > history.d16 for care_period in history.care_periods)


def recorded_as_agreement(history: History) -> bool:
    return any(care_period.episode.legal_status == codes.SHORT_BREAK_AGREEMENT for care_period in history.care_periods)


def home_broke_down_after_18(history: History) -> bool:
    return any(home.start < history.d18 and home.end is not None and home.end >= history.d18 for home in history.homes)


def six_months_completed_after_18(history: History) -> bool:
    return any(
        home.start < history.d18 <= home.six_months_on and (home.end is None or home.end > home.six_months_on)
        for home in history.homes
    )


def adopted_at_16_or_17(history: History) -> bool:
    return history.adopted_on is not None and history.adopted_on >= history.d16


def looked_after_outside_england(history: History) -> bool:
    return any(care_period.episode.authority in codes.OUTSIDE_ENGLAND for care_period in history.care_periods)


def under_13_weeks_and_home(history: History) -> bool:
    return any(
        care.end is not None
        and care.end >= history.d16
        and history.days_in_all(care.end) < THIRTEEN_WEEKS
        and history.went_home(care)
        for care in history.ordinary
    )


def detained_and_home(history: History) -> bool:
    return history.detained is not None and bool(history.homes)


def left_care_from_parents(history: History) -> bool:
    return any(care_period.episode.placement == codes.WITH_PARENTS for care_period in history.care_periods)


def home_beside_placement(history: History) -> bool:
    return bool(intersect(history.facts.at_home, history.placed_elsewhere))


def home_beside_detention(history: History) -> bool:
    return bool(intersect(history.facts.at_home, history.facts.detained_or_in_hospital))


def may_be_home(history: History) -> bool:
    return any(
        care_period.episode.reason_ended in codes.MAY_BE_HOME and care_period.end >= history.d16
        for care_period in history.care_periods
    )


def sentenced_on_care_order(history: History) -> bool:
    return any(
        care_period.episode.reason_ended == codes.SENTENCED and care_period.episode.legal_status in codes.COURT_ORDERS
        for care_period in history.care_periods
    )


def detained_after_a_gap(history: History) -> bool:
    return history.detained is None and bool(history.facts.detained_or_in_hospital)


def detained_or_released_on_16th_birthday(history: History) -> bool:
    return any(history.d16 in period for period in history.facts.detained_or_in_hospital)


def began_education_at_25(history: History) -> bool:
    return any(period.start >= history.d25 for period in history.facts.education)
