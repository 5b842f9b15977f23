"""How plans are rated today: the rule's answer, or what a reviewer chose instead. Every page asks here."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, F, OuterRef, Subquery
from django.db.models.functions import JSONObject

from careleavers.models import YoungPerson
from careleavers.models.asking import Asking, in_steps
from careleavers.models.statements import Statement
from pathways.models import PlanAction, PlanRating, PlanReview, PlanVersion
from pathways.queries.plan_statuses import with_plan_status
from pathways.queries.promise_ledger import PERSON, Became, became
from pathways.rules.plan_rag import RAG_WORDS, PlanRag, Rag, RatedFacts, plan_rag, settings_of
from pathways.rules.plan_status import PlanState


@dataclass(frozen=True)
class ChosenRag:
    """A reviewer's rating from a day on."""

    rag: Rag
    reason: str
    by: str
    on: date


@dataclass(frozen=True)
class RatedPlan:
    """The rating of somebody's plan: what is worked out, and what a reviewer chose instead, if anybody did."""

    worked_out: PlanRag
    chosen: ChosenRag | None
    status: PlanState
    due_on: date | None

    @property
    def rag(self) -> Rag:
        return self.chosen.rag if self.chosen else self.worked_out.rag

    @property
    def words(self) -> str:
        return RAG_WORDS[self.rag]

    @property
    def worked_out_words(self) -> str:
        return RAG_WORDS[self.worked_out.rag]

    @property
    def because(self) -> str:
        """Why, in a few words."""
        if self.chosen:
            return f"{self.chosen.reason} ({self.chosen.by})"
        return "; ".join(self.worked_out.reasons)


@in_steps
def rated_plan(person: UUID, today: date, policies: Mapping[str, Any]) -> Asking[RatedPlan | None]:
    """The rating of one plan; None where none is owed. One query."""
    rated = yield from rated_plans.steps([person], today, policies)
    return rated.get(person)


@in_steps
def rated_plans(people: Collection[UUID], today: date, policies: Mapping[str, Any]) -> Asking[dict[UUID, RatedPlan]]:
    """The rating of each of these people's plans, without those who are owed none. One query."""
    settings, found = settings_of(policies), {}
    for row in (yield from RATED.dicts.steps(people, today)):
        facts = RatedFacts(
            PlanState(row["stored__state"] or PlanState.NOT_OWED),
            row["last_on"] is not None,
            row["stored__due_on"],
            row["late"] or 0,
            row["took_part"],
        )
        if worked_out := plan_rag(facts, today, settings):
            chosen = _chosen(row["rating"], row["last_on"])
            found[row["pk"]] = RatedPlan(worked_out, chosen, facts.state, facts.due_on)
    return found


def _rated(people: list[UUID], today: date) -> Any:
    late = PlanAction.objects.of_the_council().filter(
        became(Became.LATE, today), version__state=PlanVersion.AUTHORISED, **{PERSON: OuterRef("pk")}
    )
    reviews = PlanReview.objects.filter(plan__person=OuterRef("pk"), held_on__lte=today)
    ratings = PlanRating.objects.filter(plan__person=OuterRef("pk"), rated_on__lte=today)
    said = JSONObject(rag="rag", reason="reason", by=F("recorded_by__name"), on="rated_on")
    asked = with_plan_status(YoungPerson.objects.filter(pk__in=people), today).annotate(
        late=Subquery(late.order_by().values(PERSON).annotate(number=Count("pk")).values("number")),
        took_part=Subquery(reviews.order_by("-held_on", "-recorded_at").values("person_took_part")[:1]),
        rating=Subquery(ratings.order_by("-recorded_at").values(said=said)[:1]),
    )
    return asked.order_by().values("pk", "stored__state", "stored__due_on", "last_on", "late", "took_part", "rating")


RATED = Statement(_rated, list, date)


def _chosen(said: dict[str, Any] | None, last_on: date | None) -> ChosenRag | None:
    """The rating that somebody chose, unless it was taken back, or the plan was made or reviewed since."""
    if said is None or not said["rag"]:
        return None
    on = date.fromisoformat(said["on"])
    if last_on and on < last_on:
        return None
    return ChosenRag(Rag(said["rag"]), said["reason"], said["by"] or "", on)
