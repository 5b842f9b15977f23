"""Records of another system written into this one: whole people in batches, each batch in a transaction of its own.

A batch that is done stays done: whatever breaks an import off, the next one goes on where it ended.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import DataError, IntegrityError, connection, models, transaction

from careleavers.actions.alerts import close_alerts, update_recipients
from careleavers.actions.base import Refused, action, record_event
from careleavers.actions.bulk import copy_rows, update_rows
from careleavers.actions.contacts import amend_contact
from careleavers.actions.documents import keep_files
from careleavers.actions.facts_changed import facts_changed
from careleavers.actions.involvements import close_involvement
from careleavers.actions.people import record_death
from careleavers.actions.statuses import rebuild_possible
from careleavers.importing.files import read_folder
from careleavers.importing.list_9 import rows_of_line, says_more
from careleavers.importing.list_9_table import LIST_9
from careleavers.importing.merging import digests
from careleavers.importing.people import PeoplePlanner
from careleavers.importing.planning import Changes, Planner, RowValues
from careleavers.importing.reading import TableReader
from careleavers.importing.report import FailedRow, ImportReport
from careleavers.importing.spool import Spool
from careleavers.importing.stored import (
    Import,
    ReadDocument,
    Stored,
    add_rows_of,
    begin,
    contacts_of,
    records_alike,
    stored_rows,
)
from careleavers.importing.tables import CONTACTS, DOCUMENTS, PEOPLE, TABLES
from careleavers.importing.values import Unusable
from careleavers.models import Alert, Allocation, AuditEvent, DataQualityIssue, ImportedRow, User, YoungPerson
from careleavers.rules.alert_kinds import CASE_LEFT

BATCH = 200  # people
LOCK = 904  # of Postgres: two imports at once take turns, batch by batch
EVENT, DONE = "records_brought_over", "import_done"
Rows = dict[str, list[RowValues]]  # by table


def import_folder(*, folder: Path, **options: Any) -> ImportReport:
    """As `import_records`, of the files in a folder. OSError where it cannot be listed."""
    with closing(Spool()) as spool:
        read_folder(folder, spool)
        return import_records(spool=spool, **options)


def import_records(
    *,
    by: User | None,
    spool: Spool,
    system: str,
    today: date,
    now: datetime,
    dry_run: bool = False,
    read_document: ReadDocument | None = None,
    report_progress: Callable[[int, int], None] = lambda done, total: None,
) -> ImportReport:
    """Bring over what was read from another system, or only say what that would do.

    One row's fault stops no other row but those that need it. `report_progress` is called with how many people are
    done, of how many.
    """
    run = begin(system=system, by=by, today=today, now=now, dry_run=dry_run, read_document=read_document)
    report = run.report
    report.read, report.faults, report.notes = dict(spool.rows_read), spool.faults, spool.notes
    total, done = spool.count_people(), 0
    readers = [TableReader(file, run.known) for file in spool.files]
    for keys in spool.people(together=BATCH):
        _bring_over_if_possible(run, keys, *_read(run, spool, readers, keys))
        done += len(keys)
        report_progress(done, total)
    if not dry_run and total:
        note_import(by=by, report=report)
    return report


def _read(
    run: Import, spool: Spool, readers: Sequence[TableReader], keys: Sequence[str]
) -> tuple[Rows, dict[str, str]]:
    """The rows of these people by table; and of those whose own row failed, where it is."""
    rows: Rows = {name: [] for name in TABLES}
    report = run.report
    left_out: dict[str, str] = {}
    for name, table in TABLES.items():
        for source in spool.rows(table, keys):
            values, faults = readers[source.file.number].read(source)
            if source.repeats:
                report.unchanged[name] += 1
            elif source.earlier and source.their_id:
                said = f"{source.earlier} has this ID and says something else: keep the one that is right."
                report.failed.append(FailedRow(source, ((table.id_column, said),)))
            elif faults:
                report.failed.append(FailedRow(source, tuple(faults)))
                if table in (PEOPLE, LIST_9):
                    left_out[source.person] = _left_out(source.place)
            elif table is LIST_9:
                for kind, made in rows_of_line(source, values, run):
                    report.read[kind] = report.read.get(kind, 0) + 1
                    rows[kind].append(made)
            else:
                rows[name].append(RowValues(source, values))
    return rows, left_out


def _left_out(place: str) -> str:
    return f"The row of this person was not brought over ({place}): put that right, and load both again."


def _bring_over_if_possible(run: Import, keys: Sequence[str], rows: Rows, left_out: Mapping[str, str]) -> None:
    """What the database refuses costs the one person whose rows it refuses, and nobody else."""
    part = replace(run, report=ImportReport(run.system, run.report.dry_run), taken=dict(run.taken))
    try:
        bring_over(by=run.by, run=part, keys=keys, rows=rows, left_out=left_out)
    except (IntegrityError, DataError) as error:
        if len(keys) > 1:
            for key in keys:
                ours = {name: [each for each in found if each.source.person == key] for name, found in rows.items()}
                _bring_over_if_possible(run, [key], ours, left_out)
            return
        said = (
            f"The database refuses the rows of this person together ({error.__class__.__name__}): compare their days."
        )
        run.report.failed += [
            FailedRow(each.source.listed or each.source, (("", said),)) for found in rows.values() for each in found
        ]
        return
    run.taken.update(part.taken)
    run.report.add(part.report)


@action
def bring_over(*, by: User | None, run: Import, keys: Sequence[str], rows: Rows, left_out: Mapping[str, str]) -> None:
    """Bring over these people (their IDs in the other system) and all rows about them.

    A dry run does all of it and takes it back.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    ids = {name: {each.source.their_id for each in ours} for name, ours in rows.items()}
    named = {each.values.get("contact_id", "") for found in rows.values() for each in found}
    ids[CONTACTS.name] |= named - {""}
    stored = stored_rows(run, keys, ids)
    planner = _plan(run, stored, rows, dict(left_out))
    _write(planner)
    _amend(planner)
    _keep_documents(planner)
    _create(ImportedRow, planner.changes.imported, run.now)
    _follow(planner)
    if run.report.dry_run:
        transaction.set_rollback(True)


