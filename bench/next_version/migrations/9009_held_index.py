"""Another index, while a long transaction writes to its table."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("careleavers", "9008_held_column")]
    operations = [AddIndexConcurrently("contact", models.Index(fields=["venue"], name="contact_venue"))]
