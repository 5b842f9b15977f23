"""What an import refuses, with the file, line and column it names; and that nothing in a file makes it fail."""

from __future__ import annotations

import csv
import os
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from careleavers.actions.base import allowing_writes
from careleavers.models import CareEpisode, DataQualityIssue, Observation, YoungPerson
from careleavers.ssda903.files import TABLES
from tests.careleavers.returns import AMY, BOB, BOBS_CARE, CARE, SAMPLE, load, run, write_return
from tests.factories import YoungPersonFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_today")]


@pytest.fixture
def _today() -> Any:
    with time_machine.travel(date(2026, 11, 23), tick=False):
        yield


def care(**changes: str) -> str:
    """Amy's episode with some columns changed."""
    values = dict(zip(TABLES["Episodes"], CARE.split(","), strict=True))
    return ",".join((values | changes).values())


AMYS_HEADER = "header.csv", 2
CHILDREN = [  # the child's Header rows, her Episodes; file, line, column, reason
    (
        [AMY],
        [care(DECOM="31/06/2015")],
        ("episodes.csv", 2, "DECOM", 'DECOM is "31/06/2015", which is not a date.'),
    ),
    ([AMY], [care(DECOM="")], ("episodes.csv", 2, "DECOM", "The episode has no DECOM.")),
    ([AMY], [care(DEC="2018-01-01")], ("episodes.csv", 2, "DEC", 'DEC is "2018-01-01", which is not a date.')),
    (
        [AMY],
        [care(DEC="31/05/2015")],
        ("episodes.csv", 2, "DEC", "The episode ends on 31 May 2015, before it begins on 1 June 2015."),
    ),
    (
        [AMY],
        [care(DECOM="24/11/2026")],
        ("episodes.csv", 2, "DECOM", "DECOM is 24 November 2026, which has not come yet."),
    ),
    ([AMY], [care(DEC="01/01/2027")], ("episodes.csv", 2, "DEC", "DEC is 1 January 2027, which has not come yet.")),
    (
        [AMY],
        [care(DECOM="09/05/2001")],
        (
            "episodes.csv",
            2,
            "DECOM",
            "The episode begins on 9 May 2001, before the child was born on 10 May 2001.",
        ),
    ),
    ([AMY], [care(LS="C9")], ("episodes.csv", 2, "LS", 'LS is "C9", which is no legal status.')),
    ([AMY], [care(LS="")], ("episodes.csv", 2, "LS", "The episode has no LS.")),
    (
        [AMY],
        [care(DEC="02/01/2016"), care(DECOM="01/01/2016")],
        (
            "episodes.csv",
            3,
            "DECOM",
            "Two episodes overlap: line 2 of episodes.csv (1 June 2015 to 2 January 2016) and "
            "line 3 of episodes.csv (1 January 2016 to now, still open).",
        ),
    ),
    (
        [AMY],
        [care(DECOM="01/01/2016", DEC="01/02/2016"), care()],
        (
            "episodes.csv",
            2,
            "DECOM",
            "Two episodes overlap: line 3 of episodes.csv (1 June 2015 to now, still open) and "
            "line 2 of episodes.csv (1 January 2016 to 1 February 2016).",
        ),
    ),
    (
        [AMY],
        [care(), care(LS="V2")],
        (
            "episodes.csv",
            3,
            "DECOM",
            "Two episodes overlap: line 2 of episodes.csv (1 June 2015 to now, still open) and "
            "line 3 of episodes.csv (1 June 2015 to now, still open).",
        ),
    ),
    (["A1,2,,WBRI,,,"], [care()], (*AMYS_HEADER, "DOB", "There is no date of birth.")),
    (["A1,2,10.5.01,WBRI,,,"], [care()], (*AMYS_HEADER, "DOB", 'DOB is "10.5.01", which is not a date.')),
    (
        ["A1,2,10/05/2027,WBRI,,,"],
        [],
        (*AMYS_HEADER, "DOB", "The date of birth, 10 May 2027, has not come yet."),
    ),
    (
        ["A1,2,10/05/1901,WBRI,,,"],
        [],
        (*AMYS_HEADER, "DOB", "Born on 10 May 1901, this child would turn 118 in 2019."),
    ),
    (
        [AMY, AMY.replace("2001", "2002")],
        [],
        (
            "header.csv",
            3,
            "DOB",
            "Two dates of birth: 10/05/2001 on line 2 of header.csv, 10/05/2002 on line 3 of header.csv.",
        ),
    ),
]


