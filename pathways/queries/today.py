"""The lists of the Today page: one query each, however many people there are.

`Whose` says whether the work is the reader's own or that of the teams they manage. Days are included at both ends.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from django.db.models import Case, Count, F, OuterRef, Q, QuerySet, Subquery, Value, When, Window
from django.db.models.expressions import BaseExpression
from django.db.models.functions import Coalesce, RowNumber
from django.urls import reverse

from careleavers.models import Alert, AlertRecipient, Allocation, Draft, FollowUp, User, YoungPerson
from careleavers.models.base import on_day
from careleavers.queries import caseloads
from careleavers.rules import dates, words
from careleavers.site.extensions import draft_kinds
from pathways.models import PlanAction
from pathways.rules.alert_actions import OPEN_PLAN, OPEN_RECORD, AlertAction, action_for

COMING_DAYS = 14
SHOWN = 10
UNFINISHED_SHOWN = 20
RECENT = 6
# Letters are prepared up to four weeks before a birthday.
BIRTHDAYS_AHEAD_DAYS = 28
# Then what nobody but a manager can do, and others wait for.
SAFETY_FIRST = Case(
    When(code__startswith="safeguarding", then=Value(0)),
    When(closed_by_kind="plan_decision", then=Value(1)),
    default=Value(2),
)
NAME = ("first_name", "last_name", "preferred_name")
PERSON_NAME = tuple(f"person__{name}" for name in NAME)


class Whose(StrEnum):
    MINE = "mine"
    TEAM = "team"

    @property
    def recipient_role(self) -> str:
        return AlertRecipient.CASE_HOLDER if self is Whose.MINE else AlertRecipient.MANAGER


@dataclass(frozen=True)
class TodayItem:
    """One line: whom it is about, what is to be done in words, by when, and where it is done."""

    name: str
    what: str
    due_on: date | None
    action: AlertAction
    url: str
    who: str = ""
    is_birthday: bool = False


@dataclass(frozen=True)
class ListPreview:
    """The first lines of a list, and how many lines the whole list has."""

    items: Sequence[TodayItem] = ()
    total: int = 0

    @property
    def has_more(self) -> bool:
        return self.total > len(self.items)


@dataclass(frozen=True)
class Workload:
    """What somebody has to do now, and in the next fourteen days."""

    now: ListPreview = field(default_factory=ListPreview)
    coming: ListPreview = field(default_factory=ListPreview)


def name_of(row: dict, prefix: str = "") -> str:
    first, last, preferred = (row[f"{prefix}{part}"] for part in NAME)
    return YoungPerson(first_name=first, last_name=last, preferred_name=preferred).known_as


def alerts_for(
    user: User, today: date, whose: Whose, *, worker: UUID | None = None, limit: int | None = SHOWN
) -> Workload:
    """Open alerts whose recipient is the user: those due by today or with no day set are for now, the others are
    coming.

    The most pressing first: safety, then plans that wait for a decision, then the longest overdue. `worker` keeps to
    one case holder's people.
    """
    is_now = Case(
        When(Q(due_on__lte=today) | Q(due_on__isnull=True), then=Value(True)),
        default=Value(False),
    )
    by_urgency: list[BaseExpression | F | str] = [
        SAFETY_FIRST,
        F("due_on").asc(nulls_first=True),
        F("person__last_name"),
        F("id"),
    ]
    rows = (
        Alert.objects.filter(
            Q(due_on__lte=today + timedelta(days=COMING_DAYS)) | Q(due_on__isnull=True),
            closed_on__isnull=True,
            recipients__user=user,
            recipients__recipient_role=whose.recipient_role,
            recipients__ended_on__isnull=True,
            person__in=YoungPerson.objects.visible_to(user),
        )
        .annotate(
            is_now=is_now,
            total=Window(Count("*"), partition_by=[F("is_now")]),
            place=Window(RowNumber(), partition_by=[F("is_now")], order_by=by_urgency),
        )
        .order_by("-is_now", "place")
    )
    holds = Allocation.objects.filter(on_day(today), role=Allocation.CASE_HOLDER)
    who = holds.filter(person=OuterRef("person")).values("worker__name")[:1]
    rows = rows.annotate(who=Coalesce(Subquery(who), Value("")) if whose is Whose.TEAM else Value(""))
    if worker:
        rows = rows.filter(person__in=holds.filter(worker=worker).values("person"))
    if limit is not None:
        rows = rows.filter(place__lte=limit)
    found = list(rows.values("person_id", *PERSON_NAME, "text", "due_on", "closed_by_kind", "is_now", "total", "who"))
    return Workload(_listed(row for row in found if row["is_now"]), _listed(row for row in found if not row["is_now"]))


def due_of(person: YoungPerson, today: date, *, excluding_kinds: Collection[str] = ()) -> list[TodayItem]:
    """A person's open alerts due by fourteen days from today or with no day set, whoever receives them; the oldest
    first.

    `excluding_kinds` leaves out the alerts of these kinds.
    """
    rows = (
        person.alerts.filter(
            Q(due_on__lte=today + timedelta(days=COMING_DAYS)) | Q(due_on__isnull=True), closed_on__isnull=True
        )
        .exclude(closed_by_kind__in=excluding_kinds)
        .order_by(SAFETY_FIRST, F("due_on").asc(nulls_first=True), "id")
    )
    return [
        TodayItem(person.known_as, alert.text, alert.due_on, action, reverse(action.url_name, args=[person.pk]))
        for alert in rows
        for action in [action_for(alert.closed_by_kind)]
    ]


def _listed(rows: Iterable[dict]) -> ListPreview:
    rows = list(rows)
    return ListPreview([_alert(row) for row in rows], rows[0]["total"] if rows else 0)


def _alert(row: dict) -> TodayItem:
    action = action_for(row["closed_by_kind"])
    return TodayItem(
        name=name_of(row, "person__"),
        what=row["text"],
        due_on=row["due_on"],
        action=action,
        url=reverse(action.url_name, args=[row["person_id"]]),
        who=row["who"],
    )


def promises_of(user: User, today: date) -> tuple[list[TodayItem], list[TodayItem]]:
    """What the user said they would do, in follow-ups and in plans: due by today, and in the next fourteen days."""
    until = today + timedelta(days=COMING_DAYS)
    visible = YoungPerson.objects.visible_to(user)
    shape = ("person_pk", "first", "last", "preferred", "words", "due", "in_plan")

    def timeline_rows(rows: QuerySet, person: str, what: str, due: str, in_plan: bool) -> QuerySet:
        return (
            rows.filter(**{f"{person}__in": visible, f"{due}__lte": until})
            .order_by()
            .annotate(
                person_pk=F(f"{person}__id"),
                first=F(f"{person}__first_name"),
                last=F(f"{person}__last_name"),
                preferred=F(f"{person}__preferred_name"),
                words=F(what),
                due=F(due),
                in_plan=Value(in_plan),
            )
            .values_list(*shape)
        )

    follow_ups = FollowUp.objects.filter(assigned_to=user, done_on__isnull=True)
    in_plans = PlanAction.objects.promised().filter(owner=user)
    rows = timeline_rows(follow_ups, "person", "text", "due_on", False).union(
        timeline_rows(in_plans, "version__plan__person", "what", "by_when", True), all=True
    )
    items = [_promise(*row) for row in rows.order_by("due", "last", "first")]
    return [item for item in items if _is_due(item, today)], [item for item in items if not _is_due(item, today)]


def _is_due(item: TodayItem, today: date) -> bool:
    return item.due_on is None or item.due_on <= today


def _promise(person: UUID, first: str, last: str, preferred: str, what: str, due: date, in_plan: bool) -> TodayItem:
    action = OPEN_PLAN if in_plan else OPEN_RECORD
    name = YoungPerson(first_name=first, last_name=last, preferred_name=preferred).known_as
    return TodayItem(name=name, what=what, due_on=due, action=action, url=reverse(action.url_name, args=[person]))


def people_for_panels(user: User, today: date, whose: Whose) -> list[YoungPerson]:
    """Whom the panels are asked about: everybody the user works with; for a team, those with a birthday near.

    A team's people may be thousands, and the panels only show their birthdays and letters.
    """
    visible = YoungPerson.objects.visible_to(user).filter(died_on__isnull=True)
    if whose is Whose.MINE:
        mine = Allocation.objects.filter(on_day(today), worker=user)
        return list(visible.filter(id__in=mine.values("person")))
    days = [today + timedelta(days=ahead) for ahead in range(BIRTHDAYS_AHEAD_DAYS + 1)]
    near = Q()
    for day in days:
        near |= Q(date_of_birth__month=day.month, date_of_birth__day=day.day)
    if any((day.month, day.day) in ((2, 28), (3, 1)) for day in days):
        near |= Q(date_of_birth__month=2, date_of_birth__day=29)
    open_now = Q(on_day(today, "involvements__"))
    return list(visible.filter(near, open_now, date_of_birth__gt=today.replace(year=today.year - 27, day=1)))


def birthdays(people: Iterable[YoungPerson], today: date, leap_day: dates.LeapDay) -> list[TodayItem]:
    """Birthdays from today to fourteen days ahead."""
    return [
        TodayItem(
            name=person.known_as,
            what=f"{'Is' if day == today else 'Turns'} {age}",
            due_on=day,
            action=OPEN_RECORD,
            url=reverse("person", args=[person.pk]),
            is_birthday=True,
        )
        for person in people
        for age, day in [next_birthday(person, today, leap_day)]
        if day <= today + timedelta(days=COMING_DAYS)
    ]


def next_birthday(person: YoungPerson, today: date, leap_day: dates.LeapDay) -> tuple[int, date]:
    """The age they reach next, or today, and the day."""
    age = person.age_on(today - timedelta(days=1), leap_day) + 1
    return age, dates.birthday(person.date_of_birth, age, leap_day)


def merged(listed: ListPreview, *others: list[TodayItem], limit: int | None = SHOWN) -> ListPreview:
    """Several lists as one, by day. The total counts them all, also what is not shown."""
    items = [*listed.items, *(item for items in others for item in items)]
    items.sort(key=lambda item: (item.due_on or date.min, item.name))
    return ListPreview(items[:limit], listed.total + sum(len(items) for items in others))


@dataclass(frozen=True)
class UnfinishedNote:
    """A draft of the reader's own: about whom, of what kind in words, when it was saved, where it goes on."""

    name: str
    what: str
    saved_at: datetime
    url: str


