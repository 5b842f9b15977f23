"""Surveys: the rounds, writing one, what it found, and the themes of what was said."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from careleavers.permissions import Permission
from careleavers.rules import words
from careleavers.views.gates import current_user, policies_of, post_data, requires, today_of
from careleavers.views.rows import TooLate, fetch_row, sent_revision
from careleavers.views.submission import attempt, submit
from offers.actions import surveys as actions
from offers.forms.surveys import MarksForm, RoundForm, SurveyQuestionForm, ThemeForm
from offers.models import SurveyAnswer, SurveyQuestion, SurveyRound, SurveyTheme
from offers.panels import (
    briefings_today_panel,
    feedback_today_panel,
    offer_today_panel,
    pledges_today_panel,
    sessions_today_panel,
)
from offers.queries import surveys as queries
from offers.rules.surveys import CONFIDENTIAL, LEFT_OUT_WORDS, NeverAsked, month_of, percentage, why_not_open

OPEN_FOR = timedelta(days=28)
PER_PAGE = 10


@requires(Permission.RUN_SURVEYS, Permission.VIEW_FIGURES)
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """The rounds, the last first; and for those who run surveys what is to be done now."""
    user, today = current_user(request), today_of(request)
    may_run, rounds = user.may(Permission.RUN_SURVEYS), list(queries.rounds())
    open_now = [each for each in rounds if each.is_open(today)]
    context = {
        "may_run": may_run,
        "draft": next((each for each in rounds if each.is_draft), None) if may_run else None,
        "open_now": [(each, queries.to_call(each, user, today).count()) for each in open_now] if may_run else [],
        "ended": [each for each in rounds if not each.is_draft and each not in open_now],
        "running": [] if may_run else open_now,
        "panel": briefings_today_panel([], user, today, policies_of(request)),
        "offer": offer_today_panel([], user, today, policies_of(request)),
        "pledges": pledges_today_panel([], user, today, policies_of(request)),
        "feedback": feedback_today_panel([], user, today, policies_of(request)),
        "sessions": sessions_today_panel([], user, today, policies_of(request)),
        "next_due_on": queries.next_round_due(policies_of(request)["survey_months"]),
        "today": today,
    }
    return render(request, "offers/surveys/page.html", context)


@require_POST
@requires(Permission.RUN_SURVEYS)
def begin(request: HttpRequest) -> HttpResponse:
    today = today_of(request)
    title, last_day = month_of(today), today + OPEN_FOR
    begun = attempt(request, lambda: actions.begin_round(by=current_user(request), title=title, closes_on=last_day))
    return redirect("offers:survey_draft", begun.result.pk) if begun else redirect("offers:surveys")


@requires(Permission.RUN_SURVEYS)
def draft(request: HttpRequest, round_id: UUID) -> HttpResponse:
    """The words of a draft, its questions, and what is missing before it can begin."""
    row, today = _draft_or_too_late(round_id), today_of(request)
    form = RoundForm(post_data(request), row=row, today=today)
    change = partial(actions.change_round, by=current_user(request), round_=row)
    if submit(request, form, lambda: change(revision=form.seen_revision, details=form.answers)):
        messages.success(request, "Saved.")
        return redirect("offers:survey_draft", row.pk)
    questions = list(row.questions.all())
    context = {
        "round": row,
        "form": form,
        "questions": questions,
        "why_not": why_not_open(questions=len(questions), size=row.size, welcome=row.welcome),
        "confidential": CONFIDENTIAL,
    }
    return render(request, "offers/surveys/draft.html", context)


@requires(Permission.RUN_SURVEYS)
def question(request: HttpRequest, round_id: UUID, question_id: UUID | None = None) -> HttpResponse:
    """Add a question to a draft, or change one."""
    parent = _draft_or_too_late(round_id)
    row = fetch_row(SurveyQuestion, question_id, round=parent) if question_id else None
    form = SurveyQuestionForm(post_data(request), row=row)
    save = partial(actions.save_question, by=current_user(request), round_=parent, question=row)
    if submit(request, form, lambda: save(revision=form.seen_revision, details=form.answers)):
        messages.success(request, "The question is saved.")
        return redirect("offers:survey_draft", parent.pk)
    return render(request, "offers/surveys/question.html", {"form": form, "question": row, "round": parent})


@require_POST
@requires(Permission.RUN_SURVEYS)
def question_remove(request: HttpRequest, round_id: UUID, question_id: UUID) -> HttpResponse:
    row = fetch_row(SurveyQuestion, question_id, round=_draft_or_too_late(round_id))
    revision = sent_revision(request)
    attempt(
        request,
        lambda: actions.remove_question(by=current_user(request), question=row, revision=revision),
        f"Taken out: {row.text}",
    )
    return redirect("offers:survey_draft", round_id)


@require_POST
@requires(Permission.RUN_SURVEYS)
def open_round(request: HttpRequest, round_id: UUID) -> HttpResponse:
    """Draw the sample, and begin to ask."""
    row, revision = _draft_or_too_late(round_id), sent_revision(request)
    drawn = attempt(
        request,
        lambda: actions.open_round(by=current_user(request), round_=row, revision=revision, today=today_of(request)),
    )
    if drawn is None:
        return redirect("offers:survey_draft", row.pk)
    said = words.amount(drawn.result, "young person is", "young people are")
    messages.success(request, f"It has begun: {said} drawn by chance. Phone them one by one.")
    return redirect("offers:survey_calls", row.pk)


@require_POST
@requires(Permission.RUN_SURVEYS)
def discard(request: HttpRequest, round_id: UUID) -> HttpResponse:
    row, revision = _draft_or_too_late(round_id), sent_revision(request)
    discard_round = partial(actions.discard_round, by=current_user(request), round_=row, revision=revision)
    if attempt(request, discard_round, "The draft is discarded.") is None:
        return redirect("offers:survey_draft", row.pk)
    return redirect("offers:surveys")


@requires(Permission.RUN_SURVEYS, Permission.VIEW_FIGURES)
@require_safe
def found(request: HttpRequest, round_id: UUID) -> HttpResponse:
    """What a round found: how many answered, to what, and whom it did not reach. Small numbers are hidden."""
    row = get_object_or_404(queries.rounds().exclude(opened_on=None), pk=round_id)
    user, today, small = current_user(request), today_of(request), policies_of(request)["survey_small"]
    reach = queries.reach_of(row, small)
    left_out = row.cohort.get("left_out", {})
    context = {
        "round": row,
        "is_open": row.is_open(today),
        "rate": percentage(row.answered, row.asked),
        "results": queries.results_of(row, small),
        "reach": reach,
        "missing": queries.missing_of(reach),
        "left_out": [
            (LEFT_OUT_WORDS[NeverAsked(reason)], queries.hidden_number(number, small))
            for reason, number in left_out.items()
        ],
        "themes": [(name, queries.hidden_number(said, small)) for name, _, said in queries.themes_of(row) if said],
        "small": small,
        "may_run": user.may(Permission.RUN_SURVEYS),
        "today": today,
    }
    return render(request, "offers/surveys/found.html", context)


@requires(Permission.RUN_SURVEYS)
def said(request: HttpRequest, round_id: UUID) -> HttpResponse:
    """What they said in their own words, to be sorted by themes; and a box for one more theme. `?theme=` shows one."""
    row, user = _begun(round_id), current_user(request)
    form = ThemeForm(post_data(request))
    if submit(request, form, lambda: actions.add_theme(by=user, round_=row, title=form.cleaned_data["title"])):
        messages.success(request, f"Added: {form.cleaned_data['title']}.")
        return redirect("offers:survey_said", row.pk)
    themes = queries.themes_of(row)
    chosen = next((pk for _, pk, _ in themes if str(pk) == request.GET.get("theme")), None)
    answers = Paginator(queries.texts_of(row, chosen), PER_PAGE).get_page(request.GET.get("page"))
    choices = [(str(pk), name) for name, pk, _ in themes]
    context = {
        "round": row,
        "form": form,
        "themes": themes,
        "chosen": chosen,
        "page": answers,
        "answers": [(answer, _marks_form(answer, choices)) for answer in answers],
    }
    return render(request, "offers/surveys/said.html", context)


def _marks_form(answer: SurveyAnswer, choices: list[tuple[str, str]]) -> MarksForm:
    marked = [str(mark.theme_id) for mark in answer.marks.all()]
    return MarksForm(themes=choices, initial={"themes": marked}, auto_id=f"a{answer.pk.hex[:12]}_%s")


@requires(Permission.RUN_SURVEYS)
def theme(request: HttpRequest, round_id: UUID, theme_id: UUID) -> HttpResponse:
    """Give a theme another name."""
    row = fetch_row(SurveyTheme, theme_id, round=_begun(round_id))
    form = ThemeForm(post_data(request), row=row)
    rename = partial(actions.rename_theme, by=current_user(request), theme=row)
    if submit(request, form, lambda: rename(revision=form.seen_revision, **form.answers), refused_on="title"):
        messages.success(request, "Saved.")
        return redirect("offers:survey_said", round_id)
    return render(request, "offers/surveys/theme.html", {"form": form, "about": row})


@require_POST
@requires(Permission.RUN_SURVEYS)
def mark(request: HttpRequest, round_id: UUID, answer_id: UUID) -> HttpResponse:
    """Say which themes an answer is about; lead back to where it was shown."""
    answer = get_object_or_404(queries.texts_of(_begun(round_id)), pk=answer_id)
    themes = set(request.POST.getlist("themes"))
    attempt(request, lambda: actions.mark_answer(by=current_user(request), answer=answer, themes=themes), "Sorted.")
    number = request.POST.get("page", "")
    query = f"?page={number}" if number.isdecimal() else ""
    return redirect(f"{reverse('offers:survey_said', args=[round_id])}{query}#answer-{answer.pk}")


@requires(Permission.RUN_SURVEYS)
@require_safe
def paper(request: HttpRequest, round_id: UUID) -> HttpResponse:
    """The survey to print, with nobody's name on it."""
    row = _begun(round_id)
    context: dict[str, Any] = {"round": row, "questions": list(row.questions.all()), "confidential": CONFIDENTIAL}
    return render(request, "offers/surveys/paper.html", context)


def _begun(round_id: UUID) -> SurveyRound:
    return get_object_or_404(SurveyRound.objects.exclude(opened_on=None), pk=round_id)


def _draft_or_too_late(round_id: UUID) -> SurveyRound:
    row = fetch_row(SurveyRound, round_id)
    if row.is_draft:
        return row
    raise TooLate("This round has begun since you opened the page, and stays as it is. Write the next one.")
