from collections.abc import Mapping
from typing import Any

from careleavers.management.jsonlines import JsonLinesCommand
from careleavers.management.shapes import Choice, Key, Kind, LineError, Shape
from careleavers.rules.identifiers import KINDS, LARGEST_NUMBER, check


class TextOrWhole(Kind):
    """Text, or a whole number where a spreadsheet has made one of it."""

    words = "text or whole number"

    def read(self, value: Any, path: str | None) -> str | int:
        if isinstance(value, bool) or not isinstance(value, str | int):
            raise LineError(path, f"Write {path} as text in quotation marks, or as a whole number.")
        if isinstance(value, int) and not 0 <= value < LARGEST_NUMBER:
            raise LineError(
                path, f"Write {path} as a whole number from 0, shorter than {len(str(LARGEST_NUMBER))} digits."
            )
        return value


class Command(JsonLinesCommand):
    help = "Says whether an identifier is well formed, how it is kept, and what is wrong with it in words."
    shape = Shape(
        Key("kind", Choice(tuple(KINDS)), "What the value is.", required=True, sample="nhs_number"),
        Key("value", TextOrWhole(), "What was typed. Spaces and capitals do not matter.", sample="943 476 5919"),
    )
    answers = {
        "valid": "true or false: whether such an identifier can exist, not whether it belongs to this person.",
        "normal": "The form to keep it in; null unless valid.",
        "message": "A sentence saying what is wrong, or a caution about a valid value; null where there is neither.",
    }

    def answer(self, asked: dict[str, Any], options: Mapping[str, Any]) -> Mapping[str, Any]:
        checked = check(asked["kind"], asked["value"])
        return {"valid": checked.valid, "normal": checked.normal, "message": checked.message}
