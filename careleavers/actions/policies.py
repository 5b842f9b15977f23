"""The authority's own choices, each from a day on."""

from __future__ import annotations

from datetime import date
from typing import Any

from careleavers.actions.base import Refused, action, record_event
from careleavers.models import PolicyValue, User
from careleavers.rules.policies import REGISTRY, problem


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
