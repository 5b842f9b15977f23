"""Ofsted's List 9 beside what the record's own pages and the figures say on the same day."""

from __future__ import annotations

from careleavers.models import Home
from careleavers.rules.team_scopes import AUTHORITY
from reporting.queries.annex_a import listed_people, people_of_list_9
from reporting.queries.figures import Question, people_of
from reporting.queries.measures import MEASURES
from reporting.rules.cohorts import COHORTS
from tests.cast import TODAY


def assert_list_9_agrees() -> int:
    """Status, home, activity, case holder and being in touch, of everybody in the list; returns how many."""
    in_touch = people_of(Question.on(TODAY, AUTHORITY), MEASURES["IN_TOUCH_8W"], COHORTS["18-25"])
    touch = dict(in_touch.values_list("pk", "why"))
    listed = list(listed_people(people_of_list_9(TODAY), TODAY))
    for person, line in listed:
        now = person.on(TODAY)
        assert line.status == (now.status.status if now.status else None)
        assert line.home == (now.home.kind if now.home else "")
        assert line.is_suitable == (_suits(now.home) if now.home else None)
        assert line.activity == (now.occupation.code if now.occupation else "")
        assert line.worker == (now.case_holder.worker.name if now.case_holder else "")
        if touch.get(person.pk) in ("spoke", "silent", "never_spoke", "not_owed"):
            assert line.spoke == (touch[person.pk] == "spoke")
    return len(listed)


def _suits(home: Home) -> bool:
    judged = home.judgements.filter(judged_on__lte=TODAY).first()
    if judged:
        return judged.is_suitable
    return home.is_suitable if home.suitable_at_first is None else home.suitable_at_first
