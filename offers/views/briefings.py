"""You said, we did: written, given to owners, published by a second person; and what each owner is to do."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from careleavers.documents.typesetting import CannotPrint
from careleavers.permissions import Permission
from careleavers.views.downloads import as_pdf
from careleavers.views.gates import current_user, open_to_signed_in, policies_of, post_data, requires, today_of
from careleavers.views.rows import TooLate, fetch_row, sent_revision
from careleavers.views.submission import attempt, submit
from offers.actions import briefings as actions
from offers.documents.briefings import briefing_pdf
from offers.forms.briefings import ActionEndForm, BriefingActionForm, OpeningForm, PointForm
from offers.models import Briefing, BriefingAction, BriefingPoint, SurveyRound
from offers.queries import briefings as queries
from offers.queries.offer_publishers import deciders

MINE = "whoever was given something to do says what came of it"


@requires(Permission.RUN_SURVEYS)
def page(request: HttpRequest, round_id: UUID) -> HttpResponse:
    """The draft of a round: its first words, what they said, what we did, and who does what by when; or what was
    published."""
    round_ = get_object_or_404(SurveyRound.objects.exclude(opened_on=None), pk=round_id)
    briefing = Briefing.objects.filter(round=round_).select_related("round", "last_edited_by", "approved_by").first()
    if briefing and not briefing.is_draft:
        return _published_page(request, briefing)
    form = OpeningForm(post_data(request), row=briefing)
    write = partial(actions.write_briefing, by=current_user(request), round_=round_, briefing=briefing)
    if submit(request, form, lambda: write(revision=form.seen_revision, **form.answers)):
        messages.success(request, "Saved.")
        return redirect("offers:briefing", round_.pk)
    context = {
        "round": round_,
        "briefing": briefing,
        "form": form,
        "points": list(queries.points_of(briefing)) if briefing else [],
        "why_not": actions.why_not_yet(briefing, today_of(request)) if briefing else "",
        "today": today_of(request),
    }
    return render(request, "offers/briefings/draft.html", context)


def _published_page(request: HttpRequest, briefing: Briefing) -> HttpResponse:
    to_do = queries.actions_to_do().filter(point__briefing=briefing)
    context = {
        "round": briefing.round,
        "briefing": briefing,
        "text": queries.text_of(briefing, policies_of(request)["survey_small"]),
        "to_do": list(to_do),
        "today": today_of(request),
    }
    return render(request, "offers/briefings/published.html", context)


@requires(Permission.RUN_SURVEYS)
def point(request: HttpRequest, round_id: UUID, point_id: UUID | None = None) -> HttpResponse:
    """One thing that they said and what we did; a new one, or another wording."""
    briefing = _draft_or_too_late(round_id)
    row = fetch_row(BriefingPoint, point_id, briefing=briefing) if point_id else None
    form = PointForm(post_data(request), row=row, themes=briefing.round.themes.all())
    save = partial(actions.save_point, by=current_user(request), briefing=briefing, point=row)
    if submit(request, form, lambda: save(revision=form.seen_revision, details=form.answers)):
        messages.success(request, "Saved.")
        return redirect("offers:briefing", round_id)
    context = {"form": form, "round": briefing.round, "title": "You said, we did"}
    return render(request, "offers/briefings/form.html", context)


@require_POST
@requires(Permission.RUN_SURVEYS)
def point_remove(request: HttpRequest, round_id: UUID, point_id: UUID) -> HttpResponse:
    row, revision = fetch_row(BriefingPoint, point_id, briefing=_draft_or_too_late(round_id)), sent_revision(request)
    remove = partial(actions.remove_point, by=current_user(request), point=row, revision=revision)
    attempt(request, remove, "Taken out.")
    return redirect("offers:briefing", round_id)


@requires(Permission.RUN_SURVEYS)
def give(request: HttpRequest, round_id: UUID, point_id: UUID, did_id: UUID | None = None) -> HttpResponse:
    """Give somebody something to do, or change it. Also once the briefing is published, while it is to do."""
    parent = fetch_row(BriefingPoint, point_id, briefing__round=round_id)
    row = fetch_row(BriefingAction, did_id, point=parent) if did_id else None
    if row is None and not parent.briefing.is_draft:
        raise TooLate(actions.FROZEN)
    today = today_of(request)
    form = BriefingActionForm(post_data(request), row=row, today=today, owners=queries.owners(today))
    save = partial(actions.give_action, by=current_user(request), point=parent, action=row, today=today)
    if submit(request, form, lambda: save(revision=form.seen_revision, details=form.answers)):
        messages.success(request, f"{form.cleaned_data['owner'].name} has it on Today.")
        return redirect("offers:briefing", round_id)
    context = {"form": form, "round": parent.briefing.round, "title": parent.said}
    return render(request, "offers/briefings/form.html", context)


@requires(Permission.RUN_SURVEYS)
def publish(request: HttpRequest, round_id: UUID) -> HttpResponse:
    """Everything as it will be read, for somebody who did not write it to publish."""
    briefing, user, today = _draft_or_too_late(round_id), current_user(request), today_of(request)
    if request.method == "POST":
        revision = sent_revision(request)
        put = partial(actions.publish_briefing, by=user, briefing=briefing, revision=revision, today=today)
        done = attempt(request, put, "It is published: everybody can read it.")
        return redirect("offers:briefing" if done else "offers:briefing_publish", round_id)
    context = {
        "briefing": briefing,
        "round": briefing.round,
        "text": queries.text_of(briefing, policies_of(request)["survey_small"]),
        "why_not": actions.why_not_yet(briefing, today) or queries.why_not_decide(briefing, user),
        "others": deciders(briefing, Permission.RUN_SURVEYS, user, today).others,
    }
    return render(request, "offers/briefings/publish.html", context)


@requires(Permission.RUN_SURVEYS)
@require_safe
def pdf(request: HttpRequest, round_id: UUID) -> HttpResponse:
    """As it would be printed, also while it is a draft."""
    briefing = get_object_or_404(Briefing.objects.select_related("round"), round=round_id)
    text = queries.text_of(briefing, policies_of(request)["survey_small"])
    try:
        made = briefing_pdf(text, policies_of(request), briefing.published_on or today_of(request))
    except CannotPrint as wrong:
        messages.error(request, str(wrong))
        return redirect("offers:briefing", round_id)
    return as_pdf(made, f"you-said-we-did-{briefing.round.number}.pdf")


@open_to_signed_in(MINE)
def end_action(request: HttpRequest, did_id: UUID) -> HttpResponse:
    """What came of something that the user was given to do; those who run surveys may say it for others."""
    user, today = current_user(request), today_of(request)
    rows = BriefingAction.objects.select_related("point__briefing__round", "owner")
    row = get_object_or_404(rows, pk=did_id)
    if row.owner_id != user.pk and not user.may(Permission.RUN_SURVEYS):
        raise Http404("It is somebody else's.")
    form = ActionEndForm(post_data(request), row=row)
    end = partial(actions.end_action, by=user, action=row, today=today)
    if submit(request, form, lambda: end(revision=form.seen_revision, **form.answers)):
        messages.success(request, "Saved. Young people hear of it in the next briefing.")
        return redirect("home")
    return render(request, "offers/briefings/end.html", {"form": form, "action": row, "today": today})


def _draft_or_too_late(round_id: UUID) -> Briefing:
    briefing = get_object_or_404(Briefing.objects.select_related("round"), round=round_id)
    if briefing.is_draft:
        return briefing
    raise TooLate(actions.FROZEN)
