"""`manage.py entitlements`: the catalogue asked in JSON lines."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from offers.rules.catalogue import ITEMS
from tests.offers.catalogue_cases import APP, HE, HOME


def run(tmp_path, *lines):
    file = tmp_path / "asked.jsonl"
    file.write_text("\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines), encoding="utf-8")
    out = StringIO()
    refused = None
    try:
        call_command("entitlements", str(file), stdout=out)
    except CommandError as error:
        refused = str(error)
    return [json.loads(line) for line in out.getvalue().splitlines()], refused


STATUS = {"status": "former_relevant_child", "band": "18-20", "from": "2023-02-10", "to": "2026-02-10"}


BUS_PASS = {"code": "bus", "name": "Bus pass", "condition": "In the county."}


def test_command_answers_with_the_catalogue(tmp_path):
    (answer,), refused = run(
        tmp_path,
        {
            "id": 5,
            "on": "2024-10-01",
            "date_of_birth": "2005-02-10",
            "status_periods": [STATUS, {"status": "none", "from": "2020-01-01"}],
            "facts": {
                "courses": [{"level": "higher", "from": "2023-09-25", "in_pathway_plan": True}],
                "apprenticeships": [{"from": "2023-11-06"}],
                "payments": [{"code": HOME, "on": "2024-01-01", "amount": 500}],
                "lived_in": [{"district": "Melford", "from": "2015-01-01", "to": "2020-01-01"}],
            },
            "settings": {
                "setting_up_home": [{"from": "2020-01-01", "amount": 3200}],
                "council_tax": {"from": "2019-04-01"},
                "local_items": [BUS_PASS],
                "no_intentional_homelessness_commenced_on": "2024-01-01",
            },
        },
    )
    assert refused is None
    assert answer["id"] == 5
    states = {each["code"]: each["state"] for each in answer["entitlements"]}
    assert (states[HE], states[APP], states["council_tax"], states["bus"]) == ("open", "open", "open", "open")
    assert states["no_intentional_homelessness"] == "open"
    home = next(each for each in answer["entitlements"] if each["code"] == HOME)
    assert (home["amount"], home["paid"], home["remaining"], home["flags"]) == (3200, 500, 2700, [])
    assert len(states) == len(ITEMS) + 1
    bursary = next(each for each in answer["entitlements"] if each["code"] == HE)
    assert bursary["reason"] == (
        "They are a former relevant child on the day, aged 19. The whole, or the first instalment, is due by "
        "23 October 2023. Ask first how they would like it paid."
    )


def test_command_takes_a_death_from_either_place(tmp_path):
    base = {"on": "2024-10-01", "date_of_birth": "2005-02-10"}
    dead = [STATUS, {"status": "deceased", "from": "2024-05-01"}]
    (first, second), _ = run(
        tmp_path,
        {**base, "status_periods": dead},
        {**base, "status_periods": [STATUS], "facts": {"died_on": "2024-05-01"}},
    )
    assert first["entitlements"] == second["entitlements"]
    assert {each["state"] for each in first["entitlements"]} <= {"closed", "no", "not_commenced"}


EPISODES = [{"start": "2017-03-01", "end": "2023-02-10", "legal_status": "C2", "placement": "U1", "reason_ended": "X1"}]


def test_command_without_any_care_promises_nothing(tmp_path):
    (answer,), refused = run(tmp_path, {"on": "2024-10-01", "date_of_birth": "2005-02-10", "episodes": []})
    assert refused is None
    assert {each["state"] for each in answer["entitlements"]} == {"no", "not_commenced"}


@pytest.mark.parametrize(
    ("placement", "fact", "state"),
    [("U4", None, "conditional"), ("K2", None, "no"), (None, None, "conditional"), ("K2", True, "conditional")],
)
def test_command_finds_statuses_and_the_last_placement_in_episodes(tmp_path, placement, fact, state):
    (answer,), refused = run(
        tmp_path,
        {
            "on": "2024-10-01",
            "date_of_birth": "2005-02-10",
            "episodes": [{**EPISODES[0], "placement": placement}],
            "facts": {"with_foster_carer_at_18": fact},
        },
    )
    assert refused is None
    found = {each["code"]: each for each in answer["entitlements"]}
    assert found["staying_put"]["state"] == state
    assert (found["personal_adviser"]["opens"], found["personal_adviser"]["closes"]) == ("2021-02-10", "2030-02-10")
    assert found["priority_need_18_to_20"]["state"] == "open"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"episodes": EPISODES}, "status_periods"),
        ({"on": "2005-02-09"}, "on"),
        ({"status_periods": [{**STATUS, "from": "2001-01-01"}]}, "status_periods[0].from"),
        ({"status_periods": [{**STATUS, "to": "2023-02-09"}]}, "status_periods[0].to"),
        ({"facts": {"staying_put": [{"from": "2023-02-10", "to": "2022-01-01"}]}}, "facts.staying_put[0].to"),
        ({"settings": {"higher_education_bursary": 1999}}, "settings.higher_education_bursary"),
        ({"facts": {"colour": "blue"}}, "facts.colour"),
        (
            {"settings": {"council_tax": {"from": "2020-01-01", "from_age": 22, "to_age": 21}}},
            "settings.council_tax.to_age",
        ),
        ({"settings": {"local_items": [{**BUS_PASS, "from_age": 26}]}}, "settings.local_items[0].to_age"),
        (
            {"settings": {"local_items": [BUS_PASS, {**BUS_PASS, "from": "2024-02-01", "to": "2024-01-31"}]}},
            "settings.local_items[1].to",
        ),
    ],
)
def test_command_names_what_is_wrong_and_goes_on(tmp_path, change, field):
    base = {"id": 1, "on": "2024-10-01", "date_of_birth": "2005-02-10", "status_periods": [STATUS]}
    (first, second), refused = run(tmp_path, {**base, **change}, base)
    assert first["error"]["field"] == field
    assert "entitlements" in second
    assert refused is not None
    assert refused.startswith("1 of 2 lines")
