"""Two young people have read what is theirs on their phone; one wants help with the form."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.utils import timezone

from careleavers.actions.secret_links import open_with_birthday
from careleavers.models import Allocation
from careleavers.models.base import on_day
from offers.actions.passport_links import ask_for_help, make_passport_link
from offers.queries.passport_links import open_links

READ_BY = 2
NAMES = ("Setting up home allowance",)
WORDS = "Can we do the form for the home money together? I do not get page two."


def passport_links(*, today: date, quarters: int) -> None:
    now = timezone.make_aware(datetime.combine(today, time(8, 20)))
    held = Allocation.objects.filter(
        on_day(today), role=Allocation.CASE_HOLDER, person__died_on=None, person__is_restricted=False
    )
    for number, held_by in enumerate(held.select_related("person", "worker").order_by("person__local_id")[:READ_BY]):
        person = held_by.person
        make_passport_link(by=held_by.worker, person=person, now=now - timedelta(days=1))
        link = person.passport_links.get()
        open_with_birthday(links=open_links(now), link=link, date_of_birth=person.date_of_birth, now=now)
        if number == 0:
            ask_for_help(
                link=link,
                answer_id=UUID(int=number, version=4),
                names=NAMES,
                own_words=WORDS,
                now=now,
                today=today,
                working_days=1,
            )
