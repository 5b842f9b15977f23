"""Parts of a plan given to another service: what allows it, what they read, and how it is followed until it is over."""

from __future__ import annotations

import re
from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone
from pypdf import PdfReader

from careleavers.actions.allocations import allocate
from careleavers.actions.base import RecordClosed, Refused
from careleavers.actions.people import record_death
from careleavers.models import Alert, AlertRecipient, FollowUp, ReadEvent, YoungPerson
from pathways.actions import referrals as actions
from pathways.models import DueItem, PlanReferral, PlanVersion
from pathways.queries.referrals import referrals_to
from pathways.rules.referrals import ReferralState, SharingAgreement, SharingBasis, why_not_follow, why_not_shared
from tests.cast import STAFF, TODAY, Cast
from tests.factories import PlanActionFactory, PlanReferralFactory, PlanVersionFactory, give_status
from tests.pathways.plan_pages import address

pytestmark = pytest.mark.usefixtures("_on_the_day")
YES, PARTLY, NO, NOT_ASKED = SharingAgreement
AGREED, DUTY_TO_REFER, OUR_TASK, SAFETY = SharingBasis


@pytest.mark.parametrize(
    ("basis", "agreement", "why", "field"),
    [
        pytest.param(AGREED, YES, "", None, id="UK GDPR art 6(1)(a): they agree"),
        pytest.param(AGREED, PARTLY, "Needed", "basis", id="art 6(1)(a): agreement to some of it is none to all of it"),
        pytest.param(DUTY_TO_REFER, NO, "Needed", "basis", id="HA 1996 s213B(3): only with their consent"),
        pytest.param(DUTY_TO_REFER, NOT_ASKED, "Needed", "basis", id="HA 1996 s213B(3): not without asking"),
        pytest.param(DUTY_TO_REFER, YES, "", None, id="HA 1996 s213B"),
        pytest.param(OUR_TASK, YES, "", None, id="CA 1989 s27, and they agree"),
        pytest.param(OUR_TASK, NO, " ", "why_anyway", id="CA 1989 s27, against their word: why"),
        pytest.param(OUR_TASK, PARTLY, "", "why_anyway", id="CA 1989 s27, they agree to some: why"),
        pytest.param(
            SAFETY, NOT_ASKED, "It would warn him", None, id="DPA 2018 Sch 1 para 18: asking is not always safe"
        ),
        pytest.param(SAFETY, NOT_ASKED, "", "why_anyway", id="DPA 2018 Sch 1 para 18(2): why without asking"),
    ],
)
def test_what_allows_sharing(basis: SharingBasis, agreement: SharingAgreement, why: str, field: str | None) -> None:
    wrong = why_not_shared(basis, agreement, why)
    assert (wrong[0] if wrong else None) == field


@pytest.mark.parametrize("now", list(ReferralState))
@pytest.mark.parametrize("then", list(ReferralState))
def test_what_is_over_stays_over_and_what_was_taken_on_waits_no_more(now: ReferralState, then: ReferralState) -> None:
    may = now in (ReferralState.WAITING, ReferralState.ACCEPTED) and (now, then) != (
        ReferralState.ACCEPTED,
        ReferralState.WAITING,
    )
    assert (why_not_follow(now, then) is None) is may


@pytest.fixture
def version(cast: Cast, scene) -> PlanVersion:
    """Amira's plan in force: the needs under each heading name it, so that whatever leaks is seen."""
    with scene():
        give_status(cast.amira, "former_relevant")
        draft = PlanVersionFactory.create(person=cast.amira, written_by=cast.pat, filled=True)
        for matter in draft.matters.all():
            draft.matters.filter(pk=matter.pk).update(
                needs=f"Needs of {matter.code}.",
                how_met=f"Met for {matter.code}.",
                own_words=f"Words on {matter.code}.",
            )
        PlanActionFactory.create(version=draft, owner=cast.pat, matter_code="skills", what="A cooking course")
        PlanActionFactory.create(version=draft, owner=cast.pat, matter_code="health", what="See the clinic")
        PlanVersion.objects.filter(pk=draft.pk).update(
            state="authorised",
            submitted_by=cast.pat,
            submitted_at=timezone.now(),
            authorised_by=cast.mo,
            authorised_at=timezone.now(),
            authorised_on=TODAY,
            not_agreed="Secret words.",
        )
        draft.refresh_from_db()
    return draft


