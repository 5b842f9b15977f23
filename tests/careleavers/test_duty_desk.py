"""The duty desk: what reaches the service is written down once, taken, passed on, answered, and never lost."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from careleavers.actions.allocations import allocate
from careleavers.actions.base import Refused
from careleavers.actions.duty_desk import close_message, connect_message, pass_message_on, take_message
from careleavers.actions.people import record_death
from careleavers.actions.record_requests import write_request
from careleavers.actions.restricted import restrict_record
from careleavers.actions.staff import close_team, disable_user
from careleavers.models import Contact, DutyMessage, RoleAssignment
from careleavers.queries.duty_desk import messages_seen_by, who_may_take
from careleavers.queries.follow_ups import may_be_asked
from careleavers.queries.held_work import held_by
from careleavers.rules.duty_desk import answer_by
from tests.cast import TODAY, Cast
from tests.factories import DutyMessageFactory, RoleAssignmentFactory, TeamFactory, UserFactory

pytestmark = pytest.mark.usefixtures("_on_the_day")


@pytest.mark.parametrize(
    ("reached_on", "is_urgent", "days", "due_on"),
    [
        (date(2026, 11, 23), False, 1, date(2026, 11, 24)),
        (date(2026, 11, 27), False, 1, date(2026, 11, 30)),
        (date(2026, 12, 24), False, 1, date(2026, 12, 29)),
        (date(2026, 11, 28), False, 0, date(2026, 11, 28)),
        (date(2026, 11, 28), True, 5, date(2026, 11, 28)),
    ],
    ids=[
        "the-next-day",
        "over-a-weekend",
        "over-Christmas",
        "a-council-that-answers-at-once",
        "not-safe-on-a-Saturday",
    ],
)
def test_a_message_is_answered_by(reached_on: date, is_urgent: bool, days: int, due_on: date) -> None:
    assert answer_by(reached_on, is_urgent=is_urgent, working_days=days) == due_on


@pytest.fixture
def waiting(scene: Callable[[], AbstractContextManager[None]]) -> Callable[..., DutyMessage]:
    """`waiting(person=cast.amira)`: a message that nobody has taken."""

    def made(**facts: Any) -> DutyMessage:
        with scene():
            return DutyMessageFactory.create(**facts)

    return made


def sent(**changes: Any) -> dict[str, Any]:
    return {
        "message_id": str(uuid4()),
        "way": "phone",
        "caller": "young_person",
        "name_given": "Amira Kahn",
        "text": "Is locked out and asks for help with the rent.",
        "reached_on": "2026-11-23",
        "reached_time": "09:30",
    } | changes


def steps_of(message: DutyMessage) -> list[str]:
    return list(message.steps.values_list("kind", flat=True))


def press(client: Client, page: str, message: DutyMessage, **data: Any) -> Any:
    message.refresh_from_db()
    return client.post(reverse(page, args=[message.pk]), {"revision": message.revision} | data, follow=True)


def test_from_a_call_to_the_answer_in_the_record(cast: Cast, sign_in) -> None:
    """Business support writes it down, the worker on duty finds whom it is about, and the adviser answers."""
    call = sent()
    office = sign_in(cast.bus)
    for _ in range(2):  # a double tap is one message
        page = office.post(reverse("duty_message_add"), call, follow=True).content.decode()
    message = DutyMessage.objects.get()
    assert (message.held_by, message.person, message.due_on) == (None, None, TODAY + timedelta(days=1))
    assert "nobody yet" in page
    assert "Whose record is it?" not in page, "who reads no records is shown none"

    duty = sign_in(cast.wes)
    found = duty.get(reverse("duty_message", args=[message.pk])).content.decode()
    assert "It is Amira" in found, "however it was spelt"
    assert "Ben" not in found
    press(duty, "duty_message_connect", message, person=cast.amira.pk)
    press(duty, "duty_message_tried", message, text="Rang at ten, no reply")
    passed = press(duty, "duty_message_pass_on", message, to=cast.pat.pk, text="Rang for you")
    message.refresh_from_db()
    assert (message.person, message.team, message.held_by) == (cast.amira, cast.north, cast.pat)
    assert "Passed on to Pat" in passed.content.decode()

    adviser = sign_in(cast.pat)
    today = adviser.get(reverse("home")).content.decode()
    assert "with you" in today
    assert today.index("with you") > today.index("Needs you now"), "it is due tomorrow"
    said = {"outcome": "answered", "text": "Paid from the hardship fund.", "as_contact": "on"}
    press(adviser, "duty_message_close", message, **said)
    message.refresh_from_db()
    contact = Contact.objects.get()
    assert (message.outcome, message.closed_on, message.contact) == ("answered", TODAY, contact)
    assert (contact.worker, contact.method, contact.result, contact.happened_on) == (cast.pat, "phone", "spoke", TODAY)
    assert contact.note == f"{call['text']}\n\nOur answer: Paid from the hardship fund."
    assert steps_of(message) == ["connected", "tried", "passed_on", "closed"]
    timeline = adviser.get(reverse("timeline", args=[cast.amira.pk]))
    assert "duty" not in {entry.kind for entry in timeline.context["page"].entries}, "the contact says it"


def test_what_is_wrong_is_said_in_a_sentence_and_nothing_is_lost(cast: Cast, sign_in, waiting) -> None:
    client, message = sign_in(cast.pat), waiting(person=cast.amira, team=cast.north)
    for changes, sentence in [
        ({"reached_on": "2026-11-23", "reached_time": "23:59"}, "That is still to come"),
        ({"reached_on": "2026-11-24"}, "cannot be after 23 November 2026"),
        ({"reached_time": "soon"}, "Write the time like 14:30"),
        ({"text": ""}, "Fill in “What do they want?”"),
        ({"text": "x" * 4001}, "Shorten “What do they want?” to 4000 characters"),
        ({"name_given": ""}, "Fill in “Whom is it about?”"),
    ]:
        page = client.post(reverse("duty_message_add"), sent(**changes)).content.decode()
        assert sentence in page
    closing = reverse("duty_message_close", args=[message.pk])
    assert "Say what you told them" in client.post(closing, {"outcome": "answered"}).content.decode()
    assert DutyMessage.objects.count() == 1


def test_from_a_record_it_is_about_that_person(cast: Cast, sign_in) -> None:
    client, page = sign_in(cast.wes), f"{reverse('duty_message_add')}?person={cast.amira.pk}"
    assert page in client.get(reverse("person", args=[cast.amira.pk])).content.decode()
    assert "A call or message about Amira Khan" in client.get(page).content.decode()
    client.post(page, sent())
    message = DutyMessage.objects.get()
    assert (message.person, message.team) == (cast.amira, cast.north)
    other = f"{reverse('duty_message_add')}?person={cast.ben.pk}"
    assert client.post(other, sent()).status_code == 404, "of another team"


def test_of_two_who_take_it_at_once_one_is_told(cast: Cast, sign_in, waiting) -> None:
    message = waiting(person=cast.amira, team=cast.north)
    seen = message.revision
    take_message(by=cast.wes, message=message, revision=seen)
    answer = sign_in(cast.pat).post(reverse("duty_message_take", args=[message.pk]), {"revision": seen}, follow=True)
    assert "Somebody else changed this" in answer.content.decode()
    message.refresh_from_db()
    assert message.held_by == cast.wes
    press(sign_in(cast.pat), "duty_message_take", message)
    message.refresh_from_db()
    assert message.held_by == cast.pat, "having seen it, they may take it over"


def test_closed_it_stays_closed_until_somebody_opens_it_again(cast: Cast, sign_in, waiting) -> None:
    client, message = sign_in(cast.pat), waiting(person=cast.amira, team=cast.north)
    press(client, "duty_message_close", message, outcome="mistake", as_contact="on")
    assert not Contact.objects.exists()
    for page in ("duty_message_take", "duty_message_put_back", "duty_message_take_apart"):
        assert "open it again first" in press(client, page, message).content.decode()
    press(client, "duty_message_open_again", message)
    message.refresh_from_db()
    assert (message.outcome, message.closed_on) == ("", None)
    press(client, "duty_message_take_apart", message)
    message.refresh_from_db()
    assert (message.person, steps_of(message)) == (None, ["closed", "opened", "apart"])


def test_opened_again_it_becomes_another_contact(cast: Cast, sign_in, waiting) -> None:
    """Seen to fail: whoever closed it then was told that the form had been sent before."""
    message = waiting(person=cast.amira, team=cast.north)
    for who, text in ((cast.pat, "Rang the landlord."), (cast.wes, "The key is at the office.")):
        said = {"outcome": "answered", "text": text, "as_contact": "on"}
        press(sign_in(who), "duty_message_close", message, **said)
        press(sign_in(who), "duty_message_open_again", message)
    assert list(Contact.objects.order_by("recorded_at").values_list("worker__name", flat=True)) == ["Pat", "Wes"]


def test_put_right_it_is_due_by_what_is_right(cast: Cast, sign_in, waiting) -> None:
    client, message = sign_in(cast.pat), waiting(person=cast.amira, team=cast.north)
    url = reverse("duty_message_edit", args=[message.pk])
    client.post(url, sent(message_id=message.pk, reached_on="2026-11-20", revision=message.revision))
    message.refresh_from_db()
    assert (message.due_on, message.reached_on) == (date(2026, 11, 23), date(2026, 11, 20)), "Friday's, on Monday"
    client.post(url, sent(message_id=message.pk, is_urgent="on", revision=message.revision))
    message.refresh_from_db()
    assert (message.due_on, message.reached_at) == (TODAY, datetime(2026, 11, 23, 9, 30, tzinfo=UTC))


@pytest.mark.parametrize(
    ("who", "sees"),
    [
        ("pat", {"anybody's desk", "North's desk", "Amira's record"}),
        ("sam", {"anybody's desk"}),
        ("mo", {"anybody's desk", "North's desk", "Amira's record"}),
        ("vera", {"anybody's desk", "North's desk", "Amira's record"}),
        ("bus", {"anybody's desk", "North's desk"}),
        ("sys", set()),
    ],
)
def test_who_sees_what(cast: Cast, who: str, sees: set[str], waiting) -> None:
    """Business support reads notes of no record."""
    waiting(person=None, team=None, name_given="anybody's desk")
    waiting(person=None, team=cast.north, name_given="North's desk")
    waiting(person=cast.amira, team=cast.north, name_given="Amira's record")
    assert {each.name_given for each in messages_seen_by(getattr(cast, who))} == sees


def test_who_wrote_it_down_goes_on_seeing_it_unless_the_record_is_hidden(cast: Cast, waiting) -> None:
    message = waiting(person=cast.amira, team=cast.north, recorded_by=cast.bus)
    take_message(by=cast.wes, message=message, revision=None)
    assert messages_seen_by(cast.bus).get() == message
    restrict_record(by=cast.mo, person=cast.amira, readers=[cast.pat], reason="Threats", today=TODAY)
    assert not messages_seen_by(cast.bus).exists()
    message.refresh_from_db()
    assert message.held_by is None, "who had taken it may not read it any more"
    cast.pat.on(TODAY)
    assert messages_seen_by(cast.pat).get() == message
    with pytest.raises(Refused, match="may not read this"):
        pass_message_on(by=cast.pat, message=message, revision=None, to=cast.wes, text="", today=TODAY)


def test_under_a_narrow_scope_it_goes_to_nobody_who_could_not_open_it(cast: Cast, waiting) -> None:
    message = waiting(person=cast.amira, team=cast.north)
    by = cast.mo.on(TODAY, own_only=True)
    with pytest.raises(Refused, match="Wes may not read this"):
        pass_message_on(by=by, message=message, revision=None, to=cast.wes, text="", today=TODAY)
    pass_message_on(by=by, message=message, revision=None, to=cast.pat, text="", today=TODAY)
    assert message.steps.get().to == cast.pat


def test_nothing_stays_with_somebody_who_leaves(cast: Cast, waiting) -> None:
    """Whoever takes the case over has it; of nobody's record, it waits at the desk again."""
    of_amira = waiting(person=cast.amira, team=cast.north, held_by=cast.pat)
    of_nobody = waiting(person=None, team=cast.north, held_by=cast.pat, name_given="Kim")
    [held] = [kind for kind in held_by(cast.pat, TODAY) if kind.code == "duty_message"]
    assert {thing.what for thing in held.things} == {"about Amira Khan", "about Kim"}
    new = {"person": cast.amira, "worker": cast.wes, "role": "case_holder", "starts_on": TODAY, "today": TODAY}
    allocate(by=cast.mo, reason="Leaves", **new)
    disable_user(by=cast.sys, user=cast.pat, today=TODAY)
    of_amira.refresh_from_db()
    of_nobody.refresh_from_db()
    assert (of_amira.held_by, of_nobody.held_by) == (cast.wes, None)
    assert steps_of(of_nobody) == ["put_back"]