def unfinished_notes(user: User) -> list[UnfinishedNote]:
    """The latest of what the user began to write and has not sent."""
    rows = user.drafts.filter(person__in=YoungPerson.objects.visible_to(user)).values(
        *PERSON_NAME, "kind", "page", "saved_at"
    )
    kinds = draft_kinds()
    return [
        UnfinishedNote(
            name=name_of(row, "person__"),
            what=kinds[row["kind"]],
            saved_at=row["saved_at"],
            url=row["page"],
        )
        for row in rows[:UNFINISHED_SHOWN]
    ]


def recently_opened(user: User) -> list[YoungPerson]:
    """The last few records that the user opened, the latest first."""
    ids = caseloads.recently_opened(user)
    return list(YoungPerson.objects.visible_to(user).filter(pk__in=ids).order_by(caseloads.by_position(ids))[:RECENT])


@dataclass(frozen=True)
class WorkerLoad:
    """One worker of a manager's teams: how many people, how many of them overdue, how many unfinished notes."""

    id: UUID
    name: str
    people: int
    overdue: int
    drafts: int
    oldest_draft_at: datetime | None


def workers_of(manager: User, today: date) -> list[WorkerLoad]:
    """Case holders of the people whom the manager may see, those with most overdue first. Two queries.

    Drafts are counted, never shown.
    """
    visible = YoungPerson.objects.visible_to(manager)
    drafts = Draft.objects.filter(user=OuterRef("worker"), person__in=visible).order_by()
    rows = (
        Allocation.objects.filter(on_day(today), role=Allocation.CASE_HOLDER, person__in=visible)
        .order_by()
        .values("worker", "worker__name")
        .annotate(
            people=Count("person"),
            drafts=Coalesce(Subquery(drafts.values("user").annotate(number=Count("pk")).values("number")), 0),
            oldest=Subquery(drafts.order_by("saved_at").values("saved_at")[:1]),
        )
    )
    late = dict(_overdue_by_worker(manager, today))
    workers = [
        WorkerLoad(
            id=row["worker"],
            name=row["worker__name"],
            people=row["people"],
            overdue=late.get(row["worker"], 0),
            drafts=row["drafts"],
            oldest_draft_at=row["oldest"],
        )
        for row in rows
    ]
    return sorted(workers, key=lambda worker: (-worker.overdue, worker.name))


