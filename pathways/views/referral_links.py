"""What another service reads of a plan, without an account: the code first, then the parts that are shared."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from careleavers.forms.meeting_links import ItemCodeForm
from careleavers.queries.secret_links import with_secret
from careleavers.views.gates import storable_fields
from careleavers.views.secret_links import closed_page, too_many_tries
from pathways.actions.referrals import open_referral_link
from pathways.models import PlanReferralLink
from pathways.queries.referrals import open_links, shared_parts
from pathways.views.referrals import to_answer

WRONG_CODE = "That is not the code. Ask whoever sent you the link."


@login_not_required
@never_cache
@sensitive_post_parameters()
def read(request: HttpRequest, secret: str) -> HttpResponse:
    """Nothing of it is shown before the code, and nothing else is ever."""
    if refused := too_many_tries(request, PlanReferralLink.CALLED):
        return refused
    now = timezone.now()
    link = with_secret(open_links(now), secret)
    if link is None:
        return closed_page(request)
    form = ItemCodeForm(storable_fields(request.POST) if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        if open_referral_link(link=link, secret=secret, code=form.cleaned_data["code"], now=now):
            return _shared(request, link)
        if with_secret(open_links(now), secret) is None:
            return closed_page(request)
        form.add_error("code", WRONG_CODE)
    return render(request, "careleavers/links/code.html", {"form": form})


def _shared(request: HttpRequest, link: PlanReferralLink) -> HttpResponse:
    context = {
        "referral": link.referral,
        "person": link.referral.version.plan.person,
        "link": link,
        "parts": shared_parts(link.referral),
        "to_answer": to_answer(request, link.referral),
    }
    return render(request, "pathways/links/referral.html", context)
