"""Papers of a meeting: who puts one in, who opens it, what is refused, and what a virus in one leads to."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from careleavers.actions import file_scans
from careleavers.actions.meeting_items import decide_item
from careleavers.actions.meeting_links import make_item_link
from careleavers.actions.meetings import call_off_meeting, plan_meeting
from careleavers.actions.restricted import restrict_record
from careleavers.models import (
    AuditEvent,
    FileScan,
    Meeting,
    MeetingItem,
    MeetingPaper,
    MeetingPaperContent,
    ServiceTask,
)
from careleavers.queries.meeting_papers import papers_of
from careleavers.rules import uploads
from tests.careleavers.test_documents import PDF, a_file, picture
from tests.careleavers.test_virus_scanner import BAD
from tests.cast import TODAY, Cast
from tests.clamd import FOUND, Clamd
from tests.factories import BodyFactory, BodyMemberFactory, MeetingFactory, MeetingItemFactory, MeetingPaperFactory

pytestmark = pytest.mark.usefixtures("_on_the_day")


@pytest.fixture
def meeting(cast: Cast, scene: Callable) -> Meeting:
    """Of a panel of the whole authority, which Mo chairs; Amira and Ben are on its agenda."""
    with scene():
        panel = BodyFactory.create()
        BodyMemberFactory.create(body=panel, user=cast.mo, role="chair")
        BodyMemberFactory.create(body=panel)
        met = MeetingFactory.create(body=panel, planned_on=TODAY)
        MeetingItemFactory.create(meeting=met, person=cast.amira, about="Amira alone")
        MeetingItemFactory.create(meeting=met, person=cast.ben, about="Ben alone")
    return met


def item_of(meeting: Meeting, person: Any) -> MeetingItem:
    return meeting.items.get(person=person)


def put(client: Client, meeting: Meeting, *files: Any, item: MeetingItem | None = None) -> Any:
    sent = {"documents": list(files), "item": str(item.pk) if item else ""}
    return client.post(reverse("meeting_paper_add", args=[meeting.pk]), sent)


def test_papers_are_put_in_listed_opened_and_taken_out(cast: Cast, meeting: Meeting, sign_in) -> None:
    """Seen to fail: with the content kept when a paper was taken out."""
    mo, amira = sign_in(cast.mo), item_of(meeting, cast.amira)
    for _ in range(2):  # sent twice it is kept once
        assert put(mo, meeting, a_file(PDF, "Agenda.pdf"), a_file(picture(), "map.png")).status_code == 302
    put(mo, meeting, a_file(PDF + b"%%EOF", "About Amira.pdf"), item=amira)
    assert MeetingPaper.objects.count() == 3
    page = mo.get(reverse("meeting", args=[meeting.pk])).content.decode()
    for name in ("Agenda.pdf", "map.jpg", "About Amira.pdf", amira.heading):
        assert name in page, name
    agenda = MeetingPaper.objects.get(file_name="Agenda.pdf")
    answer = mo.get(reverse("meeting_paper", args=[agenda.pk]))
    assert answer.content == PDF
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    out = reverse("meeting_paper_take_out", args=[agenda.pk])
    assert "Error" in mo.post(out, {"reason": ""}).content.decode()
    mo.post(out, {"reason": "The wrong year"})
    assert not MeetingPaperContent.objects.filter(paper=agenda).exists()
    page = mo.get(reverse("meeting", args=[meeting.pk])).content.decode()
    assert "by Mo: The wrong year" in page
    assert "Agenda.pdf" not in page
    assert mo.get(reverse("meeting_paper", args=[agenda.pk])).status_code == 302
    names = AuditEvent.objects.filter(name__startswith="meeting_paper").values_list("name", flat=True)
    assert sorted(names) == ["meeting_paper_kept"] * 3 + ["meeting_paper_taken_out"]


@pytest.mark.parametrize(
    ("who", "whole", "amira", "ben", "runs"),
    [
        ("mo", 200, 200, 404, True),  # chairs it, and sees North alone
        ("pat", 200, 200, 404, False),
        ("sam", 200, 404, 200, False),
        ("vera", 200, 200, 200, True),
        ("sys", 403, 403, 403, False),
    ],
)
def test_who_may_open_which_paper(
    cast: Cast, meeting: Meeting, sign_in, scene, who: str, whole: int, amira: int, ben: int, runs: bool
) -> None:
    """By meeting, by record and by role. Seen to fail: with papers of an item open to whoever sees the meeting."""
    with scene():
        papers = [
            MeetingPaperFactory.create(meeting=meeting, item=item, file_name=f"{name}.pdf")
            for name, item in (
                ("Whole", None),
                ("Amira", item_of(meeting, cast.amira)),
                ("Ben", item_of(meeting, cast.ben)),
            )
        ]
    client = sign_in(getattr(cast, who))
    answers = [client.get(reverse("meeting_paper", args=[paper.pk])).status_code for paper in papers]
    assert answers == [whole, amira, ben]
    adds = client.get(reverse("meeting_paper_add", args=[meeting.pk])).status_code
    assert adds == (200 if runs else 403)
    takes_out = client.get(reverse("meeting_paper_take_out", args=[papers[0].pk])).status_code
    assert takes_out == (200 if runs else 403)
    page = client.get(reverse("meeting", args=[meeting.pk])).content.decode()
    for name, opens in (("Amira.pdf", amira), ("Ben.pdf", ben)):
        assert (name in page) is (opens == 200), name


def test_a_restricted_record_closes_its_paper(cast: Cast, meeting: Meeting, sign_in, scene) -> None:
    with scene():
        paper = MeetingPaperFactory.create(meeting=meeting, item=item_of(meeting, cast.amira))
    restrict_record(by=cast.mo, person=cast.amira, reason="A relative works here", readers=[cast.mo], today=TODAY)
    assert sign_in(cast.vera).get(reverse("meeting_paper", args=[paper.pk])).status_code == 404


@pytest.mark.parametrize(
    ("files", "says"),
    [
        pytest.param([], "Choose the papers.", id="nothing"),
        pytest.param([a_file(b"MZ a program", "agenda.exe")], uploads.NOT_A_KIND, id="a program"),
        pytest.param([a_file(PDF[:20], "agenda.pdf")], uploads.CUT_SHORT, id="half a PDF"),
        pytest.param([a_file(b"%PDF" + bytes(uploads.MOST_BYTES), "big.pdf")], uploads.TOO_LARGE, id="too large"),
    ],
)
def test_a_bad_file_is_refused_in_a_sentence(cast: Cast, meeting: Meeting, sign_in, files: list, says: str) -> None:
    for each in files:
        each.seek(0)
    assert says in put(sign_in(cast.mo), meeting, *files).content.decode()
    assert not MeetingPaper.objects.exists()


def test_a_partner_s_link_gives_the_papers_of_their_item_alone(cast: Cast, meeting: Meeting, scene) -> None:
    """Seen to fail: with the papers of the whole meeting among them."""
    amira = item_of(meeting, cast.amira)
    with scene():
        theirs = MeetingPaperFactory.create(meeting=meeting, item=amira, file_name="Amira.pdf")
        ben = MeetingPaperFactory.create(meeting=meeting, item=item_of(meeting, cast.ben), file_name="Ben.pdf")
        whole = MeetingPaperFactory.create(meeting=meeting, file_name="Agenda.pdf")
    partner = meeting.body.members.get(user=None)
    made = make_item_link(by=cast.mo, item=amira, partner=partner, now=timezone.now())
    where, outside = reverse("meeting_item_link", args=[made.secret]), Client()
    assert b"Amira.pdf" not in outside.post(where, {"paper": str(theirs.pk)}).content, "the code first"
    page = outside.post(where, {"code": made.code})
    said = page.content.decode()
    assert "Amira.pdf" in said
    assert not {"Ben.pdf", "Agenda.pdf"} & set(said.split())
    proof = page.context["proof"]
    assert outside.post(where, {"paper": str(theirs.pk), "proof": proof}).content == b"%PDF %%EOF"
    for other in (ben, whole):
        answer = outside.post(where, {"paper": str(other.pk), "proof": proof})
        assert answer.headers["Content-Type"].startswith("text/html")
    assert AuditEvent.objects.filter(name="meeting_item_link_paper").count() == 1


def test_what_is_put_off_takes_its_papers_to_each_next_meeting(cast: Cast, meeting: Meeting, sign_in, scene) -> None:
    """Also while no meeting is planned, once one that had it was called off, and for the partner who reads the item.
    Seen to fail: with the papers of the item alone, and with what was put off on the agenda that had put it off."""
    first = item_of(meeting, cast.amira)
    with scene():
        MeetingPaperFactory.create(meeting=meeting, item=first, file_name="Amira.pdf")
        MeetingPaperFactory.create(meeting=meeting, file_name="Agenda.pdf")
    facts: dict[str, Any] = {"outcome": "put_off", "said": "", "decision": "", "revision": None}
    decide_item(by=cast.mo, item=first, today=TODAY, **facts)
    waiting, mo = MeetingItem.objects.get(continues=first), sign_in(cast.mo)
    assert waiting.meeting is None
    page = mo.get(reverse("meeting_item", args=[waiting.pk])).content.decode()
    assert "Amira.pdf" in page
    assert "for the meeting of 23 November 2026" in page
    for days in (7, 14):
        when: dict[str, Any] = {"planned_on": TODAY + timedelta(days), "starts_at": None, "place": ""}
        plan_meeting(by=cast.mo, body=meeting.body, meeting=None, revision=None, today=TODAY, **when)
        waiting.refresh_from_db()
        assert waiting.meeting
        page = mo.get(reverse("meeting", args=[waiting.meeting_id])).content.decode()
        assert "Amira.pdf" in page
        assert "Agenda.pdf" not in page, "what was for the whole meeting stays with it"
        call_off_meeting(by=cast.mo, meeting=waiting.meeting, revision=None, why="Snow", today=TODAY)
    assert "Amira.pdf" in mo.get(reverse("meeting", args=[meeting.pk])).content.decode(), "for which it was sent out"
    with scene():
        last = MeetingItemFactory.create(body=meeting.body, meeting=None, person=cast.amira, continues=waiting)
    assert [each.file_name for each in papers_of(last)] == ["Amira.pdf"]


@pytest.mark.clamd
def test_a_virus_in_a_paper_closes_it_and_is_somebody_s_task(
    cast: Cast, meeting: Meeting, sign_in, clamd: Clamd
) -> None:
    """In quarantine until the scanner has looked; then whoever put it in takes it out."""
    mo = sign_in(cast.mo)
    put(mo, meeting, a_file(PDF, "good.pdf"), a_file(BAD, "bad.pdf"))
    good, bad = (MeetingPaper.objects.get(file_name=name) for name in ("good.pdf", "bad.pdf"))
    assert mo.get(reverse("meeting_paper", args=[good.pk])).status_code == 302, "not looked at yet"
    assert file_scans.scan_files() == 2
    assert mo.get(reverse("meeting_paper", args=[good.pk])).content == PDF
    assert mo.get(reverse("meeting_paper", args=[bad.pk])).status_code == 302
    assert uploads.infected(FOUND) in mo.get(reverse("meeting", args=[meeting.pk])).content.decode()
    task = ServiceTask.objects.get()
    assert (task.assigned_to, task.due_on, task.done_on) == (cast.mo, TODAY, None)
    again = reverse("meeting_paper_scan_again", args=[bad.pk])
    assert sign_in(cast.pat).post(again).status_code == 403
    mo = sign_in(cast.mo)
    for _ in range(2):  # asked once more it stays closed, and is one task still
        mo.post(again)
        assert mo.get(reverse("meeting_paper", args=[bad.pk])).status_code == 302
        file_scans.scan_files()
    assert ServiceTask.objects.count() == 1
    mo.post(reverse("meeting_paper_take_out", args=[bad.pk]), {"reason": "A virus"})
    task.refresh_from_db()
    assert task.done_on == TODAY
    assert FileScan.objects.count() == 1


@pytest.mark.clamd
def test_a_paper_in_which_nothing_is_found_any_more_opens_and_ends_its_task(
    cast: Cast, meeting: Meeting, sign_in, scene, clamd: Clamd, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its makers took a wrong signature back. Who put it in has left meanwhile, so whoever runs the meeting has it."""
    mo = sign_in(cast.mo)
    put(mo, meeting, a_file(PDF, "good.pdf"))
    paper = MeetingPaper.objects.get()
    with scene():
        MeetingPaper.objects.update(recorded_by=cast.nobody)
        type(cast.nobody).objects.filter(pk=cast.nobody.pk).update(is_active=False)
    with monkeypatch.context() as wrong:
        wrong.setattr(file_scans, "find_virus", lambda content, address: "Wrong")
        file_scans.scan_files()
    task = ServiceTask.objects.get()
    assert (task.assigned_to, task.done_on) == (None, None)
    assert task.text in mo.get(reverse("home")).content.decode()
    assert "have it looked at again" in mo.get(reverse("meeting", args=[meeting.pk])).content.decode()
    mo.post(reverse("meeting_paper_scan_again", args=[paper.pk]))
    file_scans.scan_files()
    task.refresh_from_db()
    assert task.done_on == TODAY
    assert mo.get(reverse("meeting_paper", args=[paper.pk])).content == PDF
