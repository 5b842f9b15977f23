"""Whether mail goes out, for administrators."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Lower

from careleavers.models import OutgoingMail, User

RECENT = timedelta(days=30)
MOST_SHOWN = 100
LATE_AFTER = timedelta(minutes=15)


@dataclass(frozen=True)
class MailState:
    waiting: int
    failing: int  # of those that wait
    given_up: int  # in the last 30 days
    sent: int  # in the last 30 days
    last_error: str
    oldest_waiting: datetime | None

    def goes_out(self, now: datetime) -> bool:
        """No message failed at its last try, and none has waited so long that no worker can be sending."""
        return not self.failing and (self.oldest_waiting is None or now - self.oldest_waiting <= LATE_AFTER)


def mail_state(now: datetime) -> MailState:
    since = now - RECENT
    failed = OutgoingMail.objects.failing().order_by("-created_at")
    waiting = OutgoingMail.objects.waiting()
    return MailState(
        waiting=waiting.count(),
        failing=failed.count(),
        given_up=OutgoingMail.objects.filter(given_up_at__gte=since).count(),
        sent=OutgoingMail.objects.filter(sent_at__gte=since).count(),
        last_error=failed.values_list("failed_because", flat=True).first() or "",
        oldest_waiting=waiting.order_by("created_at").values_list("created_at", flat=True).first(),
    )


def unsent_mail(now: datetime) -> QuerySet[Any]:
    """What waits or was given up in the last 30 days, newest first, with the account it was for as `member_id`."""
    member = User.objects.annotate(address=Lower("email")).filter(address=Lower(OuterRef("to"))).values("pk")[:1]
    unsent = OutgoingMail.objects.filter(Q(given_up_at__gte=now - RECENT) | Q(sent_at=None, given_up_at=None))
    return unsent.annotate(member_id=Subquery(member)).order_by("-created_at")[:MOST_SHOWN]
