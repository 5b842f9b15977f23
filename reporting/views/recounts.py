"""Counting quarters and months again: what would change and for whom, then the change itself with its reason."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from operator import itemgetter
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from careleavers.models import YoungPerson
from careleavers.permissions import Permission
from careleavers.rules import words
from careleavers.views.gates import current_user, post_data, requires, today_of
from reporting.actions.periods import freeze_period
from reporting.forms.periods import PeriodsForm, RecountForm
from reporting.models import FrozenPeriod
from reporting.queries.frozen import PersonChange, Recount, recount
from reporting.queries.frozen_happenings import HappeningChange
from reporting.rules import periods
from reporting.views.names import note_names

MONTHS = 12  # that can be chosen though they were not frozen


def periods_to_choose(today: date) -> list[date]:
    """What is frozen, the quarters of five years, and the months of one that are over; the latest first."""
    frozen = FrozenPeriod.objects.values_list("ends_on", flat=True)
    quarters = periods.last_ends(today, periods.TREND_QUARTERS)
    return sorted({*frozen, *quarters, *periods.last_ends(today, MONTHS, periods.MONTH)}, reverse=True)


@requires(Permission.FREEZE_FIGURES)
def recount_periods(request: HttpRequest) -> HttpResponse:
    """Show what counting the chosen quarters again would change; sent with a reason, do it."""
    user, today = current_user(request), today_of(request)
    chosen = PeriodsForm(request.GET if request.GET else None, periods=periods_to_choose(today))
    if not chosen.is_valid():
        return render(request, "reporting/recount_choose.html", {"form": chosen})
    days = sorted(chosen.cleaned_data["period"], reverse=True)
    form = RecountForm(post_data(request))
    if request.method == "POST" and form.is_valid():
        for ends_on in days:
            changed = freeze_period(by=user, ends_on=ends_on, today=today, reason=form.cleaned_data["reason"])
            messages.success(request, f"{periods.period_name(ends_on)}: {_done(changed)}")
        return redirect("reporting:quarters")
    recounts = [recount(ends_on, today) for ends_on in days]
    seen = names_of(request, {person for each in recounts for person in each.everybody})
    title = words.listing(periods.period_name(day) for day in days)
    note_names(request, "recount", f"What a recount changes, {title}", len(seen))
    context = {
        "form": form,
        "title": title,
        "recounts": [_in_words(each, seen) for each in recounts],
        "would_change": any(each.figures or each.happenings for each in recounts),
        "may_open_records": user.may(Permission.VIEW_RECORD),
    }
    return render(request, "reporting/recount.html", context)


def _done(changed: int) -> str:
    return f"{words.amount(changed, 'figure')} counted again." if changed else "nothing has changed."


def _in_words(found: Recount, seen: dict[UUID, YoungPerson]) -> dict[str, Any]:
    people, unseen = people_in_words(found.people, seen)
    return {
        "name": periods.period_name(found.ends_on),
        "is_new": found.is_new,
        "figures": [
            {
                "name": change.counted.measure.name,
                "whose": f"{change.scope.label}, {change.counted.cohort.label.lower()}",
                "before": change.before,
                "n": change.counted.n,
                "d": change.counted.d,
                "difference": difference_in_words(*change.difference),
            }
            for change in found.figures
        ],
        "people": people,
        "unseen": unseen,
        "happenings": [_happening(change, seen) for change in found.happenings if change.before or change.line.rows],
    }


def _happening(change: HappeningChange, seen: dict[UUID, YoungPerson]) -> dict[str, Any]:
    names = sorted((seen[pk].sort_name, seen[pk].known_as) for pk in change.people if pk in seen)
    listed = change.before and change.line.measure.has_names
    return {
        "name": change.line.measure.name,
        "whose": change.scope.label,
        "before": change.before.numbers.said if change.before else "",
        "now": change.line.numbers.said,
        "people": words.listing([name for _, name in names]) if listed and names else "",
        "unseen": len(change.people) - len(names) if listed else 0,
    }


def difference_in_words(n: int, d: int) -> str:
    """ "n +1, d −2", without what is the same; words where both are."""
    changed = ", ".join(f"{name} {by:+d}" for name, by in (("n", n), ("d", d)) if by)
    return changed.replace("-", "−") or "the same number, other people or reasons"


def names_of(request: HttpRequest, ids: Collection[UUID]) -> dict[UUID, YoungPerson]:
    """Those of the people whom this reader may see."""
    return YoungPerson.objects.visible_to(current_user(request)).in_bulk(ids)


def people_in_words(changes: Iterable[PersonChange], seen: dict[UUID, YoungPerson]) -> tuple[list[dict[str, Any]], int]:
    """Whom it is about and why, by name; and how many more the reader may not see."""
    listed: list[tuple[str, dict[str, Any]]] = []
    unseen = set()
    for change in changes:
        person = seen.get(change.person_id)
        if person is None:
            unseen.add(change.person_id)
            continue
        row = {
            "person": person,
            "measure": change.measure.name,
            "was": change.measure.words_of(change.was) if change.was else "",
            "now": change.measure.words_of(change.now) if change.now else "",
            "where": "; ".join(change.where),
        }
        listed.append((f"{person.sort_name} {person.pk} {change.measure.name}", row))
    return [row for _, row in sorted(listed, key=itemgetter(0))], len(unseen)
