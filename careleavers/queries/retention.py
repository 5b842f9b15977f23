"""Until when records are kept: which are past their date, what holds them back, and what of a record there is."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from careleavers.models import Destruction, LegalHold, RecordMerge, User, YoungPerson
from careleavers.models.closed_records import path_to_person
from careleavers.models.record_requests import OPEN_REQUEST
from careleavers.models.retention import OPEN_HOLD
from careleavers.models.statements import StatementOfUser
from careleavers.queries.caseloads import open_to_service
from careleavers.rules.dates import add_years
from careleavers.rules.retention import ANNIVERSARY, YEARS_AFTER_DEATH, Retention, retention
from careleavers.rules.words import day

SHOWN_ON_TODAY = 5
OPEN_DESTRUCTION = Q(state=Destruction.PROPOSED) | Q(state=Destruction.APPROVED)


def retention_of(person: YoungPerson) -> Retention:
    return retention(person.date_of_birth, person.died_on)


def past_their_date(user: User, today: date) -> list[tuple[YoungPerson, Retention]]:
    """Records that the user may see and that need not be kept any more, the longest past first; `is_held` says whether
    something holds one back. One query."""
    may_be_past = Q(date_of_birth__lt=add_years(today, -ANNIVERSARY)) | Q(
        died_on__lte=add_years(today, -YEARS_AFTER_DEATH)
    )
    held = LegalHold.objects.filter(OPEN_HOLD, person=OuterRef("pk"))
    people = YoungPerson.objects.visible_to(user).filter(may_be_past).annotate(is_held=Exists(held))
    found = [(person, retention_of(person)) for person in people]
    past = [(person, kept) for person, kept in found if kept.is_past(today)]
    return sorted(past, key=lambda each: (each[1].keep_until, each[0].sort_name))


def holds_seen_by(user: User) -> QuerySet[LegalHold]:
    """What holds records back that the user may see, the first to be looked at first."""
    holds = LegalHold.objects.filter(OPEN_HOLD, person__in=YoungPerson.objects.visible_to(user))
    return holds.select_related("person", "recorded_by").order_by("review_on", "pk")


def destructions_seen_by(user: User) -> QuerySet[Destruction]:
    """What is to be destroyed of the records that the user may see, and the certificates of what was destroyed."""
    visible = YoungPerson.objects.visible_to(user)
    seen = Destruction.objects.filter(Q(state=Destruction.DONE) | Q(person_id__in=visible.values("pk")))
    return seen.select_related("proposed_by", "decided_by").order_by("-proposed_on", "pk")


def why_not_destroyed(person: YoungPerson, today: date) -> str | None:
    """Why this record may not be destroyed today, or None. Four queries.

    What somebody has asked for is not destroyed before it was answered (Data Protection Act 2018 s173).
    """
    kept = retention_of(person)
    if not kept.is_past(today):
        return f"It is kept until {day(kept.keep_until)}: {kept.because}."
    if hold := person.legal_holds.filter(OPEN_HOLD).first():
        return f"It is held: {hold.reason}."
    if person.record_requests.filter(OPEN_REQUEST).exists():
        return "Somebody has asked for the record: answer the request, or end it, first."
    if open_to_service(YoungPerson.objects.filter(pk=person.pk), today).exists():
        return "They are open to the service: close that first."
    return None


@dataclass(frozen=True)
class PartOfRecord:
    """The rows of one model that belong to a record, and the ids that rows of it ever had."""

    model: type[models.Model]
    ids: frozenset[Any]
    ever: frozenset[Any]


def history_of(model: type[models.Model]) -> Any | None:
    """The model that keeps former states of this one's rows; None where none does."""
    events: Any = getattr(model, "events", None)
    return None if events is None else events.rel.related_model


