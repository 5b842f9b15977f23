"""Files of another system, and what their columns stand for. These forms validate and never save."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from careleavers.forms.base import Form
from careleavers.forms.fields import SuggestingInput
from careleavers.importing.stored import systems
from careleavers.importing.tables import ImportTable
from careleavers.importing.uploads import guess, tables_by_name
from careleavers.rules.uploads import MEGABYTE, MOST_BYTES_TOGETHER
from careleavers.rules.words import listing

MOST_FILES = 20
CHOOSE = "Choose at least one file"
TOO_LARGE = (
    f"The files are too large: the most is {MOST_BYTES_TOGETHER // MEGABYTE} MB together. Add them one by one, save "
    "large ones as workbooks, or split them; whoever runs the server can bring over any size (import_records)."
)


class ExportInput(forms.FileInput):
    allow_multiple_selected = True

    def __init__(self) -> None:
        super().__init__({"multiple": True, "accept": ".csv,.txt,.xlsx,.xls,.ods"})

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Any:
        return files.getlist(name) if hasattr(files, "getlist") else []


class ExportField(forms.Field):
    """Some files, as their content by name."""

    widget = ExportInput

    def clean(self, value: Any) -> dict[str, bytes]:
        sent: list[UploadedFile[Any]] = value or []
        if not sent:
            raise ValidationError(CHOOSE)
        if len(sent) > MOST_FILES:
            raise ValidationError(f"Choose at most {MOST_FILES} files at once: these are {len(sent)}")
        if sum(each.size or 0 for each in sent) > MOST_BYTES_TOGETHER:
            raise ValidationError(TOO_LARGE)
        names = [each.name or "file" for each in sent]
        if len({*names}) < len(names):
            raise ValidationError("Two of the files have one name: give each its own")
        return {name: each.read() for name, each in zip(names, sent, strict=True)}


class AddFilesForm(Form):
    exports = ExportField(
        label="Files",
        help_text="CSV files or workbooks, up to "
        f"{MOST_BYTES_TOGETHER // MEGABYTE} MB at once. Each is known by its columns, or you say what they are.",
    )


class SystemInput(SuggestingInput):
    """The systems from which something was brought over are suggested."""

    suggestions = staticmethod(systems)


class NewImportForm(AddFilesForm):
    """An import, with its first files."""

    system = forms.CharField(
        label="What is the other system called?",
        max_length=60,
        widget=SystemInput,
        help_text="Always the same, or it is taken for another system. It is shown where something came from it.",
    )

    field_order = ("system", "exports")


class TableForm(Form):
    """Which table a sheet is."""

    table = forms.ChoiceField(label="What is in it?", choices=tables_by_name)


class ColumnsForm(Form):
    """Of each of our columns, the column of the file that stands for it, by its place there."""

    mark_optional = False

    def __init__(self, *args: Any, sheet: Mapping[str, Any], table: ImportTable, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.table, self.header = table, sheet["header"]
        guessed = guess(sheet["header"], table, sheet["mapping"])
        choices = [("", "Not in the file")]
        for place, (written, example) in enumerate(zip(sheet["header"], sheet["examples"], strict=True)):
            if written:
                choices.append((str(place), f"{written} – {example}" if example else written))
        for column in table.columns:
            ours = guessed.get(column.name)
            self.fields[column.name] = forms.ChoiceField(
                label=f"{column.label} (needed)" if column.required else column.label,
                choices=choices,
                required=column.required,
                help_text=column.about.replace("`", ""),
                initial=str(sheet["header"].index(ours)) if ours else "",
                error_messages={"required": f"Say which column of the file is “{column.label}”"},
            )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        by_place: dict[str, list[str]] = {}
        for name, place in given.items():
            if place:
                by_place.setdefault(place, []).append(name)
        for place, names in by_place.items():
            if len(names) > 1:
                said = listing(f"“{self.table.by_name[name].label}”" for name in names)
                self.add_error(names[-1], f"“{self.header[int(place)]}” is chosen for {said}: choose it once")
        return given

    @property
    def mapping(self) -> dict[str, str]:
        """By the file's column, ours."""
        return {self.header[int(place)]: name for name, place in self.cleaned_data.items() if place}
