"""A slow second opinion on the law: it lives every day of a life in turn and remembers what happened.

Written apart from the product's decision table, from the Act, the regulations and the guidance, without periods.
"""

from datetime import date, timedelta

from careleavers.rules import law

ONE = timedelta(days=1)
SHORT = {"V3", "V4"}


def years_later(born: date, years: int) -> date:
    try:
        return born.replace(year=born.year + years)
    except ValueError:
        return date(born.year + years, 3, 1)


def six_months_later(start: date) -> date:
    year, month = (start.year, start.month + 6) if start.month <= 6 else (start.year + 1, start.month - 6)
    for number in (start.day, 30, 29, 28):
        try:
            return date(year, month, number)
        except ValueError:
            continue
    raise AssertionError


class Life:
    def __init__(self, born: date, episodes: tuple[law.Episode, ...], facts: law.StatusFacts, count_days: str) -> None:
        self.facts, self.inclusive = facts, count_days == "inclusive"
        self.d14, self.d16, self.d18, self.d21, self.d25 = (years_later(born, age) for age in (14, 16, 18, 21, 25))
        self.episodes = episodes
        self.long_series = any(
            one.planned_short_break
            and one.end is not None
            and (
                (one.end - one.start).days > 28
                or (one.reason_ended not in (None, "E4A", "E4B") and not self.in_any(facts.at_home, one.end))
            )
            for one in episodes
        )
        self.counted: set[date] = set()
        self.ordinary_days = 0
        self.last_end: date | None = None
        self.last_ours = False
        self.ordinary_end: date | None = None
        self.ordinary_ended_eligible = False
        self.ordinary_went_home = False
        self.was_ordinary = self.was_cared = False
        self.detained_after_13_weeks = False
        self.guardianship_after_care = False
        self.home_since: date | None = None
        self.home_on_eve: date | None = None
        self.eve = ("none", None, False)

    @staticmethod
    def in_any(periods, day: date) -> bool:
        return any(one.start <= day and (one.end is None or day < one.end) for one in periods)

    def holding(self, day: date) -> list[law.Episode]:
        if day >= self.d18:
            return []
        return [one for one in self.episodes if one.start <= day and (one.end is None or day < one.end)]

    def is_ordinary(self, one: law.Episode) -> bool:
        return one.legal_status not in SHORT and (not one.planned_short_break or self.long_series)

    def live(self, first: date, last: date):
        """Each day with (status, band, returned home)."""
        day = first
        while day <= last:
            self.wake_up(day)
            answer = self.status(day)
            if day == self.d18 - ONE:
                self.eve = answer
            yield day, answer
            day += ONE

    def wake_up(self, day: date) -> None:
        now = self.holding(day)
        ordinary = [one for one in now if self.is_ordinary(one)]
        if self.was_cared and not now:
            self.last_end = day
            ending = [one for one in self.holding(day - ONE) if one.end == day or day == self.d18]
            self.last_ours = any(one.authority is None and (one.reason_ended != "E3") for one in ending)
        if self.was_ordinary and not ordinary:
            self.ordinary_end = day
            weeks = len([one for one in self.counted if one <= (day if self.inclusive else day - ONE - ONE)]) >= 91
            if self.inclusive and day < self.d18 and self.d14 <= day:
                weeks = len(self.counted | {day}) >= 91
            self.ordinary_ended_eligible = weeks and day > self.d16
            self.ordinary_went_home = self.at_home(day) or any(
                one.reason_ended in ("E4A", "E4B") and one.end == day for one in self.holding(day - ONE)
            )
        if self.inclusive and self.was_ordinary and self.d14 <= day < self.d18:
            self.counted.add(day)
        if ordinary:
            self.ordinary_days += 1
            if self.d14 <= day:
                self.counted.add(day)
        self.home_since = (self.home_since or day) if self.at_home(day) else None
        if day == self.d18 - ONE:
            self.home_on_eve = self.home_since
        if day == self.facts.special_guardianship_on and day < self.d18:
            self.guardianship_after_care = self.was_cared
        starts = [one.start for one in self.facts.detained_or_in_hospital]
        if day in starts and day <= self.d16:
            before = [one for one in self.counted if one < day or self.inclusive]
            self.detained_after_13_weeks = len(before) >= 91 and self.was_ordinary
        self.was_cared, self.was_ordinary = bool(now), bool(ordinary)

    def at_home(self, day: date) -> bool:
        return self.in_any(self.facts.at_home, day)

    def thirteen_weeks(self, day: date) -> bool:
        """Elapsed: 91 whole days lie behind; inclusive: this is at least the 91st."""
        return len([one for one in self.counted if one < day or self.inclusive]) >= 91

    def status(self, day: date):
        if self.facts.died_on and self.facts.died_on <= day:
            return "deceased", None, False
        if self.facts.age_assessed_adult_on and self.facts.age_assessed_adult_on <= day:
            return "none", None, False
        now = self.holding(day)
        if now:
            if all(one.authority for one in now):
                return "none", None, False
            eligible = day >= self.d16 and any(self.is_ordinary(one) for one in now) and self.thirteen_weeks(day)
            return "eligible_child" if eligible else "looked_after", None, False
        if day < self.d16:
            return "none", None, False
        return self.child(day) if day < self.d18 else self.adult(day)

    def ours(self, day: date) -> bool:
        adopted = self.facts.adopted_on
        lost = adopted and adopted < self.d18 and adopted <= day and self.last_end and self.last_end <= adopted
        return self.last_ours and not lost

    def child(self, day: date):
        if not self.ours(day):
            return "none", None, False
        home = self.home_since is not None and six_months_later(self.home_since) <= day
        if self.ordinary_ended_eligible and not home:
            return "relevant_child", None, False
        detained = self.in_any(self.facts.detained_or_in_hospital, self.d16)
        if detained and self.detained_after_13_weeks:
            return "relevant_child", None, False
        if self.ordinary_ended_eligible:
            return "person_qualifying", "16-20", True
        return ("person_qualifying", "16-20", False) if self.qualifies(day) else ("none", None, False)

    def qualifies(self, day: date) -> bool:
        if self.guardianship_after_care:
            return True
        if self.ordinary_end is None or self.ordinary_end <= self.d16:
            return False
        spells = self.ordinary_spells(day) if self.inclusive else 0
        return day >= self.d18 or self.ordinary_days + spells >= 91 or not self.ordinary_went_home

    def ordinary_spells(self, day: date) -> int:
        """Unbroken stretches of ordinary care that had ended."""
        ends = {one.end for one in self.episodes if self.is_ordinary(one) and one.end is not None and one.end <= day}
        return len(
            [
                end
                for end in ends
                if not any(self.is_ordinary(one) for one in self.holding(end))
                and any(self.is_ordinary(one) for one in self.holding(end - ONE))
            ]
        )

    def adult(self, day: date):
        status, _, was_home = self.eve
        if status in ("eligible_child", "relevant_child"):
            if day < self.d21:
                return "former_relevant_child", "18-20", False
            if day >= self.d25:
                begun = [one for one in self.facts.education if one.start < self.d25]
                studying = all(self.in_any(begun, self.d25 - ONE + ONE * n) for n in range((day - self.d25).days + 2))
                return ("former_relevant_child", "25 and over, education", False) if studying else ("none", None, False)
            if self.in_any(self.facts.education, day):
                return "former_relevant_child", "21-24 education", False
            if self.in_any(self.facts.support_wanted, day):
                return "former_relevant_child", "21-24 opted in", False
            return "former_relevant_child", "21-24", False
        if not (self.ours(day) and (was_home or self.qualifies(day))) or day >= self.d25:
            return "none", None, False
        return "person_qualifying", "16-20" if day < self.d21 else "21-24 education help", was_home
