"""Records of another system, brought over in the browser: files sent, columns named, checked, brought over."""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from careleavers.actions import reads
from careleavers.actions import record_imports as actions
from careleavers.celery import run_soon
from careleavers.forms.record_imports import AddFilesForm, ColumnsForm, NewImportForm, TableForm
from careleavers.importing.tables import TABLES
from careleavers.importing.templates import template
from careleavers.importing.uploads import missing_columns, table_of_sheet
from careleavers.models import FileScan, ImportFile, RecordImport, User
from careleavers.permissions import Permission
from careleavers.queries.file_scans import why_closed
from careleavers.rules.uploads import infected
from careleavers.views.documents import scan_soon
from careleavers.views.downloads import disposition
from careleavers.views.gates import current_user, files_of, post_data, requires
from careleavers.views.submission import attempt, submit

TASK = "careleavers.tasks.import_records"
END_OF_ROW = "\r\n"  # of what we write as CSV; a cell has none


@requires(Permission.IMPORT_RECORDS)
def import_list(request: HttpRequest) -> HttpResponse:
    """One's own imports, and the beginning of another."""
    by = current_user(request)
    form = NewImportForm(post_data(request), files_of(request))
    if begun := submit(request, form, lambda: begin(by, form), refused_on="exports"):
        scan_soon()
        return redirect("import_page", begun.result.pk)
    imports = RecordImport.objects.filter(recorded_by=by).defer("report", "failed")
    return render(
        request, "careleavers/imports/list.html", {"form": form, "imports": imports, "tables": TABLES.values()}
    )


def begin(by: User, form: NewImportForm) -> RecordImport:
    return actions.begin_import(by=by, system=form.cleaned_data["system"], files=form.cleaned_data["exports"])


@requires(Permission.IMPORT_RECORDS)
@require_safe
def import_template(request: HttpRequest, table: str) -> HttpResponse:
    """An empty file of a table, with its columns."""
    if table not in TABLES:
        raise Http404
    return csv_file(template(TABLES[table]), f"{table}.csv")


@requires(Permission.IMPORT_RECORDS)
def import_page(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """One import: its files, how far it is, and what came of it."""
    record_import, by = fetch_import(request, import_id), current_user(request)
    form = AddFilesForm(post_data(request), files_of(request))
    if submit(
        request,
        form,
        lambda: actions.add_files(by=by, record_import=record_import, files=form.cleaned_data["exports"]),
        refused_on="exports",
    ):
        scan_soon()
        return redirect("import_page", import_id)
    counts = record_import.report.get("tables", {})
    files = [
        (file, _why_unread(file), [(place, sheet, *_known(sheet)) for place, sheet in enumerate(file.sheets)])
        for file in record_import.files.defer("content").select_related("scan")
    ]
    context = {
        "record_import": record_import,
        "form": form,
        "files": files,
        "why_not_check": actions.why_not_check(record_import),
        "counts": [(table.title, counts[name]) for name, table in TABLES.items() if name in counts],
        "failed": list(record_import.failed),
    }
    return render(request, "careleavers/imports/import.html", context)


def _why_unread(file: ImportFile) -> str:
    """Why nothing is read of a file, "" where it is."""
    scan = getattr(file, "scan", None)
    if scan and scan.state == FileScan.INFECTED:
        return f"{infected(scan.virus)} It was destroyed here and nothing of it was read."
    return why_closed(scan, timezone.now()).replace("opened", "read") or file.unreadable_because


def _known(sheet: dict[str, Any]) -> tuple[str, list[str]]:
    """The table that a sheet is known as, and what is missing in it."""
    table = table_of_sheet(sheet)
    return (table.title, missing_columns(sheet, table)) if table else ("", [])


@requires(Permission.IMPORT_RECORDS)
def import_columns(request: HttpRequest, import_id: UUID, file_id: UUID, sheet: int) -> HttpResponse:
    """What is in a sheet, and which of our columns its columns stand for."""
    file, by = fetch_file(request, import_id, file_id), current_user(request)
    if sheet >= len(file.sheets):
        raise Http404
    found = file.sheets[sheet]
    known = table_of_sheet(found)
    chosen = TableForm(request.GET or None, initial={"table": known.name if known else "people"})
    table = TABLES.get(request.GET.get("table", known.name if known else ""))
    form = ColumnsForm(post_data(request), sheet=found, table=table) if table else None
    if form and submit(
        request, form, lambda: actions.name_columns(by=by, file=file, sheet=sheet, mapping=form.mapping)
    ):
        return redirect("import_page", import_id)
    context = {"file": file, "sheet": found, "chosen": chosen, "form": form, "table": table}
    return render(request, "careleavers/imports/columns.html", context)


@require_POST
@requires(Permission.IMPORT_RECORDS)
def import_remove(request: HttpRequest, import_id: UUID, file_id: UUID) -> HttpResponse:
    file = fetch_file(request, import_id, file_id)
    attempt(request, lambda: actions.remove_file(by=current_user(request), file=file), f"{file.name} is taken out.")
    return redirect("import_page", import_id)


@require_POST
@requires(Permission.IMPORT_RECORDS)
def import_check(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """A worker says soon what would be done; nothing is saved."""
    return _ask(request, import_id, actions.ask_for_check)


@require_POST
@requires(Permission.IMPORT_RECORDS)
def import_run(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """A worker brings over soon what was checked."""
    return _ask(request, import_id, actions.ask_for_import)


def _ask(request: HttpRequest, import_id: UUID, ask: Any) -> HttpResponse:
    record_import = fetch_import(request, import_id)
    if attempt(request, lambda: ask(by=current_user(request), record_import=record_import)):
        transaction.on_commit(partial(run_soon, TASK))
    return redirect("import_page", import_id)


@require_POST
@requires(Permission.IMPORT_RECORDS)
def import_drop(request: HttpRequest, import_id: UUID) -> HttpResponse:
    record_import = fetch_import(request, import_id)
    said = f"The files from {record_import.system} are deleted here. What was brought over stays."
    if attempt(request, lambda: actions.drop_import(by=current_user(request), record_import=record_import), said):
        return redirect("import_list")
    return redirect("import_page", import_id)


@requires(Permission.IMPORT_RECORDS)
@require_safe
def import_failed(request: HttpRequest, import_id: UUID, table: str) -> HttpResponse:
    """The failed rows of a table, to be mended and sent again."""
    record_import = fetch_import(request, import_id)
    text = record_import.failed.get(table)
    if text is None:
        raise Http404
    reads.note_export(
        by=current_user(request),
        page="import_failed",
        detail=f"Failed rows of {table}, to mend them (from {record_import.system})",
        people_shown=text.count(END_OF_ROW) - 1,
    )
    return csv_file(text, f"{table}-failed.csv")


def csv_file(text: str, name: str) -> HttpResponse:
    return HttpResponse(
        text,
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": disposition(name)},
    )


def fetch_import(request: HttpRequest, import_id: UUID) -> RecordImport:
    """The import, if it is this user's own: what is in its files is not for others. Else 404."""
    return get_object_or_404(RecordImport, pk=import_id, recorded_by=current_user(request))


def fetch_file(request: HttpRequest, import_id: UUID, file_id: UUID) -> ImportFile:
    own = ImportFile.objects.select_related("record_import").defer("content")
    return get_object_or_404(own, pk=file_id, record_import=fetch_import(request, import_id))
