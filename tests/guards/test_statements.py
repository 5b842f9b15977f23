"""Queries whose text is put together once answer as the query itself does, whoever asks and whatever the day."""

from __future__ import annotations

import sys
from datetime import date, timedelta
from importlib import import_module
from itertools import product
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db.models import F, Model
from django.db.models.query import ModelIterable
from django.urls import get_resolver

from careleavers.actions.reads import note_view
from careleavers.models import Alert, Allocation, Contact, FollowUp, RecordOpening, StatusDecision, Team, YoungPerson
from careleavers.models.asking import ask_together
from careleavers.models.statements import Statement, StatementOfUser
from careleavers.queries.advisers import ADVISING
from careleavers.queries.timeline import _first_page, _older_page
from careleavers.rules.team_scopes import AUTHORITY, IN_NO_CASELOAD
from careleavers.site.also_kept import _with_columns_of
from careleavers.site.extensions import also_kept, timeline_sources
from careleavers.views.caseloads import _listed
from offers.models import SurveyRound
from offers.queries.letter_facts import DATED_ROWS, EDITS_OF_ADDRESSES
from offers.queries.next_letters import _care_leavers
from pathways.actions.derived import STORED
from pathways.models import DueItem, PlanStatusPeriod
from pathways.queries.clock_facts import PAGES_WITH_DUTIES, rows_of_pages
from pathways.queries.late_above import _statement as late_above_statement
from pathways.queries.team_today import _longest_open
from pathways.queries.today import Whose, _alerts_by_person, _people_with_alerts
from reporting.queries.figures import Question, _groups
from tests.cast import TODAY
from tests.factories import (
    ContactFactory,
    EntryCareFactory,
    LetterFactory,
    MentorFactory,
    MoneyRequestFactory,
    PartnerServiceFactory,
    PaymentPlanFactory,
    ReadingWishFactory,
    YoungPersonFactory,
    give_status,
)
from tests.factories.careleavers import LONG_AGO
from tests.guards.records import NOON, Council

DAYS = (TODAY, TODAY - timedelta(days=400))
# Of two teams: what one of them reaches is kept for no other.
EVERYBODY = ("pat", "sam", "mo", "sue", "vera", "bus", "sys", "ana")

