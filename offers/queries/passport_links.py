"""Links to what is somebody's."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from careleavers.queries.secret_links import still_good
from offers.models import PassportLink


def open_links(now: datetime) -> QuerySet[PassportLink]:
    """Those that still open something, as `still_good` asks of every link."""
    return still_good(PassportLink, now).select_related("person", "recorded_by")
