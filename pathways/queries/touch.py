"""Whether we are in touch with somebody, and what has been tried since we were not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import OuterRef, Subquery
from django.db.models.expressions import Combinable

from careleavers.models import Contact, PolicyValue, TouchStatus, YoungPerson
from careleavers.models.base import on_day
from careleavers.rules.attempts import Attempt, Tried, tried, untried, untried_sentence
from careleavers.rules.clocks import FactsOn
from careleavers.rules.clocks.contact import lost_touch
from pathways.models import RiskAssessment
from pathways.queries.clock_facts import facts_of
from pathways.queries.risk_facts import risk_facts_of
from pathways.rules.alert_duties import clock_settings
from pathways.rules.clocks.risk import risk_assessments

SHOWN = 10


@dataclass(frozen=True)
class Touch:
    """`lost_since`: the day on which touch was lost, by the clock; None while it is not. `attempts` are those without
    an answer since we last spoke with them, the latest first.
    """

    lost_since: date | None
    last_contact: Contact | None
    attempts: list[Contact]
    tried: list[Tried]
    suggestion: str
    status: TouchStatus | None
    former: list[TouchStatus]
    assessments: list[RiskAssessment]


def touch_of(person: YoungPerson, today: date, policies: Mapping[str, Any]) -> Touch:
    """A constant number of queries. After a death touch is not lost."""
    contacts = person.contacts.live().filter(happened_on__lte=today).select_related("worker")
    last = contacts.with_young_person().first()
    since = contacts.filter(happened_on__gte=last.happened_on).exclude(pk=last.pk) if last else contacts
    unanswered = list(since.filter(result=Contact.NO_REPLY))
    attempts = [Attempt(each.method, each.happened_on, each.happened_at_time) for each in unanswered]
    missing = untried(attempts, asked_others=since.filter(result=Contact.ABOUT).exists())
    statuses = list(person.touch_statuses.all())
    current = next((each for each in statuses if each.ends_on is None or each.ends_on > today), None)
    return Touch(
        lost_since=None if person.died_on else lost_since(person, today, policies),
        last_contact=last,
        attempts=unanswered[:SHOWN],
        tried=tried(attempts, [method for method, _ in Contact.METHODS]),
        suggestion=untried_sentence(missing, len(attempts)),
        status=current,
        former=[each for each in statuses if each != current],
        assessments=list(person.risk_assessments.select_related("written_by", "signed_by")),
    )


def still_called_for(assessment: RiskAssessment, today: date) -> bool:
    """Whether touch is still lost, or the home still unsuitable, that called for it when it was signed."""
    facts = risk_facts_of([assessment.person_id], today)[assessment.person_id]
    known = FactsOn(facts, today, clock_settings(PolicyValue.objects.in_force(today)))
    return any(cycle.is_open and cycle.started_on == assessment.signed_on for cycle in risk_assessments(known))


def lost_since(person: YoungPerson, today: date, policies: Mapping[str, Any]) -> date | None:
    """Since when touch with somebody is lost, as the clock says; None while it is not."""
    facts = facts_of([person.pk], today, policies)[person.pk]
    periods = FactsOn(facts, today, clock_settings(policies)).once(lost_touch)
    return next((period.start for period in periods if period.end is None), None)


def touch_columns(today: date) -> dict[str, Combinable]:
    current = TouchStatus.objects.filter(on_day(today), person=OuterRef("pk"))
    return {"wants_of_touch": Subquery(current.values("kind")[:1])}


def touch_summary(person: Any, today: date, policies: Mapping[str, Any]) -> str:
    """What the overview says beside the link: that somebody does not want contact."""
    wants = person.wants_of_touch
    return dict(TouchStatus.KINDS)[wants].lower() if wants and not person.died_on else ""
