"""Requests for one's own record: which somebody sees, who may answer one, and how far its copy is."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Count, F, Min, Q, QuerySet, Sum, TextField
from django.db.models.functions import Cast

from careleavers.models import CopyEntry, RecordRequest, Redaction, User, YoungPerson
from careleavers.models.record_requests import OPEN_REQUEST
from careleavers.models.statements import StatementOfUser
from careleavers.permissions import Permission, Role
from careleavers.queries.managers import managers_on
from careleavers.queries.restricted import named_access
from careleavers.rules.record_requests import RecordRequestState
from careleavers.rules.redactions import GROUND_WORDS, RedactionGround

SHOWN_ON_TODAY = 10
ANSWER_REQUESTS = [role for role in Role if Permission.ANSWER_RECORD_REQUESTS in role.permissions]
# After a death nothing that was asked before it is still to be answered; what their family asks since is.
STILL_ASKED = Q(person__died_on=None) | Q(received_on__gte=F("person__died_on"))


def requests_seen_by(user: User) -> QuerySet[RecordRequest]:
    """Those about young people whom the user may see, for readers of notes."""
    if not user.may(Permission.VIEW_FREE_TEXT):
        return RecordRequest.objects.none()
    seen = RecordRequest.objects.filter(person__in=YoungPerson.objects.visible_to(user))
    return seen.select_related("person", "owner")


def open_requests(user: User) -> QuerySet[RecordRequest]:
    """What is still to be answered, the first due first."""
    return requests_seen_by(user).filter(OPEN_REQUEST, STILL_ASKED).order_by("due_on", "received_on", "pk")


def ended_requests(user: User) -> QuerySet[RecordRequest]:
    """What was answered, refused or withdrawn, or ended with a death; the last first."""
    ended = requests_seen_by(user).exclude(OPEN_REQUEST & STILL_ASKED)
    return ended.order_by(F("closed_on").desc(nulls_last=True), "-received_on", "pk")


def _on_today(user: User, people: list[UUID]) -> QuerySet[RecordRequest]:
    mine = Q(owner=user) | Q(person__in=people)
    if user.may(Permission.ANSWER_RECORD_REQUESTS):
        able = User.objects.with_role(*ANSWER_REQUESTS, today=user.access_day)
        mine |= (
            Q(owner=None) | ~Q(owner__in=able) | Q(state=RecordRequestState.SECOND_LOOK.value) & ~Q(handed_in_by=user)
        )
    return open_requests(user).filter(mine)[: SHOWN_ON_TODAY + 1]


# On Today: what the user answers, what is asked about these people, and for those who answer requests also what nobody
# has, or somebody whose role does not let them answer any more, and what waits for a second look.
REQUESTS_ON_TODAY = StatementOfUser(_on_today, list)


def who_may_answer(person: YoungPerson, today: date) -> QuerySet[User]:
    """The managers of the person's team and of the teams above it; of a restricted record those named on it."""
    managers = managers_on(today)
    of_teams = [managers.of_team.get(team, frozenset()) for team in managers.teams_up_from(person.team_id)]
    found = managers.of_service.union(*of_teams)
    users = User.objects.filter(pk__in=found, is_active=True)
    if person.is_restricted:
        users = users.filter(pk__in=named_access(today).filter(person=person).values("user"))
    return users.order_by("sort_name")


def first_to_answer(able: QuerySet[User], person: YoungPerson, by: User, today: date) -> User | None:
    """Who of those who may answer is proposed: whoever writes the request down, else a manager of the nearest team."""
    nearest = managers_on(today).nearest(person.team_id)
    return able.filter(pk=by.pk).first() or able.filter(pk__in=nearest).first() or able.first()


class WordsLine(NamedTuple):
    """The same words in one or more places of a copy, proposed for the same reason. `redaction_id`: any of them."""

    redaction_id: str
    words: str
    ground: str
    places: int
    undecided: int
    out: int

    @property
    def why_here(self) -> str:
        return GROUND_WORDS[RedactionGround(self.ground)]

    @property
    def left_in(self) -> int:
        return self.places - self.undecided - self.out


def words_to_decide(request: RecordRequest) -> QuerySet[Any, Any]:
    """The words of a copy that somebody decides on, each once, undecided ones first. One query for a page of them."""
    rows = Redaction.objects.filter(entry__request=request).order_by().values("words", "ground")
    counted = rows.annotate(
        redaction_id=Min(Cast("pk", TextField())),  # Postgres has no least UUID
        first=Min("entry__number"),
        places=Count("pk"),
        undecided=Count("pk", filter=Q(state=Redaction.PROPOSED)),
        out=Count("pk", filter=Q(state=Redaction.OUT)),
    )
    return counted.annotate(is_decided=Q(undecided=0)).order_by("is_decided", "first", "words")


def words_line(row: dict[str, Any]) -> WordsLine:
    return WordsLine(**{name: row[name] for name in WordsLine._fields})


def same_words(redaction: Redaction) -> QuerySet[Redaction]:
    """Every place of the same copy with the same words, proposed for the same reason."""
    found = Redaction.objects.filter(
        entry__request=redaction.entry.request_id, words=redaction.words, ground=redaction.ground
    )
    return found.select_related("entry", "decided_by")


def revision_of_places(redactions: QuerySet[Redaction]) -> int:
    """Counts up with every decision on one of these places, and with every place that is added to them."""
    total: int = redactions.order_by().aggregate(total=Sum("revision", default=0))["total"]
    return total


class CopyProgress(NamedTuple):
    """How far a copy is: its entries, and the places that are decided on or not."""

    entries: int
    undecided: int
    out: int
    left_in: int


def copy_progress(request: RecordRequest) -> CopyProgress:
    """Two queries."""
    counted = Redaction.objects.filter(entry__request=request).aggregate(
        undecided=Count("pk", filter=Q(state=Redaction.PROPOSED)),
        out=Count("pk", filter=Q(state=Redaction.OUT)),
        left_in=Count("pk", filter=Q(state=Redaction.IN)),
    )
    return CopyProgress(entries=request.entries.count(), **counted)


def entries_with_redactions(request: RecordRequest) -> QuerySet[CopyEntry]:
    """The entries of a copy in order, each with what was decided about its words."""
    return request.entries.prefetch_related("redactions").order_by("number")
