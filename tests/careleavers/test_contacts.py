"""Logging a contact: once however often it is sent, with what changed, undone in ten minutes, amended afterwards."""

import re
import uuid
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from careleavers.actions import contacts as actions
from careleavers.actions.alerts import raise_alert
from careleavers.actions.base import Refused
from careleavers.actions.contacts import ContactChanges
from careleavers.actions.periods import correct_period
from careleavers.models import Allocation, Contact, ContactDetail, Draft, FollowUp, Home, Occupation
from careleavers.rules.alert_kinds import ClosedBy
from tests.cast import Cast
from tests.factories import YoungPersonFactory

TODAY = timezone.localdate()
SPOKE = {"method": "phone", "result": "spoke", "happened_on": TODAY.isoformat(), "note": "She is well."}


def days(number: int) -> date:
    return TODAY - timedelta(days=number)


def log(cast: Cast, **given) -> Contact:
    facts = {"method": "phone", "result": "spoke", "happened_on": TODAY, "submission_id": uuid.uuid4()} | given
    return actions.log_contact(by=cast.pat, person=cast.amira, today=TODAY, **facts)


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
        | {"home_postcode": "le13ab", "occupation_code": "F2", "occupation_detail": "Level 2 plumbing"}
        | {"detail_kind": "mobile", "detail_value": "07700 900123"}
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


def test_undo_takes_back_all_that_the_form_did(cast: Cast, scene, sign_in) -> None:
    with scene():
        old = Home.objects.create(person=cast.amira, kind="E", is_suitable=True, starts_on=days(300))
        raise_alert(
            person=cast.amira,
            code="ring_them_back",
            cycle_started_on=days(60),
            due_on=days(4),
            because="It is due.",
            text="Not in touch",
            today=TODAY,
            closed_by_kind=ClosedBy.CONTACT,
        )
    contact = log(
        cast,
        follow_up=("Ring", TODAY),
        changes=ContactChanges(
            home={"kind": "U", "is_suitable": True, "starts_on": days(1)},
            detail={"kind": "mobile", "value": "07700 900123"},
        ),
    )
    sign_in(cast.pat).post(reverse("contact_undo", args=[cast.amira.pk, contact.pk]))
    contact.refresh_from_db()
    old.refresh_from_db()
    assert contact.voided_by == cast.pat
    assert old.ends_on is None
    assert not FollowUp.objects.exists()
    assert not ContactDetail.objects.exists()
    assert Home.objects.count() == 1
    assert cast.amira.alerts.get().closed_on is None
    assert cast.amira.alerts.get().recipients.filter(ended_on=None).count() == 2


@pytest.mark.parametrize(
    ("amended", "another", "open_after"),
    [("no_reply", None, 1), ("spoke", None, 0), ("no_reply", 0, 0), ("no_reply", 5, 1)],
    ids=["not spoken with", "still spoken with", "spoken with the same day", "spoken with before"],
)
def test_an_amendment_opens_what_is_not_answered_any_more(
    cast: Cast, scene, amended: str, another: int | None, open_after: int
) -> None:
    if another is not None:
        log(cast, happened_on=days(another + 1))
    with scene():
        raise_alert(
            person=cast.amira,
            code="ring_them_back",
            cycle_started_on=days(60),
            due_on=days(4),
            because="It is due.",
            text="Not in touch",
            today=TODAY,
            closed_by_kind=ClosedBy.CONTACT,
        )
    contact = log(cast, happened_on=days(1))
    assert not cast.amira.alerts.filter(closed_on=None).exists()
    for reason in ("Wrong result", "Again"):
        contact = actions.amend_contact(
            by=cast.pat,
            contact=contact,
            today=TODAY,
            now=timezone.now(),
            reason=reason,
            happened_on=days(1),
            method="phone",
            result="spoke" if reason == "Wrong result" else amended,
        )
    assert cast.amira.alerts.filter(closed_on=None).count() == open_after


