"""`manage.py letters`: letters for some days that are to go, when and how, and what stops them. Sends nothing."""

from __future__ import annotations

import json
from argparse import ArgumentTypeError
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone

from careleavers.management.jsonlines import until_nobody_reads
from careleavers.management.manual import CommandWithManual
from careleavers.rules.words import amount, weekday
from offers.queries.letters_to_come import LetterToCome, letters_to_come

MOST_DAYS = 366
MANUAL = """\
  manage.py letters --from 2026-12-01 --to 2026-12-31
  manage.py letters --from 2026-12-01 --to 2026-12-31 --json

--json prints one object:
  from, to  the days asked about, both included: birthdays, or by which another letter is to be there
  today     the day on which it was asked: holds and addresses are as of then
  letters   a list, the earliest day first, of letters that have not gone:
            {"person", "kind", "age", "day", "letter", "state", "channel", "postage", "go_by", "latest_arrival", "late",
             "holds"}
            person    the id of the record
            kind      birthday, council_tax, hand_over, review or reminder; of the last four those that are planned
            age       on the birthday; null of another kind
            day       the birthday, or the day by which it is to be there
            letter    the id of the letter; null while the night has not planned it
            state     as stored, such as planned, on_hold or with_service; null while it is not planned
            channel   own_printer (printed and posted here), printing_service (GOV.UK Notify), email or text
            postage   first, second or economy
            go_by     the last day to post it, to hand it to the service by 17:30, or to send it, so that it is in time
            latest_arrival  the last day on which it could then arrive
            late      whether that day has passed
            holds     a list of {"reason", "remedy"}: why it must not go as things are, and what to do; remedy may be ""

Nobody is named. Nothing is planned, made or sent by asking. The exit status is 1 where the days cannot be asked about.
"""


class Command(CommandWithManual):
    help = "List the letters for some days that are to go: when, how, and what stops them."
    manual = MANUAL

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--from", dest="first", type=_day, required=True, metavar="DAY", help="From this day, 2026-12-01."
        )
        parser.add_argument("--to", dest="last", type=_day, required=True, metavar="DAY", help="To this day, included.")
        parser.add_argument("--json", action="store_true", help="Print one JSON object instead of lines.")

    def handle(self, *args: Any, **options: Any) -> None:
        first, last, today = options["first"], options["last"], timezone.localdate()
        if last < first:
            raise CommandError("--to is before --from.")
        if last - first >= timedelta(days=MOST_DAYS):
            raise CommandError(f"Ask about a year at most: {MOST_DAYS} days.")
        found = letters_to_come(first, last, today)
        with until_nobody_reads():
            if options["json"]:
                days = {"from": first.isoformat(), "to": last.isoformat(), "today": today.isoformat()}
                self.stdout.writelines(_one_object(days, found))
            else:
                self._say(found)

    def _say(self, found: Iterator[LetterToCome]) -> None:
        letters = stopped = 0
        for each in found:
            self.stdout.write(_line(each))
            letters += 1
            stopped += bool(each.holds)
        self.stdout.write(f"{amount(letters, 'letter')}, {stopped} of them held back.")


def _one_object(days: Mapping[str, str], found: Iterator[LetterToCome]) -> Iterator[str]:
    """The days and the letters as one JSON object, in pieces: the year of a large council is never held whole."""
    yield json.dumps(days)[:-1] + ', "letters": ['
    for number, each in enumerate(found):
        yield f"{', ' if number else ''}{json.dumps(_as_json(each), ensure_ascii=False)}"
    yield "]}\n"


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"{text!r} is no day: write it as 2026-12-31.") from None


def _as_json(letter: LetterToCome) -> dict[str, Any]:
    return {
        "person": str(letter.person_id),
        "kind": letter.kind,
        "age": letter.age,
        "day": letter.day.isoformat(),
        "letter": str(letter.id) if letter.id else None,
        "state": letter.state,
        "channel": letter.channel,
        "postage": letter.postage,
        "go_by": letter.go_by.isoformat(),
        "latest_arrival": letter.arrives_by.isoformat(),
        "late": letter.is_late,
        "holds": [_hold(each) for each in letter.holds],
    }


def _hold(sentences: str) -> dict[str, str]:
    """Each reason is kept as a sentence, and what to do about it as those after it."""
    reason, _, remedy = sentences.partition(". ")
    return {"reason": reason if reason.endswith(".") else f"{reason}.", "remedy": remedy}


def _line(letter: LetterToCome) -> str:
    state = letter.state.label if letter.state else "Not planned yet"
    late = ", late" if letter.is_late else ""
    what = f"{letter.day} {letter.age or letter.kind} {letter.person_id}"
    head = f"{what} {state}, {letter.channel}, by {weekday(letter.go_by)}{late}"
    return " ".join([head, *letter.holds])
