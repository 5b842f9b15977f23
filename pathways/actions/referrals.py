"""Giving parts of a plan to another service, and following what comes of it until it is over."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db.models import Model

from careleavers.actions.alerts import close_alerts, raise_alert
from careleavers.actions.base import Refused, action, record_event
from careleavers.actions.facts_changed import alerts_changed, facts_changed
from careleavers.actions.revisions import change, claim
from careleavers.actions.secret_links import MadeLink, end_links, make_link
from careleavers.models import Alert, FollowUp, User, YoungPerson
from careleavers.queries.managers import managers_on
from careleavers.rules.alert_kinds import ClosedBy
from careleavers.rules.secret_addresses import digest_of_code, new_code, new_secret
from careleavers.rules.words import day
from pathways.models import PlanReferral, PlanReferralLink, PlanReferralStep, PlanVersion
from pathways.queries.referrals import open_links
from pathways.rules.referrals import OPEN, ReferralState, SharingAgreement, SharingBasis, why_not_follow, why_not_shared


@action
def refer(*, by: User, version: PlanVersion, today: date, chase_on: date, **facts: Any) -> PlanReferral:
    """Write down what of a version is given to whom, why and on what basis. Whoever holds the case asks what became of
    it on `chase_on`. The same twice on a day is one. `facts` are fields of PlanReferral.

    Refused for a version that is not in force or holds none of the sections, and where nothing allows it.
    """
    if version.state != PlanVersion.AUTHORISED:
        raise Refused("Only an authorised plan is shared with others.")
    if wrong := why_not_shared(SharingBasis(facts["basis"]), SharingAgreement(facts["agreement"]), facts["why_anyway"]):
        raise Refused(wrong[1], field=wrong[0])
    if not set(facts["sections"]) <= set(version.matters.values_list("code", flat=True)):
        raise Refused("That is not in this version of the plan.", field="sections")
    _lock(version)
    if same := PlanReferral.objects.filter(version=version, made_on=today, recorded_by=by, **facts).first():
        return same
    referral = PlanReferral.objects.create(version=version, made_on=today, chase_on=chase_on, recorded_by=by, **facts)
    PlanReferralStep.objects.create(referral=referral, happened_on=today, state=ReferralState.WAITING, recorded_by=by)
    _ask_again(referral, today)
    record_event(
        "plan_referred",
        by=by,
        person=version.plan.person,
        on=referral,
        service=referral.service,
        basis=referral.basis,
        sections=referral.sections,
    )
    return referral


def _lock(row: Model) -> None:
    type(row)._default_manager.select_for_update(of=("self",), no_key=True).get(pk=row.pk)


def _ask_again(referral: PlanReferral, today: date) -> None:
    """Until it is over, whoever holds the case has it on Today with the day on which they ask."""
    person = referral.version.plan.person
    raise_alert(
        person=person,
        code=referral.code,
        cycle_started_on=referral.made_on,
        due_on=referral.chase_on,
        text=f"Ask what became of the referral to {referral.organisation}"[:200],
        because=f"Parts of the plan were given to them on {day(referral.made_on)}.",
        today=today,
        source="Local: a referral is followed until it is over",
        closed_by_kind=ClosedBy.REFERRAL,
    )
    alerts_changed(people=[person.pk], today=today)


@action
def follow_referral(
    *,
    by: User | None,
    referral: PlanReferral,
    revision: int | None,
    today: date,
    now: datetime,
    state: str,
    happened_on: date,
    text: str,
    chase_on: date | None,
) -> None:
    """What was learnt of it. While it is open it is asked about again on `chase_on`; once it is over its task ends and
    its links open nothing any more. Refused once it is over.
    """
    current = claim(referral, revision, {"state": state, "chase_on": chase_on})
    then = ReferralState(state)
    if refusal := why_not_follow(ReferralState(current.state), then):
        raise Refused(refusal, field="state")
    PlanReferralStep.objects.create(referral=current, happened_on=happened_on, state=then, text=text, recorded_by=by)
    change(referral, None, {"state": then.value, "chase_on": chase_on if then in OPEN else None})
    referral.refresh_from_db()
    if referral.is_open:
        _ask_again(referral, today)
    else:
        _end(referral, by, today, now)
    record_event(
        "plan_referral_followed", by=by, person=referral.version.plan.person, on=referral, state=referral.state
    )


@action
def answer_referral(
    *,
    by: User | None,
    referral: PlanReferral,
    revision: int | None,
    today: date,
    now: datetime,
    state: str,
    text: str,
    chase_on: date | None,
) -> None:
    """A colleague who answers for the service, or the service itself (None), says how it is.

    Whoever holds the case has it to read today; where nobody does, the managers nearest to their team. The same twice
    on a day is one. Refused once it is over.
    """
    if referral.steps.filter(happened_on=today, state=state, text=text, recorded_by=by).exists():
        return
    follow_referral(
        by=by,
        referral=referral,
        revision=revision,
        today=today,
        now=now,
        state=state,
        happened_on=today,
        text=text,
        chase_on=chase_on,
    )
    person = _person(referral)
    if reader := _who_reads(person, today):
        FollowUp.objects.create(
            person=person,
            text=f"Read what {referral.organisation} answered: {referral.get_state_display().lower()}"[:200],
            due_on=today,
            assigned_to=reader,
            recorded_by=by,
        )
        facts_changed(people=[person.pk], today=today)


@action
def answer_by_link(*, link: PlanReferralLink, now: datetime, **answer: Any) -> bool:
    """The other service answers by its link, as a colleague would (`answer_referral`). Whether the referral is still
    open. Refused where the link opens nothing any more.
    """
    opened = open_links(now).filter(pk=link.pk).first()
    if opened is None:
        raise Refused("This link does not open anything any more: answer by phone.")
    answer_referral(by=None, referral=opened.referral, now=now, **answer)
    record_event("plan_referral_link_answered", by=None, person=_person(opened.referral), on=opened)
    return opened.referral.is_open


def _who_reads(person: YoungPerson, today: date) -> User | None:
    if holder := person.on(today).case_holder:
        return holder.worker
    nearest = managers_on(today).nearest(person.team_id)
    return User.objects.filter(pk__in=nearest).order_by("sort_name").first()


def _end(referral: PlanReferral, by: User | None, today: date, now: datetime) -> None:
    person = referral.version.plan.person
    waiting = Alert.objects.filter(person=person, code=referral.code, closed_on=None)
    close_alerts(alerts=waiting, today=today, because="It is over")
    alerts_changed(people=[person.pk], today=today)
    _end_links(referral, by, now)


def _end_links(referral: PlanReferral, by: User | None, now: datetime) -> None:
    if end_links(referral.links.all(), now):
        record_event("plan_referral_link_ended", by=by, person=_person(referral), on=referral)


@action
def make_referral_link(*, by: User, referral: PlanReferral, now: datetime) -> MadeLink:
    """A new link for the other service, which ends the one before. Refused once the referral is over."""
    if not PlanReferral.objects.get(pk=referral.pk).is_open:
        raise Refused("It is over: there is nothing to share any more.")
    made = MadeLink(new_secret(), new_code())
    make_link(
        referral.links.all(),
        made.secret,
        to=referral,
        by=by,
        now=now,
        referral=referral,
        code_digest=digest_of_code(*made),
    )
    return made


@action(open_after_death="Whoever was given a link to it is to open nothing any more.")
def end_referral_links(*, by: User, referral: PlanReferral, now: datetime) -> None:
    """The other service opens it no longer."""
    _end_links(referral, by, now)


@action
def note_referral_saved(*, by: User | None = None, referral: PlanReferral) -> None:
    """Note that what is shared was made into a file, by one of us or (None) by whoever opened the link."""
    record_event("plan_referral_saved", by=by, person=_person(referral), on=referral)


def _person(referral: PlanReferral) -> YoungPerson:
    person: YoungPerson = referral.version.plan.person
    return person
