"""`manage.py clocks`: every key of a line, its mistakes in words, and that it needs no database."""

import json
import re
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from careleavers.rules.clocks import SETTINGS_IN_WORDS
from pathways.management.commands.clocks import Command
from pathways.rules.clocks import AUTHORITY_DUTIES, CLOCKS, DONE_BY_RECORD, EVENTS

BASE: dict[str, Any] = {
    "on": "2026-10-20",
    "date_of_birth": "2010-03-10",
    "status_periods": [{"status": "relevant_child", "from": "2026-09-01", "to": "2028-03-10"}],
}
IN_CARE = {"start": "2020-06-01", "legal_status": "C2", "placement": "U1"}


def answered(history: bool = False, /, **keys: Any) -> dict[str, Any]:
    """The answer to the base line with some keys changed; a key of None is taken out."""
    line = {key: value for key, value in {**BASE, **keys}.items() if value is not None}
    return Command().answer_line(json.dumps(line), {"history": history})


def duties(history: bool = False, /, **keys: Any) -> dict[str, dict[str, Any]]:
    found = answered(history, **keys)
    assert "error" not in found, found
    return {row["code"]: row for row in found["duties"]}


def error(**keys: Any) -> dict[str, str]:
    return answered(**keys)["error"]


def test_a_row_has_the_keys_that_are_promised() -> None:
    row = duties(contacts=[{"on": "2026-10-01", "with_young_person": True}])["keep_in_touch"]
    assert row == {
        "code": "keep_in_touch",
        "source": "CA 1989 s23B(1), s23C(2)(a), s23CZB; Vol 3 3.38, 4.38; the weeks are local",
        "kind": "local",
        "started_on": date(2026, 10, 1),
        "due_on": date(2026, 11, 26),
        "answered_on": None,
        "state": "running",
        "days_late": 0,
        "because": "The last contact with the young person themselves was on 1 October 2026.",
    }


def test_the_worked_clocks() -> None:
    found = duties(
        homes=[{"from": "2026-09-01", "kind": "D", "provided_by_authority": True, "suitable": True}],
        contacts=[
            {"on": "2026-09-03", "with_young_person": True, "visit": True, "at_home": True},
            {"on": "2026-09-28", "with_young_person": True, "visit": True, "at_home": True},
        ],
        plans=[{"authorised_on": "2026-08-01"}],
        reviews=[{"held_on": "2026-10-01"}],
    )
    assert found["pa_visit_7_day"]["due_on"] == date(2026, 9, 8)
    assert found["plan_review_after_move"]["started_on"] == date(2026, 9, 29)
    assert found["plan_review_after_move"]["answered_on"] == date(2026, 10, 1)
    assert found["pa_visit_pre_review"]["answered_on"] == date(2026, 9, 28)
    assert found["plan_review_3_month"]["due_on"] == date(2027, 1, 1)
    assert found["plan_review_regular"]["due_on"] == date(2027, 4, 1)
    assert found["pa_visit_2_month"]["due_on"] == date(2026, 11, 28)


def test_episodes_are_put_to_the_law_as_they_were_known_on_the_day() -> None:
    left = {**IN_CARE, "end": "2027-09-01", "reason_ended": "E5"}
    facts = {"died_on": "2028-01-01", "education": [{"from": "2026-01-01", "to": "2027-01-01"}, {"from": "2029-01-01"}]}
    before = duties(on="2027-08-31", status_periods=None, episodes=[left], facts=facts)
    assert before == duties(on="2027-08-31", status_periods=None, episodes=[IN_CARE])
    assert before["staying_put_talk"]["started_on"] == date(2020, 6, 1)
    assert before["needs_assessment_eligible"]["due_on"] == date(2026, 6, 10)
    after = duties(on="2027-09-01", status_periods=None, episodes=[left, {"start": "2027-12-01", "legal_status": "V2"}])
    assert after["pa_appointment_relevant"]["started_on"] == date(2027, 9, 1)


def test_sentence_ends_care_and_the_law_settings_count() -> None:
    keys: dict[str, Any] = {
        "on": "2026-07-20",
        "status_periods": None,
        "episodes": [{"start": "2026-06-01", "end": "2026-07-20", "legal_status": "V2", "reason_ended": "E9"}],
    }
    assert duties(**keys)["detention_visit_not_relevant"]["due_on"] == date(2026, 8, 3)
    ninety = [{"start": "2026-05-01", "legal_status": "V2"}]
    for count_days, start in (("elapsed", date(2026, 7, 31)), ("inclusive", date(2026, 7, 30))):
        found = duties(on="2026-09-01", status_periods=None, episodes=ninety, settings={"count_days": count_days})
        assert found["needs_assessment_eligible"]["started_on"] == start