SENT: dict[str, Any] = {
    "service": "housing",
    "organisation": "Melford housing options",
    "reader": "Ash Reed, 01632 960001",
    "purpose": "A flat of her own by the spring.",
    "sections": ["accommodation", "skills"],
    "is_checked": "on",
    "agreement": "yes",
    "they_say": "Yes, tell them.",
    "basis": "duty_to_refer",
    "why_anyway": "",
    "chase_on": "2026-12-07",
}


def due(cast: Cast) -> list[Any]:
    return list(DueItem.objects.filter(person=cast.amira, closed_by_kind="referral").values_list("due_on", "text"))


def told() -> set[str]:
    open_now = AlertRecipient.objects.filter(alert__closed_by_kind="referral", alert__closed_on=None, ended_on=None)
    return set(open_now.filter(recipient_role="case_holder").values_list("user__name", flat=True))


def test_from_the_plan_to_what_came_of_it(cast: Cast, version: PlanVersion, sign_in) -> None:
    client, new = sign_in(cast.pat), address("plan_referral_add", cast.amira, 1)
    assert "Refer from the plan" in client.get(address("plan", cast.amira)).content.decode()
    for wrong, sentence in (
        ({"agreement": "no"}, "This basis is their agreement"),
        ({"agreement": "no", "basis": "our_task"}, "Say why it is shared although they do not agree"),
        ({"organisation": ""}, "Say which service it is, or choose it from the register"),
        ({"sections": []}, "Choose"),
        ({"sections": ["identity_of_others"]}, "Choose"),
        ({"is_checked": ""}, "Tick that you have read these parts"),
        ({"chase_on": "2026-11-23"}, "24 November 2026"),
    ):
        page = client.post(new, SENT | wrong).content.decode()
        assert sentence in page, wrong
        assert "A flat of her own by the spring." in page, "what was typed is kept"
    assert not PlanReferral.objects.exists()

    assert client.post(new, SENT).status_code == client.post(new, SENT).status_code == 302
    row = PlanReferral.objects.get()
    assert (row.state, row.sections, row.basis) == ("waiting", ["accommodation", "skills"], "duty_to_refer")
    assert due(cast) == [(row.chase_on, "Ask what became of the referral to Melford housing options")]
    where = address("plan_referral", cast.amira, row.pk)
    page = client.get(where).content.decode()
    for words in ("Needs of accommodation.", "A cooking course", "Housing Act 1996 s213B", "Yes, tell them."):
        assert words in page
    assert "Ask what became of the referral" in client.get("/").content.decode()

    made = client.post(where).content.decode()
    path = re.search(r'value="http://testserver(/[^"]+)"', made)
    code = re.search(r"<strong>(\d{3} \d{3})</strong>", made)
    assert path
    assert code
    read = Client().post(path[1], {"code": code[1]}).content.decode()
    for words in ("Amira Khan", "Needs of accommodation.", "Met for skills.", "A cooking course", "Answer Pat"):
        assert words in read
    for words in ("Needs of health", "See the clinic", "Secret words", "Words on", "Yes, tell them.", "I want my own"):
        assert words not in read, "nothing else of the plan, and nothing of why it is shared"
    log = client.get(where).content.decode()
    assert "opened with the code" in log

    follow = address("plan_referral_follow", cast.amira, row.pk)
    row.refresh_from_db()
    learnt = {"revision": row.revision, "state": "accepted", "happened_on": "2026-11-23", "text": "A place in May."}
    assert "Give the day on which you ask again" in client.post(follow, learnt).content.decode()
    client.post(follow, learnt | {"chase_on": "2027-01-11"})
    row.refresh_from_db()
    assert due(cast) == [(row.chase_on, "Ask what became of the referral to Melford housing options")]
    assert Client().get(path[1]).status_code == 200, "while it is open, they may read it again"
    client.post(follow, learnt | {"revision": row.revision, "state": "result", "text": "She has the keys."})
    row.refresh_from_db()
    assert (row.state, row.chase_on, due(cast)) == ("result", None, [])
    assert not Alert.objects.filter(closed_by_kind="referral", closed_on=None).exists()
    assert Client().get(path[1]).status_code == 404, "the link ends with it"
    assert "She has the keys." in client.get(f"/people/{cast.amira.pk}/timeline/").content.decode()
    again = client.post(follow, learnt | {"revision": row.revision, "state": "declined"}).content.decode()
    assert "It is over: result known." in again


