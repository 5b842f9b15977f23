"""What is due next about young people: the stored answer of the clocks, which every page reads."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import BooleanField, Case, ExpressionWrapper, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import JSONObject
from django.urls import reverse

from careleavers.models import AuditEvent, Contact, YoungPerson
from careleavers.models.asking import Asking, in_steps
from careleavers.models.statements import Statement
from careleavers.rules import words
from careleavers.rules.alert_kinds import ClosedBy
from careleavers.site.extensions import DueThing
from pathways.models import DueItem
from pathways.queries.alert_notes import known, newest_note
from pathways.rules.alert_actions import AlertAction, action_for, url_of
from pathways.rules.urgency import Urgency

KEEP_IN_TOUCH = "keep_in_touch"
# What of the things that are due belongs to the plan.
PLANNING = (
    ClosedBy.NEEDS_ASSESSMENT,
    ClosedBy.PLAN,
    ClosedBy.PLAN_COPY,
    ClosedBy.PLAN_REVIEW,
    ClosedBy.PLAN_RETURN,
)
VISIT_COUNTS_WHEN = "A visit counts when you met face to face and saw where they live."


@dataclass(frozen=True)
class DueLine:
    """One thing that is to be done about somebody: what, by when, why and by which law, and where it is done."""

    what: str
    due_on: date
    because: str
    source: str
    action: AlertAction
    url: str
    kind: str = ""
    is_safety: bool = False
    known: str = ""  # who knows of it, and why it waits


def _due_items(person: UUID) -> QuerySet[DueItem]:
    alert = {"alert__person": OuterRef("person"), "alert__code": OuterRef("code"), "alert__closed_on": None}
    note = newest_note(**alert, alert__cycle_started_on=OuterRef("started_on"))
    return DueItem.objects.filter(person=person).annotate(note=note)


DUE_ITEMS = Statement(_due_items, UUID)


@in_steps
def due_items_of(person: YoungPerson) -> Asking[list[DueItem]]:
    """Everything that is to be done about somebody by a day: safety first, then the first due. One query."""
    items: list[DueItem] = yield from DUE_ITEMS.objects.steps(person.pk)
    return items


@in_steps
def due_lines_of(person: YoungPerson, *, with_words: bool) -> Asking[list[DueLine]]:
    """The lines of a list; `with_words` of what was promised, for those who may read free text. One query."""
    items = yield from due_items_of.steps(person)
    return [
        DueLine(
            item.text_with_words if with_words else item.text,
            item.due_on,
            item.because,
            item.source,
            action,
            url_of(action, reverse, person.pk),
            item.closed_by_kind,
            item.urgency == Urgency.SAFETY,
            known(getattr(item, "note", None)) if with_words else "",
        )
        for item in items
        for action in [action_for(item.closed_by_kind)]
    ]


def planning_lines_of(person: YoungPerson) -> list[DueLine]:
    """What the page of the plan lists: what belongs to the plan, and before it whatever they are not safe without."""
    return [line for line in due_lines_of(person, with_words=True) if line.is_safety or line.kind in PLANNING]


def list_columns(today: date) -> Mapping[str, Combinable]:
    """For a list of people what is due next: `next_due_on`, and `next_due` with its `text`, `promised`, `because`,
    `source` and whether it `is_safety`; the day by which a list places it, `next_due_place`, where safety comes before
    all days; and the day by which contact is due, `contact_due_on`. Each is None where nothing is due.
    """
    items = DueItem.objects.filter(person=OuterRef("pk"))
    safety = Q(urgency=Urgency.SAFETY)
    said = JSONObject(
        text="text",
        promised="promised",
        because="because",
        source="source",
        is_safety=ExpressionWrapper(safety, BooleanField()),
    )
    place = Case(When(safety, then=Value(date.min)), default=F("due_on"))
    contact = items.filter(code=KEEP_IN_TOUCH)
    return {
        "next_due_on": Subquery(items.values("due_on")[:1]),
        "next_due": Subquery(items.values(said=said)[:1]),
        "next_due_place": Subquery(items.values(place=place)[:1]),
        "contact_due_on": Subquery(contact.values("due_on")[:1]),
    }


def due_things(people: Collection[UUID]) -> dict[UUID, list[DueThing]]:
    """Everything that is to be done about each of these people: safety first, then the first due. One query."""
    found: dict[UUID, list[DueThing]] = defaultdict(list)
    for item in DueItem.objects.filter(person__in=people):
        found[item.person_id].append(DueThing(item.text_with_words, item.due_on))
    return found


def after_contact(contact: Contact, today: date) -> str:
    """What a contact that was just logged has done, what it has not, and what is due next, in sentences."""
    items = due_items_of(contact.person)
    sentences = []
    if done := _closed_by(contact):
        sentences.append(f"Done: {words.listing(done)}.")
    visits = [item for item in items if item.closed_by_kind == ClosedBy.VISIT]
    if visits and contact.method == Contact.FACE_TO_FACE and not contact.saw_home:
        sentences.append(f"Not done by this: {_due(visits[0], today)}. {VISIT_COUNTS_WHEN}")
        items.remove(visits[0])
    late = [item for item in items if item.due_on < today]
    coming = next((item for item in items if item.due_on >= today), None)
    if late:
        sentences.append(f"Still to do: {words.listing(_due(item, today) for item in late)}.")
    if coming:
        sentences.append(_next(coming, today))
    return " ".join(sentences or ["Nothing is due."])


def _next(item: DueItem, today: date) -> str:
    on = words.short_day(item.due_on, today)
    if words.is_far_ahead(item.due_on, today):
        return f"Nothing is due until {on} ({item.text_with_words})."
    return f"Next due: {item.text_with_words}, by {on}."


def _due(item: DueItem, today: date) -> str:
    return f"{item.text_with_words} ({words.due(item.due_on, today)})"


EVENT_OF_CONTACT = Statement(lambda contact: AuditEvent.objects.filter(name="contact_logged", object_id=contact), str)


def _closed_by(contact: Contact) -> list[str]:
    """What the alerts call that this contact closed and that stay closed."""
    logged = EVENT_OF_CONTACT.first(str(contact.pk))
    closed = logged.details["closed_alerts"] if logged else []
    alerts = contact.person.alerts.filter(pk__in=closed, closed_on__isnull=False) if closed else []
    return [alert.text for alert in alerts]
