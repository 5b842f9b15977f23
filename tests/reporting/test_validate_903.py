"""`manage.py validate_903`: sentences for people, one JSON object for programs, and an exit status. No database."""

import json
import os
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

SAMPLE = Path(__file__).parents[1] / "data" / "returns_903_sample"
HEADER = "CHILD,DOB,IN_TOUCH,ACTIV,ACCOM\n"


def run(*arguments):
    """What the command printed, and its exit status."""
    out = StringIO()
    try:
        call_command("validate_903", *map(str, arguments), stdout=out)
    except SystemExit as stop:
        return out.getvalue(), stop.code
    except CommandError as error:
        return out.getvalue() + str(error), error.returncode
    return out.getvalue(), 0


@pytest.fixture
def folder(tmp_path):
    def make(text, name="leavers.csv"):
        (tmp_path / name).write_text(text)
        return tmp_path

    return make


def test_a_return_without_errors(folder):
    text, status = run(folder(HEADER + "1,05/09/2005,YES,F2,U1\n"), "--year", 2026)
    assert status == 0
    assert text.startswith(
        "Return for 1 April 2025 to 31 March 2026\nRead: OC3 1\n0 errors; 10 rules ran, 53 skipped.\n"
    )
    assert "  348    It needs last year's OC3.\n" in text


def test_errors_stand_under_their_rule_with_the_remedy(folder):
    text, status = run(folder(HEADER + "1,05/09/2005,YES,0,U1\n2,05/09/2005,YES,F2\n"), "--year", 2026)
    assert status == 1
    assert "Files: 1 problem\n  leavers.csv line 3: This row has 4 values; its table has 5 columns." in text
    assert "Rule 345: 1 error\n  The data collection record shows" in text
    assert "  What to do: Give the young person's activity and accommodation" in text
    assert "    leavers.csv line 2, child 1\n" in text


def test_a_long_list_is_cut_unless_asked_for(folder):
    path = folder(HEADER + "".join(f"{child},05/09/2005,YES,0,U1\n" for child in range(1, 24)))
    assert "    and 3 more: use --all to list them.\n" in run(path, "--year", 2026)[0]
    assert "    leavers.csv line 24, child 23\n" in run(path, "--year", 2026, "--all")[0]


def test_json(folder):
    text, status = run(folder(HEADER + "104218,05/09/2005,YES,0,U1\n"), "--year", 2026, "--json")
    answer = json.loads(text)
    assert status == 1
    assert list(answer) == ["errors", "ran", "skipped"]
    assert [list(error) for error in answer["errors"]] == [
        ["rule", "table", "file", "line", "child", "message", "remedy"]
    ]
    assert list(answer["errors"][0].values())[:5] == ["345", "OC3", "leavers.csv", 2, "104218"]
    assert answer["ran"] == ["131", "132", "133", "153", "344", "345", "347", "391", "3001", "INT34"]
    assert {"rule": "348", "why": "It needs last year's OC3."} in answer["skipped"]


def test_a_child_is_named_as_the_file_spells_it(folder):
    path = folder("CHILD,DOB,IN_TOUCH,ACTIV,ACCOM\nab1,05/09/2005,YES,0,U1\n")
    (path / "more.xml").write_text(
        "<EXPSSDA903><CHILD><HEADER><CHILDID>Cd2</CHILDID><DOB>05/09/2005</DOB><IN_TOUCH>YES</IN_TOUCH>"
        "<ACTIV>0</ACTIV><ACCOM>U1</ACCOM></HEADER></CHILD></EXPSSDA903>"
    )
    errors = json.loads(run(path, "--year", 2026, "--json")[0])["errors"]
    assert [error["child"] for error in errors if error["rule"] == "345"] == ["ab1", "Cd2"]


@pytest.mark.parametrize(
    ("options", "said"), [([], "leavers.csv line 2, child Zo?1\n"), (["--json"], '"child": "Zo\\u00eb1"')]
)
def test_a_terminal_that_knows_no_accents_is_answered_to_the_end(folder, options, said):
    path = folder(HEADER + "Zoë1,05/09/2005,YES,0,U1\n")
    ran = subprocess.run(
        [sys.executable, "manage.py", "validate_903", path, "--year", "2026", *options],
        capture_output=True,
        encoding="ascii",
        env={**os.environ, "PYTHONIOENCODING": "ascii"},
        check=False,
    )
    assert said in ran.stdout
    assert (ran.returncode, ran.stderr) == (1, "")


