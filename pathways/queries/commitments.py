"""What a worker said they would do, and whom they are to meet: lines of Today."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import CharField, F, JSONField, QuerySet, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Coalesce, JSONObject, TruncDate
from django.urls import reverse

from careleavers.models import Appointment, Contact, ContactComment, FollowUp, User, YoungPerson
from careleavers.models.asking import Asking, in_steps
from careleavers.models.statements import StatementOfUser
from careleavers.queries.follow_ups import still_to_do
from careleavers.rules import names
from careleavers.rules.words import day
from pathways.models import PlanAction
from pathways.queries.today_items import TodayItem, TodayTask
from pathways.rules.alert_actions import OPEN_RECORD, READ_IT, SAY_WHAT_BECAME_OF_IT, WRITE_OUTCOME

FOLLOW_UP, IN_PLAN, APPOINTMENT, COMMENT = "follow_up", "in_plan", "appointment", "comment"
SHAPE = ("row_pk", "of_kind", "person_pk", "first", "last", "preferred", "sort_name", "words", "due", "details")
NO_DETAILS = Cast(Value(None), JSONField())
# Of an appointment, by the fields of the model.
DETAILS = JSONObject(planned_at=Cast("planned_at", CharField()), method="method", place="place", purpose="purpose")
# Of a comment: its contact, when that was, and who wrote it.
ABOUT = JSONObject(contact="contact_id", on="contact__happened_on", kind="kind", by="recorded_by__name")


class CommitmentKind(NamedTuple):
    """What is still to be done of one kind, by everybody: the rows, and their columns with whose it is, whom it is
    about, the words and the day."""

    name: str
    rows: Any
    worker: str
    person: str
    words: str
    due: str
    details: Combinable = NO_DETAILS


def _kinds() -> list[CommitmentKind]:
    in_plans = PlanAction.objects.promised().filter(version__plan__person__died_on=None)
    unread = ContactComment.objects.filter(read_on=None).alias(said_on=TruncDate("recorded_at"))
    still_planned = Appointment.objects.still_planned()
    return [
        CommitmentKind(FOLLOW_UP, still_to_do(FollowUp.objects.all()), "assigned_to", "person", "text", "due_on"),
        CommitmentKind(
            IN_PLAN,
            in_plans.alias(owes_it=Coalesce("passed_to", "owner")),
            "owes_it",
            "version__plan__person",
            "what",
            "by_when",
        ),
        CommitmentKind(COMMENT, unread, "for_worker", "contact__person", "text", "said_on", ABOUT),
        CommitmentKind(APPOINTMENT, still_planned, "worker", "person", "purpose", "planned_on", DETAILS),
    ]


@in_steps
def commitments_of(user: User, today: date, ahead: timedelta, *, named: str = "") -> Asking[list[TodayItem]]:
    """What the user said they would do by so many days from today, in follow-ups and in plans, and their appointments
    up to then; each of them from before that is still open as well; and what managers wrote to them, unread. One query.

    `named`: how the lines call the user, for somebody else who reads them.
    """
    rows = yield from COMMITMENTS.rows.steps(user, today + ahead)
    return [_item(dict(zip(SHAPE, row, strict=True)), today, named) for row in rows]


def _commitments(user: User, until: date) -> Any:
    visible = YoungPerson.objects.visible_to(user)
    first, *others = [
        _shaped(_of_user(kind, user).filter(**{f"{kind.person}__in": visible, f"{kind.due}__lte": until}), kind)
        for kind in _kinds()
    ]
    return first.union(*others, all=True).order_by("due", "sort_name")


def _of_user(kind: CommitmentKind, user: User) -> QuerySet[Any]:
    """An index finds those owed by somebody, and none those by the first of two columns."""
    mine: QuerySet[Any] = (
        kind.rows.owed_by_user(user) if kind.name == IN_PLAN else kind.rows.filter(**{kind.worker: user})
    )
    return mine


COMMITMENTS = StatementOfUser(_commitments, date)


def to_do_by(today: date) -> list[tuple[QuerySet[Any], str, str]]:
    """Of each kind what everybody is to do by today, with the columns of whose it is and whom it is about.

    An appointment is one once its day is over, and a comment whatever its day.
    """
    by_now = {COMMENT: {}, APPOINTMENT: {"planned_on__lt": today}}
    return [
        (kind.rows.filter(**by_now.get(kind.name, {f"{kind.due}__lte": today})), kind.worker, kind.person)
        for kind in _kinds()
    ]


def appointments_on(day: date, items: list[TodayItem]) -> list[TodayItem]:
    """Those of these lines that are an appointment on this day, in the order of their hours."""
    found = [item for item in items if item.first.appointment and item.first.due_on == day]
    return sorted(found, key=lambda item: (item.first.appointment.planned_at, item.sort_name))  # type: ignore[union-attr]


def _shaped(rows: QuerySet[Any], kind: CommitmentKind) -> Any:
    return (
        rows.order_by()
        .annotate(
            row_pk=F("pk"),
            of_kind=Value(kind.name),
            person_pk=F(f"{kind.person}__id"),
            first=F(f"{kind.person}__first_name"),
            last=F(f"{kind.person}__last_name"),
            preferred=F(f"{kind.person}__preferred_name"),
            sort_name=F(f"{kind.person}__sort_name"),
            words=F(kind.words),
            due=F(kind.due),
            details=kind.details,
        )
        .values_list(*SHAPE)
    )


def _item(row: dict[str, Any], today: date, named: str) -> TodayItem:
    name = names.known_as(row["first"], row["last"], row["preferred"])
    if row["of_kind"] == APPOINTMENT:
        task = _appointment(row, today, named)
    else:
        task = _comment(row, named) if row["of_kind"] == COMMENT else _promise(row, named)
    return TodayItem(row["person_pk"], name, (task,), sort_name=row["sort_name"])


def _promise(row: dict[str, Any], named: str) -> TodayTask:
    in_plan = row["of_kind"] == IN_PLAN
    action = WRITE_OUTCOME if in_plan else OPEN_RECORD
    return TodayTask(
        what=f"{f'{named} said they' if named else 'You said you'} would: {row['words']}",
        due_on=row["due"],
        action=action,
        url=_url(action.url_name, row["person_pk"], row["row_pk"] if in_plan else None),
        because=f"{'The pathway plan' if in_plan else 'A contact'} says so.",
    )


def _comment(row: dict[str, Any], named: str) -> TodayTask:
    """To be read now, whatever the day."""
    about, text = row["details"], row["words"]
    when = day(date.fromisoformat(about["on"]))
    whom, whose = (named, f"{named}’s") if named else ("you", "your")
    said = {
        ContactComment.THANKS: f"{about['by']} thanks {whom} for {whose} note of {when}",
        ContactComment.DECISION: f"{about['by']} has decided on the concern of {when}",
    }.get(about["kind"], f"{about['by']} wrote about {whose} note of {when}")
    return TodayTask(
        what=f"{said}: {text}" if text else said,
        due_on=None,
        url=_url(READ_IT.url_name, row["person_pk"], UUID(about["contact"])),
        action=READ_IT,
    )


def _appointment(row: dict[str, Any], today: date, named: str) -> TodayTask:
    """Asked about once its day is over; until then an event."""
    facts = row["details"] | {"planned_at": time.fromisoformat(row["details"]["planned_at"])}
    appointment = Appointment(pk=row["row_pk"], person_id=row["person_pk"], planned_on=row["due"], **facts)
    has_passed = appointment.planned_on < today
    verb = "see" if appointment.method == Contact.FACE_TO_FACE else "talk to"
    whom = names.given_name(row["first"], row["last"], row["preferred"])
    question = f"Did {named or 'you'} {verb} {whom} on {appointment.when}?"
    return TodayTask(
        what=question if has_passed else f"Appointment {appointment.summary}",
        due_on=appointment.planned_on,
        url=_url(SAY_WHAT_BECAME_OF_IT.url_name, row["person_pk"], row["row_pk"]),
        action=SAY_WHAT_BECAME_OF_IT,
        is_event=not has_passed,
        appointment=appointment,
    )


def _url(name: str, person: UUID, row: UUID | None) -> str:
    return reverse(name, args=[person, row] if row else [person])
