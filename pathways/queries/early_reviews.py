"""What the record knows that may call for a review of the plan before its date, and that no clock runs for."""

from __future__ import annotations

from datetime import date

from django.db.models import Q

from careleavers.models import YoungPerson
from careleavers.models.base import on_day
from careleavers.rules.code_sets import IN_EET
from pathways.models import PlanReview
from pathways.rules.review_requests import ReviewReason


def lost_their_work(person: YoungPerson, today: date) -> date | None:
    """The day on which their job or course ended, where none has followed and nobody has asked whether the plan still
    fits: no review was held and none was asked for because of it since. Three queries at most.
    """
    in_eet = person.occupations.filter(code__in=IN_EET)
    ended_on = in_eet.filter(ends_on__lte=today).order_by("-ends_on").values_list("ends_on", flat=True).first()
    if ended_on is None or in_eet.filter(on_day(today)).exists():
        return None
    reviewed = PlanReview.objects.filter(plan__person=person, held_on__gte=ended_on)
    asked = Q(reason=ReviewReason.WORK, asked_on__gte=ended_on)
    return None if reviewed.exists() or person.review_requests.filter(asked).exists() else ended_on
