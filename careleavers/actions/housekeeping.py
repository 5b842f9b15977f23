"""What nobody needs any more is deleted at night. Nothing here belongs to anybody's record."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db.models import Q

from careleavers.actions.base import action
from careleavers.models import BackupDrill, OutgoingMail

DRILLS_KEPT = timedelta(days=730)  # so that an auditor sees two years of them


@action
def end_all_access(*, by: None) -> tuple[int, int]:
    """After a restore: every session ends, and mail that waited then goes nowhere, as it may hold links that open an
    account. Returns how many of each."""
    sessions, _ = Session.objects.all().delete()
    messages, _ = OutgoingMail.objects.waiting().delete()
    return sessions, messages


@action
def delete_expired(*, by: None = None, now: datetime) -> None:
    """Sessions that ended, mail that was sent or given up MAIL_KEPT_DAYS ago, drills of more than two years ago."""
    Session.objects.filter(expire_date__lt=now).delete()
    long_ago = now - timedelta(days=settings.MAIL_KEPT_DAYS)
    OutgoingMail.objects.filter(Q(sent_at__lt=long_ago) | Q(given_up_at__lt=long_ago)).delete()
    BackupDrill.objects.filter(drilled_at__lt=now - DRILLS_KEPT).delete()
