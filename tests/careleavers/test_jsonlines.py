import io
import json
import subprocess
import sys

import pytest
from django.core import management
from django.core.management import call_command
from django.core.management.base import CommandError

from careleavers.management.jsonlines import JsonLinesCommand
from careleavers.management.shapes import (
    Boolean,
    Choice,
    Date,
    Key,
    LineError,
    ListOf,
    Number,
    Shape,
    Text,
    Variants,
    Whole,
)


class Greet(JsonLinesCommand):
    help = "Says who is greeted."
    shape = Shape(
        Key("born", Date(), "Date of birth.", required=True, sample="2010-03-10"),
        Key("times", Whole(1, 3), "How often.", default=1, sample=2),
        Key("loud", Boolean(), "In capitals.", default=False),
        Key("tone", Choice(("kind", "plain")), "How it sounds.", default="kind", sample="plain"),
        Key("note", Text(), "Anything to add."),
        Key("score", Number(least=0), "A number."),
        Key("guests", ListOf(Shape(Key("name", Text(), "Their name.", required=True, sample="Sam"))), "Who else."),
        Key("place", Shape(Key("town", Text(), "Town.", sample="Ely"), Key("on", Date(), "Day.")), "Where."),
        Key("must", Shape(Key("be", Text(), "Needed inside.", required=True)), "An optional object."),
        Key("values", ListOf(Number()), "Numbers.", sample=[1]),
    )
    answers = {"asked": "What was read."}

    def answer(self, asked, options):
        if asked["note"] == "no":
            raise LineError("note", "This note cannot be greeted.")
        return {"asked": asked}


class Ask(JsonLinesCommand):
    shape = Variants(
        "ask",
        count=Shape(Key("things", ListOf(Text()), "Things.", required=True, sample=["a"])),
        age=Shape(Key("born", Date(), "Day of birth.", required=True, sample="2010-03-10")),
    )

    def answer(self, asked, options):
        return {"asked": asked}


def answer(line, command=None):
    return json.loads(json.dumps((command or Greet()).answer_line(line, {}), default=str))


GOOD = {"id": 1, "born": "2010-03-10"}


def test_defaults_stand_for_what_is_left_out_or_null():
    read = {
        "born": "2010-03-10",
        "times": 1,
        "loud": False,
        "tone": "kind",
        "note": None,
        "score": None,
        "guests": [],
        "place": {"town": None, "on": None},
        "must": None,
        "values": [],
    }
    assert answer(json.dumps(GOOD)) == {"id": 1, "asked": read}
    assert answer(json.dumps(GOOD | {key: None for key in read if key != "born"})) == {"id": 1, "asked": read}


@pytest.mark.parametrize(
    "more",
    [{}, {"place": {"on": "2026-01-01"}, "guests": [{"name": "Ada"}], "values": [1.5], "loud": True, "note": None}],
)
def test_a_line_is_read_the_same_with_and_without_paths(more):
    value = more | {"born": "2010-03-10"}
    quickly, in_order = Greet.shape.read(value, None), Greet.shape.read(value, "")
    assert list(quickly.items()) == list(in_order.items())
    quickly["times"] = 3  # what one line read is no other line's
    assert Greet.shape.read(value, None) == in_order


@pytest.mark.parametrize("given", [None, 0, 1.5, "é", "\ud800", True, [1, {"a": None}], {"id": 2}])
def test_the_id_is_repeated_as_given(given):
    assert answer(json.dumps(GOOD | {"id": given}))["id"] == given
    assert answer(json.dumps({"id": given})) == {
        "id": given,
        "error": {"field": "born", "message": "born is needed: Date of birth."},
    }


def test_a_line_without_an_id_is_answered_with_null():
    assert answer('{"born": "2010-03-10"}')["id"] is None


