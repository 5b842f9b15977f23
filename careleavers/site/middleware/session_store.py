"""Sessions in the database, as Django keeps them; read with a query whose text is put together once."""

from __future__ import annotations

from datetime import datetime

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.utils import timezone

from careleavers.models.statements import Statement

CURRENT_SESSION = Statement(
    lambda key, now: Session.objects.filter(session_key=key, expire_date__gt=now), str, datetime
)


class SessionStore(db.SessionStore):
    def _get_session_from_db(self) -> Session | None:
        session: Session | None = CURRENT_SESSION.first(self.session_key, timezone.now())
        if session is None:
            self._session_key = None
        return session
