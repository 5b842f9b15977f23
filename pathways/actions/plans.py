"""Writing a pathway plan: its versions, matters and promises, and what became of a promise."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID, uuid5

from careleavers.actions.base import Refused, action, record_event
from careleavers.actions.drafts import end_draft
from careleavers.actions.facts_changed import facts_changed
from careleavers.actions.revisions import change, claim, claim_unchanged
from careleavers.models import Draft, PolicyValue, User, YoungPerson
from careleavers.models.base import on_day
from careleavers.rules.code_sets import Band, Status
from pathways.models import PathwayPlan, PlanAction, PlanMatter, PlanVersion
from pathways.rules.matters import PlanBasis, matters_of

BASIS_OF_STATUS: dict[str, PlanBasis] = {Status.ELIGIBLE_CHILD: PlanBasis.ELIGIBLE}
BASIS_OF_BAND: dict[str, PlanBasis] = {
    Band.EDUCATION: PlanBasis.EDUCATION,
    Band.EDUCATION_BEYOND_25: PlanBasis.EDUCATION,
}
PROMISE_FIELDS = ("matter_code", "what", "owed_by", "owner", "by_when", "how_we_know")


def plan_basis_for(person: YoungPerson, today: date) -> PlanBasis:
    """As `basis_for`; where the authority chose so, the plan of somebody who asked for support from 21 on is slim."""
    slim = PolicyValue.objects.in_force(today)["plan_from_21"] == "slim"
    if slim and person.status_periods.filter(on_day(today), band=Band.OPTED_IN).exists():
        return PlanBasis.SLIM
    return basis_for(person, today)


def basis_for(person: YoungPerson, today: date) -> PlanBasis:
    """The duty a plan is made under on a day, from the legal status; where that is not worked out, the full one."""
    period = person.status_periods.filter(on_day(today)).first()
    if period is None:
        return PlanBasis.FULL
    return BASIS_OF_BAND.get(period.band) or BASIS_OF_STATUS.get(period.status, PlanBasis.FULL)


@action
def start_version(*, by: User, person: YoungPerson, today: date) -> PlanVersion:
    """Begin a version with what the last one says, and what it promised and has not kept. One at a time is written:
    where there is one already, it is returned."""
    plan, _ = PathwayPlan.objects.get_or_create(person=person, defaults={"recorded_by": by})
    PathwayPlan.objects.select_for_update().get(pk=plan.pk)
    if being_written := plan.versions.being_written().first():
        return being_written
    last = plan.versions.authorised().first()
    version = PlanVersion.objects.create(
        plan=plan,
        number=last.number + 1 if last else 1,
        basis=plan_basis_for(person, today),
        written_by=by,
        recorded_by=by,
        author_ids=[by.pk],
        revision=last.revision + 1 if last else 1,
        own_words=last.own_words if last else "",
        not_agreed=last.not_agreed if last else "",
        views_of_others=last.views_of_others if last else "",
    )
    _copy_matters(version, last, arrived_alone=person.is_unaccompanied)
    if last:
        _carry_drafts(last, version)
    _copy_promises(version, by)
    record_event("plan_version_started", by=by, person=person, on=version, number=version.number, basis=version.basis)
    return version


def _copy_matters(version: PlanVersion, last: PlanVersion | None, *, arrived_alone: bool) -> None:
    said = {matter.code: matter for matter in last.matters.all()} if last else {}
    blank = PlanMatter()
    PlanMatter.objects.bulk_create(
        [
            PlanMatter(
                version=version,
                code=matter.code,
                needs=said.get(matter.code, blank).needs,
                how_met=said.get(matter.code, blank).how_met,
                own_words=said.get(matter.code, blank).own_words,
                revision=said[matter.code].revision + 1 if matter.code in said else 1,
            )
            for matter in matters_of(PlanBasis(version.basis), arrived_alone=arrived_alone)
        ]
    )


def _carry_drafts(last: PlanVersion, version: PlanVersion) -> None:
    """What somebody was typing when the last version was authorised comes back in this one, as of an older revision."""
    matters = {matter.code: matter.pk for matter in version.matters.all()}
    follows = {matter.pk: matters[matter.code] for matter in last.matters.all() if matter.code in matters}
    for draft in Draft.objects.filter(submission_id__in=[last.pk, *follows]):
        draft.submission_id = follows.get(draft.submission_id, version.pk)
        draft.save(update_fields=["submission_id"])


def _copy_promises(version: PlanVersion, by: User) -> None:
    codes = set(version.matters.values_list("code", flat=True))
    promised = PlanAction.objects.promised().filter(version__plan=version.plan_id, carried_into__isnull=True)
    PlanAction.objects.bulk_create(
        [
            PlanAction(
                version=version,
                recorded_by=by,
                carried_from=promise,
                **{name: getattr(promise, name) for name in PROMISE_FIELDS} | {"owner": promise.owner_now},
            )
            for promise in promised
            if promise.matter_code in codes
        ]
    )


def why_not_write(version: PlanVersion) -> str | None:
    """The sentence that says why this version cannot be written in, or None."""
    if version.state == PlanVersion.AUTHORISED:
        return "This version was authorised and cannot be changed. Begin the next version instead."
    if version.state == PlanVersion.SUBMITTED:
        return "This version waits to be authorised. It can be changed again once it is taken back or returned."
    return None


def lock_version(version: PlanVersion) -> PlanVersion:
    """The version as it is now, locked until the action ends, with its person."""
    return PlanVersion.objects.select_for_update(of=("self",)).select_related("plan__person").get(pk=version.pk)


def lock_for_writing(version: PlanVersion, by: User) -> PlanVersion:
    """The version, locked, with `by` among its authors. Refused when it cannot be written in."""
    current = lock_version(version)
    if refusal := why_not_write(current):
        raise Refused(refusal)
    if by.pk not in current.author_ids:
        current.author_ids = [*current.author_ids, by.pk]
        current.save(update_fields=["author_ids"])
    return current


def new_promise_id(matter: PlanMatter) -> UUID:
    """The id under which an action that is yet to be added to a matter is drafted."""
    return uuid5(matter.pk, "promise")


@action
def write_matter(*, by: User, matter: PlanMatter, revision: int | None, **texts: str) -> None:
    """Save one matter as it was written from this revision. EditConflict when somebody else saved other words since."""
    version = lock_for_writing(matter.version, by)
    change(matter, revision, texts)
    end_draft(by=by, submission_id=matter.pk)
    record_event("plan_matter_written", by=by, person=version.plan.person, on=matter, code=matter.code)


@action
def write_words(*, by: User, version: PlanVersion, revision: int | None, **texts: str) -> None:
    """Save what the young person and others say of the whole. EditConflict when somebody else saved other words."""
    claim(version, revision, texts)
    current = lock_for_writing(version, by)
    change(current, None, texts)
    end_draft(by=by, submission_id=current.pk)
    record_event("plan_words_written", by=by, person=current.plan.person, on=current)


@action
def add_promise(*, by: User, version: PlanVersion, **facts: Any) -> PlanAction:
    """Put an action into a version that is being written. `facts` are its fields of PROMISE_FIELDS."""
    current = lock_for_writing(version, by)
    added = PlanAction.objects.create(version=current, recorded_by=by, **facts)
    end_draft(by=by, submission_id=new_promise_id(current.matters.get(code=added.matter_code)))
    record_event(
        "plan_action_added", by=by, person=current.plan.person, on=added, owed_by=added.owed_by, by_when=added.by_when
    )
    return added


@action
def change_promise(*, by: User, promised: PlanAction, revision: int | None = None, **facts: Any) -> None:
    """Put other words, another day or another owner to an action of a version that is being written.

    EditConflict when somebody else changed the same since this revision.
    """
    current = lock_for_writing(promised.version, by)
    change(promised, revision, facts)
    end_draft(by=by, submission_id=promised.pk)
    record_event("plan_action_changed", by=by, person=current.plan.person, on=promised, by_when=promised.by_when)


@action
def remove_promise(*, by: User, promised: PlanAction, revision: int | None = None) -> None:
    """Take an action out of a version that is being written. One carried on from an earlier version stays there."""
    current = lock_for_writing(promised.version, by)
    claim_unchanged(promised, revision)
    record_event("plan_action_removed", by=by, person=current.plan.person, on=promised)
    promised.delete()


@action
def record_outcome(
    *,
    by: User,
    promised: PlanAction,
    revision: int | None = None,
    today: date,
    status: str,
    done_on: date | None,
    outcome: str,
) -> None:
    """Write down what became of a promise: done on a day, changed with agreement, or not done, and why; or put that
    right: it may be open again. The version that is being written says the same of it."""
    changes = {
        "status": status,
        "done_on": done_on if status == PlanAction.DONE else None,
        "outcome": "" if status == PlanAction.OPEN else outcome,
    }
    current = claim(promised, revision, changes)
    if refusal := why_not_record_outcome(current, status, done_on, outcome, today):
        raise Refused(refusal)
    before = {name: getattr(current, name) for name in changes}
    PlanAction.objects.filter(pk=current.pk).update(**changes)
    PlanAction.objects.filter(carried_from=current, **before).update(**changes)
    person = current.version.plan.person
    facts_changed(people=[person.pk], today=today)
    record_event("plan_action_outcome", by=by, person=person, on=promised, status=status, done_on=done_on)


def why_not_record_outcome(
    promised: PlanAction, status: str, done_on: date | None, outcome: str, today: date
) -> str | None:
    """The sentence that says why this outcome cannot be recorded, or None."""
    if promised.version.state != PlanVersion.AUTHORISED:
        return "This is not promised until the plan is authorised. Change it in the plan instead."
    following = PlanAction.objects.filter(carried_from=promised, version__state=PlanVersion.AUTHORISED)
    if promised.status == PlanAction.CARRIED or following.exists():
        return "The next version of the plan promises this too: write down there what became of it."
    if status == PlanAction.DONE and done_on is None:
        return "Give the day on which it was done."
    if done_on and done_on > today:
        return "The day on which it was done cannot be in the future."
    if status in (PlanAction.CHANGED, PlanAction.NOT_DONE) and not outcome:
        return "Say what happened, in a sentence that they may read."
    return None


def pass_on_plan_actions(*, person: YoungPerson, former: Collection[UUID], worker: User) -> None:
    """Give the new case holder the open actions of former ones, in every version. Inside the action that passes it."""
    actions = PlanAction.objects.filter(version__plan__person=person, status=PlanAction.OPEN)
    actions.owed_by_user(*former).update(passed_to=worker)
