"""What is said of a task: that it has to wait, or that its reminder is of no use; and who is told once it is late."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse

from careleavers.actions.alert_notes import note_alert
from careleavers.actions.alerts import close_alerts, set_recipients
from careleavers.actions.base import Refused, allowing_writes
from careleavers.models import Alert, AlertNote, User
from careleavers.permissions import Role
from careleavers.rules.alert_notes import AlertNoteKind, late_days_of_level, why_not_look_again
from careleavers.rules.policies import defaults
from pathways.actions.reconcile import reconcile_people
from pathways.queries.late_above import late_above
from tests.cast import TODAY, Cast, days_ago
from tests.factories import AlertFactory, UserFactory, give_status

pytestmark = pytest.mark.usefixtures("_on_the_day")
KNOWN, NO_USE = AlertNoteKind.KNOWN, AlertNoteKind.NO_USE


@pytest.mark.parametrize(
    ("level", "is_last", "days"),
    [
        pytest.param(0, False, None, id="the nearest have it from the beginning"),
        pytest.param(0, True, None, id="the nearest, who manage the service"),
        pytest.param(1, False, 14, id="the next level"),
        pytest.param(1, True, 14, id="the next level, which is the service"),
        pytest.param(2, False, 14, id="a level in between"),
        pytest.param(2, True, 28, id="the service above another level"),
    ],
)
def test_after_how_many_days_late_a_level_is_told(level: int, is_last: bool, days: int | None) -> None:
    assert late_days_of_level(level, above=14, service=28, is_last=is_last) == days
    assert late_days_of_level(level, above=0, service=0, is_last=is_last) is None


@pytest.mark.parametrize(
    ("on", "sentence"),
    [
        (None, "Give the day"),
        (date(2026, 11, 23), "a day to come"),
        (date(2026, 11, 24), None),
        (date(2026, 12, 21), None),
        (date(2026, 12, 22), "up to 21 December 2026"),
    ],
)
def test_how_long_a_task_may_wait(on: date | None, sentence: str | None) -> None:
    refusal = why_not_look_again(on, TODAY)
    assert (sentence in refusal) if refusal and sentence else refusal == sentence


@pytest.fixture
def late(cast: Cast, scene: Callable) -> Callable[[int], Alert]:
    def raised(days: int, **facts: Any) -> Alert:
        with scene():
            facts |= {"person": cast.amira, "due_on": days_ago(days), "text": "Two-monthly visit", "because": "Owed."}
            alert = AlertFactory.create(**facts)
            set_recipients(alerts=[alert], today=TODAY)
            return alert

    return raised


def above(user: User, today: date = TODAY, **policies: int) -> int:
    return late_above(user.on(today), today, defaults() | policies, limit=5).total


def test_the_managers_above_are_told_one_level_after_the_other(cast: Cast, scene, late) -> None:
    late(14)
    assert [above(user) for user in (cast.mo, cast.sue, cast.vera)] == [0, 0, 1]
    assert above(cast.vera, TODAY - timedelta(1)) == 0, "the day before it was 13 days late"
    assert above(cast.vera, late_above_days=0) == 0
    with scene():
        area = UserFactory.create(name="Area", role=Role.TEAM_MANAGER.value, team=cast.service)
    assert [above(user) for user in (cast.mo, area, cast.vera)] == [0, 1, 0]
    later = TODAY + timedelta(14)
    assert [above(user, later) for user in (cast.mo, area, cast.vera)] == [0, 1, 1]
    assert above(cast.vera, later, late_service_days=0) == 0


def test_a_manager_keeps_it_by_saying_why_it_waits_and_an_adviser_does_not(cast: Cast, late, sign_in) -> None:
    alert = late(20)
    note_alert(
        by=cast.pat, alert=alert, kind=KNOWN, text="She is away", look_again_on=TODAY + timedelta(9), today=TODAY
    )
    assert above(cast.vera) == 1
    vera = sign_in(cast.vera).get(reverse("home")).content.decode()
    assert "Late below you" in vera
    assert "Pat knows of it, and comes back to it on 2 December 2026: She is away" in vera
    sue = note_alert(by=cast.sue, alert=alert, kind=KNOWN, text="x", look_again_on=TODAY + timedelta(9), today=TODAY)
    assert not sue.by_manager, "who manages another team keeps nothing"
    note_alert(by=cast.mo, alert=alert, kind=KNOWN, text="Agreed", look_again_on=TODAY + timedelta(9), today=TODAY)
    assert above(cast.vera) == 0
    assert "Late below you" not in sign_in(cast.vera).get(reverse("home")).content.decode()
    assert above(cast.vera, TODAY + timedelta(9)) == 1, "on the day on which it is looked at again"
    with allowing_writes():
        close_alerts(alerts=[alert], today=TODAY, because="Done")
    assert above(cast.vera, TODAY + timedelta(9)) == 0
    with pytest.raises(Refused, match="This is done"):
        note_alert(by=cast.mo, alert=alert, kind=NO_USE, text="x", today=TODAY)


def test_from_today_to_what_is_said_and_back(cast: Cast, late, sign_in) -> None:
    alert = late(3)
    pat, page = sign_in(cast.pat), reverse("pathways:task", args=[cast.amira.pk, alert.pk])
    assert page in pat.get(reverse("home")).content.decode()
    said = {"kind": "known", "text": "She is at sea", "look_again_on": "2026-12-24"}
    wrong = pat.post(page, said).content.decode()
    assert "Give a day up to 21 December 2026" in wrong
    assert "She is at sea" in wrong
    assert "Give the day on which you look at it again" in pat.post(page, said | {"look_again_on": ""}).content.decode()
    for _ in range(2):
        assert pat.post(page, said | {"look_again_on": "2026-12-07"}).headers["Location"] == reverse("home")
    assert AlertNote.objects.count() == 1, "said twice, it is once"
    home = pat.get(reverse("home")).content.decode()
    assert "Pat knows of it, and comes back to it on 7 December 2026: She is at sea" in home
    pat.post(page, {"kind": "no_use", "text": "She phones every week", "look_again_on": "2026-12-07"})
    assert AlertNote.objects.get(kind="no_use").look_again_on is None
    assert "Of no use: She phones every week" in pat.get(page).content.decode()
    assert sign_in(cast.sam).get(page).status_code == 404
    with allowing_writes():
        close_alerts(alerts=[alert], today=TODAY, because="Done")
    assert (
        "This is done, or no longer so"
        in sign_in(cast.pat).post(page, said | {"look_again_on": "2026-12-07"}).content.decode()
    )


def test_the_record_says_it_as_today_does(cast: Cast, scene, sign_in) -> None:
    """Beside the duty itself, for those who may read notes, until the duty is done."""
    with scene():
        give_status(cast.amira, "former_relevant")
    reconcile_people(ids=[cast.amira.pk], today=TODAY)
    alert = Alert.objects.filter(person=cast.amira, closed_on=None).earliest("due_on")
    until = TODAY + timedelta(4)
    note_alert(by=cast.pat, alert=alert, kind=KNOWN, text="The college has it", look_again_on=until, today=TODAY)
    said = "Pat knows of it, and comes back to it on 27 November 2026: The college has it"
    record = reverse("person", args=[cast.amira.pk])
    for page in (record, reverse("home")):
        assert said in sign_in(cast.pat).get(page).content.decode()
    assert "The college has it" not in sign_in(cast.dana).get(record).content.decode()


def test_whoever_may_not_deal_with_it_says_nothing_of_it(cast: Cast, late, sign_in) -> None:
    alert = late(3, not_for=[cast.mo.pk])
    page = reverse("pathways:task", args=[cast.amira.pk, alert.pk])
    assert sign_in(cast.mo).get(page).status_code == 404
    assert sign_in(cast.vera).get(page).status_code == 200
