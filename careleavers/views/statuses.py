"""Why somebody has the legal status they have: the whole timeline, the rules behind it, and what is open in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from careleavers.actions.statuses import decide_point
from careleavers.forms.care import DecideForm
from careleavers.models import StatusDecision, StatusPeriod, YoungPerson
from careleavers.permissions import Permission
from careleavers.queries.statuses import StatusInputs, outcome_of, status_inputs_of, status_settings_from
from careleavers.rules import law
from careleavers.rules.bad_input import BadInput
from careleavers.rules.code_labels import outcome_words, status_words
from careleavers.views.gates import current_user, fetch_person, policies_of, post_data, requires, today_of
from careleavers.views.record_form import record_form
from careleavers.views.record_page import record_context


@dataclass(frozen=True)
class OpenPoint:
    """An open point of law, with every outcome, and the decision on it, if any that was made on these facts."""

    code: str
    text: str
    source: str
    outcomes: list[law.FlagOutcome]
    decision: StatusDecision | None

    @property
    def outcomes_in_words(self) -> list[str]:
        return [outcome_words(each) for each in self.outcomes]

    @property
    def decided_in_words(self) -> str:
        return outcome_words(outcome_of(self.decision.outcome)) if self.decision else ""


@requires(Permission.VIEW_RECORD)
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
        points=_points(rows, decided),
        former_decisions=[
            (one, outcome_words(outcome_of(one.outcome))) for one in known.decisions if one not in decided.values()
        ],
        may_decide=user.may(Permission.DECIDE_STATUS),
        may_read_notes=user.may(Permission.VIEW_FREE_TEXT),
        **_grounds_today(person, known, settings, today),
    )
    return render(request, "careleavers/statuses/why.html", context)


def _period_row(row: StatusPeriod, today: date) -> dict[str, Any]:
    return {
        "row": row,
        "words": status_words(row.status, row.band, returned_home=row.returned_home),
        "holds": row.starts_on <= today and (row.ends_on is None or row.ends_on > today),
        "is_past": row.ends_on is not None and row.ends_on <= today,
    }


def _grounds_today(
    person: YoungPerson, known: StatusInputs, settings: law.StatusSettings, today: date
) -> dict[str, Any]:
    """The rules as they were looked at for today, and the days of care counted; none when the history cannot be."""
    try:
        period = law.status_on(known.timeline(settings), today)
        days = law.care_days(known.date_of_birth, known.episodes, today, known.facts, settings)
    except BadInput:
        return {"reasons": [], "care_days": None}
    return {"reasons": period.because, "care_days": days}


def _points(rows: list[StatusPeriod], decided: dict[str, StatusDecision]) -> list[OpenPoint]:
    """Every open point of the timeline once, the first first."""
    points: dict[tuple[str, str], OpenPoint] = {}
    for row in rows:
        for flag in row.flags:
            key = (flag["code"], flag["from"])
            points.setdefault(
                key,
                OpenPoint(
                    flag["code"],
                    flag["text"],
                    flag["source"],
                    [outcome_of(row) for row in flag["outcomes"]],
                    decided.get(flag["code"]),
                ),
            )
    return list(points.values())


@requires(Permission.DECIDE_STATUS)
def decide(request: HttpRequest, person_id: UUID, code: str) -> HttpResponse:
    person = fetch_person(request, person_id, page="status_decide")
    point = next((each for each in _points(list(person.status_periods.all()), {}) if each.code == code), None)
    if point is None:
        raise Http404
    user, today = current_user(request), today_of(request)
    form = DecideForm(post_data(request), outcomes=point.outcomes)
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
