"""Some advisers have their calendar on their phone."""

from __future__ import annotations

from datetime import date

from careleavers.models import User
from careleavers.permissions import Role
from pathways.actions.calendar_links import make_calendar_link

ON_A_PHONE = 3


def calendars(*, today: date, quarters: int) -> None:
    """The addresses are known to nobody: each makes their own."""
    for adviser in User.objects.with_role(Role.PERSONAL_ADVISER, today=today).order_by("email")[:ON_A_PHONE]:
        make_calendar_link(by=adviser)