def _plan(run: Import, stored: Stored, rows: Rows, left_out: dict[str, str]) -> Planner:
    planner = Planner(run, stored)
    alike = records_alike(each.values for each in rows[PEOPLE.name])
    add_rows_of(stored, [*stored.people.values(), *alike], run.today)
    taken_over = ImportedRow.objects.filter(system=run.system, kind=PEOPLE.name, row_id__in=[one.pk for one in alike])
    failed_before = len(run.report.failed)
    PeoplePlanner(planner, alike, taken_over.values_list("row_id", flat=True)).plan(rows[PEOPLE.name])
    for failed in run.report.failed[failed_before:]:
        left_out.setdefault(failed.row.person, _left_out(failed.row.place))
    for name, table in TABLES.items():
        if table is PEOPLE:
            continue
        found = ((read, planner.person_of(read, left_out)) for read in rows[name] if not _told_already(read, left_out))
        about = says_more(table, [(read, person) for read, person in found if person], stored, run.today)
        if table is CONTACTS:
            planner.contacts(about, contacts_of(_changed_contacts(stored, about)))
        elif table is DOCUMENTS:
            planner.documents(about)
        elif table.plan:
            table.plan(planner, about)
        else:
            planner.periods(name, table.one, about)
    return planner


def _told_already(read: RowValues, left_out: Mapping[str, str]) -> bool:
    """Whether it was made from a line of a list that failed: once is enough."""
    return read.source.listed is not None and read.source.person in left_out


def _changed_contacts(stored: Stored, rows: Iterable[tuple[RowValues, YoungPerson]]) -> list[UUID]:
    found = ((stored.imported.get((CONTACTS.name, read.source.their_id)), read.values) for read, _ in rows)
    return [known.row_id for known, values in found if known and known.given != digests(values)]


# Writing


def _write(planner: Planner) -> None:
    """Rows that end before those that begin, people before what is about them."""
    changes = planner.changes
    for model, updated in changes.updated.items():
        for names in {frozenset(each) for each in updated.values()}:
            fields = sorted(model._meta.get_field(name).name for name in names)
            update_rows(model, fields, [row for row, each in updated.items() if each == names])
    _resolve_issues(changes.updated.get(YoungPerson, {}), planner.run.now)
    _create(YoungPerson, changes.new.pop(YoungPerson, []), planner.run.now)
    for model, rows in changes.new.items():
        _create(model, rows, planner.run.now)
    update_rows(ImportedRow, ["given"], changes.reimported)
    for person, died_on in changes.died:
        record_death(by=planner.run.by, person=person, died_on=died_on, today=planner.run.today)
    for person, ends_on, reason in changes.closed:
        close_involvement(by=planner.run.by, person=person, ends_on=ends_on, reason=reason, today=planner.run.today)
    _answer_for_teams(planner)


