"""Rows of the audit and of the access log: which are listed, and what each says to whoever may read it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet
from django.utils import timezone

from careleavers.models import AuditEvent, ReadEvent, User, YoungPerson
from careleavers.permissions import Permission, Role
from careleavers.queries.audit_changes import may_read_changes, titles_of
from careleavers.rules import words
from careleavers.rules.sign_in_events import CHANGES_TO_ACCOUNTS, SIGN_IN_EVENTS

CHANGES, SIGN_INS, VIEWS = "changes", "sign_ins", "views"
SHOWN = {CHANGES: "What was changed", SIGN_INS: "Signing in and passwords", VIEWS: "What was viewed"}
ABOUT_ACCOUNTS = User._meta.label_lower
AT_A_TIME = 1000  # rows of an export that are given their names together
# Each value of the event's index once, from one to the next: reading the whole log for them would take seconds.
NAMES = """
WITH RECURSIVE event AS (
    (SELECT name FROM careleavers_auditevent ORDER BY name LIMIT 1)
    UNION ALL
    SELECT (SELECT name FROM careleavers_auditevent WHERE name > event.name ORDER BY name LIMIT 1)
    FROM event WHERE event.name IS NOT NULL
)
SELECT name FROM event WHERE name IS NOT NULL
"""
DAYS_IN_DETAILS = {"starts_on": "from", "from_on": "from", "ends_on": "until", "held_on": "on", "posted_on": "on"}

OF_OFFENCES = frozenset({"offence_written", "offence_removed"})
KIND_NOT_SHOWN = "Record changed"

AuditRow = AuditEvent | ReadEvent


@dataclass(frozen=True)
class AuditFilter:
    """Which rows: of one of SHOWN, by whom, of which kind, on which days (both included), about whom.

    `people` are the young people asked about; None asks about everybody.
    """

    shown: str = CHANGES
    who: str = ""
    kind: str = ""
    first_on: date | None = None
    last_on: date | None = None
    people: Sequence[UUID] | None = field(default=None)


class Names(NamedTuple):
    """What ids stand for: accounts by id, and other things by kind and id."""

    accounts: dict[str, str]
    titles: dict[tuple[str, str], str]


@dataclass(frozen=True)
class AuditLine:
    """A row as one reader may read it. `person` is None where it is about nobody, or a record they may not see.

    `shows_changes`: what the fields said before and after is one page away.
    """

    row: AuditRow
    who: str
    what: str
    person: YoungPerson | None
    shows_changes: bool = False

    @property
    def whose(self) -> str:
        if self.person is not None:
            return self.person.known_as
        return "a record you may not see" if self.row.person_id else ""


def kinds_of(shown: str, user: User) -> dict[str, str]:
    """The kinds of rows that this user may tell apart, by what is stored of them, in words."""
    if shown == VIEWS:
        return dict(ReadEvent.KINDS)
    with connection.cursor() as cursor:
        cursor.execute(NAMES)
        names = [name for (name,) in cursor.fetchall()]
    return {name: kind_words(name) for name in names if _is_of(name, shown) and may_read_kind(name, user)}


def may_read_kind(name: str, user: User) -> bool:
    """Whether this user may read what kind of event it was: that somebody has an offence is not for all who audit."""
    return name not in OF_OFFENCES or user.may(Permission.VIEW_OFFENCES)


def kind_words(name: str) -> str:
    """ "contact_logged" is "Contact logged"."""
    return name.replace("_", " ").capitalize()


def _is_of(name: str, shown: str) -> bool:
    of_signing_in = name in SIGN_IN_EVENTS
    return of_signing_in if shown == SIGN_INS else not of_signing_in or name in CHANGES_TO_ACCOUNTS


def audit_rows(asked: AuditFilter) -> QuerySet[Any]:
    """Newest first; `who` also finds what was done to the account of somebody so called."""
    rows: QuerySet[Any] = _views(asked) if asked.shown == VIEWS else _events(asked)
    if asked.first_on:
        rows = rows.filter(happened_at__gte=midnight(asked.first_on))
    if asked.last_on:
        rows = rows.filter(happened_at__lt=midnight(asked.last_on + timedelta(days=1)))
    return rows if asked.people is None else rows.filter(person_id__in=asked.people)


def _views(asked: AuditFilter) -> QuerySet[ReadEvent]:
    views = ReadEvent.objects.filter(user_name__icontains=asked.who) if asked.who else ReadEvent.objects.all()
    return views.filter(kind=asked.kind) if asked.kind else views


def _events(asked: AuditFilter) -> QuerySet[AuditEvent]:
    of_signing_in = Q(name__in=SIGN_IN_EVENTS)
    events = AuditEvent.objects.filter(
        of_signing_in if asked.shown == SIGN_INS else ~of_signing_in | Q(name__in=CHANGES_TO_ACCOUNTS)
    )
    if asked.kind:
        events = events.filter(name=asked.kind)
    if not asked.who:
        return events
    accounts = User.objects.filter(Q(name__icontains=asked.who) | Q(email__icontains=asked.who))
    ids = [str(pk) for pk in accounts.values_list("pk", flat=True)]
    return events.filter(Q(by_name__icontains=asked.who) | Q(object_kind=ABOUT_ACCOUNTS, object_id__in=ids))


def midnight(day: date) -> datetime:
    """The first moment of a day in England."""
    return datetime.combine(day, time.min, timezone.get_default_timezone())


def audit_lines(rows: Iterable[AuditRow], user: User) -> list[AuditLine]:
    """The rows as this user may read them, in two queries and one for each kind of thing that they are about."""
    rows = list(rows)
    people = YoungPerson.objects.visible_to(user).in_bulk({row.person_id for row in rows if row.person_id})
    names = Names(_accounts(rows), titles_of((row for row in rows if isinstance(row, AuditEvent)), user))
    return [
        AuditLine(
            row,
            _who(row),
            _what(row, names, user, may_see=row.person_id in people),
            people.get(row.person_id),
            shows_changes=_shows_changes(row, user, may_see=row.person_id is None or row.person_id in people),
        )
        for row in rows
    ]


def exported_lines(rows: QuerySet[Any], user: User) -> Iterator[AuditLine]:
    """All of them, read a thousand at a time."""
    waiting = rows.iterator(chunk_size=AT_A_TIME)
    while some := list(islice(waiting, AT_A_TIME)):
        yield from audit_lines(some, user)


def _accounts(rows: Iterable[AuditRow]) -> dict[str, str]:
    """The names of the accounts that these events were done to, or that they gave work to."""
    ids = {row.object_id for row in rows if isinstance(row, AuditEvent) and row.object_kind == ABOUT_ACCOUNTS}
    ids |= {row.details["worker"] for row in rows if isinstance(row, AuditEvent) and row.details.get("worker")}
    return {str(pk): name for pk, name in User.objects.filter(pk__in=ids).values_list("pk", "name")}


def _who(row: AuditRow) -> str:
    if isinstance(row, ReadEvent):
        return row.user_name
    return row.by_name or ("Somebody not signed in" if row.from_address else "The system")


def _shows_changes(row: AuditRow, user: User, *, may_see: bool) -> bool:
    return isinstance(row, AuditEvent) and may_see and may_read_kind(row.name, user) and may_read_changes(row, user)


def _what(row: AuditRow, names: Names, user: User, *, may_see: bool) -> str:
    if isinstance(row, AuditEvent):
        return event_words(row, names) if may_read_kind(row.name, user) else KIND_NOT_SHOWN
    return view_words(row, with_typed=may_read_typed(row, user, may_see=may_see))


def may_read_typed(view: ReadEvent, user: User, *, may_see: bool) -> bool:
    """Whether this user may read what somebody typed when they searched, or gave as their reason.

    Search words name people, also restricted ones: they are for whoever typed them and for auditors. Other reasons are
    free text, and of a record's only where the record may be seen.
    """
    if view.user_id == user.pk or user.may(Permission.VIEW_SEARCHES):
        return True
    if view.kind == ReadEvent.SEARCHED or not user.may(Permission.VIEW_FREE_TEXT):
        return False
    return may_see or view.person_id is None


def event_words(event: AuditEvent, names: Names) -> str:
    """ "Role given: Director, to Dana Whitlock, from 3 May 2026"; "Person changed (last name, team)"; "Sign in failed:
    Pat Jones"; "Document signed: Housing protocol"."""
    said, details, accounts = kind_words(event.name), event.details, names.accounts
    account = "" if str(event.by_id) == event.object_id else accounts.get(event.object_id, "")
    worker, role = accounts.get(details.get("worker") or "", ""), details.get("role")
    if account and role in {each.value for each in Role}:
        said = f"{said}: {Role(role).label}, to {account}"
    elif account or worker:
        said = f"{said}: {account or worker}"
    elif key := details.get("key"):
        said = f"{said}: {key.replace('_', ' ')}"
    elif title := names.titles.get((event.object_kind, event.object_id)):
        said = f"{said}: {title}"
    if system := details.get("system"):  # of an import: from where, and how many rows of each table
        counts = Counter(details.get("created", {})) + Counter(details.get("changed", {}))
        listed = ", ".join(f"{table.replace('_', ' ')} {number:,}" for table, number in sorted(counts.items()))
        said = f"{said} from {system}{f' ({listed})' if listed else ''}"
    if fields := details.get("fields"):
        said += f" ({', '.join(name.replace('_', ' ') for name in fields)})"
    for key, before in DAYS_IN_DETAILS.items():
        if day := details.get(key):
            said += f", {before} {words.day(date.fromisoformat(day))}"
    return said


def view_words(view: ReadEvent, *, with_typed: bool) -> str:
    """ "Searched: amira, 3 people shown"; without what was typed: "Searched, 3 people shown"."""
    shown = "" if view.people_shown is None else f", {words.amount(view.people_shown, 'person', 'people')} shown"
    return f"{view.get_kind_display()}{': ' + view.detail if view.detail and with_typed else ''}{shown}"
