"""A young person's care put in order under one reading of the law: which days counted, where home was, who was last."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Literal

from careleavers.rules.dates import ONE_DAY, Period, add_months, birthday, merge, period_containing, subtract
from careleavers.rules.law import facts as codes
from careleavers.rules.law.facts import Episode, StatusFacts, StatusSettings

THIRTEEN_WEEKS = 91
FOUR_WEEKS = timedelta(days=28)


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read every unsettled point. The defaults are what this product answers with; others make flags."""

    settings: StatusSettings = field(default_factory=StatusSettings)
    short_breaks_count: bool = False
    part_day_at_16_qualifies: bool = False
    breakdown_after_18_revives: bool = False
    six_months_after_18_count: bool = False
    adoption_ends_rights: bool = True
    outside_england: Literal["apart", "counted", "left out"] = "apart"
    under_13_weeks_at_home: Literal["section 17 until 18", "qualifies", "never qualifies"] = "section 17 until 18"
    short_breaks_qualify: bool = False
    six_months_end_reg_3_2: bool = False
    age_assessment_accepted: bool = True
    placed_with_parents_goes_on: Literal["if six months had run", "always", "never"] = "if six months had run"
    home_beside_placement_counts: bool = True
    home_beside_detention_counts: bool = True
    days_from_reasons: bool = False
    returned_home_is_at_home: bool = False
    order_outlasts_sentence: bool = True
    agreement_is_care: bool = True
    gap_before_detention_allowed: bool = False
    detained_at_first_moment_of_16: bool = False
    later_programme_counts: bool = False


@dataclass(frozen=True, slots=True)
class CarePeriod:
    """An episode with the end that it has in law, never later than the 18th birthday."""

    start: date
    end: date
    episode: Episode
    ordinary: bool


@dataclass(frozen=True, slots=True)
class TimeAtHome:
    """Days at home, and the day on which they have lasted six months without a break (reg 3(5))."""

    start: date
    end: date | None
    six_months_on: date

    def contains(self, day: date) -> bool:
        return self.start <= day and (self.end is None or day < self.end)


