"""The authority's own choices, each from a day on."""

from __future__ import annotations

from datetime import date
from typing import Any

from careleavers.actions.base import Refused, action, record_event
from careleavers.models import PolicyValue, User
from careleavers.rules.policies import REGISTRY
from careleavers.rules.policy_values import problem


@action
def set_policy(*, by: User | None, key: str, value: Any, from_on: date, reason: str = "") -> PolicyValue:
    """Choose a policy's value from a day on. Choosing again for the same day replaces that day's choice.

    Refused with a sentence when the value cannot be used.
    """
    if wrong := problem(REGISTRY[key], value):
        raise Refused(wrong)
    chosen, _ = PolicyValue.objects.update_or_create(
        key=key, from_on=from_on, defaults={"value": value, "reason": reason, "recorded_by": by}
    )
    record_event("policy_set", by=by, on=chosen, key=key, value=value, from_on=from_on)
    return chosen


@action
def call_off_policy(*, by: User, value: PolicyValue, today: date) -> None:
    """A value chosen for a day to come will not hold after all. Refused once its day has come."""
    if value.from_on <= today:
        raise Refused("This value is in force already: choose another one from today.")
    record_event("policy_called_off", by=by, on=value, key=value.key, from_on=value.from_on)
    value.delete()
