"""What is theirs: the page of one person, one entitlement of it, and what has happened with each."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from careleavers.forms.contact_comments import VoidForm
from careleavers.models import YoungPerson
from careleavers.permissions import Permission
from careleavers.rules.words import amount
from careleavers.views.gates import current_user, fetch_person, policies_of, post_data, requires, today_of
from careleavers.views.record_page import may_change, record_context
from careleavers.views.submission import submit
from offers.actions import entitlement_events as actions
from offers.forms.passport import EntitlementEventForm, ExplainForm
from offers.models import EntitlementEvent
from offers.queries.passport import codes_of, contacts_to_explain_in, passport_of
from offers.rules.milestones import COUNCIL_TAX
from offers.rules.passport import PassportItem, PassportState

S = PassportState
# The parts of the page, in its order: what waits for somebody, what is to be explained, what came of the rest.
WAITING = (("Claimed, and not decided", S.CLAIMED),)
TO_EXPLAIN = (("items", "Not explained yet", S.AVAILABLE), ("perhaps", "Only if one more thing is so", S.ONLY_IF))
OTHERS = (
    ("Explained, and not claimed", S.TOLD),
    ("Granted", S.GRANTED),
    ("Refused", S.REFUSED),
    ("Used up", S.USED_UP),
)
FOLDED = (
    ("Not yet", S.NOT_YET),
    ("Over", S.EXPIRED),
    ("Not theirs", S.NOT_THEIRS),
    ("Not in force", S.NOT_COMMENCED),
)


@requires(Permission.VIEW_RECORD)
def page(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Everything that is theirs, was or will be; and a form to say what was explained, which needs LOG_CONTACT.

    `?contact=` chooses the contact in which it was.
    """
    person = fetch_person(request, person_id, page="passport")
    user, today = current_user(request), today_of(request)
    theirs = _by_state(passport_of(person, today, policies_of(request)))
    may_explain = user.may(Permission.LOG_CONTACT)
    form = ExplainForm(
        post_data(request) if may_explain else None,
        today=today,
        theirs=[*theirs[S.AVAILABLE], *theirs[S.TOLD]],
        only_if=theirs[S.ONLY_IF],
        contacts=contacts_to_explain_in(person, today) if may_explain else [],
        chosen=request.GET.get("contact", ""),
    )
    if may_explain and (
        done := submit(
            request,
            form,
            lambda: actions.explain_entitlements(by=user, person=person, today=today, **form.cleaned_data),
        )
    ):
        number = len(done.result)
        said = f"Saved: {amount(number, 'thing is', 'things are')} explained."
        messages.success(request, said if number else "That was written down already.")
        return redirect("offers:passport", person.pk)
    boxes = {name: form[name] for name, _, _ in TO_EXPLAIN if name in form.fields}
    context = record_context(
        request,
        person,
        form=form,
        waiting=[(title, theirs[state]) for title, state in WAITING],
        to_explain=[(boxes.get(name), title, theirs[state]) for name, title, state in TO_EXPLAIN],
        others=[(title, theirs[state]) for title, state in OTHERS],
        folded=[(title, theirs[state]) for title, state in FOLDED],
        may_read_notes=user.may(Permission.VIEW_FREE_TEXT),
    )
    context["may_explain"] = may_change(user, Permission.LOG_CONTACT, context["closed"])
    return render(request, "offers/passport/page.html", context)


def _by_state(items: Sequence[PassportItem]) -> dict[PassportState, list[PassportItem]]:
    return {state: [each for each in items if each.state == state] for state in PassportState}


@requires(Permission.VIEW_RECORD)
def item(request: HttpRequest, person_id: UUID, item: str) -> HttpResponse:
    """One entitlement: why it is so, what has happened with it, and, with EDIT_RECORD, a form for what happens next."""
    person = fetch_person(request, person_id, page="passport_item")
    user, today = current_user(request), today_of(request)
    events = _events(person, codes_of(item, today))
    found = next((each for each in passport_of(person, today, policies_of(request)) if each.code == item), None)
    if found is None and not events:
        raise Http404
    may_write = user.may(Permission.EDIT_RECORD) and found is not None
    form = EntitlementEventForm(post_data(request) if may_write else None, today=today)
    if may_write and submit(
        request,
        form,
        lambda: actions.write_entitlement_event(by=user, person=person, item=item, today=today, **form.cleaned_data),
    ):
        messages.success(request, "Saved.")
        return redirect("offers:passport_item", person.pk, item)
    context = record_context(
        request,
        person,
        form=form,
        item=found,
        name=found.name if found else events[0].item_name,
        events=[(event, actions.why_not_void(event, user) is None) for event in events],
        may_read_notes=user.may(Permission.VIEW_FREE_TEXT),
    )
    context["may_write"] = may_write and may_change(user, Permission.EDIT_RECORD, context["closed"])
    may_ask = may_change(user, Permission.REQUEST_MONEY, context["closed"])
    context["may_ask"] = may_ask and found is not None and bool(found.left)
    context["may_ask_letter"] = item == COUNCIL_TAX.code and user.may(Permission.LOG_CONTACT)
    return render(request, "offers/passport/item.html", context)


@requires(Permission.EDIT_RECORD)
def void(request: HttpRequest, person_id: UUID, event_id: UUID) -> HttpResponse:
    """Ask why; then keep it where nothing counts it."""
    person = fetch_person(request, person_id, page="entitlement_void")
    event = get_object_or_404(person.entitlement_events, pk=event_id)
    form = VoidForm(post_data(request))
    if submit(
        request,
        form,
        lambda: actions.void_entitlement_event(
            by=current_user(request), event=event, today=today_of(request), now=timezone.now(), **form.cleaned_data
        ),
    ):
        messages.success(request, "It is void: it can be read, and counts nowhere.")
        return redirect("offers:passport_item", person.pk, event.item)
    context = record_context(request, person, form=form, event=event)
    return render(request, "offers/passport/void.html", context)


def _events(person: YoungPerson, codes: Sequence[str]) -> list[EntitlementEvent]:
    """Everything that was written about one entitlement, void or not, the newest first."""
    rows = person.entitlement_events.filter(item__in=codes)
    return list(rows.select_related("recorded_by", "contact__worker", "voided_by"))
