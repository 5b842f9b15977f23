"""`manage.py posting`: the last safe day to post a letter, and what stops it at its address."""

from collections.abc import Mapping
from typing import Any

from careleavers.management.jsonlines import JsonLinesCommand
from careleavers.management.shapes import Choice, Date, Key, ListOf, Shape, Text
from offers.rules.addresses import address_faults
from offers.rules.posting import Postage, posting_day


class AddressLines(ListOf):
    """The lines of an address. Left out they are not judged; a list without a line is an address that is empty."""

    def absent(self) -> None:
        return None


class Command(JsonLinesCommand):
    help = "Says until when a letter must be handed in so that its last possible arrival is on or before the birthday."
    shape = Shape(
        Key(
            "birthday",
            Date(),
            "The day on which, or before which, the letter must arrive.",
            required=True,
            sample="2026-12-26",
        ),
        Key(
            "postage",
            Choice(tuple(Postage)),
            "First class arrives on the next delivery day after printing, second class after 4 to 5 working days, "
            "economy after 4 to 7.",
            required=True,
            sample="second",
        ),
        Key(
            "address",
            AddressLines(Text()),
            "The address, line by line, to be judged as well. Left out: not judged.",
            sample=["Sam Example", "12 Mill Lane", "Leicester", "LE1 1AA"],
        ),
    )
    answers = {
        "submit_by": "The last day on which the letter may be handed in, until 17:30.",
        "latest_arrival": "The last day on which it could then arrive.",
        "address_problems": "Only with address: what stops the letter there, each with a code and a message; empty "
        "when it can be posted.",
    }

    def answer(self, asked: dict[str, Any], options: Mapping[str, Any]) -> Mapping[str, Any]:
        day = posting_day(asked["birthday"], Postage(asked["postage"]))
        answer: dict[str, Any] = {"submit_by": day.submit_by, "latest_arrival": day.latest_arrival}
        if asked["address"] is not None:
            faults = address_faults(asked["address"])
            answer["address_problems"] = [{"code": fault.code, "message": fault.message} for fault in faults]
        return answer
