"""The base of the commands that answer rule questions on the command line: JSON lines in, JSON lines out."""

import gc
import json
import os
import signal
import sys
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from textwrap import fill
from typing import IO, Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from careleavers.management.manual import HelpFormatter
from careleavers.management.shapes import LineError, Shape, Variants
from careleavers.rules.bad_input import BadInput, InputProblem, Path
from careleavers.rules.json_depth import is_too_deep

EVERY_COMMAND = """\
Reads one JSON object a line from FILE or from standard input and writes one line for each, in the same order.
"id" may be anything: it is repeated in the answer. A line that cannot be answered gives
{"id": ..., "error": {"field": ..., "message": ...}}; the run goes on and ends with exit status 1.
Dates are YYYY-MM-DD. A key left out or null takes its default. A key not listed here is an error."""

LONGEST_LINE = 10_000_000  # characters, or bytes of a file

# What the rules refuse, said of a line: `key` is the fact, `whole` the object or list item that holds it.
PROBLEMS = {
    InputProblem.BEFORE_BIRTH: "{key} is {day}, before the date of birth {born}.",
    InputProblem.ENDS_BEFORE_START: "{whole} ends on {end}, before it starts on {start}.",
    InputProblem.REASON_WITHOUT_END: "{whole} says why it ended ({reason}): say when it ended, too.",
    InputProblem.UNKNOWN_LEGAL_STATUS: "{given} is no legal status. Use one of {known}.",
    InputProblem.UNKNOWN_REASON_ENDED: "{given} is no reason to end. Use one of {known}.",
}


class JsonLinesCommand(BaseCommand, ABC):
    """Answers each line with `answer`; needs no database and holds one line in memory at a time.

    A subclass states `shape` (the keys of a line other than `id`), `answers` (the keys of an answer, in words, for the
    help) and `answer`. Options of its own are added in `add_arguments`, calling this class's first.
    """

    requires_system_checks: list[str] = []
    shape: Shape | Variants
    answers: Mapping[str, str] = {}

    @abstractmethod
    def answer(self, asked: dict[str, Any], options: Mapping[str, Any]) -> Mapping[str, Any]:
        """The answer to one line whose keys have been read by `shape`; LineError makes it an error line."""

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        parser = super().create_parser(prog_name, subcommand, formatter_class=HelpFormatter, **kwargs)
        parser.epilog = self.manual(vars(parser.parse_args([])))
        return parser

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", nargs="?", default="-", metavar="FILE", help="JSON lines; - is standard input.")

    def handle(self, *args: Any, **options: Any) -> None:
        asked = wrong = 0
        with open_input(options["file"]) as file, until_nobody_reads(), seldom_collected():
            for line in bounded_lines(file):
                answered = self.answer_line(line, options)
                self.stdout.write(written(answered))
                asked += 1
                wrong += "error" in answered
        if wrong:
            raise CommandError(f'{wrong} of {asked} lines could not be answered: look for "error" in the output.')

    def answer_line(self, line: str | bytes, options: Mapping[str, Any]) -> dict[str, Any]:
        """The answer to a line as text, or what is wrong with it."""
        try:
            value = parsed(line)
        except LineError as wrong:
            return refused(id_of(line), wrong)
        echoed = None
        try:
            if isinstance(value, dict):
                echoed = repeatable(value.pop("id", None))
            return {"id": echoed, **self.answer(self.read(value), options)}
        except LineError as wrong:
            return refused(echoed, wrong)
        except BadInput as problem:
            return refused(echoed, line_error(problem))

    def read(self, value: Any) -> dict[str, Any]:
        """The keys of a line. LineError says which is wrong, and how."""
        try:
            return self.shape.read(value, None)
        except LineError:
            return self.shape.read(value, "")  # slower, but it knows where

    def manual(self, options: Mapping[str, Any]) -> str:
        """Every key of a line and of its answer, with an example that has just been worked out."""
        example = {"id": "example-1", **(self.shape.example() or {})}
        keys = "\n".join(entry(path, f"{key.words}. {key.about}") for path, key in self.shape.inner_keys(""))
        answers = "\n".join(entry(path, about) for path, about in {"id": "As given.", **self.answers}.items())
        answered = written(self.answer_line(json.dumps(example), options))
        return "\n\n".join(
            [
                EVERY_COMMAND,
                f"Keys of a line:\n{entry('id', 'anything; optional. Repeated in the answer.')}\n{keys}",
                f"Keys of an answer:\n{answers}",
                f"Example line:\n{json.dumps(example)}",
                f"Its answer:\n{answered}",
            ]
        )


