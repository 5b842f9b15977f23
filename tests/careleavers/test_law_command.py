import io
import json
import os
import subprocess
import sys

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from careleavers.management.commands.law import Command


def ask(monkeypatch, *lines, **options):
    monkeypatch.setattr("sys.stdin", io.StringIO("".join(json.dumps(line) + "\n" for line in lines)))
    out = io.StringIO()
    call_command("law", stdout=out, **options)
    return [json.loads(line) for line in out.getvalue().splitlines()]


LEFT_AT_17 = {
    "id": "A1",
    "date_of_birth": "2010-03-10",
    "on": "2026-12-01",
    "episodes": [
        {
            "start": "2020-06-01",
            "end": "2026-09-01",
            "legal_status": "C2",
            "placement": "U1",
            "reason_ended": "E4A",
            "authority": None,
            "planned_short_break": False,
        }
    ],
    "facts": {"at_home": [{"from": "2026-09-01", "to": None}], "died_on": None},
    "settings": {"leap_day": "1 March", "count_days": "elapsed"},
}


def test_a_line_is_answered_with_exactly_the_documented_keys(monkeypatch):
    (answer,) = ask(monkeypatch, LEFT_AT_17)
    assert list(answer) == ["id", "on", "status", "band", "from", "to", "because", "flags", "next_change", "care_days"]
    assert (answer["id"], answer["on"], answer["status"], answer["band"]) == (
        "A1",
        "2026-12-01",
        "relevant_child",
        None,
    )
    assert (answer["from"], answer["to"]) == ("2026-09-01", "2027-03-01")
    assert answer["next_change"] == {"on": "2027-03-01", "status": "person_qualifying"}
    assert answer["care_days"] == {"after_14": 905, "after_16": 175, "not_counted": 0}
    assert {frozenset(reason) for reason in answer["because"]} == {frozenset({"text", "source", "met"})}
    assert answer["flags"] == []


def test_six_months_at_home_are_marked(monkeypatch):
    (answer,) = ask(monkeypatch, LEFT_AT_17 | {"on": "2027-03-01"})
    assert (answer["status"], answer["band"], answer["returned_home"]) == ("person_qualifying", "16-20", True)


def test_flags_name_both_outcomes(monkeypatch):
    line = {
        "date_of_birth": "2010-03-10",
        "on": "2026-07-30",
        "episodes": [{"start": "2026-05-01", "legal_status": "V2"}],
    }
    (answer,) = ask(monkeypatch, line)
    (flag,) = answer["flags"]
    assert list(flag) == ["code", "text", "outcomes"]
    assert flag["code"] == "thirteen_weeks_count"
    assert flag["outcomes"] == ["looked_after", "eligible_child"]
    assert flag["text"].endswith("It matters from 30 July 2026 to 31 July 2026.")


def test_settings_and_facts_reach_the_law(monkeypatch):
    line = LEFT_AT_17 | {
        "date_of_birth": "2008-02-29",
        "on": "2026-02-28",
        "episodes": [{"start": "2020-01-01", "legal_status": "C2"}],
        "facts": {},
        "settings": {"leap_day": "28 February"},
    }
    died = line | {"facts": {"died_on": "2025-01-01"}}
    assert [one["status"] for one in ask(monkeypatch, line, died)] == ["former_relevant_child", "deceased"]


@pytest.mark.parametrize(
    ("authorities", "status"),
    [
        pytest.param((None, None), "eligible_child", id="ours"),
        pytest.param(("301", "302"), "eligible_child", id="s23A(4): the last one named asks, all days count"),
        pytest.param(("301", "301"), "eligible_child", id="s23A(4): one authority named throughout asks"),
        pytest.param(("301", ""), "eligible_child", id="s23A(4): no name is ours"),
        pytest.param((None, "302"), "none", id="s23A(4): another one came last"),
        pytest.param(("WAL", "WAL"), "none", id="reg 1(2): nobody in England"),
    ],
)
def test_whose_episodes_they_are(monkeypatch, authorities, status):
    first, last = authorities
    episodes = [
        {"start": "2026-02-01", "end": "2026-04-01", "legal_status": "V2", "authority": first},
        {"start": "2026-04-01", "legal_status": "V2", "authority": last},
    ]
    (answer,) = ask(monkeypatch, LEFT_AT_17 | {"on": "2026-05-03", "episodes": episodes, "facts": {}})
    assert answer["status"] == status


