"""Gives the role of the council's own reports the views in the schema bi, and nothing else."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection, transaction

# By rights of its own, by those of another role, and by what it owns.
OF_ROLE = """
    SELECT rolsuper OR rolcreaterole OR rolcreatedb OR rolbypassrls OR rolreplication
        OR EXISTS (SELECT 1 FROM pg_auth_members WHERE member = role.oid)
        OR EXISTS (SELECT 1 FROM pg_class WHERE relowner = role.oid),
        EXISTS (SELECT 1 FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
            AND has_table_privilege(role.oid, oid, 'INSERT, UPDATE, DELETE'))
    FROM pg_roles AS role WHERE rolname = %s
"""
# The first three as grant_access does; what everybody may do in a schema cannot be taken from one role alone.
STATEMENTS = [
    "REVOKE ALL ON DATABASE {database} FROM PUBLIC",
    "REVOKE ALL ON SCHEMA public FROM PUBLIC",
    "REVOKE ALL ON DATABASE {database} FROM {role}",
    "REVOKE ALL ON SCHEMA public, bi FROM {role}",
    "REVOKE ALL ON ALL TABLES IN SCHEMA public, bi FROM {role}",
    "REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM {role}",
    "REVOKE ALL ON ALL FUNCTIONS IN SCHEMA public FROM {role}",
    "GRANT CONNECT ON DATABASE {database} TO {role}",
    "GRANT USAGE ON SCHEMA bi TO {role}",
    "GRANT SELECT ON ALL TABLES IN SCHEMA bi TO {role}",
]


class Command(BaseCommand):
    help = (
        "Run as the owner of the database after `migrate`: lets ROLE read the views in the schema bi, which name "
        "nobody and hold no free text, and nothing else. Safe to run again."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("role", metavar="ROLE", help="the role with which the council's reports connect")

    def handle(self, *, role: str, **options: Any) -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(OF_ROLE, [role])
            found = cursor.fetchone()
            if found is None:
                raise CommandError(f"There is no role {role}. Make it first: docs/examples/bi_role.sql.")
            has_more, writes = found
            if has_more:
                raise CommandError(
                    f"{role} is a superuser, owns tables, has the rights of another role, or may make roles or "
                    "databases: it would see more than the views. Make a role without any of that: "
                    "docs/examples/bi_role.sql."
                )
            if writes:
                raise CommandError(
                    f"{role} may write rows: web, worker and beat may be using it, and would lose that. Make a role "
                    "for the reports alone: docs/examples/bi_role.sql."
                )
            quoted = connection.ops.quote_name
            names = {"role": quoted(role), "database": quoted(str(connection.settings_dict["NAME"]))}
            for statement in STATEMENTS:
                cursor.execute(statement.format(**names))
        self.stdout.write(f"{role} may read the views in the schema bi, and nothing else.")
