"""Returns written into the record: whole children in batches, each batch in a transaction of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

from django.db import connection, models, transaction
from django.db.models.functions import Upper

from careleavers.actions.alerts import close_alerts
from careleavers.actions.base import action
from careleavers.actions.statuses import rebuild_possible
from careleavers.models import (
    Alert,
    AuditEvent,
    CareEpisode,
    DataQualityIssue,
    Involvement,
    Observation,
    PolicyValue,
    User,
    YoungPerson,
)
from careleavers.ssda903.files import DATE_COLUMNS, FileProblem, ReturnFiles, read_folder
from careleavers.ssda903.importing.children import KEPT, Child, ReturnReader
from careleavers.ssda903.importing.merging import ChildChanges, ImportOptions, StoredChild, local_id, plan_changes
from careleavers.ssda903.importing.report import Refusal, Report

BATCH = 500
EVENT = "return_loaded"
LOCK = 903  # of Postgres: two imports at once take turns, batch by batch
EPISODE_FIELDS = [
    field.name for field in CareEpisode._meta.concrete_fields if field.name not in ("id", "person", "recorded_at")
]
OBSERVATION_FIELDS = ["observed_on", "in_touch", "activity", "accommodation", "source"]


def import_return(
    *,
    by: User | None,
    folder: Path,
    year: int,
    today: date,
    dry_run: bool = False,
    report_progress: Callable[[str], None] = lambda progress: None,
) -> Report:
    """Load the return in a folder, of the collection ending in `year`, or only say what that would do.

    One child's fault never stops another's loading; the files' content raises nothing. OSError where the folder cannot
    be listed. `report_progress` is called with sentences.
    """
    files = read_folder(folder)
    report = Report(str(folder).encode(errors="replace").decode(), year, dry_run)
    for name, table in files.tables.items():
        report.read[name] = {"rows": len(table), "files": table.files}
        if name not in KEPT:
            report.not_kept[name] = len(table)
    report_progress(f"{len(files.tables)} tables read, {sum(map(len, files.tables.values())):,} rows")
    if not files.tables:
        report.notes.append(
            "No table of the return was found. Only files that lie in the folder itself are read: give the folder of "
            "one year, not one above it."
        )
    reader = ReturnReader(files, year, today)
    leap_day = PolicyValue.objects.in_force(today)["leap_day"]
    options = ImportOptions(year, today, leap_day, by)
    report.tally.skipped.update(reader.skipped)
    report.refused += reader.refused
    children, done = list(reader.children.values()), 0
    for batch in _batches(children):
        load_children(by=by, children=batch, options=options, dry_run=dry_run, report=report)
        done += len(batch)
        report_progress(f"{done:,} of {len(children):,} children")
    report.refused[:0] = list(_problems(files, report))
    report.notes += reader.notes()
    return report


@action
def load_children(
    *, by: User | None, children: Sequence[Child], options: ImportOptions, dry_run: bool, report: Report
) -> None:
    """Load these children, whole or not at all each, and add what was done to the report. A dry run does all of it
    and takes it back."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    while True:
        plans = _plans(children, options)
        with transaction.atomic():
            _write(plans, options)
            impossible = _rebuild(plans, by, options.today)
            if impossible:
                transaction.set_rollback(True)
        if not impossible:
            break
        for child in children:
            if child.number in impossible:
                reason = f"The care history cannot be: {impossible[child.number]}"
                child.refuse(child.place, None, reason, "Put the record or the return right.")
    for child in children:
        report.refused += child.refusals
    for planned in plans.values():
        report.tally.add(planned.tally)
        report.refused += planned.refused_rows
    if dry_run:
        transaction.set_rollback(True)


# Reading the record


def _plans(children: Sequence[Child], options: ImportOptions) -> dict[str, ChildChanges]:
    """The plan of every child that can be loaded, by number; the others have refusals. Seven queries."""
    known = _known(children, options.year)
    planned = {child.number: plan_changes(child, known[child.number], options) for child in children}
    return {number: found for number, found in planned.items() if found}


