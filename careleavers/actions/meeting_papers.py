"""Papers of a meeting: kept with it, and taken out with a reason."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils import timezone

from careleavers.actions.base import Refused, action, record_event
from careleavers.actions.documents import NewFile
from careleavers.actions.quarantine import put_into_quarantine
from careleavers.models import FileScan, Meeting, MeetingItem, MeetingPaper, MeetingPaperContent, ServiceTask, User
from careleavers.rules.words import day

OF_A_DEATH = "A meeting may speak of somebody who has died."


@action(open_after_death=OF_A_DEATH)
def keep_papers(*, by: User, meeting: Meeting, item: MeetingItem | None, files: Sequence[NewFile]) -> None:
    """Keep these with the meeting, or with one item of its agenda. Refused without a file, and once it is called off.

    A file that is there already, with the same words, is kept once.
    """
    if not files:
        raise Refused("Choose the papers.", field="documents")
    if meeting.state == Meeting.CALLED_OFF:
        raise Refused("This meeting was called off.")
    for new in files:
        kept = new.kept()
        if meeting.papers.filter(item=item, sha256=kept["sha256"], taken_out_on=None).exists():
            continue
        paper = MeetingPaper.objects.create(meeting=meeting, item=item, recorded_by=by, **kept)
        MeetingPaperContent.objects.create(paper=paper, content=new.content)
        put_into_quarantine(meeting_paper=paper)
        person = item.person if item else None
        record_event("meeting_paper_kept", by=by, person=person, on=paper, meeting=meeting.pk, sha256=paper.sha256)


def tell_of_infected_paper(paper: MeetingPaper, found: str, today: date) -> None:
    """Inside an action: whoever put it in has a task, on Today until it is done, to take it out; where they have left,
    those who run the meeting. Of several papers of one meeting it is one task."""
    worker = paper.recorded_by if paper.recorded_by and paper.recorded_by.is_active else None
    ServiceTask.objects.get_or_create(
        body=paper.meeting.body,
        text=_task(paper),
        done_on=None,
        defaults={"due_on": today, "assigned_to": worker},
    )
    record_event("meeting_paper_infected", by=None, on=paper, found=found)


@action(open_after_death=OF_A_DEATH)
def take_out_paper(*, by: User, paper: MeetingPaper, reason: str, today: date) -> None:
    """Destroy the content, for good; that it was there, and why it was taken out, can still be read."""
    there = MeetingPaper.objects.filter(pk=paper.pk, taken_out_on=None)
    if not there.update(taken_out_on=today, taken_out_by=by, taken_out_because=reason):
        raise Refused("Somebody else has taken it out already.")
    MeetingPaperContent.objects.filter(paper=paper).delete()
    FileScan.objects.filter(meeting_paper=paper).delete()
    end_task_of_infected(paper, by, today)
    person = paper.item.person if paper.item else None
    record_event("meeting_paper_taken_out", by=by, person=person, on=paper, sha256=paper.sha256)


@action(open_after_death=OF_A_DEATH)
def scan_paper_again(*, by: User, paper: MeetingPaper) -> None:
    """Whoever runs the meeting thinks that the scanner is wrong: it is asked again, and until then it stays closed."""
    infected = FileScan.objects.filter(meeting_paper=paper, state=FileScan.INFECTED)
    if not infected.update(state=FileScan.WAITING, virus="", created_at=timezone.now(), tries=0):
        raise Refused("It waits for the virus scanner already.")
    record_event("meeting_paper_scanned_again", by=by, on=paper)


def end_task_of_infected(paper: MeetingPaper, by: User | None, today: date) -> None:
    """Inside an action: nobody has anything to take out any more, unless another paper of the meeting is infected or
    is looked at once more."""
    others = paper.meeting.papers.filter(scan__state__in=(FileScan.INFECTED, FileScan.WAITING)).exclude(pk=paper.pk)
    if not others.exists():
        asked = ServiceTask.objects.filter(body=paper.meeting.body, text=_task(paper), done_on=None)
        asked.update(done_on=today, done_by=by)


def _task(paper: MeetingPaper) -> str:
    return f"A virus was found in a paper of the meeting of {day(paper.meeting.planned_on)}: take it out"
