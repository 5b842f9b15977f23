"""The register of what others give care leavers: for those who work here, and for everybody."""

from __future__ import annotations

from datetime import date
from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from careleavers.permissions import Permission
from careleavers.views.gates import current_user, post_data, requires, search_text, today_of
from careleavers.views.rows import fetch_row, sent_revision
from careleavers.views.submission import attempt, submit
from offers.actions.partner_services import publish_partner_service, save_partner_service
from offers.forms.partner_services import PartnerServiceForm
from offers.models import PartnerService
from offers.queries.partner_services import differences, publishers, services_for_all, why_not_publish
from offers.queries.pledges import pledge_owners
from offers.queries.public_offer import by_area, entries_with
from offers.views.pledges import SEES_PLEDGES
from offers.views.public_offer import LONGEST_SEARCH, published


@requires(*SEES_PLEDGES)
@require_safe
def partners(request: HttpRequest) -> HttpResponse:
    """What others give now, by area, or what of it says what is looked for; and what has ended."""
    user, today = current_user(request), today_of(request)
    looked_for = search_text(request, "q")[:LONGEST_SEARCH]
    rows = PartnerService.objects.select_related("owner")
    context = {
        "areas": by_area(entries_with(looked_for, rows.given_on(today))),
        "ended": [] if looked_for else rows.exclude(pk__in=PartnerService.objects.given_on(today)),
        "looked_for": looked_for,
        "may_edit": user.may(Permission.EDIT_OFFER),
        "user": user,
        "today": today,
    }
    return render(request, "offers/partners/page.html", context)


@requires(Permission.EDIT_OFFER, Permission.LOG_CONTACT)
def partner(request: HttpRequest, service_id: UUID | None = None) -> HttpResponse:
    """A service of somebody else, new or changed: by those who keep the offer, and by whoever is in touch with them."""
    user, today = current_user(request), today_of(request)
    row = fetch_row(PartnerService, service_id) if service_id else None
    form = PartnerServiceForm(
        post_data(request), row=row, today=today, owners=pledge_owners(today), initial={} if row else {"owner": user.pk}
    )
    save = partial(save_partner_service, by=user, service=row, today=today)
    if done := submit(request, form, lambda: save(revision=form.seen_revision, details=form.answers)):
        messages.success(request, f"Saved: {done.result.title}.{_who_publishes(done.result, today)}")
        return redirect("offers:partners")
    return render(request, "offers/partners/form.html", {"form": form, "service": row})


def _who_publishes(service: PartnerService, today: date) -> str:
    if not service.waits:
        return ""
    return (
        f" Everybody reads it once {publishers(service, today) or 'somebody who keeps the local offer'} published it."
    )


@requires(Permission.EDIT_OFFER)
def partner_publish(request: HttpRequest, service_id: UUID) -> HttpResponse:
    """What everybody reads beside what is written down; somebody who did not write it publishes it."""
    user, today, row = current_user(request), today_of(request), fetch_row(PartnerService, service_id)
    if request.method == "POST":
        revision = sent_revision(request)
        publish = partial(publish_partner_service, by=user, service=row, revision=revision, today=today)
        attempt(request, publish, f"Published: everybody reads {row.title} as it is now.")
        return redirect("offers:partners")
    context = {
        "service": row,
        "differences": differences(row),
        "why_not": why_not_publish(row, user),
        "publishers": publishers(row, today),
    }
    return render(request, "offers/partners/publish.html", context)


@published
def for_everybody(request: HttpRequest) -> HttpResponse:
    """What others give, without signing in."""
    given = services_for_all(today_of(request))
    return render(request, "offers/public/partners.html", {"areas": by_area(given)})
