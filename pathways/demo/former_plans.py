"""A few people of the demo council had a plan in the system that the council had before."""

from __future__ import annotations

from datetime import date, timedelta

from careleavers.actions.facts_changed import facts_changed
from pathways.models import FormerPlan, PlanVersion

SYSTEM, FEW = "CareBase", 3
BEFORE = timedelta(days=150)
MATTERS = {
    "accommodation": "To stay with the carers until the course ends, then a flat near the bus.",
    "education": "The second year at college. Help with the fare from September.",
    "health": "A dentist who takes new people. The optician was seen in spring.",
}


def former_plans(*, today: date, quarters: int) -> None:
    """Each agreed there some months before the first plan that is authorised here."""
    first = PlanVersion.objects.authorised().filter(
        number=1, plan__person__died_on=None, plan__person__is_restricted=False
    )
    latest = first.select_related("plan").order_by("-authorised_on", "pk")[:FEW]
    plans = [
        FormerPlan(
            person_id=version.plan.person_id,
            system=SYSTEM,
            agreed_on=version.authorised_on - BEFORE,
            author="Greta Lund",
            agreed_by="Sunil Rao",
            own_words="I want to stay where I am until the course is done.",
            matters=MATTERS,
        )
        for version in latest
        if version.authorised_on
    ]
    FormerPlan.objects.bulk_create(plans)
    facts_changed(people=[plan.person_id for plan in plans], today=today)