def test_the_file_says_what_is_shared_and_that_it_was_made_is_noted(cast: Cast, version, scene, sign_in) -> None:
    with scene():
        row = PlanReferralFactory.create(version=version, with_own_words=True)
    client = sign_in(cast.pat)
    file = PdfReader(BytesIO(client.post(address("plan_referral_pdf", cast.amira, row.pk)).content))
    assert file.trailer["/Root"]["/MarkInfo"]["/Marked"]
    text = " ".join(" ".join(page.extract_text() for page in file.pages).split())
    for words in ("Amira Khan", "Words on skills.", "A cooking course", "Answer Pat", "Melford housing options"):
        assert words in text
    for words in ("health", "Secret words", "I want my own"):
        assert words not in text
    assert "made into a PDF" in client.get(address("plan_referral", cast.amira, row.pk)).content.decode()


def test_it_goes_with_the_case_and_is_silent_after_a_death(cast: Cast, version: PlanVersion) -> None:
    facts = {name: value for name, value in SENT.items() if name not in ("is_checked", "chase_on")}
    row = actions.refer(
        by=cast.pat, version=version, today=TODAY, chase_on=TODAY + timedelta(days=14), provider=None, **facts
    )
    actions.make_referral_link(by=cast.pat, referral=row, now=timezone.now())
    assert told() == {"Pat"}
    allocate(by=cast.mo, person=cast.amira, worker=cast.wes, role="case_holder", starts_on=TODAY, today=TODAY)
    assert told() == {"Wes"}
    record_death(by=cast.mo, person=cast.amira, died_on=TODAY, today=TODAY)
    assert told() == set()
    assert due(cast) == []
    with pytest.raises(RecordClosed):
        actions.make_referral_link(by=cast.pat, referral=PlanReferral.objects.get(), now=timezone.now())


def test_a_draft_is_not_shared_and_postgres_holds_what_allows_it(cast: Cast, version: PlanVersion, scene) -> None:
    with scene():
        draft = PlanVersionFactory.create(person=cast.amira, written_by=cast.pat, filled=True, number=2)
        row = PlanReferralFactory.create(version=version)
    facts = {name: value for name, value in SENT.items() if name not in ("is_checked", "chase_on")}
    with pytest.raises(Refused, match="Only an authorised plan"):
        actions.refer(by=cast.pat, version=draft, today=TODAY, chase_on=TODAY, provider=None, **facts)
    for changes in (
        {"agreement": "no"},
        {"agreement": "no", "basis": "our_task"},
        {"sections": []},
        {"chase_on": None},
        {"state": "result"},
    ):
        with scene(), pytest.raises(IntegrityError), transaction.atomic():
            PlanReferral.objects.filter(pk=row.pk).update(**changes)


