"""Writing a pathway plan, handing it in, and having it authorised by somebody else."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db.models import F

from careleavers.actions.alerts import answer_alerts, raise_alert
from careleavers.actions.base import Refused, action, record
from careleavers.models import AlertRecipient, User, YoungPerson
from careleavers.models.base import on_day
from careleavers.permissions import Permission
from careleavers.words import day
from pathways.actions.reconcile import reconcile_people
from pathways.matters import MATTERS, Basis, matters_of
from pathways.models import PathwayPlan, PlanAction, PlanMatter, PlanVersion

BASIS_OF_STATUS = {"eligible_child": Basis.ELIGIBLE}
BASIS_OF_BAND = {"21-24 education": Basis.EDUCATION, "25 and over, education": Basis.EDUCATION}
PROMISE = ("matter_code", "what", "owed_by", "owner", "by_when", "how_we_know")


class Stale(Exception):
    """Somebody else saved since: carries the row as it stands now, so that nobody's words are lost."""

    def __init__(self, theirs: PlanMatter | PlanVersion) -> None:
        super().__init__("Somebody else saved this while you were writing.")
        self.theirs = theirs


def basis_for(person: YoungPerson, today: date) -> Basis:
    """The duty a plan is made under on a day, from the legal status; where that is not worked out, the full one."""
    period = person.status_periods.filter(on_day(today)).first()
    if period is None:
        return Basis.FULL
    return BASIS_OF_BAND.get(period.band) or BASIS_OF_STATUS.get(period.status, Basis.FULL)


@action
def start_version(*, by: User, person: YoungPerson, today: date) -> PlanVersion:
    """Begin a version with what the last one says, and what it promised and has not kept. One at a time is written:
    where there is one already, it is returned."""
    if person.died_on:
        raise Refused(f"{person.short_name} died on {day(person.died_on)}: no plan can be begun.")
    plan, _ = PathwayPlan.objects.get_or_create(person=person, defaults={"recorded_by": by})
    PathwayPlan.objects.select_for_update().get(pk=plan.pk)
    if being_written := plan.versions.being_written().first():
        return being_written
    last = plan.versions.authorised().first()
    version = PlanVersion.objects.create(
        plan=plan,
        number=last.number + 1 if last else 1,
        basis=basis_for(person, today),
        written_by=by,
        recorded_by=by,
        author_ids=[by.pk],
        own_words=last.own_words if last else "",
        not_agreed=last.not_agreed if last else "",
        views_of_others=last.views_of_others if last else "",
    )
    _copy_matters(version, last, arrived_alone=person.is_unaccompanied)
    _copy_promises(version, by)
    record("plan_version_started", by=by, person=person, on=version, number=version.number, basis=version.basis)
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
            )
            for matter in matters_of(Basis(version.basis), arrived_alone=arrived_alone)
        ]
    )


