"""What the record itself adds to a person's page, and to what is read before a visit."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from careleavers.models import User, YoungPerson
from careleavers.models.asking import Asking, in_steps
from careleavers.models.base import on_day
from careleavers.queries.health import health_facts
from careleavers.queries.housing import home_to_ask_about, housing_facts
from careleavers.queries.income import finances
from careleavers.queries.key_documents import key_documents
from careleavers.queries.readiness import readiness_of
from careleavers.queries.relationships import in_their_life
from careleavers.queries.skills import skills_of
from careleavers.queries.stays import stay_on
from careleavers.rules.health import HealthKind
from careleavers.rules.policies import page_is_used
from careleavers.site.also_kept import links_to
from careleavers.site.extensions import Panel, Policies, also_kept

STEPS_SHOWN = 3


@in_steps
def also_kept_panel(people: Sequence[YoungPerson], user: User, today: date, policies: Policies) -> Asking[Panel | None]:
    """Links to the pages behind the overview, with what of each needs somebody."""
    [of] = people
    links = yield from links_to.steps(also_kept(), of, user, today, policies)
    return Panel("Also kept", "careleavers/panels/also_kept.html", {"links": links}, order=90) if links else None


def missing_documents_panel(people: Sequence[YoungPerson], user: User, today: date, policies: Policies) -> Panel | None:
    """Which papers to ask about on a visit."""
    [of] = people
    missing = key_documents(of, today, policies["leap_day"]).missing if page_is_used("key_documents", policies) else []
    if not missing:
        return None
    context = {"missing": missing, "person": of, "today": today}
    return Panel("Documents still missing", "careleavers/panels/missing_documents.html", context, order=40)


def home_panel(people: Sequence[YoungPerson], user: User, today: date, policies: Policies) -> Panel | None:
    """What to see to about where they live: a stay elsewhere, notice, arrears, what has to change, an application."""
    [of] = people
    if of.died_on:
        return None
    home = home_to_ask_about(of, today) if page_is_used("home", policies) else None
    applications = housing_facts(of, today).applications if page_is_used("housing", policies) else []
    going_on = [line for line in applications if line.goes_on]
    stay = stay_on(of, today)
    if not (home or going_on or stay):
        return None
    context = {"home": home, "stay": stay, "applications": going_on, "person": of, "today": today}
    return Panel("Their home", "careleavers/panels/home.html", context, order=30)


def suitability_panel(people: Sequence[YoungPerson], user: User, today: date, policies: Policies) -> Panel | None:
    """Where they live and whether it suits them, for the plan's details of the accommodation (CLR Sch 1 para 5)."""
    [of] = people
    home = of.homes.filter(on_day(today)).first() if page_is_used("home", policies) else None
    if home is None:
        return None
    context = {"home": home, "judgement": home.judgements.select_related("judged_by").first(), "person": of}
    return Panel("Where they live", "careleavers/panels/suitability.html", context, order=30)


def work_panel(people: Sequence[YoungPerson], user: User, today: date, policies: Policies) -> Panel | None:
    """The latest steps towards education or work."""
    [of] = people
    used = page_is_used("work", policies) and not of.died_on
    steps = list(of.occupation_steps.filter(happened_on__lte=today)[:STEPS_SHOWN]) if used else []
    if not steps:
        return None
    return Panel(
        "Towards work", "careleavers/panels/work.html", {"steps": steps, "person": of, "today": today}, order=45
    )


def network_panel(people: Sequence[YoungPerson], user: User, today: date, policies: Policies) -> Panel | None:
    """Who is in their life now, those who must not be told something first."""
    [of] = people
    if of.died_on or not page_is_used("network", policies):
        return None
    rows = sorted(of.relationships.filter(in_their_life(today)), key=lambda row: not row.must_not_know)
    if not rows:
        return None
    return Panel("People in their life", "careleavers/panels/network.html", {"rows": rows, "person": of}, order=40)


def health_panel(people: Sequence[YoungPerson], user: User, today: date, policies: Policies) -> Panel | None:
    """What others must know, and what is still to see to about their health."""
    [of] = people
    if of.died_on or not page_is_used("health", policies):
        return None
    facts = health_facts(of, today, policies["leap_day"])
    needs = next((row.note for row in facts.matters if row.kind == HealthKind.NEEDS), "")
    if not (needs or facts.missing):
        return None
    context = {"missing": facts.missing, "needs": needs, "person": of}
    return Panel("Health", "careleavers/panels/health.html", context, order=50)


def skills_panel(people: Sequence[YoungPerson], user: User, today: date, policies: Policies) -> Panel | None:
    """What they are learning to do alone."""
    [of] = people
    skills = skills_of(of) if page_is_used("skills", policies) and not of.died_on else None
    if not (skills and skills.learning):
        return None
    return Panel("Independence skills", "careleavers/panels/skills.html", {"skills": skills, "person": of}, order=55)


def readiness_panel(people: Sequence[YoungPerson], user: User, today: date, policies: Policies) -> Panel | None:
    """What is in place for a home of their own and what is missing, for the plan's skills for living independently."""
    [of] = people
    points = readiness_of(of, today, policies)
    context = {"points": points, "person": of}
    return Panel("For a home of their own", "careleavers/panels/readiness.html", context, order=55) if points else None


def finances_panel(people: Sequence[YoungPerson], user: User, today: date, policies: Policies) -> Panel | None:
    """What they live on, for the statement of finances of a plan."""
    [of] = people
    found = finances(of, today) if page_is_used("money", policies) else None
    if not (found and (found.lines or found.debts)):
        return None
    context = {"finances": found, "person": of, "today": today}
    return Panel("What they live on", "careleavers/panels/finances.html", context, order=50)
