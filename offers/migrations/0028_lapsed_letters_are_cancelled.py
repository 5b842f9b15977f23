"""The letters that are there already are looked at while everybody works."""

from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("offers", "0027_letters_that_had_lapsed")]
    operations = [ValidateConstraint("letter", "letter_lapsed_is_cancelled")]