class History:
    """Everything the decision table asks about, worked out once for one reading."""

    def __init__(
        self, date_of_birth: date, episodes: tuple[Episode, ...], facts: StatusFacts, reading: Reading
    ) -> None:
        self.date_of_birth, self.facts, self.reading = date_of_birth, facts, reading
        leap_day = reading.settings.leap_day
        self.d14, self.d16, self.d18, self.d21, self.d25 = (
            birthday(date_of_birth, age, leap_day) for age in (14, 16, 18, 21, 25)
        )
        self.care_periods = self._care_periods(episodes)
        self.care = merge(Period(care_period.start, care_period.end) for care_period in self.care_periods)
        self.ordinary = merge(
            Period(care_period.start, care_period.end) for care_period in self.care_periods if care_period.ordinary
        )
        self.elsewhere = self._elsewhere()
        self._count()
        self.homes = [TimeAtHome(start, end, add_months(start, 6)) for start, end in merge(self._home_periods())]
        self._take_dates_from_reasons(episodes)
        self.detained = self._detained_at_16()

    # Care

    def _care_periods(self, episodes: tuple[Episode, ...]) -> list[CarePeriod]:
        ended = {(one.start, one.legal_status) for one in episodes if one.end is not None}
        kept = [one for one in episodes if one.end is not None or (one.start, one.legal_status) not in ended]
        if self.reading.outside_england == "left out":
            kept = [one for one in kept if one.authority not in codes.OUTSIDE_ENGLAND]
        if not self.reading.agreement_is_care:
            kept = [one for one in kept if one.legal_status != codes.SHORT_BREAK_AGREEMENT]
        kept.sort(key=lambda one: one.start)
        series_counts = self._series_counts(kept)
        return [
            CarePeriod(one.start, end, one, self._is_ordinary(one, series_counts))
            for position, one in enumerate(kept)
            if one.start < (end := self._end_in_law(one, kept[position + 1 :]))
        ]

    def _end_in_law(self, episode: Episode, later: list[Episode]) -> date:
        """A sentence does not discharge a care order: the child stays looked after until the next episode or 18."""
        if (
            self.reading.order_outlasts_sentence
            and episode.reason_ended == codes.SENTENCED
            and episode.legal_status in codes.COURT_ORDERS
        ):
            following = next((one.start for one in later if one.start >= episode.end), self.d18)  # type: ignore[operator]
            return min(following, self.d18)
        return self.d18 if episode.end is None else min(episode.end, self.d18)

    def _series_counts(self, episodes: list[Episode]) -> bool:
        """Reg 3(3): a pre-planned series counts if one placement exceeded four weeks or did not end in return home."""
        if self.reading.short_breaks_count:
            return True
        return any(self._breaks_series(one) for one in episodes if one.planned_short_break)

    def _breaks_series(self, episode: Episode) -> bool:
        if episode.end is None:
            return False
        if episode.end - episode.start > FOUR_WEEKS:
            return True
        returned = episode.reason_ended is None or episode.reason_ended in codes.RETURNED_HOME
        return not returned and period_containing(self.facts.at_home, episode.end) is None

    def _is_ordinary(self, episode: Episode, series_counts: bool) -> bool:
        """Whether an episode's days are care that the 13 weeks count, and not a short break."""
        if episode.legal_status == codes.SHORT_BREAK_AGREEMENT:
            return False
        if episode.legal_status in codes.SHORT_BREAKS:
            return self.reading.short_breaks_count
        return series_counts or not episode.planned_short_break

    def _elsewhere(self) -> list[Period]:
        theirs = [Period(one.start, one.end) for one in self.care_periods if one.episode.authority is not None]
        if not theirs:
            return []
        return subtract(
            theirs, [Period(one.start, one.end) for one in self.care_periods if one.episode.authority is None]
        )

    def looked_after(self, day: date) -> Period | None:
        """The unbroken care, by whichever authority and of whichever kind, that holds a day."""
        return period_containing(self.care, day)

    def last_care_by(self, day: date, care: list[Period] | None = None) -> Period | None:
        """The last care that had ended by a day."""
        past = [
            period for period in (self.care if care is None else care) if period.end is not None and period.end <= day
        ]
        return past[-1] if past else None

    def ending(self, period: Period) -> list[CarePeriod]:
        """The care_periods with which unbroken care came to its end."""
        return [care_period for care_period in self.care_periods if care_period.end == period.end]

    def was_ours(self, period: Period) -> bool:
        """Whether we were the last authority in unbroken care, and no other took it over."""
        return any(
            care_period.episode.authority is None and care_period.episode.reason_ended != codes.TAKEN_OVER
            for care_period in self.ending(period)
        )

    @property
    def first_outside_england(self) -> date:
        """The first day of care in another country or by an unknown authority; `d25` where there is none."""
        starts = (
            care_period.start
            for care_period in self.care_periods
            if care_period.episode.authority in codes.OUTSIDE_ENGLAND
        )
        return min(starts, default=self.d25)

    def authority_on(self, day: date) -> str:
        return next(
            codes.OUTSIDE_ENGLAND.get(care_period.episode.authority, care_period.episode.authority)
            for care_period in self.care_periods
            if care_period.episode.authority is not None and care_period.start <= day < care_period.end
        )

    # Days

    def _count(self) -> None:
        self.last_day_counts = ONE_DAY if self.reading.settings.count_days == "inclusive" else timedelta(0)
        counted: list[CarePeriod] = []
        others: list[CarePeriod] = []
        for care_period in self.care_periods:
            apart = self.reading.outside_england == "apart" and care_period.episode.authority in codes.OUTSIDE_ENGLAND
            (counted if care_period.ordinary and not apart else others).append(care_period)
        self.counted = self._days_after_14(counted)
        self.not_counted = subtract(self._days_after_14(others), self.counted) if others else []
        self.reached_on = self._reached_on()

    def _days_after_14(self, care_periods: list[CarePeriod]) -> list[Period]:
        days = (
            Period(max(care_period.start, self.d14), min(care_period.end + self.last_day_counts, self.d18))
            for care_period in care_periods
            if care_period.end + self.last_day_counts > self.d14
        )
        return merge(days)

    def _reached_on(self) -> date | None:
        """The day on which the 91st day of care is complete (elapsed) or under way (inclusive)."""
        left = timedelta(days=THIRTEEN_WEEKS)
        for start, end in self.counted:
            assert end is not None
            if end - start >= left:
                return start + left - self.last_day_counts
            left -= end - start
        return None

    def days_by(self, day: date, periods: list[Period] | None = None) -> int:
        """How many days of care after the 14th birthday count by a day."""
        limit = day + self.last_day_counts
        total = 0
        for start, end in self.counted if periods is None else periods:
            assert end is not None
            if start < limit:
                total += (min(end, limit) - start).days
        return total

    def thirteen_weeks_by(self, day: date) -> bool:
        return self.reached_on is not None and self.reached_on <= day

    def was_eligible_at_end_of(self, care: Period) -> bool:
        """Whether care that has ended ended as an eligible child's: 13 weeks, and at least 24 hours after 16."""
        assert care.end is not None
        last = care.end - ONE_DAY + self.last_day_counts
        return care.end > self.d16 and self.thirteen_weeks_by(last)

    def days_in_all(self, day: date) -> int:
        """Days of ordinary care at any age that had ended by a day."""
        ended = [period for period in self.ordinary if period.end is not None and period.end <= day]
        return sum((end - start + self.last_day_counts).days for start, end in ended if end is not None)

    # Home

    def _home_periods(self) -> Iterable[Period]:
        """The days at home that were recorded, those of placements with parents, and what follows from these."""
        known = list(self.facts.at_home)
        if not self.reading.home_beside_placement_counts:
            known = subtract(known, self.placed_elsewhere)
        if not self.reading.home_beside_detention_counts:
            known = subtract(known, list(self.facts.detained_or_in_hospital))
        known += [
            Period(care_period.start, care_period.end)
            for care_period in self.care_periods
            if care_period.episode.placement == codes.WITH_PARENTS
        ]
        known = merge(known)
        yield from known
        for care in self.care:
            if self._taken_as_home(care, known):
                assert care.end is not None
                yield Period(care.end, next((later.start for later in self.care if later.start > care.end), None))

    def _taken_as_home(self, care: Period, known: list[Period]) -> bool:
        """Whether they are taken to live at home after care, where nobody recorded whether they do.

        Only where six months with parents were complete when care ended (reg 3(5) lets them begin before): what is
        not known takes no right away.
        """
        assert care.end is not None
        if any(home.end is None or home.end >= care.end for home in self.facts.at_home):
            return False
        last = self.ending(care)
        if self.reading.returned_home_is_at_home and any(
            care_period.episode.reason_ended in codes.MAY_BE_HOME for care_period in last
        ):
            return True
        if not any(
            care_period.episode.placement == codes.WITH_PARENTS
            and care_period.episode.reason_ended in codes.MAY_HAVE_STAYED_HOME
            for care_period in last
        ):
            return False
        if self.reading.placed_with_parents_goes_on == "if six months had run":
            return any(home.end == care.end and add_months(home.start, 6) <= care.end for home in known)
        return self.reading.placed_with_parents_goes_on == "always"

    @property
    def placed_elsewhere(self) -> list[Period]:
        """Care, short breaks apart, in a placement that was not with parents."""
        return [
            Period(care_period.start, care_period.end)
            for care_period in self.care_periods
            if care_period.ordinary
            and not care_period.episode.planned_short_break
            and care_period.episode.placement not in (None, codes.WITH_PARENTS)
        ]

    def home_on(self, day: date) -> TimeAtHome | None:
        return next((home for home in self.homes if home.contains(day)), None)

    def six_months_at_home(self, day: date) -> TimeAtHome | None:
        """Where the child lives on a day, if that has been home for six months without a break."""
        home = self.home_on(day)
        return home if home is not None and home.six_months_on <= day else None

    def went_home(self, care: Period) -> bool:
        assert care.end is not None
        return self.home_on(care.end) is not None or any(
            care_period.episode.reason_ended in codes.RETURNED_HOME for care_period in self.ending(care)
        )

    # Other facts

    def _take_dates_from_reasons(self, episodes: tuple[Episode, ...]) -> None:
        days: dict[str, date | None] = {}
        self.days_disagree = False
        for name, reasons in codes.REASONS_OF_DAYS.items():
            recorded, ended_on = getattr(self.facts, name), _ended_for(episodes, reasons)
            days[name] = (ended_on or recorded) if self.reading.days_from_reasons else (recorded or ended_on)
            self.days_disagree |= None not in (recorded, ended_on) and recorded != ended_on
        self.died_on = days["died_on"]
        self.assessed_on = days["age_assessed_adult_on"]
        adopted_on, guardianship_on = days["adopted_on"], days["special_guardianship_on"]
        self.adopted_on = adopted_on if adopted_on is not None and adopted_on < self.d18 else None
        self.guardianship_on = guardianship_on if guardianship_on and self._left_for(guardianship_on) else None

    def _left_for(self, order_on: date) -> bool:
        """Looked after immediately before an order made before the 18th birthday (s24(1A))."""
        return order_on < self.d18 and self.looked_after(order_on - ONE_DAY) is not None

    def _detained_at_16(self) -> Period | None:
        """Detention or hospital on the 16th birthday directly after 13 weeks of care (reg 3(2)), or None."""
        for period in merge(self.facts.detained_or_in_hospital):
            if self._holds_16th_birthday(period) and self.thirteen_weeks_by(period.start):
                straight_from_care = any(
                    care.start < period.start and care.end is not None and care.end >= period.start
                    for care in self.ordinary
                )
                if straight_from_care or self.reading.gap_before_detention_allowed:
                    return period
        return None

    def _holds_16th_birthday(self, period: Period) -> bool:
        if self.reading.detained_at_first_moment_of_16:
            return period.start < self.d16 and (period.end is None or period.end >= self.d16)
        return period.contains(self.d16)

    def education_on(self, day: date) -> Period | None:
        """The education or training pursued on a day; from the 25th birthday only what began before it."""
        if day < self.d25:
            return period_containing(merge(self.facts.education), day)
        programmes = (
            one for one in self.facts.education if self.reading.later_programme_counts or one.start < self.d25
        )
        found = period_containing(merge(programmes), day)
        return found if found is not None and found.start < self.d25 else None

    def turning_points(self) -> list[date]:
        """Every day from birth on which the answer may change, in order."""
        reading, facts = self.reading, self.facts
        points = {self.date_of_birth, self.d16, self.d18, self.d21, self.d25, self.reached_on}
        points |= {self.died_on, self.adopted_on, self.guardianship_on}
        if reading.age_assessment_accepted:
            points.add(self.assessed_on)
        for periods in (self.care, self.ordinary, self.elsewhere, facts.education, facts.support_wanted):
            for start, end in periods:
                points |= {start, end}
        for home in self.homes:
            points |= {home.start, home.end, home.six_months_on}
        return sorted(point for point in points if point is not None and point >= self.date_of_birth)


def _ended_for(episodes: tuple[Episode, ...], reasons: frozenset[str]) -> date | None:
    return max((one.end for one in episodes if one.end is not None and one.reason_ended in reasons), default=None)