def test_a_link_worker_takes_it_on_and_answers(cast: Cast, version: PlanVersion, sign_in) -> None:
    """From the plan to Lin's list, to her answer, to what Pat reads of it today."""
    client, new = sign_in(cast.pat), address("plan_referral_add", cast.amira, 1)
    sent = SENT | {"for_colleagues": "on", "organisation": ""}
    nobody = client.post(new, sent | {"service": "dwp"}).content.decode()
    assert "Nobody here answers for this service" in nobody
    assert client.post(new, sent).status_code == 302
    row = PlanReferral.objects.get()
    assert (row.organisation, row.for_colleagues) == ("Link worker for housing", True)
    page = client.get(address("plan_referral", cast.amira, row.pk)).content.decode()
    assert "A colleague reads and answers it here" in page
    assert "Make a link for them" not in page

    lin, where = sign_in(cast.lin), f"/pathways/referrals/{row.pk}/"
    assert lin.get("/").headers["Location"] == "/pathways/referrals/"
    listed = lin.get("/pathways/referrals/").content.decode()
    assert "Amira Khan" in listed
    assert "Waits for your answer" in listed
    read = lin.get(where).content.decode()
    for words in ("A flat of her own by the spring.", "Needs of accommodation.", "A cooking course", "Answer Pat"):
        assert words in read
    for words in ("Needs of health", "See the clinic", "Secret words", "Words on", "Yes, tell them."):
        assert words not in read, "nothing else of the plan, and nothing of why it is shared"
    assert ReadEvent.objects.get(user_id=cast.lin.pk).page == "referral_here"
    assert (
        "Give the day on which you say more"
        in lin.post(where, {"revision": row.revision, "state": "accepted", "text": "Yes."}).content.decode()
    )
    answer = {"revision": row.revision, "state": "accepted", "text": "A viewing on Friday.", "chase_on": "2026-12-14"}
    assert lin.post(where, answer).status_code == 302
    row.refresh_from_db()
    assert (row.state, row.chase_on) == ("accepted", date(2026, 12, 14))
    assert lin.post(where, answer).status_code == 302, "pressed twice, it is one answer"

    pat = sign_in(cast.pat)
    task = "Read what Link worker for housing answered: taken on"
    assert task in pat.get("/").content.decode()
    assert FollowUp.objects.get(text=task).due_on == TODAY
    assert "A viewing on Friday." in pat.get(address("plan_referral", cast.amira, row.pk)).content.decode()


@pytest.mark.parametrize(
    ("facts", "person", "seen"),
    [
        pytest.param({}, {}, {"lin"}, id="whoever answers for the service"),
        pytest.param({"service": "health"}, {}, {"nan"}, id="a nurse for health"),
        pytest.param({"service": "school"}, {}, {"vic"}, id="the virtual school for education"),
        pytest.param({"service": "advocacy"}, {}, {"rae"}, id="a rights officer for advocacy"),
        pytest.param({"service": "adults"}, {}, set(), id="a service for which nobody answers here"),
        pytest.param({"for_colleagues": False}, {}, set(), id="what was given to somebody outside"),
        pytest.param({}, {"is_restricted": True}, set(), id="a restricted record"),
        pytest.param({}, {"died_on": TODAY}, set(), id="nobody who has died"),
    ],
)
def test_who_answers_a_referral_here(cast: Cast, version: PlanVersion, scene, sign_in, facts, person, seen) -> None:
    with scene():
        row = PlanReferralFactory.create(version=version, **{"for_colleagues": True} | facts)
        YoungPerson.objects.filter(pk=cast.amira.pk).update(**person)
    assert {name for name in STAFF if referrals_to(getattr(cast, name)).filter(pk=row.pk).exists()} == seen
    for name in ("nan", "vic", "rae", "lin"):
        where = f"/pathways/referrals/{row.pk}/"
        assert sign_in(getattr(cast, name)).get(where).status_code == (200 if name in seen else 404)


