"""After a contact: several things to do, a manager's comment, thanks or decision, and a contact made void."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from careleavers.actions import contact_comments, safeguarding, voiding
from careleavers.actions.allocations import allocate
from careleavers.actions.base import Refused
from careleavers.actions.contacts import amend_contact, undo_contact
from careleavers.actions.people import record_death
from careleavers.models import Alert, Contact, ContactComment, FollowUp
from careleavers.queries.follow_ups import still_to_do
from careleavers.queries.visit_brief import visit_brief
from pathways.queries.commitments import commitments_of
from tests.careleavers import contacts
from tests.cast import TODAY, Cast, days_ago
from tests.factories import AppointmentFactory, ContactFactory, UserFactory

pytestmark = pytest.mark.usefixtures("_on_the_day")
SOON = TODAY + timedelta(days=3)
SPOKE = contacts.SPOKE | {"happened_on": TODAY.isoformat()}


def log(cast: Cast, **given) -> Contact:
    return contacts.log(cast, **{"today": TODAY, "happened_on": TODAY} | given)


def said_on_today(user) -> list[str]:
    return [item.first.what for item in commitments_of(user.on(TODAY), TODAY, timedelta(days=14))]


# Things to do


def test_several_things_to_do_come_from_one_contact(cast: Cast, sign_in) -> None:
    client = sign_in(cast.pat)
    typed = {f"{name}_text": f"Do {name}" for name in ("follow_up", "follow_up_2", "follow_up_3")}
    typed |= {f"{name}_on": SOON.isoformat() for name in ("follow_up", "follow_up_2", "follow_up_3")}
    response = client.post(reverse("contact_new", args=[cast.amira.pk, uuid.uuid4()]), SPOKE | typed)
    assert response.status_code == 303
    assert sorted(said_on_today(cast.pat)) == [f"You said you would: Do follow_up{n}" for n in ("", "_2", "_3")]
    undo = reverse("contact_undo", args=[cast.amira.pk, Contact.objects.get().pk])
    form = client.get(client.post(undo).headers["Location"]).context["form"]
    assert form["follow_up_3_text"].value() == "Do follow_up_3"


@pytest.mark.parametrize("name", ["follow_up", "follow_up_2", "follow_up_3"])
def test_each_needs_its_day_and_its_words(cast: Cast, sign_in, name: str) -> None:
    where = reverse("contact_new", args=[cast.amira.pk, uuid.uuid4()])
    page = sign_in(cast.pat).post(where, SPOKE | {f"{name}_text": "Ring"}).content.decode()
    assert "Give the day by which you will do it" in page
    page = sign_in(cast.pat).post(where, SPOKE | {f"{name}_on": SOON.isoformat()}).content.decode()
    assert "Say what you will do by then" in page


def test_what_is_not_needed_is_closed_with_its_reason_and_was_not_late(cast: Cast, sign_in) -> None:
    contact = log(cast, happened_on=days_ago(20), follow_ups=[("Ring the GP", days_ago(10))])
    follow_up = FollowUp.objects.get()
    answers = {"text": "Ring the GP", "due_on": days_ago(10).isoformat(), "not_needed_because": "She rang herself"}
    client = sign_in(cast.pat)
    client.post(reverse("follow_up_edit", args=[cast.amira.pk, follow_up.pk]), answers | {"revision": "1"})
    follow_up.refresh_from_db()
    assert (follow_up.done_on, follow_up.days_late) == (TODAY, 0)
    assert not still_to_do(FollowUp.objects.all()).exists()
    assert visit_brief(cast.amira, TODAY, "1 March").kept == []
    page = client.get(reverse("contact", args=[cast.amira.pk, contact.pk])).content.decode()
    assert "not needed, She rang herself" in page
    client.post(reverse("follow_up_reopen", args=[cast.amira.pk, follow_up.pk]))
    follow_up.refresh_from_db()
    assert (follow_up.done_on, follow_up.not_needed_because) == (None, "")


# What a manager says


def test_thanks_stand_on_today_until_they_are_read(cast: Cast, sign_in) -> None:
    contact = log(cast)
    client = sign_in(cast.mo)
    client.post(reverse("contact_comment", args=[cast.amira.pk, contact.pk]), {"thanks": "yes"})
    said = "Mo thanks you for your note of 23 November 2026"
    client = sign_in(cast.pat)
    assert said in client.get("/").content.decode()
    page = client.get(reverse("contact", args=[cast.amira.pk, contact.pk])).content.decode()
    assert "I have read it" in page
    client.post(reverse("contact_read", args=[cast.amira.pk, contact.pk]))
    assert said not in client.get("/").content.decode()
    assert "read 23 November 2026" in client.get(reverse("contact", args=[cast.amira.pk, contact.pk])).content.decode()


def test_what_a_manager_asks_for_is_a_follow_up_like_any_other(cast: Cast, sign_in) -> None:
    contact = log(cast)
    typed = {"text": "Well done.", "follow_up_text": "Ask about the rent", "follow_up_on": SOON.isoformat()}
    sign_in(cast.mo).post(reverse("contact_comment", args=[cast.amira.pk, contact.pk]), typed)
    asked = FollowUp.objects.get()
    assert (asked.assigned_to, asked.recorded_by, asked.contact, asked.due_on) == (cast.pat, cast.mo, contact, SOON)
    allocate(by=cast.mo, person=cast.amira, worker=cast.wes, role="case_holder", starts_on=TODAY, today=TODAY)
    assert said_on_today(cast.wes) == [
        "Mo wrote about your note of 23 November 2026: Well done.",
        "You said you would: Ask about the rent",
    ]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({}, "Write what you want to say, or choose “Say thanks”"),
        ({"follow_up_text": "Ring"}, "Give the day by which it should be done"),
        ({"text": "Hm", "follow_up_on": SOON.isoformat()}, "Say what they should do by then"),
    ],
)
def test_an_unfinished_comment_keeps_its_words(cast: Cast, sign_in, typed: dict, sentence: str) -> None:
    where = reverse("contact_comment", args=[cast.amira.pk, log(cast).pk])
    page = sign_in(cast.mo).post(where, typed).content.decode()
    assert sentence in page
    assert all(text in page for text in typed.values())
    assert not ContactComment.objects.exists()


def test_ones_own_contact_is_not_commented_on(cast: Cast) -> None:
    contact = log(cast, by=cast.mo)
    with pytest.raises(Refused, match="You wrote this contact yourself"):
        contact_comments.comment_on_contact(by=cast.mo, contact=contact, today=TODAY, text="Good", kind="thanks")


def test_a_comment_stays_with_an_amended_contact(cast: Cast) -> None:
    contact = log(cast)
    said = contact_comments.comment_on_contact(by=cast.mo, contact=contact, today=TODAY, text="Good", kind="comment")
    assert amended(cast, contact).comments.get() == said


def amended(cast: Cast, contact: Contact, **facts) -> Contact:
    given = {"happened_on": TODAY, "method": "phone", "result": "spoke", "reason": "Wrong"} | facts
    return amend_contact(by=cast.pat, contact=contact, today=TODAY, now=timezone.now(), **given)


# A safeguarding concern


def told_of(alert: Alert) -> set[str]:
    return set(alert.recipients.filter(ended_on=None).values_list("user__name", flat=True))


def concern() -> Alert:
    return Alert.objects.get(code__startswith="safeguarding", closed_on=None)


def test_a_concern_is_a_managers_task_that_their_note_alone_closes(cast: Cast, sign_in) -> None:
    contact = log(cast, is_safeguarding=True, note="A stranger waits outside.")
    client = sign_in(cast.mo)
    where = reverse("safeguarding", args=[cast.amira.pk])
    assert where in client.get("/").content.decode()
    page = client.get(where, follow=True).content.decode()
    assert "Mo is asked to decide what happens." in page
    decide = reverse("contact_decide", args=[cast.amira.pk, contact.pk])
    assert "Fill in “What did you decide, and why?”" in client.post(decide, {}).content.decode()
    assert concern()
    log(cast, method="face_to_face", saw_home=True)
    assert concern()
    client.post(decide, {"decision": "Strategy meeting tomorrow"})
    assert not Alert.objects.filter(code__startswith="safeguarding", closed_on=None).exists()
    assert said_on_today(cast.pat) == ["Mo has decided on the concern of 23 November 2026: Strategy meeting tomorrow"]
    timeline = client.get(reverse("timeline", args=[cast.amira.pk])).content.decode()
    assert "Safeguarding concern" in timeline


def test_a_worker_decides_on_no_concern(cast: Cast, sign_in) -> None:
    contact = log(cast, is_safeguarding=True)
    client = sign_in(cast.pat)
    for page, typed in (("contact_decide", {"decision": "Nothing"}), ("contact_comment", {"thanks": "yes"})):
        assert client.post(reverse(page, args=[cast.amira.pk, contact.pk]), typed).status_code == 403
    assert "Decide on the concern" not in client.get(f"/people/{cast.amira.pk}/contacts/{contact.pk}/").content.decode()


def test_a_manager_who_wrote_it_does_not_decide_and_the_next_above_is_told(cast: Cast) -> None:
    contact = log(cast, by=cast.mo, is_safeguarding=True)
    assert told_of(concern()) == {"Vera"}
    with pytest.raises(Refused, match="another manager decides"):
        safeguarding.decide_on_concern(by=cast.mo, contact=contact, text="Fine", today=TODAY)


def test_where_nobody_else_manages_whoever_wrote_it_decides(cast: Cast) -> None:
    contact = log(cast, by=cast.vera, is_safeguarding=True)
    assert told_of(concern()) == {"Mo"}
    safeguarding.decide_on_concern(by=cast.mo, contact=contact, text="Fine", today=TODAY)


def test_the_only_manager_of_all_decides_on_their_own(cast: Cast, scene) -> None:
    with scene():
        cast.mo.assignments.all().delete()
    log(cast, by=cast.vera, is_safeguarding=True)
    assert told_of(concern()) == {"Vera"}


def test_decided_once(cast: Cast) -> None:
    contact = log(cast, is_safeguarding=True)
    safeguarding.decide_on_concern(by=cast.mo, contact=contact, text="Fine", today=TODAY)
    with pytest.raises(Refused, match="decided on this concern already"):
        safeguarding.decide_on_concern(by=cast.vera, contact=contact, text="No", today=TODAY)
    with pytest.raises(Refused, match="notes no safeguarding concern"):
        safeguarding.decide_on_concern(by=cast.vera, contact=log(cast), text="No", today=TODAY)


def test_amended_it_is_the_same_task_and_taken_out_it_says_so(cast: Cast) -> None:
    contact = amended(cast, log(cast, is_safeguarding=True), is_safeguarding=True, happened_on=days_ago(1))
    assert concern().text == safeguarding.SAFEGUARDING
    contact = amended(cast, contact, is_safeguarding=False)
    assert concern().text == safeguarding.SAFEGUARDING_TAKEN_OUT
    safeguarding.decide_on_concern(by=cast.mo, contact=contact, text="Asked why", today=TODAY)
    amended(cast, contact, is_safeguarding=True)
    assert not Alert.objects.filter(code__startswith="safeguarding", closed_on=None).exists()


def test_taken_back_or_after_a_death_a_concern_still_waits_for_its_decision(cast: Cast, sign_in) -> None:
    contact = log(cast, is_safeguarding=True)
    undo_contact(by=cast.pat, contact=contact, today=TODAY, now=timezone.now())
    record_death(by=cast.mo, person=cast.amira, died_on=TODAY, today=TODAY)
    assert concern().text == safeguarding.SAFEGUARDING_UNDONE
    page = sign_in(cast.mo).get(reverse("safeguarding", args=[cast.amira.pk]), follow=True).content.decode()
    assert "Decide on the concern" in page
    safeguarding.decide_on_concern(by=cast.mo, contact=contact, text="Looked at", today=TODAY)


# Void


def test_a_void_contact_is_kept_struck_through_and_counts_nowhere(cast: Cast, sign_in, scene) -> None:
    with scene():
        appointment = AppointmentFactory.create(person=cast.amira, worker=cast.pat, planned_on=days_ago(1))
    contact = log(cast, appointment=appointment, follow_ups=[("Ring", SOON)], note="About Ben.", method="face_to_face")
    client = sign_in(cast.pat)
    where = reverse("contact_void", args=[cast.amira.pk, contact.pk])
    assert "Fill in “Why does it not count?”" in client.post(where, {}).content.decode()
    client.post(where, {"reason": "It was about somebody else"})
    assert not Contact.objects.live().exists()
    brief = visit_brief(cast.amira, TODAY, "1 March")
    assert (brief.last_visit, brief.last_contact, brief.last_words, brief.promised) == (None, None, None, [])
    appointment.refresh_from_db()
    assert appointment.outcome == ""
    follow_up = FollowUp.objects.get()
    assert follow_up.not_needed_because == "The contact was made void"
    for page in (reverse("timeline", args=[cast.amira.pk]), reverse("contact", args=[cast.amira.pk, contact.pk])):
        shown = client.get(page).content.decode()
        assert "<s>" in shown
        assert "About Ben." in shown
        assert "It was about somebody else" in shown


def test_a_void_contact_is_out_of_the_figures(cast: Cast, scene) -> None:
    contact = log(cast)
    assert cast.amira.contacts.live().with_young_person().exists()
    voiding.void_contact(by=cast.pat, contact=contact, reason="Wrong person", today=TODAY, now=timezone.now())
    assert not cast.amira.contacts.live().with_young_person().exists()


def test_those_who_read_no_notes_are_told_no_reason(cast: Cast, sign_in) -> None:
    contact = log(cast, note="About Ben.")
    voiding.void_contact(by=cast.pat, contact=contact, reason="Ben was meant", today=TODAY, now=timezone.now())
    page = sign_in(cast.ana).get(reverse("timeline", args=[cast.amira.pk])).content.decode()
    assert "Void" in page
    assert "Ben" not in page


def test_its_writer_or_a_manager_makes_a_contact_void_once(cast: Cast, scene) -> None:
    with scene():
        colleague = UserFactory.create(name="Kim", role="personal_adviser", team=cast.north).on(TODAY)
        other = ContactFactory.create(person=cast.amira, worker=cast.pat, recorded_by=cast.pat)
    void = {"reason": "Wrong", "today": TODAY, "now": timezone.now()}
    with pytest.raises(Refused, match="Whoever wrote a contact, or a manager"):
        voiding.void_contact(by=colleague, contact=other, **void)
    with pytest.raises(Refused, match="Say why it is void"):
        voiding.void_contact(by=cast.mo, contact=other, **void | {"reason": "Undone"})
    voiding.void_contact(by=cast.mo, contact=other, **void)
    with pytest.raises(Refused, match="already been undone"):
        voiding.void_contact(by=cast.pat, contact=other, **void)


def test_a_concern_in_a_void_contact_still_waits(cast: Cast) -> None:
    contact = log(cast, is_safeguarding=True)
    voiding.void_contact(by=cast.pat, contact=contact, reason="Wrong", today=TODAY, now=timezone.now())
    assert concern().text == safeguarding.SAFEGUARDING_VOID
