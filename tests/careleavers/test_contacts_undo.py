"""A contact undone in ten minutes, amended afterwards, and what becomes of the follow-ups."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from careleavers.actions import contacts as actions
from careleavers.actions.alerts import raise_alert
from careleavers.actions.base import Refused
from careleavers.actions.contact_changes import ContactChanges
from careleavers.actions.periods import correct_period
from careleavers.models import Contact, ContactDetail, Draft, FollowUp, Home, Occupation
from careleavers.rules.alert_kinds import ClosedBy
from tests.careleavers.contacts import SPOKE, TODAY, days, log
from tests.cast import Cast

pytestmark = pytest.mark.usefixtures("_on_the_day")


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
        follow_ups=[("Ring", TODAY)],
        changes=ContactChanges(
            home={"kind": "U", "is_suitable": True, "starts_on": days(1)},
            detail={"kind": "mobile", "value": "07700 900123", "safe_to_use": True},
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
    contact = log(cast, follow_ups=[("Phone the college", TODAY)])
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


def test_a_follow_up_that_was_done_by_mistake_is_open_again_and_its_words_can_be_put_right(
    cast: Cast, sign_in, scene
) -> None:
    contact = log(cast, happened_on=days(12), follow_ups=[("Ring the colege", days(10))])
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
        "home_safe_to_use": "False",
        "occupation_code": "F2",
        "detail_kind": "mobile",
        "detail_value": "07700 900123",
        "detail_safe_to_use": "True",
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