def _copy_promises(version: PlanVersion, by: User) -> None:
    codes = set(version.matters.values_list("code", flat=True))
    promised = PlanAction.objects.promised().filter(version__plan=version.plan_id, carried_into__isnull=True)
    PlanAction.objects.bulk_create(
        [
            PlanAction(
                version=version,
                recorded_by=by,
                carried_from=promise,
                **{name: getattr(promise, name) for name in PROMISE},
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
        return "This version waits to be authorised. It can be changed again once it is returned."
    return None


def _held(version: PlanVersion, by: User) -> PlanVersion:
    """The version, locked, with `by` among its authors. Refused when it cannot be written in."""
    held = PlanVersion.objects.select_for_update(of=("self",)).select_related("plan__person").get(pk=version.pk)
    if refusal := why_not_write(held):
        raise Refused(refusal)
    if by.pk not in held.author_ids:
        held.author_ids = [*held.author_ids, by.pk]
        held.save(update_fields=["author_ids"])
    return held


@action
def write_matter(*, by: User, matter: PlanMatter, rev: int, **texts: str) -> None:
    """Save one matter as it was written from revision `rev`. Stale when somebody else saved it since."""
    version = _held(matter.version, by)
    saved = PlanMatter.objects.filter(pk=matter.pk, rev=rev).update(**texts, rev=F("rev") + 1)
    if not saved:
        raise Stale(PlanMatter.objects.get(pk=matter.pk))
    record("plan_matter_written", by=by, person=version.plan.person, on=matter, code=matter.code)


@action
def write_words(*, by: User, version: PlanVersion, rev: int, **texts: str) -> None:
    """Save what the young person and others say of the whole. Stale when somebody else saved it since."""
    held = _held(version, by)
    if held.rev != rev:
        raise Stale(held)
    PlanVersion.objects.filter(pk=held.pk).update(**texts, rev=rev + 1)
    record("plan_words_written", by=by, person=held.plan.person, on=held)


@action
def promise(*, by: User, version: PlanVersion, **facts: Any) -> PlanAction:
    """Put an action into a version that is being written. `facts` are its fields of PROMISE."""
    held = _held(version, by)
    added = PlanAction.objects.create(version=held, recorded_by=by, **facts)
    record("plan_action_added", by=by, person=held.plan.person, on=added, owed_by=added.owed_by, by_when=added.by_when)
    return added


@action
def change_promise(*, by: User, promised: PlanAction, **facts: Any) -> None:
    """Put other words, another day or another owner to an action of a version that is being written."""
    held = _held(promised.version, by)
    for name, value in facts.items():
        setattr(promised, name, value)
    promised.save(update_fields=list(facts))
    record("plan_action_changed", by=by, person=held.plan.person, on=promised, by_when=promised.by_when)


@action
def remove_promise(*, by: User, promised: PlanAction) -> None:
    """Take an action out of a version that is being written. One that was promised before still stands there."""
    held = _held(promised.version, by)
    record("plan_action_removed", by=by, person=held.plan.person, on=promised)
    promised.delete()


@action
def record_outcome(
    *, by: User, promised: PlanAction, today: date, status: str, done_on: date | None, outcome: str
) -> None:
    """Write down what became of a promise: done on a day, changed with agreement, or not done, and why."""
    held = (
        PlanAction.objects.select_for_update(of=("self",)).select_related("version__plan__person").get(pk=promised.pk)
    )
    if refusal := why_not_record_outcome(held, status, done_on, outcome, today):
        raise Refused(refusal)
    told = {"status": status, "done_on": done_on if status == PlanAction.DONE else None, "outcome": outcome}
    PlanAction.objects.filter(pk=held.pk).update(**told)
    PlanAction.objects.filter(carried_from=held, status=PlanAction.OPEN).update(**told)
    person = held.version.plan.person
    record("plan_action_outcome", by=by, person=person, on=promised, status=status, done_on=done_on)


def why_not_record_outcome(
    promised: PlanAction, status: str, done_on: date | None, outcome: str, today: date
) -> str | None:
    """The sentence that says why this outcome cannot be recorded, or None."""
    if promised.version.state != PlanVersion.AUTHORISED:
        return "This is not promised until the plan is authorised. Change it in the plan instead."
    if promised.status != PlanAction.OPEN:
        return "What became of this is already recorded."
    if status == PlanAction.DONE and done_on is None:
        return "Give the day on which it was done."
    if done_on and done_on > today:
        return "The day on which it was done cannot be in the future."
    if status != PlanAction.DONE and not outcome:
        return "Say what happened, in a sentence that they may read."
    return None


def incomplete(version: PlanVersion) -> list[str]:
    """What is still missing before a version can be handed in, each as a short phrase (CLR reg 6(3))."""
    missing = []
    if not version.own_words.strip():
        missing.append("what they want, in their own words")
    written = {matter.code: matter for matter in version.matters.all()}
    for code, matter in MATTERS.items():
        if code in written and not (written[code].needs.strip() and written[code].how_met.strip()):
            missing.append(matter.title)
    if not version.actions.exists():
        missing.append("at least one action, with who does it and by when")
    return missing


@action
def submit_version(*, by: User, version: PlanVersion, today: date, now: datetime) -> None:
    """Hand a version in to be authorised by somebody else. Refused while something is missing."""
    held = _held(version, by)
    if missing := incomplete(held):
        raise Refused(f"Not ready yet: {'; '.join(missing)}.")
    held.state, held.submitted_at, held.submitted_by = PlanVersion.SUBMITTED, now, by
    held.rev += 1
    held.save(update_fields=["state", "submitted_at", "submitted_by", "rev"])
    person = held.plan.person
    answer_alerts(person=person, by_kind="plan_return", today=today, because="Handed in again")
    raise_alert(
        person=person,
        code=f"plan_to_authorise_{held.number}",
        cycle_started_on=today,
        due_on=today,
        text="A pathway plan waits for your decision",
        today=today,
        source="Local: authorised by somebody other than its author",
        answered_by="plan_decision",
        to_managers_only=True,
    )
    record("plan_submitted", by=by, person=person, on=held, number=held.number)


def why_not_authorise(version: PlanVersion, by: User) -> str | None:
    """The sentence that says why this user cannot authorise or return this version now, or None."""
    if not by.may(Permission.AUTHORISE_PLAN):
        return "Your role does not let you authorise pathway plans. A manager can."
    if version.state == PlanVersion.AUTHORISED:
        return "This version is already authorised."
    if version.state != PlanVersion.SUBMITTED:
        return "This version has not been handed in yet."
    if by.pk in (version.written_by_id, version.submitted_by_id, *version.author_ids):
        return "You wrote in this plan, so somebody else must authorise it."
    return None


def _to_decide(version: PlanVersion, by: User, rev: int) -> PlanVersion:
    held = PlanVersion.objects.select_for_update(of=("self",)).select_related("plan__person").get(pk=version.pk)
    if refusal := why_not_authorise(held, by):
        raise Refused(refusal)
    if held.rev != rev:
        raise Refused("The plan has changed since you opened it. Read it again, then decide.")
    return held


@action
def authorise_version(*, by: User, version: PlanVersion, rev: int, today: date, now: datetime) -> None:
    """The plan holds from today and its words are frozen. What it carries on from the last one is promised here now."""
    held = _to_decide(version, by, rev)
    held.state, held.authorised_at, held.authorised_by, held.authorised_on = PlanVersion.AUTHORISED, now, by, today
    held.save(update_fields=["state", "authorised_at", "authorised_by", "authorised_on"])
    carried = PlanAction.objects.filter(carried_into__version=held, status=PlanAction.OPEN)
    carried.update(status=PlanAction.CARRIED)
    person = held.plan.person
    for kind in ("plan", "plan_decision"):
        answer_alerts(person=person, by_kind=kind, today=today, because="Plan authorised")
    reconcile_people(by=by, ids=[person.pk], today=today)
    record("plan_authorised", by=by, person=person, on=held, number=held.number)


@action
def return_version(*, by: User, version: PlanVersion, rev: int, today: date, now: datetime, comment: str) -> None:
    """Give a version back to be changed, with a comment. Whoever handed it in is told."""
    held = _to_decide(version, by, rev)
    held.state, held.returned_at, held.returned_by = PlanVersion.RETURNED, now, by
    held.return_comment = comment
    held.save(update_fields=["state", "returned_at", "returned_by", "return_comment"])
    person = held.plan.person
    answer_alerts(person=person, by_kind="plan_decision", today=today, because="Plan returned with a comment")
    alert = raise_alert(
        person=person,
        code=f"plan_returned_{held.number}",
        cycle_started_on=today,
        due_on=today,
        text="The plan came back with a comment",
        today=today,
        answered_by="plan_return",
    )
    if held.submitted_by:
        AlertRecipient.objects.get_or_create(alert=alert, user=held.submitted_by, told_as=AlertRecipient.CASE_HOLDER)
    record("plan_returned", by=by, person=person, on=held, number=held.number)
