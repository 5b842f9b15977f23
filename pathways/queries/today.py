"""The lists of the Today page: a constant number of queries, however many people there are.

`Whose` says whether the work is the reader's own or that of the teams they manage. Days are included at both ends.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cache, partial
from typing import Any
from uuid import UUID

from django.contrib.postgres.aggregates import JSONBAgg
from django.db.models import (
    Case,
    Count,
    DateField,
    Exists,
    F,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
    Window,
)
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, ExtractDay, ExtractMonth, JSONObject, Least
from django.db.models.lookups import LessThanOrEqual
from django.urls import reverse

from careleavers.models import Alert, AlertRecipient, Allocation, User, YoungPerson
from careleavers.models.asking import Asking, in_steps
from careleavers.models.base import on_day
from careleavers.models.statements import StatementOfUser
from careleavers.queries import caseloads
from careleavers.rules import dates, names
from careleavers.rules.alert_kinds import CASE_LEFT, ClosedBy
from careleavers.site.extensions import draft_kinds
from pathways.queries.alert_notes import known, newest_note
from pathways.queries.today_items import SHOWN, ListPreview, TodayItem, TodayTask, Workload
from pathways.rules.alert_actions import action_for, url_of
from pathways.rules.urgency import SAFETY_BEGINS, SAFETY_CODES, Urgency

UNFINISHED_SHOWN = 20
SEEN_NO_MORE = "A record that you do not see any more"
RECENT = 6
# Letters are prepared up to four weeks before a birthday.
BIRTHDAYS_AHEAD_DAYS = 28
LEAP_YEAR = 2000
SAFETY = Q(code__startswith=SAFETY_BEGINS) | Q(code__in=SAFETY_CODES)
# The condition that an alert is the case holder's own work, or of whoever else does it like one.
OWN = Q(recipients__recipient_role=AlertRecipient.CASE_HOLDER, recipients__ended_on__isnull=True)
# `urgency_of`, for the database.
URGENCY = Case(
    When(SAFETY, then=Value(int(Urgency.SAFETY))),
    When(closed_by_kind=ClosedBy.PLAN_DECISION, then=Value(int(Urgency.DECISION))),
    default=Value(int(Urgency.OTHER)),
)
# What a line says of an alert, by the names of TodayTask.
TASK = {"what": "text", "due_on": "due_on", "kind": "closed_by_kind", "because": "because", "source": "source"}
NAME = ("first_name", "last_name", "preferred_name")
PERSON_NAME = tuple(f"person__{name}" for name in NAME)


class Whose(StrEnum):
    MINE = "mine"
    TEAM = "team"


def last_day_ahead(user: User, today: date) -> date:
    """The last of the days that somebody's Today goes ahead."""
    return today + timedelta(days=user.days_ahead)


def name_of(row: dict[str, Any], prefix: str = "") -> str:
    first, last, preferred = (row[f"{prefix}{part}"] for part in NAME)
    return names.known_as(first, last, preferred)


@in_steps
def alerts_for(user: User, today: date, whose: Whose, *, limit: int | None = SHOWN) -> Asking[Workload]:
    """Open alerts, one line for each person. One query.

    Somebody with anything due by today, with no day set or about safety is for now; the others, whose day comes within
    the days for which the user is told ahead, are coming. The most
    pressing first: safety, then plans that wait for a decision, then the longest overdue.
    """
    rows = yield from _alerts_by_person(whose, limit).dicts.steps(user, today, last_day_ahead(user, today))
    rows.sort(key=lambda row: (row["urgency"], row["first_due_on"], row["person__sort_name"], row["person_id"]))
    return Workload(
        listed([row for row in rows if row["first_due_on"] <= today], limit),
        listed([row for row in rows if row["first_due_on"] > today], limit),
    )


@cache
def _alerts_by_person(whose: Whose, limit: int | None) -> StatementOfUser:
    return StatementOfUser(partial(_by_person, whose, limit), date, date)


def _by_person(whose: Whose, limit: int | None, user: User, today: date, until: date) -> Any:
    alerts = _near_alerts(user, until, whose)
    by_person = people_of_alerts(alerts, today, names_holder=whose is Whose.TEAM)
    now, coming = by_person.filter(first_due_on__lte=today), by_person.filter(first_due_on__gt=today)
    return now[:limit].union(coming[:limit], all=True) if limit else by_person


