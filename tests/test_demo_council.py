"""The invented council: believable, and with something due this week."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, models
from django.db.models import F

from bench import raw_sql
from bench.targets import chosen_by
from careleavers.actions.base import Refused
from careleavers.actions.bulk import copy_text
from careleavers.actions.statuses import differences
from careleavers.demo.lives import BAD_TIMES, FORMER, GROWN, life
from careleavers.demo.load import FORMER_A_QUARTER, load_council, sign_ins
from careleavers.models import (
    Allocation,
    Appointment,
    Contact,
    Home,
    Involvement,
    PolicyValue,
    StatusPeriod,
    Team,
    User,
    YoungPerson,
)
from careleavers.models.base import on_day
from careleavers.permissions import Role
from careleavers.queries.caseloads import open_people
from careleavers.queries.key_documents import key_documents
from careleavers.rules.milestones import MilestoneState, RoadStep
from careleavers.rules.team_scopes import AUTHORITY, TeamScope
from offers.models import Letter, SupportOffer
from pathways.actions.reconcile import reconcile_alerts
from pathways.models import DueItem, PlanReview, PlanVersion
from pathways.queries.runway import by_milestone, off_road, roads_of
from pathways.rules.runway import CLOCK_CODES
from pathways.rules.runway_table import BY_CLOCK, BY_DOCUMENT, ByDocument
from reporting.queries.care_leaver_return import check_tables, draw_up, tables_of
from reporting.queries.figures import Question, count
from reporting.rules.care_leaver_return import CollectionYear
from tests.cast import TODAY
from tests.offers.next_letters import assert_next_letters_agree
from tests.pathways.pages_agree import assert_pages_agree
from tests.pathways.test_personal_adviser import assert_advisers_agree
from tests.reporting.list_9 import assert_list_9_agrees
from tests.rows import undone
from tests.same_counts import assert_gap_counts_agree, assert_team_counts_agree, assert_workers_counts_agree


@pytest.fixture(scope="module")
def loaded(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Once for all tests of this module."""
    with django_db_blocker.unblock(), undone():
        load_council(people=120, seed=7, today=TODAY, contacts=12, report_progress=lambda _: None)
        yield


@pytest.fixture
def council(loaded: None, db: None) -> None:
    """An invented council of 120."""


def test_a_life_is_the_same_every_time_and_another_with_another_seed() -> None:
    def told(seed: int):
        return life(seed, 8, TODAY, ages=GROWN, teams=3, advisers=4, contacts=20)

    assert told(1) == told(1)
    assert told(1) != told(2)


def test_the_council_is_whole(council) -> None:
    people = list(YoungPerson.objects.all())
    open_people = YoungPerson.objects.filter(on_day(TODAY, "involvements__"))
    ages = Counter(person.age_on(TODAY) for person in open_people)
    assert set(ages) <= set(range(16, 25))
    assert 10 <= ages[16] + ages[17] <= 25
    assert not list(differences([person.pk for person in people], TODAY))
    assert StatusPeriod.objects.filter(on_day(TODAY), status="former_relevant_child").count() > 60
    assert len(sign_ins()) == len(Role)
    assert not User.objects.exclude(email__endswith="@wendmere.example").exists()
    # Those who have left give the figures of former years their people.
    left = [person for person in people if person.age_on(TODAY) >= 25]
    assert len(left) == 120 * 2 // FORMER_A_QUARTER
    assert not Involvement.objects.filter(on_day(TODAY), person__in=left).exists()
    assert Involvement.objects.filter(on_day(TODAY - timedelta(days=1500)), person__in=left).exists()


