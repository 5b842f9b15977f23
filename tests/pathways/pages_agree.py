"""Pages that answer what is due next, and whether a plan is in date, compared with each other."""

from __future__ import annotations

from datetime import timedelta

from careleavers.models import PolicyValue, User, YoungPerson
from careleavers.rules.team_scopes import AUTHORITY
from pathways.queries.clock_facts import facts_of
from pathways.queries.due_items import PLANNING, due_items_of, list_columns, planning_lines_of
from pathways.queries.plan_statuses import plan_status_on
from pathways.queries.today import Whose, alerts_for
from pathways.rules.alert_duties import ALERT_DUTIES, clock_settings, due_day, duties_still_due, words_for
from pathways.rules.plan_status import plan_status
from pathways.rules.urgency import Urgency
from reporting.queries.figures import Question, people_of
from reporting.queries.measures import MEASURES
from reporting.rules.cohorts import COHORTS
from tests.cast import TODAY


def assert_pages_agree(people: list[YoungPerson], manager: User) -> None:
    """The clocks, the stored rows, the caseload, Today, and the figure of plans say the same of everybody."""
    policies = PolicyValue.objects.in_force(TODAY)
    settings = clock_settings(policies)
    facts = facts_of([person.pk for person in people], TODAY, policies)
    columns = {row.pk: row for row in YoungPerson.objects.annotate(**list_columns(TODAY))}
    today = alerts_for(manager, TODAY, Whose.TEAM, limit=None)
    lines = (*today.now.items, *today.coming.items)
    on_today = {(item.name, task.what, task.due_on) for item in lines for task in item.tasks}
    assert all(task.because for item in lines for task in item.tasks)
    tasks_of = {item.person: item.tasks for item in lines}
    figure = people_of(Question.on(TODAY, AUTHORITY), MEASURES["PP_IN_DATE"], COHORTS["16-25"])
    whys = dict(figure.values_list("pk", "why"))
    in_touch = people_of(Question.on(TODAY, AUTHORITY), MEASURES["IN_TOUCH_8W"], COHORTS["18-25"])
    touch = dict(in_touch.values_list("pk", "why"))
    for person in people:
        items = due_items_of(person)
        open_now = person.involvements.filter(ends_on=None).exists() and not person.died_on
        duties = duties_still_due(facts[person.pk], TODAY, settings) if open_now else []
        said = [(item.text, item.due_on) for item in items if item.code in ALERT_DUTIES]
        assert sorted(said) == sorted((words_for(duty), due_day(duty)) for duty in duties)
        assert columns[person.pk].next_due_on == (items[0].due_on if items else None)
        next_due = columns[person.pk].next_due
        assert (next_due and next_due["text"]) == (items[0].text if items else None)
        assert (next_due and next_due["is_safety"]) == (items[0].urgency == Urgency.SAFETY if items else None)
        urgencies = [(item.text, item.due_on, item.urgency) for item in items]
        of_today = [(task.what, task.due_on, task.urgency) for task in tasks_of.get(person.pk, ())]
        on_plan = [(line.what, line.due_on, line.is_safety) for line in planning_lines_of(person)]
        assert on_plan == [
            (item.text, item.due_on, item.urgency == Urgency.SAFETY)
            for item in items
            if item.urgency == Urgency.SAFETY or item.closed_by_kind in PLANNING
        ]
        both = set(urgencies) & set(of_today)
        assert {each[:2] for each in both} == {each[:2] for each in urgencies} & {each[:2] for each in of_today}
        assert [each for each in urgencies if each in both] == [each for each in of_today if each in both]
        assert all(item.because for item in items)
        within = {(person.known_as, text, day) for text, day in said if day <= TODAY + timedelta(days=14)}
        if not person.is_restricted:
            assert within <= on_today
        expected = plan_status(facts[person.pk], TODAY, settings)
        shown = plan_status_on(person, TODAY)
        assert (shown.state, shown.due_on) == (expected.state, expected.due_on)
        contact = next((item.due_on for item in items if item.code == "keep_in_touch"), None)
        if contact and contact < TODAY:
            assert touch.get(person.pk, "silent") in ("silent", "never_spoke", "no_leaving_care_status")
        if touch.get(person.pk) == "silent":
            assert contact
        if touch.get(person.pk) == "spoke":
            assert contact is None or contact >= TODAY
        if touch.get(person.pk) == "not_owed":
            assert contact is None
        if whys.get(person.pk) not in (None, "died", "no_status", "not_asked"):
            figure_state = {"not_owed": "not_owed", "no_plan": "no_plan", "in_date": "in_date"}.get(expected.state)
            assert whys[person.pk] == figure_state or (figure_state is None and whys[person.pk].startswith("late"))
