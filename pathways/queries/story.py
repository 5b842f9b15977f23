"""What this app tells of a record: every version of the plan with its matters and promises."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.utils.timezone import localdate

from careleavers.models import YoungPerson
from careleavers.queries.story import StoryEntry, StorySection
from careleavers.rules.words import day
from pathways.models import FormerPlan, PlanMatter, PlanVersion

LEAVES_OUT = {
    "pathways.PathwayPlan": "it has versions, which are told",
    "pathways.PlanVersion": "told with what is in it",
    "pathways.PlanMatter": "told with its version",
    "pathways.PlanAction": "told with its version",
    "pathways.PlanReferralLink": "a secret address, which opens nothing for anybody else",
    "pathways.PlanLink": "a secret address, which opens nothing for anybody else",
    "pathways.DueItem": "worked out from what is told",
    "pathways.PlanStatusPeriod": "worked out from what is told",
}


def plans_told(person: YoungPerson, today: date) -> Iterator[StoryEntry]:
    """Each version of the pathway plan, as it reads, and those of another system. Five queries."""
    for former in person.former_plans.all():
        heading = f"Pathway plan, agreed in {former.system} on {day(former.agreed_on)}"
        yield StoryEntry(
            StorySection.PLANS, heading, _former_text(former), former.agreed_on, "pathways.FormerPlan", former.pk
        )
    versions = PlanVersion.objects.filter(plan__person=person).prefetch_related("matters", "actions__owner")
    for version in versions:
        on = version.authorised_on or localdate(version.recorded_at)
        state = f"in force from {day(on)}" if version.authorised_on else "being written"
        heading = f"Pathway plan, version {version.number}, {state}"
        yield StoryEntry(StorySection.PLANS, heading, _text(version), on, "pathways.PlanVersion", version.pk)


def _former_text(former: FormerPlan) -> str:
    parts = [
        ("Written by", former.author),
        ("Agreed by", former.agreed_by),
        ("What they want, in their own words", former.own_words),
        *former.parts,
        ("What it says", former.text),
    ]
    return "\n\n".join(f"{label}: {words}" for label, words in parts if words)


def _text(version: PlanVersion) -> str:
    parts = [
        ("What they want, in their own words", version.own_words),
        ("What we do not agree on, in their words", version.not_agreed),
        ("Who else was asked, and what they think", version.views_of_others),
        ("What the manager wrote when it was returned", version.return_comment),
    ]
    told = [f"{label}: {words}" for label, words in parts if words]
    told += [_matter(matter) for matter in version.matters.all()]
    for action in version.actions.all():
        who = action.owner.name if action.owner else action.get_owed_by_display()
        line = f"Promised: {action.what} ({who}, by {day(action.by_when)}). {action.get_status_display()}."
        told.append(" ".join(filter(None, [line, action.how_we_know, action.outcome])))
    return "\n\n".join(filter(None, told))


def _matter(matter: PlanMatter) -> str:
    lines = [("What they need", matter.needs), ("How it is met", matter.how_met), ("What they say", matter.own_words)]
    said = [f"{label}: {words}" for label, words in lines if words]
    return "\n".join([matter.title, *said]) if said else ""
