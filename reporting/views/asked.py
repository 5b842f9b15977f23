"""What a page of figures was asked, from its address."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import Http404, HttpRequest, QueryDict

from careleavers.views.gates import reader, today_of
from reporting.forms.figures import QuestionForm
from reporting.queries.asking import scopes_of
from reporting.queries.figures import Question
from reporting.rules.cohorts import COHORTS, Cohort, Scope


@dataclass(frozen=True)
class Asked:
    form: QuestionForm
    day: date
    scope: Scope
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


def asked(request: HttpRequest) -> Asked:
    """What was asked; 404 for a team whose figures this reader may not choose."""
    today = today_of(request)
    scopes = scopes_of(reader(request), today)
    if not scopes:
        raise Http404("There is no team whose figures you may see.")
    form = QuestionForm(request.GET.dict(), scopes=scopes, today=today)
    if "team" in form.errors:
        raise Http404("There is no such team, or its figures are not yours to see.")
    day, scope, cohort = form.answers()
    return Asked(form, day, scope, COHORTS[cohort])