def _known(children: Sequence[Child], year: int) -> dict[str, StoredChild]:
    numbers = [child.number for child in children]
    found = {number: StoredChild() for number in numbers}
    people = YoungPerson.objects.annotate(number=Upper("ssda903_id")).filter(number__in=numbers)
    owner: dict[Any, StoredChild] = {}
    for person in people.select_for_update():
        known = found[person.number]
        known.person = person
        known.ids_alike += 1
        owner[person.pk] = known
    taken = set(YoungPerson.objects.filter(local_id__in=map(local_id, numbers)).values_list("local_id", flat=True))
    for number, known in found.items():
        known.local_id_taken = local_id(number) in taken
    for episode in CareEpisode.objects.filter(person__in=owner):
        owner[episode.person_id].episodes.append(episode)
    for observation in Observation.objects.filter(person__in=owner, year=year):
        owner[observation.person_id].observation = observation
    for person_id in Involvement.objects.filter(person__in=owner).values_list("person_id", flat=True):
        owner[person_id].involved = True
    for person_id, field, value in DataQualityIssue.objects.filter(person__in=owner).values_list(
        "person_id", "field", "value"
    ):
        owner[person_id].data_quality_issues.add((field, value))
    loaded = AuditEvent.objects.filter(name=EVENT, person_id__in=owner)
    for loaded_id, loaded_year in loaded.values_list("person_id", "details__year"):
        owner[loaded_id].newest = max(owner[loaded_id].newest, loaded_year)
    return found


# Writing


def _write(plans: dict[str, ChildChanges], options: ImportOptions) -> None:
    found = list(plans.values())
    YoungPerson.objects.bulk_create([one.person for one in found if one.is_new])
    changed = [one for one in found if one.fields]
    for one in changed:
        one.person.version += 1
    fields = sorted({name for one in changed for name in one.fields})
    if changed:
        YoungPerson.objects.bulk_update([one.person for one in changed], [*fields, "version"])
    _update(CareEpisode, EPISODE_FIELDS, found)
    _update(Observation, OBSERVATION_FIELDS, found)
    for model in (CareEpisode, Observation, Involvement, DataQualityIssue):
        _create(model, found)
    died = [one.person.pk for one in found if one.died and not one.is_new]
    if died:
        close_alerts(alerts=Alert.objects.filter(person__in=died), today=options.today, because="They have died")
    AuditEvent.objects.bulk_create(_event(one, options) for one in found if one.is_change)


def _create(model: type[models.Model], plans: Sequence[ChildChanges]) -> None:
    model._default_manager.bulk_create(
        [row for one in plans for row in one.new if isinstance(row, model)], batch_size=BATCH
    )


def _update(model: type[models.Model], fields: list[str], plans: Sequence[ChildChanges]) -> None:
    rows = [row for one in plans for row in one.changed if isinstance(row, model)]
    if rows:
        model._default_manager.bulk_update(rows, fields, batch_size=BATCH)


def _event(planned: ChildChanges, options: ImportOptions) -> AuditEvent:
    by = options.by
    return AuditEvent(
        name=EVENT,
        by_id=by.pk if by else None,
        by_name=by.name if by else "",
        person_id=planned.person.pk,
        object_kind=planned.person._meta.label_lower,
        object_id=str(planned.person.pk),
        details={
            "year": options.year,
            "fields": planned.fields,
            "created": dict(planned.tally.created),
            "changed": dict(planned.tally.changed),
        },
    )


def _rebuild(plans: dict[str, ChildChanges], by: User | None, today: date) -> dict[str, str]:
    """Rebuild the legal status of whoever changed. Returns why, for each child whose history the rules refuse."""
    numbers = {one.person.pk: number for number, one in plans.items() if one.is_change}
    found = rebuild_possible(by=by, people=list(numbers), today=today) if numbers else []
    return {numbers[one.person_id]: one.refused for one in found if one.refused}


# Reporting


def _problems(files: ReturnFiles, report: Report) -> Iterator[Refusal]:
    """What could not be read, unless a refusal names the place already; what was read all the same is a note."""
    refused_places = {(one.file, one.line, one.column) for one in report.refused}
    for problem in files.problems:
        if problem.line is None and problem.table:
            report.notes.append(f"{problem.reason} {problem.remedy}")
        elif (problem.file, problem.line, problem.column) not in refused_places:
            yield _refusal(problem)


def _refusal(problem: FileProblem) -> Refusal:
    is_value = problem.column in DATE_COLUMNS and problem.table
    return Refusal(
        "value" if is_value else "row" if problem.table else "file",
        problem.file,
        problem.line,
        problem.column,
        problem.child,
        problem.reason,
        problem.remedy,
    )


def _batches(children: list[Child]) -> Iterator[list[Child]]:
    waiting = iter(children)
    while batch := list(islice(waiting, BATCH)):
        yield batch
