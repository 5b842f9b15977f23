"""Sessions end when nothing was asked in them for as long as the deployment says; unsent.py keeps what was typed."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

ASKED_AT = "asked_at"  # the key of the session: seconds since 1970
NOTED_EVERY = 60  # seconds, so that most requests write no session
SAID = "You were signed out because nothing was done for a while. Sign in again: what you typed is kept."


def was_idle(request: HttpRequest) -> bool:
    """Whether the session of this request was left alone for too long; if not, note that it was used."""
    if not settings.IDLE_MINUTES:
        return False
    now = int(timezone.now().timestamp())
    asked_at = request.session.get(ASKED_AT)
    if asked_at is not None and now - asked_at > settings.IDLE_MINUTES * 60:
        return True
    if asked_at is None or now - asked_at >= NOTED_EVERY:
        request.session[ASKED_AT] = now
    return False