def test_the_desk_of_a_closed_team_is_that_of_the_team_above(cast: Cast, scene, waiting) -> None:
    with scene():
        team = TeamFactory.create(name="East", parent=cast.service)
    message = waiting(person=None, team=team)
    close_team(by=cast.sys, team=team, today=TODAY)
    message.refresh_from_db()
    assert message.team == cast.service


def test_after_a_death_who_calls_is_answered_and_no_contact_is_offered(cast: Cast, sign_in, waiting) -> None:
    message = waiting(person=cast.amira, team=cast.north)
    record_death(by=cast.pat, person=cast.amira, died_on=TODAY, today=TODAY)
    client = sign_in(cast.pat)
    assert b"as_contact" not in client.get(reverse("duty_message_close", args=[message.pk])).content
    press(client, "duty_message_close", message, outcome="answered", text="Told their sister how to reach Pat.")
    timeline = client.get(reverse("timeline", args=[cast.amira.pk])).content.decode()
    assert "Duty desk, phone call: answered" in timeline
    assert "Our answer: Told their sister how to reach Pat." in timeline


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [({"person": None}, "Say whose record"), ({"caller": "family"}, "Nobody spoke with the young person")],
)
def test_what_is_no_contact_with_them_becomes_none(cast: Cast, waiting, facts: dict[str, Any], sentence: str) -> None:
    message = waiting(**{"person": cast.amira, "team": cast.north} | facts)
    said = {"outcome": "answered", "text": "Told them.", "as_contact": True, "today": TODAY}
    with pytest.raises(Refused, match=sentence):
        close_message(by=cast.pat, message=message, revision=None, **said)
    message.refresh_from_db()
    assert (message.outcome, Contact.objects.count()) == ("", 0)
    pass_message_on(by=cast.pat, message=message, revision=None, to=cast.wes, text="", today=TODAY)