# What is made when a page asks for it, by what it takes in addition to the user.
MADE: dict[str, tuple[Statement | StatementOfUser, str]] = {
    "timeline": (_first_page(timeline_sources(), 9), "person day"),
    "older in the timeline": (_older_page(timeline_sources(), 9), "person day until now person"),
    "caseload": (_listed("due", 0), "people day"),
    "people with alerts of mine": (_people_with_alerts(Whose.MINE), "until people"),
    "people with alerts of a team": (_people_with_alerts(Whose.TEAM), "until people"),
    "unallocated": (_longest_open(5), "day"),
    "alerts of mine": (_alerts_by_person(Whose.MINE, None), "day until"),
    "alerts of a team": (_alerts_by_person(Whose.TEAM, 10), "day until"),
    "late below": (late_above_statement(3), "day teams until teams day"),
    "dated rows": (rows_of_pages(()), "people day"),
    "dated rows of every page": (rows_of_pages(tuple(PAGES_WITH_DUTIES)), "people day"),
    "due items": (STORED[DueItem], "people"),
    "plan statuses": (STORED[PlanStatusPeriod], "people"),
    "also kept": (_with_columns_of(also_kept()), "person day"),
    "care leavers": (_care_leavers(1, False), "long_ago until long_ago day"),
    "care leavers among": (_care_leavers(1, True), "long_ago until long_ago day people"),
    "advisers": (ADVISING[False], "day people"),
    "advisers after care": (ADVISING[True], "day people"),
    "edits of homes": (EDITS_OF_ADDRESSES[0], "people long_ago"),
    "edits of other addresses": (EDITS_OF_ADDRESSES[1], "people long_ago"),
    **{f"for letters, {model.__name__}": (rows, "people") for model, rows in DATED_ROWS.items()},
}
# What stands in a module, by its name there.
STANDING = {
    "IN_FORCE": "day",
    "ROLES_HELD": "user day",
    "ROWS_ON_DAY": "person day",
    "OPEN_WARNINGS": "person",
    "CONTACT_DETAILS": "person day",
    "LAST_CONTACT": "person day",
    "FOLLOW_UPS": "person",
    "OPEN_ISSUES": "person",
    "UNFINISHED_NOTES_ABOUT": "user person",
    "DUE_ITEMS": "person",
    "PLAN_STATUS": "person day",
    "FIRST_PROMISES": "person",
    "LETTERS_OF": "person",
    "IN_QUESTION": "person",
    "OPENED": "person",
    "USER": "user",
    "LAST_OPENED": "user",
    "VISIBLE_AMONG": "people",
    "CASE_HOLDERS_OF_MINE": "day",
    "NEEDED_BY": "day",
    "TO_APPROVE_BY": "until",
    "EPISODES_OF": "people",
    "FACTS_OF": "people",
    "DECISIONS_OF": "people",
    "LIVES_OF": "people",
    "STATUSES_OF": "people",
    "SENT_AS": "form",
    "TYPED_AS": "worker draft person",
    "HOME_NOW": "person day",
    "OCCUPATION_NOW": "person day",
    "TOPICS_OFFERED": "",
    "OTHERS_OF_MINE": "person day",
    "OPEN_OF_KIND": "person kind",
    "NOT_GONE_OF": "people",
    "EVENT_OF_CONTACT": "logged",
    "CURRENT_SESSION": "session now",
    "PLANNED_WITH": "person",
    "PEOPLE_OF": "day",
    "COMMITMENTS": "until",
    "UNFINISHED_NOTES": "",
    "MY_HAND_OVERS": "day",
    "ON_TODAY": "people day",
    "REQUESTS_ON_TODAY": "people",
    "DESTRUCTIONS_ON_TODAY": "",
    "BODIES_ON_TODAY": "day",
    "TASKS_ON_TODAY": "day",
    "HAND_OVERS": "",
    "CASES": "day",
    "OFFER_IN_FORCE": "day",
    "PARTNERS_TO_PUBLISH": "",
    "MENTORS_TO_CHECK": "until",
    "UNALLOCATED": "day",
    "MY_PEOPLE": "day",
    "PERSONS": "people day",
    "RISK_PERSONS": "people",
    "RISK_ROWS": "people day",
    "DAYS_SPOKEN": "people day",
    "EVERY_CONTACT": "people day",
    "VISITS": "people day",
    "OPEN_AMONG": "people day",
    "OPEN_ALERTS": "people",
    "TEAMS_OF": "people",
    "TOLD": "alerts",
    "ROLES_OF_MANAGERS": "day",
    "TEAMS_ABOVE": "",
    "CASE_HOLDERS": "day people",
    "PROMISES": "people",
    "GONE_LETTERS": "people",
    "TOLD_OTHERWISE": "people day",
    "EVENTS_THAT_COUNT": "people",
    "CHOSEN_ENTRIES": "day",
    "BORN_IN_A_PART_OF_A_YEAR": "day long_ago long_ago day",
    "TO_DO_OF": "",
    "BRIEFING_WAITING_FOR": "",
    "OFFER_DRAFT": "",
    "FEEDBACK_WAITING": "day",
    "TO_LEAD": "day long_ago",
    "TO_LOOK_AT": "day until",
    "TO_REVIEW": "until",
    "PARTNERS_TO_ASK": "until",
    "DRAFTS_OF_WORDS": "",
    "PLANNED_HAND_OVERS": "",
    "PLANNED_HAND_OVERS_OF": "people",
    "LAST_BEGAN": "",
    "OPEN_ROUNDS": "day",
    "TO_CALL": "round day",
    "RATED": "people day",
    "LAST_ANSWER": "person",
    "READING_WISHES": "people",
    "DRAFTS_OF_TRANSLATIONS": "",
    "GOING_ON": "people",
    "ROWS_TO_FOLLOW": "people day",
    "OPENING": "person day",
    "FORMER_CASE_HOLDER": "person day",
    "SERVICE_TASKS": "until",
}


def standing() -> dict[str, Statement | StatementOfUser]:
    """Every statement of a module of the product."""
    assert get_resolver().url_patterns  # every page is imported with the addresses
    import_module(settings.SESSION_ENGINE)  # with the first session
    apps = ("careleavers.", "pathways.", "offers.", "reporting.")
    modules = [module for name, module in list(sys.modules.items()) if name.startswith(apps)]
    return {
        name: value
        for module in modules
        for name, value in vars(module).items()
        if isinstance(value, Statement | StatementOfUser)
    }


