"""How much waits for somebody: the numbers of their Today."""

from __future__ import annotations

from datetime import date

from careleavers.models import Draft, User
from careleavers.permissions import Permission
from careleavers.rules import dates
from pathways.queries.my_day import my_day, my_people
from pathways.queries.team_today import team_workload, unallocated


def what_waits(user: User, today: date, leap_day: dates.LeapDay) -> dict[str, int]:
    """By the names that `rules.morning_mail.sentences` takes."""
    day = my_day(user, today, my_people(user, today), leap_day)
    manages = user.may(Permission.MANAGE_TEAM)
    return {
        "appointments": len(day.appointments),
        "now": day.now.total,
        "coming": day.coming.total,
        "drafts": Draft.objects.filter(user=user).count(),
        "team_now": team_workload(user, today, leap_day).now.total if manages else 0,
        "unallocated": unallocated(user, today).total if manages else 0,
    }
