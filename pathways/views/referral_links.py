"""What another service reads of a plan, without an account: the code first, then the parts that are shared."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from careleavers.views.secret_links import open_to_a_service
from pathways.models import PlanReferralLink
from pathways.queries.referrals import open_links, shared_parts
from pathways.views.referrals import to_answer


@login_not_required
@never_cache
@sensitive_post_parameters()
def read(request: HttpRequest, secret: str) -> HttpResponse:
    """The code first, then the parts that are shared."""
    return open_to_a_service(request, secret, open_links=open_links, show=_shared)


def _shared(request: HttpRequest, link: PlanReferralLink) -> HttpResponse:
    context = {
        "referral": link.referral,
        "person": link.referral.version.plan.person,
        "link": link,
        "parts": shared_parts(link.referral),
        "to_answer": to_answer(request, link.referral),
    }
    return render(request, "pathways/links/referral.html", context)
