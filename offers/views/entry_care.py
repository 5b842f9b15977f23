"""Who answers for which entry of the local offer, and what they found when they looked at it."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from careleavers.permissions import Permission
from careleavers.views.gates import current_user, post_data, requires, today_of
from careleavers.views.submission import submit
from offers.actions.entry_care import care_for_entry
from offers.forms.entry_care import EntryCareForm
from offers.models import EntryCare, LocalOffer
from offers.queries.entry_care import care_lines
from offers.queries.pledges import code_of, pledge_owners
from offers.views.pledges import SEES_PLEDGES


@requires(*SEES_PLEDGES)
@require_safe
def entries_cared_for(request: HttpRequest) -> HttpResponse:
    """Each entry in force: who answers for it, when it is looked at again, what was found the last time."""
    user, today = current_user(request), today_of(request)
    lines = care_lines(LocalOffer.objects.in_force(today))
    context = {
        "lines": lines,
        "nobody": sum(line.care is None for line in lines),
        "may_edit": user.may(Permission.EDIT_OFFER),
        "user": user,
        "today": today,
    }
    return render(request, "offers/care/page.html", context)


@requires(Permission.EDIT_OFFER, Permission.LOG_CONTACT)
def entry_care(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """Who answers for one entry. Whoever does not keep the offer sees that of their own alone."""
    user, today = current_user(request), today_of(request)
    offer = LocalOffer.objects.in_force(today)
    if offer is None:
        raise Http404("No local offer is published yet.")
    entry = get_object_or_404(offer.entries, pk=entry_id)
    row = EntryCare.objects.filter(code=code_of(entry)).first()
    if not user.may(Permission.EDIT_OFFER) and (row is None or row.owner_id != user.pk):
        raise Http404("Somebody else answers for this entry.")
    form = EntryCareForm(post_data(request), row=row, today=today, owners=pledge_owners(today))
    care = partial(care_for_entry, by=user, entry=entry, today=today)
    if submit(request, form, lambda: care(revision=form.seen_revision, **form.answers)):
        messages.success(request, f"Saved: {entry.title}.")
        return redirect("offers:entries_cared_for")
    reviews = row.reviews.select_related("recorded_by") if row else []
    return render(request, "offers/care/form.html", {"form": form, "entry": entry, "reviews": reviews})
