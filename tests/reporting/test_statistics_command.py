import io
import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from reporting.management.commands.statistics import Command


def run(folder: Path, *asked):
    file = folder / "lines.jsonl"
    file.write_text("".join(f"{json.dumps(line)}\n" for line in asked))
    out = io.StringIO()
    try:
        call_command("statistics", str(file), stdout=out)
        status = 0
    except CommandError as failed:
        status = failed.returncode
    return [json.loads(line) for line in out.getvalue().splitlines()], status


def test_each_question_is_answered_with_its_own_keys(tmp_path):
    answers, status = run(
        tmp_path,
        {"id": 1, "ask": "wilson", "n": 94, "d": 104},
        {"id": 2, "ask": "wilson", "n": 0, "d": 0},
        {"id": 3, "ask": "xmr", "values": [1, 3, 1, 3], "better": "lower", "target": 8},
        {"id": 4, "ask": "xmr", "values": [0.5]},
        {"id": 5, "ask": "xmr", "values": []},
        {"id": 6, "ask": "suppress", "rows": [[3, 20], [30, 40]]},
    )
    assert status == 0
    assert answers[0] == {"id": 1, "lower": pytest.approx(0.8320, abs=5e-5), "upper": pytest.approx(0.9469, abs=5e-5)}
    assert answers[1] == {"id": 2, "lower": None, "upper": None}
    assert answers[2] == {
        "id": 3,
        "mean": 2.0,
        "average_moving_range": 2.0,
        "lower": -3.32,
        "upper": 7.32,
        "flags": [None] * 4,
        "verdict": "consistently pass",
    }
    nothing = {"average_moving_range": None, "lower": None, "upper": None, "verdict": None}
    assert answers[3] == {"id": 4, "mean": 0.5, "flags": [None], **nothing}
    assert answers[4] == {"id": 5, "mean": None, "flags": [], **nothing}
    assert answers[5] == {"id": 6, "with_margins": [["c", "c", 23], ["c", "c", 70], [33, 60, 93]]}


def test_proportions_get_limits_of_their_own(tmp_path):
    answers, status = run(
        tmp_path,
        {"id": 1, "ask": "laney", "n": [90] * 12 + [60], "d": [100] * 13, "better": "higher", "target": 0.7},
        {"id": 2, "ask": "laney", "n": [9, 0], "d": [10, 0]},
        {"id": 3, "ask": "laney", "n": [], "d": []},
    )
    assert status == 0
    first, gap, nothing = answers
    assert (first["mean"], first["sigma_z"], first["on_trial"], first["verdict"]) == (
        0.9,
        1,
        False,
        "consistently pass",
    )
    assert first["limits"][0] == [pytest.approx(0.8094, abs=5e-4), pytest.approx(0.9906, abs=5e-4)]
    assert first["flags"] == [None] * 12 + ["outside"]
    assert (gap["limits"][1], gap["flags"], gap["on_trial"]) == (None, [None, None], True)
    none = {"mean": None, "sigma_z": None, "verdict": None}
    assert nothing == {"id": 3, "limits": [], "flags": [], "on_trial": True, **none}


@pytest.mark.parametrize(
    ("line", "field", "words"),
    [
        ({"ask": "wilson", "n": 5, "d": 4}, "n", "from 0 to 4, not 5"),
        ({"ask": "wilson", "n": -1, "d": 4}, "n", "of at least 0|from 0"),
        ({"ask": "wilson", "n": 1.5, "d": 4}, "n", "whole number"),
        ({"ask": "wilson", "n": 1}, "d", "needed"),
        ({"ask": "wilson", "n": 1, "d": 4, "z": 2}, "z", "not a known key"),
        ({"ask": "median", "values": [1]}, "ask", "wilson"),
        ({"values": [1]}, "ask", "needed"),
        ({"ask": "xmr", "values": [1, "2"]}, "values[1]", "number"),
        ({"ask": "xmr", "values": [1, None]}, "values[1]", "number"),
        ({"ask": "xmr", "values": [1e300]}, "values[0]", "number"),
        ({"ask": "xmr", "values": [1], "better": "up"}, "better", "higher"),
        ({"ask": "laney", "n": [1], "d": [1, 2]}, "d", "as many numbers as n"),
        ({"ask": "laney", "n": [1, 3], "d": [1, 2]}, "n[1]", "from 0 to 2, not 3"),
        ({"ask": "laney", "n": [1], "d": [1], "target": 95}, "target", "at most 1|to 1"),
        ({"ask": "suppress", "rows": []}, "rows", "at least one row"),
        ({"ask": "suppress", "rows": [[1, 2], [3]]}, "rows", "equally long"),
        ({"ask": "suppress", "rows": [[1, 2.5]]}, "rows[0][1]", "whole number"),
        ({"ask": "suppress", "rows": [1, 2]}, "rows[0]", "list"),
    ],
)
def test_a_line_that_cannot_be_answered_says_which_key_and_why(tmp_path, line, field, words):
    answers, status = run(tmp_path, {"id": "x", **line}, {"id": "y", "ask": "wilson", "n": 1, "d": 2})
    assert status == 1
    assert answers[0]["id"] == "x"
    assert answers[0]["error"]["field"] == field
    assert any(word in answers[0]["error"]["message"] for word in words.split("|"))
    assert answers[1]["lower"] < 0.5 < answers[1]["upper"]


def test_the_help_shows_a_worked_example_of_each_question():
    manual = Command().manual({"file": "-"})
    for ask in ("wilson", "xmr", "laney", "suppress"):
        assert f'"ask": "{ask}"' in manual
    assert '"with_margins": [["c", "c", 23], ["c", "c", 70], [33, 60, 93]]' in manual
    assert "error" not in manual.partition("A line for each question")[2]
