"""Returns written into the record: whole children in batches, each batch in a transaction of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from uuid import UUID

from django.db import connection, models, transaction
from django.db.models import Max
from django.db.models.functions import Now

from careleavers.actions.alerts import close_alerts
from careleavers.actions.base import action
from careleavers.actions.bulk import update_rows
from careleavers.actions.facts_changed import facts_changed
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
from careleavers.rules.words import storable
from careleavers.ssda903.files import DATE_COLUMNS, FileProblem, read_folder
from careleavers.ssda903.importing.children import Child, ReturnReader
from careleavers.ssda903.importing.identity import LikenessVerdict
from careleavers.ssda903.importing.merging import ChildChanges, ImportOptions, plan_changes
from careleavers.ssda903.importing.open_care import ask_about_open_care
from careleavers.ssda903.importing.report import ISSUES, Refusal, Report
from careleavers.ssda903.importing.spool import KEPT, SpooledReturn
from careleavers.ssda903.importing.stored import EVENT, StoredChild, stored_children

BATCH = 500
LOCK = 903  # of Postgres: two imports at once take turns, batch by batch
EPISODE_FIELDS = [
    field.name
    for field in CareEpisode._meta.concrete_fields
    if field.name not in ("id", "person", "recorded_at", "revision")
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
    with closing(SpooledReturn()) as files:
        read_folder(folder, files)
        report = _report_of(files, folder, year, dry_run)
        report_progress(f"{len(files.tables)} tables read, {sum(map(len, files.tables.values())):,} rows")
        leap_day = PolicyValue.objects.in_force(today)["leap_day"]
        latest = CareEpisode.objects.aggregate(latest=Max("returned_in"))["latest"] or 0
        options = ImportOptions(year, today, leap_day, by, latest, numbers=files)
        reader, open_care = ReturnReader(files, year, today), OpenCare()
        done, total = 0, files.count_children()
        for batch in reader.children(together=BATCH):
            load_children(by=by, children=batch, options=options, dry_run=dry_run, report=report, open_care=open_care)
            done += len(batch)
            report_progress(f"{done:,} of {total:,} children")
        if (has_episodes := bool(files.tables.get("Episodes"))) or open_care.left:
            ask_about_open_care(
                by=by,
                year=max(year, latest),
                today=today,
                leap_day=leap_day,
                settled=open_care.settled if options.is_latest else (),
                left_on=open_care.left_on,
                among=None if has_episodes else open_care.left,
                into=report,
            )
        report.tally.skipped.update(reader.skipped)
        report.refused[:0] = reader.refused
        report.refused[:0] = list(_problems(files, report))
        report.notes += reader.notes()
        return report


def _report_of(files: SpooledReturn, folder: Path, year: int, dry_run: bool) -> Report:
    """A report that says so far what was read."""
    report = Report(str(folder).encode(errors="replace").decode(), year, dry_run)
    for name, table in files.tables.items():
        report.read[name] = {"rows": len(table), "files": table.files}
        if name not in KEPT:
            report.not_kept[name] = len(table)
    if not files.tables:
        report.notes.append(
            "No table of the return was found. Only files that lie in the folder itself are read: give the folder of "
            "one year, not one above it."
        )
    return report


@dataclass(slots=True)
class OpenCare:
    """What a return says of care that was open in the record. See `open_care.ask_about_open_care`.

    `left`: those whom it has among the care leavers of OC3.
    """

    settled: set[UUID] = field(default_factory=set)
    left: set[UUID] = field(default_factory=set)
    left_on: dict[UUID, date] = field(default_factory=dict)


@action
def load_children(
    *,
    by: User | None,
    children: Sequence[Child],
    options: ImportOptions,
    dry_run: bool,
    report: Report,
    open_care: OpenCare,
) -> None:
    """Load these children, whole or not at all each, and add what was done to the report. A dry run does all of it
    and takes it back."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    while True:
        stored = stored_children(children, options.year, options.numbers)
        planned = {child.number: plan_changes(child, stored[child.number], options) for child in children}
        plans = {number: found for number, found in planned.items() if found}
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
    _mark_refused(children, stored, options, report, open_care)
    opened = [one.person.pk for one in plans.values() if any(isinstance(row, Involvement) for row in one.new)]
    facts_changed(people=opened, today=options.today)  # also where no status changed
    for one in plans.values():
        report.tally.add(one.tally)
        report.refused += one.refused_rows
        report.notes += one.notes
        if one.settles_care:
            open_care.settled.add(one.person.pk)
    answered = [plans[child.number] for child in children if child.answer and child.number in plans]
    open_care.left |= {one.person.pk for one in answered if not one.refused_rows}
    if dry_run:
        transaction.set_rollback(True)