def test_nobody_in_care_has_no_duties_and_needs_no_status() -> None:
    assert duties(status_periods=[]) == {}
    assert duties(status_periods=None, episodes=[]) == {}


def test_every_key_is_read() -> None:
    found = duties(
        on="2034-02-01",
        status_periods=[{"status": "former_relevant_child", "band": "21-24", "from": "2031-03-10", "to": "2035-03-10"}],
        facts={"died_on": "2034-01-30"},
        death_known_on="2034-01-31",
        assessments=[{"completed_on": "2031-05-01"}],
        offers_made=["2031-04-01", "2032-03-01"],
        letters_sent=[{"occasion": "21", "on": "2031-03-08"}],
        education_informed_on="2031-04-20",
        risk_assessments=[{"signed_on": "2031-04-20", "review_on": None}],
        personal_adviser=[{"from": "2031-04-20", "to": "2032-01-01"}],
        events=[{"what": "records_requested", "on": "2033-01-04"}],
        done=[{"code": "records_ack", "on": "2033-01-19"}],
        settings={"letter_ages": [21], "leap_day": "28 February"},
    )
    assert found["death_notification"]["due_on"] == date(2034, 2, 7)
    assert found["needs_assessment_frc_education"]["answered_on"] == date(2031, 5, 1)
    assert found["offer_annual"]["started_on"] == date(2032, 3, 1)
    assert found["birthday_letter"]["state"] == "answered"
    assert found["records_ack"]["days_late"] == 1


def test_education_starts_its_assessment_on_the_day_they_told_of_it() -> None:
    band = [{"status": "former_relevant_child", "band": "21-24", "from": "2031-03-10", "to": "2035-03-10"}]
    periods = [{"from": "2031-04-20", "to": "2031-07-01"}, {"from": "2032-01-15"}, {"from": "2032-03-01"}]
    told = {"on": "2032-02-01", "status_periods": band, "facts": {"education": periods}}
    code = "needs_assessment_frc_education"
    assert duties(**told)[code]["started_on"] == date(2032, 1, 15)
    assert duties(**told, education_informed_on="2031-12-01")[code]["started_on"] == date(2031, 12, 1)
    assert code not in duties(**{**told, "facts": {"education": [{"from": "2030-09-01", "to": "2032-07-01"}]}})


def test_ages_in_settings() -> None:
    eligible = [{"status": "eligible_child", "from": "2026-03-10"}]
    for given, due_on in (("17y6m", date(2027, 9, 10)), ("17y", date(2027, 3, 10)), (None, date(2027, 9, 10))):
        found = duties(status_periods=eligible, settings={"housing_application_age": given, "skills_age": 17})
        assert found["housing_application"]["due_on"] == due_on
        assert found["independence_skills"]["due_on"] == date(2027, 3, 10)


def test_every_setting_is_a_key() -> None:
    keys = Command.shape.keys["settings"].kind.keys  # type: ignore[attr-defined]
    assert set(keys) == {*SETTINGS_IN_WORDS, "count_days"}
    for name, about in SETTINGS_IN_WORDS.items():
        assert name == "leap_day" or keys[name].about.startswith(about)


def test_history_adds_earlier_runs() -> None:
    keys: dict[str, Any] = {"contacts": [{"on": "2026-10-01", "with_young_person": True}]}
    runs = [row for row in answered(True, **keys)["duties"] if row["code"] == "keep_in_touch"]
    assert [(row["started_on"], row["state"]) for row in runs] == [
        (date(2026, 9, 1), "answered"),
        (date(2026, 10, 1), "running"),
    ]


