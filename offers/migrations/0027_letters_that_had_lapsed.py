"""Letters that lapsed were known by how their reason begins."""

from django.db import migrations

LAPSED = "The birthday was more than 30 days ago and no letter had been approved."
LAPSED_ELSE = "It was to be there more than 30 days ago, and nobody had approved it."
MARK = f"""
UPDATE offers_letter SET lapsed = true WHERE status = 'cancelled' AND NOT lapsed
AND (starts_with(cancelled_reason, '{LAPSED}') OR starts_with(cancelled_reason, '{LAPSED_ELSE}'))
"""


class Migration(migrations.Migration):
    dependencies = [("offers", "0026_lapsed_letters")]
    operations = [migrations.RunSQL(MARK, migrations.RunSQL.noop)]
