"""A row of a file read against its table: the values of our fields, or what is wrong, column by column."""

from __future__ import annotations

import re
from typing import Any

from careleavers.importing.spool import SourceFile, SourceRow
from careleavers.importing.tables import Column, Fault
from careleavers.importing.values import Known, Unusable, shown
from careleavers.rules.cells import without_apostrophe

SHORTENED = re.compile(r"\d([.,]\d+)?[Ee]\+\d+")  # what a spreadsheet makes of a long number


class TableReader:
    """Reads the rows of one file. Columns that the file does not have are as if they were empty."""

    def __init__(self, file: SourceFile, known: Known) -> None:
        self.file, self.known = file, known
        by_name = file.table.by_name
        self._present = [(place, by_name[name]) for place, name in enumerate(file.columns) if name in by_name]
        self._blank = {column.attribute: column.value.blank for column in file.table.columns}

    def read(self, row: SourceRow) -> tuple[dict[str, Any], list[Fault]]:
        """The values by attribute, and the faults; with any fault the values are not whole."""
        values, faults = dict(self._blank), list[Fault]()
        if len(row.cells) > len(self.file.columns):
            reason = "It has more values than the file has columns: look for a comma too many."
            faults.append(("", reason))
        for place, column in self._present:
            text = row.cells[place]
            if not text:
                if column.required:
                    faults.append((column.name, "It is empty, and has to be there."))
                continue
            try:
                values[column.attribute] = self._value(column, without_apostrophe(text))
            except Unusable as unusable:
                faults.append((column.name, str(unusable)))
        if not faults:
            faults += self.file.table.check(values, self.known)
        if not faults:
            self.file.table.complete(values)
        for name in {
            self.file.table.id_column,
            self.file.table.person_column,
        }:  # of the other system: no fields of ours
            values.pop(name)
        return values, faults

    def _value(self, column: Column, text: str) -> Any:
        if text.startswith("="):
            raise Unusable(f"{shown(text)} is a formula: write what it comes to.")
        if column.name.endswith("_id") and SHORTENED.fullmatch(text):
            raise Unusable(f"{shown(text)} is a long number that a spreadsheet shortened: make the column text.")
        return column.value.read(text, self.known)
