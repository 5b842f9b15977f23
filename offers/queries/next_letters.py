"""Which letters there are still to be: asked when they are planned, and by every page that names the next one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from careleavers.models import StatusPeriod, YoungPerson
from careleavers.models.asking import Asking, in_steps, together
from careleavers.models.base import not_ended_by
from careleavers.models.statements import Statement
from careleavers.rules.dates import ONE_DAY, Period, add_years
from offers.models import Letter
from offers.rules.letter_states import TO_GO_STATES, LetterState
from offers.rules.letter_text import WRITTEN_TO, Occasion, occasions

LATE_BY = timedelta(days=30)  # a birthday missed by more than this gets no letter any more
FAR_AHEAD = timedelta(days=366 * 10)


@in_steps
def letters_due(
    policies: Mapping[str, Any], first: date, last: date, among: Collection[UUID] | None = None
) -> Asking[list[tuple[UUID, Occasion]]]:
    """Whose birthdays from `first` to `last` get a letter: the living who are then care leavers by law, and of
    whom no return has raised a question that nobody has looked into. One query."""
    ages: Collection[int] = policies["letter_ages"]
    if not ages:
        return []
    born = [day for age in ages for day in (add_years(first, -age) - ONE_DAY, add_years(last, -age) + ONE_DAY)]
    statement = _care_leavers(len(ages), among is not None)
    periods: dict[tuple[UUID, date], list[Period]] = defaultdict(list)
    ids = [] if among is None else [among]
    for person_id, born_on, starts_on, ends_on in (yield from statement.rows.steps(first, last, *born, *ids)):
        periods[person_id, born_on].append(Period(starts_on, ends_on))
    return [
        (person_id, occasion)
        for (person_id, born_on), as_care_leaver in periods.items()
        for occasion in occasions(born_on, first, last, ages, policies["leap_day"])
        if any(period.contains(occasion.falls_on) for period in as_care_leaver)
    ]


@cache
def _care_leavers(ages: int, is_among: bool) -> Statement:
    """Periods between two days of those born in one of as many spans of days: person, day of birth, start and end."""

    def build(first: date, last: date, *others: Any) -> QuerySet[StatusPeriod, tuple[Any, ...]]:
        born_in = Q()
        for earliest, latest in zip(others[: 2 * ages : 2], others[1 : 2 * ages : 2], strict=True):
            born_in |= Q(date_of_birth__range=(earliest, latest))
        people = YoungPerson.objects.filter(born_in, died_on=None).without_return_questions()
        if is_among:
            people = people.filter(pk__in=others[-1])
        periods = StatusPeriod.objects.filter(
            not_ended_by(first), person__in=people, status__in=WRITTEN_TO, starts_on__lte=last
        )
        return periods.order_by().values_list("person_id", "person__date_of_birth", "starts_on", "ends_on")

    return Statement(build, date, date, *[date] * 2 * ages, *[list] * is_among)


@dataclass(frozen=True)
class NextLetter:
    """The next letter of somebody. `letter`: the row that waits, the earliest birthday first; where there is none,
    `occasion`: the birthday for which one will be planned as things are now. Neither: `why_none` says why, as the end
    of a sentence.
    """

    letter: Letter | None = None
    occasion: Occasion | None = None
    why_none: str = ""


NO_CARE_LEAVER = "as things are: they are no care leaver by law on a birthday to come that gets a letter"
QUESTION_OPEN = "until somebody has looked into what a return has put in question about them"


LETTERS_OF = Statement(
    lambda person: Letter.objects.filter(person=person).order_by("occurrence_on").defer("content"), UUID
)


IN_QUESTION = Statement(
    lambda person: (
        YoungPerson.objects.filter(pk=person)
        .exclude(pk__in=YoungPerson.objects.without_return_questions().values("pk"))
        .values_list("pk")
    ),
    UUID,
)


@in_steps
def next_letter(
    person: YoungPerson, letters: Sequence[Letter], today: date, policies: Mapping[str, Any]
) -> Asking[NextLetter]:
    """What `letters_due` and all `letters` of one living person (LETTERS_OF) say. One query at most."""
    if waiting := next((letter for letter in letters if letter.marks_birthday and _is_to_come(letter, today)), None):
        return NextLetter(letter=waiting)
    have_a_row = {(letter.occasion, letter.occurrence_on) for letter in letters}  # as Postgres keeps them apart
    due, in_question = yield from together(
        letters_due.steps(policies, today - LATE_BY, today + FAR_AHEAD, [person.pk]), IN_QUESTION.rows.steps(person.pk)
    )
    to_come = sorted(
        (each for _, each in due if (each.code, each.falls_on) not in have_a_row), key=lambda each: each.falls_on
    )
    if to_come:
        return NextLetter(occasion=to_come[0])
    return NextLetter(why_none=QUESTION_OPEN if in_question else NO_CARE_LEAVER)


def _is_to_come(letter: Letter, today: date) -> bool:
    """Also one that they do not want, until its birthday: it is said that they wish it so."""
    if letter.status == LetterState.NOT_WANTED:
        return letter.occurrence_on >= today
    return letter.status in TO_GO_STATES


def lapsed_letters(first: date, last: date) -> QuerySet[Letter]:
    """Those whose time passed from `first` to `last`, both included: `LATE_BY` after the birthday, or the day by which
    another letter was to be there, nobody had approved them, and they were cancelled for that."""
    return Letter.objects.filter(
        lapsed=True, occurrence_on__range=(first - LATE_BY - ONE_DAY, last - LATE_BY - ONE_DAY)
    )
