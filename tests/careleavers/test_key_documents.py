"""Which papers somebody has, which are still missing, and what is done about them."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from careleavers.actions.allocations import allocate
from careleavers.actions.follow_ups import finish_follow_up
from careleavers.actions.people import record_death
from careleavers.actions.policies import set_policy
from careleavers.models import Alert, AuditEvent, FollowUp, KeyDocument, ReadEvent
from careleavers.rules.key_documents import DocumentFact, missing_documents
from pathways.actions.reconcile import reconcile_people
from tests.cast import TODAY, Cast
from tests.factories import KeyDocumentFactory, StatusPeriodFactory, UserFactory

pytestmark = pytest.mark.usefixtures("_on_the_day")

SIXTEEN = date(2023, 5, 1)
ALL_OF_THEM = ["Photo ID", "Birth certificate", "National Insurance number", "Bank account", "NHS number"]
SINCE = date(2026, 1, 1)


def missing(*facts: DocumentFact, unaccompanied: bool = False, today: date = TODAY) -> list[str]:
    found = missing_documents(facts, sixteenth_birthday=SIXTEEN, unaccompanied=unaccompanied, today=today)
    return [each.words for each in found]


def without(*words: str) -> list[str]:
    return [each for each in ALL_OF_THEM if each not in words]


@pytest.mark.parametrize(
    ("facts", "unaccompanied", "today", "expected"),
    [
        ([], False, date(2023, 4, 30), []),
        ([], False, SIXTEEN, ALL_OF_THEM),
        (
            [],
            True,
            TODAY,
            ["Photo ID", "Immigration papers", "National Insurance number", "Bank account", "NHS number"],
        ),
        ([DocumentFact("photo_card", "held", SINCE)], False, TODAY, without("Photo ID")),
        ([DocumentFact("driving_licence", "held", SINCE, TODAY)], False, TODAY, without("Photo ID")),
        ([DocumentFact("driving_licence", "held", SINCE, date(2026, 11, 22))], False, TODAY, ALL_OF_THEM),
        ([DocumentFact("bank_account", "applied", SINCE)], False, TODAY, ALL_OF_THEM),
        ([DocumentFact("bank_account", "not_needed", SINCE)], False, TODAY, without("Bank account")),
        (
            [DocumentFact("passport", "not_needed", SINCE), DocumentFact("photo_card", "wanted", SINCE)],
            False,
            TODAY,
            ALL_OF_THEM,
        ),
        ([DocumentFact("care_letter", "held", SINCE)], False, TODAY, ALL_OF_THEM),
    ],
    ids=[
        "not-before-16",
        "from-the-16th-birthday",
        "unaccompanied-by-their-immigration-papers",
        "any-photo-ID-will-do",
        "good-on-its-last-day",
        "run-out-the-day-after",
        "applied-for-is-not-there-yet",
        "not-needed-is-met",
        "another-one-still-wanted",
        "what-proves-nothing-of-these",
    ],
)
def test_what_is_missing_by_vol_3_figure_1(
    facts: list[DocumentFact], unaccompanied: bool, today: date, expected: list[str]
) -> None:
    assert missing(*facts, unaccompanied=unaccompanied, today=today) == expected


@pytest.mark.parametrize(
    ("facts", "kind", "how_far"),
    [
        ([], "passport", ""),
        ([DocumentFact("driving_licence", "wanted", SINCE)], "driving_licence", ""),
        (
            [DocumentFact("passport", "held", SINCE, date(2026, 2, 1)), DocumentFact("photo_card", "applied", SINCE)],
            "photo_card",
            "applied for",
        ),
        ([DocumentFact("passport", "held", SINCE, date(2026, 2, 1))], "passport", "ran out"),
    ],
    ids=["nothing", "wanted", "applied-for-comes-before-run-out", "run-out"],
)
def test_the_paper_that_comes_nearest_is_named(facts: list[DocumentFact], kind: str, how_far: str) -> None:
    photo_id = missing_documents(facts, sixteenth_birthday=SIXTEEN, unaccompanied=False, today=TODAY)[0]
    assert (photo_id.kind, photo_id.how_far(TODAY)) == (kind, how_far)


APPLIED = {"state": "applied", "since": "2026-11-20"}
STEP = {"step_text": "Ring the Passport Office", "step_by": "2026-12-04"}


def test_a_paper_is_written_down_with_what_is_next_which_is_on_today_until_done(cast: Cast, sign_in) -> None:
    client, amira = sign_in(cast.pat), cast.amira
    address = reverse("key_document", args=[amira.pk, "passport"])
    answer = client.post(address, APPLIED | STEP | {"step_who": cast.pat.pk}, follow=True)
    page = answer.content.decode()
    assert "Ring the Passport Office" in page
    assert "applied for" in page
    [document] = KeyDocument.objects.all()
    step = FollowUp.objects.get()
    assert (document.state, document.next_step, step.assigned_to, step.due_on) == (
        "applied",
        step,
        cast.pat,
        date(2026, 12, 4),
    )
    assert "Ring the Passport Office" in client.get(reverse("home")).content.decode()
    finish_follow_up(by=cast.pat, follow_up=step, today=TODAY)
    assert "Ring the Passport Office" not in client.get(reverse("key_documents", args=[amira.pk])).content.decode()
    assert {event.page for event in ReadEvent.objects.filter(person_id=amira.pk)} >= {"key_documents"}
    assert AuditEvent.objects.filter(name="key_document_written").count() == 1


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"state": ""}, "Choose an answer to “How is it?”"),
        ({"state": "held"}, "Choose who keeps it"),
        ({"state": "not_needed"}, "Say why they do not need it"),
        ({"since": "2026-11-24"}, "cannot be after 23 November 2026"),
        ({"since": "1900-01-02"}, "Is 2 January 1900 right?"),
        ({"step_text": "Ring them"}, "Give the day by which it is to be done"),
        ({"step_by": "2026-12-01"}, "Say what is to be done by then"),
        ({"step_text": "Ring them", "step_by": "2026-11-22", "step_who": "pat"}, "That day is over"),
        ({"step_text": "Ring them", "step_by": "2026-12-01", "step_who": "sam"}, "Choose one of the answers"),
    ],
)
def test_what_does_not_fit_is_said_beside_the_field_and_what_was_typed_stays(
    cast: Cast, sign_in, sent: dict, sentence: str
) -> None:
    if name := sent.get("step_who"):
        sent = sent | {"step_who": getattr(cast, name).pk}
    typed = APPLIED | {"number": "AB 12 34"} | sent
    answer = sign_in(cast.pat).post(reverse("key_document", args=[cast.amira.pk, "passport"]), typed)
    page = answer.content.decode()
    assert sentence in page
    assert "AB 12 34" in page
    assert not KeyDocument.objects.exists()


def test_a_day_before_their_birth_and_after_their_death_is_refused(cast: Cast, sign_in, scene) -> None:
    address = reverse("key_document", args=[cast.amira.pk, "passport"])
    with scene():
        cast.amira.date_of_birth = date(2026, 1, 1)
        cast.amira.save()
    page = sign_in(cast.pat).post(address, APPLIED | {"since": "2025-12-31"}).content.decode()
    assert "before Amira was born" in page
    with scene():
        cast.amira.died_on = date(2026, 11, 1)
        cast.amira.save()
    page = sign_in(cast.pat).post(address, APPLIED).content.decode()
    assert "Amira died on 1 November 2026" in page
    assert not KeyDocument.objects.exists()


def test_what_somebody_else_wrote_meanwhile_is_shown_and_saved_over_only_when_seen(cast: Cast, sign_in) -> None:
    """Both opened the form when nothing was written down. Seen to fail: with a row made by the other one counted as
    the one that the form was opened on."""
    address = reverse("key_document", args=[cast.amira.pk, "passport"])
    sign_in(cast.mo).post(address, {"state": "wanted", "since": "2026-11-02"})
    client = sign_in(cast.pat)
    page = client.post(address, APPLIED).content.decode()
    assert "Somebody else saved this a moment ago" in page
    assert "Somebody else wrote “Wanted”" in page
    assert KeyDocument.objects.get().state == "wanted"
    client.post(address, APPLIED | {"revision": KeyDocument.objects.get().revision})
    assert KeyDocument.objects.get().state == "applied"


def test_a_next_step_that_somebody_did_meanwhile_is_not_made_twice(cast: Cast, sign_in) -> None:
    client, address = sign_in(cast.pat), reverse("key_document", args=[cast.amira.pk, "passport"])
    step_of_pat = STEP | {"step_who": str(cast.pat.pk)}
    client.post(address, APPLIED | step_of_pat)
    step = FollowUp.objects.get()
    opened = {"revision": KeyDocument.objects.get().revision, "seen": f"{step.pk} {step.revision}"}
    finish_follow_up(by=cast.mo, follow_up=step, today=TODAY)
    page = client.post(address, APPLIED | step_of_pat | opened).content.decode()
    assert "What was next is done, or was taken out, since you opened the page." in page
    assert FollowUp.objects.count() == 1


def test_an_open_next_step_is_changed_and_taken_out(cast: Cast, sign_in) -> None:
    client, address = sign_in(cast.pat), reverse("key_document", args=[cast.amira.pk, "passport"])
    client.post(address, APPLIED | STEP | {"step_who": cast.pat.pk})

    def seen() -> dict:
        step = FollowUp.objects.get()
        return {"revision": KeyDocument.objects.get().revision, "seen": f"{step.pk} {step.revision}"}

    client.post(address, APPLIED | STEP | {"step_text": "Collect it", "step_who": cast.mo.pk} | seen())
    step = FollowUp.objects.get()
    assert (step.text, step.assigned_to) == ("Collect it", cast.mo)
    client.post(address, APPLIED | seen())
    assert not FollowUp.objects.exists()
    assert KeyDocument.objects.get().next_step is None


def test_what_is_next_goes_with_the_case(cast: Cast, sign_in, scene) -> None:
    with scene():
        lee = UserFactory.create(name="Lee", role="personal_adviser", team=cast.north)
    address = reverse("key_document", args=[cast.amira.pk, "passport"])
    sign_in(cast.pat).post(address, APPLIED | STEP | {"step_who": cast.pat.pk})
    allocate(by=cast.mo, person=cast.amira, worker=lee, role="case_holder", starts_on=TODAY, today=TODAY)
    assert FollowUp.objects.get().assigned_to == lee


def test_a_mistake_is_taken_out_and_the_history_keeps_it(cast: Cast, sign_in, scene) -> None:
    with scene():
        document = KeyDocumentFactory.create(person=cast.amira)
    client = sign_in(cast.pat)
    address = reverse("key_document_remove", args=[cast.amira.pk, "passport"])
    assert client.get(address).status_code == 405
    client.post(address, {"revision": document.revision + 1})
    assert KeyDocument.objects.exists(), "somebody changed it since the page was opened"
    client.post(address, {"revision": document.revision})
    assert not KeyDocument.objects.exists()
    assert KeyDocument.events.rel.related_model.objects.filter(pgh_obj_id=document.pk).exists()
    assert client.post(address).status_code == 302, "pressed twice"
    assert client.get(reverse("key_document", args=[cast.amira.pk, "library_card"])).status_code == 404


def test_the_missing_are_named_before_a_visit_on_the_plan_and_on_the_record(cast: Cast, sign_in, scene) -> None:
    with scene():
        KeyDocumentFactory.create(person=cast.amira, kind="bank_account", state="applied", held_by="")
    client = sign_in(cast.pat)
    for name in ("visit_brief", "pathways:plan"):
        page = client.get(reverse(name, args=[cast.amira.pk])).content.decode()
        assert "Documents still missing" in page, name
        assert "(Bank account applied for)" in page, name
    assert "5 missing" in client.get(reverse("person", args=[cast.amira.pk])).content.decode()


def test_after_a_death_nothing_is_missing_and_nothing_is_next(cast: Cast, sign_in) -> None:
    client = sign_in(cast.pat)
    client.post(reverse("key_document", args=[cast.amira.pk, "passport"]), APPLIED | STEP | {"step_who": cast.pat.pk})
    record_death(by=cast.mo, person=cast.amira, died_on=TODAY, today=TODAY)
    for name in ("visit_brief", "key_documents", "person"):
        page = client.get(reverse(name, args=[cast.amira.pk])).content.decode()
        assert "missing" not in page, name
        assert "Ring the Passport Office" not in page, name


def test_its_number_is_for_those_who_read_notes(cast: Cast, sign_in, scene) -> None:
    with scene():
        KeyDocumentFactory.create(person=cast.amira, number="AB1234567")
    address = reverse("key_documents", args=[cast.amira.pk])
    assert "AB1234567" in sign_in(cast.pat).get(address).content.decode()
    assert "AB1234567" not in sign_in(cast.ana).get(address).content.decode()


@pytest.fixture
def _former_relevant(cast: Cast, scene) -> None:
    with scene():
        StatusPeriodFactory.create(
            person=cast.amira, status="former_relevant_child", band="18-20", starts_on=date(2025, 3, 10)
        )


@pytest.mark.usefixtures("_former_relevant")
def test_a_paper_that_runs_out_is_to_be_renewed_in_time(cast: Cast, sign_in) -> None:
    """Local practice: eight weeks before 12 January 2027 is 17 November 2026."""
    client, address = sign_in(cast.pat), reverse("key_document", args=[cast.amira.pk, "passport"])
    held = {"state": "held", "held_by": "person", "since": "2020-03-01"}
    client.post(address, held | {"expires_on": "2027-01-12"})
    [alert] = Alert.objects.filter(code="document_renewal", closed_on=None)
    assert (alert.text, alert.due_on) == ("Renew a key document", date(2026, 11, 17))
    assert "12 January 2027" in alert.because
    client.post(address, held | {"expires_on": "2036-01-12", "revision": KeyDocument.objects.get().revision})
    assert not Alert.objects.filter(code="document_renewal", closed_on=None).exists()


@pytest.mark.usefixtures("_former_relevant")
def test_a_page_that_is_not_used_is_led_to_nowhere_reminds_nobody_and_loses_nothing(cast: Cast, sign_in) -> None:
    client, amira = sign_in(cast.pat), cast.amira
    address = reverse("key_document", args=[amira.pk, "passport"])
    client.post(address, {"state": "held", "held_by": "us", "since": "2020-03-01", "expires_on": "2026-12-12"})
    set_policy(by=None, key="page_key_documents", value="no", from_on=TODAY)
    reconcile_people(ids=[amira.pk], today=TODAY)  # as the Settings page asks for at once
    assert (
        reverse("key_documents", args=[amira.pk]) not in client.get(reverse("person", args=[amira.pk])).content.decode()
    )
    assert "still missing" not in client.get(reverse("visit_brief", args=[amira.pk])).content.decode()
    page = client.get(reverse("key_documents", args=[amira.pk])).content.decode()
    assert "does not use this page any more" in page
    assert "We keep it safe for them" in page
    refused = client.post(address, APPLIED | {"number": "AB 12 34"})
    assert refused.status_code == 409
    assert "AB 12 34" in refused.content.decode()
    assert not Alert.objects.filter(code="document_renewal", closed_on=None).exists()
