"""How many letters wait, for monitoring."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Count

from careleavers.site.gauges import Gauge
from offers.models import Letter
from offers.rules.letter_states import LetterState as S

WAITING = (S.PLANNED, S.ON_HOLD, S.NEEDS_ATTENTION, S.APPROVED, S.RENDERED, S.PRINTED, S.WITHDRAWN, S.HAND_DELIVERY)


def letter_gauges(now: datetime) -> Iterator[Gauge]:
    """By what they wait for; 0 where none does, so that a line in a picture never breaks."""
    rows = Letter.objects.filter(status__in=WAITING).values_list("status").order_by("status")
    counts = dict(rows.annotate(letters=Count("pk")))
    for state in WAITING:
        yield Gauge("letters_waiting", "Letters that wait, by their state.", counts.get(state, 0), {"state": state})
