"""Counting young people's health when a quarter is over, for the joint strategic needs assessment and the Board."""

from __future__ import annotations

from datetime import date

from careleavers.actions.base import action, record_event
from careleavers.models import PolicyValue
from careleavers.rules.policies import page_is_used
from reporting.models import FrozenPeriod, HealthCount, HealthNumber
from reporting.queries.health_needs import health_of_everybody
from reporting.rules.health_needs import count_answers
from reporting.rules.periods import last_ended


@action
def count_health(*, by: None = None, today: date) -> bool:
    """Count for the last quarter that is over, once; whether it was counted now.

    The record keeps how somebody's health is now and not how it was, so that no earlier quarter is counted, and none
    again. Nothing is counted where the authority does not use the page.
    """
    policies = PolicyValue.objects.in_force(today)
    quarter = FrozenPeriod.objects.select_for_update().filter(ends_on=last_ended(today)).first()
    if quarter is None or not page_is_used("health", policies) or HealthCount.objects.filter(quarter=quarter).exists():
        return False
    count = HealthCount.objects.create(quarter=quarter, counted_on=today)
    counted = count_answers(health_of_everybody(today, policies["leap_day"]))
    HealthNumber.objects.bulk_create(
        HealthNumber(count=count, question=question, answer=answer, ages=ages, people=many)
        for (question, answer, ages), many in sorted(counted.items())
    )
    record_event("health_counted", by=None, on=count, ends_on=quarter.ends_on)
    return True
