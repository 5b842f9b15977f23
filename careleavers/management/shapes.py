"""What a JSON object may hold, said once: it reads the object, explains what is wrong in words and writes the help."""

import math
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

FIRST_YEAR, LAST_YEAR = 1900, 2199
NOT_NUMBERS = {"nan": "NaN", "inf": "Infinity", "-inf": "-Infinity"}


class LineError(ValueError):
    """What is wrong with a line: `field` is the path of the key (None: the whole line), `message` a sentence."""

    def __init__(self, field: str | None, message: str) -> None:
        super().__init__(message)
        self.field = field
        self.message = message


class Kind(ABC):
    """One kind of value: `read` turns JSON into Python or raises LineError; `words` names it in the help.

    `path` says where the value is in the line. Without one reading is faster, and an error says nothing of use: read
    again with it to tell what is wrong.
    """

    words: str

    @abstractmethod
    def read(self, value: Any, path: str | None) -> Any:
        """The Python value of a JSON value that is not null."""

    def absent(self) -> Any:
        """What an optional key stands for when it is left out or null."""
        return None

    def example(self) -> Any:
        """A JSON value for the example line, where it follows from the kind alone."""
        return None

    def inner_keys(self, path: str) -> Iterator[tuple[str, "Key"]]:
        """Every key inside, with its full path, for the help."""
        yield from ()


class Date(Kind):
    """A day written YYYY-MM-DD, read as `datetime.date`; years 1900 to 2199, so that no birthday overflows."""

    words = "date YYYY-MM-DD"

    def read(self, value: Any, path: str | None) -> date:
        if not (isinstance(value, str) and len(value) == 10 and value[4] == value[7] == "-"):
            raise LineError(path, f"Write {path} as a date like 2010-03-31, not {_shown(value)}.")
        try:
            day = date.fromisoformat(value)
        except ValueError:
            raise LineError(path, f"There is no day {value}: write {path} as a date like 2010-03-31.")
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise LineError(path, f"The year of {path} must be from {FIRST_YEAR} to {LAST_YEAR}, not {day.year}.")
        return day


class Boolean(Kind):
    words = "true or false"

    def read(self, value: Any, path: str | None) -> bool:
        if not isinstance(value, bool):
            raise LineError(path, f"Write {path} as true or false, not {_shown(value)}.")
        return value


class Text(Kind):
    words = "text"

    def read(self, value: Any, path: str | None) -> str:
        if not isinstance(value, str):
            raise LineError(path, f"Write {path} as text in quotation marks, not {_shown(value)}.")
        return value


@dataclass(frozen=True)
class Choice(Kind):
    """One of a few words, exactly as spelt."""

    choices: tuple[str, ...]

    @property
    def words(self) -> str:  # type: ignore[override]
        return "one of " + ", ".join(f'"{choice}"' for choice in self.choices)

    def read(self, value: Any, path: str | None) -> str:
        if not (isinstance(value, str) and value in self.choices):
            raise LineError(path, f"Write {path} as {self.words}, not {_shown(value)}.")
        return value


@dataclass(frozen=True)
class Whole(Kind):
    """A whole number within closed limits, where given. true, false and 3.0 are not whole numbers here."""

    least: int | None = None
    most: int | None = None

    @property
    def words(self) -> str:  # type: ignore[override]
        return "whole number" + _limits(self.least, self.most)

    def read(self, value: Any, path: str | None) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not _within(value, self.least, self.most):
            raise LineError(path, f"Write {path} as a {self.words}, not {_shown(value)}.")
        return value


@dataclass(frozen=True)
class Number(Kind):
    """A finite number, whole or decimal, within closed limits, where given."""

    least: float | None = None
    most: float | None = None

    @property
    def words(self) -> str:  # type: ignore[override]
        return "number" + _limits(self.least, self.most)

    def read(self, value: Any, path: str | None) -> int | float:
        if (
            isinstance(value, bool)
            or not isinstance(value, int | float)
            or not (isinstance(value, int) or math.isfinite(value))
            or not _within(value, self.least, self.most)
        ):
            raise LineError(path, f"Write {path} as a {self.words}, not {_shown(value)}.")
        return value


@dataclass(frozen=True)
class ListOf(Kind):
    """A list, read as a tuple; the path of each item ends in its position from 0, such as `episodes[0]`."""

    kind: Kind

    @property
    def words(self) -> str:  # type: ignore[override]
        return f"list, each {self.kind.words}"

    def read(self, value: Any, path: str | None) -> tuple[Any, ...]:
        if not isinstance(value, list):
            raise LineError(path, f"Write {path} as a list in square brackets, not {_shown(value)}.")
        if path is None:
            return tuple([self.kind.read(item, None) for item in value])
        return tuple([self.kind.read(item, f"{path}[{position}]") for position, item in enumerate(value)])

    def absent(self) -> tuple[Any, ...] | None:
        return ()

    def example(self) -> Any:
        item = self.kind.example()
        return None if item is None else [item]

    def inner_keys(self, path: str) -> Iterator[tuple[str, "Key"]]:
        yield from self.kind.inner_keys(f"{path}[]")


