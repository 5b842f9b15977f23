"""Three young people in homes of their own, whose advisers asked for a letter for council tax; two who are invited to a
review of their plan."""

from __future__ import annotations

from datetime import date

from careleavers.models import Allocation, Appointment, Home
from careleavers.models.base import on_day
from careleavers.rules.code_sets import HomeKind
from offers.actions.other_letters import ask_for_council_tax_letter, invite_to_review
from offers.queries.letter_occasions import why_not_for_council_tax, why_not_invite

ASKED_FOR, INVITED, LOOKED_AT = 3, 2, 30


def letters_asked_for(*, today: date, quarters: int) -> None:
    homes = Home.objects.filter(on_day(today), kind=HomeKind.INDEPENDENT)
    held = Allocation.objects.filter(
        on_day(today),
        role=Allocation.CASE_HOLDER,
        person__in=homes.values("person"),
        person__died_on=None,
        person__is_restricted=False,
    )
    found = list(held.select_related("person", "worker").order_by("person__local_id")[:LOOKED_AT])
    asked = [each for each in found if not why_not_for_council_tax(each.person, today)][:ASKED_FOR]
    for each in asked:
        ask_for_council_tax_letter(by=each.worker, person=each.person, today=today)
    planned = Appointment.objects.still_planned().filter(planned_on__gt=today, person__is_restricted=False)
    ahead = planned.select_related("person", "worker").order_by("-planned_on", "person__local_id")[:LOOKED_AT]
    for review in [one for one in ahead if not why_not_invite(one, today)][:INVITED]:
        invite_to_review(by=review.worker, appointment=review, today=today)
