"""Reviews of plans that were asked for before their date: some wait, one is late, one ended without a review."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from careleavers.models import User, YoungPerson
from careleavers.models.base import on_day
from careleavers.permissions import Role
from careleavers.queries.managers import case_holders_on
from careleavers.rules.code_sets import Status
from pathways.actions.review_requests import ask_for_review, end_request
from pathways.models import PlanVersion

ASKED: tuple[dict[str, Any], ...] = (
    {"asked_by": "young_person", "reason": "wish", "words": "I want to talk about my flat and who comes with me."},
    {"asked_by": "adviser", "reason": "work", "words": "The bakery has closed. The rent is paid until the new year."},
    {"asked_by": "adviser", "reason": "homeless", "words": "The landlord says that they must be out in two months."},
    {"asked_by": "adviser", "reason": "expecting", "words": "She told me last week, and is glad."},
)
TUTOR = {
    "asked_by": "other",
    "asked_by_name": "Ms Hart, college tutor",
    "reason": "other",
    "words": "He comes late. Can the plan say how he gets to college?",
}
SETTLED = "The bus pass came through the same week, and he is on time."
DAYS_AGO = 6


def review_requests(*, today: date, quarters: int) -> None:
    long_ago = today - timedelta(days=DAYS_AGO * 10)
    left_care = {
        "status_periods__status": Status.FORMER_RELEVANT_CHILD,
        "status_periods__starts_on__lte": long_ago,
    }
    people = YoungPerson.objects.filter(on_day(today, "status_periods__"), **left_care, died_on=None)
    authorised = PlanVersion.objects.authorised().filter(authorised_on__lte=long_ago)
    planned = people.filter(is_restricted=False, pk__in=authorised.values("plan__person")).order_by("pk")
    found = list(planned.distinct()[: 4 * len(ASKED)])
    holders = case_holders_on(today, [person.pk for person in found])
    manager = User.objects.with_role(Role.SERVICE_MANAGER, today=today).first()
    held = [(person, User.objects.get(pk=holders[person.pk])) for person in found if person.pk in holders]
    for number, ((person, worker), said) in enumerate(zip(held, (*ASKED, TUTOR), strict=False)):
        asked_on = today - timedelta(days=DAYS_AGO * number + 1)
        by = worker.on(today)
        request = ask_for_review(by=by, person=person, today=today, asked_on=asked_on, **said)
        if said is TUTOR and manager:
            end_request(
                by=manager.on(today),
                request=request,
                revision=request.revision,
                today=today,
                ended_how="against",
                ended_why=SETTLED,
            )
