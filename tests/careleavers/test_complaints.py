"""Complaints and representations, the advocate who is to be offered, the time limits, and a year of them counted."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.urls import reverse

from careleavers.actions.complaints import close_complaint
from careleavers.actions.involvements import close_involvement, open_involvement
from careleavers.actions.people import correct_death, record_death
from careleavers.models import Alert, AlertRecipient, AuditEvent, Complaint, ComplaintStep, FollowUp
from careleavers.rules.codes import collection_year
from careleavers.rules.complaints import following, furthest, stage_due_on
from pathways.actions.reconcile import reconcile_alerts, reconcile_people
from tests.cast import TODAY, Cast
from tests.factories import ComplaintFactory, ComplaintStepFactory, PolicyValueFactory

pytestmark = pytest.mark.usefixtures("_on_the_day")


@pytest.mark.parametrize(
    ("stage", "starts_on", "extended", "due_on"),
    [
        ("informal", date(2026, 11, 2), False, date(2026, 11, 16)),
        ("local_resolution", date(2026, 11, 2), False, date(2026, 11, 16)),
        ("local_resolution", date(2026, 11, 2), True, date(2026, 11, 30)),
        ("local_resolution", date(2026, 12, 18), False, date(2027, 1, 6)),
        ("investigation", date(2026, 3, 2), False, date(2026, 4, 8)),
        ("investigation", date(2026, 11, 2), True, date(2027, 2, 4)),
        ("review_panel", date(2026, 6, 1), False, date(2026, 7, 13)),
        ("review_panel", date(2026, 6, 1), True, date(2026, 7, 13)),
        ("response", date(2026, 6, 1), False, date(2026, 6, 22)),
    ],
    ids=[
        "Vol-3-9.5-14-days",
        "reg-14-10-working-days",
        "reg-14-20-where-extended",
        "reg-2-Christmas-is-no-working-day",
        "reg-17-25-working-days-over-Easter",
        "reg-17-65-where-extended",
        "reg-19(4)-30-working-days",
        "reg-19(4)-cannot-be-extended",
        "reg-20-15-working-days",
    ],
)
def test_a_stage_is_to_be_answered_by(stage: str, starts_on: date, extended: bool, due_on: date) -> None:
    assert stage_due_on(stage, starts_on, extended=extended) == due_on


def test_the_stages_follow_one_another() -> None:
    assert following("informal") == "local_resolution"
    assert following("response") is None
    assert furthest(["investigation", "informal"]) == "investigation"
    assert furthest([]) is None


@pytest.mark.parametrize(("day", "year"), [(date(2027, 3, 31), 2027), (date(2027, 4, 1), 2028)])
def test_a_year_is_named_by_the_march_in_which_it_ends(day: date, year: int) -> None:
    assert collection_year(day) == year


SAID = {"kind": "complaint", "about": "contact", "text": "Nobody rang me back."}


def open_alerts() -> set[tuple[str, date | None]]:
    return set(Alert.objects.filter(closed_on=None, closed_by_kind="complaint").values_list("text", "due_on"))


def test_from_the_first_word_to_the_outcome(cast: Cast, sign_in) -> None:
    """SI 2004/719 reg 4; Vol 3 9.5 to 9.7; SI 2006/1738 reg 14."""
    client, amira = sign_in(cast.pat), cast.amira
    answer = client.post(reverse("complaint_add", args=[amira.pk]), SAID | {"intended_on": "2026-11-20"})
    complaint = Complaint.objects.get()
    args = [amira.pk, complaint.pk]
    assert answer.url == reverse("complaint", args=args)
    assert open_alerts() == {("Offer an advocate", date(2026, 11, 20))}

    offered = {"advocate_offered_on": "2026-11-20", "advocate_answer": "accepted", "revision": 1}
    client.post(reverse("complaint_advocate", args=args), offered)
    assert open_alerts() == set()

    made = SAID | {"intended_on": "2026-11-20", "made_on": "2026-11-21", "revision": 2}
    client.post(reverse("complaint_edit", args=args), made)
    assert open_alerts() == {("Settle the complaint informally", date(2026, 12, 5))}
    assert "due in 12 days" in client.get(reverse("complaint", args=args)).content.decode()

    stage = reverse("complaint_stage", args=[*args, "local_resolution"])
    client.post(stage, {"starts_on": "2026-11-23"})
    assert open_alerts() == {("Answer the complaint", date(2026, 12, 7))}
    assert ComplaintStep.objects.get(stage="informal").answered_on == TODAY
    client.post(stage, {"starts_on": "2026-11-23", "extended": "on", "extended_why": "Advocate away", "revision": 1})
    assert open_alerts() == {("Answer the complaint", date(2026, 12, 21))}

    complaint.refresh_from_db()
    ended = {"outcome": "upheld", "closed_on": "2026-11-23", "learning": "Ring back.", "revision": complaint.revision}
    client.post(reverse("complaint_close", args=args), ended)
    assert open_alerts() == set()
    page = client.get(reverse("complaint", args=args)).content.decode()
    assert "Upheld, 23 November 2026" in page
    assert set(ComplaintStep.objects.values_list("answered_on", flat=True)) == {TODAY}
    assert [event.name for event in AuditEvent.objects.order_by("id") if event.name.startswith("complaint")] == [
        "complaint_written",
        "complaint_advocacy",
        "complaint_written",
        "complaint_stage_written",
        "complaint_stage_written",
        "complaint_closed",
    ]

    complaint.refresh_from_db()
    client.post(reverse("complaint_close", args=args), {"revision": complaint.revision})
    complaint.refresh_from_db()
    assert (complaint.outcome, complaint.closed_on) == ("", None), "taken back"


@pytest.mark.parametrize(
    ("page", "sent", "sentence"),
    [
        ("complaint_edit", SAID | {"made_on": ""}, "Give the day on which they made it"),
        ("complaint_edit", SAID | {"made_on": "2026-11-24"}, "cannot be after 23 November 2026"),
        (
            "complaint_edit",
            SAID | {"intended_on": "2026-11-20", "made_on": "2026-11-19"},
            "before they said that they mean to",
        ),
        ("complaint_edit", SAID | {"intended_on": "2026-11-20"}, "Its procedure has begun"),
        ("complaint_advocate", {"advocate_offered_on": "2026-11-20"}, "Choose what they say"),
        ("complaint_advocate", {"advocate_answer": "declined"}, "Give the day on which an advocate was offered"),
        (
            "complaint_advocate",
            {"advocate_offered_on": "2026-11-15", "advocate_answer": "declined"},
            "We knew of it from 16 November 2026",
        ),
        ("complaint_close", {"outcome": "upheld"}, "Give the day on which it ended"),
        ("complaint_close", {"closed_on": "2026-11-20"}, "Choose how it ended"),
        ("complaint_close", {"outcome": "upheld", "closed_on": "2026-11-15"}, "We knew of it from 16 November 2026"),
        ("investigation", {"starts_on": "2026-11-15"}, "“Informal resolution” began on 16 November 2026"),
        ("investigation", {"starts_on": "2026-11-20", "answered_on": "2026-11-19"}, "before it began"),
        ("investigation", {"starts_on": "2026-11-20", "extended": "on"}, "Say why it was extended"),
    ],
)
def test_what_does_not_fit_is_said_beside_the_field(
    cast: Cast, sign_in, scene, page: str, sent: dict, sentence: str
) -> None:
    with scene():
        complaint = ComplaintFactory.create(person=cast.amira)
    args = [cast.amira.pk, complaint.pk]
    stage = page == "investigation"
    address = reverse("complaint_stage", args=[*args, page]) if stage else reverse(page, args=args)
    shown = sign_in(cast.pat).post(address, sent if stage else sent | {"revision": 1}).content.decode()
    assert sentence in shown
    assert "govuk-error-summary" in shown
    for name, typed in sent.items():
        if typed and name != "extended":
            assert typed in shown, "what was typed is still there"


def test_a_complaint_that_is_only_intended_has_no_stages(cast: Cast, sign_in, scene) -> None:
    with scene():
        complaint = ComplaintFactory.create(person=cast.amira, intended_on=TODAY, made_on=None, informal=None)
    address = reverse("complaint_stage", args=[cast.amira.pk, complaint.pk, "local_resolution"])
    page = sign_in(cast.pat).post(address, {"starts_on": "2026-11-23"}).content.decode()
    assert "write down the day on which it was made first" in page


def test_two_who_begin_a_stage_at_once_are_shown_each_other(cast: Cast, sign_in, scene) -> None:
    """Seen to fail: with the revision of the row that the other one made taken for the form's own."""
    with scene():
        complaint = ComplaintFactory.create(person=cast.amira)
    address = reverse("complaint_stage", args=[cast.amira.pk, complaint.pk, "local_resolution"])
    sign_in(cast.mo).post(address, {"starts_on": "2026-11-20"})
    page = sign_in(cast.pat).post(address, {"starts_on": "2026-11-23"}).content.decode()
    assert "Somebody else wrote “20 November 2026”" in page
    assert complaint.stages.get(stage="local_resolution").starts_on == date(2026, 11, 20)