@pytest.mark.parametrize(
    ("more", "field", "said"),
    [
        ({"born": "10/03/2010"}, "born", 'as a date like 2010-03-31, not "10/03/2010"'),
        ({"born": "20100310"}, "born", "as a date"),
        ({"born": "2010-W10-1"}, "born", "as a date"),
        ({"born": "2010-02-30"}, "born", "There is no day 2010-02-30"),
        ({"born": "2010-03-1x"}, "born", "There is no day"),
        ({"born": "1899-12-31"}, "born", "from 1900 to 2199, not 1899"),
        ({"born": "2200-01-01"}, "born", "from 1900 to 2199, not 2200"),
        ({"born": 20100310}, "born", "not 20100310"),
        ({"times": 0}, "times", "whole number from 1 to 3, not 0"),
        ({"times": 4}, "times", "not 4"),
        ({"times": 2.0}, "times", "not 2.0"),
        ({"times": True}, "times", "not true"),
        ({"loud": 1}, "loud", "true or false, not 1"),
        ({"loud": "true"}, "loud", "true or false"),
        ({"tone": "Kind"}, "tone", 'one of "kind", "plain", not "Kind"'),
        ({"tone": ["kind"]}, "tone", "not a list"),
        ({"note": 5}, "note", "text in quotation marks, not 5"),
        ({"note": {"a": 1}}, "note", "not an object"),
        ({"note": "no"}, "note", "This note cannot be greeted."),
        ({"score": -0.5}, "score", "number of at least 0, not -0.5"),
        ({"score": True}, "score", "not true"),
        ({"score": "1"}, "score", 'not "1"'),
        ({"guests": {}}, "guests", "a list in square brackets, not an object"),
        ({"guests": [{"name": "Sam"}, {"name": 1}]}, "guests[1].name", "text"),
        ({"guests": [{}]}, "guests[0].name", "guests[0].name is needed: Their name."),
        ({"guests": [None]}, "guests[0]", "as an object in braces, not null"),
        (
            {"guests": [{"name": "Sam", "age": 4}]},
            "guests[0].age",
            "guests[0].age is not a known key. Known here: name.",
        ),
        ({"place": []}, "place", "as an object in braces, not a list"),
        ({"place": {"on": "x"}}, "place.on", "as a date"),
        ({"place": {"twon": "Ely", "day": 1}}, "place.twon", "place.twon, place.day are not known keys."),
        ({"must": {}}, "must.be", "must.be is needed"),
        ({"values": [1, "a"]}, "values[1]", "as a number"),
        ({"borne": 1}, "borne", "borne is not a known key. Known here: born, times,"),
        ({"note": 10**70}, "note", "…"),
    ],
)
def test_what_is_wrong_is_named_by_path_with_a_sentence(more, field, said):
    wrong = answer(json.dumps(GOOD | more))
    assert wrong.keys() == {"id", "error"}
    assert wrong["id"] == 1
    assert wrong["error"]["field"] == field
    assert said in wrong["error"]["message"]
    assert len(wrong["error"]["message"]) < 250


@pytest.mark.parametrize(
    ("line", "field", "said"),
    [
        ("", None, "This line is empty."),
        ("  \n", None, "This line is empty."),
        (b"\n", None, "This line is empty."),
        ("{", None, "This line is not JSON: Expecting property name enclosed in double quotes at character 2."),
        ("{} {}", None, "not JSON: Extra data"),
        ("[]", None, "Write each line as an object in braces, not a list."),
        ("7", None, "not 7"),
        ("null", None, "not null"),
        ("NaN", None, "not NaN"),
        ('{"born": "2010-03-10", "born": "2011-03-10"}', "born", "born comes twice"),
        (b'{"id": "\xff\xfe"}', None, "not UTF-8"),
        ("[" * 200_000, None, "nested too deeply"),
        ('{"id": 1, "x": ' + "[" * 100 + "]" * 100 + "}", None, "nested too deeply"),
        ('{"note": "' + "x" * 10_000_000 + '"}', None, "longer than 10,000,000 characters"),
        ('{"score": ' + "1" * 5000 + "}", None, "too long to read"),
    ],
)
def test_a_line_that_cannot_be_read_is_an_error_without_an_id(line, field, said):
    wrong = answer(line)
    assert wrong["id"] is None
    assert wrong["error"]["field"] == field
    assert said in wrong["error"]["message"]


@pytest.mark.parametrize(
    ("number", "shown"),
    [("1e999", "Infinity"), ("NaN", "NaN"), ("-Infinity", "-Infinity"), ("-1e999", "-Infinity")],
)
def test_what_json_has_no_number_for_is_refused_by_its_key(number, shown):
    wrong = answer(f'{{"id": 1, "born": "2010-03-10", "score": {number}}}')
    assert wrong["id"] == 1
    assert wrong["error"] == {"field": "score", "message": f"Write score as a number of at least 0, not {shown}."}


@pytest.mark.parametrize("given", ["NaN", "1e999", '[{"a": -Infinity}]', "[" * 980 + "]" * 980])
def test_an_id_that_json_cannot_repeat_is_refused(given):
    wrong = answer(f'{{"id": {given}, "born": "2010-03-10"}}')
    assert wrong["id"] is None
    json.dumps(wrong, allow_nan=False)


@pytest.mark.parametrize(
    "line",
    [
        '{"id": 1, "born": "2010-03-10", "born": "2011-03-10"}',
        '{"id": 1, "born": "2010-03-10", "place": {"town": "Ely", "town": "Wells"}}',
    ],
)
def test_a_key_that_comes_twice_does_not_lose_the_id(line):
    wrong = answer(line)
    assert wrong["id"] == 1
    assert "comes twice" in wrong["error"]["message"]


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (Whole(), "whole number"),
        (Whole(most=4), "whole number of at most 4"),
        (Number(0, 1), "number from 0 to 1"),
        (ListOf(Text()), "list, each text"),
    ],
)
def test_kinds_name_themselves(kind, words):
    assert kind.words == words


