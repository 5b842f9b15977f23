"""The days that are there already are looked at while everybody works."""

from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("careleavers", "0044_first_child_born_on")]
    operations = [ValidateConstraint("youngperson", "person_born_before_their_child")]
