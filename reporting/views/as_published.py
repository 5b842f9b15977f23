"""The figures that DfE publishes of the care-leaver return, as its lines are now; who stays put with foster carers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from careleavers.models import YoungPerson
from careleavers.permissions import Permission
from careleavers.views.gates import current_user, requires, today_of
from reporting.queries.care_leaver_return import draw_up
from reporting.queries.staying_put import stayed_put_in
from reporting.rules.published_measures import AGE_BANDS, PUBLISHED_MEASURES, PublishedCount, count_lines
from reporting.rules.statistics.proportions import FEWEST_FOR_PERCENT, percent
from reporting.rules.staying_put import StayedPut
from reporting.views.care_leaver_return import asked_year, visible
from reporting.views.names import ask_why, note_names, wants_reason

# What is asked of those who were fostered until 18: the words, who counts, and of whom it is so.
STAYING_PUT: dict[str, tuple[str, Callable[[StayedPut], bool], Callable[[StayedPut], bool]]] = {
    "birthday": ("On the 18th birthday", lambda each: True, lambda each: each.on_birthday),
    "later": ("Three months later", lambda each: each.later is not None, lambda each: bool(each.later)),
}


@requires(Permission.EXPORT)
@require_safe
def as_published(request: HttpRequest) -> HttpResponse:
    """Counts by the ages that DfE publishes. Each number opens to its people."""
    form, year = asked_year(request)
    today = today_of(request)
    drawn_up = visible(request, draw_up(year, YoungPerson.objects.all(), today))
    lines = Counter(each.published_codes for each in drawn_up.lines)
    bands = {ages: count_lines(lines, ages) for ages in AGE_BANDS}
    fostered = [found for _, found in stayed_put_in(year, _seen(request), today)]
    context = {
        "form": form,
        "year": year,
        "bands": [_words(ages) for ages in AGE_BANDS],
        "rows": [
            (measure, [_cell(ages, band[measure.code]) for ages, band in bands.items()])
            for measure in PUBLISHED_MEASURES
        ],
        "staying_put": [(key, words, *_counted(key, fostered)) for key, (words, _, _) in STAYING_PUT.items()],
        "not_final": sum(not each.line.is_final for each in drawn_up.lines),
    }
    return render(request, "reporting/return_as_published.html", context)


def _counted(key: str, fostered: list[StayedPut]) -> tuple[int, int, str]:
    """n, d and the percentage in words."""
    _, counts, is_so = STAYING_PUT[key]
    among = [each for each in fostered if counts(each)]
    found = PublishedCount(sum(map(is_so, among)), len(among))
    return (*found, _percent(found))


def _cell(ages: str, found: PublishedCount) -> tuple[str, int, int, str, str]:
    """The ages, n, d, the percentage, and the ages in words."""
    return (ages, *found, _percent(found), _words(ages))


def _words(ages: str) -> str:
    return ages.replace("-", " to ")


def _percent(found: PublishedCount) -> str:
    """Of fewer people than a percentage means something for, none."""
    return percent(*found, 0) if found.d >= FEWEST_FOR_PERCENT else ""


@requires(Permission.EXPORT)
def staying_put(request: HttpRequest) -> HttpResponse:
    """Who was fostered until 18, whom the figures count, and who lives on with their carers."""
    form, year = asked_year(request)
    title = f"Staying put {year}"
    back = f"{reverse('reporting:return_as_published')}?year={year.year}"
    if wants_reason(request, title):
        return ask_why(request, title, back=back)
    only = STAYING_PUT.get(request.GET.get("only", ""))
    everybody = stayed_put_in(year, _seen(request), today_of(request))
    shown = [(person, found) for person, found in everybody if only is None or (only[1](found) and only[2](found))]
    note_names(request, "staying_put", title, len(shown))
    context = {
        "form": form,
        "year": year,
        "only": only[0] if only else "",
        "rows": shown,
        "counted": [
            (words, *_counted(key, [found for _, found in everybody])) for key, (words, _, _) in STAYING_PUT.items()
        ],
        "back": back,
        "may_open_records": current_user(request).may(Permission.VIEW_RECORD),
    }
    return render(request, "reporting/staying_put.html", context)


def _seen(request: HttpRequest) -> QuerySet[YoungPerson]:
    return YoungPerson.objects.visible_to(current_user(request))
