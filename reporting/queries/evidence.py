"""What the record shows of people for a measure on a day, in a few words each."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import F, FilteredRelation, OuterRef, QuerySet, Subquery

from careleavers.models import Contact, YoungPerson
from careleavers.models.base import on_day
from careleavers.rules import code_labels, words
from pathways.models import FormerPlan, PlanReview, PlanVersion

PLAN_WORDS = ("Authorised", "Agreed in the former system", "Reviewed", "Reviewed in the former system")


@dataclass(frozen=True)
class Evidence:
    """`columns` are annotations of people by name, for a day; `words` says their values.

    Nothing recorded is "".
    """

    columns: Callable[[date], Mapping[str, Any]]
    words: Callable[..., str]

    def of(self, people: QuerySet[Any], day: date) -> tuple[QuerySet[Any], list[str]]:
        """The people with the columns, and which these are. It may be given a queryset of `figures.as_at`."""
        columns = self.columns(day)
        named = [name for name, column in columns.items() if not isinstance(column, FilteredRelation)]
        return people.annotate(**columns), named

    def __call__(self, people: Collection[UUID], day: date) -> dict[UUID, str]:
        """By person, in one query; somebody of whom nothing is recorded is left out."""
        found, named = self.of(YoungPerson.objects.filter(pk__in=people).order_by(), day)
        told = ((pk, self.words(*values)) for pk, *values in found.values_list("pk", *named))
        return {pk: said for pk, said in told if said}


def _homes(day: date) -> Mapping[str, Any]:
    home = FilteredRelation("homes", condition=on_day(day, "homes__"))
    return {"home": home, "home_kind": F("home__kind"), "home_since": F("home__starts_on")}


def _occupations(day: date) -> Mapping[str, Any]:
    doing = FilteredRelation("occupations", condition=on_day(day, "occupations__"))
    return {"occupation": doing, "doing": F("occupation__code"), "doing_since": F("occupation__starts_on")}


def _contacts(day: date) -> Mapping[str, Any]:
    return {"last_spoke_on": _last(Contact.objects.live().with_young_person(), "person", "happened_on", day)}


def _plans(day: date) -> Mapping[str, Any]:
    return {
        "authorised": _last(PlanVersion.objects.all(), "plan__person", "authorised_on", day),
        "agreed": _last(FormerPlan.objects.all(), "person", "agreed_on", day),
        "reviewed": _last(PlanReview.objects.all(), "plan__person", "held_on", day),
        "reviewed_before": _last(FormerPlan.objects.all(), "person", "reviewed_on", day),
    }


def _last(rows: QuerySet[Any], person: str, column: str, day: date) -> Subquery:
    """The last day by `day` that the column has in the person's rows."""
    theirs = rows.filter(**{person: OuterRef("pk"), f"{column}__lte": day})
    return Subquery(theirs.order_by(f"-{column}").values(column)[:1])


def _home_words(kind: str, since: date | None) -> str:
    return f"{code_labels.home_words(kind)}, since {words.day(since)}" if since else ""


def _occupation_words(code: str, since: date | None) -> str:
    return f"{code_labels.occupation_words(code)}, since {words.day(since)}" if since else ""


def _contact_words(last_on: date | None) -> str:
    return f"Last spoken with on {words.day(last_on)}" if last_on else ""


def _plan_words(*told: date | None) -> str:
    """What happened last with the plan, here or in the system before; in the order of `PLAN_WORDS`."""
    last_on = max(filter(None, told), default=None)
    if not last_on or not (told[0] or told[1]):  # a review is of a plan
        return ""
    return f"{PLAN_WORDS[told.index(last_on)]} on {words.day(last_on)}"


homes = Evidence(_homes, _home_words)
occupations = Evidence(_occupations, _occupation_words)
contacts = Evidence(_contacts, _contact_words)
plans = Evidence(_plans, _plan_words)