def test_the_timeline_runs_from_birth(monkeypatch):
    (answer,) = ask(monkeypatch, LEFT_AT_17, timeline=True)
    assert [(one["from"], one["to"], one["status"], one["band"]) for one in answer["periods"]] == [
        ("2010-03-10", "2020-06-01", "none", None),
        ("2020-06-01", "2026-03-10", "looked_after", None),
        ("2026-03-10", "2026-09-01", "eligible_child", None),
        ("2026-09-01", "2027-03-01", "relevant_child", None),
        ("2027-03-01", "2031-03-10", "person_qualifying", "16-20"),
        ("2031-03-10", "2035-03-10", "person_qualifying", "21-24 education help"),
        ("2035-03-10", None, "none", None),
    ]


def test_the_last_status_has_no_next_change(monkeypatch):
    (answer,) = ask(monkeypatch, LEFT_AT_17 | {"on": "2040-01-01"})
    assert answer["next_change"] is None
    assert answer["to"] is None


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"date_of_birth": None}, "date_of_birth"),
        ({"date_of_birth": "2010-3-10"}, "date_of_birth"),
        ({"on": "2010-03-09"}, "on"),
        ({"episodes": None}, "episodes"),
        ({"episodes": [{"start": "2009-01-01", "legal_status": "C2"}]}, "episodes[0].start"),
        ({"episodes": [{"start": "2020-01-01", "legal_status": "c2"}]}, "episodes[0].legal_status"),
        ({"episodes": [{"start": "2020-01-01", "legal_status": "C2", "place": "U1"}]}, "episodes[0].place"),
        ({"facts": {"at_home": [{"from": "2026-01-01", "end": None}]}}, "facts.at_home[0].end"),
        ({"facts": {"at_home": [{"from": "2026-01-01", "to": "2025-01-01"}]}}, "facts.at_home[0].to"),
        ({"settings": {"leap_day": "29 February"}}, "settings.leap_day"),
        ({"dob": "2010-03-10"}, "dob"),
    ],
)
def test_what_is_wrong_with_a_line_is_named(change, field):
    answer = Command().answer_line(json.dumps(LEFT_AT_17 | change), {"timeline": False})
    assert answer["id"] == "A1"
    assert answer["error"]["field"] == field


def test_a_bad_line_does_not_stop_the_run(monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO("{}\n" + json.dumps(LEFT_AT_17) + "\n"))
    out = io.StringIO()
    with pytest.raises(CommandError, match="1 of 2 lines"):
        call_command("law", stdout=out)
    assert [json.loads(line).get("status") for line in out.getvalue().splitlines()] == [None, "relevant_child"]


def test_it_runs_from_the_shell_without_a_database(tmp_path):
    file = tmp_path / "lines.jsonl"
    file.write_text(json.dumps(LEFT_AT_17) + "\n{}\n")
    environment = {**os.environ, "DATABASE_URL": "postgres://nobody@127.0.0.1:1/none"}
    ran = subprocess.run(
        [sys.executable, "manage.py", "law", str(file)], capture_output=True, text=True, env=environment, check=False
    )
    assert ran.returncode == 1
    assert [json.loads(line)["id"] for line in ran.stdout.splitlines()] == ["A1", None]
    assert "1 of 2 lines could not be answered" in ran.stderr


def test_help_documents_every_key():
    text = Command().create_parser("manage.py", "law").format_help()
    for key in ("episodes[].planned_short_break", "facts.at_home[].from", "settings.count_days", "--timeline"):
        assert key in text
    assert '"status": "relevant_child"' in text


def test_the_law_brings_in_no_django():
    code = "import sys, careleavers.rules.law; sys.exit('django' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)
