"""Everything dated about one person, newest first, to filter and to print."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from careleavers.forms.base import Form
from careleavers.forms.fields import DayField
from careleavers.models import Topic
from careleavers.permissions import Permission
from careleavers.queries.timeline import TimelineFilter, timeline_page
from careleavers.site.extensions import timeline_kinds, timeline_sources
from careleavers.views.gates import current_user, fetch_person, requires, today_of
from careleavers.views.record_page import record_context


@requires(Permission.VIEW_RECORD)
@require_safe
def timeline(request: HttpRequest, person_id: UUID) -> HttpResponse:
    person = fetch_person(request, person_id, page="timeline")
    today, notes = today_of(request), current_user(request).may(Permission.VIEW_FREE_TEXT)
    form = FilterForm(request.GET)
    filters = form.filters() if form.is_valid() else TimelineFilter()
    page = timeline_page(
        person, today, sources=timeline_sources(), filters=filters, after=request.GET.get("after", ""), notes=notes
    )
    context = record_context(
        request, person, form=form, page=page, filters=filters, new=None, older="after" in request.GET
    )
    return render(request, "careleavers/timeline/page.html", context)


def kind_choices() -> list[tuple[str, str]]:
    """Asked when a form is made: what the apps register is complete only then."""
    return [("", "Everything"), *timeline_kinds().items()]


def topic_choices() -> list[tuple[str, str]]:
    """Retired topics too: there are contacts about them."""
    return [("", "Every topic"), *((str(each.pk), each.name) for each in Topic.objects.all())]


class FilterForm(Form):
    mark_optional = False

    words = forms.CharField(label="Words", required=False, max_length=100)
    kind = forms.ChoiceField(label="Show", required=False, choices=kind_choices)
    topic = forms.ChoiceField(label="About", required=False)
    first_on = DayField(label="From", called="the first day", required=False)
    last_on = DayField(label="To", called="the last day", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        topic: Any = self.fields["topic"]
        topic.choices = choices = topic_choices()
        if len(choices) == 1:
            del self.fields["topic"]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        first_on, last_on = given.get("first_on"), given.get("last_on")
        if first_on and last_on and last_on < first_on:
            self.add_error("last_on", "The last day is before the first: change one of the two.")
        return given

    def filters(self) -> TimelineFilter:
        return TimelineFilter(**self.cleaned_data)
