"""What the record's own pages behind the overview have to say beside their links, all read in one query."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, JSONField, OuterRef, QuerySet, Subquery, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, JSONObject

from careleavers.models import (
    Complaint,
    HousingApplication,
    ImmigrationStatus,
    Income,
    KeyDocument,
    MeetingItem,
    Membership,
    Offence,
    Relationship,
    Skill,
    SkillProgress,
    VacationHome,
)
from careleavers.models.groups import goes_on
from careleavers.queries.health import missing_health_of
from careleavers.queries.key_documents import missing_of
from careleavers.queries.relationships import in_their_life
from careleavers.rules.accommodation import LAST_STAGES, STAGE_WORDS, Stage, stage_on
from careleavers.rules.health import HealthFact
from careleavers.rules.income import IncomeFact, IncomeState, income_state
from careleavers.rules.key_documents import DocumentFact
from careleavers.rules.skills import count_skills
from careleavers.rules.words import day

Policies = Mapping[str, Any]


def _number_of(rows: QuerySet[Any]) -> Combinable:
    """How many of the rows are theirs."""
    theirs = rows.filter(person=OuterRef("pk")).order_by().values("person")
    return Coalesce(Subquery(theirs.annotate(number=Count("pk")).values("number")), 0)


def document_columns(today: date) -> dict[str, Combinable]:
    rows = KeyDocument.objects.filter(person=OuterRef("pk")).order_by("kind")
    facts = JSONObject(kind="kind", state="state", since="since", expires_on="expires_on")
    return {"document_facts": ArraySubquery(rows.values(facts=facts))}


def documents_summary(person: Any, today: date, policies: Policies) -> str:
    facts = [
        DocumentFact(each["kind"], each["state"], _day(each["since"]) or today, _day(each["expires_on"]))
        for each in person.document_facts
    ]
    missing = len(missing_of(person, facts, today, policies["leap_day"]))
    return f"{missing} missing" if missing else ""


def _day(written: str | None) -> date | None:
    return date.fromisoformat(written) if written else None


def complaint_columns(today: date) -> dict[str, Combinable]:
    return {"open_complaints": _number_of(Complaint.objects.filter(closed_on=None))}


def complaints_summary(person: Any, today: date, policies: Policies) -> str:
    return f"{person.open_complaints} open" if person.open_complaints else ""


def immigration_columns(today: date) -> dict[str, Combinable]:
    latest = ImmigrationStatus.objects.filter(person=OuterRef("pk"), since__lte=today).order_by("-since")
    return {
        "immigration_kind": Subquery(latest.values("kind")[:1]),
        "leave_until": Subquery(latest.values("expires_on")[:1]),
    }


def immigration_summary(person: Any, today: date, policies: Policies) -> str | None:
    """Until when they may stay; None for whoever this is nothing to."""
    if person.immigration_kind is None:
        return "" if person.is_unaccompanied else None
    return f"leave until {day(person.leave_until)}" if person.leave_until and not person.died_on else ""


def housing_columns(today: date) -> dict[str, Combinable]:
    rows = HousingApplication.objects.filter(person=OuterRef("pk"), applied_on__lte=today).order_by("-applied_on")
    days = JSONObject(**{stage.value: f"{stage}_on" for stage in Stage})
    to_arrange = VacationHome.objects.filter(arranged="", ends_on__gt=today)
    return {
        "application_days": Subquery(rows.values(days=days)[:1], output_field=JSONField()),
        "vacations_to_arrange": _number_of(to_arrange),
    }


def housing_summary(person: Any, today: date, policies: Policies) -> str:
    """How far the latest application is, while it goes on; and whether a vacation is still to be arranged."""
    if person.died_on:
        return ""
    vacations = person.vacations_to_arrange
    to_arrange = f"{vacations} vacation{'' if vacations == 1 else 's'} to arrange" if vacations else ""
    return ", ".join(part for part in (_stage_words(person, today), to_arrange) if part)


def _stage_words(person: Any, today: date) -> str:
    if not person.application_days:
        return ""
    stage = stage_on({Stage(name): _day(written) for name, written in person.application_days.items()}, today)
    return "" if stage in LAST_STAGES else STAGE_WORDS[stage].lower()


def health_summary(person: Any, today: date, policies: Policies) -> str:
    facts = [HealthFact(**each) for each in person.health_facts]
    missing = len(missing_health_of(person, facts, today, policies["leap_day"]))
    return f"{missing} to see to" if missing else ""


def network_columns(today: date) -> dict[str, Combinable]:
    return {"must_not_be_told": _number_of(Relationship.objects.filter(in_their_life(today)).exclude(must_not_know=""))}


def network_summary(person: Any, today: date, policies: Policies) -> str:
    """How many there are who must not be told something."""
    return f"{person.must_not_be_told} not to be told" if person.must_not_be_told and not person.died_on else ""


def money_columns(today: date) -> dict[str, Combinable]:
    rows = Income.objects.filter(person=OuterRef("pk")).order_by("pk")
    return {"income_facts": ArraySubquery(rows.values(facts=JSONObject(**{name: name for name in IncomeFact._fields})))}


def money_summary(person: Any, today: date, policies: Policies) -> str:
    """What is awaited, and what is sanctioned."""
    if person.died_on:
        return ""
    facts = [IncomeFact(**{name: _day(each[name]) for name in each}) for each in person.income_facts]
    states = [income_state(fact, today) for fact in facts]
    awaited = sum(state in (IncomeState.CLAIMED, IncomeState.AWARDED) for state in states)
    sanctioned = states.count(IncomeState.SANCTIONED)
    parts = [f"{sanctioned} sanctioned" if sanctioned else "", f"{awaited} awaited" if awaited else ""]
    return ", ".join(part for part in parts if part)


def skill_columns(today: date) -> dict[str, Combinable]:
    """The state of each skill on the list, "" where nothing is written down."""
    theirs = SkillProgress.objects.filter(skill=OuterRef("pk"), person=OuterRef(OuterRef("pk"))).order_by()
    states = (
        Skill.objects.in_use().order_by("pk").values(of_person=Coalesce(Subquery(theirs.values("state")), Value("")))
    )
    return {"skill_states": ArraySubquery(states)}


def skills_summary(person: Any, today: date, policies: Policies) -> str:
    """How many they can do: "4 of 12"; nothing where no list is kept."""
    return str(count_skills(person.skill_states)) if person.skill_states and not person.died_on else ""


def group_columns(today: date) -> dict[str, Combinable]:
    return {"memberships_now": _number_of(Membership.objects.filter(goes_on(today)))}


def groups_summary(person: Any, today: date, policies: Policies) -> str:
    """How many mentors, groups and clubs they have now."""
    return str(person.memberships_now) if person.memberships_now and not person.died_on else ""


def offence_columns(today: date) -> dict[str, Combinable]:
    return {"offences_to_decide": _number_of(Offence.objects.filter(outcome=""))}


def offences_summary(person: Any, today: date, policies: Policies) -> str:
    return f"{person.offences_to_decide} not decided" if person.offences_to_decide and not person.died_on else ""


def meeting_columns(today: date) -> dict[str, Combinable]:
    return {"meeting_items_open": _number_of(MeetingItem.objects.filter(outcome=""))}


def meetings_summary(person: Any, today: date, policies: Policies) -> str:
    """How many things about them a body is still to talk about."""
    return f"{person.meeting_items_open} to come" if person.meeting_items_open and not person.died_on else ""