def test_every_statement_is_tried_here() -> None:
    assert set(standing()) == set(STANDING)


@pytest.fixture(autouse=True)
def _more_rows(council: Council, db: None, scene: Any) -> None:
    """Somebody whose case nobody holds yet; a letter that went; a visit; a look; a decision; other addresses; what is
    paid regularly; and a session."""
    Session.objects.create(session_key="a" * 32, expire_date=NOON + timedelta(hours=1))
    with scene():
        ContactFactory.create(person=council.amira, worker=council.pat, visit=True)
        note_view(by=council.pat, person=council.amira, page="overview")
        decision = {"flag": "short_breaks", "outcome": {}, "reason": "Read", "decided_on": TODAY}
        StatusDecision.objects.create(person=council.amira, recorded_by=council.mo, **decision)
        LetterFactory.create(
            person=council.amira,
            occasion="17",
            occurrence_on=TODAY - timedelta(days=300),
            status="posted",
            posted_on=TODAY - timedelta(days=310),
            content={},
            approved_at=NOON,
        )
        ReadingWishFactory.create(person=council.amira)
        EntryCareFactory.create(owner=council.vera, review_on=TODAY)
        PartnerServiceFactory.create(owner=council.vera, review_on=TODAY, public=None)
        MentorFactory.create(keeper=council.vera, check_by=TODAY)
        asked = {"person": council.amira, "asked_by": council.pat, "state": "approved", "approved_amount": 100}
        decided = {"decided_by": council.mo, "decided_on": TODAY}
        PaymentPlanFactory.create(request=MoneyRequestFactory.create(**asked, **decided))
        council.amira.homes.update(address="2 High Street")
        council.amira.correspondence_addresses.update(address="2 High Street")
        RecordOpening.objects.create(person=council.amira, open_on=TODAY, reason="A late note", recorded_by=council.mo)
        Allocation.objects.create(
            person=council.amira,
            worker=council.mo,
            team=council.north,
            role=Allocation.CASE_HOLDER,
            starts_on=LONG_AGO - timedelta(days=20),
            ends_on=LONG_AGO - timedelta(days=10),
        )
        passed_on = YoungPersonFactory.create(first_name="Passed on", team=council.north, worker=council.mo)
        Allocation.objects.filter(person=passed_on).update(ends_on=TODAY + timedelta(days=7))
        Allocation.objects.create(
            person=passed_on,
            worker=council.pat,
            team=council.north,
            role=Allocation.CASE_HOLDER,
            is_planned=True,
            starts_on=TODAY + timedelta(days=7),
        )
        newcomer = YoungPersonFactory.create(first_name="Newcomer", team=council.north, worker=None)
        give_status(newcomer, "former_relevant")
        Allocation.objects.create(
            person=newcomer,
            worker=council.pat,
            team=council.north,
            role=Allocation.CASE_HOLDER,
            is_planned=True,
            starts_on=TODAY + timedelta(days=7),
        )


def in_full(row: Any, *above: Model) -> Any:
    """What is known of a row: of an object its columns, what was read with it and what was annotated. `above` are the
    objects with which it was read."""
    if not isinstance(row, Model):
        return tuple(row.values()) if isinstance(row, dict) else tuple(row)
    known = {name: value for name, value in vars(row).items() if name != "_state"}
    read_with_it = {name: other for name, other in row._state.fields_cache.items() if other not in above}
    return known | {name: other and in_full(other, row, *above) for name, other in read_with_it.items()}


OF_ANOTHER = Statement(lambda: Team.objects.order_by("pk").values_list("pk", "closed_on", "sort_name"))


def same(statement: Statement | StatementOfUser, *values: Any) -> int:
    """How many rows the query and the statement give, which are the same: asked alone, and sent with another."""
    query = statement.build(*values)
    asks = statement.objects if issubclass(query._iterable_class, ModelIterable) else statement.rows
    expected = [in_full(row) for row in query]
    teams = OF_ANOTHER.rows()
    alone = asks(*values)
    with_another, others = ask_together(asks.steps(*values), OF_ANOTHER.rows.steps())
    assert others == teams
    for found in ([in_full(row) for row in rows] for rows in (alone, with_another)):
        if query.ordered:
            assert found == expected
        else:
            assert sorted(found, key=str) == sorted(expected, key=str)
    return len(alone)


