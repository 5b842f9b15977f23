"""A practice council: what is lost when it begins again, what stays, and whether it is beginning now."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from careleavers.models import AuditEvent, Contact, ExerciseRun, NewBeginning, User, YoungPerson
from careleavers.site.practice import INVENTED_DOMAIN

LOADED = "demo_council_loaded"
LAST_TIMES = 5


def invented() -> QuerySet[User]:
    """The colleagues that came with the invented council."""
    return User.objects.filter(email__endswith=INVENTED_DOMAIN)


def staying() -> QuerySet[User]:
    """Whoever was copied here by name, came from the directory or was added by hand."""
    return User.objects.exclude(email__endswith=INVENTED_DOMAIN)


def what_is_lost() -> dict[str, int]:
    return {
        "people": YoungPerson.objects.count(),
        "contacts": Contact.objects.count(),
        "exercises": ExerciseRun.objects.count(),
        "invented": invented().count(),
    }


def under_way() -> NewBeginning | None:
    return NewBeginning.objects.filter(state__in=NewBeginning.UNDER_WAY).first()


def at_work(now: datetime) -> NewBeginning | None:
    """The new beginning that a worker is at, during which nobody else can work there. One query."""
    return NewBeginning.objects.filter(state=NewBeginning.RUNNING, claimed_until__gt=now).first()


def last_times() -> list[NewBeginning]:
    return list(NewBeginning.objects.exclude(state__in=NewBeginning.UNDER_WAY)[:LAST_TIMES])


def loaded_as() -> Mapping[str, Any]:
    """How the council of today was loaded, by the options of `load_demo`; none where nobody knows."""
    event = AuditEvent.objects.filter(name=LOADED).order_by("-happened_at").first()
    return event.details if event else {}
