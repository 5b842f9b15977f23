"""What another service reads of a plan, without an account, and what it answers: the code first, then both."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from careleavers.views.gates import storable_fields, today_of
from careleavers.views.secret_links import open_to_a_service, proof_of
from careleavers.views.submission import submit
from pathways.actions.referrals import answer_by_link
from pathways.forms.referrals import AnswerReferralForm
from pathways.models import PlanReferralLink
from pathways.queries.referrals import open_links, shared_parts
from pathways.views.referrals import to_answer


@login_not_required
@never_cache
@sensitive_post_parameters()
def read(request: HttpRequest, secret: str) -> HttpResponse:
    """The code first, then the parts that are shared, and their answer."""
    return open_to_a_service(request, secret, open_links=open_links, show=_shared, answer=_answer)


def _shared(request: HttpRequest, link: PlanReferralLink) -> HttpResponse:
    """With what they had written when the code was asked again."""
    typed = storable_fields(request.POST)
    return _page(request, link, _form(request, link, typed if "text" in typed else None))


def _answer(request: HttpRequest, link: PlanReferralLink, data: QueryDict) -> HttpResponse:
    form = _form(request, link, data)
    answered = submit(
        request,
        form,
        lambda: answer_by_link(
            link=link, revision=form.seen_revision, today=today_of(request), now=timezone.now(), **form.answers
        ),
        refused_on="state",
    )
    if answered is None:
        return _page(request, link, form)
    return render(request, "pathways/links/referral_answered.html", {"link": link, "is_open": answered.result})


def _form(request: HttpRequest, link: PlanReferralLink, data: QueryDict | None) -> AnswerReferralForm:
    return AnswerReferralForm(data, row=link.referral, today=today_of(request))


def _page(request: HttpRequest, link: PlanReferralLink, form: AnswerReferralForm) -> HttpResponse:
    context = {
        "referral": link.referral,
        "person": link.referral.version.plan.person,
        "link": link,
        "parts": shared_parts(link.referral),
        "to_answer": to_answer(request, link.referral),
        "form": form,
        "proof": proof_of(link),
    }
    return render(request, "pathways/links/referral.html", context)
