"""Second step: the rows that are there get one, a few thousand at a time, each time in a transaction of its own."""

import pgtrigger
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

ROWS = 2000
FIRST = "00000000-0000-0000-0000-000000000000"
FILL = """
    WITH next_rows AS (SELECT id FROM careleavers_contact WHERE id > %s ORDER BY id LIMIT %s),
    filled AS (
        UPDATE careleavers_contact SET distance = 0 FROM next_rows WHERE careleavers_contact.id = next_rows.id AND distance IS NULL
    )
    SELECT max(id::text) FROM next_rows
"""


def fill(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """In the order of the key. A default is nobody's change: no history is kept of it."""
    last = FIRST
    with pgtrigger.ignore(), schema_editor.connection.cursor() as cursor:
        while last is not None:
            cursor.execute(FILL, [last, ROWS])
            (last,) = cursor.fetchone()


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("careleavers", "9003_default")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
