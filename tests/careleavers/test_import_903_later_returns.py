"""What a later return contradicts, no longer says, or says under another number."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.management import CommandError, call_command

from careleavers.actions.care import settle_return_question
from careleavers.models import CareEpisode, DataQualityIssue, Involvement, Observation, StatusPeriod, YoungPerson
from careleavers.ssda903.importing.identity import Likeness, LikenessVerdict, plain_number, same_number
from offers.actions.planning import plan_letters
from offers.models import Letter
from pathways.actions.reconcile import reconcile_alerts
from tests.careleavers.returns import AMY, BOB, CARE, load, run, write_return
from tests.cast import Cast
from tests.factories import YoungPersonFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_today")]
CASES = Path(__file__).parent.parent / "data" / "returns_903_cases"
TODAY = date(2026, 11, 28)
KIM = "K1,M,10/12/2008,WBRI,UN3,,"  # 16 on 10 December 2024, 18 on 10 December 2026
OPEN_CARE = "K1,13/01/2016,S,C2,N1,U4,PR1,,,,,,"


@pytest.fixture
def _today() -> Any:
    with time_machine.travel(TODAY, tick=False):
        yield


def statuses_of(person: YoungPerson) -> set[str]:
    return set(StatusPeriod.objects.filter(person=person).values_list("status", flat=True))


# Care left open


def test_a_refused_child_is_marked_and_open_care_is_not_taken_to_go_on(cast: Cast) -> None:
    """Seen to fail: without the sweep, and without `assumed_ended_on` in the status inputs."""
    load(CASES / "01-care-left-open/2018", 2018)
    report = load(CASES / "01-care-left-open/2020", 2020)
    kim = YoungPerson.objects.get(ssda903_id="K1")
    assert [one["child"] for one in report["refused"]] == ["K1"]
    marks = dict(kim.data_quality_issues.filter(resolved_at=None).values_list("field", "message"))
    assert "return of 2020 was not loaded for them. Two episodes overlap" in marks["return"]
    assert "Care since 13 January 2016 is open here" in marks["care_open"]
    assert any("Child K1: care since 13 January 2016 is open" in note for note in report["notes"])
    assert CareEpisode.objects.get().assumed_ended_on == date(2019, 7, 23)  # the refused rows' own last day
    assert "former_relevant_child" not in statuses_of(kim)
    assert not Involvement.objects.filter(person=kim).exists()
    plan_letters(by=None, today=TODAY)
    assert not Letter.objects.filter(person=kim).exists()
    again = load(CASES / "01-care-left-open/2020", 2020)
    assert (again["created"], again["changed"]) == (0, 0)
    assert any("Child K1: care since" in note for note in again["notes"])


LATER: dict[str, dict[str, list[str]]] = {
    "the child is not there any more": {"Header": [BOB], "Episodes": ["B2,01/06/2016,S,V2,N1,U4,PR1,,,,,,"]},
    "the child has no episode any more": {
        "Header": [KIM, BOB],
        "Episodes": ["B2,01/06/2016,S,V2,N1,U4,PR1,,,,,,"],
    },
}


@pytest.mark.parametrize("later", LATER.values(), ids=LATER)
@pytest.mark.parametrize("year", [2019, 2020, 2025])
def test_care_that_a_later_return_no_longer_has_is_asked_about(
    tmp_path: Path, later: dict[str, list[str]], year: int
) -> None:
    load(write_return(tmp_path / "2018", Header=KIM, Episodes=OPEN_CARE), 2018)
    kim = YoungPerson.objects.get(ssda903_id="K1")
    folder = write_return(tmp_path / "later", **later)
    dry = load(folder, year, "--dry-run")
    report = load(folder, year)
    assert {**dry, "dry_run": False} == report
    assert report["marked_to_mend"]["care_open"] == 1
    assert CareEpisode.objects.get(person=kim).assumed_ended_on == date(2018, 4, 1)
    assert "former_relevant_child" not in statuses_of(kim)
    assert any("Child K1" in note for note in load(folder, year + 1)["notes"])


@pytest.mark.parametrize(("year", "is_asked"), [(2026, True), (2020, False)], ids=["at 17", "at 11: a mistake"])
@pytest.mark.parametrize("tables", [{"Header": KIM}, {}], ids=["with a Header", "OC3 alone"])
def test_a_care_leaver_of_a_return_without_episodes_is_not_in_care(
    tmp_path: Path, tables: dict, year: int, is_asked: bool
) -> None:
    """Seen to fail: care that was open in the record went on, and made a former relevant child at 18."""
    load(write_return(tmp_path / "2018", Header=[KIM, BOB], Episodes=[OPEN_CARE, CARE]), 2018)
    report = load(write_return(tmp_path / "later", OC3="K1,10/12/2008,YES,F2,U1", **tables), year)
    assert report["marked_to_mend"] == ({"care_open": 1} if is_asked else {})
    kim = YoungPerson.objects.get(ssda903_id="K1")
    assert ("former_relevant_child" in statuses_of(kim)) is not is_asked
    assert [note.split(":")[0] for note in report["notes"] if "care since" in note] == ["Child K1"] * is_asked
    assert reconcile_alerts(today=TODAY)[1:] == (0, 0, 0), "what is due about them is right at once"


def test_a_return_that_has_the_care_again_settles_the_question(tmp_path: Path) -> None:
    load(write_return(tmp_path / "2018", Header=KIM, Episodes=OPEN_CARE), 2018)
    load(write_return(tmp_path / "2019", Header=BOB, Episodes="B2,01/06/2016,S,V2,N1,U4,PR1,,,,,,"), 2019)
    load(write_return(tmp_path / "2020", Header=KIM, Episodes=OPEN_CARE), 2020)
    kim = YoungPerson.objects.get(ssda903_id="K1")
    [episode] = kim.episodes.all()
    assert (episode.assumed_ended_on, episode.returned_in) == (None, 2020)
    assert not kim.data_quality_issues.filter(field="care_open", resolved_at=None).exists()
    assert "former_relevant_child" in statuses_of(kim)


def test_who_turned_18_within_the_year_is_not_asked_about(tmp_path: Path) -> None:
    header = "K1,M,10/12/2000,WBRI,UN3,,"
    load(write_return(tmp_path / "2018", Header=header, Episodes=OPEN_CARE), 2018)
    report = load(write_return(tmp_path / "2020", Header=BOB, Episodes="B2,01/06/2016,S,V2,N1,U4,PR1,,,,,,"), 2020)
    assert "care_open" not in report["marked_to_mend"]


def test_a_manager_says_that_care_goes_on(tmp_path: Path, cast: Cast, sign_in: Callable[..., Any]) -> None:
    load(write_return(tmp_path / "2018", Header=KIM, Episodes=OPEN_CARE), 2018)
    later = write_return(tmp_path / "2020", Header=BOB, Episodes="B2,01/06/2016,S,V2,N1,U4,PR1,,,,,,")
    load(later, 2020)
    kim = YoungPerson.objects.get(ssda903_id="K1")
    client, issue = sign_in(cast.vera), kim.data_quality_issues.get(field="care_open")
    page = client.get(f"/people/{kim.pk}/details/care/").content.decode()
    assert "legal status takes it to have ended on 1 April 2018" in page
    done = client.post(f"/people/{kim.pk}/details/care/questions/{issue.pk}/")
    assert done.status_code == 302
    assert CareEpisode.objects.get(person=kim).assumed_ended_on is None
    assert "former_relevant_child" in statuses_of(kim)
    again = load(later, 2020)
    assert again["marked_to_mend"] == {}  # what somebody has answered is not asked again about that return


def test_no_letter_while_a_refused_return_waits_to_be_looked_into(tmp_path: Path, cast: Cast) -> None:
    """A child who is a care leaver in any case. Seen to fail: without `without_return_questions`."""
    born = "K1,M,10/12/2005,WBRI,UN3,,"  # 21 on 10 December 2026
    care = "K1,13/01/2016,S,C2,N1,U4,PR1,10/12/2023,E5,,,,"
    load(write_return(tmp_path / "2024", Header=born, Episodes=care), 2024)
    kim = YoungPerson.objects.get(ssda903_id="K1")
    load(write_return(tmp_path / "2025", Header=born.replace("2005", "2004"), Episodes=care), 2025)
    plan_letters(by=None, today=TODAY)
    assert not Letter.objects.exists()
    settle_return_question(by=cast.vera, issue=kim.data_quality_issues.get(field="return"), today=TODAY)
    plan_letters(by=None, today=TODAY)
    assert Letter.objects.filter(person=kim).count() == 1


# Identity


def test_a_number_that_lost_its_zeros_is_the_same_child() -> None:
    """Seen to fail: with `plain_number` returning the number as it came."""
    load(CASES / "02-leading-zeros/2025", 2025)
    report = load(CASES / "02-leading-zeros/2026", 2026)
    child = YoungPerson.objects.get()
    assert child.ssda903_id == "0012345"
    assert child.episodes.get().ends_on == date(2026, 3, 20)
    assert any("Child 12345" in note and "is 0012345 in the record" in note for note in report["notes"])
    again = load(CASES / "02-leading-zeros/2026", 2026)
    assert (again["created"], again["changed"]) == (0, 0)


UPN, OTHER_UPN = "H801200001001", "T801200001002"
IDENTITIES = [  # the number and the Header of the second year: number, DOB, UPN, first day; people, refused, noted
    pytest.param("12345", "10/12/2008", "", "01/06/2019", 1, 0, 1, id="zeros lost, no UPN"),
    pytest.param("12345.0", "10/12/2008", "", "02/06/2020", 1, 0, 1, id="a decimal, another episode"),
    pytest.param("1.2345E+04", "10/12/2008", UPN, "01/06/2019", 1, 0, 1, id="scientific"),
    pytest.param("9988", "10/12/2008", UPN, "01/06/2019", 1, 0, 1, id="a new number, all else the same"),
    pytest.param("9988", "10/12/2008", UPN, "01/02/2026", 1, 1, 0, id="a new number, the UPN and birth"),
    pytest.param("12345", "10/12/2008", OTHER_UPN, "01/06/2019", 1, 1, 0, id="zeros lost, another UPN"),
    pytest.param("12345", "11/12/2008", UPN, "01/06/2019", 1, 1, 0, id="zeros lost, another birth"),
    pytest.param("9988", "10/12/2008", "", "01/06/2019", 2, 0, 1, id="the same birth and first day: a twin?"),
    pytest.param("12345", "11/12/2008", "", "01/02/2026", 2, 0, 1, id="the number alone"),
    pytest.param("9988", "11/12/2008", "", "01/06/2019", 2, 0, 0, id="the first day alone"),
]


@pytest.mark.parametrize(("number", "born", "upn", "first_day", "people", "refused", "noted"), IDENTITIES)
def test_never_a_second_person_in_silence(
    tmp_path: Path, number: str, born: str, upn: str, first_day: str, people: int, refused: int, noted: int
) -> None:
    load(CASES / "02-leading-zeros/2025", 2025)
    folder = write_return(
        tmp_path,
        Header=f"{number},M,{born},WBRI,{upn},,",
        Episodes=f"{number},{first_day},S,C2,N1,U4,PR1,,,,,,",
    )
    if first_day != "01/06/2019":  # two open episodes would overlap
        CareEpisode.objects.update(ends_on=date(2019, 12, 1))
    report = load(folder, 2026)
    assert all("write 0012345 as CHILD" in one["remedy"] for one in report["refused"])
    assert YoungPerson.objects.count() == people
    assert len(report["refused"]) == refused
    notes = [note for note in report["notes"] if "0012345" in note and "care since" not in note]
    assert len(notes) == noted
    if refused or (noted and people == 2):
        assert DataQualityIssue.objects.filter(field__in=("return", "ssda903_id"), resolved_at=None).exists()


def test_a_record_without_a_number_is_not_doubled(tmp_path: Path, scene: Callable[..., Any]) -> None:
    with scene():
        YoungPersonFactory.create(
            first_name="Amy", last_name="Lowe", date_of_birth=date(2001, 5, 10), upn="H801200001001"
        )
    report = load(write_return(tmp_path, Header=AMY, Episodes=CARE), 2019)
    [refusal] = report["refused"]
    assert "the record with local ID T00001" in refusal["reason"]
    assert "the same UPN and date of birth" in refusal["reason"]
    assert YoungPerson.objects.count() == 1
    assert load(tmp_path, 2019)["created"] == 0


def test_a_number_written_in_two_ways_in_one_return_is_one_child(tmp_path: Path) -> None:
    folder = write_return(
        tmp_path,
        Header="0012345,M,10/12/2008,WBRI,,,",
        Episodes="12345,01/06/2019,S,C2,N1,U4,PR1,,,,,,",
        OC3='"=""0012345""",10/12/2008,YES,F2,U1',
    )
    report = load(folder, 2026)
    assert YoungPerson.objects.get().episodes.count() == 1
    assert report["refused"] == []
    assert any("CHILD 12345 is 0012345 in Header" in note for note in report["notes"])


