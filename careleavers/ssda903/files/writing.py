"""Tables of a return as DfE's files: one CSV for each table, or one XML file in the shape of DfE's 2021 schema."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from io import StringIO
from xml.etree import ElementTree

from careleavers.ssda903.files.tables import TABLES
from careleavers.ssda903.files.xml_file import RENAMED

Row = Mapping[str, str]  # by DfE's column name; a column that is left out is blank

# The order of the elements in DfE's schema (version 3.3.0).
ABOUT_ELEMENTS = ("CHILDID", "UPN", "SEX", "DOB", "ETHNIC")
LEAVER_ELEMENTS = ("IN_TOUCH", "ACTIV", "ACCOM")
MOTHER_ELEMENTS = ("MOTHER", "MC_DOB")
EPISODE_ELEMENTS = (
    *("DECOM", "RNE", "LS", "CIN", "PL", "PL_POST", "HOME_POST", "URN", "PLACE_PROVIDER", "DEC", "REC"),
    "REASON_PLACE_CHANGE",
)


def csv_file(table: str, rows: Iterable[Row]) -> bytes:
    """The table with DfE's columns in DfE's order, in UTF-8 without a byte order mark, which their reader refuses."""
    text = StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(TABLES[table])
    writer.writerows([row.get(column, "") for column in TABLES[table]] for row in rows)
    return text.getvalue().encode()


def xml_file(tables: Mapping[str, Sequence[Row]]) -> bytes:
    """Header, Episodes and OC3 as one XML file, a CHILD for each row of Header."""
    leavers = {row["CHILD"]: row for row in tables.get("OC3", ())}
    episodes: dict[str, list[Row]] = {}
    for episode in tables.get("Episodes", ()):
        episodes.setdefault(episode["CHILD"], []).append(episode)
    root = ElementTree.Element("EXPSSDA903")
    for header in tables["Header"]:
        child = ElementTree.SubElement(root, "CHILD")
        about = ElementTree.SubElement(child, "HEADER")
        leaver = leavers.get(header["CHILD"], {})
        _add(about, header, ABOUT_ELEMENTS)
        _add(about, leaver, LEAVER_ELEMENTS)
        _add(about, header, MOTHER_ELEMENTS)
        for episode in episodes.get(header["CHILD"], ()):
            _add(ElementTree.SubElement(child, "EPISODE"), episode, EPISODE_ELEMENTS)
    ElementTree.indent(root)
    written: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def _add(parent: ElementTree.Element, row: Row, elements: Iterable[str]) -> None:
    """The row's values that are not blank, as elements in this order."""
    for element in elements:
        if text := row.get(RENAMED.get(element, element)):
            ElementTree.SubElement(parent, element).text = text
