"""Signing in and out, passwords and second steps: events of the audit, with the address that they came from.

A sign-in that failed names the account that was tried, if there is one, and never what was typed: people type their
password where their address belongs.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models.functions import Now

from careleavers.actions.base import action, record_event
from careleavers.models import AuditEvent, User
from careleavers.rules.sign_in_events import LINK_ASKED, LOCKED_OUT, SIGN_IN_EVENTS

LOCKED_OUT_FOR = timedelta(minutes=5)  # as long as the limit of settings.ACCOUNT_RATE_LIMITS


@action
def record_sign_in_event(*, by: User | None, name: str, account: User | None, **details: object) -> None:
    """Something of SIGN_IN_EVENTS happened to `account`; `by` is None while nobody is signed in."""
    if name not in SIGN_IN_EVENTS:
        raise ValueError(f"{name} is no event of signing in.")
    record_event(name, by=by, person=None, on=account, **details)


@action
def record_lock_out(*, by: None = None, account: User | None) -> None:
    """Too many tries: once for each lock-out, however many tries follow."""
    same = AuditEvent.objects.filter(name=LOCKED_OUT, object_id=str(account.pk) if account else "")
    if not same.filter(happened_at__gt=Now() - LOCKED_OUT_FOR).exists():
        record_event(LOCKED_OUT, by=by, on=account)


def asked_for_link(account: User, since: datetime) -> bool:
    """Whether somebody asked for a new password for this account since then."""
    return AuditEvent.objects.filter(name=LINK_ASKED, object_id=str(account.pk), happened_at__gte=since).exists()
