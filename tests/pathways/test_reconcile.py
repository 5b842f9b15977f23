"""The night: alerts are what the duties say, once, told to the right people, however often and late it runs."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from careleavers.actions.alerts import close_alerts_of_kind
from careleavers.actions.drafts import KEEP_DRAFTS_FOR
from careleavers.models import (
    Alert,
    AlertRecipient,
    Allocation,
    Contact,
    Draft,
    Home,
    Involvement,
    PolicyValue,
    Skill,
    YoungPerson,
)
from careleavers.rules import clocks
from careleavers.rules.accommodation import Judged
from careleavers.rules.alert_kinds import ClosedBy
from careleavers.rules.dates import Period
from careleavers.tasks import delete_old_drafts as forget_old_drafts_task
from pathways import tasks
from pathways.actions.reconcile import reconcile_alerts
from pathways.models import NeedsAssessment, PlanCopy, PlanVersion
from pathways.rules.alert_duties import ALERT_DUTIES
from pathways.rules.clocks import duties
from tests.cast import TODAY, Cast, days_ago
from tests.factories import (
    HomeSuitabilityFactory,
    PlanReviewFactory,
    PlanVersionFactory,
    SkillFactory,
    SkillProgressFactory,
    StatusPeriodFactory,
    YoungPersonFactory,
    give_status,
)


def spoke(person: YoungPerson, on: date, **fields: object) -> Contact:
    return Contact.objects.create(person=person, happened_on=on, **{"method": "phone", "result": "spoke"} | fields)


def standing() -> set[tuple[str, str, date]]:
    """The open alerts as (first name, code, due)."""
    rows = Alert.objects.filter(closed_on=None).values_list("person__first_name", "code", "due_on")
    return set(rows)


def told() -> set[tuple[str, str, str]]:
    rows = AlertRecipient.objects.filter(ended_on=None).values_list("alert__code", "user__name", "recipient_role")
    return set(rows)


@pytest.fixture
def amira(cast: Cast, scene) -> YoungPerson:
    """A former relevant child with a plan in date, spoken to last week."""
    with scene():
        give_status(cast.amira, "former_relevant")
        PlanVersionFactory.create(
            authorised=True, person=cast.amira, written_by=cast.pat, authorised_by=cast.mo, authorised_on=days_ago(40)
        )
        spoke(cast.amira, days_ago(7))
    return cast.amira


def test_all_is_well_raises_nothing(amira: YoungPerson) -> None:
    assert reconcile_alerts(today=TODAY)[:3] == (2, 0, 0)
    assert standing() == set()


def test_a_review_near_its_day_is_told_to_the_case_holder_and_the_manager(amira: YoungPerson) -> None:
    # Authorised 14 October 2026: CLR reg 7(2)(c) six months end 14 April 2027; told from 28 days before.
    reconcile_alerts(today=date(2027, 3, 16))
    assert ("Amira", "plan_review_regular", date(2027, 4, 14)) not in standing()
    reconcile_alerts(today=date(2027, 3, 17))
    assert ("Amira", "plan_review_regular", date(2027, 4, 14)) in standing()
    assert {("plan_review_regular", "Pat", "case_holder"), ("plan_review_regular", "Mo", "manager")} <= told()


def test_no_contact_for_eight_weeks_is_overdue_until_somebody_speaks_with_them(amira: YoungPerson, scene) -> None:
    on = days_ago(7) + timedelta(weeks=8, days=1)
    reconcile_alerts(today=on)
    assert ("Amira", "keep_in_touch", on - timedelta(days=1)) in standing()
    with scene():
        spoke(amira, on, result="no_reply")
    reconcile_alerts(today=on)
    assert "keep_in_touch" in {code for _, code, _ in standing()}
    with scene():
        spoke(amira, on)
    reconcile_alerts(today=on)
    assert "keep_in_touch" not in {code for _, code, _ in standing()}
    assert AlertRecipient.objects.filter(alert__code="keep_in_touch", ended_on=on).count() == 2


def test_running_it_twice_is_running_it_once(amira: YoungPerson) -> None:
    on = TODAY + timedelta(days=200)
    first = reconcile_alerts(today=on)
    rows = sorted(Alert.objects.values_list("pk", "opened_on", "closed_on"))
    recipients = sorted(AlertRecipient.objects.values_list("pk", "added_at", "ended_on"))
    assert first.opened > 0
    assert reconcile_alerts(today=on) == (2, 0, 0, 0)
    assert sorted(Alert.objects.values_list("pk", "opened_on", "closed_on")) == rows
    assert sorted(AlertRecipient.objects.values_list("pk", "added_at", "ended_on")) == recipients


def test_nights_that_were_missed_change_nothing_in_the_end(amira: YoungPerson, scene) -> None:
    for night in range(0, 200, 50):
        reconcile_alerts(today=TODAY + timedelta(days=night))
    reconcile_alerts(today=TODAY + timedelta(days=200))
    after_five_nights = standing()
    with scene():
        Alert.objects.all().delete()
    reconcile_alerts(today=TODAY + timedelta(days=200))
    assert standing() == after_five_nights


def test_a_deed_taken_back_opens_the_same_alert_again(amira: YoungPerson, scene) -> None:
    on = days_ago(7) + timedelta(weeks=9)
    reconcile_alerts(today=on)
    alert = Alert.objects.get(code="keep_in_touch")
    with scene():
        contact = spoke(amira, on)
        close_alerts_of_kind(person=amira, kind=ClosedBy.CONTACT, today=on, because="Contact logged")
    reconcile_alerts(today=on)
    assert not Alert.objects.filter(code="keep_in_touch", closed_on=None).exists()
    with scene():
        Contact.objects.filter(pk=contact.pk).update(voided_at=timezone.now())
    reconcile_alerts(today=on + timedelta(days=1))
    assert Alert.objects.get(code="keep_in_touch", closed_on=None).pk == alert.pk
    assert AlertRecipient.objects.filter(alert=alert, ended_on=None).count() == 2


def test_a_new_policy_moves_the_day(amira: YoungPerson, scene) -> None:
    on = TODAY + timedelta(days=40)
    reconcile_alerts(today=on)
    assert ("Amira", "keep_in_touch", days_ago(7) + timedelta(weeks=8)) in standing()
    with scene():
        PolicyValue.objects.create(key="keep_in_touch_weeks", value=6, from_on=on)
    reconcile_alerts(today=on)
    assert ("Amira", "keep_in_touch", days_ago(7) + timedelta(weeks=6)) in standing()
    assert Alert.objects.filter(code="keep_in_touch").count() == 1


def test_another_case_holder_is_told_and_the_former_one_no_longer(cast: Cast, amira: YoungPerson, scene) -> None:
    on = TODAY + timedelta(days=60)
    reconcile_alerts(today=on)
    with scene():
        Allocation.objects.filter(person=amira).update(ends_on=on)
        Allocation.objects.create(person=amira, worker=cast.wes, team=cast.north, starts_on=on)
    reconcile_alerts(today=on)
    assert {name for _, name, _ in told()} == {"Wes", "Mo"}
    with scene():
        Allocation.objects.filter(person=amira, worker=cast.wes).delete()
        Allocation.objects.filter(person=amira).update(ends_on=None)
    reconcile_alerts(today=on)
    assert {name for _, name, _ in told()} == {"Pat", "Mo"}


@pytest.mark.parametrize("why", ["closed", "died"])
def test_nothing_stays_open_for_somebody_who_is_gone(amira: YoungPerson, scene, why: str) -> None:
    on = TODAY + timedelta(days=60)
    reconcile_alerts(today=on)
    with scene():
        if why == "closed":
            Involvement.objects.filter(person=amira).update(ends_on=on)
        else:
            YoungPerson.objects.filter(pk=amira.pk).update(died_on=on)
    reconcile_alerts(today=on)
    assert standing() == set()
    assert told() == set()


def test_other_alerts_are_left_alone(amira: YoungPerson, scene) -> None:
    with scene():
        Alert.objects.create(person=amira, code="safeguarding_1", cycle_started_on=TODAY, opened_on=TODAY, text="Read")
        Involvement.objects.filter(person=amira).update(ends_on=TODAY)
    reconcile_alerts(today=TODAY)
    assert standing() == {("Amira", "safeguarding_1", None)}


def test_visits_are_owed_where_we_provide_the_home_and_told_once(amira: YoungPerson, scene) -> None:
    with scene():
        Home.objects.create(person=amira, kind="D", is_suitable=True, starts_on=TODAY, provided_by_authority=True)
    reconcile_alerts(today=TODAY)
    visits = {(code, due) for _, code, due in standing() if code.startswith("pa_visit")}
    assert visits == {("pa_visit_7_day", TODAY + timedelta(days=7))}
    with scene():
        spoke(amira, TODAY, method="face_to_face", saw_home=True)
    reconcile_alerts(today=TODAY + timedelta(days=7))
    assert "pa_visit_7_day" not in {code for _, code, _ in standing()}
    assert ("Amira", "pa_visit_pre_review", TODAY + timedelta(days=35)) in standing()


def test_the_task_and_the_command_do_it_and_twice_is_once(amira: YoungPerson, capsys) -> None:
    on = TODAY + timedelta(days=200)
    with time_machine.travel(timezone.make_aware(timezone.datetime(on.year, on.month, on.day, 2)), tick=False):
        tasks.reconcile_alerts.apply(throw=True)
        before = standing()
        tasks.reconcile_alerts.apply(throw=True)
        call_command("reconcile_alerts")
    assert before == standing() != set()
    assert "2 people: 0 alerts opened, 0 closed." in capsys.readouterr().out


def test_old_drafts_are_forgotten_by_night_and_newer_ones_kept(cast: Cast, scene) -> None:
    now = timezone.now()
    with scene():
        for number, age in enumerate((KEEP_DRAFTS_FOR + timedelta(hours=1), KEEP_DRAFTS_FOR - timedelta(hours=1))):
            Draft.objects.create(
                user=cast.pat,
                person=cast.amira,
                submission_id=f"6a1f0c4e-0000-4000-8000-00000000000{number}",
                saved_at=now - age,
            )
    forget_old_drafts_task.apply(throw=True)
    forget_old_drafts_task.apply(throw=True)
    assert Draft.objects.count() == 1


def every_fact_of(person: YoungPerson) -> clocks.DutyFacts:
    """The oracle: all there is, read row by row, with nothing left out for speed."""
    dated = {kind: person.status_facts.filter(kind=kind) for kind in ("at_home", "education")}
    versions = person.pathway_plan.versions.all() if hasattr(person, "pathway_plan") else []
    reviews = person.pathway_plan.reviews.all() if hasattr(person, "pathway_plan") else []
    return clocks.DutyFacts(
        date_of_birth=person.date_of_birth,
        status_spans=tuple(
            clocks.StatusSpan(row.status, row.band or None, row.starts_on, row.ends_on)
            for row in person.status_periods.all()
        ),
        homes=tuple(
            clocks.HomeFact(
                row.starts_on,
                row.ends_on,
                row.kind,
                row.provided_by_authority,
                row.suitable_at_first if row.is_judged else row.is_suitable,
                tuple(Judged(each.judged_on, each.is_suitable) for each in row.judgements.order_by("recorded_at")),
            )
            for row in person.homes.all()
        ),
        contacts=tuple(
            clocks.ContactFact(row.happened_on, row.result == "spoke", row.method == "face_to_face", row.saw_home)
            for row in person.contacts.all()
            if row.voided_at is None and row.superseded_at is None
        ),
        assessments=tuple(row.completed_on for row in person.needs_assessments.all() if row.completed_on),
        plans=tuple(row.authorised_on for row in versions if row.state == "authorised"),
        reviews=tuple(clocks.Review(row.held_on, row.next_within_months) for row in reviews),
        personal_adviser=tuple(Period(row.starts_on, row.ends_on) for row in person.allocations.all()),
        at_home=tuple(Period(row.starts_on, row.ends_on) for row in dated["at_home"]),
        education=tuple(Period(row.starts_on, row.ends_on) for row in dated["education"]),
        sentenced=tuple(row.ends_on for row in person.episodes.filter(reason_ended="E9")),
        done=(
            *(
                clocks.Done("copy_to_young_person", copy.given_on, version.authorised_on)
                for version in versions
                for later in versions
                if version.state == later.state == "authorised" and later.authorised_on >= version.authorised_on
                for copy in later.copies.all()
            ),
            *everything_learnt(person),
        ),
        died_on=person.died_on,
    )


def everything_learnt(person: YoungPerson) -> Iterator[clocks.Done]:
    since = {row.skill_id: row.since for row in person.skills.all()}
    if since.keys() == {skill.pk for skill in Skill.objects.all()}:
        yield clocks.Done("independence_skills", max(since.values()))


def live_a_life(cast: Cast, chance: random.Random, number: int) -> None:
    """Somebody with statuses, homes, contacts, assessments, plans, reviews and skills by chance."""
    person = YoungPersonFactory.create(
        first_name=f"P{number}",
        team=cast.north,
        worker=cast.pat,
        date_of_birth=TODAY - timedelta(days=chance.randint(5900, 8900)),
    )

    def some_day(back: int = 700) -> date:
        return days_ago(chance.randint(0, back))

    start = days_ago(900)
    statuses = ["eligible_child", "relevant_child", "former_relevant_child", "person_qualifying"]
    for status in chance.sample(statuses, chance.randint(1, 3)):
        end = start + timedelta(days=chance.randint(30, 600))
        StatusPeriodFactory.create(person=person, status=status, starts_on=start, ends_on=end)
        start = end
    moved_on = days_ago(700)
    while moved_on < TODAY:
        until = moved_on + timedelta(days=chance.choice([3, 20, 40, 90, 400]))
        home = Home.objects.create(
            person=person,
            kind=(kind := chance.choice("DEUWBXR")),
            is_suitable=kind != "X",
            starts_on=moved_on,
            ends_on=None if until >= TODAY else until,
            provided_by_authority=chance.random() < 0.5,
            suitable_at_first=(judged := kind != "X" and chance.random() < 0.5) or None,
        )
        for _ in range(2 * judged):
            judged_on = min(TODAY, moved_on + timedelta(days=chance.randint(-3, 60)))
            HomeSuitabilityFactory.create(
                home=home, judged_by=cast.pat, judged_on=judged_on, is_suitable=chance.random() < 0.5
            )
        if chance.random() < 0.5:
            spoke(person, moved_on, method="face_to_face", saw_home=True)
        moved_on = until
    for _ in range(chance.randint(0, 12)):
        spoke(
            person,
            some_day(),
            method=chance.choice(["phone", "face_to_face"]),
            result=chance.choice(["spoke", "spoke", "no_reply"]),
            saw_home=chance.random() < 0.6,
        )
    for _ in range(chance.randint(0, 1)):
        NeedsAssessment.objects.create(person=person, basis="full", started_on=days_ago(800), completed_on=some_day())
    for number_of_version in range(1, chance.randint(1, 3)):
        PlanVersionFactory.create(
            authorised=True,
            person=person,
            written_by=cast.pat,
            authorised_by=cast.mo,
            authorised_on=some_day(),
            number=number_of_version,
            copied=False,
        )
        if chance.random() < 0.5:
            version = PlanVersion.objects.get(plan__person=person, number=number_of_version)
            PlanCopy.objects.create(
                version=version, given_on=TODAY, how="in_person", given_by=cast.pat, was_explained=True
            )
        if chance.random() < 0.7:
            PlanReviewFactory.create(
                person=person, held_on=some_day(), next_within_months=chance.choice([None, 2, 3, 6])
            )
    for skill in Skill.objects.all():
        if chance.random() < 0.8:
            state = chance.choice(["can", "can", "can", "learning"])
            SkillProgressFactory.create(person=person, skill=skill, state=state, since=some_day())


OPEN_ENDED = {"re_establish_contact", "benefit_bridge"}  # listed from the day on which they start
UNTIL = {
    "housing_application": 18,
    "independence_skills": 18,
    "benefit_bridge": 19,
}  # the age from which nobody is reminded
REGULATION_VISITS = {"pa_visit_7_day", "pa_visit_pre_review", "pa_visit_2_month"}


def listed(found: Iterable[clocks.Duty]) -> set[tuple[str, date]]:
    """What a careful reader would list of these duties: code and day."""
    still = [duty for duty in found if duty.cycle.is_open and (duty.due_on or duty.code in OPEN_ENDED)]
    copies = [duty for duty in still if duty.code == "copy_to_young_person" and duty.cycle.stage == "pathway plan"]
    still = [duty for duty in still if duty.code != "copy_to_young_person"] + copies[-1:]
    visits = [duty.due_on for duty in still if duty.code in REGULATION_VISITS]
    opened = {duty.cycle.started_on for duty in still if duty.code == "plan_review_after_move"}
    contact = {duty.due_on for duty in still if duty.code == "keep_in_touch"}
    said = set()
    for duty in still:
        if duty.code == "pa_visit_guidance" and any(day <= duty.due_on for day in visits):
            continue
        if duty.code == "plan_review_after_any_move" and duty.due_on in opened:
            continue
        if duty.code == "re_establish_contact" and duty.cycle.started_on - timedelta(days=1) in contact:
            continue
        said.add((duty.code, duty.due_on or duty.cycle.started_on))
    return said


@pytest.mark.parametrize("seed", range(3))
def test_the_alerts_are_what_a_slow_reader_of_every_row_would_raise(cast: Cast, scene, seed: int) -> None:
    """Seen to fail when visits on the day of the move were not read, and when the night forgot to close."""
    with scene():
        SkillFactory.create_batch(2)
        for number in range(25):
            live_a_life(cast, random.Random(seed * 1000 + number), number)
    nights = [TODAY, TODAY + timedelta(days=9), TODAY + timedelta(days=90)]
    for night in nights:
        reconcile_alerts(today=night)
        expected = set()
        for person in YoungPerson.objects.all():
            expected |= {
                (person.first_name, code, day)
                for code, day in listed(duties(every_fact_of(person), night, codes=ALERT_DUTIES))
                if day <= night + timedelta(days=28) and person.age_on(night) < UNTIL.get(code, 99)
            }
        assert standing() == expected


def test_it_costs_as_many_queries_for_many_as_for_few(cast: Cast, scene) -> None:
    counts = []
    for numbers in (range(5), range(5, 60)):
        with scene():
            for number in numbers:
                live_a_life(cast, random.Random(number), number)
        with CaptureQueriesContext(connection) as queries:
            reconcile_alerts(today=TODAY + timedelta(days=100 + numbers.start))
        counts.append(len(queries))
    assert counts[0] == counts[1]