@pytest.mark.parametrize(("header", "episodes", "refused"), CHILDREN)
def test_a_child_is_refused_whole_and_the_next_one_loads(
    tmp_path: Path, header: list[str], episodes: list[str], refused: tuple[str, int, str, str]
) -> None:
    answers = ["A1,10/05/2001,YES,F2,D1", "B2,01/02/2003,NO,0,0"]
    folder = write_return(tmp_path, Header=[*header, BOB], Episodes=[*episodes, BOBS_CARE], OC3=answers)
    report = load(folder, 2019)
    whole = [one for one in report["refused"] if one["what"] == "child"]
    assert [(one["file"], one["line"], one["column"], one["reason"]) for one in whole] == [refused]
    assert whole[0]["child"] == "A1"
    assert not [one for one in report["refused"] if one["what"] == "value" and one["column"] == refused[2]]
    assert list(YoungPerson.objects.values_list("ssda903_id", flat=True)) == ["B2"]
    assert set(CareEpisode.objects.values_list("person__ssda903_id", flat=True)) == {"B2"}
    assert set(Observation.objects.values_list("person__ssda903_id", flat=True)) == {"B2"}


ROWS_AND_VALUES = [  # table, row; what, column, reason
    ("OC3", "A1,11/05/2001,YES,F2,D1", ("row", "DOB", "DOB is 11/05/2001, but 10 May 2001 on line 2 of header.csv.")),
    (
        "OC3",
        "A1,10/05/2001,MAYBE,,",
        ("row", "IN_TOUCH", "The row has no answers: IN_TOUCH, ACTIV and ACCOM hold no code."),
    ),
    ("OC3", "A1,10/05/2001,YES,F9,D1", ("value", "ACTIV", 'ACTIV is "F9", which is no code of this column.')),
    ("OC3", "A1,10/05/2001,YES,F2,S1", ("value", "ACCOM", 'ACCOM is "S1", which is no code of this column.')),
    ("UASC", "A1,2,11/05/2001,", ("row", "DOB", "DOB is 11/05/2001, but 10 May 2001 on line 2 of header.csv.")),
    ("Header", "A1,2,10/05/2001,WBRI,UN1,,", ("row", None, "Header has this child already, on line 2 of header.csv.")),
    ("Episodes", care(RNE="Q"), ("value", "RNE", 'RNE is "Q", which is no code of this column.')),
    ("Episodes", care(CIN="N9"), ("value", "CIN", 'CIN is "N9", which is no code of this column.')),
    ("Episodes", care(PLACE="XX"), ("value", "PLACE", 'PLACE is "XX", which is no code of this column.')),
    ("Episodes", care(PLACE_PROVIDER="PR9"), ("value", "PLACE_PROVIDER", 'PLACE_PROVIDER is "PR9", which is no')),
    ("Episodes", care(DEC="01/01/2019", REC="E99"), ("value", "REC", 'REC is "E99", which is no code')),
    ("Episodes", care(PL_POST="NOT A POSTCODE"), ("value", "PL_POST", 'PL_POST is "NOT A POSTCODE", longer than 8')),
    ("Episodes", care(URN="SC0123456789"), ("value", "URN", 'URN is "SC0123456789", longer than 10 characters.')),
    ("Reviews", "A1,10/05/2001,01/07/2018,PN9", ("value", "REVIEW_CODE", 'REVIEW_CODE is "PN9", which is no code')),
    ("Missing", "A1,10/05/2001,M,40/07/2018,", ("value", "MIS_START", 'MIS_START is "40/07/2018", which is not')),
    ("Reviews", ",10/05/2001,01/07/2018,PN1", ("row", "CHILD", "This row has no CHILD.")),
    ("Reviews", "A1,10/05/2001", ("row", None, "This row has 2 values; its table has 4 columns.")),
]


