"""What a personal adviser reads: why each duty runs, word for word, earlier runs included.

`tests/data/clocks_reasons.txt` holds the words, reviewed by eye; a changed sentence changes that file on purpose:

    UPDATE_REASONS=yes .venv/bin/python -m pytest tests/pathways/test_clocks_reasons.py
"""

import json
import os
from pathlib import Path
from typing import Any

from pathways.management.commands.clocks import Command
from pathways.rules.clocks import AUTHORITY_DUTIES, CLOCKS, EVENTS

WRITTEN = Path(__file__).parent.parent / "data" / "clocks_reasons.txt"
IN_CARE = {"start": "2020-06-01", "legal_status": "C2", "placement": "U1"}
LEFT = {**IN_CARE, "end": "2026-09-01", "reason_ended": "E5"}
QUALIFYING = {"start": "2026-05-01", "end": "2026-06-15", "legal_status": "V2", "reason_ended": "E5"}
SENTENCED = {"start": "2026-05-01", "end": "2026-06-15", "legal_status": "V2", "reason_ended": "E9"}


def visit(on: str) -> dict[str, Any]:
    return {"on": on, "with_young_person": True, "visit": True, "at_home": True}


CASES: dict[str, dict[str, Any]] = {
    "in care at 16": {"on": "2026-07-01", "episodes": [IN_CARE], "assessments": [{"completed_on": "2026-06-15"}]},
    "in care, seen by the social worker": {
        "on": "2025-07-01",
        "episodes": [IN_CARE],
        "events": [{"what": "placement_started", "on": "2025-06-02"}],
        "done": [{"code": "sw_statutory_visit", "on": "2025-06-06"}],
    },
    "in care with a plan": {
        "on": "2027-07-01",
        "episodes": [IN_CARE],
        "plans": [{"authorised_on": "2026-06-20"}],
        "reviews": [{"held_on": "2026-12-01"}],
        "personal_adviser": [{"from": "2026-03-12"}],
    },
    "left care without a plan": {"on": "2026-12-10", "episodes": [LEFT]},
    "in accommodation we provide": {
        "on": "2027-03-01",
        "episodes": [LEFT],
        "homes": [{"from": "2026-09-01", "kind": "D", "provided_by_authority": True}],
        "contacts": [visit("2026-09-03"), visit("2026-09-28"), visit("2026-11-20")],
        "plans": [{"authorised_on": "2026-08-20"}],
        "reviews": [{"held_on": "2026-10-01", "next_within_months": 2}, {"held_on": "2026-12-01"}],
    },
    "moved into accommodation we provide": {
        "on": "2026-09-10",
        "episodes": [LEFT],
        "homes": [{"from": "2026-09-01", "kind": "D", "provided_by_authority": True}],
        "plans": [{"authorised_on": "2026-08-20"}],
    },
    "moved, and the review set an interval": {
        "on": "2026-11-10",
        "episodes": [LEFT],
        "homes": [{"from": "2026-10-02", "kind": "U"}],
        "reviews": [{"held_on": "2026-11-02", "next_within_months": 9}],
    },
    "reviewed before the status began": {
        "on": "2026-10-01",
        "episodes": [{**LEFT, "reason_ended": "E4A"}],
        "reviews": [{"held_on": "2026-02-01"}],
    },
    "unsuitable homes": {
        "on": "2027-06-01",
        "episodes": [LEFT],
        "homes": [
            {"from": "2026-09-01", "to": "2026-09-10", "kind": "W", "suitable": False},
            {"from": "2026-09-10", "to": "2026-11-01", "kind": "S", "suitable": False},
            {"from": "2026-11-01", "to": "2027-04-01", "kind": "X", "suitable": False},
            {"from": "2027-04-01", "kind": "U", "suitable": False},
        ],
        "contacts": [visit("2026-11-05")],
        "risk_assessments": [{"signed_on": "2026-09-12", "review_on": "2026-10-12"}, {"signed_on": "2027-04-02"}],
    },
    "home with a parent": {"on": "2027-03-10", "episodes": [LEFT], "facts": {"at_home": [{"from": "2026-09-01"}]}},
    "sentenced, not relevant": {
        "on": "2026-07-10",
        "episodes": [SENTENCED],
        "homes": [{"from": "2026-06-15", "kind": "X"}],
    },
    "at 18, with former carers and on a course": {
        "on": "2028-05-01",
        "episodes": [IN_CARE],
        "homes": [{"from": "2028-03-10", "kind": "Z"}],
        "facts": {"education": [{"from": "2027-09-01"}]},
    },
    "after 18, out of touch": {
        "on": "2028-09-01",
        "episodes": [IN_CARE],
        "contacts": [{"on": "2028-04-01", "with_young_person": True}],
        "letters_sent": [{"occasion": "18", "on": "2028-03-12"}],
    },
    "after 21, asks for support": {
        "on": "2033-05-01",
        "episodes": [IN_CARE],
        "facts": {"support_wanted": [{"from": "2033-02-01"}]},
    },
    "a person qualifying": {"on": "2026-12-10", "episodes": [QUALIFYING], "contacts": [visit("2026-11-05")]},
    "after 21, asked twice": {"on": "2033-05-01", "episodes": [IN_CARE], "offers_made": ["2031-04-01", "2032-03-01"]},
    "after 21, in education": {
        "on": "2032-03-01",
        "episodes": [IN_CARE],
        "facts": {"education": [{"from": "2032-01-15"}]},
        "assessments": [{"completed_on": "2032-02-15"}],
    },
    "died": {
        "on": "2028-06-20",
        "episodes": [IN_CARE],
        "facts": {"died_on": "2028-06-09"},
        "death_known_on": "2028-06-12",
    },
    "died, no day of hearing of it": {"on": "2028-06-20", "episodes": [IN_CARE], "facts": {"died_on": "2028-06-09"}},
    **{
        f"{what}, at {age}": {"on": later, "episodes": episodes, "events": [{"what": what, "on": on}]}
        for what in EVENTS
        for age, on, later, episodes in (
            (17, "2027-01-04", "2027-02-01", [IN_CARE]),
            (20, "2030-06-03", "2030-07-01", [IN_CARE]),
        )
    },
}


