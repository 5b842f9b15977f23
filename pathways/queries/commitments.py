"""What a worker said they would do, and whom they are to meet: lines of Today."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import CharField, F, JSONField, QuerySet, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, JSONObject, TruncDate
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


@in_steps
def commitments_of(user: User, today: date, ahead: timedelta) -> Asking[list[TodayItem]]:
    """What the user said they would do by so many days from today, in follow-ups and in plans, and their appointments
    up to then; each of them from before that is still open as well; and what managers wrote to them, unread. One query.
    """
    rows = yield from COMMITMENTS.rows.steps(user, today + ahead)
    return [_item(dict(zip(SHAPE, row, strict=True)), today) for row in rows]


def _commitments(user: User, until: date) -> Any:
    follow_ups = still_to_do(FollowUp.objects.filter(assigned_to=user))
    in_plans = PlanAction.objects.promised().owed_by_user(user).filter(version__plan__person__died_on=None)
    planned = Appointment.objects.still_planned().filter(worker=user)
    unread = ContactComment.objects.filter(for_worker=user, read_on=None).alias(said_on=TruncDate("recorded_at"))
    visible = YoungPerson.objects.visible_to(user)

    def near(rows: QuerySet[Any], kind: str, *, person: str, words: str, due: str, details: Any = NO_DETAILS) -> Any:
        about = rows.filter(**{f"{person}__in": visible, f"{due}__lte": until}).order_by()
        return _shaped(about, kind, person, words, due, details)

    rows = near(follow_ups, FOLLOW_UP, person="person", words="text", due="due_on").union(
        near(in_plans, IN_PLAN, person="version__plan__person", words="what", due="by_when"),
        near(unread, COMMENT, person="contact__person", words="text", due="said_on", details=ABOUT),
        near(planned, APPOINTMENT, person="person", words="purpose", due="planned_on", details=DETAILS),
        all=True,
    )
    return rows.order_by("due", "sort_name")


COMMITMENTS = StatementOfUser(_commitments, date)


def appointments_on(day: date, items: list[TodayItem]) -> list[TodayItem]:
    """Those of these lines that are an appointment on this day, in the order of their hours."""
    found = [item for item in items if item.first.appointment and item.first.due_on == day]
    return sorted(found, key=lambda item: (item.first.appointment.planned_at, item.sort_name))  # type: ignore[union-attr]


def _shaped(rows: QuerySet[Any], kind: str, person: str, words: str, due: str, details: Combinable) -> Any:
    return rows.annotate(
        row_pk=F("pk"),
        of_kind=Value(kind),
        person_pk=F(f"{person}__id"),
        first=F(f"{person}__first_name"),
        last=F(f"{person}__last_name"),
        preferred=F(f"{person}__preferred_name"),
        sort_name=F(f"{person}__sort_name"),
        words=F(words),
        due=F(due),
        details=details,
    ).values_list(*SHAPE)


def _item(row: dict[str, Any], today: date) -> TodayItem:
    name = names.known_as(row["first"], row["last"], row["preferred"])
    if row["of_kind"] == APPOINTMENT:
        task = _appointment(row, today)
    else:
        task = _comment(row) if row["of_kind"] == COMMENT else _promise(row)
    return TodayItem(row["person_pk"], name, (task,), sort_name=row["sort_name"])


def _promise(row: dict[str, Any]) -> TodayTask:
    in_plan = row["of_kind"] == IN_PLAN
    action = WRITE_OUTCOME if in_plan else OPEN_RECORD
    return TodayTask(
        what=f"You said you would: {row['words']}",
        due_on=row["due"],
        action=action,
        url=_url(action.url_name, row["person_pk"], row["row_pk"] if in_plan else None),
        because=f"{'The pathway plan' if in_plan else 'A contact'} says so.",
    )


def _comment(row: dict[str, Any]) -> TodayTask:
    """To be read now, whatever the day."""
    about, text = row["details"], row["words"]
    when = day(date.fromisoformat(about["on"]))
    said = {
        ContactComment.THANKS: f"{about['by']} thanks you for your note of {when}",
        ContactComment.DECISION: f"{about['by']} has decided on the concern of {when}",
    }.get(about["kind"], f"{about['by']} wrote about your note of {when}")
    return TodayTask(
        what=f"{said}: {text}" if text else said,
        due_on=None,
        url=_url(READ_IT.url_name, row["person_pk"], UUID(about["contact"])),
        action=READ_IT,
    )


def _appointment(row: dict[str, Any], today: date) -> TodayTask:
    """Asked about once its day is over; until then an event."""
    facts = row["details"] | {"planned_at": time.fromisoformat(row["details"]["planned_at"])}
    appointment = Appointment(pk=row["row_pk"], person_id=row["person_pk"], planned_on=row["due"], **facts)
    has_passed = appointment.planned_on < today
    verb = "see" if appointment.method == Contact.FACE_TO_FACE else "talk to"
    question = f"Did you {verb} {names.given_name(row['first'], row['last'], row['preferred'])} on {appointment.when}?"
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
