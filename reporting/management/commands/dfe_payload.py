"""`manage.py dfe_payload`: what DfE's daily collection asks of care leavers, as one JSON file. Nothing is sent."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone

from careleavers.rules import codes, words
from reporting.management.taken_files import FileCommand
from reporting.queries.ssd import payload_children

MANUAL = """\
Nothing is sent anywhere: the council's own sender adds this to what its main case system knows of the same child.

  manage.py dfe_payload --la-code 855 --into payload.json --by ana@council.gov.uk --purpose "DfE daily collection"

The file is one object (DfE's specification 0.7, the part about care leavers):
  la_code   the authority, by DfE's three digits
  Children  a list of {"la_child_id", "mis_child_id", "social_care_episodes", "purge"}
            la_child_id           the local ID; mis_child_id is the id of the record here
            social_care_episodes  one of {"social_care_episode_id", "care_leavers", "purge"}: since they are open to
                                  the service. The main case system has ids of its own; join by the child.
            care_leavers          {"contact_date", "activity", "accommodation", "purge"}: the latest contact with them,
                                  DfE's activity code and the letter of the accommodation; a key is left out where it
                                  is not known

Everybody of Annex A, List 9 up to 25 who is open to the service and of whom something is known is in it, restricted
records too: whoever may run this command may read the database. No name, date of birth or suitability is in it.
"""


class Command(FileCommand):
    help = "Write DfE's daily payload of care leavers as JSON, for a purpose that is kept. Nothing is sent."
    manual = MANUAL
    page = "dfe_payload"

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--la-code", required=True, metavar="CODE", help="The authority's three-digit DfE code.")

    def handle(self, *args: Any, **options: Any) -> None:
        code = options["la_code"]
        if code not in {authority.code for authority in codes.authorities()}:
            raise CommandError(f"{code} is no authority's code: DfE's have three digits, such as 855.")
        day = options["on"] or timezone.localdate()
        children = list(payload_children(day))
        text = json.dumps({"la_code": int(code), "Children": children}, ensure_ascii=False)
        self.take(options, about=f"DfE payload, {words.day(day)}", people=len(children), text=[text])
        self.stdout.write(f"{words.amount(len(children), 'person', 'people')} in {options['into']}. Nothing was sent.")
