"""What the clocks are asked about: one young person's facts, and an authority's own choices."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import NamedTuple

from careleavers.rules.accommodation import Judged
from careleavers.rules.dates import LeapDay, Period


class StatusSpan(NamedTuple):
    """A period with one legal status, half-open; `band` as in `law`, None where there is none or it is not known."""

    status: str
    band: str | None
    start: date
    end: date | None = None


class HomeFact(NamedTuple):
    """Where somebody lives from `start` up to but not including `end`; `kind` is DfE's letter for accommodation.

    `provided_by_authority`: under section 23B or 24B of the Children Act 1989. `suitable`: as was said at first, None:
    not judged then. Each of `judgements` counts from its day on.
    """

    start: date
    end: date | None
    kind: str
    provided_by_authority: bool = False
    suitable: bool | None = None
    judgements: tuple[Judged, ...] = ()


class ContactFact(NamedTuple):
    """A contact or an attempt. `with_young_person` is False for news from others and for a visit to an empty home."""

    on: date
    with_young_person: bool
    visit: bool = False
    at_home: bool = False


class Review(NamedTuple):
    """A review of the pathway plan that was held, and the interval it set, in months, where one was recorded."""

    held_on: date
    next_within_months: int | None = None


class SignedRiskAssessment(NamedTuple):
    """A risk assessment signed off by a manager, and the day by which it is to be looked at again, if one was set.

    `closed_on` is the day on which a manager said that it is needed no more, and why.
    """

    signed_on: date
    review_on: date | None = None
    closed_on: date | None = None


class LetterFact(NamedTuple):
    """A birthday letter that went out; `occasion` is the age it marks, such as "18"."""

    occasion: str
    on: date


class Event(NamedTuple):
    """Something that starts a clock and is not seen in the other facts; `what` is listed in `pathways.rules.clocks`.

    `known_on` matters for what lies ahead, such as a release: None means known all along.
    """

    what: str
    on: date
    known_on: date | None = None


class Done(NamedTuple):
    """A duty that was done and leaves no other trace in these facts.

    `event_on`: where an event started the duty, the day of that event. None: not said, and it counts for one event
    alone, as `pathways.rules.clocks.events` says.
    """

    code: str
    on: date
    event_on: date | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class DutyFacts:
    """Everything known about one young person that starts or completes a clock. Sequences may come in any order.

    `left_out`: codes of clocks of which nobody is to be reminded, by a manager's decision.
    """

    date_of_birth: date
    status_spans: tuple[StatusSpan, ...] = ()
    homes: tuple[HomeFact, ...] = ()
    contacts: tuple[ContactFact, ...] = ()
    assessments: tuple[date, ...] = ()
    plans: tuple[date, ...] = ()
    reviews: tuple[Review, ...] = ()
    risk_assessments: tuple[SignedRiskAssessment, ...] = ()
    offers: tuple[date, ...] = ()
    letters: tuple[LetterFact, ...] = ()
    personal_adviser: tuple[Period, ...] = ()
    at_home: tuple[Period, ...] = ()
    education: tuple[Period, ...] = ()
    fostered: tuple[Period, ...] = ()
    sentenced: tuple[date, ...] = ()
    events: tuple[Event, ...] = ()
    done: tuple[Done, ...] = ()
    education_informed_on: date | None = None
    died_on: date | None = None
    death_known_on: date | None = None
    left_out: tuple[str, ...] = ()


class Age(NamedTuple):
    """An age in whole years and months."""

    years: int
    months: int = 0


HOUSING_APPLICATION_AGE = Age(17, 6)
SKILLS_AGE = Age(16)


@dataclass(frozen=True, kw_only=True)
class ClockSettings:
    """What a council chooses for itself. None of these is law; where the law gives a number, it is not here.

    Weeks, days and working days are counted from the day that starts a clock, which is itself not counted.
    """

    leap_day: LeapDay = "1 March"
    warning_days: int = 28
    keep_in_touch_weeks: int = 8
    lost_touch_weeks: int | None = None
    letter_ages: tuple[int, ...] = (18, 19, 20, 21, 22, 23, 24)
    housing_application_age: Age = HOUSING_APPLICATION_AGE
    skills_age: Age = SKILLS_AGE
    custody_first_visit_working_days: int = 10
    custody_visit_weeks: int = 8
    qualifying_contact_weeks: int | None = None
    as_soon_as_possible_days: int = 28
    personal_adviser_days: int = 0
    review_after_move_overdue_days: int = 35
    risk_assessment_days: int | None = 7
    risk_assessment_review_weeks: int = 8
    risk_assessment_in_custody: bool = False
    document_renewal_weeks: int = 8


SETTINGS_IN_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "leap_day": "The birthday, in other years, of somebody born on 29 February. No authority settles it.",
        "warning_days": "How many days before the due date a duty starts to warn.",
        "keep_in_touch_weeks": "The longest time between contacts with the young person. The Act sets no interval.",
        "lost_touch_weeks": "How long without contact counts as having lost touch; left out, the weeks above.",
        "letter_ages": "The birthdays that are marked with a letter: 18, 21 and yearly to 25, as one council began it.",
        "housing_application_age": "The age by which a housing application should be in.",
        "skills_age": "The age by which the skills for living independently have been worked through.",
        "custody_first_visit_working_days": "The longest time to the first visit in custody: ten by Vol 3 6.41.",
        "custody_visit_weeks": "The longest time between visits in custody after the first. Vol 3 6.41 says regularly.",
        "qualifying_contact_weeks": "The longest time between contacts with a person qualifying. The Act leaves it to "
        "the authority, and none is set unless it does.",
        "as_soon_as_possible_days": "When something the law wants as soon as possible is reported as overdue.",
        "personal_adviser_days": "When a personal adviser who is still to be appointed is reported as overdue.",
        "review_after_move_overdue_days": "When the review that opens 28 days after a move is reported as overdue, "
        "counted from the day the accommodation was first provided.",
        "risk_assessment_days": "The longest time to a signed risk assessment; left out, none is asked for.",
        "risk_assessment_review_weeks": "When a risk assessment without a review date is looked at again.",
        "risk_assessment_in_custody": "Whether custody, which DfE always counts as unsuitable, needs one too.",
        "document_renewal_weeks": "How long before a key document runs out it is to be renewed.",
    }
)
DEFAULTS = ClockSettings()
