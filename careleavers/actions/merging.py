"""Two records of one person become one, in one transaction; and that is taken back as long as what moved is known."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

import pgtrigger
from django.core import serializers
from django.db import models
from django.utils import timezone

from careleavers.actions.alerts import update_recipients
from careleavers.actions.base import Refused, action, record_event
from careleavers.actions.facts_changed import facts_changed
from careleavers.actions.secret_links import end_links_about
from careleavers.actions.statuses import rebuild_statuses
from careleavers.actions.unseen import pass_on_unseen
from careleavers.models import DifferentPeople, ImportedRow, RecordMerge, User, YoungPerson
from careleavers.permissions import Permission
from careleavers.queries.record_rows import MergePlan, RecordRelation, plan_of, relations
from careleavers.queries.retention import open_destruction
from careleavers.rules.words import day

UNDO_WITHIN = timedelta(days=30)
GONE = "One of the two records is not there any more: somebody has merged them a moment ago."
# Of a record: what is its own and not said of the person.
OWN_FIELDS = {"id", "recorded_at", "recorded_by", "revision", "local_id", "team", "search_name", "sort_name"}
KEEPS_HISTORY = ("update_update", "delete_delete", "count_revision")
MERGE_ALLOWED = "Merging records is for managers. Ask yours."


@action
def say_different(*, by: User, first: YoungPerson, second: YoungPerson) -> None:
    """They are two people: the pair is not offered again. Said twice, it is said once."""
    _refuse_unless_allowed(by, first, second)
    pair = {first.pk, second.pk}
    if not DifferentPeople.objects.filter(first__in=pair, second__in=pair).exists():
        said = DifferentPeople.objects.create(first=first, second=second, recorded_by=by)
        record_event("said_to_be_different_people", by=by, person=first, on=said, other=str(second.pk))


@action
def merge_records(*, by: User, kept: YoungPerson, merged: YoungPerson, reason: str, today: date) -> RecordMerge:
    """All that belongs to `merged` belongs to `kept` from now on, and the record `merged` is gone.

    What `kept` does not say of the person is taken over. Refused, with nothing changed, where both hold what a record
    holds once, and for whoever may not see both. Whoever writes in either at the moment comes before or after it.
    """
    kept, merged = _both_locked(by, kept, merged)
    if refusal := why_not_merge(kept, merged):
        raise Refused(refusal)
    plan = plan_of(kept, merged)
    if plan.clashes:
        raise Refused(" ".join(plan.clashes))
    merge = RecordMerge(
        kept=kept,
        merged_id=merged.pk,
        merged_name=merged.known_as[:200],
        merged_local_id=merged.local_id,
        reason=reason,
        merged_on=today,
        row=_as_json([merged])[0],
        recorded_by=by,
    )
    if kept.is_restricted != merged.is_restricted:  # links made while anybody might see it open nothing any more
        end_links_about(kept if merged.is_restricted else merged, by=by, now=timezone.now())
    merge.left_out = _leave_out(plan)
    for relation, ids in plan.moves.items():
        _move(relation, ids, kept.pk)
        merge.moved[relation.label] = [str(each) for each in ids]
    _follow_imports(merged.pk, kept.pk)
    _remove(merged)
    merge.filled = _fill(kept, merged)
    merge.save()
    _work_out(by, [kept], today)
    moved = sum(map(len, merge.moved.values()))
    record_event("records_merged", by=by, person=kept, on=merge, merged=str(merged.pk), rows=moved)
    record_event("record_merged_into_another", by=by, person=merged, on=merge, kept=str(kept.pk))
    return merge


def why_not_merge(kept: YoungPerson, merged: YoungPerson) -> str | None:
    """The sentence that says why these two can never be one record as they are now, or None."""
    for person in (kept, merged):
        if person.died_on:
            return f"{person.short_name} has died, and their record is closed: it is merged with no other."
        if open_destruction(person.pk):
            return f"It is proposed to destroy the record {person.local_id}: call that off first."
    if kept.ssda903_id and merged.ssda903_id:
        return (
            f"Each has an SSDA903 child ID of its own ({kept.ssda903_id}, {merged.ssda903_id}): the next return would "
            "make the second record again. Take the wrong one out first."
        )
    return None


def _refuse_unless_allowed(by: User, *people: YoungPerson) -> None:
    ids = {person.pk for person in people}
    if not by.may(Permission.MERGE_RECORDS):
        raise Refused(MERGE_ALLOWED)
    if len(ids) < 2 or YoungPerson.objects.visible_to(by).filter(pk__in=ids).count() < len(ids):
        raise Refused(GONE)


def _both_locked(by: User, kept: YoungPerson, merged: YoungPerson) -> tuple[YoungPerson, YoungPerson]:
    """As they are now. Rows that refer to either wait, and whoever has just added one is waited for."""
    ids = {kept.pk, merged.pk}
    found = {
        each.pk: each for each in YoungPerson.objects.filter(pk__in=ids).order_by("pk").select_for_update(of=("self",))
    }
    if len(found) < 2:
        raise Refused(GONE)
    _refuse_unless_allowed(by, *found.values())
    return found[kept.pk], found[merged.pk]


def _leave_out(plan: MergePlan) -> list[dict[str, Any]]:
    """Delete what says the same on both sides, kept as JSON, and what is worked out again."""
    kept: list[dict[str, Any]] = []
    for relation, ids in plan.left_out.items():
        rows = relation.model._default_manager.filter(pk__in=ids)
        kept += _as_json(list(rows))
        with _moving(relation):
            rows.delete()
    for relation, ids in plan.again.items():
        relation.model._default_manager.filter(pk__in=ids).delete()
    return kept


def _move(relation: RecordRelation, ids: list[Any], to: Any) -> None:
    if ids:
        with _moving(relation):
            relation.model._default_manager.filter(pk__in=ids).update(**{relation.field.attname: to})


@contextmanager
def _moving(relation: RecordRelation) -> Iterator[None]:
    """Rows that are never changed otherwise say the same of the same person. History is kept all the same."""
    label = relation.model._meta.label
    own = [each.name for each in getattr(relation.model._meta, "triggers", ()) if each.name not in KEEPS_HISTORY]
    if not own:  # without a name all of them would be passed over
        yield
        return
    with pgtrigger.ignore(*(f"{label}:{name}" for name in own)):
        yield


def _follow_imports(former: Any, current: Any) -> None:
    """What another system calls this person is from now on the other record."""
    ImportedRow.objects.filter(kind="people", row_id=former).update(row_id=current)


def _remove(merged: YoungPerson) -> None:
    """Its row alone: were anything left that refers to it, Postgres would refuse the whole merge."""
    for relation in relations():
        if relation.rows(merged).exists():
            raise RuntimeError(f"{relation.label} was left behind.")
    rows = YoungPerson.objects.filter(pk=merged.pk)
    rows._raw_delete(rows.db)


def _fill(kept: YoungPerson, merged: YoungPerson) -> dict[str, list[Any]]:
    """What one record says and the other does not; of two names the second becomes another name."""
    values = {name: getattr(merged, name) for name in what_is_filled(kept, merged)}
    if (others := other_names(kept, merged)) != kept.other_names:
        values["other_names"] = others
    filled = {name: [getattr(kept, name), value] for name, value in values.items()}
    for name, value in values.items():
        setattr(kept, name, value)
    if values:
        kept.save(update_fields=[*values])
    return filled


def what_is_filled(kept: YoungPerson, merged: YoungPerson) -> list[str]:
    """The fields of which the kept record says nothing and the other one does."""
    return [each.name for each in said_fields() if _is_empty(each, kept) and not _is_empty(each, merged)]


def what_differs(kept: YoungPerson, merged: YoungPerson) -> list[models.Field[Any, Any]]:
    """The fields of which both say something else: the kept record's stays."""
    return [
        each
        for each in said_fields()
        if not _is_empty(each, kept)
        and not _is_empty(each, merged)
        and getattr(kept, each.name) != getattr(merged, each.name)
    ]


