"""What a page of figures was asked, from its address."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from careleavers.queries.teams import closed_teams_of, scopes_of
from careleavers.rules.team_scopes import TeamScope
from careleavers.views.gates import current_user, policies_of, today_of
from reporting.forms.figures import QuestionForm, day_asked
from reporting.queries.figures import Question
from reporting.rules.cohorts import COHORTS, Cohort


@dataclass(frozen=True)
class PageQuestion:
    form: QuestionForm
    question: Question
    cohort: Cohort

    @property
    def day(self) -> date:
        return self.question.day

    @property
    def scope(self) -> TeamScope:
        return self.question.scope

    @property
    def query(self) -> str:
        """The same question as the end of an address."""
        query = QueryDict(mutable=True)
        query.update({"on": self.day.isoformat(), "team": self.scope.key, "cohort": self.cohort.code})
        return query.urlencode()

    @property
    def is_mistaken(self) -> bool:
        """Whether something asked for cannot be: figures of another day or team are no answer to it."""
        return bool(self.form.errors)


def ask_again(request: HttpRequest, page_question: PageQuestion, title: str) -> HttpResponse:
    """The question alone, with what is wrong in it, and no figures."""
    return render(request, "reporting/ask_again.html", {"form": page_question.form, "title": title})


def read_question(request: HttpRequest) -> PageQuestion:
    """What was asked; 404 for a team whose figures this reader may not choose on any day."""
    user, today = current_user(request), today_of(request)
    day = day_asked(request.GET.get("on", ""), today) or today
    scopes = scopes_of(user, day)
    if not scopes:
        raise Http404("There is no team whose figures you may see.")
    is_open = request.GET.get("team", "") in {"", *(scope.key for scope in scopes)}
    closed = {} if is_open else closed_teams_of(user, day)
    form = QuestionForm(request.GET.dict(), scopes=scopes, closed=closed, today=today)
    if "team" in form.errors and not form.asks_for_closed_team:
        raise Http404("There is no such team, or its figures are not yours to see.")
    day, scope, cohort = form.chosen()
    question = Question(day, scope, policies_of(request)) if day == today else Question.on(day, scope)
    return PageQuestion(form, question, COHORTS[cohort])
