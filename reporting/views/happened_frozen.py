"""What happened in a quarter as it was frozen: the rows behind one number, and what a revision counts otherwise."""

from __future__ import annotations

from collections import Counter
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from careleavers.models import YoungPerson
from careleavers.permissions import Permission
from careleavers.queries.teams import scopes_of
from careleavers.views.gates import current_user, requires
from reporting.models import FrozenHappening
from reporting.queries.frozen_happenings import rows_kept
from reporting.rules.period_measures import PERIOD_MEASURES, PeriodRow
from reporting.rules.statistics import percent_and_range
from reporting.views.names import ask_why, note_names, wants_reason

PER_PAGE = 100


@requires(Permission.OPEN_NAMES)
def frozen_happening(request: HttpRequest, happening_id: UUID) -> HttpResponse:
    """Who was behind the number when the quarter was frozen; of a revision, what is otherwise than before."""
    kept = get_object_or_404(FrozenHappening.objects.select_related("period", "frozen_by"), pk=happening_id)
    labels = {scope.key: scope.label for scope in scopes_of(current_user(request), kept.period.ends_on)}
    measure = PERIOD_MEASURES[kept.measure]
    if kept.scope_key not in labels or not measure.has_names:
        raise Http404("There is no such list.")
    about = f"{measure.name}, {labels[kept.scope_key]}, {kept.period.name}"
    if wants_reason(request, about):
        return ask_why(request, about, back=reverse("reporting:period", args=[kept.period_id]))
    before = _former(kept)
    rows = rows_kept([each for each in (kept, before) if each])
    now, was = rows[kept.pk], rows[before.pk] if before else Counter[PeriodRow]()
    people = YoungPerson.objects.visible_to(current_user(request)).in_bulk({row.person for row in now + was})
    listed = _listed(now, people)
    page = Paginator(listed, PER_PAGE).get_page(request.GET.get("page"))
    note_names(request, "frozen_happening", about, len(page.object_list))
    context = {
        **happening_row(kept, before),
        "title": kept.period.name,
        "whose": labels[kept.scope_key],
        "before": before,
        "gone": _listed(was - now, people) if before else [],
        "came": _listed(now - was, people) if before else [],
        "page": page,
        "unseen": now.total() - len(listed),
        "may_open_records": current_user(request).may(Permission.VIEW_RECORD),
    }
    return render(request, "reporting/happened/frozen.html", context)


def happening_row(kept: FrozenHappening, before: FrozenHappening | None = None) -> dict[str, Any]:
    """A frozen number in words, with its target, and what it was before."""
    measure = PERIOD_MEASURES[kept.measure]
    share, likely = percent_and_range(kept.n, kept.d) if measure.is_share else ("", "")
    return {
        "kept": kept,
        "measure": measure,
        "said": kept.numbers.said,
        "was": before.numbers.said if before else "",
        "percent": share,
        "likely": likely,
        "goal": "" if kept.target is None else measure.goal_words(kept.target),
    }


def _former(kept: FrozenHappening) -> FrozenHappening | None:
    if kept.revision == 1:
        return None
    same = {name: getattr(kept, name) for name in FrozenHappening.EACH}
    return FrozenHappening.objects.get(**same, revision=kept.revision - 1)


def _listed(rows: Counter[PeriodRow], people: dict[UUID, YoungPerson]) -> list[tuple[PeriodRow, YoungPerson]]:
    """Those whom the reader may see, the ones that do not count first."""
    shown = [(row, people[row.person]) for row in rows.elements() if row.person in people]
    return sorted(shown, key=lambda each: (each[0].counts, each[1].sort_name, each[1].pk, each[0].words))
