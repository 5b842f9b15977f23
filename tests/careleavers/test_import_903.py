"""What a return changes in the record: who is created, what later years replace, what is left alone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from careleavers.models import (
    Alert,
    AuditEvent,
    CareEpisode,
    DataQualityIssue,
    Involvement,
    Observation,
    PolicyValue,
    StatusFact,
    YoungPerson,
)
from tests.careleavers.returns import AMY, BOB, BOBS_CARE, CARE, everything, load, write_return
from tests.factories import YoungPersonFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_today")]


@pytest.fixture
def _today() -> Any:
    with time_machine.travel(date(2026, 11, 23), tick=False):
        yield


# One year


def test_a_child_becomes_a_person_with_care_answer_status_and_involvement(tmp_path: Path) -> None:
    folder = write_return(
        tmp_path, Header=AMY, UASC="A1,2,10/05/2001,", Episodes=CARE, OC3="A1,10/05/2001,YES,F2,D1", Reviews=[]
    )
    report = load(folder, 2019)
    amy = YoungPerson.objects.get(ssda903_id="A1")
    assert (amy.date_of_birth, amy.gender, amy.ethnicity, amy.upn) == (date(2001, 5, 10), "F", "WBRI", "H801200001001")
    assert (amy.first_name, amy.last_name, amy.local_id, amy.is_unaccompanied) == ("Child", "A1", "903-A1", True)
    assert {issue.field for issue in amy.data_quality_issues.all()} == {"first_name", "last_name"}
    [episode] = amy.episodes.all()
    assert (episode.starts_on, episode.ends_on, episode.legal_status) == (date(2015, 6, 1), None, "C2")
    assert (episode.placement, episode.placement_provider, episode.need, episode.reason_started) == (
        "U4",
        "PR1",
        "N1",
        "S",
    )
    assert (episode.home_postcode, episode.placement_postcode, episode.urn) == ("LE3 8RA", "LE3 8RB", "SC012345")
    assert episode.source == "SSDA903 2019, line 2 of episodes.csv"
    [answer] = amy.observations.all()
    assert (answer.year, answer.observed_on) == (2019, date(2018, 5, 10))
    assert (answer.in_touch, answer.activity, answer.accommodation) == ("YES", "F2", "D1")
    assert amy.status_periods.filter(status="former_relevant_child").exists()
    assert report["read"]["Reviews"] == {"rows": 0, "files": ["reviews.csv"]}
    assert AuditEvent.objects.get(name="return_loaded", person_id=amy.pk).details["year"] == 2019


def test_a_dry_run_says_the_same_and_saves_nothing(tmp_path: Path) -> None:
    folder = write_return(tmp_path, Header=[AMY, BOB], Episodes=[CARE, BOBS_CARE], OC3="A1,10/05/2001,YES,F2,D1")
    dry = load(folder, 2019, "--dry-run")
    assert not any(everything().values())
    assert not AuditEvent.objects.exists()
    real = load(folder, 2019)
    assert {**dry, "dry_run": False} == real
    before = everything()
    assert load(folder, 2019, "--dry-run")["created"] == 0
    assert everything() == before


def test_an_open_episode_of_last_year_is_closed_by_this_years_copy(tmp_path: Path) -> None:
    load(write_return(tmp_path / "2018", Header=AMY, Episodes=CARE), 2018)
    closed = CARE.replace("PR1,,,", "PR1,01/03/2019,E5,")
    next_one = "A1,01/09/2019,S,V2,N1,P2,PR1,,,,,,"
    report = load(write_return(tmp_path / "2019", Header=AMY, Episodes=[closed, next_one]), 2019)
    assert report["counts"]["care_episodes"] == {"created": 1, "changed": 1, "skipped": 0}
    first, second = CareEpisode.objects.order_by("starts_on")
    assert (first.ends_on, first.reason_ended, second.ends_on) == (date(2019, 3, 1), "E5", None)
    again = load(tmp_path / "2018", 2018)  # an older return never takes back what a later one said
    assert (again["created"], again["changed"], again["refused"]) == (0, 0, [])
    assert CareEpisode.objects.get(starts_on="2015-06-01").ends_on == date(2019, 3, 1)


def test_an_overlap_with_last_year_names_both_lines_and_leaves_the_record_as_it_was(tmp_path: Path) -> None:
    load(write_return(tmp_path / "2018", Header=AMY, Episodes=CARE), 2018)
    other = "A1,01/09/2018,S,V2,N1,P2,PR1,,,,,,"
    report = load(write_return(tmp_path / "2019", Header=[BOB, AMY], Episodes=other), 2019)
    [refusal] = report["refused"]
    assert (refusal["child"], refusal["line"]) == ("A1", 2)
    assert "SSDA903 2018, line 2 of episodes.csv (1 June 2015 to now, still open)" in refusal["reason"]
    assert "line 2 of episodes.csv (1 September 2018 to now, still open)" in refusal["reason"]
    assert CareEpisode.objects.get().ends_on is None
    assert YoungPerson.objects.filter(ssda903_id="B2").exists()


def test_an_episode_that_ended_on_its_first_day_stands_beside_the_next(tmp_path: Path) -> None:
    short = "A1,01/06/2015,S,L1,N1,U4,PR1,01/06/2015,X1,,,,"
    folder = write_return(tmp_path, Header=AMY, Episodes=[short, CARE])
    assert load(folder, 2018)["counts"]["care_episodes"]["created"] == 2
    again = load(folder, 2018)
    assert (again["created"], again["changed"], again["counts"]["care_episodes"]["skipped"]) == (0, 0, 2)


def test_the_same_row_twice_is_skipped_once(tmp_path: Path) -> None:
    answer = "A1,10/05/2001,YES,F2,D1"
    folder = write_return(tmp_path, Header=[AMY, AMY], Episodes=[CARE, CARE], OC3=[answer, answer])
    report = load(folder, 2019)
    assert not report["refused"]
    assert {kind: counts["skipped"] for kind, counts in report["counts"].items()} == {
        "young_people": 1,
        "care_episodes": 1,
        "care_leaver_answers": 1,
        "openings_to_the_service": 0,
        "marks_to_mend": 0,
    }


# Somebody already there


def test_a_person_typed_by_hand_is_matched_and_keeps_their_names(tmp_path: Path, scene: Callable) -> None:
    with scene():
        typed = YoungPersonFactory.create(
            first_name="Amy", last_name="Lowe", date_of_birth=date(2001, 5, 10), ssda903_id="a1", is_parent=True
        )
    folder = write_return(tmp_path, Header=AMY, Episodes=CARE)
    report = load(folder, 2019)
    amy = YoungPerson.objects.get()
    assert (amy.pk, amy.first_name, amy.last_name, amy.local_id) == (typed.pk, "Amy", "Lowe", "T00001")
    assert (amy.gender, amy.ethnicity, amy.upn, amy.is_parent) == ("F", "WBRI", "H801200001001", True)
    assert amy.revision == 2
    assert report["counts"]["young_people"] == {"created": 0, "changed": 1, "skipped": 0}
    assert report["marked_to_mend"] == {}
    assert amy.involvements.count() == 1
    assert load(folder, 2019)["changed"] == 0


def test_a_year_without_header_still_loads_who_is_known(tmp_path: Path) -> None:
    load(write_return(tmp_path / "2018", Header=AMY, Episodes=[]), 2018)
    (tmp_path / "2019").mkdir()
    (tmp_path / "2019" / "header.csv").write_bytes(b"\n")
    report = load(write_return(tmp_path / "2019", Episodes=[CARE, BOBS_CARE]), 2019)
    assert report["counts"]["care_episodes"]["created"] == 1
    [refusal] = [one for one in report["refused"] if one["what"] == "child"]
    assert (refusal["child"], refusal["line"]) == ("B2", 3)
    assert refusal["reason"] == "Header has no row of this child, and no record has this number."


def test_what_somebody_mended_is_neither_put_back_nor_marked_again(tmp_path: Path, scene: Callable) -> None:
    folder = write_return(tmp_path, Header=AMY.replace("H801200001001", "A801200001001"))
    assert load(folder, 2019)["marked_to_mend"] == {"first_name": 1, "last_name": 1, "upn": 1}
    amy = YoungPerson.objects.get()
    assert amy.upn == "A801200001001"
    assert amy.data_quality_issues.get(field="upn").message.startswith("The first letter of this UPN does not fit")
    with scene():
        amy.upn = "H801200001001"
        amy.save()
        amy.data_quality_issues.update(resolved_at=timezone.now())
    again = load(folder, 2019)
    assert (again["created"], again["changed"]) == (0, 0)
    amy.refresh_from_db()
    assert amy.upn == "H801200001001"
    assert amy.data_quality_issues.filter(resolved_at=None).count() == 0


@pytest.mark.parametrize(
    ("first", "second", "kept"),
    [
        ("A801200001001", "H801200001001", "H801200001001"),
        ("H801200001001", "A801200001001", "H801200001001"),
        ("H801200001001", "UN5", "H801200001001"),
        ("UN4", "H801200001001", "H801200001001"),
        ("UN4", "", "UN4"),
        ("", "A801200001001", "A801200001001"),
        ("", "A80120000100199", ""),
    ],
)
def test_the_better_upn_of_two_years_is_kept(tmp_path: Path, first: str, second: str, kept: str) -> None:
    for year, upn in ((2018, first), (2019, second)):
        load(write_return(tmp_path / str(year), Header=f"A1,2,10/05/2001,WBRI,{upn},,"), year)
    assert YoungPerson.objects.get().upn == kept


@pytest.mark.parametrize(
    ("column", "row", "field", "kept"),
    [
        ("SEX", "A1,9,10/05/2001,WBRI,,,", "gender", "U"),
        ("ETHNIC", "A1,2,10/05/2001,MARS,,,", "ethnicity", "NOBT"),
    ],
)
def test_a_code_that_never_was_is_left_out_and_marked(
    tmp_path: Path, column: str, row: str, field: str, kept: str
) -> None:
    report = load(write_return(tmp_path, Header=row), 2019)
    [refusal] = report["refused"]
    assert (refusal["what"], refusal["line"], refusal["column"], refusal["child"]) == ("value", 2, column, "A1")
    assert getattr(YoungPerson.objects.get(), field) == kept
    assert DataQualityIssue.objects.filter(field=field).exists()


def test_a_childs_number_that_a_spreadsheet_wrote_links_to_the_same_child(tmp_path: Path) -> None:
    load(write_return(tmp_path / "2018", Header=AMY.replace("A1", "398768")), 2018)
    load(
        write_return(tmp_path / "2019", Header=AMY.replace("A1", "398768.0"), Episodes=CARE.replace("A1", "398768.0")),
        2019,
    )
    assert YoungPerson.objects.get().episodes.count() == 1


def test_spreadsheet_numbers_and_sexes_of_every_year_are_read(tmp_path: Path) -> None:
    rows = ["A1,1.0,10/05/2001,WBRI,,,", "A2,F,10/05/2001,WBRI,,1.0,01/05/2018", "A3,U,10/05/2001,WBRI,,0,"]
    assert not load(write_return(tmp_path, Header=rows), 2019)["refused"]
    people = YoungPerson.objects.order_by("ssda903_id")
    assert [(one.gender, one.is_parent) for one in people] == [("M", False), ("F", True), ("U", False)]
    assert [one.first_child_born_on for one in people] == [None, date(2018, 5, 1), None]


# Answers about care leavers


@pytest.mark.parametrize(
    ("born", "year", "observed_on"),
    [
        ("10/05/2001", 2019, date(2018, 5, 10)),
        ("01/04/2001", 2019, date(2018, 4, 1)),
        ("31/03/2001", 2019, date(2019, 3, 31)),
        ("31/12/2001", 2019, date(2018, 12, 31)),
        ("01/01/2001", 2019, date(2019, 1, 1)),
        ("29/02/2000", 2018, date(2018, 3, 1)),
        ("29/02/2000", 2020, date(2020, 2, 29)),
        ("10/05/1995", 2019, date(2018, 5, 10)),
    ],
)
def test_an_answer_is_of_the_birthday_in_the_collection(
    tmp_path: Path, born: str, year: int, observed_on: date
) -> None:
    load(write_return(tmp_path, Header=f"A1,2,{born},WBRI,,,", OC3=f"A1,{born},NO,0,0"), year)
    answer = Observation.objects.get()
    assert (answer.year, answer.observed_on, answer.accommodation) == (year, observed_on, "0")


def test_the_authoritys_choice_for_29_february_is_kept(tmp_path: Path, scene: Callable) -> None:
    with scene():
        PolicyValue.objects.create(key="leap_day", value="28 February", from_on=date(2020, 1, 1))
    load(write_return(tmp_path, Header="A1,2,29/02/2000,WBRI,,,", OC3="A1,29/02/2000,YES,F1,U1"), 2018)
    assert Observation.objects.get().observed_on == date(2018, 2, 28)


def test_a_corrected_answer_replaces_the_years_and_leaves_other_years(tmp_path: Path) -> None:
    for year, accommodation in ((2019, "U1"), (2020, "U2"), (2019, "W2")):
        load(write_return(tmp_path, Header=AMY, OC3=f"A1,10/05/2001,YES,F2,{accommodation}"), year)
    assert list(Observation.objects.values_list("year", "accommodation")) == [(2019, "W2"), (2020, "U2")]


# Open to the service

IN_CARE_AT_16 = CARE
LEFT_AT_15 = CARE.replace("PR1,,,", "PR1,09/05/2017,E4A,")
LEFT_ON_16TH_BIRTHDAY = CARE.replace("PR1,,,", "PR1,10/05/2017,E4A,")
CAME_AT_17 = CARE.replace("01/06/2015", "01/08/2018")
CAME_AT_18 = CARE.replace("01/06/2015", "10/05/2019")
DIED_AT_17 = CARE.replace("PR1,,,", "PR1,02/02/2019,E2,")


@pytest.mark.parametrize(
    ("episodes", "answer", "opened"),
    [
        pytest.param(IN_CARE_AT_16, "", (date(2017, 5, 10), date(2026, 5, 10), "Turned 25"), id="in care at 16"),
        pytest.param(CAME_AT_17, "", (date(2018, 8, 1), date(2026, 5, 10), "Turned 25"), id="came at 17"),
        pytest.param(LEFT_AT_15, "", None, id="left at 15"),
        pytest.param(LEFT_ON_16TH_BIRTHDAY, "", None, id="left on the 16th birthday"),
        pytest.param(CAME_AT_18, "", None, id="came at 18"),
        pytest.param(LEFT_AT_15, "YES", (date(2017, 5, 10), date(2026, 5, 10), "Turned 25"), id="in OC3"),
        pytest.param(DIED_AT_17, "", (date(2017, 5, 10), date(2019, 2, 2), "Died"), id="died"),
    ],
)
def test_who_is_opened_to_the_service_and_from_when(
    tmp_path: Path, episodes: str, answer: str, opened: tuple | None
) -> None:
    rows = [f"A1,10/05/2001,{answer},F2,D1"] if answer else []
    load(write_return(tmp_path, Header=AMY, Episodes=episodes, OC3=rows), 2019)
    found = list(Involvement.objects.values_list("starts_on", "ends_on", "reason_closed"))
    assert found == ([opened] if opened else [])


def test_nobody_is_opened_before_they_are_16_and_the_young_stay_open(tmp_path: Path) -> None:
    header = ["C3,1,24/11/2010,WBRI,,,", "D4,1,23/11/2010,WBRI,,,"]
    care = [f"{child},01/06/2020,S,C2,N1,U4,PR1,,,,,," for child in ("C3", "D4")]
    load(write_return(tmp_path, Header=header, Episodes=care), 2026)
    [opened] = Involvement.objects.select_related("person")
    assert (opened.person.ssda903_id, opened.starts_on, opened.ends_on) == ("D4", date(2026, 11, 23), None)


# Deaths


def test_a_death_in_care_is_dated_and_closes_alerts(tmp_path: Path, scene: Callable) -> None:
    with scene():
        typed = YoungPersonFactory.create(
            first_name="Amy", last_name="Lowe", date_of_birth=date(2001, 5, 10), ssda903_id="A1"
        )
        Alert.objects.create(
            person=typed,
            code="contact",
            cycle_started_on=date(2026, 1, 1),
            due_on=date(2026, 2, 1),
            opened_on=date(2026, 1, 1),
            text="Contact",
        )
    load(write_return(tmp_path, Header=AMY, Episodes=DIED_AT_17), 2019)
    typed.refresh_from_db()
    assert typed.died_on == date(2019, 2, 2)
    assert Alert.objects.get().closed_because == "They have died"


def test_a_death_after_care_stops_letters_until_somebody_dates_it_or_puts_it_right(
    tmp_path: Path, scene: Callable
) -> None:
    folder = write_return(tmp_path, Header=AMY, OC3="A1,10/05/2001,DIED,0,0")
    assert load(folder, 2019)["marked_to_mend"]["died_on"] == 1
    amy = YoungPerson.objects.get()
    assert (amy.died_on, amy.do_not_write) == (None, True)
    with scene():
        amy.do_not_write = False
        amy.save()
        amy.data_quality_issues.update(resolved_at=timezone.now())
    assert load(folder, 2019)["changed"] == 0
    amy.refresh_from_db()
    assert amy.do_not_write is False


def test_dead_and_then_in_care_again_is_not_taken_for_a_death(tmp_path: Path) -> None:
    later = "A1,01/03/2019,S,V2,N1,U4,PR1,,,,,,"
    load(write_return(tmp_path, Header=AMY, Episodes=[DIED_AT_17, later]), 2019)
    assert YoungPerson.objects.get().died_on is None


# As a whole


def test_a_history_that_the_law_cannot_read_is_refused_and_the_others_load(tmp_path: Path, scene: Callable) -> None:
    with scene():
        typed = YoungPersonFactory.create(
            first_name="Amy", last_name="Lowe", date_of_birth=date(2001, 5, 10), ssda903_id="A1"
        )
        StatusFact.objects.create(person=typed, kind="education", starts_on=date(1999, 9, 1))
    report = load(write_return(tmp_path, Header=[AMY, BOB], Episodes=[CARE, BOBS_CARE]), 2019)
    [refusal] = report["refused"]
    assert (refusal["what"], refusal["child"]) == ("child", "A1")
    assert refusal["reason"] == (
        "The care history cannot be: the first day of “Pursuing education or training” is 1 September 1999, "
        "before the date of birth 10 May 2001."
    )
    assert list(CareEpisode.objects.values_list("person__ssda903_id", flat=True)) == ["B2"]
    typed.refresh_from_db()
    assert typed.gender == "U"


def test_as_many_queries_for_a_hundred_children_as_for_ten(tmp_path: Path) -> None:
    counts = []
    for first, last in ((0, 10), (10, 110)):
        folder = write_return(
            tmp_path / str(last),
            Header=[f"Q{number},1,{10 + (first > 0)}/05/2001,WBRI,,," for number in range(first, last)],
            Episodes=[CARE.replace("A1", f"Q{number}") for number in range(first, last)],
        )
        with CaptureQueriesContext(connection) as queries:
            load(folder, 2019)
        counts.append(len(queries))
    assert counts[0] == counts[1]