def test_two_who_write_the_outcome_lose_nothing(cast: Cast, sign_in, scene) -> None:
    with scene():
        complaint = ComplaintFactory.create(person=cast.amira)
    address = reverse("complaint_close", args=[cast.amira.pk, complaint.pk])
    ended = {"outcome": "upheld", "closed_on": "2026-11-23", "revision": 1}
    sign_in(cast.mo).post(address, ended | {"learning": "Ring back within a day."})
    page = sign_in(cast.pat).post(address, ended | {"learning": "Say who rings."}).content.decode()
    assert "Ring back within a day." in page
    assert "Say who rings." in page
    assert Complaint.objects.get().learning == "Ring back within a day."


def test_what_is_next_ends_with_the_complaint(cast: Cast, sign_in) -> None:
    client, amira = sign_in(cast.pat), cast.amira
    step = {"step_text": "Ring the advocacy service", "step_by": "2026-11-25", "step_who": cast.pat.pk}
    client.post(reverse("complaint_add", args=[amira.pk]), SAID | step | {"made_on": "2026-11-20"})
    complaint = Complaint.objects.get()
    assert "Ring the advocacy service" in client.get(reverse("home")).content.decode()
    ended = {"outcome": "settled", "closed_on": "2026-11-23", "revision": complaint.revision}
    client.post(reverse("complaint_close", args=[amira.pk, complaint.pk]), ended)
    assert not FollowUp.objects.exists()