def test_a_child_twice_in_header_under_two_numbers_is_loaded_once(tmp_path: Path) -> None:
    rows = ["0012345,M,10/12/2008,WBRI,,,", "12345,M,10/12/2008,WBRI,,,", "7,F,10/12/2008,WBRI,,,"]
    report = load(write_return(tmp_path, Header=rows), 2026)
    assert [one["child"] for one in report["refused"]] == ["12345"]
    assert YoungPerson.objects.count() == 2


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("0012345", "12345", True),
        ("12,345", "12345", True),
        ("1.23457E+11", "123456789012", True),
        ("1.23457E+11", "123446789012", False),
        ("'007", "7", True),
        ("00", "0", False),
        ("AB12", "ab12", True),
        ("10", "1", False),
    ],
)
def test_what_a_spreadsheet_does_to_a_number(one: str, other: str, same: bool) -> None:
    assert same_number(one, other) is same
    assert plain_number("0012345") == "12345"


def test_twins_are_two() -> None:
    twins = Likeness(number=False, upn=False, birth=True, first_day=True, upns_differ=True)
    assert twins.verdict is LikenessVerdict.OTHERS


# What two returns contradict


CONTRADICTIONS = [
    ("K1,F,10/12/2008,WBRI,UN3,,", OPEN_CARE, "SEX is M in the record and F here"),
    ("K1,M,10/12/2008,BAFR,UN3,,", OPEN_CARE, "ETHNIC is WBRI in the record and BAFR here"),
    (KIM, OPEN_CARE.replace("C2", "V2"), "LS is C2 in the record and V2 here"),
]


