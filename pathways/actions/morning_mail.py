"""One's own reminders: how far ahead, and the morning message, asked for and sent once on each of its days."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import Q

from careleavers.actions.base import action, record_event
from careleavers.actions.one_by_one import one_by_one
from careleavers.actions.revisions import change
from careleavers.models import PolicyValue, User
from careleavers.permissions import Permission
from pathways.models import MorningMail
from pathways.queries.morning_mail import week_of_teams, what_waits
from pathways.rules.morning_mail import begins_week, is_due, message, sentences, sentences_of_week


@action
def choose_reminders(*, by: User, days: str, days_ahead: int = 14, left_out: Collection[str] = ()) -> None:
    """How many days ahead Today goes; on which days the message comes ("" for never), and which kinds of
    `pathways.rules.reminders` it does not count before their day."""
    change(User.objects.get(pk=by.pk), None, {"days_ahead": days_ahead})
    if days:
        chosen = {"days": days, "left_out": sorted(left_out)}
        MorningMail.objects.update_or_create(user_id=by.pk, defaults=chosen)
    else:
        MorningMail.objects.filter(user_id=by.pk).delete()
    record_event("morning_mail_chosen", by=by, on=by, days=days)


def send_morning_mail(*, today: date) -> int:
    """To everybody who wants it on this day and has not had it; asked again, nobody has it twice. How many were sent.

    One whose message fails keeps nobody else from theirs: what failed is raised when all were tried.
    """
    chosen = MorningMail.objects.filter(user__is_active=True).select_related("user").order_by("pk")
    due = (each for each in chosen if is_due(each.days, each.sent_on, today))
    return sum(one_by_one(due, lambda each: send_one(by=None, to=each, today=today)))


@action
def send_one(*, by: User | None, to: MorningMail, today: date) -> bool:
    """False where another worker was first, or nothing waits: the day is done in either case."""
    not_yet = Q(sent_on=None) | Q(sent_on__lt=today)
    if not MorningMail.objects.filter(not_yet, pk=to.pk).update(sent_on=today):
        return False
    policies = PolicyValue.objects.in_force(today)
    user = to.user.under(policies, today)
    if not user.may(Permission.LOG_CONTACT):
        return False
    said = sentences(**what_waits(user, today, policies, left_out=to.left_out), ahead=user.days_ahead)
    if user.may(Permission.MANAGE_TEAM) and begins_week(to.sent_on, today):
        said += sentences_of_week(**week_of_teams(user, today))
    if not said:
        return False
    EmailMessage(f"{settings.ACCOUNT_EMAIL_SUBJECT_PREFIX}what waits for you", message(said), to=[user.email]).send()
    return True
