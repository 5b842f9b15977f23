"""The view of letters stays what it says: letters of other kinds than birthdays are left out of it."""

from __future__ import annotations

from django.db import migrations

LETTERS = (
    "CREATE OR REPLACE VIEW bi.letters WITH (security_barrier) AS"
    " SELECT person_id, occasion, occurrence_on, status, channel, posted_on, returned_on, given_on FROM offers_letter"
)


class Migration(migrations.Migration):
    dependencies = [("offers", "0015_letters_of_other_kinds"), ("reporting", "0007_counted_duties")]

    operations = [migrations.RunSQL([f"{LETTERS} WHERE kind = 'birthday'"], [LETTERS])]
