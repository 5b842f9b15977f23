"""A few plans of the demo council were given in part to other services: one waits, one was taken on, one is over."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from careleavers.models import User
from careleavers.permissions import Role
from pathways.actions.referrals import answer_referral, follow_referral, make_referral_link, refer
from pathways.models import PlanVersion
from pathways.rules.referrals import ReferralState

AGO = timedelta(days=10)
ASKED: tuple[dict[str, Any], ...] = (
    {
        "service": "housing",
        "organisation": "Melford housing options",
        "reader": "Ash Reed, 01632 960001",
        "purpose": "A flat within reach of college, before the room at the foyer ends.",
        "sections": ["accommodation"],
        "basis": "duty_to_refer",
        "agreement": "yes",
        "they_say": "Yes, tell them. I do not want to go through it all again.",
        "why_anyway": "",
    },
    {
        "service": "dwp",
        "organisation": "Melford Jobcentre",
        "reader": "Care leavers’ lead",
        "purpose": "A claim prepared for the 18th birthday, with one person to ask for.",
        "sections": ["money"],
        "basis": "agreed",
        "agreement": "yes",
        "they_say": "",
        "why_anyway": "",
    },
    {
        "service": "health",
        "organisation": "Lock Street surgery",
        "reader": "",
        "purpose": "A longer first appointment, and a nurse to talk to.",
        "sections": ["health"],
        "basis": "our_task",
        "agreement": "partly",
        "they_say": "Fine, but not what I said about last year.",
        "why_anyway": "What happened last year is left out; the rest is needed for the appointment.",
    },
    {
        "service": "housing",
        "for_colleagues": True,
        "organisation": Role.HOUSING_LINK_WORKER.label,
        "reader": "",
        "purpose": "A place on the register, and a viewing together with the keyworker.",
        "sections": ["accommodation", "skills"],
        "basis": "agreed",
        "agreement": "yes",
        "they_say": "Yes. I would like to see it before I say anything.",
        "why_anyway": "",
    },
    {
        "service": "mental",
        "for_colleagues": True,
        "organisation": Role.MENTAL_HEALTH_LINK_WORKER.label,
        "reader": "",
        "purpose": "Whether the team for adults goes on with the same therapist.",
        "sections": ["health"],
        "basis": "agreed",
        "agreement": "yes",
        "they_say": "",
        "why_anyway": "",
    },
)
LEARNT = {
    1: (ReferralState.ACCEPTED, "They keep an hour on the birthday."),
    2: (ReferralState.RESULT, "Registered, and seen once."),
}
ANSWERED = {4: (Role.MENTAL_HEALTH_LINK_WORKER, "She stays with them until the summer. We meet all together first.")}


def referrals(*, today: date, quarters: int) -> None:
    now = timezone.make_aware(datetime.combine(today, time(8, 20)))
    plans = PlanVersion.objects.authorised().filter(
        authorised_on__lte=today - AGO, plan__person__died_on=None, plan__person__is_restricted=False
    )
    latest = plans.select_related("plan__person", "submitted_by").order_by("authorised_on", "pk")
    for number, (version, facts) in enumerate(zip(latest[: len(ASKED)], ASKED, strict=False)):
        if version.submitted_by is None:
            continue
        made_on = today - AGO
        row = refer(
            by=version.submitted_by,
            version=version,
            today=made_on,
            chase_on=made_on + timedelta(days=14),
            provider=None,
            with_own_words=False,
            **facts,
        )
        if number == 0:
            make_referral_link(by=version.submitted_by, referral=row, now=now)
        if number in ANSWERED:
            role, text = ANSWERED[number]
            colleague = User.objects.with_role(role, today=today).get()
            answer_referral(
                by=colleague.on(today),
                referral=row,
                revision=None,
                today=today,
                now=now,
                state=ReferralState.ACCEPTED,
                text=text,
                chase_on=today + timedelta(days=21),
            )
        if number in LEARNT:
            state, text = LEARNT[number]
            chase_on = today + timedelta(days=21) if state is ReferralState.ACCEPTED else None
            follow_referral(
                by=version.submitted_by,
                referral=row,
                revision=None,
                today=today,
                now=now,
                state=state,
                happened_on=today - timedelta(days=2),
                text=text,
                chase_on=chase_on,
            )