def parts_of_record(person: YoungPerson) -> list[PartOfRecord]:
    """Every row of a record, model by model, with the ids of those that were deleted before as their history has them.

    Also rows that cannot be without one of the record, such as a payment of a request. Two queries for each model.
    """
    parts: dict[type[models.Model], PartOfRecord] = {}
    for model, parent in _in_order():
        if parent is None:
            parts[model] = PartOfRecord(model, frozenset({person.pk}), frozenset({person.pk, *merged_into(person)}))
            continue
        above = parts[parent.remote_field.model]
        rows = model._default_manager.filter(**{f"{parent.name}__in": above.ever})
        ids = frozenset(rows.values_list("pk", flat=True))
        ever, history = set(ids), history_of(model)
        if history is not None:
            former = history.objects.filter(**{f"{parent.attname}__in": above.ever})
            ever.update(former.values_list("pgh_obj_id", flat=True))
        parts[model] = PartOfRecord(model, ids, frozenset(ever))
    return list(parts.values())


def merged_into(person: YoungPerson) -> list[UUID]:
    """The ids of the records that went into this one: their history is part of it."""
    return list(RecordMerge.objects.filter(kept=person, undone_on=None).values_list("merged_id", flat=True))


def _in_order() -> Iterator[tuple[type[models.Model], Any]]:
    """Each model of a record after the one that it is part of, with the relation that leads there; of a young person
    None."""
    waiting = [model for model in apps.get_models() if not _is_history(model) and not model._meta.proxy]
    known: set[type[models.Model]] = set()
    while True:
        found = [(model, _relation(model, known)) for model in waiting]
        ready = [(model, relation) for model, relation in found if relation or model is YoungPerson]
        if not ready:
            return
        for model, relation in ready:
            waiting.remove(model)
            known.add(model)
            yield model, relation


def _relation(model: type[models.Model], known: Collection[type[models.Model]]) -> Any | None:
    """The relation by which rows of this model are part of a record: the person's own, or else one that cannot be
    empty."""
    own = path_to_person(model)
    if own:
        field: Any = model._meta.get_field(own[0])
        return field if field.remote_field.model in known else None
    for field in model._meta.concrete_fields:
        target: Any = field.remote_field.model if field.remote_field else None
        if target in known and not field.null:
            return field
    return None


def _is_history(model: type[models.Model]) -> bool:
    return hasattr(model, "pgh_tracked_model")


def relations_into(parts: Mapping[type[models.Model], PartOfRecord]) -> Iterator[tuple[type[models.Model], Any]]:
    """The relations by which rows of other records may name rows of this one, and that may be empty."""
    for model in apps.get_models():
        if _is_history(model) or model._meta.proxy:
            continue
        for field in model._meta.concrete_fields:
            if field.remote_field and field.null and field.remote_field.model in parts:
                yield model, field


def approved_destructions() -> list[UUID]:
    """The ids of what is approved and not done yet, the oldest first."""
    approved = Destruction.objects.filter(state=Destruction.APPROVED).order_by("decided_on", "pk")
    return list(approved.values_list("pk", flat=True))


def _to_decide(user: User) -> QuerySet[Any, Any]:
    visible = YoungPerson.objects.visible_to(user).order_by().values("pk")
    rows = Destruction.objects.filter(state=Destruction.PROPOSED, person_id__in=visible).exclude(proposed_by=user)
    person = YoungPerson.objects.filter(pk=OuterRef("person_id")).order_by()
    named: QuerySet[Any] = rows.annotate(local_id=Subquery(person.values("local_id")))
    return named.order_by("proposed_on", "pk").values("pk", "proposed_on", "local_id")[:SHOWN_ON_TODAY]


# On Today of those who may decide: records that somebody else proposed to destroy.
DESTRUCTIONS_ON_TODAY = StatementOfUser(_to_decide)


def person_of_destruction(destruction: Destruction, user: User) -> YoungPerson | None:
    """Whose record is to be destroyed; None once it is, or where the user may not see it."""
    return YoungPerson.objects.visible_to(user).filter(pk=destruction.person_id).first()


def open_destruction(person_id: UUID) -> Destruction | None:
    """What is proposed or approved for this record, and not done yet."""
    return Destruction.objects.filter(OPEN_DESTRUCTION, person_id=person_id).select_related("proposed_by").first()
