"""The lists of the Today page: a constant number of queries, however many people there are.

`Whose` says whether the work is the reader's own or that of the teams they manage. Days are included at both ends.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.contrib.postgres.aggregates import JSONBAgg
from django.db.models import Case, Count, F, Min, OuterRef, Q, QuerySet, Subquery, Value, When, Window
from django.db.models.functions import Coalesce, JSONObject
from django.urls import reverse

from careleavers.models import Alert, AlertRecipient, Allocation, FollowUp, User, YoungPerson
from careleavers.models.base import on_day
from careleavers.queries import caseloads
from careleavers.queries.follow_ups import still_to_do
from careleavers.rules import dates, names, words
from careleavers.rules.alert_kinds import ClosedBy
from careleavers.site.extensions import draft_kinds
from pathways.models import PlanAction
from pathways.rules.alert_actions import OPEN_PLAN, OPEN_RECORD, AlertAction, action_for, url_of

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


@dataclass(frozen=True)
class TodayTask:
    """One thing to do about somebody: what in words, by when, and where it is done."""

    what: str
    due_on: date | None
    action: AlertAction
    kind: str = ""


@dataclass(frozen=True)
class TodayItem:
    """One line: whom it is about, what is to be done first and by when, where it is done, and what else there is.

    `note` says where one visit does several of the tasks.
    """

    name: str
    what: str
    due_on: date | None
    action: AlertAction
    url: str
    who: str = ""
    is_birthday: bool = False
    more: tuple[TodayTask, ...] = ()
    note: str = ""


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


def name_of(row: dict[str, Any], prefix: str = "") -> str:
    first, last, preferred = (row[f"{prefix}{part}"] for part in NAME)
    return names.known_as(first, last, preferred)


def alerts_for(
    user: User, today: date, whose: Whose, *, worker: UUID | None = None, limit: int | None = SHOWN
) -> Workload:
    """Open alerts, one line for each person. One query.

    Somebody with anything due by today, or with no day set, is for now; the others are coming. The most pressing
    first: safety, then plans that wait for a decision, then the longest overdue. `worker` keeps to one case holder's
    people.
    """
    by_urgency = (SAFETY_FIRST, F("due_on").asc(nulls_first=True), F("id"))
    holds = Allocation.objects.filter(on_day(today), role=Allocation.CASE_HOLDER)
    alerts = _alerts_of_people(user, whose).filter(
        Q(due_on__lte=today + timedelta(days=COMING_DAYS)) | Q(due_on__isnull=True), closed_on__isnull=True
    )
    if worker:
        alerts = alerts.filter(person__in=holds.filter(worker=worker).values("person"))
    who = holds.filter(person=OuterRef("person")).values("worker__name")[:1]
    by_person = (
        alerts.order_by()
        .annotate(who=Coalesce(Subquery(who), Value("")) if whose is Whose.TEAM else Value(""))
        .values("person_id", *PERSON_NAME, "person__sort_name", "who")
        .annotate(
            urgency=Min(SAFETY_FIRST),
            first_due_on=Min(Coalesce("due_on", Value(date.min))),
            tasks=JSONBAgg(JSONObject(what="text", due_on="due_on", kind="closed_by_kind"), order_by=by_urgency),
            total=Window(Count("*")),
        )
        .order_by("urgency", "first_due_on", "person__sort_name", "person_id")
    )
    now, coming = by_person.filter(first_due_on__lte=today), by_person.filter(first_due_on__gt=today)
    rows = list(now[:limit].union(coming[:limit], all=True) if limit else now.union(coming, all=True))
    rows.sort(key=lambda row: (row["urgency"], row["first_due_on"], row["person__sort_name"], row["person_id"]))
    return Workload(
        _listed([row for row in rows if row["first_due_on"] <= today]),
        _listed([row for row in rows if row["first_due_on"] > today]),
    )


def _alerts_of_people(user: User, whose: Whose) -> QuerySet[Alert]:
    """Of one's own work, what one is told of; of a team, everything about its people that the user may deal with."""
    if whose is Whose.MINE:
        return Alert.objects.filter(
            recipients__user=user,
            recipients__recipient_role=AlertRecipient.CASE_HOLDER,
            recipients__ended_on__isnull=True,
            person__in=YoungPerson.objects.visible_to(user),
        )
    return Alert.objects.filter(person__in=managed_people(user)).exclude(not_for__contains=[user.pk])


def managed_people(user: User) -> QuerySet[YoungPerson]:
    """The people of the teams that the user manages and of all below them; of everywhere with a whole-authority role.

    Only those whom the user may see.
    """
    visible = YoungPerson.objects.visible_to(user)
    return visible if user.access.whole_authority else visible.filter(team__in=user.access.managed_team_ids)


