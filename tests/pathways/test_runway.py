"""The road to 25 as pages: read, left out by a manager and asked for again, and who is off track."""

from __future__ import annotations

import csv
from collections.abc import Callable
from html import unescape
from io import StringIO

import pytest
from django.test import Client
from django.urls import reverse

from careleavers.actions.base import Refused
from careleavers.models import AuditEvent, ReadEvent, YoungPerson
from careleavers.rules.dates import add_months
from careleavers.rules.milestones import MilestoneState
from careleavers.rules.policies import defaults
from pathways.actions.milestones import decide_milestone
from pathways.actions.reconcile import reconcile_alerts
from pathways.models import DueItem, MilestoneDecision
from pathways.queries.runway import step_of
from tests.cast import TODAY, Cast, days_ago
from tests.factories import give_status
from tests.pathways.plan_pages import address

pytestmark = pytest.mark.usefixtures("_on_the_day")
BOARD = "pathways:off_track"


@pytest.fixture
def noor(cast: Cast, scene: Callable, make_person: Callable[..., YoungPerson]) -> YoungPerson:
    """Of North, 17½ and a little: late with the housing application."""
    person = make_person(add_months(days_ago(20), -(17 * 12 + 6)))
    with scene():
        give_status(person, "former_relevant")
    reconcile_alerts(today=TODAY)
    return person


def text_of(client: Client, where: str) -> str:
    response = client.get(where)
    assert response.status_code == 200, where
    return unescape(response.content.decode())


def state(person: YoungPerson, milestone: str) -> MilestoneState:
    step = step_of(person, milestone, TODAY, defaults())
    assert step
    return step.state


def test_a_manager_leaves_a_milestone_out_and_has_it_asked_for_again(cast: Cast, noor: YoungPerson, sign_in) -> None:
    manager, where = sign_in(cast.mo), address("road_decide", noor, "housing_application")
    road, board = address("road", noor), reverse(BOARD)
    assert DueItem.objects.filter(person=noor, code="housing_application").exists()
    assert "Leave it out" in text_of(manager, road)
    assert "Housing application" in text_of(manager, f"{board}?milestone=housing_application")

    sent = {"what": "leave_out", "seen": "0", "reason": "Stays put with the carers."}
    assert "Fill in" in unescape(manager.post(where, sent | {"reason": " "}).content.decode())
    for _ in range(2):  # a button that is pressed twice
        assert manager.post(where, sent).status_code == 302
    decision = MilestoneDecision.objects.get()
    assert (decision.number, decision.left_out, decision.decided_on) == (1, True, TODAY)
    assert not DueItem.objects.filter(person=noor, code="housing_application").exists()
    assert state(noor, "housing_application") is MilestoneState.LEFT_OUT
    page = text_of(manager, road)
    assert "Mo left it out on" in page
    assert "Stays put with the carers." in page
    assert "Housing application" not in text_of(manager, f"{board}?milestone=photo_id").split('id="people"')[1]
    assert "Noor" in text_of(manager, f"{board}?show=left_out").split('id="people"')[1]
    assert AuditEvent.objects.filter(name="milestone_left_out", person_id=noor.pk).count() == 1

    # Somebody who opened the page before sees that it was decided, and nothing of theirs is lost.
    late = manager.post(where, sent | {"reason": "Another reason"})
    assert "Somebody else changed this since you opened the page" in unescape(late.content.decode())
    assert "Another reason" in late.content.decode()
    again = {"what": "ask_again", "seen": "1", "reason": "The carers are moving."}
    assert manager.post(where, again).status_code == 302
    assert state(noor, "housing_application") is MilestoneState.LATE
    assert DueItem.objects.filter(person=noor, code="housing_application").exists()
    assert [each.left_out for each in MilestoneDecision.objects.order_by("number")] == [True, False]


@pytest.mark.parametrize(
    ("milestone", "left_out", "seen", "says"),
    [
        ("adviser", True, 0, "An Act or a regulation asks for this"),
        ("letter_18", True, 0, "Whether this is wanted is said on its own page"),
        ("care_leaver", True, 0, "An Act or a regulation asks for this"),
        ("no_such", True, 0, "There is no such milestone on their road"),
        ("photo_id", False, 0, "It is not left out"),
        ("photo_id", True, 1, "Somebody else changed this"),
    ],
)
def test_what_is_refused(cast: Cast, noor: YoungPerson, milestone: str, left_out: bool, seen: int, says: str) -> None:
    with pytest.raises(Refused, match=says):
        decide_milestone(
            by=cast.mo, person=noor, milestone=milestone, left_out=left_out, reason="Why", seen=seen, today=TODAY
        )