def _overdue_by_worker(manager: User, today: date) -> QuerySet[Alert, tuple[UUID, int]]:
    """How many of the manager's alerts are due by today, by the case holder of the young person."""
    return (
        Alert.objects.filter(
            Q(due_on__lte=today) | Q(due_on__isnull=True),
            on_day(today, "person__allocations__"),
            person__allocations__role=Allocation.CASE_HOLDER,
            closed_on__isnull=True,
            recipients__user=manager,
            recipients__recipient_role=AlertRecipient.MANAGER,
            recipients__ended_on__isnull=True,
            person__in=YoungPerson.objects.visible_to(manager),
        )
        .order_by()
        .values("person__allocations__worker")
        .annotate(number=Count("pk"))
        .values_list("person__allocations__worker", "number")
    )


def unallocated(manager: User, today: date, *, limit: int | None = SHOWN) -> ListPreview:
    """Open people without a case holder, the longest open first."""
    people = (
        caseloads.unallocated(caseloads.open_people(manager, today), today)
        .filter(on_day(today, "involvements__"))
        .annotate(open_since=F("involvements__starts_on"), total=Window(Count("*")))
        .order_by("open_since", "last_name", "id")
        .values("id", *NAME, "open_since", "total")
    )
    rows = list(people[:limit] if limit else people)
    items = [
        TodayItem(
            name=name_of(row),
            what=f"open for {words.span(row['open_since'], today)}",
            due_on=None,
            action=OPEN_RECORD,
            url=reverse("person", args=[row["id"]]),
        )
        for row in rows
    ]
    return ListPreview(items, rows[0]["total"] if rows else 0)
