"""Whom work of one kind is about, and what is to be done for them: health, education and work, advocacy.

Those who do it open no record. They see the part that their work is about, of these people and nobody else (decision
record 0043).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any, NamedTuple, cast

from django.db.models import Case, Exists, F, FilteredRelation, JSONField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import JSONObject

from careleavers.models import Complaint, HealthMatter, Occupation, OccupationStep, User, Wellbeing, YoungPerson
from careleavers.models.base import on_day
from careleavers.models.names import fold
from careleavers.models.people import named_on_restricted
from careleavers.permissions import Permission
from careleavers.queries.caseloads import is_open
from careleavers.queries.health import health_columns
from careleavers.rules import dates
from careleavers.rules.code_sets import NOT_IN_EET, Activity
from careleavers.rules.health import HEALTH_WORDS, HealthFact, missing_health

MOST_WORDS = 5  # of a name that is looked for
ANYTHING, NEET, UNKNOWN = "anything", "neet", "unknown"
EDUCATION_FROM = 16  # the virtual school's own pupils have a plan for their education until then
ADVOCATE_STAYS = timedelta(days=92)  # local standard: so long after the end an advocate can still look at it


def asked_for_an_advocate(today: date) -> Q:
    """The condition on complaints that they want an advocate, and that it is open or ended in the last three months."""
    still = Q(closed_on=None) | Q(closed_on__gt=today - ADVOCATE_STAYS)
    return Q(still, advocate_answer=Complaint.ACCEPTED)


def _of_advocacy(today: date) -> Q:
    return Q(Exists(Complaint.objects.filter(asked_for_an_advocate(today), person=OuterRef("pk"))))


def _of_education(today: date) -> Q:
    return is_open(today) & Q(date_of_birth__lte=dates.add_years(today, -EDUCATION_FROM))


# The condition on young people that work of this kind is about them on a day.
ABOUT: Mapping[Permission, Callable[[date], Q]] = {
    Permission.HEALTH_WORK: is_open,
    Permission.EDUCATION_WORK: _of_education,
    Permission.ADVOCACY_WORK: _of_advocacy,
}


def people_of_work(user: User, work: Permission) -> QuerySet[YoungPerson]:
    """Those whom the user's work of one kind is about, on the day of their access: nobody where they do not do it.

    A restricted record is hidden from them too, unless they are named on it.
    """
    if not user.may(work):
        return YoungPerson.objects.none()
    return YoungPerson.objects.filter(ABOUT[work](user.access_day), Q(is_restricted=False) | named_on_restricted(user))


def named_like(people: QuerySet[YoungPerson], text: str) -> QuerySet[YoungPerson]:
    """Those whose names have every word of the text, whatever its accents."""
    for place, word in enumerate(text.split()[:MOST_WORDS]):
        people = people.annotate(**{f"typed_{place}": fold(Value(word))})
        people = people.filter(search_name__contains=F(f"typed_{place}"))
    return people


class Next(NamedTuple):
    """What is to be done next about somebody, by which day and by whom."""

    text: str
    due_on: date
    who: str


class HealthLine(NamedTuple):
    """One of the people a nurse sees: `missing` in words, what is next about their health, and when they last
    answered how they are."""

    person: YoungPerson
    age: int
    missing: list[str]
    next_step: Next | None
    asked_on: date | None


def health_lines(people: QuerySet[YoungPerson], today: date, leap_day: dates.LeapDay, which: str) -> list[HealthLine]:
    """What is due first comes first, then whoever has most to see to. `which`: a HealthKind that is missing, ANYTHING
    missing, or "" for everybody. One query.
    """
    last_asked = Wellbeing.objects.filter(person=OuterRef("pk")).order_by("-answered_on")
    everybody: Any = people
    listed = everybody.with_case_holder(today).annotate(
        **health_columns(today), step=_next_step(HealthMatter), asked_on=Subquery(last_asked.values("answered_on")[:1])
    )
    lines = []
    for person in listed.order_by("sort_name", "pk"):
        age = person.age_on(today, leap_day)
        missing = missing_health([HealthFact(**each) for each in person.health_facts], age)
        if not which or which in missing or (which == ANYTHING and missing):
            words = [_inside_a_sentence(HEALTH_WORDS[kind]) for kind in missing]
            lines.append(HealthLine(person, age, words, _read_step(person.step), person.asked_on))
    return sorted(lines, key=lambda line: (line.next_step.due_on if line.next_step else date.max, -len(line.missing)))


def _inside_a_sentence(words: str) -> str:
    return words if words.isupper() else words[0].lower() + words[1:]


class EducationLine(NamedTuple):
    """One of the people the virtual school sees: `reason`, what is in the way, and `last_step`, their latest step
    towards more, in words ("": none), on the day `last_on`."""

    person: YoungPerson
    age: int
    reason: str
    last_step: str
    last_on: date | None
    next_step: Next | None


def education_people(people: QuerySet[YoungPerson], today: date, which: str) -> QuerySet[YoungPerson]:
    """With what `education_line` reads of them; those longest in what they do first. `which`: NEET, UNKNOWN, or "" for
    everybody.
    """
    steps = OccupationStep.objects.filter(person=OuterRef("pk"), happened_on__lte=today).order_by("-happened_on")
    last = steps.values(found=JSONObject(kind="kind", on="happened_on"))[:1]
    everybody: Any = people
    listed = everybody.with_case_holder(today).annotate(
        doing=FilteredRelation("occupations", condition=on_day(today, "occupations__")),
        code=F("doing__code"),
        since=F("doing__starts_on"),
        reason=F("doing__reason"),
        last_step=Subquery(last, output_field=JSONField()),
        step=_next_step(Occupation),
    )
    if which == NEET:
        listed = listed.filter(code__in=NOT_IN_EET)
    elif which == UNKNOWN:
        listed = listed.filter(Q(code=None) | Q(code=Activity.NOT_KNOWN))
    return cast(QuerySet[YoungPerson], listed.order_by(F("since").asc(nulls_first=True), "sort_name", "pk"))


def education_line(person: Any, today: date, leap_day: dates.LeapDay) -> EducationLine:
    """Of somebody of `education_people`. No query."""
    last = person.last_step
    return EducationLine(
        person,
        person.age_on(today, leap_day),
        dict(Occupation.REASONS).get(person.reason or "", ""),
        dict(OccupationStep.KINDS)[last["kind"]] if last else "",
        date.fromisoformat(last["on"]) if last else None,
        _read_step(person.step),
    )


def _read_step(step: dict[str, str] | None) -> Next | None:
    return Next(step["text"], date.fromisoformat(step["due_on"]), step["who"]) if step else None


def _next_step(model: type[HealthMatter] | type[Occupation]) -> Subquery:
    """The first thing still to do about one of somebody's rows of this model: text, day and who."""
    asked = model._default_manager.filter(person=OuterRef("pk"), next_step__done_on=None).exclude(next_step=None)
    step = JSONObject(text="next_step__text", due_on="next_step__due_on", who="next_step__assigned_to__name")
    return Subquery(asked.order_by("next_step__due_on").values(found=step)[:1], output_field=JSONField())


def complaints_of_work(user: User) -> QuerySet[Complaint]:
    """Those in which somebody asked for an advocate, of the people the user's work is about: nobody's helped first."""
    today = user.access_day
    rows = Complaint.objects.filter(
        asked_for_an_advocate(today), person__in=people_of_work(user, Permission.ADVOCACY_WORK)
    )
    waits = Case(When(closed_on=None, advocate_name="", then=0), When(closed_on=None, then=1), default=2)
    return rows.select_related("person").prefetch_related("stages").order_by(waits, "advocate_offered_on", "pk")