def said_fields() -> list[models.Field[Any, Any]]:
    return [each for each in YoungPerson._meta.concrete_fields if each.name not in OWN_FIELDS]


def _is_empty(each: models.Field[Any, Any], person: YoungPerson) -> bool:
    value = getattr(person, each.name)
    return value in (None, "") or (each.has_default() and value == each.get_default())


def other_names(kept: YoungPerson, merged: YoungPerson) -> str:
    """With the other record's legal name, where it is none of the kept one's, so that it is still found."""
    known = {word.strip() for word in kept.other_names.split(",") if word.strip()}
    if merged.name_words <= kept.name_words or merged.legal_name in known:
        return kept.other_names or merged.other_names
    joined = ", ".join(filter(None, [kept.other_names or merged.other_names, merged.legal_name]))
    return joined if len(joined) <= 200 else kept.other_names


def _work_out(by: User, people: list[YoungPerson], today: date) -> None:
    """Status, alerts, letters and who is told of them follow from what the records hold now."""
    ids = [person.pk for person in people]
    rebuild_statuses(by=by, people=ids, today=today)
    pass_on_unseen(people=ids, by=by, today=today)
    update_recipients(people=ids, today=today)
    facts_changed(people=ids, today=today)


# Taken back


@action
def undo_merge(*, by: User, merge: RecordMerge, today: date) -> int:
    """Both records are there again, each with what it had. What was written since stays with the one that was kept.

    Returns how many of the rows that had moved are not there any more, or were moved on.
    """
    merge = RecordMerge.objects.select_for_update(of=("self",)).get(pk=merge.pk)
    if refusal := why_not_undo(merge, by, today):
        raise Refused(refusal)
    kept = YoungPerson.objects.select_for_update(of=("self",)).get(pk=merge.kept_id)
    _empty_again(kept, merge.filled)
    [merged] = _from_json([merge.row])
    gone = 0
    by_label = {relation.label: relation for relation in relations()}
    for label, ids in merge.moved.items():
        relation = by_label[label]
        own = relation.rows(kept).filter(pk__in=ids)
        if relation.model is ImportedRow:
            ImportedRow.objects.filter(pk__in=ids, kind="people", row_id=kept.pk).update(row_id=merge.merged_id)
        back = list(own.values_list("pk", flat=True))
        _move(relation, back, merge.merged_id)
        gone += len(ids) - len(back)
    _from_json(merge.left_out)
    merge.undone_on, merge.undone_by = today, by
    merge.save(update_fields=["undone_on", "undone_by"])
    _work_out(by, [kept, merged], today)
    record_event("merge_undone", by=by, person=kept, on=merge, merged=str(merge.merged_id), gone=gone)
    return gone


