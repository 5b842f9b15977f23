"""One's own calendar, at a secret address to which a phone or Outlook subscribes."""

from __future__ import annotations

from datetime import datetime

from allauth.core.internal import ratelimit  # the public one lets every GET through
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from icalendar import Calendar, Event

from careleavers.permissions import Permission
from careleavers.rules.secret_addresses import digest_of
from careleavers.views.gates import current_user, policies_of, requires, today_of
from pathways.actions.calendar_links import end_calendar_link, make_calendar_link
from pathways.models import CalendarLink
from pathways.queries.calendar import LASTS, CalendarEntry, calendar_of

READ_AS_OFTEN = {"read": "120/m/ip"}  # a council's people may share one address of the network


@requires(Permission.LOG_CONTACT)
@never_cache
def calendar_link(request: HttpRequest) -> HttpResponse:
    """Whether there is an address; asked to, make one and show it this once."""
    user = current_user(request)
    shown = ""
    if request.method == "POST":
        path = reverse("pathways:calendar_feed", args=[make_calendar_link(by=user)])
        shown = request.build_absolute_uri(path)
    link = CalendarLink.objects.filter(user=user).first()
    return render(request, "pathways/calendar/link.html", {"link": link, "shown": shown})


@require_POST
@requires(Permission.LOG_CONTACT)
def calendar_end(request: HttpRequest) -> HttpResponse:
    end_calendar_link(by=current_user(request))
    return redirect("pathways:calendar_link")


@login_not_required
@never_cache
@require_safe
def calendar_feed(request: HttpRequest, secret: str) -> HttpResponse:
    """The calendar as iCalendar (RFC 5545). 404 for an address that is closed, and for a closed account."""
    if not ratelimit.consume(request, app="calendar", action="read", config=READ_AS_OFTEN, limit_get=True):
        return HttpResponse("Too many requests. Try again in a minute.\n", status=429)
    digest, today = digest_of(secret), today_of(request)
    link = CalendarLink.objects.select_related("user").filter(digest=digest, user__is_active=True).first()
    if link is None:
        raise Http404("There is no such calendar.")
    user = link.user.under(policies_of(request), today)
    entries = calendar_of(user, today) if user.may(Permission.LOG_CONTACT) else []
    return HttpResponse(_written(entries), content_type="text/calendar; charset=utf-8")


def _written(entries: list[CalendarEntry]) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", "-//Leaving care//EN")
    calendar.add("version", "2.0")
    for entry in entries:
        event = Event()
        event.add("uid", str(entry.id))
        event.add("dtstamp", timezone.now())
        event.add("dtstart", entry.start)
        if isinstance(entry.start, datetime):
            event.add("duration", LASTS)
        else:
            event.add("transp", "TRANSPARENT")  # a day on which something is due is not a busy day
        event.add("summary", entry.text)
        calendar.add_component(event)
    calendar.add_missing_timezones()
    written: bytes = calendar.to_ical()
    return written
