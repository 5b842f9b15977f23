"""Postgres takes the check's word for it, and reads no row again."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("careleavers", "9006_validated")]
    operations = [
        migrations.AlterField("contact", "distance", models.IntegerField(db_default=0)),
        migrations.RemoveConstraint("contact", "contact_distance_known"),
    ]
