"""Another column, for a table that somebody's long transaction holds."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("careleavers", "9007_never_empty")]
    operations = [migrations.AddField("contact", "venue", models.CharField(max_length=50, null=True))]
