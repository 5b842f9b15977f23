"""Answers of the last plan, put into the version that is being written."""

from __future__ import annotations

from careleavers.actions.base import Refused, action, record_event
from careleavers.actions.revisions import change
from careleavers.models import User
from pathways.actions.plans import lock_for_writing
from pathways.models import PlanMatter, PlanVersion
from pathways.queries.plan_beside import MATTER_TEXTS
from pathways.queries.plan_differences import version_before

NOTHING_BEFORE = "There is no plan before this one to copy from."


@action
def copy_answer(*, by: User, matter: PlanMatter, revision: int | None, name: str) -> None:
    """Put one answer about a matter back to what the last plan says. `name`: a key of MATTER_TEXTS.

    EditConflict when somebody else wrote something there since this revision.
    """
    version = lock_for_writing(matter.version, by)
    change(matter, revision, {name: getattr(_matter_before(version, matter.code), name)})
    record_event("plan_answer_copied", by=by, person=version.plan.person, on=matter, code=matter.code, answer=name)


@action
def copy_empty_answers(*, by: User, version: PlanVersion) -> int:
    """Fill every answer that is empty with what the last plan says, and return how many there were. What is written
    stays as it is."""
    current = lock_for_writing(version, by)
    before = _before(current)
    said = {matter.code: matter for matter in before.matters.all()}
    copied = 0
    for matter in current.matters.all():
        old = said.get(matter.code)
        empty = [name for name in MATTER_TEXTS if old and getattr(old, name).strip() and not getattr(matter, name)]
        if empty:
            change(matter, None, {name: getattr(old, name) for name in empty})
            copied += len(empty)
    if copied:
        record_event("plan_answers_copied", by=by, person=current.plan.person, on=current, answers=copied)
    return copied


def _before(version: PlanVersion) -> PlanVersion:
    if (before := version_before(version)) is None:
        raise Refused(NOTHING_BEFORE)
    return before


def _matter_before(version: PlanVersion, code: str) -> PlanMatter:
    found = _before(version).matters.filter(code=code).first()
    if found is None:
        raise Refused("The last plan says nothing about this.")
    return found
