"""What somebody's health needs, what of it is missing, and how they say they are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.expressions import Combinable
from django.db.models.functions import JSONObject

from careleavers.models import HealthMatter, Wellbeing, YoungPerson
from careleavers.rules import dates
from careleavers.rules.health import HEALTH_WORDS, HealthFact, HealthKind, missing_health

WELLBEING_SHOWN = 12


@dataclass(frozen=True)
class HealthFacts:
    """`matters` as written down, in the order of the kinds; `missing` what is asked about and not settled, in words;
    `wellbeing` the latest answers, newest first.
    """

    matters: list[HealthMatter]
    missing: list[str]
    wellbeing: list[Wellbeing]


def health_facts(person: YoungPerson, today: date, leap_day: dates.LeapDay) -> HealthFacts:
    """Two queries. After a death nothing is missing."""
    order = list(HealthKind)
    rows = person.health_matters.select_related("next_step__assigned_to")
    matters = sorted(rows, key=lambda row: order.index(HealthKind(row.kind)))
    missing = missing_health_of(person, [row.fact for row in matters], today, leap_day)
    return HealthFacts(matters, missing, list(person.wellbeing.all()[:WELLBEING_SHOWN]))


def health_columns(today: date) -> dict[str, Combinable]:
    """What `missing_health` asks about somebody, for a list of young people."""
    rows = HealthMatter.objects.filter(person=OuterRef("pk")).order_by("kind")
    return {"health_facts": ArraySubquery(rows.values(facts=JSONObject(kind="kind", state="state")))}


def missing_health_of(
    person: YoungPerson, facts: Iterable[HealthFact], today: date, leap_day: dates.LeapDay
) -> list[str]:
    """What is neither in place nor declined, in words; after a death nothing."""
    if person.died_on:
        return []
    return [HEALTH_WORDS[kind] for kind in missing_health(facts, person.age_on(today, leap_day))]
