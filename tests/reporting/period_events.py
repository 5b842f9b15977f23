"""What happened to somebody on single days, drawn by chance and kept as plain values, and what each measure of a period
should say of it: apart from the product's queries.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from careleavers.models import Home
from offers.models import Opportunity
from tests.factories import (
    CandidacyFactory,
    CandidacyStepFactory,
    LetterFactory,
    OccupationStepFactory,
    OffenceFactory,
)
from tests.reporting.people import Known

OWN_TENANCIES = ("equitable", "introductory", "social", "private")
POSTS = {
    "POST_INTERESTED": "interested",
    "POST_MEETING": "meeting",
    "POST_TRIAL": "trial",
    "POST_EMPLOYED": "employed",
    "POST_LASTED_13": "lasted_13",
    "POST_LASTED_26": "lasted_26",
}
STEPS = {"INTERVIEWS": "interview", "TRAININGS": "training", "VOLUNTEERING": "volunteering"}
CODES = ("TENANCIES_KEPT", "LETTERS_LAPSED", *POSTS, *STEPS)
DAYS_UNTIL_OVER = 31  # of a letter: 30 days after the birthday somebody may still approve it


@dataclass
class Events:
    """One person's, each beginning with its day; of letters that is the birthday."""

    tenancies: list[tuple[date, str, str]] = field(default_factory=list)
    letters: list[tuple[date, bool]] = field(default_factory=list)
    posts: list[tuple[date, str]] = field(default_factory=list)
    steps: list[tuple[date, str]] = field(default_factory=list)
    offences: list[tuple[date, str]] = field(default_factory=list)


def with_events(rng: Random, known: Known, day: date, post: Opportunity) -> Events:
    """Days close to `day` and to the ends of a month and a quarter before it. Call inside `with scene():`."""

    def near() -> date:
        return day + timedelta(days=rng.choice([-420, -92, -91, -90, -30, -29, -7, -6, -1, 0, 0, 1, 2, 3, 60]))

    events = Events()
    for home in Home.objects.filter(person=known.person, ends_on__isnull=False):
        home.tenure = rng.choice(["", "licence", *OWN_TENANCIES])
        home.ended_as = rng.choice(["", "kept", "lost"])
        home.ended_because = "arrears" if home.ended_as == "lost" else ""
        home.save()
        assert home.ends_on
        events.tenancies.append((home.ends_on, home.tenure, home.ended_as))
    for age in range(18, 18 + rng.randint(0, 2)):
        birthday, reason = near() - timedelta(days=30), rng.choice(["lapsed", "lapsed", "They moved abroad.", ""])
        LetterFactory.create(
            person=known.person,
            occasion=str(age),
            occurrence_on=birthday,
            status="cancelled" if reason else "planned",
            cancelled_reason=reason,
            lapsed=reason == "lapsed",
        )
        events.letters.append((birthday, reason == "lapsed"))
    if rng.random() < 0.5:
        candidacy = CandidacyFactory.create(person=known.person, opportunity=post)
        for stage in rng.sample([*POSTS.values(), "ended"], rng.randint(1, 4)):
            events.posts.append((near(), stage))
            CandidacyStepFactory.create(candidacy=candidacy, stage=stage, happened_on=events.posts[-1][0])
    for _ in range(rng.randint(0, 3)):
        events.steps.append((near(), rng.choice(["cv", *STEPS.values()])))
        OccupationStepFactory.create(person=known.person, kind=events.steps[-1][1], happened_on=events.steps[-1][0])
    for _ in range(rng.choice([0, 0, 1, 2])):
        on, outcome = near(), rng.choice(["", "none", "fine"])
        OffenceFactory.create(
            person=known.person, happened_on=on, charged_on=None, outcome=outcome, decided_on=on if outcome else None
        )
        events.offences.append((on, outcome))
    return events


def counted(events: Events, code: str, first: date, last: date) -> list[bool]:
    """Of each event of the measure from `first` to `last`, both included, whether it counts towards a share."""
    if code == "TENANCIES_KEPT":
        ended = [each for each in events.tenancies if first <= each[0] <= last and each[1] in OWN_TENANCIES]
        return [ended_as == "kept" for _, _, ended_as in ended if ended_as]
    if code == "LETTERS_LAPSED":
        over = [(on + timedelta(days=DAYS_UNTIL_OVER), lapsed) for on, lapsed in events.letters]
        return [True for on, lapsed in over if lapsed and first <= on <= last]
    rows, kind = (events.posts, POSTS[code]) if code in POSTS else (events.steps, STEPS[code])
    return [True for on, each in rows if each == kind and first <= on <= last]


def offended(events: Events, first: date, last: date) -> bool | None:
    """Whether there was an offence before those of these days, None where there is none in them."""
    stood = [on for on, outcome in events.offences if outcome != "none"]
    if not any(first <= on <= last for on in stood):
        return None
    return any(on < first for on in stood)
