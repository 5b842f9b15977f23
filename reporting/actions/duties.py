"""Counting what became of the duties of a quarter, each night while it runs and once more when it is over."""

from __future__ import annotations

from datetime import date

from careleavers.actions.base import action, record_event
from careleavers.actions.statuses import batches
from careleavers.models import PolicyValue
from reporting.models import CountedDuty, DutyCount
from reporting.queries.counted_duties import duties_of_quarter
from reporting.rules import periods

SAYS = ("measure", "person_id", "due_on", "done_on", "result", "why", "team_id", "holder_id")


@action
def count_duties(*, by: None = None, today: date) -> int:
    """Count the quarter that runs and those that are over and have no final count; how many duties were written.

    The first count after the last day of a quarter is final, and nothing changes it. Counted again with the same facts,
    nothing is written.
    """
    return sum(_count_quarter(ends_on, today) for ends_on in _to_count(today))


def _to_count(today: date) -> list[date]:
    """The last days of the quarters to count, the earliest first: never one before the first that was ever counted."""
    final = set(DutyCount.objects.filter(is_final=True).values_list("ends_on", flat=True))
    last = periods.last_ended(today)
    begun = DutyCount.objects.order_by("ends_on").values_list("ends_on", flat=True).first() or last
    over = [day for day in periods.ends_between(min(begun, last), last) if day not in final]
    return [*over, periods.last_day(today)]


def _count_quarter(ends_on: date, today: date) -> int:
    is_final, policies = ends_on < today, PolicyValue.objects.in_force(today)
    DutyCount.objects.get_or_create(ends_on=ends_on, defaults={"counted_on": min(ends_on, today)})
    # Two at once take turns: the second finds nothing to do.
    count = DutyCount.objects.select_for_update().get(ends_on=ends_on)
    if count.is_final:
        return 0
    before = {_said(duty): duty.pk for duty in count.duties.all()}
    written = 0
    for people in batches():
        fresh = {_said(duty): duty for duty in duties_of_quarter(people, ends_on, today, policies)}
        new = [duty for said, duty in fresh.items() if before.pop(said, None) is None]
        for duty in new:
            duty.count = count
        written += len(CountedDuty.objects.bulk_create(new))
    CountedDuty.objects.filter(pk__in=before.values()).delete()
    if is_final:
        count.duties.update(is_final=True)
        record_event("duties_counted", by=None, on=count, ends_on=ends_on, duties=count.duties.count())
    if (count.counted_on, count.is_final) != (today, is_final):
        count.counted_on, count.is_final = today, is_final
        count.save()
    return written


def _said(duty: CountedDuty) -> tuple[object, ...]:
    return tuple(getattr(duty, name) for name in SAYS)
