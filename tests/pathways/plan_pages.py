"""The addresses of a plan's pages, and the decision that many of their tests begin with."""

from __future__ import annotations

from django.urls import reverse

from careleavers.models import User, YoungPerson
from pathways.actions import decisions
from pathways.models import PlanVersion
from tests.cast import TODAY, Cast
from tests.factories import NOW


def address(name: str, person: YoungPerson, *args: object) -> str:
    return reverse(f"pathways:{name}", args=[person.pk, *args])


def authorise(cast: Cast, version: PlanVersion, by: User | None = None) -> None:
    """What the manager does, by the action itself."""
    version.refresh_from_db()
    decisions.authorise_version(by=by or cast.mo, version=version, revision=version.revision, today=TODAY, now=NOW)
