"""How much waits for somebody: the numbers of their Today."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q

from careleavers.models import Allocation, Contact, Draft, User
from careleavers.models.base import on_day
from careleavers.permissions import Permission
from careleavers.queries import caseloads
from careleavers.queries.audit import midnight
from careleavers.queries.caseloads import open_to_service
from pathways.queries.late_above import late_above
from pathways.queries.my_day import my_day, my_people
from pathways.queries.team_today import team_workload, unallocated
from pathways.queries.today import managed_people

WEEK, FORTNIGHT, MONTH = timedelta(days=7), timedelta(days=14), timedelta(days=30)


def what_waits(
    user: User, today: date, policies: Mapping[str, Any], *, left_out: Collection[str] = ()
) -> dict[str, int]:
    """By the names that `rules.morning_mail.sentences` takes. Of what is to come the kinds in `left_out` do not count;
    what is for now always does.
    """
    leap_day = policies["leap_day"]
    day = my_day(user, today, my_people(user, today), leap_day, limit=None)
    manages = user.may(Permission.MANAGE_TEAM)
    return {
        "appointments": len(day.appointments),
        "now": day.now.total,
        "coming": sum(any(task.reminds_of not in left_out for task in item.tasks) for item in day.coming.items),
        "drafts": Draft.objects.filter(user=user).count(),
        "team_now": team_workload(user, today, leap_day).now.total if manages else 0,
        "late": late_above(user, today, policies, limit=1).total if manages else 0,
        "unallocated": unallocated(user, today).total if manages else 0,
    }


def week_of_teams(user: User, today: date) -> dict[str, int]:
    """How the week to today went in the teams that the user manages, by the names that `sentences_of_week` takes."""
    people = managed_people(user)
    contacts = Contact.objects.live().filter(happened_on__lte=today)
    of_week = contacts.filter(person__in=people, happened_on__gt=today - WEEK)
    attempts = contacts.filter(result__in=(Contact.SPOKE, Contact.NO_REPLY), person=OuterRef("pk"))
    theirs = Allocation.objects.filter(on_day(today), person__in=people, worker=OuterRef("pk"))
    a_week_ago = caseloads.unallocated(open_to_service(people, today - WEEK), today - WEEK)
    not_signed_in = Q(last_login=None) | Q(last_login__lt=midnight(today - MONTH))
    return {
        **of_week.aggregate(
            made=Count("pk", filter=Q(result=Contact.SPOKE)), tried=Count("pk", filter=Q(result=Contact.NO_REPLY))
        ),
        "silent": open_to_service(people, today)
        .filter(~Exists(attempts.filter(happened_on__gt=today - FORTNIGHT)))
        .count(),
        "newly_unallocated": caseloads.unallocated(open_to_service(people, today), today)
        .exclude(pk__in=a_week_ago.values("pk"))
        .count(),
        "away": User.objects.filter(not_signed_in, Exists(theirs), is_active=True).count(),
    }
