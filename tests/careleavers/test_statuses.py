"""Legal status as rows: the same as the law's own answer after every change."""

import json
from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from careleavers import tasks
from careleavers.actions import care, people
from careleavers.actions.base import Refused
from careleavers.actions.policies import set_policy
from careleavers.actions.statuses import differences, rebuild_all_statuses, rebuild_status, rebuild_statuses
from careleavers.models import CareEpisode, PolicyValue, StatusFact, StatusPeriod
from careleavers.queries.statuses import in_record_words, outcome_of, outcome_row, status_inputs_of
from careleavers.rules import law
from careleavers.rules.bad_input import BadInput
from careleavers.rules.code_labels import outcome_words, status_words
from careleavers.rules.code_sets import Band, Status
from careleavers.rules.law import FlagOutcome
from tests.careleavers.episodes import in_care
from tests.cast import TODAY, Cast
from tests.factories import YoungPersonFactory

pytestmark = pytest.mark.usefixtures("_on_the_day")


def told(person) -> list[tuple[str, str, date]]:
    return [(row.status, row.band, row.starts_on) for row in person.status_periods.all()]


# Amira was born on 1 May 2007.
def test_adding_an_episode_stores_the_whole_timeline(cast: Cast) -> None:
    care.add_episode(
        by=cast.pat, person=cast.amira, facts=in_care(date(2015, 6, 1), date(2025, 5, 1), "E17"), today=TODAY
    )
    assert told(cast.amira) == [
        ("none", "", date(2007, 5, 1)),
        ("looked_after", "", date(2015, 6, 1)),
        ("eligible_child", "", date(2023, 5, 1)),
        ("former_relevant_child", "18-20", date(2025, 5, 1)),
        ("former_relevant_child", "21-24", date(2028, 5, 1)),
        ("none", "", date(2032, 5, 1)),
    ]
    ends = [row.ends_on for row in cast.amira.status_periods.all()]
    assert ends == [*(start for _, _, start in told(cast.amira)[1:]), None]


def test_only_rows_that_differ_are_written(cast: Cast) -> None:
    care.add_episode(
        by=cast.pat, person=cast.amira, facts=in_care(date(2015, 6, 1), date(2025, 5, 1), "E17"), today=TODAY
    )
    before = {row.starts_on: row.pk for row in cast.amira.status_periods.all()}
    care.add_status_fact(by=cast.pat, person=cast.amira, kind="education", starts_on=date(2029, 1, 1), today=TODAY)
    after = {row.starts_on: row.pk for row in cast.amira.status_periods.all()}
    assert set(before) <= set(after)
    assert all(after[day] == pk for day, pk in before.items())


def test_a_death_and_a_new_birthday_move_the_status(cast: Cast) -> None:
    care.add_episode(
        by=cast.pat, person=cast.amira, facts=in_care(date(2015, 6, 1), date(2025, 5, 1), "E17"), today=TODAY
    )
    people.change_person(
        by=cast.pat, person=cast.amira, revision=1, details={"date_of_birth": date(2008, 5, 1)}, today=TODAY
    )
    assert ("eligible_child", "", date(2024, 5, 1)) in told(cast.amira)
    cast.amira.refresh_from_db()
    people.record_death(by=cast.pat, person=cast.amira, died_on=date(2026, 11, 1), today=TODAY)
    assert told(cast.amira)[-1] == ("deceased", "", date(2026, 11, 1))
    assert list(differences([cast.amira.pk], TODAY)) == []


def test_a_birthday_after_care_began_is_refused_and_changes_nothing(cast: Cast) -> None:
    care.add_episode(by=cast.pat, person=cast.amira, facts=in_care(date(2008, 1, 1)), today=TODAY)
    with pytest.raises(Refused, match="do not fit"):
        people.change_person(
            by=cast.pat, person=cast.amira, revision=1, details={"date_of_birth": date(2009, 5, 1)}, today=TODAY
        )
    cast.amira.refresh_from_db()
    assert cast.amira.date_of_birth == date(2007, 5, 1)


