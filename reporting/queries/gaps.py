"""What the record does not know of people open to the service, or has not heard of for long; and where to mend it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, Count, Exists, Expression, ExpressionWrapper, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from careleavers.models import Contact, ContactDetail, DataQualityIssue, User, YoungPerson
from careleavers.models.base import on_day
from careleavers.models.people import in_care_on
from careleavers.queries.open_points import undecided_on
from careleavers.rules.code_sets import Activity
from careleavers.rules.names import sort_key
from careleavers.rules.team_scopes import AUTHORITY
from reporting.queries.figures import Question, as_at

STALE = timedelta(weeks=26)  # every review of the plan, six months at most, asks about home and activity (CLR reg 7(2))


@dataclass(frozen=True)
class RecordGap:
    """One thing that is missing, stale or unlikely: its words, in a list, and the page of the record that mends it.

    `column` is a yes or no over the rows of `_asked`.
    """

    code: str
    words: str
    url_name: str
    column: Any


def _is(condition: Q) -> Expression:
    return ExpressionWrapper(condition, BooleanField())


def _gaps(question: Question) -> list[RecordGap]:
    day = question.day
    long_ago = day - STALE
    issues = DataQualityIssue.objects.filter(person=OuterRef("pk"), resolved_at=None)
    spoke = Contact.objects.live().with_young_person().filter(person=OuterRef("pk"), happened_on__lte=day)
    reached = ContactDetail.objects.filter(on_day(day), person=OuterRef("pk"))
    unsettled = undecided_on(day).filter(person=OuterRef("pk"))
    too_old = Q(date_of_birth__lte=question.days.births["18-25"].first - timedelta(days=1))
    return [
        RecordGap("no_holder", "Nobody works with them", "allocations", _is(Q(holder__worker=None))),
        RecordGap("no_status", "Legal status not worked out", "status_why", _is(Q(status_period__status=None))),
        RecordGap("law", "A point of law is undecided", "status_why", Exists(unsettled)),
        RecordGap("no_home", "No home recorded", "home_list", _is(Q(home__kind=None, care__starts_on=None))),
        RecordGap(
            "old_home",
            "Home not confirmed for 26 weeks",
            "home_list",
            _is(Q(home__kind__isnull=False, home_heard_of__lt=long_ago)),
        ),
        RecordGap("no_activity", "No activity recorded", "occupation_list", _is(Q(occupation__code=None))),
        RecordGap(
            "unknown_activity",
            "Activity not known",
            "occupation_list",
            _is(Q(occupation__code=Activity.NOT_KNOWN)),
        ),
        RecordGap(
            "old_activity",
            "Activity not confirmed for 26 weeks",
            "occupation_list",
            _is(Q(occupation__code__isnull=False, activity_heard_of__lt=long_ago)),
        ),
        RecordGap("never_spoke", "No contact with them recorded", "contact_begin", ~Exists(spoke)),
        RecordGap("no_way", "No phone, email or other way to reach them", "details", ~Exists(reached)),
        RecordGap("no_ethnicity", "Ethnicity not recorded", "person_edit", _is(Q(ethnicity__in=["", "NOBT"]))),
        RecordGap("no_disability", "Disability not known", "person_edit", _is(Q(disability="unknown"))),
        RecordGap("no_id", "No SSDA903 child ID", "person_edit", _is(Q(ssda903_id=""))),
        RecordGap("too_old", "26 or over and still open", "care_history", _is(too_old)),
        RecordGap("imported", "A value from another system that cannot be right", "details", Exists(issues)),
    ]


def _asked(user: User, question: Question) -> QuerySet[Any]:
    day = question.day
    people: Any = as_at(AUTHORITY, question.days)
    people = people.filter(
        opened__starts_on__isnull=False, died_on=None, pk__in=YoungPerson.objects.visible_to(user).values("pk")
    )
    heard = {
        "home_heard_of": Coalesce("home__last_confirmed_on", "home__starts_on"),
        "activity_heard_of": Coalesce("occupation__last_confirmed_on", "occupation__starts_on"),
    }
    with_holder: QuerySet[Any] = people.with_case_holder(day).alias(care=in_care_on(day), **heard)
    return with_holder


@dataclass(frozen=True)
class GapCount:
    gap: RecordGap
    many: int


@dataclass(frozen=True)
class OwnerCount:
    """Of one case holder, None for nobody: how many of their people lack something."""

    worker_id: UUID | None
    name: str
    people: int


class Gaps:
    """The gaps of the people that somebody may see, as they are on a day. Each method makes one query."""

    def __init__(self, user: User, question: Question) -> None:
        self.gaps = _gaps(question)
        columns = {gap.code: gap.column for gap in self.gaps}
        any_of = Q()
        for gap in self.gaps:
            any_of |= Q(**{gap.code: True})
        self.rows: Any = _asked(user, question).annotate(**columns).filter(any_of)

    def by_gap(self) -> list[GapCount]:
        """How many people each is about, the most first; those about nobody are left out."""
        counts = {gap.code: Count("pk", filter=Q(**{gap.code: True})) for gap in self.gaps}
        found = self.rows.order_by().aggregate(**{f"n_{code}": count for code, count in counts.items()})
        counted = [GapCount(gap, found[f"n_{gap.code}"]) for gap in self.gaps if found[f"n_{gap.code}"]]
        return sorted(counted, key=lambda each: -each.many)

    def by_owner(self) -> list[OwnerCount]:
        """Whose people they are, the most first."""
        rows = self.rows.order_by().values_list("case_holder_id", "case_holder_name").annotate(people=Count("pk"))
        found = [OwnerCount(worker, name or "Nobody", people) for worker, name, people in rows]
        return sorted(found, key=lambda each: (-each.people, sort_key(each.name)))

    def people(self, *, only: str = "", owner: str = "") -> QuerySet[Any]:
        """Those who lack something, or the gap `only`; of one `owner` by id, "none" for nobody's."""
        rows: QuerySet[Any] = self.rows.order_by("sort_name", "pk")
        if only:
            rows = rows.filter(**{only: True})
        if owner:
            rows = rows.filter(case_holder_id=None if owner == "none" else owner)
        return rows

    def of(self, person: YoungPerson) -> Sequence[RecordGap]:
        """What one of `people` lacks."""
        return [gap for gap in self.gaps if getattr(person, gap.code)]
