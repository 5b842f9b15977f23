"""The promise ledger: what became of the council's promises, by team, and what a manager sees without asking."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from careleavers.models import User, YoungPerson
from careleavers.queries.teams import scopes_of
from pathways.models import PlanAction
from pathways.queries.promise_ledger import Became, kept_by_team, promises
from tests.cast import TODAY, Cast, days_ago
from tests.factories import AllocationFactory, PlanActionFactory, PlanVersionFactory, YoungPersonFactory

pytestmark = pytest.mark.usefixtures("_on_the_day")  # 23 November 2026

KEPT_EARLY = {"by_when": date(2026, 12, 4), "status": "done", "done_on": date(2026, 11, 1)}
PROMISES: dict[str, tuple[dict[str, Any], Became | None]] = {
    "open, its day was yesterday": ({"by_when": date(2026, 11, 22)}, Became.LATE),
    "open, and more than a year late": ({"by_when": date(2025, 6, 1)}, Became.LATE),
    "open, its day is today": ({"by_when": TODAY}, Became.TO_KEEP),
    "kept on its day": ({"by_when": date(2026, 9, 1), "status": "done", "done_on": date(2026, 9, 1)}, Became.KEPT),
    "kept before its day came": (KEPT_EARLY, Became.KEPT),
    "kept nine days late": (
        {"by_when": date(2026, 9, 1), "status": "done", "done_on": date(2026, 9, 10)},
        Became.KEPT_LATE,
    ),
    "kept two days late": (
        {"by_when": date(2026, 9, 1), "status": "done", "done_on": date(2026, 9, 3)},
        Became.KEPT_LATE,
    ),
    "changed with agreement": (
        {"by_when": date(2026, 9, 1), "status": "changed", "outcome": "A bus pass instead"},
        Became.CHANGED,
    ),
    "not kept": ({"by_when": date(2026, 9, 1), "status": "not_done", "outcome": "The course closed"}, Became.NOT_KEPT),
    "kept, its day a year ago": (
        {"by_when": date(2025, 11, 23), "status": "done", "done_on": date(2025, 11, 23)},
        Became.KEPT,
    ),
    "kept, its day a year and a day ago": (
        {"by_when": date(2025, 11, 22), "status": "done", "done_on": date(2025, 11, 22)},
        None,
    ),
    "carried into the next plan": ({"by_when": date(2026, 9, 1), "status": "carried"}, None),
    "theirs alone": ({"by_when": date(2026, 11, 21), "owed_by": "young_person"}, None),
}


def promise(person: YoungPerson, cast: Cast, **given: Any) -> PlanAction:
    version = PlanVersionFactory.create(person=person, written_by=cast.pat)
    made = PlanActionFactory.create(version=version, what="Two driving lessons", **given)
    version.state, version.submitted_by = "authorised", cast.pat
    version.submitted_at = version.authorised_at = version.recorded_at
    version.authorised_by, version.authorised_on = cast.mo, days_ago(30)
    version.save()
    return made


@pytest.mark.parametrize("kind", PROMISES)
def test_what_became_of_a_promise(cast: Cast, scene: Callable, kind: str) -> None:
    """The list, and the numbers of the team, of everybody and of the team beside it."""
    given, expected = PROMISES[kind]
    with scene():
        made = promise(cast.amira, cast, **given)
    scopes = scopes_of(cast.vera, TODAY)
    listed = {which for which in Became if made in promises(cast.vera, which, TODAY, scopes[0])}
    assert listed == ({expected} if expected else set())
    rows = {row.scope.label: row for row in kept_by_team(cast.vera, scopes, TODAY)}
    assert set(rows) == ({scopes[0].label, cast.service.name, "North"} if expected else set())
    assert all(row.numbers == {which: int(which is expected) for which in Became} for row in rows.values())


def test_the_numbers_of_a_team_are_those_of_its_lists(cast: Cast, scene: Callable) -> None:
    """All of the above to one person: 5 kept of 8 that came due, two of them late, by 9 and 2 days."""
    with scene():
        version = PlanVersionFactory.create(person=cast.amira, written_by=cast.pat)
        for given, _ in PROMISES.values():
            PlanActionFactory.create(version=version, **given)
        version.state, version.submitted_by, version.submitted_at = "authorised", cast.pat, version.recorded_at
        version.authorised_by, version.authorised_at, version.authorised_on = cast.mo, version.recorded_at, days_ago(9)
        version.save()
    [scope] = scopes_of(cast.mo, TODAY)
    [row] = kept_by_team(cast.mo, [scope], TODAY)
    assert {which: promises(cast.mo, which, TODAY, scope).count() for which in Became} == row.numbers
    assert (row.kept, row.came_due, row.kept_late, row.usual_days_late) == (5, 8, 2, 6)


def page_of(client: Client, **asked: str) -> str:
    return client.get(reverse("pathways:promises"), asked).content.decode()


def test_a_manager_sees_on_today_whose_promises_are_late(cast: Cast, sign_in: Callable, scene: Callable) -> None:
    """Before the young person has to ask. Nothing of another team, nor of whoever has died."""
    with scene():
        late = promise(cast.amira, cast, by_when=days_ago(3), owner=cast.pat)
        promise(cast.ben, cast, by_when=days_ago(3))
        AllocationFactory.create(
            person=cast.ben, worker=cast.pat, team=cast.north, role="co_worker"
        )  # which is no case of Pat's
        YoungPersonFactory.create(team=cast.north, worker=cast.pat)
    client = sign_in(cast.mo)
    [found] = re.findall(r'data-label="Promises late">(.*?)</td>', client.get("/").content.decode())
    opened = client.get(re.search(r'href="([^"]+)">1<', found)[1]).content.decode()
    assert reverse("pathways:outcome", args=[cast.amira.pk, late.pk]) in opened
    assert re.search(r'Pat</span></span><span class="worklist__when"><span class="late">3 days overdue', opened)
    assert "Ben Ward" not in page_of(client)
    with scene():
        YoungPerson.objects.filter(pk=cast.amira.pk).update(died_on=days_ago(1))
    assert 'data-label="Promises late">0<' in client.get("/").content.decode()
    assert "No promise is in this list." in page_of(client)


@pytest.mark.parametrize(("who", "named"), [("pat", "Amira Khan"), ("sam", "Ben Ward"), ("vera", "Amira Khan")])
def test_everybody_reads_of_those_they_may_see(
    cast: Cast, sign_in: Callable[[User], Client], scene: Callable, who: str, named: str
) -> None:
    with scene():
        promise(cast.amira, cast, by_when=days_ago(3))
        promise(cast.ben, cast, by_when=days_ago(4))
    page = page_of(sign_in(getattr(cast, who)))
    assert named in page
    assert page.count("Two driving lessons") == (2 if who == "vera" else 1)
    of_south = page_of(sign_in(cast.vera), team=str(cast.south.pk))
    assert "Ben Ward" in of_south
    assert "Amira Khan" not in of_south
