"""In each team of the demo council a few plans were handed in again, and wait for a manager."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from careleavers.models import Allocation
from careleavers.models.base import on_day
from pathways.actions.decisions import submit_version
from pathways.actions.plans import add_promise, start_version, write_matter, write_words
from pathways.models import PlanVersion

IN_EACH_TEAM = 2
NEW_WORDS = "I want to stay where I am for another year, and I want somebody to ask me how the course is going."

NOTHING_NEEDED = {"needs": "Nothing for now.", "how_met": "We ask again at the next review."}
PROMISE = {"matter_code": "education", "what": "Ask how the course is going, each month", "owed_by": "council"}


def plans_that_wait(*, today: date, quarters: int) -> None:
    now = timezone.make_aware(datetime.combine(today - timedelta(days=1), time(16, 40)))
    held = (
        Allocation.objects.filter(on_day(today), role=Allocation.CASE_HOLDER)
        .filter(person__died_on=None, person__is_restricted=False, person__pathway_plan__versions__state="authorised")
        .exclude(person__pathway_plan__versions__state__in=(*PlanVersion.OPEN_TO_WRITING, PlanVersion.SUBMITTED))
        .select_related("person", "worker")
        .order_by("person__sort_name", "person")
        .distinct()
    )
    waiting: Counter[UUID] = Counter()
    for allocation in held:
        if waiting[allocation.team_id] == IN_EACH_TEAM:
            continue
        by = allocation.worker.on(today)
        version = start_version(by=by, person=allocation.person, today=today)
        write_words(by=by, version=version, revision=None, own_words=NEW_WORDS)
        for matter in version.matters.filter(Q(needs="") | Q(how_met="")):
            write_matter(by=by, matter=matter, revision=None, **NOTHING_NEEDED)
        add_promise(by=by, version=version, owner=by, by_when=today + timedelta(weeks=4), **PROMISE)
        submit_version(by=by, version=version, today=today, now=now)
        waiting[allocation.team_id] += 1
