"""What people say about the local offer: a page for everybody, and the pages of those who answer."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from allauth.core.internal import ratelimit  # the public one lets every GET through
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from careleavers.permissions import Permission
from careleavers.views.gates import current_user, post_data, requires, search_text, today_of
from careleavers.views.submission import submit
from offers.actions import offer_feedback as actions
from offers.forms.offer_feedback import CloseFeedbackForm, OfferFeedbackForm
from offers.models import OfferFeedback
from offers.queries import offer_feedback as queries

PER_PAGE = 25
SENT_AS_OFTEN = {"send": "10/h/ip"}  # a college or a library may share one address of the network
TOO_OFTEN = "So much was sent from here just now that we take nothing more for an hour. Phone us, or try again later."


@login_not_required
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def tell_us(request: HttpRequest) -> HttpResponse:
    """For everybody, without a cookie: somebody who is not signed in has none that another website could misuse. For
    whoever is signed in the token of the form is asked for as everywhere.
    """
    if request.user.is_authenticated:
        return csrf_protect(_tell_us)(request)
    return _tell_us(request)


def _tell_us(request: HttpRequest) -> HttpResponse:
    form = OfferFeedbackForm(request.POST if request.method == "POST" else None, page=_page_of(request))
    if request.method == "POST" and not ratelimit.consume(
        request, app="offer_feedback", action="send", config=SENT_AS_OFTEN
    ):
        return render(request, "offers/public/feedback.html", {"form": None, "says": TOO_OFTEN}, status=429)
    if form.is_valid():
        if not form.is_of_a_program:
            actions.receive_feedback(by=None, today=today_of(request), **form.said)
        return redirect(f"{reverse('public_offer:feedback')}?sent=yes")
    sent = request.GET.get("sent") == "yes" and not form.is_bound
    return render(request, "offers/public/feedback.html", {"form": None if sent else form, "says": ""})


def _page_of(request: HttpRequest) -> str:
    """The public page from which they came; nothing where the address says anything else."""
    page = search_text(request, "page")[:200]
    return page if page.startswith(reverse("public_offer:offer")) else ""


@requires(Permission.EDIT_OFFER)
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """All of it, what waits first."""
    listed = Paginator(queries.feedback(), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "offers/feedback/page.html", {"page": listed, "today": today_of(request)})


@requires(Permission.EDIT_OFFER)
def close(request: HttpRequest, feedback_id: UUID) -> HttpResponse:
    """Answered, or filed."""
    row = get_object_or_404(OfferFeedback.objects.select_related("owner", "closed_by"), pk=feedback_id)
    form = CloseFeedbackForm(post_data(request))
    do = partial(actions.close_feedback, by=current_user(request), feedback=row, today=today_of(request))
    if submit(request, form, lambda: do(**form.cleaned_data)):
        messages.success(request, "Saved.")
        return redirect("offers:feedback")
    return render(request, "offers/feedback/close.html", {"form": form, "feedback": row, "today": today_of(request)})