@dataclass(frozen=True)
class Key:
    """One key of an object. Optional unless `required`; `default` is what leaving it out (or null) means."""

    name: str
    kind: Kind
    about: str
    required: bool = False
    default: Any = None
    sample: Any = None

    def absent(self) -> Any:
        return self.kind.absent() if self.default is None else self.default

    def example(self) -> Any:
        return self.kind.example() if self.sample is None else self.sample

    @property
    def words(self) -> str:
        if self.required:
            return f"{self.kind.words}; needed"
        if self.default is None:
            return f"{self.kind.words}; optional"
        return f"{self.kind.words}; optional, {_shown(self.default)} if left out"


class Shape(Kind):
    """An object with these keys and no others, read as a dict that holds every key."""

    words = "object"

    def __init__(self, *keys: Key) -> None:
        self.keys = {key.name: key for key in keys}

    def read(self, value: Any, path: str | None) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise LineError(path or None, f"Write {path or 'each line'} as an object in braces, not {_shown(value)}.")
        if path is None:
            return self._read_quickly(value)
        if not value.keys() <= self.keys.keys():
            raise self._unknown(value, path)
        return self._read_in_order(value, path)

    def _read_quickly(self, value: dict[str, Any]) -> dict[str, Any]:
        read, readers = self._left_out.copy(), self._readers
        for name, given in value.items():
            if name not in readers:
                raise self._unknown(value, None)
            if given is not None:
                read[name] = readers[name](given, None)
        for name in self._required:
            if value.get(name) is None:
                raise LineError(None, f"{name} is needed.")
        return read

    @cached_property
    def _readers(self) -> dict[str, Callable[[Any, str | None], Any]]:
        return {name: key.kind.read for name, key in self.keys.items()}

    @cached_property
    def _left_out(self) -> dict[str, Any]:
        """What each key stands for when it is left out. It is shared: whoever reads must not change what is inside."""
        return {name: key.absent() for name, key in self.keys.items()}

    @cached_property
    def _required(self) -> tuple[str, ...]:
        return tuple(name for name, key in self.keys.items() if key.required)

    def _read_in_order(self, value: dict[str, Any], path: str) -> dict[str, Any]:
        """The keys one after the other as they are listed, so that the first of several faults is always the same."""
        read = {}
        for name, key in self.keys.items():
            given = value.get(name)
            if given is not None:
                read[name] = key.kind.read(given, _join(path, name))
            elif key.required:
                raise LineError(_join(path, name), f"{_join(path, name)} is needed: {key.about}")
            else:
                read[name] = key.absent()
        return read

    def _unknown(self, value: Mapping[str, Any], path: str | None) -> LineError:
        names = [_join(path, name) for name in value if name not in self.keys]
        known = ", ".join(self.keys) or "none"
        listed = ", ".join(names)
        verb = "is not a known key" if len(names) == 1 else "are not known keys"
        return LineError(names[0], f"{listed} {verb}. Known here: {known}.")

    def absent(self) -> dict[str, Any] | None:
        if any(key.required for key in self.keys.values()):
            return None
        return {name: key.absent() for name, key in self.keys.items()}

    def example(self) -> dict[str, Any] | None:
        samples = {name: key.example() for name, key in self.keys.items()}
        return {name: sample for name, sample in samples.items() if sample is not None} or None

    def inner_keys(self, path: str) -> Iterator[tuple[str, Key]]:
        for name, key in self.keys.items():
            yield _join(path, name), key
            yield from key.kind.inner_keys(_join(path, name))


class Variants(Kind):
    """An object whose other keys depend on one key: `Variants("ask", wilson=Shape(...), xmr=Shape(...))`."""

    words = "object"

    def __init__(self, by: str, /, **shapes: Shape) -> None:
        choice = Key(by, Choice(tuple(shapes)), "Which question this line asks.", required=True)
        self.choice = Shape(choice)
        self.shapes = {
            name: Shape(Key(by, choice.kind, choice.about, required=True, sample=name), *shape.keys.values())
            for name, shape in shapes.items()
        }

    def read(self, value: Any, path: str | None) -> dict[str, Any]:
        (by,) = self.choice.keys
        asked = value if not isinstance(value, dict) else {key: value[key] for key in (by,) if key in value}
        return self.shapes[self.choice.read(asked, path or "")[by]].read(value, path)

    def example(self) -> dict[str, Any] | None:
        return next(iter(self.shapes.values())).example()

    def inner_keys(self, path: str) -> Iterator[tuple[str, Key]]:
        yield from self.choice.inner_keys(path)
        (by,) = self.choice.keys
        for name, shape in self.shapes.items():
            for inner, key in shape.inner_keys(path):
                if inner != _join(path, by):
                    yield inner, replace(key, about=f"Where {_join(path, by)} is {name}: {key.about}")


def _join(path: str | None, name: str) -> str:
    return f"{path}.{name}" if path else name


def _shown(value: Any) -> str:
    """A value as JSON would write it, cut short: messages must stay readable whatever came in."""
    if isinstance(value, bool | None):
        return {True: "true", False: "false", None: "null"}[value]
    text = f'"{value}"' if isinstance(value, str) else "a list" if isinstance(value, list) else str(value)
    text = "an object" if isinstance(value, dict) else text
    text = NOT_NUMBERS.get(text, text) if isinstance(value, float) else text
    return text if len(text) <= 60 else text[:59] + "…"


def _limits(least: float | None, most: float | None) -> str:
    if least is not None and most is not None:
        return f" from {least} to {most}"
    if least is not None:
        return f" of at least {least}"
    return "" if most is None else f" of at most {most}"


def _within(value: float, least: float | None, most: float | None) -> bool:
    return (least is None or value >= least) and (most is None or value <= most)
