"""A list of people who are to work here, as a file, read row by row. Nothing here saves."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from typing import Any

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from careleavers.actions.staff import why_not_give_role
from careleavers.actions.staff_lists import NewMember
from careleavers.forms.base import Form
from careleavers.forms.staff import UserForm
from careleavers.importing.files import sheets_of
from careleavers.importing.report import FileFault
from careleavers.models import Team
from careleavers.permissions import Role
from careleavers.rules.cells import without_apostrophe
from careleavers.rules.words import listing

COLUMNS = {"name": "Name", "email": "Work email", "job_title": "Job title", "phone": "Work phone"}
ROLE, TEAM, REASON = "Role", "Team", "Why not"
HEADER = (*COLUMNS.values(), ROLE, TEAM)
NEEDED = (COLUMNS["name"], COLUMNS["email"])
MOST_ROWS = 500
MOST_BYTES = 2 * 1024 * 1024
SALT = "careleavers.staff_list"
GOOD_FOR = 4 * 60 * 60  # seconds from the preview to the button


@dataclass(frozen=True)
class ListRow:
    """A row of the list: its cells by column, and what is wrong, or whom it adds."""

    number: int
    cells: Mapping[str, str]
    member: NewMember | None = None
    problems: tuple[str, ...] = field(default=())


class StaffListForm(Form):
    """The file as rows of cells, in the order of HEADER, with the number of each line."""

    file = forms.FileField(
        label="File", help_text="CSV or a workbook.", widget=forms.FileInput({"accept": ".csv,.txt,.xlsx,.xls,.ods"})
    )

    def clean_file(self) -> list[tuple[int, list[str]]]:
        sent: UploadedFile[Any] = self.cleaned_data["file"]
        if (sent.size or 0) > MOST_BYTES:
            raise ValidationError("The file is too large for a list of people: the most is 2 MB")
        faults: list[FileFault] = []
        sheets = sheets_of(partial(io.BytesIO, sent.read()), sent.name or "file", faults)
        _, records = next(sheets, ("", iter(())))
        _, header = next(records, (0, []))
        places = {name: header_place(header, name) for name in HEADER}
        if missing := [name for name in NEEDED if places[name] is None]:
            raise ValidationError(f"The first line must name the columns, with {listing(missing)} among them")
        rows = [(line, [_cell(cells, places[name]) for name in HEADER]) for line, cells in islice(records, MOST_ROWS)]
        if faults:
            raise ValidationError(faults[0].reason)
        if next(records, None):
            raise ValidationError(f"Send at most {MOST_ROWS} people at once")
        if not rows:
            raise ValidationError("Nobody is in the file below its first line")
        return rows


def header_place(header: Sequence[str], name: str) -> int | None:
    """Where a column is, however it is spaced or capitalised."""
    wanted = [" ".join(each.replace("_", " ").split()).casefold() for each in header]
    return wanted.index(name.casefold()) if name.casefold() in wanted else None


def _cell(cells: Sequence[str], place: int | None) -> str:
    return without_apostrophe(cells[place]) if place is not None and place < len(cells) else ""


def sealed(rows: list[tuple[int, list[str]]]) -> str:
    """The rows as the preview carries them to the button, so that what was looked at is what is done."""
    return signing.dumps(rows, salt=SALT, compress=True)


class SealedListForm(Form):
    rows = forms.CharField(widget=forms.HiddenInput, max_length=MOST_BYTES)

    def clean_rows(self) -> list[tuple[int, list[str]]]:
        try:
            rows: list[tuple[int, list[str]]] = signing.loads(self.cleaned_data["rows"], salt=SALT, max_age=GOOD_FOR)
        except signing.BadSignature as wrong:
            raise ValidationError("Too much time has passed: send the file again") from wrong
        return rows


def read_rows(rows: list[tuple[int, list[str]]]) -> list[ListRow]:
    """Each row with whom it adds, or with every reason why not, by the accounts and teams that there are now."""
    teams = {team.name.casefold(): team for team in Team.objects.filter(closed_on=None)}
    seen: set[str] = set()
    found = []
    for number, cells in rows:
        row = _read(number, dict(zip(HEADER, cells, strict=True)), teams, seen)
        seen.add(row.cells[COLUMNS["email"]].casefold())
        found.append(row)
    return found


def _read(number: int, cells: dict[str, str], teams: Mapping[str, Team], seen: set[str]) -> ListRow:
    form = UserForm({key: cells[column] for key, column in COLUMNS.items()})
    problems = [message for messages in form.errors.values() for message in map(str, messages)]
    role, team = _role(cells[ROLE]), teams.get(cells[TEAM].casefold())
    if cells[COLUMNS["email"]].casefold() in seen:
        problems.append("This address is in the list twice.")
    if cells[ROLE] and role is None:
        problems.append(f"There is no role “{cells[ROLE]}”: write one of {listing(each.label for each in Role)}.")
    if cells[TEAM] and team is None:
        problems.append(f"There is no team “{cells[TEAM]}”: add it first, or write its name as it is.")
    elif role and (refusal := why_not_give_role(role, team)):
        problems.append(refusal)
    if problems:
        return ListRow(number, cells, problems=tuple(each if each.endswith(".") else f"{each}." for each in problems))
    given = {key: form.cleaned_data[key] for key in COLUMNS}
    return ListRow(number, cells, NewMember(**given, role=role, team=team))


def _role(text: str) -> Role | None:
    wanted = text.replace("_", " ").casefold()
    names = {role: {role.label.casefold(), role.value.replace("_", " ")} for role in Role}
    return next((role for role, known in names.items() if wanted in known), None)
