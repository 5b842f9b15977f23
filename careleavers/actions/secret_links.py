"""What becomes of a link when somebody tries it. Parts of actions: they write inside the action that calls them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import F, QuerySet

from careleavers.models.secret_links import SecretLink


def note_opened(link: SecretLink, now: datetime) -> None:
    """Whoever has it knew what else was asked."""
    type(link)._default_manager.filter(pk=link.pk).update(opened_at=now)


def note_wrong_try(link: SecretLink) -> None:
    """Counted in the database, so that two tries at once are two. The link is brought up to date."""
    type(link)._default_manager.filter(pk=link.pk).update(wrong_tries=F("wrong_tries") + 1)
    link.refresh_from_db()


def end_links(links: QuerySet[Any], now: datetime) -> int:
    """Those of the links that are still in time open nothing any more; how many these were."""
    return links.filter(ends_at__gt=now).update(ends_at=now)