def told() -> dict[str, str]:
    """The text of every case under its name: the sentences that no case before it has."""
    texts = {}
    seen = set()
    for name, keys in CASES.items():
        line = json.dumps({"date_of_birth": "2010-03-10", **keys})
        rows = Command().answer_line(line, {"history": True})["duties"]
        sentences = dict.fromkeys(f"{row['code']}: {row['because']}" for row in rows)
        texts[name] = (
            "\n".join([f"# {name}, on {keys['on']}", *(each for each in sentences if each not in seen)]) + "\n"
        )
        seen.update(sentences)
    return texts


def written() -> dict[str, str]:
    """The reviewed text of every case under its name."""
    texts = WRITTEN.read_text().removeprefix("# ").split("\n# ")
    return {text.partition(", on 20")[0]: "# " + text.rstrip("\n") + "\n" for text in texts}


def test_the_words() -> None:
    """The clocks are asked inside the test: what is told while tests are collected proves nothing of a mutant."""
    if os.environ.get("UPDATE_REASONS"):
        WRITTEN.write_text("\n".join(told().values()))
    assert told() == written()


def test_every_clock_is_told_of() -> None:
    codes = {line.partition(":")[0] for text in written().values() for line in text.splitlines()[1:]}
    assert {clock.code for clock in CLOCKS} - codes == set()
    assert not codes & {duty.code for duty in AUTHORITY_DUTIES}


def test_a_reason_speaks_to_people_and_names_no_key_of_the_command_line() -> None:
    """Pages show these sentences to workers. Seen to fail: "`done` is that day"."""
    assert not [line for text in written().values() for line in text.splitlines() if "`" in line]
