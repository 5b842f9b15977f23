"""What the audit's rows were about, and what one of them changed: from those rows and their history.

The audit itself holds names of fields and no values: those are erased with the record, and the audit stays.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any, NamedTuple

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.text import Truncator

from careleavers.models import AuditEvent, User
from careleavers.models.sensitivity import RECORD_KEEPING
from careleavers.permissions import Permission
from careleavers.queries.retention import history_of
from careleavers.queries.story import label_of, value_words

LONGEST_TITLE = 80
NOTHING = "nothing"


class FieldChange(NamedTuple):
    """One field that somebody changed, in words: what it is called, what it said, and what it said then."""

    what: str
    before: str
    after: str


def titles_of(events: Iterable[AuditEvent], user: User) -> dict[tuple[str, str], str]:
    """Which document, team, meeting or session it was, by kind and id, for events about no young person.

    One query for each kind of thing. Nothing where a kind has no title, the row is gone, or this user reads no free
    text.
    """
    if not user.may(Permission.VIEW_FREE_TEXT):
        return {}
    ids: dict[str, set[str]] = defaultdict(set)
    for event in events:
        if event.person_id is None and event.object_kind:
            ids[event.object_kind].add(event.object_id)
    titles = {}
    for kind, wanted in ids.items():
        model = _model(kind)
        if model is None or model is User or model.__str__ is models.Model.__str__:
            continue
        for row in model._default_manager.select_related().filter(pk__in=wanted):
            titles[kind, str(row.pk)] = Truncator(str(row)).chars(LONGEST_TITLE)
    return titles


def may_read_changes(event: AuditEvent, user: User) -> bool:
    """Whether this user may read what was changed, of a record that they may see or of no record.

    Of a young person, who reads both records and free text; of an account or a setting of the service, whoever reads
    the audit.
    """
    if "history" not in event.details:
        return False
    return event.person_id is None or (user.may(Permission.VIEW_RECORD) and user.may(Permission.VIEW_FREE_TEXT))


def changes_of(event: AuditEvent, user: User) -> list[FieldChange]:
    """The fields that an event names, before and after it; [] where the history of its row was erased.

    The state before it is what the event's own action left in history; the state after it is what the next change of
    that row left there, or the row as it is now.
    """
    model = _model(event.object_kind)
    history = model and history_of(model)
    if model is None or history is None:
        return []
    states = history._default_manager.filter(pgh_obj_id=event.object_id).order_by("pgh_id")
    own: list[Any] = list(states.filter(pgh_context_id=event.details["history"]))
    if not own:
        return []
    next_state = states.filter(pgh_id__gt=own[-1].pgh_id).first()
    after = _as_row(model, next_state) if next_state else model._default_manager.filter(pk=event.object_id).first()
    if after is None:
        return []
    before = _as_row(model, own[0])
    return [
        FieldChange(label_of(field), _value(before, field), _value(after, field))
        for field in _fields(model, event.details.get("fields", ()))
        if event.person_id or model is User or field.db_comment == RECORD_KEEPING or user.may(Permission.VIEW_FREE_TEXT)
    ]


def _model(kind: str) -> type[models.Model] | None:
    """None for a kind that the product had once."""
    try:
        return apps.get_model(kind)
    except (LookupError, ValueError):
        return None


def _as_row(model: type[models.Model], state: Any) -> models.Model:
    """A former state as a row of its model, which says its values in words; it is never saved."""
    fields = model._meta.concrete_fields
    return model(**{each.attname: getattr(state, each.attname) for each in fields if hasattr(state, each.attname)})


def _fields(model: type[models.Model], names: Iterable[str]) -> list[models.Field[Any, Any]]:
    """Those that the row itself holds: what lies in rows of their own has events of its own."""
    found = []
    for name in names:
        try:
            field = model._meta.get_field(name)
        except FieldDoesNotExist:
            continue
        if isinstance(field, models.Field) and field.concrete and not field.many_to_many:
            found.append(field)
    return found


def _value(row: models.Model, field: models.Field[Any, Any]) -> str:
    if isinstance(field, models.BooleanField) and getattr(row, field.name) is False:
        return "no"
    return value_words(row, field) or NOTHING
