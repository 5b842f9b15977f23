"""Two columns that may be empty, of the tables that every page reads."""

from django.db import migrations, models

from bench.next_version.migrations import LATEST


class Migration(migrations.Migration):
    dependencies = [("careleavers", LATEST)]
    operations = [
        migrations.AddField("youngperson", "travel_card", models.CharField(max_length=20, null=True)),
        migrations.AddField("contact", "distance", models.IntegerField(null=True)),
    ]