def why_not_undo(merge: RecordMerge, by: User, today: date) -> str | None:
    """The sentence that says why this merge cannot be taken back, or None."""
    if not by.may(Permission.MERGE_RECORDS):
        return MERGE_ALLOWED
    if merge.undone_on:
        return f"It was taken back on {day(merge.undone_on)}."
    if merge.forgotten_on or today > merge.merged_on + UNDO_WITHIN:
        return f"It could be taken back until {day(merge.merged_on + UNDO_WITHIN)}."
    if not YoungPerson.objects.visible_to(by).filter(pk=merge.kept_id).exists():
        return "You may not see the record any more."
    if merge.kept.died_on:
        return "They have died, and the record is closed."
    later = RecordMerge.objects.filter(kept=merge.kept_id, undone_on=None, recorded_at__gt=merge.recorded_at)
    return "Take back the later merge of this record first." if later.exists() else None


@action
def forget_old_merges(*, by: None = None, today: date) -> None:
    """What is needed to take a merge back is kept as long as that is possible. That it was done stays."""
    old = RecordMerge.objects.filter(forgotten_on=None, merged_on__lt=today - UNDO_WITHIN)
    old.update(row={}, moved={}, left_out=[], filled={}, forgotten_on=today)


def _empty_again(kept: YoungPerson, filled: Mapping[str, list[Any]]) -> None:
    """What was taken over, unless somebody has changed it since."""
    names = [name for name, (_, after) in filled.items() if getattr(kept, name) == after]
    for name in names:
        setattr(kept, name, filled[name][0])
    if names:
        kept.save(update_fields=names)


def _as_json(rows: list[Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(serializers.serialize("json", rows))
    return found


def _from_json(rows: list[dict[str, Any]]) -> list[Any]:
    """Written into the database as they were."""
    found = list(serializers.deserialize("json", json.dumps(rows)))
    for each in found:
        each.save()
    return [each.object for each in found]
