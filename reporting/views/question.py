"""What a page of figures was asked, from its address."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import Http404, HttpRequest, QueryDict

from careleavers.views.gates import current_user, today_of
from reporting.forms.figures import QuestionForm
from reporting.queries.figures import Question
from reporting.queries.scopes import scopes_of
from reporting.rules.cohorts import COHORTS, Cohort, FigureScope


@dataclass(frozen=True)
class PageQuestion:
    form: QuestionForm
    day: date
    scope: FigureScope
    cohort: Cohort

    @property
    def question(self) -> Question:
        """Reads the policies of the day."""
        return Question.on(self.day, self.scope)

    @property
    def query(self) -> str:
        """The same question as the end of an address."""
        query = QueryDict(mutable=True)
        query.update({"on": self.day.isoformat(), "team": self.scope.key, "cohort": self.cohort.code})
        return query.urlencode()


def read_question(request: HttpRequest) -> PageQuestion:
    """What was asked; 404 for a team whose figures this reader may not choose."""
    today = today_of(request)
    scopes = scopes_of(current_user(request), today)
    if not scopes:
        raise Http404("There is no team whose figures you may see.")
    form = QuestionForm(request.GET.dict(), scopes=scopes, today=today)
    if "team" in form.errors:
        raise Http404("There is no such team, or its figures are not yours to see.")
    day, scope, cohort = form.chosen()
    return PageQuestion(form, day, scope, COHORTS[cohort])