@pytest.mark.parametrize(("table", "row", "refused"), ROWS_AND_VALUES)
def test_a_row_or_value_is_refused_and_the_child_loads(
    tmp_path: Path, table: str, row: str, refused: tuple[str, str | None, str]
) -> None:
    tables = {"Header": [AMY], "Episodes": [BOBS_CARE]}
    tables[table] = [*tables.get(table, []), row]
    report = load(write_return(tmp_path, **tables), 2019)
    what, column, reason = refused
    refusal = [one for one in report["refused"] if one["child"] != "B2"][-1]
    assert (refusal["what"], refusal["column"], refusal["line"]) == (what, column, 1 + len(tables[table]))
    assert refusal["file"] == f"{table.lower()}.csv"
    assert refusal["reason"].startswith(reason)
    assert YoungPerson.objects.filter(ssda903_id="A1").exists()


@pytest.mark.parametrize(
    ("born", "age"), [("01/05/2008", 10), ("01/05/1991", 27), ("01/02/2019", 0)], ids=["10", "27", "a baby"]
)
def test_an_answer_about_somebody_far_too_young_or_old_is_refused(tmp_path: Path, born: str, age: int) -> None:
    report = load(write_return(tmp_path, Header=f"A1,2,{born},WBRI,,,", OC3=f"A1,{born},YES,F2,D1"), 2019)
    [refusal] = report["refused"]
    assert (refusal["what"], refusal["file"], refusal["line"], refusal["column"]) == ("row", "oc3.csv", 2, "DOB")
    assert refusal["reason"].endswith(f"this child turns {age}.")
    assert YoungPerson.objects.exists()


def test_another_date_of_birth_than_the_records_is_refused_with_both(tmp_path: Path, scene: Callable) -> None:
    with scene():
        YoungPersonFactory.create(first_name="Amy", last_name="Lowe", date_of_birth=date(2001, 10, 5), ssda903_id="A1")
    [refusal] = load(write_return(tmp_path, Header=AMY, Episodes=CARE), 2019)["refused"]
    assert (refusal["what"], refusal["line"], refusal["column"]) == ("child", 2, "DOB")
    assert refusal["reason"] == "Born on 10 May 2001 in the return, but on 5 October 2001 in the record."
    assert not CareEpisode.objects.exists()


def test_two_records_that_may_be_the_child_or_hold_its_local_id_are_refused(tmp_path: Path, scene: Callable) -> None:
    with scene():
        for number in ("a1", "A1"):
            YoungPersonFactory.create(ssda903_id=number, date_of_birth=date(2001, 5, 10))
        YoungPersonFactory.create(local_id="903-B2")
    report = load(write_return(tmp_path, Header=[AMY, BOB]), 2019)
    assert [(one["child"], one["column"], one["reason"]) for one in report["refused"]] == [
        ("A1", "CHILD", "2 records have this SSDA903 ID."),
        ("B2", "CHILD", "Another record has the local ID 903-B2."),
    ]


@pytest.mark.parametrize(
    ("number", "said"),
    [("A" * 21, "A" * 21), ("A\x001", "A?1"), ("A\x1b1", "A?1")],
    ids=["too long", "a NUL", "a control character"],
)
def test_a_number_that_cannot_be_kept_is_refused_once(tmp_path: Path, number: str, said: str) -> None:
    rows = [AMY.replace("A1", number), BOB]
    report = load(write_return(tmp_path, Header=rows, Episodes=[CARE.replace("A1", number)] * 2), 2019)
    [refusal] = report["refused"]
    assert (refusal["what"], refusal["line"], refusal["column"], refusal["child"]) == ("child", 2, "CHILD", said)
    assert YoungPerson.objects.get().ssda903_id == "B2"


