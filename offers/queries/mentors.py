"""Mentors with whom they have, who waits for one, and whose DBS check is asked for again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from django.db.models import Case, Count, F, QuerySet, Subquery, Value, When
from django.db.models.expressions import Combinable, OuterRef
from django.db.models.functions import Coalesce

from careleavers.models import User, YoungPerson
from careleavers.models.statements import StatementOfUser
from careleavers.permissions import Permission
from careleavers.queries.held_work import HeldKind, HeldThing
from careleavers.rules.names import sort_key
from offers.models import Mentor, Mentoring
from offers.queries.pledges import going_on, owned_by
from offers.rules.mentors import why_not_mentor

AnyMentor = TypeVar("AnyMentor", bound=Mentor)


@dataclass(frozen=True)
class MentorLine:
    """A mentor, how many young people they have in all, and of these the ones that the reader may see."""

    mentor: Mentor
    taken: int
    seen: list[Mentoring] = field(default_factory=list)

    @property
    def free(self) -> int:
        return max(0, self.mentor.places - self.taken)

    @property
    def not_seen(self) -> int:
        return self.taken - len(self.seen)

    def why_not(self, today: date) -> str | None:
        """The sentence that says why they cannot take somebody on today, or None."""
        row = self.mentor
        return why_not_mentor(
            places=row.places,
            taken=self.taken,
            checked_on=row.checked_on,
            check_by=row.check_by,
            ended_on=row.ended_on,
            on=today,
        )


def mentor_lines(user: User, today: date) -> list[MentorLine]:
    """Those who are mentors now, by name. Two queries. To whoever may see no records it names nobody with them."""
    rows = Mentor.objects.filter(going_on(today)).select_related("keeper", "employer")
    matched = Mentoring.objects.going_on()
    counted = rows.annotate(taken=Coalesce(Subquery(_number_of(matched.filter(mentor=OuterRef("pk")), "mentor")), 0))
    seen: dict[Any, list[Mentoring]] = {}
    for each in _seen(matched.filter(mentor__isnull=False), user).order_by("began_on", "pk"):
        seen.setdefault(each.mentor_id, []).append(each)
    return [MentorLine(row, row.taken, seen.get(row.pk, [])) for row in by_name(counted)]


def by_name(mentors: Iterable[AnyMentor]) -> list[AnyMentor]:
    return sorted(mentors, key=lambda each: (sort_key(each.name), each.pk))


def waiting(user: User) -> QuerySet[Mentoring]:
    """Of those whom the user may see: who waits for a mentor, the longest first."""
    return _seen(Mentoring.objects.going_on().filter(mentor=None), user).order_by("asked_on", "pk")


def mentors_for(person: YoungPerson, user: User, today: date) -> list[MentorLine]:
    """Who may take them on today; first those who know the kinds of work that they would like. Three queries."""
    liked = set(person.work_interests.values_list("sector", flat=True))
    free = [line for line in mentor_lines(user, today) if line.why_not(today) is None]
    return sorted(free, key=lambda line: line.mentor.sector not in liked)


def _seen(rows: QuerySet[Mentoring], user: User) -> QuerySet[Mentoring]:
    if not user.may(Permission.VIEW_RECORD):
        return rows.none()
    return rows.filter(person__in=YoungPerson.objects.visible_to(user)).select_related("person")


def _number_of(rows: QuerySet[Mentoring], by: str) -> QuerySet[Any, Any]:
    counted: QuerySet[Any, Any] = rows.order_by().values(by).annotate(number=Count("pk")).values("number")
    return counted


def _to_check(user: User, until: date) -> QuerySet[Mentor]:
    rows = Mentor.objects.filter(owned_by(user, "keeper"), ended_on=None, check_by__lte=until)
    return rows.only("name", "check_by", "keeper_id").order_by()


MENTORS_TO_CHECK = StatementOfUser(_to_check, date)


def mentors_held(worker: User, today: date) -> Iterable[HeldKind]:
    """Mentors with whom somebody keeps in touch."""
    rows = Mentor.objects.filter(keeper=worker, ended_on=None)
    yield HeldKind(
        "mentor",
        "Mentors with whom they keep in touch",
        [HeldThing(what=f"The DBS check of {row}", due_on=row.check_by) for row in rows],
        "Give each to somebody else on the page of mentors. Until then those who keep the local offer have them.",
    )


def mentor_columns(today: date) -> dict[str, Combinable]:
    rows = Mentoring.objects.filter(ended_on=None, person=OuterRef("pk")).order_by()
    has = Case(When(mentor=None, then=Value("waits")), default=F("mentor__name"))
    return {"mentor_now": Coalesce(Subquery(rows.annotate(has=has).values("has")[:1]), Value(""))}


def mentor_summary(person: Any, today: date, policies: Mapping[str, Any]) -> str:
    """Who it is, or that they wait for one."""
    return "" if person.died_on else str(person.mentor_now)