def _listed(rows: list[dict[str, Any]]) -> ListPreview:
    return ListPreview([_item(row) for row in rows], rows[0]["total"] if rows else 0)


def _item(row: dict[str, Any]) -> TodayItem:
    tasks = [
        TodayTask(
            task["what"],
            date.fromisoformat(task["due_on"]) if task["due_on"] else None,
            action_for(task["kind"]),
            task["kind"],
        )
        for task in row["tasks"]
    ]
    note, action = one_visit(tasks)
    first = tasks[0]
    return TodayItem(
        name=name_of(row, "person__"),
        what=first.what,
        due_on=first.due_on,
        action=action,
        url=url_of(action, reverse, row["person_id"]),
        who=row["who"],
        more=tuple(tasks[1:]),
        note=note,
    )


def one_visit(tasks: Sequence[TodayTask]) -> tuple[str, AlertAction]:
    """A sentence where one visit does several of the tasks, and the action of the line: that visit, else the first."""
    done_by_visit = [task for task in tasks if task.kind in (ClosedBy.CONTACT, ClosedBy.VISIT)]
    visit = next((task for task in done_by_visit if task.kind == ClosedBy.VISIT), None)
    if visit is None or len(done_by_visit) < 2:
        return "", tasks[0].action
    every = "both" if len(done_by_visit) == 2 else f"all {len(done_by_visit)}"
    named = (
        every
        if len(done_by_visit) == len(tasks)
        else words.listing(task.what[0].lower() + task.what[1:] for task in done_by_visit)
    )
    action = visit.action if tasks[0] in done_by_visit else tasks[0].action
    return f"One visit does {named}.", action


def promises_of(user: User, today: date) -> tuple[list[TodayItem], list[TodayItem]]:
    """What the user said they would do, in follow-ups and in plans: due by today, and in the next fourteen days."""
    until = today + timedelta(days=COMING_DAYS)
    visible = YoungPerson.objects.visible_to(user)
    shape = ("person_pk", "first", "last", "preferred", "words", "due", "in_plan", "sort_name")

    def timeline_rows(rows: QuerySet[Any], person: str, what: str, due: str, in_plan: bool) -> Any:
        return (
            rows.filter(**{f"{person}__in": visible, f"{due}__lte": until})
            .order_by()
            .annotate(
                person_pk=F(f"{person}__id"),
                first=F(f"{person}__first_name"),
                last=F(f"{person}__last_name"),
                preferred=F(f"{person}__preferred_name"),
                sort_name=F(f"{person}__sort_name"),
                words=F(what),
                due=F(due),
                in_plan=Value(in_plan),
            )
            .values_list(*shape)
        )

    follow_ups = still_to_do(FollowUp.objects.filter(assigned_to=user))
    in_plans = PlanAction.objects.promised().owed_by_user(user).filter(version__plan__person__died_on=None)
    rows = timeline_rows(follow_ups, "person", "text", "due_on", False).union(
        timeline_rows(in_plans, "version__plan__person", "what", "by_when", True), all=True
    )
    items = [_promise(*row) for *row, _ in rows.order_by("due", "sort_name")]
    return [item for item in items if _is_due(item, today)], [item for item in items if not _is_due(item, today)]


def _is_due(item: TodayItem, today: date) -> bool:
    return item.due_on is None or item.due_on <= today


def _promise(person: UUID, first: str, last: str, preferred: str, what: str, due: date, in_plan: bool) -> TodayItem:
    action = OPEN_PLAN if in_plan else OPEN_RECORD
    name = names.known_as(first, last, preferred)
    return TodayItem(name=name, what=what, due_on=due, action=action, url=reverse(action.url_name, args=[person]))


def people_for_panels(user: User, today: date, whose: Whose) -> list[YoungPerson]:
    """Whom the panels are asked about: everybody the user works with; for a team, those with a birthday near.

    A team's people may be thousands, and the panels only show their birthdays and letters.
    """
    if whose is Whose.MINE:
        mine = Allocation.objects.filter(on_day(today), worker=user)
        alive = YoungPerson.objects.visible_to(user).filter(died_on__isnull=True)
        return list(alive.filter(id__in=mine.values("person")))
    days = [today + timedelta(days=ahead) for ahead in range(BIRTHDAYS_AHEAD_DAYS + 1)]
    near = Q()
    for day in days:
        near |= Q(date_of_birth__month=day.month, date_of_birth__day=day.day)
    if any((day.month, day.day) in ((2, 28), (3, 1)) for day in days):
        near |= Q(date_of_birth__month=2, date_of_birth__day=29)
    open_now = caseloads.open_to_service(managed_people(user), today)
    return list(open_now.filter(near, date_of_birth__gt=today.replace(year=today.year - 27, day=1)))


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
    items.sort(key=lambda item: (item.due_on or date.min, names.sort_key(item.name)))
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
