"""The demo council's homes grown up: who provides them, whether they suit, and the way to a home of one's own."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from functools import cache
from random import Random
from typing import TYPE_CHECKING, Any

from django.db.models import F

from careleavers.demo import names
from careleavers.demo.lives import Life, random_id
from careleavers.demo.rows import RowValues, load_rows
from careleavers.models import FollowUp, Home, HomeSuitability, HousingApplication, Provider, ProviderVisit, StayingPut
from careleavers.rules import dates
from careleavers.rules.accommodation import SUITABILITY_MATTERS, MatterFinding

if TYPE_CHECKING:
    from careleavers.demo.load import Council

JUDGED = 0.7  # of the homes that people live in today and that could suit
TENURES = {"D": "licence", "E": "lodger", "T": "licence", "U": "social", "Z": "staying_put", "B": "family"}
VIEWS = (
    "I like my room. The kitchen is shared, and that is fine.",
    "It is far from college, and the last bus is at ten.",
    "It is mine. I can shut the door.",
    "It is loud at night and I do not sleep well.",
    "Good for now. I want my own place in a year.",
)
CONSIDERED = (
    "Near to college and to her aunt; the rent is covered; the keyworker knows her.",
    "The boiler was mended in spring. Two buses to work. He can stay until 21.",
    "Support on four evenings a week, which is what was asked for.",
)
WHY_LOST = ("Arrears", "Visitors at night", "Fell out with a flatmate")
KINDS = ("supported", "association", "lodgings", "association")  # of names.PROVIDERS
VISITS = (
    ("yes", "Clean, warm, the rota is kept.", "They say staff listen.", ""),
    ("partly", "Damp in two rooms.", "They wait long for repairs.", "Repairs by the end of the month; we go again."),
)


@cache
def provider_ids() -> dict[str, Any]:
    """The ids of the providers by name: the same in every demo council."""
    return {name: random_id(Random(f"provider-{name}")) for name in names.PROVIDERS}


def load_providers(today: date) -> None:
    """The register, with a visit or two to each."""
    ids = provider_ids()
    load_rows(Provider, [_provider(ids[name], name, kind, today) for name, kind in zip(ids, KINDS, strict=True)])
    visits = []
    for number, (name, pk) in enumerate(ids.items()):
        rng = Random(f"visits-{name}")
        for months in (3 + number, 9 + number):
            met, found, say, outcome = VISITS[rng.random() < 0.4]
            visited_on = dates.add_months(today, -months)
            visits.append(
                {
                    "id": random_id(rng),
                    "provider_id": pk,
                    "visited_on": visited_on,
                    "who": "A personal adviser" if number % 2 else "A team manager",
                    "with_young_people": bool(number % 2),
                    "standards_met": met,
                    "what_was_found": found,
                    "young_people_say": say,
                    "outcome": outcome,
                    "next_visit_by": dates.add_months(visited_on, 6),
                }
            )
    load_rows(ProviderVisit, visits)


def _provider(pk: Any, name: str, kind: str, today: date) -> RowValues:
    rng = Random(f"provider-{name}")
    return {
        "id": pk,
        "name": name,
        "kind": kind,
        "registration": f"SA{rng.randint(10000, 99999)}" if kind == "supported" else "",
        "reached_by": f"The manager, 01632 960{rng.randint(100, 999)}",
        "standards": "Nine hours of support a week, somebody awake at night, repairs within five working days.",
        "standards_on": dates.add_months(today, -rng.randint(8, 20)),
        "vacancies": rng.randint(0, 4),
        "vacancies_on": today - timedelta(days=rng.randint(1, 40)),
        "review_on": dates.add_months(today, rng.randint(1, 9)),
    }


def grow_homes(one: Life) -> None:
    """Give each home of a life its id, and what is known of it apart from the move."""
    for home in one.homes:
        home |= {"id": random_id(Random(f"home-{one.id}-{home['starts_on']}"))} | _tenancy(one, home)


def _tenancy(one: Life, home: RowValues) -> RowValues:
    kind, start, end = home["kind"], home["starts_on"], home["ends_on"]
    rng = Random(f"tenancy-{one.id}-{start}")
    is_let = kind in "DETU"
    is_lost = is_let and end is not None and rng.random() < 0.15
    has_notice, owes = (is_let and end is None and rng.random() < chance for chance in (0.03, 0.06))
    known = is_let and rng.random() < 0.8
    return {
        "registered_provider_id": provider_ids().get(home["provider"]),
        "tenure": TENURES.get(kind, "") if known or kind in "ZB" else "",
        "weekly_rent": rng.choice([78, 94.5, 112, 145]) if known else None,
        "support_hours": rng.choice([3, 5, 9]) if known and kind in "DE" else None,
        "area": rng.choice(names.TOWNS) if known else "",
        "notice_on": start + timedelta(days=1) if has_notice else None,
        "arrears": rng.choice([65, 140, 310.5]) if owes else None,
        "ended_as": ("lost" if is_lost else "kept") if end and is_let else "",
        "ended_because": rng.choice(WHY_LOST) if is_lost else "",
    }


def load_housing(*, lives: Sequence[Life], council: Council, today: date, rng: Random) -> None:
    """Judgements of the homes of today, applications from 17½, and staying put."""
    judgements, applications, arrangements, steps = [], [], [], []
    for one in lives:
        if one.closed_on:
            continue
        of_this_life = Random(f"housing-{one.id}")
        worker = council.adviser_of(one).pk
        judgements += _judgements(of_this_life, one, worker, today)
        if application := _application(of_this_life, one, today):
            step = _step(of_this_life, one, worker, today)
            applications.append(application | {"next_step_id": step["id"] if step else None})
            steps += [step] if step else []
        arrangements += _staying_put(of_this_life, one, today)
    load_rows(FollowUp, steps)
    load_rows(HomeSuitability, judgements)
    Home.objects.filter(pk__in=[each["home_id"] for each in judgements]).update(
        suitable_at_first=F("is_suitable"), reason_at_first=F("suitability_reason")
    )
    load_rows(HousingApplication, applications)
    load_rows(StayingPut, arrangements)


def _judgements(rng: Random, one: Life, worker: Any, today: date) -> list[RowValues]:
    home = next((home for home in one.homes if home["ends_on"] is None), None)
    if home is None or home["kind"] in "SXRGH" or rng.random() > JUDGED:
        return []
    judged_on = min(today, home["starts_on"] + timedelta(days=rng.randint(0, 40)))
    found = {
        matter.code: rng.choices([*MatterFinding, ""], [80, 6 if home["is_suitable"] else 40, 6, 8])[0]
        for matter in SUITABILITY_MATTERS
    }
    asked = rng.random() < 0.9
    return [
        {
            "id": random_id(rng),
            "home_id": home["id"],
            "judged_on": judged_on,
            "judged_by_id": worker,
            "is_suitable": home["is_suitable"],
            "considerations": home["suitability_reason"] or rng.choice(CONSIDERED),
            "own_view": rng.choice(VIEWS) if asked else "",
            "why_no_view": "" if asked else "Was away when we went; to be asked at the next visit.",
            **{code: str(finding) for code, finding in found.items()},
        }
    ]


def _application(rng: Random, one: Life, today: date) -> dict[str, Any] | None:
    first = dates.add_months(dates.birthday(one.date_of_birth, 17), 6)
    if today < first or one.kind in ("university", "staying_put", "abroad", "custody") or rng.random() > 0.6:
        return None
    applied_on = max(first + timedelta(days=rng.randint(-20, 150)), one.opened_on)
    if applied_on > today:
        return None
    waits = (rng.randint(20, 60), rng.randint(70, 160), rng.randint(200, 500))
    days = [applied_on + timedelta(days=each) for each in waits]
    priority_on, bidding_on, offered_on = (day if day <= today else None for day in days)
    moved_on = offered_on + timedelta(days=20) if offered_on else None
    return {
        "id": random_id(rng),
        "person_id": one.id,
        "made_to": rng.choice(["Aldersby Homes register", "Wendmere housing register"]),
        "reference": f"H{rng.randint(10000, 99999)}",
        "applied_on": applied_on,
        "priority": rng.choice(["Band A, care leaver", "Band B"]) if priority_on else "",
        "priority_on": priority_on,
        "bidding_on": bidding_on,
        "offered_on": offered_on,
        "moved_on": moved_on if moved_on and moved_on <= today else None,
    }


def _step(rng: Random, one: Life, worker: Any, today: date) -> RowValues | None:
    if rng.random() > 0.08:
        return None
    return {
        "id": random_id(rng),
        "person_id": one.id,
        "text": rng.choice(["Look at the bids together", "Ask the register how far it is"]),
        "due_on": today + timedelta(days=rng.randint(-3, 25)),
        "assigned_to_id": worker,
        "recorded_by_id": worker,
    }


def _staying_put(rng: Random, one: Life, today: date) -> list[RowValues]:
    lives_there = any(home["kind"] == "Z" for home in one.homes)
    if not lives_there and (one.kind != "staying_put" or rng.random() < 0.3):
        return []
    eighteen = dates.birthday(one.date_of_birth, 18)
    talked_on = dates.add_months(eighteen, -rng.randint(18, 30))
    if talked_on > today:
        return []
    agreement_on = dates.add_months(eighteen, -1) if lives_there and rng.random() < 0.85 else None
    return [
        {
            "id": random_id(rng),
            "person_id": one.id,
            "talked_on": talked_on,
            "they_want": "yes",
            "carer_wants": "yes" if lives_there else rng.choice(["yes", "undecided"]),
            "carer": "Their former foster carer" if lives_there else "",
            "agreement_on": agreement_on if agreement_on and agreement_on <= today else None,
            "payments": "The council pays the carer; the young person pays towards food." if lives_there else "",
            "notice": "Four weeks, after a talk with the adviser." if lives_there else "",
        }
    ]