OUR_APPS = ("careleavers", "pathways", "offers", "reporting")
# What no invented council has: rows that jobs, backups, mail and imports write about themselves and their own runs.
WITHOUT_ROWS = {
    "AmendedSeal": "made when a record is destroyed, and nobody of the demo is 75",
    "DifferentPeople": "no two people of the demo look like one",
    "RecordMerge": "nobody of the demo has two records",
    "Destruction": "nobody of the demo is 75",
    "PaymentThatStays": "nobody of the demo was paid anything after their death",
    "AuditSeal": "the nightly job seals what is an hour old",
    "BackupDrill": "a drill restores a real backup",
    "Heartbeat": "the worker writes it while it runs",
    "JobRun": "a job writes it while it runs",
    "OutgoingMail": "the demo sends no mail",
    "ExerciseRun": "exercises are done in a practice council",
    "NewBeginning": "only a practice council begins again",
    "NewsRead": "comes with an upgrade",
    "PageProblem": "whoever looks at the demo writes one",
    "MorningMail": "the demo sends no mail",
    "ReportMail": "the demo sends no mail",
    "ImportFile": "comes with records of another system",
    "ImportedRow": "comes with records of another system",
    "RecordImport": "comes with records of another system",
    "Observation": "comes with an imported return of former years",
    "FileScan": "the demo has no virus scanner",
    "MeetingItemLink": "a link to one item is sent to a real person of another service",
    "Minutes": "the panel's are still to be made by whoever chairs it",
    "SetupNote": "the demo's administrator has left no step out",
    "ProposedRole": "comes with a list of staff",
    "PlanComment": "no plan of the demo has been returned",
    "PlanSignature": "the demo asks for one signature",
    "PlanNextStep": "written by whoever decides on a plan",
    "PublishedFile": "comes with a file of DfE's figures",
    "PublishedFigure": "comes with a file of DfE's figures",
    "DataQualityIssue": "comes with an imported return that cannot be right",
}


def test_every_table_has_a_row_that_can_be_looked_at(council) -> None:
    """So that a page for it is seen in the demo. Seen to fail: with an action's part left out."""
    empty = {
        model.__name__
        for model in apps.get_models()
        if model._meta.app_label in OUR_APPS and not hasattr(model, "pgh_tracked_model")
        if model._meta.managed and not model._default_manager.exists()
    }
    assert empty == set(WITHOUT_ROWS)
    contacts = Contact.objects.all()
    assert contacts.exclude(voided_at=None).exists()
    assert contacts.exclude(superseded_at=None).exists()
    assert contacts.exclude(group_id=None).count() == 2
    assert set(Appointment.objects.values_list("outcome", flat=True)) == {"", *dict(Appointment.OUTCOMES)}
    assert set(SupportOffer.objects.values_list("answer", flat=True)) == set(dict(SupportOffer.ANSWERS))
    died = YoungPerson.objects.get(died_on__isnull=False)
    assert not died.contacts.filter(happened_on__gt=died.died_on).exists()
    assert YoungPerson.objects.filter(is_restricted=True).count() == 1
    social_workers = User.objects.with_role(Role.SOCIAL_WORKER, today=TODAY)
    held = Allocation.objects.filter(on_day(TODAY), role=Allocation.CASE_HOLDER, worker__in=social_workers)
    assert held.count() >= 3
    assert Home.objects.filter(is_suitable=False, suitable_at_first=True).exists()


def test_no_text_is_what_python_calls_an_object(council) -> None:
    """Seen to fail: what a column's default in the database looks like to Python was in every contact."""
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, (models.CharField, models.TextField)) and model._meta.managed:
                odd = model._default_manager.filter(**{f"{field.attname}__contains": " object at 0x"})
                assert not odd.exists(), f"{model.__name__}.{field.name}"


def test_what_is_no_value_is_not_copied() -> None:
    with pytest.raises(TypeError, match="no plain value"):
        copy_text(Contact().about_others)


def test_bad_times_come_and_go_in_every_year() -> None:
    """As many were homeless, in custody or lost in each of the past years as today: no figure falls by itself."""
    lives = [
        life(1, number, TODAY, ages=ages, teams=3, advisers=4, contacts=1)
        for ages in (GROWN, FORMER)
        for number in range(6, 500)
    ]
    shares = []
    for years in range(4):
        day = TODAY - timedelta(days=365 * years)
        homes = [
            home
            for one in lives
            for home in one.homes
            if home["starts_on"] <= day and (home["ends_on"] is None or day < home["ends_on"])
            if one.closed_on is None or day < one.closed_on
        ]
        shares.append(sum(home["kind"] in BAD_TIMES for home in homes) / len(homes))
    assert min(shares) > 0.05
    assert max(shares) < 0.2


