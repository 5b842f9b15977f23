"""Offers of support after 21 that were made by word of mouth: one taken up, one not for now, one without an answer."""

from __future__ import annotations

from datetime import date, timedelta

from careleavers.models import Allocation, StatusPeriod, TouchStatus
from careleavers.models.base import on_day
from careleavers.rules.code_sets import Band
from offers.actions.support_offers import record_support_offer, why_not_offer
from offers.models import SupportOffer


def offer_support(*, today: date, quarters: int) -> None:
    waiting = StatusPeriod.objects.filter(on_day(today), band=Band.NOT_ASKED, person__died_on=None)
    waiting = waiting.exclude(person__touch_statuses__kind=TouchStatus.NO_LONGER_REQUIRES)
    held = Allocation.objects.filter(on_day(today), person__in=waiting.values("person"), role=Allocation.CASE_HOLDER)
    offers = [
        (SupportOffer.IN_PERSON, SupportOffer.WANTS, "I could do with somebody to go to the job centre with."),
        (SupportOffer.PHONE, SupportOffer.NOT_NOW, "I'm fine now, but keep my number. Ask me when the baby is here."),
        (SupportOffer.MESSAGE, SupportOffer.NO_ANSWER, ""),
    ]
    offered_on = today - timedelta(days=7)
    for allocation in held.select_related("person", "worker").order_by("person"):
        if offers and why_not_offer(allocation.person, offered_on, today) is None:
            how, answer, own_words = offers.pop()
            record_support_offer(
                by=allocation.worker,
                person=allocation.person,
                offered_on=offered_on,
                how=how,
                answer=answer,
                own_words=own_words,
                offered="An adviser to ring, help with work and money, and to come back whenever they like until 25",
                today=today,
            )
