"""Figures by group: every group of one kind side by side, counted by the same reasons as the tile.

A kind of group adds `part` to the rows of the day (`figures.as_at`): a short text by which the database groups. To add
one, write it below and put it into BREAKDOWNS.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Case, CharField, Count, F, Max, OuterRef, Subquery, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Coalesce

from careleavers.models import Contact, Occupation, User, YoungPerson
from careleavers.models.people import case_holder_on
from careleavers.rules import codes
from careleavers.rules.code_labels import home_words, occupation_words
from careleavers.rules.code_sets import Activity, HomeKind, Status
from reporting.queries.figures import COHORT_COLUMNS, FigureCount, Question, everybody, more_work_memory
from reporting.queries.measures import MEASURES
from reporting.rules.cohorts import WIDEST, Cohort

NOT_RECORDED = "not recorded"
People = Any  # a queryset of young people, with the aliases of the day
# The words for the values that occur, in the order in which they are listed; others follow by their words.
Words = Callable[[Collection[str]], Mapping[str, str]]


@dataclass(frozen=True)
class Breakdown:
    """One kind of group. `divide` annotates people with `part`, "" where nothing is recorded."""

    code: str
    label: str
    divide: Callable[[People, Question], People]
    words: Words


@dataclass(frozen=True)
class BreakdownRow:
    """One group: how many people of these ages are in it, and each figure of them."""

    value: str
    words: str
    people: int
    figures: list[FigureCount]


def _by(column: str) -> Callable[[People, Question], People]:
    def divide(people: People, question: Question) -> People:
        return people.annotate(part=Coalesce(Cast(F(column), CharField()), Value(""), output_field=CharField()))

    return divide


def _known(labels: Mapping[str, str]) -> Words:
    return lambda values: labels


def _labels(code_set: str) -> Words:
    return lambda values: {value: codes.label(code_set, value) for value in sorted(values) if value}


def _by_age(people: People, question: Question) -> People:
    ages = range(WIDEST.youngest, WIDEST.oldest + 1)
    births = {age: Cohort(str(age), "", age, age).births(question.day, question.leap_day) for age in ages}
    whens = (When(date_of_birth__range=born, then=Value(str(age))) for age, born in births.items())
    return people.annotate(part=Case(*whens, default=Value(""), output_field=CharField()))


# How often we speak: the last time was at most so many days before, both ends included.
SPOKE = {
    "28": "in the last 4 weeks",
    "56": "5 to 8 weeks before",
    "91": "9 to 13 weeks before",
    "182": "14 to 26 weeks before",
    "longer": "longer before",
    "never": "no contact recorded",
}


def _by_last_contact(people: People, question: Question) -> People:
    spoke = Contact.objects.live().with_young_person().filter(person=OuterRef("pk"), happened_on__lte=question.day)
    last = spoke.order_by().values("person").annotate(last=Max("happened_on")).values("last")
    whens: list[Any] = [When(last_spoke=None, then=Value("never"))]
    for days in (28, 56, 91, 182):
        whens.append(When(last_spoke__gte=question.day - timedelta(days=days), then=Value(str(days))))
    return people.annotate(last_spoke=Subquery(last)).annotate(
        part=Case(*whens, default=Value("longer"), output_field=CharField())
    )


HIGHER = (Activity.HIGHER_EDUCATION, Activity.HIGHER_EDUCATION_PART_TIME)


def _by_year_of_course(people: People, question: Question) -> People:
    year: Combinable = Coalesce(Cast("occupation__course_year", CharField()), Value("unknown"))
    at_university = When(occupation__code__in=HIGHER, then=year)
    return people.annotate(part=Case(at_university, default=Value("none"), output_field=CharField()))


def _years_of_course(values: Collection[str]) -> Mapping[str, str]:
    numbers = sorted((value for value in values if value.isdecimal()), key=int)
    words = {value: f"year {value}" for value in numbers}
    return words | {"unknown": "year not recorded", "none": "not in higher education"}


def _by_adviser(people: People, question: Question) -> People:
    held = people.alias(of_holder=case_holder_on(question.day))
    return _by("of_holder__worker_id")(held, question)


def _names(values: Collection[str]) -> Mapping[str, str]:
    workers = User.objects.filter(pk__in=[value for value in values if value]).order_by("sort_name")
    return {str(worker.pk): worker.name for worker in workers} | {"": "nobody"}


def _yes_no(people_field: str) -> Callable[[People, Question], People]:
    def divide(people: People, question: Question) -> People:
        yes = When(**{people_field: True}, then=Value("yes"))
        return people.annotate(part=Case(yes, default=Value("no"), output_field=CharField()))

    return divide


YES_NO = _known({"yes": "yes", "no": "no"})
BREAKDOWNS = {
    each.code: each
    for each in (
        Breakdown("age", "Single age", _by_age, lambda values: {value: value for value in sorted(values)}),
        Breakdown("adviser", "Case holder", _by_adviser, _names),
        Breakdown("gender", "Gender", _by("gender"), _labels("SEX")),
        Breakdown("ethnicity", "Ethnicity", _by("ethnicity"), _labels("ETHNIC")),
        Breakdown("unaccompanied", "Came unaccompanied", _yes_no("is_unaccompanied"), YES_NO),
        Breakdown("disability", "Disability", _by("disability"), _known(dict(YoungPerson.DISABILITY))),
        Breakdown("parents", "Are parents", _yes_no("is_parent"), YES_NO),
        Breakdown("home", "Type of home", _by("home__kind"), _known({kind: home_words(kind) for kind in HomeKind})),
        Breakdown(
            "activity", "Activity", _by("occupation__code"), _known({code: occupation_words(code) for code in Activity})
        ),
        Breakdown(
            "reason",
            "What stands in the way of work",
            _by("occupation__reason"),
            _known({**dict(Occupation.REASONS), "": "no reason recorded, or in education or work"}),
        ),
        Breakdown("course", "Year of higher education", _by_year_of_course, _years_of_course),
        Breakdown("contact", "Last spoken with", _by_last_contact, _known(SPOKE)),
        Breakdown(
            "status", "Legal status", _by("status_period__status"), _known({each: each.label for each in Status})
        ),
    )
}


def rows_by_group(question: Question, cohort: Cohort, breakdown: Breakdown) -> list[BreakdownRow]:
    """Every group that somebody of these ages in the scope is in, with every figure that is asked of the ages.

    One query, and one more where the words for groups are read from the record.
    """
    asked = [measure for measure in MEASURES.values() if cohort.youngest >= measure.youngest]
    people = breakdown.divide(everybody(question.scope, question.days), question).order_by()
    groups = people.filter(**{COHORT_COLUMNS[cohort.code]: True}).values("part", *(each.code for each in asked))
    people_in: Counter[str] = Counter()
    figures: dict[str, list[FigureCount]] = defaultdict(lambda: [FigureCount(measure, cohort) for measure in asked])
    with more_work_memory():
        for group in groups.annotate(many=Count("pk")):
            people_in[group["part"]] += group["many"]
            for figure in figures[group["part"]]:
                figure.by_reason[group[figure.measure.code]] += group["many"]
    words = breakdown.words(figures.keys())
    known = [value for value in words if value in figures]
    others = sorted(value for value in figures if value not in words)
    return [
        BreakdownRow(value, words.get(value, value) or NOT_RECORDED, people_in[value], figures[value])
        for value in [*known, *others]
    ]


@dataclass(frozen=True)
class Part:
    """One group of one kind, as an address names it: "gender:2"."""

    breakdown: Breakdown
    value: str

    @property
    def key(self) -> str:
        return f"{self.breakdown.code}:{self.value}"

    @property
    def label(self) -> str:
        said = self.breakdown.words([self.value]).get(self.value, self.value) or NOT_RECORDED
        return f"{self.breakdown.label.lower()}: {said}"

    def of(self, people: People, question: Question) -> People:
        """Those of the people who are in the group."""
        return self.breakdown.divide(people, question).filter(part=self.value)


def part_asked(text: str) -> Part | None:
    """KeyError for a kind of group that there is not; None where none is asked for."""
    code, found, value = text.partition(":")
    return Part(BREAKDOWNS[code], value) if found or code else None