@pytest.mark.parametrize(("header", "episode", "said"), CONTRADICTIONS, ids=[one[2] for one in CONTRADICTIONS])
def test_what_two_returns_contradict_is_in_the_report(tmp_path: Path, header: str, episode: str, said: str) -> None:
    load(write_return(tmp_path / "2018", Header=KIM, Episodes=OPEN_CARE), 2018)
    report = load(write_return(tmp_path / "2019", Header=header, Episodes=episode), 2019)
    assert any(said in note and "Taken from this return." in note for note in report["notes"])


def test_an_episode_that_ended_or_a_first_upn_contradicts_nothing(tmp_path: Path) -> None:
    load(write_return(tmp_path / "2018", Header=KIM, Episodes=OPEN_CARE), 2018)
    ended = OPEN_CARE.replace("PR1,,,", "PR1,01/06/2018,E4A,")
    report = load(write_return(tmp_path / "2019", Header=KIM.replace("UN3", UPN), Episodes=ended), 2019)
    assert not any("in the record" in note for note in report["notes"])


def test_an_episode_that_a_corrected_file_no_longer_has_is_named(tmp_path: Path) -> None:
    first = "K1,01/06/2018,S,C2,N1,U4,PR1,01/07/2018,E4A,,,,"
    second = "K1,01/09/2018,S,C2,N1,U4,PR1,,,,,,"
    load(write_return(tmp_path / "first", Header=KIM, Episodes=[first, second]), 2019)
    report = load(write_return(tmp_path / "corrected", Header=KIM, Episodes=[second]), 2019)
    assert any("the episode from 1 June 2018 to 1 July 2018 is in the record" in note for note in report["notes"])


