"""`manage.py letters`: what is to go, by whom and until when, and what stops it, before and after it is planned."""

from __future__ import annotations

import json
from datetime import date, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from careleavers.actions.people import record_death
from careleavers.models import AuditEvent, YoungPerson
from offers.actions import letters as actions
from offers.actions.other_letters import ask_for_council_tax_letter
from offers.actions.planning import plan_letters
from offers.models import Letter
from tests.cast import TODAY, Cast
from tests.factories import PolicyValueFactory, YoungPersonFactory, set_sender
from tests.offers.letter_steps import marks_unsafe, refuses

pytestmark = pytest.mark.usefixtures("_on_the_day")


def asked(first: str = "2026-12-01", last: str = "2026-12-31", **options: Any) -> Any:
    out = StringIO()
    call_command("letters", f"--from={first}", f"--to={last}", stdout=out, **{"json": True} | options)
    return json.loads(out.getvalue()) if options.get("json", True) else out.getvalue()


def nearly_19(cast: Cast, **facts: Any) -> YoungPerson:
    return YoungPersonFactory.create(nearly_19=True, team=cast.north, worker=cast.pat, **facts)


def test_it_says_the_same_before_and_after_the_night_has_planned_them(cast: Cast, scene) -> None:
    with scene():
        set_sender()
        well, unsafe, quiet = (
            YoungPersonFactory.create(nearly_19=True, team=cast.north, worker=cast.pat) for _ in range(3)
        )
        dead = YoungPersonFactory.create(nearly_19=True, team=cast.north, worker=cast.pat)
    marks_unsafe(cast, unsafe)
    refuses(cast, quiet)
    record_death(by=cast.mo, person=dead, died_on=TODAY, today=TODAY)
    events = AuditEvent.objects.count()
    before = asked()
    assert (Letter.objects.count(), AuditEvent.objects.count()) == (0, events), "nothing is done by asking"
    assert {key: before[key] for key in ("from", "to", "today")} == {
        "from": "2026-12-01",
        "to": "2026-12-31",
        "today": "2026-11-23",
    }
    said = {each["person"]: each for each in before["letters"]}
    assert said.keys() == {str(each.pk) for each in (well, unsafe, quiet)}
    assert said[str(well.pk)] == {
        "person": str(well.pk),
        "kind": "birthday",
        "age": 19,
        "day": "2026-12-07",
        "letter": None,
        "state": None,
        "channel": "own_printer",
        "postage": "second",
        "go_by": "2026-11-30",
        "latest_arrival": "2026-12-07",
        "late": False,
        "holds": [],
    }
    assert said[str(unsafe.pk)]["holds"] == [
        {
            "reason": "This address is not safe to write to.",
            "remedy": "Ask where letters may go, or give the letter by hand.",
        }
    ]
    plan_letters(by=None, today=TODAY)
    after = {each["person"]: each for each in asked()["letters"]}
    states = {str(well.pk): "planned", str(unsafe.pk): "on_hold", str(quiet.pk): "not_wanted"}
    assert {person: each["state"] for person, each in after.items()} == states
    planned = {"letter": None, "state": None}
    assert {person: each | planned for person, each in after.items()} == said


def test_by_the_printing_service_it_is_handed_in_a_day_before(cast: Cast, scene, settings) -> None:
    settings.NOTIFY_API_KEY = "set"
    with scene():
        set_sender()
        PolicyValueFactory.create(key="letter_channel", value="printing_service")
        nearly_19(cast)
    [letter] = asked()["letters"]
    assert (letter["channel"], letter["go_by"]) == ("printing_service", "2026-11-29")
    plan_letters(by=None, today=TODAY)
    [row] = Letter.objects.all()
    actions.approve_letters(by=cast.mo, letters=[row.pk], addresses_checked=[row.pk], today=TODAY)
    assert asked()["letters"][0] == letter | {"letter": str(row.pk), "state": "approved"}
    line, total = asked(json=False).splitlines()
    assert line.endswith("Approved, being made, printing_service, by Sunday 29 November")
    assert total == "1 letter, 0 of them held back."


def test_letters_that_mark_no_birthday_are_said_too(cast: Cast, scene) -> None:
    with scene():
        set_sender()
        person = nearly_19(cast)
    ask_for_council_tax_letter(by=cast.pat, person=person, today=TODAY)
    [tax] = [each for each in asked()["letters"] if each["kind"] == "council_tax"]
    assert (tax["age"], tax["day"], tax["state"], tax["go_by"]) == (None, "2026-12-07", "planned", "2026-11-30")
    assert "2026-12-07 council_tax" in asked(json=False)


@pytest.mark.parametrize(
    ("first", "last", "fault"),
    [
        ("2026-12-31", "2026-12-01", "--to is before --from"),
        ("2026-01-01", "2027-01-02", "a year at most"),
        ("2026-02-30", "2026-12-01", "is no day"),
        ("tomorrow", "2026-12-01", "is no day"),
    ],
)
def test_days_that_cannot_be_asked_about(db, first, last, fault) -> None:
    with pytest.raises(CommandError, match=fault):
        asked(first, last)


def test_a_year_takes_as_many_queries_as_a_month(cast: Cast, scene, django_assert_num_queries) -> None:
    with scene():
        for number in range(6):
            nearly_19(cast, date_of_birth=date(2007, 12, 7) - timedelta(days=50 * number))
    with django_assert_num_queries(10):
        assert len(asked("2026-12-01", "2026-12-31")["letters"]) == 1
    with django_assert_num_queries(10):
        assert len(asked("2026-12-01", "2027-11-30")["letters"]) == 6
