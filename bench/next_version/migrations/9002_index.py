"""An index, made while rows are written."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("careleavers", "9001_columns")]
    operations = [
        AddIndexConcurrently("contact", models.Index(fields=["happened_on", "distance"], name="contact_distance"))
    ]
