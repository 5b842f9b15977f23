"""Third step: nobody can leave it empty from now on, though the rows that are there are not looked at yet."""

from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("careleavers", "9004_fill")]
    operations = [
        AddConstraintNotValid(
            "contact", models.CheckConstraint(condition=models.Q(distance__isnull=False), name="contact_distance_known")
        )
    ]
