"""Somebody who was drawn answers the questions of a round by a link; and whoever runs it makes and ends the link."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from careleavers.permissions import Permission
from careleavers.queries.secret_links import with_secret
from careleavers.views.gates import current_user, note_opened, requires, today_of
from careleavers.views.secret_links import closed_page, open_to_them, proof_of, share_with_them
from careleavers.views.submission import attempt, submit
from offers.actions import survey_links as actions
from offers.forms.surveys import SurveyLinkForm
from offers.models import SurveyInvitation, SurveyLink, SurveyRound
from offers.queries import surveys as queries
from offers.queries.survey_links import open_links, used_links
from offers.rules.surveys import BEFORE_A_LINK, CONFIDENTIAL, LEFT_OUT_WORDS


@requires(Permission.RUN_SURVEYS)
@never_cache
def share(request: HttpRequest, round_id: UUID, invitation_id: UUID) -> HttpResponse:
    """Make a link for one who was drawn and show it this once, with what it takes to give it to them."""
    invitation, user, today = _drawn(request, round_id, invitation_id), current_user(request), today_of(request)
    note_opened(request, invitation.person, "survey_share")
    shared = share_with_them(
        request,
        invitation.person,
        make=lambda: actions.make_survey_link(by=user, invitation=invitation, now=timezone.now(), today=today),
        opens="offers:survey_link",
        links=invitation.links.all(),
        open_links=open_links,
        subject="A few questions",
        says="we would like to know what you think.",
    )
    reason = queries.why_not_ask(invitation, today)
    may_write = reason is None and not invitation.outcome and invitation.round.is_open(today)
    context = shared | {
        "round": invitation.round,
        "invitation": invitation,
        "person": invitation.person,
        "why_not": LEFT_OUT_WORDS[reason] if reason else "",
        "may_write": may_write,
    }
    return render(request, "offers/surveys/share.html", context)


@require_POST
@requires(Permission.RUN_SURVEYS)
def end(request: HttpRequest, round_id: UUID, invitation_id: UUID) -> HttpResponse:
    invitation = _drawn(request, round_id, invitation_id)
    attempt(
        request,
        lambda: actions.end_survey_links(by=current_user(request), invitation=invitation, now=timezone.now()),
        "The link opens nothing any more.",
    )
    return redirect("offers:survey_share", round_id, invitation_id)


def _drawn(request: HttpRequest, round_id: UUID, invitation_id: UUID) -> SurveyInvitation:
    """One who was drawn for a round that has begun, and whom this user may see; or 404."""
    row = get_object_or_404(SurveyRound.objects.exclude(opened_on=None), pk=round_id)
    drawn = queries.drawn_and_seen(row, current_user(request)).select_related("person", "round")
    return get_object_or_404(drawn, pk=invitation_id)


@login_not_required
@never_cache
@sensitive_post_parameters()
def read(request: HttpRequest, secret: str) -> HttpResponse:
    """The birthday first, then the questions. Once they are answered it says so, to whoever has the link."""
    return open_to_them(request, secret, open_links=open_links, show=_show, answer=_answer, over=_over)


def _over(request: HttpRequest, secret: str) -> HttpResponse:
    used = with_secret(used_links(timezone.now()), secret)
    return render(request, "offers/links/answered.html", {"asks": False}) if used else closed_page(request)


def _show(request: HttpRequest, link: SurveyLink, data: QueryDict) -> HttpResponse:
    return _questions(request, link, _form(link, data if "message_id" in data else None))


def _answer(request: HttpRequest, link: SurveyLink, data: QueryDict) -> HttpResponse:
    form = _form(link, data)
    done = submit(
        request,
        form,
        lambda: actions.answer_by_link(
            link=link, answers=form.answers, now=timezone.now(), today=today_of(request), **form.passed_on
        ),
    )
    if done:
        return render(request, "offers/links/answered.html", {"asks": bool(form.passed_on["pass_on"])})
    if not open_links(timezone.now()).filter(pk=link.pk).exists():  # they were phoned in this moment
        return render(request, "offers/links/answered.html", {"asks": False})
    return _questions(request, link, form)


def _form(link: SurveyLink, data: QueryDict | None) -> SurveyLinkForm:
    return SurveyLinkForm(data, questions=list(link.invitation.round.questions.all()))


def _questions(request: HttpRequest, link: SurveyLink, form: SurveyLinkForm) -> HttpResponse:
    context = {
        "form": form,
        "round": link.invitation.round,
        "before": BEFORE_A_LINK,
        "confidential": CONFIDENTIAL,
        "proof": proof_of(link),
    }
    return render(request, "offers/links/questions.html", context)