@pytest.mark.parametrize(
    ("keys", "field", "message"),
    [
        ({"status_periods": None}, "episodes", "Give episodes, or else status_periods."),
        ({"episodes": [IN_CARE]}, "status_periods", "Give episodes or status_periods, not both."),
        ({"on": "2010-03-09"}, "on", "on is 2010-03-09, before the date of birth 2010-03-10."),
        (
            {"homes": [{"from": "2026-09-02", "to": "2026-09-01", "kind": "D"}]},
            "homes[0].to",
            "homes[0].to is 2026-09-01, before it starts on 2026-09-02.",
        ),
        (
            {"status_periods": [{"status": "relevant_child", "band": "18-20", "from": "2026-09-01"}]},
            "status_periods[0].band",
            "status_periods[0].band is 18-20, which relevant_child does not have. Known: none.",
        ),
        (
            {
                "status_periods": [
                    {"status": "former_relevant_child", "from": "2028-03-10"},
                    {"status": "relevant_child", "from": "2026-09-01", "to": "2028-03-11"},
                ]
            },
            "status_periods[0].from",
            "status_periods[0].from is 2028-03-10, when status_periods[1] still goes on: end that one first.",
        ),
        (
            {"settings": {"housing_application_age": "17½"}},
            "settings.housing_application_age",
            "Write settings.housing_application_age as an age like 17y6m, with 0 to 11 months.",
        ),
        (
            {"settings": {"housing_application_age": 17}},
            "settings.housing_application_age",
            "Write settings.housing_application_age as an age like 17y6m, with 0 to 11 months.",
        ),
        (
            {"status_periods": None, "episodes": [{**IN_CARE, "legal_status": "Q9"}]},
            "episodes[0].legal_status",
            "Q9 is no",
        ),
        ({"reviews": [{"held_on": "2026-10-01", "next_within_months": 0}]}, "reviews[0].next_within_months", "Write"),
        ({"contact": []}, "contact", "contact is not a known key"),
        (
            {"facts": {"at_home": [{"from": "2026-02-01", "to": "2026-01-01"}]}},
            "facts.at_home[0].to",
            "facts.at_home[0] ends on 2026-01-01, before it starts on 2026-02-01.",
        ),
        ({"facts": {"died_on": "2009-01-01"}}, "facts.died_on", "facts.died_on is 2009-01-01, before the date of"),
    ],
)
def test_what_is_wrong_is_said_in_words(keys: dict[str, Any], field: str, message: str) -> None:
    found = error(**keys)
    assert found["field"] == field
    assert found["message"].startswith(message)


def test_a_touching_pair_of_status_periods_is_fine() -> None:
    periods = [
        {"status": "former_relevant_child", "band": "18-20", "from": "2028-03-10", "to": None},
        {"status": "relevant_child", "from": "2026-09-01", "to": "2028-03-10"},
    ]
    assert duties(status_periods=periods, on="2028-04-01")["keep_in_touch"]["started_on"] == date(2026, 9, 1)


def test_lines_in_lines_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked = tmp_path / "asked.jsonl"
    asked.write_text(json.dumps({"id": 7, **BASE}) + "\n")
    call_command("clocks", str(asked))
    (line,) = capsys.readouterr().out.splitlines()
    found = json.loads(line)
    assert (found["id"], found["on"]) == (7, "2026-10-20")
    assert found["duties"][0]["due_on"] == "2026-10-27"


def test_help_explains_every_key_and_its_example_works(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        Command().create_parser("manage.py", "clocks").parse_args(["--help"])
    text = capsys.readouterr().out
    for name in ("status_periods[].band", "homes[].provided_by_authority", "settings.warning_days", "--history"):
        assert name in text
    assert '"error":' not in text.partition("Its answer:")[2]


def test_every_code_of_the_table_has_a_clock_or_belongs_to_the_authority() -> None:
    table = re.findall(
        r"\w+",
        """
        pa_appointment_eligible pa_appointment_relevant pa_continue needs_assessment_eligible
        needs_assessment_relevant needs_assessment_frc_education pathway_plan_first copy_to_young_person
        plan_review_regular plan_review_on_request plan_review_after_move plan_review_3_month
        plan_review_after_any_move plan_review_event pa_visit_7_day pa_visit_pre_review pa_visit_2_month
        pa_visit_guidance keep_in_touch re_establish_contact sw_statutory_visit la_review health_assessment
        leave_care_approval_16_17 leave_care_approval offer_21 offer_annual detention_visit_not_relevant
        staying_put_talk staying_put_monitoring home_6m_review custody_first_visit custody_release_review
        custody_release_facts bnb_limit adult_services_referral no_move_exam_year he_plan_before_18
        he_bursary_payment ni_number hc2_certificate benefit_bridge leave_extension return_to_learning_info
        death_notification records_ack sar_response complaint_informal finance_policy_review birthday_letter
        local_offer_update risk_assessment risk_assessment_closing housing_application independence_skills
        needs_assessment_support
        needs_assessment_qualifying keep_in_touch_qualifying custody_visits iro_review_before_move
        suitability_check_before_move advocacy_offer representations_register complaint_formal document_renewal
            custody_release_home leave_advice leave_application
        """,
    )
    codes = [clock.code for clock in CLOCKS] + [duty.code for duty in AUTHORITY_DUTIES]
    assert sorted(codes) == sorted(table)
    assert set(DONE_BY_RECORD) < set(table)
    assert len(EVENTS) == len(set(EVENTS))


@pytest.mark.parametrize("module", ["careleavers.rules.clocks", "pathways.rules.clocks"])
def test_the_clocks_bring_in_neither_django_nor_a_database(module: str) -> None:
    seen = (
        f"import sys, {module}; print([name for name in sys.modules if name.split('.')[0] in ('django', 'psycopg2')])"
    )
    run = subprocess.run([sys.executable, "-c", seen], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
