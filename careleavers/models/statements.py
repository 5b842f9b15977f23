"""Queries whose SQL text is put together once for each process, for what the pages ask that are opened all day.

Django puts the text of a query together each time it is asked, which takes many times as long as the database
takes to answer. Where the text depends on the code alone it need not: nothing that is kept here can grow old.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connections, router
from django.db.models import Model, QuerySet
from django.db.models.query import ModelIterable, get_related_populators
from django.db.models.sql.compiler import SQLCompiler

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


class Statement:
    """The query that `build` gives for some values, each an id, a list of ids, a day, a time or a text, as `kinds` say.

    `build` is called with stand-ins, once for each process. So it must neither branch on a value nor work out another
    from it: what follows from a day is a value of its own. A list is for conditions such as `person__in`, and may be
    any collection when it is asked with. ValueError, the first time, where something else is made of a value.
    """

    def __init__(self, build: Callable[..., QuerySet[Any, Any]], *kinds: type) -> None:
        self.build, self.kinds = build, kinds
        self._compiled: dict[str, Compiled] = {}

    def rows(self, *values: Any) -> list[tuple[Any, ...]]:
        """The rows for these values: for a query of `values` or `values_list`. One query."""
        return self._of_database().rows(values)

    def dicts(self, *values: Any) -> list[dict[str, Any]]:
        """The rows for these values by the names of their columns. One query."""
        compiled = self._of_database()
        return [dict(zip(compiled.names, row, strict=True)) for row in compiled.rows(values)]

    def objects(self, *values: Any) -> list[Any]:
        """The objects for these values, with what their query selects and annotates. One query."""
        compiled = self._of_database()
        return list(compiled.objects(compiled.rows(values)))

    def first(self, *values: Any) -> Any | None:
        """The first of the objects; None where there is none."""
        return next(iter(self.objects(*values)), None)

    def _of_database(self) -> Compiled:
        alias = router.db_for_read(Model)
        if alias not in self._compiled:
            self._compiled[alias] = Compiled(self, alias)
        return self._compiled[alias]


class StatementOfUser:
    """The same for a query about what somebody may see: `build` gets the user first, and may ask what they see and do.

    Its text depends on what their roles allow, and on how many teams these reach: so there is one for each of those.
    """

    def __init__(self, build: Callable[..., QuerySet[Any, Any]], *kinds: type) -> None:
        self.build, self.kinds = build, kinds
        self._statements: dict[Any, Statement] = {}

    def rows(self, user: User, *values: Any) -> list[tuple[Any, ...]]:
        return self._of(user).rows(user.pk, user.access_day, *user.access.teams, *values)

    def dicts(self, user: User, *values: Any) -> list[dict[str, Any]]:
        return self._of(user).dicts(user.pk, user.access_day, *user.access.teams, *values)

    def objects(self, user: User, *values: Any) -> list[Any]:
        return self._of(user).objects(user.pk, user.access_day, *user.access.teams, *values)

    def first(self, user: User, *values: Any) -> Any | None:
        return next(iter(self.objects(user, *values)), None)

    def _of(self, user: User) -> Statement:
        access, model = user.access, user.__class__  # type() would be that of a lazy object
        number = len(access.teams)

        def build(pk: UUID, day: date, *values: Any) -> QuerySet[Any, Any]:
            stand_in = model(pk=pk).on(day, own_only=access.own_only)
            stand_in.access = access.with_teams(values[:number])
            return self.build(stand_in, *values[number:])

        if access.shape not in self._statements:
            kinds = (UUID, date, *[UUID] * number, *self.kinds)
            self._statements[access.shape] = Statement(build, *kinds)
        return self._statements[access.shape]


class Compiled:
    """The text of a statement for one database, and how its rows become Python: as Django's own iterators do it."""

    def __init__(self, statement: Statement, alias: str) -> None:
        stand_ins = [STAND_INS[kind](number) for number, kind in enumerate(statement.kinds)]
        rows = statement.build(*stand_ins)
        query = rows.query
        compiler: SQLCompiler = query.get_compiler(alias)
        self.alias = alias
        self.names: list[str] = list(query.selected or ())
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
        _refuse_what_was_worked_out(each for place, each in enumerate(self.parameters) if place not in self.places)
        self.lists = {number: tuple(each) for number, each in enumerate(stand_ins) if isinstance(each, list)}
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

    def rows(self, values: tuple[Any, ...]) -> list[tuple[Any, ...]]:
        if not self.text:
            return []
        parameters, given = list(self.parameters), list(values)
        for number, nobody in self.lists.items():
            given[number] = tuple(values[number]) or nobody
        for place, number in self.places.items():
            parameters[place] = given[number]
        connection = connections[self.alias]
        with connection.cursor() as cursor:
            cursor.execute(self.text, parameters)
            rows: list[tuple[Any, ...]] = cursor.fetchall()
        return [self._converted(list(row), connection) for row in rows] if self.converters else rows

    def objects(self, rows: list[tuple[Any, ...]]) -> Iterator[Any]:
        for row in rows:
            found = self.klass["model"].from_db(self.alias, self.fields, row[self.columns])
            for populator in self.related:
                populator.populate(row, found)
            for name, position in self.annotations.items():
                setattr(found, name, row[position])
            yield found

    def _converted(self, row: list[Any], connection: Any) -> tuple[Any, ...]:
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
