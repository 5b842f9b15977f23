"""What changed with a version is told once."""

from __future__ import annotations

from careleavers.actions.base import action, record_event
from careleavers.models import NewsRead, User


@action
def read_news(*, by: User, version: str) -> None:
    """They have read what changed, and are not told of it again. Said twice, it is once."""
    _, is_new = NewsRead.objects.get_or_create(user=by, version=version, defaults={"recorded_by": by})
    if is_new:
        record_event("news_read", by=by, version=version)
