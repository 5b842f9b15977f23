"""Builders of plans that write through no action: call them inside `with scene():`. And a plan's pages."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from django.urls import reverse
from django.utils import timezone

from careleavers.models import StatusPeriod, User, YoungPerson
from pathways.actions import decisions
from pathways.models import PathwayPlan, PlanAction, PlanMatter, PlanReview, PlanVersion
from pathways.rules.matters import Basis, matters_of
from tests.cast import TODAY, Cast

NOW = datetime.combine(TODAY, time(10), tzinfo=timezone.get_default_timezone())


def address(name: str, person: YoungPerson, *args: object) -> str:
    return reverse(f"pathways:{name}", args=[person.pk, *args])


def authorise(cast: Cast, version: PlanVersion, by: User | None = None) -> None:
    """What the manager does, by the action itself."""
    version.refresh_from_db()
    decisions.authorise_version(by=by or cast.mo, version=version, rev=version.rev, today=TODAY, now=NOW)


def status(person: YoungPerson, status: str, starts_on: date, ends_on: date | None = None, band: str = "") -> None:
    StatusPeriod.objects.create(
        person=person, status=status, band=band, starts_on=starts_on, ends_on=ends_on, rules_version="test"
    )


def former_relevant(person: YoungPerson) -> None:
    """A former relevant child from 18 to 21, as are the cast's young people, born 1 May 2007."""
    status(person, "former_relevant_child", date(2025, 5, 1), date(2028, 5, 1), "18-20")


def draft(person: YoungPerson, author: User, *, number: int = 1, filled: bool = False, **fields: Any) -> PlanVersion:
    """A version being written, with its ten matters; `filled` has every answer."""
    plan, _ = PathwayPlan.objects.get_or_create(person=person)
    text = "Written." if filled else ""
    version = PlanVersion.objects.create(
        plan=plan,
        number=number,
        basis=Basis.FULL,
        written_by=author,
        author_ids=[author.pk],
        own_words="I want my own place." if filled else "",
        **fields,
    )
    PlanMatter.objects.bulk_create(
        [PlanMatter(version=version, code=matter.code, needs=text, how_met=text) for matter in matters_of(Basis.FULL)]
    )
    return version


def promise(version: PlanVersion, what: str = "Book a driving lesson", **fields: Any) -> PlanAction:
    fields.setdefault("by_when", date(2026, 12, 4))
    fields.setdefault("owed_by", PlanAction.COUNCIL)
    return PlanAction.objects.create(version=version, matter_code="skills", what=what, **fields)


def authorised(
    person: YoungPerson, author: User, manager: User, on: date, *, promises: tuple[str, ...] = (), number: int = 1
) -> PlanVersion:
    """A version authorised on a day; its promises are owed by the author."""
    version = draft(person, author, number=number, filled=True)
    for what in promises:
        promise(version, what, owner=author)
    instant = timezone.make_aware(datetime.combine(on, time(9)))
    version.state, version.submitted_at, version.submitted_by = PlanVersion.AUTHORISED, instant, author
    version.authorised_on, version.authorised_at, version.authorised_by = on, instant, manager
    version.save()
    return version


def review(person: YoungPerson, held_on: date, **fields: Any) -> PlanReview:
    plan, _ = PathwayPlan.objects.get_or_create(person=person)
    defaults = {"chaired_by": "Jo Ellis", "person_took_part": True, "summary": "All is well."}
    return PlanReview.objects.create(plan=plan, held_on=held_on, **defaults | fields)
