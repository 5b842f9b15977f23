"""First step to a column that is never empty: new rows have a value, whichever version writes them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("careleavers", "9002_index")]
    operations = [
        migrations.AlterField("contact", "distance", models.IntegerField(null=True, db_default=0)),
    ]
