"""Links to plans, and what young people said through them."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet

from careleavers.models import YoungPerson
from careleavers.models.secret_links import still_good
from careleavers.rules.secret_addresses import digest_of
from pathways.models import PlanAnswer, PlanLink, PlanVersion


def open_links(now: datetime) -> QuerySet[PlanLink]:
    """Those that still open a plan: in time, not locked, to the latest version, of somebody who is alive."""
    later = PlanVersion.objects.authorised().filter(
        plan=OuterRef("version__plan"), number__gt=OuterRef("version__number")
    )
    links = PlanLink.objects.filter(still_good(now), version__plan__person__died_on=None)
    return links.filter(~Exists(later)).select_related("version__plan__person", "recorded_by")


def link_of(secret: str, now: datetime) -> PlanLink | None:
    """The link with this secret, if it still opens a plan."""
    return open_links(now).filter(digest=digest_of(secret)).first()


def answers_of(person: YoungPerson) -> QuerySet[PlanAnswer]:
    """What they said of their plan, the latest first."""
    answers = PlanAnswer.objects.filter(link__version__plan__person=person)
    return answers.select_related("link__version", "message")


def last_link(person: YoungPerson) -> PlanLink | None:
    """The link that was made last, whether or not it still opens something."""
    return PlanLink.objects.filter(version__plan__person=person).select_related("recorded_by", "version").first()
