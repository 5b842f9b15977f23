"""Opening a restricted record with a reason: allowed to those who may, for a day, and told to its manager."""

from __future__ import annotations

from datetime import date, timedelta

from careleavers.actions.alerts import raise_alert
from careleavers.actions.base import action, record
from careleavers.models import ReadEvent, RestrictedAccess, User, YoungPerson

OPEN_FOR = timedelta(days=1)


@action
def break_glass(*, by: User, person: YoungPerson, reason: str, today: date) -> RestrictedAccess:
    """Open the record to `by` today and tomorrow, note the look with its reason, and tell the manager of the team."""
    access = RestrictedAccess.objects.create(
        person=person,
        user=by,
        kind=RestrictedAccess.BREAK_GLASS,
        reason=reason,
        starts_on=today,
        ends_on=today + 2 * OPEN_FOR,
        recorded_by=by,
    )
    ReadEvent.objects.create(
        kind="broke_glass", user_id=by.pk, user_name=by.name, person_id=person.pk, page="break_glass", detail=reason
    )
    raise_alert(
        person=person,
        code=f"restricted_record_opened_{by.pk.hex[:8]}",  # one alert a day for each who opened it
        cycle_started_on=today,
        due_on=today,
        text=f"{by.name} opened a restricted record: {reason}"[:200],
        today=today,
        to_managers_only=True,
    )
    record("restricted_record_opened", by=by, person=person, on=access)
    return access