def test_homes_and_occupations_follow_each_other() -> None:
    for number in range(400):
        one = life(2, number, TODAY, ages=GROWN if number % 2 else FORMER, teams=3, advisers=4, contacts=1)
        for rows in (one.homes, one.occupations):
            assert all(before["ends_on"] == after["starts_on"] for before, after in pairwise(rows))
            assert not rows or rows[-1]["ends_on"] is None
            assert all(row["starts_on"] <= TODAY for row in rows)


def test_nothing_has_happened_that_cannot_have(council) -> None:
    assert not Contact.objects.filter(happened_on__gt=TODAY).exists()
    assert not Allocation.objects.filter(starts_on__gt=TODAY).exists()
    assert Contact.objects.count() > 600
    assert Letter.objects.exclude(approved_at=None).exists()
    assert not Letter.objects.filter(approved_at__lt=F("planned_at")).exists()


def test_somebody_turns_18_today_and_somebody_21_this_week(council) -> None:
    born = set(YoungPerson.objects.values_list("date_of_birth", flat=True))
    assert date(TODAY.year - 18, TODAY.month, TODAY.day) in born
    in_three_days = TODAY + timedelta(days=3)
    assert date(in_three_days.year - 21, in_three_days.month, in_three_days.day) in born


def test_it_is_loaded_into_an_empty_database_only(council) -> None:
    with pytest.raises(Refused, match="needs an empty one"):
        load_council(people=1, seed=1, today=TODAY, contacts=1, report_progress=lambda _: None)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "\\N"),
        (True, "t"),
        (False, "f"),
        ("a\tb\nc\\d\re", "a\\tb\\nc\\\\d\\re"),
        ("a\tb", "a\\tb"),
        ("a\nb", "a\\nb"),
        ("a\rb", "a\\rb"),
        ("a\\b", "a\\\\b"),
        (date(2026, 1, 2), "2026-01-02"),
        ({"a": ["é"]}, '{"a": ["é"]}'),
    ],
)
def test_values_in_copy_s_own_format(value: object, text: str) -> None:
    assert copy_text(value) == text


def test_reviews_are_held_with_the_young_person_and_copies_are_in_their_hands(council) -> None:
    reviews = list(PlanReview.objects.values_list("person_took_part", "why_not_there", "own_words"))
    together = [there for there, _, _ in reviews]
    assert 0.9 < sum(together) / len(together) < 1
    assert all(bool(why) is not there and not (said and not there) for there, why, said in reviews)
    authorised = PlanVersion.objects.authorised()
    assert 0.7 < authorised.filter(copies__isnull=False).count() / authorised.count() < 1


def test_who_is_off_track_is_what_the_roads_say(council) -> None:
    """The board reads what is stored as due, a page draws the whole road: of everybody they say the same."""
    policies = PolicyValue.objects.in_force(TODAY)
    manager = User.objects.get(email__startswith="vera.lockwood").on(TODAY)
    everybody = list(YoungPerson.objects.all())
    roads = roads_of(everybody, TODAY, policies)
    off = {
        (person.pk, step.code, step.state, step.due_on)
        for person in open_people(manager, TODAY)
        for step in roads[person.pk]
        if step.state in (MilestoneState.LATE, MilestoneState.LEFT_OUT)
    }
    rows = off_road(manager, AUTHORITY, TODAY, policies)
    assert {(row.person.pk, row.step.code, row.step.state, row.step.due_on) for row in rows} == off
    assert len(rows) == len(off) > 100
    # Of what has a clock it is late where Today says so, and nowhere else.
    stored = DueItem.objects.filter(code__in=CLOCK_CODES, due_on__lt=TODAY, started_on__lte=TODAY)
    clocks = {each.milestone.code for each in BY_CLOCK}
    late = {pk for pk, code, state, _ in off if state == MilestoneState.LATE and code in clocks}
    assert late == set(stored.values_list("person", flat=True))
    # Each page has the same list of what is missing as the page where it is written down.
    for person in open_people(manager, TODAY):
        missing = {each.words for each in key_documents(person, TODAY, policies["leap_day"]).missing}
        asked = {each.need for each in BY_DOCUMENT for step in roads[person.pk] if is_asked(step, each)}
        assert asked == missing - {"NHS number"}, person
    by_line = {line.key: len(line.late) for line in by_milestone(rows)}
    assert by_line == {
        code: len({pk for pk, each, state, _ in off if each == code and state == "late"}) for code in by_line
    }