LIFE = st.lists(
    st.tuples(st.integers(0, 18 * 365), st.integers(0, 900), st.sampled_from(["C2", "V2", "V3", "J1"]), st.booleans()),
    max_size=6,
)
REASONS = {"C2": "E4A", "V2": "E4B", "V3": "E8", "J1": "E14"}


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(life=LIFE, on=st.integers(0, 25 * 365), home=st.none() | st.integers(14 * 365, 20 * 365))
def test_rows_equal_the_laws_own_answer_on_any_day_after_any_changes(cast: Cast, scene, life, on, home) -> None:
    born = cast.amira.date_of_birth
    with scene():
        for table in (CareEpisode, StatusFact, StatusPeriod):
            table.objects.filter(person=cast.amira).delete()
    for start, length, legal_status, removed in life:
        begins = born + timedelta(start)
        facts = in_care(begins, begins + timedelta(length), REASONS[legal_status], legal_status)
        try:
            episode = care.add_episode(by=None, person=cast.amira, facts=facts, today=TODAY)
        except Refused:
            continue
        if removed:
            care.remove_episode(by=cast.pat, episode=episode, today=TODAY)
    if home is not None:
        care.add_status_fact(by=None, person=cast.amira, kind="at_home", starts_on=born + timedelta(home), today=TODAY)
    rebuild_status(by=None, person=cast.amira, today=TODAY)
    assert list(differences([cast.amira.pk], TODAY)) == []
    day = born + timedelta(on)
    row = cast.amira.status_periods.get(
        pk__in=[
            r.pk for r in cast.amira.status_periods.all() if r.starts_on <= day and (not r.ends_on or day < r.ends_on)
        ]
    )
    [known] = status_inputs_of([cast.amira.pk])
    answer = law.status_on(law.timeline(born, known.episodes, known.facts), day)
    assert (row.status, row.band, row.returned_home) == (answer.status, answer.band or "", answer.returned_home)


def test_the_page_of_reasons_shows_days_rules_and_the_next_change(cast: Cast, sign_in) -> None:
    care.add_episode(
        by=cast.pat, person=cast.amira, facts=in_care(date(2015, 6, 1), date(2025, 5, 1), "E17"), today=TODAY
    )
    page = sign_in(cast.ana).get(reverse("status_why", args=[cast.amira.pk])).content.decode()
    for part in (
        "Why “former relevant child, 18 to 20”?",
        "Children Act 1989 s23C",
        "1,461 days of care counted since the 14th birthday",
        "Former relevant child, 21 to 24",
        "Next: former relevant child, 21 to 24",
        "1 May 2028",
    ):
        assert part in page, part


def test_a_policy_changes_everybodys_rows_in_one_command(cast: Cast, scene) -> None:
    born_on_leap_day = date(2008, 2, 29)
    with scene():
        leap = YoungPersonFactory.create(
            first_name="Lea", last_name="Day", team=cast.north, date_of_birth=born_on_leap_day
        )
    care.add_episode(by=None, person=leap, facts=in_care(date(2015, 6, 1)), today=TODAY)
    rebuild_all_statuses(by=None, today=TODAY)
    assert call("check_statuses").startswith("3 people, 0 differ")
    with scene():
        PolicyValue.objects.create(key="leap_day", value="28 February", from_on=TODAY)
    with pytest.raises(CommandError):
        call("check_statuses")
    assert "1 differ and are mended" in call("check_statuses", "--mend")
    assert leap.status_periods.filter(starts_on=date(2026, 2, 28)).exists()
    assert "0 differ" in call("check_statuses")


def test_the_night_brings_a_new_policy_to_everybody_and_may_run_twice(cast: Cast, scene) -> None:
    with scene():
        leap = YoungPersonFactory.create(
            first_name="Lea", last_name="Day", team=cast.north, date_of_birth=date(2008, 2, 29)
        )
    care.add_episode(by=None, person=leap, facts=in_care(date(2015, 6, 1)), today=TODAY)
    set_policy(by=cast.sys, key="leap_day", value="28 February", from_on=TODAY)
    for _ in range(2):
        tasks.rebuild_statuses()
        assert leap.status_periods.filter(starts_on=date(2026, 2, 28)).exists()
        assert "0 differ" in call("check_statuses")


def call(*command: str) -> str:
    out = StringIO()
    call_command(*command, stdout=out)
    return out.getvalue()


def test_a_history_that_cannot_be_is_told_and_others_are_still_checked(cast: Cast, scene) -> None:
    with scene():
        CareEpisode.objects.create(person=cast.ben, starts_on=date(2001, 1, 1), legal_status="C2")
    found = rebuild_all_statuses(by=None, today=TODAY)
    assert [(one.person_id == cast.ben.pk, bool(one.refused)) for one in found if one.refused] == [(True, True)]
    assert cast.amira.status_periods.exists()
    with pytest.raises(CommandError):
        call("check_statuses")


def test_many_are_computed_with_as_many_queries_as_one(
    cast: Cast, scene, django_assert_num_queries, django_assert_max_num_queries
) -> None:
    with django_assert_max_num_queries(10) as one:
        list(differences([cast.amira.pk], TODAY))
    with scene():
        many = [
            YoungPersonFactory.create(first_name="Robin", last_name=f"Reed{number}", team=cast.north).pk
            for number in range(50)
        ]
    with django_assert_num_queries(len(one)):
        assert len(list(differences(many, TODAY))) == 50


