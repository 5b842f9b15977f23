"""The improvement plan as pages list it, and who may answer for what."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from django.db.models import Count, Min, Prefetch, Q, QuerySet

from careleavers.models import User
from careleavers.permissions import Permission, Role
from careleavers.rules import words
from reporting.models import ImprovementAction, Recommendation, ServiceReview
from reporting.models.improvement import UNFINISHED
from reporting.rules.improvement import FINISHED, Progress

# Those who find what is asked of them on Today or, where they have none, above the figures.
ANSWER_FOR_THINGS = [
    role for role in Role if role.permissions & {Permission.LOG_CONTACT, Permission.VIEW_FIGURES, Permission.IMPROVE}
]
ACTIONS_TO_DO = Q(actions__done_on__isnull=True, actions__dropped_because="")
OPEN_RECOMMENDATIONS = Q(recommendations__isnull=False) & ~Q(recommendations__progress__in=FINISHED)


def may_be_asked(today: date, *, also: User | None = None) -> QuerySet[User]:
    """Colleagues who may lead a recommendation or do an action; `also`: whoever has it now."""
    asked = User.objects.with_role(*ANSWER_FOR_THINGS, today=today).values("pk")
    return User.objects.filter(Q(pk__in=asked) | Q(pk=also.pk if also else None)).order_by("sort_name")


def plan(show: str, today: date) -> QuerySet[Recommendation]:
    """The recommendations to list: those `open`, `late` (what is to be done or said of them is overdue) or `finished`;
    for any other word all of them. Each with `to_do` and `done`, how many actions, and `next_due`, the first day of
    one that is to be done.
    """
    rows = Recommendation.objects.select_related("review", "lead").annotate(
        to_do=Count("actions", filter=ACTIONS_TO_DO),
        done=Count("actions", filter=Q(actions__done_on__isnull=False)),
        next_due=Min("actions__due_on", filter=ACTIONS_TO_DO),
    )
    rows = rows.order_by("-review__reported_on", "review_id", "number")
    if show == "late":
        return rows.filter(UNFINISHED).filter(Q(ask_on__lt=today) | Q(next_due__lt=today))
    if show == "finished":
        return rows.exclude(UNFINISHED)
    return rows.filter(UNFINISHED) if show == "open" else rows


def tally() -> str:
    """How many recommendations are how far, in words: "2 done, 1 not started"."""
    counted = Recommendation.objects.order_by().values("progress").annotate(many=Count("pk"))
    found = {row["progress"]: row["many"] for row in counted}
    parts = [f"{found[each.value]} {each.short.lower()}" for each in Progress if each.value in found]
    return ", ".join(parts) or "none yet"


def reviews() -> QuerySet[ServiceReview]:
    """The reviews, the last first, each with how many recommendations it made and how many are open."""
    return ServiceReview.objects.annotate(
        recommended=Count("recommendations"), open=Count("recommendations", filter=OPEN_RECOMMENDATIONS)
    ).order_by("-reported_on", "title", "pk")


def answers_for(user: User, recommendation: Recommendation) -> bool:
    """Whether they lead it or keep the whole plan."""
    return user.may(Permission.IMPROVE) or recommendation.lead_id == user.pk


def may_end(user: User, action_row: ImprovementAction) -> bool:
    """Whether they may write down what became of an action."""
    return action_row.owner_id == user.pk or answers_for(user, action_row.recommendation)


HEAD = ("Review", "Body", "Reported", "Number", "Recommendation", "Lead", "Progress", "Last said", "Said on")
HEAD_OF_ACTION = ("Action", "Owner", "Due", "Done", "What shows it", "Not needed because")


def plan_rows(rows: QuerySet[Recommendation]) -> Iterator[Sequence[object]]:
    """A line for each action, and one for a recommendation without any."""
    actions = ImprovementAction.objects.select_related("owner")
    for each in rows.prefetch_related(Prefetch("actions", queryset=actions), "updates"):
        last = next(iter(each.updates.all()), None)
        head = [each.review.title, each.review.body, _day(each.review.reported_on), each.number, each.text]
        head += [each.lead.name, Progress(each.progress).words, last.text if last else ""]
        head.append(_day(last.said_on) if last else "")
        if not each.actions.all():
            yield [*head, *[""] * len(HEAD_OF_ACTION)]
        for one in each.actions.all():
            done = [_day(one.done_on), one.evidence, one.dropped_because]
            yield [*head, one.text, one.owner.name, _day(one.due_on), *done]


def _day(when: date | None) -> str:
    return words.day(when) if when else ""
