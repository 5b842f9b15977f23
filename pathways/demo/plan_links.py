"""Some young people have read their plan on their phone and said what they think."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.utils import timezone

from careleavers.actions.secret_links import open_with_birthday
from pathways.actions.plan_links import answer_plan, make_plan_link
from pathways.models import PlanLink, PlanVersion
from pathways.queries.plan_links import open_links

SAID: tuple[dict[str, Any], ...] = (
    {"agrees": "yes", "own_words": "", "wants_review": False},
    {
        "agrees": "partly",
        "own_words": "College is right. I never said that I want to move in January.",
        "wants_review": True,
    },
)


def plan_links(*, today: date, quarters: int) -> None:
    now = timezone.make_aware(datetime.combine(today, time(7, 50)))
    plans = PlanVersion.objects.authorised().filter(plan__person__died_on=None, plan__person__is_restricted=False)
    latest = plans.select_related("plan__person", "submitted_by").order_by("-authorised_on", "pk")
    for number, (version, said) in enumerate(zip(latest[: len(SAID)], SAID, strict=False)):
        if version.submitted_by is None:
            continue
        make_plan_link(by=version.submitted_by, version=version, now=now)
        link = PlanLink.objects.get(version=version)
        born = version.plan.person.date_of_birth
        open_with_birthday(links=open_links(now), link=link, date_of_birth=born, now=now)
        answer_plan(
            link=link,
            answer_id=UUID(int=number, version=4),
            now=now,
            today=today,
            working_days=1,
            help_with=(),
            wants_call=bool(said["own_words"]),
            wants_other_adviser=False,
            **said,
        )