def _resolve_issues(people: Mapping[models.Model, Collection[str]], now: datetime) -> None:
    """A placeholder, or a value that was marked to mend, counts as mended once it is replaced."""
    names = {person.pk: fields for person, fields in people.items()}
    issues = DataQualityIssue.objects.filter(person__in=names, resolved_at=None)
    resolved = [issue.pk for issue in issues if issue.field in names[issue.person_id]]
    if resolved:
        DataQualityIssue.objects.filter(pk__in=resolved).update(resolved_at=now)


def _create(model: type[models.Model], rows: Sequence[models.Model], now: datetime) -> None:
    """COPY whole rows, written down at this instant."""
    if not rows:
        return
    fields = [field for field in model._meta.concrete_fields if not field.generated]
    written_at = {field.attname: now for field in fields if getattr(field, "auto_now_add", False)}
    names = [field.attname for field in fields if field.attname not in written_at]
    copy_rows(model, names, ([getattr(row, name) for name in names] for row in rows), written_at)


def _answer_for_teams(planner: Planner) -> None:
    """The team that answers for somebody is their case holder's."""
    touched = [*planner.changes.touched()]
    held = Allocation.objects.filter(person__in=touched, role=Allocation.CASE_HOLDER, ends_on=None, is_planned=False)
    moved = []
    for allocation in held.select_related("person"):
        if allocation.person.team_id != allocation.team_id:
            allocation.person.team_id = allocation.team_id
            moved.append(allocation.person)
    update_rows(YoungPerson, ["team"], moved)
    told = Alert.objects.filter(person__in=held.values("person"), code=CASE_LEFT, closed_on=None)
    close_alerts(alerts=told, today=planner.run.today, because="Somebody works with them")


def _amend(planner: Planner) -> None:
    """Contacts that the other system has changed become new versions; the first stays readable behind each."""
    run = planner.run
    for contact, read, known in planner.changes.amended:
        try:
            amended = amend_contact(
                by=run.by,
                contact=contact,
                today=run.today,
                now=run.now,
                reason=f"Changed in {run.system}",
                source=run.system,
                **read.values,
            )
        except Refused as refusal:
            planner.fail(read.source, ("", str(refusal)))
            continue
        known.row_id, known.given = amended.pk, digests(read.values)
        known.save(update_fields=["row_id", "given"])


def _keep_documents(planner: Planner) -> None:
    """One file after another is read and kept: together they would not fit into memory."""
    run, documents = planner.run, planner.changes.documents
    contacts = contacts_of({contact for _, _, contact in documents})
    for read, person, contact in documents:
        try:
            assert run.read_document
            new = run.read_document(read.values["file"])
        except Unusable as unusable:
            planner.fail(read.source, ("file", str(unusable)))
            continue
        [document] = keep_files(contacts[contact], [new], by=run.by)
        planner.remember(DOCUMENTS.name, read.source, document, person, digests(read.values))


def _follow(planner: Planner) -> None:
    """Statuses, alerts, letters and the log are right in the same transaction."""
    run, changes = planner.run, planner.changes
    touched = changes.touched()
    if not touched:
        return
    for difference in rebuild_possible(by=run.by, people=[*changes.people], today=run.today):
        if difference.refused:
            person = changes.people[difference.person_id]
            run.report.notes.append(f"Legal status of {person.local_id} could not be worked out: {difference.refused}")
    update_recipients(people=touched, today=run.today)
    facts_changed(people=touched, today=run.today)
    AuditEvent.objects.bulk_create(_event(person, changes, run) for person in sorted(touched, key=str))


def _event(person: UUID, changes: Changes, run: Import) -> AuditEvent:
    return AuditEvent(
        name=EVENT,
        by_id=run.by.pk if run.by else None,
        by_name=run.by.name if run.by else "",
        person_id=person,
        object_kind=YoungPerson._meta.label_lower,
        object_id=str(person),
        details={
            "system": run.system,
            "created": dict(changes.created.get(person, {})),
            "changed": dict(changes.changed.get(person, {})),
        },
    )


@action
def note_import(*, by: User | None, report: ImportReport) -> None:
    """Note in the audit that an import was done, and how much came of it."""
    record_event(
        DONE,
        by=by,
        system=report.system,
        created=dict(report.created),
        changed=dict(report.changed),
        failed=dict(report.failed_count()),
    )
