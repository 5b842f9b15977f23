"""Queries whose SQL text is put together once for each process, for what the pages ask that are opened all day.

Django puts the text of a query together each time it is asked, which takes many times as long as the database
takes to answer. Where the text depends on the code alone it need not: nothing that is kept here can grow old.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any, cast
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connections, router
from django.db.models import Model, QuerySet
from django.db.models.query import ModelIterable, get_related_populators
from django.db.models.sql.compiler import SQLCompiler

from careleavers.models.asking import Asking, Row, ToSend, in_steps

if TYPE_CHECKING:
    from careleavers.models.staff import User

# Values that stand for those to come while the text is put together. No record holds a day of that century.
CENTURY = range(7000, 7100)
STAND_INS: dict[type, Callable[[int], Any]] = {
    UUID: lambda number: UUID(int=number + 1),
    list: lambda number: [UUID(int=number + 1)],
    date: lambda number: date(CENTURY.start + 50, 1, 1) + timedelta(days=number),
    datetime: lambda number: datetime(CENTURY.start + 50, 1, 1, tzinfo=UTC) + timedelta(days=number),
    str: lambda number: f"00000000-0000-0000 {number}",
}
# How one of them is written inside something else.
PART_OF_SOMETHING = re.compile(r"00000000-0000-0000|0{20}|date\(70\d\d|\b70\d\d-\d\d-")
PLACEHOLDER = re.compile("%%|%s")  # the first is a percent sign
# Types by their numbers in Postgres: text and varchar, which are read as they are written; and inet, whose text has the
# length of the net behind the address.
TEXTS, NOT_AS_TEXT = {25, 1043}, {869}


class Askable:
    """What can be asked of a statement, of a user or not: now, or with others (`in_steps`)."""

    @in_steps
    def rows(self, *values: Any) -> Asking[list[Row]]:
        """The rows for these values: for a query of `values` or `values_list`. One query."""
        compiled, given = self.text_for(values)
        [found] = yield [ToSend(compiled, given, list)]
        return cast(list[Row], found)

    @in_steps
    def dicts(self, *values: Any) -> Asking[list[dict[str, Any]]]:
        """The rows for these values by the names of their columns. One query."""
        compiled, given = self.text_for(values)
        [found] = yield [ToSend(compiled, given, compiled.dicts)]
        return cast(list[dict[str, Any]], found)

    @in_steps
    def objects(self, *values: Any) -> Asking[list[Any]]:
        """The objects for these values, with what their query selects and annotates. One query."""
        compiled, given = self.text_for(values)
        [found] = yield [ToSend(compiled, given, compiled.objects)]
        return cast(list[Any], found)

    @in_steps
    def first(self, *values: Any) -> Asking[Any]:
        """The first of the objects; None where there is none. One query."""
        found = yield from self.objects.steps(*values)
        return next(iter(found), None)

    def text_for(self, values: tuple[Any, ...]) -> tuple[Compiled, Row]:
        """The text that is sent for these values, and what is sent with it."""
        raise NotImplementedError


class Statement(Askable):
    """The query that `build` gives for some values, each an id, a list of ids, a day, a time or a text, as `kinds` say.

    `build` is called with stand-ins, once for each process. So it must neither branch on a value nor work out another
    from it: what follows from a day is a value of its own. A list is for conditions such as `person__in`, and may be
    any collection when it is asked with. ValueError, the first time, where something else is made of a value.
    """

    is_of_any_user = False  # then the text holds no id but the values: it would be that of whoever asked first

    def __init__(self, build: Callable[..., QuerySet[Any, Any]], *kinds: type) -> None:
        self.build, self.kinds = build, kinds
        self._compiled: dict[str, Compiled] = {}

    def text_for(self, values: tuple[Any, ...]) -> tuple[Compiled, Row]:
        alias = router.db_for_read(Model)
        if alias not in self._compiled:
            self._compiled[alias] = Compiled(self, alias)
        compiled = self._compiled[alias]
        return compiled, compiled.given(values)


class StatementOfUser(Askable):
    """The same for a query about what somebody may see: it is asked with the user first, whom `build` gets, and which
    may ask what they see and do.

    Its text depends on what their roles allow, and on how many teams these reach: so there is one for each of those.
    """

    def __init__(self, build: Callable[..., QuerySet[Any, Any]], *kinds: type) -> None:
        self.build, self.kinds = build, kinds
        self._statements: dict[Any, Statement] = {}

    def text_for(self, values: tuple[Any, ...]) -> tuple[Compiled, Row]:
        user, *others = values
        return self._of(user).text_for((user.pk, user.access_day, *user.access.teams, *others))

    def _of(self, user: User) -> Statement:
        access, model = user.access, user.__class__  # type() would be that of a lazy object
        number = len(access.teams)

        def build(pk: UUID, day: date, *values: Any) -> QuerySet[Any, Any]:
            stand_in = model(pk=pk).on(day, own_only=access.own_only)
            stand_in.access = access.with_teams(values[:number])
            return self.build(stand_in, *values[number:])

        if access.shape not in self._statements:
            kinds = (UUID, date, *[UUID] * number, *self.kinds)
            statement = self._statements[access.shape] = Statement(build, *kinds)
            statement.is_of_any_user = True
        return self._statements[access.shape]


class Compiled:
    """The text of a statement for one database, and how its rows become Python: as Django's own iterators do it."""

    def __init__(self, statement: Statement, alias: str) -> None:
        stand_ins = [STAND_INS[kind](number) for number, kind in enumerate(statement.kinds)]
        rows = statement.build(*stand_ins)
        query = rows.query
        compiler: SQLCompiler = query.get_compiler(alias)
        self.alias = alias
        self.types: list[int] | None = None  # of the columns, as Postgres numbers types
        self.names: list[str] = list(query.selected or ())
        self.lists = {number: tuple(each) for number, each in enumerate(stand_ins) if isinstance(each, list)}
        try:
            self.text, self.parameters = compiler.as_sql()
        except EmptyResultSet:  # whatever the values: such as what somebody sees whose roles show no records
            self.text = ""
            return
        number_of = {each[0] if isinstance(each, list) else each: number for number, each in enumerate(stand_ins)}
        self.places = {
            place: number_of[each]
            for place, each in enumerate(self.parameters)
            if isinstance(each, UUID | date | str) and each in number_of
        }
        others = [each for place, each in enumerate(self.parameters) if place not in self.places]
        _refuse_what_was_worked_out(others)
        if statement.is_of_any_user and any(isinstance(each, UUID) for each in others):
            raise ValueError("An id is none of the values: whoever asks next would be answered about the same one.")
        self.text = _with_room_for_lists(
            self.text, {place for place, number in self.places.items() if number in self.lists}
        )
        self.converters = compiler.get_converters([column for column, *_ in compiler.select])
        self.annotations = compiler.annotation_col_map or {}
        self.klass = compiler.klass_info
        if rows._iterable_class is ModelIterable:
            fields = self.klass["select_fields"]
            self.columns = slice(fields[0], fields[-1] + 1)
            self.fields = [column.target.attname for column, *_ in compiler.select[self.columns]]
            self.related = get_related_populators(self.klass, compiler.select, alias)  # type: ignore[call-arg]

    def given(self, values: tuple[Any, ...]) -> Row:
        """The values as they are sent: lists as tuples, an empty one with an id that nobody has."""
        return tuple(
            tuple(each) or self.lists[number] if number in self.lists else each for number, each in enumerate(values)
        )

    def parameters_with(self, given: Row) -> list[Any]:
        parameters = list(self.parameters)
        for place, number in self.places.items():
            parameters[place] = given[number]
        return parameters

    def rows(self, given: Row) -> list[Row]:
        if not self.text:
            return []
        connection = connections[self.alias]
        with connection.cursor() as cursor:
            cursor.execute(self.text, self.parameters_with(given))
            rows: list[Row] = cursor.fetchall()
            if self.types is None:
                self.types = [column.type_code for column in cursor.description]
        return [self._converted(list(row), connection) for row in rows] if self.converters else rows

    @property
    def may_be_sent_with_others(self) -> bool:
        """Not the first time, when the database says of which types its columns are."""
        return self.types is not None and not NOT_AS_TEXT & set(self.types)

    @cached_property
    def as_one_value(self) -> str:
        """An expression that gives all rows in their order, each a list of texts."""
        columns = [f"c{number}" for number, _ in enumerate(self.types or ())]
        texts = ", ".join(f"{column}::text" for column in columns)
        return f"ARRAY(SELECT ARRAY[{texts}] FROM ({self.text}) AS q ({', '.join(columns)}))"

    @cached_property
    def _to_read(self) -> list[tuple[int, int]]:
        """The positions of the columns that are no texts, with their types."""
        return [(position, type_) for position, type_ in enumerate(self.types or ()) if type_ not in TEXTS]

    def read(self, rows: list[list[Any]], cursor: Any) -> list[Row]:
        """The rows that `rows` gives, of what `as_one_value` gave."""
        for row in rows:
            for position, type_ in self._to_read:
                if row[position] is not None:
                    row[position] = cursor.cast(type_, row[position])
        return [self._converted(row, cursor.db) for row in rows]

    def dicts(self, rows: list[Row]) -> list[dict[str, Any]]:
        return [dict(zip(self.names, row, strict=True)) for row in rows]

    def objects(self, rows: list[Row]) -> list[Any]:
        return list(self._objects(rows))

    def _objects(self, rows: list[Row]) -> Iterator[Any]:
        for row in rows:
            found = self.klass["model"].from_db(self.alias, self.fields, row[self.columns])
            for populator in self.related:
                populator.populate(row, found)
            for name, position in self.annotations.items():
                setattr(found, name, row[position])
            yield found

    def _converted(self, row: list[Any], connection: Any) -> Row:
        for position, (converters, expression) in self.converters.items():
            for convert in converters:
                row[position] = convert(row[position], expression, connection)
        return tuple(row)


def _with_room_for_lists(text: str, places: Collection[int]) -> str:
    """`IN (%s)` as `IN %s`, at the places of lists: the driver writes as many ids there as it is given in a tuple."""
    pieces, done, place = [], 0, -1
    for found in PLACEHOLDER.finditer(text):
        place += found.group() == "%s"
        if found.group() == "%s" and place in places:
            if text[found.start() - 4 : found.end() + 1] != "IN (%s)":
                raise ValueError("A list of ids is for a condition with `__in` alone.")
            pieces += [text[done : found.start() - 1], "%s"]
            done = found.end() + 1
    return "".join([*pieces, text[done:]])


def _refuse_what_was_worked_out(parameters: Iterable[Any]) -> None:
    for each in parameters:
        if isinstance(each, date) and each.year in CENTURY:
            raise ValueError("A day was worked out from a value: give it as a value of its own.")
        if PART_OF_SOMETHING.search(f"{each} {each!r}"):
            raise ValueError("A value is part of a parameter, such as a list, where it would not be found again.")
