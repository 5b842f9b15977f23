"""Several statements sent to the database as one, for pages that have many short questions at once.

A function that asks the database is written as a generator, `rows = yield from STATEMENT.rows.steps(today)`, and marked
`in_steps`. Called, it asks and answers like any other; its `steps` say what is to be asked, and leave to others when.
`together` takes several and sends what all of them ask next as one statement, until each has come to its end. So a page
asks as many statements as the longest of its parts has steps, however many parts it has.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Generator, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache, partial, update_wrapper
from itertools import islice
from typing import TYPE_CHECKING, Any, Generic, ParamSpec, TypeVar

from django.db import connections

if TYPE_CHECKING:
    from careleavers.models.statements import Compiled

P = ParamSpec("P")
T = TypeVar("T")
Row = tuple[Any, ...]
TEXTS_KEPT = 500  # texts of several statements: one for each page and each sort of reader
# Characters of what is sent as one: of more, running it costs Postgres more than the way there and back costs us.
LONGEST = 40_000


@dataclass(frozen=True)
class ToSend:
    """A statement with its values that is still to be sent; `made_of` makes the answer of its rows."""

    compiled: Compiled
    values: tuple[Any, ...]  # as `Compiled.given` has them, so that two can be compared
    made_of: Callable[[list[Row]], Any]


Asking = Generator[list[ToSend], list[Any], T]


class InSteps(Generic[P, T]):
    """A function that asks the database: called, it asks and answers; `steps` are for asking together with others."""

    def __init__(self, steps: Callable[P, Asking[T]]) -> None:
        self.steps = steps
        update_wrapper(self, steps)

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> T:
        return ask(self.steps(*args, **kwargs))

    def __get__(self, instance: Any, owner: type) -> InSteps[..., T]:
        return self if instance is None else InSteps(partial(self.steps, instance))


def in_steps(steps: Callable[P, Asking[T]]) -> InSteps[P, T]:
    """Marks a generator that asks the database."""
    return InSteps(steps)


def answered(answer: T) -> Asking[T]:
    """What needs not be asked."""
    return answer
    yield


def steps_of(function: Callable[P, T]) -> Callable[P, Asking[T]]:
    """The steps of a function that may ask by itself: then it is asked for its answer in the first."""
    if isinstance(function, InSteps):
        return function.steps

    def steps(*args: P.args, **kwargs: P.kwargs) -> Asking[T]:
        yield []
        return function(*args, **kwargs)

    return steps


def together(*several: Asking[Any]) -> Asking[list[Any]]:
    """The answers of all of them, in their order."""
    answers: list[Any] = [None] * len(several)
    going_on = dict(enumerate(several))
    told: Mapping[int, Any] = {}
    while going_on:
        wanted: dict[int, list[ToSend]] = {}
        for number, asking in list(going_on.items()):
            try:
                wanted[number] = asking.send(told.get(number))  # type: ignore[arg-type]  # None begins it
            except StopIteration as end:
                answers[number] = end.value
                del going_on[number]
        if wanted:
            found = iter((yield [each for of_one in wanted.values() for each in of_one]))
            told = {number: list(islice(found, len(of_one))) for number, of_one in wanted.items()}
    return answers


def ask(asking: Asking[T]) -> T:
    """Its answer. One query for each step."""
    told: Any = None
    while True:
        try:
            wanted = asking.send(told)
        except StopIteration as end:
            answer: T = end.value
            return answer
        told = _answers(wanted)


def ask_together(*several: Asking[Any]) -> list[Any]:
    """The answers of all of them, in their order. One query for each step of the longest."""
    return ask(together(*several))


def _answers(wanted: Collection[ToSend]) -> list[Any]:
    """What two of them ask in the same words is sent once."""
    distinct = dict.fromkeys((each.compiled, each.values) for each in wanted)
    at_once = [key for key in distinct if key[0].may_be_sent_with_others]
    rows: dict[tuple[Compiled, Row], list[Row]] = {}
    for part in _in_parts(at_once):
        if len(part) > 1:
            rows |= _rows_at_once(part)
    for compiled, values in distinct:
        if (compiled, values) not in rows:
            rows[compiled, values] = compiled.rows(values)
    return [each.made_of(rows[each.compiled, each.values]) for each in wanted]


def _in_parts(several: Iterable[tuple[Compiled, Row]]) -> Iterator[list[tuple[Compiled, Row]]]:
    """In their order, none longer than LONGEST unless it is one alone."""
    part: list[tuple[Compiled, Row]] = []
    length = 0
    for each in several:
        length += len(each[0].text)
        if part and length > LONGEST:
            yield part
            part, length = [], len(each[0].text)
        part.append(each)
    yield part


def _rows_at_once(several: Iterable[tuple[Compiled, Row]]) -> dict[tuple[Compiled, Row], list[Row]]:
    """The rows of each. Postgres writes every value as text, as it always does, and the driver reads it as ever."""
    connection = connections[next(compiled.alias for compiled, _ in several)]
    parameters = [each for compiled, values in several for each in compiled.parameters_with(values)]
    with connection.cursor() as cursor:
        cursor.execute(_text_of(tuple(compiled for compiled, _ in several)), parameters)
        [found] = cursor.fetchall()
        return {key: key[0].read(texts, cursor) for key, texts in zip(several, found, strict=True)}


@lru_cache(maxsize=TEXTS_KEPT)
def _text_of(several: tuple[Compiled, ...]) -> str:
    return f"SELECT {', '.join(each.as_one_value for each in several)}"
