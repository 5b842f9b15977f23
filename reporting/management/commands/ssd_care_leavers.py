"""`manage.py ssd_care_leavers`: the table ssd_care_leavers of the Standard Safeguarding Dataset, as CSV."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from careleavers.rules import words
from careleavers.rules.cells import csv_lines
from reporting.management.taken_files import FileCommand
from reporting.queries.ssd import ssd_lines, ssd_people
from reporting.rules.ssd import COLUMNS

MANUAL = """\
Everybody of Annex A, List 9 is in it, restricted records too: whoever may run this command may read the database.

  manage.py ssd_care_leavers --into ssd_care_leavers.csv --by ana@council.gov.uk --purpose "Nightly SSD load"

A line for each person, with the twelve columns clea_table_id to clea_care_leaver_worker_id. clea_person_id is the
local ID, by which the council's other tables know them; the ids of row, team and worker are this product's own. Days
are written as 2026-11-30. Accommodation is the letter alone; suitable is 1 or 2.
"""


class Command(FileCommand):
    help = "Write ssd_care_leavers (Standard Safeguarding Dataset) as CSV, for a purpose that is kept."
    manual = MANUAL
    page = "annex_a_ssd"

    def handle(self, *args: Any, **options: Any) -> None:
        day = options["on"] or timezone.localdate()
        people = ssd_people(day)
        many = people.count()
        text = csv_lines(COLUMNS, ssd_lines(people, day))
        self.take(options, about=f"ssd_care_leavers, {words.day(day)}", people=many, text=text)
        self.stdout.write(f"{words.amount(many, 'person', 'people')} in {options['into']}.")