@pytest.mark.parametrize("name", [*STANDING, *MADE])
def test_a_statement_answers_as_its_query_does(name: str, council: Council, db: None) -> None:
    """Seen to fail: two values that changed places, the converters of columns left out."""
    statement, takes = MADE[name] if name in MADE else (standing()[name], STANDING[name])
    found, people, alerts = 0, *(list(model.objects.values_list("pk", flat=True)) for model in (YoungPerson, Alert))
    always = {"session": "a" * 32, "now": NOON, "long_ago": date(1990, 1, 1), "worker": council.pat.pk}
    always["teams"] = list(Team.objects.values_list("pk", flat=True))
    always["round"] = SurveyRound.objects.exclude(opened_on=None).earliest("pk").pk
    asked = []
    for person in (council.amira, council.ben):
        logged, draft = (rows.earliest("pk") for rows in (person.contacts.filter(result="no_reply"), person.drafts))
        alert = person.alerts.filter(closed_on=None).earliest("code")
        of = always | {"form": logged.submission_id, "logged": str(logged.pk), "draft": draft.submission_id}
        of |= {"kind": alert.closed_by_kind, "person": person.pk, "people": people, "alerts": alerts}
        for day, who in product(DAYS, EVERYBODY):
            user = getattr(council, who).on(day)
            of |= {"day": day, "until": day + timedelta(days=14), "user": user.pk}
            asker = [user] if isinstance(statement, StatementOfUser) else []
            values = [of[each] for each in takes.split()]
            question = ([(user.pk, day)] if asker else [], values)
            if question not in asked:
                asked.append(question)
                found += same(statement, *asker, *values)
    assert found


@pytest.mark.parametrize("scope", [AUTHORITY, IN_NO_CASELOAD], ids=lambda scope: scope.label)
def test_figures_are_counted_as_their_query_counts(scope: Any, council: Council, db: None) -> None:
    for day in DAYS:
        days = Question.on(day, scope).days
        same(_groups(scope), day, days.in_time, *(each for births in days.births.values() for each in births))


def test_two_advisers_with_one_text_see_each_their_own_teams_people(council: Council, db: None) -> None:
    """Seen to fail: the teams of the first who asked stay in the text."""
    seen = StatementOfUser(lambda user: YoungPerson.objects.visible_to(user).order_by("pk").values_list("pk"))
    for user in (council.pat.on(TODAY), council.sam.on(TODAY)):
        expected = YoungPerson.objects.visible_to(user).order_by("pk").values_list("pk")
        assert seen.rows(user) == list(expected)
    assert council.pat.access.team_ids != council.sam.access.team_ids
    assert len(seen._statements) == 1


@pytest.mark.parametrize(
    "build",
    [
        pytest.param(lambda day: Contact.objects.filter(happened_on=day - timedelta(days=7)), id="a day worked out"),
        pytest.param(lambda day: Contact.objects.filter(note=f"on {day}"), id="a day in words"),
    ],
)
def test_a_day_that_would_not_be_found_again_is_refused(build: Any, db: None) -> None:
    with pytest.raises(ValueError, match="value"):
        Statement(build, date).rows(TODAY)


@pytest.mark.parametrize("build", [YoungPerson.objects.filter, YoungPerson.objects.exclude])
def test_a_list_may_be_of_any_length(build: Any, council: Council, db: None) -> None:
    """Seen to fail: nobody as `IN ()`, a percent sign taken for a place."""
    with_percent = {"first_name__contains": F("other_names")}  # LIKE '%%' || …, written before the ids
    people = Statement(lambda ids, other: build(pk__in=ids, **with_percent).exclude(pk=other), list, UUID)
    everybody = {council.amira.pk: 1, council.ben.pk: 2}
    for ids in ({}, {council.ben.pk: 2}, everybody):
        same(people, ids, UUID(int=7))


def test_a_list_is_for_in_alone(db: None) -> None:
    with pytest.raises(ValueError, match="__in"):
        Statement(lambda ids: YoungPerson.objects.filter(pk=ids[0]), list).rows([UUID(int=7)])


def test_an_id_that_would_not_be_found_again_is_refused(db: None) -> None:
    with pytest.raises(ValueError, match="part of a parameter"):
        Statement(lambda user: FollowUp.objects.filter(text=str(user)), UUID).rows(UUID(int=7))
