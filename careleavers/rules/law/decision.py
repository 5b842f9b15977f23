"""The decision table: which status a young person has on a day, and every rule that was looked at on the way."""

from datetime import date
from typing import NamedTuple

from careleavers.rules.code_sets import Band, Status
from careleavers.rules.dates import ONE_DAY, Period, period_containing
from careleavers.rules.law import rules
from careleavers.rules.law.history import History
from careleavers.rules.law.rules import Rule


class Outcome(NamedTuple):
    """What the table says of a day. `returned_home`: six months at home took relevant status away."""

    status: Status
    band: Band | None = None
    returned_home: bool = False


# A rule looked at, whether it was met, and with what: its sentence is written only when somebody reads it.
Finding = tuple[Rule, bool, tuple[object, ...]]


class Decision:
    """The decision table applied to one day on or after birth, top to bottom; the first row that fits decides.

    `eve` is the answer for the day before the 18th birthday, which every day from that birthday needs.
    """

    def __init__(self, history: History, day: date, eve: Outcome) -> None:
        self.history, self.day, self.eve = history, day, eve
        self.findings: list[Finding] = []
        self.outcome = self._decide()

    def _found(self, met: bool, rule: Rule, *values: object) -> bool:
        self.findings.append((rule, met, values))
        return met

    def _decide(self) -> Outcome:
        history, day = self.history, self.day
        if history.died_on is not None and day >= history.died_on:
            self._found(True, rules.DECEASED, history.died_on)
            return Outcome(Status.DECEASED)
        assessed_on = history.assessed_on
        if history.reading.age_assessment_accepted and assessed_on is not None and day >= assessed_on:
            self._found(True, rules.ASSESSED_ADULT, assessed_on)
            return Outcome(Status.NONE)
        if day >= history.d18:
            return self._adult()
        if day < history.d16:
            self._found(True, rules.UNDER_16, history.d16)
        else:
            self._found(True, rules.AGED_16_OR_17, history.d16, history.d18)
        care = history.looked_after(day)
        if care is not None:
            return self._looked_after(care)
        self._found(False, rules.LOOKED_AFTER)
        return Outcome(Status.NONE) if day < history.d16 else self._left_care_at_16_or_17()

    # Looked after

    def _looked_after(self, care: Period) -> Outcome:
        history, day = self.history, self.day
        if period_containing(history.elsewhere, day) is not None:
            self._found(True, rules.LOOKED_AFTER_ELSEWHERE, history.authority_on(day))
            return Outcome(Status.NONE)
        self._found(True, rules.LOOKED_AFTER, care.start)
        short_break = period_containing(history.ordinary, day) is None
        if short_break:
            self._found(True, rules.ONLY_SHORT_BREAK)
            return Outcome(Status.LOOKED_AFTER)
        if history.thirteen_weeks_by(day):
            self._found(True, rules.THIRTEEN_WEEKS, history.reached_on, history.d14)
            return Outcome(Status.ELIGIBLE_CHILD if day >= history.d16 else Status.LOOKED_AFTER)
        self._found(False, rules.THIRTEEN_WEEKS, history.days_by(day), history.d14, day)
        if history.reached_on is not None:
            self._found(history.reached_on < history.d18, rules.THIRTEEN_WEEKS_TO_COME, history.reached_on, history.d18)
        return Outcome(Status.LOOKED_AFTER)

    # Left care, under 18

    def _left_care_at_16_or_17(self) -> Outcome:
        history, day = self.history, self.day
        if not self._ours_to_answer_for():
            return Outcome(Status.NONE)
        care = history.last_care_by(day, history.ordinary)
        returned_home = False
        if care is not None and self._was_eligible(care):
            returned_home = self._six_months_at_home()
            if not returned_home:
                return Outcome(Status.RELEVANT_CHILD)
        if self._relevant_by_regulation_3_2():
            home = history.six_months_at_home(day)
            if home is not None:
                ends = history.reading.six_months_end_reg_3_2
                self._found(not ends, rules.REG_3_2_AT_HOME, home.six_months_on)
                if ends:
                    return Outcome(Status.PERSON_QUALIFYING, Band.QUALIFYING, True)
            return Outcome(Status.RELEVANT_CHILD)
        if returned_home:
            return Outcome(Status.PERSON_QUALIFYING, Band.QUALIFYING, True)
        return Outcome(Status.PERSON_QUALIFYING, Band.QUALIFYING) if self._qualifies() else Outcome(Status.NONE)

    def _ours_to_answer_for(self) -> bool:
        """Whether we last looked after the child, and no adoption has ended what that gave."""
        history = self.history
        last = history.last_care_by(self.day)
        if last is None:
            return self._found(False, rules.NEVER_LOOKED_AFTER)
        if not self._found(history.was_ours(last), rules.LAST_LOOKED_AFTER_BY_US, last.end):
            return False
        adopted_on = history.adopted_on
        assert last.end is not None
        if history.reading.adoption_ends_rights and adopted_on is not None and last.end <= adopted_on <= self.day:
            self._found(True, rules.ADOPTED, adopted_on)
            return False
        return True

    def _was_eligible(self, care: Period) -> bool:
        history = self.history
        assert care.end is not None
        return self._found(
            history.was_eligible_at_end_of(care),
            rules.ELIGIBLE_BEFORE_LEAVING,
            care.end,
            history.days_by(care.end),
            history.d16,
        )

    def _six_months_at_home(self) -> bool:
        history = self.history
        home = history.home_on(self.day)
        if home is None or home.six_months_on > self.day:
            self._found(False, rules.SIX_MONTHS_AT_HOME)
            if home is not None:
                before_18 = home.six_months_on < history.d18
                self._found(before_18, rules.SIX_MONTHS_TO_COME, home.start, home.six_months_on, history.d18)
            return False
        return self._found(True, rules.SIX_MONTHS_AT_HOME, home.start, home.six_months_on)

    def _relevant_by_regulation_3_2(self) -> bool:
        history = self.history
        detained = history.detained
        if detained is None:
            return self._found(False, rules.DETAINED_AT_16)
        self._found(history.looked_after(self.day) is None, rules.NO_CARE_ORDER)
        return self._found(True, rules.DETAINED_AT_16, detained.start, history.days_by(detained.start))

    # Qualifying for advice and assistance

    def _qualifies(self) -> bool:
        history, day = self.history, self.day
        if self._special_guardianship():
            return True
        care = history.last_care_by(day, history.ordinary)
        if care is not None and self._under_13_weeks_and_home(care):
            return False
        return self._looked_after_at_16_or_17()

    def _special_guardianship(self) -> bool:
        order_on = self.history.guardianship_on
        if order_on is None or order_on > self.day:
            return self._found(False, rules.SPECIAL_GUARDIANSHIP)
        return self._found(True, rules.SPECIAL_GUARDIANSHIP, order_on)

    def _under_13_weeks_and_home(self, care: Period) -> bool:
        history, day = self.history, self.day
        reading = history.reading.under_13_weeks_at_home
        if reading == "qualifies" or (day >= history.d18 and reading != "never qualifies"):
            return False
        days = history.days_in_all(day)
        home = days < 91 and self._after_16(care) and history.went_home(care)
        return self._found(home, rules.UNDER_13_WEEKS_AND_HOME, days, care.end)

    def _looked_after_at_16_or_17(self) -> bool:
        history, day = self.history, self.day
        care = history.care if history.reading.short_breaks_qualify else history.ordinary
        last = history.last_care_by(day, care)
        if last is None or not self._after_16(last):
            return self._found(False, rules.LOOKED_AFTER_AT_16_OR_17)
        return self._found(True, rules.LOOKED_AFTER_AT_16_OR_17, last.end)

    def _after_16(self, care: Period) -> bool:
        """Whether care lasted beyond the start of the 16th birthday."""
        assert care.end is not None
        history = self.history
        return care.end > history.d16 or (history.reading.part_day_at_16_qualifies and care.end == history.d16)

    # Adults

    def _adult(self) -> Outcome:
        history, eve = self.history, self.eve
        if self._former_relevant():
            return self._former_relevant_band()
        returned_home = eve.returned_home or eve.status == Status.RELEVANT_CHILD
        if not (self._ours_to_answer_for() and (returned_home or self._qualifies())):
            return Outcome(Status.NONE)
        if self._found(self.day < history.d21, rules.UNDER_21, history.d21):
            return Outcome(Status.PERSON_QUALIFYING, Band.QUALIFYING, returned_home)
        if self._found(self.day < history.d25, rules.EDUCATION_HELP_TO_25, history.d25):
            return Outcome(Status.PERSON_QUALIFYING, Band.QUALIFYING_EDUCATION_HELP, returned_home)
        return Outcome(Status.NONE)

    def _former_relevant(self) -> bool:
        history, day, eve = self.history, self.day, self.eve
        if eve.status == Status.ELIGIBLE_CHILD:
            return self._found(True, rules.ELIGIBLE_ON_THE_EVE, history.d18, history.reached_on)
        if eve.status == Status.RELEVANT_CHILD:
            self._found(True, rules.RELEVANT_ON_THE_EVE, history.d18)
            return not self._six_months_completed_after_18()
        if eve.returned_home:
            self._found(True, rules.HOME_ON_THE_EVE, history.d18)
            home = history.home_on(history.d18 - ONE_DAY)
            broke_down = home is not None and home.end is not None and home.end <= day
            if broke_down and history.reading.breakdown_after_18_revives:
                assert home is not None
                return self._found(True, rules.HOME_BROKE_DOWN_AFTER_18, home.end)
            return False
        self._found(False, rules.ELIGIBLE_ON_THE_EVE, history.d18)
        return self._found(False, rules.RELEVANT_ON_THE_EVE, history.d18)

    def _six_months_completed_after_18(self) -> bool:
        history = self.history
        home = history.six_months_at_home(self.day)
        if not history.reading.six_months_after_18_count or home is None:
            return False
        if home.start >= history.d18 or home.six_months_on < history.d18:
            return False
        return self._found(True, rules.HOME_SIX_MONTHS_AFTER_18, home.six_months_on)

    def _former_relevant_band(self) -> Outcome:
        history, day = self.history, self.day
        if self._found(day < history.d21, rules.AGED_18_TO_20, history.d21):
            return Outcome(Status.FORMER_RELEVANT_CHILD, Band.FULL_DUTIES)
        studying = history.education_on(day)
        if day >= history.d25:
            self._found(False, rules.UNDER_25, history.d25)
            if studying is None:
                self._found(False, rules.EDUCATION_BEYOND_25)
                return Outcome(Status.NONE)
            self._found(True, rules.EDUCATION_BEYOND_25, studying.start)
            return Outcome(Status.FORMER_RELEVANT_CHILD, Band.EDUCATION_BEYOND_25)
        self._found(True, rules.UNDER_25, history.d25)
        if studying is not None:
            self._found(True, rules.IN_EDUCATION, studying.start)
            return Outcome(Status.FORMER_RELEVANT_CHILD, Band.EDUCATION)
        self._found(False, rules.IN_EDUCATION)
        asked = period_containing(history.facts.support_wanted, day)
        if asked is None:
            self._found(False, rules.OPTED_IN)
            return Outcome(Status.FORMER_RELEVANT_CHILD, Band.NOT_ASKED)
        self._found(True, rules.OPTED_IN, asked.start)
        return Outcome(Status.FORMER_RELEVANT_CHILD, Band.OPTED_IN)


def eve_of_18(history: History) -> Outcome:
    """The answer for the day before the 18th birthday, on which an adult's rights rest."""
    return Decision(history, history.d18 - ONE_DAY, Outcome(Status.NONE)).outcome