def test_a_doubtful_number_is_kept_and_marked(tmp_path: Path) -> None:
    load(write_return(tmp_path, Header=AMY.replace("A1", "A/1-ABCDEFGHIJKLM")), 2019)
    amy = YoungPerson.objects.get()
    assert (amy.ssda903_id, amy.local_id) == ("A/1-ABCDEFGHIJKLM", "A/1-ABCDEFGHIJKLM")
    assert amy.data_quality_issues.get(field="ssda903_id").message.startswith(
        "An SSDA903 ID has letters and digits only"
    )


# Files

TWO = "CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\nA1,2,10/05/2001,WBRI,,,\nB2,1,01/02/2003,BAFR,,,\n"


@pytest.mark.parametrize(
    ("data", "people", "reason"),
    [
        (b"", 0, "The file is empty"),
        (b"\n", 0, "The file is empty"),
        (b"\xff", 0, "The first line does not name"),
        (TWO.partition("\n")[2].encode(), 0, "The first line does not name the columns"),
        (TWO.replace("ETHNIC", "ETHNICITY").encode(), 0, "The columns are not those of any table. The nearest is"),
        (b"PK\x03\x04" + bytes(100), 0, "This is a workbook"),
        (bytes(range(256)) * 20, 0, "The first line does not name"),
        (b"\xef\xbb\xbf" + TWO.encode(), 2, None),
        (b"\xff\xfe" + TWO.encode("utf-16-le"), 2, None),
        (TWO.replace(",", ";").encode(), 2, None),
        (TWO.replace("WBRI", "\xe9").encode("cp1252"), 2, None),
        (TWO.replace("\n", "\r\n").lower().encode(), 2, None),
    ],
    ids=[
        "empty", "one byte", "one odd byte", "no header", "a column renamed", "a workbook", "every byte",
        "UTF-8 with a mark", "UTF-16", "semicolons", "Windows-1252", "CR LF, lower case",
    ],
)  # fmt: skip
def test_a_file_is_read_or_its_fault_told(tmp_path: Path, data: bytes, people: int, reason: str | None) -> None:
    (tmp_path / "header.csv").write_bytes(data)
    report = load(tmp_path, 2019)
    assert YoungPerson.objects.count() == report["counts"]["young_people"]["created"] == people
    faults = [one["reason"] for one in report["refused"] if one["what"] == "file"]
    assert any(one.startswith(reason) for one in faults) if reason else not faults


def test_a_file_name_that_is_no_text_is_shown_with_question_marks(tmp_path: Path) -> None:
    write_return(tmp_path, Header=[AMY], Episodes=CARE)
    (tmp_path / "episodes.csv").rename(os.fsdecode(os.fsencode(tmp_path) + b"/\xff.csv"))
    load(tmp_path, 2019)
    assert CareEpisode.objects.get().source == "SSDA903 2019, line 2 of ?.csv"


def test_a_folder_without_a_table_is_told_in_words(tmp_path: Path) -> None:
    """Folders within it, even one named like a file, a link to nowhere and a pipe hold nothing to read."""
    write_return(tmp_path / "2019", Header=[AMY])
    (tmp_path / "header.csv").mkdir()
    (tmp_path / "episodes.csv").symlink_to(tmp_path / "nowhere")
    os.mkfifo(tmp_path / "oc3.csv")
    assert "No table of the return was found." in run(tmp_path, 2019)
    [note] = load(tmp_path, 2019)["notes"]
    assert note.endswith("give the folder of one year, not one above it.")


# Whatever stands in the files

CHANGED = ("header", "episodes", "oc3", "uasc")
VALUES = st.one_of(
    st.sampled_from(
        ["", "0", "01/04/2018", "31/02/2018", "01/01/2999", "01/01/1900", "C2", "E2", "X1", "DIED", "'", '"', "\x00"]
    ),
    st.text(max_size=25),
)


def _sample(year: int, name: str, children: int = 5) -> list[list[str]]:
    """The rows of the sample's first children, the header among them, who are in both years."""
    with (SAMPLE / str(year) / f"{name}.csv").open() as file:
        rows = list(csv.reader(file))
    with (SAMPLE / "2018" / "header.csv").open() as file:
        wanted = {row[0] for row in list(csv.reader(file))[1 : children + 1]}
    return [rows[0], *(row for row in rows[1:] if row[0] in wanted)]