def _mark_refused(
    children: Sequence[Child],
    stored: Mapping[str, StoredChild],
    options: ImportOptions,
    report: Report,
    open_care: OpenCare,
) -> None:
    """Raise an issue on the record of every refused child that has one, and read what its rows say of open care."""
    issues, confirmed = [], []
    for child in children:
        known = stored[child.number]
        likely = [person for person, likeness in known.alike if likeness.verdict >= LikenessVerdict.REFUSED]
        if child.refusals and known.newest <= options.year:  # or a later return has been loaded since
            people = [known.person] if known.person else likely
            issues += [_refusal_issue(person, child.refusals[0], options.year) for person in people]
        if not child.refusals or known.person is None:
            continue
        if any(row.facts["ends_on"] is None for row in child.episodes):
            open_care.settled.add(known.person.pk)
            confirmed += [
                row for row in known.episodes if row.ends_on is None and (row.returned_in or 0) < options.year
            ]
        elif child.episodes:
            open_care.left_on[known.person.pk] = max(row.facts["ends_on"] for row in child.episodes)
    raised = set(
        DataQualityIssue.objects.filter(
            field=DataQualityIssue.RETURN, person__in=[one.person_id for one in issues]
        ).values_list("person_id", "value")
    )
    issues = [one for one in issues if (one.person_id, one.value) not in raised]
    DataQualityIssue.objects.bulk_create(issues)
    for row in confirmed:
        row.returned_in = options.year
    update_rows(CareEpisode, ["returned_in"], confirmed)
    if issues:
        report.tally.issues_by_field[DataQualityIssue.RETURN] += len(issues)
        report.tally.created[ISSUES] += len(issues)


def _refusal_issue(person: YoungPerson, refusal: Refusal, year: int) -> DataQualityIssue:
    why = storable(f"{refusal.reason} {refusal.remedy}".strip())  # a reason may quote what the file holds
    return DataQualityIssue(
        person=person,
        field=DataQualityIssue.RETURN,
        value=f"{year}: {why}"[:200],
        message=f"The SSDA903 return of {year} was not loaded for them. {why}"[:300],
        source=f"SSDA903 {year}",
    )


# Writing


def _write(plans: dict[str, ChildChanges], options: ImportOptions) -> None:
    found = list(plans.values())
    YoungPerson.objects.bulk_create([one.person for one in found if one.is_new])
    changed = [one for one in found if one.fields]
    fields = sorted({name for one in changed for name in one.fields})
    update_rows(YoungPerson, fields, [one.person for one in changed])
    _update(CareEpisode, EPISODE_FIELDS, found)
    _update(Observation, OBSERVATION_FIELDS, found)
    confirmed = [row for one in found for row in one.confirmed if row not in one.changed]
    update_rows(CareEpisode, ["returned_in"], confirmed)
    for model in (CareEpisode, Observation, Involvement, DataQualityIssue):
        _create(model, found)
    resolved = [issue.pk for one in found for issue in one.resolved]
    if resolved:
        DataQualityIssue.objects.filter(pk__in=resolved).update(resolved_at=Now())
    died = [one.person.pk for one in found if one.died and not one.is_new]
    if died:
        close_alerts(alerts=Alert.objects.filter(person__in=died), today=options.today, because="They have died")
    AuditEvent.objects.bulk_create(_event(one, options) for one in found if one.is_change)


def _create(model: type[models.Model], plans: Sequence[ChildChanges]) -> None:
    model._default_manager.bulk_create(
        [row for one in plans for row in one.new if isinstance(row, model)], batch_size=BATCH
    )


def _update(model: type[models.Model], fields: list[str], plans: Sequence[ChildChanges]) -> None:
    update_rows(model, fields, [row for one in plans for row in one.changed if isinstance(row, model)])


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


def _problems(files: SpooledReturn, report: Report) -> Iterator[Refusal]:
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
