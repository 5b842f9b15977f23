"""What one page counts is what the page behind the number lists, and what another page counts of the same."""

from __future__ import annotations

from datetime import date

from careleavers.models import PolicyValue, User
from careleavers.queries.caseloads import caseload_of, open_people, sums, worker_loads
from careleavers.queries.teams import every_scope, in_scope, scopes_of
from careleavers.rules.team_scopes import AUTHORITY, IN_NO_CASELOAD
from careleavers.site.extensions import due_days
from offers.queries.letter_lists import TABS, letters_for, letters_waiting, with_counts
from pathways.queries.look_ahead import due_in_week, look_ahead
from pathways.queries.my_day import need_me_now, need_worker_now
from pathways.queries.promise_ledger import Became, kept_by_team, promises
from pathways.queries.team_today import team_workload, unallocated, workers_of
from reporting.queries.figures import Question
from reporting.queries.gaps import Gaps


def assert_workers_counts_agree(manager: User, today: date) -> int:
    """Today's table of workers and their own Today, what is late by worker, the thirteen weeks, the lists behind each,
    and the promises. Returns of how many workers.
    """
    loads = {load.worker_id: load for load in worker_loads(manager, today, due_days)}
    ahead = {load.worker_id: load for load in look_ahead(manager, today).loads}
    workers, policies = workers_of(manager, today), PolicyValue.objects.in_force(today)
    assert {worker.id for worker in workers} == loads.keys()
    for worker in workers:
        load, listed = loads[worker.id], caseload_of(open_people(manager, today), worker.id, today)
        assert worker.people == load.people == listed.count(), worker
        user = User.objects.get(pk=worker.id)
        assert worker.now == len(need_worker_now(manager, user, today, policies)), worker
        if manager.access.whole_authority:
            assert worker.now == need_me_now(user.under(policies, today), today, policies["leap_day"]), worker
        late = ahead[worker.id].late if worker.id in ahead else 0
        assert load.overdue == late == due_in_week(manager, today, worker.id, None).count(), worker
        assert worker.promises_late == promises(manager, Became.LATE, today, AUTHORITY, user).count(), worker
    nobody = in_scope(open_people(manager, today), IN_NO_CASELOAD, today).count()
    assert (
        nobody == unallocated(manager, today, limit=None).total == sums(open_people(manager, today), today)["in_none"]
    )
    return len(workers)


def assert_team_counts_agree(manager: User, today: date) -> None:
    """People of the scopes add up; promises by team are those that each number leads to; letters those of their tab."""
    people = {scope.key: in_scope(open_people(manager, today), scope, today).count() for scope in every_scope(today)}
    top = [scope for scope in every_scope(today) if scope.depth == 0 and scope != AUTHORITY]
    assert people[AUTHORITY.key] == sum(people[scope.key] for scope in top)
    for line in kept_by_team(manager, scopes_of(manager, today), today):
        for which, number in line.numbers.items():
            assert number == promises(manager, which, today, line.scope).count(), (line.scope, which)
    counts = {tab.key: number for tab, number in with_counts(manager, TABS)}
    for tab in TABS:
        assert counts.get(tab.key, 0) == tab.letters(letters_for(manager)).count(), tab
    waiting = letters_waiting(manager)
    assert (waiting["to_approve"], waiting["on_hold"]) == (counts["approve"], counts["on_hold"])
    workload = team_workload(manager, today, PolicyValue.objects.in_force(today)["leap_day"], limit=None)
    assert workload.now.total == len(workload.now.items)
    assert workload.coming.total == len(workload.coming.items)


def assert_gap_counts_agree(manager: User, today: date) -> int:
    """What is missing, by kind and by case holder, and of whom; nobody works with as many as the other pages say.
    Returns of how many kinds.
    """
    gaps = Gaps(manager, Question.on(today, AUTHORITY))
    by_gap = {each.gap.code: each.many for each in gaps.by_gap()}
    assert by_gap == {code: gaps.people(only=code).count() for code in by_gap}
    for owner in gaps.by_owner():
        assert owner.people == gaps.people(owner=str(owner.worker_id or "none")).count(), owner
    assert by_gap.get("no_holder", 0) == sums(open_people(manager, today), today)["in_none"]
    return len(by_gap)
