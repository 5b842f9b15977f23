"""Something is wrong on a page: said by whoever sees it, and an administrator answers."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from careleavers.actions.base import Refused, action, record_event
from careleavers.models import PageProblem, User


@action
def report_problem(*, by: User, problem_id: UUID, page: str, text: str, request_id: str) -> PageProblem:
    """Sent twice with one `problem_id`, it is one: the first is returned."""
    if existing := PageProblem.objects.filter(pk=problem_id, recorded_by=by).first():
        return existing
    problem = PageProblem(pk=problem_id, page=page, text=text, request_id=request_id, recorded_by=by)
    problem.save(force_insert=True)
    record_event("page_problem_reported", by=by, on=problem, page=page)
    return problem


@action
def answer_problem(*, by: User, problem: PageProblem, answer: str, now: datetime) -> None:
    """Refused where somebody else has answered it meanwhile."""
    open_one = PageProblem.objects.filter(pk=problem.pk, answered_at=None)
    if not open_one.update(answer=answer, answered_at=now, administrator=by):
        raise Refused("Somebody else answered this a moment ago.")
    record_event("page_problem_answered", by=by, on=problem)
