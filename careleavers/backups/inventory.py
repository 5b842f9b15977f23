"""What is in a database: rows and a checksum of each table, and what guards them. Two inventories can be compared."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

from psycopg2 import sql
from psycopg2.extensions import cursor as Cursor

# How values are written as text depends on these: the same on both sides of a comparison.
PLAIN_TEXT = (
    "SET timezone = 'UTC'; SET datestyle = 'ISO, YMD'; SET intervalstyle = 'postgres'; SET bytea_output = 'hex'"
)

# Sessions open accounts, and waiting mail holds links that do. Neither is of use after a restore.
LEFT_OUT = ("django_session", "careleavers_outgoingmail")

TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
# Whatever the order of the rows, in constant memory: two sums over 120 of the 128 bits of each row's hash.
ROWS_AND_CHECKSUM = """
    SELECT count(*),
        coalesce(sum(('x' || substr(hash, 1, 15))::bit(60)::bigint), 0) || '-' ||
        coalesce(sum(('x' || substr(hash, 17, 15))::bit(60)::bigint), 0)
    FROM (SELECT md5(t::text) AS hash FROM {table} AS t) AS hashes
"""
# Postgres writes conditions in other words after a restore, so constraints and indexes are compared by name and state.
GUARDS = {
    "triggers": """
        SELECT tgrelid::regclass || ' ' || tgname, CASE tgenabled WHEN 'D' THEN 'off' ELSE 'on' END
        FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
        WHERE NOT tgisinternal AND relnamespace = 'public'::regnamespace
    """,
    "functions": """
        SELECT proname, md5(prosrc) FROM pg_proc
        WHERE pronamespace = 'public'::regnamespace
        AND NOT EXISTS (SELECT 1 FROM pg_depend WHERE objid = pg_proc.oid AND deptype = 'e')
    """,
    "constraints": """
        SELECT conrelid::regclass || ' ' || conname,
            contype::text || CASE WHEN convalidated THEN '' ELSE ' not checked' END
        FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND conrelid <> 0 AND contype <> 'n'
    """,
    "indexes": """
        SELECT pg_class.relname, CASE WHEN indisvalid THEN 'valid' ELSE 'not valid' END
        FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid WHERE relnamespace = 'public'::regnamespace
    """,
}
MIGRATIONS = "SELECT app || '.' || name FROM django_migrations ORDER BY id"


@dataclass(frozen=True)
class Inventory:
    """`tables`: name to [rows, checksum]; the others: name to its state, such as "on" or "valid"."""

    tables: dict[str, list[Any]]
    triggers: dict[str, str]
    functions: dict[str, str]
    constraints: dict[str, str]
    indexes: dict[str, str]
    migrations: list[str] = field(default_factory=list)

    @property
    def rows(self) -> int:
        return sum(rows for rows, _ in self.tables.values())

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def take_inventory(cursor: Cursor) -> Inventory:
    """Of the database that the cursor is connected to, as its transaction sees it."""
    cursor.execute(PLAIN_TEXT)
    cursor.execute(TABLES)
    tables = {}
    for (name,) in cursor.fetchall():
        if name not in LEFT_OUT:
            cursor.execute(sql.SQL(ROWS_AND_CHECKSUM).format(table=sql.Identifier(name)))
            tables[name] = list(cursor.fetchone() or [])
    guards = {}
    for kind, query in GUARDS.items():
        cursor.execute(query)
        guards[kind] = dict(cursor.fetchall())
    cursor.execute(MIGRATIONS)
    return Inventory(tables=tables, migrations=[name for (name,) in cursor.fetchall()], **guards)


def differences(before: Inventory, after: Inventory) -> Iterator[str]:
    """One sentence for each thing in which the restored database is not the one that was backed up."""
    for table in sorted(before.tables.keys() | after.tables.keys()):
        one, other = before.tables.get(table), after.tables.get(table)
        if one is None or other is None:
            yield f"Table {table} is {'missing' if other is None else 'new'}."
        elif one[0] != other[0]:
            yield f"Table {table} had {one[0]:,} rows and has {other[0]:,}."
        elif one[1] != other[1]:
            yield f"Table {table} has {one[0]:,} rows, but not the same ones."
    for kind in GUARDS:
        one_kind, other_kind = getattr(before, kind), getattr(after, kind)
        for name in sorted(one_kind.keys() | other_kind.keys()):
            was, is_now = one_kind.get(name, "missing"), other_kind.get(name, "missing")
            if was != is_now:
                yield f"{kind[:-1].replace('indexe', 'index').capitalize()} {name} was {was} and is {is_now}."
    if before.migrations != after.migrations:
        yield "The migrations that ran are not the same."