def entry(name: str, about: str) -> str:
    """One key and what it means, laid out for the help."""
    return f"  {name}\n" + fill(about, 110, initial_indent=" " * 6, subsequent_indent=" " * 6)


@contextmanager
def seldom_collected() -> Iterator[None]:
    """What a line leaves is freed as it is answered, as nothing of it refers to itself: Python looks for what does a
    hundred times less often than it would, and never among what was there before. A tenth of the time went there."""
    usual = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(100 * usual[0], *usual[1:])
    try:
        yield
    finally:
        gc.set_threshold(*usual)
        gc.unfreeze()


@contextmanager
def until_nobody_reads() -> Iterator[None]:
    """Ends the command without a complaint, status 141, once whoever reads its output has stopped, such as head."""
    try:
        yield
        sys.stdout.flush()
    except BrokenPipeError:
        # Python would write what is left, and complain, at its very end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(128 + signal.SIGPIPE)


@contextmanager
def open_input(name: str) -> Iterator[IO[Any]]:
    """A file, or standard input for "-", to be read line by line."""
    if name == "-":
        yield getattr(sys.stdin, "buffer", sys.stdin)
        return
    try:
        file = open(name, "rb")  # noqa: SIM115 closed below; only opening may fail with a sentence of our own
    except OSError as reason:
        raise CommandError(f"{name} cannot be read: {reason.strerror}.")
    with file:
        yield file


def bounded_lines(file: IO[Any]) -> Iterator[str | bytes]:
    """The lines of a file, one at a time. Of a line beyond LONGEST_LINE only its first LONGEST_LINE + 1 are kept."""
    while line := file.readline(LONGEST_LINE + 1):
        rest = line
        while len(rest) > LONGEST_LINE and rest[-1:] not in ("\n", b"\n"):
            rest = file.readline(LONGEST_LINE + 1)
        yield line


def parsed(line: str | bytes) -> Any:
    """The JSON value of a line; LineError where there is none or a key comes twice. NaN is read, for the key's kind to
    refuse by name.
    """
    if len(line) > LONGEST_LINE:
        raise LineError(None, f"This line is longer than {LONGEST_LINE:,} characters: write less in one line.")
    if not line.strip():
        raise LineError(None, "This line is empty. Each line must be an object in braces.")
    if is_too_deep(line):
        raise LineError(None, "This line is nested too deeply.")
    try:
        return json.loads(line, object_pairs_hook=_each_key_once)
    except LineError:
        raise
    except json.JSONDecodeError as wrong:
        raise LineError(None, f"This line is not JSON: {wrong.msg} at character {wrong.pos + 1}.")
    except UnicodeDecodeError:
        raise LineError(None, "This line is not UTF-8 text.")
    except ValueError:
        raise LineError(None, "This line holds a number too long to read.")


def repeatable(given: Any) -> Any:
    """An id as given; LineError where JSON has no way to write it again."""
    try:
        json.dumps(given, allow_nan=False)
    except ValueError:
        raise LineError("id", "This id cannot be repeated: write it without NaN or Infinity, and less deeply nested.")
    return given


def id_of(line: str | bytes) -> Any:
    """The id of a line that could not be read whole, null where none can be told."""
    if len(line) > LONGEST_LINE or is_too_deep(line):
        return None
    try:
        value = json.loads(line)
        return repeatable(value.get("id")) if isinstance(value, dict) else None
    except ValueError:
        return None


def refused(echoed: Any, wrong: LineError) -> dict[str, Any]:
    """The answer to a line that cannot be answered."""
    return {"id": echoed, "error": {"field": wrong.field, "message": wrong.message}}


def line_error(problem: BadInput) -> LineError:
    """What the rules refused, as a line's own keys and days."""
    values = {name: ", ".join(each) if isinstance(each, list) else each for name, each in problem.values.items()}
    key, whole = key_path(problem.path), key_path(problem.path[:-1])
    return LineError(key, PROBLEMS[problem.problem].format(key=key, whole=whole, **values))


def key_path(path: Path) -> str:
    """Where a fact is in a line, such as `episodes[0].start`."""
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path).removeprefix(".")


def written(answer: Mapping[str, Any]) -> str:
    """An answer as one line of JSON, in ASCII so that any terminal, file or lone surrogate in an id survives."""
    return ENCODER.encode(answer)


ENCODER = json.JSONEncoder(default=date.isoformat)


def _each_key_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    read = dict(pairs)
    if len(read) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in read if names.count(name) > 1)
        raise LineError(twice, f"{twice} comes twice in one object: keep one of them.")
    return read
