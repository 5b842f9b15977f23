"""Keeping what happened in a quarter with its figures."""

from __future__ import annotations

from datetime import date

from careleavers.actions.bulk import copy_rows
from careleavers.models import PolicyValue, User
from reporting.models import FrozenHappening, FrozenHappeningRow, FrozenPeriod
from reporting.queries.frozen_happenings import HappeningChange, changed_happenings


def freeze_happenings(*, by: User | None, period: FrozenPeriod, reason: str, today: date) -> int:
    """Keep each measure that is new or was counted otherwise, with its rows; how many. Called by `freeze_period`."""
    changes, policies = changed_happenings(period.ends_on, today), PolicyValue.objects.in_force(period.ends_on)
    kept = [_kept(change, policies) for change in changes]
    for each in kept:
        each.period, each.frozen_by, each.reason = period, by, reason
    FrozenHappening.objects.bulk_create(kept)
    copy_rows(
        FrozenHappeningRow,
        ("happening_id", "person_id", "many", "counts", "words"),
        (
            (each.pk, row.person, row.many, row.counts, row.words)
            for each, change in zip(kept, changes, strict=True)
            for row in change.line.rows
        ),
    )
    return len(kept)


def _kept(change: HappeningChange, policies: dict[str, object]) -> FrozenHappening:
    line, scope = change.line, change.scope
    return FrozenHappening(
        measure=line.measure.code,
        measure_version=line.measure.version,
        team_id=scope.team_id,
        in_no_caseload=scope.in_no_caseload,
        people=line.people,
        amount=line.many,
        n=line.n,
        d=line.d,
        target=line.measure.target_in(policies, is_whole=scope.is_authority),
        stretch=line.measure.stretch_in(policies),
        revision=change.before.revision + 1 if change.before else 1,
    )