def test_an_answer_reaches_a_manager_where_nobody_holds_the_case(cast: Cast, version: PlanVersion, scene) -> None:
    """And what is over is in the list for three months."""
    with scene():
        row = PlanReferralFactory.create(version=version, for_colleagues=True)
        cast.amira.allocations.all().delete()
    facts = {"revision": None, "now": timezone.now(), "state": "declined", "text": "Full.", "chase_on": None}
    actions.answer_referral(by=cast.lin, referral=row, today=TODAY, **facts)
    assert FollowUp.objects.get().assigned_to == cast.mo
    assert not Alert.objects.filter(closed_by_kind="referral", closed_on=None).exists()
    assert referrals_to(cast.lin.on(TODAY + timedelta(days=91))).exists()
    assert not referrals_to(cast.lin.on(TODAY + timedelta(days=92))).exists()
    with pytest.raises(Refused, match="It is over"):
        actions.answer_referral(by=cast.lin, referral=row, today=TODAY, **facts | {"text": "Still full."})


def test_the_other_service_answers_by_its_link(cast: Cast, version: PlanVersion, scene, sign_in) -> None:
    """With the code alone, that referral alone, and in no more than an hour; each answer is a step, a task and a line
    of the log. Seen to fail: with the proof not asked for."""
    with scene():
        row, other = PlanReferralFactory.create(version=version), PlanReferralFactory.create(version=version)
    made = actions.make_referral_link(by=cast.pat, referral=row, now=timezone.now())
    another = actions.make_referral_link(by=cast.pat, referral=other, now=timezone.now())
    path, guest = f"/pathways/referral/{made.secret}/", Client()
    said = {"state": "accepted", "text": "A viewing on Friday.", "chase_on": "2026-12-14"}

    def asked(page: str) -> dict[str, str]:
        return {name: re.findall(f'name="{name}" value="([^"]+)"', page)[0] for name in ("proof", "revision")}

    page = guest.post(path, {"code": made.code}).content.decode()
    proof = asked(page)
    elsewhere = asked(guest.post(f"/pathways/referral/{another.secret}/", {"code": another.code}).content.decode())
    for wrong in ({}, {"proof": "guessed"}, {"proof": elsewhere["proof"]}, {"code": "000000"}):
        answer = guest.post(path, said | wrong).content.decode()
        assert "First, the code" in answer
        assert 'value="A viewing on Friday."' in answer, "what they wrote comes back"
    assert "Give the day on which you say more" in guest.post(path, proof | said | {"chase_on": ""}).content.decode()
    row.refresh_from_db()
    assert row.state == "waiting"

    thanks = guest.post(path, proof | said).content.decode()
    assert "we have your answer" in thanks
    assert "Amira" not in thanks
    guest.post(path, proof | said)  # pressed twice
    row.refresh_from_db()
    other.refresh_from_db()
    assert (row.state, row.chase_on, other.state) == ("accepted", date(2026, 12, 14), "waiting")
    assert [(step.state, step.recorded_by) for step in row.steps.exclude(state="waiting")] == [("accepted", None)]
    assert FollowUp.objects.get().due_on == TODAY
    with time_machine.travel(timezone.now() + timedelta(minutes=61), tick=False):
        result = {"state": "result", "text": "She has the keys.", "revision": str(row.revision)}
        late = guest.post(path, proof | result)
        assert "give the code again" in late.content.decode()
        page = guest.post(path, result | {"code": made.code}).content.decode()
    assert "She has the keys.</textarea>" in page
    done = guest.post(path, asked(page) | result).content.decode()
    assert "opens nothing any more" in done
    assert guest.get(path).status_code == 404, "it ends with the referral"
    assert guest.post(path, asked(page) | said).status_code == 404
    ours = sign_in(cast.pat).get(address("plan_referral", cast.amira, row.pk)).content.decode()
    for words in ("A viewing on Friday.", "She has the keys.", "by their link", "answered through the link"):
        assert words in ours