def test_undo_leaves_what_it_did_not_change(cast: Cast, scene) -> None:
    """A home that had ended already stays ended, and "still the same" is taken back to the day before it."""
    with scene():
        ended = Home.objects.create(person=cast.amira, kind="E", is_suitable=True, starts_on=days(300), ends_on=days(5))
        doing = Occupation.objects.create(
            person=cast.amira, code="F2", starts_on=days(300), last_confirmed_on=days(100)
        )
    moved = {"kind": "U", "is_suitable": True, "starts_on": days(5)}
    contact = log(cast, changes=ContactChanges(home=moved, same_occupation=True))
    doing.refresh_from_db()
    assert doing.last_confirmed_on == TODAY
    actions.undo_contact(by=cast.pat, contact=contact, today=TODAY, now=timezone.now())
    ended.refresh_from_db()
    doing.refresh_from_db()
    assert (ended.ends_on, doing.last_confirmed_on) == (days(5), days(100))


def test_undo_gives_back_the_home_before_even_where_the_new_one_was_corrected(cast: Cast, scene) -> None:
    with scene():
        before = Home.objects.create(person=cast.amira, kind="E", is_suitable=True, starts_on=days(300))
    contact = log(cast, changes=ContactChanges(home={"kind": "U", "is_suitable": True, "starts_on": days(5)}))
    correct_period(by=cast.pat, period=Home.objects.get(ends_on=None), today=TODAY, starts_on=days(3), ends_on=None)
    actions.undo_contact(by=cast.pat, contact=contact, today=TODAY, now=timezone.now())
    before.refresh_from_db()
    assert (before.ends_on, Home.objects.count()) == (None, 1)


def test_a_move_on_which_a_later_one_stands_is_not_undone(cast: Cast) -> None:
    first, second = (
        log(cast, changes=ContactChanges(home={"kind": "U", "is_suitable": True, "starts_on": days(ago)}))
        for ago in (2, 1)
    )
    with pytest.raises(Refused, match="Since then somebody has recorded where they live again"):
        actions.undo_contact(by=cast.pat, contact=first, today=TODAY, now=timezone.now())
    actions.undo_contact(by=cast.pat, contact=second, today=TODAY, now=timezone.now())
    actions.undo_contact(by=cast.pat, contact=first, today=TODAY, now=timezone.now())
    assert not Home.objects.exists()


def test_an_amendment_is_not_undone(cast: Cast, sign_in) -> None:
    contact = log(cast, note="She lives in Leeds.")
    client = sign_in(cast.pat)
    client.post(reverse("contact_amend", args=[cast.amira.pk, contact.pk]), SPOKE | {"reason": "Wrong town"})
    amended = Contact.objects.live().get()
    response = client.post(reverse("contact_undo", args=[cast.amira.pk, amended.pk]), follow=True)
    assert "This contact was amended, which cannot be undone." in response.content.decode()
    assert Contact.objects.live().get() == amended


def test_what_was_promised_goes_with_the_amended_contact(cast: Cast) -> None:
    contact = log(cast, follow_up=("Phone the college", TODAY))
    amended = actions.amend_contact(
        by=cast.pat,
        contact=contact,
        today=TODAY,
        now=timezone.now(),
        reason="Wrong method",
        happened_on=TODAY,
        method="text",
        result="spoke",
    )
    assert list(amended.follow_ups.values_list("text", flat=True)) == ["Phone the college"]
    assert not contact.follow_ups.exists()


def test_of_two_who_undo_or_amend_at_once_the_second_is_told(cast: Cast) -> None:
    """Both fetched the contact before either changed it."""
    contact, again = log(cast), Contact.objects.get()
    actions.undo_contact(by=cast.pat, contact=contact, today=TODAY, now=timezone.now())
    for act in (actions.undo_contact, actions.amend_contact):
        amendment = {"reason": "x", "happened_on": TODAY, "method": "phone", "result": "spoke"}
        given = amendment if act is actions.amend_contact else {}
        with pytest.raises(Refused, match="already been undone or amended"):
            act(by=cast.pat, contact=again, today=TODAY, now=timezone.now(), **given)


