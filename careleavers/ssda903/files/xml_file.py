"""One XML file of a return, in the shape of DfE's "Expanded SSDA903 Return" schema (version 3.3.0 of 2021).

A CHILD holds a HEADER, whose own fields belong to Header, UASC, OC3 and AD1 and whose groups (AMISSING, AREVIEW,
PERMANENCE, OC2, AD_PLACED) are rows of other tables, and EPISODEs. The schema is older than social workers' episodes
and DoLo; a group is recognised by the names inside it, as a CSV file is, so that they are read whatever DfE calls them.
"""

from collections.abc import Iterable, Iterator
from xml.parsers import expat

from careleavers.ssda903.files.decoding import FileText
from careleavers.ssda903.files.tables import TABLES, FileProblem, ReturnFiles

RENAMED = {"CHILDID": "CHILD", "PL": "PLACE"}  # elements whose column has another name
_ABOUT_THE_CHILD = ("CHILD", "DOB", "SEX")
_FROM_HEADER = ("Header", "UASC", "OC3", "AD1")
_OWN_COLUMNS = {
    name: frozenset(columns).difference(_ABOUT_THE_CHILD if name != "Header" else ())
    for name, columns in TABLES.items()
}
_HEADER_FIELDS = frozenset(("UASC", *(column for name in _FROM_HEADER for column in TABLES[name])))
_Fields = dict[str, str]


def read_xml(text: FileText, file: str, into: ReturnFiles) -> None:
    """Add the tables that an XML file's text holds, and its problems, to `into`. What precedes a fault is kept."""
    reader = _Reader(file, into.problems)
    for rows_of in reader.parse(text.pieces()):
        for name, rows in rows_of.items():
            columns = {column: [fields.get(column, "") for fields, _ in rows] for column in TABLES[name]}
            into.add(name, file, columns, [line for _, line in rows])


class _Forbidden(Exception):
    """The file declares a document type, which a return never does and an attack on the reader does."""


class _Reader:
    def __init__(self, file: str, problems: list[FileProblem]) -> None:
        self.file = file
        self.problems = problems
        self._rows: dict[str, list[tuple[_Fields, int]]] = {}
        self._path: list[str] = []
        self._text: list[str] = []
        self._lines: list[int] = []
        self._leaf = False
        self._fields: list[_Fields] = []
        self._groups: list[tuple[_Fields, int, str]] = []
        self._header: tuple[_Fields, int] = ({}, 0)
        self._named: set[str] = set()
        self._children = 0
        self._lines_before = 0
        self._begun = False
        self._parser = expat.ParserCreate(encoding="utf-8")
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._text.append
        self._parser.StartDoctypeDeclHandler = self._refuse

    def parse(self, pieces: Iterable[str]) -> Iterator[dict[str, list[tuple[_Fields, int]]]]:
        """The rows by table, of a piece of the text at a time."""
        try:
            for piece in pieces:
                self._parse(piece)
                yield self._taken()
            self._parser.Parse(b"", True)
        except _Forbidden:
            self._report("The file declares a document type (DOCTYPE).", "Export it again without one.", 1)
        except expat.ExpatError as error:
            self._report(
                f"The XML is broken here: {expat.ErrorString(error.code)}.",
                "Export the file again. Nothing after this line was read.",
                self._lines_before + error.lineno,
            )
        else:
            if not self._children:
                self._report("The XML holds no CHILD elements.", "Choose the SSDA903 file of the return.", None)
        yield self._taken()

    def _parse(self, piece: str) -> None:
        if not self._begun:  # nothing may precede the XML declaration
            body = piece.lstrip()
            self._lines_before += piece[: len(piece) - len(body)].count("\n")
            piece, self._begun = body, bool(body)
        self._parser.Parse(piece.encode("utf-8", errors="replace"), False)

    def _taken(self) -> dict[str, list[tuple[_Fields, int]]]:
        rows, self._rows = self._rows, {}
        return rows

    def _refuse(self, *_: object) -> None:
        raise _Forbidden

    def _start(self, tag: str, _: object) -> None:
        self._path.append(tag.rpartition(":")[2].upper())
        self._lines.append(self._lines_before + self._parser.CurrentLineNumber)
        self._fields.append({})
        self._text.clear()
        self._leaf = True

    def _end(self, _: str) -> None:
        tag, line, fields = self._path.pop(), self._lines.pop(), self._fields.pop()
        if tag == "CHILD":
            self._finish_child(line)
        elif self._leaf:
            if self._fields:
                self._fields[-1][RENAMED.get(tag, tag)] = "".join(self._text).strip().upper()
        elif tag == "HEADER":
            self._header = (fields, line)
        elif "CHILD" in self._path:
            self._groups.append((fields, line, tag))
        self._text.clear()
        self._leaf = False

    def _finish_child(self, line: int) -> None:
        self._children += 1
        header, header_line = self._header
        groups, self._groups, self._header = self._groups, [], ({}, 0)
        about = {column: header.get(column, "") for column in _ABOUT_THE_CHILD}
        if not about["CHILD"]:
            self._report(
                "This CHILD has no CHILDID.", "Give the child's number; the child was not read.", line, "CHILD"
            )
            return
        self._name_unknown({name for name, text in header.items() if text} - _HEADER_FIELDS, header_line)
        for name in _FROM_HEADER:
            if name == "Header" or _answered(name, header):
                self._add(name, about | header, header_line)
        for fields, group_line, tag in groups:
            table = _table_of(set(fields))
            if table is None:
                self._name_unknown({tag}, group_line)
            elif any(fields.values()):
                self._add(table, about | fields, group_line)

    def _add(self, table: str, fields: _Fields, line: int) -> None:
        self._rows.setdefault(table, []).append((fields, line))

    def _name_unknown(self, tags: set[str], line: int) -> None:
        """Once for each name: a thousand children would repeat it."""
        for tag in sorted(tags - self._named):
            self._named.add(tag)
            self._report(f"{tag} is not part of the return.", "Check its spelling; it was not read.", line, tag)

    def _report(self, reason: str, remedy: str, line: int | None, column: str | None = None) -> None:
        self.problems.append(FileProblem(self.file, reason, remedy, line, column))


def _answered(name: str, header: _Fields) -> bool:
    """Whether the header says anything for this table: XML has one HEADER where CSV has up to four rows."""
    if name == "UASC":
        return header.get("UASC") == "1" or bool(header.get("DUC"))
    return any(header.get(column) for column in _OWN_COLUMNS[name])


def _table_of(names: set[str]) -> str | None:
    return next((name for name, own in _OWN_COLUMNS.items() if name not in _FROM_HEADER and names <= own), None)
