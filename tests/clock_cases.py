"""Facts written shortly for the tables of clock tests: days as text, periods as "2026-09-01..2027-01-01"."""

from datetime import date
from typing import Any, NamedTuple

import pytest

from careleavers.rules.accommodation import Judged
from careleavers.rules.clocks import (
    ClockSettings,
    ContactFact,
    Done,
    Duty,
    DutyFacts,
    Event,
    HomeFact,
    LetterFact,
    Review,
    SignedRiskAssessment,
    StatusSpan,
)
from careleavers.rules.dates import Period
from pathways.rules import clocks

BORN = "2010-03-10"
ELIGIBLE = "eligible_child 2026-03-10..2028-03-10"
RELEVANT = "relevant_child 2026-09-01..2028-03-10"
FORMER = "former_relevant_child/18-20 2028-03-10..2031-03-10"
NOT_SUPPORTED = "former_relevant_child/21-24 2031-03-10..2035-03-10"


def day(text: str) -> date:
    return date.fromisoformat(text)


def day_or_none(text: str) -> date | None:
    return day(text) if text else None


def period(text: str) -> Period:
    start, _, end = text.partition("..")
    return Period(day(start), day_or_none(end))


def standing(text: str) -> StatusSpan:
    name, _, days = text.rpartition(" ")
    status, _, band = name.partition("/")
    return StatusSpan(status, band or None, *period(days))


def home(text: str) -> HomeFact:
    """ "D provided suitable 2026-11-05:unsuitable 2026-09-01.." in any order of the words; a judgement has its day."""
    kind, *words, days = text.split()
    says = {"suitable": True, "unsuitable": False}
    suitable = next((says[word] for word in words if word in says), None)
    judged = [word.split(":") for word in words if ":" in word]
    judgements = tuple(Judged(day(on), says[word]) for on, word in judged)
    return HomeFact(*period(days), kind, "provided" in words, suitable, judgements)


def contact(text: str) -> ContactFact:
    """ "2026-09-03 visit at home", or "2026-09-03 no answer" where the young person was not met."""
    words = text.split()
    return ContactFact(day(words[0]), "no" not in words, "visit" in words, "home" in words)


def review(text: str) -> Review:
    held_on, _, months = text.partition(" +")
    return Review(day(held_on), int(months) if months else None)


def signed(text: str) -> SignedRiskAssessment:
    """ "2028-05-04 until 2028-06-30", or "2028-05-04 until 2028-06-30 closed 2028-06-10"."""
    said, _, closed_on = text.partition(" closed ")
    signed_on, _, review_on = said.partition(" until ")
    return SignedRiskAssessment(day(signed_on), day_or_none(review_on), day_or_none(closed_on))


def event(text: str) -> Event:
    what, on, *known_on = text.split()
    return Event(what, day(on), day(known_on[0]) if known_on else None)


def letter(text: str) -> LetterFact:
    occasion, on = text.split()
    return LetterFact(occasion, day(on))


def done(text: str) -> Done:
    code, on, *event_on = text.split()
    return Done(code, day(on), day(event_on[0]) if event_on else None)


READ = {
    "status_spans": standing,
    "homes": home,
    "contacts": contact,
    "assessments": day,
    "plans": day,
    "reviews": review,
    "risk_assessments": signed,
    "offers": day,
    "letters": letter,
    "personal_adviser": period,
    "at_home": period,
    "education": period,
    "fostered": period,
    "sentenced": day,
    "events": event,
    "done": done,
}


def facts(born: str = BORN, **written: Any) -> DutyFacts:
    """Facts from their short forms; a single text stands for a list of one."""
    read: dict[str, Any] = {}
    for name, value in written.items():
        if name in READ:
            read[name] = tuple(READ[name](text) for text in ([value] if isinstance(value, str) else value))
        else:
            read[name] = day(value)
    return DutyFacts(date_of_birth=day(born), **read)


class Row(NamedTuple):
    """What a table expects of a duty, in text."""

    started: str
    due: str | None
    state: str
    answered: str | None = None
    late: int = 0


def row_of(duty: Duty) -> Row:
    started_on, due_on, answered_on, *_ = duty.cycle
    return Row(
        str(started_on),
        str(due_on) if due_on else None,
        duty.state.value,
        str(answered_on) if answered_on else None,
        duty.days_late,
    )


def owed(code: str, on: str, settings: ClockSettings | None = None, **written: Any) -> Row | None:
    """The row of one clock on a day, of several open ones the first; None where it has none."""
    return next(iter(all_owed(code, on, settings, **written)), None)


def all_owed(code: str, on: str, settings: ClockSettings | None = None, **written: Any) -> list[Row]:
    """Every row of one clock on a day."""
    found = clocks.duties(facts(**written), day(on), settings or ClockSettings(), codes={code})
    return [row_of(duty) for duty in found]


def rows(code: str, on: str, settings: ClockSettings | None = None, **written: Any) -> list[Row]:
    """Every run of one clock up to a day."""
    return [
        row_of(duty) for duty in clocks.history(facts(**written), day(on), settings or ClockSettings(), codes={code})
    ]


def table(*cases: Any) -> Any:
    """Parametrise by code, day, facts and row; the first item of each case is its id."""
    return pytest.mark.parametrize(
        ("code", "on", "written", "expected"), [pytest.param(*case[1:], id=case[0]) for case in cases]
    )
