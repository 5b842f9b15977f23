"""What the record's rows say was done: what meets the duties that the clocks run."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from careleavers.rules import clocks
from careleavers.rules.code_sets import HomeKind
from careleavers.rules.dates import add_months, birthday

MADE = "complaint_made"  # the events
RELEASE = "release"
RELEASE_REVIEW_MONTHS = 6  # a plan is reviewed at least so often (CLR reg 7(2)): the last review lies within them


class DatedRow(NamedTuple):
    """A dated row of any kind, in the one shape that all of them are read in. `marked` says what its kind asks."""

    start: date
    end: date | None
    code: str
    band: str
    marked: bool
    months: int | None


def copies_given(dated: dict[str, list[DatedRow]]) -> Iterator[clocks.Done]:
    """A copy of a version covers the versions before it. The end of a copy's row is the day its version began."""
    for plan in dated["plan"]:
        given = [row.start for row in dated["copy"] if row.end and row.end >= plan.start]
        if given:
            yield clocks.Done("copy_to_young_person", min(given), plan.start)


def crises(dated: dict[str, list[DatedRow]]) -> Iterator[clocks.Event]:
    """What calls for a review at once (Vol 3 4.16-4.17): notice on their home, a charge that may lead to custody, no
    fixed abode, and a risk that was found high when it was last signed.
    """
    days = [row.start for kind in ("notice", "charge") for row in dated[kind]]
    days += [row.start for row in dated["home"] if row.code == HomeKind.NO_FIXED_ABODE and row.end is None]
    last_signed = max((row.start for row in dated["risk"]), default=None)
    days += [row.start for row in dated["risk"] if row.start == last_signed and row.code == "high"]
    for day in sorted(set(days)):
        yield clocks.Event("review_needed", day)


def risks_signed(dated: dict[str, list[DatedRow]]) -> tuple[clocks.SignedRiskAssessment, ...]:
    """Risk assessments with the day of the next look and of their end. The end of an ending is the day of signing."""
    closed = {row.end: row.start for row in dated["risk_closed"]}
    return tuple(clocks.SignedRiskAssessment(row.start, row.end, closed.get(row.start)) for row in dated["risk"])


def reviews_requested(dated: dict[str, list[DatedRow]]) -> Iterator[clocks.Event]:
    """Reviews asked for. Of a day on which one still waits, those that were held count no more."""
    waiting = {row.start for row in dated["asked"] if row.end is None}
    for row in dated["asked"]:
        if row.end is None or row.start not in waiting:
            yield clocks.Event(row.code, row.start)


def reviews_held_for_requests(dated: dict[str, list[DatedRow]]) -> Iterator[clocks.Done]:
    """The end of a request's row is the day of the review that was held for it."""
    waiting = {row.start for row in dated["asked"] if row.end is None}
    for row in dated["asked"]:
        if row.end and row.start not in waiting:
            yield clocks.Done("plan_review_on_request", row.end, row.start)


def complaints_answered(dated: dict[str, list[DatedRow]]) -> Iterator[clocks.Done]:
    """An advocate offered, and stages answered, each on the day of its own event or after."""
    for row in dated["complaint"]:
        if row.end:
            yield clocks.Done("advocacy_offer", max(row.end, row.start), row.start)
    for row in dated["stage"]:
        if row.end:
            code = "complaint_informal" if row.code == MADE else "complaint_formal"
            yield clocks.Done(code, row.end, row.start)


def release_prepared(dated: dict[str, list[DatedRow]]) -> Iterator[clocks.Done]:
    """Reviews held in custody in the half year before the release, and what was settled for its day.

    An earlier review was about life in prison, and not about coming out.
    """
    for release in dated["release"]:
        if release.code == RELEASE and release.end:
            began, recent = in_custody_since(dated, release.end), add_months(release.start, -RELEASE_REVIEW_MONTHS)
            for review in dated["review"]:
                if began and review.start >= max(began, recent):
                    yield clocks.Done("custody_release_review", review.start, release.start)
    for settled in dated["release_settled"]:
        yield clocks.Done("custody_release_facts", settled.start, settled.end)


def in_custody_since(dated: dict[str, list[DatedRow]], start: date | None) -> date | None:
    """The day on which custody without a break began, for a stay that started on a day: they may have been moved."""
    before = {row.end: row.start for row in dated["home"] if row.code == HomeKind.CUSTODY and row.end}
    while start in before:
        start = before[start]
    return start


def leave_prepared(dated: dict[str, list[DatedRow]]) -> Iterator[clocks.Done]:
    for row in dated["leave_advised"]:
        yield clocks.Done("leave_advice", row.start, row.end)
    for row in dated["leave_applied"]:
        yield clocks.Done("leave_application", row.start, row.end)


def income_at_eighteen(born: date, dated: dict[str, list[DatedRow]]) -> Iterator[clocks.Done]:
    """An income that is paid at 18 or later; one from before it counts from the birthday, if it had not ended."""
    eighteen = birthday(born, 18)
    for paid in dated["paid"]:
        if paid.end is None or paid.end > eighteen:
            yield clocks.Done("benefit_bridge", max(paid.start, eighteen))
