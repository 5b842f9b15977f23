"""Why somebody has the legal status they have: the whole timeline, the rules behind it, and what is open in it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from careleavers.actions import reads
from careleavers.actions.statuses import decide_point
from careleavers.forms.care import DecideForm
from careleavers.forms.seen import InForce
from careleavers.models import StatusDecision, StatusPeriod, YoungPerson
from careleavers.permissions import Permission
from careleavers.queries import open_points
from careleavers.queries.statuses import (
    StatusInputs,
    decision_sentence,
    outcome_of,
    status_inputs_of,
    status_settings_from,
)
from careleavers.rules import law
from careleavers.rules.bad_input import BadInput
from careleavers.rules.code_labels import outcome_words, status_words
from careleavers.rules.dates import ONE_DAY
from careleavers.rules.words import day
from careleavers.views.gates import current_user, fetch_person, policies_of, post_data, requires, today_of
from careleavers.views.record_form import record_form
from careleavers.views.record_page import may_change, record_context

PER_PAGE = 50


@requires(Permission.DECIDE_STATUS)
@require_safe
def points_to_decide(request: HttpRequest) -> HttpResponse:
    """Every open point of law that waits for a decision, of the people the user may see."""
    user, today = current_user(request), today_of(request)
    found = open_points.points_to_decide(YoungPerson.objects.visible_to(user), today)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    reads.note_search(by=user, page="points_to_decide", detail="Points of law", people_shown=len(page.object_list))
    return render(request, "careleavers/statuses/to_decide.html", {"page": page, "today": today})


@requires(Permission.VIEW_RECORD)
@require_safe
def why(request: HttpRequest, person_id: UUID) -> HttpResponse:
    person = fetch_person(request, person_id, page="status_why")
    user, today = current_user(request), today_of(request)
    rows = list(person.status_periods.all())
    [known] = status_inputs_of([person.pk])
    settings = status_settings_from(policies_of(request))
    decided = known.decided(settings)
    context = record_context(
        request,
        person,
        periods=[_period_row(row, today) for row in rows],
        next_change=next((_period_row(row, today) for row in rows if row.starts_on > today), None),
        points=sorted(open_points.points_of(rows, decided), key=lambda point: point.decision is not None),
        former_decisions=[
            (one, outcome_words(outcome_of(one.outcome))) for one in known.decisions if one not in decided.values()
        ],
        may_read_notes=user.may(Permission.VIEW_FREE_TEXT),
        **_grounds_today(known, settings, decided, today),
    )
    context["may_decide"] = may_change(user, Permission.DECIDE_STATUS, context["closed"])
    return render(request, "careleavers/statuses/why.html", context)


def _period_row(row: StatusPeriod, today: date) -> dict[str, Any]:
    return {
        "row": row,
        "words": status_words(row.status, row.band, returned_home=row.returned_home),
        "holds": row.starts_on <= today and (row.ends_on is None or row.ends_on > today),
        "last_day": row.ends_on - ONE_DAY if row.ends_on else None,
        "undecided": any(not flag["decided"] for flag in row.flags),
        "is_past": row.ends_on is not None and row.ends_on <= today,
    }


def _grounds_today(
    known: StatusInputs, settings: law.StatusSettings, decided: Mapping[str, StatusDecision], today: date
) -> dict[str, Any]:
    """What the status of today rests on, and the days of care counted; none when the history cannot be.

    Where a decision holds today it is the reason, and the rules' own working is set aside as `without_decision`.
    """
    try:
        period = law.status_on(known.timeline(settings), today)
        days = law.care_days(known.date_of_birth, known.episodes, today, known.facts, settings)
    except BadInput:
        return {"reasons": [], "without_decision": [], "care_days": None}
    decisions = [
        {"text": decision_sentence(decided[flag.code]), "source": flag.source, "met": True}
        for flag in period.flags
        if flag.code in decided
    ]
    return {
        "reasons": decisions or period.because,
        "without_decision": period.because if decisions else [],
        "care_days": days,
    }


@requires(Permission.DECIDE_STATUS)
def decide(request: HttpRequest, person_id: UUID, code: str) -> HttpResponse:
    person = fetch_person(request, person_id, page="status_decide")
    points = open_points.points_of(person.status_periods.all(), {})
    point = next((each for each in points if each.code == code), None)
    if point is None:
        raise Http404
    user, today = current_user(request), today_of(request)
    form = DecideForm(post_data(request), outcomes=list(point.outcomes), in_force=_in_force(person, code))
    return record_form(
        request,
        person,
        form,
        lambda: decide_point(by=user, person=person, code=code, today=today, **form.cleaned_data),
        title="Decide an open point",
        button="Decide",
        success="Decided. It opens again if the facts behind it change.",
        back="status_why",
        template="careleavers/statuses/decide.html",
        point=point,
    )


def _in_force(person: YoungPerson, code: str) -> InForce:
    """What was decided last on this point."""
    latest = person.status_decisions.filter(flag=code).select_related("recorded_by").first()
    if latest is None:
        return InForce()
    who = latest.recorded_by.name if latest.recorded_by else "Somebody else"
    return InForce(str(latest.pk), f"{who} decided this on {day(latest.decided_on)}: {latest.reason}")