@st.composite
def mangled(draw: st.DrawFn, year: int) -> dict[str, bytes]:
    """The files of a small sample year with rows dropped and doubled, values and bytes replaced, columns renamed."""
    files = {}
    for name in CHANGED:
        rows = [list(row) for row in _sample(year, name)]
        for _ in range(draw(st.integers(0, 4))):
            row = draw(st.integers(0, len(rows) - 1))
            what = draw(st.sampled_from(["value", "drop", "double", "swap"]))
            if what == "value":
                rows[row][draw(st.integers(0, len(rows[row]) - 1))] = draw(VALUES)
            elif what == "drop" and len(rows) > 1:
                del rows[row]
            elif what == "double":
                rows.append(list(rows[row]))
            else:
                column = draw(st.integers(1, len(rows[row]) - 1))
                rows[row][column], rows[row][column - 1] = rows[row][column - 1], rows[row][column]
        data = bytearray("\n".join(",".join(row) for row in rows).encode("utf-8", "replace"))
        for _ in range(draw(st.integers(0, 2))):
            data[draw(st.integers(0, len(data) - 1))] = draw(st.integers(0, 255))
        files[f"{name}.csv"] = bytes(data)
    return files


def test_a_refusal_that_quotes_what_cannot_be_stored_still_marks_the_record(tmp_path: Path) -> None:
    """The mark quotes the file; Postgres takes no NUL, and the whole return was given up for one."""
    load(write_return(tmp_path / "first", Header=[AMY], Episodes=[CARE]), 2018)
    second = write_return(tmp_path / "second", Header=[AMY], Episodes=[care(DEC="\x001/03/2019", REC="X1")])
    assert [(each["column"], each["line"]) for each in load(second, 2019)["refused"]] == [("DEC", 2)]
    [marked] = DataQualityIssue.objects.filter(field=DataQualityIssue.RETURN)
    assert marked.value.startswith('2019: DEC is "1/03/2019"')


def test_a_return_whose_every_episode_was_refused_asks_about_care_that_comes_to_light_when_it_is_loaded_again(
    tmp_path: Path,
) -> None:
    """Nothing of its care is in the record, so that an earlier return, loaded after it, does not know that it was."""
    first = write_return(tmp_path / "first", Episodes=[care()])
    second = write_return(tmp_path / "second", Header=[AMY], Episodes=[BOBS_CARE.replace("01/06/2016", "no day")])
    assert load(first, 2018)["created"] == 0
    assert load(second, 2019)["counts"]["young_people"]["created"] == 1
    late = load(first, 2018)["counts"]
    assert (late["care_episodes"]["created"], late["marks_to_mend"]["created"]) == (1, 0)
    asked = load(second, 2019)
    assert (asked["created"], asked["counts"]["marks_to_mend"]["created"]) == (1, 1)
    for folder, year in ((first, 2018), (second, 2019)):
        again = load(folder, year)
        assert (again["created"], again["changed"]) == (0, 0)


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=mangled(2017), second=mangled(2018))
def test_no_files_make_it_fail_and_twice_is_once(first: dict[str, bytes], second: dict[str, bytes]) -> None:
    with tempfile.TemporaryDirectory() as parent, allowing_writes(), transaction.atomic():
        for year, files in ((2018, first), (2019, second)):
            folder = Path(parent) / str(year)
            folder.mkdir()
            for name, data in files.items():
                (folder / name).write_bytes(data)
            dry = load(folder, year, "--dry-run")
            real = load(folder, year)
            assert {**dry, "dry_run": False} == real
            again = load(folder, year)
            assert (again["created"], again["changed"]) == (0, 0)
        # Whom the second return made known may have care in the first, and the second then asks whether it went on
        # (see the test above); after that nothing is left to do.
        for year in (2018, 2019):
            load(Path(parent) / str(year), year)
        for year in (2018, 2019):
            again = load(Path(parent) / str(year), year)
            assert (again["created"], again["changed"]) == (0, 0)
        transaction.set_rollback(True)