def test_undo_lasts_ten_minutes_and_is_the_writers_own(cast: Cast) -> None:
    contact = log(cast)
    in_time, too_late = contact.recorded_at + timedelta(minutes=10), contact.recorded_at + timedelta(minutes=11)
    assert actions.why_not_undo(contact, cast.pat, in_time) is None
    assert "Ten minutes have passed" in (actions.why_not_undo(contact, cast.pat, too_late) or "")
    assert "Only the person who logged" in (actions.why_not_undo(contact, cast.wes, in_time) or "")


def test_an_amendment_keeps_the_first_version(cast: Cast, sign_in) -> None:
    contact = log(cast, note="She lives in Leeds.")
    client = sign_in(cast.wes)
    response = client.post(
        reverse("contact_amend", args=[cast.amira.pk, contact.pk]),
        SPOKE | {"note": "She lives in Bradford.", "reason": "Wrong town"},
    )
    page = client.get(response.headers["Location"]).content.decode()
    assert "She lives in Bradford." in page
    assert "She lives in Leeds." in page
    assert list(Contact.objects.live().values_list("note", flat=True)) == ["She lives in Bradford."]
    with pytest.raises(Refused, match="already been undone or amended"):
        actions.amend_contact(
            by=cast.wes,
            contact=Contact.objects.get(pk=contact.pk),
            today=TODAY,
            now=timezone.now(),
            reason="Again",
            happened_on=TODAY,
            method="phone",
            result="spoke",
        )


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


def test_the_timeline_shows_everything_once_newest_first(cast: Cast, scene, sign_in) -> None:
    with scene():
        for number in range(60):
            Contact.objects.create(
                person=cast.amira,
                worker=cast.pat,
                method="phone",
                result="spoke",
                happened_on=days(number // 4),
                note=f"note {number:02}",
            )
        Home.objects.create(person=cast.amira, kind="W", is_suitable=False, starts_on=days(5), provider="The Grand")
    client, seen, address = sign_in(cast.pat), [], reverse("timeline", args=[cast.amira.pk])
    page = client.get(address)
    while True:
        entries = page.context["page"].entries
        seen += entries
        if not page.context["page"].next_cursor:
            break
        page = client.get(address, {"after": page.context["page"].next_cursor})
    assert len(seen) == len({entry.id for entry in seen}) == 62
    assert [entry.on for entry in seen] == sorted((entry.on for entry in seen), reverse=True)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"words": "college"}, {"contact"}),
        ({"kind": "home"}, {"home"}),
        ({"kind": "worker"}, {"worker"}),
        ({"first_on": TODAY.isoformat()}, {"contact"}),
        ({"words": "nothing like it"}, set()),
        ({"after": "tampered"}, {"contact", "home", "worker"}),
    ],
)
def test_the_timeline_is_filtered(cast: Cast, scene, sign_in, query: dict, found: set) -> None:
    with scene():
        Home.objects.create(person=cast.amira, kind="W", is_suitable=False, starts_on=days(5))
    log(cast, note="Talked of college")
    page = sign_in(cast.pat).get(reverse("timeline", args=[cast.amira.pk]), query)
    assert {entry.kind for entry in page.context["page"].entries} == found


def test_an_analyst_reads_no_notes(cast: Cast, sign_in) -> None:
    log(cast, note="Between the two of us")
    client = sign_in(cast.ana)
    page = client.get(reverse("timeline", args=[cast.amira.pk])).content.decode()
    assert "Between the two of us" not in page
    found = client.get(reverse("timeline", args=[cast.amira.pk]), {"words": "between"})
    assert found.context["page"].entries == []
    contact = Contact.objects.get()
    assert client.get(reverse("contact", args=[cast.amira.pk, contact.pk])).status_code == 403


