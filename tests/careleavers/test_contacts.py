"""Logging a contact: once however often it is sent, with what changed."""

import re
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from careleavers.actions import contacts as actions
from careleavers.actions.alerts import raise_alert
from careleavers.actions.base import Refused
from careleavers.actions.contact_changes import ContactChanges
from careleavers.models import Contact, ContactDetail, Draft, FollowUp, Home, Occupation
from careleavers.rules.alert_kinds import ClosedBy
from tests.careleavers.contacts import SPOKE, TODAY, days, log
from tests.cast import Cast
from tests.factories import ContactFactory, YoungPersonFactory

pytestmark = pytest.mark.usefixtures("_on_the_day")


@pytest.fixture
def form_address(cast: Cast) -> str:
    return reverse("contact_new", args=[cast.amira.pk, uuid.uuid4()])


def test_three_answers_are_enough(cast: Cast, sign_in, form_address: str) -> None:
    response = sign_in(cast.pat).post(form_address, SPOKE)
    assert response.status_code == 303
    page = sign_in(cast.pat).get(response.headers["Location"]).content.decode()
    assert "Contact logged. Nothing is due." in page
    assert "Undo" in page


def test_beginning_writes_nothing_and_gives_the_form_an_address(cast: Cast, sign_in) -> None:
    response = sign_in(cast.pat).get(reverse("contact_begin", args=[cast.amira.pk]))
    assert "/contacts/new/" in response.headers["Location"]
    assert not Draft.objects.exists()
    assert not Contact.objects.exists()


def test_sent_five_times_it_is_one_contact(cast: Cast, sign_in, form_address: str) -> None:
    client = sign_in(cast.pat)
    answers = [client.post(form_address, SPOKE) for _ in range(5)]
    contact = Contact.objects.get()
    assert {(answer.status_code, answer.headers["Location"]) for answer in answers} == {
        (303, f"{reverse('person', args=[cast.amira.pk])}?new={contact.pk}")
    }
    assert client.get(form_address).headers["Location"] == reverse("contact", args=[cast.amira.pk, contact.pk])


def test_sent_again_after_it_was_taken_back_nothing_typed_is_lost(cast: Cast, sign_in, form_address: str) -> None:
    client = sign_in(cast.pat)
    client.post(form_address, SPOKE)
    client.post(reverse("contact_undo", args=[cast.amira.pk, Contact.objects.get().pk]))
    for _ in range(2):
        response = client.post(form_address, SPOKE | {"note": "She is better."})
        assert response.status_code == 303
    page = client.get(response.headers["Location"]).content.decode()
    assert "This form had been sent before." in page
    assert "She is better." in page
    assert not Contact.objects.live().exists()
    assert client.post(response.headers["Location"], SPOKE | {"note": "She is better."}).status_code == 303
    assert Contact.objects.live().get().note == "She is better."


def test_a_form_that_a_colleague_sent_becomes_a_draft_of_ones_own(cast: Cast, sign_in, form_address: str) -> None:
    sign_in(cast.pat).post(form_address, SPOKE)
    client = sign_in(cast.wes)
    assert client.get(form_address).headers["Location"] == reverse("contact_begin", args=[cast.amira.pk])
    response = client.post(form_address, SPOKE | {"note": "I rang too."})
    assert "I rang too." in client.get(response.headers["Location"]).content.decode()
    assert Contact.objects.get().recorded_by == cast.pat


