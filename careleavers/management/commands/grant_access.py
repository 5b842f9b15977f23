"""Gives the role of web, worker and beat what they need of the database, and nothing more."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection, transaction

from careleavers.management.practice_function import GRANT_TO_ROLE
from careleavers.models import HistoryContext
from careleavers.models.base import APPEND_ONLY

# Written by Postgres' own triggers or by migrations: the role only reads them.
READ_ONLY = ("django_migrations", "django_content_type")
OF_ROLE = """
    SELECT rolsuper OR rolcreaterole OR rolbypassrls OR rolreplication, pg_has_role(rolname, current_user, 'MEMBER')
    FROM pg_roles WHERE rolname = %s
"""
# pghistory writes who did it as the owner, since the role itself may not; an old row is refused by a trigger, which
# nobody can have ignored inside.
AS_OWNER = "ALTER FUNCTION _pgh_attach_context() SECURITY DEFINER SET search_path = public SET pgtrigger.ignore = ''"


class Command(BaseCommand):
    help = (
        "Run as the owner of the database after `migrate`: lets ROLE read and write rows. It can make, change and drop "
        "nothing else, and of the audit, of history and of seals it can add rows and neither change nor remove any. "
        "Safe to run again."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("role", metavar="ROLE", help="the role that DATABASE_URL of web, worker and beat names")

    def handle(self, *, role: str, **options: Any) -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(OF_ROLE, [role])
            found = cursor.fetchone()
            if found is None:
                raise CommandError(f"There is no role {role}. Make it first: docs/examples/roles.sql.")
            if any(found):
                raise CommandError(
                    f"{role} is a superuser, may make roles, or is the owner itself: a program with that role could "
                    "change the audit. Make a role without any of that: docs/examples/roles.sql."
                )
            quoted = connection.ops.quote_name
            names = {"role": quoted(role), "database": quoted(str(connection.settings_dict["NAME"]))}
            for statement in statements(connection.introspection.table_names(cursor)):
                cursor.execute(statement.format(**names))
        self.stdout.write(f"{role} may read and write rows, and only add to the audit and to history.")


def append_only() -> set[str]:
    """The tables that can only grow: the log, history, and every other whose trigger says so."""
    return {
        model._meta.db_table
        for model in apps.get_models()
        if any(trigger.name == APPEND_ONLY.name for trigger in getattr(model._meta, "triggers", ()))
    }


def statements(tables: list[str]) -> list[str]:
    """What is granted, table by table; everything else is taken away first."""
    granted = [
        "REVOKE CREATE ON SCHEMA public FROM PUBLIC",
        # As roles.sql does, for a database that was made again to restore a backup into.
        "REVOKE ALL ON DATABASE {database} FROM PUBLIC",
        "GRANT CONNECT ON DATABASE {database} TO {role}",
        "REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {role}",
        "REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM {role}",
        "GRANT USAGE ON SCHEMA public TO {role}",
        "GRANT SELECT ON ALL TABLES IN SCHEMA public TO {role}",
        "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}",
        AS_OWNER,
        GRANT_TO_ROLE,
    ]
    only_read, only_grow = {*READ_ONLY, HistoryContext._meta.db_table}, append_only()
    for table in sorted(set(tables) - only_read):
        rights = "INSERT" if table in only_grow else "INSERT, UPDATE, DELETE"
        granted.append(f'GRANT {rights} ON "{table}" TO {{role}}')
    return granted
