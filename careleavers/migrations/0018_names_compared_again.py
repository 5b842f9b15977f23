"""Names that hold vowel signs, or letters in two parts, are written again as they are now compared: a few rows."""

from django.db import migrations

NAMES = {"careleavers_youngperson": ("first_name", "last_name", "preferred_name", "other_names")}
NAMES |= dict.fromkeys(("careleavers_user", "careleavers_team"), ("name",))
MARKS = r"[\u0300-\u036F\u0591-\u05C7\u0610-\u061A\u0640\u064B-\u065F\u0670]"


def again(table: str, columns: tuple[str, ...]) -> str:
    whole = " || ".join(columns)
    return f"UPDATE {table} SET {columns[0]} = {columns[0]} WHERE ({whole}) ~ '{MARKS}' OR ({whole}) IS NOT NORMALIZED"


class Migration(migrations.Migration):
    dependencies = [("careleavers", "0017_names_without_marks")]
    operations = [
        migrations.RunSQL([again(table, columns) for table, columns in NAMES.items()], migrations.RunSQL.noop)
    ]
