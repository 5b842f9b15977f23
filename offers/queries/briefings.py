"""Briefings: their words, what is still to be done, and who may publish."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Prefetch, Q, QuerySet

from careleavers.models import User
from careleavers.models.asking import Asking, in_steps
from careleavers.models.statements import StatementOfUser
from careleavers.permissions import Permission, Role
from careleavers.queries.held_work import HeldKind, HeldThing
from offers.models import Briefing, BriefingAction, BriefingPoint, SurveyInvitation
from offers.queries.surveys import hidden_number
from offers.rules.briefings import BriefingText, TextPoint, action_words, asked_words, how_many_words

HAS_TODAY = [role for role in Role if {Permission.LOG_CONTACT, Permission.RUN_SURVEYS} & role.permissions]
OPEN = Q(outcome="")


def points_of(briefing: Briefing) -> QuerySet[BriefingPoint]:
    """What is in it, each with its theme and its actions with their owners."""
    actions = BriefingAction.objects.select_related("owner")
    return briefing.points.select_related("theme").prefetch_related(Prefetch("actions", actions))


def text_of(briefing: Briefing, small: int) -> BriefingText:
    """The words: those that were published, or those that a draft would be published with. Numbers from 1 to `small`
    are not in them."""
    if not briefing.is_draft:
        return BriefingText.read(briefing.contents)
    round_ = briefing.round
    drawn = list(round_.invitations.order_by().values_list("outcome", flat=True))
    answered = drawn.count(SurveyInvitation.ANSWERED)
    return BriefingText(
        title=f"You said, we did: {round_.title}",
        opening=tuple(part.strip() for part in briefing.opening.split("\n\n") if part.strip()),
        asked=asked_words(asked=len(drawn), answered=hidden_number(answered, small)),
        points=tuple(_point(point, small) for point in points_of(briefing)),
    )


def _point(point: BriefingPoint, small: int) -> TextPoint:
    number = point.theme.marks.values("answer__response").distinct().count() if point.theme else None
    return TextPoint(
        said=point.said,
        how_many="" if number is None else how_many_words(hidden_number(number, small)),
        did=point.did,
        actions=tuple(
            action_words(
                what=each.what,
                team=each.team,
                due_on=each.due_on,
                outcome=each.outcome,
                outcome_on=each.outcome_on,
                note=each.note,
            )
            for each in point.actions.all()
        ),
    )


def published() -> QuerySet[Briefing]:
    """What everybody may read, the latest first."""
    return (
        Briefing.objects.exclude(published_on=None).select_related("round").order_by("-published_on", "-round__number")
    )


def owners(today: date) -> QuerySet[User]:
    """Those to whom an action may be given: it is on their pages then."""
    return User.objects.with_role(*HAS_TODAY, today=today).order_by("sort_name", "pk")


def actions_to_do() -> QuerySet[BriefingAction]:
    """Whatever is still to be done, the first due first."""
    return (
        BriefingAction.objects.filter(OPEN).select_related("owner", "point__briefing__round").order_by("due_on", "pk")
    )


def _to_do_of(user: User) -> QuerySet[BriefingAction]:
    mine = Q(owner=user)
    if user.may(Permission.RUN_SURVEYS):
        mine |= ~Q(owner__in=User.objects.with_role(*HAS_TODAY, today=user.access_day))
    shown = ("what", "due_on", "owner__name", "point__said", "point__briefing__round_id")
    rows = BriefingAction.objects.filter(OPEN).filter(mine).select_related("owner", "point__briefing").only(*shown)
    return rows.order_by("due_on", "pk")


def _waiting_for(user: User) -> QuerySet[Briefing]:
    drafts = Briefing.objects.filter(published_on=None, points__isnull=False).select_related("round")
    others = drafts.exclude(recorded_by=user).exclude(last_edited_by=user).only("round__title")
    return others.order_by("recorded_at", "pk")[:1]


TO_DO_OF = StatementOfUser(_to_do_of)
BRIEFING_WAITING_FOR = StatementOfUser(_waiting_for)


@in_steps
def to_do_of(user: User) -> Asking[list[BriefingAction]]:
    """What this user is to do; and, for those who run surveys, what nobody does because its owner has left, or has a
    role without a page of things to do.
    """
    actions: list[BriefingAction] = yield from TO_DO_OF.objects.steps(user)
    return actions


@in_steps
def briefing_waiting_for(user: User) -> Asking[Briefing | None]:
    """A draft with something in it that this user may publish, as somebody who did not write it."""
    if not user.may(Permission.RUN_SURVEYS):
        return None
    draft: Briefing | None = yield from BRIEFING_WAITING_FOR.first.steps(user)
    return draft


def why_not_decide(briefing: Briefing, by: User) -> str | None:
    """The sentence that says why this user cannot publish it, or None."""
    if by.pk in (briefing.recorded_by_id, briefing.last_edited_by_id):
        return "You wrote this or changed it last, so somebody else must read it and publish it."
    return None


def actions_held(worker: User, today: date) -> Iterable[HeldKind]:
    """What somebody is still to do because of what young people said."""
    rows = BriefingAction.objects.filter(OPEN, owner=worker).values_list("what", "due_on")
    yield HeldKind(
        "briefing_action",
        "What they are to do because of what young people said",
        [HeldThing(what=what, due_on=due_on) for what, due_on in rows],
        "Those who run surveys have it on their pages, to give it to somebody else.",
    )