def test_it_belongs_to_nobody_who_was_not_born_yet(cast: Cast, waiting) -> None:
    message = waiting(person=None, reached_at=datetime(1990, 1, 1, tzinfo=UTC))
    with pytest.raises(Refused, match="born"):
        connect_message(by=cast.pat, message=message, revision=None, person=cast.amira)


@pytest.mark.parametrize(
    ("show", "names"), [("waiting", ["Late", "Waits"]), ("mine", ["Late"]), ("answered", ["Done"])]
)
def test_the_list_says_what_is_next_first(cast: Cast, sign_in, show: str, names: list[str], waiting) -> None:
    waiting(person=None, name_given="Waits", due_on=TODAY + timedelta(days=1))
    waiting(person=None, name_given="Late", held_by=cast.pat, due_on=TODAY - timedelta(days=1))
    waiting(person=None, name_given="Done", held_by=cast.pat, outcome="answered", closed_on=TODAY)
    page = sign_in(cast.pat).get(reverse("duty_desk"), {"show": show})
    assert [each.name_given for each in page.context["page"]] == names


def test_what_is_to_be_answered_today_stands_above_all_lists(cast: Cast, sign_in, waiting) -> None:
    waiting(person=None, name_given="Kim", due_on=TODAY, is_urgent=True)
    page = sign_in(cast.mo).get(reverse("home")).content.decode()
    assert page.index("Kim") < page.index('id="now"')


