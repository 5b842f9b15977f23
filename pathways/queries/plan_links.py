"""Links to plans, and what young people said through them."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet

from careleavers.models import YoungPerson
from careleavers.queries.secret_links import still_good
from pathways.models import PlanAnswer, PlanLink, PlanVersion


def open_links(now: datetime) -> QuerySet[PlanLink]:
    """Those that still open a plan: to its latest version, and as `still_good` asks of every link."""
    later = PlanVersion.objects.authorised().filter(
        plan=OuterRef("version__plan"), number__gt=OuterRef("version__number")
    )
    return still_good(PlanLink, now).filter(~Exists(later)).select_related("version__plan__person", "recorded_by")


def answers_of(person: YoungPerson) -> QuerySet[PlanAnswer]:
    """What they said of their plan, the latest first."""
    answers = PlanAnswer.objects.filter(link__version__plan__person=person)
    return answers.select_related("link__version", "message")
