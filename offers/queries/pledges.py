"""Pledges with what is done about each: entries of the local offer, what young people said, figures, and notes.

The figures belong to an app above this one, which registers how they are named and read (`register_figures`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet

from careleavers.models import User
from careleavers.models.statements import StatementOfUser
from careleavers.permissions import Permission, Role
from careleavers.queries.held_work import HeldKind, HeldThing
from offers.models import BriefingAction, LocalOffer, OfferEntry, Pledge, SurveyRound

SOON = timedelta(days=7)
OWNING_ROLES = [role for role in Role if {Permission.LOG_CONTACT, Permission.EDIT_OFFER} & role.permissions]


@dataclass(frozen=True)
class PledgeFigure:
    """A figure of the day in words, such as "61 of 84, 73 %", its target, and whether that is met (None: too few)."""

    name: str
    words: str
    target: str
    is_met: bool | None
    url: str


FigureReader = Callable[[date], Mapping[str, PledgeFigure]]
_names: dict[str, str] = {}
_readers: list[FigureReader] = []


def register_figures(names: Mapping[str, str], read: FigureReader) -> None:
    """Figures that a pledge may be tagged with, by code; `read` gives all of them on a day, in a constant number of
    queries. Called once by the app that has them."""
    _names.update(names)
    _readers.append(read)


def figure_names() -> list[tuple[str, str]]:
    """Each figure by its code, with its name."""
    return list(_names.items())


def figures_on(today: date) -> dict[str, PledgeFigure]:
    return {code: figure for read in _readers for code, figure in read(today).items()}


def code_of(entry: OfferEntry) -> str:
    """An entry in whatever version of the offer."""
    return f"{entry.area}|{entry.title}"


def entry_choices(offer: LocalOffer | None) -> list[tuple[str, str]]:
    return [(code_of(entry), entry.title) for entry in offer.entries.all()] if offer else []


def rounds_to_tag() -> QuerySet[SurveyRound]:
    """Those that have begun, the latest first."""
    return SurveyRound.objects.exclude(opened_on=None).order_by("-number")


def pledge_owners(today: date) -> QuerySet[User]:
    """Those who may own one: it is on their pages."""
    return User.objects.with_role(*OWNING_ROLES, today=today).order_by("sort_name", "pk")


@dataclass(frozen=True)
class PledgeLine:
    """A pledge with what is done about it. `lost`: entries that the offer in force has no more."""

    pledge: Pledge
    entries: list[OfferEntry] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    rounds: list[SurveyRound] = field(default_factory=list)
    actions: list[BriefingAction] = field(default_factory=list)
    figures: list[PledgeFigure] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all is done about it."""
        return not (self.entries or self.rounds or self.actions or self.figures or self.pledge.notes.all())


def pledge_lines(
    pledges: Iterable[Pledge], offer: LocalOffer | None, figures: Mapping[str, PledgeFigure]
) -> list[PledgeLine]:
    """The pledges, with their notes prefetched, each with what is done about it. Four queries."""
    rows = list(pledges)
    entries = {code_of(entry): entry for entry in offer.entries.all()} if offer else {}
    tagged = {pk for row in rows for pk in row.rounds}
    actions = BriefingAction.objects.select_related("owner", "point__briefing").order_by("due_on", "pk")
    done: dict[UUID, list[BriefingAction]] = {pk: [] for pk in tagged}
    for action in actions.filter(point__briefing__round__in=tagged) if tagged else ():
        done[action.point.briefing.round_id].append(action)
    rounds = {row.pk: row for row in rounds_to_tag().filter(pk__in=tagged)} if tagged else {}
    return [
        PledgeLine(
            row,
            entries=[entries[code] for code in row.entries if code in entries],
            lost=[code.partition("|")[2] for code in row.entries if code not in entries],
            rounds=[rounds[pk] for pk in row.rounds if pk in rounds],
            actions=[action for pk in row.rounds for action in done.get(pk, ())],
            figures=[figures[code] for code in row.figures if code in figures],
        )
        for row in rows
    ]


def pledges() -> QuerySet[Pledge]:
    """All with their owners and notes."""
    return Pledge.objects.select_related("owner").prefetch_related(Prefetch("notes"))


def going_on(today: date) -> Q:
    return Q(ended_on=None) | Q(ended_on__gt=today)


def owned_by(user: User, owner: str = "owner") -> Q:
    """What the user owns; for those who keep the local offer also what belongs to somebody who has left. `owner`: the
    field that says whose it is."""
    mine = Q(**{owner: user})
    return mine | Q(**{f"{owner}__is_active": False}) if user.may(Permission.EDIT_OFFER) else mine


def _to_look_at(user: User, today: date, until: date) -> QuerySet[Pledge]:
    rows = Pledge.objects.filter(going_on(today), owned_by(user), look_on__lte=until).select_related("owner")
    return rows.only("title", "look_on", "owner__name").order_by("look_on", "number")


TO_LOOK_AT = StatementOfUser(_to_look_at, date, date)


def pledges_held(worker: User, today: date) -> Iterable[HeldKind]:
    """Pledges of which somebody is the owner."""
    rows = Pledge.objects.filter(going_on(today), owner=worker)
    yield HeldKind(
        "pledge",
        "Pledges that they answer for",
        [HeldThing(what=row.title, due_on=row.look_on) for row in rows],
        "Give each to somebody else on the page of pledges. Until then those who keep the local offer have them.",
    )