def test_a_decision_that_waits_is_said_in_the_plan_until_it_is_considered_vol_3_9_2(cast: Cast, sign_in, scene) -> None:
    with scene():
        complaint = ComplaintFactory.create(person=cast.amira, decision_waits=True)
    client, plan = sign_in(cast.pat), reverse("pathways:plan", args=[cast.amira.pk])
    assert "the decision that it is about waits" in client.get(plan).content.decode()
    ended = {"outcome": "settled", "closed_on": "2026-11-23", "revision": 1}
    client.post(reverse("complaint_close", args=[cast.amira.pk, complaint.pk]), ended)
    assert "the decision that it is about waits" not in client.get(plan).content.decode()


ENDS: dict[str, tuple[Callable[[Cast], object], Callable[[Cast], object]]] = {
    "they died": (
        lambda cast: record_death(by=cast.mo, person=cast.amira, died_on=TODAY, today=TODAY),
        lambda cast: correct_death(by=cast.mo, person=cast.amira, today=TODAY),
    ),
    "the case was closed": (
        lambda cast: close_involvement(by=cast.mo, person=cast.amira, ends_on=TODAY, reason="Moved", today=TODAY),
        lambda cast: open_involvement(by=cast.mo, person=cast.amira, starts_on=TODAY, reason="Back", today=TODAY),
    ),
}


@pytest.mark.parametrize("end", ENDS)
def test_it_goes_on_to_its_answer_though_our_work_has_ended(cast: Cast, sign_in, scene, end: str) -> None:
    """One task of the managers, by the stage's day; the clocks ask again when the end is taken back."""
    with scene():
        complaint = ComplaintFactory.create(person=cast.amira)
    reconcile_people(ids=[cast.amira.pk], today=TODAY)
    before = open_alerts()
    assert len(before) == 2
    ended, taken_back = ENDS[end]
    ended(cast)
    reconcile_alerts(today=TODAY)
    left = {("Answer the complaint", complaint.stages.get().due_on)}
    assert open_alerts() == left
    told = AlertRecipient.objects.filter(alert__code="complaint_left_open", ended_on=None)
    assert "Mo" in told.values_list("user__name", flat=True)
    assert "1 open" in sign_in(cast.mo).get(reverse("person", args=[cast.amira.pk])).content.decode()
    taken_back(cast)
    assert open_alerts() == before
    ended(cast)
    assert open_alerts() == left
    close_complaint(by=cast.mo, complaint=Complaint.objects.get(), today=TODAY, closed_on=TODAY, outcome="settled")
    assert open_alerts() == set()


