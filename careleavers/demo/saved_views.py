"""The demo council's kept views: one that each team shares, and one of each of its managers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from careleavers.models import SavedView

if TYPE_CHECKING:
    from careleavers.demo.load import Council


def saved_views(council: Council) -> None:
    shared = [
        SavedView(
            owner=manager,
            recorded_by=manager,
            team=team,
            page="caseload",
            name="Longest without contact",
            query=f"whose=team-{team.pk}&sort=contact",
        )
        for team, manager in zip(council.teams, council.managers, strict=True)
    ]
    own = [
        SavedView(owner=manager, recorded_by=manager, page="caseload", name="Everybody by age", query="sort=age")
        for manager in council.managers
    ]
    SavedView.objects.bulk_create([*shared, *own])