def people_of_alerts(alerts: QuerySet[Alert], today: date, *, names_holder: bool) -> Any:
    """One row for each person, with their tasks of these alerts, the most pressing first."""
    of_day = Coalesce("due_on", Value(date.min))
    by_urgency = (URGENCY, F("due_on").asc(nulls_first=True), F("code"), F("id"))
    holds = Allocation.objects.filter(on_day(today), role=Allocation.CASE_HOLDER, person=OuterRef("person"))
    who = Coalesce(Subquery(holds.values("worker__name")[:1]), Value("")) if names_holder else Value("")
    return (
        alerts.order_by()
        .annotate(who=who)
        .values("person_id", *PERSON_NAME, "person__sort_name", "who")
        .annotate(
            urgency=Min(URGENCY),
            first_due_on=Min(Case(When(SAFETY, then=Least(of_day, Value(today))), default=of_day)),
            tasks=JSONBAgg(
                JSONObject(**TASK, alert="id", note=newest_note(alert=OuterRef("pk")), urgency=URGENCY),
                order_by=by_urgency,
            ),
            total=Window(Count("*")),
        )
        .order_by("urgency", "first_due_on", "person__sort_name", "person_id")
    )


@in_steps
def people_with_alerts(user: User, today: date, whose: Whose, of: Collection[UUID]) -> Asking[set[UUID]]:
    """Those of these people who have a line in `alerts_for`, shown or not. One query."""
    if not of:
        return set()
    rows = yield from _people_with_alerts(whose).rows.steps(user, last_day_ahead(user, today), of)
    return {pk for [pk] in rows}


@cache
def _people_with_alerts(whose: Whose) -> StatementOfUser:
    def build(user: User, until: date, of: list[UUID]) -> QuerySet[Alert, tuple[UUID]]:
        alerts = _near_alerts(user, until, whose).filter(person__in=of)
        return alerts.order_by().values_list("person_id").distinct()

    return StatementOfUser(build, date, list)


def _near_alerts(user: User, until: date, whose: Whose) -> QuerySet[Alert]:
    return open_by(alerts_of_people(user, whose), until)


def open_by(alerts: QuerySet[Alert], until: date) -> QuerySet[Alert]:
    """Those of the alerts that are open and are lines by this day: due by it, with no day set or about safety."""
    near = Q(due_on__lte=until) | Q(due_on__isnull=True) | SAFETY
    alerts = alerts.filter(near, closed_on__isnull=True)
    owed = alerts.filter(closed_by_kind=ClosedBy.ALLOCATION).exclude(code=CASE_LEFT)
    # That nobody works with them any more, and that they are owed an adviser, is one thing to do.
    return alerts.exclude(Q(code=CASE_LEFT), Exists(owed.filter(person=OuterRef("person"))))


def alerts_of_people(user: User, whose: Whose) -> QuerySet[Alert]:
    """Of one's own work, what one is told of; of a team, everything about its people that the user may deal with."""
    if whose is Whose.MINE:
        return Alert.objects.filter(OWN, recipients__user=user, person__in=YoungPerson.objects.visible_to(user))
    return Alert.objects.filter(person__in=managed_people(user)).exclude(not_for__contains=[user.pk])


def managed_people(user: User) -> QuerySet[YoungPerson]:
    """The people of the teams that the user manages and of all below them; of everywhere with a whole-authority role.

    Only those whom the user may see.
    """
    visible = YoungPerson.objects.visible_to(user)
    return visible if user.access.whole_authority else visible.filter(team__in=user.access.managed_team_ids)


def listed(rows: list[dict[str, Any]], limit: int | None) -> ListPreview:
    """`rows` are the first of a list, up to `limit`, of which each knows how many there are in all."""
    return ListPreview([_item(row) for row in rows], rows[0]["total"] if rows and limit else len(rows))


def _item(row: dict[str, Any]) -> TodayItem:
    tasks = tuple(task_of(row["person_id"], **task) for task in row["tasks"])
    return TodayItem(row["person_id"], name_of(row, "person__"), tasks, row["who"], row["person__sort_name"])


def task_of(
    person: UUID, *, due_on: str | None, kind: str, note: dict[str, str] | None = None, **said: Any
) -> TodayTask:
    """A task as the database tells it by the names of TASK. It leads to where an entry of its kind is written."""
    action, day = action_for(kind), date.fromisoformat(due_on) if due_on else None
    return TodayTask(
        due_on=day, url=url_of(action, reverse, person), action=action, kind=kind, known=known(note), **said
    )