def test_what_somebody_has_who_is_at_the_desk_no_more_is_everybodys_again(cast: Cast, waiting, scene, sign_in) -> None:
    """Seen to fail: it stood on nobody's day."""
    message = waiting(person=None, team=cast.north, held_by=cast.wes)
    page = reverse("duty_message", args=[message.pk])
    assert page not in sign_in(cast.mo).get(reverse("home")).content.decode()
    with scene():
        RoleAssignment.objects.filter(user=cast.wes).update(ends_on=TODAY)
    assert page in sign_in(cast.mo).get(reverse("home")).content.decode()


def test_a_message_about_a_restricted_record_is_not_left_with_who_may_not_see_it(cast: Cast, waiting) -> None:
    """Seen to fail: who had taken it before it was known whom it is about kept it, and could not open it."""
    message = waiting(person=None, team=cast.north, held_by=cast.wes)
    restrict_record(by=cast.mo, person=cast.amira, readers=[], reason="Threats", today=TODAY)
    connect_message(by=cast.mo, message=message, revision=None, person=cast.amira)
    message.refresh_from_db()
    assert (message.person, message.held_by) == (cast.amira, None)


def test_only_who_is_of_the_team_now_or_manages_it_is_given_anything(cast: Cast, waiting, scene) -> None:
    """Seen to fail: who was of the team once, and is of another today, was offered what they could not open; and not
    who manages the team above."""
    with scene():
        RoleAssignmentFactory.create(user=cast.sam, role="personal_adviser", team=cast.north, ends_on=TODAY)
        above = UserFactory.create(name="Above", role="team_manager", team=cast.service)
    message = waiting(person=None, team=cast.north)
    may_take, may_be_given = who_may_take(message, cast.mo, TODAY), may_be_asked(cast.amira, cast.mo, TODAY)
    assert {cast.sam, cast.sue, cast.pat, cast.vera, cast.bus, above} & set(may_take) == {
        *(cast.pat, cast.vera, cast.bus, above)
    }
    assert {cast.sam, cast.pat, cast.mo} & set(may_be_given) == {cast.pat, cast.mo}


def test_nobody_calls_or_asks_after_their_own_death(cast: Cast, waiting) -> None:
    """Seen to fail: a call of theirs, and a request for their record, came in days after it."""
    message = waiting(person=None, team=cast.north)
    record_death(by=cast.pat, person=cast.amira, died_on=TODAY - timedelta(days=2), today=TODAY)
    with pytest.raises(Refused, match="died on 21 November 2026: say who called"):
        connect_message(by=cast.mo, message=message, revision=None, person=cast.amira)
    asked = {"kind": "access", "way": "phone", "asked_by": "young_person", "received_on": TODAY, "owner": cast.mo}
    with pytest.raises(Refused, match="say who asked"):
        write_request(by=cast.mo, person=cast.amira, today=TODAY, **asked)
    write_request(by=cast.mo, person=cast.amira, today=TODAY, **asked | {"asked_by": "family"})
