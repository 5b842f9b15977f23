"""The rules that statuses are decided by, each with its words and its source."""

from dataclasses import dataclass
from datetime import date

from careleavers.rules import words


@dataclass(frozen=True, slots=True)
class Reason:
    """A rule that was looked at: what was found, in a sentence, its legal source, and whether it was met."""

    text: str
    source: str
    met: bool


@dataclass(frozen=True, slots=True)
class Rule:
    """One test of the law, with a sentence for each way it can come out; {0}, {1} take days and counts."""

    met: str
    unmet: str
    source: str

    def reason(self, met: bool, values: tuple[object, ...]) -> Reason:
        said = [words.day(value) if isinstance(value, date) else value for value in values]
        return Reason((self.met if met else self.unmet).format(*said), self.source, met)


DECEASED = Rule(
    "Died on {0}.", "Living.", "Children Act 1989 Part 3, whose duties are owed to the living; no section says so"
)
ASSESSED_ADULT = Rule(
    "Assessed on {0} to have been an adult: every status is withdrawn from that day and what came before is kept.",
    "Not assessed to be an adult.",
    "SSDA903 reason E15; Children Act 1989 s105(1)",
)
UNDER_16 = Rule(
    "Under 16: the 16th birthday is {0}.",
    "Aged 16 or over since {0}.",
    "Children Act 1989 Sch 2 para 19B(2)(a), s23A(2)(c); Family Law Reform Act 1969 s9",
)
AGED_16_OR_17 = Rule(
    "Aged 16 or 17 from {0} until {1}.",
    "Aged 18 or over since {1}.",
    "Children Act 1989 Sch 2 para 19B(2)(a), s23A(2)(c); Family Law Reform Act 1969 s9",
)
LOOKED_AFTER = Rule("Looked after since {0}.", "Not looked after.", "Children Act 1989 s22(1)")
LOOKED_AFTER_ELSEWHERE = Rule(
    "Looked after by another authority ({0}), not by us.",
    "Not looked after by another authority.",
    "Children Act 1989 s23A(4)",
)
LAST_LOOKED_AFTER_BY_US = Rule(
    "We were the authority that last looked after them, until {0}.",
    "Another authority was the last to look after them, or took over their care on {0}.",
    "Children Act 1989 s23A(4), s24(5); SI 2010/2571 reg 2",
)
NEVER_LOOKED_AFTER = Rule("Looked after in the past.", "Never looked after.", "Children Act 1989 ss23A, 23C, 24")
ONLY_SHORT_BREAK = Rule(
    "In a short break: a child whose care is a short break is not an eligible child.",
    "Not in a short break.",
    "SI 2010/959 regs 40(2), 48; Vol 3 para 2.1",
)
THIRTEEN_WEEKS = Rule(
    "Looked after for 13 weeks (91 days) after the 14th birthday on {1}: the 91st day was {0}.",
    "Not yet looked after for 13 weeks (91 days) after the 14th birthday on {1}: {0} days counted by {2}.",
    "Children Act 1989 Sch 2 para 19B(2)(b); SI 2010/959 reg 40(1)",
)
THIRTEEN_WEEKS_TO_COME = Rule(
    "If care goes on, the 91st day after the 14th birthday will be {0}.",
    "The 91st day after the 14th birthday would be {0}, which is not before the 18th birthday on {1}.",
    "SI 2010/959 reg 40(1)",
)
ELIGIBLE_BEFORE_LEAVING = Rule(
    "Was an eligible child before care last ended on {0}: {1} days of care counted after the 14th birthday, "
    "and at least one after the 16th on {2}.",
    "Was not an eligible child before care last ended on {0}: {1} days of care counted after the 14th birthday "
    "(91 are needed), and care must last a day beyond the 16th birthday on {2}.",
    "Children Act 1989 s23A(2)(b); Sch 2 para 19B(2); SI 2010/959 reg 40(1); Vol 3 para 2.1",
)
SIX_MONTHS_AT_HOME = Rule(
    "At home with a parent, somebody with parental responsibility or the holder of the residence order before the care"
    " order for six months without a break: since {0}, so six months on {1}.",
    "Not at home with a parent, somebody with parental responsibility or the holder of the residence order before the"
    " care order for six months without a break.",
    "SI 2010/2571 reg 3(5)(a)-(c), (6); Vol 3 paras 2.3, 8.32",
)
SIX_MONTHS_TO_COME = Rule(
    "At home since {0}; if that lasts, six months are reached on {1}.",
    "At home since {0}; six months are reached on {1}, not before the 18th birthday on {2}.",
    "SI 2010/2571 reg 3(5)",
)
DETAINED_AT_16 = Rule(
    "Detained or in hospital on the 16th birthday, since {0}, after {1} days of care since the 14th birthday "
    "that lasted until then.",
    "Not detained or in hospital on the 16th birthday directly after 13 weeks of care since the 14th.",
    "SI 2010/2571 reg 3(2)-(4); Vol 3 paras 2.2, 6.38-6.39",
)
NO_CARE_ORDER = Rule(
    "Not looked after, so not subject to a care order, under which they would be.",
    "Looked after, so that a care order may be in force.",
    "SI 2010/2571 reg 3(2)(b); Children Act 1989 s22(1)(a)",
)
REG_3_2_AT_HOME = Rule(
    "At home for six months on {0}, but that rule names only children under section 23A(2).",
    "The six months at home on {0} are taken to end relevant status here as well.",
    "SI 2010/2571 reg 3(5)",
)
ADOPTED = Rule(
    "Adopted on {0}: what care before that day would have given ended with the adoption.",
    "Not adopted after care.",
    "SSDA903 rule 1001; Adoption and Children Act 2002 s67",
)
SPECIAL_GUARDIANSHIP = Rule(
    "Special guardianship order made on {0}, looked after immediately before it.",
    "No special guardianship order made while looked after.",
    "Children Act 1989 s24(1A); Vol 3 paras 2.12-2.13",
)
UNDER_13_WEEKS_AND_HOME = Rule(
    "Looked after for {0} days in all, under 13 weeks, and went home on {1}: support is under section 17.",
    "Not somebody who was looked after for under 13 weeks and went home.",
    "Vol 3 para 2.10; Children Act 1989 s17",
)
LOOKED_AFTER_AT_16_OR_17 = Rule(
    "Looked after at 16 or 17, until {0}.",
    "Not looked after (short breaks apart) at 16 or 17.",
    "Children Act 1989 s24(1B), s24(2)(a)",
)
RELEVANT_ON_THE_EVE = Rule(
    "A relevant child immediately before the 18th birthday on {0}.",
    "Not a relevant child on the day before the 18th birthday on {0}.",
    "Children Act 1989 s23C(1)(a)",
)
ELIGIBLE_ON_THE_EVE = Rule(
    "Looked after by us on reaching 18 on {0}, and an eligible child immediately before: the 91st day of care after"
    " the 14th birthday was {1}.",
    "Not an eligible child in our care on reaching 18 on {0}.",
    "Children Act 1989 s23C(1)(b)",
)
HOME_ON_THE_EVE = Rule(
    "Relevant status had ended with six months at home, and that had not broken down before the 18th birthday on {0}.",
    "Six months at home had not ended relevant status by the 18th birthday on {0}.",
    "Children Act 1989 s23C(1)(a); SI 2010/2571 reg 3(5)-(6); Vol 3 para 2.3",
)
HOME_BROKE_DOWN_AFTER_18 = Rule(
    "Stopped living at home on {0}, after the 18th birthday, and would be a relevant child if under 18.",
    "Did not stop living at home after the 18th birthday.",
    "Children Act 1989 s23C(1)(a)",
)
HOME_SIX_MONTHS_AFTER_18 = Rule(
    "At home for six months on {0}, after the 18th birthday: would not be a relevant child if under 18.",
    "Six months at home were not completed after the 18th birthday.",
    "Children Act 1989 s23C(1)(a); SI 2010/2571 reg 3(5)",
)
AGED_18_TO_20 = Rule(
    "Aged 18 to 20, until {0}: full duties.",
    "Aged 21 or over since {0}.",
    "Children Act 1989 s23C(2)-(4); Vol 3 ch 2 table, paras 2.4, 4.2",
)
IN_EDUCATION = Rule(
    "Pursuing education or training since {0}, aged under 25.",
    "Not known to be pursuing education or training.",
    "Children Act 1989 ss23C, 23CA; Vol 3 ch 2 table, paras 3.48-3.60",
)
OPTED_IN = Rule(
    "Asked for support on {0}: an adviser until 25 or until they no longer want one.",
    "Has not asked for support: go on offering it.",
    "Children Act 1989 s23CZB",
)
UNDER_25 = Rule("Aged under 25, until {0}.", "Aged 25 or over since {0}.", "Children Act 1989 ss23CZB, 23CA")
EDUCATION_BEYOND_25 = Rule(
    "Still pursuing a programme of education or training begun on {0}, before the 25th birthday.",
    "Not pursuing a programme of education or training begun before the 25th birthday.",
    "Children Act 1989 s23CA; Vol 3 paras 2.4, 3.55, 3.60",
)
UNDER_21 = Rule("Aged under 21, until {0}.", "Aged 21 or over since {0}.", "Children Act 1989 s24(1A)-(1B)")
EDUCATION_HELP_TO_25 = Rule(
    "Help with education, training and vacation accommodation until the 25th birthday on {0}.",
    "Help with education and training ended with the 25th birthday on {0}.",
    "Children Act 1989 s24B(2)-(3), (5); Vol 3 paras 2.5, 8.44-8.50",
)
