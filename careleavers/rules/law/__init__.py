"""Which status the law of leaving care gives a young person on any day, and why.

Pure: dates and facts in, a timeline of statuses out. Children Act 1989 ss22-24D and Sch 2 paras 19A-19C; SI 2010/959
Part 7; Care Leavers (England) Regulations 2010 (SI 2010/2571) reg 3; DfE guidance volume 3 (February 2025), cited as
Vol 3, which tells how to read them. England only.
"""

from datetime import date

from careleavers.rules.code_sets import BANDS, Band, Status
from careleavers.rules.law.facts import Episode, StatusFacts, StatusSettings
from careleavers.rules.law.flags import Flag, FlagOutcome
from careleavers.rules.law.rules import Reason
from careleavers.rules.law.timeline import (
    Answers,
    CareDays,
    Timeline,
    TimelinePeriod,
    care_days,
    next_change,
    status_on,
    timeline,
)

# Stored timelines carry it: raise it with every change of a rule, then run `manage.py check_statuses --mend`.
VERSION = "2026.2"
VERSION_DATE = date(2026, 11, 28)

__all__ = [
    "BANDS",
    "VERSION",
    "VERSION_DATE",
    "Answers",
    "Band",
    "CareDays",
    "Episode",
    "Flag",
    "FlagOutcome",
    "Reason",
    "Status",
    "StatusFacts",
    "StatusSettings",
    "Timeline",
    "TimelinePeriod",
    "care_days",
    "next_change",
    "status_on",
    "timeline",
]
