from datetime import datetime

from careleavers.actions.base import action
from careleavers.models import Heartbeat


@action
def record_heartbeat(*, name: str, at: datetime) -> None:
    """No event: it says nothing about anybody, and comes every 30 seconds."""
    Heartbeat.objects.update_or_create(name=name, defaults={"last_seen_at": at})