def test_last_year_unlocks_rules(tmp_path, folder):
    last = tmp_path / "last"
    last.mkdir()
    (last / "oc3.csv").write_text(HEADER + "1,05/09/2005,DIED,0,0\n")
    text, status = run(folder(HEADER + "1,05/09/2005,YES,F2,U1\n"), "--year", 2026, "--prev", last, "--json")
    assert status == 1
    assert [error["rule"] for error in json.loads(text)["errors"]] == ["348"]


def test_the_birthday_of_29_february_is_a_setting(folder):
    (folder(HEADER + "1,29/02/2008,YES,F2,U1\n") / "episodes.csv").write_text(
        "CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,HOME_POST,PL_POST,URN\n"
        "1,01/01/2020,S,C2,N1,U4,PR1,01/03/2026,E5,,LE3 8RA,LE11 3EB,SC012345\n"
    )
    path = folder("", name=".keep")
    assert run(path, "--year", 2026)[1] == 0
    assert "Rule 1007: 1 error" in run(path, "--year", 2026, "--leap-day", "28 February")[0]


@pytest.mark.parametrize("text", ["", "\n", "nonsense", "<a"])
def test_a_folder_without_a_table_could_not_be_read(folder, text):
    printed, status = run(folder(text), "--year", 2026)
    assert status == 2
    assert "Read: nothing\n1 error; 0 rules ran, 63 skipped." in printed
    assert printed.endswith("No table of the return could be read in this folder.")


def test_json_is_whole_even_where_nothing_could_be_read(folder):
    text, status = run(folder("\n"), "--year", 2026, "--json")
    assert status == 2
    [error] = json.loads(text.splitlines()[0])["errors"]
    assert (error["rule"], error["table"], error["line"], error["child"]) == ("FILE", None, None, None)


def test_a_missing_folder_could_not_be_read(tmp_path):
    text, status = run(tmp_path / "nowhere", "--year", 2026)
    assert (text.endswith("nowhere could not be read: No such file or directory."), status) == (True, 2)


@pytest.mark.parametrize("year", ["2026", "2025-26", "2025/26", "2025-2026"])
def test_a_year_is_named_by_its_end_or_by_both_years(folder, year):
    text, _ = run(folder(HEADER + "1,05/09/2005,YES,F2,U1\n"), "--year", year)
    assert text.startswith("Return for 1 April 2025 to 31 March 2026\n")


@pytest.mark.parametrize("year", ["1999", "2101", "25/26", "2025-27", "2026-26", "٢٠٢٦"])
def test_a_year_is_four_digits(tmp_path, year):
    with pytest.raises(CommandError, match="write the year in which the collection ends, such as 2026"):
        call_command("validate_903", str(tmp_path), "--year", year)


@pytest.mark.parametrize(
    ("year", "counts"),
    [
        ("2018", {"133": 12, "165": 357, "215": 234}),
        ("2022", {"1000": 1, "1001": 6, "1010": 1, "1011": 3, "132": 6, "133": 2, "165": 88, "215": 78, "3001": 3})
    ],
)  # fmt: skip
def test_the_sample_returns_agree_with_the_sectors_validator_where_it_is_right(year, counts):
    folder, last = SAMPLE / str(int(year) - 1), SAMPLE / str(int(year) - 2)
    previous = ["--prev", last] if last.exists() else []
    errors = json.loads(run(folder, "--year", year, "--json", *previous)[0])["errors"]
    assert counts == {rule: sum(error["rule"] == rule for error in errors) for rule in counts}


def test_the_help_documents_the_output(capsys):
    with pytest.raises(SystemExit):
        call_command("validate_903", "--help")
    text = capsys.readouterr().out
    for key in ("errors", "ran", "skipped", "rule", "table", "file", "line", "child", "message", "remedy", "why"):
        assert key in text