@pytest.mark.parametrize("name", ["home_list", "home_add", "occupation_list", "occupation_add", "timeline"])
def test_a_record_out_of_reach_is_not_found(cast: Cast, sign_in, name: str) -> None:
    assert sign_in(cast.pat).get(reverse(name, args=[cast.amira.pk])).status_code == 200
    assert sign_in(cast.pat).get(reverse(name, args=[cast.ben.pk])).status_code == 404


def test_what_is_no_longer_offered_is_shown_by_its_code(cast: Cast, sign_in, scene) -> None:
    with scene():
        contact = log(cast)
        Contact.objects.filter(pk=contact.pk).update(method="fax_machine", result="fax_sent")
        Allocation.objects.filter(person=cast.amira).update(role="key_worker")
    page = sign_in(cast.pat).get(reverse("timeline", args=[cast.amira.pk])).content.decode()
    assert "fax machine: fax sent" in page
    assert "key worker" in page
    assert sign_in(cast.pat).get(reverse("contact", args=[cast.amira.pk, contact.pk])).status_code == 200


def test_a_follow_up_that_was_done_by_mistake_is_open_again_and_its_words_can_be_put_right(
    cast: Cast, sign_in, scene
) -> None:
    contact = log(cast, happened_on=days(12), follow_up=("Ring the colege", days(10)))
    follow_up = FollowUp.objects.get()
    client = sign_in(cast.pat)
    page = client.post(reverse("follow_up_done", args=[cast.amira.pk, follow_up.pk]), follow=True).content.decode()
    undo = reverse("follow_up_reopen", args=[cast.amira.pk, follow_up.pk])
    assert undo in page
    shown = client.get(reverse("contact", args=[cast.amira.pk, contact.pk])).content.decode()
    assert "10 days late" in shown
    client.post(undo)
    assert FollowUp.objects.get().done_on is None
    edit = reverse("follow_up_edit", args=[cast.amira.pk, follow_up.pk])
    given = {"text": "Ring the college", "due_on": TODAY.isoformat(), "done_on": "", "revision": "3"}
    assert client.post(edit, given | {"done_on": days(13).isoformat()}).status_code == 200
    assert client.post(edit, given | {"done_on": days(11).isoformat()}).status_code == 302
    assert FollowUp.objects.get().text == "Ring the college"
    assert (FollowUp.objects.get().days_late, FollowUp.objects.get().done_by) == (0, cast.pat)


def test_undo_gives_the_words_back_as_a_draft_and_stands_on_the_contacts_page(cast: Cast, sign_in) -> None:
    client = sign_in(cast.pat)
    address = reverse("contact_new", args=[cast.amira.pk, uuid.uuid4()])
    told = SPOKE | {
        "note": "Long and careful words.",
        "is_concern": "on",
        "follow_up_text": "Ring the college",
        "follow_up_on": TODAY.isoformat(),
        "home_kind": "U",
        "home_is_suitable": "True",
        "home_address": "1 Mill Lane",
        "occupation_code": "F2",
        "detail_kind": "mobile",
        "detail_value": "07700 900123",
    }
    client.post(address, told)
    contact = Contact.objects.get()
    page = client.get(reverse("contact", args=[cast.amira.pk, contact.pk])).content.decode()
    undo = reverse("contact_undo", args=[cast.amira.pk, contact.pk])
    assert undo in page
    assert undo not in sign_in(cast.wes).get(reverse("contact", args=[cast.amira.pk, contact.pk])).content.decode()
    client = sign_in(cast.pat)
    form = client.post(undo, follow=True)
    kept = Draft.objects.get().data
    assert {name: kept.get(name) for name in told} == {name: [value] for name, value in told.items()}
    assert "Long and careful words.</textarea>" in form.content.decode()
    page = client.post(form.request["PATH_INFO"], told | {"draft_revision": "1"}, follow=True).content.decode()
    assert "Contact logged" in page
    assert (Contact.objects.live().count(), Draft.objects.count()) == (1, 0)


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
            person=cast.amira, kind="mobile", value="07700 900123", search_value="07700900123", starts_on=days(90)
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
