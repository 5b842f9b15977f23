"""Referrals from somebody's plan: what each shares and with whom, who opened it, and which links still open one."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from django.db.models import Q, QuerySet

from careleavers.models import AuditEvent, YoungPerson
from careleavers.queries.secret_links import still_good
from pathways.models import PlanAction, PlanReferral, PlanReferralLink
from pathways.rules.matters import MATTERS
from pathways.rules.referrals import OPEN


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
