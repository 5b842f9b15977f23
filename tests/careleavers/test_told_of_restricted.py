"""What is due about a restricted record is told to managers who may see it, wherever they manage."""

from __future__ import annotations

import pytest
from django.urls import reverse

from careleavers.actions.alerts import raise_alert
from careleavers.actions.people import record_death
from careleavers.actions.restricted import break_glass, end_reader, lift_restriction, name_reader, restrict_record
from careleavers.actions.staff import disable_user, enable_user
from careleavers.models import Alert, AlertRecipient, YoungPerson
from tests.cast import TODAY, Cast
from tests.factories import ComplaintFactory

pytestmark = pytest.mark.usefixtures("_on_the_day")

FOR_ALL, FOR_MANAGERS = "A visit is due", "A concern waits for a decision"


@pytest.fixture
def amira(cast: Cast, scene) -> YoungPerson:
    with scene():
        for text, managers_only in ((FOR_ALL, False), (FOR_MANAGERS, True)):
            raise_alert(
                person=cast.amira,
                code=text.lower().replace(" ", "_"),
                cycle_started_on=TODAY,
                due_on=TODAY,
                text=text,
                because="It is.",
                today=TODAY,
                to_managers_only=managers_only,
            )
    return cast.amira


def told(text: str) -> set[tuple[str, str]]:
    rows = AlertRecipient.objects.filter(alert__text=text, alert__closed_on=None, ended_on=None)
    return set(rows.values_list("user__name", "recipient_role"))


@pytest.mark.parametrize(
    ("by", "manager"),
    [("mo", ("Mo", "manager")), ("vera", ("Vera", "manager")), ("sue", ("Sue", "case_holder"))],
    ids=["their team's manager", "the service's manager", "a manager of another team"],
)
def test_a_manager_who_may_see_it_is_told(cast: Cast, amira, sign_in, by: str, manager: tuple[str, str]) -> None:
    user = getattr(cast, by)
    restrict_record(by=user, person=amira, readers=[cast.pat], reason="A relative works here", today=TODAY)
    assert told(FOR_ALL) == {manager, ("Pat", "case_holder")}
    assert told(FOR_MANAGERS) == {manager}
    home = sign_in(user).get(reverse("home")).content.decode()
    if by == "sue":
        assert "My own work <small>1 now</small>" in home
        home = sign_in(user).get(reverse("home"), {"whose": "mine"}).content.decode()
    assert FOR_MANAGERS in home
    if by != "mo":
        assert FOR_MANAGERS not in sign_in(cast.mo).get(reverse("home")).content.decode()
    lift_restriction(by=user, person=amira, reason="Over", today=TODAY)
    assert told(FOR_MANAGERS) == {("Mo", "manager")}


def test_whoever_is_named_next_is_told_at_once_and_whoever_leaves_is_not(cast: Cast, amira) -> None:
    restrict_record(by=cast.sue, person=amira, readers=[cast.pat], reason="A relative works here", today=TODAY)
    name_reader(by=cast.sue, person=amira, reader=cast.mo, reason="Their manager", today=TODAY)
    assert told(FOR_MANAGERS) == {("Mo", "manager")}
    name_reader(by=cast.sue, person=amira, reader=cast.wes, reason="Works with them", today=TODAY)
    end_reader(by=cast.sue, person=amira, reader=cast.mo, today=TODAY)
    assert told(FOR_MANAGERS) == {("Sue", "case_holder")}, "a manager before a colleague"


def test_where_no_manager_is_left_a_colleague_who_may_see_it_is_told(cast: Cast, amira) -> None:
    restrict_record(by=cast.sue, person=amira, readers=[cast.pat, cast.wes], reason="A relative", today=TODAY)
    disable_user(by=None, user=cast.sue, today=TODAY)
    assert told(FOR_MANAGERS) == {("Wes", "case_holder")}
    enable_user(by=cast.sys, user=cast.sue, today=TODAY)
    assert told(FOR_MANAGERS) == {("Sue", "case_holder")}


def test_a_complaint_left_open_and_a_look_with_a_reason_reach_them_too(cast: Cast, amira, scene) -> None:
    """Both were told to the nearest manager alone, who may not open the record."""
    with scene():
        ComplaintFactory.create(person=amira)
    restrict_record(by=cast.sue, person=amira, readers=[cast.pat], reason="A relative works here", today=TODAY)
    record_death(by=cast.sue, person=amira, died_on=TODAY, today=TODAY)
    assert told("Answer the complaint") == {("Sue", "case_holder"), ("Pat", "case_holder")}
    break_glass(by=cast.vera, person=amira, reason="An emergency", today=TODAY)
    [opened] = Alert.objects.filter(code__startswith="restricted_record_opened", closed_on=None)
    assert told(opened.text) == {("Sue", "case_holder")}
