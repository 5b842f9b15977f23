"""Money asked for, and decided on by somebody else: up to the limits, the allowance and the budget."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from careleavers.actions.base import Refused, action, record_event, refused_on
from careleavers.actions.lifetimes import EARLIER, why_not_in_life
from careleavers.actions.locks import lock_people
from careleavers.actions.revisions import claim_unchanged
from careleavers.models import PolicyValue, User, YoungPerson
from careleavers.permissions import Permission
from careleavers.rules.words import day
from offers.actions.entitlement_events import item_today, why_not_claim, write_of_request
from offers.actions.money_alerts import update_claim_alerts, update_money_alerts
from offers.models import CandidacyStep, MoneyBudget, MoneyRequest
from offers.queries.money import committed, limits_of
from offers.rules.money import APPROVER_WORDS, Approver, RequestState, financial_year, why_over_budget
from offers.rules.passport import EventKind, PassportState

DECIDED = "Somebody has decided on this request already."
OWN = "You asked for this yourself: somebody else decides on it."
PERMISSION_OF = {
    Approver.ADVISER: Permission.REQUEST_MONEY,
    Approver.MANAGER: Permission.APPROVE_MONEY,
    Approver.PANEL: Permission.DECIDE_FOR_PANEL,
}


@action
def ask_for_money(
    *,
    by: User,
    person: YoungPerson,
    asked_on: date,
    category: str,
    amount: Decimal,
    what_for: str,
    payee: str,
    method: str,
    item: str = "",
    reason: str = "",
    work_step: CandidacyStep | None = None,
    today: date,
) -> MoneyRequest:
    """A request, which waits for somebody else. For an item of theirs it is a claim of it.

    Refused for a day that has not come or outside their life, for an item that is not theirs, for more than is left of
    it, and a second time while the same thing for the same amount waits.
    """
    if asked_on > today:
        raise Refused(f"{day(asked_on)} has not come yet: give the day on which it was asked for.", field="asked_on")
    if refusal := why_not_in_life(person, asked_on, EARLIER):
        raise Refused(refusal, field="asked_on")
    lock_people([person.pk])
    waiting = person.money_requests.filter(state=RequestState.WAITING)
    if waiting.filter(what_for=what_for, amount=amount, payee=payee, item=item).exists():
        raise Refused("The same thing was asked for and waits already: look at it on the page before.")
    known = item_today(person, item, asked_on, today) if item else None
    if known:
        with refused_on("item"):
            if refusal := why_not_claim(known, asked_on):
                raise Refused(refusal)
        _refuse_more_than_is_left(person, item, amount, today)
    request = MoneyRequest.objects.create(
        person=person,
        category=category,
        item=item,
        item_name=known.name if known else "",
        amount=amount,
        what_for=what_for,
        reason=reason,
        payee=payee,
        method=method,
        asked_on=asked_on,
        asked_by=by,
        recorded_by=by,
        work_step=work_step,
    )
    if known and known.state != PassportState.CLAIMED:
        write_of_request(by=by, request=request, kind=EventKind.CLAIMED, happened_on=asked_on)
    elif known:
        update_claim_alerts(person=person, today=today)
    record_event("money_asked_for", by=by, person=person, on=request, category=category, item=item)
    update_money_alerts(person=person, today=today)
    return request


@action
def approve_request(
    *, by: User, request: MoneyRequest, amount: Decimal, decided_on: date, revision: int | None = None, today: date
) -> None:
    """Approve the amount, or less. What a panel decided is written down by whoever may.

    Refused for one's own request, above one's limit, for more than was asked for or is left of the allowance or of the
    budget of the year, and where it was decided on already. Two who approve at once take turns: by the person, whose
    allowance it is, and by the budget.
    """
    current = _to_decide(by, request, revision, decided_on, today)
    approver = limits_of(PolicyValue.objects.in_force(today)).approver_of(amount)
    if refusal := why_not_approve(by, current, approver):
        raise Refused(refusal)
    if amount > current.amount:
        raise Refused(f"£{current.amount:,.2f} was asked for: approve that or less.", field="amount")
    if amount < current.amount and current.plan_or_none:
        raise Refused(
            "It is paid in equal parts: approve the whole, or refuse it and say what to ask for.", field="amount"
        )
    if current.item:
        _refuse_more_than_is_left(current.person, current.item, amount, today)
    _refuse_over_budget(current.category, financial_year(decided_on), amount)
    current.state, current.approved_amount = RequestState.APPROVED.value, amount
    current.decided_on, current.decided_by, current.decided_as = decided_on, by, approver.value
    current.save(update_fields=["state", "approved_amount", "decided_on", "decided_by", "decided_as"])
    if current.item:
        write_of_request(by=by, request=current, kind=EventKind.GRANTED, happened_on=decided_on, amount=amount)
    record_event("money_approved", by=by, person=current.person, on=current, decided_as=approver.name.lower())
    update_money_alerts(person=current.person, today=today)


@action
def refuse_request(
    *,
    by: User,
    request: MoneyRequest,
    refused_because: str,
    challenge: str,
    decided_on: date,
    revision: int | None = None,
    today: date,
) -> None:
    """Refuse it, with the reason and how to challenge it; their personal adviser is to tell them. Whoever may approve
    the whole of it may refuse it, except who asked for it."""
    current = _to_decide(by, request, revision, decided_on, today)
    approver = limits_of(PolicyValue.objects.in_force(today)).approver_of(current.amount)
    if refusal := why_not_approve(by, current, approver):
        raise Refused(refusal)
    current.state, current.refused_because, current.challenge = RequestState.REFUSED.value, refused_because, challenge
    current.decided_on, current.decided_by, current.decided_as = decided_on, by, approver.value
    current.save(update_fields=["state", "refused_because", "challenge", "decided_on", "decided_by", "decided_as"])
    if current.item:
        told = {"reason": refused_because, "challenge": challenge}
        write_of_request(by=by, request=current, kind=EventKind.REFUSED, happened_on=decided_on, **told)
    record_event("money_refused", by=by, person=current.person, on=current)
    update_money_alerts(person=current.person, today=today)


@action
def withdraw_request(*, by: User, request: MoneyRequest, revision: int | None = None, today: date) -> None:
    """It is not needed any more. Refused once it was decided on."""
    lock_people([request.person_id])
    current = claim_unchanged(request, revision)
    if current.state != RequestState.WAITING:
        raise Refused(DECIDED)
    current.state = RequestState.WITHDRAWN.value
    current.save(update_fields=["state"])
    if current.item:
        write_of_request(by=by, request=current, kind=EventKind.WITHDRAWN, happened_on=today)
    record_event("money_withdrawn", by=by, person=current.person, on=current)
    update_money_alerts(person=current.person, today=today)


@action
def tell_refusal(*, by: User, request: MoneyRequest, revision: int | None = None, today: date) -> None:
    """They were told why it was refused and how to challenge it."""
    current = claim_unchanged(request, revision)
    if current.state != RequestState.REFUSED or current.refusal_told_on:
        raise Refused("There is nothing more to tell them of this request.")
    current.refusal_told_on = today
    current.save(update_fields=["refusal_told_on"])
    record_event("money_refusal_told", by=by, person=current.person, on=current)
    update_money_alerts(person=current.person, today=today)


def why_not_approve(by: User, request: MoneyRequest, approver: Approver) -> str | None:
    """The sentence that says why this user cannot decide on the request, for which `approver` is needed; or None."""
    if request.state != RequestState.WAITING:
        return DECIDED
    if request.asked_by_id == by.pk:
        return OWN
    allowed = [level for level, permission in PERMISSION_OF.items() if by.may(permission)]
    if not allowed or max(allowed) < approver:
        return f"So much is for {APPROVER_WORDS[approver]} to decide."
    return None


def _to_decide(by: User, request: MoneyRequest, revision: int | None, decided_on: date, today: date) -> MoneyRequest:
    """The request, locked with the person's other ones. Refused for a day that cannot be that of the decision."""
    lock_people([request.person_id])
    current = claim_unchanged(request, revision)
    if decided_on > today:
        raise Refused(f"{day(decided_on)} has not come yet: give the day of the decision.", field="decided_on")
    if decided_on < current.asked_on:
        raise Refused(f"It was asked for on {day(current.asked_on)}: give that day or a later one.", field="decided_on")
    return current


def _refuse_more_than_is_left(person: YoungPerson, item: str, amount: Decimal, today: date) -> None:
    now = item_today(person, item, today, today)
    if now.left is not None and amount > now.left:
        raise Refused(f"Of “{now.name}” £{now.left:,} is left: that is less than £{amount:,.2f}.", field="amount")


def _refuse_over_budget(category: str, year: int, amount: Decimal) -> None:
    """Approvals that are paid from one budget take turns, so that together they cannot take more than there is."""
    budget = MoneyBudget.objects.select_for_update().filter(category=category, year=year).first()
    taken = committed(category, year) if budget else Decimal(0)
    if refusal := why_over_budget(budget.amount if budget else None, taken, amount, year):
        raise Refused(refusal, field="amount")