@pytest.mark.parametrize(
    ("line", "field"),
    [
        ({"ask": "count", "things": ["a", "b"]}, None),
        ({"ask": "age", "born": "2010-03-10"}, None),
        ({"ask": "age", "things": []}, "things"),
        ({"ask": "height"}, "ask"),
        ({"things": []}, "ask"),
    ],
)
def test_keys_that_depend_on_the_question(line, field):
    found = answer(json.dumps(line), Ask())
    assert found.get("error", {}).get("field") == field
    assert field or found["asked"] == line


def test_a_line_with_variants_must_be_an_object():
    assert answer("[]", Ask())["error"]["message"] == "Write each line as an object in braces, not a list."


@pytest.mark.parametrize("command", [Greet(), Ask()])
def test_help_names_every_key_and_works_an_example(command):
    text = command.create_parser("manage.py", "greet").format_help()
    for path, key in command.shape.inner_keys(""):
        assert f"  {path}\n" in text
        assert key.about.split()[-1] in text
    example = next(line for line in text.splitlines() if line.startswith('{"id": "example-1"'))
    assert "error" not in command.answer_line(example, {})
    assert "Its answer:" in text


def test_help_says_which_question_a_key_belongs_to():
    text = " ".join(Ask().create_parser("manage.py", "ask").format_help().split())
    assert "ask one of" in text
    assert text.count("Which question this line asks.") == 1
    assert "Where ask is count: Things." in text
    assert "Where ask is age: Day of birth." in text


@pytest.mark.parametrize("name", ["law", "clocks", "entitlements", "posting", "statistics", "identifiers"])
def test_the_example_of_every_command_is_answered(name):
    text = management.load_command_class(management.get_commands()[name], name).create_parser("", name).format_help()
    assert '"id": "example-1"' in text.partition("Its answer:")[2]
    assert '"error":' not in text.partition("Its answer:")[2]


def test_a_line_may_be_nested_a_hundred_times_and_hold_any_brackets_in_its_texts():
    deep = '{"id": ' + "[" * 99 + "]" * 99 + ', "born": "2010-03-10", "note": "' + r"[{\"[" * 500 + '"}'
    assert "asked" in answer(deep)
    assert "asked" in answer(deep.encode())


def test_a_line_beyond_the_bound_is_one_error_and_the_next_line_is_answered(tmp_path):
    file = tmp_path / "long.jsonl"
    file.write_bytes(b'{"note": "' + b"x" * 25_000_000 + b'"}\n' + json.dumps(GOOD).encode())
    out = io.StringIO()
    with pytest.raises(CommandError, match="1 of 2 lines"):
        call_command(Greet(), str(file), stdout=out)
    assert ["error" in json.loads(line) for line in out.getvalue().splitlines()] == [True, False]


def test_a_file_is_answered_line_by_line_in_order(tmp_path):
    file = tmp_path / "lines.jsonl"
    file.write_bytes(b'\xef\xbb\xbf{"id": 1, "born": "2010-03-10"}\r\n{"id": 2}\n\n{"id": 3, "born": "2011-03-10"}')
    out = io.StringIO()
    with pytest.raises(CommandError, match='2 of 4 lines could not be answered: look for "error"') as stopped:
        call_command(Greet(), str(file), stdout=out)
    assert stopped.value.returncode == 1
    answers = [json.loads(line) for line in out.getvalue().splitlines()]
    assert [one["id"] for one in answers] == [1, 2, None, 3]
    assert ["error" in one for one in answers] == [False, True, True, False]


def test_standard_input_is_read_without_a_file(monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO('{"id": 1, "born": "2010-03-10"}\n'))
    out = io.StringIO()
    call_command(Greet(), stdout=out)
    assert json.loads(out.getvalue())["asked"]["born"] == "2010-03-10"


@pytest.mark.parametrize(
    "command", [["statistics"], ["validate_903", "--year=2026", "--all"], ["validate_903", "--year=2026", "--json"]]
)
def test_a_reader_who_stops_early_gets_no_traceback(command, tmp_path):
    """As `| head -1` does. The output must not fit into what a pipe holds by itself."""
    file = tmp_path / "leavers.csv"
    if command == ["statistics"]:
        file.write_text('{"ask": "wilson", "n": 1, "d": 2}\n' * 10_000)
    else:
        wrong = "".join(f"{child},05/09/2005,YES,0,U1\n" for child in range(10_000))
        file.write_text(f"CHILD,DOB,IN_TOUCH,ACTIV,ACCOM\n{wrong}")
    with subprocess.Popen(
        [sys.executable, "manage.py", *command, str(file)], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as run:
        assert run.stdout.read(10)
        run.stdout.close()
        assert run.stderr.read() == b""
        assert run.wait() in {1, 141}  # 1 says that the return has errors, where all was written before anybody left


def test_nothing_in_gives_nothing_out(tmp_path):
    empty = tmp_path / "empty.jsonl"
    empty.touch()
    out = io.StringIO()
    call_command(Greet(), str(empty), stdout=out)
    assert out.getvalue() == ""


def test_a_missing_file_is_a_sentence(tmp_path):
    with pytest.raises(CommandError, match="cannot be read: No such file"):
        call_command(Greet(), str(tmp_path / "none.jsonl"))