@pytest.mark.parametrize(
    ("outcome", "text", "words"),
    [
        (FlagOutcome(Status.PERSON_QUALIFYING), "person_qualifying", "person qualifying for advice and assistance"),
        (
            FlagOutcome(Status.FORMER_RELEVANT_CHILD, Band.EDUCATION),
            "former_relevant_child 21-24 education",
            "former relevant child, 21 to 24, in education",
        ),
        (
            FlagOutcome(Status.PERSON_QUALIFYING, Band.QUALIFYING, returned_home=True),
            "person_qualifying 16-20, returned home",
            "person qualifying for advice and assistance, 16 to 20 (returned home)",
        ),
        (
            FlagOutcome(Status.ELIGIBLE_CHILD, from_day=date(2026, 7, 31)),
            "eligible_child from 2026-07-31",
            "eligible child from 31 July 2026",
        ),
    ],
)
def test_outcomes_are_stored_and_worded(outcome: FlagOutcome, text: str, words: str) -> None:
    assert outcome_of(json.loads(json.dumps(outcome_row(outcome)))) == outcome
    assert outcome.text == text
    assert outcome_words(outcome) == words


@pytest.mark.parametrize(
    ("episode", "words"),
    [
        (
            law.Episode(date(2007, 1, 1), None, "C2"),
            "the first day of an episode of care is 1 January 2007, before the",
        ),
        (law.Episode(date(2020, 2, 1), date(2020, 1, 1), "C2"), "an episode of care ends on 1 January 2020, before it"),
        (
            law.Episode(date(2020, 2, 1), None, "C2", reason_ended="E5"),
            "an episode of care says why it ended (E5): say",
        ),
        (law.Episode(date(2020, 2, 1), None, "C9"), "C9 is no legal status. Use one of C1, C2, D1"),
        (
            law.Episode(date(2020, 2, 1), date(2020, 3, 1), "C2", reason_ended="E0"),
            "E0 is no reason to end. Use one of",
        ),
    ],
    ids=str,
)
def test_what_cannot_be_is_said_in_the_words_of_the_record(episode: law.Episode, words: str) -> None:
    with pytest.raises(BadInput) as refused:
        law.timeline(date(2008, 3, 10), [episode])
    assert in_record_words(refused.value).startswith(words)


def test_a_day_that_cannot_be_has_no_first_and_last() -> None:
    with pytest.raises(BadInput) as refused:
        law.timeline(date(2008, 3, 10), (), law.StatusFacts(died_on=date(2008, 1, 1)))
    assert in_record_words(refused.value) == "“Died” is 1 January 2008, before the date of birth 10 March 2008."


def test_every_status_and_band_of_the_law_has_words() -> None:
    for status in law.Status:
        for band in status.bands:
            assert (
                status_words(status, band) == f"{status_words(status)}, {status_words(status, band).split(', ', 1)[1]}"
            )
            assert band not in status_words(status, band) or band.isalpha()
        assert "_" not in status_words(status)


def test_computing_twice_changes_nothing(cast: Cast) -> None:
    both = [cast.amira.pk, cast.ben.pk]
    assert rebuild_statuses(by=None, people=both, today=TODAY) == 2
    ids = set(StatusPeriod.objects.values_list("pk", flat=True))
    assert rebuild_statuses(by=None, people=both, today=TODAY) == 0
    assert set(StatusPeriod.objects.values_list("pk", flat=True)) == ids


def test_the_command_finds_a_row_that_was_tampered_with(cast: Cast, scene) -> None:
    rebuild_all_statuses(by=None, today=TODAY)
    with scene():
        cast.amira.status_periods.update(status="looked_after")
    with pytest.raises(CommandError):
        call("check_statuses")
    call("check_statuses", "--mend")
    assert "0 differ" in call("check_statuses")


def test_how_days_are_counted_is_the_authoritys_choice(cast: Cast, scene) -> None:
    with scene():
        young = YoungPersonFactory.create(
            first_name="Eli", last_name="Marsh", team=cast.north, date_of_birth=date(2010, 3, 10)
        )
    care.add_episode(by=None, person=young, facts=in_care(date(2026, 5, 1), legal_status="V2"), today=TODAY)
    assert ("eligible_child", "", date(2026, 7, 31)) in told(young)
    set_policy(by=cast.sys, key="count_days", value="inclusive", from_on=TODAY)
    rebuild_status(by=None, person=young, today=TODAY)
    assert ("eligible_child", "", date(2026, 7, 30)) in told(young)


def test_many_are_refused_together_where_one_cannot_be(cast: Cast, scene) -> None:
    with scene():
        CareEpisode.objects.create(person=cast.ben, starts_on=date(2001, 1, 1), legal_status="C2")
    with pytest.raises(Refused, match="before the date of birth"):
        rebuild_statuses(by=None, people=[cast.amira.pk, cast.ben.pk], today=TODAY)
    assert not StatusPeriod.objects.exists()
