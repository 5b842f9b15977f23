"""Handing a plan in, taking it back, and having it authorised by somebody else or returned with a comment."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from careleavers.actions.alerts import close_alerts_of_kind, raise_alert, reopen_alerts
from careleavers.actions.base import Refused, action, record_event
from careleavers.actions.facts_changed import alerts_changed, facts_changed
from careleavers.models import Alert, Draft, PolicyValue, User
from careleavers.permissions import Permission
from careleavers.queries.managers import managers_on
from careleavers.queries.restricted import managers_without_sight
from careleavers.rules.alert_kinds import ClosedBy
from careleavers.rules.words import day
from pathways.actions.plan_next_steps import take_next_steps
from pathways.actions.plans import lock_for_writing, lock_version, new_promise_id
from pathways.models import PlanAction, PlanComment, PlanSignature, PlanVersion
from pathways.queries.plan_differences import says_nothing_new
from pathways.rules.matters import MATTERS, may_be_left_out

NOBODY_SIGNS_SECOND = (
    "Nobody could give the second signature: every other manager of this team and of those above it wrote in the "
    "plan, or cannot open this record. Ask the administrator to give another manager a role in the team."
)
SAME_WORDS = ": word for word the last one"
NOBODY_MAY_DECIDE = (
    "Nobody could decide on this plan: every manager of this team and of those above it wrote in it, or cannot open "
    "this record. Ask the administrator to give another manager a role in the team, then hand it in again."
)


def missing_parts(version: PlanVersion) -> list[str]:
    """What is still missing before a version can be handed in, each as a short phrase (CLR reg 6(3)).

    A slim plan may say nothing of most matters; of what it begins with it says the whole.
    """
    missing = []
    if not version.own_words.strip():
        missing.append("what they want, in their own words")
    written = {matter.code: matter for matter in version.matters.all()}
    for code, matter in MATTERS.items():
        if code not in written or (may_be_left_out(version.basis, code) and written[code].says_nothing):
            continue
        if not (written[code].needs.strip() and written[code].how_met.strip()):
            missing.append(matter.title)
    if not version.actions.exists():
        missing.append("at least one action, with who does it and by when")
    return missing


def typed_by(version: PlanVersion, by: User) -> dict[UUID, str]:
    """What this user typed in a version and has not saved: the id of each draft, and a short phrase that names it."""
    phrases = {version.pk: "what they want"}
    for matter in version.matters.all():
        phrases[matter.pk] = matter.title
        phrases[new_promise_id(matter)] = f"an action under {matter.title}"
    phrases |= {promised.pk: f"an action under {promised.matter_title}" for promised in version.actions.all()}
    mine = Draft.objects.filter(user=by, submission_id__in=phrases).values_list("submission_id", flat=True)
    return {pk: phrases[pk] for pk in mine}


@action
def submit_version(*, by: User, version: PlanVersion, today: date, now: datetime) -> None:
    """Hand a version in to be authorised by somebody else.

    The nearest managers who may decide are told: of the team, else of a team above it. Refused while something is
    missing, and where nobody may decide.
    """
    current = lock_for_writing(version, by)
    missing = missing_parts(current) + [f"{what}: typed and not saved" for what in typed_by(current, by).values()]
    if missing:
        raise Refused(f"Not ready yet: {'; '.join(missing)}.")
    not_for = users_who_may_not_decide(current, by, today)
    if not _somebody_decides(current, not_for, today):
        raise Refused(NOBODY_MAY_DECIDE)
    current.state, current.submitted_at, current.submitted_by = PlanVersion.SUBMITTED, now, by
    current.save(update_fields=["state", "submitted_at", "submitted_by"])
    person = current.plan.person
    close_alerts_of_kind(person=person, kind=ClosedBy.PLAN_RETURN, today=today, because="Handed in again")
    raise_alert(
        person=person,
        code=f"plan_to_authorise_{current.number}",
        cycle_started_on=today,
        due_on=today,
        text=f"A pathway plan waits for your decision{SAME_WORDS if says_nothing_new(current) else ''}",
        because=f"{by.name} handed it in on {day(today)}, and somebody who did not write in it decides.",
        today=today,
        source="Local: authorised by somebody other than its author",
        closed_by_kind=ClosedBy.PLAN_DECISION,
        to_managers_only=True,
        not_for=not_for,
    )
    alerts_changed(people=[person.pk], today=today)
    record_event("plan_submitted", by=by, person=person, on=current, number=current.number)


@action
def take_back_version(*, by: User, version: PlanVersion, today: date) -> None:
    """Write on in a version that was handed in, until it is decided. The request for a decision is withdrawn.

    One that had been returned with a comment is returned again, and its alert is reopened.
    """
    current = lock_version(version)
    if refusal := why_not_take_back(current):
        raise Refused(refusal)
    PlanSignature.objects.filter(version=current).delete()
    current.state = PlanVersion.RETURNED if current.return_comment else PlanVersion.DRAFT
    current.submitted_at = current.submitted_by = None
    current.save(update_fields=["state", "submitted_at", "submitted_by"])
    person = current.plan.person
    close_alerts_of_kind(person=person, kind=ClosedBy.PLAN_DECISION, today=today, because="Taken back by its writers")
    if current.state == PlanVersion.RETURNED:
        returned = Alert.objects.filter(person=person, code=f"plan_returned_{current.number}").order_by(
            "-cycle_started_on"
        )
        reopen_alerts(ids=[str(pk) for pk in returned.values_list("pk", flat=True)[:1]], today=today)
    alerts_changed(people=[person.pk], today=today)
    record_event("plan_taken_back", by=by, person=person, on=current, number=current.number)


def why_not_take_back(version: PlanVersion) -> str | None:
    """The sentence that says why this version cannot be taken back, or None."""
    if version.state == PlanVersion.AUTHORISED:
        return "This version is authorised already and cannot be taken back. Begin the next version instead."
    if version.state != PlanVersion.SUBMITTED:
        return "This version is being written: there is nothing to take back."
    return None


def users_who_may_not_decide(version: PlanVersion, by: User, today: date) -> set[UUID]:
    """Everybody who wrote in a version that `by` hands in."""
    return {by.pk} | version.authors


def _somebody_decides(version: PlanVersion, not_for: set[UUID], today: date) -> bool:
    """Whether any manager who may open the record is left."""
    person = version.plan.person
    excluding = not_for | managers_without_sight(person, today)
    return bool(managers_on(today).nearest(person.team_id, excluding=excluding))


def why_not_authorise(version: PlanVersion, by: User) -> str | None:
    """The sentence that says why this user cannot authorise or return this version now, or None."""
    if not by.may(Permission.AUTHORISE_PLAN):
        return "Your role does not let you authorise pathway plans. A manager can."
    if version.state == PlanVersion.AUTHORISED:
        return "This version is already authorised."
    if version.state != PlanVersion.SUBMITTED:
        return "This version is being written: it was not handed in, or was taken back."
    if by.pk in version.authors:
        return "You wrote in this plan, so somebody else must authorise it."
    signature = first_signature(version)
    if signature and signature.signed_by_id == by.pk:
        return "You signed it first, so somebody else must authorise it."
    return None


def first_signature(version: PlanVersion) -> PlanSignature | None:
    """The first of two signatures, if the version has it."""
    return PlanSignature.objects.filter(version=version).select_related("signed_by").first()


def _to_decide(version: PlanVersion, by: User, revision: int) -> PlanVersion:
    current = lock_version(version)
    if refusal := why_not_authorise(current, by):
        raise Refused(refusal)
    if current.revision != revision:
        raise Refused("The plan has changed since you opened it. Read it again, then decide.")
    return current


@action
def authorise_version(*, by: User, version: PlanVersion, revision: int, today: date, now: datetime) -> bool:
    """The plan is in force from today and its text is frozen. Actions carried on from the last version are now
    promised here, and what is to be done next is a follow-up of whoever does it.

    False where the authority asks for two signatures and this is the first: another manager is asked then.
    """
    current = _to_decide(version, by, revision)
    if PolicyValue.objects.in_force(today)["plan_signatures"] == "two" and first_signature(current) is None:
        _sign_first(current, by, today, now)
        return False
    current.state, current.authorised_at, current.authorised_by, current.authorised_on = (
        PlanVersion.AUTHORISED,
        now,
        by,
        today,
    )
    current.save(update_fields=["state", "authorised_at", "authorised_by", "authorised_on"])
    carried = PlanAction.objects.filter(carried_into__version=current, status=PlanAction.OPEN)
    carried.update(status=PlanAction.CARRIED)
    person = current.plan.person
    steps = take_next_steps(current, by, today)
    for kind in (ClosedBy.PLAN, ClosedBy.PLAN_DECISION):
        close_alerts_of_kind(person=person, kind=kind, today=today, because="Plan authorised")
    facts_changed(people=[person.pk], today=today)
    record_event("plan_authorised", by=by, person=person, on=current, number=current.number, next_steps=steps)
    return True


def _sign_first(current: PlanVersion, by: User, today: date, now: datetime) -> None:
    """The first of two signatures: the nearest managers who may give the second are asked for it."""
    person = current.plan.person
    not_for = users_who_may_not_decide(current, by, today)
    if not _somebody_decides(current, not_for, today):
        raise Refused(NOBODY_SIGNS_SECOND)
    signature = PlanSignature.objects.create(version=current, signed_by=by, signed_at=now)
    close_alerts_of_kind(person=person, kind=ClosedBy.PLAN_DECISION, today=today, because="Signed by the first of two")
    raise_alert(
        person=person,
        code=f"plan_second_signature_{current.number}",
        cycle_started_on=today,
        due_on=today,
        text="A pathway plan waits for its second signature",
        because=f"{by.name} signed it on {day(today)}, and a second manager decides.",
        today=today,
        source="Local: two signatures",
        closed_by_kind=ClosedBy.PLAN_DECISION,
        to_managers_only=True,
        not_for=not_for,
    )
    alerts_changed(people=[person.pk], today=today)
    record_event("plan_signed_first", by=by, person=person, on=signature, number=current.number)


@action
def return_version(
    *,
    by: User,
    version: PlanVersion,
    revision: int,
    today: date,
    now: datetime,
    comment: str,
    on_matters: Mapping[str, str] | None = None,
) -> None:
    """Give a version back to be changed, with a comment on the whole and, by the code of a matter, on its matters.
    Whoever handed it in gets an alert; a first signature does not count any more."""
    current = _to_decide(version, by, revision)
    PlanSignature.objects.filter(version=current).delete()
    PlanComment.objects.filter(version=current).delete()
    PlanComment.objects.bulk_create(
        [
            PlanComment(version=current, matter_code=code, text=text, recorded_by=by)
            for code, text in (on_matters or {}).items()
        ]
    )
    current.state, current.returned_at, current.returned_by = PlanVersion.RETURNED, now, by
    current.return_comment = comment
    current.save(update_fields=["state", "returned_at", "returned_by", "return_comment"])
    person = current.plan.person
    close_alerts_of_kind(
        person=person, kind=ClosedBy.PLAN_DECISION, today=today, because="Plan returned with a comment"
    )
    raise_alert(
        person=person,
        code=f"plan_returned_{current.number}",
        cycle_started_on=today,
        due_on=today,
        text="The plan came back with a comment",
        because=f"{by.name} returned version {current.number} on {day(today)}. The comment is on the plan’s page.",
        today=today,
        closed_by_kind=ClosedBy.PLAN_RETURN,
        also_for=current.submitted_by,
    )
    alerts_changed(people=[person.pk], today=today)
    record_event("plan_returned", by=by, person=person, on=current, number=current.number)