def test_who_may_read_the_road_who_may_leave_out_and_who_sees_the_board(
    cast: Cast, noor: YoungPerson, client: Client, scene: Callable
) -> None:
    """Another team's manager gets 404 for the record, and does not find it on the board."""
    road, decide = address("road", noor), address("road_decide", noor, "photo_id")
    board, export = reverse(BOARD), reverse("pathways:off_track_export")
    expected = {
        "pat": (200, 403, 403, 403),
        "wes": (200, 403, 403, 403),
        "mo": (200, 200, 200, 200),
        "sue": (404, 404, 200, 200),
        "vera": (200, 200, 200, 200),
        "ivy": (200, 403, 403, 403),
        "aud": (200, 403, 403, 403),
        "ana": (403, 403, 403, 403),
        "dana": (403, 403, 403, 403),
        "bus": (403, 403, 403, 403),
        "sys": (403, 403, 403, 403),
    }
    found = {}
    for name in expected:
        client.force_login(getattr(cast, name))
        found[name] = tuple(client.get(each).status_code for each in (road, decide, board, export))
    assert found == expected
    for name, is_there in (("mo", True), ("vera", True), ("sue", False)):
        client.force_login(getattr(cast, name))
        assert ("Noor" in text_of(client, board)) is is_there, name
    with scene():
        YoungPerson.objects.filter(pk=noor.pk).update(is_restricted=True)
    for name in ("mo", "vera"):  # nobody is named on the record
        client.force_login(getattr(cast, name))
        assert "Noor" not in text_of(client, board), name
        assert client.get(road).status_code == 404


def test_the_numbers_of_the_board_open_to_the_people_and_leave_as_a_file(
    cast: Cast, noor: YoungPerson, sign_in, scene
) -> None:
    with scene():
        give_status(cast.amira, "former_relevant")
        give_status(cast.ben, "former_relevant")
    reconcile_alerts(today=TODAY)
    manager, board = sign_in(cast.vera), reverse(BOARD)
    listed = text_of(manager, f"{board}?milestone=bank_account").split('id="people"')[1]
    assert ("Amira" in listed, "Ben" in listed, "Noor" in listed) == (True, True, False)
    listed = text_of(manager, f"{board}?team={cast.north.pk}&worker={cast.pat.pk}").split('id="people"')[1]
    assert ("Amira" in listed, "Ben" in listed, "Noor" in listed) == (True, False, True)
    # What cannot be read is ignored; of what nobody is late with, or of somebody who has caught up, nobody is listed.
    assert "Ben" in text_of(manager, f"{board}?team=x&worker=y&show=w&page=99")
    for asked, words in (("milestone=end_at_25", "Late, 25: support ends"), (f"worker={cast.wes.pk}", "Late, Wes")):
        listed = text_of(manager, f"{board}?{asked}").split('id="people"')[1]
        assert words.split(", ")[1] in listed
        assert ("0 young people" in listed, "Nobody here" in listed) == (True, True), asked
    where = f"{reverse('pathways:off_track_export')}?milestone=housing_application"
    assert "What is the list for?" in text_of(manager, where)
    sent = manager.post(where, {"purpose": "Housing panel"})
    head, *lines = csv.reader(StringIO(sent.getvalue().decode("utf-8-sig")))
    assert (head[0], head[3]) == ("Name", "Milestone")
    assert [(line[3], line[4], line[0].split()[0]) for line in lines] == [("Housing application", "Late", "Noor")]
    noted = ReadEvent.objects.get(kind="exported")
    assert (noted.page, noted.people_shown) == ("off_track", 1)


def test_a_road_says_what_comes_next_and_is_closed_by_a_death(cast: Cast, noor: YoungPerson, sign_in, scene) -> None:
    adviser = sign_in(cast.pat)
    page = text_of(adviser, address("road", noor))
    assert "Next: " in page
    assert "CA 1989 s23CZB" in page
    drawn = page[page.index('<ol class="road">') :]
    assert drawn.index("Housing application") < drawn.index("road__today") < drawn.index("18: care ends")
    assert reverse("housing", args=[noor.pk]) in page
    assert "Leave it out" not in page
    with scene():
        YoungPerson.objects.filter(pk=noor.pk).update(died_on=TODAY)
    page = text_of(adviser, address("road", noor))
    assert "Next: " not in page
    assert "They have died." in page
