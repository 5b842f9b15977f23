"""Posts, whom they may suit, and how far young people have come with them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce

from careleavers.models import User, YoungPerson
from careleavers.queries.caseloads import open_to_service
from careleavers.rules.dates import LeapDay, birthday
from offers.models import Candidacy, CandidacyStep, Employer, GroupSession, Mentor, Opportunity, WorkInterest
from offers.queries.pledges import going_on
from offers.rules.opportunities import COUNTED, STAGE_WORDS, WorkStage, counts_by_stage, is_qualified

STEPS = Prefetch("steps", CandidacyStep.objects.select_related("recorded_by"))
ENDED = Exists(CandidacyStep.objects.filter(candidacy=OuterRef("pk"), stage=WorkStage.ENDED))
MOST_MATCHED = 20
YOUNGEST = 16


@dataclass(frozen=True)
class PostLine:
    """Posts with how many have reached each stage; whoever may be seen or not is counted."""

    post: Opportunity
    counts: dict[WorkStage, int]

    @property
    def reached(self) -> list[tuple[str, int]]:
        """Each stage in words, with how many have reached it, in order."""
        return [(STAGE_WORDS[stage], self.counts[stage]) for stage in COUNTED]

    @property
    def in_post(self) -> int:
        return self.counts[WorkStage.EMPLOYED]

    @property
    def left(self) -> int:
        return max(0, self.post.places - self.in_post)


@dataclass(frozen=True)
class Match:
    """Somebody whom posts may suit: they would like this kind of work; and whether they have what is asked for."""

    interest: WorkInterest
    is_qualified: bool


def open_on(today: date) -> Q:
    """Posts that are kept for young people on the day."""
    return Q(opens_on__lte=today) & (Q(closed_on=None) | Q(closed_on__gt=today))


def employers(today: date) -> QuerySet[Employer]:
    """Those who give work, with their events to come and their mentors of today. Three queries."""
    events = GroupSession.objects.filter(held_on__gte=today, cancelled_on=None)
    mentors = Mentor.objects.filter(going_on(today))
    return Employer.objects.prefetch_related(
        Prefetch("sessions", events, to_attr="events_to_come"), Prefetch("mentors", mentors, to_attr="mentors_now")
    )


def lines_of(posts: Iterable[Opportunity]) -> list[PostLine]:
    """The posts with their numbers, in the order given. Two queries."""
    found = list(posts)
    rows = Candidacy.objects.filter(opportunity__in=found).prefetch_related("steps")
    by_post: dict[Any, list[Candidacy]] = {post.pk: [] for post in found}
    for row in rows:
        by_post[row.opportunity_id].append(row)
    return [PostLine(post, counts_by_stage(row.steps_taken() for row in by_post[post.pk])) for post in found]


def in_all(lines: Sequence[PostLine]) -> list[tuple[str, int]]:
    """Each stage in words, with how many have reached it with any of these posts."""
    return [(STAGE_WORDS[stage], sum(line.counts[stage] for line in lines)) for stage in COUNTED]


def candidacies_seen(post: Opportunity, user: User) -> QuerySet[Candidacy]:
    """Of those whom the user may see, with their steps; who goes on first."""
    rows = post.candidacies.filter(person__in=YoungPerson.objects.visible_to(user)).annotate(has_ended=ENDED)
    return rows.select_related("person").prefetch_related(STEPS).order_by("has_ended", "person__sort_name", "pk")


def candidacies_of(person: YoungPerson) -> QuerySet[Candidacy]:
    """Theirs, with the posts and the steps; who goes on first."""
    rows = person.candidacies.annotate(has_ended=ENDED).select_related("opportunity__employer")
    return rows.prefetch_related(STEPS).order_by("has_ended", "-recorded_at", "pk")


def matches_for(post: Opportunity, user: User, today: date, leap_day: LeapDay) -> list[Match]:
    """Whom the posts may suit of those the user may see: 16 or over, open to the service, would like this kind of work,
    and not put forward for it yet. Who is qualified is first. One query."""
    people = open_to_service(YoungPerson.objects.visible_to(user), today)
    rows = WorkInterest.objects.filter(sector=post.sector, person__in=people)
    rows = rows.exclude(person__candidacies__opportunity=post).select_related("person")
    found = [
        Match(row, is_qualified(row.level, post.level))
        for row in rows.order_by("person__sort_name", "pk")
        if birthday(row.person.date_of_birth, YOUNGEST, leap_day) <= today
    ]
    return sorted(found, key=lambda match: not match.is_qualified)[:MOST_MATCHED]


def posts_for(person: YoungPerson, today: date) -> list[tuple[Opportunity, bool]]:
    """Open posts of the kinds of work that they would like, without those they were put forward for; with whether they
    have the qualification. Two queries."""
    levels = dict(person.work_interests.values_list("sector", "level"))
    posts = Opportunity.objects.filter(open_on(today), sector__in=levels).exclude(candidacies__person=person)
    return [(post, is_qualified(levels[post.sector], post.level)) for post in posts.select_related("employer")]


def holder_names(people: Iterable[Any], today: date) -> dict[Any, str]:
    """The name of each one's case holder by their id; "" where nobody works with them. One query."""
    rows: QuerySet[Any] = YoungPerson.objects.filter(pk__in=list(people)).with_case_holder(today)
    return {pk: name or "" for pk, name in rows.order_by().values_list("pk", "case_holder_name")}


def post_columns(today: date) -> dict[str, Combinable]:
    going_on = Candidacy.objects.filter(~ENDED, person=OuterRef("pk")).order_by().values("person")
    return {"posts_going_on": Coalesce(Subquery(going_on.annotate(number=Count("pk")).values("number")), 0)}


def posts_summary(person: Any, today: date, policies: Mapping[str, Any]) -> str:
    """With how many posts they are on the way."""
    return str(person.posts_going_on) if person.posts_going_on and not person.died_on else ""
