"""What empties a practice council: a function of its database, made by `migrate` there and nowhere else.

The program's own role may neither empty a table nor take a row out of the audit; the function does both, as the owner
of the tables. In a real council there is none, whatever the program asks for.
"""

from __future__ import annotations

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections

EMPTY = "careleavers_empty_practice_council"
# Accounts and how they are signed in to, with what they hold; what migrations wrote; what says that jobs run; and the
# new beginning itself. All other tables are emptied.
KEPT = (
    "careleavers_user",
    "careleavers_team",
    "careleavers_roleassignment",
    "careleavers_newsread",
    "careleavers_newbeginning",
    "careleavers_heartbeat",
    "careleavers_jobrun",
    "account_emailaddress",
    "account_emailconfirmation",
    "mfa_authenticator",
    "socialaccount_socialaccount",
    "socialaccount_socialapp",
    "socialaccount_socialtoken",
    "django_session",
    "django_migrations",
    "django_content_type",
    "auth_permission",
    "auth_group",
    "auth_group_permissions",
)
# Triggers refuse that what can only grow is emptied: here they are asked to look away, until the function returns.
MAKE = f"""
CREATE OR REPLACE FUNCTION {EMPTY}() RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE
    emptied text;
    refusing text;
    before text := coalesce(current_setting('pgtrigger.ignore', true), '');
BEGIN
    SELECT string_agg(quote_ident(tablename), ', ') INTO emptied FROM pg_tables
    WHERE schemaname = 'public' AND tablename <> ALL (ARRAY[{", ".join(f"'{table}'" for table in KEPT)}]);
    SELECT string_agg(DISTINCT tgname, ',') INTO refusing FROM pg_trigger WHERE NOT tgisinternal AND tgtype & 32 <> 0;
    PERFORM set_config('pgtrigger.ignore', '{{' || coalesce(refusing, '') || '}}', true);
    EXECUTE 'TRUNCATE ' || emptied;
    PERFORM set_config('pgtrigger.ignore', before, true);
END $$;
REVOKE ALL ON FUNCTION {EMPTY}() FROM PUBLIC;
"""
# By grant_access, in a practice council alone.
GRANT_TO_ROLE = f"""
DO $$ BEGIN
    IF to_regprocedure('public.{EMPTY}()') IS NOT NULL THEN
        GRANT EXECUTE ON FUNCTION {EMPTY}() TO {{role}};
    END IF;
END $$
"""


def make_or_remove(database: str = DEFAULT_DB_ALIAS) -> None:
    """As the owner of the tables, after every migration: in a practice council it is there, elsewhere it is not."""
    with connections[database].cursor() as cursor:
        cursor.execute(MAKE if settings.PRACTICE else f"DROP FUNCTION IF EXISTS {EMPTY}()")