def test_dead_in_one_return_and_answering_in_the_next_is_asked_about(tmp_path: Path) -> None:
    born = "K1,M,10/12/2001,WBRI,UN3,,"
    died = OPEN_CARE.replace("PR1,,,", "PR1,01/06/2018,E2,")
    load(write_return(tmp_path / "2019", Header=born, Episodes=died), 2019)
    report = load(write_return(tmp_path / "2021", Header=born, OC3="K1,10/12/2001,YES,F2,U1"), 2021)
    assert any("They died on 1 June 2018, and line 2 of oc3.csv" in note for note in report["notes"])
    assert DataQualityIssue.objects.filter(field="died_on", resolved_at=None).count() == 1


# Short breaks, birthdays to come, nothing there


def test_short_breaks_alone_open_nobody() -> None:
    """Seen to fail: with every episode counted."""
    report = load(CASES / "05-short-breaks-only/2026", 2026)
    assert report["counts"]["openings_to_the_service"]["created"] == 0
    assert not Involvement.objects.exists()


def test_care_after_short_breaks_opens_from_the_care(tmp_path: Path) -> None:
    header = "K801,M,10/05/2008,WBRI,UN3,,"
    rows = ["K801,05/06/2024,S,V4,N1,K2,PR1,07/06/2024,E4A,,,,", "K801,01/02/2026,S,C2,N1,U4,PR1,,,,,,"]
    load(write_return(tmp_path, Header=header, Episodes=rows), 2026)
    assert Involvement.objects.get().starts_on == date(2026, 2, 1)


