"""Rounds of a survey: written, opened with a sample that is drawn, and closed by their last day."""

from __future__ import annotations

import secrets
from datetime import date
from typing import Any

from django.db.models import Max

from careleavers.actions.base import Refused, action, record_event
from careleavers.actions.revisions import change, claim_unchanged
from careleavers.models import PolicyValue, User
from careleavers.rules.words import day
from offers.models import SurveyAnswer, SurveyInvitation, SurveyQuestion, SurveyRound, SurveyTheme, SurveyThemeMark
from offers.queries.surveys import frame_on
from offers.rules.surveys import draw, why_not_open

OPENED = "This round has begun and stays as it is: write the next one."
SEEDS = 2**31


@action
def begin_round(*, by: User, title: str, closes_on: date) -> SurveyRound:
    """A draft with the questions, the themes and the words of the last round; the draft there is, if there is one."""
    last = SurveyRound.objects.first()
    if last and last.is_draft:
        return last
    copied = {"welcome": last.welcome, "areas": last.areas, "size": last.size} if last else {}
    number = (SurveyRound.objects.aggregate(last=Max("number"))["last"] or 0) + 1
    begun = SurveyRound.objects.create(number=number, title=title, closes_on=closes_on, recorded_by=by, **copied)
    if last:
        for each in last.questions.all():
            facts = {"order": each.order, "kind": each.kind, "text": each.text, "choices": each.choices}
            SurveyQuestion.objects.create(round=begun, recorded_by=by, **facts)
        for theme in last.themes.all():
            SurveyTheme.objects.create(round=begun, title=theme.title, recorded_by=by)
    record_event("survey_begun", by=by, on=begun, number=number)
    return begun


@action
def change_round(*, by: User, round_: SurveyRound, revision: int | None, details: dict[str, Any]) -> None:
    """Change a draft. EditConflict when somebody else changed the same since this revision."""
    change(_draft(round_), revision, details)
    record_event("survey_changed", by=by, on=round_)


@action
def save_question(
    *, by: User, round_: SurveyRound, question: SurveyQuestion | None, revision: int | None, details: dict[str, Any]
) -> SurveyQuestion:
    """Add a question at the end of a draft, or change one. The same twice is one."""
    draft = _draft(round_)
    if question is None:
        if same := draft.questions.filter(recorded_by=by, **details).first():
            return same
        last = draft.questions.aggregate(last=Max("order"))["last"] or 0
        question = SurveyQuestion.objects.create(round=draft, order=last + 1, recorded_by=by, **details)
    else:
        change(question, revision, details)
    _count_up(draft)
    record_event("survey_question_saved", by=by, on=question)
    return question


@action
def remove_question(*, by: User, question: SurveyQuestion, revision: int | None) -> None:
    """Take a question out of a draft."""
    draft = _draft(question.round)
    current = claim_unchanged(question, revision)
    _count_up(draft)
    record_event("survey_question_removed", by=by, on=current)
    current.delete()


@action
def open_round(*, by: User, round_: SurveyRound, revision: int | None, today: date, seed: int | None = None) -> int:
    """Draw the sample and begin to ask. Returns how many were drawn. `seed`: to repeat a drawing.

    Never drawn: who has died, has a restricted record, or does not want to be contacted.
    """
    draft = claim_unchanged(_draft(round_), revision)
    why = why_not_open(questions=draft.questions.count(), size=draft.size, welcome=draft.welcome)
    if why:
        raise Refused(why)
    if draft.closes_on <= today:
        raise Refused(f"The last day is {day(draft.closes_on)}: choose a later one.")
    seed = secrets.randbelow(SEEDS) if seed is None else seed
    frame = frame_on(today, PolicyValue.objects.in_force(today)["leap_day"])
    drawn = set(draw(frame.strata, draft.size, seed))
    if not drawn:
        raise Refused("Nobody can be asked: no young person of 16 to 24 is open to the service.")
    SurveyInvitation.objects.bulk_create(
        SurveyInvitation(
            round=draft,
            person_id=member.person,
            band=member.traits["age"],
            gender=member.traits["gender"],
            unaccompanied=member.traits["unaccompanied"],
            home=member.traits["home"],
            recorded_by=by,
        )
        for member in frame.members
        if member.person in drawn
    )
    draft.opened_on, draft.seed, draft.cohort = today, seed, frame.counts
    draft.save(update_fields=["opened_on", "seed", "cohort"])
    record_event("survey_opened", by=by, on=draft, number=draft.number, drawn=len(drawn), seed=seed)
    return len(drawn)


@action
def discard_round(*, by: User, round_: SurveyRound, revision: int | None = None) -> None:
    """Discard a draft with its questions. Refused when it was changed since the page was opened."""
    draft = claim_unchanged(_draft(round_), revision)
    record_event("survey_discarded", by=by, on=draft, number=draft.number)
    draft.delete()


@action
def add_theme(*, by: User, round_: SurveyRound, title: str) -> SurveyTheme:
    """One more theme to sort what they said by; the one of that name, if there is one."""
    theme, is_new = SurveyTheme.objects.get_or_create(round=round_, title=title, defaults={"recorded_by": by})
    if is_new:
        record_event("survey_theme_added", by=by, on=theme)
    return theme


@action
def rename_theme(*, by: User, theme: SurveyTheme, revision: int | None, title: str) -> None:
    """Give a theme another name. Refused where another theme has it."""
    if theme.round.themes.filter(title=title).exclude(pk=theme.pk).exists():
        raise Refused("Another theme has this name.", field="title")
    change(theme, revision, {"title": title})
    record_event("survey_theme_renamed", by=by, on=theme)


@action
def mark_answer(*, by: User, answer: SurveyAnswer, themes: set[str]) -> None:
    """Say which themes an answer is about: these ones, by id, and no others. Ids of other rounds are passed over."""
    theirs = {theme.pk: theme for theme in SurveyTheme.objects.filter(round=answer.question.round)}
    wanted = {pk for pk in theirs if str(pk) in themes}
    SurveyThemeMark.objects.filter(answer=answer).exclude(theme__in=wanted).delete()
    for pk in wanted:
        SurveyThemeMark.objects.get_or_create(answer=answer, theme=theirs[pk], defaults={"recorded_by": by})
    record_event("survey_answer_sorted", by=by, on=answer, themes=len(wanted))


def _count_up(draft: SurveyRound) -> None:
    """A draft with other questions has another revision: nobody begins or discards one that they have not seen."""
    draft.save(update_fields=["title"])


def _draft(round_: SurveyRound) -> SurveyRound:
    current = SurveyRound.objects.select_for_update().get(pk=round_.pk)
    if not current.is_draft:
        raise Refused(OPENED)
    return current