def test_a_form_about_somebody_else_is_never_taken_for_the_contact(cast: Cast, scene) -> None:
    contact = log(cast)
    with scene():
        other = YoungPersonFactory.create(first_name="Dee", last_name="Owen", team=cast.north)
    for by, person in ((cast.wes, cast.amira), (cast.pat, other)):
        with pytest.raises(Refused, match="This form has been sent before"):
            actions.log_contact(
                by=by,
                person=person,
                today=TODAY,
                submission_id=contact.submission_id,
                happened_on=TODAY,
                method="phone",
                result="spoke",
            )


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"method": ""}, "Choose an answer to “How?”"),
        ({"result": ""}, "Choose an answer to “What happened?”"),
        ({"happened_on": "2999-01-01"}, "cannot be after"),
        ({"happened_on": "31/02/2026"}, "Write the day of the contact as day, month and year"),
        ({"happened_on": "9" * 30}, "Write the day of the contact as day, month and year"),
        ({"minutes": "0"}, "must be 1 or more"),
        ({"happened_at_time": "noon"}, "Write the time like 14:30"),
        ({"follow_up_text": "Ring the college"}, "Give the day by which you will do it"),
        ({"follow_up_on": "2030-01-01"}, "Say what you will do by then"),
        ({"home_kind": "U"}, "Say whether the new home is suitable"),
        ({"home_kind": "X", "home_is_suitable": "True"}, "always count as not suitable"),
        ({"home_address": "1 Mill Lane"}, "Choose what kind of place"),
        ({"home_kind": "U", "home_is_suitable": "True", "home_postcode": "NOWHERE"}, "postcode"),
        ({"occupation_detail": "Plumbing"}, "Choose what they now mainly do"),
        ({"detail_kind": "mobile", "detail_value": "07"}, "Write the whole phone number"),
        ({"detail_value": "07700 900123"}, "Choose what kind of contact detail"),
        ({"detail_kind": "email"}, "Write the new contact detail"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(
    cast: Cast, sign_in, form_address: str, typed: dict, sentence: str
) -> None:
    page = sign_in(cast.pat).post(form_address, SPOKE | typed).content.decode()
    assert sentence in page
    assert "She is well." in page
    assert not Contact.objects.exists()


def test_what_changed_is_recorded_from_the_same_form(cast: Cast, scene, sign_in, form_address: str) -> None:
    with scene():
        old = Home.objects.create(person=cast.amira, kind="E", is_suitable=True, starts_on=days(300))
    sign_in(cast.pat).post(
        form_address,
        SPOKE
        | {"home_kind": "U", "home_is_suitable": "True", "home_starts_on": days(3).isoformat()}
        | {
            "home_postcode": "le13ab",
            "home_safe_to_use": "False",
            "occupation_code": "F2",
            "occupation_detail": "Level 2 plumbing",
        }
        | {"detail_kind": "mobile", "detail_value": "07700 900123", "detail_safe_to_use": "False"}
        | {"follow_up_text": "Ring the college", "follow_up_on": TODAY.isoformat()},
    )
    old.refresh_from_db()
    new = Home.objects.get(ends_on=None)
    assert (old.ends_on, new.starts_on, new.postcode) == (days(3), days(3), "LE1 3AB")
    assert Occupation.objects.get().detail == "Level 2 plumbing"
    assert ContactDetail.objects.get().search_value == "07700900123"
    assert FollowUp.objects.get().assigned_to == cast.pat


def test_still_the_same_dates_the_fact(cast: Cast, scene) -> None:
    with scene():
        home = Home.objects.create(person=cast.amira, kind="E", is_suitable=True, starts_on=days(300))
        doing = Occupation.objects.create(person=cast.amira, code="F2", starts_on=days(300))
    log(cast, happened_on=days(2), changes=ContactChanges(same_home=True, same_occupation=True))
    home.refresh_from_db()
    doing.refresh_from_db()
    assert (home.last_confirmed_on, doing.last_confirmed_on) == (days(2), days(2))


@pytest.mark.parametrize(("result", "open_after"), [("spoke", 0), ("no_reply", 1), ("about", 1)])
def test_only_speaking_with_them_answers_the_alert(cast: Cast, scene, result: str, open_after: int) -> None:
    with scene():
        alert = raise_alert(
            person=cast.amira,
            code="ring_them_back",
            cycle_started_on=days(60),
            due_on=days(4),
            because="It is due.",
            text="Not in touch",
            today=TODAY,
            closed_by_kind=ClosedBy.CONTACT,
        )
    log(cast, result=result)
    assert cast.amira.alerts.filter(closed_on=None).count() == open_after
    assert alert.recipients.filter(ended_on=None).count() == 2 * open_after


def test_a_safeguarding_concern_reaches_the_manager_at_once(cast: Cast) -> None:
    log(cast, is_safeguarding=True)
    told = cast.amira.alerts.get(code__startswith="safeguarding").recipients.get()
    assert (told.user, told.recipient_role) == (cast.mo, "manager")


def test_a_safeguarding_concern_that_is_taken_back_stays_with_the_manager(cast: Cast) -> None:
    actions.undo_contact(by=cast.pat, contact=log(cast, is_safeguarding=True), today=TODAY, now=timezone.now())
    alert = cast.amira.alerts.get(closed_on=None)
    assert alert.text == "A safeguarding concern was written down and undone: ask why, and decide what to do"


@pytest.mark.parametrize("died", [True, False])
def test_no_contact_after_death(cast: Cast, scene, died: bool) -> None:
    cast.amira.died_on = days(10) if died else None
    refusal = actions.why_not_after_death(cast.amira, days(5), Contact.SPOKE)
    assert (refusal is not None) == died


# The timeline


@pytest.mark.parametrize("name", ["home_list", "home_add", "occupation_list", "occupation_add", "timeline"])
def test_a_record_out_of_reach_is_not_found(cast: Cast, sign_in, name: str) -> None:
    assert sign_in(cast.pat).get(reverse(name, args=[cast.amira.pk])).status_code == 200
    assert sign_in(cast.pat).get(reverse(name, args=[cast.ben.pk])).status_code == 404


def test_discarding_asks_and_shows_what_would_be_lost(cast: Cast, sign_in, form_address: str) -> None:
    client = sign_in(cast.pat)
    client.post(form_address, {"note": "Long and careful words.", "draft": "yes"})
    discard = reverse("draft_discard", args=[Draft.objects.get().pk])
    assert discard in client.get(form_address).content.decode()
    assert "Long and careful words." in client.get(discard).content.decode()
    assert Draft.objects.exists()
    client.post(discard)
    assert not Draft.objects.exists()


@pytest.mark.parametrize(
    ("answers", "opened"),
    [
        ({"is_safeguarding": "on"}, "Where, how long, who else, worries"),
        ({"place": "At college"}, "Where, how long, who else, worries"),
        ({"follow_up_text": "Ring"}, "Something to do next"),
        ({"home_address": "1 Mill Lane"}, "Where they live"),
        ({"occupation_detail": "Catering"}, "What they do"),
        ({"detail_value": "07700"}, "Phone, email or other contact details"),
        ({}, ""),
    ],
)
def test_a_part_of_the_form_that_holds_something_is_open(
    cast: Cast, sign_in, form_address: str, answers: dict, opened: str
) -> None:
    client = sign_in(cast.pat)
    client.post(form_address, answers | {"draft": "yes"})
    page = client.get(form_address).content.decode()
    found = re.findall(r'<details class="more" open><summary>([^<]*)', page)
    assert found == ([opened] if opened else [])


def test_what_the_action_refuses_is_said_at_the_field_and_its_part_is_open(
    cast: Cast, sign_in, scene, form_address: str
) -> None:
    with scene():
        Home.objects.create(person=cast.amira, kind="U", is_suitable=True, starts_on=days(30))
    move = {"home_kind": "T", "home_is_suitable": "True", "home_starts_on": days(60).isoformat()}
    page = sign_in(cast.pat).post(form_address, SPOKE | move).content.decode()
    assert 'href="#id_home_starts_on">A later home is already recorded' in page
    assert '<details class="more" open><summary>Where they live' in page


def test_after_a_death_there_is_contact_with_the_family_and_none_with_them(cast: Cast, sign_in, scene) -> None:
    with scene():
        cast.amira.died_on = days(10)
        cast.amira.save()
        FollowUp.objects.create(person=cast.amira, text="Ring Amira", due_on=days(20), assigned_to=cast.pat)
        ContactDetail.objects.create(
            person=cast.amira,
            kind="mobile",
            value="07700 900123",
            search_value="07700900123",
            starts_on=days(90),
            safe_to_use=True,
        )
    client, address = sign_in(cast.pat), reverse("contact_new", args=[cast.amira.pk, uuid.uuid4()])
    overview = client.get(reverse("person", args=[cast.amira.pk])).content.decode()
    assert "Log contact with family" in overview
    assert "Nothing is due, no letter goes and nobody is reminded." in overview
    assert "Ring Amira" not in overview
    assert 'href="tel:' not in overview
    refused = client.post(address, SPOKE).content.decode()
    assert 'href="#id_result_0">Amira died on' in refused
    assert client.post(address, SPOKE | {"result": "about", "note": "Rang her mother."}).status_code == 303
    earlier = SPOKE | {"happened_on": days(11).isoformat()}
    assert client.post(reverse("contact_new", args=[cast.amira.pk, uuid.uuid4()]), earlier).status_code == 303


def test_a_number_that_is_not_safe_is_no_link_and_a_caution_stands_beside_the_one_that_is(
    cast: Cast, sign_in, scene
) -> None:
    with scene():
        for number, safe, words in (
            ("07700 900111", False, "Ex-partner has this phone"),
            ("07700 900222", True, "Text first, never leave a voicemail"),
        ):
            ContactDetail.objects.create(
                person=cast.amira,
                kind="mobile",
                value=number,
                search_value=number.replace(" ", ""),
                starts_on=days(90),
                safe_to_use=safe,
                how_to_use=words,
            )
    for name in ("person", "details", "timeline"):
        page = sign_in(cast.pat).get(reverse(name, args=[cast.amira.pk])).content.decode()
        links = re.findall(r'href="tel:([^"]*)"[^>]*>[^<]*</a>(.{0,80})', page)
        assert links
        assert all("900222" in number.replace(" ", "") for number, _ in links), name
        assert all("Text first, never leave a voicemail" in beside for _, beside in links), name


@pytest.mark.parametrize(("who", "seen"), [("pat", True), ("aud", True), ("ana", False)])
def test_a_concern_is_marked_in_the_timeline(cast: Cast, sign_in, scene, who: str, seen: bool) -> None:
    with scene():
        for fact in ("is_safeguarding", "is_concern"):
            ContactFactory.create(person=cast.amira, **{fact: True})
        ContactFactory.create(person=cast.amira)
    page = sign_in(getattr(cast, who)).get(reverse("timeline", args=[cast.amira.pk])).content.decode()
    assert [page.count(words) for words in ("Safeguarding concern", "Something worries us")] == [seen, seen]


def test_a_character_that_nobody_types_is_left_out_of_a_note(cast: Cast, sign_in, form_address: str) -> None:
    """Seen to fail: "Type “Note” again"."""
    sign_in(cast.pat).post(form_address, SPOKE | {"note": "She is\0 well."})
    assert Contact.objects.get().note == "She is well."


def test_a_timeline_that_ends_before_it_begins_says_so(cast: Cast, sign_in) -> None:
    address = reverse("timeline", args=[cast.amira.pk])
    page = sign_in(cast.pat).get(address, {"first_on": "2026-11-10", "last_on": "2026-11-02"}).content.decode()
    assert "The last day is before the first" in page
