"""Referrals from somebody's plan: what each shares and with whom, who opened it, and which links still open one."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.db.models import Q, QuerySet

from careleavers.models import AuditEvent, RoleAssignment, User, YoungPerson
from careleavers.models.base import on_day
from careleavers.models.people import named_on_restricted
from careleavers.permissions import Permission, Role
from careleavers.queries.secret_links import still_good
from pathways.models import PlanAction, PlanReferral, PlanReferralLink
from pathways.rules.matters import MATTERS
from pathways.rules.referrals import OPEN, ReferralService

# Which role of ours answers for a service.
ROLE_FOR = {
    ReferralService.HOUSING: Role.HOUSING_LINK_WORKER,
    ReferralService.DWP: Role.JOBCENTRE_LINK_WORKER,
    ReferralService.HEALTH: Role.LEAVING_CARE_NURSE,
    ReferralService.MENTAL_HEALTH: Role.MENTAL_HEALTH_LINK_WORKER,
    ReferralService.EDUCATION: Role.VIRTUAL_SCHOOL,
    ReferralService.ADVOCACY: Role.RIGHTS_OFFICER,
}
OVER_SHOWN_FOR = timedelta(days=92)


class SharedPart(NamedTuple):
    """One matter as the other service reads it; `own_words` is empty unless these are shared too."""

    heading: str
    needs: str
    how_met: str
    own_words: str
    actions: list[PlanAction]


def referrals_of(person: YoungPerson) -> QuerySet[PlanReferral]:
    """All of them, the latest first."""
    referrals = PlanReferral.objects.filter(version__plan__person=person)
    return referrals.select_related("version__plan__person", "recorded_by", "provider")


def referrals_to(user: User) -> QuerySet[PlanReferral]:
    """Those that the user answers by a role of theirs: open ones, and what ended in the last three months. None of a
    restricted record on which they are not named, nor of somebody who has died.
    """
    services = [service.value for service, role in ROLE_FOR.items() if role in user.access.roles]
    if not (services and user.may(Permission.ANSWER_REFERRALS)):
        return PlanReferral.objects.none()
    people = YoungPerson.objects.filter(Q(is_restricted=False) | named_on_restricted(user), died_on=None)
    ended_lately = Q(steps__happened_on__gt=user.access_day - OVER_SHOWN_FOR)
    rows = PlanReferral.objects.filter(
        Q(state__in=[state.value for state in OPEN]) | ended_lately,
        for_colleagues=True,
        service__in=services,
        version__plan__person__in=people.order_by().values("pk"),
    )
    return rows.select_related("version__plan__person", "recorded_by").distinct()


def services_with_colleagues(today: date) -> dict[str, str]:
    """The services for which somebody here answers today, with what the role is called."""
    held = RoleAssignment.objects.filter(on_day(today), user__is_active=True).values_list("role", flat=True)
    roles = set(held.distinct())
    return {service.value: role.label for service, role in ROLE_FOR.items() if role.value in roles}


def shared_parts(referral: PlanReferral) -> list[SharedPart]:
    """What is shared, in the order of the plan, and nothing else of it. Two queries."""
    matters = {each.code: each for each in referral.version.matters.filter(code__in=referral.sections)}
    actions: dict[str, list[PlanAction]] = {}
    for each in referral.version.actions.filter(matter_code__in=referral.sections):
        actions.setdefault(each.matter_code, []).append(each)
    return [
        SharedPart(
            matter.title,
            matters[code].needs,
            matters[code].how_met,
            matters[code].own_words if referral.with_own_words else "",
            actions.get(code, []),
        )
        for code, matter in MATTERS.items()
        if code in matters
    ]


def open_links(now: datetime) -> QuerySet[PlanReferralLink]:
    """Those that still open one: while it is open, and as `still_good` asks of every link."""
    links = still_good(PlanReferralLink, now).filter(referral__state__in=[state.value for state in OPEN])
    return links.select_related("referral__version__plan__person", "recorded_by")


def opened_log(referral: PlanReferral) -> QuerySet[AuditEvent]:
    """Who made, tried, opened, kept and ended what shows it, the latest first."""
    ids = [str(pk) for pk in referral.links.values_list("pk", flat=True)]
    about = Q(name__startswith="plan_referral_link_", object_id__in=[*ids, str(referral.pk)])
    about |= Q(name="plan_referral_saved", object_id=str(referral.pk))
    return AuditEvent.objects.filter(about, person_id=referral.version.plan.person_id)