@in_steps
def people_with_birthdays(user: User, today: date) -> Asking[list[YoungPerson]]:
    """Those of the manager's teams with a birthday near. Their people may be thousands. One query."""
    born_after = today.replace(year=today.year - 27, day=1)
    until = today + timedelta(days=BIRTHDAYS_AHEAD_DAYS)
    first, last = (date(LEAP_YEAR, day.month, day.day) for day in (today, until))
    # Who was born on 29 February has their birthday on the day before or after it in other years.
    if first == date(LEAP_YEAR, 3, 1):
        first = date(LEAP_YEAR, 2, 29)
    if last == date(LEAP_YEAR, 2, 28):
        last = date(LEAP_YEAR, 2, 29)
    people: list[YoungPerson] = yield from BORN_IN_A_PART_OF_A_YEAR.objects.steps(user, today, born_after, first, last)
    return people


def _born_between(user: User, today: date, born_after: date, first: date, last: date) -> QuerySet[YoungPerson]:
    """Those of the manager's teams who were born between the days of `first` and `last` in whatever year, both
    included; `last` may be in the year after."""
    place_of_first, place_of_last = (_place_in_year(Value(day, DateField())) for day in (first, last))
    in_order = Q(LessThanOrEqual(place_of_first, place_of_last))
    from_first, to_last = Q(place_in_year__gte=place_of_first), Q(place_in_year__lte=place_of_last)
    near = (in_order & from_first & to_last) | (~in_order & (from_first | to_last))
    young = caseloads.open_to_service(managed_people(user), today).filter(date_of_birth__gt=born_after)
    of_birth = _place_in_year(F("date_of_birth"))
    return young.alias(place_in_year=of_birth).filter(near).only(*NAME, "sort_name", "date_of_birth")


def _place_in_year(day: Any) -> Combinable:
    return ExtractMonth(day) * 100 + ExtractDay(day)


BORN_IN_A_PART_OF_A_YEAR = StatementOfUser(_born_between, date, date, date, date)


def birthdays(people: Iterable[YoungPerson], today: date, until: date, leap_day: dates.LeapDay) -> list[TodayItem]:
    """Birthdays from today to a day, both included."""
    return [
        TodayItem(
            person.pk,
            person.known_as,
            (
                TodayTask(
                    what=f"{'Is' if day == today else 'Turns'} {age}",
                    due_on=day,
                    url=reverse("person", args=[person.pk]),
                    is_event=True,
                ),
            ),
            sort_name=person.sort_name,
        )
        for person in people
        for age, day in [dates.next_birthday(person.date_of_birth, today, leap_day)]
        if day <= until
    ]


@dataclass(frozen=True)
class UnfinishedNote:
    """A draft of the reader's own: about whom, of what kind in words, how it begins, when it was saved, where it goes
    on.

    `first_words` are empty where it has none yet, and about a record that the reader does not see any more.
    """

    name: str
    what: str
    first_words: str
    saved_at: datetime
    url: str


@in_steps
def unfinished_notes(user: User) -> Asking[list[UnfinishedNote]]:
    """The latest of what the user began to write and has not sent.

    Words stay their writer's: about somebody whom they may not see any more they can be read, copied and discarded.
    """
    kinds = draft_kinds()
    rows = yield from UNFINISHED_NOTES.dicts.steps(user)
    return [
        UnfinishedNote(
            name=name_of(row, "person__") if row["is_visible"] else SEEN_NO_MORE,
            what=kinds[row["kind"]].words,
            first_words=(row["first_words"] or "") if row["is_visible"] else "",
            saved_at=row["saved_at"],
            url=row["page"] if row["is_visible"] else reverse("draft_discard", args=[row["pk"]]),
        )
        for row in rows
    ]


def _unfinished_notes(user: User) -> Any:
    visible = YoungPerson.objects.visible_to(user).filter(pk=OuterRef("person"))
    notes = user.drafts.with_first_words().annotate(is_visible=Exists(visible))
    return notes.values(*PERSON_NAME, "pk", "kind", "page", "first_words", "saved_at", "is_visible")[:UNFINISHED_SHOWN]


UNFINISHED_NOTES = StatementOfUser(_unfinished_notes)


@in_steps
def recently_opened(user: User) -> Asking[list[YoungPerson]]:
    """The last few records that the user opened, the latest first. Two queries."""
    ids = yield from caseloads.recently_opened.steps(user)
    visible = (yield from VISIBLE_AMONG.objects.steps(user, ids)) if ids else []
    people = {person.pk: person for person in visible}
    return [people[pk] for pk in ids if pk in people][:RECENT]


VISIBLE_AMONG = StatementOfUser(
    lambda user, ids: YoungPerson.objects.visible_to(user).order_by().filter(pk__in=ids), list
)