def is_asked(step: RoadStep, document: ByDocument) -> bool:
    states = (MilestoneState.LATE, MilestoneState.DUE, MilestoneState.LEFT_OUT)
    return step.code == document.milestone.code and step.state in states


def test_every_page_agrees_about_everybody(council) -> None:
    manager = User.objects.with_role(Role.SERVICE_MANAGER, today=TODAY).get()
    before = set(DueItem.objects.values_list("person_id", "code", "started_on", "due_on", "text", "promised"))
    corrected = reconcile_alerts(today=TODAY)[1:]
    after = set(DueItem.objects.values_list("person_id", "code", "started_on", "due_on", "text", "promised"))
    assert (corrected, before - after, after - before) == ((0, 0, 0), set(), set())
    people = list(YoungPerson.objects.all())
    assert_pages_agree(people, manager.on(TODAY))
    assert assert_advisers_agree(people) > 40
    assert_next_letters_agree(people, manager.on(TODAY))
    assert assert_list_9_agrees() > 40


def test_a_number_of_one_page_is_the_list_behind_it_and_what_other_pages_count(council) -> None:
    """What is due today was once called overdue, and a case holder's list had those of whom they are none."""
    manager = User.objects.with_role(Role.SERVICE_MANAGER, today=TODAY).get().on(TODAY)
    assert assert_workers_counts_agree(manager, TODAY) > 10
    assert_team_counts_agree(manager, TODAY)
    assert assert_gap_counts_agree(manager, TODAY) > 3


def test_the_floor_of_the_bench_counts_as_the_measures_do(council) -> None:
    team = Team.objects.exclude(parent=None).earliest("name")
    for day in (TODAY, TODAY - timedelta(days=200)):
        for scope in (AUTHORITY, TeamScope(team.name, team.pk, frozenset([team.pk]))):
            with connection.cursor() as cursor:
                floor = raw_sql.figures(cursor, day, scope.team_id)
            ours = {
                f"{code} {cohort}": (each.n, each.d) for (code, cohort), each in count(Question.on(day, scope)).items()
            }
            assert floor == ours
            assert any(n for n, _ in floor.values())


def test_every_statement_of_the_floor_of_the_bench_runs_on_the_tables_of_today(council, scene: Any) -> None:
    """Seen to fail: a contact logged without a column that may not be empty."""
    with scene(), connection.cursor() as cursor:
        targets = chosen_by(cursor, TODAY)
        person = targets.people[0]
        raw_sql.log(cursor, targets, person, "Rang as agreed.")
        assert raw_sql.last_spoke(cursor, targets, person) == TODAY
        assert person in raw_sql.caseload(cursor, targets)
        assert raw_sql.phone(cursor, targets.phones[0])
        for rows in (raw_sql.today(cursor, targets), raw_sql.person(cursor, targets, person)):
            assert rows


def test_dfes_rules_find_nothing_in_the_returns_of_the_council(council) -> None:
    """Of all tables that are exported."""
    for year in map(CollectionYear, (2025, 2026, 2027)):
        drawn_up = draw_up(year, YoungPerson.objects.all(), TODAY)
        tables = tables_of(drawn_up)
        assert all(tables.values())
        assert check_tables(drawn_up, tables).errors == []
