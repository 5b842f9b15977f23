"""The columns of Ofsted's Annex A, List 9 "Leaving care services", as a table that can be brought over.

They are those of the workbook of January 2024, as `files.column_name` reads them; the older form lacks four of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from careleavers.importing.tables import (
    LOCAL_ID_LENGTH,
    NEWEST_CODES,
    OLDEST,
    YOUNGEST,
    Cells,
    Column,
    Fault,
    ImportTable,
    register_table,
)
from careleavers.importing.values import DayValue, DropDownValue, Known, TeamValue, TextValue
from careleavers.rules import codes
from careleavers.rules.code_sets import Activity, HomeKind
from careleavers.rules.dates import age_on

ELIGIBILITIES = ("Relevant child", "Former relevant child", "Qualifying care leaver", "Eligible child")
GENDER = DropDownValue({"M": "Male", "F": "Female", "U": "Not stated/recorded"}, also={"Neither": "U"})
YES_NO_UNKNOWN = {"yes": "Yes", "no": "No", "unknown": "Unknown"}
UASC = "unaccompanied_asylum_seeking_child_uasc_or_formerly_uasc_if_18_or_over_y_n"


def _check_line(cells: Cells, known: Known) -> Iterator[Fault]:
    born: date = cells["date_of_birth"]
    if not YOUNGEST <= (age := age_on(born, known.today)) <= OLDEST:
        yield "date_of_birth", f"Born then, they would be {age} years old: check the year."
    if cells["list_of"] is None:
        yield "list_of", "Say of which day the list is: here, or in the file’s name, like list-9-2026-03-31.xlsx."
    elif cells["last_contact_on"] and cells["last_contact_on"] > cells["list_of"]:
        yield "latest_date_of_contact", "That is after the day of the list: put one of the two days right."
    elif cells["reviewed_on"] and cells["reviewed_on"] > cells["list_of"]:
        yield "latest_pathway_plan_review_date", "That is after the day of the list: put one of the two days right."
    if cells["in_touch"] == "died":
        yield "la_in_touch", "The list has no day of the death: write it down in the record, and take this line out."


def _complete_line(values: dict[str, Any]) -> None:
    """Yes and no as the record has them; None where the list says nothing."""
    values["is_unaccompanied"] = {"yes": True, "no": False}.get(values["is_unaccompanied"])
    values["is_suitable"] = {"suitable": True, "unsuitable": False}.get(values["is_suitable"])
    values.pop("age")


LIST_9 = ImportTable(
    "list_9",
    "line of List 9",
    (
        Column(
            "child_unique_id", TextValue(LOCAL_ID_LENGTH), "The authority’s number of the young person.", True, "P1001"
        ),
        Column(
            "gender",
            DropDownValue({"M": "Male", "F": "Female", "U": "Not stated/recorded"}, also={"Neither": "U"}),
            "Gender.",
        ),
        Column(
            "ethnicity",
            DropDownValue(dict(codes.choices("ETHNIC", NEWEST_CODES)), also={"Unknown": "NOBT"}),
            "DfE’s code.",
        ),
        Column("date_of_birth", DayValue(), "Date of birth.", True, "27/03/2008"),
        Column("age", TextValue(20), "Not read: it follows from the date of birth."),
        Column(UASC, DropDownValue({"yes": "Yes", "no": "No"}), "Now or before.", field="is_unaccompanied"),
        Column("does_the_child_have_a_disability", DropDownValue(YES_NO_UNKNOWN), "Disability.", field="disability"),
        Column("allocated_team", TeamValue(), "The team; needed for whoever has no record here yet.", field="team_id"),
        Column("allocated_worker", TextValue(150), "The worker, by name.", field="worker"),
        Column("allocated_personal_advisor", TextValue(150), "The personal adviser, by name.", field="adviser"),
        Column(
            "eligibility_category",
            DropDownValue({each: each for each in ELIGIBILITIES}),
            "Written into the note: legal status comes from the returns.",
            field="eligibility",
        ),
        Column(
            "latest_pathway_plan_review_date",
            DayValue(),
            "The latest plan or review, as a plan of the system before.",
            field="reviewed_on",
        ),
        Column(
            "la_in_touch",
            DropDownValue({"yes": "Yes", "no": "No", "died": "Died", "refu": "Refu", "nreq": "NREQ", "rhom": "Rhom"}),
            "Written into the note.",
            field="in_touch",
        ),
        Column("latest_date_of_contact", DayValue(), "The latest contact with them.", field="last_contact_on"),
        Column(
            "type_of_accommodation",
            DropDownValue({kind.value: kind.label for kind in HomeKind if kind is not HomeKind.NOT_IN_TOUCH}),
            "Written into the note: the list has no day of the move.",
            field="home",
        ),
        Column(
            "suitability_of_accommodation",
            DropDownValue({"suitable": "Suitable", "unsuitable": "Unsuitable"}),
            "Written into the note.",
            field="is_suitable",
        ),
        Column(
            "activity_status",
            DropDownValue({code.value: code.label for code in Activity if code is not Activity.NOT_KNOWN}),
            "What they do, from the day of the list on.",
            field="activity",
        ),
        Column("list_of", DayValue(), "The day of the list. Empty: the day in the file’s name.", example="31/03/2026"),
    ),
    _check_line,
    _complete_line,
    person_column="child_unique_id",
)

register_table(LIST_9)