def test_a_council_that_keeps_them_elsewhere_is_not_reminded(cast: Cast, sign_in, scene) -> None:
    with scene():
        complaint = ComplaintFactory.create(person=cast.amira)
        PolicyValueFactory.create(key="page_complaints", value="no", from_on=TODAY)
    reconcile_people(ids=[cast.amira.pk], today=TODAY)
    assert open_alerts() == set()
    client = sign_in(cast.pat)
    assert (
        reverse("complaints", args=[cast.amira.pk])
        not in client.get(reverse("person", args=[cast.amira.pk])).content.decode()
    )
    assert "Nobody rang me back" in client.get(reverse("complaints", args=[cast.amira.pk])).content.decode()
    refused = client.post(reverse("complaint_edit", args=[cast.amira.pk, complaint.pk]), SAID | {"text": "Typed"})
    assert refused.status_code == 409
    assert "Typed" in refused.content.decode()


def test_a_mistake_is_taken_out_with_its_stages_and_the_history_keeps_both(cast: Cast, sign_in, scene) -> None:
    with scene():
        complaint = ComplaintFactory.create(person=cast.amira)
    client = sign_in(cast.pat)
    address = reverse("complaint_remove", args=[cast.amira.pk, complaint.pk])
    client.post(address, {"revision": complaint.revision})
    assert not Complaint.objects.exists()
    events = [model.events.rel.related_model.objects.count() for model in (Complaint, ComplaintStep)]
    assert events == [1, 1]
    assert client.get(reverse("complaint", args=[cast.amira.pk, complaint.pk])).status_code == 409


def test_who_may_not_read_notes_is_not_told_of_it(cast: Cast, sign_in, scene) -> None:
    with scene():
        ComplaintFactory.create(person=cast.amira)
    client = sign_in(cast.ana)
    assert client.get(reverse("complaints", args=[cast.amira.pk])).status_code == 403
    assert "Complaints" not in client.get(reverse("person", args=[cast.amira.pk])).content.decode()


def counted(what: str, number: str) -> str:
    return f'<th scope="row">{what}</th><td class="number">{number}</td>'


def test_a_year_is_counted_for_managers_as_vol_3_9_14_asks(cast: Cast, sign_in, scene) -> None:
    """mo manages North: ben of South is not counted. A restricted record is counted and not quoted."""
    with scene():
        in_time = ComplaintFactory.create(
            person=cast.amira,
            advocate_offered_on=date(2026, 11, 16),
            advocate_answer="accepted",
            outcome="upheld",
            closed_on=date(2026, 11, 20),
            satisfied="yes",
            learning="Ring back within a day.",
        )
        in_time.stages.update(answered_on=date(2026, 11, 20))
        late = ComplaintFactory.create(person=cast.amira, made_on=date(2026, 6, 1))
        late.stages.update(answered_on=date(2026, 6, 16))
        ComplaintStepFactory.create(complaint=late, stage="local_resolution", starts_on=date(2026, 6, 16))
        ComplaintFactory.create(person=cast.amira, made_on=date(2026, 3, 31))
        ComplaintFactory.create(person=cast.ben, learning="Not of this team.")
    client = sign_in(cast.mo)
    page = client.get(reverse("complaints_report")).content.decode()
    assert "2 complaints and representations became known in this year; 1 is still open" in page
    for row in ('Informal resolution</th><td class="number">1 of 2', 'local resolution</th><td class="number">0 of 1'):
        assert row in page
    assert 'An advocate was offered</th><td class="number">1 of 2' in page
    assert "Ring back within a day." in page
    assert "Not of this team." not in page
    assert (
        "1 complaint or representation" in client.get(reverse("complaints_report"), {"year": "2026"}).content.decode()
    )
    assert client.get(reverse("complaints_report"), {"year": "9999x"}).status_code == 200
    assert sign_in(cast.pat).get(reverse("complaints_report")).status_code == 403
    with scene():
        cast.amira.is_restricted = True
        cast.amira.save()
    page = sign_in(cast.mo).get(reverse("complaints_report")).content.decode()
    assert "2 complaints and representations" in page
    assert "Ring back within a day." not in page