def test_an_answer_is_never_dated_after_today() -> None:
    """Seen to fail: without the comparison with today."""
    folder = CASES / "07-answer-before-birthday/2027"
    report = load(folder, 2027)
    [refusal] = report["refused"]
    assert (refusal["what"], refusal["file"], refusal["line"]) == ("row", "oc3.csv", 2)
    assert "birthday on 20 February 2027, which has not come yet" in refusal["reason"]
    assert not Observation.objects.exists()
    with time_machine.travel(date(2027, 2, 20), tick=False):
        assert load(folder, 2027)["refused"] == []
    assert Observation.objects.get().observed_on == date(2027, 2, 20)


def test_observations_are_on_the_care_history_page(tmp_path: Path, cast: Cast, sign_in: Callable[..., Any]) -> None:
    load(write_return(tmp_path, Header=AMY, Episodes=CARE, OC3="A1,10/05/2001,YES,F2,D1"), 2019)
    amy = YoungPerson.objects.get(ssda903_id="A1")
    page = sign_in(cast.vera).get(f"/people/{amy.pk}/details/care/").content.decode()
    assert "What SSDA903 returns said of them" in page
    assert "10 May 2018" in page


def test_no_table_is_exit_status_2(tmp_path: Path) -> None:
    """Seen to fail: without the CommandError."""
    for more in ((), ("--json",), ("--dry-run",)):
        with pytest.raises(CommandError) as refused:
            call_command("import_903", str(tmp_path), "--year=2019", *more)
        assert refused.value.returncode == 2
    assert "No table of the return was found." in run(tmp_path, 2019)
