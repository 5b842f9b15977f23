"""They are looked at, while others read and write."""

from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("careleavers", "9005_checked")]
    operations = [ValidateConstraint("contact", "contact_distance_known")]
